"""Which paragraphs of a plain text are headings, and of what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from storyforge.formats.documents.words import ROMAN, bare, number_of, words
from storyforge.formats.languages import fold
from storyforge.formats.prose import one_line

if TYPE_CHECKING:
    from storyforge.formats.documents.paragraphs import Paragraph

Sort = Literal["part", "number", "alone", "ambiguous", "front", "back", "end"]

NUMBERED = 3
"""The level of a bare number."""
_LONGEST = 8
"""Lines of the longest heading: chapters of old novels tell in it what happens."""
_WIDEST = 600
"""Characters of its longest line."""
_LETTER = re.compile(r"[^\W\d_]")
LEADERS = re.compile(r"(?<![\s.·…_])(?:[\s.·…_]{4,}+|\s{3,}+|\t++)\d{1,4}$")
_EASTERN = re.compile(
    r"(?:第\s*([0-9０-９一二三四五六七八九十百千〇零两]+)\s*[章回話话节節卷部幕]|제\s*(\d+)\s*[장화부권막])\s*(.*)"
)
_BARE = re.compile(r"[\[(*_—–-]*\s*([0-9]{1,3}|[ivxlcIVXLC]{1,9})\s*[.)\]*_—–-]*")
_TITLED = re.compile(r"([0-9]{1,3}|[IVXLC]{1,9})(?:[.)]|\s*[:—–-])\s+(\S.*)")
_FIRST = re.compile(r"\w+")
_ARTICLES = frozenset({"the", "la", "le", "das", "der"})
_SEPARATOR = re.compile(r"\s*(?:[.:)\]]|--?|[—–])+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    `level` is 0 for a volume to 3 for a bare number, `keyword` the folded word before or behind its number, `title`
    what it says itself. `rows` is how many lines of the paragraph it takes: what follows them is text.
    """

    sort: Sort
    label: str
    level: int = 2
    keyword: str = ""
    number: int = 0
    title: str = ""
    rows: int = 1


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    keys = "|".join(re.escape(word) for word in sorted(words().levels, key=lambda word: (-len(word), word)))
    counted = "|".join(re.escape(word) for word in sorted(words().numbers, key=lambda word: (-len(word), word)))
    digits = "[0-9]{1,3}(?:st|nd|rd|th|º|ª|er|e)?"
    spelt = rf"(?:{counted}|\w{{3,}}und\w+)(?:(?:\s+y\s+|[\s-]+)(?:{counted}))*"
    one = f"(?:{digits}|{ROMAN.pattern}|{spelt})"
    article = r"(?:(?:the|la|le|das|der)\s+)?"
    before = re.compile(rf"{article}({keys})\b\.?\s*(?:the\s+|n[.º°]\s*)?({one})(?!\w)", re.IGNORECASE)
    behind = re.compile(rf"(?:the\s+)?({one})\.?\s+({keys})\b", re.IGNORECASE)
    return before, behind


def heading_of(paragraph: Paragraph) -> Heading | None:
    """The heading that a paragraph is, or begins with."""
    if len(paragraph.lines) > 200 or len(paragraph.lines[0]) > _WIDEST:
        return None
    first = paragraph.lines[0].strip("_*= \u3000")
    if not first:
        return None
    return _eastern(first) or _worded(first, paragraph) or _counted(first, paragraph) or _plain(first, paragraph)


def _eastern(first: str) -> Heading | None:
    match = _EASTERN.fullmatch(first) if len(first) < 60 else None
    if match is None:
        return None
    level = 1 if re.search("[卷部幕부권막]", first[: match.start(3)]) else 2
    return Heading("part", first, level, "章", number_of(match[1] or match[2]) or 0, match[3])


def _worded(first: str, paragraph: Paragraph) -> Heading | None:
    """A keyword and a number, in either order, and a title behind them."""
    if not _may_be_worded(first):
        return None
    before, behind = _patterns()
    if match := before.match(first):
        keyword, written = match[1], match[2]
    elif match := behind.match(first):
        written, keyword = match[1], match[2]
    else:
        return None
    number = number_of(re.sub(r"(?<=\d)(?:st|nd|rd|th|º|ª|er|e)$", "", written))
    rest = first[match.end() :]
    if number is None or not keyword[:1].strip():
        return None
    level = words().levels[bare(keyword)]
    if not rest.strip("_*.,:;)]—–- "):
        rows, title = _rows_below(paragraph)
    else:
        found = _rows_titled(paragraph, rest, capital=first[:1].isupper())
        if not found:
            return None
        rows, title = found
    label = one_line("\n".join(paragraph.lines[:rows])).strip("_*= ")
    label = " ".join(LEADERS.sub("", label).split())
    return Heading("part", label, level, bare(keyword), number, title, rows)


def _may_be_worded(first: str) -> bool:
    """Whether the first word of a line is a keyword, a number or an article: a quick look before a slow one."""
    word = _FIRST.match(first.lower())
    if word is None:
        return False
    known = words()
    token = fold(word[0])
    return token in known.levels or token in known.numbers or token in _ARTICLES or "und" in token or _counts(token)


def _counts(token: str) -> bool:
    return token[0].isdigit() or ROMAN.fullmatch(token) is not None


def _rows_below(paragraph: Paragraph) -> tuple[int, str]:
    """How many lines belong to a heading that has its number alone on the first, and the title below it."""
    below = paragraph.lines[1:]
    title = one_line("\n".join(below))
    if not below:
        return 1, ""
    if len(below) <= 4 and looks_titled(title):
        return len(paragraph.lines), title
    if looks_titled(below[0]) and below[0].isupper():
        return 2, below[0]
    return 1, ""


def _rows_titled(paragraph: Paragraph, rest: str, *, capital: bool) -> tuple[int, str] | None:
    """The same for a heading with a title on its first line; None where it is the beginning of a sentence."""
    parted = _SEPARATOR.match(rest)
    follows = rest[parted.end() :].lstrip('_*"“«') if parted else rest
    marked = bool(parted and parted[0].strip())
    whole = one_line("\n".join(paragraph.lines))
    short = len(paragraph.lines) <= _LONGEST and len(whole.split()) <= 90
    if marked or (
        follows[:1].isupper() and capital and (follows.isupper() or not whole.endswith((".", "?", "!", ",", "”", '"')))
    ):
        if not short:
            return (1, follows) if looks_titled(follows) else None
        title = one_line("\n".join([follows, *paragraph.lines[1:]]))
        return len(paragraph.lines), title
    ended = whole.endswith((".", "?", "!", ",", ";", "”", '"', "’"))
    if capital and short and len(paragraph.lines) <= 3 and not ended and len(whole.split()) <= 25:
        return len(paragraph.lines), one_line("\n".join([follows, *paragraph.lines[1:]]))
    return None


def looks_titled(text: str) -> bool:
    """Whether a short text is a title: in capitals, or with no sign at its end that ends a sentence."""
    if not _LETTER.search(text) or len(text) > 300:
        return False
    if text.isupper():
        return len(text.split()) <= 60
    clean = text.strip('_*"“”‘’')
    ended = clean.endswith((".", "!", "?", ",", ";", ":", "--", "—", "-"))
    return len(clean.split()) <= 16 and not ended and not clean[:1].islower()


def _counted(first: str, paragraph: Paragraph) -> Heading | None:
    """A bare number, or one before a title in capitals."""
    if len(paragraph.lines) > 4:
        return None
    if len(first) < 12 and (match := _BARE.fullmatch(first)):
        number = number_of(match[1])
        rows, title = _rows_below(paragraph)
        if number and (rows == len(paragraph.lines)):
            label = one_line("\n".join(paragraph.lines)).strip("_*= ")
            return Heading("number", label, 2 if title else NUMBERED, "", number, title, rows)
        return None
    if not _TITLED.match(first):
        return None
    match = _TITLED.fullmatch(one_line("\n".join(paragraph.lines)))
    if match and (number := number_of(match[1])) and LEADERS.sub("", match[2]).isupper():
        return Heading("number", LEADERS.sub("", match[0]), 2, "", number, match[2], len(paragraph.lines))
    return None


def _plain(first: str, paragraph: Paragraph) -> Heading | None:
    """A heading without a number that is in the table: a prologue, a preface, the end."""
    table = words()
    word = bare(first)
    small = len(paragraph.lines) <= 2
    sorts: tuple[tuple[Sort, frozenset[str]], ...] = (
        ("end", table.end),
        ("front", table.front),
        ("back", table.back),
        ("ambiguous", table.ambiguous),
    )
    if word in table.alone and small:
        return Heading("alone", one_line("\n".join(paragraph.lines)).strip("_* "), 2, word, 0, "", len(paragraph.lines))
    for sort, known in sorts:
        if word in known and (small or sort == "front") and not (first[:1].islower() and word != "the end"):
            return Heading(sort, first, 2, word)
    return None

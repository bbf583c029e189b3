"""Script prose as plain prose: sentences, how they are joined again, and capitals undone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from storyforge import resources
from storyforge.errors import UnknownNameError
from storyforge.formats.languages import language as language_of
from storyforge.formats.yaml import load_data
from storyforge.model.parts import CAPITAL_RUN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DENSE = r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"”’'»“)\]*_]*+\s++"
    r"|[。！？｡]++[」』”’）】〉》\"]*+\s*+(?=\S)"
    r"|[؟۔।॥]++[\"”»)]*+\s++"
    r"|\n\s*+"
)
_OPENING = re.compile(r"[\"“‘„«¿¡*_'.…—–-]*+\s*+(\S?)")
_QUOTE = re.compile(
    r"\[\[[^\n]{1,400}?\]\]|“[^”\n]{1,400}”|„[^“”\n]{1,400}[“”]|«[^»\n]{1,400}»|「[^」\n]{1,400}」|『[^』\n]{1,400}』"
    r"|(?<![^\s(\[—–-])\"(?=\S)[^\"\n]{1,400}(?<=\S)\"(?!\w)"
)
_LAST_WORD = re.compile(r"(?:^|(?<=[\s(\[\"“„«‘'’*_—–-]))([^\s()\[\]\"“„«‘'’*_—–-]+)\.$")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
_ITEM = re.compile(r"\s*(?:[-–—•*+]\s|\(?\d{1,3}[.)]\s|[^\W\d_][.)]\s)")
_NUMBER_ALONE = re.compile(r"\(?\d{1,3}[.)]")
_STUB = re.compile(r"\S{1,4}(?:\.{3}|…)|\W{1,7}")
_NO_END = re.compile(rf"[^.!?…。！？｡؟۔।॥,;:，；：、—–{_DENSE}-][\"”’'»)\]*_」』]*$")
_WRAPPED = 40
"""Characters from which on a line may have been broken because it was full."""
_LETTER = re.compile(r"\w")
_DENSE_LETTER = re.compile(f"[{_DENSE}]")
_GOES_ON = re.compile(r"[\u3041-\u3096、，,。]")
_FIRST_WORD = re.compile(r"[^\W\d_]++(?!\.)")
_WRAP = re.compile(rf"(?<=[{_DENSE}。！？，、」』])[^\S\n]*+\n\s*+(?=[{_DENSE}「『])")
_MARK = re.compile(r"\[\[|/\*|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}")
_CLOSED_BY = {"[[": "]]", "/*": "*/"}
_SPACE = re.compile(r"\s+")
_ARTICLE_BEFORE = re.compile(
    r"\b(?:d(?:er|ie|as|en|em|es)|(?:k?ein|mein|dein|sein|ihr|unser)(?:e[rnms]?)?|am|im|zum|zur|vom|beim)\s+(?:\w+e[rnms]?\s+)?$",
    re.IGNORECASE,
)
_AGE = re.compile(r"\s*[,(]\s*(?:\d|(?:early|mid|late)\b)", re.IGNORECASE)


def plain_text(text: str) -> str:
    """A paragraph on one line, notes and emphasis marks taken away; no space where a script writes none."""
    return _SPACE.sub(" ", one_line(_unmarked(text))).strip()


def _unmarked(text: str) -> str:
    """Notes and emphasis marks taken away; a note that is never closed is text."""
    kept = []
    at = 0
    # What stands last is found once: to look for it from every opening would be quadratic in a text full of them.
    last = {opening: text.rfind(closing) for opening, closing in _CLOSED_BY.items()}
    while match := _MARK.search(text, at):
        closing = _CLOSED_BY.get(match[0])
        if closing is None:
            kept.append(text[at : match.start()])
            at = match.end()
        elif last[match[0]] >= match.end():
            kept.append(text[at : match.start()])
            at = text.index(closing, match.end()) + len(closing)
        else:
            kept.append(text[at : match.start() + 1])
            at = match.start() + 1
    return "".join([*kept, text[at:]])


def one_line(text: str) -> str:
    """A text with its line breaks made spaces, or nothing in scripts that write no spaces."""
    return _SPACE.sub(lambda space: " " if "\n" in space[0] else space[0], _WRAP.sub("", text))


class _Words(NamedTuple):
    """What one language writes before a full stop that ends no sentence, and words that often begin one."""

    never: frozenset[str]
    before_numbers: frozenset[str]
    ordinals: bool
    common: frozenset[str]


@lru_cache(maxsize=32)
def _words(language: str) -> _Words:
    code = language.lower().replace("_", "-").partition("-")[0]
    table = load_data(resources.read_template("lexicons/abbreviations.yaml"))
    try:
        common = language_of(code).function_words
    except UnknownNameError:
        common = ()
    return _Words(
        frozenset(str(table.get(code, "")).split()),
        frozenset(str(table["before_numbers"].get(code, "")).split()),
        code in table["ordinals"].split(),
        frozenset(common),
    )


def sentences(text: str, language: str = "en") -> list[str]:
    """The sentences of a paragraph as they stand, without the space between them; joined they are the text."""
    return [text[start:end] for start, end in sentence_spans(text, language)]


def sentence_spans(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Where each sentence of a paragraph begins and ends; in time linear in its length.

    A mark ends a sentence unless what follows goes on in lower case, the full stop belongs to an abbreviation
    (`templates/lexicons/abbreviations.yaml`), an initial or an ordinal, or it stands within quotation marks. A short
    `Well...` does not end one. A line break does before an item of a list, and after a line in capitals or too short to
    have been wrapped, unless the next line goes on in lower case.
    """
    quotes = [match.span() for match in _QUOTE.finditer(text)]
    found: list[tuple[int, int]] = []
    start = quote = 0
    new_line = True
    for match in _END.finditer(text):
        end = match.start() + len(match[0].rstrip())
        while quote < len(quotes) and quotes[quote][1] < end:
            quote += 1
        within = quote < len(quotes) and quotes[quote][0] < match.start() and end < quotes[quote][1]
        if within or not _ends(text, match, start, new_line=new_line, words=_words(language)):
            continue
        _add(found, text, start, end)
        start, new_line = match.end(), "\n" in match[0]
    _add(found, text, start, len(text))
    return found


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """What has no letter belongs to the sentence before it."""
    piece = text[start:end]
    bare = piece.strip()
    if not bare:
        return
    first = start + len(piece) - len(piece.lstrip())
    if found and not _LETTER.search(bare):
        found[-1] = (found[-1][0], first + len(bare))
    else:
        found.append((first, first + len(bare)))


def _ends(text: str, match: re.Match[str], start: int, *, new_line: bool, words: _Words) -> bool:
    """Whether a sentence that began at `start` ends at a mark or a line break."""
    mark = match[0].rstrip()
    item = "\n" in match[0] and (match[0].count("\n") > 1 or _ITEM.match(text, match.end(), match.end() + 8))
    if item or match.end() == len(text):
        return True
    opening = _OPENING.match(text, match.end(), match.end() + 40)
    follows, following = (opening[1], opening.start(1)) if opening else ("", match.end())
    if follows.islower() or not mark:
        return not follows.islower() and _breaks(text, start, match.start(), follows)
    if mark[0] in "。！？｡":
        quoted = mark[-1] in "」』”’）】〉》"
        return not (quoted and _GOES_ON.match(follows))
    piece = text[max(start, match.start() - 8) : match.start() + len(mark)].strip()
    short = match.start() - start < 8 and (_STUB.fullmatch(piece) or (new_line and _NUMBER_ALONE.fullmatch(piece)))
    return not short and (mark != "." or not _abbreviated(text, start, match, following, words))


def _breaks(text: str, start: int, stop: int, follows: str) -> bool:
    """Whether a line break without a mark before it ends a sentence."""
    line = text[max(start, stop - _WRAPPED) : stop].rpartition("\n")[2].strip()
    dense = _DENSE_LETTER.match(follows) and _DENSE_LETTER.match(line[-1:])
    return not line.endswith((",", "，", "、")) and not dense and (len(line) < _WRAPPED - 1 or line.isupper())


def _abbreviated(text: str, start: int, match: re.Match[str], following: int, words: _Words) -> bool:
    """Whether the full stop belongs to the word before it."""
    found = _LAST_WORD.search(text[max(start, match.start() - 24) : match.start() + 1])
    word = found[1] if found else ""
    follows = text[following : following + 24]
    low = word.casefold()
    if low in words.never:
        return True
    if low in words.before_numbers:
        return follows[:1].isdigit()
    common = _FIRST_WORD.match(follows)
    if common and common[0].casefold() in words.common:
        return False
    if words.ordinals and word.isdigit() and len(word) < 3:
        aged = text[max(start, match.start() - len(word) - 2) : match.start() - len(word)].rstrip().endswith((",", "("))
        return follows[:1].isupper() and not aged
    return word != "I" and word.isupper() and _INITIALS.fullmatch(word) is not None


def join_sentences(parts: Iterable[str]) -> str:
    """Sentences as one text.

    Parted by a space, by nothing in scripts that write none, and by a line break after one that has no mark at its end.
    """
    joined = ""
    for part in parts:
        joined += _between(joined, part) + part
    return joined


def _between(left: str, right: str) -> str:
    if not left or not right:
        return ""
    before = left.rstrip("」』”’）】〉》")[-1:]
    if before in "。！？｡，、；：" or (_DENSE_LETTER.match(before) and _DENSE_LETTER.match(right)):
        return ""
    return "\n" if _NO_END.search(left[-8:]) and not right[:1].islower() else " "


def cased(sentence: str, names: Mapping[str, str], language: str = "en") -> str:
    """Capitals undone: names as they are said, introductions (`ANNA BERG, 40`) as names, all else in lower case.

    `names` maps a case-folded name to its spelling. In German what follows an article is a noun, and keeps its capital.
    """

    def undo(match: re.Match[str]) -> str:
        run = match[0]
        if not run.isupper():
            return run
        if run.casefold() in names:
            return names[run.casefold()]
        introduced = _AGE.match(sentence, match.end()) is not None
        introduced |= language == "de" and _ARTICLE_BEFORE.search(sentence, 0, match.start()) is not None
        return " ".join(_word(word, names, introduced=introduced) for word in run.split(" "))

    lowered = CAPITAL_RUN.sub(undo, sentence)
    return lowered[:1].upper() + lowered[1:]


def _word(word: str, names: Mapping[str, str], *, introduced: bool) -> str:
    owner = re.match(r"(.+)(['’]S)$", word)
    if owner and owner[1].casefold() in names:
        return f"{names[owner[1].casefold()]}{owner[2].lower()}"
    return names.get(word.casefold()) or (word.capitalize() if introduced else word.lower())


def spelt(name: str) -> str:
    """A name in capitals as it is said: `INGE ASTRUP` is Inge Astrup, `O'NEIL` is O'Neil, `BO'S WIFE` Bo's Wife."""
    if not name.isupper():
        return name
    return re.sub(r"(?<=['’])(S)\b|[^\W\d_]+", lambda m: "s" if m[1] else m[0].capitalize(), name)

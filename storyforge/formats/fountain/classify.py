"""What one line is by itself: heading, transition, cue; the rules of Fountain 1.1 that need no neighbours."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.fountain.emphasis import plain
from storyforge.formats.languages import fold

if TYPE_CHECKING:
    from storyforge.model.language import Language

# The words of the syntax page, and EXT/INT, E/I and I./E as other programs write them.
_ENGLISH = r"(?:INT\.?/EXT|EXT\.?/INT|I\.?/E|E\.?/I|INT|EXT|EST)[.\s]"
_HEADING = re.compile(_ENGLISH, re.IGNORECASE)
_NUMBER = re.compile(r"\s*#([\w.-]+)#$")
_ON_PAPER = re.compile(r"([A-Z]{0,2}\d{1,4}[A-Z]{0,2})[.):]?\s+(\D.*?)(?:\s*\*+)?")
_PAREN = re.compile("[()（）]")
# Spaces are taken from their first on: else a cue full of them would cost their square.
_GROUP = re.compile(r"(?:(?<!\s)\s++)?[(（]([^()（）]*)[)）]")
_TITLE_KEY = re.compile(r"([^\s:.!@>~#=(\[][^:]*):(.*)", re.DOTALL)
# Letters that Unicode calls lower case and that have no capital in use.
_NEUTRAL = str.maketrans("", "", "ßªº")
CLOSED_TRANSITIONS = frozenset({"FADE OUT.", "FADE TO BLACK.", "CUT TO BLACK."})
_OPENINGS = frozenset({"FADE IN:", "FADE UP:", "FADE IN", "FADE UP"})


class Words(NamedTuple):
    """A language's own words, ready to match: `heading` on a folded line, `transitions` whole and folded."""

    heading: re.Pattern[str] | None
    transitions: tuple[str, ...]


_NO_WORDS = Words(None, ())


@lru_cache(maxsize=64)
def words_of(language: Language | None) -> Words:
    """The heading words and transitions that a language adds to the English ones."""
    if language is None:
        return _NO_WORDS
    own = language.headings
    listed = [*own.both, *own.interior, *own.exterior, *own.establishing]
    words = sorted({fold(word).rstrip(".") for word in listed}, key=lambda w: (-len(w), w))
    markers = sorted({fold(mark) for mark in own.markers}, key=lambda m: (-len(m), m))
    parts = [rf"(?:{'|'.join(map(re.escape, words))})(?:[.\s．。:：、/]|$)"] if words else []
    parts += [rf"(?:{'|'.join(map(re.escape, markers))})\S"] if markers else []
    return Words(re.compile("|".join(parts)) if parts else None, tuple(sorted({fold(t) for t in language.transitions})))


def is_heading(line: str, words: Words = _NO_WORDS) -> bool:
    """Whether a stripped line begins like a scene heading."""
    if _HEADING.match(line):
        return True
    return words.heading is not None and words.heading.match(fold(line)) is not None


def numbered_heading(line: str, words: Words) -> tuple[str, str] | None:
    """The number and the text of a heading in capitals with its number before it, or at both ends, as on paper.

    `12  INT. ROOM - DAY  12` and `12A. EXT. YARD`; `12 OMITTED 12` too. Not Fountain, which has `#12#` at the end.
    """
    match = _ON_PAPER.fullmatch(line.strip())
    if match is None:
        return None
    number, text = match.group(1), match.group(2).rstrip()
    behind = re.fullmatch(rf"(.*\S)\s+{re.escape(number)}\.?", text)
    text = behind.group(1) if behind else text
    if text == "OMITTED":
        return (number, text) if behind else None
    return (number, text) if is_upper(text) and is_heading(text, words) else None


def split_number(heading: str) -> tuple[str, str | None]:
    """A heading without its scene number, and the number (`INT. HALL #4A#` gives `INT. HALL` and `4A`)."""
    if heading[-1:] != "#" or (match := _NUMBER.search(heading)) is None:
        return heading, None
    return heading[: match.start()], match.group(1)


def is_transition(line: str, words: Words) -> bool:
    """Whether a line, stripped on the left only, is a transition: capitals ending in `TO:`, or one of a closed list."""
    if line.endswith("TO:"):
        return is_upper(line)
    if line.rstrip() in CLOSED_TRANSITIONS:
        return True
    if not words.transitions or is_lower(line):
        return False
    folded = fold(line)
    return any(folded == word or (word[-1] in ":：" and folded.endswith(" " + word)) for word in words.transitions)


def is_opening(line: str) -> bool:
    """Whether a line opens a film (`FADE IN:`): action by the syntax page, and nobody's name."""
    return line in _OPENINGS


def is_upper(text: str) -> bool:
    """Whether a text has a capital and no lower-case letter, in any script that has capitals."""
    return text.isupper() or (not text.isascii() and text.translate(_NEUTRAL).isupper())


def is_lower(text: str) -> bool:
    """Whether a text has a lower-case letter."""
    return any(c.islower() for c in text.translate(_NEUTRAL))


class Cue(NamedTuple):
    """A character line taken apart: name, extensions without their parentheses, and whether it ends in a caret."""

    name: str
    extensions: tuple[str, ...]
    dual: bool


def split_cue(line: str) -> Cue:
    """Take a stripped character line apart: `BOB (V.O.) (CONT'D) ^` gives `BOB`, `V.O.` and `CONT'D`, dual."""
    dual = line.endswith("^")
    if dual:
        line = line[:-1].rstrip()
    extensions: tuple[str, ...] = ()
    if "(" in line or "（" in line:
        extensions = tuple(found.strip() for found in _GROUP.findall(line))
        line = _GROUP.sub("", line).strip()
    if "*" in line or "_" in line:
        line = plain(line)
    return Cue(line, extensions, dual)


def is_parenthetical(line: str) -> bool:
    """Whether a stripped line is one balanced pair of parentheses and nothing else."""
    if line[0] not in "(（" or line[-1] not in ")）":
        return False
    if not _PAREN.search(line, 1, len(line) - 1):
        return True
    depth = 0
    for index, char in enumerate(line):
        if char in "(（":
            depth += 1
        elif char in ")）":
            depth -= 1
            if depth == 0:
                return index == len(line) - 1
    return False


def title_key(line: str, words: Words = _NO_WORDS) -> tuple[str, str] | None:
    """A title page key and the value behind it, or nothing if the line can't be one."""
    match = _TITLE_KEY.fullmatch(line)
    if match is None or is_heading(line, words):
        return None
    key, value = match.group(1).strip(), match.group(2).strip()
    if not value and key.endswith((" TO", " IN", " OUT")) and is_upper(key):
        return None
    return key, value


def is_boundary(line: str) -> bool:
    """Whether a stripped line counts as an empty one for its neighbours: section, synopsis or page break."""
    if line[0] == "#":
        return True
    if line[0] != "=":
        return False
    return line[1:2] != "=" or (len(line) > 2 and not line.strip("="))

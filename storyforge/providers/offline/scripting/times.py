"""When a text says that it plays: the time of day, and how much time has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.headings import parse_heading
from storyforge.formats.languages import languages
from storyforge.providers.offline.scripting.lexicon import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.scripting.lexicon import Token, Words


class When(NamedTuple):
    """A time of day in canonical English, how a heading says it, and whether time has passed; empty where not told."""

    time: str = ""
    shown: str = ""
    passed: bool = False


def when(text: str, words: Words) -> When:
    """The first time of day that a text tells, and the first word of time that has passed.

    A language without a lexicon is read by the words of its headings alone.
    """
    read = tokens(text, words.code)
    relative = next((hit for row in range(len(read)) if (hit := _passed(text, read, row, words))), None)
    day = next((hit for row in range(len(read)) if (hit := _time(text, read, row, words))), None)
    if relative is None or (day and day.passed):
        return day or When()
    if relative.time or day is None or not day.time:
        return relative
    return When(day.time, f"{relative.shown} - {day.shown}", passed=True)


def _passed(text: str, read: Sequence[Token], row: int, words: Words) -> When | None:
    hit = words.relative.at(read, row)
    if hit is None:
        return None
    length, relation = hit
    tells = _parted(text, read, row) or (length > 1 and (_opens(text, read, row) or _closes(text, read, row + length)))
    if not tells:
        return None
    counted = row and (_parted(text, read, row - 1) or words.has("numerals", read[row - 1].low))
    own = _own(text, read, row - 1, row + length, words) if counted else None
    return own or _own(text, read, row, row + length, words) or When("", relation, passed=True)


def _own(text: str, read: Sequence[Token], start: int, end: int, words: Words) -> When | None:
    """The text's own words, where a heading that has them is read as one that comes later: `THREE DAYS LATER`."""
    pack = languages().get(words.code)
    for first in range(start, end):
        phrase = text[read[first].start : read[end - 1].end].upper()
        seen = parse_heading(f"INT. X - {phrase}", pack)
        if seen.relative and seen.places == ("X",) and not words.has("determiners", read[first].low):
            return When(seen.time, phrase, passed=True)
    return None


def _opens(text: str, read: Sequence[Token], row: int) -> bool:
    """Whether a word is one of the first three of a sentence, as in `Three days later`."""
    return any(_parted(text, read, at) for at in range(max(0, row - 2), row + 1))


def _parted(text: str, read: Sequence[Token], row: int) -> bool:
    """Whether a word begins a sentence."""
    return row == 0 or any(mark in text[read[row - 1].end : read[row].start] for mark in ".!?\n")


def _closes(text: str, read: Sequence[Token], row: int) -> bool:
    """Whether nothing of a sentence's part follows: `the day after their flight` is no time that has passed here."""
    return row == len(read) or not text[read[row - 1].end : read[row].start].isspace()


def _time(text: str, read: Sequence[Token], row: int, words: Words) -> When | None:
    hit = words.times.at(read, row)
    if hit is None or (row and words.has("not_times_behind", read[row - 1].low)):
        return None
    length, time = hit
    if not words.known:
        return When(time, time)
    another = words.another.before(read, row)
    if another:
        own = _own(text, read, row - another[0], row + length, words)
        return own if own and own.time else When(time, time, passed=True)
    alone = words.when.at(read, row)
    if time == "DAY" and not alone:
        return None
    if (alone and alone[0] >= length and alone[1] in ("alone", "day")) or _led(read, row, words):
        return When(time, time)
    return None


def _led(read: Sequence[Token], row: int, words: Words) -> bool:
    before = words.when.before(read, row)
    return before is not None and before[1] == "before"

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
    if relative and not (day and day.passed):
        return When(day.time if day else "", _both(relative, day, words), passed=True)
    return day or When()


def _both(relative: When, day: When | None, words: Words) -> str:
    """`NEXT DAY` alone; a heading names one thing, and time that has passed says more than an hour."""
    del words
    return relative.shown if day is None or not day.time else f"{relative.shown} - {day.shown}"


def _passed(text: str, read: Sequence[Token], row: int, words: Words) -> When | None:
    hit = words.relative.at(read, row)
    if hit is None:
        return None
    length, relation = hit
    tells = _parted(text, read, row) or (length > 1 and (_opens(text, read, row) or _closes(text, read, row + length)))
    return When("", relation, passed=True) if tells else None


def _closes(text: str, read: Sequence[Token], row: int) -> bool:
    """Whether nothing of a sentence's part follows: `the day after their flight` is no time that has passed here."""
    return row == len(read) or not text[read[row - 1].end : read[row].start].isspace()


def _opens(text: str, read: Sequence[Token], row: int) -> bool:
    """Whether a word is one of the first three of a sentence, as in `Three days later`."""
    return any(_parted(text, read, at) for at in range(max(0, row - 2), row + 1))


def _parted(text: str, read: Sequence[Token], row: int) -> bool:
    """Whether a word begins a sentence."""
    return row == 0 or any(mark in text[read[row - 1].end : read[row].start] for mark in ".!?\n")


def _time(text: str, read: Sequence[Token], row: int, words: Words) -> When | None:
    hit = words.times.at(read, row)
    if hit is None or (row and words.has("not_times_behind", read[row - 1].low)):
        return None
    length, time = hit
    if not words.known:
        return When(time, time)
    another = words.another.before(read, row)
    if another:
        return When(time, _shown(text, read, row - another[0], row + length, words) or time, passed=True)
    alone = words.when.at(read, row)
    if time == "DAY" and not alone:
        return None
    if (alone and alone[0] >= length and alone[1] in ("alone", "day")) or _led(read, row, words):
        return When(time, time)
    return None


def _led(read: Sequence[Token], row: int, words: Words) -> bool:
    before = words.when.before(read, row)
    return before is not None and before[1] == "before"


def _shown(text: str, read: Sequence[Token], start: int, end: int, words: Words) -> str:
    """The text's own words, where a heading that has them is read as a time: `NEXT MORNING`."""
    while start < end - 1 and words.has("determiners", read[start].low):
        start += 1
    phrase = text[read[start].start : read[end - 1].end].upper()
    seen = parse_heading(f"INT. X - {phrase}", languages().get(words.code))
    return phrase if seen.time and seen.relative else ""

"""Passages: found in a text as an author copies them, and replaced so that not a letter around them changes.

White space is as good as other white space, typographic quotes as good as straight ones, and letters count as they
look, however they are composed (Unicode NFC). Nothing else is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from storyforge.errors import EmptyPassageError, PassageAmbiguousError, PassageMissingError, PassagesOverlapError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛‹›", "'"))
_LINE = re.compile(r"\r\n|\r|\n")
_NEAR = 0.6
"""How much of a passage must be there for another to be taken for it."""
_COMPARED, _SEARCHED = 120, 300_000
"""Characters of a passage, and of a text, that are compared to find what was meant."""


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Where a passage stands in a text: characters from `start` to `end`, `end` excluded."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """What stands there."""
        return text[self.start : self.end]


@dataclass(frozen=True)
class Folded:
    """A text as passages are looked for in it; `starts` and `ends` are each character's place in the text itself."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Folded:
        """Fold a text: one space for each run of white space, straight quotes, composed letters."""
        letters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end in _clusters(text):
            if text[start].isspace() and end - start == 1:
                if letters and letters[-1] == " " and ends[-1] == start:
                    ends[-1] = end
                    continue
                composed = " "
            else:
                composed = unicodedata.normalize("NFC", text[start:end]).translate(_QUOTES)
            letters += composed
            starts += [start] * len(composed)
            ends += [end] * len(composed)
        return cls("".join(letters), tuple(starts), tuple(ends))

    @cached_property
    def _size(self) -> int:
        return len(self.text)

    def find(self, passage: str) -> list[Stretch]:
        """All places of a folded passage, those that overlap too; none that would cut a letter from its accents."""
        found = []
        at = self.text.find(passage)
        while at >= 0:
            last = at + len(passage)
            if self._is_edge(at) and self._is_edge(last):
                found.append(Stretch(self.starts[at], self.ends[last - 1]))
            at = self.text.find(passage, at + 1)
        return found

    def _is_edge(self, at: int) -> bool:
        return at in (0, self._size) or self.starts[at] != self.starts[at - 1]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """The pieces of a text that are composed on their own."""
    start = 0
    for at in range(1, len(text)):
        char = text[at]
        if char.isascii() or not _joins(text[start:at], char):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _joins(before: str, char: str) -> bool:
    if unicodedata.combining(char):
        return True
    compose = unicodedata.normalize
    return compose("NFC", before + char) != compose("NFC", before) + compose("NFC", char)


def select(
    path: str, text: str, passages: Sequence[str], nth: int | None = None, places: Places | None = None
) -> list[Stretch]:
    """Where some passages stand, in the order in which they were asked for.

    `nth` says which, counted from 1, of a passage that is there more than once. `places` calls a place by its name.

    Raises EmptyPassageError, PassageMissingError with the nearest passage, PassageAmbiguousError, PassagesOverlapError.
    """
    sought = _Sought(path, text, Folded.of(text), places or Lines(text), nth if len(passages) == 1 else None, nth)
    found = [_one(sought, passage) for passage in passages]
    _refuse_overlaps(path, text, found)
    return found


class Places:
    """What places in a text are called."""

    def name(self, stretch: Stretch) -> str:
        """The name of a place, as an author finds it."""
        raise NotImplementedError


class Lines(Places):
    """Places by line, counted from 1; `first` is the number of the first."""

    def __init__(self, text: str, first: int = 1) -> None:
        self._ends = [match.end() for match in _LINE.finditer(text)]
        self._first = first

    def name(self, stretch: Stretch) -> str:
        """The line that a stretch begins in."""
        return f"line {self.line(stretch.start)}"

    def line(self, at: int) -> int:
        """The line of a place in the text."""
        return bisect_right(self._ends, at) + self._first

    @staticmethod
    def count(text: str) -> int:
        """How many lines end in a text."""
        return len(_LINE.findall(text))


class _Sought(NamedTuple):
    """Where passages are looked for; `nth` is of a passage that is alone, `nth_of_many` of those that need it."""

    path: str
    text: str
    folded: Folded
    places: Places
    nth: int | None
    nth_of_many: int | None


def _one(sought: _Sought, passage: str) -> Stretch:
    wanted = Folded.of(passage.strip()).text
    if not wanted.strip():
        raise EmptyPassageError(sought.path)
    found = sought.folded.find(wanted)
    shown = _shown(passage)
    if not found:
        raise PassageMissingError(sought.path, shown, nearest(sought.folded, sought.text, wanted))
    nth = sought.nth_of_many if len(found) > 1 else sought.nth or 1
    if nth is None or not 1 <= nth <= len(found):
        raise PassageAmbiguousError(sought.path, shown, [sought.places.name(each) for each in found], nth)
    return found[nth - 1]


def _refuse_overlaps(path: str, text: str, found: Iterable[Stretch]) -> None:
    ordered = sorted(found)
    for one, other in pairwise(ordered):
        if other.start < one.end:
            raise PassagesOverlapError(path, _shown(one.of(text)), _shown(other.of(text)))


def nearest(folded: Folded, text: str, wanted: str) -> str:
    """What stands in the text and is most like a passage that is not there; nothing where nothing is like it."""
    there, short = folded.text[:_SEARCHED], wanted[:_COMPARED]
    match = SequenceMatcher(None, there, short, autojunk=False).find_longest_match()
    if not match.size:
        return ""
    start = max(0, match.a - match.b)
    end = min(len(there), start + len(short))
    if SequenceMatcher(None, there[start:end], short, autojunk=False).ratio() < _NEAR:
        return ""
    start = there.rfind(" ", 0, start + 1) + 1
    after = there.find(" ", max(start, end - 1))
    stretch = Stretch(folded.starts[start], folded.ends[(after if after >= 0 else len(there)) - 1])
    return _shown(stretch.of(text))


def _shown(passage: str) -> str:
    """A passage on one line, for a message."""
    plain = " ".join(passage.split())
    return plain if len(plain) <= _COMPARED else f"{plain[: _COMPARED - 1]}…"


def replaced(text: str, changes: Iterable[tuple[Stretch, str]]) -> str:
    """The text with other words in some stretches that do not overlap; all else is as it was."""
    kept, at = [], 0
    for stretch, new in sorted(changes):
        kept += [text[at : stretch.start], new]
        at = stretch.end
    return "".join([*kept, text[at:]])


def with_line_ends(passage: str, text: str) -> str:
    """A passage with the line ends that a text has."""
    ends = _LINE.findall(text)
    usual = max(sorted(set(ends), reverse=True), key=ends.count) if ends else "\n"
    return _LINE.sub(lambda _: usual, passage)

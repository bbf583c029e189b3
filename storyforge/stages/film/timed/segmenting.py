"""The segments of a given audio: end to end from its first millisecond to its last, by its transcript or by its pauses.

A segment with words begins where they begin and ends where the next ones do, so that a picture stands until somebody
speaks again; a longer quiet is a segment of its own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Protocol

from storyforge.model.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONG_QUIET = 2000
"""Milliseconds without words from which on a quiet has a picture of its own."""
LONGEST_JOIN = 6000
"""Milliseconds up to which words that come one by one, or at once, make one segment: what one shot can show whole."""
SHORT_WORDS = 1200
"""Milliseconds below which a cue is no more than a word or two."""
CLOSE = 700
"""Milliseconds between two words of one sentence."""
SHORTEST = 2000
"""Milliseconds that a segment has at least where pauses alone divide the audio."""
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।")
_QUOTES = "\"”’'»)]」』"


class Cue(Protocol):
    """Words of a transcript, and the milliseconds in which they are heard."""

    @property
    def start(self) -> int:
        """Where they begin."""

    @property
    def end(self) -> int:
        """Where they end."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def speaker(self) -> str:
        """Who says them, where that is known."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the audio: milliseconds, the words heard in it, and who says them."""

    start: int
    end: int
    text: str = ""
    speaker: str = ""

    @property
    def length(self) -> int:
        """Milliseconds."""
        return self.end - self.start


def segments(cues: Sequence[Cue], total: int, pauses: Sequence[tuple[int, int]] = ()) -> tuple[Segment, ...]:
    """Segments that tile 0 to `total` milliseconds; by `pauses`, each from and to, where there are no cues.

    Cues that overlap, or that are single words of a sentence, become one segment, as long as that stays short; what
    lies behind the end is cut off.
    """
    spoken = _joined(_cleaned(cues, total))
    if not spoken:
        return _by_pauses(total, pauses)
    found: list[Segment] = []
    at = 0
    for index, cue in enumerate(spoken):
        if cue.start - at >= LONG_QUIET:
            found.append(Segment(at, cue.start))
            at = cue.start
        following = spoken[index + 1].start if index + 1 < len(spoken) else total
        end = following if following - cue.end < LONG_QUIET else cue.end
        found.append(replace(cue, start=at, end=end))
        at = end
    if at < total:
        found.append(Segment(at, total))
    return tuple(found)


def cut_off(cues: Sequence[Cue], total: int) -> tuple[str, ...]:
    """A sentence for each thing of a transcript that lies behind the end of its audio."""
    behind = sum(cue.start >= total and bool(cue.text.strip()) for cue in cues)
    return (f"{counted(behind, 'cue')} of the transcript behind the end of the audio left out.",) if behind else ()


def _cleaned(cues: Iterable[Cue], total: int) -> list[Segment]:
    """Cues with words, in order of time, none behind the end or shorter than a millisecond.

    Those that begin at once are one, so that all that comes after begins later.
    """
    found = [
        Segment(start, min(max(cue.end, start + 1), total), _plain(cue.text), cue.speaker.strip())
        for cue in cues
        if cue.text.strip() and (start := max(0, cue.start)) < total
    ]
    found.sort(key=lambda cue: (cue.start, cue.end))
    return [reduce(_together, at_once) for _, at_once in itertools.groupby(found, key=lambda cue: cue.start)]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _joined(cues: Sequence[Segment]) -> list[Segment]:
    """Cues that begin one after another, none before the one before has ended."""
    found: list[Segment] = []
    for cue in cues:
        last = found[-1] if found else None
        if last is None or not (cue.start < last.end or _one_sentence(last, cue)):
            found.append(cue)
        elif max(last.end, cue.end) - last.start <= LONGEST_JOIN:
            found[-1] = _together(last, cue)
        else:
            # Rolling captions overlap without end: then a segment ends where the next one begins.
            found[-1] = replace(last, end=cue.start)
            found.append(cue)
    return found


def _one_sentence(last: Segment, cue: Segment) -> bool:
    """Whether two cues are words of one sentence that a transcript gives one by one."""
    return (
        last.speaker == cue.speaker
        and cue.start - last.end <= CLOSE
        and min(last.length, cue.length) < SHORT_WORDS
        and cue.end - last.start <= LONGEST_JOIN
        and not ends_sentence(last.text)
    )


def ends_sentence(text: str) -> bool:
    """Whether words end with their sentence."""
    return text.rstrip(_QUOTES).endswith(_ENDS)


def _together(last: Segment, cue: Segment) -> Segment:
    """Two cues as one; who speaks is said only where it is one and the same."""
    who = last.speaker if last.speaker == cue.speaker else ""
    text = last.text if cue.text == last.text else f"{last.text} {cue.text}"
    return Segment(last.start, max(last.end, cue.end), text, who)


def _by_pauses(total: int, pauses: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    """Wordless segments that end in the middle of a pause, none shorter than two seconds but for the whole."""
    edges = [0]
    for start, end in pauses:
        middle = (start + end) // 2
        if middle - edges[-1] >= SHORTEST and total - middle >= SHORTEST:
            edges.append(middle)
    edges.append(total)
    return tuple(Segment(start, end) for start, end in itertools.pairwise(edges) if end > start)

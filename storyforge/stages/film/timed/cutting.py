"""Where a scene is cut: shots that tile its frames exactly, between words where that is possible."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.model.stretches import frame_at
from storyforge.model.timing import most_frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MEAN = {"brisk": Fraction(7, 2), "standard": Fraction(5), "long": Fraction(13, 2)}
"""Pace -> seconds that a shot takes in the mean."""
SHORTEST = Fraction(3, 2)
"""Seconds below which a shot is too short to be read; taken only where nothing else is left."""
STEP = Fraction(1, 2)
"""Seconds between places where long words may be cut."""
_BORDER, _PAUSE, _WITHIN = 0.0, 0.15, 0.6
_TOO_SHORT = 8.0
"""What a cut costs at a border of segments, at a pause, within words; and what a shot costs that is too short."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a scene between two borders, in frames of the film, with the frames of the pauses in it."""

    start: int
    end: int
    pauses: tuple[int, ...] = ()


def stretches_of(
    rows: Iterable[tuple[int, int, Sequence[int]]], span: tuple[int, int], rate: Fraction
) -> tuple[Stretch, ...]:
    """The stretches of a scene: segments as start, end and pauses in milliseconds, cut to the frames of the scene."""
    first, after = span
    edges: dict[int, list[int]] = {first: []}
    for start, _, pauses in rows:
        at = min(max(frame_at(start, rate), first), after)
        edges.setdefault(at, []).extend(frame_at(pause, rate) for pause in pauses)
    edges.pop(after, None)
    starts = sorted(edges)
    quiet = sorted({frame for frames in edges.values() for frame in frames})
    return tuple(
        Stretch(start, end, tuple(frame for frame in quiet if start < frame < end))
        for start, end in pairwise((*starts, after))
    )


def cuts(stretches: Sequence[Stretch], rate: Fraction, pace: str) -> tuple[tuple[int, int], ...]:
    """Shots as first frame and frame after the last: all frames, each once, none longer than 8 s.

    Words are cut only where they are longer than a shot can be. Of all ways that there are the best one is taken, by
    how far its shots are from the mean of the pace, and by where it cuts.
    """
    places = _places(stretches, rate)
    most, least, mean = most_frames(rate), SHORTEST * rate, float(MEAN[pace] * rate)
    frames = sorted(places)
    best: dict[int, tuple[float, int]] = {frames[0]: (0.0, frames[0])}
    low = 0
    for row, at in enumerate(frames[1:], 1):
        while at - frames[low] > most:
            low += 1
        ways = (
            (best[start][0] + places[at] + _cost(at - start, mean, float(least)), -start) for start in frames[low:row]
        )
        cost, start = min(ways)
        best[at] = (cost, -start)
    edges = [frames[-1]]
    while edges[-1] != frames[0]:
        edges.append(best[edges[-1]][1])
    return tuple(pairwise(reversed(edges)))


def _cost(length: int, mean: float, least: float) -> float:
    return ((length - mean) / mean) ** 2 + (_TOO_SHORT if length < least else 0.0)


def _places(stretches: Sequence[Stretch], rate: Fraction) -> dict[int, float]:
    """Frames at which a cut is possible, and what it costs there; never more than 8 s apart."""
    most, least = most_frames(rate), SHORTEST * rate
    found = {stretches[0].start: _BORDER, stretches[-1].end: _BORDER}
    for stretch in stretches:
        found[stretch.start] = _BORDER
        if stretch.end - stretch.start <= most:
            continue
        step = max(1, round(STEP * rate))
        for frame in range(stretch.start + step, stretch.end, step):
            found.setdefault(frame, _WITHIN)
        for frame in stretch.pauses:
            if frame - stretch.start >= least and stretch.end - frame >= least:
                found[frame] = min(found.get(frame, _PAUSE), _PAUSE)
    return found

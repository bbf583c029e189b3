"""Segments become beats, and beats scenes: runs of about equal length that end where something ends."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from storyforge.stages.film.timed.segmenting import LONG_QUIET, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.stages.film.timed.segmenting import Segment

BEAT = 20_000
"""Milliseconds that a beat takes in a short audio; a longer one has longer beats, not more than `MOST`."""
MOST = 30
SCENE = 45_000
"""Milliseconds from which on a beat is played by several scenes, so that each has a picture in words of its own."""
_SPEAKER, _QUIET, _SENTENCE = 1.0, 0.8, 0.6
"""How much a border gains where another speaks, where it is quiet, where a sentence ends; 1 is worth half a group."""

Run = tuple[int, int]
"""Indexes: the first, and the one after the last."""


def beat_runs(segments: Sequence[Segment]) -> tuple[Run, ...]:
    """The segments of each beat: 15 to 30 beats from five minutes on, fewer for less."""
    total = segments[-1].end - segments[0].start
    return runs(segments, min(MOST, max(1, round(total / BEAT))))


def scene_runs(segments: Sequence[Segment]) -> tuple[Run, ...]:
    """The segments of each scene of one beat."""
    total = segments[-1].end - segments[0].start
    return runs(segments, max(1, -(-total // SCENE)))


def runs(segments: Sequence[Segment], wanted: int) -> tuple[Run, ...]:
    """At most `wanted` runs that hold all segments in order, about equally long, cut where borders are strong."""
    count = min(wanted, len(segments))
    length = (segments[-1].end - segments[0].start) / max(1, count)
    edges = [0]
    for nth in range(1, count):
        ideal = segments[0].start + nth * length
        candidates = range(edges[-1] + 1, len(segments) - (count - nth) + 1)
        edges.append(max(candidates, key=lambda row: _worth(segments, row, ideal, length)))
    edges.append(len(segments))
    return tuple(itertools.pairwise(edges))


def _worth(segments: Sequence[Segment], row: int, ideal: float, length: float) -> float:
    """How good it is that a run begins with a segment."""
    before, here = segments[row - 1], segments[row]
    far = abs(here.start - ideal) / max(1.0, length)
    strength = _SPEAKER * (bool(here.speaker) and bool(before.speaker) and here.speaker != before.speaker)
    strength += _QUIET * (not before.text or not here.text or here.start - before.end >= LONG_QUIET)
    strength += _SENTENCE * ends_sentence(before.text)
    return 0.5 * strength - far

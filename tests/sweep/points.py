"""Which points are tried: as many of each kind, spread evenly over a run; and where broken builds are caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sweep.boundaries import ANY, KINDS
from tests.sweep.sweep import Point

if TYPE_CHECKING:
    from tests.sweep.sweep import Course


def spread(course: Course, each: int) -> dict[str, list[tuple[str, int]]]:
    """Kind -> so many pairs of kind and count, the first and the last among them, in an order that is even throughout.

    A kind that occurs less often than that has each of its boundaries once, and 0 for the rest. Moments are in
    milliseconds.
    """
    found = {}
    for kind in KINDS:
        most = int(course.seconds * 1000) if kind == ANY else course.counts[kind]
        counts = list(dict.fromkeys(1 + round(index * (most - 1) / max(1, each - 1)) for index in range(each)))
        counts = [count for count in counts if count <= most]
        mixed = sorted(counts, key=lambda count: bin(counts.index(count))[:1:-1])
        found[kind] = [(kind, count) for count in mixed] + [(kind, 0)] * (each - len(mixed))
    return found


BREAKS = {
    "answers not stored": (Point("received after", 10), Point("commit: pending", 2)),
    "pending.json skipped": (Point("commit: ref", 2), Point("commit: file", 30)),
    "submitting not written": (Point("draw sent", 12), Point("submit sent", 12)),
    "job not written": (Point("submitted after", 5), Point("poll sent", 8)),
}
"""Broken build -> points, of which each finds it."""

"""Contours of rounded bodies: one pass finds which ball is outermost in each direction.

Every hull of the same body (halo, ink, shade, light) is drawn from that.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.hulls import Disc
    from storyforge.media.previz.vectors import Point

Ring = tuple["Point", ...]


@cache
def ring(count: int) -> Ring:
    """Directions around a circle, one every 1/`count` of it, from the right, clockwise as pictures have it."""
    return tuple((math.cos(i * math.tau / count), math.sin(i * math.tau / count)) for i in range(count))


def fineness(radius: float) -> int:
    """How many directions a body of some pixels' radius needs to look round."""
    return 8 if radius < 3 else 12 if radius < 8 else 16 if radius < 22 else 26 if radius < 60 else 40


class Contour:
    """The outline of the convex hull of discs, by its support in a ring of directions."""

    __slots__ = ("around", "outermost")

    def __init__(self, discs: Sequence[Disc]) -> None:
        self.around = ring(fineness(max(radius for _, _, radius in discs)))
        self.outermost = self._supports(discs)

    def _supports(self, discs: Sequence[Disc]) -> list[Disc]:
        if len(discs) == 1:
            return [discs[0]] * len(self.around)
        if len(discs) == 2:
            first, second = discs
            dx, dy, dr = first[0] - second[0], first[1] - second[1], first[2] - second[2]
            return [first if dx * u + dy * v + dr > 0 else second for u, v in self.around]
        found: list[Disc] = []
        for u, v in self.around:
            best, far = discs[0], -1e12
            for disc in discs:
                reach = disc[0] * u + disc[1] * v + disc[2]
                if reach > far:
                    best, far = disc, reach
            found.append(best)
        return found

    def grown(self, pixels: float = 0.0) -> list[Point]:
        """The outline, `pixels` outside the hull."""
        return [
            (x + (r + pixels) * u, y + (r + pixels) * v)
            for (x, y, r), (u, v) in zip(self.outermost, self.around, strict=True)
        ]

    def lit(self, toward: Point, reach: float = 0.24, factor: float = 0.78) -> list[Point]:
        """The part in the light: every ball smaller, and moved towards it by a share of its radius."""
        lx, ly = toward[0] * reach, toward[1] * reach
        return [
            (x + r * (lx + factor * u), y + r * (ly + factor * v))
            for (x, y, r), (u, v) in zip(self.outermost, self.around, strict=True)
        ]

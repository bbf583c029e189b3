"""Two convex outlines of a different number of points, made to have as many: a corner that is cut becomes two."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.vectors import Point

_LEAST = 1e-9


def united(a: Sequence[Point], b: Sequence[Point]) -> tuple[list[Point], list[Point]] | None:
    """Both outlines with points that correspond: the outermost of each in the same directions; None if not convex."""
    one, other = _directions(a), _directions(b)
    if one is None or other is None:
        return None
    around = sorted({*one, *other})
    return [_outermost(a, angle) for angle in around], [_outermost(b, angle) for angle in around]


def _directions(points: Sequence[Point]) -> list[float] | None:
    """For each corner of a convex outline a direction in which it is the outermost point; None if it is not convex."""
    turns = [math.atan2(by - ay, bx - ax) for (ax, ay), (bx, by) in pairwise([*points, points[0]])]
    turned = [
        (turn - before + math.pi) % math.tau - math.pi for before, turn in zip([turns[-1], *turns], turns, strict=False)
    ]
    if abs(abs(sum(turned)) - math.tau) > 0.01:
        return None
    way = math.copysign(1.0, sum(turned))
    if any(turn * way < -_LEAST for turn in turned):
        return None
    return [(turn - bend / 2 - way * math.pi / 2) % math.tau for turn, bend in zip(turns, turned, strict=True)]


def _outermost(points: Sequence[Point], angle: float) -> Point:
    u, v = math.cos(angle), math.sin(angle)
    return max(points, key=lambda point: point[0] * u + point[1] * v)

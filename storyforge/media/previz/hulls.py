"""Convex hulls of projected spheres: the one shape that limbs, torsos, heads, trees and lamps are drawn with."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.vectors import Point, Vec

Disc = tuple[float, float, float]
"""A projected sphere: x, y and radius in pixels."""
_TOO_NEAR = 0.18
_FINENESS = ((2.5, 8), (8.0, 12), (22.0, 20), (60.0, 28), (160.0, 44))
"""Up to a radius in pixels, how many corners make a circle; a corner is then never more than half a pixel off."""
_FINEST = 64


@cache
def _circle(count: int) -> tuple[Point, ...]:
    return tuple((math.cos(i * math.tau / count), math.sin(i * math.tau / count)) for i in range(count))


def _ring(radius: float) -> tuple[Point, ...]:
    return _circle(next((count for limit, count in _FINENESS if radius < limit), _FINEST))


def discs(camera: Camera, spheres: Iterable[tuple[Vec, float]]) -> list[Disc] | None:
    """Spheres as the picture has them; None where one is too near the lens."""
    found: list[Disc] = []
    focal, seen_by, flat = camera.focal, camera.seen, camera.flat
    for centre, radius in spheres:
        seen = seen_by(centre)
        if seen[2] < _TOO_NEAR:
            return None
        x, y = flat(seen)
        found.append((x, y, radius * focal / seen[2]))
    return found


def outline(circles: Sequence[Disc], grow: float = 0.0, shift: Point = (0.0, 0.0), factor: float = 1.0) -> list[Point]:
    """The convex outline around discs: grown by pixels, shifted by shares of their radius, radius times a factor.

    In every direction of a ring the disc that reaches furthest gives the point, which is a hull without any sorting.
    """
    sx, sy = shift
    round_ = [(x + sx * r, y + sy * r, r * factor + grow) for x, y, r in circles]
    ring = _ring(max(r for _, _, r in round_))
    if len(round_) == 1:
        x, y, r = round_[0]
        return [(x + r * u, y + r * v) for u, v in ring]
    if len(round_) == 2:
        return _capsule(round_[0], round_[1], ring)
    found: list[Point] = []
    for u, v in ring:
        far = -1e12
        for x, y, r in round_:
            reach = x * u + y * v + r
            if reach > far:
                far, px, py, pr = reach, x, y, r
        found.append((px + pr * u, py + pr * v))
    return found


def _capsule(first: Disc, second: Disc, ring: tuple[Point, ...]) -> list[Point]:
    ax, ay, ar = first
    bx, by, br = second
    dx, dy, dr = ax - bx, ay - by, ar - br
    return [(ax + ar * u, ay + ar * v) if dx * u + dy * v + dr > 0 else (bx + br * u, by + br * v) for u, v in ring]


def hull(points: Iterable[Point]) -> list[Point]:
    """The convex hull of points, by Andrew's monotone chain."""
    ordered = sorted(points)
    if len(ordered) < 3:
        return ordered
    lower = _half(ordered)
    return lower[:-1] + _half(reversed(ordered))[:-1]


def _half(points: Iterable[Point]) -> list[Point]:
    found: list[Point] = []
    for x, y in points:
        while len(found) > 1:
            (ax, ay), (bx, by) = found[-2], found[-1]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            found.pop()
        found.append((x, y))
    return found

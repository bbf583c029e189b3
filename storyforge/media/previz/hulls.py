"""Convex hulls of projected spheres: the one shape that limbs, torsos, heads, trees and lamps are drawn with."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.vectors import Point, Vec

Disc = tuple[float, float, float]
"""A projected sphere: x, y and radius in pixels."""
_TOO_NEAR = 0.18


def _circle(count: int) -> tuple[Point, ...]:
    return tuple((math.cos(i * math.tau / count), math.sin(i * math.tau / count)) for i in range(count))


_COARSE, _FINE = _circle(20), _circle(44)
_FINE_FROM = 45.0


def discs(camera: Camera, spheres: Iterable[tuple[Vec, float]]) -> list[Disc] | None:
    """Spheres as the picture has them; None where one is too near the lens."""
    found: list[Disc] = []
    for centre, radius in spheres:
        seen = camera.seen(centre)
        if seen[2] < _TOO_NEAR:
            return None
        x, y = camera.flat(seen)
        found.append((x, y, radius * camera.focal / seen[2]))
    return found


def outline(circles: Sequence[Disc], grow: float = 0.0, shift: Point = (0.0, 0.0), factor: float = 1.0) -> list[Point]:
    """The convex outline around discs: grown by pixels, shifted by shares of their radius, radius times a factor."""
    points: list[Point] = []
    for x, y, radius in circles:
        size = radius * factor + grow
        centre_x, centre_y = x + shift[0] * radius, y + shift[1] * radius
        ring = _COARSE if size < _FINE_FROM else _FINE
        points += [(centre_x + size * u, centre_y + size * v) for u, v in ring]
    return hull(points)


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

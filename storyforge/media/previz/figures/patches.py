"""Patches: a closed loop on a rounded body, drawn as seen from any side; hairlines, beards and hats are these."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.media.previz.vectors import add, dot, scale, sub, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.figures.axes import Axes
    from storyforge.media.previz.figures.contour import Contour
    from storyforge.media.previz.figures.pen import Pen, Spheres
    from storyforge.media.previz.vectors import Point, Vec

Loop = tuple[tuple[float, float], ...]
"""Azimuth (0 ahead, 90 to the right) and elevation in degrees of the surface's normals, once around."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A region in the picture: the visible part of its loop, the azimuths of that, and where it goes on around."""

    run: tuple[Point, ...]
    azimuths: tuple[float, ...]
    limb: tuple[Point, ...]

    def smooth(self) -> Patch:
        """The same with a curve for its loop."""
        if len(self.run) < 3 or not self.azimuths:
            return self
        both = smoothed([(x, azimuth) for (x, _), azimuth in zip(self.run, self.azimuths, strict=True)])
        return Patch(tuple(smoothed(self.run)), tuple(azimuth for _, azimuth in both), self.limb)

    @property
    def points(self) -> tuple[Point, ...]:
        """The whole outline."""
        return (*self.run, *self.limb)

    def front(self, within: float) -> list[Point]:
        """The loop's points that are less than so many degrees from straight ahead."""
        return [point for point, azimuth in zip(self.run, self.azimuths, strict=True) if abs(azimuth) <= within]


@dataclass(frozen=True, slots=True)
class Surface:
    """A rounded body, its outline in the picture, and the axes that its loops are given in."""

    pen: Pen
    axes: Axes
    spheres: Spheres
    contour: Contour
    lens: Vec
    """The direction to the lens."""

    @classmethod
    def of(cls, pen: Pen, axes: Axes, spheres: Spheres) -> Surface | None:
        """The surface of a body; None where it is too near the lens."""
        contour = pen.contour(spheres)
        lens = unit(sub(pen.camera.position, axes.origin))
        return cls(pen, axes, spheres, contour, lens) if contour else None

    def normal(self, azimuth: float, elevation: float) -> Vec:
        """The direction of the world that a pair of angles is."""
        a, e = math.radians(azimuth), math.radians(elevation)
        flat = math.cos(e)
        return self.axes.direction(math.sin(a) * flat, math.sin(e), math.cos(a) * flat)

    def at(self, normal: Vec, out: float = 0.0) -> Vec:
        """The point of the surface with that normal."""
        centre, radius = max(self.spheres, key=lambda ball: dot(ball[0], normal) + ball[1])
        return add(centre, scale(normal, radius + out))

    def patch(self, loop: Loop, middle: Vec) -> Patch | None:
        """The visible part of the region within a loop that has `middle`, a direction of the world, inside."""
        normals = [self.normal(*angles) for angles in loop]
        return self.region(normals, [self.at(normal) for normal in normals], [azimuth for azimuth, _ in loop], middle)

    def region(self, normals: list[Vec], points: list[Vec], azimuths: list[float], middle: Vec) -> Patch | None:
        """The same for a loop given by points of the world and the surface's normals there."""
        runs = _visible_run([dot(normal, self.lens) > 0.03 for normal in normals])
        if runs is None:
            return Patch((), (), tuple(self.contour.grown())) if dot(middle, self.lens) > 0 else None
        run = tuple(self.pen.point(points[index]) for index in runs)
        angles = tuple(azimuths[index] for index in runs)
        if len(runs) < len(normals):
            return Patch(run, angles, tuple(self._limb(run[-1], run[0], middle)))
        if dot(middle, self.lens) > 0:
            return Patch(run, angles, ())
        around = self.contour.grown()
        return Patch((*run, run[0]), (*angles, angles[0]), (*around, around[0], run[0]))

    def _screen(self, direction: Vec) -> Point:
        x, y, z = self.pen.camera.position
        seen = self.pen.camera.seen((x + direction[0], y + direction[1], z + direction[2]))
        turn = math.radians(self.pen.camera.roll)
        right, down = seen[0], -seen[1]
        return right * math.cos(turn) - down * math.sin(turn), right * math.sin(turn) + down * math.cos(turn)

    def _limb(self, first: Point, last: Point, middle: Vec) -> list[Point]:
        """The outline's points from near one point to near another, by the way that leads past the middle."""
        around = self.contour.grown()
        count = len(around)
        start, end = (min(range(count), key=lambda i: math.dist(around[i], point)) for point in (first, last))
        ways = (
            [(start + step) % count for step in range((end - start) % count + 1)],
            [(start - step) % count for step in range((start - end) % count + 1)],
        )
        u, v = self._screen(middle)
        ring = self.contour.around

        def nearness(way: list[int]) -> float:
            index = way[len(way) // 2]
            return ring[index][0] * u + ring[index][1] * v

        best = max(ways, key=nearness) if math.hypot(u, v) > 0.25 else min(ways, key=len)
        return [around[index] for index in best]


def _visible_run(seen: Sequence[bool]) -> list[int] | None:
    """The longest run of visible points around the loop, as indices in order; None where there is none."""
    count = len(seen)
    if all(seen):
        return list(range(count))
    best: list[int] = []
    for start in range(count):
        if seen[start] and not seen[start - 1]:
            run = [start]
            while seen[(run[-1] + 1) % count]:
                run.append((run[-1] + 1) % count)
            best = max(best, run, key=len)
    return best or None


def smoothed(points: Sequence[Point], *, closed: bool = False) -> list[Point]:
    """A line with its corners cut twice, which makes it a curve (Chaikin); an open line keeps its ends."""
    found = list(points)
    for _ in range(2 if len(found) > 2 else 0):
        pairs = list(pairwise([*found, found[0]] if closed else found))
        cut: list[Point] = []
        for (ax, ay), (bx, by) in pairs:
            cut += [(ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25), (ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75)]
        found = cut if closed else [found[0], *cut[1:-1], found[-1]]
    return found


def clipped(shape: Sequence[Point], window: Sequence[Point]) -> list[Point]:
    """The part of a shape inside a convex window whose points go clockwise in the picture (Sutherland and Hodgman)."""
    found = list(shape)
    for index, (bx, by) in enumerate(window):
        ax, ay = window[index - 1]
        if not found:
            break
        points, found = found, []
        ex, ey = bx - ax, by - ay
        px, py = points[-1]
        before = ex * (py - ay) - ey * (px - ax)
        for x, y in points:
            here = ex * (y - ay) - ey * (x - ax)
            if (here >= 0) != (before >= 0):
                t = before / (before - here)
                found.append((px + (x - px) * t, py + (y - py) * t))
            if here >= 0:
                found.append((x, y))
            px, py, before = x, y, here
    return found

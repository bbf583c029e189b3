"""A camera: from the world to the picture, with near clipping; roll is applied on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.media.previz.display import HEIGHT, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.media.previz.vectors import Point, Vec

NEAR = 0.12
"""Metres before the lens within which nothing is seen."""
_FAR_OUT = 6_000.0
"""Pixels; what reaches farther out is cut there, because moving its corners would tilt its edges."""
_MARGIN = 40.0


@dataclass(frozen=True)
class Camera:
    """Position in metres; yaw (right +), pitch (up +), roll and vertical field of view in degrees."""

    position: Vec
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    vfov: float = 28.0
    focal: float = field(init=False)
    """Pixels that one metre is long at one metre's distance."""
    _turns: tuple[float, float, float, float, float, float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "focal", HEIGHT / 2 / math.tan(math.radians(self.vfov) / 2))
        angles = [math.radians(angle) for angle in (self.yaw, self.pitch, self.roll)]
        turns = tuple(f(angle) for angle in angles for f in (math.cos, math.sin))
        object.__setattr__(self, "_turns", turns)

    def seen(self, point: Vec) -> Vec:
        """A point of the world as the camera has it: right, up, and away from the lens."""
        cos_yaw, sin_yaw, cos_pitch, sin_pitch, _, _ = self._turns
        x, y, z = point[0] - self.position[0], point[1] - self.position[1], point[2] - self.position[2]
        x, z = x * cos_yaw - z * sin_yaw, x * sin_yaw + z * cos_yaw
        return (x, y * cos_pitch - z * sin_pitch, y * sin_pitch + z * cos_pitch)

    def flat(self, seen: Vec) -> Point:
        """The picture's point of a point as the camera has it; its distance must not be 0."""
        cos_roll, sin_roll = self._turns[4], self._turns[5]
        k = self.focal / seen[2]
        x, y = seen[0] * k, -seen[1] * k
        return (WIDTH / 2 + x * cos_roll - y * sin_roll, HEIGHT / 2 + x * sin_roll + y * cos_roll)

    def project(self, point: Vec) -> Point | None:
        """The picture's point of a point of the world; None behind or too near the lens."""
        seen = self.seen(point)
        return self.flat(seen) if seen[2] > NEAR else None

    def distance(self, point: Vec) -> float:
        """Metres along the line of sight."""
        return self.seen(point)[2]

    def polygon(self, points: Iterable[Vec]) -> list[Point] | None:
        """A shape of the world, cut at the near plane; None where nothing of it is in the picture."""
        return self.cut([self.seen(point) for point in points])

    def cut(self, seen: list[Vec]) -> list[Point] | None:
        """The same for points as the camera has them."""
        inside = seen if min(point[2] for point in seen) >= NEAR else self._clipped(seen)
        if len(inside) < 3:
            return None
        flat = [self.flat(point) for point in inside]
        xs, ys = [x for x, _ in flat], [y for _, y in flat]
        if max(xs) < -_MARGIN or min(xs) > WIDTH + _MARGIN or max(ys) < -_MARGIN or min(ys) > HEIGHT + _MARGIN:
            return None
        far = max(*xs, *ys, -min(xs), -min(ys)) > _FAR_OUT
        return _boxed(flat) if far else flat

    @staticmethod
    def _clipped(points: list[Vec]) -> list[Vec]:
        found: list[Vec] = []
        for index, here in enumerate(points):
            before = points[index - 1]
            if (here[2] >= NEAR) != (before[2] >= NEAR):
                t = (NEAR - before[2]) / (here[2] - before[2])
                x, y = (before[i] + (here[i] - before[i]) * t for i in (0, 1))
                found.append((x, y, NEAR))
            if here[2] >= NEAR:
                found.append(here)
        return found

    def horizon(self) -> float:
        """The height of the horizon in the picture's middle, in pixels from the top; far outside where unseen."""
        x, y, z = self.position
        far = self.project((x + 4000 * self._turns[1], y, z + 4000 * self._turns[0]))
        return far[1] if far else -10_000.0 if self.pitch < 0 else 10_000.0


def _boxed(points: list[Point]) -> list[Point] | None:
    """A shape cut at a box far outside the picture (Sutherland and Hodgman)."""
    for axis in (0, 1):
        for sign in (1, -1):
            points = _half(points, axis, sign)
    return points if len(points) > 2 else None


def _half(points: list[Point], axis: int, sign: int) -> list[Point]:
    found: list[Point] = []
    for index, here in enumerate(points):
        before = points[index - 1]
        if (here[axis] * sign <= _FAR_OUT) != (before[axis] * sign <= _FAR_OUT):
            t = (sign * _FAR_OUT - before[axis]) / (here[axis] - before[axis])
            found.append((before[0] + (here[0] - before[0]) * t, before[1] + (here[1] - before[1]) * t))
        if here[axis] * sign <= _FAR_OUT:
            found.append(here)
    return found

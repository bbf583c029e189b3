"""A place in space with directions of its own: what a pelvis, a chest and a head hang on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from storyforge.media.previz.vectors import Vec


class Axes(NamedTuple):
    """An origin, and three unit directions: the owner's right, up, and ahead."""

    origin: Vec
    right: Vec
    up: Vec
    ahead: Vec

    def direction(self, x: float, y: float, z: float) -> Vec:
        """The direction that is `x` to the right, `y` up and `z` ahead."""
        (rx, ry, rz), (ux, uy, uz), (ax, ay, az) = self.right, self.up, self.ahead
        return (rx * x + ux * y + ax * z, ry * x + uy * y + ay * z, rz * x + uz * y + az * z)

    def at(self, x: float, y: float, z: float) -> Vec:
        """The point that is `x` metres to the right, `y` up and `z` ahead."""
        (ox, oy, oz), (rx, ry, rz), (ux, uy, uz), (ax, ay, az) = self
        return (ox + rx * x + ux * y + ax * z, oy + ry * x + uy * y + ay * z, oz + rz * x + uz * y + az * z)

    def inside(self, point: Vec) -> Vec:
        """A point of the world as these axes have it: right, up, ahead."""
        (ox, oy, oz), (rx, ry, rz), (ux, uy, uz), (ax, ay, az) = self
        x, y, z = point[0] - ox, point[1] - oy, point[2] - oz
        return (rx * x + ry * y + rz * z, ux * x + uy * y + uz * z, ax * x + ay * y + az * z)

    def moved(self, origin: Vec) -> Axes:
        """The same directions from another origin."""
        return Axes(origin, self.right, self.up, self.ahead)

    def turned(self, bow: float = 0.0, side: float = 0.0, turn: float = 0.0) -> Axes:
        """Turned about its origin by degrees: first to the owner's left, then bowed forward, then to its right side."""
        right, up, ahead = self.right, self.up, self.ahead
        if turn:
            ahead, right = _spun(ahead, right, -turn)
        if bow:
            up, ahead = _spun(up, ahead, bow)
        if side:
            up, right = _spun(up, right, side)
        return Axes(self.origin, right, up, ahead)


def _spun(a: Vec, b: Vec, degrees: float) -> tuple[Vec, Vec]:
    """Two directions at right angles, the first turned towards the second."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return (
        (a[0] * cos + b[0] * sin, a[1] * cos + b[1] * sin, a[2] * cos + b[2] * sin),
        (b[0] * cos - a[0] * sin, b[1] * cos - a[1] * sin, b[2] * cos - a[2] * sin),
    )


def facing(origin: Vec, yaw: float) -> Axes:
    """Upright axes that face `yaw` degrees: 0 towards negative z, growing towards positive x."""
    cos, sin = math.cos(math.radians(yaw)), math.sin(math.radians(yaw))
    return Axes(origin, (-cos, 0.0, -sin), (0.0, 1.0, 0.0), (sin, 0.0, -cos))

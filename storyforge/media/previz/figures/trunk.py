"""The trunk: chest, waist and hips as bodies, skirts of every length, and the surface on which clothes are drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.media.previz.vectors import add, dot, lerp, scale, sub, unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.media.previz.figures.axes import Axes
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.figures.pen import Pen, Spheres
    from storyforge.media.previz.figures.skeleton import Limbs, Skeleton
    from storyforge.media.previz.vectors import Point, Vec

_ROWS = (
    (-0.10, 0.075, 0.070), (0.02, 0.155, 0.088), (0.12, 0.190, 0.106), (0.26, 0.192, 0.116), (0.50, 0.172, 0.112),
    (0.72, 0.150, 0.106), (0.92, 0.168, 0.112), (1.06, 0.182, 0.114),
)  # fmt: skip
"""The barrel of a trunk: share of the way from shoulder line to hips, half its width, half its depth, in metres."""


def chest_bodies(look: Look, bones: Skeleton) -> tuple[Spheres, Spheres]:
    """Shoulders to waist, and waist to hips."""
    k, wide = bones.size, look.build
    chest, pelvis = bones.chest, bones.pelvis
    high = wide if wide < 1 else 1 + (wide - 1) * 0.6

    def on(axes: Axes, x: float, y: float, z: float, radius: float) -> tuple[Vec, float]:
        return (axes.at(x * k, y * k, z * k), radius * k)

    belly = 0.03 * max(0.0, wide - 1) / 0.25
    waist = tuple(on(pelvis, side * 0.060 * wide, 0.155, 0.002 + belly, 0.090 * wide) for side in (1, -1))
    upper = (
        (add(bones.right.shoulder, scale(chest.right, -0.012 * k)), 0.059 * k),
        (add(bones.left.shoulder, scale(chest.right, 0.012 * k)), 0.059 * k),
        on(chest, 0.055, 0.035, -0.02, 0.042),
        on(chest, -0.055, 0.035, -0.02, 0.042),
        *(on(chest, side * 0.085 * high * look.shoulders, -0.125, 0.004, 0.107 * high) for side in (1, -1)),
        *waist,
    )
    hips = tuple(
        on(pelvis, side * 0.112 * wide, -0.018, front * (0.046 * (0.5 + 0.5 * wide)) + belly * 0.5, 0.062)
        for side in (1, -1)
        for front in (1, -1)
    )
    return upper, (*waist, *hips)


def seat_body(look: Look, bones: Skeleton) -> Spheres:
    """Hips and the top of the thighs: the seat of a pair of trousers."""
    k, wide, pelvis = bones.size, look.build, bones.pelvis
    points = [(pelvis.at(s * 0.07 * wide * k, 0.04 * k, -0.004 * k), 0.100 * (0.5 + 0.5 * wide) * k) for s in (1, -1)]
    points += [(add(limbs.hip, scale(pelvis.up, 0.03 * k)), 0.084 * k) for limbs in (bones.right, bones.left)]
    return tuple(points)


def skirt_bodies(look: Look, bones: Skeleton, length: float, flare: float) -> tuple[Spheres, ...]:
    """From the hips down both legs: `length` 1 is to the knee, 2 to the ankle; `flare` in metres at the hem."""
    k, wide, pelvis = bones.size, 0.5 + 0.5 * look.build, bones.pelvis
    hips = tuple((pelvis.at(s * 0.072 * wide * k, 0.03 * k, -0.004 * k), 0.105 * wide * k) for s in (1, -1))
    hem = _hem(bones, min(length, 1.0), (0.052 + flare * min(length, 1.0)) * wide * k)
    bodies: list[Spheres] = [(*hips, *hem)]
    if length > 1:
        bodies.append((*hem, *_hem(bones, length, (0.045 + flare) * wide * k)))
    return tuple(bodies)


def _hem(bones: Skeleton, share: float, out: float) -> Spheres:
    """Small balls around both legs, so that a hem is rather level than round."""
    ahead, right, k = bones.root.ahead, bones.root.right, bones.size
    found = []
    for limbs in (bones.right, bones.left):
        leg = _down(limbs, share)
        along = unit(sub(limbs.knee, limbs.hip) if share <= 1 else sub(limbs.ankle, limbs.knee))
        front = unit(sub(ahead, scale(along, dot(ahead, along))))
        for way in (scale(right, limbs.sign * out), scale(front, out), scale(front, -out)):
            found += [(add(leg, way), 0.040 * k)]
    return tuple(found)


def _down(limbs: Limbs, share: float) -> Vec:
    return lerp(limbs.hip, limbs.knee, share) if share <= 1 else lerp(limbs.knee, limbs.ankle, share - 1)


@dataclass(frozen=True, slots=True)
class Barrel:
    """The trunk's surface, on which clothes are drawn.

    A point is an azimuth in degrees (0 ahead, 90 to the right) and a share of the way from the shoulder line to the
    hips. What is on the far side is drawn on the edge instead, which is where a round body hides it.
    """

    pen: Pen
    look: Look
    bones: Skeleton
    viewer: float
    """The azimuth of the lens."""

    @classmethod
    def of(cls, pen: Pen, look: Look, bones: Skeleton) -> Barrel:
        """The surface of a trunk, as the pen sees it."""
        chest = bones.chest
        way = sub(pen.camera.position, lerp(chest.origin, bones.pelvis.origin, 0.4))
        return cls(pen, look, bones, math.degrees(math.atan2(dot(way, chest.right), dot(way, chest.ahead))))

    def faces(self, azimuth: float, within: float = 86.0) -> bool:
        """Whether the surface at an azimuth is turned to the lens."""
        return abs((azimuth - self.viewer + 180) % 360 - 180) < within

    def at(self, azimuth: float, share: float, out: float = 0.0) -> Vec:
        """The point of the world, `out` metres off the surface."""
        chest, pelvis, k = self.bones.chest, self.bones.pelvis, self.bones.size
        origin = lerp(chest.origin, pelvis.origin, share)
        t = max(0.0, min(1.0, share))
        right, ahead = unit(lerp(chest.right, pelvis.right, t)), unit(lerp(chest.ahead, pelvis.ahead, t))
        wide, deep = _section(share)
        build = 1 + (self.look.build - 1) * (0.6 if share < 0.4 else 1.0)
        angle = math.radians(azimuth)
        x, z = math.sin(angle) * (wide * build + out) * k, math.cos(angle) * (deep * build + out) * k
        return add(origin, add(scale(right, x), scale(ahead, z)))

    def flat(self, points: Iterable[tuple[float, float]], out: float = 0.0) -> list[Point]:
        """Points of the picture; hidden ones on the edge."""
        found = []
        for azimuth, share in points:
            aside = (azimuth - self.viewer + 180) % 360 - 180
            found.append(self.pen.point(self.at(self.viewer + max(-88.0, min(88.0, aside)), share, out)))
        return found


def _section(share: float) -> tuple[float, float]:
    before = _ROWS[0]
    for row in _ROWS[1:]:
        if share <= row[0]:
            t = max(0.0, (share - before[0]) / (row[0] - before[0]))
            return before[1] + (row[1] - before[1]) * t, before[2] + (row[2] - before[2]) * t
        before = row
    return before[1], before[2]

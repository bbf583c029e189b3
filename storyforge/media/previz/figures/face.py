"""The face: eyes, brows, nose and mouth, as much of them as their size in the picture allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.patches import smoothed
from storyforge.media.previz.figures.pen import Mark
from storyforge.media.previz.vectors import dot, sub, unit

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.figures.feelings import Face
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.figures.pen import Part, Pen
    from storyforge.media.previz.figures.skeleton import Skeleton
    from storyforge.media.previz.vectors import Point, Vec

_DOTS, _MOUTH, _BROWS, _LIDS = 9.0, 20.0, 18.0, 58.0
"""Pixels of a head's height from which a face has dots for eyes, a mouth, brows, and eyes with lids."""
_PROFILE = 0.8
"""The sine of the angle from which only the near half of a mouth is seen."""
_WING = ((0.005, -0.047, 0.098), (0.011, -0.0515, 0.090), (0.018, -0.047, 0.081), (0.0165, -0.038, 0.080))
"""The wing of the nose, from the middle outwards."""
_EYE_WHITE = (244, 242, 236)


@dataclass(frozen=True, slots=True)
class Sight:
    """How the lens sees a head: the direction to the lens, its parts along the head's axes, and the head's height.

    Points are given in metres on a head of 24 cm, from the middle between the eyes.
    """

    pen: Pen
    look: Look
    bones: Skeleton
    lens: Vec
    ahead: float
    aside: float
    above: float
    high: float

    @classmethod
    def of(cls, pen: Pen, look: Look, bones: Skeleton) -> Sight:
        """A head as the pen's camera sees it."""
        head = bones.head
        lens = unit(sub(pen.camera.position, head.origin))
        high = pen.scale * 0.24 * bones.head_size
        return cls(pen, look, bones, lens, dot(lens, head.ahead), dot(lens, head.right), dot(lens, head.up), high)

    @property
    def skin(self) -> Colour:
        """The skin in this light."""
        return self.pen.tone(self.look.skin)

    @property
    def dark(self) -> Colour:
        """The line that features are drawn with."""
        return mix(self.pen.ink_colour, self.skin, 0.08)

    def flat(self, *points: tuple[float, float, float]) -> list[Point]:
        """Points of the head in the picture."""
        k, head, pen = self.bones.head_size, self.bones.head, self.pen
        return [pen.point(head.at(x * k, y * k, z * k)) for x, y, z in points]

    def width(self, share: float) -> float:
        """A line's width as a share of the head's height, in shares of the ink's."""
        return max(1.0, self.high * share) / self.pen.ink

    def ear(self, side: int) -> list[Mark]:
        """The fold within an ear."""
        fold = ((0.094, 0.016, -0.020), (0.096, 0.010, -0.028), (0.094, -0.004, -0.026), (0.089, -0.012, -0.018))
        return [Mark(self.flat(*((side * x, y, z) for x, y, z in fold)), shade(self.skin, 0.6), self.width(0.007))]


def features(sight: Sight, face: Face, *, speaking: bool) -> list[Part | Mark]:
    """Everything in the face that the lens can see."""
    if sight.high < _DOTS:
        return []
    marks: list[Mark] = []
    if sight.ahead > 0.02 and sight.high > _MOUTH:
        marks += _mouth(sight, face, speaking=speaking)
    for side in (1, -1):
        turned = side * 0.40 * sight.aside + 0.917 * sight.ahead
        if turned > 0.10:
            marks += _eye(sight, face, side)
            if sight.high > _BROWS and turned > 0.2:
                marks += _brow(sight, face, side)
    if sight.ahead > 0.25 and sight.high > 30:
        marks += _nose(sight)
    if sight.look.old and sight.high > 70:
        marks += _lines_of_age(sight)
    return list(marks)


def _on_eye(side: int, dx: float, dy: float) -> tuple[float, float, float]:
    """A point of an eye: `dx` outwards, `dy` up."""
    return (side * (0.0325 + dx * 0.93), dy, 0.0765 - dx * 0.36 - dx * dx * 4.0)


def _eye(sight: Sight, face: Face, side: int) -> list[Mark]:
    if sight.high >= _LIDS:
        return _whole_eye(sight, face, side)
    if face.upper < 0.2:
        return [Mark(sight.flat(_on_eye(side, -0.013, 0.0), _on_eye(side, 0.013, 0.0)), sight.dark, sight.width(0.022))]
    ring = [(math.cos(i * math.tau / 10), math.sin(i * math.tau / 10)) for i in range(10)]
    tall = 0.0092 * min(1.3, face.upper)
    return [Mark(sight.flat(*(_on_eye(side, 0.0072 * u, tall * v) for u, v in ring)), sight.dark)]


@dataclass(frozen=True, slots=True)
class _Lids:
    """The opening of an eye: half its width, and how high and low its lids are in the middle."""

    half: float
    top: float
    low: float

    def upper(self, x: float) -> float:
        return float(self.top * max(0.0, 1 - (x / self.half) ** 2) ** 0.72)

    def lower(self, x: float) -> float:
        return -self.low * max(0.0, 1 - (x / self.half) ** 2)


def _whole_eye(sight: Sight, face: Face, side: int) -> list[Mark]:
    lids = _Lids(0.0172, 0.0106 * face.upper, 0.0068 * face.lower)
    xs = [lids.half * (i / 6 - 1) for i in range(13)]
    lid = sight.flat(*(_on_eye(side, x, lids.upper(x) + x * 0.10) for x in xs))
    under = sight.flat(*(_on_eye(side, x, lids.lower(x) + x * 0.10) for x in reversed(xs)))
    marks: list[Mark] = []
    if face.upper > 0.12:
        marks.append(Mark([*lid, *under], mix(sight.pen.tone(_EYE_WHITE), sight.skin, 0.08)))
        marks += _iris(sight, lids, side)
    thick = sight.width(0.020)
    if face.upper <= 0.12:
        return [Mark(under, sight.dark, thick), *_lashes(sight, side, lids)]
    marks.append(Mark(lid, sight.dark, thick))
    if sight.high > 110:
        soft = mix(shade(sight.skin, 0.6), sight.dark, 0.25)
        marks.append(Mark(under[2:-2], soft, sight.width(0.006)))
        crease = sight.flat(*(_on_eye(side, x * 1.02, lids.upper(x) + x * 0.1 + 0.0045) for x in xs[2:-1]))
        marks.append(Mark(crease, shade(sight.skin, 0.62), sight.width(0.007)))
    return marks


def _lashes(sight: Sight, side: int, lids: _Lids) -> list[Mark]:
    xs = [lids.half * (i / 4 - 1) for i in range(9)]
    crease = sight.flat(*(_on_eye(side, x, 0.010 * max(0.0, 1 - (x / lids.half) ** 2) ** 0.7) for x in xs))
    return [Mark(crease, shade(sight.skin, 0.66), sight.width(0.007))]


def _iris(sight: Sight, lids: _Lids, side: int) -> list[Mark]:
    """Iris, pupil and a spark, each cut by the lids."""
    brown = mix((96, 70, 46), sight.pen.ink_colour, 0.30)
    rings: list[tuple[float, float, float, Colour]] = [
        (0.0090, 0.0, 0.0014, mix(brown, sight.pen.ink_colour, 0.6)),
        (0.0076, 0.0, 0.0014, brown),
        (0.0042, 0.0, 0.0014, sight.pen.ink_colour),
    ]
    if sight.high > 130:
        rings.append((0.0021, -side * 0.003, 0.0045, _EYE_WHITE))
    marks = []
    for radius, x0, y0, colour in rings:
        ring = [(x0 + radius * math.cos(i * 0.3927), y0 + radius * math.sin(i * 0.3927)) for i in range(16)]
        inside = [(x, min(max(y, lids.lower(x)), lids.upper(x))) for x, y in ring]
        if max(y for _, y in inside) - min(y for _, y in inside) > 0.001:
            marks.append(Mark(sight.flat(*(_on_eye(side, x, y + x * 0.1) for x, y in inside)), colour))
    return marks


def _brow(sight: Sight, face: Face, side: int) -> list[Mark]:
    base = 0.0245
    colour = mix(sight.pen.tone(mix(sight.look.hair_colour, sight.look.skin, 0.10)), sight.dark, 0.40)
    inner, outer = face.inner, face.outer
    full = 0.72 if sight.look.child else min(1.0, 1 - (1.0 - sight.look.shoulders) * 4)
    spine = (
        (-0.018, base - 0.002 + inner, 0.0042),
        (-0.006, base + 0.003 + inner * 0.62 + outer * 0.1, 0.0046),
        (0.007, base + 0.006 + outer * 0.6 + inner * 0.2, 0.0036),
        (0.021, base + 0.001 + outer, 0.0014),
    )

    def at(dx: float, y: float) -> tuple[float, float, float]:
        return (side * (0.0325 + dx), y, 0.0845 - max(0.0, dx + 0.01) * 0.62 - max(0.0, dx) * 0.3)

    if sight.high < _LIDS:
        return [Mark(sight.flat(*(at(x, y + 0.002) for x, y, _ in spine)), colour, sight.width(0.030))]
    above = [at(x, y + thick * full) for x, y, thick in spine]
    below = [at(x, y - thick * full) for x, y, thick in reversed(spine)]
    shape = sight.flat(*above, *below)
    return [Mark(smoothed(shape, closed=True) if sight.high > 110 else shape, colour)]


def _mouth(sight: Sight, face: Face, *, speaking: bool) -> list[Mark]:
    opens = max(face.opens, 0.010 if speaking else 0.0)
    wide, base = 0.0270 * face.wide, -0.0700
    line = mix(mix((120, 48, 46), sight.dark, 0.45), sight.pen.light.haze, sight.pen.haze)
    near = 1 if sight.aside > 0 else -1
    xs = [i / 5 - 1 for i in range(11)] if abs(sight.aside) < _PROFILE else [near * i / 5 for i in range(6)]

    def at(x: float, dy: float) -> tuple[float, float, float]:
        return (x * wide, base + dy + face.corners * (x * x - 0.35), 0.0865 - 0.016 * x * x)

    bow = [0.0016 * (1 - abs(2 * abs(x) - 0.6)) for x in xs]
    closed = sight.flat(*(at(x, y) for x, y in zip(xs, bow, strict=True)))
    marks: list[Mark] = []
    if sight.high > 100:
        lip = mix(sight.skin, mix((164, 76, 74), sight.dark, 0.1), 0.40)
        low = [at(x, -opens - 0.0088 * (1 - x * x) ** 0.8) for x in reversed(xs)]
        high = [at(x, 0.0056 * (1 - abs(x)) + y) for x, y in zip(xs, bow, strict=True)]
        marks.append(Mark(sight.flat(*high, *low), lip))
    if opens:
        inside = [at(x, -opens * (1 - x * x) ** 0.7) for x in reversed(xs)]
        marks.append(Mark([*closed, *sight.flat(*inside)], shade(mix(sight.skin, (110, 30, 34), 0.7), 0.5)))
        if face.teeth and sight.high > 60:
            rim = [at(x * 0.86, 0.0004) for x in xs]
            teeth = [at(x * 0.86, -min(opens * 0.45, 0.006) * (1 - x * x) ** 0.5) for x in reversed(xs)]
            marks.append(Mark(sight.flat(*rim, *teeth), sight.pen.tone((240, 236, 226))))
    marks.append(Mark(closed, line, sight.width(0.015)))
    return marks


def _nose(sight: Sight) -> list[Mark]:
    colour = mix(shade(sight.skin, 0.5), sight.dark, 0.25)
    marks = []
    if abs(sight.aside) < 0.2:
        side = 1 if sight.pen.light.toward[0] > 0 else -1
        plane = (
            (0.005, 0.004, 0.085),
            (0.008, -0.028, 0.096),
            (0.015, -0.046, 0.090),
            (0.020, -0.045, 0.078),
            (0.011, 0.006, 0.076),
        )
        marks.append(Mark(sight.flat(*((side * x, y, z) for x, y, z in plane)), shade(sight.skin, 0.82)))
        if sight.high > 60:
            marks.append(
                Mark(
                    sight.flat(*((side * x, y, z) for x, y, z in plane[:3])),
                    mix(colour, sight.skin, 0.35),
                    sight.width(0.006),
                )
            )
    wings = sight.flat(*((-x, y, z) for x, y, z in reversed(_WING)), (0.0, -0.0515, 0.100), *_WING)
    return [*marks, Mark(smoothed(wings), colour, sight.width(0.011))]


def _lines_of_age(sight: Sight) -> list[Mark]:
    colour = shade(sight.skin, 0.74)
    marks = []
    for side in (1, -1):
        if side * 0.4 * sight.aside + 0.9 * sight.ahead > 0.25:
            fold = ((0.019, -0.044, 0.080), (0.029, -0.058, 0.076), (0.032, -0.074, 0.071))
            marks.append(Mark(sight.flat(*((side * x, y, z) for x, y, z in fold)), colour, sight.width(0.008)))
            bag = ((0.022, -0.013, 0.079), (0.033, -0.017, 0.075), (0.044, -0.012, 0.067))
            marks.append(Mark(sight.flat(*((side * x, y, z) for x, y, z in bag)), colour, sight.width(0.006)))
    if sight.ahead > 0.4:
        brow = [((-0.026, y, 0.078), (0.0, y + 0.003, 0.086), (0.026, y, 0.078)) for y in (0.052, 0.063)]
        marks += [Mark(sight.flat(*line), colour, sight.width(0.006)) for line in brow]
    return marks

"""The face: eyes, brows, nose and mouth, as much of them as their size in the picture allows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.pen import Mark

if TYPE_CHECKING:
    from storyforge.media.previz.figures.feelings import Face
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.figures.pen import Part, Pen
    from storyforge.media.previz.figures.skeleton import Skeleton
    from storyforge.media.previz.vectors import Point

_DOTS, _MOUTH, _BROWS, _LIDS = 9.0, 20.0, 18.0, 58.0
"""Pixels of a head's height from which a face has dots for eyes, a mouth, brows, and eyes with lids."""
_EYE_WHITE = (244, 242, 236)


class _Sketch:
    """A head's features in the picture: points given on a head of 24 cm, and the pixels that a head is high."""

    def __init__(self, pen: Pen, look: Look, bones: Skeleton, ahead: float, aside: float) -> None:
        self.pen, self.look, self.bones = pen, look, bones
        self.ahead, self.aside = ahead, aside
        self.high = pen.scale * 0.24 * bones.head_size
        self.dark = mix(pen.ink_colour, pen.tone(look.skin), 0.08)

    def flat(self, *points: tuple[float, float, float]) -> list[Point]:
        k, head, pen = self.bones.head_size, self.bones.head, self.pen
        return [pen.point(head.at(x * k, y * k, z * k)) for x, y, z in points]

    def width(self, share: float) -> float:
        """A line's width as a share of the head's height, in shares of the ink's."""
        return max(1.0, self.high * share) / self.pen.ink


def features(
    pen: Pen, look: Look, bones: Skeleton, face: Face, ahead: float, aside: float, speaking: bool
) -> list[Part | Mark]:
    """Everything in the face that the lens can see."""
    sketch = _Sketch(pen, look, bones, ahead, aside)
    if sketch.high < _DOTS:
        return []
    marks: list[Mark] = []
    for side in (1, -1):
        turned = side * 0.40 * aside + 0.917 * ahead
        if turned > 0.10:
            marks += _eye(sketch, face, side)
            if sketch.high > _BROWS and turned > 0.2:
                marks += _brow(sketch, face, side)
    if ahead > 0.02 and sketch.high > _MOUTH:
        marks += _mouth(sketch, face, speaking)
    if ahead > 0.25 and sketch.high > 30:
        marks += _nose_line(sketch)
    return list(marks)


def _on_eye(side: int, dx: float, dy: float) -> tuple[float, float, float]:
    """A point of an eye: `dx` outwards, `dy` up."""
    return (side * (0.0325 + dx * 0.93), dy, 0.0765 - dx * 0.36 - dx * dx * 4.0)


def _eye(sketch: _Sketch, face: Face, side: int) -> list[Mark]:
    if sketch.high < _LIDS:
        if face.upper < 0.2:
            return [
                Mark(
                    sketch.flat(_on_eye(side, -0.013, 0.0), _on_eye(side, 0.013, 0.0)), sketch.dark, sketch.width(0.022)
                )
            ]
        ring = [(math.cos(i * math.tau / 10), math.sin(i * math.tau / 10)) for i in range(10)]
        tall = 0.0085 * min(1.3, face.upper)
        return [Mark(sketch.flat(*(_on_eye(side, 0.0068 * u, tall * v) for u, v in ring)), sketch.dark)]
    return _whole_eye(sketch, face, side)


def _whole_eye(sketch: _Sketch, face: Face, side: int) -> list[Mark]:
    half, top, low = 0.0168, 0.0104 * face.upper, 0.0066 * face.lower
    xs = [half * (i / 6 - 1) for i in range(13)]

    def upper(x: float) -> float:
        return top * (1 - (x / half) ** 2) ** 0.72 if abs(x) < half else 0.0

    def lower(x: float) -> float:
        return -low * (1 - (x / half) ** 2)

    lid = sketch.flat(*(_on_eye(side, x, upper(x) + x * 0.10) for x in xs))
    under = sketch.flat(*(_on_eye(side, x, lower(x) + x * 0.10) for x in reversed(xs)))
    marks: list[Mark] = []
    skin = sketch.pen.tone(sketch.look.skin)
    if face.upper > 0.12:
        marks.append(Mark([*lid, *under], mix(sketch.pen.tone(_EYE_WHITE), skin, 0.10)))
        for radius, colour in (
            (0.0086, mix((92, 70, 48), sketch.pen.ink_colour, 0.35)),
            (0.0046, sketch.pen.ink_colour),
        ):
            ring = [
                (radius * math.cos(i * math.tau / 16), radius * math.sin(i * math.tau / 16) + 0.0012) for i in range(16)
            ]
            inside = [(x, min(max(y, lower(x)), upper(x))) for x, y in ring]
            marks.append(Mark(sketch.flat(*(_on_eye(side, x, y) for x, y in inside)), colour))
        if sketch.high > 150:
            shine = [
                (
                    0.0022 * math.cos(i * math.tau / 8) - side * 0.003,
                    0.0022 * math.sin(i * math.tau / 8) + min(0.004, top * 0.4),
                )
                for i in range(8)
            ]
            marks.append(Mark(sketch.flat(*(_on_eye(side, x, y) for x, y in shine)), _EYE_WHITE))
    marks.append(Mark(lid, sketch.dark, sketch.width(0.018)))
    if sketch.high > 110:
        marks.append(Mark(under[2:-2], mix(shade(skin, 0.6), sketch.dark, 0.25), sketch.width(0.006)))
        crease = sketch.flat(*(_on_eye(side, x * 1.02, upper(x) + x * 0.1 + 0.0042) for x in xs[2:-1]))
        marks.append(Mark(crease, shade(skin, 0.62), sketch.width(0.006)))
    return marks


def _brow(sketch: _Sketch, face: Face, side: int) -> list[Mark]:
    base, skin = 0.0235, sketch.look.skin
    colour = mix(sketch.pen.tone(mix(sketch.look.hair_colour, skin, 0.12)), sketch.dark, 0.35)
    inner, outer = face.inner, face.outer
    spine = [
        (-0.018, base - 0.002 + inner, 0.0042),
        (-0.006, base + 0.003 + inner * 0.62, 0.0046),
        (0.007, base + 0.006 + outer * 0.6 + inner * 0.2, 0.0036),
        (0.021, base + 0.001 + outer, 0.0014),
    ]

    def at(dx: float, y: float) -> tuple[float, float, float]:
        return (side * (0.0325 + dx), y, 0.0835 - max(0.0, dx + 0.01) * 0.62 - max(0.0, dx) * 0.3)

    if sketch.high < _LIDS:
        return [Mark(sketch.flat(*(at(x, y + 0.002) for x, y, _ in spine)), colour, sketch.width(0.028))]
    above = [at(x, y + thick) for x, y, thick in spine]
    below = [at(x, y - thick) for x, y, thick in reversed(spine)]
    return [Mark(sketch.flat(*above, *below), colour)]


def _mouth(sketch: _Sketch, face: Face, speaking: bool) -> list[Mark]:
    opens = max(face.opens, 0.009 if speaking else 0.0)
    wide, base = 0.0270 * face.wide, -0.0700
    skin = sketch.pen.tone(sketch.look.skin)
    line = mix(mix((120, 48, 46), sketch.dark, 0.45), sketch.pen.light.haze, sketch.pen.haze)
    xs = [i / 5 - 1 for i in range(11)]

    def at(x: float, dy: float) -> tuple[float, float, float]:
        return (x * wide, base + dy + face.corners * (x * x - 0.35), 0.0855 - 0.013 * x * x)

    closed = sketch.flat(*(at(x, 0.0016 * (1 - abs(2 * abs(x) - 0.6))) for x in xs))
    marks: list[Mark] = []
    if sketch.high > 120:
        lip = mix(skin, (168, 82, 78), 0.42)
        low = [at(x, -opens - 0.0085 * (1 - x * x) ** 0.8) for x in reversed(xs)]
        high = [at(x, 0.0052 * (1 - abs(x)) + 0.0016 * (1 - abs(2 * abs(x) - 0.6))) for x in xs]
        marks.append(Mark(sketch.flat(*high, *low), lip))
    if opens:
        inside = [at(x, -opens * (1 - x * x) ** 0.7) for x in reversed(xs)]
        marks.append(Mark([*closed, *sketch.flat(*inside)], shade(mix(skin, (110, 30, 34), 0.7), 0.5)))
        if face.teeth and sketch.high > 60:
            teeth = [at(x * 0.86, -min(opens * 0.45, 0.006) * (1 - x * x) ** 0.5) for x in reversed(xs)]
            marks.append(
                Mark(
                    [*sketch.flat(*(at(x * 0.86, 0.0004) for x in xs)), *sketch.flat(*teeth)],
                    sketch.pen.tone((240, 236, 226)),
                )
            )
    marks.append(Mark(closed, line, sketch.width(0.014)))
    return marks


def _nose_line(sketch: _Sketch) -> list[Mark]:
    skin = sketch.pen.tone(sketch.look.skin)
    colour = mix(shade(skin, 0.55), sketch.dark, 0.2)
    side = 1 if sketch.aside < 0 else -1
    if abs(sketch.aside) < 0.2:
        side = 1 if sketch.pen.light.toward[0] < 0 else -1
        side = -side
        shadow = sketch.flat(
            (side * 0.006, 0.0, 0.086),
            (side * 0.013, -0.046, 0.092),
            (side * 0.019, -0.047, 0.080),
            (side * 0.009, 0.004, 0.078),
        )
        marks = [Mark(shadow, shade(skin, 0.80))]
    else:
        marks = []
    wings = sketch.flat(
        (-0.015, -0.043, 0.084),
        (-0.010, -0.0505, 0.092),
        (0.0, -0.048, 0.101),
        (0.010, -0.0505, 0.092),
        (0.015, -0.043, 0.084),
    )
    return [*marks, Mark(wings, colour, sketch.width(0.009))]

"""Collars, hoods and scarves: what is between the neck and the shoulders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.pen import SHADE, Mark, Part

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.figures.figure import Coat, Look
    from storyforge.media.previz.figures.pen import Pen, Spheres
    from storyforge.media.previz.figures.skeleton import Skeleton
    from storyforge.media.previz.vectors import Vec

_FROM = 170.0
_LEAVES: dict[Coat, float] = {
    "shirt": 1.0,
    "suit": 0.9,
    "vest": 0.9,
    "coat": 1.35,
    "uniform": 1.0,
    "jacket": 1.15,
    "apron": 1.0,
    "skirt": 0.9,
}
"""How large the leaves of a collar are; garments without any have none."""


def collar(
    pen: Pen, look: Look, bones: Skeleton, *, front: bool
) -> tuple[tuple[Part | Mark, ...], tuple[Part | Mark, ...]]:
    """What is painted before the neck, and what upon it, from the front or from behind."""
    under: list[Part | Mark] = []
    upon: list[Part | Mark] = []
    colour = look.under if look.coat in {"suit", "vest"} else look.cloth
    size = _LEAVES.get(look.coat, 0.0)
    if look.coat == "hoodie":
        (under if front else upon).append(Part((_hood(bones),), look.cloth))
    elif size:
        (under if front else upon).append(Part((_band(bones, size),), colour))
        if front and pen.scale > _FROM:
            upon += _leaves(pen, look, bones, colour, size)
    elif look.coat == "robe" and pen.scale > _FROM:
        upon.append(Part((_tall(bones),), look.cloth))
        if front:
            tab = [
                pen.point(_at(bones, x, y, 0.060))
                for x, y in ((-0.016, 0.100), (0.016, 0.100), (0.014, 0.068), (-0.014, 0.068))
            ]
            upon.append(Mark(tab, pen.tone(look.under)))
    if look.scarf:
        upon.append(Part((_wrap(bones), *(_ends(bones) if front else ())), mix(look.cloth, (196, 120, 60), 0.7)))
    return tuple(under), tuple(upon)


def _at(bones: Skeleton, x: float, y: float, z: float) -> Vec:
    k = bones.size
    return bones.chest.at(x * k, y * k, z * k)


def _band(bones: Skeleton, size: float) -> Spheres:
    radius = 0.020 * size * bones.size
    return tuple((_at(bones, s * 0.040, 0.062 + 0.006 * size, z), radius) for s in (1, -1) for z in (-0.045, -0.005))


def _tall(bones: Skeleton) -> Spheres:
    k = bones.size
    return tuple((_at(bones, s * 0.030, 0.070, z), 0.024 * k) for s in (1, -1) for z in (-0.040, 0.030))


def _hood(bones: Skeleton) -> Spheres:
    k = bones.size
    sides = tuple((_at(bones, s * 0.062, 0.055, -0.03), 0.038 * k) for s in (1, -1))
    return (*sides, (_at(bones, 0.03, 0.03, -0.085), 0.045 * k), (_at(bones, -0.03, 0.03, -0.085), 0.045 * k))


def _wrap(bones: Skeleton) -> Spheres:
    k = bones.size
    return tuple((_at(bones, s * 0.036, 0.07, z), 0.034 * k) for s in (1, -1) for z in (-0.035, 0.03))


def _ends(bones: Skeleton) -> tuple[Spheres, ...]:
    k = bones.size
    return (((_at(bones, 0.035, 0.04, 0.075), 0.026 * k), (_at(bones, 0.050, -0.22, 0.125), 0.032 * k)),)


def _leaves(pen: Pen, look: Look, bones: Skeleton, colour: Colour, size: float) -> list[Part | Mark]:
    tone = pen.tone(colour)
    line = mix(pen.ink_colour, shade(tone, SHADE), 0.35)
    half = ((0.034, 0.070, 0.02), (0.026, 0.052, 0.042))
    throat = (*half, (0.0, 0.004, 0.060), *((-x, y, z) for x, y, z in reversed(half)))
    found: list[Part | Mark] = [Mark([pen.point(_at(bones, *at)) for at in throat], shade(pen.tone(look.skin), 0.84))]
    for side in (1, -1):
        corners = (
            (0.058, 0.080, -0.020), (0.040, 0.066, 0.030), (0.005, 0.018, 0.058),
            (0.030 + 0.012 * size, 0.026 - 0.058 * size, 0.074),
            (0.080, 0.030 - 0.01 * size, 0.042), (0.078, 0.058, -0.014),
        )  # fmt: skip
        points = [pen.point(_at(bones, side * x, y, z)) for x, y, z in corners]
        found.append(Mark(points, shade(tone, 0.93 if side * pen.light.toward[0] < 0 else 0.84)))
        found.append(Mark([*points, points[0]], line, 0.42))
    if look.tie and look.coat not in {"suit", "vest"}:
        knot = [
            pen.point(_at(bones, x, y, 0.070))
            for x, y in ((-0.035, 0.034), (0.0, 0.014), (0.035, 0.034), (0.035, -0.012), (0.0, 0.006), (-0.035, -0.012))
        ]
        found.append(Mark(knot, pen.tone((132, 44, 52))))
    return found

"""What a face wears: a beard, glasses, and what the story has done to it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.patches import Surface, clipped, smoothed
from storyforge.media.previz.figures.pen import SHADE, Mark
from storyforge.media.previz.figures.wear import BLOOD, MUD
from storyforge.media.previz.vectors import chance, scale, unit

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.figures.face import Sight
    from storyforge.media.previz.figures.pen import Part, Spheres

_FROM = 16.0
"""Pixels of a head's height from which a face wears anything."""
_BALLS = (
    (0.028, -0.024, 0.034, 0.046, 0.1),
    (0.040, -0.060, 0.004, 0.029, 0.7),
    (0.014, -0.094, 0.062, 0.029, 1.0),
)
"""Cheek, jaw and chin, and how much a full beard stands off each."""
_EDGE = (
    ((0.0, -0.0865, 0.093), (0.0, -0.2, 1.0)),
    ((0.016, -0.086, 0.089), (0.2, -0.2, 1.0)),
    ((0.028, -0.078, 0.080), (0.35, -0.1, 0.93)),
    ((0.036, -0.060, 0.073), (0.45, 0.0, 0.9)),
    ((0.048, -0.048, 0.063), (0.6, 0.0, 0.8)),
    ((0.062, -0.034, 0.046), (0.75, 0.0, 0.6)),
    ((0.074, -0.008, 0.022), (0.93, 0.0, 0.35)),
    ((0.080, 0.016, 0.006), (1.0, 0.0, 0.1)),
    ((0.080, 0.004, -0.012), (1.0, 0.0, -0.25)),
    ((0.070, -0.050, -0.018), (0.8, -0.4, -0.5)),
    ((0.040, -0.090, -0.010), (0.4, -0.8, -0.45)),
)
"""The edge of a beard on the right of the face: points, and the directions the face looks to there."""


def facewear(sight: Sight) -> list[Part | Mark]:
    """Beard, moustache, dirt and blood, glasses: in the order they lie."""
    look = sight.look
    if sight.high < _FROM:
        return []
    marks: list[Part | Mark] = []
    if look.dirty:
        marks += _spots(
            sight,
            mix(sight.skin, sight.pen.tone(MUD), 0.6),
            ((0.046, -0.02, 0.060, 0.014), (-0.03, 0.055, 0.082, 0.012), (-0.045, -0.045, 0.055, 0.010)),
        )
    if look.beard or look.stubble:
        marks += _beard(sight, full=look.beard)
    if look.moustache or look.beard:
        marks += _moustache(sight)
    if look.bloody:
        marks += _spots(sight, sight.pen.tone(BLOOD), ((-0.040, 0.058, 0.070, 0.011), (0.020, -0.062, 0.082, 0.006)))
        run = sight.flat(
            (-0.042, 0.055, 0.071), (-0.049, 0.030, 0.069), (-0.047, 0.004, 0.070), (-0.052, -0.030, 0.062)
        )
        if sight.ahead + -0.3 * sight.aside > 0.2:
            marks.append(Mark(run, sight.pen.tone(BLOOD), sight.width(0.020)))
    if look.glasses:
        marks += _glasses(sight)
    if look.wet and sight.ahead > 0.2:
        marks += _drops(sight)
    return marks


def _beard(sight: Sight, *, full: bool) -> list[Mark]:
    k, head = sight.bones.head_size, sight.bones.head
    grow = 0.010 if full else 0.001
    spheres: Spheres = tuple(
        (head.at(side * x * k, (y - (0.006 if full else 0)) * k, z * k), (radius + grow * share) * k)
        for x, y, z, radius, share in _BALLS
        for side in (1, -1)
    )
    surface = Surface.of(sight.pen, head, spheres)
    if surface is None:
        return []
    right = list(_EDGE)
    rows = [
        *right,
        ((0.0, -0.104, 0.0), (0.0, -0.9, -0.45)),
        *(((-x, y, z), (-u, v, w)) for (x, y, z), (u, v, w) in reversed(right[1:])),
    ]
    patch = surface.region(
        [unit(head.direction(*normal)) for _, normal in rows],
        [head.at(*scale(point, k)) for point, _ in rows],
        [math.degrees(math.atan2(normal[0], normal[2])) for _, normal in rows],
        head.direction(0.0, -0.85, 0.5),
    )
    if patch is None or len(patch.points) < 3:
        return []
    if sight.high > 100:
        patch = patch.smooth()
    hair = sight.pen.tone(sight.look.hair_colour)
    colour = shade(hair, 0.92) if full else mix(sight.skin, hair, 0.30)
    marks = [Mark(patch.points, shade(colour, SHADE + 0.06), outlined=full)]
    lit = clipped(patch.points, surface.contour.lit(sight.pen.light.toward, 0.22, 0.80)[::2])
    if len(lit) > 2:
        marks.append(Mark(lit, colour))
    edge = patch.front(84)
    if full and sight.high > 60 and len(edge) > 1:
        marks.append(Mark(edge, mix(sight.pen.ink_colour, hair, 0.4), 0.35))
    return marks


def _moustache(sight: Sight) -> list[Mark]:
    if sight.ahead < 0.0:
        return []
    right = (
        (0.0, -0.052, 0.094),
        (0.012, -0.053, 0.092),
        (0.026, -0.062, 0.084),
        (0.031, -0.073, 0.078),
        (0.016, -0.066, 0.090),
        (0.0, -0.063, 0.093),
    )
    left = tuple((-x, y, z) for x, y, z in reversed(right))
    return [Mark(smoothed(sight.flat(*right, *left), closed=True), shade(sight.pen.tone(sight.look.hair_colour), 0.8))]


def _glasses(sight: Sight) -> list[Mark]:
    marks = []
    frame: Colour = mix(sight.pen.ink_colour, sight.pen.tone((60, 52, 50)), 0.5)
    width = sight.width(0.013)
    for side in (1, -1):
        turned = side * 0.40 * sight.aside + 0.917 * sight.ahead
        if turned > 0.05:
            ring = [(0.0235 * math.cos(i * math.tau / 18), 0.019 * math.sin(i * math.tau / 18)) for i in range(19)]
            rim = sight.flat(*((side * (0.0335 + x), -0.002 + y, 0.094 - (x + 0.01) * 0.22) for x, y in ring))
            if sight.high > 90:
                glint = sight.flat(
                    *(
                        (side * (0.0335 + x), y, 0.094)
                        for x, y in ((-0.010, 0.008), (-0.002, 0.012), (-0.008, -0.008), (-0.013, -0.004))
                    )
                )
                marks.append(Mark(glint, mix(sight.skin, (250, 250, 250), 0.35)))
            marks.append(Mark(rim, frame, width))
        if side * sight.aside > 0.05:
            marks.append(Mark(sight.flat((side * 0.057, 0.004, 0.088), (side * 0.082, 0.008, -0.012)), frame, width))
    if sight.ahead > 0.1:
        marks.append(Mark(sight.flat((-0.011, 0.002, 0.096), (0.0, 0.006, 0.098), (0.011, 0.002, 0.096)), frame, width))
    return marks


def _spots(sight: Sight, colour: Colour, at: tuple[tuple[float, float, float, float], ...]) -> list[Mark]:
    marks = []
    for x, y, z, radius in at:
        if (x * sight.aside + z * sight.ahead) > 0.028:
            ring = []
            for index in range(9):
                reach = radius * (0.7 + 0.5 * chance("spot", x, index))
                ring.append((x + reach * math.cos(index * 0.698), y + reach * math.sin(index * 0.698), z))
            marks.append(Mark(sight.flat(*ring), colour))
    return marks


def _drops(sight: Sight) -> list[Mark]:
    pale = mix(sight.skin, (225, 236, 244), 0.7)
    return [
        Mark(sight.flat((x, y, z), (x * 1.05, y - 0.016, z)), pale, sight.width(0.012))
        for x, y, z in (
            (0.042, -0.010, 0.068),
            (-0.038, 0.050, 0.074),
            (-0.034, -0.048, 0.068),
            (0.012, -0.100, 0.088),
            (0.018, 0.062, 0.084),
        )
    ]

"""What the story has done to somebody: rain, dirt, blood, a tear, a bandage, as marks upon clothes and face."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.pen import Mark
from storyforge.media.previz.vectors import chance

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.figures.trunk import Barrel

BLOOD: Colour = (138, 26, 28)
MUD: Colour = (96, 76, 54)
BANDAGE: Colour = (232, 226, 210)
_BLOOD_AT = ((-24.0, 0.42, 17.0), (12.0, 0.66, 11.0), (-46.0, 0.62, 8.0), (168.0, 0.4, 14.0))
_MUD_AT = (
    (30.0, 0.34, 15.0),
    (-36.0, 0.82, 18.0),
    (60.0, 0.92, 12.0),
    (-12.0, 0.16, 9.0),
    (150.0, 0.5, 20.0),
    (205.0, 0.8, 16.0),
)
_TEARS_AT = ((38.0, 0.16, 15.0), (-30.0, 0.74, 17.0), (150.0, 0.34, 18.0))
"""Azimuth, share of the way down, and size in degrees."""


@lru_cache(maxsize=256)
def soaked(look: Look) -> Look:
    """A look whose cloth and hair are darker for being wet; any other as it is."""
    if not look.wet:
        return look
    return replace(
        look,
        cloth=shade(look.cloth, 0.74),
        under=shade(look.under, 0.82),
        legs=shade(look.legs, 0.76),
        hair_colour=shade(look.hair_colour, 0.72),
        hat_colour=shade(look.hat_colour, 0.74),
    )


def worn_trunk(barrel: Barrel) -> list[Mark]:
    """Marks upon the trunk."""
    look, pen = barrel.look, barrel.pen
    marks: list[Mark] = []
    if look.dirty:
        mud = mix(pen.tone(look.cloth), pen.tone(MUD), 0.86)
        marks += [Mark(_blot(barrel, *at, "mud"), mud) for at in _MUD_AT if barrel.faces(at[0], 78)]
    if look.torn:
        for at in _TEARS_AT:
            if barrel.faces(at[0], 70):
                points = _tear(barrel, *at)
                marks.append(Mark(points, pen.tone(look.skin)))
                marks.append(Mark([*points, points[0]], pen.ink_colour, 0.5))
    if look.bloody:
        red = pen.tone(BLOOD)
        for at in _BLOOD_AT:
            if barrel.faces(at[0], 78):
                marks.append(Mark(_blot(barrel, *at, "blood"), red))
    if look.wet:
        marks += _streaks(barrel)
    return marks


def _blot(barrel: Barrel, azimuth: float, share: float, size: float, kind: str) -> list[tuple[float, float]]:
    ring = []
    for index in range(12):
        reach = size * (0.62 + 0.6 * chance(kind, azimuth, index))
        angle = index * math.tau / 12
        ring.append((azimuth + reach * math.cos(angle), share + reach * math.sin(angle) * 0.0062))
    return barrel.flat(ring, 0.003)


def _tear(barrel: Barrel, azimuth: float, share: float, size: float) -> list[tuple[float, float]]:
    """A jagged hole, longer than wide."""
    steps = 5
    down, up = [], []
    for index in range(steps + 1):
        t = index / steps
        width = size * math.sin(math.pi * t) * 0.8
        y = share + (t - 0.5) * size * 0.019
        lean = (t - 0.5) * size * 0.9
        down.append((azimuth + lean + width * (0.55 if index % 2 else 1.1), y))
        up.append((azimuth + lean - width * (1.1 if index % 2 else 0.5), y + 0.01))
    return barrel.flat([*down, *reversed(up[1:-1])], 0.003)


def _streaks(barrel: Barrel) -> list[Mark]:
    """Darker runs of water down the cloth."""
    dark = shade(barrel.pen.tone(barrel.look.cloth), 0.80)
    marks = []
    for index in range(-4, 5):
        azimuth = barrel.viewer + index * 19 + 9 * chance("streak", index)
        top = 0.08 + 0.34 * chance("top", index)
        low = top + 0.22 + 0.3 * chance("low", index)
        marks.append(
            Mark(
                barrel.flat(
                    [(azimuth - 2.4, top), (azimuth + 2.4, top + 0.03), (azimuth + 1.2, low), (azimuth - 1.2, low)],
                    0.002,
                ),
                dark,
            )
        )
    return marks

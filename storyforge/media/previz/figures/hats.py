"""What is worn on the head: caps, brimmed hats, hoods, helmets, crowns; and a bandage."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.patches import Surface, clipped
from storyforge.media.previz.figures.pen import SHADE, Mark, Part
from storyforge.media.previz.figures.wear import BANDAGE, BLOOD

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.figures.face import Sight
    from storyforge.media.previz.figures.hair import Row
    from storyforge.media.previz.figures.patches import Loop
    from storyforge.media.previz.figures.pen import Spheres
    from storyforge.media.previz.vectors import Vec

Things = list["Part | Mark"]
_HOOD: tuple[Row, ...] = (
    (0.0, 0.034, -0.024, 0.104),
    (0.0, 0.030, 0.010, 0.092),
    (0.030, -0.090, -0.020, 0.066),
    (-0.030, -0.090, -0.020, 0.066),
)
_DOME: tuple[Row, ...] = ((0.0, 0.038, -0.018, 0.098), (0.0, 0.046, 0.018, 0.082))


def hat(sight: Sight) -> Things:
    """What is painted over hair and face: the hat, and a bandage around the brow."""
    found: Things = []
    if sight.look.bandaged:
        found += _bandage(sight)
    make = _HATS.get(sight.look.hat)
    return [*found, *make(sight)] if make else found


def hood(sight: Sight) -> Things:
    """The inside of a hood, which is painted before the face."""
    if sight.look.hat not in {"hood", "scarf"}:
        return []
    contour = sight.pen.contour(_balls(sight, _HOOD))
    return [Mark(contour.grown(), shade(sight.pen.tone(sight.look.hat_colour), 0.45), outlined=True)] if contour else []


def _balls(sight: Sight, rows: tuple[Row, ...]) -> Spheres:
    k, head = sight.bones.head_size, sight.bones.head
    return tuple((head.at(x * k, y * k, z * k), radius * k) for x, y, z, radius in rows)


def _level(front: float, side: float, back: float) -> Loop:
    """A loop around the head that is as high as given ahead, at the sides and behind."""
    points = []
    for index in range(24):
        azimuth = index * 15.0
        a = math.radians(azimuth)
        ahead = math.cos(a)
        end = front if ahead > 0 else back
        points.append((azimuth if azimuth <= 180 else azimuth - 360, side + (end - side) * ahead * ahead))
    return tuple(points)


def _region(sight: Sight, rows: tuple[Row, ...], loop: Loop, middle: Vec, colour: Colour) -> Things:
    surface = Surface.of(sight.pen, sight.bones.head, _balls(sight, rows))
    patch = surface.patch(loop, middle) if surface else None
    if surface is None or patch is None or len(patch.points) < 3:
        return []
    tone = sight.pen.tone(colour)
    found: Things = [Mark(patch.points, shade(tone, SHADE), outlined=True)]
    lit = clipped(patch.points, surface.contour.lit(sight.pen.light.toward, 0.20, 0.82)[::2])
    if len(lit) > 2:
        found.append(Mark(lit, tone))
    if sight.pen.scale > 90:
        found.append(Mark((*patch.points, patch.points[0]), mix(sight.pen.ink_colour, tone, 0.2), 0.45))
    return found


def _up(sight: Sight) -> Vec:
    return sight.bones.head.direction(0.0, 0.98, -0.2)


def _cap(sight: Sight) -> Things:
    crown = _region(sight, _DOME, _level(26, 18, 6), _up(sight), sight.look.hat_colour)
    peak: tuple[Row, ...] = (
        (0.050, 0.074, 0.074, 0.011),
        (-0.050, 0.074, 0.074, 0.011),
        (0.030, 0.066, 0.148, 0.008),
        (-0.030, 0.066, 0.148, 0.008),
    )
    if sight.ahead < -0.35:
        return crown
    return [*crown, Part((_balls(sight, peak),), shade(sight.look.hat_colour, 0.86))]


def _beanie(sight: Sight) -> Things:
    dome: tuple[Row, ...] = (*_DOME, (0.0, 0.075, -0.035, 0.078))
    return _region(sight, dome, _level(24, 8, -10), _up(sight), sight.look.hat_colour)


def _brim(sight: Sight, radius: float, high: float, tilt: float) -> Spheres:
    rows = []
    for index in range(10):
        a = index * math.tau / 10
        rows.append((radius * 0.86 * math.sin(a), high + tilt * math.cos(a), -0.008 + radius * math.cos(a), 0.006))
    return _balls(sight, tuple(rows))


def _hat(sight: Sight) -> Things:
    colour = sight.look.hat_colour
    crown: tuple[Row, ...] = (
        *((side * 0.046, 0.086, z, 0.044) for side in (1, -1) for z in (0.030, -0.060)),
        *((side * 0.028, 0.141, z, 0.035) for side in (1, -1) for z in (0.026, -0.050)),
    )
    brim = Part((_brim(sight, 0.158, 0.074, -0.008),), shade(colour, 0.9))
    top = Part((_balls(sight, crown),), colour)
    band = _band(sight, ((0.0, 0.098, -0.015, 0.090),), _level(2, 2, 2), _level(16, 16, 16), shade(colour, 0.5))
    return [brim, top, *band] if sight.above > -0.04 else [top, *band, brim]


def _helmet(sight: Sight) -> Things:
    dome: tuple[Row, ...] = ((0.0, 0.044, -0.018, 0.108), (0.0, 0.050, 0.018, 0.094))
    brim = Part((_brim(sight, 0.136, 0.052, 0.004),), shade(sight.look.hat_colour, 0.85))
    crown = _region(sight, dome, _level(10, 6, 0), _up(sight), sight.look.hat_colour)
    return [brim, *crown] if sight.above > -0.04 else [*crown, brim]


def _hood(sight: Sight) -> Things:
    opening = tuple(
        (
            58.0 * math.sin(i * math.tau / 24),
            2.0 + (44.0 if math.cos(i * math.tau / 24) > 0 else 52.0) * math.cos(i * math.tau / 24),
        )
        for i in range(24)
    )
    drape = Part(
        (_balls(sight, ((0.045, -0.11, -0.03, 0.055), (-0.045, -0.11, -0.03, 0.055), (0.0, -0.12, 0.02, 0.055))),),
        sight.look.hat_colour,
    )
    cloth = _region(sight, _HOOD, opening, sight.bones.head.direction(0.0, 0.25, -0.97), sight.look.hat_colour)
    return [*cloth, *([drape] if sight.ahead < -0.3 else [])]


def _crown(sight: Sight) -> Things:
    k, head = sight.bones.head_size, sight.bones.head
    middle = math.degrees(math.atan2(sight.aside, sight.ahead))
    points: list[Vec] = []
    low: list[Vec] = []
    for index in range(13):
        a = math.radians(middle - 90 + index * 15)
        x, z = 0.092 * math.sin(a), -0.010 + 0.096 * math.cos(a)
        points.append(head.at(x * k * 1.06, (0.158 if index % 2 else 0.122) * k, z * k * 1.06))
        low.append(head.at(x * k, 0.088 * k, z * k))
    shape = [sight.pen.point(at) for at in (*points, *reversed(low))]
    tone = sight.pen.tone(sight.look.hat_colour)
    return (
        [Mark(shape, tone, outlined=True), Mark((*shape, shape[0]), mix(sight.pen.ink_colour, tone, 0.2), 0.45)]
        if len(shape) > 3
        else []
    )


def _band(sight: Sight, rows: tuple[Row, ...], low: Loop, high: Loop, colour: Colour) -> Things:
    """A band around the head between two loops, where the lens sees it."""
    surface = Surface.of(sight.pen, sight.bones.head, _balls(sight, rows))
    if surface is None:
        return []
    first, second = (surface.patch(loop, _up(sight)) for loop in (low, high))
    if first is None or second is None or not first.limb or not second.limb:
        return []
    return [Mark((*first.run, *reversed(second.run)), sight.pen.tone(colour))]


def _bandage(sight: Sight) -> Things:
    rows: tuple[Row, ...] = ((0.0, 0.032, -0.016, 0.104), (0.0, 0.038, 0.020, 0.086))
    low, high = _level(14, 24, 4), _level(38, 48, 24)
    found = _band(sight, rows, low, high, BANDAGE)
    if found and sight.pen.scale > 90 and isinstance(found[0], Mark):
        points = found[0].points
        found.append(Mark((*points, points[0]), mix(sight.pen.ink_colour, sight.pen.tone(BANDAGE), 0.45), 0.35))
        surface = Surface.of(sight.pen, sight.bones.head, _balls(sight, rows))
        spot = (
            surface.patch(
                tuple((40 + 9 * math.sin(i), 29 + 6 * math.cos(i)) for i in range(6)),
                sight.bones.head.direction(0.5, 0.5, 0.6),
            )
            if surface
            else None
        )
        if spot and spot.run and sight.look.bloody:
            found.append(Mark(spot.points, sight.pen.tone(BLOOD)))
    return found


_HATS: dict[str, Callable[[Sight], Things]] = {
    "cap": _cap, "hat": _hat, "hood": _hood, "helmet": _helmet, "crown": _crown, "beanie": _beanie, "scarf": _hood,
}  # fmt: skip

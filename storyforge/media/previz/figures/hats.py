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
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.figures.hair import Row
    from storyforge.media.previz.figures.patches import Loop
    from storyforge.media.previz.figures.pen import Pen, Spheres
    from storyforge.media.previz.figures.skeleton import Skeleton
    from storyforge.media.previz.vectors import Vec

Things = list["Part | Mark"]
_HOOD: tuple[Row, ...] = (
    (0.0, 0.034, -0.024, 0.104), (0.0, 0.030, 0.010, 0.092), (0.030, -0.090, -0.020, 0.066), (-0.030, -0.090, -0.020, 0.066),
)  # fmt: skip
_DOME: tuple[Row, ...] = ((0.0, 0.038, -0.018, 0.098), (0.0, 0.046, 0.018, 0.082))


def hat(pen: Pen, look: Look, bones: Skeleton, sight: Sight) -> Things:
    """What is painted over hair and face: the hat, and a bandage around the brow."""
    found: Things = []
    if look.bandaged:
        found += _bandage(pen, look, bones)
    make = _HATS.get(look.hat)
    return [*found, *make(pen, look, bones, sight)] if make else found


def hood(pen: Pen, look: Look, bones: Skeleton) -> Things:
    """The inside of a hood, which is painted before the face."""
    if look.hat not in {"hood", "scarf"}:
        return []
    contour = pen.contour(_balls(bones, _HOOD))
    return [Mark(contour.grown(), shade(pen.tone(look.hat_colour), 0.45), outlined=True)] if contour else []


def _balls(bones: Skeleton, rows: tuple[Row, ...]) -> Spheres:
    k, head = bones.head_size, bones.head
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


def _region(pen: Pen, bones: Skeleton, rows: tuple[Row, ...], loop: Loop, middle: Vec, colour: Colour) -> Things:
    surface = Surface.of(pen, bones.head, _balls(bones, rows))
    patch = surface.patch(loop, middle) if surface else None
    if surface is None or patch is None or len(patch.points) < 3:
        return []
    tone = pen.tone(colour)
    found: Things = [Mark(patch.points, shade(tone, SHADE), outlined=True)]
    lit = clipped(patch.points, surface.contour.lit(pen.light.toward, 0.20, 0.82)[::2])
    if len(lit) > 2:
        found.append(Mark(lit, tone))
    if pen.scale > 90:
        found.append(Mark((*patch.points, patch.points[0]), mix(pen.ink_colour, tone, 0.2), 0.45))
    return found


def _up(bones: Skeleton) -> Vec:
    return bones.head.direction(0.0, 0.98, -0.2)


def _cap(pen: Pen, look: Look, bones: Skeleton, sight: Sight) -> Things:
    crown = _region(pen, bones, _DOME, _level(26, 18, 6), _up(bones), look.hat_colour)
    peak: tuple[Row, ...] = (
        (0.050, 0.074, 0.074, 0.011),
        (-0.050, 0.074, 0.074, 0.011),
        (0.030, 0.066, 0.148, 0.008),
        (-0.030, 0.066, 0.148, 0.008),
    )
    if sight.ahead < -0.35:
        return crown
    return [*crown, Part((_balls(bones, peak),), shade(look.hat_colour, 0.86))]


def _beanie(pen: Pen, look: Look, bones: Skeleton, sight: Sight) -> Things:  # noqa: ARG001
    dome: tuple[Row, ...] = (*_DOME, (0.0, 0.075, -0.035, 0.078))
    return _region(pen, bones, dome, _level(24, 8, -10), _up(bones), look.hat_colour)


def _brim(bones: Skeleton, radius: float, high: float, tilt: float) -> Spheres:
    rows = []
    for index in range(10):
        a = index * math.tau / 10
        rows.append((radius * 0.86 * math.sin(a), high + tilt * math.cos(a), -0.008 + radius * math.cos(a), 0.006))
    return _balls(bones, tuple(rows))


def _hat(pen: Pen, look: Look, bones: Skeleton, sight: Sight) -> Things:  # noqa: ARG001
    colour = look.hat_colour
    crown: tuple[Row, ...] = (
        (0.046, 0.086, 0.030, 0.044), (-0.046, 0.086, 0.030, 0.044), (0.046, 0.086, -0.060, 0.044), (-0.046, 0.086, -0.060, 0.044),
        (0.026, 0.142, 0.026, 0.034), (-0.026, 0.142, 0.026, 0.034), (0.030, 0.140, -0.050, 0.036), (-0.030, 0.140, -0.050, 0.036),
    )  # fmt: skip
    brim = Part((_brim(bones, 0.158, 0.074, -0.008),), shade(colour, 0.9))
    top = Part((_balls(bones, crown),), colour)
    band = _band(pen, bones, ((0.0, 0.098, -0.015, 0.090),), _level(2, 2, 2), _level(16, 16, 16), shade(colour, 0.5))
    return [brim, top, *band] if sight.above > -0.04 else [top, *band, brim]


def _helmet(pen: Pen, look: Look, bones: Skeleton, sight: Sight) -> Things:  # noqa: ARG001
    dome: tuple[Row, ...] = ((0.0, 0.044, -0.018, 0.108), (0.0, 0.050, 0.018, 0.094))
    brim = Part((_brim(bones, 0.136, 0.052, 0.004),), shade(look.hat_colour, 0.85))
    crown = _region(pen, bones, dome, _level(10, 6, 0), _up(bones), look.hat_colour)
    return [brim, *crown] if sight.above > -0.04 else [*crown, brim]


def _hood(pen: Pen, look: Look, bones: Skeleton, sight: Sight) -> Things:  # noqa: ARG001
    opening = tuple(
        (
            58.0 * math.sin(i * math.tau / 24),
            2.0 + (44.0 if math.cos(i * math.tau / 24) > 0 else 52.0) * math.cos(i * math.tau / 24),
        )
        for i in range(24)
    )
    drape = Part(
        (_balls(bones, ((0.045, -0.11, -0.03, 0.055), (-0.045, -0.11, -0.03, 0.055), (0.0, -0.12, 0.02, 0.055))),),
        look.hat_colour,
    )
    cloth = _region(pen, bones, _HOOD, opening, bones.head.direction(0.0, 0.25, -0.97), look.hat_colour)
    return [*cloth, *([drape] if sight.ahead < -0.3 else [])]


def _crown(pen: Pen, look: Look, bones: Skeleton, sight: Sight) -> Things:  # noqa: ARG001
    k, head = bones.head_size, bones.head
    middle = math.degrees(math.atan2(sight.aside, sight.ahead))
    points: list[Vec] = []
    low: list[Vec] = []
    for index in range(13):
        a = math.radians(middle - 90 + index * 15)
        x, z = 0.092 * math.sin(a), -0.010 + 0.096 * math.cos(a)
        points.append(head.at(x * k * 1.06, (0.158 if index % 2 else 0.122) * k, z * k * 1.06))
        low.append(head.at(x * k, 0.088 * k, z * k))
    shape = [pen.point(at) for at in (*points, *reversed(low))]
    tone = pen.tone(look.hat_colour)
    return (
        [Mark(shape, tone, outlined=True), Mark((*shape, shape[0]), mix(pen.ink_colour, tone, 0.2), 0.45)]
        if len(shape) > 3
        else []
    )


def _band(pen: Pen, bones: Skeleton, rows: tuple[Row, ...], low: Loop, high: Loop, colour: Colour) -> Things:
    """A band around the head between two loops, where the lens sees it."""
    surface = Surface.of(pen, bones.head, _balls(bones, rows))
    if surface is None:
        return []
    first, second = (surface.patch(loop, _up(bones)) for loop in (low, high))
    if first is None or second is None or not first.limb or not second.limb:
        return []
    return [Mark((*first.run, *reversed(second.run)), pen.tone(colour))]


def _bandage(pen: Pen, look: Look, bones: Skeleton) -> Things:
    rows: tuple[Row, ...] = ((0.0, 0.032, -0.016, 0.104), (0.0, 0.038, 0.020, 0.086))
    low, high = _level(14, 24, 4), _level(38, 48, 24)
    found = _band(pen, bones, rows, low, high, BANDAGE)
    if found and pen.scale > 90 and isinstance(found[0], Mark):
        points = found[0].points
        found.append(Mark((*points, points[0]), mix(pen.ink_colour, pen.tone(BANDAGE), 0.45), 0.35))
        surface = Surface.of(pen, bones.head, _balls(bones, rows))
        spot = (
            surface.patch(
                tuple((40 + 9 * math.sin(i), 29 + 6 * math.cos(i)) for i in range(6)),
                bones.head.direction(0.5, 0.5, 0.6),
            )
            if surface
            else None
        )
        if spot and spot.run and look.bloody:
            found.append(Mark(spot.points, pen.tone(BLOOD)))
    return found


_HATS: dict[str, Callable[[Pen, Look, Skeleton, Sight], Things]] = {
    "cap": _cap, "hat": _hat, "hood": _hood, "helmet": _helmet, "crown": _crown, "beanie": _beanie, "scarf": _hood,
}  # fmt: skip

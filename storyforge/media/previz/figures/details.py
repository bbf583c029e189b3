"""The few lines and patches upon a trunk that say what is worn: lapels, buttons, a belt, an apron."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.pen import SHADE, Mark
from storyforge.media.previz.figures.trunk import Barrel
from storyforge.media.previz.figures.wear import worn_trunk
from storyforge.media.previz.vectors import add, lerp, scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.figures.figure import Coat, Look
    from storyforge.media.previz.figures.pen import Pen
    from storyforge.media.previz.figures.skeleton import Skeleton

_FROM = 170.0
"""Pixels per metre from which clothes have lapels and lines."""
_BUTTONS_FROM = 260.0


def details(pen: Pen, look: Look, bones: Skeleton, *, whole: bool) -> list[Mark]:
    """All marks upon the trunk; `whole`: its skirt hangs and is one with it."""
    if pen.scale < _FROM:
        return []
    barrel = Barrel.of(pen, look, bones)
    marks = list(_KINDS[look.coat](barrel))
    if whole and barrel.faces(0, 75):
        marks += _opening(barrel)
    return [*marks, *worn_trunk(barrel)]


def _dark(barrel: Barrel) -> Colour:
    return mix(barrel.pen.ink_colour, shade(barrel.pen.tone(barrel.look.cloth), SHADE), 0.35)


def _opening(barrel: Barrel) -> list[Mark]:
    """The line down the front of a coat's or a robe's skirt."""
    if barrel.look.coat == "dress":
        return []
    bones, k = barrel.bones, barrel.bones.size
    low = 0.95 if barrel.look.coat == "coat" else 1.8
    ahead = scale(bones.root.ahead, 0.105 * k)

    def middle(share: float) -> tuple[float, float]:
        points = [
            lerp(limbs.hip, limbs.knee, share) if share <= 1 else lerp(limbs.knee, limbs.ankle, share - 1)
            for limbs in (bones.right, bones.left)
        ]
        return barrel.pen.point(add(lerp(points[0], points[1], 0.5), ahead))

    start = barrel.flat([(4, 1.0)], 0.004)
    return [Mark([*start, middle(0.5), middle(low)], _dark(barrel), 0.5)]


def _line(barrel: Barrel, top: float, bottom: float, azimuth: float = 0.0, width: float = 0.5) -> list[Mark]:
    if not barrel.faces(azimuth, 80):
        return []
    steps = [top + (bottom - top) * i / 5 for i in range(6)]
    return [Mark(barrel.flat([(azimuth, share) for share in steps], 0.004), _dark(barrel), width)]


def _buttons(barrel: Barrel, azimuth: float, *shares: float) -> list[Mark]:
    if not barrel.faces(azimuth, 70) or barrel.pen.scale < _BUTTONS_FROM:
        return []
    marks = []
    radius = 0.0075 * barrel.pen.scale
    for share in shares:
        x, y = barrel.flat([(azimuth, share)], 0.006)[0]
        ring = [(x + radius * math.cos(i * 0.785), y + radius * math.sin(i * 0.785)) for i in range(8)]
        marks.append(Mark(ring, _dark(barrel)))
    return marks


def _belt(barrel: Barrel, colour: Colour, top: float, bottom: float) -> list[Mark]:
    around = [barrel.viewer + i * 22 for i in range(-4, 5)]
    band = [*((a, top) for a in around), *((a, bottom) for a in reversed(around))]
    return [Mark(barrel.flat(band, 0.005), colour)]


def _lapels(barrel: Barrel, low: float) -> list[Mark]:
    """What is worn beneath in the opening, and a lapel on either side of it."""
    if not barrel.faces(0, 84):
        return []
    pen, look = barrel.pen, barrel.look
    opening = ((-42, -0.09), (42, -0.09), (30, 0.06), (16, 0.18), (0, low), (-16, 0.18), (-30, 0.06))
    marks = [Mark(barrel.flat(opening), pen.tone(look.under))]
    if look.tie and look.coat in {"suit", "vest"}:
        tie = pen.tone(mix(look.cloth, (150, 44, 50), 0.75))
        marks.append(Mark(barrel.flat([(-5, 0.0), (5, 0.0), (8, low * 0.74), (0, low), (-8, low * 0.74)], 0.003), tie))
        marks.append(Mark(barrel.flat([(-8, -0.03), (8, -0.03), (5, 0.05), (-5, 0.05)], 0.005), shade(tie, 0.85)))
    for side in (1, -1):
        if barrel.faces(side * 30, 84):
            leaf = (
                (60, -0.1),
                (40, -0.06),
                (24, 0.05),
                (9, low * 0.7),
                (0, low),
                (22, low * 0.74),
                (42, 0.2),
                (35, 0.13),
                (56, 0.09),
            )
            points = barrel.flat([(side * azimuth, share) for azimuth, share in leaf], 0.005)
            marks.append(Mark(points, shade(pen.tone(look.cloth), 0.87)))
            marks.append(Mark(points[1:], _dark(barrel), 0.45))
    return marks


def _suit(barrel: Barrel) -> list[Mark]:
    return [*_lapels(barrel, 0.54), *_line(barrel, 0.54, 1.1, 2), *_buttons(barrel, 6, 0.6, 0.76)]


def _coat(barrel: Barrel) -> list[Mark]:
    belt = _belt(barrel, shade(barrel.pen.tone(barrel.look.cloth), 0.8), 0.68, 0.78)
    return [*_lapels(barrel, 0.36), *_line(barrel, 0.36, 1.0, 4), *belt, *_buttons(barrel, 11, 0.44, 0.58, 0.9)]


def _jacket(barrel: Barrel) -> list[Mark]:
    marks = [*_lapels(barrel, 0.28), *_line(barrel, 0.28, 1.1)]
    for side in (1, -1):
        marks += _slit(barrel, side)
    return marks


def _slit(barrel: Barrel, side: int) -> list[Mark]:
    if not barrel.faces(side * 40, 70):
        return []
    return [Mark(barrel.flat([(side * 46, 0.74), (side * 34, 0.94)], 0.005), _dark(barrel), 0.5)]


def _uniform(barrel: Barrel) -> list[Mark]:
    dark, pen = _dark(barrel), barrel.pen
    marks = [*_line(barrel, 0.0, 1.1), *_buttons(barrel, 5, 0.2, 0.36, 0.52, 0.68)]
    for side in (1, -1):
        if barrel.faces(side * 34, 70):
            pocket = [(side * 18, 0.24), (side * 48, 0.24), (side * 48, 0.42), (side * 18, 0.42), (side * 18, 0.24)]
            marks.append(Mark(barrel.flat(pocket, 0.004), dark, 0.5))
    if barrel.faces(-34, 70):
        badge = [(-27, 0.16), (-38, 0.16), (-36, 0.22), (-29, 0.22)]
        marks.append(Mark(barrel.flat(badge, 0.006), pen.tone((214, 184, 96))))
    return [*marks, *_belt(barrel, pen.tone((46, 40, 38)), 0.78, 0.88)]


def _dress(barrel: Barrel) -> list[Mark]:
    marks = []
    if barrel.faces(0, 84):
        neckline = [(-44, -0.07), (44, -0.07), (30, 0.07), (12, 0.135), (-12, 0.135), (-30, 0.07)]
        marks.append(Mark(barrel.flat(neckline), barrel.pen.tone(shade(barrel.look.skin, 0.97))))
    return [*marks, *_belt(barrel, shade(barrel.pen.tone(barrel.look.cloth), 0.78), 0.62, 0.68)]


def _hoodie(barrel: Barrel) -> list[Mark]:
    if not barrel.faces(0, 80):
        return []
    pouch = barrel.flat([(-42, 1.0), (-40, 0.9), (-28, 0.72), (28, 0.72), (40, 0.9), (42, 1.0)], 0.004)
    marks = [Mark(pouch, _dark(barrel), 0.5)]
    for side in (7, -7):
        cord = barrel.flat([(side, -0.02), (side * 1.3, 0.12), (side * 1.1, 0.24)], 0.006)
        marks.append(Mark(cord, barrel.pen.tone((232, 228, 218)), 0.55))
    return marks


def _apron(barrel: Barrel) -> list[Mark]:
    if not barrel.faces(0, 120):
        return _belt(barrel, barrel.pen.tone(barrel.look.under), 0.66, 0.72)
    colour = barrel.pen.tone(barrel.look.under)
    right = ((0, 1.14), (40, 1.12), (78, 1.08), (78, 0.68), (44, 0.6), (34, 0.2))
    points = barrel.flat([*right, *((-azimuth, share) for azimuth, share in reversed(right))], 0.005)
    marks = [Mark(barrel.flat([(side * 30, 0.2), (side * 50, -0.06)], 0.006), colour, 1.1) for side in (1, -1)]
    return [*marks, Mark(points, colour), Mark([*points, points[0]], _dark(barrel), 0.45)]


def _robe(barrel: Barrel) -> list[Mark]:
    sash = _belt(barrel, shade(barrel.pen.tone(barrel.look.cloth), 0.72), 0.66, 0.74)
    return [*_line(barrel, 0.0, 1.0, 4), *_buttons(barrel, 4, 0.1, 0.22, 0.34, 0.46, 0.58), *sash]


def _shirt(barrel: Barrel) -> list[Mark]:
    return [*_line(barrel, 0.04, 1.1), *_buttons(barrel, 3, 0.2, 0.42, 0.64, 0.86)]


_KINDS: dict[Coat, Callable[[Barrel], list[Mark]]] = {
    "suit": _suit, "coat": _coat, "jacket": _jacket, "uniform": _uniform, "dress": _dress, "hoodie": _hoodie,
    "apron": _apron, "vest": _suit, "robe": _robe, "shirt": _shirt, "skirt": _shirt,
}  # fmt: skip

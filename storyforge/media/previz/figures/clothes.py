"""Clothes: which bodies a coat, a suit or a dress is made of, and the few lines that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.limbs import arm, leg
from storyforge.media.previz.figures.pen import SHADE, Item, Mark, Part, depth_of
from storyforge.media.previz.figures.trunk import Barrel, chest_bodies, seat_body, skirt_bodies

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.figures.figure import Coat, Look
    from storyforge.media.previz.figures.pen import Pen
    from storyforge.media.previz.figures.skeleton import Skeleton

_DETAIL_FROM = 170.0
"""Pixels per metre from which clothes have collars and buttons."""
_SKIRTS: dict[Coat, tuple[float, float]] = {
    "coat": (0.95, 0.025), "dress": (1.05, 0.055), "robe": (1.86, 0.03), "skirt": (0.95, 0.03), "apron": (0.0, 0.0),
}  # fmt: skip
"""How long, and how much wider at the hem than at the thigh."""
_OPEN: tuple[Coat, ...] = ("coat", "suit", "jacket")


def clothed(pen: Pen, look: Look, bones: Skeleton) -> list[Item]:
    """Trunk, legs and arms as they are dressed."""
    bare = look.coat in {"dress", "skirt"}
    items: list[Item] = []
    trunk = Part(chest_bodies(look, bones), look.cloth)
    depth = depth_of(pen.camera, trunk)
    behind = depth + 0.02 if _upright(bones) else 0.0
    for limbs in (bones.right, bones.left):
        items += leg(pen, look, bones, limbs, bare=bare, behind=behind)
    sleeve = look.under if look.coat == "vest" else look.cloth
    for limbs in (bones.right, bones.left):
        items += arm(pen, look, bones, limbs, sleeve, loose=1.35 if look.coat == "robe" else 1.0)
    if look.coat not in {"dress", "robe"}:
        seat = Part((seat_body(look, bones),), look.legs)
        items.append(Item(max(depth + 0.015, depth_of(pen.camera, seat)), (seat,)))
    if length := _SKIRTS.get(look.coat, (0.0, 0.0))[0]:
        colour = look.legs if look.coat == "skirt" else look.cloth
        skirt = Part(skirt_bodies(look, bones, length, _SKIRTS[look.coat][1]), colour)
        hem = depth_of(pen.camera, skirt)
        items.append(Item(min(hem, depth + 0.012) - 0.05 if _upright(bones) else hem - 0.06, (skirt,)))
    items.append(Item(depth, (trunk, *_details(pen, look, bones))))
    return items


def _upright(bones: Skeleton) -> bool:
    return bones.right.hip[1] - bones.right.knee[1] > 0.3 * bones.size


def _details(pen: Pen, look: Look, bones: Skeleton) -> list[Mark]:
    if pen.scale < _DETAIL_FROM:
        return []
    barrel = Barrel.of(pen, look, bones)
    draw = _DETAILS.get(look.coat, _shirt)
    return [*draw(pen, look, barrel)]


def _dark(pen: Pen, look: Look) -> Colour:
    return mix(pen.ink_colour, shade(pen.tone(look.cloth), SHADE), 0.35)


def _collar(pen: Pen, barrel: Barrel, colour: Colour, low: float) -> list[Mark]:
    marks: list[Mark] = []
    for side in (1, -1):
        if barrel.faces(side * 28, 80):
            leaf = [(side * 62, -0.075), (side * 6, low * 0.55), (side * 24, low), (side * 66, 0.02)]
            marks.append(Mark(barrel.flat(leaf, 0.004), colour))
    return marks


def _front_line(barrel: Barrel, top: float, bottom: float, colour: Colour, azimuth: float = 0.0) -> list[Mark]:
    if not barrel.faces(azimuth, 80):
        return []
    steps = [top + (bottom - top) * i / 5 for i in range(6)]
    return [Mark(barrel.flat([(azimuth, share) for share in steps], 0.004), colour, 0.5)]


def _shirt(pen: Pen, look: Look, barrel: Barrel) -> list[Mark]:
    dark = _dark(pen, look)
    marks = _collar(pen, barrel, shade(pen.tone(look.cloth), 0.88), 0.14)
    return [*_front_line(barrel, 0.1, 1.0, dark), *marks]


def _lapels(pen: Pen, look: Look, barrel: Barrel, low: float) -> list[Mark]:
    if not barrel.faces(0, 84):
        return []
    marks = [
        Mark(barrel.flat([(-40, -0.08), (40, -0.08), (18, 0.14), (0, low), (-18, 0.14)], 0.0), pen.tone(look.under))
    ]
    if look.tie:
        tie = mix(look.cloth, (150, 44, 50), 0.75)
        marks.append(
            Mark(
                barrel.flat([(-6, 0.0), (6, 0.0), (7, low * 0.7), (0, low * 0.98), (-7, low * 0.7)], 0.004),
                pen.tone(tie),
            )
        )
    dark = _dark(pen, look)
    for side in (1, -1):
        if barrel.faces(side * 30, 84):
            leaf = [
                (side * 58, -0.085),
                (side * 30, -0.05),
                (side * 12, low * 0.62),
                (0, low),
                (side * 26, low * 0.68),
                (side * 44, 0.18),
                (side * 38, 0.13),
                (side * 58, 0.1),
            ]
            points = barrel.flat(leaf, 0.006)
            marks.append(Mark(points, shade(pen.tone(look.cloth), 0.86)))
            marks.append(Mark([*points[2:], points[0]], dark, 0.45))
    return marks


def _suit(pen: Pen, look: Look, barrel: Barrel) -> list[Mark]:
    low = 0.52
    return [
        *_lapels(pen, look, barrel, low),
        *_front_line(barrel, low, 1.06, _dark(pen, look), 2),
        *_buttons(pen, look, barrel, (0.6, 0.76)),
    ]


def _coat(pen: Pen, look: Look, barrel: Barrel) -> list[Mark]:
    low = 0.32
    dark = _dark(pen, look)
    belt = _belt(pen, barrel, shade(pen.tone(look.cloth), 0.8), 0.68, 0.79)
    return [
        *_lapels(pen, look, barrel, low),
        *_front_line(barrel, low, 1.06, dark, 4),
        *belt,
        *_buttons(pen, look, barrel, (0.42, 0.56, 0.9)),
    ]


def _jacket(pen: Pen, look: Look, barrel: Barrel) -> list[Mark]:
    return [*_lapels(pen, look, barrel, 0.2), *_front_line(barrel, 0.2, 1.06, _dark(pen, look))]


def _buttons(pen: Pen, look: Look, barrel: Barrel, shares: tuple[float, ...]) -> list[Mark]:
    if not barrel.faces(6, 70) or pen.scale < 260:
        return []
    colour = _dark(pen, look)
    marks = []
    for share in shares:
        x, y = barrel.flat([(7, share)], 0.006)[0]
        r = 0.008 * pen.scale
        marks.append(
            Mark(
                [
                    (x - r, y),
                    (x - r * 0.6, y - r * 0.8),
                    (x + r * 0.6, y - r * 0.8),
                    (x + r, y),
                    (x + r * 0.6, y + r * 0.8),
                    (x - r * 0.6, y + r * 0.8),
                ],
                colour,
            )
        )
    return marks


def _belt(pen: Pen, barrel: Barrel, colour: Colour, top: float, bottom: float) -> list[Mark]:
    around = [barrel.viewer + i * 22 for i in range(-4, 5)]
    band = [*((a, top) for a in around), *((a, bottom) for a in reversed(around))]
    return [Mark(barrel.flat(band, 0.006), colour)]


def _uniform(pen: Pen, look: Look, barrel: Barrel) -> list[Mark]:
    dark = _dark(pen, look)
    marks = [*_front_line(barrel, 0.1, 1.06, dark), *_collar(pen, barrel, shade(pen.tone(look.cloth), 0.82), 0.12)]
    for side in (1, -1):
        if barrel.faces(side * 34, 70):
            pocket = [(side * 18, 0.24), (side * 50, 0.24), (side * 50, 0.42), (side * 18, 0.42), (side * 18, 0.24)]
            marks.append(Mark(barrel.flat(pocket, 0.004), dark, 0.5))
    if barrel.faces(-34, 70):
        marks.append(
            Mark(barrel.flat([(-28, 0.17), (-38, 0.17), (-36, 0.23), (-30, 0.23)], 0.006), pen.tone((214, 184, 96)))
        )
    return [*marks, *_belt(pen, barrel, pen.tone((46, 40, 38)), 0.78, 0.88)]


def _dress(pen: Pen, look: Look, barrel: Barrel) -> list[Mark]:
    marks = []
    if barrel.faces(0, 84):
        marks.append(
            Mark(barrel.flat([(-44, -0.07), (44, -0.07), (26, 0.08), (0, 0.15), (-26, 0.08)], 0.0), pen.tone(look.skin))
        )
    return [*marks, *_belt(pen, barrel, shade(pen.tone(look.cloth), 0.78), 0.62, 0.68)]


def _hoodie(pen: Pen, look: Look, barrel: Barrel) -> list[Mark]:
    dark = _dark(pen, look)
    marks: list[Mark] = []
    if barrel.faces(0, 80):
        marks.append(Mark(barrel.flat([(-40, 0.98), (-30, 0.7), (30, 0.7), (40, 0.98)], 0.004), dark, 0.5))
        for side in (5, -5):
            marks.append(
                Mark(
                    barrel.flat([(side, 0.02), (side * 1.3, 0.14), (side * 1.2, 0.26)], 0.006),
                    pen.tone((232, 228, 218)),
                    0.5,
                )
            )
    return marks


def _apron(pen: Pen, look: Look, barrel: Barrel) -> list[Mark]:
    marks = _shirt(pen, look, barrel)
    if barrel.faces(0, 120):
        colour = pen.tone(look.under)
        bib = [
            (-34, 0.2),
            (34, 0.2),
            (44, 0.6),
            (76, 0.68),
            (80, 1.06),
            (40, 1.1),
            (0, 1.12),
            (-40, 1.1),
            (-80, 1.06),
            (-76, 0.68),
            (-44, 0.6),
        ]
        points = barrel.flat(bib, 0.006)
        marks += [Mark(points, colour), Mark([*points, points[0]], _dark(pen, look), 0.45)]
        for side in (1, -1):
            marks.append(Mark(barrel.flat([(side * 30, 0.2), (side * 50, -0.06)], 0.006), colour, 1.1))
    return marks


def _vest(pen: Pen, look: Look, barrel: Barrel) -> list[Mark]:
    return _suit(pen, look, barrel)


def _robe(pen: Pen, look: Look, barrel: Barrel) -> list[Mark]:
    dark = _dark(pen, look)
    return [*_front_line(barrel, 0.0, 1.06, dark), *_belt(pen, barrel, shade(pen.tone(look.cloth), 0.72), 0.66, 0.73)]


_DETAILS: dict[Coat, Callable[[Pen, Look, Barrel], list[Mark]]] = {
    "suit": _suit, "coat": _coat, "jacket": _jacket, "uniform": _uniform, "dress": _dress, "hoodie": _hoodie,
    "apron": _apron, "vest": _vest, "robe": _robe, "shirt": _shirt, "skirt": _shirt,
}  # fmt: skip

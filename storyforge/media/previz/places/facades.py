"""Fronts of houses: walls with windows, doors, shops and roofs, which face the street and vanish from behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Frame, Kit

HOUSES: tuple[Colour, ...] = (
    m.BRICK,
    m.PLASTER,
    m.STONE,
    (196, 184, 160),
    (186, 190, 196),
    (200, 176, 158),
    (176, 168, 158),
)
AWNINGS: tuple[Colour, ...] = (m.RED, m.GREEN, m.BLUE, m.OCHRE)
STOREY = 2.9
"""Metres from floor to floor, as town houses have it."""


def facade(
    kit: Kit,
    at: Frame,
    width: float,
    storeys: int,
    colour: Colour,
    *,
    shop: bool = False,
    roof: bool = False,
    fine: bool = False,
    key: object = "",
) -> None:
    """The front of a house on a frame at the middle of its foot, with a shop or a door below and windows above."""
    half, height = width / 2, storeys * STOREY + 0.7
    wall = at.on(Layer.WALL)
    kit.panel(wall, (-half, half, 0, height), kit.paint(colour), outlined=True)
    if roof:
        eaves = ((-half - 0.25, height), (half + 0.25, height), (half - 0.3, height + 1.7), (-half + 0.3, height + 1.7))
        kit.shape(wall, eaves, kit.paint(m.BRICK, 0.72))
    face = at.on(Layer.ON_WALL)
    kit.panel(face, (-half - 0.05, half + 0.05, height - 0.35, height), kit.paint(colour, 0.82), v=-0.03)
    kit.panel(face, (-half, half, 0, 0.4), kit.paint(colour, 0.76), v=-0.01)
    count = max(1, round(width / 2.3))
    for storey in range(1, storeys):
        for i in range(count):
            u = -half + (i + 0.5) * width / count
            pane(kit, face, u, storey * STOREY + 0.7, (0.95, 1.55), key=(key, storey, i), fine=fine)
    if shop:
        shop_front(kit, face, (-half + 0.35, half - 0.35), key=key)
    else:
        house_door(kit, face, -half + width * (0.25 if kit.chance("door", key) < 0.5 else 0.75), colour, key=key)
        for i in range(count):
            u = -half + (i + 0.5) * width / count
            if abs(u - (-half + width * (0.25 if kit.chance("door", key) < 0.5 else 0.75))) > 1.1:
                pane(kit, face, u, 0.95, (1.0, 1.5), key=(key, 0, i), fine=fine)


def pane(
    kit: Kit, at: Frame, u: float, low: float, size: tuple[float, float], *, key: object, fine: bool = True
) -> None:
    """A window of a house: dark glass by day, one in three lit at night; a fine one has a frame and a bar."""
    wide, tall = size[0] / 2, size[1]
    if fine:
        kit.panel(at, (u - wide - 0.1, u + wide + 0.1, low - 0.12, low + tall + 0.1), kit.paint(m.WHITE, 0.92), v=-0.02)
        kit.panel(at, (u - 0.03, u + 0.03, low, low + tall), kit.paint(m.WHITE, 0.9), v=-0.035, layer=Layer.TRIM)
    kit.panel(at, (u - wide, u + wide, low, low + tall), glass(kit, key), v=-0.03, outlined=not fine)


def glass(kit: Kit, key: object, share: float = 0.34) -> Colour:
    """The colour of a pane from outside."""
    if kit.light.dark:
        return kit.light.lit if kit.chance("lit", key) < share else mix(kit.light.window, kit.light.ink, 0.25)
    return kit.paint((118, 132, 142), 0.92 + 0.2 * kit.chance("glass", key))


def house_door(kit: Kit, at: Frame, u: float, colour: Colour, *, key: object, spot: bool = False) -> None:
    """A front door with a light over it and a step."""
    leaf = kit.choice((m.GREEN, m.BLUE, m.RED, m.DARK_WOOD), "leaf", key)
    kit.panel(at, (u - 0.62, u + 0.62, 0, 2.55), kit.paint(colour, 1.12), v=-0.02, outlined=True)
    kit.panel(at, (u - 0.48, u + 0.48, 0.12, 2.1), kit.paint(leaf, 0.92), v=-0.03, outlined=True)
    kit.panel(at, (u - 0.48, u + 0.48, 2.16, 2.42), glass(kit, (key, "fan"), 0.8), v=-0.03)
    kit.panel(at, (u - 0.7, u + 0.7, 0, 0.12), kit.paint(m.STONE), v=-0.05)
    if spot:
        kit.spot("door doorway entrance", at, u, -1.35, turn=180)


def shop_front(kit: Kit, at: Frame, span: tuple[float, float], *, key: object) -> None:
    """A shop: window with goods, a door beside it, a sign band and an awning."""
    left, right = span
    split = right - 1.15
    kit.panel(at, (left, right, 0, 2.75), kit.paint(m.DARK_WOOD, 0.9), v=-0.02, outlined=True)
    shine = kit.light.lit if kit.light.dark and kit.chance("open", key) < 0.5 else glass(kit, (key, "shop"), 0.0)
    kit.panel(at, (left + 0.15, split - 0.12, 0.55, 2.2), shine, v=-0.03)
    for i in range(2):
        u = left + 0.3 + (split - left - 0.9) * i
        tone = mix(kit.paint(kit.choice(AWNINGS, key, i)), shine, 0.3)
        kit.panel(at, (u, u + 0.4, 0.55, 0.85 + 0.4 * kit.chance("goods", key, i)), tone, v=-0.035, layer=Layer.TRIM)
    kit.panel(
        at, (split + 0.08, right - 0.12, 0.05, 2.2), mix(shine, kit.paint(m.DARK_WOOD), 0.35), v=-0.03, outlined=True
    )
    cloth = kit.choice(AWNINGS, "awning", key)
    kit.panel(at, (left, right, 2.3, 2.75), kit.paint(cloth, 0.9), v=-0.04, layer=Layer.TRIM, outlined=True)
    points = [
        at.point(left, 2.3, -0.05),
        at.point(split, 2.3, -0.05),
        at.point(split, 1.95, -0.9),
        at.point(left, 1.95, -0.9),
    ]
    kit.face(points, kit.paint(cloth, 1.1), Layer.TRIM, normal=at.front, outlined=True)


def row(
    kit: Kit,
    at: Frame,
    lengths: tuple[float, ...],
    *,
    shops: float = 0.5,
    low: int = 2,
    high: int = 3,
    roofs: float = 0.4,
    fine: bool = False,
    key: object = "",
) -> None:
    """A row of houses side by side, from the frame's left to its right."""
    u = -sum(lengths) / 2
    for i, length in enumerate(lengths):
        here = at.shift(u + length / 2, 0.0)
        storeys = low + int((high - low + 1) * kit.chance("storeys", key, i))
        tone = kit.choice(HOUSES, "house", key, i)
        shop, roof = kit.chance("shop", key, i) < shops, kit.chance("roof", key, i) < roofs
        facade(kit, here, length, storeys, tone, shop=shop, roof=roof, fine=fine, key=(key, i))
        u += length

"""Furniture that people sit, lie, eat and work at; every piece is built in a frame whose front is where one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places.fittings import desk_lamp, ring

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Frame, Kit

SEAT = 0.46
"""The height of a chair's seat in metres, the usual measure of furniture makers."""


def chair(kit: Kit, at: Frame, colour: Colour = m.WOOD, *, spot: str = "chair") -> None:
    """A chair with a back; who sits on it faces the frame's front."""
    leg = kit.paint(colour, 0.72)
    for u, v in ((-0.18, -0.18), (0.18, -0.18), (-0.18, 0.18), (0.18, 0.18)):
        kit.block(at, (0.04, SEAT - 0.05, 0.04), leg, u=u, v=v)
    kit.block(at, (0.42, 0.05, 0.42), kit.paint(colour), y=SEAT - 0.05)
    kit.block(at, (0.40, 0.14, 0.035), kit.paint(colour, 0.96), y=0.76, v=0.2)
    for u in (-0.18, 0.18):
        kit.block(at, (0.04, 0.46, 0.035), leg, u=u, y=SEAT, v=0.2)
    if spot:
        kit.spot(spot, at, 0, 0, height=SEAT, beside=(0.46, 0.05))


def stool(
    kit: Kit, at: Frame, height: float = 0.74, colour: Colour = m.DARK_WOOD, *, spot: str = "stool", turn: float = 0.0
) -> None:
    """A round stool on one leg, on which one sits turned any way."""
    kit.rod(at, (0, 0.02, 0), (0, height - 0.05, 0), 0.03, kit.paint(m.IRON))
    kit.body(at, ring(0.15, 0.02, 0.03), kit.paint(m.IRON, 0.9))
    kit.body(at, ring(0.14, height - 0.03, 0.035), kit.paint(colour))
    kit.spot(spot, at, 0, 0, height=height, beside=(0.42, 0.0), turn=turn)


def table(
    kit: Kit, at: Frame, width: float = 1.3, depth: float = 0.8, colour: Colour = m.WOOD, *, height: float = 0.74
) -> None:
    """A table on four legs; one stands at its front."""
    leg = kit.paint(colour, 0.7)
    for u in (-width / 2 + 0.06, width / 2 - 0.06):
        for v in (-depth / 2 + 0.06, depth / 2 - 0.06):
            kit.block(at, (0.06, height - 0.04, 0.06), leg, u=u, v=v)
    kit.block(at, (width, 0.05, depth), kit.paint(colour), y=height - 0.05)


def round_table(kit: Kit, at: Frame, radius: float = 0.38, colour: Colour = m.WOOD, *, height: float = 0.74) -> None:
    """A small round table on one leg."""
    kit.rod(at, (0, 0.02, 0), (0, height - 0.04, 0), 0.035, kit.paint(m.IRON))
    kit.body(at, ring(0.2, 0.02, 0.025), kit.paint(m.IRON))
    edge = radius * 0.72
    corners = (
        (radius, 0),
        (edge, edge),
        (0, radius),
        (-edge, edge),
        (-radius, 0),
        (-edge, -edge),
        (0, -radius),
        (edge, -edge),
    )
    kit.body(at, [((u, height - 0.025, v), 0.025) for u, v in corners], kit.paint(colour))


def set_table(
    kit: Kit,
    at: Frame,
    width: float = 1.3,
    *,
    colour: Colour = m.WOOD,
    chairs: Colour = m.WOOD,
    ends: tuple[int, ...] = (1, -1),
) -> None:
    """A table with a chair at its front and its back and at the ends asked for (1 right, -1 left), and things on it."""
    table(kit, at, width, 0.8, colour)
    near, far = kit.stand(*_flat(at, 0.0, -0.62), at.yaw + 180), kit.stand(*_flat(at, 0.0, 0.62), at.yaw)
    chair(kit, far, chairs, spot="table chair")
    chair(kit, near, chairs, spot="table chair")
    for sign in ends:
        side = kit.stand(*_flat(at, sign * (width / 2 + 0.22), 0.0), at.yaw + 90 * -sign)
        chair(kit, side, chairs, spot="table chair")
    if "empty" not in kit.states:
        kit.body(at, (((0.16, 0.80, 0.05), 0.05), ((0.16, 0.86, 0.05), 0.035)), kit.paint(m.TILE))
        kit.block(at, (0.3, 0.02, 0.22), kit.paint(m.CREAM), u=-0.28, y=0.74, v=-0.12, yaw=20)


def _flat(at: Frame, u: float, v: float) -> tuple[float, float]:
    x, _, z = at.point(u, 0.0, v)
    return x, z


def bench(
    kit: Kit, at: Frame, width: float = 1.5, colour: Colour = m.WOOD, *, back: bool = True, spot: str = "bench"
) -> None:
    """A bench; who sits on it faces the front."""
    for u in (-width / 2 + 0.12, width / 2 - 0.12):
        kit.block(at, (0.07, 0.4, 0.36), kit.paint(m.IRON), u=u)
    kit.block(at, (width, 0.05, 0.42), kit.paint(colour), y=0.4)
    if back:
        kit.block(at, (width, 0.12, 0.04), kit.paint(colour, 0.95), y=0.56, v=0.2)
        kit.block(at, (width, 0.12, 0.04), kit.paint(colour, 0.95), y=0.74, v=0.22)
    for u in (-width / 4, width / 4):
        kit.spot(spot, at, u, -0.02, height=0.45, beside=(u, -0.55))


def bed(
    kit: Kit, at: Frame, width: float = 1.5, *, cover: Colour = m.BLUE, frame: Colour = m.WOOD, iron: bool = False
) -> None:
    """A bed with its foot at the front; the one who lies there has the head at the back."""
    wood = kit.paint(m.IRON if iron else frame)
    base = 0.3 if iron else 0.2
    for v in (-0.98, 0.98):
        for u in (-width / 2 + 0.05, width / 2 - 0.05):
            kit.block(at, (0.06, base, 0.06), wood, u=u, v=v)
    kit.block(at, (width, 0.14, 2.0), wood, y=base)
    top = base + 0.14
    kit.block(at, (width - 0.06, 0.16, 0.62), kit.paint(m.WHITE), y=top, v=0.66)
    kit.block(at, (width + 0.02, 0.18, 0.68), kit.paint(cover), y=top - 0.01, v=0.02)
    kit.block(at, (width + 0.02, 0.18, 0.64), kit.paint(cover, 0.94), y=top - 0.01, v=-0.66)
    pillows = (0.0,) if width < 1.2 else (-width / 4, width / 4)
    for u in pillows:
        kit.body(at, _pillow(u, top + 0.2, 0.72), kit.paint(m.WHITE, 1.02))
    head = 0.5 if iron else 0.62
    kit.block(at, (width + 0.06, head, 0.06), wood, y=base + 0.1, v=1.03)
    if iron:
        kit.block(at, (width, 0.05, 0.04), wood, y=base + 0.42, v=-1.02)
        for u in (-width / 2, 0, width / 2):
            kit.block(at, (0.03, 0.3, 0.03), wood, u=u, y=base + 0.14, v=-1.02)
    kit.spot("bed", at, -width / 4 if width > 1.2 else 0.0, 0.1, height=top + 0.17, lying=True)
    for side, turn in ((-1, -90), (1, 90)):
        edge = side * (width / 2 - 0.12)
        kit.spot("bed", at, edge, -0.3, height=top + 0.17, beside=(side * (width / 2 + 0.5), -0.3), turn=turn)


def _pillow(u: float, y: float, v: float) -> tuple[tuple[tuple[float, float, float], float], ...]:
    return tuple(((u + a, y, v + b), 0.08) for a in (-0.2, 0.2) for b in (-0.09, 0.09))


def sofa(kit: Kit, at: Frame, width: float = 1.9, colour: Colour = m.ROSE, *, spot: str = "sofa couch") -> None:
    """A sofa, or an armchair where it is narrow."""
    cloth, seats = kit.paint(colour), max(1, round(width / 0.75))
    kit.block(at, (width, 0.22, 0.2), kit.paint(colour, 0.9), y=0.08, v=-0.22)
    for i in range(seats):
        u = (i + 0.5) * (width - 0.36) / seats - (width - 0.36) / 2
        wide = (width - 0.36) / seats - 0.02
        kit.block(at, (wide, 0.36, 0.6), cloth, u=u, y=0.08, v=-0.04)
        kit.block(at, (wide, 0.44, 0.18), kit.paint(colour, 1.06), u=u, y=0.42, v=0.3)
        kit.spot(spot, at, u, -0.1, height=0.44, beside=(u, -0.52))
    for sign in (-1, 1):
        kit.block(at, (0.18, 0.54, 0.82), kit.paint(colour, 0.94), u=sign * (width / 2 - 0.09), y=0.08)


def armchair(kit: Kit, at: Frame, colour: Colour = m.GREEN) -> None:
    """An armchair."""
    sofa(kit, at, 0.86, colour, spot="armchair chair")


def counter(
    kit: Kit,
    at: Frame,
    width: float,
    *,
    depth: float = 0.6,
    height: float = 0.9,
    colour: Colour = m.CREAM,
    top: Colour = m.PALE_WOOD,
    doors: bool = True,
) -> None:
    """A counter with cupboards below, in pieces of about 60 cm, so that it is painted right from everywhere."""
    count = max(1, round(width / 0.62))
    wide = width / count
    for i in range(count):
        u = (i + 0.5) * wide - width / 2
        kit.block(at, (wide, height - 0.05, depth - 0.02), kit.paint(colour), u=u, v=0.01)
        if doors:
            box = (u - wide / 2 + 0.03, u + wide / 2 - 0.03, 0.12, height - 0.1)
            kit.panel(at, box, kit.paint(colour, 1.05), v=-depth / 2 - 0.005, outlined=True)
            knob = (u + wide / 2 - 0.1, u + wide / 2 - 0.07, height - 0.32, height - 0.2)
            kit.panel(at, knob, kit.paint(m.IRON), v=-depth / 2 - 0.012)
        kit.block(at, (wide + 0.01, 0.05, depth + 0.04), kit.paint(top), u=u, y=height - 0.05, v=-0.01)


def wall_cupboard(
    kit: Kit, at: Frame, width: float, *, low: float = 1.45, high: float = 2.15, colour: Colour = m.CREAM
) -> None:
    """Cupboards that hang on a wall; the frame is that of something 35 cm deep against it."""
    count = max(1, round(width / 0.6))
    wide = width / count
    for i in range(count):
        u = (i + 0.5) * wide - width / 2
        kit.block(at, (wide, high - low, 0.34), kit.paint(colour), u=u, y=low)
        box = (u - wide / 2 + 0.03, u + wide / 2 - 0.03, low + 0.04, high - 0.04)
        kit.panel(at, box, kit.paint(colour, 1.05), v=-0.178, outlined=True)


def cabinet(
    kit: Kit,
    at: Frame,
    size: tuple[float, float, float],
    colour: Colour = m.WOOD,
    *,
    doors: int = 2,
    drawers: int = 0,
) -> None:
    """A wardrobe, chest of drawers or filing cabinet: a box with doors or drawers."""
    width, height, depth = size
    kit.block(at, size, kit.paint(colour))
    for i in range(doors):
        left = -width / 2 + i * width / doors
        box = (left + 0.03, left + width / doors - 0.03, 0.08, height - 0.05)
        kit.panel(at, box, kit.paint(colour, 1.06), v=-depth / 2 - 0.006, outlined=True)
    for i in range(drawers):
        low = 0.06 + i * (height - 0.1) / drawers
        box = (-width / 2 + 0.03, width / 2 - 0.03, low, low + (height - 0.1) / drawers - 0.03)
        kit.panel(at, box, kit.paint(colour, 1.07), v=-depth / 2 - 0.006, outlined=True)
        middle = (low + box[3]) / 2
        kit.panel(at, (-0.08, 0.08, middle - 0.015, middle + 0.015), kit.paint(m.IRON), v=-depth / 2 - 0.012)


BOOKS = (m.RED, m.BLUE, m.GREEN, m.OCHRE, m.ROSE, m.DARK_WOOD, m.CREAM)


def shelves(
    kit: Kit,
    at: Frame,
    width: float,
    height: float = 2.1,
    *,
    depth: float = 0.32,
    rows: int = 5,
    colour: Colour = m.WOOD,
    goods: str = "books",
    spot: str = "shelf bookcase",
) -> None:
    """A shelf against a wall: a dark case, boards, and rows of books, jars, bottles or boxes as bands of colour."""
    case = (-width / 2, width / 2, 0.0, height)
    kit.block(at, (width, height, depth), kit.paint(colour, 0.8))
    kit.panel(at, case, kit.paint(colour, 0.55), v=-depth / 2 - 0.004)
    step = (height - 0.12) / rows
    for row in range(rows):
        low = 0.1 + row * step
        kit.panel(at, (case[0], case[1], low - 0.035, low), kit.paint(colour, 1.05), v=-depth / 2 - 0.01)
        if "empty" not in kit.states:
            _goods(kit, at, (case[0] + 0.05, case[1] - 0.05, low, low + step - 0.08), goods, -depth / 2 - 0.007)
    for left in (case[0], case[1] - 0.045):
        kit.panel(at, (left, left + 0.045, 0, height), kit.paint(colour, 1.0), v=-depth / 2 - 0.012)
    if spot:
        kit.spot(spot, at, 0, -depth / 2 - 0.5, turn=180)


def _goods(kit: Kit, at: Frame, box: tuple[float, float, float, float], goods: str, v: float) -> None:
    left, right, low, high = box
    spread = {
        "books": (0.16, 0.34, 0.94),
        "jars": (0.14, 0.2, 0.6),
        "bottles": (0.07, 0.12, 0.66),
        "boxes": (0.3, 0.5, 0.8),
    }
    least, most, tall = spread[goods]
    coarse = max(1.0, (right - left) / 1.1) if goods == "books" else 1.0
    least, most = least * coarse, most * coarse
    u, i = left, 0
    while u < right - least * 0.6:
        key = (at.x, at.z, low, i)
        wide = min(kit.between(least, most, *key), right - u)
        gap = kit.chance(*key, "gap") < (0.12 if goods == "books" else 0.25)
        if not gap:
            top = low + (high - low) * tall * kit.between(0.75, 1.0, *key, "top")
            thick = wide * (1.0 if goods == "books" else 0.78)
            colours = (m.PALE_WOOD, m.OCHRE, m.WOOD) if goods == "boxes" else BOOKS
            colour = kit.paint(kit.choice(colours, *key, "c"), 0.9)
            kit.panel(at, (u, u + thick, low, top), colour, v=v)
        u += wide
        i += 1


def desk(
    kit: Kit, at: Frame, width: float = 1.5, colour: Colour = m.WOOD, *, screen: bool = False, lamp: bool = True
) -> None:
    """A desk; who works at it sits behind and faces its front."""
    depth = 0.75
    for u in (-width / 2 + 0.2, width / 2 - 0.2):
        kit.block(at, (0.4, 0.68, depth - 0.06), kit.paint(colour, 0.9), u=u)
    kit.block(at, (width - 0.8, 0.4, 0.04), kit.paint(colour, 0.84), y=0.28, v=-depth / 2 + 0.08)
    for i in range(2):
        kit.block(at, (width / 2, 0.05, depth), kit.paint(colour, 1.05), u=(i - 0.5) * width / 2, y=0.69)
    seat = kit.stand(*_flat(at, 0.0, depth / 2 + 0.3), at.yaw)
    chair(kit, seat, m.DARK_WOOD, spot="desk chair")
    if "empty" in kit.states:
        return
    kit.block(at, (0.3, 0.03, 0.22), kit.paint(m.PAPER), u=0.12, y=0.74, v=0.1, yaw=8)
    if screen:
        kit.block(at, (0.08, 0.16, 0.1), kit.paint(m.IRON), u=-0.32, y=0.74, v=0.0)
        kit.block(at, (0.52, 0.34, 0.04), kit.paint(m.BLACK), u=-0.32, y=0.86, v=0.0)
    if lamp:
        desk_lamp(kit, at, width / 2 - 0.2, 0.74, 0.1)

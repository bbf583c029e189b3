"""Homes: the rooms of a house or a flat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import rooms as r
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit
    from storyforge.media.previz.places.rooms import Room

WALLS: tuple[Colour, ...] = (m.PLASTER, m.CREAM, (206, 214, 208), (214, 208, 212), (220, 208, 190))


def kitchen(kit: Kit) -> None:
    """Counters with a sink under the window, stove, fridge, a table with chairs."""
    walls = kit.choice(WALLS, "walls")
    made = r.room(kit, (-2.7, 2.9, -2.3, 3.6), 2.6, walls, m.TILE, tile=0.5)
    fronts = kit.choice((m.CREAM, (184, 196, 184), (186, 196, 204), m.PALE_WOOD), "fronts")
    splash = made.wall("back")
    kit.panel(splash, (-2.8, 1.3, 0.9, 1.4), kit.paint(m.TILE, 1.04), v=-0.005)
    for i in range(1, 14):
        u = -2.8 + i * 0.3
        kit.seam(splash, ((u, 0.9), (u, 1.4)), kit.paint(m.TILE, 0.92), wide=0.01)
    run = made.against("back", -1.0, 0.62)
    f.counter(kit, run, 3.0, colour=fronts)
    kit.spot("counter sink", run, -0.1, -0.75, turn=180)
    kit.block(run, (0.6, 0.02, 0.4), kit.paint(m.STEEL, 0.8), u=-0.1, y=0.9)
    kit.rod(run, (-0.1, 0.9, 0.22), (-0.1, 1.16, 0.1), 0.022, kit.paint(m.STEEL))
    r.window(made, "back", -1.1, 1.0, 1.15, 2.1, spot=False)
    f.wall_cupboard(kit, made.against("back", -2.25, 0.35), 0.9, colour=fronts)
    f.wall_cupboard(kit, made.against("back", 0.35, 0.35), 1.2, colour=fronts)
    fit.stove(kit, made.against("back", 0.85, 0.6))
    fit.fridge(kit, made.against("back", 1.75, 0.66))
    _dresser(kit, made)
    r.door(made, "right", 0.9, colour=m.CREAM)
    r.clock(made, "right", -0.6)
    r.window(made, "left", 0.2, 1.3, curtains=kit.choice((m.RED, m.BLUE, m.OCHRE), "curtain"))
    r.door(made, "front", -1.4, colour=m.CREAM)
    r.picture(made, "front", 0.6, 1.6, (0.5, 0.6), m.OCHRE)
    table = kit.stand(-0.3, 1.62, 0)
    f.set_table(kit, table, 1.15, colour=kit.choice((m.WOOD, m.PALE_WOOD), "table"))
    fit.pendant(kit, -0.3, 1.62, 2.6, drop=0.75)


def _dresser(kit: Kit, made: Room) -> None:
    at = made.against("right", -1.6, 0.45)
    f.cabinet(kit, at, (1.1, 0.85, 0.45), m.WOOD)
    for low in (1.15, 1.55):
        kit.block(at, (1.1, 0.04, 0.22), kit.paint(m.WOOD), y=low, v=0.1)
        for i in range(4):
            kit.panel(at, (-0.46 + i * 0.25, -0.28 + i * 0.25, low + 0.04, low + 0.22), kit.paint(m.TILE), v=-0.02)


def living_room(kit: Kit) -> None:
    """Sofa, armchair, low table, shelf, fireplace, standing lamp, rug."""
    walls = kit.choice(WALLS, "walls")
    made = r.room(kit, (-2.9, 2.9, -2.5, 3.3), 2.65, walls, m.WOOD, tile=0.3, boards=True)
    fit.rug(kit, -0.3, 1.1, (3.4, 2.2), kit.choice((m.CARPET, m.BLUE, m.GREEN), "rug"))
    cloth = kit.choice((m.ROSE, m.GREEN, m.BLUE, m.OCHRE), "sofa")
    f.sofa(kit, kit.stand(-0.6, 2.15, 0), 2.0, cloth)
    f.table(kit, kit.stand(-0.6, 1.15), 1.0, 0.5, height=0.42)
    f.armchair(kit, kit.stand(-2.1, 1.2, 65), kit.choice((m.OCHRE, m.CARPET), "chair"))
    f.shelves(kit, made.against("right", -1.2, 0.32), 1.6, 2.0, rows=5)
    r.window(
        made, "back", -1.1, 1.7, 0.8, 2.2, bars=3, curtains=kit.choice((m.OCHRE, m.RED, m.BLUE, m.GREEN), "curtain")
    )
    r.picture(made, "back", 1.3, 1.65, (0.8, 0.55))
    fit.floor_lamp(kit, kit.stand(1.15, 2.75))
    fit.fireplace(kit, made.against("left", -0.6, 0.34))
    r.picture(made, "left", -0.6, 1.7, (0.9, 0.6), m.GREEN)
    r.window(made, "left", 1.9, 0.9, 0.8, 2.2, curtains=m.OCHRE)
    r.door(made, "right", 1.2)
    r.door(made, "front", 1.2)
    f.cabinet(kit, made.against("front", -0.9, 0.45), (1.5, 0.8, 0.45), m.WOOD, doors=3)
    r.picture(made, "front", -0.9, 1.6, (0.7, 0.5), m.ROSE)
    fit.plant(kit, kit.stand(2.45, 2.9, 0, Layer.AT_WALL))


def bedroom(kit: Kit) -> None:
    """A bed with night tables and lamps, a wardrobe, a window with curtains, a mirror."""
    walls = kit.choice(WALLS, "walls")
    made = r.room(kit, (-2.6, 2.6, -2.2, 3.4), 2.55, walls, m.WOOD, tile=0.3, boards=True)
    cover = kit.choice((m.BLUE, m.ROSE, m.GREEN, m.OCHRE), "cover")
    fit.rug(kit, 0.5, 1.6, (2.6, 1.8), m.CARPET)
    f.bed(kit, kit.stand(0.55, 2.3, 0), 1.55, cover=cover)
    for u in (-0.55, 1.7):
        table = kit.stand(u, 3.1, 0, Layer.AT_WALL)
        f.cabinet(kit, table, (0.42, 0.5, 0.4), m.WOOD, doors=0, drawers=2)
        fit.desk_lamp(kit, table, 0.0, 0.5, 0.0)
    r.picture(made, "back", 0.55, 1.75, (1.0, 0.5))
    r.window(made, "back", -1.7, 1.0, 0.85, 2.15, curtains=cover)
    r.window(made, "left", -0.9, 1.1, 0.85, 2.15, curtains=cover)
    f.cabinet(kit, made.against("left", 1.2, 0.6), (1.3, 2.0, 0.6), m.WOOD)
    r.door(made, "right", -0.9)
    r.board(made, "right", 1.3, (0.7, 0.9, 1.9), m.GLASS)
    f.cabinet(kit, made.against("right", 1.3, 0.45), (1.0, 0.8, 0.45), m.WOOD, doors=0, drawers=3)
    r.door(made, "front", -1.2)
    f.armchair(kit, made.against("front", 1.2, 0.85), m.OCHRE)
    r.picture(made, "front", 0.3, 1.6)


def bathroom(kit: Kit) -> None:
    """Bath with a curtain, basin with a mirror, toilet, tiles."""
    made = r.room(kit, (-2.1, 2.1, -1.9, 2.5), 2.5, m.CREAM, m.STONE, tile=0.35, skirting=None)
    r.panelling(made, 1.45, m.TILE, every=0.35)
    bath = made.against("back", -0.75, 0.78)
    white = kit.paint(m.WHITE)
    for i in range(3):
        kit.block(bath, (0.56, 0.56, 0.76), white, u=(i - 1) * 0.56)
        kit.sheet(bath, ((i - 1) * 0.56 - 0.26, (i - 1) * 0.56 + 0.26, -0.28, 0.28), 0.565, kit.paint(m.WATER, 1.05))
    kit.rod(bath, (0.75, 0.6, 0.3), (0.75, 0.85, 0.1), 0.025, kit.paint(m.STEEL))
    kit.panel(bath, (-1.0, -0.35, 0.25, 2.0), kit.paint(m.BLUE), v=-0.42, both=True, outlined=True)
    for u in (-0.84, -0.68, -0.52):
        kit.line((bath.point(u, 0.28, -0.43), bath.point(u, 1.98, -0.43)), kit.paint(m.BLUE, 0.84), 1.5, Layer.AT_WALL)
    kit.line((bath.point(-1.05, 2.02, -0.42), bath.point(0.9, 2.02, -0.42)), kit.paint(m.STEEL), 3.0, Layer.AT_WALL)
    kit.spot("bath bathtub", bath, 0.0, -0.75, turn=180)
    _basin(kit, made)
    _toilet(kit, made)
    r.window(made, "back", 1.15, 0.7, 1.3, 2.1)
    r.door(made, "front", -0.6, colour=m.WHITE)
    towel = made.wall("front")
    kit.panel(towel, (0.5, 1.0, 0.8, 1.5), kit.paint(m.ROSE), v=-0.05, outlined=True)
    kit.glow(made.wall("left"), (0.6, 2.1, -0.3))


def _basin(kit: Kit, made: Room) -> None:
    at = made.against("left", 0.6, 0.5)
    kit.rod(at, (0, 0.05, 0.1), (0, 0.7, 0.1), 0.09, kit.paint(m.WHITE, 0.95))
    kit.block(at, (0.66, 0.18, 0.48), kit.paint(m.WHITE), y=0.7)
    kit.sheet(at, (-0.25, 0.25, -0.18, 0.12), 0.885, kit.paint(m.TILE, 0.9))
    kit.rod(at, (0, 0.88, 0.18), (0, 1.02, 0.06), 0.02, kit.paint(m.STEEL))
    r.board(made, "left", 0.6, (0.6, 1.2, 2.0), m.GLASS, frame=m.STEEL)
    kit.panel(made.wall("left"), (0.3, 0.9, 2.08, 2.16), kit.lit(), v=-0.04, layer=Layer.TRIM)
    kit.spot("sink basin mirror", at, 0.0, -0.65, turn=180)


def _toilet(kit: Kit, made: Room) -> None:
    at = made.against("right", 0.2, 0.7)
    kit.block(at, (0.4, 0.4, 0.18), kit.paint(m.WHITE), y=0.42, v=0.24)
    kit.body(at, (((0, 0.08, 0.05), 0.14), ((0, 0.34, -0.12), 0.18), ((0, 0.34, 0.1), 0.17)), kit.paint(m.WHITE))
    kit.body(
        at,
        tuple(((0.15 * u, 0.43, -0.02 + 0.2 * v), 0.03) for u, v in ((1, 0), (0, 1), (-1, 0), (0, -1))),
        kit.paint(m.WHITE, 0.9),
    )
    kit.spot("toilet", at, 0.0, -0.05, height=0.44, beside=(0.0, -0.7))


def dining_room(kit: Kit) -> None:
    """A long table with chairs, a sideboard, a chandelier, tall windows."""
    made = r.room(
        kit,
        (-3.2, 3.2, -2.4, 3.9),
        2.9,
        kit.choice((m.ROSE, m.CREAM, (186, 198, 188)), "walls"),
        m.WOOD,
        tile=0.35,
        boards=True,
    )
    r.panelling(made, 0.9, m.WHITE, every=0.8)
    fit.rug(kit, 0, 1.9, (4.4, 2.6), m.CARPET)
    for x, end in ((-0.72, -1), (0.73, 1)):
        f.set_table(kit, kit.stand(x, 1.9), 1.45, colour=m.DARK_WOOD, chairs=m.DARK_WOOD, ends=(end,))
    for u in (-1.6, 1.6):
        r.window(made, "back", u, 1.1, 0.7, 2.4, curtains=m.RED)
    r.picture(made, "back", 0.0, 1.75, (0.9, 0.7), m.GREEN)
    side = made.against("right", 0.2, 0.5)
    f.cabinet(kit, side, (1.7, 0.95, 0.5), m.DARK_WOOD, doors=3)
    fit.desk_lamp(kit, side, 0.6, 0.95, 0.0)
    r.picture(made, "right", 0.2, 1.8, (0.9, 0.6), m.OCHRE)
    r.double_door(made, "left", 0.4)
    r.door(made, "front", 1.2)
    fit.fireplace(kit, made.against("front", -1.0, 0.34))
    r.picture(made, "front", -1.0, 1.8, (0.8, 0.6))
    fit.pendant(kit, 0.0, 1.9, 2.9, drop=0.9, colour=m.BRASS)


def study(kit: Kit) -> None:
    """A desk before walls of books, an armchair, a globe, a lamp."""
    made = r.room(
        kit,
        (-2.8, 2.8, -2.4, 3.4),
        2.8,
        kit.choice((m.GREEN, m.OCHRE, m.ROSE), "walls"),
        m.DARK_WOOD,
        tile=0.3,
        boards=True,
    )
    fit.rug(kit, 0, 1.5, (3.2, 2.0), m.RED)
    f.desk(kit, kit.stand(0.2, 1.75), 1.6, m.DARK_WOOD)
    kit.spot("table", kit.stand(0.2, 1.75), 0.0, 0.72, height=f.SEAT)
    for u in (-2.0, 2.0):
        f.shelves(kit, made.against("back", u, 0.32), 1.5, 2.4, rows=6, colour=m.DARK_WOOD)
    r.window(made, "back", 0.0, 1.5, 0.8, 2.4, bars=3, curtains=m.RED)
    f.shelves(kit, made.against("left", 1.0, 0.32), 2.2, 2.4, rows=6, colour=m.DARK_WOOD, spot="")
    f.armchair(kit, kit.stand(-1.85, 1.5, 60), m.CARPET)
    fit.fireplace(kit, made.against("right", 0.6, 0.34))
    r.picture(made, "right", 0.6, 1.8, (0.8, 0.6), m.RED)
    r.door(made, "right", -1.8, colour=m.DARK_WOOD)
    r.double_door(made, "front", 0.8, colour=m.DARK_WOOD)
    f.shelves(kit, made.against("front", -1.5, 0.32), 1.6, 2.4, rows=6, colour=m.DARK_WOOD)


def hallway(kit: Kit) -> None:
    """The hall of a home: front door with glass, stairs, coats, a mirror, a runner."""
    made = r.room(kit, (-1.5, 2.3, -2.6, 4.6), 2.7, kit.choice(WALLS, "walls"), m.STONE, tile=0.4)
    r.panelling(made, 0.95, m.WHITE, every=0.6)
    fit.rug(kit, -0.3, 1.2, (1.1, 5.0), m.RED)
    r.door(made, "back", -0.9, 1.0, 2.15, m.GREEN, glazed=True)
    for i in range(9):
        step = kit.stand(1.75, 1.0 + i * 0.29, 0, Layer.AT_WALL)
        kit.block(step, (1.0, 0.18 * (i + 1), 0.29), kit.paint(m.PALE_WOOD, 0.94 + 0.02 * (i % 2)))
        kit.rod(step, (-0.5, 0.18 * (i + 1), 0), (-0.5, 0.18 * (i + 1) + 0.85, 0), 0.02, kit.paint(m.WHITE))
    rail = kit.stand(1.25, 2.2, 0, Layer.AT_WALL)
    kit.rod(rail, (0, 1.05, -1.2), (0, 2.6, 1.3), 0.03, kit.paint(m.DARK_WOOD))
    kit.spot("stairs", kit.stand(1.75, 0.5), 0, 0, turn=180)
    wall = made.wall("left")
    for i in range(4):
        u = 0.9 + i * 0.28
        kit.panel(wall, (u - 0.02, u + 0.02, 1.68, 1.74), kit.paint(m.BRASS), v=-0.06)
        if "empty" not in kit.states and kit.chance("coat", i) < 0.75:
            kit.panel(
                wall,
                (u - 0.12, u + 0.12, 0.8, 1.68),
                kit.paint(kit.choice(f.BOOKS, "coat", i), 0.8),
                v=-0.05,
                outlined=True,
            )
    r.board(made, "left", -0.9, (0.6, 1.1, 1.9), m.GLASS, frame=m.BRASS)
    table = made.against("left", -0.9, 0.35)
    f.table(kit, table, 0.9, 0.33, height=0.8)
    fit.desk_lamp(kit, table, 0.25, 0.8, 0.0)
    r.door(made, "right", 2.2)
    r.picture(made, "right", 0.6)
    r.door(made, "front", 0.0)
    r.picture(made, "front", 1.2)
    kit.spot("mirror", wall, -0.9, -0.8, turn=180)


def attic(kit: Kit) -> None:
    """Under the roof: slopes, beams, boxes, a small window, a bare bulb."""
    made = r.room(kit, (-2.8, 2.8, -2.6, 3.8), 3.0, m.PALE_WOOD, m.WOOD, tile=0.3, boards=True, skirting=None)
    for side in (-1, 1):
        low, high = (side * 2.8, 0.9), (side * 0.7, 3.0)
        for z0, z1 in ((-2.6, 3.8),):
            points = ((low[0], low[1], z0), (low[0], low[1], z1), (high[0], high[1], z1), (high[0], high[1], z0))
            kit.face(
                points, kit.paint(m.WOOD, 0.9 if side < 0 else 0.82), Layer.ON_WALL, normal=(-float(side), -1.0, 0.0)
            )
        for i in range(5):
            z = -2.0 + i * 1.35
            beam = [
                (low[0] * 0.985, low[1], z - 0.06),
                (low[0] * 0.985, low[1], z + 0.06),
                (high[0] * 0.97, high[1], z + 0.06),
                (high[0] * 0.97, high[1], z - 0.06),
            ]
            kit.face(beam, kit.paint(m.DARK_WOOD), Layer.TRIM, normal=(-float(side), -1.0, 0.0))
    r.window(made, "back", 0.0, 0.8, 1.1, 2.1)
    r.door(made, "front", 0.0, 0.8, 1.9)
    _junk(kit)
    fit.pendant(kit, 0.0, 1.2, 3.0, drop=0.8, colour=m.IRON)


def _junk(kit: Kit) -> None:
    for i, (x, z) in enumerate(
        ((-1.9, 2.8), (-1.3, 3.2), (1.5, 3.0), (2.0, 2.2), (-2.2, 1.2), (2.1, -0.2), (-2.2, -1.6))
    ):
        at = kit.stand(x, z, kit.between(-25, 25, "junk", i), Layer.AT_WALL)
        size = kit.between(0.4, 0.62, "junk", i, "s")
        fit.crate(kit, at, size, kit.choice((m.PALE_WOOD, m.WOOD, m.CARPET, m.OCHRE), "junk", i))
    trunk = kit.stand(0.75, 3.3, 0, Layer.AT_WALL)
    kit.block(trunk, (1.0, 0.5, 0.5), kit.paint(m.CARPET))
    kit.panel(trunk, (-0.08, 0.08, 0.28, 0.4), kit.paint(m.BRASS), v=-0.26)
    kit.spot("trunk box", trunk, 0.0, -0.6, turn=180)


def generic_room(kit: Kit) -> None:
    """A room that says nothing but that it is one: table and chairs, window, door, shelf, picture."""
    made = r.room(kit, (-2.7, 2.7, -2.4, 3.2), 2.6, kit.choice(WALLS, "walls"), m.WOOD, tile=0.35, boards=True)
    f.set_table(kit, kit.stand(-0.7, 1.62), 1.15)
    r.window(made, "back", -0.9, 1.3, curtains=kit.choice((m.OCHRE, m.BLUE, m.GREEN), "curtain"))
    r.picture(made, "back", 1.2)
    f.shelves(kit, made.against("right", 0.9, 0.32), 1.2, 1.9)
    r.door(made, "right", -1.0)
    r.picture(made, "left", 1.2, colour=m.GREEN)
    f.cabinet(kit, made.against("left", -0.4, 0.45), (1.2, 0.85, 0.45), m.WOOD)
    r.door(made, "front", 0.9)
    r.window(made, "front", -1.2, 1.0)
    fit.floor_lamp(kit, kit.stand(2.1, 2.7, 0, Layer.AT_WALL))

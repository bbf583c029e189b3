"""Rooms of work, learning, care and law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import rooms as r
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.places.kit import Frame, Kit
    from storyforge.media.previz.places.rooms import Room

LINEN = (214, 220, 220)
SCRUB = (176, 202, 200)
_PAPER = (226, 226, 222)


def blinds(made: Room, side: r.Side, u: float, width: float, *, sill: float = 1.0, top: float = 2.2) -> None:
    """A window with slats before it."""
    r.window(made, side, u, width, sill, top, bars=1)
    kit, wall = made.kit, made.wall(side)
    for i in range(8):
        y = sill + (top - sill) * (i + 0.5) / 8
        kit.panel(wall, (u - width / 2, u + width / 2, y - 0.035, y + 0.02), kit.paint(m.WHITE, 0.94), v=-0.02)


def strip_lights(kit: Kit, x: float, zs: tuple[float, ...], height: float, *, long: float = 1.2) -> None:
    """Light panels in the ceiling."""
    for z in zs:
        box = (
            (x - 0.2, height - 0.01, z),
            (x + 0.2, height - 0.01, z),
            (x + 0.2, height - 0.01, z + long),
            (x - 0.2, height - 0.01, z + long),
        )
        kit.face(box, kit.lit(m.WHITE), Layer.CEILING, normal=(0.0, -1.0, 0.0), outlined=True)
        kit.glow(kit.stand(x, z + long / 2), (0.0, height - 0.1, 0.0))


def backdrop(kit: Kit) -> None:
    """Nothing but a pale wall and floor, for reference pictures: lines at every quarter of a metre, bolder at each."""
    made = r.room(kit, (-7.0, 7.0, -4.0, 3.4), 5.0, _PAPER, _PAPER, tile=0, skirting=None)
    for side in r.SIDES:
        for quarter in range(1, 11):
            bold = quarter % 4 == 0
            line = (-made.span(side) / 2, made.span(side) / 2, quarter / 4, quarter / 4 + (0.012 if bold else 0.006))
            kit.panel(made.wall(side), line, kit.paint(_PAPER, 0.8 if bold else 0.9), v=-0.003)
    for metre in range(-6, 7):
        kit.line(((metre, 0.0, made.z0), (metre, 0.0, made.z1)), kit.paint(_PAPER, 0.93))


def office(kit: Kit) -> None:
    """Desks with screens, blinds, filing cabinets, a board with notes."""
    made = r.room(
        kit,
        (-3.2, 3.4, -2.6, 3.8),
        2.7,
        kit.choice((m.PLASTER, (206, 212, 212), m.CREAM), "walls"),
        m.CONCRETE,
        tile=0.6,
    )
    for u in (-1.7, 1.5):
        blinds(made, "back", u, 1.8)
    f.desk(kit, kit.stand(-1.1, 1.75), 1.5, m.PALE_WOOD, screen=True)
    f.desk(kit, kit.stand(1.5, 2.2), 1.5, m.PALE_WOOD, screen=True, lamp=False)
    f.chair(kit, kit.stand(-1.1, 0.95, 180), m.DARK_WOOD, spot="visitor chair")
    kit.spot("table", kit.stand(-1.1, 1.75), 0.0, 0.68, height=f.SEAT)
    for i in range(3):
        f.cabinet(kit, made.against("right", -1.9 + i * 0.55, 0.6), (0.5, 1.35, 0.6), m.STEEL, doors=0, drawers=4)
    f.shelves(kit, made.against("right", 1.2, 0.32), 1.5, 2.0, colour=m.WOOD)
    _pinboard(kit, made)
    r.door(made, "left", 1.9, glazed=True)
    r.door(made, "front", 0.9, glazed=True)
    fit.plant(kit, kit.stand(2.9, 3.4, 0, Layer.AT_WALL), 1.3)
    r.clock(made, "front", -0.6)
    blinds(made, "front", -1.8, 1.4)
    strip_lights(kit, 0.0, (-0.6, 1.6), 2.7)


def _pinboard(kit: Kit, made: Room) -> None:
    r.board(made, "left", -0.6, (2.0, 1.05, 2.1), m.OCHRE)
    wall = made.wall("left")
    for i in range(8):
        u, y = (
            -1.5 + 0.46 * (i % 4) + 0.06 * kit.chance("note", i),
            1.15 + 0.45 * (i // 4) + 0.08 * kit.chance(i, "note"),
        )
        kit.panel(
            wall,
            (u, u + 0.28, y, y + 0.34),
            kit.paint(kit.choice((m.PAPER, m.PAPER, m.ROSE, m.BLUE), "note", i)),
            v=-0.018,
        )


def ward(kit: Kit) -> None:
    """Iron beds with drips, curtains on rails, monitors, a tall window, a basin."""
    made = r.room(kit, (-3.8, 3.8, -2.5, 3.5), 2.9, (212, 220, 216), (196, 206, 202), tile=0.5)
    r.panelling(made, 1.1, SCRUB)
    for i, x in enumerate((-2.5, 0.0, 2.5)):
        at = kit.stand(x, 2.35)
        f.bed(kit, at, 0.95, cover=LINEN, iron=True)
        _drip(kit, kit.stand(x + 0.72, 3.0))
        side = made.against("back", x - 0.8, 0.4)
        f.cabinet(kit, side, (0.42, 0.75, 0.4), m.WHITE, doors=1)
        panel = made.wall("back")
        kit.panel(panel, (x - 0.2, x + 0.2, 1.55, 1.9), kit.paint(m.BLACK), v=-0.05, outlined=True)
        pulse = ((x - 0.16, 1.7), (x - 0.05, 1.7), (x - 0.02, 1.82), (x + 0.02, 1.6), (x + 0.05, 1.7), (x + 0.16, 1.7))
        kit.seam(panel, pulse, (128, 206, 150), wide=0.014, v=-0.055)
        if i < 2:
            _screen_curtain(kit, x + 1.28)
    for u in (-1.0, 1.6):
        r.window(made, "left", u, 1.3, 0.9, 2.4)
    r.double_door(made, "right", 1.1, 1.5, 2.1, m.STEEL)
    r.board(made, "right", -1.3, (0.8, 1.3, 1.9), m.WHITE, frame=m.STEEL)
    r.door(made, "front", -1.8, colour=SCRUB)
    basin = made.against("front", 0.9, 0.4)
    kit.block(basin, (0.55, 0.16, 0.38), kit.paint(m.WHITE), y=0.75)
    kit.spot("sink", basin, 0.0, -0.6, turn=180)
    r.clock(made, "front", 2.2)
    strip_lights(kit, 0.0, (-0.8, 1.4), 2.9)


def _drip(kit: Kit, at: Frame) -> None:
    kit.rod(at, (0, 0.02, 0), (0, 1.85, 0), 0.014, kit.paint(m.STEEL))
    kit.block(at, (0.36, 0.03, 0.05), kit.paint(m.STEEL))
    kit.body(at, (((0.05, 1.7, -0.02), 0.05), ((0.05, 1.56, -0.02), 0.05)), kit.paint(m.GLASS, 1.1))


def _screen_curtain(kit: Kit, x: float) -> None:
    for i in range(4):
        at = kit.stand(x, 1.75 + i * 0.42, 90 + (8 if i % 2 else -8), Layer.AT_WALL)
        kit.panel(at, (-0.22, 0.22, 0.25, 2.05), kit.paint(SCRUB, 1.02 - 0.06 * (i % 2)), both=True)


def laboratory(kit: Kit) -> None:
    """A steel table under a lamp, benches with glassware, tiles, lockers."""
    made = r.room(kit, (-3.2, 3.2, -2.5, 3.6), 2.9, (206, 216, 216), (186, 196, 196), tile=0.4, skirting=None)
    r.panelling(made, 1.9, m.TILE, every=0.5)
    _slab(kit)
    bench = made.against("back", 0.0, 0.65)
    f.counter(kit, bench, 5.6, height=0.92, colour=m.STEEL, top=m.WHITE)
    kit.spot("counter sink desk", bench, -0.6, -0.8, turn=180)
    for i in range(9):
        u = -2.5 + i * 0.6 + 0.1 * kit.chance("flask", i)
        tone = kit.paint(kit.choice((m.GLASS, SCRUB, m.OCHRE, m.BLUE), "flask", i))
        if i % 3 == 0:
            kit.body(bench, (((u, 1.02, 0), 0.1), ((u, 1.2, 0), 0.03)), tone)
        else:
            kit.rod(bench, (u, 0.97, 0.05), (u, 1.0 + 0.18 * kit.chance("tall", i), 0.05), 0.055, tone)
    f.wall_cupboard(kit, made.against("back", -1.6, 0.35), 2.4, colour=m.WHITE, low=1.6, high=2.3)
    for i in range(6):
        row, column = divmod(i, 3)
        locker = made.wall("left")
        kit.panel(
            locker,
            (-1.3 + column * 0.9, -0.46 + column * 0.9, 0.25 + row * 0.85, 1.05 + row * 0.85),
            kit.paint(m.STEEL, 1.05),
            v=-0.02,
            outlined=True,
        )
        kit.panel(
            locker,
            (-0.98 + column * 0.9, -0.78 + column * 0.9, 0.62 + row * 0.85, 0.67 + row * 0.85),
            kit.paint(m.IRON),
            v=-0.03,
        )
    r.double_door(made, "right", 0.4, 1.4, 2.1, m.STEEL)
    r.clock(made, "right", -1.2)
    r.window(made, "front", -1.2, 1.5, 1.4, 2.2, bars=3)
    r.door(made, "front", 1.3, colour=m.STEEL)


def _slab(kit: Kit) -> None:
    table = kit.stand(0.2, 1.7)
    for u in (-0.75, 0.75):
        kit.block(table, (0.12, 0.82, 0.4), kit.paint(m.STEEL, 0.8), u=u)
    for u in (-0.7, 0.0, 0.7):
        kit.block(table, (0.7, 0.07, 0.75), kit.paint(m.STEEL, 1.08), u=u, y=0.82)
    kit.spot("table slab", table, 0.0, -0.75, turn=180)
    kit.spot("bed", table, 0.0, 0.0, turn=-90, height=0.9, lying=True)
    kit.spot("bed", table, 0.0, -0.28, height=0.9, beside=(0.0, -0.75))
    lamp = kit.stand(0.2, 1.7)
    kit.rod(lamp, (0, 2.9, 0), (0, 2.35, 0), 0.03, kit.paint(m.STEEL))
    kit.body(
        lamp,
        (
            ((-0.28, 2.25, 0), 0.06),
            ((0.28, 2.25, 0), 0.06),
            ((0, 2.35, 0), 0.1),
            ((0, 2.25, 0.25), 0.05),
            ((0, 2.25, -0.25), 0.05),
        ),
        kit.lit(m.WHITE),
    )
    kit.glow(lamp, (0, 2.2, 0))


def classroom(kit: Kit) -> None:
    """A blackboard with a teacher's desk, rows of desks, a map, tall windows."""
    made = r.room(
        kit,
        (-3.6, 3.6, -4.4, 3.6),
        3.1,
        kit.choice((m.CREAM, (208, 216, 204)), "walls"),
        m.WOOD,
        tile=0.35,
        boards=True,
    )
    r.panelling(made, 1.0, (168, 182, 160))
    r.board(made, "back", 0.0, (3.6, 1.0, 2.3), (72, 92, 82))
    wall = made.wall("back")
    for i in range(4):
        y = 2.1 - i * 0.2
        chalk = tuple(
            (-1.5 + k * 0.22, y + (0.05 if k % 2 else 0.0)) for k in range(4 + int(5 * kit.chance("chalk", i)))
        )
        kit.seam(wall, chalk, kit.paint(m.PAPER), wide=0.018, v=-0.02)
    kit.panel(wall, (-1.8, 1.8, 0.9, 0.95), kit.paint(m.WOOD), v=-0.05)
    f.desk(kit, kit.stand(1.9, 2.5), 1.4, m.WOOD, lamp=False)
    kit.spot("blackboard board", wall, 0.0, -0.6, turn=180)
    for row in range(2):
        for column in range(3):
            _pupil(kit, -2.3 + column * 2.2 - (0.0 if row else 0.2), -1.6 - row * 1.35)
    for row, x in ((0, -2.6), (1, 2.8)):
        _pupil(kit, x, 0.4 + 0.9 * row * 0.6)
    _world_map(kit, made)
    r.door(made, "right", -2.2)
    for u in (-2.4, 0.0, 2.4):
        r.window(made, "left", u, 1.5, 0.95, 2.6, bars=3, spot=u == 0.0)
    f.shelves(kit, made.against("front", 1.6, 0.32), 1.8, 1.8)
    r.picture(made, "front", -1.2, 1.8, (1.6, 0.9), m.GREEN)
    strip_lights(kit, 0.0, (-2.0, 1.2), 3.1)


def _pupil(kit: Kit, x: float, z: float) -> None:
    desk = kit.stand(x, z + 0.32, 180)
    f.table(kit, desk, 1.05, 0.48, m.PALE_WOOD, height=0.72)
    f.chair(kit, kit.stand(x, z - 0.25, 180), m.WOOD, spot="school-desk bench chair")
    if "empty" not in kit.states and kit.chance("book", x, z) < 0.6:
        kit.block(desk, (0.22, 0.03, 0.28), kit.paint(kit.choice(f.BOOKS, x, z)), y=0.72, yaw=10)


def _world_map(kit: Kit, made: Room) -> None:
    r.board(made, "right", 1.0, (1.8, 1.15, 2.25), m.WATER)
    wall = made.wall("right")
    for shape in (
        ((0.3, 1.9), (0.7, 2.0), (0.85, 1.75), (0.6, 1.6)),
        ((0.6, 1.58), (0.78, 1.5), (0.68, 1.25)),
        ((1.0, 1.95), (1.6, 2.05), (1.75, 1.75), (1.3, 1.6), (1.05, 1.7)),
        ((1.1, 1.65), (1.3, 1.58), (1.22, 1.3), (1.1, 1.4)),
        ((1.5, 1.5), (1.7, 1.45), (1.62, 1.3)),
    ):
        kit.shape(wall, shape, kit.paint(m.OCHRE), v=-0.02)


def library(kit: Kit) -> None:
    """Aisles of high shelves, a reading table with green lamps, a ladder."""
    made = r.room(kit, (-4.0, 4.0, -2.8, 5.0), 3.6, m.CREAM, m.DARK_WOOD, tile=0.35, boards=True)
    for i, u in enumerate((-2.7, 0.0, 2.7)):
        f.shelves(kit, made.against("back", u, 0.36), 2.4, 3.1, rows=4, colour=m.WOOD, spot="shelf" if i == 1 else "")
    for sign in (-1, 1):
        case = kit.stand(sign * 3.1, 2.7, 0, Layer.AT_WALL)
        f.shelves(kit, case, 1.5, 2.6, rows=4, colour=m.WOOD, spot="")
    f.shelves(kit, made.against("left", -1.8, 0.36), 2.2, 2.8, rows=3, spot="")
    f.shelves(kit, made.against("right", 1.4, 0.36), 2.2, 2.8, rows=3, spot="")
    table = kit.stand(0.0, 1.75)
    f.set_table(kit, table, 2.0, colour=m.DARK_WOOD, chairs=m.DARK_WOOD)
    for u in (-0.55, 0.55):
        kit.rod(table, (u, 0.74, 0.1), (u, 1.0, 0.1), 0.018, kit.paint(m.BRASS))
        kit.body(table, (((u - 0.14, 1.05, 0.1), 0.045), ((u + 0.14, 1.05, 0.1), 0.045)), kit.lit((96, 132, 104)))
        kit.glow(table, (u, 1.0, 0.1))
    kit.spot("desk", table, 0.0, 0.62, height=f.SEAT)
    ladder = kit.stand(1.4, 4.35, 0, Layer.AT_WALL)
    for u in (-0.22, 0.22):
        kit.rod(ladder, (u, 0, -0.35), (u, 2.7, 0.15), 0.025, kit.paint(m.PALE_WOOD))
    for i in range(7):
        y = 0.35 + i * 0.35
        kit.rod(ladder, (-0.22, y, -0.35 + y * 0.185), (0.22, y, -0.35 + y * 0.185), 0.018, kit.paint(m.PALE_WOOD))
    r.window(made, "left", 0.5, 1.2, 1.2, 3.0, bars=3)
    r.door(made, "right", -2.9, colour=m.DARK_WOOD)
    r.double_door(made, "front", 0.0, 1.6, 2.4, m.DARK_WOOD)
    f.shelves(kit, made.against("front", 2.4, 0.34), 2.0, 2.6, rows=3, spot="")
    f.shelves(kit, made.against("front", -2.4, 0.34), 2.0, 2.6, rows=3, spot="")


def cell(kit: Kit) -> None:
    """Bars with a gate, a bunk on chains, a barred window high up, bare stone."""
    made = r.room(kit, (-1.9, 1.9, -1.9, 2.2), 2.7, m.CONCRETE, m.DARK_STONE, tile=0.8, skirting=None)
    for side in r.SIDES:
        wall, half = made.wall(side), made.span(side) / 2
        for row in range(4):
            y = 0.55 * (row + 1)
            kit.seam(wall, ((-half, y), (half, y)), kit.paint(m.CONCRETE, 0.86), wide=0.012)
            for i in range(4):
                u = -half + (i + 0.5 * (row % 2) + 0.3) * 2 * half / 4
                kit.seam(wall, ((u, y - 0.55), (u, y)), kit.paint(m.CONCRETE, 0.86), wide=0.012)
    r.window(made, "back", 0.3, 0.7, 1.75, 2.3, bars=1, spot=False)
    back = made.wall("back")
    for i in range(5):
        u = 0.0 + i * 0.15
        kit.panel(back, (u - 0.02, u + 0.02, 1.73, 2.32), kit.paint(m.BLACK), v=-0.03)
    bunk = made.against("left", 0.4, 0.8)
    kit.block(bunk, (1.95, 0.08, 0.78), kit.paint(m.IRON), y=0.42)
    kit.block(bunk, (1.35, 0.12, 0.74), kit.paint((150, 152, 140)), u=0.3, y=0.5)
    kit.block(bunk, (0.6, 0.12, 0.74), kit.paint(m.CREAM), u=-0.67, y=0.5)
    for u in (-0.95, 0.95):
        kit.line((bunk.point(u, 0.5, -0.38), bunk.point(u, 1.3, 0.38)), kit.paint(m.IRON), 2.2, Layer.AT_WALL)
    kit.spot("bed bunk", bunk, 0.1, 0.0, height=0.62, turn=90, lying=True)
    kit.spot("bed bunk bench", bunk, 0.0, -0.25, height=0.62, beside=(0.0, -0.75))
    _bars(kit, 1.86, 0.1)
    pot = made.against("back", 1.1, 0.45)
    kit.body(pot, (((0, 0.12, 0), 0.14), ((0, 0.36, 0), 0.18)), kit.paint(m.STEEL))
    kit.spot("toilet", pot, 0.0, -0.6, turn=180)
    r.door(made, "front", 0.3, 0.95, colour=m.IRON)
    marks = made.wall("back")
    for i in range(9):
        u = -0.75 + i * 0.07
        top = (u + 0.05 if i % 5 == 4 else u, 1.48)
        kit.seam(marks, ((u - (0.3 if i % 5 == 4 else 0.0), 1.3), top), kit.paint(m.DARK_STONE, 0.8), wide=0.014)
    fit.pendant(kit, 0.0, 0.6, 2.7, drop=0.35, colour=m.IRON)


def _bars(kit: Kit, x: float, z: float) -> None:
    iron = kit.paint(m.BLACK)
    for i in range(15):
        at = kit.stand(x, -1.75 + i * 0.27, 90, Layer.AT_WALL)
        kit.block(at, (0.035, 2.7, 0.035), iron)
    for y in (0.35, 1.2, 2.2):
        for i in range(3):
            kit.block(kit.stand(x, -1.2 + i * 1.3, 90, Layer.AT_WALL), (1.3, 0.06, 0.04), iron, y=y)
    gate = kit.stand(x - 0.03, z, -90, Layer.AT_WALL)
    kit.block(gate, (0.16, 0.24, 0.06), kit.paint(m.IRON), u=0.42, y=1.05)
    kit.spot("bars gate door", gate, 0.0, -0.5, turn=180)

"""Public rooms: where people eat, drink, buy, pray, wait and are told things."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import rooms as r
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.places.kit import Frame, Kit
    from storyforge.media.previz.places.rooms import Room


def bar(kit: Kit) -> None:
    """A long bar with stools before shelves of bottles, pendant lamps, small tables."""
    made = r.room(
        kit,
        (-3.8, 3.8, -2.6, 3.6),
        2.9,
        kit.choice((m.GREEN, m.RED, m.CARPET, m.OCHRE), "walls"),
        m.DARK_WOOD,
        tile=0.32,
        boards=True,
    )
    r.panelling(made, 1.1, m.DARK_WOOD, every=0.6)
    wall = made.wall("back")
    kit.panel(wall, (-2.6, 2.6, 1.1, 2.5), kit.paint(m.DARK_WOOD, 0.8), v=-0.006, outlined=True)
    kit.panel(wall, (-0.9, 0.9, 1.2, 2.4), kit.paint(m.GLASS, 0.92), v=-0.008)
    for i, (left, right) in enumerate(((-2.5, -1.0), (1.0, 2.5))):
        shelf = made.against("back", (left + right) / 2, 0.25)
        for low in (1.18, 1.6, 2.02):
            kit.block(shelf, (1.5, 0.03, 0.24), kit.paint(m.WOOD), y=low)
            _bottles(kit, shelf, low + 0.03, 9, i)
    counter = kit.stand(0.0, 2.2, 0, Layer.AT_WALL)
    f.counter(kit, counter, 5.2, depth=0.6, height=1.1, colour=m.DARK_WOOD, top=m.WOOD)
    kit.rod(counter, (-2.6, 0.18, -0.42), (2.6, 0.18, -0.42), 0.025, kit.paint(m.BRASS))
    _pump(kit, counter)
    for i in range(4):
        f.stool(kit, kit.stand(-1.95 + i * 1.3, 1.5), spot="bar counter stool", turn=(40, -40, 180, 90)[i])
    kit.spot("barkeeper", kit.stand(0.0, 2.85), 0, 0)
    for x in (-1.6, 0.0, 1.6):
        fit.pendant(kit, x, 2.1, 2.9, drop=0.75)
    _corner_tables(kit)
    r.picture(made, "right", 0.9, 1.8, (0.9, 0.6), m.GREEN)
    r.door(made, "right", -1.9, colour=m.DARK_WOOD, glazed=True)
    for u in (-1.7, 1.5):
        r.window(made, "front", u, 1.3, 1.15, 2.3, bars=3)
    r.door(made, "front", 0.0, 0.95, colour=m.GREEN, glazed=True)


def _bottles(kit: Kit, at: Frame, low: float, count: int, key: int) -> None:
    if "empty" in kit.states:
        return
    for i in range(count):
        u = -0.68 + i * 0.17
        tall = kit.between(0.2, 0.32, "bottle", key, low, i)
        colour = kit.paint(kit.choice((m.GREEN, m.OCHRE, m.GLASS, m.RED, m.WOOD), "bottle", key, low, i), 0.9)
        outline = (
            (u - 0.04, low),
            (u + 0.04, low),
            (u + 0.04, low + tall * 0.6),
            (u + 0.015, low + tall),
            (u - 0.015, low + tall),
            (u - 0.04, low + tall * 0.6),
        )
        kit.shape(at, outline, colour, v=-0.14)


def _pump(kit: Kit, at: Frame) -> None:
    for u in (0.4, 0.55, 0.7):
        kit.rod(at, (u, 1.1, 0.0), (u, 1.5, 0.03), 0.03, kit.paint(m.BRASS), 0.02)


def _corner_tables(kit: Kit) -> None:
    for x, z in ((-2.9, 0.3), (2.9, 0.9), (-2.6, -1.6)):
        at = kit.stand(x, z)
        f.round_table(kit, at, 0.36, m.DARK_WOOD)
        for yaw in (70, -80) if x < 0 else (110, -70):
            turn = kit.stand(*_beside(x, z, yaw, 0.6), yaw)
            f.chair(kit, turn, m.DARK_WOOD, spot="table chair")
        if "empty" not in kit.states:
            kit.rod(at, (0.1, 0.76, 0), (0.1, 0.86, 0), 0.04, kit.paint(m.OCHRE, 1.05))


def _beside(x: float, z: float, yaw: float, away: float) -> tuple[float, float]:
    """The place behind a table from which one faces it: a step back from the direction faced."""
    angle = math.radians(yaw)
    return x - math.sin(angle) * away, z + math.cos(angle) * away


def cafe(kit: Kit) -> None:
    """Small tables with chairs before a large window, a counter with a glass case and a board above it."""
    made = r.room(
        kit, (-3.6, 3.6, -2.6, 3.8), 2.9, kit.choice((m.CREAM, m.ROSE, (196, 208, 200)), "walls"), m.TILE, tile=0.45
    )
    r.panelling(made, 1.0, m.WOOD, every=0.5)
    for i, u in enumerate((-2.2, 0.0, 2.2)):
        r.window(made, "back", u, 1.7, 0.6, 2.4, bars=3, spot=i == 1)
    for i, (x, z) in enumerate(((-1.0, 1.6), (1.1, 1.7), (-2.75, 2.9), (2.9, 3.0))):
        at = kit.stand(x, z)
        f.round_table(kit, at, 0.38, m.PALE_WOOD)
        for yaw in (92, -88):
            f.chair(kit, kit.stand(*_beside(x, z, yaw, 0.62), yaw), m.WOOD, spot="table chair")
        if "empty" not in kit.states:
            kit.rod(at, (0.12, 0.75, 0), (0.12, 0.82, 0), 0.04, kit.paint(m.WHITE))
            kit.rod(at, (-0.05, 0.75, 0.06 * i), (-0.05, 0.9, 0.06 * i), 0.025, kit.paint(m.LEAF))
    _cake_counter(kit, made)
    f.shelves(kit, made.against("left", -1.2, 0.3), 1.5, 2.0, rows=4, goods="jars")
    r.picture(made, "left", 1.2, 1.7, (0.8, 0.6), m.OCHRE)
    r.door(made, "front", 1.6, 1.0, colour=m.GREEN, glazed=True)
    r.window(made, "front", -0.9, 2.4, 0.8, 2.4, bars=4, spot=False)
    for x in (-1.4, 1.4):
        fit.pendant(kit, x, 1.7, 2.9, drop=0.7, colour=m.BRASS)


def _cake_counter(kit: Kit, made: Room) -> None:
    at = made.against("right", 0.2, 0.7).shift(0.0, -0.95)
    f.counter(kit, at, 2.4, depth=0.65, height=1.0, colour=m.WOOD)
    kit.block(at, (0.9, 0.32, 0.5), kit.paint(m.GLASS), u=-0.5, y=1.0)
    for i in range(3):
        kit.panel(
            at,
            (-0.86 + i * 0.28, -0.66 + i * 0.28, 1.03, 1.15),
            kit.paint(kit.choice(f.BOOKS, "cake", i), 1.05),
            v=-0.256,
        )
    machine = at.shift(0.6, 0.05)
    kit.block(machine, (0.5, 0.45, 0.4), kit.paint(m.STEEL), y=1.0)
    r.board(made, "right", 0.2, (1.9, 1.55, 2.4), m.BLACK)
    wall = made.wall("right")
    for i in range(5):
        y = 2.28 - i * 0.14
        kit.seam(
            wall, ((-0.6, y), (-0.6 + kit.between(0.5, 1.0, "menu", i), y)), kit.paint(m.CREAM), wide=0.02, v=-0.016
        )
    kit.spot("counter bar", at, 0.3, -0.8, turn=180)


def lobby(kit: Kit) -> None:
    """A reception desk with pigeonholes, columns, a sofa, plants, a glass door."""
    made = r.room(kit, (-4.2, 4.2, -3.0, 4.2), 3.4, m.CREAM, m.STONE, tile=0.8)
    desk = kit.stand(0.3, 2.7, 0, Layer.AT_WALL)
    f.counter(kit, desk, 3.2, depth=0.6, height=1.1, colour=m.DARK_WOOD, top=m.STONE)
    kit.spot("counter desk reception", desk, -0.4, -0.75, turn=180)
    kit.spot("clerk", kit.stand(0.3, 3.4), 0, 0)
    _pigeonholes(kit, made)
    kit.ball(desk, (-0.9, 1.13, 0), 0.05, kit.paint(m.BRASS))
    fit.desk_lamp(kit, desk, 1.2, 1.1, 0.0)
    for x in (-2.9, 3.3):
        column = kit.stand(x, 2.4, 0, Layer.AT_WALL)
        kit.block(column, (0.5, 3.4, 0.5), kit.paint(m.PLASTER))
        kit.block(column, (0.62, 0.25, 0.62), kit.paint(m.STONE))
    f.sofa(kit, kit.stand(-2.9, 0.5, 78), 1.7, m.RED)
    f.table(kit, kit.stand(-1.95, 0.65, 78), 0.9, 0.5, height=0.42)
    fit.rug(kit, -2.2, 0.6, (2.0, 2.4), m.RED)
    fit.plant(kit, kit.stand(-3.7, 3.7, 0, Layer.AT_WALL), 1.6)
    fit.plant(kit, kit.stand(3.7, 3.7, 0, Layer.AT_WALL), 1.6)
    r.double_door(made, "front", 0.0, 1.9, 2.5, m.BRASS)
    for u in (-2.5, 2.5):
        r.window(made, "front", u, 1.4, 0.6, 2.8, spot=False)
    r.double_door(made, "right", 0.5, 1.2, 2.2, m.STEEL)
    r.picture(made, "right", -1.9, 1.8, (0.9, 0.7), m.GREEN)
    r.window(made, "left", 0.8, 1.6, 0.6, 2.8, curtains=m.RED)
    r.picture(made, "left", -1.7, 1.8, (1.2, 0.8))
    fit.pendant(kit, -0.2, 1.2, 3.4, drop=0.9, colour=m.BRASS)


def _pigeonholes(kit: Kit, made: Room) -> None:
    wall = made.wall("back")
    kit.panel(wall, (-1.1, 1.7, 1.2, 2.5), kit.paint(m.DARK_WOOD), v=-0.006, outlined=True)
    for row in range(4):
        for column in range(9):
            u, y = -1.02 + column * 0.3, 1.28 + row * 0.3
            kit.panel(wall, (u, u + 0.24, y, y + 0.24), kit.paint(m.DARK_WOOD, 0.62), v=-0.01)
            if kit.chance("key", row, column) < 0.5:
                kit.panel(wall, (u + 0.1, u + 0.14, y + 0.04, y + 0.16), kit.paint(m.BRASS), v=-0.014, layer=Layer.TRIM)
    r.clock(made, "back", 0.3, 2.85, 0.2)


def shop(kit: Kit) -> None:
    """Shelves of goods, a counter with a till, crates, a shop window with a glazed door."""
    made = r.room(
        kit,
        (-3.2, 3.2, -2.5, 3.4),
        2.8,
        kit.choice((m.CREAM, m.OCHRE, (200, 210, 204)), "walls"),
        m.WOOD,
        tile=0.3,
        boards=True,
    )
    for i, u in enumerate((-2.1, 0.0, 2.1)):
        f.shelves(
            kit,
            made.against("back", u, 0.36),
            2.0,
            2.3,
            rows=5,
            goods=("jars", "boxes", "bottles")[i],
            spot="shelf" if i == 1 else "",
        )
    f.shelves(kit, made.against("left", 0.3, 0.36), 2.6, 2.1, rows=4, goods="boxes", spot="")
    counter = kit.stand(0.9, 2.1, 0, Layer.AT_WALL)
    f.counter(kit, counter, 2.5, depth=0.6, height=0.95, colour=m.WOOD, doors=False)
    kit.spot("counter till", counter, -0.3, -0.75, turn=180)
    kit.spot("clerk shopkeeper", kit.stand(0.9, 2.75), 0, 0)
    till = counter.shift(0.7, 0.0, 0.0, 0.95)
    kit.block(till, (0.42, 0.2, 0.38), kit.paint(m.IRON))
    kit.block(till, (0.36, 0.18, 0.16), kit.paint(m.IRON, 1.15), y=0.2, v=0.08)
    kit.panel(till, (-0.12, 0.12, 0.24, 0.35), kit.paint(m.PAPER), v=-0.005)
    scale = counter.shift(-0.5, 0.0, 0.0, 0.95)
    kit.block(scale, (0.26, 0.1, 0.26), kit.paint(m.RED))
    kit.body(scale, (((-0.12, 0.2, 0), 0.03), ((0.12, 0.2, 0), 0.03)), kit.paint(m.BRASS))
    for i, x in enumerate((-2.5, -2.0)):
        box = kit.stand(x, 2.2 - 0.6 * i, 12, Layer.AT_WALL)
        fit.crate(kit, box, 0.52)
        for k in range(4):
            kit.ball(box, (-0.15 + 0.1 * k, 0.55, -0.1 + 0.07 * (k % 2)), 0.07, kit.paint((m.RED, m.LEAF)[i]))
    r.window(made, "right", 0.4, 2.0, 0.7, 2.2, bars=3)
    r.picture(made, "right", -1.9)
    r.window(made, "front", -1.1, 2.6, 0.6, 2.3, bars=3, spot=False)
    r.door(made, "front", 1.5, 1.0, colour=m.GREEN, glazed=True)
    fit.pendant(kit, 0.5, 1.7, 2.8, drop=0.7)

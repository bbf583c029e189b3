"""Workshops, stores, cellars and passages."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import rooms as r
from storyforge.media.previz.places.work import strip_lights
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit
    from storyforge.media.previz.places.rooms import Room


def masonry(
    made: Room, colour: Colour, *, height: float | None = None, course: float = 0.45, long: float = 0.95
) -> None:
    """Draw courses of stones on all walls, a few of them darker."""
    kit, top = made.kit, height or made.height
    line = kit.paint(colour, 0.82)
    for side in r.SIDES:
        wall, half = made.wall(side), made.span(side) / 2
        for row in range(int(top / course)):
            y = (row + 1) * course
            kit.seam(wall, ((-half, y), (half, y)), line, wide=0.014)
        for i in range(int(half * 5)):
            row = int(kit.chance("stone", side, i) * (top / course - 1))
            u = -half + kit.chance("stone", side, i, "u") * max(0.1, 2 * half - long)
            shade = 0.9 + 0.14 * kit.chance("stone", side, i, "s")
            kit.panel(
                wall,
                (u, u + long * kit.between(0.6, 1.0, side, i), row * course, (row + 1) * course),
                kit.paint(colour, shade),
                v=-0.005,
                outlined=True,
            )


def beams(made: Room, count: int, colour: Colour = m.DARK_WOOD) -> None:
    """Beams across under the ceiling."""
    kit = made.kit
    for i in range(count):
        z = made.z0 + (i + 0.5) * made.depth / count
        low, high = made.height - 0.22, made.height - 0.001
        for a, b, k in ((-0.1, -0.1, 0.9), (0.1, 0.1, 0.75)):
            points = ((made.x0, low, z + a), (made.x1, low, z + b), (made.x1, high, z + b), (made.x0, high, z + a))
            kit.face(points, kit.paint(colour, k), Layer.CEILING, normal=(0.0, 0.0, -1.0 if a < 0 else 1.0))
        under = ((made.x0, low, z - 0.1), (made.x1, low, z - 0.1), (made.x1, low, z + 0.1), (made.x0, low, z + 0.1))
        kit.face(under, kit.paint(colour, 0.7), Layer.CEILING, normal=(0.0, -1.0, 0.0))


def workshop(kit: Kit) -> None:
    """A workbench with a vice under a wall of tools, a machine, a furnace, a chain hoist, high windows."""
    made = r.room(kit, (-3.8, 3.8, -2.8, 4.0), 3.6, m.BRICK, m.CONCRETE, tile=0.9, skirting=None)
    beams(made, 4, m.IRON)
    bench = made.against("back", -1.0, 0.75)
    f.counter(kit, bench, 3.6, depth=0.72, height=0.9, colour=m.WOOD, top=m.PALE_WOOD)
    kit.block(bench, (0.2, 0.2, 0.3), kit.paint(m.IRON), u=1.2, y=0.9, v=-0.2)
    kit.rod(bench, (1.05, 1.0, -0.42), (1.35, 1.0, -0.42), 0.02, kit.paint(m.STEEL))
    kit.spot("workbench bench counter table", bench, 0.0, -0.8, turn=180)
    _tools(kit, made)
    fit.machine(kit, kit.stand(2.6, 2.6, -25, Layer.AT_WALL), (1.3, 1.7, 0.9), m.GREEN)
    kit.spot("machine", kit.stand(2.6, 1.8), 0, 0, turn=180)
    _furnace(kit, made)
    for i in range(2):
        fit.barrel(kit, kit.stand(3.3, -0.4 + i * 0.75, 0, Layer.AT_WALL), 0.3, 0.88, (m.BLUE, m.RED)[i])
    fit.crate(kit, kit.stand(-3.3, -1.7, 10, Layer.AT_WALL), 0.7)
    kit.line(((0.6, 3.4, 1.6), (0.6, 1.9, 1.6)), kit.paint(m.IRON), 3.2, Layer.FREE)
    hook = kit.stand(0.6, 1.6)
    kit.body(hook, (((-0.05, 1.86, 0), 0.05), ((0.06, 1.74, 0), 0.035)), kit.paint(m.BRASS))
    r.window(made, "back", 2.4, 1.6, 1.7, 3.0, bars=4, spot=False)
    r.window(made, "right", -0.4, 1.8, 1.6, 3.0, bars=4)
    r.board(made, "left", -1.6, (1.3, 1.2, 2.1), m.CREAM)
    r.double_door(made, "front", 0.4, 2.6, 2.8, m.GREEN)
    f.shelves(kit, made.against("right", 2.2, 0.4), 1.6, 2.0, rows=4, goods="boxes")
    fit.pendant(kit, -1.0, 2.0, 3.6, drop=1.2, colour=m.IRON)


def _tools(kit: Kit, made: Room) -> None:
    r.board(made, "back", -1.0, (3.2, 1.3, 2.4), m.PALE_WOOD)
    wall, iron = made.wall("back"), kit.paint(m.IRON)
    for i in range(11):
        u, long = -2.4 + i * 0.28, kit.between(0.35, 0.75, "tool", i)
        kit.panel(wall, (u - 0.025, u + 0.025, 2.25 - long, 2.25), kit.paint(m.WOOD), v=-0.03)
        head = 0.05 + 0.06 * kit.chance("head", i)
        kit.panel(wall, (u - head, u + head, 2.13 - long * (i % 3 == 0), 2.25 - long * (i % 3 == 0)), iron, v=-0.034)


def _furnace(kit: Kit, made: Room) -> None:
    at = made.against("left", 1.4, 1.1)
    kit.block(at, (1.5, 1.5, 1.1), kit.paint(m.BRICK, 0.86))
    kit.block(at, (0.7, 2.1, 0.6), kit.paint(m.BRICK, 0.8), y=1.5, v=0.2)
    mouth = ((-0.4, 0.45), (0.4, 0.45), (0.4, 0.95), (0.2, 1.15), (-0.2, 1.15), (-0.4, 0.95))
    hot = kit.light.dark or "fire" in kit.states
    kit.shape(at, mouth, (232, 138, 66) if hot else kit.paint(m.BLACK), v=-0.56)
    if hot:
        kit.shape(at, ((-0.25, 0.45), (0.25, 0.45), (0.15, 0.85), (-0.15, 0.85)), (248, 206, 118), v=-0.565)
        kit.glow(at, (0, 0.8, -0.8))
    kit.spot("furnace fire forge oven", at, 0.0, -1.3, turn=180)


def warehouse(kit: Kit) -> None:
    """High racks of boxes, crates, a roller gate, pillars, hanging lamps."""
    made = r.room(kit, (-5.0, 5.0, -4.0, 7.5), 5.0, m.CONCRETE, m.ASPHALT, tile=1.6, skirting=None)
    beams(made, 5, m.IRON)
    for x in (-3.9, 3.9):
        for z in (2.0, 5.0):
            _rack(kit, x, z, 90 if x < 0 else -90)
    _rack(kit, 0.0, 6.9, 0)
    for i, (x, z, size) in enumerate(
        (
            (-1.9, 3.0, 0.9),
            (-1.0, 3.3, 0.8),
            (-1.75, 3.9, 0.8),
            (1.7, 2.7, 0.9),
            (2.4, 3.4, 0.7),
            (-4.0, -0.6, 0.9),
            (4.1, -0.8, 0.8),
        )
    ):
        at = kit.stand(x, z, kit.between(-20, 20, "crate", i), Layer.AT_WALL)
        fit.crate(kit, at, size, kit.choice((m.PALE_WOOD, m.WOOD, m.OCHRE), "crate", i))
        if i in {0, 3}:
            fit.crate(kit, at.shift(0.05, 0.03, 12, size), size * 0.75, m.PALE_WOOD)
    gate = made.wall("front")
    kit.panel(gate, (-2.0, 2.0, 0, 3.6), kit.paint(m.STEEL), v=-0.01, outlined=True)
    for i in range(9):
        kit.seam(gate, ((-2.0, 0.4 * (i + 1)), (2.0, 0.4 * (i + 1))), kit.paint(m.STEEL, 0.82), wide=0.03, v=-0.014)
    kit.spot("gate door", gate, 0.0, -0.8, turn=180)
    r.door(made, "right", -3.0, colour=m.IRON, spot=False)
    for u in (-2.4, 1.2):
        r.window(made, "left", u, 1.8, 3.2, 4.4, bars=4, spot=False)
        r.window(made, "right", u + 1.0, 1.8, 3.2, 4.4, bars=4, spot=False)
    r.window(made, "back", 0.0, 2.2, 3.9, 4.7, bars=4, spot=False)
    kit.spot("crate box", kit.stand(1.7, 1.9), 0, 0, turn=180)
    for z in (0.5, 3.5):
        fit.pendant(kit, 0.0, z, 5.0, drop=1.1, colour=m.IRON)


def _rack(kit: Kit, x: float, z: float, yaw: float) -> None:
    at = kit.stand(x, z, yaw, Layer.AT_WALL)
    for u in (-1.3, 1.3):
        for v in (-0.4, 0.4):
            kit.block(at, (0.08, 3.6, 0.08), kit.paint(m.BLUE), u=u, v=v)
    for row in range(3):
        y = 0.15 + row * 1.2
        kit.block(at, (2.6, 0.1, 0.9), kit.paint(m.OCHRE), y=y)
        for i in range(3):
            if kit.chance("load", x, z, row, i) < 0.8 and "empty" not in kit.states:
                tall = kit.between(0.5, 0.9, "load", x, z, row, i)
                kit.block(
                    at,
                    (0.72, tall, 0.75),
                    kit.paint(kit.choice((m.PALE_WOOD, m.OCHRE, m.WOOD), x, z, row, i)),
                    u=-0.85 + i * 0.85,
                    y=y + 0.1,
                )


def barn(kit: Kit) -> None:
    """Timber posts and braces, a hay loft, bales, a stall, a wide gate with light behind it."""
    made = r.room(kit, (-3.8, 3.8, -3.2, 5.0), 4.4, m.WOOD, (196, 174, 130), tile=0.0, skirting=None)
    for side in r.SIDES:
        wall, half = made.wall(side), made.span(side) / 2
        for i in range(1, int(half * 2 / 0.45)):
            u = -half + i * 0.45
            kit.seam(wall, ((u, 0), (u, 4.4)), kit.paint(m.WOOD, 0.78), wide=0.022)
    beams(made, 4)
    for x in (-2.3, 2.3):
        for z in (1.2, 4.2):
            post = kit.stand(x, z, 0, Layer.AT_WALL)
            kit.block(post, (0.24, 4.4, 0.24), kit.paint(m.DARK_WOOD))
            kit.rod(post, (0, 3.2, 0), (0.9 if x < 0 else -0.9, 4.3, 0), 0.09, kit.paint(m.DARK_WOOD))
    hay: Colour = (206, 178, 112)
    _hay_loft(kit, hay)
    for i, (x, z, y) in enumerate(
        (
            (-3.0, 3.2, 0.0),
            (-3.1, 2.3, 0.0),
            (-3.0, 2.8, 0.5),
            (3.1, -1.6, 0.0),
            (3.1, -0.7, 0.0),
            (1.4, 4.3, 0.0),
            (0.4, 4.4, 0.0),
            (0.9, 4.35, 0.5),
        )
    ):
        bale = kit.stand(x, z, kit.between(-15, 15, "bale", i), Layer.AT_WALL)
        kit.block(bale, (0.95, 0.5, 0.6), kit.paint(hay, 1.0 - 0.06 * (i % 3)), y=y)
    kit.spot("hay bench", kit.stand(-3.05, 2.3), 0.0, 0.0, turn=90, height=0.5, beside=(0.9, 0.0))
    for i in range(4):
        stall = kit.stand(3.2 - 0.01 * i, 1.6 + i * 0.8, 90, Layer.AT_WALL)
        kit.block(stall, (0.8, 0.12, 0.06), kit.paint(m.WOOD, 1.1), y=1.1, v=1.0)
        kit.block(stall, (0.8, 0.12, 0.06), kit.paint(m.WOOD, 1.1), y=0.6, v=1.0)
        kit.block(stall, (0.1, 1.3, 0.1), kit.paint(m.DARK_WOOD), u=-0.4, v=1.0)
    kit.spot("stall", kit.stand(1.6, 2.4), 0, 0, turn=-90)
    for i in range(10):
        x, z = made.x0 + 7.4 * kit.chance("straw", i), made.z0 + 8.0 * kit.chance("straw", i, "z")
        kit.line(((x, 0.01, z), (x + 0.4, 0.01, z + 0.12)), kit.paint(hay, 0.86), 1.6)
    r.window(made, "left", -1.6, 0.8, 1.5, 2.2, spot=False)
    r.double_door(made, "front", 0.0, 2.8, 3.0, m.DARK_WOOD)
    fit.pendant(kit, 0.0, 1.0, 4.2, drop=1.6, colour=m.IRON)


def _hay_loft(kit: Kit, hay: Colour) -> None:
    loft = kit.stand(0.0, 4.5, 0, Layer.AT_WALL)
    for i in range(5):
        kit.block(loft, (1.5, 0.14, 1.0), kit.paint(m.DARK_WOOD), u=-3.0 + i * 1.5, y=2.5)
        kit.body(
            loft,
            (
                ((-3.0 + i * 1.5 - 0.5, 2.85, 0), 0.25),
                ((-3.0 + i * 1.5 + 0.5, 2.8, 0), 0.22),
                ((-3.0 + i * 1.5, 3.2 + 0.2 * (i % 2), 0), 0.25),
            ),
            kit.paint(hay),
        )


def cellar(kit: Kit) -> None:
    """Stone vaults, barrels and shelves of bottles, steps up to a door, one bulb."""
    made = r.room(
        kit, (-2.9, 2.9, -2.5, 3.9), 2.5, m.STONE, m.DARK_STONE, tile=0.7, skirting=None, ceiling=m.DARK_STONE
    )
    masonry(made, m.STONE)
    back = made.wall("back")
    for u in (-1.5, 1.3):
        arch = ((u - 0.8, 0.0), (u + 0.8, 0.0), (u + 0.8, 1.3), (u + 0.45, 1.8), (u - 0.45, 1.8), (u - 0.8, 1.3))
        kit.shape(back, arch, mix(kit.paint(m.DARK_STONE), kit.light.ink, 0.45), v=-0.01)
    for i, (x, z, y) in enumerate(((-2.4, 3.2, 0.0), (-1.6, 3.3, 0.0), (-0.8, 3.3, 0.0), (-2.0, 3.3, 0.85))):
        fit.barrel(kit, kit.stand(x, z, 0, Layer.AT_WALL).shift(0, 0, 0, y), 0.38, 0.85, (m.WOOD, m.DARK_WOOD)[i % 2])
    f.shelves(kit, made.against("left", 0.2, 0.36), 2.0, 1.9, rows=4, goods="bottles")
    for i in range(7):
        step = kit.stand(2.3, 1.0 + i * 0.3, 0, Layer.AT_WALL)
        kit.block(step, (1.1, 0.2 * (i + 1), 0.3), kit.paint(m.STONE, 0.9 + 0.03 * (i % 2)))
    kit.spot("stairs", kit.stand(2.3, 0.4), 0, 0, turn=180)
    fit.crate(kit, kit.stand(-2.4, -1.6, 15, Layer.AT_WALL), 0.6)
    fit.crate(kit, kit.stand(2.3, -1.9, -10, Layer.AT_WALL), 0.6)
    r.door(made, "front", -0.2, colour=m.DARK_WOOD)
    kit.spot("barrel", kit.stand(-1.6, 2.5), 0, 0, turn=180)
    fit.pendant(kit, 0.0, 1.4, 2.5, drop=0.4, colour=m.IRON)


def corridor(kit: Kit) -> None:
    """A long corridor: doors on both sides, a rail, light panels, a double door with panes at the end."""
    made = r.room(
        kit,
        (-1.5, 1.5, -8.0, 12.0),
        2.6,
        kit.choice(((208, 218, 214), m.CREAM, (206, 210, 220)), "walls"),
        (196, 202, 200),
        tile=0.75,
    )
    r.panelling(made, 0.95, kit.choice((m.GREEN, m.BLUE, m.OCHRE), "rail"))
    for side, start in (("left", -8.2), ("right", -7.2)):
        for i in range(5):
            r.door(made, "left" if side == "left" else "right", start + i * 3.9, 0.95, spot=i == 2)
    r.double_door(made, "back", 0.0, 1.7, 2.15, m.STEEL)
    kit.panel(made.wall("back"), (-0.3, 0.3, 2.28, 2.46), kit.lit((112, 160, 124)), v=-0.02, outlined=True)
    r.double_door(made, "front", 0.0, 1.7, 2.15, m.STEEL)
    strip_lights(kit, 0.0, (-6.5, -3.5, -0.5, 2.5, 5.5, 8.5), 2.6)
    f.bench(kit, made.against("right", -4.2, 0.45), 1.5, m.PALE_WOOD)
    f.bench(kit, made.against("left", 4.4, 0.45), 1.5, m.PALE_WOOD)
    r.picture(made, "left", 2.0, 1.6, (0.6, 0.45), m.GREEN)
    fit.plant(kit, kit.stand(1.15, 8.6, 0, Layer.AT_WALL), 1.2)


def stairwell(kit: Kit) -> None:
    """A flight of stairs with a banister up to a landing, and the next flight above it."""
    made = r.room(
        kit, (-2.4, 2.4, -2.2, 4.4), 5.4, kit.choice((m.CREAM, m.PLASTER), "walls"), m.STONE, tile=0.5, skirting=None
    )
    r.panelling(made, 1.2, kit.choice((m.GREEN, m.OCHRE, m.BLUE), "dado"))
    for i in range(9):
        step = kit.stand(-1.2, 0.95 + i * 0.29, 0, Layer.AT_WALL)
        kit.block(step, (1.8, 0.18 * (i + 1), 0.29), kit.paint(m.STONE, 0.96 + 0.05 * (i % 2)))
        kit.rod(step, (0.86, 0.18 * (i + 1), 0), (0.86, 0.18 * (i + 1) + 0.9, 0), 0.018, kit.paint(m.IRON))
    landing = kit.stand(0.0, 3.95, 0, Layer.AT_WALL)
    for u in (-1.2, 1.2):
        kit.block(landing, (2.4, 0.2, 0.9), kit.paint(m.STONE, 0.9), u=u, y=1.44)
    for i in range(8):
        step = kit.stand(1.2, 3.4 - i * 0.29, 0, Layer.AT_WALL)
        kit.block(step, (1.8, 0.2, 0.29), kit.paint(m.STONE, 0.9 + 0.05 * (i % 2)), y=1.62 + i * 0.18)
        kit.rod(step, (-0.86, 1.8 + i * 0.18, 0), (-0.86, 2.7 + i * 0.18, 0), 0.018, kit.paint(m.IRON))
    rail = kit.stand(-0.34, 2.1, 0, Layer.AT_WALL)
    kit.rod(rail, (0, 1.1, -1.15), (0, 2.55, 1.2), 0.035, kit.paint(m.DARK_WOOD))
    kit.rod(rail, (0.68, 2.7, 1.3), (0.68, 3.95, -0.75), 0.035, kit.paint(m.DARK_WOOD))
    kit.spot("stairs steps rail", kit.stand(-1.2, 0.45), 0, 0, turn=180)
    r.window(made, "back", 0.0, 1.2, 2.6, 4.4, bars=3, spot=False)
    r.door(made, "right", -1.2, colour=m.DARK_WOOD)
    r.door(made, "left", -1.4, colour=m.DARK_WOOD, spot=False)
    r.double_door(made, "front", 0.0, 1.5, 2.3, m.DARK_WOOD)
    fit.pendant(kit, 0.3, 0.6, 5.2, drop=2.4, colour=m.BRASS)


def tunnel(kit: Kit) -> None:
    """A vault that runs on into the dark: ribs, a channel of water, lamps along the wall."""
    stone = kit.choice((m.DARK_STONE, m.BRICK, m.ROCK), "stone")
    arch = [(math.cos(i * math.pi / 8) * 2.2, 1.2 + math.sin(i * math.pi / 8) * 1.9) for i in range(9)]
    outline = [(2.2, 0.0), *arch, (-2.2, 0.0)]
    kit.ground(-2.2, 2.2, -12.0, 26.0, kit.paint(m.DARK_STONE, 0.9))
    kit.ground(-0.45, 0.45, -12.0, 26.0, kit.paint(m.WATER, 0.7), y=0.003, marks=True)
    for i in range(14):
        z, near = 26.0 - i * 2.7, 26.0 - (i + 1) * 2.7
        depth = min(0.72, max(0.0, (z - 4) / 26))
        for (a, b), (c, d) in pairwise(outline):
            side = 1.0 - 0.1 * (b > 1.4) - 0.06 * (a < 0)
            colour = mix(kit.paint(stone, side * (0.96 if i % 2 else 1.04)), kit.light.ink, depth)
            normal = (-(a + c) / 2, 1.2 - (b + d) / 2, 0.0)
            kit.face(
                ((a, b, z), (c, d, z), (c, d, near), (a, b, near)),
                colour,
                Layer.WALL,
                normal=normal,
                outlined=i % 2 == 0,
            )
    for i in range(4):
        lamp = kit.stand(-2.0 if i % 2 else 2.0, -2.0 + i * 5.0, 0, Layer.AT_WALL)
        kit.ball(lamp, (0, 2.1, 0), 0.1, kit.lit((232, 222, 186)))
        kit.glow(lamp, (0, 2.1, 0))
    far = [(x * 0.98, y, 25.9) for x, y in outline]
    kit.face(far, mix(kit.light.ink, kit.paint(stone), 0.25 if kit.light.dark else 0.5), Layer.WALL)
    for i in range(9):
        at = kit.stand(-2.0 if i % 2 else 1.9, -3.0 + i * 1.9, 0, Layer.AT_WALL)
        kit.body(at, (((0, 0.05, 0), 0.12), ((0.2, 0.03, 0.2), 0.09)), kit.paint(stone, 0.8))
    kit.spot("wall", kit.stand(-1.5, 0.5, 90), 0, 0)

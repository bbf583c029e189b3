"""Yards, roads, bridges, stations and roofs."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places.facades import facade, glass, pane, row
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.places.outdoors import ripples
from storyforge.media.previz.places.streets import CARS, puddles
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.places.kit import Kit


def yard(kit: Kit) -> None:
    """A yard between brick buildings: a wide gate, a wall, crates, barrels, a van."""
    kit.ground(-12, 12, -10, 11, kit.paint(m.CONCRETE))
    for i in range(7):
        kit.line(((-11, 0.002, -8 + i * 2.6), (11, 0.002, -8 + i * 2.6)), kit.paint(m.CONCRETE, 0.9))
        kit.line(((-9 + i * 3.0, 0.002, -9), (-9 + i * 3.0, 0.002, 10)), kit.paint(m.CONCRETE, 0.9))
    shed = Frame(0.0, 9.5, 0)
    kit.panel(shed.on(Layer.WALL), (-8.0, 8.0, 0, 6.0), kit.paint(m.BRICK), outlined=True)
    for i in range(4):
        left = -8.0 + i * 4.0
        kit.shape(shed.on(Layer.WALL), ((left, 6.0), (left + 4.0, 6.0), (left + 4.0, 8.0)), kit.paint(m.BRICK, 0.84))
    face = shed.on(Layer.ON_WALL)
    kit.panel(face, (-2.0, 2.0, 0, 3.7), kit.paint(m.GREEN, 0.94), v=-0.02, outlined=True)
    for i in range(8):
        kit.seam(face, ((-2.0, 0.45 * (i + 1)), (2.0, 0.45 * (i + 1))), kit.paint(m.GREEN, 0.78), wide=0.03, v=-0.03)
    for u in (-6.0, -4.0, 4.0, 6.0):
        pane(kit, face, u, 2.2, (1.3, 1.8), key=("shed", u))
    row(kit, Frame(11.0, 1.0, -90), (7.0, 8.0), shops=0.0, key="east")
    row(kit, Frame(-11.0, 1.0, 90), (8.0, 7.0), shops=0.0, key="west")
    o.wall(kit, (-10, 0, -8.5), (-2.2, 0, -8.5), height=2.4, colour=m.BRICK, parts=4)
    o.wall(kit, (2.2, 0, -8.5), (10, 0, -8.5), height=2.4, colour=m.BRICK, parts=4)
    for x in (-2.0, 2.0):
        kit.block(kit.stand(x, -8.5), (0.5, 2.9, 0.5), kit.paint(m.STONE))
    for i, (x, z) in enumerate(((-4.6, 4.4), (-5.4, 5.2), (-4.5, 5.5), (5.0, 6.4))):
        fit.crate(kit, kit.stand(x, z, 14 * i - 20), 0.85, (m.PALE_WOOD, m.WOOD)[i % 2])
    for i, (x, z) in enumerate(((3.6, 5.6), (4.3, 5.1), (-6.8, 2.2))):
        fit.barrel(kit, kit.stand(x, z), 0.32, 0.92, (m.BLUE, m.RED, m.IRON)[i])
    o.car(kit, kit.stand(6.2, 2.2, -70), kit.choice(CARS, "van"), van=True)
    kit.spot("car", kit.stand(6.2, 2.2, -70).shift(-1.6, 0.0, 90), 0, 0)
    o.street_lamp(kit, kit.stand(-3.4, 6.8))
    kit.spot("door gate", face, 0.0, -1.0, turn=180)
    kit.spot("wall", kit.stand(-2.9, -7.8, 180), 0, 0)
    kit.spot("crate bench", kit.stand(-4.6, 4.4, -20), 0, 0, height=0.85, beside=(0.0, -0.9))
    puddles(kit, 7, 4.0)


def farmyard(kit: Kit) -> None:
    """A farmyard: a barn with a red front, a farmhouse, a fence, bales, a trough, fields behind."""
    kit.ground(-40, 40, -30, 45, kit.paint(m.GRASS))
    kit.ground(-7, 7, -6, 8.5, kit.paint(m.EARTH, 1.04), y=0.001)
    barn = Frame(-2.6, 8.5, 0)
    wall, face = barn.on(Layer.WALL), barn.on(Layer.ON_WALL)
    red = kit.paint(m.RED, 1.02)
    kit.shape(wall, ((-4.0, 0), (4.0, 0), (4.0, 4.2), (2.6, 6.4), (0, 7.6), (-2.6, 6.4), (-4.0, 4.2)), red)
    for i in range(1, 16):
        u = -4.0 + i * 0.5
        kit.seam(face, ((u, 0), (u, 4.2)), kit.paint(m.RED, 0.86), wide=0.03, v=-0.01)
    kit.panel(face, (-1.7, 1.7, 0, 3.2), kit.paint(m.WHITE, 0.95), v=-0.02)
    for left in (-1.55, 0.05):
        kit.panel(face, (left, left + 1.5, 0.12, 3.05), kit.paint(m.RED, 0.9), v=-0.03)
        kit.seam(face, ((left, 0.12), (left + 1.5, 3.05)), kit.paint(m.WHITE, 0.95), wide=0.14, v=-0.04)
        kit.seam(face, ((left, 3.05), (left + 1.5, 0.12)), kit.paint(m.WHITE, 0.95), wide=0.14, v=-0.04)
    kit.panel(face, (-0.7, 0.7, 4.4, 5.6), kit.paint(m.BLACK), v=-0.02, outlined=True)
    kit.seam(wall, ((-4.3, 4.0), (-2.7, 6.5), (0, 7.8), (2.7, 6.5), (4.3, 4.0)), kit.paint(m.IRON), wide=0.35, v=-0.05)
    facade(kit, Frame(7.0, 7.0, -35), 6.0, 2, m.PLASTER, roof=True, key="farm")
    kit.spot("door gate", face, 0.0, -1.0, turn=180)
    o.fence(kit, (-12, 0, 3.5), (-7.2, 0, 5.5), posts=5)
    o.fence(kit, (-9, 0, -6.2), (-1.4, 0, -6.2), posts=7)
    o.fence(kit, (1.6, 0, -6.2), (9, 0, -6.2), posts=7)
    for i, (x, z, y) in enumerate(((2.6, 6.6, 0.0), (3.5, 6.4, 0.0), (3.0, 6.5, 0.5), (-5.6, 4.0, 0.0))):
        kit.block(kit.stand(x, z, 12 * i - 15), (0.95, 0.5, 0.6), kit.paint((206, 178, 112)), y=y)
    trough = kit.stand(3.7, 2.6, -30)
    kit.block(trough, (1.6, 0.5, 0.6), kit.paint(m.STONE))
    kit.sheet(trough, (-0.7, 0.7, -0.2, 0.2), 0.51, kit.paint(m.WATER))
    kit.spot("water trough well", trough, 0.0, -0.85, turn=180)
    kit.spot("wall gate-2", kit.stand(0.0, -5.6, 180), 0, 0)
    kit.spot("hay bench", kit.stand(-5.6, 4.0, 21), 0, 0, height=0.5, beside=(0.0, -0.8))
    for i, (x, z) in enumerate(((9.5, 3.0), (-9.5, 9.0), (11.0, -5.0), (-8.0, -9.0))):
        o.tree(kit, kit.stand(x, z), 6.0 + i % 2)
    puddles(kit, 5, 4.0)


def road(kit: Kit) -> None:
    """A country road to the horizon, with verges, poles with wires, a fence, fields and a sign."""
    kit.ground(-60, 60, -60, 90, kit.paint(m.GRASS))
    kit.ground(-3.2, 3.2, -60, 90, kit.paint(m.ASPHALT), y=0.001)
    for sign in (-1, 1):
        kit.ground(sign * 2.85 - 0.06, sign * 2.85 + 0.06, -60, 90, kit.paint(m.WHITE), y=0.003, marks=True)
        a, b = sorted((sign * 3.2, sign * 4.6))
        kit.ground(a, b, -60, 90, kit.paint(m.EARTH, 1.08), y=0.001)
    for i in range(14):
        z = -24 + i * 6.0
        kit.ground(-0.08, 0.08, z, z + 2.6, kit.paint(m.OCHRE, 1.1), y=0.003, marks=True)
    tops: list[tuple[float, float, float]] = []
    for away in (-16.0, -5.0, 6.0, 17.0, 28.0, 39.0):
        pole = kit.stand(5.6, away)
        kit.rod(pole, (0, 0, 0), (0, 6.4, 0), 0.09, kit.paint(m.DARK_WOOD), 0.07)
        kit.block(pole, (1.5, 0.12, 0.12), kit.paint(m.DARK_WOOD), y=5.8)
        tops.append((5.6, 5.95, away))
    for u in (-0.65, 0.65):
        for (x, y, start), (p, q, end) in pairwise(tops):
            sag = ((x + u, y, start), (x + u, y - 0.35, (start + end) / 2), (p + u, q, end))
            kit.line(sag, kit.paint(m.IRON), 1.3, Layer.BACKDROP)
    o.fence(kit, (-6.2, 0, -14), (-6.0, 0, 26), posts=14, height=1.0)
    board = kit.stand(4.2, 7.4, -8)
    kit.rod(board, (0, 0, 0), (0, 2.5, 0), 0.04, kit.paint(m.STEEL))
    kit.block(board, (1.1, 0.7, 0.05), kit.paint(m.GREEN), y=1.85, v=-0.05)
    kit.panel(board, (-0.4, 0.4, 2.25, 2.35), kit.paint(m.WHITE), v=-0.08)
    kit.panel(board, (-0.4, 0.25, 2.05, 2.15), kit.paint(m.WHITE), v=-0.08)
    for i, (x, z) in enumerate(
        ((-9.5, 9.0), (9.5, 14.0), (-12.5, 22.0), (13.0, 30.0), (-9.0, -9.0), (10.0, -12.0), (12.5, 3.0))
    ):
        o.tree(kit, kit.stand(x, z), 5.5 + i % 3)
    o.car(kit, kit.stand(1.7, 14.0, 180), kit.choice(CARS, "car"))
    for i in range(16):
        x = (4.8 + 3.5 * kit.chance("tuft", i)) * (1 if i % 2 else -1)
        o.grass(kit, x, kit.between(-4, 16, "tuft", i, "z"), 0.4, kit.paint(m.LEAF))
    kit.spot("car", kit.stand(1.7, 14.0).shift(0, -2.7), 0, 0)
    kit.spot("sign lamp", kit.stand(4.2, 6.6), 0, 0, turn=180)
    kit.spot("wall fence", kit.stand(-5.4, 2.0, 90), 0, 0)
    kit.spot("edge bench", kit.stand(-4.0, 2.0, 90), 0, 0)
    puddles(kit, 6, 2.6)


def bridge(kit: Kit) -> None:
    """A stone bridge over water: parapets with lanterns on both sides, banks and houses beyond."""
    kit.ground(-90, 90, -90, 90, kit.paint(m.WATER), y=-3.0, water=True)
    ripples(kit, (-40, 40, -12, 40), 26, y=-2.99, keep=3.2)
    for z0, z1 in ((34.0, 90.0), (-90.0, -34.0)):
        kit.ground(-90, 90, z0, z1, kit.paint(m.GRASS), y=-1.0)
    kit.ground(-2.6, 2.6, -40, 44, kit.paint(m.STONE, 1.02))
    for i in range(16):
        kit.line(((-2.6, 0.002, -12 + i * 2.2), (2.6, 0.002, -12 + i * 2.2)), kit.paint(m.STONE, 0.9))
    for sign in (-1, 1):
        for i in range(12):
            z = -16.0 + i * 3.4
            part = kit.stand(sign * 2.75, z, 90, Layer.FREE)
            kit.block(part, (3.4, 0.95, 0.32), kit.paint(m.STONE, 0.94))
            kit.block(part, (3.4, 0.1, 0.44), kit.paint(m.STONE, 0.84), y=0.95)
        for z in (3.2, 13.4, -7.0):
            o.lantern_post(kit, kit.stand(sign * 2.75, z), 3.4)
    row(kit, Frame(-18.0, 42.0, 0), (8.0, 7.0, 8.0), shops=0.0, roofs=0.9, key="far-left")
    row(kit, Frame(18.0, 42.0, 0), (7.0, 8.0, 8.0), shops=0.0, roofs=0.9, key="far-right")
    kit.spot("wall rail water edge", kit.stand(2.1, 1.5, -90), 0, 0, turn=180)
    kit.spot("lamp", kit.stand(-2.2, 3.2, 90), 0, 0)
    puddles(kit, 5, 1.8)


def platform(kit: Kit) -> None:
    """A railway platform under a canopy: rails, a standing train, benches, a clock, a sign."""
    kit.ground(-40, 40, -40, 60, kit.paint(m.EARTH, 0.95), y=-1.0)
    kit.ground(-4.2, 2.0, -40, 60, kit.paint(m.CONCRETE, 1.03))
    kit.ground(1.55, 1.75, -40, 60, kit.paint(m.OCHRE, 1.12), y=0.003, marks=True)
    edge = ((2.0, -1.0, -40), (2.0, -1.0, 60), (2.0, 0.0, 60), (2.0, 0.0, -40))
    kit.face(edge, kit.paint(m.DARK_STONE), Layer.MARKS, normal=(1.0, 0.0, 0.0))
    for i in range(24):
        z = -14 + i * 1.8
        kit.line(((-4.2, 0.002, z), (2.0, 0.002, z)), kit.paint(m.CONCRETE, 0.93))
        kit.ground(2.35, 4.85, z, z + 0.3, kit.paint(m.DARK_WOOD), y=-0.95, marks=True)
    for x in (2.85, 4.35):
        kit.ground(x - 0.05, x + 0.05, -40, 60, kit.paint(m.STEEL), y=-0.82, marks=True)
    _train(kit)
    house = Frame(-4.2, 6.0, 90)
    facade(kit, house, 26.0, 2, m.BRICK, key="station")
    _canopy(kit)
    for z in (1.6, 8.2):
        f.bench(kit, kit.stand(-2.6, z, 90), 1.7, m.WOOD)
    clock = kit.stand(-0.6, 2.4, 0)
    kit.body(
        clock,
        [
            ((0.24 * math.cos(i * math.tau / 8), 3.1 + 0.24 * math.sin(i * math.tau / 8), v), 0.04)
            for i in range(8)
            for v in (-0.06, 0.06)
        ],
        kit.paint(m.WHITE),
    )
    kit.line(
        (clock.point(0, 3.26, -0.12), clock.point(0, 3.1, -0.12), clock.point(0.12, 3.04, -0.12)),
        kit.light.ink,
        2.6,
        Layer.FREE,
    )
    sign = kit.stand(-0.6, 7.9, 0)
    kit.block(sign, (1.7, 0.45, 0.06), kit.paint(m.BLUE), y=2.35)
    kit.panel(sign, (-0.6, 0.6, 2.5, 2.65), kit.paint(m.WHITE), v=-0.04)
    for z in (-3.5, 4.0, 11.5):
        lamp = kit.stand(0.6, z)
        kit.ball(lamp, (0, 3.45, 0), 0.16, kit.lit((228, 224, 208)))
        if kit.light.dark:
            kit.glow(lamp, (0, 3.4, 0))
    trolley = kit.stand(-3.4, 4.9, 60)
    kit.block(trolley, (1.2, 0.1, 0.7), kit.paint(m.WOOD), y=0.35)
    kit.block(trolley, (0.6, 0.4, 0.35), kit.paint(m.CARPET), y=0.45, u=-0.2)
    kit.spot("train door carriage", kit.stand(1.2, 1.2, 90), 0, 0)
    kit.spot("edge rail", kit.stand(1.3, 0.0, 90), 0, 0)
    kit.spot("lamp clock wall", kit.stand(-0.6, 1.9), 0, 0)
    puddles(kit, 4, 1.2)


def _canopy(kit: Kit) -> None:
    for i in range(5):
        post = kit.stand(-0.6, -8.6 + i * 5.5)
        kit.rod(post, (0, 0, 0), (0, 3.6, 0), 0.08, kit.paint(m.GREEN))
        kit.rod(post, (0, 2.9, 0), (-0.7, 3.55, 0), 0.04, kit.paint(m.GREEN))
        kit.rod(post, (0, 2.9, 0), (0.7, 3.55, 0), 0.04, kit.paint(m.GREEN))
    roof = ((-4.2, 3.9, -12), (1.4, 3.65, -12), (1.4, 3.65, 22), (-4.2, 3.9, 22))
    kit.face(roof, kit.paint(m.GREEN, 0.8), Layer.CEILING)
    kit.face(((1.4, 3.4, -12), (1.4, 3.4, 22), (1.4, 3.72, 22), (1.4, 3.72, -12)), kit.paint(m.WHITE, 0.9), Layer.TRIM)


def _train(kit: Kit) -> None:
    for i in range(4):
        at = Frame(2.35, 3.0 + i * 9.2, -90)
        wall, face = at.on(Layer.WALL), at.on(Layer.ON_WALL)
        kit.panel(wall, (-4.5, 4.5, -0.55, 2.75), kit.paint(m.CARPET, 0.98), outlined=True)
        kit.panel(face, (-4.5, 4.5, 0.95, 2.1), kit.paint(m.CREAM), v=-0.01)
        kit.shape(wall, ((-4.5, 2.75), (4.5, 2.75), (4.3, 3.2), (-4.3, 3.2)), kit.paint(m.IRON))
        for k in range(5):
            u = -3.0 + k * 1.5
            shine = kit.light.lit if kit.light.dark else glass(kit, ("train", i, k))
            kit.panel(face, (u - 0.5, u + 0.5, 1.1, 1.95), shine, v=-0.02, outlined=True)
        for u in (-4.0, 4.0):
            kit.panel(face, (u - 0.36, u + 0.36, 0.0, 2.2), kit.paint(m.CARPET, 0.82), v=-0.025, outlined=True)
            kit.panel(face, (u - 0.22, u + 0.22, 1.15, 1.95), glass(kit, ("door", i, u)), v=-0.03)


def rooftop(kit: Kit) -> None:
    """A flat roof with a parapet, a stair house, chimneys, a water tank; the city all around."""
    kit.ground(-5.5, 5.5, -5.0, 7.0, kit.paint(m.ASPHALT, 1.04))
    for i in range(6):
        kit.line(((-5.5, 0.002, -4 + i * 2.0), (5.5, 0.002, -4 + i * 2.0)), kit.paint(m.ASPHALT, 0.94))
    for start, end in (
        ((-5.5, 0, 7.0), (5.5, 0, 7.0)),
        ((5.5, 0, 7.0), (5.5, 0, -5.0)),
        ((5.5, 0, -5.0), (-5.5, 0, -5.0)),
        ((-5.5, 0, -5.0), (-5.5, 0, 7.0)),
    ):
        o.wall(kit, start, end, height=0.8, colour=m.BRICK, parts=5, thick=0.3)
    house = kit.stand(-3.6, 5.0, 0)
    kit.block(house, (2.2, 2.5, 2.0), kit.paint(m.BRICK))
    kit.block(house, (2.5, 0.15, 2.3), kit.paint(m.IRON), y=2.5)
    kit.panel(house, (-0.45, 0.45, 0, 2.05), kit.paint(m.GREEN, 0.9), v=-1.01, outlined=True)
    kit.panel(house, (0.25, 0.35, 0.98, 1.06), kit.paint(m.BRASS), v=-1.03)
    lamp = kit.stand(-2.7, 3.9)
    kit.ball(lamp, (0, 2.2, 0), 0.11, kit.lit((228, 222, 202)))
    kit.glow(lamp, (0, 2.2, 0))
    for i, (x, z) in enumerate(((4.2, 5.6), (4.9, 2.4), (-4.6, -2.6))):
        stack = kit.stand(x, z)
        kit.block(stack, (0.8, 1.5 + 0.3 * i, 0.7), kit.paint(m.BRICK, 0.92))
        for u in (-0.2, 0.2):
            kit.rod(stack, (u, 1.5 + 0.3 * i, 0), (u, 1.9 + 0.3 * i, 0), 0.12, kit.paint(m.BRICK, 1.06))
    tank = kit.stand(2.6, 5.7)
    for u in (-0.6, 0.6):
        for v in (-0.5, 0.5):
            kit.rod(tank, (u, 0, v), (u, 1.5, v), 0.05, kit.paint(m.IRON))
    kit.body(
        tank,
        [
            ((0.65 * math.cos(a), y, 0.65 * math.sin(a)), 0.12)
            for a in (0, 1.05, 2.1, 3.14, 4.2, 5.24)
            for y in (1.7, 2.9)
        ]
        + [((0, 3.5, 0), 0.06)],
        kit.paint(m.WOOD),
    )
    kit.rod(kit.stand(-1.2, 6.3), (0, 0, 0), (0, 2.8, 0), 0.025, kit.paint(m.STEEL))
    kit.block(kit.stand(-1.2, 6.3), (1.2, 0.03, 0.03), kit.paint(m.STEEL), y=2.4)
    for depth, radius, high in ((0.62, 60.0, 10.0), (0.4, 34.0, 3.5)):
        _skyline(kit, radius, high, depth)
    kit.spot("wall rail edge parapet ledge", kit.stand(0.6, 6.3, 0), 0, 0, turn=180)
    kit.spot("door doorway", house, 0.0, -1.5, turn=180)
    kit.spot("bench crate", kit.stand(0.2, 6.75), 0.0, -0.05, height=0.85, beside=(0.0, -0.8))
    puddles(kit, 5, 3.0)


def _skyline(kit: Kit, radius: float, high: float, air: float) -> None:
    count = 22
    for i in range(count):
        a, b = i * math.tau / count, (i + 0.94) * math.tau / count
        top = high * kit.between(-0.9, 1.0, "sky", radius, i)
        points = [
            (radius * math.sin(c), y, radius * math.cos(c)) for c, y in ((a, -30.0), (b, -30.0), (b, top), (a, top))
        ]
        tone = kit.hazed(kit.paint(kit.choice((m.STONE, m.BRICK, m.DARK_STONE), "sky", radius, i)), air)
        kit.face(points, tone, Layer.BACKDROP)
        for k in range(4):
            c = a + (b - a) * kit.between(0.12, 0.8, "pane", radius, i, k)
            y = top - 0.9 - 3.4 * kit.chance("pane", radius, i, k, "y")
            width = 0.02
            near = radius - 0.3
            box = [
                (near * math.sin(e), h, near * math.cos(e))
                for e, h in ((c, y), (c + width, y), (c + width, y + 0.75), (c, y + 0.75))
            ]
            shine = (
                kit.light.lit
                if kit.light.dark and kit.chance("on", radius, i, k) < 0.6
                else kit.hazed(kit.paint(m.IRON), air + 0.15)
            )
            kit.face(box, shine, Layer.BACKDROP)


def steps(kit: Kit) -> None:
    """A wide flight of steps outdoors up to a portal, with walls and lanterns."""
    kit.ground(-20, 20, -16, 12, kit.paint(m.STONE))
    for i in range(8):
        for u in (-2.4, 0.0, 2.4):
            step = kit.stand(u, 3.0 + i * 0.42, 0, Layer.AT_WALL)
            kit.block(step, (2.4, 0.16 * (i + 1), 0.42), kit.paint(m.STONE, 1.02 - 0.02 * (i % 2)))
    facade(kit, Frame(0.0, 7.0, 0), 18.0, 4, m.PLASTER, key="steps")
    face = Frame(0.0, 6.9, 0, 0.0, Layer.TRIM)
    kit.shape(
        face,
        ((-1.2, 1.2), (1.2, 1.2), (1.2, 3.6), (0.7, 4.4), (-0.7, 4.4), (-1.2, 3.6)),
        kit.paint(m.DARK_WOOD),
        v=-0.1,
    )
    for sign in (-1, 1):
        cheek = kit.stand(sign * 4.0, 4.6, 0, Layer.AT_WALL)
        kit.block(cheek, (0.7, 1.2, 3.4), kit.paint(m.STONE, 0.9))
        o.lantern_post(kit, kit.stand(sign * 4.0, 2.6), 3.0)
    kit.spot("steps stairs bench", kit.stand(0.9, 3.05), 0, 0.0, height=0.32, beside=(0.0, -0.7))
    kit.spot("door gate doorway", kit.stand(0.0, 2.4), 0, 0, turn=180)
    row(kit, Frame(0.0, -14.0, 180), (7.5, 7.0, 8.0), key="across")
    o.tree(kit, kit.stand(-6.6, 1.6), 5.5)
    o.tree(kit, kit.stand(6.8, -4.0), 5.5)
    puddles(kit, 5, 3.0)

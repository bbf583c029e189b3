"""Houses, churches and cottages from outside."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places.facades import HOUSES, facade, glass, house_door, pane, row
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.places.outdoors import gravestone
from storyforge.media.previz.places.streets import CARS, puddles
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit


def front(kit: Kit) -> None:
    """The front of a house with its steps and door, a path, hedges and a gate; the street behind."""
    kit.ground(-14, 14, -1.6, 6, kit.paint(m.GRASS))
    kit.ground(-14, 14, -16, -1.6, kit.paint(m.ASPHALT))
    kit.ground(-14, 14, -3.4, -1.6, kit.paint(m.CONCRETE, 1.05), y=0.001)
    kit.ground(-0.9, 0.9, -1.6, 4.5, kit.paint(m.STONE), y=0.002)
    for i in range(6):
        kit.line(((-0.9, 0.004, -1.0 + i * 0.9), (0.9, 0.004, -1.0 + i * 0.9)), kit.paint(m.STONE, 0.88))
    tone = kit.choice(HOUSES, "house")
    house = Frame(0.0, 4.6, 0)
    half = 4.2
    kit.panel(house.on(Layer.WALL), (-half, half, 0, 6.2), kit.paint(tone), outlined=True)
    kit.shape(
        house.on(Layer.WALL),
        ((-half - 0.4, 6.1), (half + 0.4, 6.1), (half - 1.2, 8.6), (-half + 1.2, 8.6)),
        kit.paint(m.BRICK, 0.7),
    )
    face = house.on(Layer.ON_WALL)
    kit.panel(face, (-half, half, 0, 0.5), kit.paint(tone, 0.78), v=-0.01)
    for u, low in ((-2.6, 1.0), (2.6, 1.0), (-2.6, 3.9), (0.0, 3.9), (2.6, 3.9)):
        pane(kit, face, u, low, (1.3, 1.6), key=("front", u, low))
    house_door(kit, face, 0.0, tone, key="front", spot=True)
    for i in range(3):
        kit.block(
            kit.stand(0.0, 4.35 - i * 0.32, 0, Layer.AT_WALL),
            (1.9, 0.36 - i * 0.12, 0.32),
            kit.paint(m.STONE, 1.0 - 0.04 * i),
        )
    kit.spot("steps stairs porch", kit.stand(0.0, 3.5), 0, 0, height=0.3, beside=(0.0, -0.5))
    lamp = kit.stand(-0.95, 4.5, 0, Layer.AT_WALL)
    kit.ball(lamp, (0, 2.3, -0.1), 0.12, kit.lit((226, 222, 206)))
    kit.glow(lamp, (0, 2.3, -0.2))
    for x in (-7.4, 7.4):
        facade(kit, Frame(x, 5.2, 0), 6.0, 2, kit.choice(HOUSES, "side", x), roof=True, key=("side", x))
    for i, x in enumerate((-3.6, -2.5, 2.4, 3.5)):
        o.bush(kit, kit.stand(x, 3.9, 0, Layer.AT_WALL), 0.75 + 0.2 * (i % 2), m.LEAF if i % 2 else m.DARK_LEAF)
    for sign in (-1, 1):
        o.fence(kit, (sign * 1.15, 0, -1.5), (sign * 6.6, 0, -1.5), height=0.95, colour=m.WHITE, posts=5, pickets=True)
    o.tree(kit, kit.stand(-5.6, 2.2), 5.6)
    o.tree(kit, kit.stand(5.4, 0.8), 5.0)
    kit.spot("gate", kit.stand(0.0, -1.4), 0, 0)
    row(kit, Frame(0.0, -13.0, 180), (8.0, 7.0, 8.0), key="across", shops=0.0, roofs=0.8, high=3)
    o.street_lamp(kit, kit.stand(-2.6, -3.6, 180))
    o.car(kit, kit.stand(3.4, -5.2, 90), kit.choice(CARS, "car"))
    kit.spot("car", kit.stand(3.4, -3.8), 0, 0, turn=180)
    puddles(kit, 5, 3.0)


def church_front(kit: Kit) -> None:
    """A church from outside: gable with a portal and a rose window, a tower with a spire, graves, trees."""
    kit.ground(-30, 30, -20, 30, kit.paint(m.GRASS))
    kit.ground(-1.4, 1.4, -20, 20.5, kit.paint(m.STONE), y=0.002)
    stone = kit.paint(m.STONE)
    face = _nave(kit, stone)
    _tower(kit)
    kit.line(((0.0, 11.4, 21.0), (0.0, 12.8, 21.0)), kit.paint(m.IRON), 4.0, Layer.TRIM)
    kit.line(((-0.45, 12.3, 21.0), (0.45, 12.3, 21.0)), kit.paint(m.IRON), 4.0, Layer.TRIM)
    for i in range(3):
        kit.block(
            kit.stand(0.0, 20.6 - i * 0.4, 0, Layer.AT_WALL), (3.4, 0.45 - i * 0.15, 0.4), kit.paint(m.STONE, 0.95)
        )
    _graves(kit, 10)
    for i, (x, z) in enumerate(((8.0, 15.5), (-12.5, 14.0), (6.2, -6.0), (-6.8, -7.5), (12.0, 6.0))):
        o.tree(kit, kit.stand(x, z), 6.5 + i % 3, crown=m.DARK_LEAF)
    o.wall(kit, (-14, 0, -9.5), (-1.8, 0, -9.5), height=1.1, parts=6)
    o.wall(kit, (1.8, 0, -9.5), (14, 0, -9.5), height=1.1, parts=6)
    kit.spot("door doorway entrance gate", face, 0.0, -1.6, turn=180)
    kit.spot("steps stairs", kit.stand(0.0, 19.6), 0, 0, height=0.3)
    puddles(kit)


def _nave(kit: Kit, stone: Colour) -> Frame:
    nave = Frame(0.0, 21.0, 0)
    wall, face = nave.on(Layer.WALL), nave.on(Layer.ON_WALL)
    kit.shape(wall, ((-4.2, 0), (4.2, 0), (4.2, 6.5), (0, 11.5), (-4.2, 6.5)), stone)
    kit.shape(
        face,
        ((-1.4, 0), (1.4, 0), (1.4, 2.6), (0.8, 3.7), (0, 4.2), (-0.8, 3.7), (-1.4, 2.6)),
        kit.paint(m.STONE, 0.82),
        v=-0.02,
    )
    kit.shape(
        face,
        ((-1.0, 0), (1.0, 0), (1.0, 2.4), (0.6, 3.3), (0, 3.7), (-0.6, 3.3), (-1.0, 2.4)),
        kit.paint(m.DARK_WOOD),
        v=-0.04,
    )
    kit.seam(face, ((0.0, 0.0), (0.0, 3.6)), kit.paint(m.DARK_WOOD, 0.7), wide=0.05, v=-0.05)
    for k, tone in ((1.3, kit.paint(m.STONE, 0.8)), (1.05, glass(kit, "rose", 0.9))):
        kit.shape(
            face,
            [(k * math.cos(i * math.tau / 12), 6.6 + k * math.sin(i * math.tau / 12)) for i in range(12)],
            tone,
            v=-0.03,
        )
    for i in range(3):
        a = i * math.pi / 3
        kit.seam(
            face,
            ((-math.cos(a), 6.6 - math.sin(a)), (math.cos(a), 6.6 + math.sin(a))),
            kit.paint(m.STONE, 0.8),
            wide=0.09,
            v=-0.05,
        )
    for u in (-2.9, 2.9):
        kit.shape(
            face,
            ((u - 0.4, 2.2), (u + 0.4, 2.2), (u + 0.4, 4.2), (u, 5.0), (u - 0.4, 4.2)),
            glass(kit, ("side", u)),
            v=-0.03,
        )
    return face


def _tower(kit: Kit) -> None:
    tower = Frame(-6.4, 21.5, 0)
    kit.panel(tower.on(Layer.WALL), (-2.0, 2.0, 0, 12.5), kit.paint(m.STONE, 0.94), outlined=True)
    kit.shape(tower.on(Layer.WALL), ((-2.3, 12.5), (2.3, 12.5), (0.0, 20.0)), kit.paint(m.DARK_STONE))
    clock = [(0.8 * math.cos(i * math.tau / 12), 9.2 + 0.8 * math.sin(i * math.tau / 12)) for i in range(12)]
    kit.shape(tower.on(Layer.ON_WALL), clock, kit.paint(m.WHITE), v=-0.02)
    kit.seam(tower.on(Layer.TRIM), ((0.0, 9.8), (0.0, 9.2), (0.4, 9.0)), kit.light.ink, wide=0.08, v=-0.04)
    kit.panel(tower.on(Layer.ON_WALL), (-0.5, 0.5, 10.6, 12.0), kit.paint(m.BLACK), v=-0.02)


def _graves(kit: Kit, count: int) -> None:
    for i in range(count):
        side = -1 if i % 2 else 1
        x, z = side * kit.between(2.8, 7.0, "grave", i), kit.between(2.2, 14.0, "grave", i, "z")
        gravestone(kit, x, z, i)


def cottage(kit: Kit) -> None:
    """A cottage or hut in the country: low walls, a steep roof, smoke, a fence, wood and hills behind."""
    kit.ground(-40, 40, -30, 40, kit.paint(m.GRASS))
    path = ((-0.8, 0.003, -6.0), (0.8, 0.003, -6.0), (0.6, 0.003, 4.4), (-0.6, 0.003, 4.4))
    kit.face(path, kit.paint(m.EARTH, 1.06), Layer.MARKS, normal=(0.0, 1.0, 0.0))
    house = Frame(0.4, 4.8, 0)
    wall, face = house.on(Layer.WALL), house.on(Layer.ON_WALL)
    kit.panel(wall, (-3.4, 3.4, 0, 2.6), kit.paint(m.CREAM), outlined=True)
    kit.shape(wall, ((-3.9, 2.45), (3.9, 2.45), (3.0, 5.2), (-3.0, 5.2)), kit.paint(m.DARK_WOOD, 0.9))
    for i in range(5):
        y = 2.8 + i * 0.48
        kit.seam(face, ((-3.8 + i * 0.16, y), (3.8 - i * 0.16, y)), kit.paint(m.DARK_WOOD, 0.72), wide=0.03, v=-0.02)
    kit.panel(wall, (1.6, 2.3, 4.6, 6.2), kit.paint(m.BRICK), v=-0.02, outlined=True)
    for u in (-2.2, 1.9):
        pane(kit, face, u, 1.0, (1.0, 1.0), key=("cottage", u))
        for sign in (-1, 1):
            kit.panel(face, (u + sign * 0.78 - 0.2, u + sign * 0.78 + 0.2, 0.95, 2.05), kit.paint(m.GREEN), v=-0.03)
    house_door(kit, face, -0.4, m.CREAM, key="cottage", spot=True)
    smoke = kit.paint(m.WHITE, 0.94)
    for i in range(3):
        kit.body(
            Frame(2.4 + i * 0.4, 5.0, 0, 0, Layer.BACKDROP),
            (((0, 6.7 + i * 0.8, 0), 0.25 + 0.14 * i), ((0.3, 6.9 + i * 0.8, 0), 0.2 + 0.12 * i)),
            smoke,
        )
    f.bench(kit, kit.stand(2.3, 4.1, 0), 1.4)
    for i in range(3):
        kit.rod(
            kit.stand(-2.9 + i * 0.02, 4.2, 0, Layer.AT_WALL),
            (-0.6, 0.12 + 0.22 * i, 0),
            (0.6, 0.12 + 0.22 * i, 0),
            0.12,
            kit.paint(m.BARK, 1.1),
        )
    for sign in (-1, 1):
        o.fence(kit, (sign * 1.3, 0, -2.4), (sign * 7.5, 0, -2.0), posts=6, height=0.9)
    for i, (x, z) in enumerate(((-6.0, 6.5), (6.8, 7.0), (-7.5, 1.0), (7.8, -4.5), (-5.0, -8.0))):
        (o.tree if i % 2 else o.conifer)(kit, kit.stand(x, z), 6.0 + i % 3)
    kit.spot("gate", kit.stand(0.0, -2.2), 0, 0)
    puddles(kit, 4, 3.0)

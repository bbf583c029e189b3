"""Streets, squares, yards and the fronts of buildings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places.facades import HOUSES, facade, glass, house_door, pane, row
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit

CARS: tuple[Colour, ...] = ((128, 146, 164), (160, 110, 104), (150, 150, 142), (110, 130, 118), (186, 170, 132), (96, 102, 116))


def puddles(kit: Kit, count: int = 9, reach: float = 7.0) -> None:
    """Puddles where it rains, patches of snow where it snows."""
    if kit.weather not in {"rain", "snow"}:
        return
    tone = mix(kit.light.sky_low, kit.light.haze, 0.4) if kit.weather == "rain" else kit.paint(m.SNOW)
    for i in range(count):
        x, z = kit.between(-reach, reach, "puddle", i), kit.between(-2.0, reach * 2, "puddle", i, "z")
        wide = kit.between(0.6, 1.7, "puddle", i, "w")
        o.patch(kit, x, z, (wide, wide * 0.7), tone, y=0.008)


def _lanes(kit: Kit, half: float, pavement: float, far: float = 44.0) -> None:
    asphalt, kerb = kit.paint(m.ASPHALT, 0.92), kit.paint(m.DARK_STONE)
    kit.ground(-half, half, -far, far, asphalt)
    for sign in (-1, 1):
        a, b = sorted((sign * half, sign * pavement))
        kit.ground(a, b, -far, far, kit.paint(m.CONCRETE, 1.06), y=0.001)
        kit.ground(sign * half - 0.09, sign * half + 0.09, -far, far, kerb, y=0.004, marks=True)
        for i in range(12):
            z = -18.0 + i * 3.2
            kit.line(((sign * half, 0.005, z), (sign * pavement, 0.005, z)), kit.paint(m.CONCRETE, 0.94))


def street(kit: Kit) -> None:
    """A street between rows of houses and shops, with lamps, cars, a crossing."""
    _lanes(kit, 3.4, 5.6)
    white = kit.paint(m.WHITE, 0.96)
    for i in range(9):
        z = -14 + i * 5.2
        kit.ground(-0.08, 0.08, z, z + 2.3, white, y=0.004, marks=True)
    for i in range(6):
        u = -2.9 + i * 1.1
        kit.ground(u, u + 0.55, 8.2, 10.8, white, y=0.005, marks=True)
    lengths = tuple(kit.between(6.4, 9.4, "length", i) for i in range(5))
    row(kit, Frame(5.6, 9.0, -90), lengths, key="right")
    row(kit, Frame(-5.6, 9.0, 90), lengths[::-1], key="left")
    row(kit, Frame(0.0, 31.0, 0), (5.6, 5.6), key="end", shops=0.3)
    row(kit, Frame(0.0, -17.0, 180), (5.6, 5.6), key="start", shops=0.3)
    for i, z in enumerate((-6.0, 3.5, 13.0, 22.0)):
        side = 1 if i % 2 else -1
        o.street_lamp(kit, kit.stand(side * 3.85, z, 90 * side))
    for i, (x, z) in enumerate(((2.55, 5.4), (-2.55, 13.2), (2.55, 17.0), (-2.55, -4.6))):
        o.car(kit, kit.stand(x, z, 0 if x > 0 else 180), kit.choice(CARS, "car", i), van=kit.chance("van", i) < 0.25)
    f.bench(kit, kit.stand(-4.9, 3.4, 90), 1.4)
    tree = kit.stand(4.5, 9.4)
    o.tree(kit, tree, 5.0)
    kit.spot("car", kit.stand(2.55, 5.4).shift(-1.35, 0, 90), 0, 0, turn=180)
    kit.spot("door doorway wall", kit.stand(-4.9, 1.4, 90), 0, 0)
    kit.spot("lamp", kit.stand(3.4, 3.1), 0, 0)
    kit.spot("bus-stop kerb", kit.stand(3.0, 2.4, -90), 0, 0)
    puddles(kit, reach=3.2)


def alley(kit: Kit) -> None:
    """A narrow lane between brick walls: bins, pipes, a fire escape, back doors, a lamp on an arm."""
    kit.ground(-1.9, 1.9, -12, 22, kit.paint(m.DARK_STONE, 1.02))
    kit.ground(-0.22, 0.22, -12, 22, kit.paint(m.DARK_STONE, 0.82), y=0.003, marks=True)
    for i in range(16):
        kit.line(((-1.9, 0.002, -9 + i * 2.0), (1.9, 0.002, -9 + i * 2.0)), kit.paint(m.DARK_STONE, 0.9))
    for x, yaw, key in ((1.9, -90, "right"), (-1.9, 90, "left")):
        for i in range(4):
            at = Frame(x, -6.0 + i * 7.0, yaw)
            _alley_wall(kit, at, (key, i))
        pipe = Frame(x, 1.5, yaw, 0.0, Layer.TRIM)
        kit.panel(pipe, (2.0, 2.12, 0, 8.5), kit.paint(m.IRON), v=-0.08)
    facade(kit, Frame(0.0, 18.5, 0), 3.8, 3, m.BRICK, key="end")
    facade(kit, Frame(0.0, -9.0, 180), 3.8, 3, m.PLASTER, key="start")
    _fire_escape(kit)
    for i, (x, z, yaw) in enumerate(((1.35, 2.4, -90), (1.4, 3.7, -85), (-1.4, 6.4, 90), (-1.4, -3.4, 90))):
        bin_ = kit.stand(x, z, yaw, Layer.AT_WALL)
        kit.block(bin_, (0.62, 0.95, 0.6), kit.paint((m.GREEN, m.IRON)[i % 2], 0.9))
        kit.block(bin_, (0.68, 0.09, 0.66), kit.paint(m.BLACK, 1.2), y=0.95)
    for i, z in enumerate((4.6, 5.1, 4.8)):
        f.crate(kit, kit.stand(-1.45, z, 10 * i, Layer.AT_WALL), 0.45, m.PALE_WOOD)
    lamp = kit.stand(-1.85, 2.6, 90, Layer.AT_WALL)
    kit.rod(lamp, (0, 3.2, 0), (0, 3.4, -0.55), 0.03, kit.paint(m.IRON))
    kit.body(lamp, (((0, 3.3, -0.6), 0.12), ((0, 3.2, -0.6), 0.13)), kit.lit((226, 222, 206)))
    kit.glow(lamp, (0, 3.2, -0.6))
    kit.spot("door doorway", Frame(1.9, 0.6, -90), 0.0, -0.6, turn=180)
    kit.spot("wall", Frame(-1.9, 1.2, 90), 0.0, -0.4)
    puddles(kit, 5, 1.4)


def _alley_wall(kit: Kit, at: Frame, key: tuple[str, int]) -> None:
    tone = kit.choice((m.BRICK, m.DARK_STONE, (168, 150, 136)), "wall", key)
    kit.panel(at.on(Layer.WALL), (-3.5, 3.5, 0, 9.5), kit.paint(tone, 0.94), outlined=True)
    face = at.on(Layer.ON_WALL)
    for i in range(5):
        u, y = kit.between(-3.2, 2.6, key, i), 0.4 + 0.3 * int(14 * kit.chance(key, i, "y"))
        kit.panel(face, (u, u + 0.55, y, y + 0.16), kit.paint(tone, 0.82), v=-0.01)
    for k in range(2):
        pane(kit, face, kit.between(-2.6, -1.2, key, "w") + 3.2 * k, 3.6, (0.9, 1.4), key=(key, k))
    u = kit.between(-1.2, 1.2, key, "d")
    kit.panel(face, (u - 0.55, u + 0.55, 0, 2.15), kit.paint(m.DARK_WOOD, 0.9), v=-0.01, outlined=True)
    kit.panel(face, (u - 0.45, u + 0.45, 0, 2.05), kit.paint(kit.choice((m.GREEN, m.IRON, m.RED), key, "leaf"), 0.8), v=-0.02)


def _fire_escape(kit: Kit) -> None:
    iron = kit.paint(m.IRON, 0.9)
    for y in (3.3, 6.0):
        at = kit.stand(1.35, 7.6, -90, Layer.AT_WALL)
        kit.block(at, (3.2, 0.08, 0.95), iron, y=y)
        for i in range(7):
            u = -1.5 + i * 0.5
            kit.block(at, (0.03, 0.9, 0.03), iron, u=u, y=y + 0.08, v=-0.45)
        kit.block(at, (3.1, 0.04, 0.04), iron, y=y + 0.95, v=-0.45)
        kit.rod(at, (-1.4, y, -0.3), (0.6, y + 2.6, -0.3), 0.035, iron)


def square(kit: Kit) -> None:
    """A market square: houses all around, a fountain, stalls with striped roofs, lanterns."""
    kit.ground(-17, 17, -15, 21, kit.paint(m.STONE, 0.98))
    for i in range(9):
        kit.line(((-16, 0.002, -10 + i * 3.2), (16, 0.002, -10 + i * 3.2)), kit.paint(m.STONE, 0.9))
        kit.line(((-14 + i * 3.5, 0.002, -14), (-14 + i * 3.5, 0.002, 20)), kit.paint(m.STONE, 0.9))
    row(kit, Frame(0.0, 20.0, 0), (7.0, 6.0, 7.5, 6.5), key="north", roofs=0.7, low=3)
    row(kit, Frame(16.0, 3.0, -90), (8.0, 7.0, 8.0), key="east", roofs=0.7)
    row(kit, Frame(-16.0, 3.0, 90), (7.5, 8.0, 7.0), key="west", roofs=0.7)
    row(kit, Frame(0.0, -14.0, 180), (7.5, 7.0, 8.0), key="south", roofs=0.7)
    _fountain(kit, 0.4, 6.2)
    for i, (x, z, yaw) in enumerate(((-4.6, 4.2, 25), (-6.2, 8.6, 10), (5.6, 4.6, -28), (7.4, 9.4, -10))):
        _stall(kit, x, z, yaw, i)
    for x, z in ((-3.2, 2.6), (3.6, 9.4), (4.4, -3.4)):
        o.lantern_post(kit, kit.stand(x, z))
    f.bench(kit, kit.stand(3.1, 3.0, -35), 1.5)
    kit.spot("well fountain water", kit.stand(0.4, 6.2), 0.0, -2.05, turn=180)
    kit.spot("wall lamp", kit.stand(-3.2, 2.1), 0, 0)
    puddles(kit, 8, 4.5)


def _fountain(kit: Kit, x: float, z: float) -> None:
    at = kit.stand(x, z)
    for i in range(10):
        a = i * math.tau / 10
        edge = kit.stand(x + 1.5 * math.sin(a), z - 1.5 * math.cos(a), math.degrees(a))
        kit.block(edge, (1.0, 0.5, 0.24), kit.paint(m.STONE, 0.94))
    basin = [at.point(1.42 * math.cos(i * math.tau / 12), 0.4, 1.42 * math.sin(i * math.tau / 12)) for i in range(12)]
    kit.face(basin, kit.paint(m.WATER), Layer.MARKS, normal=(0.0, 1.0, 0.0))
    kit.rod(at, (0, 0.2, 0), (0, 1.5, 0), 0.16, kit.paint(m.STONE))
    kit.body(at, [((0.6 * math.cos(a), 1.5, 0.6 * math.sin(a)), 0.08) for a in (0, 1.05, 2.1, 3.14, 4.2, 5.24)], kit.paint(m.STONE, 1.03))
    kit.rod(at, (0, 1.6, 0), (0, 2.1, 0), 0.09, kit.paint(m.STONE))
    for u in (-0.5, 0.5):
        jet = [at.point(u * k, 2.15 - 1.3 * (k - 0.35) ** 2, -0.1) for k in (0.0, 0.4, 0.8, 1.2)]
        kit.line(jet, kit.paint(m.WHITE), 2.6, Layer.FREE)


def _stall(kit: Kit, x: float, z: float, yaw: float, key: int) -> None:
    at = kit.stand(x, z, yaw)
    cloth = kit.choice((m.RED, m.GREEN, m.BLUE, m.OCHRE), "stall", key)
    for u in (-1.1, 1.1):
        for v in (-0.6, 0.6):
            kit.rod(at, (u, 0, v), (u, 2.1 if v < 0 else 2.4, v), 0.035, kit.paint(m.WOOD))
    kit.block(at, (2.2, 0.1, 0.9), kit.paint(m.PALE_WOOD), y=0.8, v=-0.1)
    kit.panel(at, (-1.1, 1.1, 0.15, 0.8), kit.paint(m.WOOD), v=-0.54, both=True)
    for i in range(4):
        tone = kit.choice((m.RED, m.LEAF, m.OCHRE, m.CREAM), "goods", key, i)
        kit.body(at, (((-0.8 + i * 0.53 - 0.12, 0.98, -0.15), 0.12), ((-0.8 + i * 0.53 + 0.12, 0.98, -0.15), 0.12)), kit.paint(tone))
    for i in range(5):
        left = -1.25 + i * 0.5
        points = [at.point(left, 2.5, 0.75), at.point(left + 0.5, 2.5, 0.75), at.point(left + 0.5, 2.05, -0.85), at.point(left, 2.05, -0.85)]
        kit.face(points, kit.paint(cloth if i % 2 else m.WHITE), Layer.FREE, group=at.group)
    kit.spot("stall counter", at, 0.0, -1.0, turn=180)


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
    kit.shape(house.on(Layer.WALL), ((-half - 0.4, 6.1), (half + 0.4, 6.1), (half - 1.2, 8.6), (-half + 1.2, 8.6)), kit.paint(m.BRICK, 0.7))
    face = house.on(Layer.ON_WALL)
    kit.panel(face, (-half, half, 0, 0.5), kit.paint(tone, 0.78), v=-0.01)
    for u, low in ((-2.6, 1.0), (2.6, 1.0), (-2.6, 3.9), (0.0, 3.9), (2.6, 3.9)):
        pane(kit, face, u, low, (1.3, 1.6), key=("front", u, low))
    house_door(kit, face, 0.0, tone, key="front", spot=True)
    for i in range(3):
        kit.block(kit.stand(0.0, 4.35 - i * 0.32, 0, Layer.AT_WALL), (1.9, 0.36 - i * 0.12, 0.32), kit.paint(m.STONE, 1.0 - 0.04 * i))
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
    nave = Frame(0.0, 21.0, 0)
    wall, face = nave.on(Layer.WALL), nave.on(Layer.ON_WALL)
    kit.shape(wall, ((-4.2, 0), (4.2, 0), (4.2, 6.5), (0, 11.5), (-4.2, 6.5)), stone)
    kit.shape(face, ((-1.4, 0), (1.4, 0), (1.4, 2.6), (0.8, 3.7), (0, 4.2), (-0.8, 3.7), (-1.4, 2.6)), kit.paint(m.STONE, 0.82), v=-0.02)
    kit.shape(face, ((-1.0, 0), (1.0, 0), (1.0, 2.4), (0.6, 3.3), (0, 3.7), (-0.6, 3.3), (-1.0, 2.4)), kit.paint(m.DARK_WOOD), v=-0.04)
    kit.seam(face, ((0.0, 0.0), (0.0, 3.6)), kit.paint(m.DARK_WOOD, 0.7), wide=0.05, v=-0.05)
    for k, tone in ((1.3, kit.paint(m.STONE, 0.8)), (1.05, glass(kit, "rose", 0.9))):
        kit.shape(face, [(k * math.cos(i * math.tau / 12), 6.6 + k * math.sin(i * math.tau / 12)) for i in range(12)], tone, v=-0.03)
    for i in range(3):
        a = i * math.pi / 3
        kit.seam(face, ((-math.cos(a), 6.6 - math.sin(a)), (math.cos(a), 6.6 + math.sin(a))), kit.paint(m.STONE, 0.8), wide=0.09, v=-0.05)
    for u in (-2.9, 2.9):
        kit.shape(face, ((u - 0.4, 2.2), (u + 0.4, 2.2), (u + 0.4, 4.2), (u, 5.0), (u - 0.4, 4.2)), glass(kit, ("side", u)), v=-0.03)
    tower = Frame(-6.4, 21.5, 0)
    kit.panel(tower.on(Layer.WALL), (-2.0, 2.0, 0, 12.5), kit.paint(m.STONE, 0.94), outlined=True)
    kit.shape(tower.on(Layer.WALL), ((-2.3, 12.5), (2.3, 12.5), (0.0, 20.0)), kit.paint(m.DARK_STONE))
    clock = [(0.8 * math.cos(i * math.tau / 12), 9.2 + 0.8 * math.sin(i * math.tau / 12)) for i in range(12)]
    kit.shape(tower.on(Layer.ON_WALL), clock, kit.paint(m.WHITE), v=-0.02)
    kit.seam(tower.on(Layer.TRIM), ((0.0, 9.8), (0.0, 9.2), (0.4, 9.0)), kit.light.ink, wide=0.08, v=-0.04)
    kit.panel(tower.on(Layer.ON_WALL), (-0.5, 0.5, 10.6, 12.0), kit.paint(m.BLACK), v=-0.02)
    kit.line(((0.0, 11.4, 21.0), (0.0, 12.8, 21.0)), kit.paint(m.IRON), 4.0, Layer.TRIM)
    kit.line(((-0.45, 12.3, 21.0), (0.45, 12.3, 21.0)), kit.paint(m.IRON), 4.0, Layer.TRIM)
    for i in range(3):
        kit.block(kit.stand(0.0, 20.6 - i * 0.4, 0, Layer.AT_WALL), (3.4, 0.45 - i * 0.15, 0.4), kit.paint(m.STONE, 0.95))
    _graves(kit, 10)
    for i, (x, z) in enumerate(((8.0, 15.5), (-12.5, 14.0), (6.2, -6.0), (-6.8, -7.5), (12.0, 6.0))):
        o.tree(kit, kit.stand(x, z), 6.5 + i % 3, crown=m.DARK_LEAF)
    o.wall(kit, (-14, 0, -9.5), (-1.8, 0, -9.5), height=1.1, parts=6)
    o.wall(kit, (1.8, 0, -9.5), (14, 0, -9.5), height=1.1, parts=6)
    kit.spot("door doorway entrance gate", face, 0.0, -1.6, turn=180)
    kit.spot("steps stairs", kit.stand(0.0, 19.6), 0, 0, height=0.3)
    puddles(kit)


def _graves(kit: Kit, count: int) -> None:
    for i in range(count):
        side = -1 if i % 2 else 1
        x, z = side * kit.between(2.8, 7.0, "grave", i), kit.between(2.2, 14.0, "grave", i, "z")
        gravestone(kit, x, z, i)


def gravestone(kit: Kit, x: float, z: float, key: int) -> None:
    """A gravestone: slab, cross or pillar, a little out of true."""
    at = kit.stand(x, z, kit.between(-12, 12, "stone", key))
    tone = kit.choice((m.STONE, m.DARK_STONE, m.ROCK), "stone", key)
    style = int(kit.chance("style", key) * 3)
    if style == 0:
        kit.block(at, (0.7, 0.8, 0.16), kit.paint(tone))
        kit.body(at, (((-0.26, 0.82, 0), 0.085), ((0.26, 0.82, 0), 0.085), ((0, 1.0, 0), 0.085)), kit.paint(tone))
    elif style == 1:
        kit.block(at, (0.6, 0.2, 0.4), kit.paint(tone, 0.9))
        kit.block(at, (0.16, 1.2, 0.14), kit.paint(tone), y=0.2)
        kit.block(at, (0.7, 0.16, 0.14), kit.paint(tone), y=0.95)
    else:
        kit.block(at, (0.75, 1.05, 0.18), kit.paint(tone))
        kit.block(at, (0.85, 0.1, 0.28), kit.paint(tone, 0.9), y=1.05)
    kit.ground(x - 0.4, x + 0.4, z - 1.9, z - 0.25, kit.paint(m.EARTH, 0.96), y=0.003, marks=True)


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
        kit.body(Frame(2.4 + i * 0.4, 5.0, 0, 0, Layer.BACKDROP), (((0, 6.7 + i * 0.8, 0), 0.25 + 0.14 * i), ((0.3, 6.9 + i * 0.8, 0), 0.2 + 0.12 * i)), smoke)
    f.bench(kit, kit.stand(2.3, 4.1, 0), 1.4)
    for i in range(3):
        kit.rod(kit.stand(-2.9 + i * 0.02, 4.2, 0, Layer.AT_WALL), (-0.6, 0.12 + 0.22 * i, 0), (0.6, 0.12 + 0.22 * i, 0), 0.12, kit.paint(m.BARK, 1.1))
    for sign in (-1, 1):
        o.fence(kit, (sign * 1.3, 0, -2.4), (sign * 7.5, 0, -2.0), posts=6, height=0.9)
    for i, (x, z) in enumerate(((-6.0, 6.5), (6.8, 7.0), (-7.5, 1.0), (7.8, -4.5), (-5.0, -8.0))):
        (o.tree if i % 2 else o.conifer)(kit, kit.stand(x, z), 6.0 + i % 3)
    kit.spot("gate", kit.stand(0.0, -2.2), 0, 0)
    puddles(kit, 4, 3.0)

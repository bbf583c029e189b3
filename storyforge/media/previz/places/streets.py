"""Streets, alleys and squares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places.facades import facade, pane, row
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit

CARS: tuple[Colour, ...] = (
    (128, 146, 164),
    (160, 110, 104),
    (150, 150, 142),
    (110, 130, 118),
    (186, 170, 132),
    (96, 102, 116),
)


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
    lengths = tuple(kit.between(7.8, 9.8, "length", i) for i in range(5))
    row(kit, Frame(5.6, 7.0, -90), lengths, key="right")
    row(kit, Frame(-5.6, 7.0, 90), lengths[::-1], key="left")
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
        fit.crate(kit, kit.stand(-1.45, z, 10 * i, Layer.AT_WALL), 0.45, m.PALE_WOOD)
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
    kit.panel(
        face, (u - 0.45, u + 0.45, 0, 2.05), kit.paint(kit.choice((m.GREEN, m.IRON, m.RED), key, "leaf"), 0.8), v=-0.02
    )


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
    kit.body(
        at,
        [((0.6 * math.cos(a), 1.5, 0.6 * math.sin(a)), 0.08) for a in (0, 1.05, 2.1, 3.14, 4.2, 5.24)],
        kit.paint(m.STONE, 1.03),
    )
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
        kit.body(
            at,
            (((-0.8 + i * 0.53 - 0.12, 0.98, -0.15), 0.12), ((-0.8 + i * 0.53 + 0.12, 0.98, -0.15), 0.12)),
            kit.paint(tone),
        )
    for i in range(5):
        left = -1.25 + i * 0.5
        points = [
            at.point(left, 2.5, 0.75),
            at.point(left + 0.5, 2.5, 0.75),
            at.point(left + 0.5, 2.05, -0.85),
            at.point(left, 2.05, -0.85),
        ]
        kit.face(points, kit.paint(cloth if i % 2 else m.WHITE), Layer.FREE, group=at.group)
    kit.spot("stall counter", at, 0.0, -1.0, turn=180)

"""Woods, parks and cemeteries."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.places.outdoors import gravestone, ring_spots
from storyforge.media.previz.places.streets import puddles
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit


_FOOT = 1.9
_SEATS = ((-2.3, 2.6), (2.6, 2.9))
"""The log and the stone."""


def _taken(tree: tuple[float, float], x: float, z: float) -> bool:
    """Whether somebody may stand or sit here: at the foot of the nearest tree, and where the log and the stone lie."""
    return any(math.hypot(x - px, z - pz + 0.6) < _FOOT for px, pz in (tree, *_SEATS))


def forest(kit: Kit) -> None:
    """A clearing among trunks: three depths of wood, crowns above, undergrowth, light on the ground."""
    floor = mix(kit.paint(m.GRASS, 0.82), kit.paint(m.EARTH), 0.4)
    kit.ground(-70, 70, -70, 70, floor)
    day = not kit.light.dark
    mist = mix(kit.light.sky_low, kit.paint(m.LEAF), 0.35 if day else 0.2)
    o.ring(kit, 46.0, -1.0, 26.0, mist, count=16, rough=0.1, key="mist")
    o.far_trunks(kit, 30.0, 44.0, 34, (mix(kit.paint(m.BARK), mist, 0.55), mix(kit.paint(m.BARK), mist, 0.78)), "far")
    _canopy(kit, 33.0, 4.6, mix(kit.paint(m.DARK_LEAF), mist, 0.45), "high")
    o.ring(kit, 31.0, -1.0, 1.9, mix(kit.paint(m.DARK_LEAF), mist, 0.42), count=26, rough=0.55, key="scrub")
    o.far_trunks(
        kit, 22.0, 29.0, 30, (mix(kit.paint(m.BARK), mist, 0.16), mix(kit.paint(m.BARK), mist, 0.45)), "middle"
    )
    _canopy(kit, 25.0, 5.0, mix(kit.paint(m.DARK_LEAF), mist, 0.2), "low")
    _forest_floor(kit, floor, day=day)
    for i, (x, z) in enumerate(ring_spots(kit, 17, 4.6, 13.0, "trunk")):
        at = kit.stand(x, z)
        o.trunk(
            kit,
            at,
            kit.between(12, 15, "tall", i),
            kit.between(0.16, 0.32, "thick", i),
            kit.choice((m.BARK, (128, 108, 92), (96, 84, 76)), i),
        )
        if i % 2:
            _bough(kit, at, i)
    nearest = min(
        ring_spots(kit, 17, 4.6, 13.0, "trunk"), key=lambda p: abs(math.atan2(p[0], p[1])) + 0.05 * math.hypot(*p)
    )
    for i, (x, z) in enumerate(ring_spots(kit, 12, 4.0, 11.0, "bush")):
        if _taken(nearest, x, z):
            continue
        o.bush(
            kit,
            kit.stand(x, z),
            kit.between(0.5, 1.1, "bush", i),
            kit.choice((m.LEAF, m.DARK_LEAF, (138, 150, 104)), "bush", i),
        )
    for i, (x, z) in enumerate(ring_spots(kit, 11, 2.4, 8.0, "fern")):
        if not _taken(nearest, x, z):
            _fern(kit, x, z, i)
    log = kit.stand(-2.3, 2.6, 24)
    kit.rod(log, (-1.2, 0.24, 0), (1.2, 0.26, 0), 0.26, kit.paint(m.BARK, 1.12))
    kit.spot("log bench", log, 0.0, -0.05, height=0.5, beside=(0.0, -0.8))
    o.seat_stone(kit, kit.stand(2.6, 2.9, 20))
    kit.spot("tree wall", Frame(nearest[0], nearest[1]), 0.0, -0.75)
    if "fire" in kit.states:
        campfire(kit, 0.7, 2.5)
    puddles(kit, 5, 4.0)


def _forest_floor(kit: Kit, floor: Colour, *, day: bool) -> None:
    """Patches of light and shade, and fallen leaves where people stand."""
    for i in range(14):
        x, z = kit.between(-9, 9, "patch", i), kit.between(-7, 13, "patch", i, "z")
        tone = mix(floor, kit.light.sky_low, 0.3 if day else 0.1) if i % 2 else mix(floor, kit.paint(m.DARK_LEAF), 0.5)
        o.patch(kit, x, z, (kit.between(1.0, 3.2, i, "w"), kit.between(0.5, 1.2, i, "d")), tone)
    for i in range(16):
        x, z = kit.between(-2.3, 2.3, "leaf", i), kit.between(-1.4, 1.8, "leaf", i, "z")
        tone = kit.choice((m.OCHRE, m.LEAF, m.BARK, m.CARPET), "leaf", i)
        o.patch(kit, x, z, (kit.between(0.12, 0.3, "leaf", i, "w"), 0.14), mix(kit.paint(tone), floor, 0.35), y=0.006)


def campfire(kit: Kit, x: float, z: float) -> None:
    """A fire in a ring of stones."""
    at = kit.stand(x, z)
    for i in range(8):
        a = i * math.tau / 8
        kit.ball(at, (0.5 * math.cos(a), 0.08, 0.5 * math.sin(a)), 0.12, kit.paint(m.ROCK))
    for a in (0.3, 1.4, 2.5):
        kit.rod(
            at,
            (0.4 * math.cos(a), 0.06, 0.4 * math.sin(a)),
            (-0.4 * math.cos(a), 0.16, -0.4 * math.sin(a)),
            0.06,
            kit.paint(m.BARK),
        )
    fit.flames(kit, at, 0.3, y=0.12)
    kit.spot("fire campfire fireplace", at, 0.0, -1.2, turn=180)


def _canopy(kit: Kit, radius: float, low: float, colour: Colour, key: str) -> None:
    """Foliage all around from a height upwards, its lower edge in lobes."""
    count = 20
    for i in range(count):
        a, b = i * math.tau / count, (i + 1) * math.tau / count
        drop = low + 2.6 * kit.chance("drop", key, i)
        for k, (start, stop, up) in enumerate(((0.0, 0.55, 0.0), (0.45, 1.0, kit.between(-0.8, 0.9, "lobe", key, i)))):
            first, last = a + (b - a) * start, a + (b - a) * stop
            edge = (last - first) * 0.22
            corners = (
                (first - 0.02, drop + up + 1.3),
                (first + edge, drop + up),
                (last - edge, drop + up),
                (last + 0.02, drop + up + 1.3),
                (last + 0.02, 30.0),
                (first - 0.02, 30.0),
            )
            tone = mix(colour, kit.paint(m.LEAF), 0.16 * kit.chance("tone", key, i, k))
            kit.face([(radius * math.sin(c), y, radius * math.cos(c)) for c, y in corners], tone, Layer.BACKDROP)


def _bough(kit: Kit, at: Frame, key: int) -> None:
    y = kit.between(3.0, 4.6, "bough", key)
    side = 1 if kit.chance("side", key) < 0.5 else -1
    kit.rod(at, (0, y, 0), (side * 1.5, y + 0.8, 0), 0.07, kit.paint(m.BARK), 0.03)
    spread = [
        ((side * u, y + h, v), r) for u, h, v, r in ((0.9, 0.9, 0.2, 0.55), (1.7, 0.8, -0.2, 0.6), (1.3, 1.5, 0, 0.55))
    ]
    kit.body(at, spread, kit.paint(kit.choice((m.LEAF, m.DARK_LEAF), "bough", key)))


def _fern(kit: Kit, x: float, z: float, key: int) -> None:
    tone = kit.paint(kit.choice((m.LEAF, m.DARK_LEAF), "fern", key), 0.96)
    tall = kit.between(0.3, 0.6, "fern", key, "h")
    for i in range(4):
        a = i * 1.6 + key
        u, v = math.cos(a) * tall * 0.8, math.sin(a) * tall * 0.8
        kit.line(((x, 0.0, z), (x + u * 0.5, tall, z + v * 0.5), (x + u, tall * 0.6, z + v)), tone, 2.4)


def park(kit: Kit) -> None:
    """A garden: lawn, a gravel path, flower beds, hedges, a bench, trees, a pond's edge, a lantern."""
    kit.ground(-60, 60, -60, 60, kit.paint(m.GRASS, 1.02))
    _gravel_path(kit)
    f.bench(kit, kit.stand(-1.5, 2.5, 8), 1.7)
    _flower_beds(kit)
    for i in range(6):
        hedge = kit.stand(-7.5 + i * 2.6, 8.4)
        kit.block(hedge, (2.6, 1.25, 0.8), kit.paint(m.DARK_LEAF, 1.04))
        hedge = kit.stand(-7.5 + i * 2.6, -8.6)
        kit.block(hedge, (2.6, 1.1, 0.8), kit.paint(m.DARK_LEAF))
    for i, (x, z) in enumerate(
        (
            (-5.4, 5.6),
            (4.6, 5.4),
            (8.6, 1.2),
            (-8.8, 0.2),
            (-6.5, -6.8),
            (7.4, -6.6),
            (0.6, 12.0),
            (-10.5, 10.0),
            (11.0, 10.5),
        )
    ):
        tall = 5.4 + 0.7 * (i % 3)
        if i % 4 == 3:
            o.conifer(kit, kit.stand(x, z), tall)
        else:
            o.tree(kit, kit.stand(x, z), tall, crown=(m.LEAF, m.DARK_LEAF, (150, 162, 112))[i % 3])
    o.lantern_post(kit, kit.stand(2.9, 2.4))
    kit.spot("tree", kit.stand(-5.4, 4.9), 0, 0)
    kit.spot("lamp", kit.stand(2.5, 2.2), 0, 0)
    kit.spot("wall hedge gate", kit.stand(0.2, 7.6), 0, 0)
    o.ring(kit, 44.0, -1.0, 7.0, kit.hazed(kit.paint(m.DARK_LEAF), 0.5), count=22, rough=0.5, key="far")
    puddles(kit, 5, 3.5)


def _flower_beds(kit: Kit) -> None:
    for i, (x, z, size) in enumerate(((-4.4, 3.0, 2.2), (2.4, 3.6, 1.8), (-3.8, -4.6, 2.0), (5.4, -3.4, 2.2))):
        o.patch(kit, x, z, (size * 1.5, size), kit.paint(m.EARTH))
        for k in range(9):
            a, r = k * 2.4, size * 0.5 * math.sqrt((k + 0.5) / 9)
            u, v = x + 1.3 * r * math.cos(a), z + 0.8 * r * math.sin(a)
            bloom = kit.stand(u, v)
            kit.ball(bloom, (0, 0.18, 0), 0.17, kit.paint(m.LEAF))
            kit.ball(
                bloom,
                (0, 0.36, 0),
                0.1,
                kit.paint(((208, 120, 120), (226, 194, 116), (190, 150, 190), (236, 226, 220))[(i + k) % 4]),
            )


def _gravel_path(kit: Kit) -> None:
    gravel = kit.paint(m.SAND, 0.98)
    for x0, z0, x1, z1, wide in (
        (-16, -7, -3, -1.2, 1.1),
        (-3, -1.2, 2.5, 0.4, 1.1),
        (2.5, 0.4, 6, 7, 1.0),
        (6, 7, 5, 24, 1.0),
    ):
        size = math.hypot(x1 - x0, z1 - z0)
        u, v = -(z1 - z0) / size * wide, (x1 - x0) / size * wide
        kit.face(
            ((x0 - u, 0.003, z0 - v), (x1 - u, 0.003, z1 - v), (x1 + u, 0.003, z1 + v), (x0 + u, 0.003, z0 + v)),
            gravel,
            Layer.MARKS,
            normal=(0.0, 1.0, 0.0),
        )


def cemetery(kit: Kit) -> None:
    """Rows of gravestones, a stone angel, cypresses, a wall with an iron gate, a chapel far off."""
    kit.ground(-60, 60, -60, 60, kit.paint(m.GRASS, 0.98))
    kit.ground(-0.9, 0.9, -14, 16, kit.paint(m.SAND, 0.94), y=0.002)
    index = 0
    for z in (2.6, 5.0, 7.6, 10.4, -3.4, -6.0):
        for x in (-6.4, -4.3, -2.3, 2.3, 4.3, 6.4):
            if kit.chance("gap", x, z) < 0.86:
                gravestone(kit, x + kit.between(-0.2, 0.2, x, z), z, index)
            index += 1
    angel = kit.stand(-2.6, 1.2, -20)
    stone = kit.paint(m.STONE, 1.04)
    kit.block(angel, (0.9, 0.8, 0.9), stone)
    kit.body(angel, (((0, 0.9, 0), 0.26), ((0, 1.6, 0), 0.17)), stone)
    kit.ball(angel, (0, 1.9, -0.03), 0.13, stone)
    for sign in (-1, 1):
        kit.body(
            angel,
            (((sign * 0.14, 1.65, 0.12), 0.1), ((sign * 0.5, 1.95, 0.2), 0.07), ((sign * 0.4, 1.1, 0.2), 0.05)),
            kit.paint(m.STONE, 0.94),
        )
    for i, (x, z) in enumerate(((-7.8, 4.0), (7.8, 3.0), (-7.8, 9.0), (7.8, 8.4), (-7.6, -5.0), (7.8, -4.6))):
        at = kit.stand(x, z)
        tall = 4.6 + 0.6 * (i % 3)
        kit.rod(at, (0, 0, 0), (0, 0.6, 0), 0.12, kit.paint(m.BARK))
        kit.body(at, (((0, 0.9, 0), 0.5), ((0, tall * 0.55, 0), 0.55), ((0, tall, 0), 0.08)), kit.paint(m.DARK_LEAF))
    for start, end in (
        ((-9.4, 0, 13.5), (-1.4, 0, 13.5)),
        ((1.4, 0, 13.5), (9.4, 0, 13.5)),
        ((-9.4, 0, -9.0), (9.4, 0, -9.0)),
    ):
        o.wall(kit, start, end, height=1.5, parts=4)
    for x in (-1.3, 1.3):
        kit.block(kit.stand(x, 13.5), (0.5, 2.4, 0.5), kit.paint(m.STONE, 0.92))
    for i in range(7):
        kit.block(
            kit.stand(-0.9 + i * 0.3, 13.4), (0.05, 1.9 + 0.25 * math.sin(i * math.pi / 6), 0.05), kit.paint(m.BLACK)
        )
    o.tree(kit, kit.stand(4.9, 1.1), 6.5, bare=True)
    kit.spot("grave stone tomb", kit.stand(2.3, 1.3), 0, 0, turn=180)
    kit.spot("gate", kit.stand(0.0, 12.4), 0, 0, turn=180)
    kit.spot("tree", kit.stand(4.3, 0.6), 0, 0)
    kit.spot("wall", kit.stand(-3.0, 12.8), 0, 0)
    puddles(kit, 4, 3.0)

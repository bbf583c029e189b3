"""Open country: fields, hills, mountains, desert, snow, and the sky alone."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.places.outdoors import ring_spots
from storyforge.media.previz.places.streets import puddles
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit


def _mounds(kit: Kit, key: str, colour: Colour, count: int = 7, *, near: float = 15.0, high: float = 2.6) -> None:
    """Hills all around beyond a valley, the farthest first."""
    places = sorted(((near + 22 * kit.chance(key, i, "r"), i) for i in range(count)), reverse=True)
    for away, i in places:
        angle = (i + 0.5 * kit.chance(key, i)) * math.tau / count
        half, tall = 0.3 + 0.3 * kit.chance(key, i, "w"), high * away / near * kit.between(0.55, 1.0, key, i, "h")
        crest = [(half * math.cos(a), tall * math.sin(a) ** 0.8) for a in (k * math.pi / 12 for k in range(13))]
        points = [(away * math.sin(angle + u), y - 7.0, away * math.cos(angle + u)) for u, y in crest]
        air = min(0.75, 0.1 + (away - near) / 34)
        kit.face(points, mix(mix(colour, kit.paint(m.DARK_LEAF), 0.3 * (i % 2)), kit.light.haze, air), Layer.BACKDROP)


def field(kit: Kit) -> None:
    """Fields: furrows that run to the horizon, standing corn, a fence with a gate, bales, a lone tree, a farm."""
    kit.ground(-120, 120, -120, 140, kit.paint(m.GRASS))
    corn: Colour = (214, 188, 120)
    _corn(kit, corn)
    o.fence(kit, (-14, 0, 6.4), (-1.5, 0, 6.0), posts=8)
    o.fence(kit, (1.5, 0, 6.0), (14, 0, 6.4), posts=8)
    for y in (0.3, 0.6, 0.9, 1.15):
        kit.block(kit.stand(0.0, 6.0), (2.8, 0.09, 0.05), kit.paint(m.PALE_WOOD), y=y)
    kit.spot("gate wall fence", kit.stand(0.0, 5.3), 0, 0, turn=180)
    for x, z in ((-7.0, 13.0), (9.0, 16.0), (-14.0, 24.0), (3.0, 27.0), (18.0, 30.0)):
        bale = kit.stand(x, z)
        ring = [
            ((u, 0.75 + 0.62 * math.cos(a), 0.62 * math.sin(a)), 0.13)
            for u in (-0.5, 0.5)
            for a in (0, 1.05, 2.1, 3.14, 4.2, 5.24)
        ]
        kit.body(bale, ring, kit.paint(corn, 0.9))
    o.tree(kit, kit.stand(5.6, 3.6), 7.0)
    kit.spot("tree", kit.stand(5.0, 2.9), 0, 0)
    _far_farm(kit)
    for i in range(26):
        x, z = kit.between(-7, 7, "tuft", i), kit.between(-4, 5.5, "tuft", i, "z")
        if abs(x) > 1.5 or z > 3:
            o.grass(kit, x, z, 0.32, kit.paint(m.LEAF))
    o.seat_stone(kit, kit.stand(-3.4, 2.5, 20))
    for i, (x, z) in enumerate(((-12.0, -9.0), (9.0, -10.0), (14.0, -4.0))):
        o.tree(kit, kit.stand(x, z), 6.0 + i)
    o.fence(kit, (-12, 0, -7.0), (12, 0, -7.4), posts=11)
    puddles(kit, 4, 4.0)


def _corn(kit: Kit, corn: Colour) -> None:
    kit.ground(-120, 120, 9.5, 140, kit.paint(corn), y=0.001)
    for i in range(22):
        u = -42 + i * 4.0
        kit.line(((u * 0.35, 0.003, 9.5), (u * 1.7, 0.003, 70.0)), kit.paint(corn, 0.88), 1.6)
    for i in range(26):
        x = -15.5 + i * 1.24
        tall = kit.between(0.75, 1.05, "corn", i)
        kit.line(
            ((x, 0.0, 9.6), (x + kit.between(-0.15, 0.15, "lean", i), tall, 9.6)),
            kit.paint(corn, 0.9 + 0.2 * kit.chance("c", i)),
            3.0,
            Layer.AT_WALL,
        )
    edge = [(-60.0, 0.0, 9.7), (60.0, 0.0, 9.7), (60.0, 0.75, 9.7), (-60.0, 0.75, 9.7)]
    kit.face(edge, kit.paint(corn, 0.94), Layer.MARKS, normal=(0.0, 0.0, -1.0))


def _far_farm(kit: Kit) -> None:
    farm = Frame(-24.0, 46.0, 0, 0.0, Layer.BACKDROP)
    air = 0.35
    kit.shape(farm, ((-5, 0), (5, 0), (5, 3.6), (-5, 3.6)), kit.hazed(kit.paint(m.PLASTER), air), both=True)
    kit.shape(
        farm,
        ((-5.6, 3.6), (5.6, 3.6), (4.2, 6.6), (-4.2, 6.6)),
        kit.hazed(kit.paint(m.BRICK, 0.8), air),
        v=-0.1,
        both=True,
    )
    kit.shape(
        farm, ((6, 0), (13, 0), (13, 4.6), (9.5, 6.8), (6, 4.6)), kit.hazed(kit.paint(m.RED), air), v=-0.1, both=True
    )


def hills(kit: Kit) -> None:
    """Rolling hills from a lookout: a path on the edge, rocks, grass, a wind-bent tree, a valley below."""
    kit.ground(-90, 90, -90, 9.0, kit.paint(m.GRASS))
    kit.ground(-160, 160, 9.0, 160, mix(kit.paint(m.GRASS, 0.94), kit.light.haze, 0.25), y=-7.0)
    cliff = [(-60.0, -7.0, 9.0), (60.0, -7.0, 9.0), (60.0, 0.0, 8.6), (-60.0, 0.0, 8.6)]
    kit.face(cliff, kit.paint(m.ROCK), Layer.MARKS, normal=(0.0, 0.0, 1.0))
    path = ((-9, 0.003, -5), (-2, 0.003, -0.6), (2.5, 0.003, 0.6), (9.5, 0.003, 5.6))
    for (x0, y, z0), (x1, _, z1) in pairwise(path):
        kit.face(
            ((x0, y, z0 - 0.6), (x1, y, z1 - 0.6), (x1, y, z1 + 0.6), (x0, y, z0 + 0.6)),
            kit.paint(m.EARTH, 1.08),
            Layer.MARKS,
            normal=(0.0, 1.0, 0.0),
        )
    _mounds(kit, "hill", kit.paint(m.GRASS, 0.9), 13, near=26.0, high=10.5)
    for i, (x, z) in enumerate(((-4.6, 7.0), (-3.4, 7.6), (4.2, 7.2), (6.6, 6.4), (5.8, -4.2), (-5.0, -5.4))):
        o.rock(kit, kit.stand(x, z, 30 * i), 0.7 + 0.5 * kit.chance("rock", i))
    bent = kit.stand(4.6, 3.9)
    kit.rod(bent, (0, 0, 0), (0.7, 1.9, 0), 0.14, kit.paint(m.BARK), 0.08)
    kit.rod(bent, (0.7, 1.9, 0), (1.6, 2.6, 0), 0.07, kit.paint(m.BARK), 0.04)
    kit.body(
        bent,
        (((0.9, 2.5, 0), 0.45), ((2.0, 2.8, 0), 0.5), ((1.5, 3.1, 0.2), 0.5), ((2.8, 2.75, 0), 0.25)),
        kit.paint(m.DARK_LEAF, 1.05),
    )
    for i in range(34):
        x, z = kit.between(-8, 8, "tuft", i), kit.between(-5, 8, "tuft", i, "z")
        o.grass(kit, x, z, kit.between(0.25, 0.5, "tuft", i, "h"), kit.paint(m.LEAF, 0.96))
    kit.spot("edge cliff", kit.stand(0.5, 7.2), 0, 0, turn=180)
    o.seat_stone(kit, kit.stand(-3.2, 2.9, 25))
    kit.spot("tree", kit.stand(4.0, 3.4), 0, 0)
    puddles(kit, 4, 3.5)


def mountain(kit: Kit) -> None:
    """A mountain path among boulders and firs, below peaks with snow."""
    kit.ground(-120, 120, -120, 120, mix(kit.paint(m.ROCK, 1.08), kit.paint(m.GRASS), 0.45))
    for k, (radius, high, air) in enumerate(((110.0, 42.0, 0.62), (78.0, 22.0, 0.42))):
        _peaks(kit, radius, high, air, k)
    for i in range(9):
        x, z = kit.between(-7, 7, "scree", i), kit.between(-4, 11, "scree", i, "z")
        o.patch(kit, x, z, (kit.between(1, 2.4, i), 0.7), kit.paint(m.ROCK, 1.04))
    for i, (x, z) in enumerate(ring_spots(kit, 15, 6.2, 13.0, "boulder")):
        o.rock(
            kit,
            kit.stand(x, z, 24 * i),
            0.8 + 1.5 * kit.chance("boulder", i) ** 2,
            kit.choice((m.ROCK, m.STONE, m.DARK_STONE), i),
        )
    for i, (x, z) in enumerate(ring_spots(kit, 9, 8.0, 16.0, "fir")):
        o.conifer(kit, kit.stand(x, z), 4.5 + 3 * kit.chance("fir", i))
    for i in range(14):
        o.grass(kit, kit.between(-6, 6, "tuft", i), kit.between(-3, 8, "tuft", i, "z"), 0.25, kit.paint(m.LEAF))
    o.seat_stone(kit, kit.stand(-2.7, 2.7, 25), 0.5, m.STONE)
    kit.spot("edge cliff tree", kit.stand(2.8, 3.2), 0, 0, turn=180)
    cross = kit.stand(3.4, 5.0)
    kit.block(cross, (0.14, 2.6, 0.14), kit.paint(m.DARK_WOOD))
    kit.block(cross, (1.2, 0.14, 0.12), kit.paint(m.DARK_WOOD), y=1.8)
    puddles(kit, 4, 3.5)


def _peaks(kit: Kit, radius: float, high: float, air: float, key: int) -> None:
    count = 15
    for i in range(count):
        a = (i + 0.4 * kit.chance("peak", key, i)) * math.tau / count
        half = math.tau / count * kit.between(0.75, 1.15, "peak", key, i, "w")
        top = high * kit.between(0.5, 1.0, "peak", key, i, "h")
        lean = half * kit.between(-0.25, 0.25, "peak", key, i, "l")

        def at(angle: float, y: float) -> tuple[float, float, float]:
            return (radius * math.sin(angle), y, radius * math.cos(angle))

        rock = mix(kit.paint(m.ROCK), kit.light.haze, air)
        kit.face((at(a - half, -2.0), at(a + lean, top), at(a + half, -2.0)), rock, Layer.BACKDROP)
        shaded = mix(kit.paint(m.DARK_STONE), kit.light.haze, air)
        kit.face((at(a + lean, top), at(a + half, -2.0), at(a + lean * 0.4 + half * 0.2, -2.0)), shaded, Layer.BACKDROP)
        snow = mix(kit.paint(m.SNOW), kit.light.haze, air * 0.6)
        kit.face(
            (
                at(a + lean - (half + lean) * 0.3, top * 0.7),
                at(a + lean, top),
                at(a + lean + (half - lean) * 0.3, top * 0.7),
                at(a + lean, top * 0.62),
            ),
            snow,
            Layer.BACKDROP,
        )


def desert(kit: Kit) -> None:
    """Dunes with sharp crests, ripples in the sand, dry scrub, bleached rocks, table mountains far away."""
    kit.ground(-120, 120, -120, 120, kit.paint(m.SAND))
    for i in range(13):
        a, b = i * math.tau / 13, (i + kit.between(0.5, 0.9, "mesa", i)) * math.tau / 13
        top = kit.between(2.5, 9.0, "mesa", i)
        if kit.chance("mesa", i, "gap") < 0.45:
            tone = mix(kit.paint((190, 140, 110)), kit.light.haze, 0.5)
            inset = (b - a) * 0.16
            kit.face(
                [
                    (95 * math.sin(c), y, 95 * math.cos(c))
                    for c, y in ((a, -1), (b, -1), (b - inset, top), (a + inset, top))
                ],
                tone,
                Layer.BACKDROP,
            )
    _dunes(kit)
    for i in range(26):
        x, z = kit.between(-9, 9, "ripple", i), kit.between(-5, 12, "ripple", i, "z")
        wave = ((x - 0.7, 0.003, z), (x - 0.2, 0.003, z + 0.1), (x + 0.3, 0.003, z - 0.04), (x + 0.9, 0.003, z + 0.08))
        kit.line(wave, kit.paint(m.SAND, 0.9), 1.6)
    for i, (x, z) in enumerate(ring_spots(kit, 7, 4.5, 11.0, "rock")):
        o.rock(kit, kit.stand(x, z, 40 * i), 0.5 + 0.8 * kit.chance("rock", i), (198, 168, 140))
    for i, (x, z) in enumerate(ring_spots(kit, 8, 3.2, 9.0, "scrub")):
        tone = kit.paint((150, 138, 100))
        for k in range(5):
            a = k * 1.3 + i
            kit.line(((x, 0, z), (x + 0.3 * math.cos(a), 0.35 + 0.1 * (k % 2), z + 0.3 * math.sin(a))), tone, 2.0)
    o.seat_stone(kit, kit.stand(-2.9, 2.8, 25), 0.48, (198, 168, 140))


def _dunes(kit: Kit) -> None:
    for i in range(11):
        angle = (i + 0.4 * kit.chance("dune", i)) * math.tau / 11
        away = 52.0 - i * 3.2
        half, tall = kit.between(0.3, 0.5, "dune", i, "w"), away * kit.between(0.05, 0.1, "dune", i, "h")
        air = 0.1 + away / 130

        def at(
            turn: float, y: float, near: float = 0.0, angle: float = angle, away: float = away
        ) -> tuple[float, float, float]:
            return ((away - near) * math.sin(angle + turn), y, (away - near) * math.cos(angle + turn))

        light, dark = (mix(kit.paint(m.SAND, k), kit.light.haze, air) for k in (1.02, 0.86))
        kit.face((at(-half, 0), at(0, tall), at(half, 0), at(half * 0.3, 0, away * 0.2)), light, Layer.BACKDROP)
        kit.face((at(0, tall), at(half, 0), at(half * 0.3, 0, away * 0.2)), dark, Layer.BACKDROP)


def snowfield(kit: Kit) -> None:
    """Snow: drifts, fir trees under it, a track of footprints, blue shadows, hills of ice."""
    snow = kit.paint(m.SNOW)
    kit.ground(-120, 120, -120, 120, snow)
    _peaks(kit, 105.0, 18.0, 0.6, 3)
    for i in range(12):
        x, z = kit.between(-10, 10, "drift", i), kit.between(-5, 15, "drift", i, "z")
        o.patch(kit, x, z, (kit.between(1.6, 4, i), 0.9), kit.paint((214, 224, 234)))
    for i in range(14):
        x = -4.5 + i * 0.75
        print_ = (x + 0.1 * (i % 2), -2.0 + 0.62 * i + 0.5 * math.sin(i * 0.5))
        o.patch(kit, print_[0], print_[1], (0.26, 0.14), kit.paint((188, 202, 218)), y=0.006)
    for i, (x, z) in enumerate(ring_spots(kit, 12, 6.0, 17.0, "fir")):
        tall = 3.8 + 3 * kit.chance("fir", i)
        at = kit.stand(*_clear_of(_AT_TREE, 0.2 * tall + _ROOM, x, z))
        o.conifer(kit, at, tall)
        for low, wide in ((0.5, 0.11), (0.75, 0.07), (0.93, 0.035)):
            kit.body(
                at,
                (
                    ((-wide * tall, low * tall, -0.1), 0.1),
                    ((wide * tall, low * tall, -0.1), 0.1),
                    ((0, (low + 0.07) * tall, 0), 0.1),
                ),
                snow,
            )
    for i, (x, z) in enumerate(ring_spots(kit, 8, 4.2, 10.0, "mound")):
        open_floor = math.hypot(max(0.0, abs(x) - _FLOOR[0]), max(0.0, abs(z) - _FLOOR[1]))
        if min(math.hypot(x + 3.0, z - 2.6), math.dist((x, z), _AT_TREE)) < 2.2 or open_floor < _MOUND:
            continue  # somebody may sit on the stone, or stand at the tree, or in the open
        at = kit.stand(x, z, 35 * i)
        kit.body(at, (((-0.8, -0.1, 0), 0.35), ((0.8, -0.15, 0), 0.4), ((0, 0.05, 0), 0.4)), kit.paint(m.SNOW, 1.02))
    o.seat_stone(kit, kit.stand(-3.0, 2.6, 25), 0.42, m.SNOW)
    kit.spot("tree", kit.stand(*_AT_TREE), 0, 0)


_AT_TREE = (2.9, 4.2)
_FLOOR = (2.4, 2.0)
"""The open floor of a snowfield, to its sides."""
_MOUND = 1.25
"""From the middle of a mound of snow to where nobody steps on it."""
_ROOM = 0.6
"""Who stands there, to the tips of the lowest branches."""


def _clear_of(spot: tuple[float, float], reach: float, x: float, z: float) -> tuple[float, float]:
    """Where something stands, moved straight away from a spot where it would reach into it."""
    near = math.dist((x, z), spot)
    if near >= reach:
        return x, z
    away = reach / near if near else 0.0
    return spot[0] + (x - spot[0]) * away, spot[1] + (z - spot[1]) * away + (0.0 if near else reach)


def open_ground(kit: Kit) -> None:
    """Open ground that says nothing but that it is outdoors: a path, a low wall, two trees, something far off."""
    kit.ground(-90, 90, -90, 90, kit.paint(m.GRASS))
    kit.face(
        ((-1.6, 0.003, -14), (1.6, 0.003, -14), (4.2, 0.003, 40), (2.4, 0.003, 40)),
        kit.paint(m.EARTH, 1.08),
        Layer.MARKS,
        normal=(0.0, 1.0, 0.0),
    )
    o.wall(kit, (-12, 0, 5.4), (-2.2, 0, 6.4), height=0.9, parts=6)
    o.wall(kit, (5.2, 0, 6.4), (12, 0, 5.6), height=0.9, parts=4)
    o.wall(kit, (-10, 0, -7.0), (10, 0, -7.4), height=0.9, parts=7)
    for i, (x, z) in enumerate(((-5.2, 7.6), (7.0, 8.2), (-9.0, -3.5), (9.4, -8.5), (10.5, 2.0), (-12.0, 12.0))):
        o.tree(kit, kit.stand(x, z), 5.5 + i % 3)
    for i in range(5):
        o.bush(kit, kit.stand(-6.5 + 3.4 * i, 4.6 + i % 2), 0.6, m.DARK_LEAF if i % 2 else m.LEAF)
    for i in range(20):
        o.grass(kit, kit.between(-7, 7, "t", i), kit.between(-4, 6, "t", i, "z"), 0.3, kit.paint(m.LEAF))
    kit.spot("wall", kit.stand(-4.2, 5.4), 0, 0)
    kit.spot("tree", kit.stand(-4.6, 6.7), 0, 0)
    kit.spot("bench stone rock", kit.stand(-4.9, 6.12, 6), 0.0, 0.0, height=1.0, beside=(0.0, -0.6))
    puddles(kit, 5, 3.5)


def sky(kit: Kit) -> None:
    """Nothing but sky: banks of cloud below and around."""
    bright = mix(kit.light.sky_low, (255, 255, 255), 0.55 if not kit.light.dark else 0.1)
    for k, (radius, y) in enumerate(((70.0, -10.0), (42.0, -7.5), (22.0, -4.6))):
        for i in range(13):
            angle = (i + 0.6 * kit.chance("bank", k, i)) * math.tau / 13
            half, tall = kit.between(0.22, 0.36, "bank", k, i, "w"), radius * kit.between(0.06, 0.14, "bank", k, i, "h")
            for u, s, tone in ((-0.45, 0.7, 0.5), (0.5, 0.6, 0.42), (0.0, 1.0, 0.3)):
                crest = [
                    (half * (0.6 * math.cos(a) + u), tall * s * math.sin(a) ** 0.7)
                    for a in (j * math.pi / 10 for j in range(11))
                ]
                points = [(radius * math.sin(angle + c), y + h, radius * math.cos(angle + c)) for c, h in crest]
                kit.face(
                    points,
                    shade(mix(bright, kit.light.sky_high, tone * (0.5 + 0.25 * (2 - k))), 0.98 - 0.14 * tone),
                    Layer.BACKDROP,
                )

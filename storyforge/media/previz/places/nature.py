"""Open country: woods, parks, fields, hills, desert, snow, and the sky alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.places.streets import gravestone, puddles
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit


def _ring_spots(kit: Kit, count: int, near: float, far: float, key: str) -> list[tuple[float, float]]:
    """Places all around, none nearer than `near`, spread evenly by angle, the nearest first."""
    found = []
    for i in range(count):
        angle = (i + 0.7 * kit.chance(key, i, "a")) * math.tau / count
        radius = near + (far - near) * kit.chance(key, i, "r") ** 0.8
        found.append((radius * math.sin(angle), radius * math.cos(angle)))
    return found


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
    o.far_trunks(kit, 17.0, 27.0, 30, (mix(kit.paint(m.BARK), mist, 0.16), mix(kit.paint(m.BARK), mist, 0.45)), "middle")
    _canopy(kit, 21.0, 4.8, mix(kit.paint(m.DARK_LEAF), mist, 0.2), "low")
    for i in range(14):
        x, z = kit.between(-9, 9, "patch", i), kit.between(-7, 13, "patch", i, "z")
        tone = mix(floor, kit.light.sky_low, 0.3 if day else 0.1) if i % 2 else mix(floor, kit.paint(m.DARK_LEAF), 0.5)
        o.patch(kit, x, z, (kit.between(1.0, 3.2, i, "w"), kit.between(0.5, 1.2, i, "d")), tone)
    for i, (x, z) in enumerate(_ring_spots(kit, 17, 4.6, 13.0, "trunk")):
        at = kit.stand(x, z)
        o.trunk(kit, at, kit.between(8, 11, "tall", i), kit.between(0.16, 0.32, "thick", i), kit.choice((m.BARK, (128, 108, 92), (96, 84, 76)), i))
        if i % 2:
            _bough(kit, at, i)
    for i, (x, z) in enumerate(_ring_spots(kit, 12, 4.0, 11.0, "bush")):
        o.bush(kit, kit.stand(x, z), kit.between(0.5, 1.1, "bush", i), kit.choice((m.LEAF, m.DARK_LEAF, (138, 150, 104)), "bush", i))
    for i, (x, z) in enumerate(_ring_spots(kit, 14, 2.4, 9.0, "fern")):
        _fern(kit, x, z, i)
    log = kit.stand(-2.3, 2.6, 24)
    kit.rod(log, (-1.2, 0.24, 0), (1.2, 0.26, 0), 0.26, kit.paint(m.BARK, 1.12))
    kit.spot("log bench", log, 0.0, -0.05, height=0.5, beside=(0.0, -0.8))
    o.rock(kit, kit.stand(2.6, 2.9, 20), 0.9)
    kit.spot("rock stone", kit.stand(2.6, 2.9, 20), 0, 0, height=0.5, beside=(0.0, -0.9))
    nearest = min(_ring_spots(kit, 17, 4.6, 13.0, "trunk"), key=lambda p: abs(math.atan2(p[0], p[1])) + 0.05 * math.hypot(*p))
    kit.spot("tree wall", Frame(nearest[0], nearest[1]), 0.0, -0.75)
    if "fire" in kit.states:
        campfire(kit, 0.9, 1.9)
    puddles(kit, 5, 4.0)


def campfire(kit: Kit, x: float, z: float) -> None:
    """A fire in a ring of stones."""
    at = kit.stand(x, z)
    for i in range(8):
        a = i * math.tau / 8
        kit.ball(at, (0.5 * math.cos(a), 0.08, 0.5 * math.sin(a)), 0.12, kit.paint(m.ROCK))
    for a in (0.3, 1.4, 2.5):
        kit.rod(at, (0.4 * math.cos(a), 0.06, 0.4 * math.sin(a)), (-0.4 * math.cos(a), 0.16, -0.4 * math.sin(a)), 0.06, kit.paint(m.BARK))
    f.flames(kit, at, 0.3, y=0.12)
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
            corners = ((first - 0.02, drop + up + 1.3), (first + edge, drop + up), (last - edge, drop + up), (last + 0.02, drop + up + 1.3), (last + 0.02, 30.0), (first - 0.02, 30.0))
            tone = mix(colour, kit.paint(m.LEAF), 0.16 * kit.chance("tone", key, i, k))
            kit.face([(radius * math.sin(c), y, radius * math.cos(c)) for c, y in corners], tone, Layer.BACKDROP)


def _bough(kit: Kit, at: Frame, key: int) -> None:
    y = kit.between(3.0, 4.6, "bough", key)
    side = 1 if kit.chance("side", key) < 0.5 else -1
    kit.rod(at, (0, y, 0), (side * 1.5, y + 0.8, 0), 0.07, kit.paint(m.BARK), 0.03)
    spread = [((side * u, y + h, v), r) for u, h, v, r in ((0.9, 0.9, 0.2, 0.55), (1.7, 0.8, -0.2, 0.6), (1.3, 1.5, 0, 0.55))]
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
    gravel = kit.paint(m.SAND, 0.98)
    for x0, z0, x1, z1, wide in ((-16, -7, -3, -1.2, 1.1), (-3, -1.2, 2.5, 0.4, 1.1), (2.5, 0.4, 6, 7, 1.0), (6, 7, 5, 24, 1.0)):
        size = math.hypot(x1 - x0, z1 - z0)
        u, v = -(z1 - z0) / size * wide, (x1 - x0) / size * wide
        kit.face(((x0 - u, 0.003, z0 - v), (x1 - u, 0.003, z1 - v), (x1 + u, 0.003, z1 + v), (x0 + u, 0.003, z0 + v)), gravel, Layer.MARKS, normal=(0.0, 1.0, 0.0))
    f.bench(kit, kit.stand(-1.5, 2.5, 8), 1.7)
    for i, (x, z, size) in enumerate(((-4.4, 3.0, 2.2), (2.4, 3.6, 1.8), (-3.8, -4.6, 2.0), (5.4, -3.4, 2.2))):
        o.patch(kit, x, z, (size * 1.5, size), kit.paint(m.EARTH))
        for k in range(9):
            a, r = k * 2.4, size * 0.5 * math.sqrt((k + 0.5) / 9)
            u, v = x + 1.3 * r * math.cos(a), z + 0.8 * r * math.sin(a)
            bloom = kit.stand(u, v)
            kit.ball(bloom, (0, 0.18, 0), 0.17, kit.paint(m.LEAF))
            kit.ball(bloom, (0, 0.36, 0), 0.1, kit.paint(((208, 120, 120), (226, 194, 116), (190, 150, 190), (236, 226, 220))[(i + k) % 4]))
    for i in range(6):
        hedge = kit.stand(-7.5 + i * 2.6, 8.4)
        kit.block(hedge, (2.6, 1.25, 0.8), kit.paint(m.DARK_LEAF, 1.04))
        hedge = kit.stand(-7.5 + i * 2.6, -8.6)
        kit.block(hedge, (2.6, 1.1, 0.8), kit.paint(m.DARK_LEAF))
    for i, (x, z) in enumerate(((-5.4, 5.6), (4.6, 5.4), (8.6, 1.2), (-8.8, 0.2), (-6.5, -6.8), (7.4, -6.6), (0.6, 12.0), (-10.5, 10.0), (11.0, 10.5))):
        (o.conifer if i % 4 == 3 else o.tree)(kit, kit.stand(x, z), 5.4 + 0.7 * (i % 3), **({} if i % 4 == 3 else {"crown": (m.LEAF, m.DARK_LEAF, (150, 162, 112))[i % 3]}))
    o.lantern_post(kit, kit.stand(2.9, 2.4))
    kit.spot("tree", kit.stand(-5.4, 4.9), 0, 0)
    kit.spot("lamp", kit.stand(2.5, 2.2), 0, 0)
    kit.spot("wall hedge gate", kit.stand(0.2, 7.6), 0, 0)
    o.ring(kit, 44.0, -1.0, 7.0, kit.hazed(kit.paint(m.DARK_LEAF), 0.5), count=22, rough=0.5, key="far")
    puddles(kit, 5, 3.5)


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
        kit.body(angel, (((sign * 0.14, 1.65, 0.12), 0.1), ((sign * 0.5, 1.95, 0.2), 0.07), ((sign * 0.4, 1.1, 0.2), 0.05)), kit.paint(m.STONE, 0.94))
    for i, (x, z) in enumerate(((-7.8, 4.0), (7.8, 3.0), (-7.8, 9.0), (7.8, 8.4), (-7.6, -5.0), (7.8, -4.6))):
        at = kit.stand(x, z)
        tall = 4.6 + 0.6 * (i % 3)
        kit.rod(at, (0, 0, 0), (0, 0.6, 0), 0.12, kit.paint(m.BARK))
        kit.body(at, (((0, 0.9, 0), 0.5), ((0, tall * 0.55, 0), 0.55), ((0, tall, 0), 0.08)), kit.paint(m.DARK_LEAF))
    for start, end in (((-9.4, 0, 13.5), (-1.4, 0, 13.5)), ((1.4, 0, 13.5), (9.4, 0, 13.5)), ((-9.4, 0, -9.0), (9.4, 0, -9.0))):
        o.wall(kit, start, end, height=1.5, parts=4)
    for x in (-1.3, 1.3):
        kit.block(kit.stand(x, 13.5), (0.5, 2.4, 0.5), kit.paint(m.STONE, 0.92))
    for i in range(7):
        kit.block(kit.stand(-0.9 + i * 0.3, 13.4), (0.05, 1.9 + 0.25 * math.sin(i * math.pi / 6), 0.05), kit.paint(m.BLACK))
    o.tree(kit, kit.stand(4.9, 1.1), 6.5, bare=True)
    kit.spot("grave stone tomb", kit.stand(2.3, 1.3), 0, 0, turn=180)
    kit.spot("gate", kit.stand(0.0, 12.4), 0, 0, turn=180)
    kit.spot("tree", kit.stand(4.3, 0.6), 0, 0)
    kit.spot("wall", kit.stand(-3.0, 12.8), 0, 0)
    puddles(kit, 4, 3.0)


def field(kit: Kit) -> None:
    """Fields: furrows that run to the horizon, standing corn, a fence with a gate, bales, a lone tree, a farm."""
    kit.ground(-120, 120, -120, 140, kit.paint(m.GRASS))
    corn: Colour = (214, 188, 120)
    kit.ground(-120, 120, 9.5, 140, kit.paint(corn), y=0.001)
    for i in range(22):
        u = -42 + i * 4.0
        kit.line(((u * 0.35, 0.003, 9.5), (u * 1.7, 0.003, 70.0)), kit.paint(corn, 0.88), 1.6)
    for i in range(26):
        x = -15.5 + i * 1.24
        tall = kit.between(0.75, 1.05, "corn", i)
        kit.line(((x, 0.0, 9.6), (x + kit.between(-0.15, 0.15, "lean", i), tall, 9.6)), kit.paint(corn, 0.9 + 0.2 * kit.chance("c", i)), 3.0, Layer.AT_WALL)
    edge = [(-60.0, 0.0, 9.7), (60.0, 0.0, 9.7), (60.0, 0.75, 9.7), (-60.0, 0.75, 9.7)]
    kit.face(edge, kit.paint(corn, 0.94), Layer.MARKS, normal=(0.0, 0.0, -1.0))
    o.fence(kit, (-14, 0, 6.4), (-1.5, 0, 6.0), posts=8)
    o.fence(kit, (1.5, 0, 6.0), (14, 0, 6.4), posts=8)
    for y in (0.3, 0.6, 0.9, 1.15):
        kit.block(kit.stand(0.0, 6.0), (2.8, 0.09, 0.05), kit.paint(m.PALE_WOOD), y=y)
    kit.spot("gate wall fence", kit.stand(0.0, 5.3), 0, 0, turn=180)
    for i, (x, z) in enumerate(((-7.0, 13.0), (9.0, 16.0), (-14.0, 24.0), (3.0, 27.0), (18.0, 30.0))):
        bale = kit.stand(x, z)
        ring = [((u, 0.75 + 0.62 * math.cos(a), 0.62 * math.sin(a)), 0.13) for u in (-0.5, 0.5) for a in (0, 1.05, 2.1, 3.14, 4.2, 5.24)]
        kit.body(bale, ring, kit.paint(corn, 0.9))
    o.tree(kit, kit.stand(5.6, 3.6), 7.0)
    kit.spot("tree", kit.stand(5.0, 2.9), 0, 0)
    farm = Frame(-24.0, 46.0, 0, 0.0, Layer.BACKDROP)
    air = 0.35
    kit.shape(farm, ((-5, 0), (5, 0), (5, 3.6), (-5, 3.6)), kit.hazed(kit.paint(m.PLASTER), air), both=True)
    kit.shape(farm, ((-5.6, 3.6), (5.6, 3.6), (4.2, 6.6), (-4.2, 6.6)), kit.hazed(kit.paint(m.BRICK, 0.8), air), v=-0.1, both=True)
    kit.shape(farm, ((6, 0), (13, 0), (13, 4.6), (9.5, 6.8), (6, 4.6)), kit.hazed(kit.paint(m.RED), air), v=-0.1, both=True)
    for i in range(26):
        x, z = kit.between(-7, 7, "tuft", i), kit.between(-4, 5.5, "tuft", i, "z")
        if abs(x) > 1.5 or z > 3:
            o.grass(kit, x, z, 0.32, kit.paint(m.LEAF))
    stone = kit.stand(-3.4, 2.4, 20)
    o.rock(kit, stone, 0.9)
    kit.spot("rock stone bench", stone, 0, 0, height=0.45, beside=(0.0, -0.8))
    for i, (x, z) in enumerate(((-12.0, -9.0), (9.0, -10.0), (14.0, -4.0))):
        o.tree(kit, kit.stand(x, z), 6.0 + i)
    o.fence(kit, (-12, 0, -7.0), (12, 0, -7.4), posts=11)
    puddles(kit, 4, 4.0)


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


def hills(kit: Kit) -> None:
    """Rolling hills from a lookout: a path on the edge, rocks, grass, a wind-bent tree, a valley below."""
    kit.ground(-90, 90, -90, 9.0, kit.paint(m.GRASS))
    kit.ground(-160, 160, 9.0, 160, mix(kit.paint(m.GRASS, 0.94), kit.light.haze, 0.25), y=-7.0)
    cliff = [(-60.0, -7.0, 9.0), (60.0, -7.0, 9.0), (60.0, 0.0, 8.6), (-60.0, 0.0, 8.6)]
    kit.face(cliff, kit.paint(m.ROCK), Layer.MARKS, normal=(0.0, 0.0, 1.0))
    path = ((-9, 0.003, -5), (-2, 0.003, -0.6), (2.5, 0.003, 0.6), (9.5, 0.003, 5.6))
    for (x0, y, z0), (x1, _, z1) in zip(path, path[1:], strict=False):
        kit.face(((x0, y, z0 - 0.6), (x1, y, z1 - 0.6), (x1, y, z1 + 0.6), (x0, y, z0 + 0.6)), kit.paint(m.EARTH, 1.08), Layer.MARKS, normal=(0.0, 1.0, 0.0))
    _mounds(kit, "hill", kit.paint(m.GRASS, 0.9), 13, near=26.0, high=10.5)
    for i, (x, z) in enumerate(((-4.6, 7.0), (-3.4, 7.6), (4.2, 7.2), (6.6, 6.4), (-6.8, 3.0), (5.8, -4.2), (-5.0, -5.4))):
        o.rock(kit, kit.stand(x, z, 30 * i), 0.7 + 0.5 * kit.chance("rock", i))
    bent = kit.stand(4.6, 3.9)
    kit.rod(bent, (0, 0, 0), (0.7, 1.9, 0), 0.14, kit.paint(m.BARK), 0.08)
    kit.rod(bent, (0.7, 1.9, 0), (1.6, 2.6, 0), 0.07, kit.paint(m.BARK), 0.04)
    kit.body(bent, (((0.9, 2.5, 0), 0.45), ((2.0, 2.8, 0), 0.5), ((1.5, 3.1, 0.2), 0.5), ((2.8, 2.75, 0), 0.25)), kit.paint(m.DARK_LEAF, 1.05))
    for i in range(34):
        x, z = kit.between(-8, 8, "tuft", i), kit.between(-5, 8, "tuft", i, "z")
        o.grass(kit, x, z, kit.between(0.25, 0.5, "tuft", i, "h"), kit.paint(m.LEAF, 0.96))
    kit.spot("edge cliff", kit.stand(0.5, 7.2), 0, 0, turn=180)
    kit.spot("rock stone bench", kit.stand(-6.8, 3.0, 60), 0, 0, height=0.45, beside=(0.0, -0.9))
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
    for i, (x, z) in enumerate(_ring_spots(kit, 15, 4.4, 12.0, "boulder")):
        o.rock(kit, kit.stand(x, z, 24 * i), 0.8 + 1.5 * kit.chance("boulder", i) ** 2, kit.choice((m.ROCK, m.STONE, m.DARK_STONE), i))
    for i, (x, z) in enumerate(_ring_spots(kit, 9, 8.0, 16.0, "fir")):
        o.conifer(kit, kit.stand(x, z), 4.5 + 3 * kit.chance("fir", i))
    for i in range(14):
        o.grass(kit, kit.between(-6, 6, "tuft", i), kit.between(-3, 8, "tuft", i, "z"), 0.25, kit.paint(m.LEAF))
    seat = kit.stand(-2.7, 2.7, 25)
    o.rock(kit, seat, 1.0, m.STONE)
    kit.spot("rock stone bench", seat, 0, 0, height=0.55, beside=(0.0, -0.9))
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
        kit.face((at(a + lean - (half + lean) * 0.3, top * 0.7), at(a + lean, top), at(a + lean + (half - lean) * 0.3, top * 0.7), at(a + lean, top * 0.62)), snow, Layer.BACKDROP)


def desert(kit: Kit) -> None:
    """Dunes with sharp crests, ripples in the sand, dry scrub, bleached rocks, table mountains far away."""
    kit.ground(-120, 120, -120, 120, kit.paint(m.SAND))
    for i in range(13):
        a, b = i * math.tau / 13, (i + kit.between(0.5, 0.9, "mesa", i)) * math.tau / 13
        top = kit.between(2.5, 9.0, "mesa", i)
        if kit.chance("mesa", i, "gap") < 0.45:
            tone = mix(kit.paint((190, 140, 110)), kit.light.haze, 0.5)
            inset = (b - a) * 0.16
            kit.face([(95 * math.sin(c), y, 95 * math.cos(c)) for c, y in ((a, -1), (b, -1), (b - inset, top), (a + inset, top))], tone, Layer.BACKDROP)
    _dunes(kit)
    for i in range(26):
        x, z = kit.between(-9, 9, "ripple", i), kit.between(-5, 12, "ripple", i, "z")
        wave = ((x - 0.7, 0.003, z), (x - 0.2, 0.003, z + 0.1), (x + 0.3, 0.003, z - 0.04), (x + 0.9, 0.003, z + 0.08))
        kit.line(wave, kit.paint(m.SAND, 0.9), 1.6)
    for i, (x, z) in enumerate(_ring_spots(kit, 7, 4.5, 11.0, "rock")):
        o.rock(kit, kit.stand(x, z, 40 * i), 0.5 + 0.8 * kit.chance("rock", i), (198, 168, 140))
    for i, (x, z) in enumerate(_ring_spots(kit, 8, 3.2, 9.0, "scrub")):
        tone = kit.paint((150, 138, 100))
        for k in range(5):
            a = k * 1.3 + i
            kit.line(((x, 0, z), (x + 0.3 * math.cos(a), 0.35 + 0.1 * (k % 2), z + 0.3 * math.sin(a))), tone, 2.0)
    seat = kit.stand(-2.9, 2.8, 25)
    o.rock(kit, seat, 0.95, (198, 168, 140))
    kit.spot("rock stone bench", seat, 0, 0, height=0.5, beside=(0.0, -0.9))


def _dunes(kit: Kit) -> None:
    for i in range(11):
        angle = (i + 0.4 * kit.chance("dune", i)) * math.tau / 11
        away = 52.0 - i * 3.2
        half, tall = kit.between(0.3, 0.5, "dune", i, "w"), away * kit.between(0.05, 0.1, "dune", i, "h")
        air = 0.1 + away / 130

        def at(turn: float, y: float, near: float = 0.0, angle: float = angle, away: float = away) -> tuple[float, float, float]:
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
    for i, (x, z) in enumerate(_ring_spots(kit, 12, 6.0, 17.0, "fir")):
        at, tall = kit.stand(x, z), 3.8 + 3 * kit.chance("fir", i)
        o.conifer(kit, at, tall)
        for low, wide in ((0.5, 0.11), (0.75, 0.07), (0.93, 0.035)):
            kit.body(at, (((-wide * tall, low * tall, -0.1), 0.1), ((wide * tall, low * tall, -0.1), 0.1), ((0, (low + 0.07) * tall, 0), 0.1)), snow)
    for i, (x, z) in enumerate(_ring_spots(kit, 8, 4.2, 10.0, "mound")):
        at = kit.stand(x, z, 35 * i)
        kit.body(at, (((-0.8, -0.1, 0), 0.35), ((0.8, -0.15, 0), 0.4), ((0, 0.05, 0), 0.4)), kit.paint(m.SNOW, 1.02))
    kit.spot("rock stone bench", kit.stand(-3.0, 2.5, 25), 0, 0, height=0.4, beside=(0.0, -0.9))
    kit.body(kit.stand(-3.0, 2.5, 25), (((-0.5, 0.1, 0), 0.3), ((0.5, 0.08, 0), 0.28)), kit.paint(m.SNOW))
    kit.spot("tree", kit.stand(2.9, 4.2), 0, 0)


def open_ground(kit: Kit) -> None:
    """Open ground that says nothing but that it is outdoors: a path, a low wall, two trees, something far off."""
    kit.ground(-90, 90, -90, 90, kit.paint(m.GRASS))
    kit.face(((-1.6, 0.003, -14), (1.6, 0.003, -14), (4.2, 0.003, 40), (2.4, 0.003, 40)), kit.paint(m.EARTH, 1.08), Layer.MARKS, normal=(0.0, 1.0, 0.0))
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
    kit.spot("bench stone rock", kit.stand(-3.2, 6.0, 6), 0.0, 0.25, height=0.98, beside=(0.0, -0.7))
    puddles(kit, 5, 3.5)


def sky(kit: Kit) -> None:
    """Nothing but sky: banks of cloud below and around."""
    bright = mix(kit.light.sky_low, (255, 255, 255), 0.55 if not kit.light.dark else 0.1)
    for k, (radius, y) in enumerate(((70.0, -10.0), (42.0, -7.5), (22.0, -4.6))):
        for i in range(13):
            angle = (i + 0.6 * kit.chance("bank", k, i)) * math.tau / 13
            half, tall = kit.between(0.22, 0.36, "bank", k, i, "w"), radius * kit.between(0.06, 0.14, "bank", k, i, "h")
            for u, s, tone in ((-0.45, 0.7, 0.5), (0.5, 0.6, 0.42), (0.0, 1.0, 0.3)):
                crest = [(half * (0.6 * math.cos(a) + u), tall * s * math.sin(a) ** 0.7) for a in (j * math.pi / 10 for j in range(11))]
                points = [(radius * math.sin(angle + c), y + h, radius * math.cos(angle + c)) for c, h in crest]
                kit.face(points, mix(bright, kit.light.sky_high, tone * (0.5 + 0.25 * (2 - k))), Layer.BACKDROP)

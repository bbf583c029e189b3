"""Water: rivers, lakes, beaches, harbours, the deck of a boat."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places.facades import row
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.places.streets import puddles
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit


def water_colour(kit: Kit, material: Colour = m.WATER) -> Colour:
    """Water takes half of its colour from the sky."""
    return mix(kit.paint(material), kit.light.sky_low, 0.3)


def ripples(kit: Kit, box: tuple[float, float, float, float], count: int, *, y: float = 0.004, keep: float = 0.0) -> None:
    """Short level strokes, lighter and darker, longer towards the far side; none within `keep` of the middle line."""
    left, right, near, far = box
    base = water_colour(kit)
    for i in range(count):
        z = near + (far - near) * (i + kit.chance("ripple", i)) / count
        x = left + (right - left) * kit.chance("ripple", i, "x")
        if abs(x) < keep:
            continue
        long = kit.between(0.5, 1.6, "ripple", i, "l") * (1 + abs(z) * 0.03)
        tone = mix(base, (255, 255, 255), 0.42) if i % 3 and not kit.light.dark else mix(base, kit.light.haze, 0.6) if i % 2 else kit.paint(m.WATER, 0.84)
        kit.line(((x, y, z), (x + long, y, z)), tone, 1.9)


def _reflections(kit: Kit, near: float, far: float, tones: tuple[Colour, ...], count: int, key: str) -> None:
    """Upright streaks in the water of what stands behind it."""
    base = water_colour(kit)
    for i in range(count):
        x = -26 + 52 * (i + kit.chance(key, i)) / count
        wide, long = kit.between(0.5, 1.4, key, i, "w"), kit.between(0.35, 0.85, key, i, "l")
        tone = mix(kit.paint(tones[i % len(tones)]), base, 0.55)
        points = ((x, 0.002, far), (x + wide, 0.002, far), (x + wide * 0.7, 0.002, far - (far - near) * long), (x + wide * 0.2, 0.002, far - (far - near) * long))
        kit.face(points, tone, Layer.MARKS, normal=(0.0, 1.0, 0.0))


def river(kit: Kit) -> None:
    """A river between banks: reeds, stepping stones, reflections, a footbridge, trees on the far bank."""
    kit.ground(-90, 90, -60, 4.4, kit.paint(m.GRASS))
    kit.ground(-90, 90, 4.2, 15.0, water_colour(kit), y=0.001)
    shore = kit.paint(m.EARTH, 0.92)
    for i in range(14):
        x = -28 + i * 4.0
        bend = 0.35 * math.sin(i * 1.7)
        near = ((x, 0.002, 3.4 + bend), (x + 4.0, 0.002, 3.4 + 0.35 * math.sin((i + 1) * 1.7)), (x + 4.0, 0.002, 4.55 + 0.5 * math.sin((i + 1) * 1.7)), (x, 0.002, 4.55 + 0.5 * math.sin(i * 1.7)))
        kit.face(near, shore, Layer.MARKS, normal=(0.0, 1.0, 0.0))
    bank = ((-90.0, 0.0, 15.0), (90.0, 0.0, 15.0), (90.0, 0.8, 15.6), (-90.0, 0.8, 15.6))
    _reflections(kit, 6.5, 15.0, (m.DARK_LEAF, m.LEAF, m.BARK), 20, "mirror")
    kit.face(bank, kit.paint(m.EARTH, 0.8), Layer.MARKS)
    kit.ground(-90, 90, 15.6, 90, kit.paint(m.GRASS, 0.95), y=0.8)
    ripples(kit, (-16, 16, 5.0, 14.4), 34)
    for i in range(12):
        x = -16 + i * 2.9 + kit.between(-0.8, 0.8, "far", i)
        tall = kit.between(4.5, 7.0, "far", i, "h")
        at = Frame(x, 17.0 + 3 * kit.chance("far", i, "z"), 0, 0.7, Layer.AT_WALL)
        (o.tree if kit.chance("far", i, "k") < 0.75 else o.conifer)(kit, at, tall)
    _footbridge(kit, 7.6)
    for i in range(6):
        stone = kit.stand(-3.6 + 0.35 * math.sin(i * 2.0), 4.9 + i * 1.25)
        kit.body(stone, (((-0.22, 0.02, 0), 0.16), ((0.22, 0.02, 0.05), 0.15)), kit.paint(m.ROCK, 1.06))
    for i in range(20):
        x = kit.between(-9, 9, "reed", i)
        if not -4.4 < x < -2.6 and not 6.6 < x < 8.6:
            z = 4.2 + 0.5 * kit.chance("reed", i, "z")
            tall = kit.between(0.6, 1.2, "reed", i, "h")
            kit.line(((x, 0, z), (x + 0.1, tall, z)), kit.paint(m.LEAF), 2.4, Layer.AT_WALL)
            kit.line(((x + 0.15, 0, z), (x + 0.02, tall * 0.8, z)), kit.paint(m.DARK_LEAF), 2.4, Layer.AT_WALL)
    for i, (x, z) in enumerate(((-5.2, 3.6), (4.6, 3.8), (-6.8, 4.2))):
        o.rock(kit, kit.stand(x, z, 40 * i), 0.8)
    willow = kit.stand(5.4, 3.0)
    o.tree(kit, willow, 6.2, crown=(146, 160, 112))
    kit.spot("tree", kit.stand(4.7, 2.4), 0, 0)
    kit.spot("water edge bank", kit.stand(-0.4, 3.4), 0, 0, turn=180)
    kit.spot("rock stone bench", kit.stand(-5.2, 3.6), 0, 0, height=0.4, beside=(0.0, -0.8))
    kit.spot("bridge rail", kit.stand(7.6, 4.6, 0), 0, 0)
    for i, (x, z) in enumerate(((-9.5, -4.0), (9.0, -6.0), (-4.5, -9.0), (4.0, -11.0), (12.0, -1.0), (-13.0, 1.0))):
        o.tree(kit, kit.stand(x, z), 6.0 + i % 3, crown=(m.LEAF, m.DARK_LEAF)[i % 2])
    for i in range(18):
        o.grass(kit, kit.between(-7, 7, "tuft", i), kit.between(-3.5, 3.0, "tuft", i, "z"), 0.3, kit.paint(m.LEAF))
    puddles(kit, 3, 2.5)


def _footbridge(kit: Kit, x: float) -> None:
    for i in range(9):
        z = 3.9 + i * 1.3
        rise = 0.35 + 0.85 * math.sin((i + 0.5) * math.pi / 9)
        at = kit.stand(x, z, 0, Layer.AT_WALL)
        kit.block(at, (1.8, 0.14, 1.32), kit.paint(m.WOOD, 1.02 - 0.05 * (i % 2)), y=rise)
        for u in (-0.85, 0.85):
            kit.block(at, (0.09, 0.85, 0.09), kit.paint(m.WOOD, 0.86), u=u, y=rise + 0.12)
            kit.block(at, (0.1, 0.09, 1.34), kit.paint(m.WOOD), u=u, y=rise + 0.9)
    for z in (7.0, 12.4):
        for u in (-0.7, 0.7):
            kit.rod(kit.stand(x + u, z, 0, Layer.AT_WALL), (0, -0.2, 0), (0, 1.0, 0), 0.09, kit.paint(m.DARK_WOOD))


def lake(kit: Kit) -> None:
    """A lake with a wooden jetty, a rowing boat, reeds, and woods and hills mirrored in it."""
    kit.ground(-90, 90, -60, 3.8, kit.paint(m.GRASS))
    kit.ground(-200, 200, 3.6, 120, water_colour(kit), y=0.001)
    kit.ground(-90, 90, 3.0, 3.9, kit.paint(m.SAND, 0.94), y=0.002, marks=True)
    far = mix(kit.paint(m.DARK_LEAF), kit.light.haze, 0.5)
    _wood_edge(kit, 62.0, far)
    mirror = [(-90.0, 0.003, 60.0), (90.0, 0.003, 60.0), (60.0, 0.003, 26.0), (-60.0, 0.003, 26.0)]
    kit.face(mirror, mix(far, water_colour(kit), 0.55), Layer.MARKS, normal=(0.0, 1.0, 0.0))
    ripples(kit, (-24, 24, 4.6, 40), 40)
    jetty(kit, 0.9, 3.2, 7)
    boat(kit, kit.stand(-2.6, 6.4, 68), m.RED)
    for i in range(22):
        x = kit.between(-11, 11, "reed", i)
        if not -0.4 < x < 2.4:
            z, tall = 3.7 + 0.8 * kit.chance("reed", i, "z"), kit.between(0.7, 1.3, "reed", i, "h")
            kit.line(((x, 0, z), (x + 0.12, tall, z)), kit.paint(m.LEAF), 2.4, Layer.AT_WALL)
            kit.line(((x + 0.16, 0, z), (x + 0.04, tall * 0.8, z)), kit.paint((150, 150, 100)), 2.4, Layer.AT_WALL)
    for i, (x, z) in enumerate(((-6.2, 2.6), (6.6, 2.4), (-9.4, -4.4), (9.0, -6.5), (-3.5, -10.0), (5.0, -11.0))):
        (o.conifer if i % 3 == 2 else o.tree)(kit, kit.stand(x, z), 6.0 + i % 3)
    f.bench(kit, kit.stand(-3.4, 2.0, 12), 1.5)
    for i in range(4):
        o.rock(kit, kit.stand(3.2 + i * 1.1, 3.4, 30 * i), 0.45)
    kit.spot("water edge jetty", kit.stand(0.9, 2.9), 0, 0, turn=180)
    kit.spot("tree", kit.stand(-5.5, 2.0), 0, 0)
    kit.spot("boat", kit.stand(-2.0, 3.2), 0, 0, turn=180)
    puddles(kit, 3, 2.5)


def _wood_edge(kit: Kit, z: float, colour: Colour) -> None:
    for i in range(30):
        x = -90 + i * 6.0
        top = 4.5 + 4.0 * kit.chance("edge", i)
        points = ((x - 1.0, 0.0, z), (x + 7.0, 0.0, z), (x + 5.6, top, z), (x + 2.6, top + 1.4, z), (x, top, z))
        kit.face(points, mix(colour, kit.paint(m.LEAF), 0.12 * kit.chance("edge", i, "t")), Layer.BACKDROP)


def jetty(kit: Kit, x: float, z: float, parts: int) -> None:
    """A wooden jetty out into the water."""
    for i in range(parts):
        at = kit.stand(x, z + 0.6 + i * 1.2, 0, Layer.AT_WALL)
        kit.block(at, (1.7, 0.12, 1.18), kit.paint(m.WOOD, 1.06 - 0.06 * (i % 2)), y=0.38)
        for u in (-0.8, 0.8):
            if i % 2:
                kit.rod(at, (u, -0.2, 0), (u, 0.95, 0), 0.08, kit.paint(m.DARK_WOOD))


def boat(kit: Kit, at: Frame, colour: Colour, *, y: float = 0.0) -> None:
    """A rowing boat, 3.6 m long; its bow points to the frame's right."""
    hull = [((1.75, 0.55 + y, 0), 0.05), ((-1.5, 0.5 + y, -0.5), 0.05), ((-1.5, 0.5 + y, 0.5), 0.05), ((0.6, 0.48 + y, -0.62), 0.05), ((0.6, 0.48 + y, 0.62), 0.05), ((-1.3, 0.05 + y, -0.25), 0.05), ((-1.3, 0.05 + y, 0.25), 0.05), ((1.1, 0.05 + y, 0), 0.05)]
    kit.body(at, hull, kit.paint(colour))
    inside = [at.point(u, 0.56 + y, v) for u, v in ((1.55, 0.0), (0.6, 0.52), (-1.42, 0.42), (-1.42, -0.42), (0.6, -0.52))]
    kit.face(inside, kit.paint(m.DARK_WOOD), at.layer, normal=(0.0, 1.0, 0.0), group=at.group, outlined=True)
    for u in (-0.8, 0.3):
        kit.block(at, (0.26, 0.04, 0.98), kit.paint(m.PALE_WOOD), u=u, y=0.56 + y)


def beach(kit: Kit) -> None:
    """A beach: sand with a wet edge, surf in lines, dunes with grass behind, groynes, a boat, the sea's horizon."""
    kit.ground(-150, 150, -80, 6.0, kit.paint(m.SAND))
    kit.ground(-300, 300, 5.6, 320, water_colour(kit, m.SEA), y=0.001)
    wet, foam = kit.paint(m.SAND, 0.86), mix(kit.paint(m.WHITE), kit.light.haze, 0.15)
    for i in range(12):
        x = -30 + i * 5.0
        a, b = (0.5 * math.sin(k * 1.3) for k in (i, i + 1))
        for y, near, far, tone in ((0.002, 3.6, 5.9, wet), (0.004, 5.3, 5.75, foam), (0.004, 7.6, 7.85, foam), (0.004, 11.0, 11.25, foam)):
            shift = 0.0 if near < 6 else 2.2
            first, last = a + shift * math.sin(i * 0.7), b + shift * math.sin((i + 1) * 0.7)
            if near > 6 and i % 3 == 1:
                continue
            kit.face(((x, y, near + first), (x + 5, y, near + last), (x + 5, y, far + last), (x, y, far + first)), tone, Layer.MARKS, normal=(0.0, 1.0, 0.0))
    ripples(kit, (-34, 34, 9.0, 60), 32)
    for i in range(9):
        post = kit.stand(5.4 + 0.06 * i, 2.4 + i * 1.05, 0, Layer.AT_WALL)
        kit.rod(post, (0, -0.2, 0), (0, 0.95 - 0.07 * i, 0), 0.11, kit.paint(m.DARK_WOOD))
    boat(kit, kit.stand(-4.8, 3.0, 18), m.BLUE)
    kit.spot("boat", kit.stand(-4.4, 1.9, 18), 0, 0, turn=180)
    for i in range(10):
        x = -18 + i * 4.0
        at = Frame(x, -9.0 - 2.5 * kit.chance("dune", i), 0, 0.0, Layer.AT_WALL)
        tall = kit.between(0.8, 2.0, "dune", i, "h")
        kit.body(at, (((-3.0, tall - 1.6, 0), 1.0), ((0.0, tall - 1.0, 0), 1.4), ((3.0, tall - 1.7, 0), 1.0)), kit.paint(m.SAND, 0.96))
        for k in range(4):
            u = x - 1.6 + k * 1.0
            kit.line(((u, tall - 0.1, at.z - 0.6), (u + 0.2, tall + 0.55, at.z - 0.6)), kit.paint((150, 158, 112)), 2.2, Layer.AT_WALL)
    for i in range(16):
        x, z = kit.between(-8, 8, "shell", i), kit.between(-3, 3.4, "shell", i, "z")
        o.patch(kit, x, z, (0.16, 0.1), kit.paint((m.WHITE, m.ROCK)[i % 2]), y=0.004)
    for i, (x, z) in enumerate(((3.2, 2.9), (3.9, 3.4), (-8.5, 4.2))):
        o.rock(kit, kit.stand(x, z, 50 * i), 0.7)
    kit.spot("water edge sea", kit.stand(0.4, 3.6), 0, 0, turn=180)
    kit.spot("rock stone bench", kit.stand(3.2, 2.9), 0, 0, height=0.36, beside=(0.0, -0.8))


def harbour(kit: Kit) -> None:
    """A quay: paving with bollards and a rail, boats at their moorings, a crane, sheds behind, a mole with a light."""
    kit.ground(-60, 60, -60, 4.6, kit.paint(m.STONE))
    kit.ground(-300, 300, 4.6, 300, water_colour(kit, m.SEA), y=-1.2)
    edge = ((-60.0, -1.2, 4.6), (60.0, -1.2, 4.6), (60.0, 0.0, 4.6), (-60.0, 0.0, 4.6))
    kit.face(edge, kit.paint(m.DARK_STONE), Layer.MARKS, normal=(0.0, 0.0, 1.0))
    kit.ground(-60, 60, 3.9, 4.6, kit.paint(m.STONE, 1.1), y=0.002, marks=True)
    for i in range(12):
        kit.line(((-13 + i * 2.4, 0.003, -8), (-13 + i * 2.4, 0.003, 4.6)), kit.paint(m.STONE, 0.88))
    for z in (-4.0, -1.0, 2.0):
        kit.line(((-16, 0.003, z), (16, 0.003, z)), kit.paint(m.STONE, 0.88))
    ripples(kit, (-22, 22, 5.6, 40), 34, y=-1.19)
    _mole(kit)
    for x, z, tone, mast in ((-5.2, 7.6, m.BLUE, 5.5), (0.9, 8.2, m.RED, 6.2), (6.8, 7.4, m.GREEN, 0.0), (-11.0, 9.5, m.WHITE, 6.0), (12.5, 10.5, m.OCHRE, 5.0)):
        trawler(kit, kit.stand(x, z, 0, Layer.AT_WALL), tone, mast)
    for x in (-4.4, -0.2, 4.2):
        bollard = kit.stand(x, 3.7)
        kit.body(bollard, (((0, 0.0, 0), 0.17), ((0, 0.42, 0), 0.15), ((-0.1, 0.5, 0), 0.1), ((0.1, 0.5, 0), 0.1)), kit.paint(m.IRON))
    kit.spot("bollard bench", kit.stand(-4.4, 3.7), 0, 0, height=0.58, beside=(0.0, -0.7))
    _crane(kit)
    for i, (x, z) in enumerate(((3.2, 2.6), (3.9, 2.9), (-3.2, 3.0))):
        crate = kit.stand(x, z, 20 * i)
        f.crate(kit, crate, 0.55, (m.PALE_WOOD, m.BLUE, m.WOOD)[i])
    net = kit.stand(-3.0, 2.2)
    kit.body(net, (((-0.5, 0.08, 0), 0.16), ((0.5, 0.06, 0.1), 0.14), ((0, 0.3, 0), 0.14)), kit.paint((120, 150, 140)))
    row(kit, Frame(0.0, -9.5, 180), (8.0, 7.0, 9.0, 8.0), shops=0.3, roofs=0.9, low=1, high=3, key="sheds")
    for x in (-6.6, 6.4):
        o.street_lamp(kit, kit.stand(x, 3.3, 0))
    kit.spot("water edge rail boat", kit.stand(0.9, 3.4), 0, 0, turn=180)
    kit.spot("wall", kit.stand(-2.0, -8.9, 180), 0, 0)
    kit.spot("lamp", kit.stand(-6.2, 3.0), 0, 0)
    kit.spot("crate", kit.stand(3.2, 1.9), 0, 0, turn=180)
    puddles(kit, 5, 3.0)


def _mole(kit: Kit) -> None:
    air = 0.35
    mole = Frame(0.0, 38.0, 0, -1.2, Layer.BACKDROP)
    kit.panel(mole, (-60, 16, 0, 2.4), kit.hazed(kit.paint(m.DARK_STONE), air), both=True)
    light = Frame(15.0, 37.8, 0, 1.2, Layer.BACKDROP)
    for i in range(4):
        tone = kit.hazed(kit.paint((m.WHITE, m.RED)[i % 2]), air)
        a, b = 1.5 - 0.14 * i, 1.5 - 0.14 * (i + 1)
        kit.shape(light, ((-a, i * 1.8), (a, i * 1.8), (b, (i + 1) * 1.8), (-b, (i + 1) * 1.8)), tone, both=True)
    kit.panel(light, (-0.7, 0.7, 7.2, 8.4), kit.lit((232, 226, 200)), both=True)
    kit.shape(light, ((-1.0, 8.4), (1.0, 8.4), (0, 9.4)), kit.hazed(kit.paint(m.IRON), air), both=True)
    if kit.light.dark:
        kit.glow(light, (0, 7.8, 0))


def trawler(kit: Kit, at: Frame, colour: Colour, mast: float) -> None:
    """A fishing boat at its mooring, seen over the quay, bow to the frame's right."""
    low = -1.2
    hull = [((3.0, 0.75, 0), 0.08), ((-2.4, 0.3, -0.9), 0.08), ((-2.4, 0.3, 0.9), 0.08), ((1.4, 0.3, -1.0), 0.08), ((1.4, 0.3, 1.0), 0.08), ((-2.2, low, -0.5), 0.08), ((-2.2, low, 0.5), 0.08), ((2.2, low, 0), 0.08)]
    kit.body(at, hull, kit.paint(colour))
    rim = [at.point(u, 0.42 + 0.09 * max(0.0, u - 1), v) for u, v in ((2.7, 0.0), (1.4, 0.9), (-2.3, 0.82), (-2.3, -0.82), (1.4, -0.9))]
    kit.face(rim, kit.paint(m.PALE_WOOD), at.layer, normal=(0.0, 1.0, 0.0), group=at.group, outlined=True)
    kit.block(at, (1.3, 1.25, 1.1), kit.paint(m.WHITE), u=-1.2, y=0.42)
    kit.block(at, (1.5, 0.1, 1.3), kit.paint(colour, 0.8), u=-1.2, y=1.67)
    for u in (-1.55, -0.85):
        kit.panel(at, (u - 0.22, u + 0.22, 0.95, 1.4), kit.lit((120, 140, 150)) if kit.light.dark else kit.paint((120, 140, 150)), v=-0.57)
    if mast:
        kit.rod(at, (0.4, 0.4, 0), (0.4, mast, 0), 0.07, kit.paint(m.DARK_WOOD), 0.04)
        for u, y in ((2.9, 0.8), (-2.3, 0.7)):
            kit.line((at.point(0.4, mast - 0.2, 0), at.point(u, y, 0)), kit.paint(m.IRON), 1.3, at.layer)
        kit.rod(at, (0.4, 1.2, 0), (-1.9, 2.6, 0), 0.04, kit.paint(m.DARK_WOOD))


def _crane(kit: Kit) -> None:
    at = kit.stand(8.4, 2.4, 0)
    steel = kit.paint(m.OCHRE, 0.96)
    for u in (-0.7, 0.7):
        for v in (-0.6, 0.6):
            kit.rod(at, (u, 0, v), (u * 0.5, 5.0, v * 0.5), 0.08, steel)
    kit.block(at, (1.3, 1.2, 1.3), steel, y=5.0)
    kit.rod(at, (0, 6.0, 0), (-4.2, 9.0, 2.2), 0.11, steel)
    kit.line((at.point(-4.2, 9.0, 2.2), at.point(-4.2, 5.2, 2.2)), kit.paint(m.IRON), 1.8, Layer.FREE)


def deck(kit: Kit) -> None:
    """The deck of a boat: planks, rails all around, wheelhouse, mast with lines, a winch, a lifebuoy, the sea."""
    kit.ground(-400, 400, -400, 400, water_colour(kit, m.SEA), y=-2.2)
    for i in range(40):
        angle, away = kit.chance("wave", i) * math.tau, 7 + 30 * kit.chance("wave", i, "r")
        x, z = away * math.sin(angle), away * math.cos(angle)
        long = 0.8 + away * 0.06
        tone = mix(water_colour(kit, m.SEA), (255, 255, 255), 0.4 if not kit.light.dark else 0.12)
        kit.line(((x - long, -2.19, z), (x, -2.12, z + 0.1), (x + long, -2.19, z)), tone, 2.0)
    outline = ((-2.9, -5.5), (2.9, -5.5), (2.9, 4.0), (1.7, 6.4), (0.0, 7.6), (-1.7, 6.4), (-2.9, 4.0))
    kit.face([(x, 0.0, z) for x, z in outline], kit.paint(m.PALE_WOOD), Layer.MARKS, normal=(0.0, 1.0, 0.0))
    for i in range(13):
        x = -2.7 + i * 0.45
        kit.line(((x, 0.003, -5.5), (x, 0.003, 4.0 + 3.4 * (1 - abs(x) / 2.9))), kit.paint(m.PALE_WOOD, 0.84))
    ring = [*outline, outline[0]]
    for (x0, z0), (x1, z1) in zip(ring, ring[1:], strict=False):
        length = math.hypot(x1 - x0, z1 - z0)
        count = max(1, round(length / 1.3))
        for i in range(count):
            k = (i + 0.5) / count
            at = kit.stand(x0 + (x1 - x0) * k, z0 + (z1 - z0) * k, math.degrees(math.atan2(z1 - z0, x1 - x0)))
            kit.block(at, (length / count, 0.35, 0.1), kit.paint(m.WHITE, 0.97))
            kit.block(at, (0.06, 0.7, 0.06), kit.paint(m.WHITE, 0.9), y=0.35)
            for y in (0.68, 1.0):
                kit.block(at, (length / count, 0.05, 0.05), kit.paint(m.WOOD), y=y)
    _wheelhouse(kit)
    mast = kit.stand(0.0, 2.7)
    kit.rod(mast, (0, 0, 0), (0, 8.0, 0), 0.12, kit.paint(m.WOOD), 0.07)
    for x, z in ((-2.8, 1.4), (2.8, 1.4), (0.0, 7.3), (-2.8, 3.8), (2.8, 3.8)):
        kit.line(((0, 7.2, 2.7), (x, 1.0, z)), kit.paint(m.IRON), 1.5, Layer.FREE)
    winch = kit.stand(-1.7, 2.6, 20)
    kit.block(winch, (0.8, 0.35, 0.5), kit.paint(m.IRON))
    kit.rod(winch, (-0.4, 0.5, 0), (0.4, 0.5, 0), 0.2, kit.paint(m.OCHRE, 0.9))
    coil = kit.stand(1.7, 2.4)
    for k in range(3):
        kit.body(coil, [((0.26 * math.cos(a), 0.05 + 0.09 * k, 0.26 * math.sin(a)), 0.05) for a in (0, 0.8, 1.6, 2.4, 3.1, 3.9, 4.7, 5.5)], kit.paint((200, 176, 130), 0.94 + 0.05 * k))
    kit.spot("rail edge water", kit.stand(1.9, 1.2, -90), 0, 0, turn=180)
    kit.spot("bow", kit.stand(0.0, 5.6), 0, 0, turn=180)
    kit.spot("winch bench", kit.stand(-1.7, 2.6, 20), 0, -0.05, height=0.6, beside=(0.0, -0.7))
    kit.spot("mast", kit.stand(0.3, 2.1), 0, 0)


def _wheelhouse(kit: Kit) -> None:
    house = kit.stand(0.0, -4.2, 180)
    kit.block(house, (2.6, 2.2, 1.8), kit.paint(m.WHITE))
    kit.block(house, (2.9, 0.12, 2.1), kit.paint(m.BLUE, 0.9), y=2.2)
    for u in (-0.85, 0.85):
        shine = kit.light.lit if kit.light.dark else kit.paint((120, 140, 152))
        kit.panel(house, (u - 0.35, u + 0.35, 1.15, 1.85), shine, v=-0.91, outlined=True)
    kit.panel(house, (-0.38, 0.38, 0.05, 1.95), kit.paint(m.WOOD), v=-0.91, outlined=True)
    ring = [(0.3 * math.cos(i * math.tau / 12) + 0.0, 0.6 + 0.3 * math.sin(i * math.tau / 12)) for i in range(12)]
    kit.shape(house, [(u - 0.95, y) for u, y in ring], kit.paint((206, 110, 84)), v=-0.92)
    kit.shape(house, [((u * 0.5) - 0.95, 0.6 + (y - 0.6) * 0.5) for u, y in ring], kit.paint(m.WHITE), v=-0.93)
    kit.glow(house, (0, 2.0, -1.1))
    kit.spot("door doorway wheelhouse", house, 0.0, -1.5, turn=180)
    kit.spot("wheel", house, 0.0, -1.9, turn=180)

"""Rivers, lakes and beaches."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places.boats import boat, jetty
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.places.outdoors import ripples, water_colour
from storyforge.media.previz.places.streets import puddles
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit


def _reflections(kit: Kit, near: float, far: float, tones: tuple[Colour, ...], count: int, key: str) -> None:
    """Upright streaks in the water of what stands behind it."""
    base = water_colour(kit)
    for i in range(count):
        x = -26 + 52 * (i + kit.chance(key, i)) / count
        wide, long = kit.between(0.5, 1.4, key, i, "w"), kit.between(0.35, 0.85, key, i, "l")
        tone = mix(kit.paint(tones[i % len(tones)]), base, 0.55)
        points = (
            (x, 0.002, far),
            (x + wide, 0.002, far),
            (x + wide * 0.7, 0.002, far - (far - near) * long),
            (x + wide * 0.2, 0.002, far - (far - near) * long),
        )
        kit.face(points, tone, Layer.MARKS, normal=(0.0, 1.0, 0.0))


def river(kit: Kit) -> None:
    """A river between banks: reeds, stepping stones, reflections, a footbridge, trees on the far bank."""
    kit.ground(-90, 90, -60, 4.4, kit.paint(m.GRASS))
    kit.ground(-90, 90, 4.2, 15.0, water_colour(kit), y=0.001, water=True)
    shore = kit.paint(m.EARTH, 0.92)
    for i in range(14):
        x = -28 + i * 4.0
        bend = 0.35 * math.sin(i * 1.7)
        near = (
            (x, 0.002, 3.4 + bend),
            (x + 4.0, 0.002, 3.4 + 0.35 * math.sin((i + 1) * 1.7)),
            (x + 4.0, 0.002, 4.55 + 0.5 * math.sin((i + 1) * 1.7)),
            (x, 0.002, 4.55 + 0.5 * math.sin(i * 1.7)),
        )
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
    for i, (x, z) in enumerate(((4.6, 3.8), (-6.8, 4.2))):
        o.rock(kit, kit.stand(x, z, 40 * i), 0.8)
    willow = kit.stand(5.4, 3.0)
    o.tree(kit, willow, 6.2, crown=(146, 160, 112))
    kit.spot("tree", kit.stand(4.7, 2.4), 0, 0)
    kit.spot("water edge bank", kit.stand(-0.4, 3.4), 0, 0, turn=180)
    o.seat_stone(kit, kit.stand(-5.2, 3.3, 15))
    kit.spot("bridge rail", kit.stand(7.6, 2.8, 0), 0, 0)
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
    kit.ground(-200, 200, 3.6, 120, water_colour(kit), y=0.001, water=True)
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


def beach(kit: Kit) -> None:
    """A beach: sand with a wet edge, surf in lines, dunes with grass behind, groynes, a boat, the sea's horizon."""
    kit.ground(-150, 150, -80, 6.0, kit.paint(m.SAND))
    kit.ground(-300, 300, 5.6, 320, water_colour(kit, m.SEA), y=0.001, water=True)
    _surf(kit)
    ripples(kit, (-34, 34, 9.0, 60), 32)
    for i in range(9):
        post = kit.stand(5.4 + 0.06 * i, 2.4 + i * 1.05, 0, Layer.AT_WALL)
        kit.rod(post, (0, -0.2, 0), (0, 0.95 - 0.07 * i, 0), 0.11, kit.paint(m.DARK_WOOD))
    boat(kit, kit.stand(-4.8, 3.0, 18), m.BLUE)
    kit.spot("boat", kit.stand(-4.4, 1.9, 18), 0, 0, turn=180)
    _dune_row(kit)
    for i in range(16):
        x, z = kit.between(-8, 8, "shell", i), kit.between(-3, 3.4, "shell", i, "z")
        o.patch(kit, x, z, (0.16, 0.1), kit.paint((m.WHITE, m.ROCK)[i % 2]), y=0.004)
    for i, (x, z) in enumerate(((4.2, 3.4), (-8.5, 4.2))):
        o.rock(kit, kit.stand(x, z, 50 * i), 0.7)
    kit.spot("water edge sea", kit.stand(0.4, 3.6), 0, 0, turn=180)
    o.seat_stone(kit, kit.stand(3.1, 2.9, -15))


def _dune_row(kit: Kit) -> None:
    for i in range(10):
        x = -18 + i * 4.0
        at = Frame(x, -9.0 - 2.5 * kit.chance("dune", i), 0, 0.0, Layer.AT_WALL)
        tall = kit.between(0.8, 2.0, "dune", i, "h")
        kit.body(
            at,
            (((-3.0, tall - 1.6, 0), 1.0), ((0.0, tall - 1.0, 0), 1.4), ((3.0, tall - 1.7, 0), 1.0)),
            kit.paint(m.SAND, 0.96),
        )
        for k in range(4):
            u = x - 1.6 + k * 1.0
            kit.line(
                ((u, tall - 0.1, at.z - 0.6), (u + 0.2, tall + 0.55, at.z - 0.6)),
                kit.paint((150, 158, 112)),
                2.2,
                Layer.AT_WALL,
            )


def _surf(kit: Kit) -> None:
    wet, foam = kit.paint(m.SAND, 0.86), mix(kit.paint(m.WHITE), kit.light.haze, 0.15)
    for i in range(12):
        x = -30 + i * 5.0
        a, b = (0.5 * math.sin(k * 1.3) for k in (i, i + 1))
        for y, near, far, tone in (
            (0.002, 3.6, 5.9, wet),
            (0.004, 5.3, 5.75, foam),
            (0.004, 7.6, 7.85, foam),
            (0.004, 11.0, 11.25, foam),
        ):
            shift = 0.0 if near < 6 else 2.2
            first, last = a + shift * math.sin(i * 0.7), b + shift * math.sin((i + 1) * 0.7)
            if near > 6 and i % 3 == 1:
                continue
            kit.face(
                ((x, y, near + first), (x + 5, y, near + last), (x + 5, y, far + last), (x, y, far + first)),
                tone,
                Layer.MARKS,
                normal=(0.0, 1.0, 0.0),
            )

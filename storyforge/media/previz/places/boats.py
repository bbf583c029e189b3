"""Boats, harbours and the deck of a boat."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places.facades import row
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.places.outdoors import ripples, water_colour
from storyforge.media.previz.places.streets import puddles
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit


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
    hull = [
        ((1.75, 0.55 + y, 0), 0.05),
        ((-1.5, 0.5 + y, -0.5), 0.05),
        ((-1.5, 0.5 + y, 0.5), 0.05),
        ((0.6, 0.48 + y, -0.62), 0.05),
        ((0.6, 0.48 + y, 0.62), 0.05),
        ((-1.3, 0.05 + y, -0.25), 0.05),
        ((-1.3, 0.05 + y, 0.25), 0.05),
        ((1.1, 0.05 + y, 0), 0.05),
    ]
    kit.body(at, hull, kit.paint(colour))
    inside = [
        at.point(u, 0.56 + y, v) for u, v in ((1.55, 0.0), (0.6, 0.52), (-1.42, 0.42), (-1.42, -0.42), (0.6, -0.52))
    ]
    kit.face(inside, kit.paint(m.DARK_WOOD), at.layer, normal=(0.0, 1.0, 0.0), group=at.group, outlined=True)
    for u in (-0.8, 0.3):
        kit.block(at, (0.26, 0.04, 0.98), kit.paint(m.PALE_WOOD), u=u, y=0.56 + y)


def harbour(kit: Kit) -> None:
    """A quay: paving with bollards and a rail, boats at their moorings, a crane, sheds behind, a mole with a light."""
    kit.ground(-60, 60, -60, 4.6, kit.paint(m.STONE))
    kit.ground(-300, 300, 4.6, 300, water_colour(kit, m.SEA), y=-1.2, water=True)
    edge = ((-60.0, -1.2, 4.6), (60.0, -1.2, 4.6), (60.0, 0.0, 4.6), (-60.0, 0.0, 4.6))
    kit.face(edge, kit.paint(m.DARK_STONE), Layer.MARKS, normal=(0.0, 0.0, 1.0))
    kit.ground(-60, 60, 3.9, 4.6, kit.paint(m.STONE, 1.1), y=0.002, marks=True)
    for i in range(12):
        kit.line(((-13 + i * 2.4, 0.003, -8), (-13 + i * 2.4, 0.003, 4.6)), kit.paint(m.STONE, 0.88))
    for z in (-4.0, -1.0, 2.0):
        kit.line(((-16, 0.003, z), (16, 0.003, z)), kit.paint(m.STONE, 0.88))
    ripples(kit, (-22, 22, 5.6, 40), 34, y=-1.19)
    _mole(kit)
    for x, z, tone, mast in (
        (-5.2, 7.6, m.BLUE, 5.5),
        (0.9, 8.2, m.RED, 6.2),
        (6.8, 7.4, m.GREEN, 0.0),
        (-11.0, 9.5, m.WHITE, 6.0),
        (12.5, 10.5, m.OCHRE, 5.0),
    ):
        trawler(kit, kit.stand(x, z, 0, Layer.AT_WALL), tone, mast)
    for x in (-4.4, -0.2, 4.2):
        bollard = kit.stand(x, 3.7)
        kit.body(
            bollard,
            (((0, 0.0, 0), 0.17), ((0, 0.42, 0), 0.15), ((-0.1, 0.5, 0), 0.1), ((0.1, 0.5, 0), 0.1)),
            kit.paint(m.IRON),
        )
    kit.spot("bollard bench", kit.stand(-4.4, 3.7), 0, 0, height=0.58, beside=(0.0, -0.7))
    _crane(kit)
    for i, (x, z) in enumerate(((3.2, 2.6), (3.9, 2.9), (-3.2, 3.0))):
        crate = kit.stand(x, z, 20 * i)
        fit.crate(kit, crate, 0.55, (m.PALE_WOOD, m.BLUE, m.WOOD)[i])
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
    hull = [
        ((3.0, 0.75, 0), 0.08),
        ((-2.4, 0.3, -0.9), 0.08),
        ((-2.4, 0.3, 0.9), 0.08),
        ((1.4, 0.3, -1.0), 0.08),
        ((1.4, 0.3, 1.0), 0.08),
        ((-2.2, low, -0.5), 0.08),
        ((-2.2, low, 0.5), 0.08),
        ((2.2, low, 0), 0.08),
    ]
    kit.body(at, hull, kit.paint(colour))
    rim = [
        at.point(u, 0.42 + 0.09 * max(0.0, u - 1), v)
        for u, v in ((2.7, 0.0), (1.4, 0.9), (-2.3, 0.82), (-2.3, -0.82), (1.4, -0.9))
    ]
    kit.face(rim, kit.paint(m.PALE_WOOD), at.layer, normal=(0.0, 1.0, 0.0), group=at.group, outlined=True)
    kit.block(at, (1.3, 1.25, 1.1), kit.paint(m.WHITE), u=-1.2, y=0.42)
    kit.block(at, (1.5, 0.1, 1.3), kit.paint(colour, 0.8), u=-1.2, y=1.67)
    for u in (-1.55, -0.85):
        kit.panel(
            at,
            (u - 0.22, u + 0.22, 0.95, 1.4),
            kit.lit((120, 140, 150)) if kit.light.dark else kit.paint((120, 140, 150)),
            v=-0.57,
        )
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
    kit.ground(-400, 400, -400, 400, water_colour(kit, m.SEA), y=-2.2, water=True)
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
    for (x0, z0), (x1, z1) in pairwise(ring):
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
        kit.body(
            coil,
            [
                ((0.26 * math.cos(a), 0.05 + 0.09 * k, 0.26 * math.sin(a)), 0.05)
                for a in (0, 0.8, 1.6, 2.4, 3.1, 3.9, 4.7, 5.5)
            ],
            kit.paint((200, 176, 130), 0.94 + 0.05 * k),
        )
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

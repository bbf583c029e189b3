"""Vehicles from inside: cars, trains, buses and planes, spaceships."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places import rooms as r
from storyforge.media.previz.places.facades import row
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit
    from storyforge.media.previz.places.rooms import Room
    from storyforge.media.previz.vectors import Point

SEAT_HEIGHT = 0.42
"""Metres: the height above the floor of the car at which one sits in these sets."""


def car(kit: Kit) -> None:
    """A car from the bonnet: two front seats with the wheel, the back seat, a rear window, the street behind."""
    kit.ground(-60, 60, -60, 90, kit.paint(m.ASPHALT, 0.94), y=-0.3)
    if "country" in kit.states or kit.chance("route") < 0.35:
        kit.ground(-60, -4, -60, 90, kit.paint(m.GRASS), y=-0.29)
        kit.ground(4, 60, -60, 90, kit.paint(m.GRASS), y=-0.29)
        for i in range(10):
            o.tree(
                kit,
                Frame((6.5 + 3 * kit.chance("t", i)) * (1 if i % 2 else -1), 9 + i * 4.0, 0, -0.3, Layer.AT_WALL),
                6.0,
            )
    else:
        row(kit, Frame(8.0, 22.0, -90), (8.0, 7.0, 8.0, 7.0, 8.0), key="right")
        row(kit, Frame(-8.0, 22.0, 90), (8.0, 7.0, 8.0, 7.0, 8.0), key="left")
    for i in range(8):
        kit.ground(-0.08, 0.08, 6 + i * 5.0, 8.4 + i * 5.0, kit.paint(m.WHITE), y=-0.28, marks=True)
    trim, leather = kit.paint(m.IRON, 0.9), kit.paint((118, 108, 102))
    body = Frame(0.0, 0.0, 0, 0.0, Layer.AT_WALL)
    kit.panel(body, (-0.86, 0.86, 0.0, 0.78), trim, v=1.6, both=True)
    frame = ((-0.86, -0.5, 0.0, 1.32), (0.5, 0.86, 0.0, 1.32), (-0.86, 0.86, 1.12, 1.34))
    for box in frame:
        kit.panel(body, box, shade(trim, 0.9), v=1.55, both=True)
    for sign in (-1, 1):
        side = Frame(sign * 0.88, 0.0, 90 * sign, 0.0, Layer.AT_WALL)
        kit.panel(side, (-1.6, 0.85, 0.0, 0.72), shade(trim, 0.8), both=True)
        kit.panel(side, (-0.5, -0.38, 0.72, 1.34), shade(trim, 0.8), both=True)
        kit.panel(side, (-1.6, -1.3, 0.72, 1.34), shade(trim, 0.8), both=True)
    kit.block(body.on(Layer.AT_WALL), (1.3, 0.5, 0.16), leather, y=0.28, v=1.3)
    for u in (-0.39, 0.39):
        seat = kit.stand(u, 0.0, 0, Layer.AT_WALL)
        kit.body(
            seat,
            (
                ((-0.17, 0.42, 0.3), 0.08),
                ((0.17, 0.42, 0.3), 0.08),
                ((-0.16, 0.95, 0.4), 0.08),
                ((0.16, 0.95, 0.4), 0.08),
            ),
            leather,
        )
        kit.body(seat, (((-0.08, 1.15, 0.42), 0.06), ((0.08, 1.15, 0.42), 0.06)), shade(leather, 0.94))
        kit.block(seat, (0.5, 0.2, 0.5), shade(leather, 0.9), y=0.2, v=0.05)
    kit.spot("wheel driver", kit.stand(0.39, 0.0), 0, 0.05, height=SEAT_HEIGHT)
    kit.spot("passenger seat", kit.stand(-0.39, 0.0), 0, 0.05, height=SEAT_HEIGHT)
    kit.spot("back-seat backseat", kit.stand(-0.3, 1.0), 0, 0.0, height=SEAT_HEIGHT)
    kit.spot("back-seat backseat", kit.stand(0.3, 1.0), 0, 0.0, height=SEAT_HEIGHT)
    _windscreen(kit)


def _windscreen(kit: Kit) -> None:
    """The frame of the windscreen, mirror, wheel and dashboard, in the picture's own coordinates."""
    dark: Colour = mix(kit.light.ink, kit.paint(m.IRON), 0.25)
    left, right, top, foot = 118.0, 1162.0, 50.0, 610.0
    low_left, low_right = -24.0, 1304.0

    def add(points: tuple[Point, ...], colour: Colour, alpha: int = 255) -> None:
        kit.front.append((points, (*colour, alpha)))

    add(((-50, -50), (1330, -50), (right, top), (left, top)), dark)
    add(((-50, -50), (left, top), (low_left, foot), (-50, foot)), dark)
    add(((1330, -50), (right, top), (low_right, foot), (1330, foot)), dark)
    add(((-50, foot), (1330, foot), (1330, 770), (-50, 770)), dark)
    add(((low_left, foot - 26), (640, foot - 52), (low_right, foot - 26), (1330, 660), (-50, 660)), shade(dark, 1.25))
    add(((575, 46), (705, 46), (712, 92), (568, 92)), shade(dark, 0.7))
    add(((582, 54), (698, 54), (704, 86), (576, 86)), mix(kit.light.sky_low, dark, 0.45))
    wheel = (900.0, 690.0)
    for outer, inner in ((150.0, 132.0),):
        for i in range(16):
            a, b = math.pi + i * math.pi / 16, math.pi + (i + 1) * math.pi / 16
            ring = tuple(
                (wheel[0] + k * math.cos(c), wheel[1] + 0.72 * k * math.sin(c))
                for k, c in ((outer, a), (outer, b), (inner, b), (inner, a))
            )
            add(ring, shade(dark, 0.62))
    add(
        ((left + 60, top), (left + 190, top), (low_left + 240, foot - 30), (low_left + 60, foot - 30)),
        (255, 255, 255),
        16,
    )
    add(
        ((left + 250, top), (left + 290, top), (low_left + 360, foot - 34), (low_left + 310, foot - 34)),
        (255, 255, 255),
        14,
    )
    if kit.weather == "rain":
        for i in range(60):
            x, y = 120 + 1040 * kit.chance("drop", i), 60 + 500 * kit.chance("drop", i, "y")
            size = 2.0 + 4.0 * kit.chance("drop", i, "s")
            add(
                tuple(
                    (x + size * math.cos(k * math.tau / 8), y + size * 1.5 * math.sin(k * math.tau / 8))
                    for k in range(8)
                ),
                (236, 240, 246),
                120,
            )


def carriage(kit: Kit) -> None:
    """The inside of a train, bus or plane: an aisle, rows of seats, windows with land outside, racks, poles."""
    made = r.room(kit, (-1.6, 1.6, -5.0, 9.0), 2.35, m.CREAM, (150, 152, 156), tile=0.0, skirting=None)
    cloth = kit.choice((m.BLUE, m.RED, m.GREEN), "cloth")
    kit.ground(-0.42, 0.42, -5.0, 9.0, kit.paint((132, 134, 140)), y=0.003, marks=True)
    for side in r.LONG_SIDES:
        wall = made.wall(side)
        kit.panel(wall, (-7.0, 7.0, 0, 0.85), kit.paint(cloth, 0.8), v=-0.004)
        for i in range(7):
            _train_window(kit, wall, -5.7 + i * 1.9, (side, i))
        kit.panel(wall, (-7.0, 7.0, 2.0, 2.06), kit.paint(m.STEEL), v=-0.02)
    _rows(kit, cloth)
    _racks(kit)
    for sign in (-1, 1):
        for i in range(5):
            rack = kit.stand(sign * 1.35, -3.4 + i * 2.6, 90, Layer.AT_WALL)
            kit.block(rack, (2.5, 0.04, 0.4), kit.paint(m.STEEL), y=1.85)
            if kit.chance("bag", sign, i) < 0.7 and "empty" not in kit.states:
                kit.block(
                    rack,
                    (0.55, 0.26, 0.34),
                    kit.paint(kit.choice((m.CARPET, m.BLUE, m.OCHRE, m.BLACK), "bag", sign, i)),
                    y=1.89,
                )
    r.door(made, "back", 0.0, 0.85, 2.0, m.STEEL, glazed=True)
    r.door(made, "front", 0.0, 0.85, 2.0, m.STEEL, glazed=True)
    for z in (-3.0, 0.0, 3.0, 6.0):
        box = ((-0.16, 2.34, z), (0.16, 2.34, z), (0.16, 2.34, z + 1.4), (-0.16, 2.34, z + 1.4))
        kit.face(box, kit.lit(m.WHITE), Layer.CEILING, normal=(0.0, -1.0, 0.0))
    kit.glow(kit.stand(0.0, 1.0), (0, 2.3, 0))
    kit.spot("window", made.wall("right"), 1.4, -0.75, turn=180)
    kit.spot("wheel", kit.stand(0.0, -3.6), 0, 0)


def _racks(kit: Kit) -> None:
    for z in (-3.0, 0.75, 4.6):
        for sign in (-1, 1):
            kit.rod(kit.stand(sign * 0.48, z), (0, 0, 0), (0, 2.35, 0), 0.02, kit.paint(m.STEEL))


def _rows(kit: Kit, cloth: Colour) -> None:
    for i in range(6):
        z = -3.9 + i * 1.9
        if abs(z) < 0.9:
            continue
        for sign in (-1, 1):
            for u in (0.72, 1.27):
                seat = kit.stand(sign * u, z, 0)
                kit.block(seat, (0.5, 0.14, 0.5), kit.paint(cloth), y=0.34)
                kit.block(seat, (0.5, 0.75, 0.12), kit.paint(cloth, 0.92), y=0.42, v=0.28)
                kit.block(seat, (0.34, 0.14, 0.13), kit.paint(m.WHITE, 0.95), y=1.02, v=0.28)
                kit.spot("seat bench chair", seat, 0.0, -0.02, height=0.48, beside=(-sign * (u + 0.0), -0.2))


def _train_window(kit: Kit, wall: Frame, u: float, key: object) -> None:
    pane = kit.light.window
    kit.panel(wall, (u - 0.74, u + 0.74, 0.92, 1.86), kit.paint(m.STEEL), v=-0.006, outlined=True)
    kit.panel(wall, (u - 0.68, u + 0.68, 0.98, 1.8), pane, v=-0.01)
    land = mix(pane, kit.paint(m.LEAF), 0.5 if not kit.light.dark else 0.12)
    kit.panel(wall, (u - 0.68, u + 0.68, 0.98, 1.16 + 0.1 * kit.chance("land", key)), land, v=-0.012)
    x = u - 0.5 + 0.8 * kit.chance("tree", key)
    kit.panel(
        wall, (x, x + 0.2, 1.1, 1.42), mix(pane, kit.paint(m.DARK_LEAF), 0.55 if not kit.light.dark else 0.14), v=-0.014
    )


def spaceship(kit: Kit) -> None:
    """A corridor of a spaceship: ribbed walls with light bands, a round hatch, consoles, a window on stars."""
    wall: Colour = (196, 204, 212)
    made = r.room(
        kit, (-2.2, 2.2, -4.0, 7.5), 2.7, wall, (150, 158, 168), tile=0.9, skirting=None, ceiling=(176, 186, 196)
    )
    glow = (178, 226, 238)
    for side in r.LONG_SIDES:
        face = made.wall(side)
        kit.panel(face, (-5.75, 5.75, 0.0, 0.5), kit.paint(wall, 0.7), v=-0.004)
        kit.panel(face, (-5.75, 5.75, 1.02, 1.1), glow, v=-0.006)
        kit.panel(face, (-5.75, 5.75, 2.2, 2.7), kit.paint(wall, 0.84), v=-0.004)
        for i in range(7):
            u = -5.2 + i * 1.75
            kit.shape(
                face,
                (
                    (u - 0.28, 0),
                    (u + 0.28, 0),
                    (u + 0.14, 0.6),
                    (u + 0.14, 2.2),
                    (u + 0.28, 2.7),
                    (u - 0.28, 2.7),
                    (u - 0.14, 2.2),
                    (u - 0.14, 0.6),
                ),
                kit.paint(wall, 0.78),
                v=-0.02,
                layer=Layer.TRIM,
            )
            if i % 3 == 1:
                kit.panel(face, (u + 0.5, u + 1.25, 1.25, 1.75), (64, 92, 112), v=-0.01, outlined=True)
                for k in range(3):
                    y = 1.35 + 0.12 * k
                    kit.panel(
                        face,
                        (u + 0.58, u + 0.7 + 0.4 * kit.chance("data", side, i, k), y, y + 0.05),
                        glow,
                        v=-0.014,
                        layer=Layer.TRIM,
                    )
    _hatch(kit, made.wall("back"), glow)
    _hatch(kit, made.wall("front"), glow)
    for z in (-3.0, -0.4, 2.2, 4.8):
        box = ((-0.3, 2.69, z), (0.3, 2.69, z), (0.3, 2.69, z + 1.6), (-0.3, 2.69, z + 1.6))
        kit.face(box, (226, 244, 248), Layer.CEILING, normal=(0.0, -1.0, 0.0), outlined=True)
        kit.glow(kit.stand(0, z + 0.8), (0, 2.6, 0))
    _consoles(kit, wall)
    _star_window(kit, made)


def _star_window(kit: Kit, made: Room) -> None:
    stars = made.wall("right")
    kit.panel(stars, (-4.9, -3.6, 1.2, 2.1), (22, 28, 46), v=-0.03, layer=Layer.TRIM, outlined=True)
    for i in range(12):
        u, y = -4.8 + 1.1 * kit.chance("star", i), 1.28 + 0.74 * kit.chance("star", i, "y")
        kit.panel(stars, (u, u + 0.03, y, y + 0.03), (230, 236, 246), v=-0.034, layer=Layer.TRIM)
    kit.spot("window", stars, -4.2, -0.7, turn=180)


def _consoles(kit: Kit, wall: Colour) -> None:
    for sign in (-1, 1):
        desk = kit.stand(sign * 1.7, 2.6, 90 * -sign if sign > 0 else 90, Layer.AT_WALL)
        kit.block(desk, (1.6, 0.75, 0.6), kit.paint(wall, 0.8))
        kit.block(desk, (1.6, 0.06, 0.7), kit.paint(wall, 0.95), y=0.75)
        for k in range(3):
            kit.panel(desk, (-0.7 + k * 0.5, -0.3 + k * 0.5, 0.35, 0.62), (84, 130, 150), v=-0.31)
        seat = kit.stand(sign * 0.98, 2.6, 90 * sign)
        kit.rod(seat, (0, 0, 0), (0, 0.4, 0), 0.06, kit.paint(m.IRON))
        kit.block(seat, (0.5, 0.1, 0.5), kit.paint(m.BLUE), y=0.38)
        kit.block(seat, (0.46, 0.6, 0.1), kit.paint(m.BLUE, 0.94), y=0.5, v=0.25)
        kit.spot("desk chair wheel seat counter table", seat, 0.0, -0.02, height=0.48, beside=(0.0, 0.75))


def _hatch(kit: Kit, wall: Frame, glow: Colour) -> None:
    octagon = ((-0.6, 0.0), (0.6, 0.0), (1.0, 0.6), (1.0, 1.7), (0.55, 2.3), (-0.55, 2.3), (-1.0, 1.7), (-1.0, 0.6))
    kit.shape(wall, [(u * 1.22, y * 1.08) for u, y in octagon], kit.paint((150, 158, 168), 0.8), v=-0.01)
    kit.shape(wall, octagon, kit.paint((176, 184, 192)), v=-0.014)
    kit.seam(wall, ((0, 0), (0, 2.3)), kit.paint(m.IRON), wide=0.04, v=-0.018)
    kit.panel(wall, (1.3, 1.5, 1.2, 1.45), glow, v=-0.02)
    for u in (-0.5, 0.5):
        kit.panel(wall, (u - 0.2, u + 0.2, 1.3, 1.6), (40, 52, 72), v=-0.018, outlined=True)
    kit.spot("door hatch gate", wall, 0.0, -0.8, turn=180)

"""Cabins of ships, tents and huts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import rooms as r
from storyforge.media.previz.places.kit import Frame
from storyforge.media.previz.places.stores import beams
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit
    from storyforge.media.previz.places.rooms import Room, Side


_PORTHOLES: tuple[tuple[Side, float], ...] = (
    ("back", -1.0),
    ("back", 0.9),
    ("left", -1.0),
    ("right", -0.5),
    ("front", 1.1),
)


def cabin(kit: Kit) -> None:
    """A ship's cabin: wooden walls, portholes, a bunk, a chart table, a swinging lamp, a ladder."""
    made = r.room(
        kit, (-2.0, 2.0, -1.8, 2.5), 2.15, m.WOOD, m.PALE_WOOD, tile=0.25, boards=True, ceiling=m.CREAM, skirting=None
    )
    for side in r.SIDES:
        wall, half = made.wall(side), made.span(side) / 2
        for i in range(1, int(half * 2 / 0.3)):
            kit.seam(wall, ((-half + i * 0.3, 0), (-half + i * 0.3, 2.15)), kit.paint(m.WOOD, 0.86), wide=0.014)
    for side, u in _PORTHOLES:
        _porthole(kit, made.wall(side), u)
    bunk = made.against("left", 0.9, 0.85)
    kit.block(bunk, (1.95, 0.5, 0.85), kit.paint(m.DARK_WOOD))
    kit.block(bunk, (1.3, 0.16, 0.8), kit.paint(m.BLUE), u=0.3, y=0.5)
    kit.block(bunk, (0.6, 0.16, 0.8), kit.paint(m.WHITE), u=-0.65, y=0.5)
    kit.spot("bed bunk", bunk, 0.1, 0.0, height=0.66, turn=90, lying=True)
    kit.spot("bed bunk bench", bunk, 0.2, -0.3, height=0.66, beside=(0.2, -0.8))
    table = kit.stand(0.75, 1.5)
    f.table(kit, table, 1.2, 0.7, m.DARK_WOOD)
    kit.block(table, (0.8, 0.015, 0.5), kit.paint(m.PAPER), y=0.74, yaw=5)
    f.chair(kit, kit.stand(0.75, 2.1), m.DARK_WOOD, spot="table chair desk")
    ladder = made.against("front", -0.9, 0.5)
    for u in (-0.26, 0.26):
        kit.rod(ladder, (u, 0, -0.2), (u, 2.15, 0.2), 0.03, kit.paint(m.PALE_WOOD))
    for i in range(6):
        y = 0.3 + i * 0.32
        kit.block(ladder, (0.5, 0.05, 0.16), kit.paint(m.PALE_WOOD), y=y, v=-0.2 + y * 0.18)
    kit.spot("ladder stairs door", ladder, 0.0, -0.7, turn=180)
    f.shelves(kit, made.against("right", 1.3, 0.3), 1.1, 1.7, rows=4)
    lamp = kit.stand(0.2, 0.9)
    kit.line((lamp.point(0, 2.15, 0), lamp.point(0, 1.95, 0)), kit.paint(m.BRASS), 2.0, Layer.FREE)
    kit.body(lamp, (((0, 1.82, 0), 0.09), ((0, 1.92, 0), 0.06)), kit.lit(m.OCHRE))
    kit.glow(lamp, (0, 1.85, 0))
    _ships_wheel(kit, made)


def _ships_wheel(kit: Kit, made: Room) -> None:
    wheel = made.wall("back")
    hub = [(0.3 * math.cos(i * math.tau / 12), 1.0 + 0.3 * math.sin(i * math.tau / 12)) for i in range(13)]
    kit.seam(wall := wheel, hub, kit.paint(m.DARK_WOOD), wide=0.05, v=-0.12, layer=Layer.TRIM)
    for i in range(4):
        a = i * math.pi / 4
        kit.seam(
            wall,
            ((-0.42 * math.cos(a), 1.0 - 0.42 * math.sin(a)), (0.42 * math.cos(a), 1.0 + 0.42 * math.sin(a))),
            kit.paint(m.DARK_WOOD),
            wide=0.035,
            v=-0.13,
            layer=Layer.TRIM,
        )
    kit.spot("wheel window", wheel, 0.0, -0.7, turn=180)


def _porthole(kit: Kit, wall: Frame, u: float) -> None:
    ring = [(math.cos(i * math.tau / 14), math.sin(i * math.tau / 14)) for i in range(14)]
    for size, tone, v in ((0.27, kit.paint(m.BRASS), -0.01), (0.2, kit.light.window, -0.014)):
        kit.shape(wall, [(u + size * a, 1.45 + size * b) for a, b in ring], tone, v=v)
    sea = [(u + 0.2 * a, 1.45 + 0.2 * b) for a, b in ring if b <= 0.01]
    kit.shape(wall, sea, mix(kit.light.window, kit.paint(m.SEA), 0.6 if not kit.light.dark else 0.25), v=-0.018)


def tent(kit: Kit) -> None:
    """A tent: sloping cloth on two poles, a bedroll, a lantern, packs, the flap at the end."""
    kit.ground(-2.2, 2.2, -2.2, 2.8, kit.paint((176, 160, 128)))
    cloth = kit.choice(((206, 190, 152), (164, 172, 142), (190, 176, 160)), "cloth")
    _canvas(kit, cloth)
    ridge = 2.5
    for z in (-1.7, 2.4):
        kit.rod(kit.stand(0, z, 0, Layer.AT_WALL), (0, 0, 0), (0, ridge, 0), 0.04, kit.paint(m.WOOD))
    roll = kit.stand(-1.5, 1.75, 0, Layer.AT_WALL)
    kit.body(
        roll,
        (((-0.3, 0.07, -0.9), 0.08), ((0.3, 0.07, -0.9), 0.08), ((-0.3, 0.07, 0.9), 0.08), ((0.3, 0.07, 0.9), 0.08)),
        kit.paint(m.GREEN),
    )
    kit.body(roll, (((-0.2, 0.2, 0.75), 0.1), ((0.2, 0.2, 0.75), 0.1)), kit.paint(m.WHITE))
    kit.spot("bed bedroll", roll, 0.0, 0.0, height=0.16, lying=True)
    kit.spot("bed bedroll", roll, 0.2, 0.0, height=0.16, beside=(0.8, 0.0), turn=90)
    trunk = kit.stand(1.45, 1.6, -70, Layer.AT_WALL)
    kit.block(trunk, (0.9, 0.45, 0.5), kit.paint(m.WOOD))
    kit.spot("table chair trunk bench", trunk, 0.0, 0.0, height=0.46, beside=(0.0, -0.7))
    lamp = kit.stand(0.0, 0.9)
    kit.line((lamp.point(0, ridge, 0), lamp.point(0, 2.1, 0)), kit.paint(m.IRON), 1.8, Layer.FREE)
    kit.body(lamp, (((0, 1.92, 0), 0.08), ((0, 2.04, 0), 0.05)), kit.lit(m.OCHRE))
    kit.glow(lamp, (0, 1.95, 0))


def _canvas(kit: Kit, cloth: Colour) -> None:
    ridge, eave, x0, z0, z1 = 2.5, 0.55, 2.2, -2.2, 2.8
    for sign, k in ((-1, 1.0), (1, 0.88)):
        normal = (-float(sign), -0.6, 0.0)
        kit.face(
            ((sign * x0, eave, z0), (sign * x0, eave, z1), (0, ridge, z1), (0, ridge, z0)),
            kit.paint(cloth, k),
            Layer.WALL,
            normal=normal,
            outlined=True,
        )
        kit.face(
            ((sign * x0, 0, z0), (sign * x0, 0, z1), (sign * x0, eave, z1), (sign * x0, eave, z0)),
            kit.paint(cloth, k * 0.9),
            Layer.WALL,
            normal=(-float(sign), 0.0, 0.0),
        )
        for i in range(4):
            z = z0 + (i + 0.6) * 1.25
            seam = (
                (sign * x0 * 0.99, eave, z - 0.02),
                (sign * x0 * 0.99, eave, z + 0.02),
                (0, ridge - 0.02, z + 0.02),
                (0, ridge - 0.02, z - 0.02),
            )
            kit.face(seam, kit.paint(cloth, k * 0.82), Layer.ON_WALL, normal=normal)
    gable = ((-x0, 0), (x0, 0), (x0, eave), (0, ridge), (-x0, eave))
    for z, yaw in ((z1, 0), (z0, 180)):
        end = Frame(0, z, yaw, 0, Layer.WALL)
        kit.shape(end, gable, kit.paint(cloth, 0.94))
        flap = end.on(Layer.ON_WALL)
        kit.shape(
            flap,
            ((-0.5, 0), (0.5, 0), (0.0, 2.2)),
            mix(kit.light.window, kit.paint(m.LEAF), 0.3 if yaw else 0.12),
            v=-0.01,
        )
        for sign in (-1, 1):
            kit.shape(flap, ((sign * 0.2, 2.0), (sign * 0.85, 0.0), (sign * 0.3, 0.0)), kit.paint(cloth, 1.06), v=-0.02)
        kit.spot("door flap entrance", end, 0.0, -0.8, turn=180)


def hut(kit: Kit) -> None:
    """A hut of logs: a stove or hearth, a bunk, a rough table, tools and a small window."""
    made = r.room(kit, (-2.4, 2.4, -2.1, 3.0), 2.35, m.WOOD, m.PALE_WOOD, tile=0.3, boards=True, skirting=None)
    for side in r.SIDES:
        wall, half = made.wall(side), made.span(side) / 2
        for i in range(1, 8):
            kit.seam(wall, ((-half, i * 0.3), (half, i * 0.3)), kit.paint(m.WOOD, 0.76), wide=0.035)
    beams(made, 3)
    fit.fireplace(kit, made.against("back", 0.7, 0.4), 1.5)
    r.window(made, "back", -1.3, 0.8, 1.1, 1.8, curtains=m.RED)
    r.window(made, "right", -0.6, 0.8, 1.1, 1.8, curtains=m.RED)
    bunk = made.against("left", 1.1, 0.85)
    kit.block(bunk, (1.9, 0.4, 0.85), kit.paint(m.DARK_WOOD))
    kit.block(bunk, (1.3, 0.14, 0.8), kit.paint(m.RED), u=0.28, y=0.4)
    kit.block(bunk, (0.58, 0.14, 0.8), kit.paint(m.CREAM), u=-0.64, y=0.4)
    kit.spot("bed bunk", bunk, 0.1, 0.0, height=0.54, turn=90, lying=True)
    kit.spot("bed bunk bench", bunk, 0.2, -0.3, height=0.54, beside=(0.2, -0.8))
    table = kit.stand(-0.45, 1.5)
    f.table(kit, table, 1.1, 0.7, m.PALE_WOOD)
    f.chair(kit, kit.stand(-0.45, 2.13, 0), m.WOOD, spot="table chair")
    f.chair(kit, kit.stand(0.3, 1.5, -90), m.WOOD, spot="table chair")
    kit.body(table, (((-0.2, 0.76, 0), 0.06), ((-0.2, 0.88, 0), 0.045)), kit.lit(m.OCHRE))
    kit.glow(table, (-0.2, 0.9, 0))
    r.door(made, "front", 0.5, 0.9, 1.95, m.DARK_WOOD)
    tools = made.wall("left")
    for i in range(3):
        u = -1.8 + i * 0.3
        kit.panel(tools, (u - 0.025, u + 0.025, 0.9, 2.0), kit.paint(m.PALE_WOOD), v=-0.03)
        kit.panel(tools, (u - 0.1, u + 0.1, 1.85, 2.0), kit.paint(m.IRON), v=-0.034)
    f.shelves(kit, made.against("right", 1.2, 0.3), 1.2, 1.6, rows=3, goods="jars")
    barrel = made.against("front", -1.4, 0.6)
    fit.barrel(kit, barrel, 0.28, 0.8)
    r.picture(made, "front", -0.6, 1.5, (0.4, 0.3))

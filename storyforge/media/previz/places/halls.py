"""Churches, courtrooms, theatres and other halls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import rooms as r
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Frame, Kit
    from storyforge.media.previz.places.rooms import Room


def church(kit: Kit) -> None:
    """A nave: pews on both sides, columns, tall coloured windows, the altar with a cross at the end."""
    made = r.room(kit, (-4.6, 4.6, -7.0, 9.5), 7.5, m.PLASTER, m.STONE, tile=0.9, skirting=m.STONE)
    glasses = (m.RED, m.BLUE, m.OCHRE, m.GREEN)
    for side in r.LONG_SIDES:
        wall = made.wall(side)
        for i in range(5):
            _lancet(kit, wall, -6.2 + i * 3.1, (2.4, 5.4), kit.choice(glasses, side, i))
    for u, high in ((-1.2, 5.6), (0.0, 6.4), (1.2, 5.6)):
        _lancet(kit, made.wall("back"), u, (3.0, high), kit.choice(glasses, "apse", u))
    _altar(kit)
    for i in range(5):
        for sign in (-1, 1):
            pew = kit.stand(sign * 2.05, 1.5 + i * 1.05, 180)
            kit.block(pew, (2.3, 0.05, 0.36), kit.paint(m.WOOD), y=0.41)
            kit.block(pew, (2.3, 0.5, 0.05), kit.paint(m.WOOD, 0.94), y=0.42, v=0.22)
            for u in (-1.15, 1.15):
                kit.block(pew, (0.06, 0.95, 0.5), kit.paint(m.DARK_WOOD), u=u)
            kit.spot("pew bench", pew, sign * 0.5, 0.0, height=0.46, beside=(sign * 1.55, 0.0))
    for sign in (-1, 1):
        for z in (-5.2, -1.6, 2.0, 5.6):
            column = kit.stand(sign * 3.75, z, 0, Layer.AT_WALL)
            kit.rod(column, (0, 0, 0), (0, 7.4, 0), 0.3, kit.paint(m.STONE))
            kit.block(column, (0.8, 0.3, 0.8), kit.paint(m.STONE, 0.9))
    kit.ground(-0.7, 0.7, -7.0, 7.4, kit.paint(m.RED, 1.05), y=0.006, marks=True)
    r.double_door(made, "front", 0.0, 2.2, 3.2, m.DARK_WOOD)
    _lancet(kit, made.wall("front"), 0.0, (4.2, 6.4), m.BLUE)


def _lancet(kit: Kit, wall: Frame, u: float, span: tuple[float, float], colour: Colour) -> None:
    low, high = span

    def arch(half: float, foot: float, grow: float) -> list[tuple[float, float]]:
        return [
            (u - half, foot),
            (u + half, foot),
            (u + half, high - 0.7),
            (u + half * 0.62, high - 0.25),
            (u, high + grow),
            (u - half * 0.62, high - 0.25),
            (u - half, high - 0.7),
        ]

    kit.shape(wall, arch(0.56, low - 0.1, 0.14), kit.paint(m.STONE, 0.84), v=-0.005)
    share = 0.55 if not kit.light.dark else 0.3
    kit.shape(wall, arch(0.44, low, 0.0), mix(kit.light.window, colour, share), v=-0.008)
    for y in (low + 0.75, low + 1.5, low + 2.25):
        if y < high - 0.6:
            kit.panel(
                wall, (u - 0.44, u + 0.44, y - 0.03, y + 0.03), kit.paint(m.DARK_STONE), v=-0.01, layer=Layer.TRIM
            )
    kit.panel(wall, (u - 0.025, u + 0.025, low, high - 0.1), kit.paint(m.DARK_STONE), v=-0.01, layer=Layer.TRIM)


def _altar(kit: Kit) -> None:
    at = kit.stand(0.0, 8.1, 0, Layer.AT_WALL)
    kit.block(at, (6.0, 0.18, 2.4), kit.paint(m.STONE))
    kit.block(at, (2.4, 1.0, 0.8), kit.paint(m.WHITE), y=0.18, v=0.1)
    kit.panel(at, (-0.5, 0.5, 0.4, 1.18), kit.paint(m.RED, 1.05), v=-0.31)
    kit.block(at, (2.6, 0.08, 0.95), kit.paint(m.STONE, 1.05), y=1.18, v=0.1)
    for u in (-0.9, 0.9):
        kit.rod(at, (u, 1.26, 0.1), (u, 1.7, 0.1), 0.035, kit.paint(m.WHITE))
        kit.ball(at, (u, 1.78, 0.1), 0.05, kit.lit((240, 214, 150)))
        kit.glow(at, (u, 1.78, 0.1))
    wall = kit.stand(0.0, 9.4, 0, Layer.TRIM)
    kit.panel(wall, (-0.13, 0.13, 1.75, 4.6), kit.paint(m.DARK_WOOD), v=0.0, outlined=True)
    kit.panel(wall, (-0.85, 0.85, 3.5, 3.76), kit.paint(m.DARK_WOOD), v=-0.01, outlined=True)
    kit.spot("altar", at, 0.0, -1.6, turn=180)
    kit.spot("pulpit priest", at, 0.0, -1.7)


def generic_hall(kit: Kit) -> None:
    """A large hall: tall windows, a small stage with a curtain, rows of chairs along the walls, strip lamps."""
    made = r.room(kit, (-5.0, 5.0, -4.5, 6.0), 4.4, m.CREAM, m.PALE_WOOD, tile=0.4, boards=True)
    r.panelling(made, 1.2, m.WOOD, every=1.0)
    stage = kit.stand(0.0, 5.3, 0, Layer.AT_WALL)
    kit.block(stage, (6.4, 0.8, 1.4), kit.paint(m.WOOD))
    wall = made.wall("back")
    kit.panel(wall, (-3.0, 3.0, 0.8, 3.8), kit.paint(m.BLACK), v=-0.006)
    for left, right in ((-3.3, -1.6), (1.6, 3.3)):
        kit.panel(wall, (left, right, 0.8, 3.9), kit.paint(m.RED), v=-0.01, outlined=True)
        for k in range(1, 5):
            u = left + (right - left) * k / 5
            kit.seam(wall, ((u, 0.8), (u, 3.9)), kit.paint(m.RED, 0.8), wide=0.03, v=-0.012)
    kit.panel(wall, (-3.3, 3.3, 3.5, 3.95), kit.paint(m.RED, 0.92), v=-0.014, outlined=True)
    kit.spot("stage", stage, 0.0, -1.2)
    for side in r.LONG_SIDES:
        for u in (-3.2, 0.0, 3.2):
            r.window(made, side, u, 1.4, 1.5, 3.6, bars=3, spot=u == 0.0)
        for i in range(5):
            seat = made.against(side, -3.0 + i * 1.3, 0.5)
            f.chair(kit, seat, m.WOOD)
    r.double_door(made, "front", 0.0, 2.0, 2.5)
    r.clock(made, "front", 0.0, 3.1, 0.25)
    for z in (0.0, 3.0):
        for x in (-2.0, 2.0):
            fit.pendant(kit, x, z, 4.4, drop=0.8, colour=m.IRON)


def courtroom(kit: Kit) -> None:
    """The judge's bench on its platform under a seal, witness stand, rail, tables, public benches."""
    made = r.room(kit, (-4.2, 4.2, -4.2, 4.8), 3.8, m.CREAM, m.WOOD, tile=0.4, boards=True)
    r.panelling(made, 2.2, m.DARK_WOOD, every=0.9)
    _judges_bench(kit, made)
    for sign in (-1, 1):
        flag = kit.stand(sign * 2.6, 4.3, 0, Layer.AT_WALL)
        kit.rod(flag, (0, 0, 0), (0, 2.6, 0), 0.025, kit.paint(m.BRASS))
        kit.body(
            flag,
            (((0.02, 2.4, 0), 0.03), ((sign * 0.35, 2.1, 0), 0.04), ((0.06, 1.2, 0), 0.06)),
            kit.paint((m.BLUE, m.RED)[sign > 0]),
        )
    stand = kit.stand(-2.9, 2.6, 35, Layer.AT_WALL)
    kit.block(stand, (1.1, 0.95, 0.1), kit.paint(m.DARK_WOOD, 1.1), v=-0.5)
    kit.block(stand, (1.2, 0.07, 0.2), kit.paint(m.WOOD, 1.1), y=0.95, v=-0.5)
    kit.spot("witness-stand stand dock", stand, 0.0, 0.0)
    for x in (-1.5, 1.5):
        table = kit.stand(x, 1.6, 180)
        f.table(kit, table, 1.5, 0.7, m.DARK_WOOD)
        f.chair(kit, kit.stand(x, 1.0, 180), m.DARK_WOOD, spot="table desk chair")
    for i in range(6):
        rail = kit.stand(-3.5 + i * 1.4, -1.5, 0)
        if i not in {2, 3}:
            kit.block(rail, (1.3, 0.8, 0.08), kit.paint(m.DARK_WOOD, 1.05))
            kit.block(rail, (1.4, 0.07, 0.16), kit.paint(m.WOOD), y=0.8)
    for z in (-2.3, -3.5):
        for x in (-2.0, 2.0):
            f.bench(kit, kit.stand(x, z, 180), 3.0, m.WOOD)
    for u in (-2.4, 1.6):
        r.window(made, "left", u, 1.1, 1.5, 3.3)
    r.picture(made, "right", 1.2, 2.8, (0.8, 0.9), m.CARPET)
    r.door(made, "right", -1.6, colour=m.WOOD)
    r.double_door(made, "front", 0.0, 1.8, 2.4, m.WOOD)
    for z in (-0.4, 2.0):
        fit.pendant(kit, 0.0, z, 3.8, drop=0.8, colour=m.BRASS)


def _judges_bench(kit: Kit, made: Room) -> None:
    bench = kit.stand(0.0, 3.6, 0, Layer.AT_WALL)
    kit.block(bench, (4.6, 0.35, 2.0), kit.paint(m.WOOD, 0.9))
    for i in range(4):
        u = -1.35 + i * 0.9
        kit.block(bench, (0.9, 1.1, 0.7), kit.paint(m.DARK_WOOD, 1.1), u=u, y=0.35, v=-0.2)
        kit.panel(bench, (u - 0.38, u + 0.38, 0.5, 1.35), kit.paint(m.WOOD), v=-0.556, outlined=True)
        kit.block(bench, (0.92, 0.08, 0.85), kit.paint(m.WOOD, 1.1), u=u, y=1.45, v=-0.2)
    chair = kit.stand(0.0, 4.25, 0, Layer.AT_WALL)
    kit.block(chair, (0.8, 1.5, 0.12), kit.paint(m.RED), y=0.8, v=0.1)
    kit.spot("judge bench", bench, 0.0, 0.45, height=0.82)
    kit.shape(
        made.wall("back"),
        [
            (0.45 * a, 2.95 + 0.45 * b)
            for a, b in ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7))
        ],
        kit.paint(m.BRASS),
        v=-0.02,
    )


def theatre(kit: Kit) -> None:
    """A stage with a red curtain and footlights before rows of seats."""
    made = r.room(kit, (-4.8, 4.8, -6.5, 4.6), 5.6, m.CARPET, m.DARK_WOOD, tile=0.5, boards=True)
    back = made.wall("back")
    kit.panel(back, (-3.4, 3.4, 0.7, 4.6), mix(kit.paint(m.BLUE), kit.light.ink, 0.45), v=-0.006)
    for i in range(6):
        left = -4.6 + i * 0.5 if i < 3 else 3.1 + (i - 3) * 0.5
        kit.panel(back, (left, left + 0.5, 0.7, 4.9), kit.paint(m.RED, 1.0 - 0.12 * (i % 2)), v=-0.02)
    for i in range(9):
        left = -4.6 + i * 1.022
        kit.shape(
            back,
            ((left, 5.2), (left, 4.5), (left + 0.25, 4.2), (left + 0.77, 4.2), (left + 1.02, 4.5), (left + 1.02, 5.2)),
            kit.paint(m.RED, 1.08 - 0.1 * (i % 2)),
            v=-0.03,
        )
    kit.panel(back, (-4.8, 4.8, 5.1, 5.5), kit.paint(m.BRASS), v=-0.035, outlined=True)
    for i in range(6):
        stage = kit.stand(-4.0 + i * 1.6, 3.6, 0, Layer.AT_WALL)
        kit.block(stage, (1.6, 0.7, 2.0), kit.paint(m.WOOD, 1.05))
        kit.body(stage, (((-0.3, 0.74, -0.9), 0.08), ((0.3, 0.74, -0.9), 0.08)), kit.lit((222, 206, 160)))
    kit.glow(kit.stand(0.0, 2.8), (0.0, 1.0, 0.0))
    kit.spot("stage", kit.stand(0.0, 2.0), 0, 0)
    for row in range(3):
        for i in range(6):
            seat = kit.stand(-3.4 + i * 1.15 + (0.9 if i > 2 else 0.0), -1.9 - row * 1.15, 180)
            kit.block(seat, (0.56, 0.12, 0.5), kit.paint(m.RED), y=0.36)
            kit.block(seat, (0.56, 0.55, 0.12), kit.paint(m.RED, 0.9), y=0.42, v=0.26)
            kit.spot("seat chair bench", seat, 0.0, 0.0, height=0.48, beside=(0.0, -0.6))
    for side in r.LONG_SIDES:
        wall = made.wall(side)
        for u in (-2.6, 1.4):
            kit.panel(wall, (u - 1.2, u + 1.2, 2.7, 3.4), kit.paint(m.BRASS, 0.94), v=-0.02, outlined=True)
            kit.panel(wall, (u - 1.1, u + 1.1, 3.4, 4.5), mix(kit.paint(m.RED), kit.light.ink, 0.5), v=-0.02)
            kit.panel(wall, (u - 0.12, u + 0.12, 1.9, 2.3), kit.lit((226, 210, 170)), v=-0.03)
    r.double_door(made, "front", 0.0, 1.8, 2.4, m.DARK_WOOD)
    kit.panel(made.wall("front"), (-3.6, 3.6, 2.9, 3.7), kit.paint(m.BRASS, 0.94), v=-0.02, outlined=True)

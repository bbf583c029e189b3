"""Rooms: floor, ceiling and four walls that vanish when the camera stands behind them, and what hangs on walls."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin, tau
from typing import TYPE_CHECKING, Literal

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places.kit import Frame, Kit
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour

Side = Literal["back", "right", "front", "left"]
SIDES: tuple[Side, ...] = ("back", "right", "front", "left")
LONG_SIDES: tuple[Side, ...] = ("left", "right")
_LIT_WALL = {"back": 1.0, "right": 0.88, "front": 0.95, "left": 0.92}
"""Walls differ a little in value, so that corners are seen."""


@dataclass(frozen=True)
class Room:
    """A room of a kit: from x0 to x1 and z0 to z1, `height` high; the origin is its playing area."""

    kit: Kit
    x0: float
    x1: float
    z0: float
    z1: float
    height: float

    @property
    def width(self) -> float:
        """Metres from left to right."""
        return self.x1 - self.x0

    @property
    def depth(self) -> float:
        """Metres from front to back."""
        return self.z1 - self.z0

    def span(self, side: Side) -> float:
        """The length of a wall."""
        return self.width if side in {"back", "front"} else self.depth

    def wall(self, side: Side, layer: Layer = Layer.ON_WALL) -> Frame:
        """The frame of a wall: u from its middle to the right as seen from inside, v = 0 the wall, inside negative."""
        cx, cz = (self.x0 + self.x1) / 2, (self.z0 + self.z1) / 2
        x, z, yaw = {
            "back": (cx, self.z1, 0.0),
            "right": (self.x1, cz, -90.0),
            "front": (cx, self.z0, 180.0),
            "left": (self.x0, cz, 90.0),
        }[side]
        return Frame(x, z, yaw, 0.0, layer)

    def against(self, side: Side, u: float, depth: float) -> Frame:
        """A frame for a piece of furniture of that depth with its back to the wall."""
        wall = self.wall(side)
        x, _, z = wall.point(u, 0.0, -depth / 2 - 0.01)
        return self.kit.stand(x, z, wall.yaw, Layer.AT_WALL)


def room(
    kit: Kit,
    extent: tuple[float, float, float, float],
    height: float,
    walls: Colour,
    floor: Colour,
    *,
    tile: float = 0.6,
    boards: bool = False,
    ceiling: Colour | None = None,
    skirting: Colour | None = m.WHITE,
) -> Room:
    """Build the shell of a room: floor with tiles or boards, ceiling, walls with a skirting; colours are materials."""
    made = Room(kit, *extent, height)
    kit.ground(*extent, kit.paint(floor))
    _floor_lines(made, kit.paint(floor, 0.9), tile, boards=boards)
    x0, x1, z0, z1 = extent
    top = ((x0, height, z0), (x1, height, z0), (x1, height, z1), (x0, height, z1))
    kit.face(top, kit.paint(ceiling or walls, 0.94), Layer.CEILING, normal=(0.0, -1.0, 0.0))
    for side in SIDES:
        half = made.span(side) / 2
        wall = made.wall(side)
        kit.panel(wall, (-half, half, 0, height), kit.paint(walls, _LIT_WALL[side]), layer=Layer.WALL, outlined=True)
        if skirting:
            kit.panel(wall, (-half, half, 0, 0.1), kit.paint(skirting, 0.86 * _LIT_WALL[side]), v=-0.003)
    return made


def _floor_lines(made: Room, colour: Colour, tile: float, *, boards: bool) -> None:
    if not tile:
        return
    columns = min(18, int(made.width / tile))
    for i in range(1, columns):
        x = made.x0 + i * made.width / columns
        made.kit.line(((x, 0.0, made.z0), (x, 0.0, made.z1)), colour)
    if boards:
        return
    rows = min(20, int(made.depth / tile))
    for i in range(1, rows):
        z = made.z0 + i * made.depth / rows
        made.kit.line(((made.x0, 0.0, z), (made.x1, 0.0, z)), colour)


def panelling(made: Room, height: float, colour: Colour, *, every: float = 0.0) -> None:
    """Cover the lower part of all walls, with a rail above, and with upright seams every so many metres."""
    for side in SIDES:
        half, wall = made.span(side) / 2, made.wall(side)
        shadow = _LIT_WALL[side]
        made.kit.panel(wall, (-half, half, 0, height), made.kit.paint(colour, shadow), v=-0.003)
        made.kit.panel(wall, (-half, half, height, height + 0.06), made.kit.paint(colour, 0.8 * shadow), v=-0.004)
        if every:
            for i in range(1, int(2 * half / every)):
                u = -half + i * every
                made.kit.seam(wall, ((u, 0.1), (u, height)), made.kit.paint(colour, 0.84 * shadow))


def window(
    made: Room,
    side: Side,
    u: float,
    width: float,
    sill: float = 0.95,
    top: float = 2.15,
    *,
    bars: int = 2,
    curtains: Colour | None = None,
    spot: bool = True,
) -> None:
    """A window in a wall with what is outside as a pale band or dark roofs; curtains where a colour is given."""
    kit, wall = made.kit, made.wall(side)
    left, right = u - width / 2, u + width / 2
    frame = kit.paint(m.WHITE, 0.98)
    kit.panel(wall, (left - 0.07, right + 0.07, sill - 0.07, top + 0.07), frame, v=-0.004, outlined=True)
    kit.panel(wall, (left, right, sill, top), _outside(kit), v=-0.006)
    _view(kit, wall, (left, right, sill, top), side)
    for i in range(1, bars):
        x = left + width * i / bars
        kit.panel(wall, (x - 0.02, x + 0.02, sill, top), frame, v=-0.008, layer=Layer.TRIM)
    middle = (sill + top) / 2
    kit.panel(wall, (left, right, middle - 0.02, middle + 0.02), frame, v=-0.008, layer=Layer.TRIM)
    kit.panel(wall, (left - 0.1, right + 0.1, sill - 0.11, sill - 0.05), shade(frame, 0.85), v=-0.03, layer=Layer.TRIM)
    if curtains:
        _curtains(kit, wall, (left, right, sill, top), curtains)
    if "broken" in kit.states:
        _cracks(kit, wall, (left, right, sill, top))
    if spot:
        kit.spot("window", wall, u, -0.55, turn=180)


def _outside(kit: Kit) -> Colour:
    return mix(kit.light.window, kit.light.haze, 0.5) if kit.weather in {"fog", "snow", "rain"} else kit.light.window


def _view(kit: Kit, wall: Frame, box: tuple[float, float, float, float], side: Side) -> None:
    left, right, sill, top = box
    far = mix(_outside(kit), kit.light.sky_low if kit.light.dark else kit.paint(m.DARK_LEAF), 0.30)
    split = left + (right - left) * kit.between(0.35, 0.65, "view", side, left)
    low, high = (
        sill + (top - sill) * kit.between(a, a + 0.12, "view", side, i, left) for i, a in ((0, 0.18), (1, 0.3))
    )
    kit.panel(wall, (left, split, sill, low), far, v=-0.007)
    kit.panel(wall, (split, right, sill, high), shade(far, 0.94), v=-0.007)
    if kit.weather in {"rain", "snow"}:
        _wet_pane(kit, wall, box, side)


def _wet_pane(kit: Kit, wall: Frame, box: tuple[float, float, float, float], side: Side) -> None:
    left, right, sill, top = box
    colour = mix(_outside(kit), (255, 255, 255), 0.45 if not kit.light.dark else 0.3)
    fall = 0.16 if kit.weather == "rain" else 0.012
    for i in range(10):
        x = left + (right - left) * kit.chance("pane", side, left, i)
        y = sill + (top - sill - fall) * kit.chance("pane", side, left, i, "y")
        kit.seam(
            wall,
            ((x, y + fall), (x - fall * 0.15, y)),
            colour,
            wide=0.008 if kit.weather == "rain" else 0.02,
            v=-0.0075,
        )


def _curtains(kit: Kit, wall: Frame, box: tuple[float, float, float, float], colour: Colour) -> None:
    left, right, sill, top = box
    bottom, wide = (0.15 if sill < 0.9 else sill - 0.2), (right - left) * 0.22 + 0.08
    for start, stop in ((left - 0.12, left - 0.12 + wide), (right + 0.12 - wide, right + 0.12)):
        kit.panel(wall, (start, stop, bottom, top + 0.1), kit.paint(colour), v=-0.05, layer=Layer.TRIM, outlined=True)
        for k in (0.35, 0.7):
            u = start + (stop - start) * k
            kit.seam(wall, ((u, bottom), (u, top + 0.08)), kit.paint(colour, 0.84), v=-0.055, layer=Layer.TRIM)
    rail = ((left - 0.2, top + 0.12), (right + 0.2, top + 0.12))
    kit.seam(wall, rail, kit.paint(m.DARK_WOOD), wide=0.035, v=-0.06, layer=Layer.TRIM)


def _cracks(kit: Kit, wall: Frame, box: tuple[float, float, float, float]) -> None:
    left, right, sill, top = box
    u, y = left + (right - left) * 0.62, sill + (top - sill) * 0.66
    hole = ((0.0, 0.17), (0.1, 0.05), (0.15, -0.08), (0.0, -0.14), (-0.12, -0.05), (-0.09, 0.1))
    points = tuple(wall.point(u + a, y + b, -0.0082) for a, b in hole)
    kit.face(points, shade(_outside(kit), 0.35), Layer.TRIM, normal=wall.front)
    for a, b in ((0.3, 0.32), (-0.3, 0.22), (0.26, -0.3), (-0.25, -0.3), (0.02, 0.42)):
        end = (max(left, min(right, u + a)), max(sill, min(top, y + b)))
        kit.seam(wall, ((u, y), end), kit.light.ink, wide=0.008, v=-0.0084, layer=Layer.TRIM)


def door(
    made: Room,
    side: Side,
    u: float,
    width: float = 0.9,
    height: float = 2.05,
    colour: Colour = m.PALE_WOOD,
    *,
    opened: bool = False,
    glazed: bool = False,
    spot: bool = True,
) -> None:
    """A door in a wall: frame, leaf with two panels and a handle; an open one shows the dark beyond."""
    kit, wall = made.kit, made.wall(side)
    left, right = u - width / 2, u + width / 2
    frame = kit.paint(colour, 0.82)
    kit.panel(wall, (left - 0.08, right + 0.08, 0, height + 0.08), frame, v=-0.004, outlined=True)
    if opened or "open door" in kit.states:
        kit.panel(wall, (left, right, 0, height), mix(kit.light.ink, kit.paint(m.PLASTER), 0.35), v=-0.006)
        _leaf_ajar(kit, wall, left, width, height, colour)
    else:
        kit.panel(wall, (left, right, 0, height), kit.paint(colour), v=-0.006)
        pane = _outside(kit) if glazed else kit.paint(colour, 0.9)
        inset = width * 0.16
        kit.panel(wall, (left + inset, right - inset, 1.12, height - 0.15), pane, v=-0.008, outlined=True)
        kit.panel(wall, (left + inset, right - inset, 0.18, 0.92), kit.paint(colour, 0.9), v=-0.008, outlined=True)
        knob = (right - 0.13, right - 0.03, 0.98, 1.04)
        kit.panel(wall, knob, kit.paint(m.IRON), v=-0.01, layer=Layer.TRIM)
    if spot:
        kit.spot("door doorway entrance", wall, u, -0.6, turn=180)


def _leaf_ajar(kit: Kit, wall: Frame, left: float, width: float, height: float, colour: Colour) -> None:
    hinge = wall.shift(left, 0.0, yaw=62).on(Layer.AT_WALL)
    kit.panel(hinge, (0, width, 0.01, height), kit.paint(colour, 0.95), v=0.0, outlined=True, both=True)


def double_door(
    made: Room, side: Side, u: float, width: float = 1.6, height: float = 2.2, colour: Colour = m.WOOD
) -> None:
    """A door with two leaves."""
    door(made, side, u - width / 4, width / 2 - 0.04, height, colour, spot=False)
    door(made, side, u + width / 4, width / 2 - 0.04, height, colour, spot=False)
    made.kit.spot("door doorway entrance", made.wall(side), u, -0.7, turn=180)


def picture(
    made: Room, side: Side, u: float, y: float = 1.6, size: tuple[float, float] = (0.6, 0.45), colour: Colour = m.BLUE
) -> None:
    """A framed picture: a landscape of two values."""
    kit, wall = made.kit, made.wall(side)
    half, tall = size[0] / 2, size[1] / 2
    kit.panel(
        wall, (u - half - 0.05, u + half + 0.05, y - tall - 0.05, y + tall + 0.05), kit.paint(m.DARK_WOOD), v=-0.01,
        outlined=True,
    )  # fmt: skip
    kit.panel(wall, (u - half, u + half, y - tall, y + tall), kit.paint(m.CREAM), v=-0.012)
    kit.panel(wall, (u - half, u + half, y - tall, y - tall * 0.2), kit.paint(colour), v=-0.014)


def board(
    made: Room, side: Side, u: float, box: tuple[float, float, float], colour: Colour, *, frame: Colour = m.WOOD
) -> None:
    """A flat board in a frame (width, bottom, top): blackboard, notice board, screen, mirror, map."""
    kit, wall = made.kit, made.wall(side)
    width, bottom, top = box
    half = width / 2
    kit.panel(
        wall, (u - half - 0.06, u + half + 0.06, bottom - 0.06, top + 0.06), kit.paint(frame), v=-0.01, outlined=True
    )
    kit.panel(wall, (u - half, u + half, bottom, top), kit.paint(colour), v=-0.013)


def clock(made: Room, side: Side, u: float, y: float = 2.15, radius: float = 0.16) -> None:
    """A wall clock."""
    kit, wall = made.kit, made.wall(side)
    kit.shape(wall, _ring(u, y, radius + 0.03), kit.paint(m.IRON), v=-0.012)
    kit.shape(wall, _ring(u, y, radius), kit.paint(m.WHITE), v=-0.014)
    hands = ((u, y + radius * 0.8), (u, y), (u + radius * 0.5, y))
    kit.seam(wall, hands, kit.light.ink, wide=0.016, v=-0.016, layer=Layer.TRIM)


def _ring(u: float, y: float, radius: float) -> list[tuple[float, float]]:
    return [(u + radius * cos(i * tau / 14), y + radius * sin(i * tau / 14)) for i in range(14)]

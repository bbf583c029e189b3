"""Things that lie in the set and must be seen: on a table, the floor, a wall, or a seat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storyforge.media.previz.lenses import number
from storyforge.media.previz.places.furniture import table as small_table
from storyforge.media.previz.places.kit import Frame, Kit
from storyforge.media.previz.places.props import prop_kind, prop_pieces, prop_size
from storyforge.media.previz.solids import Block, Layer
from storyforge.media.previz.staging.clearing import veils
from storyforge.media.previz.staging.standing import across
from storyforge.media.previz.staging.turning import Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.moves import Rig
    from storyforge.media.previz.places.setting import Setting
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.staging.cast import Cast
    from storyforge.media.previz.staging.clearing import Watch
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.blocking import PlacedProp
    from storyforge.model.framing import FrameSpec

_TABLE_TOP = (0.6, 1.15)
_SMALL = 0.9
"""Metres: what is longer than this stands on the floor, whatever it is said to lie on."""
_EYE_HEIGHT = 1.45


_ELSEWHERE = ((0.0, 0.0), (0.0, 0.9), (0.12, 0.0), (-0.12, 0.0), (0.16, 0.9), (-0.16, 0.9), (0.3, 1.2), (-0.3, 1.2))
"""Where a thing goes that would hide a head: widths of the frame aside, and metres further back."""


@dataclass(frozen=True)
class Table:
    """What things are laid upon: the set, who is in it, and what is there already."""

    setting: Setting
    cast: Cast
    rig: Rig
    around: Sequence[Piece]
    watches: Sequence[Watch]


def lying(spec: FrameSpec, table: Table) -> list[Piece]:
    """The pieces of every thing that lies somewhere, and of what it lies on where the set has nothing there.

    A thing hides nobody's head: it lies elsewhere then, and is left out where there is no such place.
    """
    cast = table.cast
    held = {s.placed.holds for s in (*cast.start, *cast.end)}
    known = {prop.id: prop for prop in spec.props}
    found: list[Piece] = []
    for order, placed in enumerate(spec.blocking.props):
        if placed.id in held or placed.id not in known or cast.in_car:
            continue
        kind = prop_kind(known[placed.id])
        tries = (_laid(placed, kind, order, table, elsewhere) for elsewhere in _ELSEWHERE)
        found += next((pieces for pieces in tries if not veils(pieces, table.watches)), [])
    return found


def _laid(placed: PlacedProp, kind: str, order: int, table: Table, elsewhere: tuple[float, float]) -> tuple[Piece, ...]:
    at, under = _resting(placed, order, prop_size(kind), table, elsewhere)
    turn = Turn(20.0 - 40.0 * (order % 2), at)
    pieces = prop_pieces(kind, table.setting.light)
    return (*under, *(replace(turn.piece(piece), owner=placed.id, layer=Layer.FREE) for piece in pieces))


def _resting(
    placed: PlacedProp, order: int, size: float, table: Table, elsewhere: tuple[float, float]
) -> tuple[Vec, tuple[Piece, ...]]:
    """Where a thing lies, and what had to be made for it to lie on."""
    camera = table.rig.camera(table.rig.reference)
    share = (number("sides", placed.side) if not placed.side.startswith("off") else 0.3) + elsewhere[0]
    z = 0.25 + 0.2 * order + elsewhere[1]
    if placed.lies == "table" and size < _SMALL:
        top = _top_near(table.around, across(camera, share, (0.0, 0.8, z)), z)
        if top is not None:
            return top, ()
    x = _free_x(across(camera, share, (0.0, 0.4, z)), z, max(0.45, size * 0.6), table.cast)
    if placed.lies == "wall":
        return (x, _EYE_HEIGHT, z + 0.5), ()
    if placed.lies == "floor" or size >= _SMALL:
        return (x, 0.0, z), ()
    kit = Kit(table.setting.light, placed.id)
    small_table(kit, Frame(x, z, 0.0, 0.0, Layer.FREE, f"under {placed.id}"), 0.55, 0.5)
    return (x, 0.745, z), tuple(kit.pieces)


def _top_near(around: Sequence[Piece], x: float, z: float) -> Vec | None:
    """A point on the nearest table, as near as can be to where the picture wants the thing."""
    best: tuple[float, Vec] | None = None
    for piece in around:
        if not isinstance(piece, Block) or piece.layer not in {Layer.FREE, Layer.AT_WALL}:
            continue
        top = piece.base[1] + piece.height
        if not _TABLE_TOP[0] < top < _TABLE_TOP[1] or min(piece.width, piece.depth) < 0.35:
            continue
        turn = Turn(piece.yaw, piece.base)
        u, _, v = turn.back((x, 0.0, z))
        wide, deep = piece.width / 2 - 0.12, piece.depth / 2 - 0.12
        point = turn.point((max(-wide, min(wide, u)), piece.height, max(-deep, min(deep, v))))
        off = abs(point[0] - x) + 0.5 * abs(point[2] - z)
        if off < 0.9 and (best is None or off < best[0]):
            best = (off, point)
    return best[1] if best else None


def _free_x(x: float, z: float, room: float, cast: Cast) -> float:
    """The nearest x at which nobody stands."""
    people = [s.position for s in (*cast.start, *cast.end)]

    def free(at: float) -> bool:
        return all(abs(p[0] - at) > room or abs(p[2] - z) > 0.7 for p in people)

    options = [x + step * sign * 0.1 for step in range(16) for sign in (1, -1)]
    return next((option for option in options if free(option)), x)

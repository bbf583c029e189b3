"""Whether somebody would stand or sit inside something: footprints of pieces, and the room a body needs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.solids import Block, Body, Face, Layer, Stroke

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.media.previz.places import Setting, Spot
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.vectors import Vec

TREAD, REACH = 0.12, 1.7
"""What is lower than a tread is stepped on, what hangs higher than a head is walked under."""
TORSO = 0.13
"""Half the depth of a sitting body, in metres."""


def solids(setting: Setting) -> Iterator[Piece]:
    """What one could bump into."""
    for piece in setting.pieces:
        if piece.layer in {Layer.AT_WALL, Layer.FREE} and not isinstance(piece, Stroke):
            low, high = heights(piece)
            if high > TREAD and low < REACH:
                yield piece


def heights(piece: Piece) -> tuple[float, float]:
    """The lowest and the highest point."""
    match piece:
        case Block():
            return piece.base[1], piece.base[1] + piece.height
        case Body():
            return min(c[1] - r for c, r in piece.spheres), max(c[1] + r for c, r in piece.spheres)
        case Face() | Stroke():
            return min(p[1] for p in piece.points), max(p[1] for p in piece.points)


def away(piece: Piece, x: float, z: float) -> float:
    """Metres from a point of the floor to what stands above it; 0 or less inside."""
    match piece:
        case Block():
            angle = math.radians(piece.yaw)
            dx, dz = x - piece.base[0], z - piece.base[2]
            u = dx * math.cos(angle) + dz * math.sin(angle)
            v = dz * math.cos(angle) - dx * math.sin(angle)
            return _from_box(abs(u) - piece.width / 2, abs(v) - piece.depth / 2)
        case Body():
            ends = [(c[0], c[2], r) for c, r in piece.spheres]
            return min(_from_rod(x, z, a, b) for a in ends for b in ends)
        case Face() | Stroke():
            flat = [(p[0], p[2], 0.0) for p in piece.points]
            return min(_from_rod(x, z, a, b) for a in flat for b in flat)


def _from_box(over_u: float, over_v: float) -> float:
    if over_u <= 0 and over_v <= 0:
        return max(over_u, over_v)
    return math.hypot(max(0.0, over_u), max(0.0, over_v))


def _from_rod(x: float, z: float, a: tuple[float, float, float], b: tuple[float, float, float]) -> float:
    dx, dz = b[0] - a[0], b[1] - a[1]
    size = dx * dx + dz * dz
    t = max(0.0, min(1.0, ((x - a[0]) * dx + (z - a[1]) * dz) / size)) if size else 0.0
    return math.hypot(x - a[0] - t * dx, z - a[1] - t * dz) - (a[2] + (b[2] - a[2]) * t)


def bumps(setting: Setting, spot: Spot) -> list[Piece]:
    """What somebody at a spot would be inside of; the body of who sits begins just above the seat."""
    return [p for p in solids(setting) if _sits_in(p, spot) or _stands_in(p, spot) or _lies_in(p, spot)]


def _sits_in(piece: Piece, spot: Spot) -> bool:
    return spot.height > 0 and not spot.lying and _meets(piece, spot.position, spot.height + 0.1, 0.8, TORSO)


def _stands_in(piece: Piece, spot: Spot) -> bool:
    return not (spot.height and spot.beside is None) and _meets(piece, spot.beside or spot.position, 0.0, 2.0, 0.12)


def _lies_in(piece: Piece, spot: Spot) -> bool:
    return spot.lying and _meets(piece, spot.position, spot.height + 0.12, 0.2, 0.2)


def _meets(piece: Piece, point: Vec, above: float, tall: float, near: float) -> bool:
    low, high = heights(piece)
    return high > above and low < above + tall and away(piece, point[0], point[2]) < near


def crowded(setting: Setting) -> list[Piece]:
    """What stands where `free` says that one can stand."""
    x, z = setting.free
    grid = [(x * i / 4, z * k / 4) for i in range(-4, 5) for k in range(-4, 5)]
    return [
        piece for piece in solids(setting) if _comes_near(piece, x, z) and any(away(piece, *p) < 0.05 for p in grid)
    ]


def _comes_near(piece: Piece, x: float, z: float) -> bool:
    """Quickly: whether a circle around the piece reaches the rectangle at all."""
    match piece:
        case Block():
            middle, reach = (piece.base[0], piece.base[2]), math.hypot(piece.width, piece.depth) / 2
        case Body():
            first = piece.spheres[0][0]
            middle = (first[0], first[2])
            reach = max(math.hypot(c[0] - first[0], c[2] - first[2]) + r for c, r in piece.spheres)
        case Face() | Stroke():
            first = piece.points[0]
            middle, reach = (
                (first[0], first[2]),
                max(math.hypot(p[0] - first[0], p[2] - first[2]) for p in piece.points),
            )
    return abs(middle[0]) - reach < x + 0.05 and abs(middle[1]) - reach < z + 0.05

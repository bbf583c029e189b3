"""Who hides whom: what stands free is painted from far to near, and a figure beside a large box on its proper side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.media.previz.solids import Block, Body, Face, Stroke

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.figures.figure import Figure
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.vectors import Vec

_NEARBY = 3.0
"""Metres between a figure and a box of which one may be painted over the other."""
_STEP = 0.001


@dataclass(frozen=True, slots=True)
class Placing:
    """A figure with its distance along the line of sight."""

    figure: Figure
    distance: float


def by_distance(pieces: Sequence[Piece], figures: Sequence[Figure], camera: Camera) -> list[Piece | Placing]:
    """Pieces and figures, far ones first."""
    placings = [Placing(figure, camera.distance(_waist(figure))) for figure in figures]
    items: list[tuple[float, int, Piece | Placing]] = [(-p.distance, i, p) for i, p in enumerate(placings)]
    things = _things(pieces, camera)
    for index, piece in enumerate(pieces, len(placings)):
        depth = things[piece.owner] if piece.owner else _depth(piece, placings, camera)
        items.append((-depth, index, piece))
    items.sort(key=lambda item: item[:2])
    return [item for _, _, item in items]


def _things(pieces: Sequence[Piece], camera: Camera) -> dict[str, float]:
    """Owner -> the distance of its nearest part: the writing on a letter is painted after the letter."""
    nearest: dict[str, float] = {}
    for piece in pieces:
        if piece.owner:
            distance = camera.distance(middle(piece))
            nearest[piece.owner] = min(distance, nearest.get(piece.owner, distance))
    return nearest


def _waist(figure: Figure) -> Vec:
    x, _, z = figure.position
    return (x, max(0.9, figure.seat + 0.4) if figure.pose != "lie" else figure.seat + 0.1, z)


def _depth(piece: Piece, placings: Sequence[Placing], camera: Camera) -> float:
    depth = camera.distance(middle(piece))
    if not isinstance(piece, Block) or not placings:
        return depth
    furthest, nearest = math.inf, 0.0
    for placing in placings:
        x, _, z = placing.figure.position
        if math.hypot(x - piece.base[0], z - piece.base[2]) > _NEARBY + max(piece.width, piece.depth):
            continue
        side = side_of(piece, placing.figure.position, placing.figure.seat, camera.position)
        if side > 0:
            nearest = max(nearest, placing.distance + _STEP)
        elif side < 0:
            furthest = min(furthest, placing.distance - _STEP)
    return min(max(depth, nearest), furthest) if nearest <= furthest else depth


def side_of(block: Block, position: Vec, seat: float, eye: Vec) -> int:
    """1 where a figure is before a box as the eye has it, -1 where it is behind, 0 where neither is plain."""
    angle = math.radians(block.yaw)
    cos, sin = math.cos(angle), math.sin(angle)

    def local(point: Vec) -> tuple[float, float]:
        dx, dz = point[0] - block.base[0], point[2] - block.base[2]
        return dx * cos + dz * sin, dz * cos - dx * sin

    here, there = local(position), local(eye)
    halves = (block.width / 2, block.depth / 2)
    if abs(here[0]) < halves[0] + 0.05 and abs(here[1]) < halves[1] + 0.05:
        return 1 if block.base[1] + block.height < max(0.5, seat) + 0.12 else 0
    sides = []
    for mine, eyes, half in zip(here, there, halves, strict=True):
        if abs(eyes) > half and abs(mine) >= half - 0.04:
            sides.append(1 if mine * eyes > 0 else -1)
    return (-1 if -1 in sides else 1) if sides else 0


def middle(piece: Piece) -> Vec:
    """The middle of a piece."""
    match piece:
        case Face() | Stroke():
            return _mean(piece.points)
        case Block():
            x, y, z = piece.base
            return (x, y + piece.height / 2, z)
        case Body():
            return _mean([centre for centre, _ in piece.spheres])


def _mean(points: Sequence[Vec]) -> Vec:
    n = len(points)
    return (sum(p[0] for p in points) / n, sum(p[1] for p in points) / n, sum(p[2] for p in points) / n)

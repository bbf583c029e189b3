"""What of the set is left out: what stands between lens and people, what somebody would stand in, and stray ends."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.ordering import side_of
from storyforge.media.previz.solids import Block, Body, Face, Layer, Stroke
from storyforge.media.previz.staging.standing import overlap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.display import Box
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.staging.standing import Standing
    from storyforge.media.previz.vectors import Vec

_BODY = 0.24
"""Metres around the middle of a body that belong to it alone."""
_USED = 1.15
"""Metres around a spot within which things are those one uses there: they may hide a body, never a head."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One moment as the clearing sees it: a camera, who is in the picture, and how far the one who matters is."""

    camera: Camera
    people: Sequence[Standing]
    depth: float


def corners(piece: Piece) -> tuple[Vec, ...]:
    """Points that a piece lies within."""
    match piece:
        case Face() | Stroke():
            return piece.points
        case Block():
            return block_corners(piece)
        case Body():
            found: list[Vec] = []
            for (x, y, z), r in piece.spheres:
                found += [(x - r, y, z), (x + r, y, z), (x, y - r, z), (x, y + r, z)]
            return tuple(found)


def block_corners(block: Block) -> tuple[Vec, ...]:
    """The eight corners: the bottom's four, then the top's, each from near left on towards the right."""
    x, y, z = block.base
    cos, sin = math.cos(math.radians(block.yaw)), math.sin(math.radians(block.yaw))
    u, v = block.width / 2, block.depth / 2
    plan = [(a * cos - b * sin, a * sin + b * cos) for a, b in ((-u, -v), (u, -v), (u, v), (-u, v))]
    bottom = [(x + a, y, z + b) for a, b in plan]
    return (*bottom, *((px, py + block.height, pz) for px, py, pz in bottom))


def cleared(pieces: Iterable[Piece], watches: Sequence[Watch], kept: Iterable[Standing]) -> list[Piece]:
    """The pieces that stay; what stands free or along a wall goes with its whole group where one part is in the way.

    `kept` are people at a piece of the set: what is there may hide bodies, but no heads, and one may sit in it.
    """
    found = list(pieces)
    used = tuple(kept)
    gone: set[str] = set()
    alone: set[int] = set()
    for index, piece in enumerate(found):
        if piece.layer < Layer.TRIM or piece.group in gone or not _standing_free(piece):
            continue
        if any(_in_the_way(piece, watch, used) for watch in watches):
            gone.add(piece.group) if piece.group else alone.add(index)
    return [p for i, p in enumerate(found) if i not in alone and not (p.group and p.group in gone)]


def _standing_free(piece: Piece) -> bool:
    return piece.layer in {Layer.AT_WALL, Layer.FREE}


def _in_the_way(piece: Piece, watch: Watch, used: tuple[Standing, ...]) -> bool:
    points = corners(piece)
    middle = _mean(points)
    near = min(watch.camera.distance(p) for p in points)
    users = [s for s in used if math.hypot(middle[0] - s.position[0], middle[2] - s.position[2]) < _USED]
    in_use = bool(users)
    if not any(s.sits or s.lying for s in users) and _holds_somebody(piece, points, watch.people):
        return True
    if near > watch.depth * 1.02 + 2.5:
        return False
    box = _seen(points, watch.camera)
    if box is None:
        return False
    if near < 0.62 * watch.depth and not in_use:
        return _in_frame(box)
    before = [person for person in watch.people if _before(piece, middle, person, watch.camera)]
    return any(_hides(box, person, watch.camera, in_use=in_use) for person in before)


def veils(pieces: Iterable[Piece], watches: Sequence[Watch]) -> bool:
    """Whether any of some pieces would be before a head at some moment; a thing is as near as its nearest part."""
    shapes = [(piece, corners(piece)) for piece in pieces]
    for watch in watches:
        camera = watch.camera
        owned = [camera.distance(_mean(points)) for piece, points in shapes if piece.owner]
        nearest = min(owned, default=0.0)
        for piece, points in shapes:
            box = _seen(points, camera)
            if box is None:
                continue
            for person in watch.people:
                first = (
                    nearest <= _furthest(person, camera) + 0.05
                    if piece.owner
                    else (_before(piece, _mean(points), person, camera))
                )
                if first and _hides(box, person, camera, in_use=True):
                    return True
    return False


def _mean(points: Sequence[Vec]) -> Vec:
    n = len(points)
    return (sum(p[0] for p in points) / n, sum(p[1] for p in points) / n, sum(p[2] for p in points) / n)


def _holds_somebody(piece: Piece, points: Sequence[Vec], people: Iterable[Standing]) -> bool:
    """Whether a body would stand in the piece; rugs and what hangs above heads are no obstacle."""
    low, high = min(p[1] for p in points), max(p[1] for p in points)
    if high < 0.12 or low > 1.9:
        return False
    for person in people:
        x, z = _plan(person)
        if low > person.top + 0.05:
            continue
        reach = _BODY if person.placed.pose != "lie" else 0.85
        if isinstance(piece, Block):
            cos, sin = math.cos(math.radians(piece.yaw)), math.sin(math.radians(piece.yaw))
            dx, dz = x - piece.base[0], z - piece.base[2]
            if (
                abs(dx * cos + dz * sin) < piece.width / 2 + reach
                and abs(dz * cos - dx * sin) < piece.depth / 2 + reach
            ):
                return True
        elif min(p[0] for p in points) - reach < x < max(p[0] for p in points) + reach and (
            min(p[2] for p in points) - reach < z < max(p[2] for p in points) + reach
        ):
            return True
    return False


def _plan(person: Standing) -> tuple[float, float]:
    """The middle of a body on the floor."""
    if person.placed.pose != "lie":
        return person.position[0], person.position[2]
    x, _, z = person.head_at()
    return (x + person.position[0]) / 2, (z + person.position[2]) / 2


def _furthest(person: Standing, camera: Camera) -> float:
    """How far the body reaches: one that lies is painted at the distance of its middle, whatever that of its head."""
    return max(camera.distance(person.head_at()), camera.distance(person.position))


def _seen(points: Sequence[Vec], camera: Camera) -> Box | None:
    flat = camera.polygon(points)
    if flat is None:
        return None
    xs, ys = [x for x, _ in flat], [y for _, y in flat]
    return (min(xs), min(ys), max(xs), max(ys))


def _in_frame(box: Box) -> bool:
    return box[2] > 0 and box[0] < WIDTH and box[3] > 0 and box[1] < HEIGHT


def _before(piece: Piece, middle: Vec, person: Standing, camera: Camera) -> bool:
    """Whether a piece is painted after a person."""
    if isinstance(piece, Block) and not person.lying:
        side = side_of(piece, person.position, person.seat, camera.position)
        if side:
            return side < 0
    return camera.distance(middle) <= _furthest(person, camera) + 0.05


def _hides(box: Box, person: Standing, camera: Camera, *, in_use: bool) -> bool:
    head = person.head_box(camera, grow=1.3)
    if head is None or person.off:
        return False
    if overlap(head, box) > 0.02:
        return True
    if in_use:
        return False
    tall = (head[3] - head[1]) / 1.3 / (2 * person.radius)
    middle = (head[0] + head[2]) / 2
    body = (middle - 0.25 * tall, head[1], middle + 0.25 * tall, min(HEIGHT, head[1] + 1.1 * person.top * tall))
    return overlap(body, box) > 0.06

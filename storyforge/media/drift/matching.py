"""The same points of a set in two pictures: where both cameras see one, it must have one colour.

Each piece that both stages have is sampled in the world, each point is projected through both planned cameras, and
kept where both pictures show that very piece there. So a push, a pan or another size changes nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from storyforge.media.drift.colours import HIGH, WIDE, distance
from storyforge.media.drift.views import BACKDROP, HAZE, SCALE
from storyforge.media.previz.camera import NEAR
from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.paint import block_faces
from storyforge.media.previz.solids import Block, Body, Face

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from storyforge.media.drift.colours import Floats
    from storyforge.media.drift.views import Shot
    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.vectors import Vec

_A_METRE = 40.0
"""Points a square metre."""
_FEWEST, _MOST = 12, 240
"""Points of one face of a piece."""
_SEED = 20
_BEFORE = 0.01
_WAYS = ((0.5, 0.0, 0.0), (0.0, 0.5, 0.0), (0.0, 0.0, 0.5))
_AROUND: tuple[Vec, ...] = ((0.0, 0.0, 0.0), *_WAYS, *((-x, -y, -z) for x, y, z in _WAYS))
"""Samples of a ball, in radii from its middle: where it is neither lit nor in its own shadow."""
WALLS = "walls"
_FAR = 1000.0
_DIRECTIONS = np.array(
    [
        (math.sin(yaw) * math.cos(pitch) * _FAR, math.sin(pitch) * _FAR, math.cos(yaw) * math.cos(pitch) * _FAR)
        for yaw in np.radians(np.arange(-180, 180, 3.0))
        for pitch in np.radians(np.arange(-20.5, 20.5, 1.7))
    ]
)
"""Directions from a camera in which it is looked for what is too far away to have a place."""


_Pair: TypeAlias = "tuple[Floats, Floats, NDArray[np.int64], str]"
"""Colours of the same points in two pictures, where they are in the second, and the name of their group."""


@dataclass(frozen=True)
class Matches:
    """Colours of the same points in two pictures, and which group of pieces each belongs to."""

    first: Floats
    second: Floats
    groups: NDArray[np.int32]
    names: tuple[str, ...]
    """What each group is called: a prop's slug, the group of a piece of furniture, `walls`, `backdrop`."""
    places: NDArray[np.int32]
    """Column and row of each point in the second picture."""
    props: frozenset[str] = frozenset()
    """Which of the names are slugs of props."""

    def __len__(self) -> int:
        return len(self.groups)

    @property
    def shift(self) -> Floats:
        """By how much the second picture is lighter, redder and yellower as a whole."""
        found: Floats = np.median(self.second - self.first, axis=0)
        return found

    def residual(self, shift: Floats) -> Floats:
        """How far each point is from its colour, after what the whole picture is off by."""
        return distance(self.first + shift, self.second)


def match(first: Shot, second: Shot) -> Matches:
    """The points of the set that both pictures show."""
    found: list[_Pair] = []
    mine, yours = first.pieces, second.pieces
    chance = np.random.default_rng(_SEED)
    for name, a in mine.items():
        b = yours.get(name)
        if b is None or b.colour != a.colour or abs(first.haze(a) - second.haze(b)) > HAZE:
            continue
        weights = [_weights(a, corners, chance) for corners, _ in _faces(a)]
        seen = _visible(first, a, weights), _visible(second, b, weights)
        both = seen[0][0] & seen[1][0]
        if both.any():
            (_, x, y), (_, u, v) = seen
            place = np.stack((u[both], v[both]), axis=1)
            pair = (first.colours[y[both], x[both]], second.colours[v[both], u[both]])
            found.append((*pair, place, a.owner or a.group or WALLS))
    found += _far_away(first, second)
    names = tuple(dict.fromkeys(group for *_, group in found))
    if not found:
        none = np.zeros((0, 3), np.float32)
        return Matches(none, none, np.zeros(0, np.int32), (), np.zeros((0, 2), np.int32))
    groups = np.concatenate([np.full(len(a), names.index(group), np.int32) for a, *_, group in found])
    places = np.concatenate([place for _, _, place, _ in found]).astype(np.int32)
    props = frozenset(prop.id for prop in second.spec.props)
    colours = (np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found]))
    return Matches(*colours, groups, names, places, props)


def _far_away(first: Shot, second: Shot) -> list[_Pair]:
    """The sky, the sea and the horizon: what lies in the same direction from both cameras."""
    pairs = []
    for shot in (first, second):
        camera = shot.stage.in_set(shot.camera)
        x, y, depth = project(camera, np.array(camera.position) + _DIRECTIONS)
        inside = (depth > NEAR) & (x >= 0) & (x < WIDE) & (y >= 0) & (y < HIGH)
        column, row = np.where(inside, x, 0).astype(np.int64), np.where(inside, y, 0).astype(np.int64)
        seen = inside & (shot.inner[row, column] == shot.number(BACKDROP))
        pairs.append((seen, shot.colours[row, column], np.stack((column, row), axis=1)))
    both = pairs[0][0] & pairs[1][0]
    return [(pairs[0][1][both], pairs[1][1][both], pairs[1][2][both], BACKDROP)] if both.any() else []


def _faces(piece: Piece) -> Iterator[tuple[tuple[Vec, ...], Vec | None]]:
    """The flat parts of a piece with the way each faces; a rounded one is known by points near its middles."""
    match piece:
        case Face():
            yield piece.points, piece.normal
        case Block():
            yield from block_faces(piece)
        case Body():
            yield tuple(_by(centre, way, r) for centre, r in piece.spheres for way in _AROUND), None


def _by(centre: Vec, way: Vec, r: float) -> Vec:
    return (centre[0] + way[0] * r, centre[1] + way[1] * r, centre[2] + way[2] * r)


def _weights(piece: Piece, corners: tuple[Vec, ...], chance: np.random.Generator) -> NDArray[np.float64]:
    """Where the samples of a face lie between its corners, the same in both pictures."""
    if isinstance(piece, Body):
        return np.eye(len(corners))
    a, *rest = (np.array(corner) for corner in corners)
    area = sum(float(np.linalg.norm(np.cross(b - a, c - a))) / 2 for b, c in pairwise(rest))
    count = min(_MOST, max(_FEWEST, math.ceil(area * _A_METRE)))
    return chance.dirichlet(np.ones(len(corners)), count)


def _visible(
    shot: Shot, piece: Piece, weights: list[NDArray[np.float64]]
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
    """Which samples of a piece a picture shows, and in which column and row."""
    number = shot.number(id(piece))
    flags, columns, rows = [], [], []
    for (corners, normal), weight in zip(_faces(piece), weights, strict=True):
        points = weight @ np.array(corners)
        x, y, depth = project(shot.camera, points)
        inside = (depth > NEAR) & (x >= 0) & (x < WIDE) & (y >= 0) & (y < HIGH)
        if normal is not None:
            inside &= (np.array(shot.camera.position) - points) @ np.array(normal) > _BEFORE
        column, row = np.where(inside, x, 0).astype(np.int64), np.where(inside, y, 0).astype(np.int64)
        flags.append(inside & (shot.inner[row, column] == number))
        columns.append(column)
        rows.append(row)
    if not flags:
        empty = np.zeros(0, np.int64)
        return np.zeros(0, np.bool_), empty, empty
    return np.concatenate(flags), np.concatenate(columns), np.concatenate(rows)


def project(camera: Camera, points: Floats | NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Column, row and distance of points of the world in a picture of the size of comparison: `Camera.flat` of many."""
    yaw, pitch, roll = (math.radians(angle) for angle in (camera.yaw, camera.pitch, camera.roll))
    x, y, z = (points - np.array(camera.position)).T
    x, z = x * math.cos(yaw) - z * math.sin(yaw), x * math.sin(yaw) + z * math.cos(yaw)
    y, z = y * math.cos(pitch) - z * math.sin(pitch), y * math.sin(pitch) + z * math.cos(pitch)
    k = camera.focal / np.where(z > NEAR, z, 1.0)
    u, v = x * k, -y * k
    column = (WIDTH / 2 + u * math.cos(roll) - v * math.sin(roll)) * SCALE
    return column, (HEIGHT / 2 + u * math.sin(roll) + v * math.cos(roll)) * SCALE, z

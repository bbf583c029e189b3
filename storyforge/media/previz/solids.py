"""What the world is built of: faces, boxes, rounded bodies and strokes; places, props and figures are made of these.

A piece says on which layer it is painted. Layers below FREE are painted in their order; what is FREE is painted by its
distance from the lens together with the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.vectors import Vec


class Layer(IntEnum):
    """The order of painting, back to front."""

    BACKDROP = 0
    """Hills, far façades: nothing is ever behind them."""
    GROUND = 1
    MARKS = 2
    """On the ground: tiles, lines, kerbs, puddles."""
    CEILING = 3
    WALL = 4
    ON_WALL = 5
    """Windows, doors, pictures."""
    TRIM = 6
    """On what is on the wall: bars, handles, panes."""
    AT_WALL = 7
    """Furniture along a wall: painted by distance, before anything that stands free."""
    FREE = 8
    """Painted by distance, with the figures."""


@dataclass(frozen=True, slots=True)
class Face:
    """A flat convex shape. With `normal` it is seen from that side only (a wall from inside its room)."""

    points: tuple[Vec, ...]
    colour: Colour
    layer: Layer = Layer.WALL
    normal: Vec | None = None
    outlined: bool = False
    owner: str = ""
    group: str = ""
    """Pieces of one group are left out together where one of them is in the way."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line in space, `width` pixels wide at any distance."""

    points: tuple[Vec, ...]
    colour: Colour
    width: float = 1.2
    layer: Layer = Layer.MARKS
    owner: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A box standing on `base` (the middle of its bottom): width, height, depth in metres, turned by `yaw` degrees."""

    base: Vec
    width: float
    height: float
    depth: float
    colour: Colour
    yaw: float = 0.0
    layer: Layer = Layer.FREE
    owner: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The convex hull of a few spheres: one is a ball, two a limb, more a torso or a tree's crown."""

    spheres: tuple[tuple[Vec, float], ...]
    colour: Colour
    layer: Layer = Layer.FREE
    owner: str = ""
    group: str = ""


Piece = Face | Stroke | Block | Body

"""The bench sets are built on: it collects pieces, spots and lamps, and knows the light and the seed.

Everything is placed in a frame: a point of the floor with a direction. In a frame u is to the right as one looks at its
front, y up, and v away from its front, so that furniture is written once and stands anywhere, turned any way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.places.materials import SNOW, tint
from storyforge.media.previz.places.setting import Spot
from storyforge.media.previz.solids import Block, Body, Face, Layer, Stroke
from storyforge.media.previz.vectors import chance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.display import Colour, Rgba
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.vectors import Point, Vec


@dataclass(frozen=True, slots=True)
class Frame:
    """A place to put something: its middle, the way its front faces (degrees, 0 to negative z), layer and group."""

    x: float = 0.0
    z: float = 0.0
    yaw: float = 0.0
    y: float = 0.0
    layer: Layer = Layer.FREE
    group: str = ""

    def point(self, u: float, y: float, v: float) -> Vec:
        """A point of the frame in the set."""
        cos, sin = _turned(self.yaw)
        return (self.x + u * cos - v * sin, self.y + y, self.z + u * sin + v * cos)

    def shift(self, u: float, v: float, yaw: float = 0.0, y: float = 0.0) -> Frame:
        """A frame beside this one, turned further by `yaw`."""
        x, height, z = self.point(u, y, v)
        return replace(self, x=x, z=z, y=height, yaw=self.yaw + yaw)

    def on(self, layer: Layer) -> Frame:
        """The same frame on another layer."""
        return replace(self, layer=layer)

    @property
    def front(self) -> Vec:
        """The direction its front faces."""
        cos, sin = _turned(self.yaw)
        return (sin, 0.0, -cos)


def _turned(yaw: float) -> tuple[float, float]:
    angle = math.radians(yaw)
    return math.cos(angle), math.sin(angle)


@dataclass
class Kit:
    """A set in the making. `states` are what the text says of it: dark, fire, broken, empty, wet, ruined ..."""

    light: Light
    seed: str
    weather: str = ""
    exterior: bool = False
    states: frozenset[str] = frozenset()
    pieces: list[Piece] = field(default_factory=list)
    spots: dict[str, Spot] = field(default_factory=dict)
    lamps: list[Vec] = field(default_factory=list)
    front: list[tuple[tuple[Point, ...], Rgba]] = field(default_factory=list)
    _groups: int = 0

    def chance(self, *key: object) -> float:
        """A number from 0 up to 1, always the same for one seed and key."""
        return chance(self.seed, *key)

    def between(self, low: float, high: float, *key: object) -> float:
        """A number between two, always the same for one seed and key."""
        return low + (high - low) * chance(self.seed, *key)

    def choice(self, options: tuple[Colour, ...], *key: object) -> Colour:
        """One of several colours, always the same for one seed and key."""
        return options[int(chance(self.seed, *key) * len(options))]

    def paint(self, material: Colour, factor: float = 1.0) -> Colour:
        """A material's colour in this light, lighter or darker by a factor."""
        red, green, blue = tint(self.light)
        return (
            min(255, int(material[0] * red * factor)),
            min(255, int(material[1] * green * factor)),
            min(255, int(material[2] * blue * factor)),
        )

    def lit(self, off: Colour = (222, 218, 206)) -> Colour:
        """A lamp's shade: bright in the evening, a plain material by day or where the light is out."""
        return self.light.lit if self.light.dark and "dark" not in self.states else self.paint(off)

    def hazed(self, colour: Colour, share: float) -> Colour:
        """A colour as it looks through much air."""
        return mix(colour, self.light.haze, share)

    def stand(self, x: float, z: float, yaw: float = 0.0, layer: Layer = Layer.FREE) -> Frame:
        """A frame for one object, with a group of its own."""
        self._groups += 1
        return Frame(x, z, yaw, 0.0, layer, f"g{self._groups}")

    def face(
        self,
        points: Iterable[Vec],
        colour: Colour,
        layer: Layer,
        *,
        normal: Vec | None = None,
        outlined: bool = False,
        group: str = "",
    ) -> None:
        """Add a flat convex shape."""
        self.pieces.append(Face(tuple(points), colour, layer, normal, outlined, "", group))

    def ground(
        self,
        x0: float,
        x1: float,
        z0: float,
        z1: float,
        colour: Colour,
        *,
        y: float = 0.0,
        marks: bool = False,
        water: bool = False,
    ) -> None:
        """Add a rectangle of floor; out of doors snow lies on it where it snows, unless it is water."""
        if self.weather == "snow" and self.exterior and not water:
            colour = mix(colour, self.paint(SNOW), 0.3 if marks else 0.78)
        points = ((x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1))
        self.face(points, colour, Layer.MARKS if marks else Layer.GROUND, normal=(0.0, 1.0, 0.0))

    def line(self, points: Iterable[Vec], colour: Colour, width: float = 1.2, layer: Layer = Layer.MARKS) -> None:
        """Add a line."""
        self.pieces.append(Stroke(tuple(points), colour, width, layer))

    def block(
        self,
        at: Frame,
        size: Vec,
        colour: Colour,
        *,
        u: float = 0.0,
        y: float = 0.0,
        v: float = 0.0,
        yaw: float = 0.0,
    ) -> None:
        """Add a box: `size` is width, height, depth; its bottom's middle stands at (u, y, v) of the frame."""
        width, height, depth = size
        self.pieces.append(Block(at.point(u, y, v), width, height, depth, colour, at.yaw + yaw, at.layer, "", at.group))

    def body(self, at: Frame, spheres: Iterable[tuple[Vec, float]], colour: Colour) -> None:
        """Add a rounded body: the hull of spheres given in the frame."""
        placed = tuple((at.point(*centre), radius) for centre, radius in spheres)
        self.pieces.append(Body(placed, colour, at.layer, "", at.group))

    def ball(self, at: Frame, centre: Vec, radius: float, colour: Colour) -> None:
        """Add a ball."""
        self.body(at, ((centre, radius),), colour)

    def rod(self, at: Frame, first: Vec, last: Vec, radius: float, colour: Colour, end: float | None = None) -> None:
        """Add a rod from point to point of the frame; `end` is its radius at the end where it tapers."""
        self.body(at, ((first, radius), (last, radius if end is None else end)), colour)

    def panel(
        self,
        at: Frame,
        box: tuple[float, float, float, float],
        colour: Colour,
        *,
        v: float = 0.0,
        layer: Layer | None = None,
        outlined: bool = False,
        both: bool = False,
    ) -> None:
        """Add an upright rectangle (left, right, bottom, top in the frame), seen from the front, or from `both`."""
        left, right, bottom, top = box
        points = (
            at.point(left, bottom, v),
            at.point(right, bottom, v),
            at.point(right, top, v),
            at.point(left, top, v),
        )
        self.pieces.append(
            Face(
                points, colour, at.layer if layer is None else layer, None if both else at.front, outlined, "", at.group
            )
        )

    def seam(
        self,
        at: Frame,
        points: Iterable[tuple[float, float]],
        colour: Colour,
        *,
        wide: float = 0.014,
        v: float = -0.006,
        layer: Layer | None = None,
    ) -> None:
        """Add a line drawn on an upright surface through (u, y) points, which is seen from the front only."""
        placed = list(points)
        for (u, y), (p, q) in pairwise(placed):
            size = math.hypot(p - u, q - y) or 1.0
            a, b = (q - y) / size * wide / 2, (p - u) / size * wide / 2
            self.shape(at, ((u - a, y + b), (p - a, q + b), (p + a, q - b), (u + a, y - b)), colour, v=v, layer=layer)

    def shape(
        self,
        at: Frame,
        outline: Iterable[tuple[float, float]],
        colour: Colour,
        *,
        v: float = 0.0,
        layer: Layer | None = None,
        both: bool = False,
    ) -> None:
        """Add an upright convex shape given as (u, y) points of the frame."""
        points = tuple(at.point(u, y, v) for u, y in outline)
        chosen = at.layer if layer is None else layer
        self.pieces.append(Face(points, colour, chosen, None if both else at.front, outlined=False, group=at.group))

    def sheet(
        self, at: Frame, box: tuple[float, float, float, float], y: float, colour: Colour, layer: Layer | None = None
    ) -> None:
        """Add a level rectangle (left, right, near, far in the frame) at a height, seen from above."""
        left, right, near, far = box
        points = (at.point(left, y, near), at.point(right, y, near), at.point(right, y, far), at.point(left, y, far))
        self.face(points, colour, at.layer if layer is None else layer, normal=(0.0, 1.0, 0.0), group=at.group)

    def spot(
        self,
        names: str,
        at: Frame,
        u: float = 0.0,
        v: float = 0.0,
        *,
        turn: float = 0.0,
        height: float = 0.0,
        beside: tuple[float, float] | None = None,
        lying: bool = False,
    ) -> None:
        """Name a place in a frame (several names parted by blanks); who is there faces its front plus `turn`."""
        there = at.point(beside[0], -at.y, beside[1]) if beside else None
        spot = Spot(at.point(u, -at.y, v), _angle(at.yaw + turn), height, there, lying)
        for name in names.split():
            self.spots.setdefault(self._free_name(name), spot)

    def _free_name(self, name: str) -> str:
        if name not in self.spots:
            return name
        number = 2
        while f"{name}-{number}" in self.spots:
            number += 1
        return f"{name}-{number}"

    def glow(self, at: Frame, centre: Vec) -> None:
        """Say that a lamp shines there."""
        if "dark" not in self.states:
            self.lamps.append(at.point(*centre))


def _angle(degrees: float) -> float:
    return (degrees + 180) % 360 - 180


def darker(colour: Colour, k: float = 0.8) -> Colour:
    """The colour in shadow."""
    return shade(colour, k)

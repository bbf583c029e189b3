"""The display list: a flat picture as a list of shapes, back to front; renderers know nothing else.

Every shape may belong to somebody (`owner`: a character's or a prop's slug, or a piece of the set), so that the list
can be asked where they are. Coordinates are in a picture of 1280 x 720, whatever size it is rendered at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from storyforge.media.previz.vectors import Point

WIDTH, HEIGHT = 1280, 720
Colour = tuple[int, int, int]
Rgba = tuple[int, int, int, int]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled shape."""

    points: tuple[Point, ...]
    colour: Rgba
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Polyline:
    """A line through points, `width` pixels wide."""

    points: tuple[Point, ...]
    colour: Rgba
    width: float
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Gradient:
    """A band across the whole picture, from one colour at `top` to another at `bottom`."""

    top: float
    bottom: float
    first: Colour
    last: Colour


@dataclass(frozen=True, slots=True)
class Glow:
    """A round light that fades out towards its edge; the fourth number of the colour is its strength."""

    x: float
    y: float
    radius: float
    colour: Rgba


Shape = Polygon | Polyline | Gradient | Glow


@dataclass
class DisplayList:
    """Shapes, back to front."""

    shapes: list[Shape] = field(default_factory=list)
    parts: list[tuple[Hashable, int]] = field(default_factory=list)
    """What the shapes from an index on belong to: the same names in the same take's picture at another moment."""

    def part(self, name: Hashable) -> None:
        """What is added from here on belongs to one thing."""
        self.parts.append((name, len(self.shapes)))

    def add(self, other: DisplayList) -> None:
        """Add all of another list, with what its shapes belong to."""
        start = len(self.shapes)
        self.shapes += other.shapes
        self.parts += [(name, start + index) for name, index in other.parts]

    def polygon(self, points: list[Point] | tuple[Point, ...] | None, colour: Rgba, owner: str = "") -> None:
        """Add a filled shape; one of fewer than three points is nothing."""
        if points and len(points) > 2:
            self.shapes.append(Polygon(tuple(points), colour, owner))

    def polyline(
        self, points: list[Point] | tuple[Point, ...] | None, colour: Rgba, width: float, owner: str = ""
    ) -> None:
        """Add a line; one of fewer than two points is nothing."""
        if points and len(points) > 1:
            self.shapes.append(Polyline(tuple(points), colour, width, owner))

    def gradient(self, top: float, bottom: float, first: Colour, last: Colour) -> None:
        """Add a band."""
        self.shapes.append(Gradient(top, bottom, first, last))

    def glow(self, x: float, y: float, radius: float, colour: Rgba) -> None:
        """Add a light."""
        self.shapes.append(Glow(x, y, radius, colour))

    def bounds(self, owner: str) -> Box | None:
        """The box around all that belongs to somebody, or None."""
        xs: list[float] = []
        ys: list[float] = []
        for shape in self.shapes:
            if isinstance(shape, Polygon | Polyline) and shape.owner == owner:
                xs += [x for x, _ in shape.points]
                ys += [y for _, y in shape.points]
        return (min(xs), min(ys), max(xs), max(ys)) if xs else None

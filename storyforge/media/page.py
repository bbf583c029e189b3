"""A page as data: what stands where, in points from the top left; every renderer draws the same page.

The overlay over a picture is made of the same things, in the picture's 1280 x 720 coordinates.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.media.fonts import Face

Point = tuple[float, float]
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

PAPER = {"a4": (841.89, 595.28), "letter": (792.0, 612.0)}
"""Landscape sheets, width and height in points (ISO 216; ANSI A)."""


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of one direction in one font on one line, in the order in which they are spoken.

    `x` is where they begin as seen from the left, `y` the baseline; `rtl` says that they run from right to left.
    """

    x: float
    y: float
    text: str
    face: Face
    size: float
    colour: Colour
    rtl: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    points: tuple[Point, ...]
    colour: Colour
    width: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled shape."""

    points: tuple[Point, ...]
    colour: Colour


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in its box, which has its proportions; `key` names its bytes among those the renderer is given."""

    box: Box
    key: str


Item = Text | Line | Shape | Picture


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size in points and what is on it, back to front."""

    width: float
    height: float
    items: tuple[Item, ...] = field(default=())
    marks: tuple[str, ...] = ()
    """What begins on it, for a table of contents."""

    def digest(self) -> str:
        """The digest over all that is drawn, fonts by name and index, pictures by their keys."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    def pictures(self) -> list[str]:
        """The keys of its pictures, in order, each once."""
        return list(dict.fromkeys(item.key for item in self.items if isinstance(item, Picture)))


def rectangle(box: Box, colour: Colour) -> Shape:
    """A filled box."""
    left, top, right, bottom = box
    return Shape(((left, top), (right, top), (right, bottom), (left, bottom)), colour)


def frame(box: Box, colour: Colour, width: float) -> Line:
    """The outline of a box, its line inside."""
    left, top, right, bottom = (box[0] + width / 2, box[1] + width / 2, box[2] - width / 2, box[3] - width / 2)
    return Line(((left, top), (right, top), (right, bottom), (left, bottom), (left, top)), colour, width)


def moved(items: Iterable[Item], x: float, y: float, k: float) -> list[Item]:
    """Things of one plane on another: scaled by `k`, then shifted."""

    def at(points: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple((x + px * k, y + py * k) for px, py in points)

    found: list[Item] = []
    for item in items:
        match item:
            case Text():
                found.append(replace(item, x=x + item.x * k, y=y + item.y * k, size=item.size * k))
            case Line():
                found.append(replace(item, points=at(item.points), width=item.width * k))
            case Shape():
                found.append(replace(item, points=at(item.points)))
            case Picture():
                (left, top), (right, bottom) = at((item.box[:2], item.box[2:]))
                found.append(replace(item, box=(left, top, right, bottom)))
    return found

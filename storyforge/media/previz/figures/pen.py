"""The pen: how a figure's parts become shapes: a pale halo, an ink silhouette, then each part in two tones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.contour import Contour
from storyforge.media.previz.hulls import discs

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.display import Colour, DisplayList
    from storyforge.media.previz.vectors import Point, Vec

Spheres = tuple[tuple["Vec", float], ...]
SHADE = 0.70
"""A part's own colour times this is its shaded side."""
_INK_SHARE, _INK_THIN, _INK_THICK = 0.011, 1.2, 4.5
_HALO = 2.1
_TONES_FROM = 60.0
"""Pixels per metre from which parts have two tones; below, a figure is a dozen pixels wide."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something drawn upon a part: a filled shape, or a line where it has a width (in shares of the ink's)."""

    points: tuple[Point, ...] | list[Point]
    colour: Colour
    width: float = 0.0
    outlined: bool = False
    """It stands out of the body and needs the figure's halo and ink."""


@dataclass(frozen=True, slots=True)
class Part:
    """Bodies of one colour that are one thing: outlined together, shaded together.

    `edges` are the bodies that have an inner line, where not all have: a sleeve has none at the shoulder. `tones` turns
    the two tones off for what is flat. `silhouette`: it stands out of the body and needs the figure's outline.
    """

    bodies: tuple[Spheres, ...]
    colour: Colour
    edges: tuple[Spheres, ...] | None = None
    tones: bool = True
    silhouette: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """Parts and marks that are painted together, `depth` metres from the lens."""

    depth: float
    things: Sequence[Part | Mark]


@dataclass
class Pen:
    """Where, through which lens and in which light a figure is drawn; `scale` is pixels per metre at its distance."""

    display: DisplayList
    camera: Camera
    light: Light
    haze: float
    owner: str
    scale: float
    ink: float = field(init=False)
    ink_colour: Colour = field(init=False)

    def __post_init__(self) -> None:
        self.ink = max(_INK_THIN, min(_INK_THICK, self.scale * _INK_SHARE))
        self.ink_colour = mix(self.light.ink, self.light.haze, self.haze * 0.9)

    def tone(self, colour: Colour) -> Colour:
        """A figure's own colour in this light and haze."""
        return mix(shade(colour, self.light.figures), self.light.haze, self.haze)

    def point(self, at: Vec) -> Point:
        """The picture's point of a point of the world that is in front of the lens."""
        seen = self.camera.seen(at)
        return self.camera.flat((seen[0], seen[1], max(seen[2], 0.05)))

    def contour(self, spheres: Spheres) -> Contour | None:
        """The contour of a body; None where it is too near the lens."""
        found = discs(self.camera, spheres)
        return Contour(found) if found else None

    def fill(self, points: Sequence[Point], colour: Colour) -> None:
        """Fill a shape."""
        self.display.polygon(tuple(points), (*colour, 255), self.owner)

    def draw(self, items: Iterable[Item]) -> None:
        """Draw all items: the halo behind all of them, the ink around all of them, then each from far to near."""
        ordered = sorted(_named(items), key=lambda item: -item[1].depth)
        contours: dict[int, list[Contour]] = {}
        for _, item in ordered:
            for thing in item.things:
                if isinstance(thing, Part):
                    contours[id(thing)] = [c for spheres in thing.bodies if (c := self.contour(spheres))]
        if self.haze <= 0.5:
            pale = mix(self.light.halo, self.light.wall, 0.45)
            self._outlines("halo", ordered, contours, self.ink * _HALO, pale)
        self._outlines("ink", ordered, contours, self.ink, self.ink_colour)
        for part, item in ordered:
            self.display.part((self.owner, part))
            for thing in item.things:
                if isinstance(thing, Part):
                    self._part(thing, contours[id(thing)])
                else:
                    self._mark(thing)

    def _outlines(
        self,
        name: str,
        ordered: Sequence[tuple[Hashable, Item]],
        contours: Mapping[int, list[Contour]],
        pixels: float,
        colour: Colour,
    ) -> None:
        """What stands out of the body, some pixels wider."""
        for part, item in ordered:
            self.display.part((self.owner, name, part))
            for thing in item.things:
                if isinstance(thing, Part) and thing.silhouette:
                    for contour in contours[id(thing)]:
                        self.fill(contour.grown(pixels), colour)
        self.display.part((self.owner, name))
        self._around(
            [t for _, item in ordered for t in item.things if isinstance(t, Mark) and t.outlined], pixels, colour
        )

    def _around(self, marks: Iterable[Mark], pixels: float, colour: Colour) -> None:
        for mark in marks:
            points = tuple(mark.points)
            self.display.polyline((*points, points[0], points[1]), (*colour, 255), 2 * pixels, self.owner)

    def _part(self, part: Part, contours: list[Contour]) -> None:
        colour = self.tone(part.colour)
        if self.scale > 90:
            edges = contours
            if part.edges is not None:
                edges = [c for spheres in part.edges if (c := self.contour(spheres))]
            line = mix(self.ink_colour, colour, 0.22)
            for contour in edges:
                self.fill(contour.grown(self.ink * 0.5), line)
        for contour in contours:
            self.fill(contour.grown(), shade(colour, SHADE) if part.tones and self.scale > _TONES_FROM else colour)
        if part.tones and self.scale > _TONES_FROM:
            for contour in contours:
                self.fill(contour.lit(self.light.toward), colour)

    def _mark(self, mark: Mark) -> None:
        if mark.width:
            width = max(1.0, self.ink * mark.width)
            self.display.polyline(tuple(mark.points), (*mark.colour, 255), width, self.owner)
        else:
            self.fill(mark.points, mark.colour)


def _named(items: Iterable[Item]) -> Iterator[tuple[Hashable, Item]]:
    """Items with names that hold from moment to moment: what colours they have, and which of those that have them."""
    seen: dict[Hashable, int] = {}
    for item in items:
        colours = tuple(thing.colour for thing in item.things if isinstance(thing, Part))
        seen[colours] = seen.get(colours, -1) + 1
        yield (colours, seen[colours]), item


def depth_of(camera: Camera, part: Part) -> float:
    """The mean distance of a part's bodies from the lens."""
    found = [camera.distance(centre) for spheres in part.bodies for centre, _ in spheres]
    return sum(found) / len(found)

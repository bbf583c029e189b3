"""Where everything is in a frame, as it was planned: which pixel shows which piece of the set, and whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from storyforge.media.drift.colours import HIGH, WIDE, lab
from storyforge.media.previz.display import WIDTH, DisplayList, Polygon, Polyline
from storyforge.media.previz.figures import head_of
from storyforge.media.previz.ordering import middle
from storyforge.media.previz.paint import Painter
from storyforge.media.previz.solids import Layer
from storyforge.media.previz.take import Take

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from storyforge.media.drift.colours import Floats
    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.display import Box
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.staging import Stage
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.framing import FrameSpec, Moment

    Ids = NDArray[np.int32]

_OPAQUE = 200
"""From this opacity on, a shape hides what is behind it; a shadow or a glow does not."""
_EDGE = 2
"""Pixels of the comparison next to an outline whose colours are mixed by blur and compression."""
SCALE = WIDE / WIDTH
BACKDROP = "backdrop"
HAZE = 0.08
"""What is farther away is fainter, as planned: it is compared where the haze before it differs by no more than this."""


@dataclass(frozen=True)
class Shot:
    """A frame of a shot: its picture, and what it was meant to show.

    `exact` says that it was drawn from its spec, so that everything is where the previz stage has it. A picture by
    anybody else is known by the same plan, but only roughly.
    """

    picture: Image.Image
    spec: FrameSpec
    moment: Moment
    exact: bool = True

    @property
    def t(self) -> float:
        """The moment within the shot."""
        return 1.0 if self.moment == "end" else 0.0

    @cached_property
    def colours(self) -> Floats:
        """The picture in L*a*b*."""
        return lab(self.picture)

    @cached_property
    def stage(self) -> Stage:
        """The shot in the world."""
        return self._take.stage

    @cached_property
    def camera(self) -> Camera:
        """The camera at this moment."""
        return self._take.camera(self.t)

    @cached_property
    def _take(self) -> Take:
        return Take.establishing(self.spec) if self.moment == "establishing" else Take.of(self.spec)

    @cached_property
    def _drawn(self) -> tuple[Ids, dict[Hashable, int]]:
        everybody = frozenset(figure.id for figure in self.stage.figures(self.t))
        return _rasterised(self._take.display(self.t, "dry"), everybody)

    @property
    def ids(self) -> Ids:
        """Pixel by pixel the number of what is seen there, 0 for nothing that is known."""
        return self._drawn[0]

    @cached_property
    def inner(self) -> Ids:
        """The same without the outlines of things, which are neither one colour nor the other."""
        found = self.ids.copy()
        for axis in (0, 1):
            for step in range(1, _EDGE + 1):
                for way in (step, -step):
                    found[np.roll(self.ids, way, axis) != self.ids] = 0
        return found

    @property
    def of_people(self) -> NDArray[np.bool_]:
        """The pixels that show anybody."""
        figures = [self.number(figure.id) for figure in self.stage.figures(self.t)]
        return np.isin(self.ids, figures)

    def number(self, name: Hashable) -> int:
        """The number of a piece of the set, a figure or the backdrop; -1 where it is not painted."""
        return self._drawn[1].get(name, -1)

    @cached_property
    def pieces(self) -> dict[Hashable, Piece]:
        """Pieces by a name that they have in every shot of one place: where they are in the set.

        A thing that was brought for this shot has its slug, or its group, wherever it stands.
        """
        fixed = {_place(middle(piece)) for piece in self.stage.setting.pieces}
        seen: Counter[Hashable] = Counter()
        found: dict[Hashable, Piece] = {}
        for piece in self.stage.pieces:
            place = _place(self.stage.turn.back(middle(piece)))
            where: Hashable = piece.owner or (place if place in fixed else f"brought {piece.group}")
            name = (type(piece).__name__, piece.layer, where)
            found[*name, seen[name]] = piece
            seen[name] += 1
        return found

    @cached_property
    def _painter(self) -> Painter:
        return Painter(DisplayList(), self.camera, self.stage.setting)

    def haze(self, piece: Piece) -> float:
        """How much of the haze lies before a piece, as the artist paints it."""
        if piece.layer in {Layer.GROUND, Layer.BACKDROP}:
            return 0.0
        return self._painter.haze(self.camera.distance(middle(piece)))

    @cached_property
    def hazes(self) -> dict[str, float]:
        """Who is in the picture, and how much of the haze lies before them."""
        figures = self.stage.figures(self.t)
        return {figure.id: self._painter.haze(self.camera.distance(head_of(figure)[0])) for figure in figures}

    @cached_property
    def people(self) -> dict[str, Box]:
        """Who is in the picture, and the box of their head in pixels of the comparison."""
        if self.moment == "establishing":
            return {}
        found: dict[str, Box] = {}
        for figure in self.stage.figures(self.t):
            centre, radius = head_of(figure)
            seen = self.camera.seen(centre)
            if figure.id in found or seen[2] < 0.2:
                continue
            x, y = self.camera.flat(seen)
            r = radius * self.camera.focal / seen[2]
            found[figure.id] = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        return found


def _place(point: Vec) -> tuple[float, float, float]:
    return (round(point[0], 2), round(point[1], 2), round(point[2], 2))


def _rasterised(display: DisplayList, everybody: frozenset[str]) -> tuple[Ids, dict[Hashable, int]]:
    """Every opaque shape of a picture as the number of the piece or the person that it is part of, nearest on top."""
    canvas = Image.new("I", (WIDE, HIGH))
    draw = ImageDraw.Draw(canvas)
    numbers: dict[Hashable, int] = {}
    parts = iter(sorted(display.parts, key=lambda part: part[1]))
    name: Hashable = ""
    following = next(parts, None)
    for index, shape in enumerate(display.shapes):
        while following is not None and following[1] <= index:
            name, following = following[0], next(parts, None)
        if not isinstance(shape, Polygon | Polyline) or shape.colour[3] < _OPAQUE:
            continue
        number = numbers.setdefault(shape.owner if shape.owner in everybody else name, len(numbers) + 1)
        points = [(x * SCALE, y * SCALE) for x, y in shape.points]
        if isinstance(shape, Polygon):
            draw.polygon(points, fill=number)
        elif shape.width * SCALE >= 1:
            draw.line(points, fill=number, width=round(shape.width * SCALE))
    return np.asarray(canvas, np.int32), numbers

"""In-betweens: the picture between two moments of a take, its shapes on the way from where they were to where they go.

To work out a moment anew costs as much as to paint it, and over a quarter of a second every point goes nearly straight.
Shapes are matched by the thing they belong to. Where the two pictures can't be matched well (a large shape is cut
otherwise) there is no in-between, and the moment is drawn anew.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from PIL import Image, ImageMath

from storyforge.media.clips_matching import box_of, matched
from storyforge.media.clips_outlines import united
from storyforge.media.previz.display import HEIGHT, WIDTH, Glow, Gradient, Polygon, Polyline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.media.previz.display import Box, DisplayList, Rgba, Shape
    from storyforge.media.previz.raster import Canvas
    from storyforge.media.previz.vectors import Point

_Lined: TypeAlias = Polygon | Polyline
_STRAY = 0.25
"""Two outlines of as many points are the same if their points go alike, but for this share of their distance."""
_LOOSE = 6.0
"""And for so many pixels."""
_LARGEST = 0.05
"""A shape of more than this share of the picture must be matched point by point."""
_LONELY = 0.01
"""A shape of more than this share of the picture does not come or go midway."""
_ROUND = 14
"""An outline of so many points is round enough to be fitted into a box."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A shape whose points are a stretch of all numbers; which of two colours it has turns midway."""

    start: int
    end: int
    first: Rgba
    last: Rgba
    width: float
    """Of a line; 0 for an outline that is filled."""
    from_: float = 0.0
    until: float = 2.0


class _Same:
    """A shape that is the same at both moments."""

    __slots__ = ("_drawn", "_for", "box", "shape")

    def __init__(self, shape: _Lined) -> None:
        self.shape = shape
        self.box = box_of(shape.points)
        self._drawn: list[Point] = []
        self._for: tuple[float, float, float] | None = None

    def paint(self, canvas: Canvas) -> None:
        """Paint it, unless it lies outside of what is painted."""
        k, (dx, dy) = canvas.k, canvas.shift
        left, top, right, bottom = self.box
        margin = self.shape.width if isinstance(self.shape, Polyline) else 0.0
        if (right + margin) * k < dx or (bottom + margin) * k < dy:
            return
        if (left - margin) * k > dx + canvas.wide or (top - margin) * k > dy + canvas.high:
            return
        if self._for != (k, dx, dy):
            self._for = (k, dx, dy)
            self._drawn = [(x * k - dx, y * k - dy) for x, y in self.shape.points]
        if isinstance(self.shape, Polyline):
            canvas.line(self._drawn, self.shape.colour, self.shape.width)
        else:
            canvas.polygon(self._drawn, self.shape.colour)


class Between:
    """The moments between two pictures of one take; `sound` says whether they can be had."""

    def __init__(self, first: DisplayList, last: DisplayList) -> None:
        self.sound = True
        self._from: list[float] = []
        self._to: list[float] = []
        self._view: tuple[float, ...] = ()
        self._tracks: list[_Run | _Same | tuple[Shape, Shape]] = []
        for one, other, way in matched(first, last):
            if one is not None and other is not None:
                self._both(one, other)
            elif one is not None and way:
                self._lone(one, way, early=True)
            elif other is not None and way:
                self._lone(other, way, early=False)

    @cached_property
    def changed(self) -> Box:
        """The box around all that is not the same at both moments."""
        if any(isinstance(track, tuple) and track[0] != track[1] for track in self._tracks):
            return (0, 0, WIDTH, HEIGHT)
        runs = [track for track in self._tracks if isinstance(track, _Run)]
        if not runs:
            return (0, 0, 0, 0)
        xs, ys = (self._reach([(run.start + odd, run.end) for run in runs]) for odd in (0, 1))
        return (xs[0], ys[0], xs[1], ys[1])

    def _reach(self, runs: list[tuple[int, int]]) -> tuple[float, float]:
        """The least and the most of every second number of some runs, at both moments."""
        numbers = [n for start, end in runs for row in (self._from, self._to) for n in row[start:end:2]]
        return min(numbers), max(numbers)

    def paint(self, canvas: Canvas, w: float) -> None:
        """Paint the picture at `w`, from 0 (the first) to 1 (the last)."""
        numbers = self._numbers(canvas, w)
        for track in self._tracks:
            if isinstance(track, _Same):
                track.paint(canvas)
            elif isinstance(track, tuple):
                _soft(canvas, *track, w)
            elif track.from_ <= w < track.until:
                points = numbers[track.start : track.end]
                colour = track.first if w < 0.5 else track.last
                if track.width:
                    canvas.line(points, colour, track.width)
                else:
                    canvas.polygon(points, colour)

    def _numbers(self, canvas: Canvas, w: float) -> memoryview[float]:
        """All points at `w`, one number after the other, in pixels of the canvas.

        Pillow reckons with rows of numbers as with pictures, ten times quicker than a loop.
        """
        view = (canvas.k, *canvas.shift)
        if self._view != view:
            self._view, (dx, dy) = view, canvas.shift
            first, last = _row(self._from), _row(self._to)
            shift = _row((dx, dy) * (len(self._from) // 2))
            self._start = ImageMath.lambda_eval(lambda row: row["a"] * canvas.k - row["b"], a=first, b=shift)
            self._going = ImageMath.lambda_eval(lambda row: (row["b"] - row["a"]) * canvas.k, a=first, b=last)
        now = ImageMath.lambda_eval(lambda row: row["start"] + row["going"] * w, start=self._start, going=self._going)
        return memoryview(now.tobytes()).cast("f")

    def _both(self, one: Shape, other: Shape) -> None:
        if not isinstance(one, Polygon | Polyline) or not isinstance(other, Polygon | Polyline):
            self._tracks.append((one, other))
        elif one == other:
            self._tracks.append(_Same(one))
        else:
            a, b = self._corresponding(one, other)
            self._run(a, b, one, other.colour)

    def _corresponding(self, one: _Lined, other: _Lined) -> tuple[Sequence[Point], Sequence[Point]]:
        """The points of both so that they correspond, one by one."""
        a, b = one.points, other.points
        if len(a) == len(b) and _alike(a, b):
            return a, b
        if isinstance(one, Polygon) and max(len(a), len(b)) < _ROUND:
            both = united(a, b)
            if both is not None:
                return both
        before, after = box_of(a), box_of(b)
        if max(_seen(before), _seen(after)) > _LARGEST and min(len(a), len(b)) < _ROUND:
            self.sound = False
        return a, _fitted(a, before, after)

    def _run(self, a: Sequence[Point], b: Sequence[Point], one: _Lined, last: Rgba, **seen: float) -> None:
        start = len(self._from)
        self._from += chain.from_iterable(a)
        self._to += chain.from_iterable(b)
        width = one.width if isinstance(one, Polyline) else 0.0
        self._tracks.append(_Run(start, len(self._from), one.colour, last, width, **seen))

    def _lone(self, shape: Shape, way: Point, *, early: bool) -> None:
        """A shape that only one moment has goes as its neighbours do.

        It is there all the time if at the other moment it is outside the picture; one that is turned away or hidden
        there is seen until midway, or from then on.
        """
        if not isinstance(shape, Polygon | Polyline):
            self._tracks.append((shape, shape))
            return
        here = shape.points
        sign = 1 if early else -1
        there = [(x + sign * way[0], y + sign * way[1]) for x, y in here]
        seen = {} if _seen(box_of(there)) == 0 else {"until": 0.5} if early else {"from_": 0.5}
        if seen and _seen(box_of(here)) > _LONELY:
            self.sound = False
        self._run(here if early else there, there if early else here, shape, shape.colour, **seen)


def _row(numbers: Iterable[float]) -> Image.Image:
    values = array("f", numbers)
    return Image.frombytes("F", (max(1, len(values)), 1), values.tobytes() or bytes(4))


def _soft(canvas: Canvas, a: Shape, b: Shape, w: float) -> None:
    """Paint a band or a light on its way."""
    if isinstance(a, Gradient) and isinstance(b, Gradient):
        first, last = _mixed(a.first, b.first, w), _mixed(a.last, b.last, w)
        canvas.band(Gradient(a.top + (b.top - a.top) * w, a.bottom + (b.bottom - a.bottom) * w, first, last))
    elif isinstance(a, Glow) and isinstance(b, Glow):
        x, y, radius = a.x + (b.x - a.x) * w, a.y + (b.y - a.y) * w, a.radius + (b.radius - a.radius) * w
        canvas.light(Glow(x, y, radius, a.colour))


def _mixed(a: tuple[int, int, int], b: tuple[int, int, int], w: float) -> tuple[int, int, int]:
    if a == b:
        return a
    return (round(a[0] + (b[0] - a[0]) * w), round(a[1] + (b[1] - a[1]) * w), round(a[2] + (b[2] - a[2]) * w))


def _alike(a: Sequence[Point], b: Sequence[Point]) -> bool:
    """Whether points of two outlines are the same points: three of them go alike."""
    first, others = (b[0][0] - a[0][0], b[0][1] - a[0][1]), (len(a) // 3, 2 * len(a) // 3, len(a) - 1)
    for i in others:
        far = abs(a[i][0] - a[0][0]) + abs(a[i][1] - a[0][1])
        strays = abs(b[i][0] - a[i][0] - first[0]) + abs(b[i][1] - a[i][1] - first[1])
        if strays > _LOOSE + _STRAY * far:
            return False
    return True


def _fitted(points: Sequence[Point], before: Box, after: Box) -> list[Point]:
    """Points that fill one box, as they would fill another."""
    wide, high = before[2] - before[0], before[3] - before[1]
    kx, ky = (after[2] - after[0]) / wide if wide else 1.0, (after[3] - after[1]) / high if high else 1.0
    return [(after[0] + (x - before[0]) * kx, after[1] + (y - before[1]) * ky) for x, y in points]


def _seen(box: Box) -> float:
    """The share of the picture that a box covers."""
    wide = min(box[2], WIDTH) - max(box[0], 0)
    high = min(box[3], HEIGHT) - max(box[1], 0)
    return wide * high / (WIDTH * HEIGHT) if wide > 0 and high > 0 else 0.0

"""Which shape of one picture is which of another, a moment later: by the thing they belong to, then by their order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.media.previz.display import Glow, Polygon, Polyline

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from storyforge.media.previz.display import Box, DisplayList, Shape
    from storyforge.media.previz.vectors import Point

Row = tuple["Shape | None", "Shape | None", "Point | None"]
"""A shape at the first moment and at the last; how far it goes, where only one of them has it."""
_AHEAD = 6
"""How many shapes of a thing may come or go at once."""
_TONE = 14
"""How much haze may change a colour between the two moments."""
_SIZE = 1.5
_FAR = 260.0
"""Pixels beyond which no shape goes between two moments of a move that is not a whip pan."""


def box_of(points: Sequence[Point]) -> Box:
    """The box around points."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def matched(first: DisplayList, last: DisplayList) -> list[Row]:
    """All shapes of both, back to front as in the first; what only the last has stands after what it follows there."""
    a, b = _parts(first), _parts(last)
    rows: dict[Hashable, list[Row]] = {name: _rows(a[name], b[name]) for name in a if name in b}
    ways = _Ways(rows)
    order = list(a)
    for name in order:
        if name not in b:
            rows[name] = [(shape, None, ways.near(shape)) for shape in a[name]]
    at = 0
    for name, shapes in b.items():
        if name in a:
            at = order.index(name) + 1
        else:
            rows[name] = [(None, shape, ways.near(shape)) for shape in shapes]
            order.insert(at, name)
            at += 1
    return [row for name in order for row in rows[name]]


def _parts(display: DisplayList) -> dict[Hashable, list[Shape]]:
    """Thing -> its shapes, in the order of painting; one that is painted in two places is two things."""
    found: dict[Hashable, list[Shape]] = {}
    marks = [*display.parts, ("", len(display.shapes))]
    for (name, start), (_, end) in pairwise(marks):
        if end == start:
            continue
        key: Hashable = name
        while key in found:
            key = (key, "again")
        found[key] = display.shapes[start:end]
    return found


def _rows(a: list[Shape], b: list[Shape]) -> list[Row]:
    if len(a) == len(b) and all(type(x) is type(y) for x, y in zip(a, b, strict=True)):
        return [(x, y, None) for x, y in zip(a, b, strict=True)]
    rows = list(_aligned(a, b))
    ways = [_way(x, y) for x, y in rows if x is not None and y is not None]
    mean = (sum(x for x, _ in ways) / len(ways), sum(y for _, y in ways) / len(ways)) if ways else (0.0, 0.0)
    return [(x, y, mean) for x, y in rows]


def _aligned(a: list[Shape], b: list[Shape]) -> Iterator[tuple[Shape | None, Shape | None]]:
    """Walk both in step; where they differ, some of one or the other have gone or come."""
    i = j = 0
    while i < len(a) and j < len(b):
        skip = next((s for s in _SKIPS if _same(a, i + s[0], b, j + s[1])), None)
        if skip is None:
            break
        yield from ((shape, None) for shape in a[i : i + skip[0]])
        yield from ((None, shape) for shape in b[j : j + skip[1]])
        i, j = i + skip[0], j + skip[1]
        yield a[i], b[j]
        i, j = i + 1, j + 1
    yield from ((shape, None) for shape in a[i:])
    yield from ((None, shape) for shape in b[j:])


_SKIPS = sorted(((i, j) for i in range(_AHEAD) for j in range(_AHEAD)), key=lambda skip: (sum(skip), skip))


def _same(a: list[Shape], i: int, b: list[Shape], j: int) -> bool:
    if i >= len(a) or j >= len(b):
        return False
    one, other = a[i], b[j]
    if not isinstance(one, Polygon | Polyline) or not isinstance(other, Polygon | Polyline):
        return type(one) is type(other)
    if type(one) is not type(other) or one.owner != other.owner:
        return False
    if any(abs(x - y) > _TONE for x, y in zip(one.colour, other.colour, strict=True)):
        return False
    before, after = box_of(one.points), box_of(other.points)
    return all(_goes(before[k], before[k + 2], after[k], after[k + 2]) for k in (0, 1))


def _goes(low: float, high: float, then_low: float, then_high: float) -> bool:
    """Whether one stretch can become the other: about as long, and not far away."""
    size, then = high - low, then_high - then_low
    near = abs(low + high - then_low - then_high) <= 2 * _FAR
    return near and max(size, then) <= _SIZE * min(size, then) + 8


def _way(one: Shape, other: Shape) -> Point:
    (ax, ay), (bx, by) = _middle(one), _middle(other)
    return (bx - ax, by - ay)


def _middle(shape: Shape) -> Point:
    match shape:
        case Polygon() | Polyline():
            left, top, right, bottom = box_of(shape.points)
            return ((left + right) / 2, (top + bottom) / 2)
        case Glow():
            return (shape.x, shape.y)
    return (0.0, 0.0)


class _Ways:
    """How things go, by where they are: one that only one moment has goes as the nearest that both have."""

    def __init__(self, rows: dict[Hashable, list[Row]]) -> None:
        self._rows = rows
        self._known: list[tuple[Point, Point]] = []

    def near(self, shape: Shape) -> Point:
        """The way of the nearest thing."""
        self._known = self._known or list(self._all())
        x, y = _middle(shape)
        nearest = min(self._known, key=lambda known: abs(known[0][0] - x) + abs(known[0][1] - y), default=None)
        return nearest[1] if nearest else (0.0, 0.0)

    def _all(self) -> Iterator[tuple[Point, Point]]:
        for part in self._rows.values():
            one, other, _ = part[0]
            if isinstance(one, Polygon | Polyline) and isinstance(other, Polygon | Polyline):
                yield _middle(one), _way(one, other)

"""Who is where in a picture: answered from the display list and the world it was painted from, never from pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import solid
from storyforge.media.previz.display import HEIGHT, WIDTH, DisplayList, Polygon, Polyline
from storyforge.media.previz.figures import figure_bodies, head_of
from storyforge.media.previz.hulls import discs, outline
from storyforge.media.previz.ordering import Placing, by_distance
from storyforge.media.previz.paint import Painter, paint
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.display import Box, Shape
    from storyforge.media.previz.figures.figure import Figure
    from storyforge.media.previz.staging import Stage
    from storyforge.media.previz.vectors import Point

_SAMPLES: tuple[Point, ...] = (
    (0.0, 0.0),
    *((0.45 * math.cos(i * math.tau / 6), 0.45 * math.sin(i * math.tau / 6)) for i in range(6)),
    *((0.85 * math.cos(i * math.tau / 10), 0.85 * math.sin(i * math.tau / 10)) for i in range(10)),
)
"""Points of a head that are asked whether something lies over them, in radii from its middle."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where somebody or something is: the box of all its shapes, of the head, metres away, and how much is hidden.

    A thing has no head: `head` is None and `hidden` 0. `scale` is how many pixels one metre is long there.
    """

    box: Box
    head: Box | None
    distance: float
    hidden: float
    scale: float


def where(stage: Stage, t: float) -> dict[str, Seen]:
    """Slug -> where it is, for every character and thing in the picture at a moment."""
    return _found(stage, t, paint(stage, t))


def whereabouts(stage: Stage, t: float) -> dict[str, Seen]:
    """The same without painting, from plain bodies: boxes have no hair, hats and skirts; heads are where they are."""
    display, camera = DisplayList(), stage.camera(t)
    painter = Painter(display, camera, stage.setting)
    free = [piece for piece in stage.pieces if piece.layer is Layer.FREE]
    for item in by_distance(free, stage.figures(t), camera):
        if isinstance(item, Placing):
            _silhouette(display, item.figure, camera)
        else:
            painter.piece(item)
    for points, colour in stage.front:
        display.polygon(points, colour)
    return _found(stage, t, display)


def _silhouette(display: DisplayList, figure: Figure, camera: Camera) -> None:
    for body in figure_bodies(figure):
        circles = discs(camera, body.spheres)
        if circles:
            display.polygon(outline(circles), solid(body.colour), figure.id)


def _found(stage: Stage, t: float, display: DisplayList) -> dict[str, Seen]:
    camera = stage.camera(t)
    boxes, last = _bounds(display)
    found: dict[str, Seen] = {}
    for figure in stage.figures(t):
        if figure.id in boxes and figure.id not in found:
            found[figure.id] = _person(figure, boxes[figure.id], display.shapes[last[figure.id] + 1 :], camera)
    for prop in stage.spec.props:
        if prop.id in boxes:
            box = boxes[prop.id]
            depth = stage.rig.depth
            found[prop.id] = Seen(box, None, depth, 0.0, camera.focal / depth)
    return found


def _bounds(display: DisplayList) -> tuple[dict[str, Box], dict[str, int]]:
    """The box around all shapes of each owner, and the index of its last shape, in one pass."""
    boxes: dict[str, Box] = {}
    last: dict[str, int] = {}
    for index, shape in enumerate(display.shapes):
        if not isinstance(shape, Polygon | Polyline) or not shape.owner:
            continue
        owner = shape.owner
        last[owner] = index
        xs, ys = [p[0] for p in shape.points], [p[1] for p in shape.points]
        box = (min(xs), min(ys), max(xs), max(ys))
        before = boxes.get(owner, box)
        boxes[owner] = (
            min(before[0], box[0]), min(before[1], box[1]), max(before[2], box[2]), max(before[3], box[3])
        )  # fmt: skip
    return boxes, last


def _person(figure: Figure, box: Box, over: Sequence[Shape], camera: Camera) -> Seen:
    centre, radius = head_of(figure)
    distance = camera.distance(centre)
    if distance < 0.2:
        return Seen(box, None, distance, 1.0, 0.0)
    x, y = camera.flat(camera.seen(centre))
    size = radius * camera.focal / distance
    head = (x - size, y - size, x + size, y + size)
    return Seen(box, head, distance, _hidden((x, y), size, figure.id, over), camera.focal / distance)


def _hidden(middle: Point, size: float, owner: str, over: Sequence[Shape]) -> float:
    """The share of a head that opaque shapes cover which are painted after it and belong to somebody else."""
    x, y = middle
    points = [(x + size * u, y + size * v) for u, v in _SAMPLES]
    points = [p for p in points if 0 <= p[0] < WIDTH and 0 <= p[1] < HEIGHT]
    left = list(points)
    for shape in over:
        if not isinstance(shape, Polygon) or shape.owner == owner or shape.colour[3] < 200 or not left:
            continue
        xs, ys = [p[0] for p in shape.points], [p[1] for p in shape.points]
        if max(xs) < x - size or min(xs) > x + size or max(ys) < y - size or min(ys) > y + size:
            continue
        left = [p for p in left if not _within(p, shape.points)]
    return 1 - len(left) / len(points) if points else 0.0


def _within(point: Point, corners: Sequence[Point]) -> bool:
    """Whether a point lies in a polygon, by the number of edges to its right."""
    x, y = point
    within = False
    ax, ay = corners[-1]
    for bx, by in corners:
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            within = not within
        ax, ay = bx, by
    return within

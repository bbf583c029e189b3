"""Arrows over a picture: where a figure goes, along the floor, and what the camera does, along the frame.

What each camera move looks like follows storyboard usage: corner arrows for a push or a pull, an arrow along the edge
for pan and tilt, an arrow on rails for a track, an upright one for a crane, a frame within the frame for a zoom, a wavy
line for a hand-held camera.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.page import Line, Shape

if TYPE_CHECKING:
    from storyforge.media.page import Box, Colour, Item, Point

RED: Colour = (214, 40, 40)
WHITE: Colour = (255, 255, 255)
WIDTH, HEIGHT = 1280.0, 720.0
_EDGE = 46.0
"""Pixels from the frame's edge to the middle of an arrow along it."""
_RIM = 4.0
"""The white outline, so that red is seen on red."""
_FLAT = 0.45
"""How much lower than wide an arrow on the floor is."""


def outlined(points: list[Point], colour: Colour = RED) -> list[Item]:
    """A filled shape with a white rim."""
    closed = (*points, points[0])
    return [Line(closed, WHITE, 2 * _RIM), Shape(tuple(points), colour)]


def stroke(points: list[Point], width: float, colour: Colour = RED) -> list[Item]:
    """A line with a white rim."""
    return [Line(tuple(points), WHITE, width + 2 * _RIM), Line(tuple(points), colour, width)]


def arrow(start: Point, end: Point, wide: float, *, narrow: float = 0.0, flat: float = 1.0) -> list[Item]:
    """A solid arrow: its shaft is `narrow` at the tail and `wide` at the head; `flat` lays it down on the floor."""
    dx, dy = end[0] - start[0], (end[1] - start[1]) / flat
    length = math.hypot(dx, dy)
    if length < 1:
        return []
    ux, uy = dx / length, dy / length
    head = min(2.6 * wide, 0.6 * length)
    neck = length - head
    tail = (narrow or wide) / 2
    outline = [
        (0.0, tail), (neck, wide / 2), (neck, 1.25 * wide), (length, 0.0), (neck, -1.25 * wide), (neck, -wide / 2),
        (0.0, -tail),
    ]  # fmt: skip
    return outlined([(start[0] + a * ux - b * uy, start[1] + (a * uy + b * ux) * flat) for a, b in outline])


def along_floor(start: Point, end: Point, scales: tuple[float, float]) -> list[Item]:
    """A figure's way; `scales` are the pixels of a metre at its start and its end."""
    clipped = clip(start, end, (_EDGE / 2, _EDGE / 2, WIDTH - _EDGE / 2, HEIGHT - _EDGE / 2))
    if clipped is None or math.dist(*clipped) < 36:
        return []
    narrow, wide = (min(26.0, max(9.0, 0.09 * scale)) for scale in scales)
    return arrow(*clipped, wide, narrow=0.7 * narrow, flat=_FLAT)


def clip(start: Point, end: Point, box: Box) -> tuple[Point, Point] | None:
    """The part of a way that lies within a box (Liang and Barsky), or None."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    first, last = 0.0, 1.0
    for step, room in (
        (-dx, start[0] - box[0]),
        (dx, box[2] - start[0]),
        (-dy, start[1] - box[1]),
        (dy, box[3] - start[1]),
    ):
        if step == 0:
            if room < 0:
                return None
            continue
        t = room / step
        first, last = (max(first, t), last) if step < 0 else (first, min(last, t))
    if first > last:
        return None
    return (start[0] + dx * first, start[1] + dy * first), (start[0] + dx * last, start[1] + dy * last)


def camera_arrows(kind: str, toward: str) -> tuple[list[Item], list[Box]]:
    """The arrows of a camera move, and the boxes they fill; nothing for a camera that stands.

    `kind` is static, push-in, pull-out, pan, whip, tilt, track, crane, zoom or handheld; `toward` its direction.
    """
    draw = {
        "push-in": _corners, "pull-out": _corners, "pan": _pan, "whip": _pan, "tilt": _tilt, "crane": _crane,
        "track": _track, "zoom": _zoom, "handheld": _wave,
    }.get(kind)  # fmt: skip
    if draw is None:
        return [], []
    items = draw(kind, toward)
    # Corner arrows and a frame within the frame are each made of pieces far apart.
    pieces = [items[at : at + 2] for at in range(0, len(items), 2)]
    return items, [bounds(piece) for piece in pieces]


def bounds(items: list[Item]) -> Box:
    """The box that arrows fill, their rims included."""
    points = [point for item in items if isinstance(item, Line | Shape) for point in item.points]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs) - _RIM, min(ys) - _RIM, max(xs) + _RIM, max(ys) + _RIM)


def _ends(toward: str, low: float, high: float) -> tuple[float, float]:
    return (high, low) if toward in {"left", "up", "out"} else (low, high)


def _corners(kind: str, _toward: str) -> list[Item]:
    items: list[Item] = []
    for sx in (-1, 1):
        for sy in (-1, 1):
            outer = (WIDTH / 2 + sx * (WIDTH / 2 - 26), HEIGHT / 2 + sy * (HEIGHT / 2 - 26))
            inner = (WIDTH / 2 + sx * (WIDTH / 2 - 150), HEIGHT / 2 + sy * (HEIGHT / 2 - 106))
            items += arrow(outer, inner, 17) if kind == "push-in" else arrow(inner, outer, 17)
    return items


def _pan(kind: str, toward: str) -> list[Item]:
    y = HEIGHT - _EDGE
    first, last = _ends(toward, 440.0, 840.0)
    items = arrow((first, y), (last, y), 18)
    if kind == "whip":
        way = math.copysign(1.0, last - first)
        for up, short in ((-15.0, 40.0), (15.0, 40.0)):
            items += stroke([(first - way * 110, y + up), (first - way * short, y + up)], 5)
    return items


def _tilt(_kind: str, toward: str) -> list[Item]:
    first, last = _ends(toward, 200.0, 520.0)
    return arrow((WIDTH - _EDGE, first), (WIDTH - _EDGE, last), 18)


def _crane(_kind: str, toward: str) -> list[Item]:
    first, last = _ends(toward, 190.0, 530.0)
    x = WIDTH - _EDGE - 6
    return [*stroke([(x - 34, first), (x + 34, first)], 8), *arrow((x, first), (x, last), 18)]


def _track(_kind: str, toward: str) -> list[Item]:
    if toward in {"in", "out"}:
        return _track_deep(toward)
    y = HEIGHT - _EDGE
    items: list[Item] = []
    for index in range(9):
        x = 432.0 + index * 52
        items += stroke([(x - 7, y + 26), (x + 7, y - 26)], 4)
    for rail in (-17.0, 17.0):
        items += stroke([(410 - rail * 0.3, y + rail), (870 - rail * 0.3, y + rail)], 4)
    first, last = _ends(toward, 400.0, 880.0)
    return [*items, *arrow((first, y), (last, y), 15)]


def _track_deep(toward: str) -> list[Item]:
    x = WIDTH / 2
    items: list[Item] = []
    for index in range(5):
        y = 696.0 - 24 * index
        half = 74.0 - 9 * index
        items += stroke([(x - half, y), (x + half, y)], 4)
    for side in (-1, 1):
        items += stroke([(x + side * 62, 704), (x + side * 30, 590)], 4)
    first, last = (706.0, 572.0) if toward == "in" else (582.0, 708.0)
    return [*items, *arrow((x, first), (x, last), 15, flat=0.8)]


def _zoom(_kind: str, toward: str) -> list[Item]:
    """The corners of a frame within the frame, and an arrow to or from each; whole lines would cross faces."""
    items: list[Item] = []
    for sx in (-1, 1):
        for sy in (-1, 1):
            x, y = WIDTH / 2 + sx * WIDTH * 0.3, HEIGHT / 2 + sy * HEIGHT * 0.3
            items += stroke([(x - sx * 70, y), (x, y), (x, y - sy * 50)], 5)
            near, far = (x + sx * 44, y + sy * 26), (x + sx * 204, y + sy * 114)
            items += arrow(near, far, 9) if toward == "out" else arrow(far, near, 9)
    return items


def _wave(_kind: str, _toward: str) -> list[Item]:
    y = HEIGHT - _EDGE
    return stroke([(520.0 + x, y + 11 * math.sin(x / 240 * math.tau * 3)) for x in range(0, 241, 4)], 7)

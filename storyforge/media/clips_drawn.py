"""The frames of a shot that is drawn from its scene's geometry: true parallax, and figures that walk.

Moments a sixth or a third of a second apart are worked out anew, those between them are in-betweens, as animators call
them. The first and the last frame are the shot's anchor frames.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image

from storyforge.media.clips_between import Between
from storyforge.media.previz.display import WIDTH
from storyforge.media.previz.raster import Canvas, render
from storyforge.media.previz.take import Take

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.media.clips import Held
    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.display import Box, DisplayList
    from storyforge.media.previz.raster import Window
    from storyforge.model.framing import FrameSpec

_TWOS = 2
"""Figures are drawn on twos, twelve drawings a second, as in hand-drawn film; the camera moves on every frame."""
_OF_FIGURES = 6
"""Frames between two key drawings where somebody moves: a step takes twelve, and its middle is a key too."""
_OF_CAMERA = 12
"""Where only the camera does: its speed is followed in between, so that half a second is near enough."""
_OF_CURVES = {"whip": 2, "hand": 3, "crane": 6, "boom": 6}
"""Where it goes in curves, or back and forth."""
_LEAST = 3
"""Frames below which it isn't worth while to look for an in-between once more."""
_DEGREE, _PIXEL = 0.05, 0.002
_STANDS = 1e-8
_AIR = 3
_MOST_CHANGED = 0.6
"""A picture of which more than this share changes is painted whole."""


def drawn(spec: FrameSpec, width: int, height: int) -> Iterator[Held]:
    """The frames of a shot, each with the number of frames it is held."""
    wide = min(width, height * 16 // 9)
    for picture, held in _exposures(Take.of(spec), wide):
        yield framed(picture, width, height).tobytes(), held


def framed(picture: Image.Image, width: int, height: int) -> Image.Image:
    """A picture in the middle of a frame, with black where it does not reach."""
    if picture.size == (width, height):
        return picture
    frame = Image.new("RGB", (width, height))
    frame.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    return frame


def _exposures(take: Take, width: int) -> Iterator[tuple[Image.Image, int]]:
    """All pictures of a take, and for how many frames each is held."""
    frames = take.spec.frames
    picture = render(take.display(0.0), width)
    if frames == 1 or not (take.camera_moves or take.figures_move or take.alive):
        yield picture, frames
        return
    last = frames - 1
    display = take.display(0.0, "dry")
    keys = _keys(take, last)
    at = keys.pop(0)
    while keys:
        stretch = (at, keys[0])
        if _stands(take, *stretch):
            yield from _held(take, display, stretch, picture)
            at = keys.pop(0)
            continue
        then = take.display(stretch[1] / last, "dry")
        between = Between(display, then)
        if not between.sound and stretch[1] - stretch[0] > (_LEAST if take.camera_moves else _OF_FIGURES):
            keys.insert(0, _amid(take, *stretch))
            continue
        at = keys.pop(0)
        yield from _moved(take, between, stretch, picture)
        display = then
        if not (take.camera_moves or take.alive):
            picture = _patched(between, 1.0, picture) if between.sound else render(then, width)
    yield render(take.display(1.0), width), 1


def _keys(take: Take, last: int) -> list[int]:
    """The frames of the key drawings, the first and the last among them: far apart where nobody moves."""
    step = min(_OF_FIGURES, _of_camera(take)) if take.camera_moves else _OF_FIGURES
    points = [*range(0, last - step // 2, step), last]
    keys = [0]
    for here, there in pairwise(points):
        alike = take.figures(here / last) == take.figures(there / last)
        far = there - keys[-1] > (_of_camera(take) if take.camera_moves else last)
        if here != keys[-1] and (far or not alike):
            keys.append(here)
        if not alike:
            keys.append(there)
    return keys if keys[-1] == last else [*keys, last]


def _amid(take: Take, first: int, after: int) -> int:
    """A frame that is drawn, amid two."""
    frames = _frames(take, first, after)
    return frames[len(frames) // 2]


def _of_camera(take: Take) -> int:
    return next((frames for word, frames in _OF_CURVES.items() if word in take.spec.move), _OF_CAMERA)


def _stands(take: Take, first: int, after: int) -> bool:
    """Whether neither the camera nor anybody moves from one frame to another."""
    last = take.spec.frames - 1
    return not take.camera_moves and take.figures(first / last) == take.figures(after / last)


def _frames(take: Take, first: int, after: int) -> list[int]:
    """The frames that are drawn from one key drawing to the next."""
    return [*range(first, after, 1 if take.camera_moves else _TWOS), after]


def _held(
    take: Take, display: DisplayList, stretch: tuple[int, int], picture: Image.Image
) -> Iterator[tuple[Image.Image, int]]:
    """A stretch in which only the air moves, if anything."""
    if not take.alive:
        yield picture, stretch[1] - stretch[0]
        return
    still = Canvas(picture.width)
    still.paint(display)
    for frame, following in pairwise(_frames(take, *stretch)):
        canvas = still.copy()
        canvas.paint(take.air(frame / (take.spec.frames - 1)))
        yield canvas.picture(), following - frame


def _moved(
    take: Take, between: Between, stretch: tuple[int, int], picture: Image.Image
) -> Iterator[tuple[Image.Image, int]]:
    """A key drawing and the in-betweens that follow it, up to the next."""
    first, after = stretch
    for frame, following in pairwise(_frames(take, first, after)):
        moment, w = frame / (take.spec.frames - 1), _way(take, first, frame, after)
        if not between.sound:
            yield render(take.display(moment), picture.width), following - frame
        elif take.camera_moves or take.alive:
            yield _whole(take, between, w, moment, picture.width), following - frame
        elif frame == first:
            yield picture, following - frame
        else:
            yield _patched(between, w, picture), following - frame


def _whole(take: Take, between: Between, w: float, moment: float, width: int) -> Image.Image:
    """An in-between of which everything changes."""
    canvas = Canvas(width)
    between.paint(canvas, w)
    if take.alive:
        canvas.paint(take.air(moment))
    return canvas.picture()


def _way(take: Take, first: int, frame: int, after: int) -> float:
    """How much of the way between two key drawings is gone at a frame: by time, or as far as the camera has gone."""
    by_time = (frame - first) / (after - first)
    if not take.camera_moves:
        return by_time
    last = take.spec.frames - 1
    start, now, end = (_stand(take.camera(at / last)) for at in (first, frame, after))
    way = [b - a for a, b in zip(start, end, strict=True)]
    size = sum(a * a for a in way)
    if size < _STANDS:
        return by_time
    return sum((b - a) * c for a, b, c in zip(start, now, way, strict=True)) / size


def _stand(camera: Camera) -> tuple[float, ...]:
    """Where a camera stands and how it looks, in metres: what turns and lenses shift at a figure's distance."""
    turns = (camera.yaw, camera.pitch, camera.roll)
    return (*camera.position, *(_DEGREE * angle for angle in turns), _PIXEL * camera.focal)


def _patched(between: Between, w: float, picture: Image.Image) -> Image.Image:
    """An in-between of which only a part changes: that is painted over the key drawing before it."""
    box = _window(between.changed, picture)
    canvas = Canvas(picture.width, box=box)
    between.paint(canvas, w)
    if box is None:
        return canvas.picture()
    over = picture.copy()
    over.paste(canvas.picture(), box)
    return over


def _window(changed: Box, picture: Image.Image) -> Window | None:
    """The part of a picture that a box of the display list covers, with some air; None where it is most of it."""
    k = picture.width / WIDTH
    left, top = max(0, math.floor(changed[0] * k) - _AIR), max(0, math.floor(changed[1] * k) - _AIR)
    right = min(picture.width, math.ceil(changed[2] * k) + _AIR)
    bottom = min(picture.height, math.ceil(changed[3] * k) + _AIR)
    if right <= left or bottom <= top:
        return (0, 0, 2, 2)
    small = (right - left) * (bottom - top) < _MOST_CHANGED * picture.width * picture.height
    return (left, top, right, bottom) if small else None

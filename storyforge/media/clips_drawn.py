"""The frames of a shot that is drawn from its scene's geometry, at every moment anew where something moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from storyforge.media.previz.raster import render
from storyforge.media.previz.take import Take

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.media.clips import Held
    from storyforge.model.framing import FrameSpec

_TWOS = 2
"""Figures are drawn on twos, twelve drawings a second, as in hand-drawn film; the camera moves on every frame."""


def drawn(spec: FrameSpec, width: int, height: int) -> Iterator[Held]:
    """The frames of a shot, each with the number of frames it is held; the first and the last are its anchor frames."""
    take = Take.of(spec)
    for first, held in _exposures(take):
        moment = first / (spec.frames - 1) if spec.frames > 1 else 0.0
        picture = render(take.display(moment), _fitting(width, height))
        yield framed(picture, width, height).tobytes(), held


def _exposures(take: Take) -> list[tuple[int, int]]:
    """Which frames are drawn, and for how long each is held; the last frame is always drawn if anything moves."""
    frames = take.spec.frames
    if not (take.camera_moves or take.figures_move or take.alive):
        return [(0, frames)]
    step = 1 if take.camera_moves else _TWOS
    starts = [*range(0, frames - 1, step), frames - 1]
    return [(a, b - a) for a, b in zip(starts, [*starts[1:], frames], strict=True)]


def _fitting(width: int, height: int) -> int:
    """The width of the largest picture of 16:9 that fits."""
    return min(width, height * 16 // 9)


def framed(picture: Image.Image, width: int, height: int) -> Image.Image:
    """A picture in the middle of a frame, with black where it does not reach."""
    if picture.size == (width, height):
        return picture
    frame = Image.new("RGB", (width, height))
    frame.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    return frame

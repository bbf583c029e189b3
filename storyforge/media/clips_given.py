"""The frames of a shot from its pictures, whoever made them: a window that slides and scales carries out the move.

Where there is an end picture, the last part of the shot fades into it. The window never leaves a picture, so that there
are no edges to be seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from storyforge.media.pictures import open_picture
from storyforge.media.previz.moves import read_move
from storyforge.media.previz.vectors import ease

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.media.clips import Held
    from storyforge.media.previz.moves import Move
    from storyforge.model.framing import FrameSpec

_CLOSER = 1.12
"""How much a push or a zoom scales a picture, and the room that a slide takes: craft 3 says 1.06 to 1.15."""
_SWAYING = 1.04
"""The room that a hand-held camera takes."""
_FADE_SECONDS = 0.75
_MOST_FADE = 0.4
"""A fade takes no more than this share of a shot."""
_SHARPER = 1.5
"""How much larger than shown pictures are kept, so that a window over them is sharp at any fraction of a pixel."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is seen of a picture: how much of its width, and where from edge (-1) to edge (1), to the right and down."""

    share: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def of(self, picture: Image.Image, size: tuple[int, int]) -> Image.Image:
        """The picture through the window."""
        wide, high = picture.width * self.share, picture.height * self.share
        left, top = (picture.width - wide) * (1 + self.x) / 2, (picture.height - high) * (1 + self.y) / 2
        box = (left, top, min(left + wide, picture.width), min(top + high, picture.height))
        return picture.resize(size, Image.Resampling.BILINEAR, box=box)


def given(spec: FrameSpec, start: bytes, end: bytes, width: int, height: int) -> Iterator[Held]:
    """The frames of a shot, each with the number of frames it is held; the last one shows the end picture, if any.

    `start` and `end` are files of any format that Pillow reads. Raises UnreadableMediaError.
    """
    name = f"scene {spec.scene}, shot {spec.shot}"
    first = _prepared(start, width, height, f"{name}, start")
    last = _prepared(end, width, height, f"{name}, end") if end and end != start else None
    fade = _fade(spec) if last else 0
    move = read_move(spec.move, spec.blocking.toward, "right")
    size = (width, height)
    held = spec.frames - fade if move.kind == "static" else 0
    if held:
        yield Window().of(first, size).tobytes(), held
    for index in range(held, spec.frames):
        t = index / (spec.frames - 1) if spec.frames > 1 else 1.0
        picture = _window(move, t, spec).of(first, size)
        if last and index >= spec.frames - fade:
            over = _last_window(move, t, spec).of(last, size)
            picture = Image.blend(picture, over, ease((index - spec.frames + fade + 1) / fade))
        yield picture.tobytes(), 1


def _prepared(content: bytes, width: int, height: int, name: str) -> Image.Image:
    """A picture that fills the frame, cut at its longer sides."""
    size = (round(width * _SHARPER), round(height * _SHARPER))
    return ImageOps.fit(open_picture(content, name), size, Image.Resampling.LANCZOS)


def _fade(spec: FrameSpec) -> int:
    return max(1, min(round(_FADE_SECONDS * spec.rate), math.floor(_MOST_FADE * spec.frames)))


def _window(move: Move, t: float, spec: FrameSpec) -> Window:
    """The window over the start picture: whole at first, unless the camera draws back or is held by hand."""
    gone = ease(min(1.0, t / 0.4)) if move.kind == "whip" else ease(t)
    closer = 1 + (1 / _CLOSER - 1) * gone
    outward = move.kind == "pull-out" or (move.kind in {"zoom", "track"} and move.toward == "out")
    if move.kind == "static":
        return Window()
    if move.kind == "handheld":
        return Window(1 / _SWAYING, *_sway(t * float(spec.frames / spec.rate)))
    if outward:
        return Window(1 / _CLOSER + (1 - 1 / _CLOSER) * gone)
    if move.kind in {"push-in", "zoom"} or move.toward == "in":
        return Window(closer)
    if move.kind in {"tilt", "crane"}:
        return Window(closer, 0.0, -move.sign * gone)
    return Window(closer, move.sign * gone)


def _last_window(move: Move, t: float, spec: FrameSpec) -> Window:
    """The window over the end picture: whole in the end, and moving along only where the move allows that."""
    still = move.kind not in {"pull-out", "zoom", "handheld"} or (move.kind == "zoom" and move.toward != "out")
    return Window() if still else _window(move, t, spec)


def _sway(clock: float) -> tuple[float, float]:
    """A hand's slow and quick unrest, sums of sines without a common period, at most 1 to each side."""
    x = (math.sin(clock * 1.7 + 0.4) + 0.5 * math.sin(clock * 4.3 + 2)) / 1.5
    y = (math.sin(clock * 2.3 + 1.1) + 0.5 * math.sin(clock * 5.1)) / 1.5
    return x, y * 0.6

"""Two frames in one picture: side by side, one over the other, what differs, or one after the other."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from storyforge.media.fonts import find_font

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

How = Literal["side", "ghost", "difference", "flicker"]
SUFFIX: dict[How, str] = {"side": ".png", "ghost": ".png", "difference": ".png", "flicker": ".gif"}
WIDE = 960
_GAP, _BAND, _LETTERS = 12, 44, 22
_PAPER, _INK, _FAINT = (250, 249, 246), (32, 34, 40), (110, 112, 118)
_FLAGS = {"": _FAINT, "note": (176, 112, 0), "warning": (190, 40, 34)}
_BLINK = 450
"""Milliseconds that each picture of a flicker stands: long enough to see it, short enough to see it jump."""
_LOUD = 3.0
"""How much a difference is enlarged: the smallest that is seen, 8 of 255, then shows as 24."""
_NOISE = 8


def compared(pictures: Sequence[Image.Image], names: Sequence[str], how: How, said: str = "", flag: str = "") -> bytes:
    """Two pictures as a PNG or GIF file, each with its name, and a line about them below."""
    first, second = (_fitted(picture) for picture in pictures)
    if how == "side":
        sheet = Image.new("RGB", (2 * WIDE + _GAP, first.height), _PAPER)
        sheet.paste(first, (0, 0))
        sheet.paste(second, (WIDE + _GAP, 0))
        return _png(_titled(sheet, [(0, names[0]), (WIDE + _GAP, names[1])], said, flag))
    if how == "flicker":
        frames = [
            _titled(picture, [(0, name)], said, flag) for picture, name in zip((first, second), names, strict=True)
        ]
        return _gif(frames)
    over = _BLENDS[how](first, second)
    return _png(_titled(over, [(0, f"{names[0]} and {names[1]}, {_CALLED[how]}")], said, flag))


def _ghost(first: Image.Image, second: Image.Image) -> Image.Image:
    """Both at half strength: what stands still is sharp, what moved is double."""
    return Image.blend(first, second, 0.5)


def _difference(first: Image.Image, second: Image.Image) -> Image.Image:
    """The second in grey and faint, and in red what is not as it was."""
    a, b = (np.asarray(picture, np.float32) for picture in (first, second))
    apart = np.abs(a - b).max(axis=2)
    strength = np.clip((apart - _NOISE) * _LOUD / 255, 0, 1)[..., None]
    grey = np.repeat(b.mean(axis=2, keepdims=True) * 0.35 + 150, 3, axis=2)
    mixed = grey * (1 - strength) + np.array([205.0, 30.0, 30.0]) * strength
    return Image.fromarray(np.uint8(np.clip(mixed, 0, 255)))


_BLENDS: dict[str, Callable[[Image.Image, Image.Image], Image.Image]] = {"ghost": _ghost, "difference": _difference}
_CALLED = {"ghost": "one over the other", "difference": "what differs in red"}


def _cut(text: str, letters: ImageFont.FreeTypeFont, width: int) -> str:
    """A line, cut where the picture ends."""
    if letters.getlength(text) <= width:
        return text
    while text and letters.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _fitted(picture: Image.Image) -> Image.Image:
    """A picture as it is shown: of one width, and as high as 16:9, with paper where it has another shape."""
    high = WIDE * 9 // 16
    scale = min(WIDE / picture.width, high / picture.height)
    size = (round(picture.width * scale), round(picture.height * scale))
    seen = picture.resize(size, Image.Resampling.LANCZOS)
    sheet = Image.new("RGB", (WIDE, high), _PAPER)
    sheet.paste(seen, ((WIDE - size[0]) // 2, (high - size[1]) // 2))
    return sheet


def _titled(picture: Image.Image, names: Sequence[tuple[int, str]], said: str, flag: str) -> Image.Image:
    """A picture with names in a band above it and a line in a band below."""
    sheet = Image.new("RGB", (picture.width + 2 * _GAP, picture.height + 2 * _BAND), _PAPER)
    sheet.paste(picture, (_GAP, _BAND))
    draw = ImageDraw.Draw(sheet)
    letters = ImageFont.truetype(str(find_font("".join((said, *(name for _, name in names))))), _LETTERS)
    for x, name in names:
        draw.text((_GAP + x, _BAND / 2), name, _INK, letters, anchor="lm")
    draw.text((_GAP, sheet.height - _BAND / 2), _cut(said, letters, picture.width), _FLAGS[flag], letters, anchor="lm")
    return sheet


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=False)
    return file.getvalue()


def _gif(pictures: Sequence[Image.Image]) -> bytes:
    """Pictures one after the other, over and over, in one palette so that nothing flickers but what differs."""
    both = Image.new("RGB", (pictures[0].width, sum(picture.height for picture in pictures)))
    for index, picture in enumerate(pictures):
        both.paste(picture, (0, index * picture.height))
    palette = both.quantize(256, Image.Quantize.MEDIANCUT)
    first, *rest = (picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures)
    file = io.BytesIO()
    first.save(file, "GIF", save_all=True, append_images=rest, duration=_BLINK, loop=0, optimize=False)
    return file.getvalue()

"""A region of a picture made anew: what is cut out for a model, and what of its answer is pasted back.

Models of pictures take no mask: they are shown one, and may repaint everything nevertheless. So the answer is laid over
the picture under a mask of ours, which is soft inside the region and nothing outside of it, and every pixel outside is
held against what was there before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

from storyforge.errors import RegionError, RegionLeakedError, UnreadableMediaError
from storyforge.media.pictures import as_png, open_picture, shape_tolerance

if TYPE_CHECKING:
    from collections.abc import Sequence

    Box = tuple[int, int, int, int]

ASPECTS = ("1:1", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16", "21:9")
"""Shapes of pictures that models commonly sell, where nobody says which this one does."""
MARGIN = 0.35
"""How much of what is around a region a model is shown, as a part of the region's longer side."""
_LEAST_MARGIN = 24
LONGEST = 1024
"""A small cutting is enlarged to this before it is sent: what is drawn in few pixels is drawn badly."""
FEATHER = 12.0
"""Pixels from the edge of a region inwards over which the new picture comes in, where the region has room for it."""
_OF_REGION = 8
_WHITE = 127
_RECTANGLE = re.compile(r"(\d+)(%?),(\d+)(%?),(\d+)(%?)[x,](\d+)(%?)")


@dataclass(frozen=True, slots=True)
class Region:
    """Where a picture is made anew: left, top, right and bottom in pixels.

    Where that is no rectangle, `mask` is a picture of the same size that is white there.
    """

    box: Box
    mask: bytes = b""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What goes to a model: a cutting and its mask, both PNG files of one size and of the shape `aspect`.

    `box` is what was cut out; it lies at `inset` of the cutting, which is wider where the picture had no more room, and
    both are in pixels of the picture.
    """

    base: bytes
    mask: bytes
    aspect: str
    region: Region
    box: Box
    inset: tuple[int, int]
    whole: tuple[int, int]
    """Width and height of the cutting, before it was enlarged."""


def rectangle(text: str, picture: bytes, path: str = "the picture") -> Region:
    """The region `LEFT,TOP,WIDTHxHEIGHT` of a picture, in pixels or, with %, in hundredths; raises RegionError."""
    width, height = open_picture(picture, path).size
    match = _RECTANGLE.fullmatch(text.replace(" ", ""))
    if match is None:
        raise RegionError(f'"{text}" is none')
    sides = zip(match.groups()[::2], match.groups()[1::2], (width, height, width, height), strict=True)
    left, top, across, down = (round(int(n) * side / 100) if percent else int(n) for n, percent, side in sides)
    return _checked(Region((left, top, left + across, top + down)), (width, height))


def masked(mask: bytes, picture: bytes, path: str = "the mask") -> Region:
    """The region that is white in a picture of the same size; raises RegionError, UnreadableMediaError."""
    size = open_picture(picture, "the picture").size
    given = open_picture(mask, path)
    if given.size != size:
        shown = f"{given.width} x {given.height} pixels, and the picture {size[0]} x {size[1]}"
        raise RegionError(f"{path} has {shown}")
    box = _hard(given).getbbox()
    if box is None:
        raise RegionError(f"{path} is white nowhere")
    return Region(box, as_png(_hard(given).convert("RGB")))


def prepare(
    picture: bytes, region: Region, aspects: Sequence[str] = ASPECTS, margin: float = MARGIN, path: str = "the picture"
) -> Prepared:
    """Cut a region out with what is around it, in a shape that a model sells; raises RegionError.

    Of the shapes the one is taken that needs the least besides the region. Where the picture ends first, its edge is
    drawn out.
    """
    seen = open_picture(picture, path)
    _checked(region, seen.size)
    left, top, right, bottom = region.box
    room = max(_LEAST_MARGIN, round(margin * max(right - left, bottom - top)))
    wanted = (min(right - left + 2 * room, seen.width), min(bottom - top + 2 * room, seen.height))
    aspect, width, height = min((_shaped(shape, wanted) for shape in aspects), key=lambda found: found[1] * found[2])
    box, inset = _placed(region.box, (width, height), seen.size)
    cutting, mask = (_cut(each, box, inset, (width, height)) for each in (seen, _white(region, seen.size)))
    larger = max(1.0, LONGEST / max(width, height))
    size = (round(width * larger), round(height * larger))
    base = cutting.resize(size, Image.Resampling.LANCZOS)
    shown = mask.resize(size, Image.Resampling.NEAREST).convert("RGB")
    return Prepared(as_png(base), as_png(shown), aspect, region, box, inset, (width, height))


def paste(picture: bytes, prepared: Prepared, answer: bytes, path: str = "the picture") -> bytes:
    """The picture with a model's answer in its region, as a PNG file; outside of it every pixel is as it was.

    Raises UnreadableMediaError, also where the answer is of another shape, for nothing is ever stretched into its
    place, and RegionLeakedError where a pixel is not.
    """
    before, given = open_picture(picture, path), open_picture(answer, "the answer")
    across, down = prepared.whole
    if abs(given.width * down / (given.height * across) - 1) > shape_tolerance() + 1 / min(across, down):
        shown = f"it is {given.width}x{given.height}, and is to fill {across}x{down}"
        raise UnreadableMediaError("the answer", shown)
    answered = given.resize(prepared.whole, Image.Resampling.LANCZOS)
    patch = before.copy()
    left, top = prepared.inset
    across, down = prepared.box[2] - prepared.box[0], prepared.box[3] - prepared.box[1]
    patch.paste(answered.crop((left, top, left + across, top + down)), prepared.box[:2])
    content = as_png(Image.composite(patch, before, _soft(prepared.region, before.size)))
    verify(picture, content, prepared.region, path)
    return content


def verify(before: bytes, after: bytes, region: Region, path: str = "the picture") -> float:
    """The share of all pixels that are others now; raises RegionLeakedError where one outside of the region is."""
    old, new = (np.asarray(open_picture(each, path)) for each in (before, after))
    if old.shape != new.shape:
        raise RegionLeakedError(path, old.shape[0] * old.shape[1])
    changed = (old != new).any(axis=2)
    inside = np.asarray(_white(region, (old.shape[1], old.shape[0]))) > _WHITE
    leaked = int((changed & ~inside).sum())
    if leaked:
        raise RegionLeakedError(path, leaked)
    return float(changed.mean())


def _checked(region: Region, size: tuple[int, int]) -> Region:
    left, top, right, bottom = region.box
    if right <= left or bottom <= top:
        raise RegionError("it is empty")
    if left < 0 or top < 0 or right > size[0] or bottom > size[1]:
        raise RegionError(f"it is not within the picture, which has {size[0]} x {size[1]} pixels")
    return region


def _shaped(shape: str, wanted: tuple[int, int]) -> tuple[str, int, int]:
    """A shape with the least size in it that holds what is wanted."""
    across, _, down = shape.partition(":")
    ratio = int(across) / int(down)
    width = max(wanted[0], wanted[1] * ratio)
    return shape, round(width), round(width / ratio)


def _placed(region: Box, size: tuple[int, int], picture: tuple[int, int]) -> tuple[Box, tuple[int, int]]:
    """What is cut out around a region, as far as the picture goes, and where in the cutting it lies."""
    spans, inset = [], []
    for first, last, length, end in zip(region[:2], region[2:], size, picture, strict=True):
        start = min(max(0, (first + last - length) // 2), max(0, end - length))
        spans.append((start, min(end, start + length)))
        inset.append(max(0, (length - end) // 2))
    (left, right), (top, bottom) = spans
    return (left, top, right, bottom), (inset[0], inset[1])


def _cut(picture: Image.Image, box: Box, inset: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    """A cutting of a size; where the picture is smaller, its outermost pixels go on."""
    pixels = np.asarray(picture.crop(box))
    across, down = (size[0] - pixels.shape[1], size[1] - pixels.shape[0])
    sides = [(inset[1], down - inset[1]), (inset[0], across - inset[0]), (0, 0)][: pixels.ndim]
    return Image.fromarray(np.pad(pixels, sides, mode="edge"))


def _hard(mask: Image.Image) -> Image.Image:
    return mask.convert("L").point(lambda tone: 255 if tone > _WHITE else 0)


def _white(region: Region, size: tuple[int, int]) -> Image.Image:
    """The region as a mask over the whole picture: white inside, black outside."""
    if region.mask:
        return _hard(open_picture(region.mask, "the mask"))
    mask = Image.new("L", size)
    mask.paste(255, region.box)
    return mask


def _soft(region: Region, size: tuple[int, int]) -> Image.Image:
    """The same, coming in from the edge inwards, and full at the edge of the picture; nothing outside of the region.

    A region too thin for it is left as hard as it is.
    """
    hard = _white(region, size)
    left, top, right, bottom = region.box
    width = min(FEATHER, min(right - left, bottom - top) / _OF_REGION)
    blurred = np.asarray(hard.filter(ImageFilter.GaussianBlur(width / 2)), dtype=np.float32) / 255
    # Along a straight edge, half of what is blurred into a pixel comes from outside.
    inner = np.clip(2 * blurred - 1, 0, 1) * (np.asarray(hard) > _WHITE)
    most = float(inner.max())
    return Image.fromarray(np.uint8(np.rint(255 * inner / most))) if most > 1 / 4 else hard

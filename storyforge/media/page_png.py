"""A page as pixels: Pillow; shapes are drawn four times as large and reduced, each in its own small mask."""

from __future__ import annotations

import zlib
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from storyforge.media.page import Line, Page, Picture, Shape, Text
from storyforge.media.page_glyphs import laid, mask
from storyforge.media.page_images import scaled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storyforge.media.fonts import Face
    from storyforge.media.page import Colour, Item, Point

DPI = 150
_FINE = 4
"""How many times larger a mask is drawn; also the steps of a pixel at which a word may begin."""
_Stamp = tuple[Image.Image, int, int]
"""A mask, and where its left top corner lies from the origin of what it shows."""


def render(page: Page, pictures: Mapping[str, Image.Image], dpi: int = DPI) -> Image.Image:
    """A page on white paper, as RGB."""
    k = dpi / 72
    canvas = Image.new("RGB", (round(page.width * k), round(page.height * k)), (255, 255, 255))
    draw(canvas, page.items, k, pictures)
    return canvas


def layer(items: Iterable[Item], width: int, height: int, k: float) -> Image.Image:
    """Things alone, on nothing, as RGBA: what is laid over a picture."""
    canvas = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw(canvas, items, k, {})
    return canvas


def png(canvas: Image.Image, words: Mapping[str, str], dpi: int = DPI) -> bytes:
    """The PNG file of a picture; `words` are kept in it."""
    info = PngInfo()
    for name, word in words.items():
        info.add_text(name, word)
    data = BytesIO()
    # Pages are paper and flat colours: runs alone pack them almost as well as level 6, in half the time.
    canvas.save(data, "PNG", pnginfo=info, dpi=(dpi, dpi), compress_type=zlib.Z_RLE)
    return data.getvalue()


def words_of(data: bytes) -> dict[str, str]:
    """The words that a PNG file keeps; nothing for a file that is none."""
    try:
        with Image.open(BytesIO(data)) as picture:
            return {str(name): str(word) for name, word in picture.info.items()}
    except (OSError, ValueError, SyntaxError):
        return {}


def draw(canvas: Image.Image, items: Iterable[Item], k: float, pictures: Mapping[str, Image.Image]) -> None:
    """Draw things onto a picture, `k` pixels a point."""
    for item in items:
        match item:
            case Text():
                _text(canvas, item, k)
            case Shape(points, colour):
                _shape(canvas, points, colour, k)
            case Line(points, colour, width):
                _line(canvas, points, colour, width * k, k)
            case Picture(box, key):
                left, top, right, bottom = (round(edge * k) for edge in box)
                canvas.paste(scaled(pictures[key], right - left, bottom - top), (left, top))


def _paint(canvas: Image.Image, mask: Image.Image, place: tuple[int, int], colour: Colour) -> None:
    if canvas.mode == "RGB":
        canvas.paste(colour, (*place, place[0] + mask.width, place[1] + mask.height), mask)
        return
    # A colour pasted into a transparent picture would be mixed with the black that nobody sees there.
    patch = Image.new("RGBA", mask.size, (*colour, 0))
    patch.putalpha(mask)
    left, top = max(0, place[0]), max(0, place[1])
    if left < canvas.width and top < canvas.height:
        canvas.alpha_composite(patch, (left, top), (left - place[0], top - place[1]))


def _mask(points: Iterable[Point], spare: float, k: float) -> tuple[Image.Image, list[Point], tuple[int, int]]:
    """An empty mask around points, the points on it, and where it belongs on the canvas."""
    pixels = [(x * k, y * k) for x, y in points]
    left, top = (int(min(axis) - spare) - 1 for axis in zip(*pixels, strict=True))
    right, bottom = (int(max(axis) + spare) + 2 for axis in zip(*pixels, strict=True))
    mask = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))
    return mask, [((x - left) * _FINE, (y - top) * _FINE) for x, y in pixels], (left, top)


def _shape(canvas: Image.Image, points: tuple[Point, ...], colour: Colour, k: float) -> None:
    mask, found, place = _mask(points, 0, k)
    ImageDraw.Draw(mask).polygon(found, fill=255)
    _paint(canvas, mask.reduce(_FINE), place, colour)


def _line(canvas: Image.Image, points: tuple[Point, ...], colour: Colour, width: float, k: float) -> None:
    mask, found, place = _mask(points, width, k)
    thick = max(1, round(width * _FINE))
    pencil = ImageDraw.Draw(mask)
    if len(found) == 5 and found[0] == found[-1] and found[0][0] == found[3][0] and found[0][1] == found[1][1]:
        half = width * _FINE / 2
        box = (found[0][0] - half, found[0][1] - half, found[2][0] + half, found[2][1] + half)
        pencil.rectangle(box, outline=255, width=thick)
    else:
        pencil.line(found, fill=255, width=thick, joint="curve")
    _paint(canvas, mask.reduce(_FINE), place, colour)


@lru_cache(maxsize=8192)
def _word(face: Face, piece: str, size: float, shift: int, *, rtl: bool, language: str) -> _Stamp | None:
    """A piece of text as a mask, and where its corner lies; it begins `shift` parts of a pixel late."""
    found = mask(face, piece, size, shift / _FINE, rtl=rtl, language=language)
    if found is None:
        return None
    image = Image.frombytes("L", (found.width, found.height), found.data, "raw", "L", found.stride, -1)
    return image, found.left, found.top


def _text(canvas: Image.Image, item: Text, k: float) -> None:
    size, y = item.size * k, round(item.y * k)
    for x, piece in laid(item.face, item.text, rtl=item.rtl, language=item.language):
        quarters = round((item.x * k + x * size) * _FINE)
        made = _word(item.face, piece, size, quarters % _FINE, rtl=item.rtl, language=item.language)
        if made:
            stamp, left, top = made
            _paint(canvas, stamp, (quarters // _FINE + left, y + top), item.colour)

"""The renderer to pixels: Pillow, drawn at twice the size and reduced, which is what makes the edges smooth."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw

from storyforge.media.previz.display import WIDTH, DisplayList, Glow, Gradient, Polygon, Polyline

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour

_NEAREST = Image.Resampling.NEAREST
Window = tuple[int, int, int, int]
"""Left, top, right, bottom, in whole pixels of the picture."""


def render(
    display: DisplayList, width: int = 1280, oversample: int = 2, *, vignette: bool = True, box: Window | None = None
) -> Image.Image:
    """The picture of a display list, `width` pixels wide and 9/16 of that high, as RGB; of it only `box`, if given."""
    height = width * 9 // 16
    left, top, right, bottom = box or (0, 0, width, height)
    canvas = Image.new("RGB", ((right - left) * oversample, (bottom - top) * oversample))
    clear, solid = ImageDraw.Draw(canvas, "RGBA"), ImageDraw.Draw(canvas)
    k = width * oversample / WIDTH
    dx, dy = left * oversample, top * oversample
    for shape in display.shapes:
        match shape:
            case Polygon(points, colour, _):
                draw = solid if colour[3] == 255 else clear
                draw.polygon(
                    [(x * k - dx, y * k - dy) for x, y in points], fill=colour[:3] if colour[3] == 255 else colour
                )
            case Polyline(points, colour, wide, _):
                draw = solid if colour[3] == 255 else clear
                draw.line(
                    [(x * k - dx, y * k - dy) for x, y in points],
                    fill=colour[:3] if colour[3] == 255 else colour,
                    width=max(1, round(wide * k)),
                    joint="curve" if wide > 3 else None,
                )
            case Gradient():
                _band(canvas, shape, k, dy)
            case Glow():
                _light(canvas, shape, k, (dx, dy))
    picture = canvas.reduce(oversample) if oversample > 1 else canvas
    if not vignette:
        return picture
    ring = _vignette(width, height)
    return ImageChops.multiply(picture, ring.crop(box) if box else ring)


def _band(canvas: Image.Image, band: Gradient, k: float, dy: int) -> None:
    top, bottom = round(band.top * k) - dy, round(band.bottom * k) - dy
    if bottom > top:
        # Nearest is twenty times quicker than a smooth resize, and the reduction smooths it anyway.
        canvas.paste(_strip(band.first, band.last).resize((canvas.width, bottom - top), _NEAREST), (0, top))


@lru_cache(256)
def _strip(first: Colour, last: Colour) -> Image.Image:
    """Two colours never have more than 256 steps between them."""
    strip = Image.new("RGB", (1, 256))
    for y in range(256):
        red, green, blue = (round(a + (b - a) * y / 255) for a, b in zip(first, last, strict=True))
        strip.putpixel((0, y), (red, green, blue))
    return strip


def _light(canvas: Image.Image, glow: Glow, k: float, shift: tuple[int, int]) -> None:
    x, y, radius = round(glow.x * k) - shift[0], round(glow.y * k) - shift[1], round(glow.radius * k)
    left, top = max(0, x - radius), max(0, y - radius)
    right, bottom = min(canvas.width, x + radius), min(canvas.height, y + radius)
    if right > left and bottom > top and radius > 0:
        mask = _mask(glow.colour[3])
        unit = mask.width / (2 * radius)
        box = (
            (left - x + radius) * unit,
            (top - y + radius) * unit,
            (right - x + radius) * unit,
            (bottom - y + radius) * unit,
        )
        canvas.paste(
            glow.colour[:3], (left, top, right, bottom), mask.resize((right - left, bottom - top), _NEAREST, box)
        )


@cache
def _mask(strength: int) -> Image.Image:
    fade = ImageChops.invert(Image.radial_gradient("L"))
    curve = fade.point([int((max(0, value - 75) / 180) ** 1.4 * strength) for value in range(256)])
    return curve.resize((1024, 1024), Image.Resampling.BICUBIC)


@cache
def _vignette(width: int, height: int) -> Image.Image:
    ring = Image.radial_gradient("L").resize((width, height))
    return ring.point([int(255 - max(0, value - 110) * 0.30) for value in range(256)]).convert("RGB")

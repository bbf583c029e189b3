"""The renderer to pixels: Pillow, drawn at twice the size and reduced, which is what makes the edges smooth."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw

from storyforge.media.previz.display import WIDTH, DisplayList, Glow, Gradient, Polygon, Polyline

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour

_NEAREST = Image.Resampling.NEAREST


def render(display: DisplayList, width: int = 1280, oversample: int = 2, *, vignette: bool = True) -> Image.Image:
    """The picture of a display list, `width` pixels wide and 9/16 of that high, as RGB."""
    height = width * 9 // 16
    canvas = Image.new("RGB", (width * oversample, height * oversample))
    clear, solid = ImageDraw.Draw(canvas, "RGBA"), ImageDraw.Draw(canvas)
    k = width * oversample / WIDTH
    for shape in display.shapes:
        match shape:
            case Polygon(points, colour, _):
                draw = solid if colour[3] == 255 else clear
                draw.polygon([(x * k, y * k) for x, y in points], fill=colour[:3] if colour[3] == 255 else colour)
            case Polyline(points, colour, wide, _):
                draw = solid if colour[3] == 255 else clear
                draw.line(
                    [(x * k, y * k) for x, y in points],
                    fill=colour[:3] if colour[3] == 255 else colour,
                    width=max(1, round(wide * k)),
                    joint="curve" if wide > 3 else None,
                )
            case Gradient():
                _band(canvas, shape, k)
            case Glow():
                _light(canvas, shape, k)
    picture = canvas.reduce(oversample) if oversample > 1 else canvas
    return ImageChops.multiply(picture, _vignette(width, height)) if vignette else picture


def _band(canvas: Image.Image, band: Gradient, k: float) -> None:
    top, bottom = round(band.top * k), round(band.bottom * k)
    if bottom > top:
        strip = _strip(band.first, band.last, max(2, (bottom - top) // 2))
        # Nearest is twenty times quicker than a smooth resize, and the reduction smooths it anyway.
        canvas.paste(strip.resize((canvas.width, bottom - top), _NEAREST), (0, top))


@cache
def _strip(first: Colour, last: Colour, height: int) -> Image.Image:
    strip = Image.new("RGB", (1, height))
    for y in range(height):
        t = y / (height - 1)
        red, green, blue = (round(a + (b - a) * t) for a, b in zip(first, last, strict=True))
        strip.putpixel((0, y), (red, green, blue))
    return strip


def _light(canvas: Image.Image, glow: Glow, k: float) -> None:
    x, y, radius = round(glow.x * k), round(glow.y * k), round(glow.radius * k)
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

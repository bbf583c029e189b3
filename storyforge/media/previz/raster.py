"""The renderer to pixels: Pillow, drawn at twice the size and reduced, which is what makes the edges smooth."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from PIL import Image, ImageChops, ImageDraw

from storyforge.media.previz.display import WIDTH, DisplayList, Glow, Gradient, Polygon, Polyline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.display import Rgba
    from storyforge.media.previz.vectors import Point

    Points: TypeAlias = Sequence[Point] | Sequence[float] | memoryview[float]

_NEAREST = Image.Resampling.NEAREST
Window = tuple[int, int, int, int]
"""Left, top, right, bottom, in whole pixels of the picture."""


_THICK = 4
"""Lines of more pixels of the canvas than this have round joints; a thinner one shows no gaps."""
_BENT = 0.35
"""Tangent of the angle at which a joint shows a gap: 19 degrees."""


class Canvas:
    """Where shapes are painted: a picture `width` pixels wide, 9/16 of that high, and as many times larger as drawn.

    Of the picture only `box` is painted, if given, over `image`, which is as large as the canvas, if given. Points are
    given one number after the other, in pixels of the canvas: `k` times those of a display list, and `shift` less.
    """

    def __init__(
        self, width: int = 1280, oversample: int = 2, box: Window | None = None, image: Image.Image | None = None
    ) -> None:
        self.width, self.height = width, width * 9 // 16
        self.box = box
        left, top, right, bottom = box or (0, 0, self.width, self.height)
        self.k = width * oversample / WIDTH
        self.shift = (left * oversample, top * oversample)
        self._oversample = oversample
        self.wide, self.high = (right - left) * oversample, (bottom - top) * oversample
        self._image = image or Image.new("RGB", (self.wide, self.high))
        self._clear, self._solid = ImageDraw.Draw(self._image, "RGBA"), ImageDraw.Draw(self._image)

    def copy(self) -> Canvas:
        """Another canvas with the same on it."""
        return Canvas(self.width, self._oversample, self.box, self._image.copy())

    def paint(self, display: DisplayList) -> None:
        """Paint a display list over what is there."""
        k, (dx, dy) = self.k, self.shift
        for shape in display.shapes:
            match shape:
                case Polygon(points, colour, _):
                    self.polygon([(x * k - dx, y * k - dy) for x, y in points], colour)
                case Polyline(points, colour, wide, _):
                    self.line([(x * k - dx, y * k - dy) for x, y in points], colour, wide)
                case Gradient():
                    self.band(shape)
                case Glow():
                    self.light(shape)

    def polygon(self, points: Points, colour: Rgba) -> None:
        """Fill a shape."""
        if colour[3] == 255:
            self._solid.polygon(points, fill=colour[:3])
        else:
            self._clear.polygon(points, fill=colour)

    def line(self, points: Points, colour: Rgba, width: float) -> None:
        """Draw a line, `width` pixels of the display list wide."""
        draw, fill = (self._solid, colour[:3]) if colour[3] == 255 else (self._clear, colour)
        thick = max(1, round(width * self.k))
        draw.line(points, fill=fill, width=thick)
        if thick > _THICK:
            self._round_joints(draw, points, fill, thick / 2)

    @staticmethod
    def _round_joints(draw: ImageDraw.ImageDraw, points: Points, fill: tuple[int, ...], radius: float) -> None:
        """Fill the gaps on the outside of sharp bends; at slight ones there is none to be seen."""
        flat = not isinstance(points[0], tuple)
        pairs: Sequence[Any] = list(zip(points[::2], points[1::2], strict=True)) if flat else points
        for (ax, ay), (bx, by), (cx, cy) in zip(pairs, pairs[1:], pairs[2:], strict=False):
            ux, uy, vx, vy = bx - ax, by - ay, cx - bx, cy - by
            if abs(ux * vy - uy * vx) > _BENT * abs(ux * vx + uy * vy) or ux * vx + uy * vy < 0:
                draw.ellipse((bx - radius, by - radius, bx + radius, by + radius), fill=fill)

    def band(self, band: Gradient) -> None:
        """Paint a band across the picture."""
        _band(self._solid, self.wide, band, self.k, self.shift[1])

    def light(self, glow: Glow) -> None:
        """Paint a light."""
        _light(self._image, glow, self.k, self.shift)

    def picture(self, *, vignette: bool = True) -> Image.Image:
        """What was painted, at the picture's own size."""
        picture = self._image.reduce(self._oversample) if self._oversample > 1 else self._image
        if not vignette:
            return picture
        ring = _vignette(self.width, self.height)
        return ImageChops.multiply(picture, ring.crop(self.box) if self.box else ring)


def render(
    display: DisplayList, width: int = 1280, oversample: int = 2, *, vignette: bool = True, box: Window | None = None
) -> Image.Image:
    """The picture of a display list, `width` pixels wide and 9/16 of that high, as RGB; of it only `box`, if given."""
    canvas = Canvas(width, oversample, box)
    canvas.paint(display)
    return canvas.picture(vignette=vignette)


def _band(solid: ImageDraw.ImageDraw, width: int, band: Gradient, k: float, dy: int) -> None:
    """Paint a band in as many strips as there are steps between its colours: twice as quick as stretching a picture."""
    top, bottom = band.top * k - dy, band.bottom * k - dy
    steps = max(1, *(abs(a - b) for a, b in zip(band.first, band.last, strict=True)))
    for step in range(steps + 1):
        start, end = (round(top + (bottom - top) * (step + more) / (steps + 1)) for more in (0, 1))
        if end > start:
            red, green, blue = (round(a + (b - a) * step / steps) for a, b in zip(band.first, band.last, strict=True))
            solid.rectangle((0, start, width, end - 1), fill=(red, green, blue))


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

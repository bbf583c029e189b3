"""Things of a page as SVG: what is laid over a frame, for people who go on drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from storyforge.media.fonts import coverage
from storyforge.media.page import Line, Shape, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.media.page import Colour, Item, Point


def svg(items: Iterable[Item], width: float, height: float) -> str:
    """An SVG document of lines, shapes and texts; pictures are left out."""
    body = "\n".join(found for item in items if (found := _element(item)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}">\n{body}\n</svg>\n'
    )


def _element(item: Item) -> str:
    match item:
        case Shape(points, colour):
            return f'<polygon points="{_points(points)}" fill="{_hex(colour)}"/>'
        case Line(points, colour, width):
            style = f'fill="none" stroke="{_hex(colour)}" stroke-width="{width:g}" stroke-linejoin="round"'
            return f'<polyline points="{_points(points)}" {style}/>'
        case Text():
            found = coverage(item.face)
            family = quoteattr(found.name if found else "sans-serif")
            place = f'x="{item.x:.2f}" y="{item.y:.2f}" font-size="{item.size:g}"'
            # To the left of where text ends that runs to the left there is nothing of it.
            way = ' direction="rtl" text-anchor="end"' if item.rtl else ""
            words = escape(item.text)
            return f'<text {place}{way} font-family={family} fill="{_hex(item.colour)}">{words}</text>'
    return ""


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)


def _hex(colour: Colour) -> str:
    return "#" + bytes(colour).hex()

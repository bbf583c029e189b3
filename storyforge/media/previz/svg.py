"""The renderer to SVG: the same display list as text, for editors of vector drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from storyforge.media.previz.display import HEIGHT, WIDTH, Glow, Gradient, Polygon, Polyline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.display import DisplayList, Rgba
    from storyforge.media.previz.vectors import Point

_INNER = 0.75
"""How strong a glow is in its middle, against the strength it is given: what the renderer to pixels makes of it."""


def svg(display: DisplayList, title: str = "") -> str:
    """The display list as an SVG document of 1280 x 720 units; who a shape belongs to is its class `of-<slug>`."""
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">',
    ]
    if title:
        parts.append(f"<title>{escape(title)}</title>")
    for number, shape in enumerate(display.shapes):
        match shape:
            case Polygon():
                parts.append(_polygon(shape))
            case Polyline():
                parts.append(_polyline(shape))
            case Gradient():
                parts.append(_gradient(shape, f"g{number}"))
            case Glow():
                parts.append(_glow(shape, f"g{number}"))
    return "\n".join([*parts, "</svg>", ""])


def _polygon(shape: Polygon) -> str:
    return f'<polygon{_owner(shape.owner)} points="{_points(shape.points)}"{_paint("fill", shape.colour)}/>'


def _polyline(shape: Polyline) -> str:
    return (
        f'<polyline{_owner(shape.owner)} points="{_points(shape.points)}" fill="none"{_paint("stroke", shape.colour)}'
        f' stroke-width="{_number(shape.width)}" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _gradient(shape: Gradient, name: str) -> str:
    stops = "".join(
        f'<stop offset="{offset}" stop-color="{_hex(colour)}"/>'
        for offset, colour in ((0, shape.first), (1, shape.last))
    )
    high = max(0.0, shape.bottom - shape.top)
    return (
        f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1">{stops}</linearGradient>'
        f'<rect x="0" y="{_number(shape.top)}" width="{WIDTH}" height="{_number(high)}" fill="url(#{name})"/>'
    )


def _glow(shape: Glow, name: str) -> str:
    colour, strength = _hex(shape.colour), _INNER * shape.colour[3] / 255
    return (
        f'<radialGradient id="{name}"><stop offset="0" stop-color="{colour}" stop-opacity="{strength:.3f}"/>'
        f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>'
        f'<circle cx="{_number(shape.x)}" cy="{_number(shape.y)}" r="{_number(shape.radius)}" fill="url(#{name})"/>'
    )


def _owner(owner: str) -> str:
    return f" class={quoteattr(f'of-{owner}')}" if owner else ""


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _paint(what: str, colour: Rgba) -> str:
    opacity = f' {what}-opacity="{colour[3] / 255:.3f}"' if colour[3] < 255 else ""
    return f' {what}="{_hex(colour)}"{opacity}'


def _hex(colour: Sequence[int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour[:3])

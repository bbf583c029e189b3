"""Fonts of our own making: a square for every character they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

# fontTools says nothing about its types.
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from pathlib import Path

EM = 1000


def tiny_font(place: Path, name: str, characters: str, *, weight: int = 400, rules: str = "") -> Path:
    """Write a font that has some characters, each as wide as its em; `rules` are OpenType features that join them."""
    glyphs = [".notdef", "space", *(f"uni{ord(char):05X}" for char in dict.fromkeys(characters))]
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({32: "space"} | {ord(char): f"uni{ord(char):05X}" for char in characters})
    pen = TTGlyphPen(None)
    for index, point in enumerate(((100, 0), (100, 800), (900, 800), (900, 0))):
        (pen.lineTo if index else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys(glyphs, square))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (EM, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(
        {"familyName": name, "styleName": "Regular", "fullName": name, "psName": name.replace(" ", "")}
    )
    builder.setupOS2(usWeightClass=weight)
    builder.setupPost()
    if rules:
        builder.addOpenTypeFeatures(rules)
    place.parent.mkdir(parents=True, exist_ok=True)
    builder.save(str(place))
    return place

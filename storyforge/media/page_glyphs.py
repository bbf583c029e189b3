"""Letters as their fonts join them: which glyphs stand where, and what they look like; the only module for HarfBuzz.

PDF and PNG are made of the same glyphs at the same places. Text is shaped piece by piece, a piece being what no line
breaks within: so a line is exactly as long as its pieces are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import uharfbuzz as hb

from storyforge.media.page_breaks import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.media.fonts import Face


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph: its number in the font, its place and advance in sizes (`y` upwards), the characters it stands for.

    Where several stand for the same characters, one has them and the others have none.
    """

    number: int
    x: float
    y: float
    advance: float
    meant: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A shaped piece of text: its glyphs from the left, and how long it is in sizes."""

    glyphs: tuple[Glyph, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Mask:
    """What a piece of text covers, a byte a pixel, row by row from below; `left` and `top` are from its origin."""

    width: int
    height: int
    stride: int
    left: int
    top: int
    data: bytes


@lru_cache(maxsize=64)
def _font(face: Face) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(face.path), face.index))


def laid(face: Face, text: str, *, rtl: bool, language: str) -> Iterator[tuple[float, str]]:
    """The pieces of a text of one direction in one font, each with its distance from the left in sizes."""
    x = 0.0
    for piece in reversed(pieces(text)) if rtl else pieces(text):
        yield x, piece
        x += shaped(face, piece, rtl=rtl, language=language).width


def length(face: Face, text: str, *, rtl: bool, language: str) -> float:
    """How long a text of one direction in one font is, in sizes."""
    return sum(shaped(face, piece, rtl=rtl, language=language).width for piece in pieces(text))


@lru_cache(maxsize=1 << 16)
def shaped(face: Face, piece: str, *, rtl: bool, language: str) -> Piece:
    """A piece of text as the font joins it; a character it lacks is its empty box."""
    font = _font(face)
    buffer = hb.Buffer()
    buffer.add_str(piece)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    # Left to itself, HarfBuzz takes the machine's language.
    buffer.language = language or "und"
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    hb.shape(font, buffer)
    em = font.face.upem
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    order = slice(None, None, -1 if rtl else 1)
    means = _means(piece, [info.cluster for info in infos[order]])[order]
    glyphs: list[Glyph] = []
    x = 0
    for info, place, meant in zip(infos, places, means, strict=True):
        glyphs.append(
            Glyph(info.codepoint, (x + place.x_offset) / em, place.y_offset / em, place.x_advance / em, meant)
        )
        x += place.x_advance
    return Piece(tuple(glyphs), x / em)


def _means(text: str, places: Sequence[int]) -> list[str]:
    """The characters that each glyph stands for, glyphs in the order of reading; where several share some, one each."""
    found: list[str] = []
    begins = [*dict.fromkeys(places), len(text)]
    for begin, end in pairwise(begins):
        count, said = places.count(begin), text[begin:end]
        # So the characters come in their order although some glyphs do not: the Hindi vowel i stands before its letter.
        found += [said[at : at + 1] for at in range(count - 1)] + [said[count - 1 :]]
    return found


@lru_cache(maxsize=8192)
def mask(face: Face, piece: str, size: float, shift: float, *, rtl: bool, language: str) -> Mask | None:
    """A piece of text drawn `size` pixels an em, beginning `shift` pixels late; None where nothing is to be seen."""
    font = _font(face)
    k = size / font.face.upem
    pen = hb.RasterDraw()
    for glyph in shaped(face, piece, rtl=rtl, language=language).glyphs:
        pen.transform = (k, 0.0, 0.0, k, shift + glyph.x * size, glyph.y * size)
        pen.draw_glyph(font, glyph.number)
    image = pen.render()
    if image is None or not image.extents.width or not image.extents.height:
        return None
    box = image.extents
    return Mask(box.width, box.height, box.stride, box.x_origin, -(box.y_origin + box.height), bytes(image.buffer))

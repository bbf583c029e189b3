"""A contact sheet: pictures side by side, each with its name, a line of words, and the colours it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from storyforge.media.fonts import find_font

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _GAP, _NAME, _LINE = 480, 20, 20, 13
_PAPER, _INK, _GREY = (250, 249, 246), (26, 26, 28), (96, 96, 100)
_LINES = 3
"""Lines of words under a picture, at most."""


@dataclass(frozen=True)
class Cell:
    """One picture of a sheet; `mark` stands at the right of its name, such as a score."""

    picture: Image.Image
    name: str
    words: str = ""
    colours: tuple[tuple[int, int, int], ...] = ()
    mark: str = ""


def contact_sheet(cells: Sequence[Cell], title: str = "", columns: int = 0) -> Image.Image:
    """The sheet; without a number of columns it has as many as make it about as wide as high, four at most."""
    count = columns or next((n for n in (1, 2, 3) if n * n >= len(cells)), 4)
    rows = -(-len(cells) // count)
    high = max((_fitted(cell.picture).height for cell in cells), default=270)
    lines = max((len(_wrapped(cell.words, _font(cell.words, _LINE), _WIDTH)[:_LINES]) for cell in cells), default=1)
    cell_high = high + 10 + _NAME + 8 + lines * (_LINE + 4)
    top = _GAP + (_NAME + 16 if title else 0)
    size = (count * (_WIDTH + _GAP) + _GAP, top + rows * (cell_high + _GAP))
    sheet = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(sheet)
    if title:
        pen.text((_GAP, _GAP - 6), title, _INK, _font(title, _NAME + 4, bold=True))
    for index, cell in enumerate(cells):
        left, upper = _GAP + index % count * (_WIDTH + _GAP), top + index // count * (cell_high + _GAP)
        sheet.paste(_fitted(cell.picture), (left, upper))
        _label(pen, cell, left, upper + high + 10)
    return sheet


def _fitted(picture: Image.Image) -> Image.Image:
    """A picture as wide as a cell; one that is higher than wide is as high as a cell is wide."""
    share = min(_WIDTH / picture.width, _WIDTH / picture.height)
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def _label(pen: ImageDraw.ImageDraw, cell: Cell, left: int, top: int) -> None:
    bold = _font(cell.name, _NAME, bold=True)
    right = left + _WIDTH
    if cell.mark:
        wide = pen.textlength(cell.mark, _font(cell.mark, _NAME - 4, bold=True))
        right -= int(wide)
        pen.text((right, top + 3), cell.mark, _GREY, _font(cell.mark, _NAME - 4, bold=True))
    swatch = 16
    for colour in reversed(cell.colours):
        right -= swatch + 3
        pen.rectangle((right, top + 5, right + swatch, top + 5 + swatch), fill=colour, outline=_GREY)
    pen.text((left, top), _cut(cell.name, bold, right - left - 8), _INK, bold)
    plain = _font(cell.words, _LINE)
    for row, line in enumerate(_wrapped(cell.words, plain, _WIDTH)[:_LINES]):
        pen.text((left, top + _NAME + 8 + row * (_LINE + 4)), line, _GREY, plain)


def _font(text: str, size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(find_font(text, bold=bold)), size)


def _cut(text: str, font: ImageFont.FreeTypeFont, wide: float) -> str:
    if font.getlength(text) <= wide:
        return text
    while text and font.getlength(f"{text}…") > wide:
        text = text[:-1]
    return f"{text}…"


def _wrapped(text: str, font: ImageFont.FreeTypeFont, wide: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > wide:
            lines.append(word)
        else:
            lines[-1] = longer
    return [_cut(line, font, wide) for line in lines]

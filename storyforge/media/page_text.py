"""Setting text: how wide it is, where its lines break, and which characters stand where on a line."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from storyforge.media.fonts import Face, Fonts, is_drawn, own
from storyforge.media.page import Text
from storyforge.media.page_breaks import JOINERS, clusters, pieces
from storyforge.media.page_glyphs import length
from storyforge.media.page_pdf_bidi import direction, leftward, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.media.page import Colour
    from storyforge.media.page_pdf_bidi import Direction

Align = Literal["start", "end", "left", "centre", "right"]
BLACK: Colour = (24, 24, 27)
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks: size in points, weight, colour, and the distance of baselines in sizes."""

    size: float
    bold: bool = False
    colour: Colour = BLACK
    leading: float = 1.26

    @property
    def step(self) -> float:
        """The distance of baselines in points."""
        return self.size * self.leading


def clean(text: str) -> str:
    """Text as it is set: composed, other white space as spaces, controls and invisible characters left out."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    return "".join(char for char in text if char == "\n" or char in JOINERS or char.isspace() or is_drawn(char))


class Setter:
    """Sets text in some fonts; `default` is the direction of text that has none of its own."""

    def __init__(self, fonts: Fonts, default: Direction = "ltr") -> None:
        self.fonts = fonts
        self.default = default
        self._faces: dict[tuple[str, bool], Face | None] = {}
        self._widths: dict[tuple[str, bool], float] = {}

    def _face(self, letters: str, *, bold: bool) -> Face | None:
        """The font that has all of some letters, if any has."""
        key = (letters, bold)
        if key not in self._faces:
            self._faces[key] = self.fonts.face(letters, bold=bold)
        return self._faces[key]

    def _parts(self, text: str, *, bold: bool) -> list[tuple[Face, str]]:
        """A text of one direction as parts of one font each: a word is of one font where one has all of it."""
        found: list[tuple[Face, str]] = []
        for piece in pieces(text):
            whole = self._face(piece, bold=bold)
            for letters in [piece] if whole else clusters(piece):
                # A letter that none has with its marks is taken without; a space stays with its word.
                after = found[-1][0] if found and letters.isspace() else None
                face = whole or after or self._face(letters, bold=bold) or self._face(letters[0], bold=bold)
                found.append((face or own(bold=bold), letters))
        runs_of = groupby(found, key=lambda pair: pair[0])
        return [(face, "".join(letters for _, letters in part)) for face, part in runs_of]

    def width(self, text: str, style: Style) -> float:
        """How long a line of text is, in points."""
        return sum(self._wide(piece, bold=style.bold) for piece in pieces(text)) * style.size

    def _wide(self, piece: str, *, bold: bool) -> float:
        key = (piece, bold)
        if key not in self._widths:
            parts, rtl, language = self._parts(piece, bold=bold), leftward(piece), self.fonts.language
            self._widths[key] = sum(length(face, part, rtl=rtl, language=language) for face, part in parts)
        return self._widths[key]

    def lines(self, text: str, width: float, style: Style) -> list[str]:
        """The lines of a text within a width, each as it is spoken; a word that is longer than a line is torn."""
        return [row.rstrip() for row in self.rows(text, width, style)]

    def rows(self, text: str, width: float, style: Style, indent: float = 0.0) -> list[str]:
        """The same, with the white space at their ends; the first line is shorter by `indent`."""
        found: list[str] = []
        for paragraph in clean(text).strip().split("\n"):
            line, used, room = "", 0.0, width - (0.0 if found else indent)
            for piece, goes_on in self._fitting(pieces(paragraph), width, style):
                over = goes_on or used + self.width(piece.rstrip(), style) > room
                if over and (line or room < width):
                    found.append(line)
                    line, used, room = "", 0.0, width
                line += piece
                used += self.width(piece, style)
            found.append(line + "\n")
        found[-1] = found[-1].rstrip("\n")
        return found

    def _fitting(self, found: tuple[str, ...], width: float, style: Style) -> Iterator[tuple[str, bool]]:
        """Pieces, those torn that are longer than a line, with whether each goes on with the torn one before."""
        for piece in found:
            if self.width(piece.rstrip(), style) <= width:
                yield piece, False
                continue
            torn, goes_on = "", False
            for cluster in clusters(piece):
                if torn and self.width((torn + cluster).rstrip(), style) > width:
                    yield torn, goes_on
                    torn, goes_on = "", True
                torn += cluster
            yield torn, goes_on

    def cut(self, text: str, width: float, style: Style) -> str:
        """A text on one line: whole, or as much of it as fits before an ellipsis."""
        text = clean(text).replace("\n", " ")
        if self.width(text, style) <= width:
            return text
        parts = clusters(text)
        while parts and self.width("".join(parts).rstrip() + ELLIPSIS, style) > width:
            parts.pop()
        return "".join(parts).rstrip() + ELLIPSIS

    def line(
        self,
        text: str,
        x: float,
        y: float,
        style: Style,
        width: float = 0.0,
        align: Align = "left",
        base: Direction | None = None,
    ) -> list[Text]:
        """One line, its baseline at `y`, in the `width` from `x` on.

        `start` is the side where its language begins; `base` is the direction of the paragraph it is taken from.
        """
        text = clean(text).replace("\n", " ")
        base = base or direction(text, self.default)
        items = self._seen(text, base, style)
        space = width - (items[-1][1] if items else 0.0)
        side = {"start": "left" if base == "ltr" else "right", "end": "right" if base == "ltr" else "left"}.get(
            align, align
        )
        x += {"left": 0.0, "centre": space / 2, "right": space}[side]
        return [replace(item, x=x + item.x, y=y) for item, _ in items]

    def _seen(self, text: str, base: Direction, style: Style) -> list[tuple[Text, float]]:
        """The parts of a line from the left, from 0 on, each with where it ends."""
        found: list[tuple[Text, float]] = []
        x = 0.0
        for run, rtl in runs(text, base):
            parts = self._parts(run, bold=style.bold)
            for face, part in reversed(parts) if rtl else parts:
                item = Text(x, 0.0, part, face, style.size, style.colour, rtl, self.fonts.language)
                x += style.size * length(face, part, rtl=rtl, language=self.fonts.language)
                found.append((item, x))
        return found

"""Setting text: how wide it is, where its lines break, and which characters stand where on a line.

The same positions go to every renderer: there is no kerning, so that a line is as long in a picture as in a PDF.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from storyforge.media.fonts import Face, Fonts, is_drawn, metrics, own
from storyforge.media.page import Text
from storyforge.media.page_arabic import joined
from storyforge.media.page_bidi import direction, levels, mirrored, visual_order
from storyforge.resources import read_template

if TYPE_CHECKING:
    from storyforge.media.page import Colour
    from storyforge.media.page_bidi import Direction

Align = Literal["start", "end", "left", "centre", "right"]
BLACK: Colour = (24, 24, 27)
ELLIPSIS = "…"
_DASHES = "-‐–—/"
_CLINGING = "!?:;»"
"""In French a space stands before these, and they do not leave their word all the same."""
_JOINERS = "\u200c\u200d"


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
    return "".join(char for char in text if char == "\n" or char in _JOINERS or char.isspace() or is_drawn(char))


def is_complex(text: str) -> bool:
    """Whether letters change places or shapes beside each other, so that only a shaping library draws them right."""
    return any("\u0900" <= c <= "\u0dff" or "\u0f00" <= c <= "\u109f" or "\u1780" <= c <= "\u17ff" for c in text)


def clusters(text: str) -> list[str]:
    """Characters with the marks on them: what is never torn apart."""
    found: list[str] = []
    for char in text:
        if found and (unicodedata.category(char)[0] == "M" or char in _JOINERS or found[-1][-1] == "\u200d"):
            found[-1] += char
        else:
            found.append(char)
    return found


@cache
def _breaking() -> tuple[frozenset[str], frozenset[str]]:
    table = tomllib.loads(read_template("fonts/fonts.toml"))["breaking"]
    return frozenset(table["never_first"]), frozenset(table["never_last"])


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"


def _may_break(before: str, after: str) -> bool:
    never_first, never_last = _breaking()
    if before.isspace() and before != "\u00a0":
        return not after.isspace() and after not in _CLINGING
    if after.isspace() or after[0] in never_first or before[0] in never_last:
        return False
    if before in _DASHES:
        return after[0].isalpha()
    return _is_wide(before[0]) or _is_wide(after[0])


def pieces(text: str) -> list[str]:
    """The pieces of a line between which it may break; spaces stand at the end of a piece."""
    found: list[str] = []
    before = ""
    for cluster in clusters(text):
        if before and not _may_break(before, cluster):
            found[-1] += cluster
        else:
            found.append(cluster)
        before = cluster
    return found


class Setter:
    """Sets text in some fonts; `default` is the direction of text that has none of its own."""

    def __init__(self, fonts: Fonts, default: Direction = "ltr") -> None:
        self.fonts = fonts
        self.default = default
        self._known: dict[tuple[str, bool], tuple[Face, float, bool]] = {}
        self._widths: dict[tuple[str, bool], float] = {}

    def _glyph(self, char: str, *, bold: bool) -> tuple[Face, float, bool]:
        """The font of a character, its advance in sizes, and whether the font has it."""
        key = (char, bold)
        if key not in self._known:
            face = self.fonts.face(char, bold=bold)
            first = own(bold=bold)
            found = metrics(face or first)
            box = found.box if found else 0.6
            advance = found.advances.get(ord(char), box) if found else box
            self._known[key] = (face or first, advance if is_drawn(char) or char.isspace() else 0.0, face is not None)
        return self._known[key]

    def _drawn(self, text: str, *, bold: bool) -> list[tuple[str, str]]:
        pairs = [
            (shown if self._glyph(shown, bold=bold)[2] else meant[:1], meant) for shown, meant in joined(text) if shown
        ]
        return [(" " if c.isspace() and not self._glyph(c, bold=bold)[2] else c, meant) for c, meant in pairs]

    def width(self, text: str, style: Style) -> float:
        """How long a line of text is, in points."""
        key = (text, style.bold)
        if key not in self._widths:
            drawn = self._drawn(text, bold=style.bold)
            self._widths[key] = sum(self._glyph(char, bold=style.bold)[1] for char, _ in drawn)
        return self._widths[key] * style.size

    def lines(self, text: str, width: float, style: Style) -> list[str]:
        """The lines of a text within a width, each as it is spoken; a word that is longer than a line is torn."""
        return [row.rstrip() for row in self.rows(text, width, style)]

    def rows(self, text: str, width: float, style: Style, indent: float = 0.0) -> list[str]:
        """The same, with the white space at their ends; the first line is shorter by `indent`."""
        found: list[str] = []
        for paragraph in clean(text).strip().split("\n"):
            line, room = "", width - (0.0 if found else indent)
            for piece in self._fitting(pieces(paragraph), width, style):
                if (line or room < width) and self.width((line + piece).rstrip(), style) > room:
                    found.append(line)
                    line, room = piece, width
                else:
                    line += piece
            found.append(line + "\n")
        found[-1] = found[-1].rstrip("\n")
        return found

    def _fitting(self, found: list[str], width: float, style: Style) -> list[str]:
        """Pieces, those torn that are longer than a line."""
        fitting: list[str] = []
        for piece in found:
            if self.width(piece.rstrip(), style) <= width:
                fitting.append(piece)
                continue
            torn = ""
            for cluster in clusters(piece):
                if torn and self.width((torn + cluster).rstrip(), style) > width:
                    fitting.append(torn)
                    torn = ""
                torn += cluster
            fitting.append(torn)
        return fitting

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
        space = width - self.width(text, style)
        side = {"start": "left" if base == "ltr" else "right", "end": "right" if base == "ltr" else "left"}.get(
            align, align
        )
        x += {"left": 0.0, "centre": space / 2, "right": space}[side]
        return self._runs(self._visual(text, base, bold=style.bold), x, y, style)

    def _visual(self, text: str, base: Direction, *, bold: bool) -> list[tuple[str, str]]:
        drawn = self._drawn(text, bold=bold)
        found = levels("".join(char for char, _ in drawn), base)
        seen = [
            (mirrored(drawn[place][0]) if found[place] % 2 else drawn[place][0], drawn[place][1], found[place])
            for place in visual_order(found)
        ]
        ordered: list[tuple[str, str]] = []
        marks: list[tuple[str, str]] = []
        for char, meant, level in seen:
            # Read from the left, the marks of a right-to-left letter come before it; they are drawn after it (L3).
            if level % 2 and unicodedata.combining(char):
                marks.insert(0, (char, meant))
                continue
            ordered.append((char, meant))
            ordered += marks
            marks = []
        return ordered + marks

    def _runs(self, seen: list[tuple[str, str]], x: float, y: float, style: Style) -> list[Text]:
        runs: list[tuple[Face, float, list[tuple[str, str]]]] = []
        for char, meant in seen:
            face, advance, _ = self._glyph(char, bold=style.bold)
            if runs and runs[-1][0] == face:
                runs[-1][2].append((char, meant))
            else:
                runs.append((face, x, [(char, meant)]))
            x += advance * style.size
        found: list[Text] = []
        for face, left, pairs in runs:
            text, means = "".join(char for char, _ in pairs), tuple(meant for _, meant in pairs)
            found.append(Text(left, y, text, face, style.size, style.colour, () if means == tuple(text) else means))
        return found

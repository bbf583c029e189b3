"""The words of a panel in the room they have: as large as they fit, and what does not fit goes on in another panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.exporters.boards_content import ASKED, Said
from storyforge.media.page_breaks import clusters, pieces
from storyforge.media.page_pdf_bidi import direction
from storyforge.media.page_text import BLACK, ELLIPSIS, Style, clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.media.page import Item
    from storyforge.media.page_text import Setter

_GAP = 0.34
"""Space between two speeches, in sizes."""
_PREFIX = 0.5
"""Space between a speaker and the words, in sizes."""
_OPEN = (166, 44, 34)
"""The colour of questions, which are no part of the story."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of words: which of the panel's words it belongs to, and whether it is their first."""

    text: str
    said: int
    first: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """Words that fit: their rows at one size, and what is left over."""

    size: float
    rows: tuple[Row, ...]
    words: tuple[Said, ...]
    rest: tuple[Said, ...] = ()


def fit(words: Sequence[Said], width: float, height: float, sizes: Sequence[float], setter: Setter) -> Fitted:
    """Words in a box: at the largest size at which all of them fit, else at the smallest with the rest left over.

    One row is always taken, however low the box is, so that a text of any length comes to an end.
    """
    rows: list[Row] = []
    for size in sizes:
        rows = list(_rows(words, width, size, setter))
        if _height(rows, size) <= height:
            return Fitted(size, tuple(rows), tuple(words))
    size = sizes[-1]
    count = max(1, max((n for n in range(len(rows)) if _height(rows[:n], size) <= height), default=1))
    return _parted(words, rows, count, width, size, setter)


def _rows(words: Sequence[Said], width: float, size: float, setter: Setter) -> Iterator[Row]:
    style = Style(size)
    for index, said in enumerate(words):
        lines = setter.rows(said.text, width, style, _prefix(said, size, width, setter))
        for number, line in enumerate(lines):
            yield Row(line, index, number == 0)


def _prefix(said: Said, size: float, width: float, setter: Setter) -> float:
    """How much of the first line the speaker's name takes; only a name of more than a line is cut."""
    if not said.by:
        return 0.0
    return setter.width(_name(said, size, width, setter), Style(size, bold=True)) + _PREFIX * size


def _name(said: Said, size: float, width: float, setter: Setter) -> str:
    return setter.cut(said.by, width, Style(size, bold=True))


def _height(rows: Sequence[Row], size: float) -> float:
    gaps = sum(row.first for row in rows[1:])
    return len(rows) * Style(size).step + gaps * _GAP * size


def _parted(words: Sequence[Said], rows: list[Row], count: int, width: float, size: float, setter: Setter) -> Fitted:
    kept, left = rows[:count], rows[count:]
    last = kept[-1]
    rest = ["".join(row.text for row in left if row.said == index) for index in range(len(words))]
    if rest[last.said].strip():
        room = width - (_prefix(words[last.said], size, width, setter) if last.first else 0.0)
        text = _shortened(last.text, room, Style(size), setter)
        # Beside a name that fills its line there may be no room for as much as an ellipsis.
        seen = text.rstrip() + ELLIPSIS if text or setter.width(ELLIPSIS, Style(size)) <= room else ""
        kept[-1] = Row(seen, last.said, last.first)
        rest[last.said] = ELLIPSIS + (last.text[len(text) :] + rest[last.said]).lstrip()
    over = tuple(Said(text, said.by) for text, said in zip(rest, words, strict=True) if text.strip())
    return Fitted(size, tuple(kept), tuple(words), over)


def _shortened(text: str, width: float, style: Style, setter: Setter) -> str:
    """As much of a line as leaves room for an ellipsis: whole words, or letters where there is but one."""
    for parts in (list(pieces(text)), clusters(text)):
        while parts and setter.width("".join(parts).rstrip() + ELLIPSIS, style) > width:
            parts.pop()
        if "".join(parts).strip():
            return "".join(parts)
    return "".join(clusters(text)[:1])


def drawn(fitted: Fitted, x: float, y: float, width: float, setter: Setter) -> list[Item]:
    """The words of a box whose top is at `y`."""
    items: list[Item] = []
    size = fitted.size
    for number, row in enumerate(fitted.rows):
        said = fitted.words[row.said]
        colour = _OPEN if said.by == ASKED else BLACK
        style, bold = Style(size, colour=colour), Style(size, bold=True, colour=colour)
        y += style.step + (_GAP * size if row.first and number else 0.0)
        baseline = y - 0.28 * size
        # Within a speech every line runs the way the speech does, be its own first letters what they may.
        base = direction(clean(said.text), setter.default)
        before = _prefix(said, size, width, setter) if row.first else 0.0
        if before:
            name = _name(said, size, width, setter)
            items += setter.line(name, x, baseline, bold, width, "left" if base == "ltr" else "right")
        left = x + before if base == "ltr" else x
        items += setter.line(row.text.strip(), left, baseline, style, width - before, "start", base)
    return items

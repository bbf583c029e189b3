"""Plain tables and colours for the terminal; widths count wide characters as two."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def coloured() -> bool:
    """Whether colours are wanted: a terminal, and no `NO_COLOR`."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def paint(text: str, colour: str) -> str:
    """The text in a colour, where colours are wanted."""
    return f"\033[{_CODES[colour]}m{text}\033[0m" if colour and coloured() else text


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def cut(text: str, columns: int) -> str:
    """The text on one line, cut to a number of columns with an ellipsis."""
    text = " ".join(text.split())
    if width(text) <= columns:
        return text
    kept, used = "", 0
    for char in text:
        used += width(char)
        if used > columns - 1:
            break
        kept += char
    return f"{kept.rstrip()}…"


def columns() -> int:
    """Columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def fill(text: str, indent: str = "", room: int | None = None) -> str:
    """The text in lines that fit the terminal, each with an indent."""
    room = (room or min(columns(), 110)) - width(indent)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if line and width(line) + 1 + width(word) > room:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return "\n".join(f"{indent}{line}" if line else "" for line in lines)


def table(rows: Sequence[Sequence[str]], colours: Sequence[str] = (), gap: int = 2) -> str:
    """Rows as aligned columns; the last one is cut to the terminal. `colours` is one a row, for all but the last."""
    if not rows:
        return ""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    room = max(20, columns() - sum(widths) - gap * len(widths))
    lines = []
    for index, row in enumerate(rows):
        *cells, last = row
        padded = [cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True)]
        colour = colours[index] if index < len(colours) else ""
        start = (" " * gap).join(padded) + (" " * gap if cells else "")
        lines.append((paint(start, colour) + cut(last, room)).rstrip())
    return "\n".join(lines)

"""The title page: keys and values at the very start of a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.fountain import classify
from storyforge.model.screenplay import Element, Kind

if TYPE_CHECKING:
    from storyforge.formats.fountain.reader import Reader


def read_title_page(reader: Reader) -> None:
    """Read the title page if the script begins with one: a block of keys of which at least one has a value."""
    start = 0
    while start < reader.count and not reader.stripped[start]:
        start += 1
    found, end = _entries(reader, start)
    if not any(values for _, values, _ in found):
        return
    for row in range(start):
        reader.empty(row)
    ends = [row for *_, row in found[1:]] + [end]
    for (key, values, row), stop in zip(found, ends, strict=True):
        text = "\n".join(value for value in values if value)
        first, last = reader.lines.first[row], reader.lines.last[stop - 1]
        reader.add(Element(Kind.TITLE_ENTRY, text, first, last, key=key), row, stop, boundary=True)


def _entries(reader: Reader, row: int) -> tuple[list[tuple[str, list[str], int]], int]:
    """Keys with their values and rows, and the row behind the last."""
    found: list[tuple[str, list[str], int]] = []
    while row < reader.count and (reader.stripped[row] or row in reader.notes_only):
        line = reader.texts[row]
        if found and (row in reader.notes_only or _indented(line)):
            found[-1][1].append(reader.stripped[row])
        elif not line[:1].isspace() and (pair := classify.title_key(line, reader.words)):
            found.append((pair[0], [pair[1]] if pair[1] else [], row))
        else:
            break
        row += 1
    return found, row


def _indented(line: str) -> bool:
    """Whether a line is a value: indented by a tab, or by three spaces or more."""
    return line.startswith(("\t", " \t", "  \t", "   "))

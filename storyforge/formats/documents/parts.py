"""Headings, and how much text stands under each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.formats.documents.headings import Heading
    from storyforge.formats.documents.paragraphs import Paragraph


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, the row of its paragraph, the row at which its text begins and ends, and the words between."""

    heading: Heading
    row: int
    start: int
    stop: int
    words: int


def parts_of(rows: Sequence[Paragraph], headed: Sequence[tuple[int, Heading]], stop: int = 0) -> list[Part]:
    """Headings with how much text each has."""
    stops = [*(row for row, _ in headed[1:]), stop or len(rows)] if headed else []
    parts = []
    for (row, heading), end in zip(headed, stops, strict=True):
        rest = sum(len(line.split()) for line in rows[row].lines[heading.rows :])
        words = rest + sum(rows[each].words for each in range(row + 1, end))
        parts.append(Part(heading, row, row, end, words))
    return parts

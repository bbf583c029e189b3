"""Lines of a printed page, and what every page repeats: running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from storyforge.formats.documents.headings import heading_of
from storyforge.formats.documents.paragraphs import Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|página|pág\.?|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von|de)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_EDGE = 2
"""Lines at the top and the bottom of a page among which running heads are."""
_OFTEN = 3
_APART = 1.2
"""How many times the usual distance a running head stands apart from the text."""
LARGE = 1.15
"""How many times the size of the text a heading's letters have."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Text that stands together on a line: its left edge and its width, in points."""

    x: float
    text: str
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its cells from left to right, its height above the bottom and its letters' size in points."""

    page: int
    y: float
    size: float
    cells: tuple[Cell, ...]

    @property
    def x(self) -> float:
        """Its left edge."""
        return self.cells[0].x

    @property
    def end(self) -> float:
        """Its right edge, about."""
        return self.cells[-1].x + self.cells[-1].width

    @property
    def text(self) -> str:
        """Its text."""
        return " ".join(cell.text for cell in self.cells)


def body_size(lines: Sequence[Line]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def leading(lines: Sequence[Line]) -> float:
    """The usual distance between two lines."""
    steps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and a.y - b.y > 1]
    return median(steps) if steps else 12.0


def without_furniture(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """Lines without running heads and page numbers, and how many those were.

    A line at the edge of a page is one where it comes again, but for its digits, at the same height on two pages in
    five of a stretch; a number alone is one wherever it stands at an edge.
    """
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    seen: dict[tuple[str, int], list[int]] = {}
    for page in pages.values():
        for line in dict.fromkeys((*page[:_EDGE], *page[-_EDGE:])):
            seen.setdefault(_key(line), []).append(line.page)
    repeated = {key for key, found in seen.items() if _is_dense(found)}
    size, step, alone = body_size(lines), leading(lines), len(pages) == 1
    gone: set[int] = set()
    for page in pages.values():
        if len(page) == 1 and _is_number(page[0], page, alone=alone):
            gone.add(id(page[0]))
        for edge in (page[: _EDGE + 1], page[: -_EDGE - 2 : -1]):
            for line, inner in pairwise(edge):
                head = _key(line) in repeated and line.size < LARGE * size
                furniture = head or _is_number(line, page, alone=alone)
                if not furniture or abs(line.y - inner.y) < _APART * step:
                    break
                gone.add(id(line))
    return [line for line in lines if id(line) not in gone], len(gone)


def _is_dense(pages: Sequence[int]) -> bool:
    """Whether a line is on enough pages of a stretch: names above speeches come again too, but here and there."""
    return len(pages) >= _OFTEN and len(pages) >= 0.4 * (pages[-1] - pages[0] + 1)


def _key(line: Line) -> tuple[str, int]:
    """Equal for lines that repeat each other; the number of a chapter's heading counts, that of a page does not."""
    heading = heading_of(Paragraph((line.text,), 1))
    text = line.text if heading and heading.sort == "part" else _DIGITS.sub("#", line.text)
    return text.casefold().strip(), round(line.y / 4)


def _is_number(line: Line, page: Sequence[Line], *, alone: bool) -> bool:
    """Whether a line at the very top or bottom is the number of the page; on a page alone, one in digits."""
    edge = line is page[0] or line is page[-1]
    return edge and _NUMBER.fullmatch(line.text) is not None and (not alone or line.text.strip().isdecimal())

"""Lines to paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.formats.prose import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DENSE = re.compile("[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")
_INDENT = re.compile(r"(?: {2,}|\t|\u3000)\S")
_LONG = 120
"""Characters from which on a line was never broken by its author: it is a paragraph."""
_SPARSE = 40
"""A text with fewer empty lines than one in so many marks its paragraphs otherwise."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines without an empty one between them.

    `line` is the first, counted from 1; `before` and `after` are how many empty lines stand on either side.
    """

    lines: tuple[str, ...]
    line: int
    before: int = 1
    after: int = 1

    @property
    def text(self) -> str:
        """Its lines joined by a space, or by nothing in scripts that write none."""
        text = " ".join(self.lines)
        # Few texts have letters that stand without spaces, and to look at every line end costs most of the time.
        return one_line("\n".join(self.lines)) if len(self.lines) > 1 and _DENSE.search(text) else text

    @property
    def words(self) -> int:
        """Its words."""
        return sum(len(line.split()) for line in self.lines)


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a plain text, parted by empty lines.

    Where there are hardly any, by indented first lines, or every line is one.
    """
    lines = [line.rstrip() for line in text.replace("\f", "\n\n").split("\n")]
    starts = _starts(lines)
    found: list[tuple[list[str], int, int]] = []
    empty = 1
    for number, line in enumerate(lines, 1):
        if not line.strip():
            empty += 1
        elif empty or not found or starts(line):
            found.append(([line.strip()], number, empty))
            empty = 0
        else:
            found[-1][0].append(line.strip())
    afters = [*(before for _, _, before in found[1:]), max(1, empty)] if found else []
    return [
        Paragraph(tuple(rows), line, before, after) for (rows, line, before), after in zip(found, afters, strict=True)
    ]


def _starts(lines: Sequence[str]) -> Starts:
    full = [line for line in lines if line.strip()]
    if (len(lines) - len(full)) * _SPARSE >= len(full):
        return Starts(every=False, indented=False)
    indented = sum(_INDENT.match(line) is not None for line in full)
    if 0 < indented < 0.7 * len(full):
        return Starts(every=False, indented=True)
    return Starts(every=2 * sum(len(line) >= _LONG for line in full) >= len(full), indented=False)


@dataclass(frozen=True, slots=True)
class Starts:
    """Whether a line begins a paragraph although no empty line stands before it."""

    every: bool
    indented: bool

    def __call__(self, line: str) -> bool:
        """Ask of a line."""
        return self.every or (self.indented and _INDENT.match(line) is not None)


def joined(found: Iterable[Paragraph]) -> str:
    """The text of a section: its paragraphs with one empty line between them."""
    return "\n\n".join(text for paragraph in found if (text := paragraph.text))

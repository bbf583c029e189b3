"""Where a reading of a script stands: the lines, the elements found so far, the next line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.fountain import classify
from storyforge.formats.fountain.cues import recurring_lines
from storyforge.model.screenplay import Diagnostic, Element, Kind

if TYPE_CHECKING:
    from storyforge.formats.fountain.prepass import Logical, Mark
    from storyforge.model.language import Language


class Reader:
    """Goes over the logical lines once.

    `row` is the next line, `boundary` whether an empty line, or what counts as one, stands before it. `stripped`
    are the lines without surrounding space; lines that hold nothing but notes (`notes_only`) are looked through in
    both directions.
    """

    def __init__(self, lines: Logical, language: Language | None, *, lenient: bool) -> None:
        self.lines = lines
        self.texts = lines.texts
        self.stripped = [text.strip() for text in lines.texts]
        self.count = len(lines.texts)
        self.words = classify.words_of(language)
        self.names = recurring_lines(self.stripped, language)
        self.lenient = lenient
        self.notes_only = {row for row, marks in lines.marks.items() if self._only_notes(row, marks)}
        self.elements: list[Element] = []
        self.diagnostics: list[Diagnostic] = []
        self.row = 0
        self.boundary = True

    def _only_notes(self, row: int, marks: list[Mark]) -> bool:
        return not self.stripped[row] and any(mark.kind is Kind.NOTE for mark in marks)

    def empty(self, row: int) -> None:
        """Pass a line that has no text; what was taken out of it becomes an element."""
        if row in self.lines.marks:
            self._marks(row, alone=True)
        if row not in self.notes_only:
            self.boundary = True
        self.row = row + 1

    def _marks(self, row: int, *, alone: bool = False) -> None:
        """Put the notes and boneyards of a line behind the element they stand in; alone, the first is an element."""
        for index, mark in enumerate(self.lines.marks.get(row, ())):
            lone = alone and index == 0
            first, last = (self.lines.first[row], self.lines.last[row]) if lone else (mark.line, mark.last)
            text = mark.text.strip() if mark.kind is Kind.NOTE else mark.text
            self.elements.append(Element(mark.kind, text, first, last, inline=not lone))

    def add(self, element: Element, row: int, end: int = 0, *, boundary: bool = False) -> bool:
        """Add an element that stands on the logical lines from `row` up to `end` (excluded), and go on behind it."""
        self.elements.append(element)
        end = end or row + 1
        if self.lines.marks:
            for each in range(row, end):
                self._marks(each)
        self.row = end
        self.boundary = boundary
        return True

    def element(self, kind: Kind, text: str, row: int, end: int = 0) -> Element:
        """An element with no more to it than its text and its lines."""
        return Element(kind, text, self.lines.first[row], self.lines.last[(end or row + 1) - 1])

    def below(self, row: int) -> int:
        """The next line that is not only a note; one past the end at the end."""
        row += 1
        while row in self.notes_only:
            row += 1
        return row

    def open_below(self, row: int) -> bool:
        """Whether an empty line, or what counts as one, stands after a line."""
        row = self.below(row)
        return row >= self.count or not self.stripped[row] or classify.is_boundary(self.stripped[row])

"""Fountain 1.1 to a screenplay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.fountain import classify, lint
from storyforge.formats.fountain.cues import recurring_lines
from storyforge.formats.fountain.prepass import Logical, logical_lines
from storyforge.formats.fountain.script import Script
from storyforge.formats.fountain.source import Source
from storyforge.formats.languages import language_named
from storyforge.model.screenplay import Diagnostic, Element, Kind, Screenplay

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.model.language import Language

_WIDE = "\t\u3000"


def parse(text: str | bytes | Source, language: str | Language | None = None, *, lenient: bool = False) -> Script:
    """Read a Fountain text; nothing in it can make this fail.

    `language` adds the heading words, transitions and cue rule of one language of `templates/languages.yaml` to those of
    the syntax page; `"auto"` detects it. `lenient` also takes headings that have no empty line around them, and says so.

    Raises:
        UnknownNameError: there is no such language.
    """
    source = Source.from_bytes(text) if isinstance(text, bytes) else text
    source = Source.from_text(source) if isinstance(source, str) else source
    pack = language_named(language, lambda: source.text)
    reader = _Reader(logical_lines(source.raw), pack, lenient=lenient)
    elements = tuple(reader.read())
    diagnostics = (*reader.lines.diagnostics, *reader.diagnostics, *lint.diagnose(source, elements))
    ordered = tuple(sorted(diagnostics, key=lambda d: (d.line, d.rule)))
    return Script(source, Screenplay(elements, ordered), pack, lenient)


class _Reader:
    """Walks over the logical lines once; `row` is the next one, `boundary` whether an empty line stands before it."""

    def __init__(self, lines: Logical, language: Language | None, *, lenient: bool) -> None:
        self.lines = lines
        self.texts = lines.texts
        self.stripped = [text.strip() for text in lines.texts]
        self.words = classify.words_of(language)
        self.names = recurring_lines(self.stripped, language)
        self.lenient = lenient
        self.notes_only = {
            row for row, marks in lines.marks.items() if not self.stripped[row] and any(m.kind is Kind.NOTE for m in marks)
        }
        self.elements: list[Element] = []
        self.diagnostics: list[Diagnostic] = []
        self.row = 0
        self.boundary = True

    def read(self) -> list[Element]:
        self._title_page()
        count, stripped = len(self.texts), self.stripped
        while (row := self.row) < count:
            line = stripped[row]
            if not line:
                self._empty(row)
                continue
            mark = _MARKS.get(line[0])
            if mark is not None and mark(self, row, line):
                continue
            if not (self.boundary and self._unmarked(row, line)):
                self._action(row)
        return self.elements

    def _empty(self, row: int) -> None:
        if row in self.lines.marks:
            self._marks(row, alone=True)
        if row not in self.notes_only:
            self.boundary = True
        self.row = row + 1

    def _marks(self, row: int, *, alone: bool = False) -> None:
        """Put the notes and boneyards of one logical line behind the element they stand in; alone, the first is an element."""
        for index, mark in enumerate(self.lines.marks.get(row, ())):
            lone = alone and index == 0
            first, last = (self.lines.first[row], self.lines.last[row]) if lone else (mark.line, mark.last)
            text = mark.text.strip() if mark.kind is Kind.NOTE else mark.text
            self.elements.append(Element(mark.kind, text, first, last, inline=not lone))

    def _put(self, kind: Kind, text: str, row: int, **more: object) -> None:
        """Add an element of one logical line and go on behind it."""
        element = Element(kind, text, self.lines.first[row], self.lines.last[row], **more)  # type: ignore[arg-type]
        self.elements.append(element)
        if row in self.lines.marks:
            self._marks(row)
        self.row = row + 1
        self.boundary = False

    def _next(self, row: int) -> int:
        """The next line that is not only a note; may be one past the end."""
        row += 1
        while row in self.notes_only:
            row += 1
        return row

    def _open_below(self, row: int) -> bool:
        """Whether an empty line, or what counts as one, stands after a line."""
        row = self._next(row)
        return row >= len(self.texts) or not self.stripped[row] or is_boundary(self.stripped[row])

    def _unmarked(self, row: int, line: str) -> bool:
        """Try heading, transition and cue, which an empty line stands before and no mark forces."""
        if line[0] in "iIeE" or self.words.heading is not None:
            if classify.is_heading(line, self.words):
                return self._heading(row, line)
        if classify.is_transition(self.texts[row].lstrip(), self.words):
            return self._transition(row, line)
        return self._cue(row, line)

    def _heading(self, row: int, line: str) -> bool:
        if not self._open_below(row):
            self.diagnostics.append(lint.heading_needs_space(self.lines.first[row], self.lenient))
            if not self.lenient:
                self._action(row)
                return True
        text, number = classify.split_number(line)
        self._put(Kind.SCENE_HEADING, text, row, number=number)
        return True

    def _transition(self, row: int, line: str) -> bool:
        if not self._open_below(row):
            below = self._next(row)
            if not (self.lenient and classify.is_heading(self.stripped[below], self.words)):
                self._action(row)
                return True
            self._put(Kind.TRANSITION, line, row)
            self.boundary = True
            return True
        self._put(Kind.TRANSITION, line, row)
        return True

    def _cue(self, row: int, line: str) -> bool:
        cue = classify.split_cue(line)
        if not (classify.is_upper(cue.name) or cue.name in self.names) or classify.is_opening(line):
            return False
        below = self._spoken_below(row)
        if below < 0 or self.stripped[below][:1] in tuple("!>#="):
            return False
        self._speech(row, cue, forced=False)
        return True

    def _spoken_below(self, row: int) -> int:
        """The line under a cue, or -1: what is spoken may begin with empty lines, but must come before a true empty one."""
        first = below = self._next(row)
        while below < len(self.texts) and not self.stripped[below]:
            if not _soft(self.texts[below]) or below in self.lines.marks:
                return -1
            below = self._next(below)
        return -1 if below >= len(self.texts) else first

    def _speech(self, row: int, cue: classify.Cue, *, forced: bool) -> None:
        self._put(Kind.CHARACTER, cue.name, row, extensions=cue.extensions, dual=cue.dual, forced=forced)
        while self.row < len(self.texts):
            row, line = self.row, self.stripped[self.row]
            if not line:
                if row in self.notes_only:
                    self._empty(row)
                    continue
                if row in self.lines.marks or self._spoken_from(row) < 0:
                    return
                self._dialogue(row)
            elif line[0] == "~":
                self._put(Kind.LYRIC, line[1:].strip(), row, forced=True)
            elif ends_speech(line):
                return
            elif classify.is_parenthetical(line):
                self._put(Kind.PARENTHETICAL, line, row)
            else:
                self._dialogue(row)

    def _spoken_from(self, row: int) -> int:
        """`row` if it is a soft empty line that more speech follows, else -1."""
        while row < len(self.texts) and not self.stripped[row]:
            if row in self.lines.marks or not _soft(self.texts[row]):
                return -1
            row += 1
        return row if row < len(self.texts) and not ends_speech(self.stripped[row]) else -1

    def _dialogue(self, row: int) -> None:
        """One run of spoken lines, soft empty lines among them."""
        start, taken = row, []
        while row < len(self.texts):
            line = self.stripped[row]
            if line and (line[0] == "~" or ends_speech(line) or classify.is_parenthetical(line)):
                break
            if not line and (row in self.notes_only or self._spoken_from(row) < 0):
                break
            taken.append(line)
            row += 1
        self._run(Kind.DIALOGUE, "\n".join(taken), start, row)

    def _run(self, kind: Kind, text: str, start: int, end: int, *, forced: bool = False) -> None:
        """Add an element of several logical lines, `end` excluded."""
        self.elements.append(Element(kind, text, self.lines.first[start], self.lines.last[end - 1], forced=forced))
        if self.lines.marks:
            for row in range(start, end):
                self._marks(row)
        self.row = end
        self.boundary = False

    def _action(self, start: int) -> None:
        """One paragraph: up to an empty line, a note on its own, or a line that is marked as something else."""
        taken, row, lenient = [], start, self.lenient
        while row < len(self.texts):
            line = self.stripped[row]
            if not line or (row > start and ends_paragraph(line)):
                break
            if row > start and line[0] in "IE" and classify.is_heading(line) and line[:3].isupper():
                self.diagnostics.append(lint.heading_needs_space(self.lines.first[row], lenient))
                if lenient:
                    break
            text = self.texts[row].rstrip()
            taken.append(text.replace("!", "", 1) if line[0] == "!" else text)
            row += 1
        self._run(Kind.ACTION, "\n".join(taken), start, row, forced=self.stripped[start][0] == "!")
        self.boundary = lenient and row < len(self.texts) and classify.is_heading(self.stripped[row])

    def _forced_action(self, row: int, _line: str) -> bool:
        self._action(row)
        return True

    def _forced_heading(self, row: int, line: str) -> bool:
        if not self.boundary or not line[1:2].isalnum():
            return False
        text, number = classify.split_number(line[1:])
        self._put(Kind.SCENE_HEADING, text, row, number=number, forced=True)
        return True

    def _forced_cue(self, row: int, line: str) -> bool:
        cue = classify.split_cue(line[1:].strip())
        if not self.boundary or not cue.name:
            return False
        if self._spoken_below(row) < 0:
            self._put(Kind.CHARACTER, cue.name, row, extensions=cue.extensions, dual=cue.dual, forced=True)
        else:
            self._speech(row, cue, forced=True)
        return True

    def _section(self, row: int, line: str) -> bool:
        text = line.lstrip("#")
        self._put(Kind.SECTION, text.strip(), row, depth=len(line) - len(text))
        self.boundary = True
        return True

    def _equals(self, row: int, line: str) -> bool:
        if not is_boundary(line):
            return False
        kind = Kind.PAGE_BREAK if line[1:2] == "=" else Kind.SYNOPSIS
        self._put(kind, line.lstrip("=").strip(), row)
        self.boundary = True
        return True

    def _greater(self, row: int, line: str) -> bool:
        if len(line) > 1 and line[-1] == "<":
            self._put(Kind.ACTION, line[1:-1].strip(), row, centered=True, forced=True)
        else:
            self._put(Kind.TRANSITION, line[1:].strip(), row, forced=True)
        return True

    def _lyric(self, row: int, line: str) -> bool:
        self._put(Kind.LYRIC, line[1:].strip(), row, forced=True)
        return True

    def _title_page(self) -> None:
        """Read the keys at the very start; they are a title page if one of them has a value."""
        row = 0
        while row < len(self.texts) and not self.stripped[row]:
            row += 1
        found: list[tuple[str, list[str], int]] = []
        end = row
        while end < len(self.texts) and (self.stripped[end] or end in self.notes_only):
            line = self.texts[end]
            if found and (_indented(line) or end in self.notes_only):
                found[-1][1].append(self.stripped[end])
            elif not line[:1].isspace() and (pair := classify.title_key(line, self.words)):
                found.append((pair[0], [pair[1]] if pair[1] else [], end))
            else:
                break
            end += 1
        if not any(values for _, values, _ in found):
            return
        for before in range(row):
            self._empty(before)
        rows = [start for *_, start in found] + [end]
        for (key, values, start), stop in zip(found, rows[1:], strict=True):
            self._title_entry(key, values, start, stop)
        self.row, self.boundary = end, True

    def _title_entry(self, key: str, values: list[str], start: int, stop: int) -> None:
        text = "\n".join(value for value in values if value)
        self.elements.append(
            Element(Kind.TITLE_ENTRY, text, self.lines.first[start], self.lines.last[stop - 1], key=key)
        )
        for row in range(start, stop):
            self._marks(row)


def is_boundary(line: str) -> bool:
    """Whether a stripped line counts as an empty one for its neighbours: section, synopsis or page break."""
    if line[0] == "#":
        return True
    if line[0] != "=":
        return False
    return line[1:2] != "=" or (len(line) > 2 and not line.strip("="))


def ends_speech(line: str) -> bool:
    """Whether a stripped line ends a speech by its mark."""
    return line[0] in "!>" or is_boundary(line)


def ends_paragraph(line: str) -> bool:
    """Whether a stripped line can't continue a paragraph of action."""
    return line[0] in ">~" or is_boundary(line)


def _soft(text: str) -> bool:
    """Whether a blank line is wide enough, two columns, to be an empty line that is spoken."""
    return len(text) >= 2 or (text != "" and text in _WIDE)


def _indented(line: str) -> bool:
    """Whether a line of a title page is indented by a tab or three spaces, and so a value."""
    return line.startswith(("\t", "   ", " \t", "  \t")) and not line.isspace()


_MARKS: dict[str, Callable[[_Reader, int, str], bool]] = {
    "!": _Reader._forced_action,
    ".": _Reader._forced_heading,
    "@": _Reader._forced_cue,
    "#": _Reader._section,
    "=": _Reader._equals,
    ">": _Reader._greater,
    "~": _Reader._lyric,
}

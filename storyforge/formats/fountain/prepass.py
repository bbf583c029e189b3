"""Takes boneyards, then notes, out of physical lines; what is left of a line is what gets classified."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from storyforge.model.screenplay import Diagnostic, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

# A line that is empty, or one column of space: only that breaks a note (Fountain 1.1, "Notes").
_TRUE_BLANK = re.compile(r"\n[^\S\n\t\u3000]?(?=\n)")


class Mark(NamedTuple):
    """A note or boneyard that was taken out: its content and its physical lines, counted from 1."""

    kind: Kind
    text: str
    line: int
    last: int
    column: int


class Span(NamedTuple):
    """Offsets of one mark in a text, brackets included."""

    start: int
    end: int


@dataclass(slots=True)
class Logical:
    """Logical lines: `texts[i]` stands on physical lines `first[i]` to `last[i]`, counted from 1.

    `marks` holds what was taken out of a line. `work` counts searches, so that a test can see that nothing is
    quadratic.
    """

    texts: list[str]
    first: Sequence[int]
    last: Sequence[int]
    marks: dict[int, list[Mark]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    work: int = 0


def logical_lines(raw: Sequence[str]) -> Logical:
    """Take the boneyards out of physical lines, then the notes out of what is left."""
    numbers = range(1, len(raw) + 1)
    found = Logical(list(raw), numbers, numbers)
    text = "\n".join(raw)
    if "/*" in text or "*/" in text:
        found = _cut(found, text, Kind.BONEYARD)
        text = "\n".join(found.texts)
    if "[[" in text:
        found = _cut(found, text, Kind.NOTE)
    return found


def _cut(lines: Logical, text: str, kind: Kind) -> Logical:
    starts = list(accumulate((len(line) + 1 for line in lines.texts), initial=0))
    spans, loose, work = _boneyards(text) if kind is Kind.BONEYARD else _notes(text)
    diagnostics = lines.diagnostics + _complaints(loose, starts, lines)
    cut = Logical([], [], [], {}, diagnostics, lines.work + work)
    at = 0
    for group in _groups(spans, starts):
        top, bottom = _row(starts, group[0].start), _row(starts, group[-1].end - 1)
        _keep(cut, lines, at, top)
        _join(cut, lines, text, starts, group, kind)
        at = bottom + 1
    _keep(cut, lines, at, len(lines.texts))
    return cut


def _row(starts: list[int], offset: int) -> int:
    return bisect_right(starts, offset) - 1


def _groups(spans: list[Span], starts: list[int]) -> list[list[Span]]:
    """Spans that share a line belong together: what is left around them is one logical line."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and _row(starts, groups[-1][-1].end - 1) == _row(starts, span.start):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _keep(cut: Logical, lines: Logical, start: int, end: int) -> None:
    shift = len(cut.texts) - start
    cut.texts.extend(lines.texts[start:end])
    cut.first.extend(lines.first[start:end])  # type: ignore[attr-defined]  # lists while they are being built
    cut.last.extend(lines.last[start:end])  # type: ignore[attr-defined]
    if lines.marks:
        for index in range(start, end):
            if index in lines.marks:
                cut.marks[index + shift] = lines.marks[index]


def _join(cut: Logical, lines: Logical, text: str, starts: list[int], group: list[Span], kind: Kind) -> None:
    top, bottom = _row(starts, group[0].start), _row(starts, group[-1].end - 1)
    pieces: list[str] = []
    marks: list[Mark] = []
    at, width = starts[top], 0
    for start, end in group:
        pieces.append(text[at:start])
        width += start - at
        place = lines.first[_row(starts, start)], lines.last[_row(starts, end - 1)]
        marks.append(Mark(kind, text[start + 2 : end - 2], *place, width))
        at = end
    pieces.append(text[at : starts[bottom + 1] - 1])
    marks.extend(_earlier(lines, starts, group, top, bottom))
    cut.marks[len(cut.texts)] = sorted(marks, key=lambda mark: (mark.line, mark.column))
    cut.texts.append("".join(pieces))
    cut.first.append(lines.first[top])  # type: ignore[attr-defined]
    cut.last.append(lines.last[bottom])  # type: ignore[attr-defined]


def _earlier(lines: Logical, starts: list[int], group: list[Span], top: int, bottom: int) -> list[Mark]:
    """Boneyards of these lines, but not those within a note: they are gone before it is read."""
    return [
        mark
        for row in range(top, bottom + 1)
        for mark in lines.marks.get(row, ())
        if not any(start < starts[row] + mark.column < end for start, end in group)
    ]


def _boneyards(text: str) -> tuple[list[Span], list[tuple[int, str]], int]:
    spans: list[Span] = []
    loose: list[tuple[int, str]] = []
    at, work = 0, 0
    while (start := text.find("/*", at)) >= 0:
        work += 1
        loose.extend((offset, "*/") for offset in _each(text, "*/", at, start))
        end = text.find("*/", start + 2)
        if end < 0:
            return spans, [*loose, (start, "/*")], work
        spans.append(Span(start, end + 2))
        at = end + 2
    loose.extend((offset, "*/") for offset in _each(text, "*/", at, len(text)))
    return spans, loose, work


def _each(text: str, word: str, start: int, end: int) -> list[int]:
    found: list[int] = []
    while (start := text.find(word, start, end)) >= 0:
        found.append(start)
        start += len(word)
    return found


def _notes(text: str) -> tuple[list[Span], list[tuple[int, str]], int]:
    """The notes; each of the three searches only ever moves forward, so that many unclosed openers cost nothing."""
    spans: list[Span] = []
    loose: list[tuple[int, str]] = []
    at, work, close, blank = 0, 0, 0, -1
    while (start := text.find("[[", at)) >= 0:
        if close < start + 2:
            close = text.find("]]", start + 2)
            work += 1
        if close < 0:
            return spans, [*loose, (start, "[[")], work
        if blank < start:
            found = _TRUE_BLANK.search(text, start)
            blank = found.start() if found else len(text)
            work += 1
        if blank < close:
            loose.append((start, "[["))
            at = blank
        else:
            spans.append(Span(start, close + 2))
            at = close + 2
    return spans, loose, work


_WHAT = {
    "/*": (
        "boneyard-unclosed",
        "A boneyard is opened with /* and never closed, so it is read as text.",
        "Close it with */.",
    ),
    "*/": (
        "boneyard-stray",
        "A boneyard is closed with */ where none is open.",
        "Remove it, or open the boneyard with /*.",
    ),
    "[[": (
        "note-unclosed",
        "A note is opened with [[ and not closed before an empty line, so it is read as text.",
        "Close it with ]], or put two spaces on the empty line.",
    ),
}


def _complaints(loose: list[tuple[int, str]], starts: list[int], lines: Logical) -> list[Diagnostic]:
    places = dict.fromkeys((lines.first[_row(starts, offset)], mark) for offset, mark in loose)
    return [Diagnostic(line, *_WHAT[mark]) for line, mark in places]

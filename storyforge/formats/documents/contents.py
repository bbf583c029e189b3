"""Lines that look like headings and are none: tables of contents, and the numbers of printed pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.formats.documents.headings import LEADERS, Heading, heading_of
from storyforge.formats.documents.words import bare
from storyforge.formats.languages import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.formats.documents.paragraphs import Paragraph
    from storyforge.formats.documents.parts import Part

SHORT = 150
"""Words that the text of a chapter has at least, where many have so few that they are lines of the contents."""
_RUN = 3
_CONTENTS = frozenset(map(fold, ("contents", "table of contents", "índice", "inhalt", "table des matières", "indice")))
_LISTED = 80
"""Paragraphs behind the heading of a table of contents in which its lines stand, at most."""
_WIDE = 80
_PAGE = re.compile(r"[\[({—–-]?\s*(?:p(?:age|g)?\.?\s*)?\d{1,4}\s*[\])}—–-]?", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…:;*—-][\"'”’»)_*\]]*$")


def is_contents(paragraph: Paragraph) -> bool:
    """Whether most lines of a paragraph would be headings by themselves."""
    if not 3 <= len(paragraph.lines) <= 400:
        return False
    if not any(_lists(paragraph, row) for row in (1, 2)):
        return False
    rows = range(min(60, len(paragraph.lines)))
    return sum(_lists(paragraph, row) for row in rows) >= max(3, 0.6 * len(rows))


def _lists(paragraph: Paragraph, row: int) -> bool:
    """Whether a line would be a heading if it stood alone."""
    head = heading_of(replace(paragraph, lines=(paragraph.lines[row],)))
    return head is not None and head.sort in {"part", "number"}


def contents_rows(parts: Sequence[Part]) -> frozenset[int]:
    """Rows of headings that only announce, or list, a chapter that stands elsewhere."""
    numbered = [part for part in parts if part.heading.sort in {"part", "number", "alone"}]
    everywhere = Counter(map(_key, numbered))
    last = {_key(part): place for place, part in enumerate(numbered)}
    gone: set[int] = set()
    for start, stop in _runs(numbered):
        run = numbered[start:stop]
        here = Counter(map(_key, run))
        twice = sum(everywhere[_key(part)] > here[_key(part)] for part in run)
        if 2 * twice >= len(run):
            gone.update(part.row for part in run)
            if _is_last_line(numbered, stop, last):
                gone.add(numbered[stop].row)
    return frozenset(gone)


def titles_listed(found: Sequence[Paragraph]) -> list[tuple[int, Heading]]:
    """Headings that only the table of contents makes known: its lines, where they stand alone behind it.

    Collections of stories have such. Fewer than two are none.
    """
    listed: dict[str, bool] = {}
    rows: list[tuple[int, Heading]] = []
    start = next((row for row, each in enumerate(found) if bare(each.lines[0]) in _CONTENTS), len(found))
    for row in range(start, len(found)):
        lines = found[row].lines
        title = bare(LEADERS.sub("", lines[0]))
        if len(lines) == 1 and title in listed and not listed[title]:
            listed[title] = True
            rows.append((row, Heading("part", lines[0].strip("_*= "), 2, title, 0, lines[0])))
        elif row - start < _LISTED and max(map(len, lines)) < _WIDE:
            listed.update((bare(LEADERS.sub("", line)), False) for line in lines)
    return rows if len(rows) > 1 else []


def _runs(parts: Sequence[Part]) -> list[tuple[int, int]]:
    """Stretches of three and more headings that have hardly any text."""
    runs = []
    start = 0
    for index in range(len(parts) + 1):
        if index < len(parts) and parts[index].words < SHORT:
            continue
        stop = index
        # What holds the chapter behind the run belongs to that chapter: a book has no text before its first one.
        while index < len(parts) and stop > start and parts[stop - 1].heading.level < parts[index].heading.level:
            stop -= 1
        if stop - start >= _RUN:
            runs.append((start, stop))
        start = index + 1
    return runs


def _key(part: Part) -> tuple[str, int]:
    return ("", part.heading.number) if part.heading.number else (part.heading.keyword, 0)


def _is_last_line(parts: Sequence[Part], stop: int, last: dict[tuple[str, int], int]) -> bool:
    """Whether behind a run comes its last line, which has the preface below it: then the chapters begin again."""
    if stop + 1 >= len(parts) or stop == 0:
        return False
    line, follows, before = parts[stop].heading, parts[stop + 1].heading, parts[stop - 1].heading
    goes_on = line.number == before.number + 1 and line.keyword == before.keyword
    return (goes_on or line.sort == "alone") and follows.number == 1 and last[_key(parts[stop])] > stop


def page_numbers(found: Sequence[Paragraph]) -> tuple[list[Paragraph], int]:
    """Paragraphs without the numbers of printed pages, and how many there were.

    A number alone is one of a page where such numbers stand within sentences.
    """
    rows = list(found)
    alone = [row for row, paragraph in enumerate(rows) if len(paragraph.lines) == 1 and _is_page(paragraph)]
    if len(alone) < 5 or sum(_within(rows, row) for row in alone) < 0.3 * len(alone):
        return rows, 0
    dropped = frozenset(alone)
    kept: list[Paragraph] = []
    for row, paragraph in enumerate(rows):
        if row in dropped:
            continue
        if row - 1 in dropped and kept and _within(rows, row - 1):
            kept[-1] = replace(kept[-1], lines=kept[-1].lines + paragraph.lines, after=paragraph.after)
        else:
            kept.append(paragraph)
    return kept, len(alone)


def _is_page(paragraph: Paragraph) -> bool:
    return len(paragraph.lines[0]) < 12 and _PAGE.fullmatch(paragraph.lines[0]) is not None


def _within(rows: Sequence[Paragraph], row: int) -> bool:
    """Whether a sentence goes on over it."""
    if not 0 < row < len(rows) - 1:
        return False
    before, after = rows[row - 1], rows[row + 1]
    head = heading_of(before) or heading_of(after)
    return head is None and not _ENDED.search(before.lines[-1]) and after.lines[0][:1].islower()

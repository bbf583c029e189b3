"""A book to its chapters: which headings are the story's, what stands round it, and the text between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storyforge.formats.documents.below import with_titles_below
from storyforge.formats.documents.contents import SHORT, contents_rows, is_contents, page_numbers, titles_listed
from storyforge.formats.documents.document import Section
from storyforge.formats.documents.headings import NUMBERED, heading_of
from storyforge.formats.documents.paragraphs import joined
from storyforge.formats.documents.parts import Part, parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.formats.documents.headings import Heading
    from storyforge.formats.documents.paragraphs import Paragraph

LATE = 0.85
"""Share of a book behind which `THE END` and the headings of appendices are what they say."""
_LONG_OPENING = 0.2
"""Share of a text that is no front matter although it stands before the first heading."""
_MOST_FRONT = 0.2


@dataclass(frozen=True, slots=True)
class Chapters:
    """The sections of a book, and sentences on what was left out."""

    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()


def chapters(found: Sequence[Paragraph]) -> Chapters:
    """The chapters of a book in their order; a text without headings is one section without a title.

    Left out: what stands before the first chapter, contents, prefaces between volumes, what follows `THE END` and the
    headings of appendices. Measured rules: a heading with fewer than 150 words below it among others like it, whose
    number comes again, is a line of the contents.
    """
    rows, numbers = page_numbers(found)
    headed = _headed(rows)
    if not any(heading.sort in {"part", "number"} for _, heading in headed):
        headed = sorted([*headed, *titles_listed(rows)], key=lambda found: found[0])
    parts = parts_of(rows, headed)
    total = sum(row.words for row in rows) or 1
    parts, stop, behind = _ended(rows, parts, total)
    gone = contents_rows(parts)
    story = [
        part for part in parts if part.row not in gone and part.heading.sort in {"part", "number", "alone", "front"}
    ]
    notes = [f"Left out: {numbers} page numbers."] if numbers else []
    if not any(part.heading.sort != "front" for part in story):
        return Chapters(_one(rows[:stop]), (*notes, *_told(0, 0, behind)))
    rows, parts = with_titles_below(rows, [part.heading for part in story], [part.row for part in story], stop)
    return _cut_out(rows, parts, notes, behind, total)


def _headed(rows: Sequence[Paragraph]) -> list[tuple[int, Heading]]:
    headed = []
    front = False
    for row, paragraph in enumerate(rows):
        heading = None if is_contents(paragraph) else heading_of(paragraph)
        if heading is None:
            continue
        if heading.sort == "ambiguous":
            heading = replace(heading, sort="front" if front else "alone")
        front |= heading.sort == "front" and "content" not in heading.keyword
        headed.append((row, heading))
    return headed


def _ended(rows: Sequence[Paragraph], parts: list[Part], total: int) -> tuple[list[Part], int, int]:
    """The parts before the end of the story, the row at which it ends, and how many words stand behind it."""
    before = 0
    at = 0
    chaptered = [n for n, part in enumerate(parts) if part.words >= SHORT and part.heading.sort in {"part", "number"}]
    last = chaptered[-1] if chaptered else -1
    for index, part in enumerate(parts):
        before += sum(row.words for row in rows[at : part.row])
        at = part.row
        if part.heading.sort in {"end", "back"} and before >= LATE * total and index > last:
            return parts[:index], part.row, total - before
    return [part for part in parts if part.heading.sort not in {"end", "back"}], len(rows), 0


def _one(rows: Sequence[Paragraph]) -> tuple[Section, ...]:
    text = joined(rows)
    return (Section("", text),) if text else ()


def _cut_out(rows: Sequence[Paragraph], parts: Sequence[Part], notes: list[str], behind: int, total: int) -> Chapters:
    sections: list[Section] = []
    first = next(index for index, part in enumerate(parts) if part.heading.sort != "front")
    front = _words(rows, 0, parts[0].row)
    skipped = sum(part.words for part in parts[:first])
    opening = front > _LONG_OPENING * total or (parts[first].heading.number == 2 and not skipped)
    if opening:
        sections.extend(_one(rows[: parts[0].row]))
        front = 0
    front += skipped
    between = 0
    subs = _subordinate(parts)
    above: dict[int, str] = {}
    for index in range(first, len(parts)):
        part = parts[index]
        follows = parts[index + 1].heading if index + 1 < len(parts) else None
        if part.heading.sort == "front" and follows is not None and part.words < _MOST_FRONT * total:
            between += part.words
            continue
        text = _text(rows, part)
        if index in subs and sections:
            last = sections[-1]
            sections[-1] = Section(last.title, "\n\n".join(piece for piece in (last.text, text) if piece))
            continue
        above = {level: label for level, label in above.items() if level < part.heading.level}
        title = " / ".join([*above.values(), part.heading.label])
        if follows is not None and follows.level > part.heading.level and part.heading.level < 2:
            above[part.heading.level] = part.heading.label
        if text:
            sections.append(Section(title.replace("_", ""), text))
    return Chapters(tuple(sections), (*notes, *_told(front, between, behind)))


def _words(rows: Sequence[Paragraph], start: int, stop: int) -> int:
    return sum(row.words for row in rows[start:stop])


def _text(rows: Sequence[Paragraph], part: Part) -> str:
    rest = replace(rows[part.row], lines=rows[part.row].lines[part.heading.rows :])
    return joined([*([rest] if rest.lines else []), *rows[part.start + 1 : part.stop]])


def _subordinate(parts: Sequence[Part]) -> frozenset[int]:
    """Bare numbers within chapters that have headings of their own: steps of a chapter, and no chapters."""
    levels = Counter(part.heading.level for part in parts if part.heading.sort == "part" or part.heading.level == 2)
    if levels[2] < 2:
        return frozenset()
    return frozenset(index for index, part in enumerate(parts) if part.heading.level == NUMBERED)


def _told(front: int, between: int, behind: int) -> tuple[str, ...]:
    told = [
        (front, "before the first chapter (title, contents, preface)"),
        (between, "of prefaces between the chapters"),
        (behind, "behind the end (notes, index, advertisements)"),
    ]
    return tuple(f"Left out: {many:,} words {where}." for many, where in told if many)

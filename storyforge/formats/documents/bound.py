"""The blocks of a book to chapters, by its table of contents and its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.formats.documents.chapters import LATE, Chapters, chapters
from storyforge.formats.documents.document import Section
from storyforge.formats.documents.headings import Heading, heading_of
from storyforge.formats.documents.paragraphs import Paragraph
from storyforge.formats.documents.words import bare, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.formats.documents.html import Block

_BEGIN = re.compile(r"\*{2,3} ?START OF (?:THE|THIS) PROJECT GUTENBERG", re.IGNORECASE)
_FINISH = re.compile(
    r"\*{2,3} ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the |this )?Project Gutenberg", re.IGNORECASE
)
_SHORT = 150


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: its words, the document and the anchor it leads to, and how deep it stands."""

    title: str
    document: int
    anchor: str
    depth: int


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a chapter begins: the block, its title, how deep, and its document."""

    row: int
    title: str
    depth: int


def bound(blocks: Sequence[Block], entries: Sequence[Entry], parts: Mapping[int, frozenset[str]]) -> Chapters:
    """The chapters of a book; without contents and headings, those that its paragraphs tell of."""
    kept = [block for block in _between_marks(blocks) if not _apart(block, parts)]
    left = sum(len(block.text.split()) for block in blocks) - sum(len(block.text.split()) for block in kept)
    starts = _starts(kept, entries)
    notes = (f"Left out: {left:,} words that the book calls no part of its story.",) if left else ()
    if not starts:
        found = chapters([Paragraph((block.text,), row) for row, block in enumerate(kept, 1)])
        return Chapters(found.sections, (*notes, *found.notes))
    return _sections(kept, starts, notes, book=bool(entries))


def _between_marks(blocks: Sequence[Block]) -> Sequence[Block]:
    begins = [row for row, block in enumerate(blocks[:200]) if _BEGIN.search(block.text)]
    start = begins[0] + 1 if begins else 0
    ends = [row for row in range(max(start, len(blocks) // 2), len(blocks)) if _FINISH.search(blocks[row].text)]
    return blocks[start : ends[0] if ends else len(blocks)]


def _apart(block: Block, parts: Mapping[int, frozenset[str]]) -> bool:
    kinds = block.kinds | parts.get(block.document, frozenset())
    known = words()
    return bool(kinds & known.apart) or (bool(kinds & known.aside) and not kinds & known.story)


def _starts(blocks: Sequence[Block], entries: Sequence[Entry]) -> list[_Start]:
    """Where chapters begin: where the contents lead, and at every heading of the same ranks."""
    found: dict[int, _Start] = {}
    firsts: dict[int, int] = {}
    anchored: dict[tuple[int, str], int] = {}
    for row, block in enumerate(blocks):
        firsts.setdefault(block.document, row)
        for anchor in block.anchors:
            anchored.setdefault((block.document, anchor), row)
    for entry in entries:
        row = anchored.get((entry.document, entry.anchor), firsts.get(entry.document, -1))
        # Two lines may lead to one place, a part and its first chapter: the later says more.
        if row >= 0:
            earlier = found.get(row)
            title = f"{earlier.title} / {entry.title}" if earlier and earlier.depth < entry.depth else entry.title
            found[row] = _Start(row, title, entry.depth)
    levels = {blocks[row].level for row in found} - {0} if len(found) > 1 else {1, 2, 3}
    deepest = max(levels, default=0)
    deep = max((start.depth for start in found.values()), default=0)
    for row, block in enumerate(blocks):
        if 0 < block.level <= deepest and row not in found and not _follows_heading(blocks, row):
            found[row] = _Start(row, "", deep if entries else block.level - 1)
    return [found[row] for row in sorted(found)]


def _follows_heading(blocks: Sequence[Block], row: int) -> bool:
    """Whether a heading stands directly below another, which is then its subtitle's chapter."""
    return row > 0 and blocks[row - 1].level > 0 and blocks[row - 1].document == blocks[row].document


def _sections(blocks: Sequence[Block], starts: Sequence[_Start], notes: tuple[str, ...], *, book: bool) -> Chapters:
    """Sections by where they start; only a `book`, or a text with numbered chapters, has front matter."""
    total = sum(len(block.text.split()) for block in blocks) or 1
    sections: list[Section] = []
    opening = _text(blocks[: starts[0].row])
    front = len(opening.split())
    if front > 0.2 * total:
        sections.append(Section("", opening))
        front = 0
    numbered = _numbered(blocks, starts)
    above: dict[int, str] = {}
    before = behind = 0
    stops = [start.row for start in starts[1:]] + [len(blocks)]
    for start, stop in zip(starts, stops, strict=True):
        title, body = _headed(blocks, start, stop)
        text = _text(blocks[body:stop])
        size = len(text.split())
        above = {depth: name for depth, name in above.items() if depth < start.depth}
        apart = _apart_by_title(title, before / total) if book or numbered else ""
        if apart or (not sections and numbered and size < _SHORT and not _is_part(title)):
            behind, front = (behind + size, front) if apart == "back" else (behind, front + size)
        elif above and _is_step(title) and _within(blocks, start, above):
            _add_step(sections, " / ".join(above.values()), text)
        else:
            if text:
                sections.append(Section(" / ".join([*above.values(), title]), text))
            above[start.depth] = title
        before += size
    return Chapters(_plainly(sections), (*notes, *_told(front, behind)))


def _headed(blocks: Sequence[Block], start: _Start, stop: int) -> tuple[str, int]:
    """The title of a chapter, and the row its text begins at: headings at its beginning are no text."""
    row = start.row
    shown: list[str] = []
    while row < stop and (blocks[row].level or _repeats(blocks[row].text, start.title)):
        shown.append(blocks[row].text.strip())
        row += 1
    whole = ""
    for text in shown:
        whole += text if not whole else f" {text}" if whole.endswith((".", ":", "—")) else f". {text}"
    said = start.title.strip()
    return (whole if whole and len(whole.split()) <= 60 else said) or said, row


def _repeats(text: str, title: str) -> bool:
    """Whether a paragraph only says the title of the chapter again."""
    return bool(title) and len(text) <= len(title) + 4 and bare(text) == bare(title)


def _heading(title: str) -> Heading | None:
    return heading_of(Paragraph((title,), 1)) if title else None


def _is_part(title: str) -> bool:
    heading = _heading(title)
    return heading is not None and heading.sort in {"part", "number", "alone"}


def _is_step(title: str) -> bool:
    heading = _heading(title)
    return heading is not None and heading.sort == "number" and not heading.title


def _numbered(blocks: Sequence[Block], starts: Sequence[_Start]) -> bool:
    """Whether two chapters and more have numbers: then what comes before the first is no chapter."""
    stops = [start.row for start in starts[1:]] + [len(blocks)]
    return sum(_is_part(_headed(blocks, start, stop)[0]) for start, stop in zip(starts, stops, strict=True)) > 1


def _apart_by_title(title: str, share: float) -> str:
    """`front` or `back` for a heading of the table that is no chapter's, else nothing."""
    word = bare(title)
    known = words()
    if word in known.front or "project gutenberg" in word:
        return "front"
    return "back" if word in known.back and share > LATE else ""


def _within(blocks: Sequence[Block], start: _Start, above: Mapping[int, str]) -> bool:
    """Whether a number stands within the document of a chapter, and is a step of it."""
    heading = _heading(list(above.values())[-1])
    return (
        start.row > 0
        and blocks[start.row - 1].document == blocks[start.row].document
        and not (heading is not None and heading.level < 2)
    )


def _add_step(sections: list[Section], title: str, text: str) -> None:
    if sections and sections[-1].title == title:
        sections[-1] = Section(title, "\n\n".join(piece for piece in (sections[-1].text, text) if piece))
    elif text:
        sections.append(Section(title, text))


def _text(blocks: Sequence[Block]) -> str:
    return "\n\n".join(block.text for block in blocks if not (block.level and _is_step(block.text)))


def _plainly(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Without the line that closes the last chapter."""
    if not sections:
        return ()
    head, _, last = sections[-1].text.rpartition("\n\n")
    closed = Section(sections[-1].title, head) if head and bare(last) in words().end else sections[-1]
    return (*sections[:-1], closed)


def _told(front: int, behind: int) -> tuple[str, ...]:
    told = ((front, "before the chapters"), (behind, "behind them (notes, index)"))
    return tuple(f"Left out: {many:,} words {where}." for many, where in told if many)

"""Titles of chapters that stand in paragraphs of their own, below the number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.formats.documents.headings import NUMBERED, Heading, heading_of, looks_titled
from storyforge.formats.documents.parts import parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.formats.documents.paragraphs import Paragraph
    from storyforge.formats.documents.parts import Part

_LETTERS = frozenset({"letter", "carta", "lettre", "brief", "lettera", "письмо"})
_DATED = re.compile(r"\b\d{1,2}(?:st|nd|rd|th|\.)?\b|\b1[5-9]\d\d\b|\b20\d\d\b")
_ADDRESSED = re.compile(r"_?(?:to|my|dear|dearest|an|à|a|al|querid[oa]|liebe[rs]?|chère?|mon|ma)\s", re.IGNORECASE)
_USUAL = 0.5
"""Share of the chapters without a title that a short line follows, from which on those lines are titles."""


def with_titles_below(
    rows: Sequence[Paragraph], headings: Sequence[Heading], at: Sequence[int], stop: int
) -> tuple[list[Paragraph], list[Part]]:
    """Paragraphs and parts, with the titles that stand below a number taken into its heading.

    A title is in capitals, or parted from the text by more empty lines than paragraphs are, or a short line without a
    full stop where half of the chapters have one. Dates, and those to whom a letter goes, are text.
    """
    gap = Counter(row.before for row in rows).most_common(1)[0][0] if rows else 1
    heads = frozenset(at)
    untitled = [(h, row) for h, row in zip(headings, at, strict=True) if _wants(h, row, heads, stop)]
    loose = [_loosely(rows[row + 1], gap) for _, row in untitled]
    usual = sum(loose) >= max(2, _USUAL * len(loose))
    taken: dict[int, str] = {}
    for heading, row in untitled:
        taken.update(_title(rows, heading, row, stop, heads, gap=gap if usual else 0))
    kept = [index for index in range(stop) if index not in taken]
    place = {index: new for new, index in enumerate(kept)}
    titled = [
        (place[row], _joined(heading, taken.get(row + 1, ""), taken.get(row + 2, "")))
        for heading, row in zip(headings, at, strict=True)
    ]
    fresh = [rows[index] for index in kept]
    return fresh, parts_of(fresh, titled)


def _wants(heading: Heading, row: int, heads: frozenset[int], stop: int) -> bool:
    """Whether a heading is a number alone, and what stands below it may be its title: a text, or a chapter, follows."""
    bare = not heading.title and heading.sort in {"part", "number"} and heading.keyword not in _LETTERS
    follows = row + 2 < stop and (row + 2 not in heads or heading.level < 2)
    return bare and follows and row + 1 not in heads


def _title(
    rows: Sequence[Paragraph], heading: Heading, row: int, stop: int, heads: frozenset[int], *, gap: int
) -> dict[int, str]:
    """Rows of the title below a heading, and what they say; `gap` is 0 where titles are not usual."""
    if len(rows[row].lines) > heading.rows:
        return {}
    below = rows[row + 1]
    if heading_of(below) is not None or not (_capitals(below) or (gap and _loosely(below, gap))):
        return {}
    found = {row + 1: below.text}
    if heading.level != NUMBERED and row + 2 < stop and row + 2 not in heads and _capitals(rows[row + 2]):
        found[row + 2] = rows[row + 2].text
    return found


def _capitals(paragraph: Paragraph) -> bool:
    return len(paragraph.lines) <= 4 and paragraph.words <= 40 and paragraph.text.isupper()


def _loosely(paragraph: Paragraph, gap: int) -> bool:
    text = paragraph.text
    if len(paragraph.lines) > 4 or paragraph.words > 60 or text.endswith((",", ";", '"', "”", "»")):
        return False
    if _DATED.search(text) or _ADDRESSED.match(text):
        return text.isupper()
    parted = paragraph.after > gap
    return (looks_titled(text) and len(paragraph.lines) <= 2) or (parted and text[:1] not in '"“«‘—–-')


def _joined(heading: Heading, *titles: str) -> Heading:
    title = " ".join(text.strip("_* ") for text in titles if text)
    if not title:
        return heading
    mark = "" if heading.label.endswith((".", ":", "—", "-")) else "."
    return replace(heading, label=f"{heading.label}{mark} {title}", title=title)

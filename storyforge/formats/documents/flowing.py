"""Printed lines of prose to paragraphs: indents, gaps, and words that were parted at the end of a line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.formats.documents.headings import heading_of
from storyforge.formats.documents.html import Block
from storyforge.formats.documents.paragraphs import Paragraph
from storyforge.formats.documents.printed import LARGE, body_size, leading
from storyforge.formats.prose import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.formats.documents.printed import Line

_HYPHEN = re.compile(r"([^\W\d_]+)(?:[-\u2010]|\u00ad)$")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ENDED = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")
_GAP = 1.45
"""How many times the usual distance parts two paragraphs."""


@dataclass
class Flow:
    """Paragraphs of printed lines, as blocks: level 1 for those in letters larger than the text; words mended."""

    blocks: list[Block] = field(default_factory=list)
    mended: int = 0


def flow(lines: Sequence[Line]) -> Flow:
    """The paragraphs of printed prose, in order."""
    size, step = body_size(lines), leading(lines)
    margins = _margins(lines)
    width = max((line.end - margins[line.page] for line in lines), default=0.0)
    found: list[list[Line]] = []
    for before, line in zip((None, *lines), lines, strict=False):
        if before is None or _begins(before, line, margins, width, size, step):
            found.append([line])
        else:
            found[-1].append(line)
    made = Flow()
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    for rows in found:
        text, mended = _joined(rows, words)
        made.mended += mended
        made.blocks.append(Block(text, int(rows[0].size > LARGE * size)))
    return made


def _margins(lines: Sequence[Line]) -> dict[int, float]:
    """The left edge of the text of every page: the one that most of its lines have, or the leftmost of a short page."""
    pages: dict[int, Counter[float]] = {}
    for line in lines:
        pages.setdefault(line.page, Counter())[round(line.x)] += 1
    whole = Counter(x for page in pages.values() for x in page.elements())
    usual = whole.most_common(1)[0][0] if whole else 0.0
    found = {}
    for number, page in pages.items():
        x, times = page.most_common(1)[0]
        found[number] = x if times > 2 and times * 2 > page.total() else min(*page, usual)
    return found


def _begins(before: Line, line: Line, margins: dict[int, float], width: float, size: float, step: float) -> bool:
    """Whether a line begins a paragraph."""
    if (line.size > LARGE * size) != (before.size > LARGE * size) or heading_of(Paragraph((line.text,), 1)):
        return True
    if heading_of(Paragraph((before.text,), 1)):
        return True
    if line.page == before.page and before.y - line.y > _GAP * max(step, line.size):
        return True
    indent = line.x - margins[line.page]
    was = before.x - margins[before.page]
    if indent > 0.6 * size and was <= 0.6 * size:
        return True
    ended = _ENDED.search(before.text) is not None
    short = before.end - margins[before.page] < 0.8 * width
    if indent > 0.6 * size:
        return ended or short
    return ended and short


def _joined(rows: Sequence[Line], words: Counter[str]) -> tuple[str, int]:
    """Lines as one; how many words were mended."""
    text = rows[0].text.strip()
    mended = 0
    for line in rows[1:]:
        follows = line.text.strip()
        parted = _HYPHEN.search(text)
        first = _WORD.match(follows)
        if parted and first and first[0][0].islower():
            whole = _whole(parted[1], first[0], words, soft=text.endswith("\u00ad"))
            text = text[: parted.start()] + whole + follows[first.end() :]
            mended += "-" not in whole
        else:
            text = one_line(f"{text}\n{follows}")
    return text.replace("\u00ad", ""), mended


def _whole(left: str, right: str, words: Counter[str], *, soft: bool) -> str:
    """A word that a line end parts: joined, unless the book writes it with a hyphen elsewhere, or as two words."""
    joined, hyphened = left + right, f"{left}-{right}"
    if soft or words[joined.lower()]:
        return joined
    if words[hyphened.lower()] or (words[left.lower()] > 1 and words[right.lower()] > 1 and len(left) > 3):
        return hyphened
    return joined

"""A telling in pieces: sentences with the questions behind them, each where it stands and under its heading."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storyforge.formats.prose import plain_text, sentence_spans
from storyforge.tasks.gaps import gap, stretches, without_gaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*(?:\n|$)))*")
_HEADING = re.compile(r"#{1,6}[^\S\n]+(.*?)[^\S\n]*#*$", re.MULTILINE)
_JOINT = re.compile(r"(?<=[^\s\d];)\s+")
HALF = 4
"""Words that each half of a sentence must have to be told alone."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a telling, from `start` to `end`; `asks` where it is a question and nothing else."""

    start: int
    end: int
    text: str
    act: str
    asks: bool = False


def units(telling: str, language: str) -> list[Unit]:
    """All pieces in order; headings are acts, and a title is none."""
    found: list[Unit] = []
    act = ""
    for match in _PARAGRAPH.finditer(telling):
        start = match.start()
        while heading := _HEADING.match(telling, start, match.end()):
            act = heading[1].strip() if not heading[0].startswith("# ") else act
            start = (
                heading.end()
                + len(telling[heading.end() : match.end()])
                - len(telling[heading.end() : match.end()].lstrip())
            )
        if start < match.end():
            found += _of_paragraph(telling, start, match.end(), act, language)
    return found


def _of_paragraph(telling: str, start: int, end: int, act: str, language: str) -> Iterator[Unit]:
    """Sentences of a paragraph; a question behind one belongs to it."""
    paragraph = telling[start:end]
    asked = stretches(paragraph)
    blank = list(paragraph)
    for stretch in asked:
        blank[stretch.start : stretch.end] = " " * (stretch.end - stretch.start)
    spans = sentence_spans("".join(blank), language)
    if not spans:
        yield from (Unit(start + s.start, start + s.end, gap(s.question), act, asks=True) for s in asked)
        return
    first = spans[0][0]
    yield from (Unit(start + s.start, start + s.end, gap(s.question), act, asks=True) for s in asked if s.start < first)
    for (left, right), following in zip(spans, [*spans[1:], (len(paragraph), 0)], strict=True):
        behind = [stretch for stretch in asked if left < stretch.start < following[0]]
        stop = max([right, *(stretch.end for stretch in behind)])
        yield _unit(telling, start + left, start + stop, act)


def _unit(telling: str, start: int, end: int, act: str) -> Unit:
    words = telling[start:end]
    told = plain_text(without_gaps(words)) or " ".join(without_gaps(words).split())
    return Unit(start, end, " ".join([told, *(gap(stretch.question) for stretch in stretches(words))]), act)


def merged(told: Sequence[Unit], most: int) -> list[Unit]:
    """At most so many: the shortest neighbours become one, within their act as long as there are others."""
    kept = list(told)
    while len(kept) > most:
        pairs = range(len(kept) - 1)
        at = min(pairs, key=lambda i: (kept[i].act != kept[i + 1].act, kept[i + 1].end - kept[i].start, i))
        one, other = kept[at], kept[at + 1]
        if one.act == other.act:
            joined = Unit(one.start, other.end, f"{one.text} {other.text}", one.act, asks=one.asks and other.asks)
        else:
            joined = Unit(one.start, one.end, f"{one.text} {other.text}", one.act, asks=one.asks)
        kept[at : at + 2] = [joined]
    return kept


def with_questions(told: Sequence[Unit]) -> list[Unit]:
    """Each sentence with the questions behind it; those before all sentences are the first one's."""
    if all(unit.asks for unit in told):
        return list(told)
    first = next(at for at, unit in enumerate(told) if not unit.asks)
    kept: list[Unit] = []
    for unit in (told[first], *told[:first], *told[first + 1 :]):
        if unit.asks and kept:
            kept[-1] = replace(kept[-1], text=f"{kept[-1].text} {unit.text}")
        else:
            kept.append(unit)
    return kept


def halved(told: Sequence[Unit], telling: str, least: int) -> list[Unit]:
    """Sentences parted at a semicolon, the longest first, until there are so many."""
    kept = list(told)
    while len(kept) < least:
        cuts = [(at, cut) for at, unit in enumerate(kept) if (cut := _cut(telling, unit))]
        if not cuts:
            break
        at, cut = max(cuts, key=lambda entry: (kept[entry[0]].end - kept[entry[0]].start, -entry[0]))
        unit = kept[at]
        end = unit.start + len(telling[unit.start : cut].rstrip())
        kept[at : at + 1] = [_unit(telling, unit.start, end, unit.act), _unit(telling, cut, unit.end, unit.act)]
    return kept


def _cut(telling: str, unit: Unit) -> int:
    """Where the second half of a unit begins; 0 where it can't be parted."""
    words = telling[unit.start : unit.end]
    if unit.asks or "[[" in words:
        return 0
    for match in _JOINT.finditer(words):
        if len(words[: match.start()].split()) >= HALF and len(words[match.end() :].split()) >= HALF:
            return unit.start + match.end()
    return 0

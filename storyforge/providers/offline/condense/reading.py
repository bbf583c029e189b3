"""A book becomes sentences: where each stands, whether it is spoken, who writes it; headings are no sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.prose import sentence_spans
from storyforge.providers.offline.condense.front import Front, is_heading, is_verse
from storyforge.providers.offline.condense.lexicon import Lexicon, length, numbers, tokens
from storyforge.providers.offline.condense.papers import Papers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.tasks.survey import Section

_PARAGRAPH = re.compile(r"[^\s][^\n]*(?:\n[ \t]*[^\s][^\n]*)*")
_SPACE = re.compile(r"\s+")
_END = re.compile(r"[.!?…。！？؟۔।][\"”’'»«“)\]*_」』]*$")
_PAIRS = (("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"), ("『", "』"))
_MARKS = re.compile(r"[“”„«»()\[\]「」『』\"_‘’]")
_QUOTES = re.compile(r"[\"“”«»„「」『』]")
_OPENING, _OPENING_REVERSED = "“«„「『", "“»„「『"
_REVERSED = re.compile(r"^[^«»]*»[^«»]+«")
_SINGLE = re.compile(r"(?<!\w)[‘'](?=[\w.…—-]).{1,600}?(?<=[.,!?;:…—-])[’'](?!\w)")
_OPENED, _CLOSED = re.compile(r"(?<!\w)‘"), re.compile(r"’(?!\w)")
_ENDED = re.compile(r"(?<=[.,!?;:…—-])’(?!\w)")
_TWINS = ('"', "_")
_JUNK = re.compile(r"https?:|www\.|©|gutenberg|\bebook\b|isbn|\[\[", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a book, its white space made single.

    `offset` counts characters from the beginning of the first section on; `spoken` is the share of it that stands in
    quotation marks; `fits` says whether it can stand for itself: whole, of a readable length, part of the story.
    """

    text: str
    section: int
    paragraph: int
    offset: int
    spoken: float
    fits: bool
    writer: str
    dated: str
    words: int
    tokens: tuple[str, ...]


class Book(NamedTuple):
    """The sentences of a book, its length in words and in characters, and how its story is divided."""

    sentences: tuple[Sentence, ...]
    words: int
    characters: int
    starts: tuple[float, ...]


def read(sections: Sequence[Section], words: Lexicon) -> Book:
    """The sentences of all sections in order; time is linear in the length of the text."""
    sizes = [len(section.text) for section in sections]
    ends = list(accumulate(sizes))
    total = max(1, ends[-1] if ends else 0)
    front, papers = Front(sections, words), Papers(words, (section.text for section in sections))
    found: list[Sentence] = []
    for index, section in enumerate(sections):
        papers.section(section.title)
        found += _section(section.text, index, ends[index] - sizes[index], front, papers, words)
    starts = tuple((end - size) / total for end, size in zip(ends, sizes, strict=True))
    return Book(tuple(found), sum(length(section.text) for section in sections), total, starts)


def _section(text: str, index: int, offset: int, front: Front, papers: Papers, words: Lexicon) -> Iterator[Sentence]:
    inside = front.section(index)
    for number, block in enumerate(_PARAGRAPH.finditer(text)):
        flat = _SPACE.sub(" ", block[0]).strip()
        if front.heading(flat):
            continue
        if papers.heading(flat) or papers.signature(flat) or is_heading(flat):
            continue
        shift = papers.date_of(block[0])
        story = inside and not front.within and front.is_story(flat, number) and not is_verse(block[0])
        line = block[0][shift:].replace("\n", " ")
        yield from _sentences(line, index, number, offset + block.start() + shift, papers, words, story=story)


def _sentences(
    text: str, section: int, paragraph: int, offset: int, papers: Papers, words: Lexicon, *, story: bool
) -> Iterator[Sentence]:
    open_before = False
    dialogue = text[:1] in "-—–" and text[1:2] != "-"
    for start, end in sentence_spans(text, words.code):
        flat = _SPACE.sub(" ", text[start:end]).strip()
        if not flat:
            continue
        spoken, open_before = _spoken(flat, open_before=open_before)
        count = length(flat)
        yield Sentence(
            text=flat,
            section=section,
            paragraph=paragraph,
            offset=offset + start,
            spoken=1.0 if dialogue else spoken,
            fits=story and _fits(flat, count),
            writer=papers.writer,
            dated=papers.dated,
            words=count,
            tokens=tuple(tokens(flat)),
        )


def _spoken(text: str, *, open_before: bool) -> tuple[float, bool]:
    """The share of a sentence within quotation marks, and whether they are still open at its end."""
    if not open_before and not _MARKS.search(text) and "'" not in text:
        return 0.0, False
    inside, held, last = open_before, 0, 0
    opening = "„" if "„" in text else _OPENING_REVERSED if _REVERSED.search(text) else _OPENING
    for match in _QUOTES.finditer(text):
        held += (match.start() - last) * inside
        mark, last = match[0], match.start()
        inside = not inside if mark == '"' else mark in opening
    held += (len(text) - last) * inside
    if not held and not open_before:
        held = sum(len(match[0]) for match in _SINGLE.finditer(text))
    return held / len(text), inside


def _fits(text: str, count: int) -> bool:
    """Whether a sentence is whole and of a readable length."""
    least, most = numbers()["words"]["fits"]
    if not least <= count <= most or not _END.search(text) or _JUNK.search(text):
        return False
    opening = next((char for char in text if char.isalnum()), "")
    if opening.islower() or opening.isdigit():
        return False
    return _balanced(text, _MARKS.findall(text))


def _balanced(text: str, marks: list[str]) -> bool:
    """Whether what a sentence opens it closes; most have no such mark."""
    if not marks:
        return True
    # German opens below the line and closes with what opens in English; Swedish opens and closes alike.
    low, left, right = (marks.count(mark) for mark in "„“”")
    curly = low == left + right if low else left == right or (not left and not right % 2)
    level = curly and all(marks.count(one) == marks.count(other) for one, other in _PAIRS)
    if not level or any(marks.count(twin) % 2 for twin in _TWINS):
        return False
    return len(_ENDED.findall(text)) <= len(_OPENED.findall(text)) <= len(_CLOSED.findall(text))

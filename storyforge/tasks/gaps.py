"""Gaps: `[[TODO: one question]]` stands where only the author can say what happens.

A gap is a note of Fountain, and plain text in Markdown and YAML. Offline writers leave them, `check` lists them, and
nothing with a gap is locked unless that is allowed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_OPENING = re.compile(r"\[\[\s*TODO\b\s*:?", re.IGNORECASE)
_CLOSING = "]]"
_LINE = re.compile(r"\r\n|\r|\n")
_EMPTY_LINE = re.compile(r"(?>\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)")
_SPACE = re.compile(r"\s+")


class Gap(NamedTuple):
    """A question in a text; line and column count from 1, in characters."""

    line: int
    column: int
    question: str


class Stretch(NamedTuple):
    """Where a gap begins and ends in a text, brackets included."""

    start: int
    end: int
    question: str


def gap(question: str) -> str:
    """A question as it is written into a text: on one line, and without what would end it early."""
    plain = _SPACE.sub(" ", question).strip()
    while "[[" in plain or _CLOSING in plain:
        plain = plain.replace("[[", "[").replace(_CLOSING, "]")
    if plain.endswith("]"):
        plain += " "
    return f"[[TODO: {plain}{_CLOSING}"


def stretches(text: str) -> tuple[Stretch, ...]:
    """All gaps of a text in order.

    One that is never closed ends with its paragraph, or where the next one opens: it is a gap all the same.
    """
    found = []
    openings = list(_OPENING.finditer(text))
    for index, opening in enumerate(openings, 1):
        limit = openings[index].start() if index < len(openings) else len(text)
        closing = text.find(_CLOSING, opening.end(), limit)
        paragraph = _EMPTY_LINE.search(text, opening.end(), limit)
        stop = paragraph.start() if paragraph else limit
        if 0 <= closing < stop:
            stop, end = closing, closing + len(_CLOSING)
        else:
            end = stop
        question = _SPACE.sub(" ", text[opening.end() : stop]).strip()
        found.append(Stretch(opening.start(), end, question))
    return tuple(found)


def gaps_in(text: str) -> tuple[Gap, ...]:
    """All gaps of a text with their lines and columns; a byte order mark and kinds of line ends do not count."""
    found = []
    plain = text.removeprefix("\ufeff")
    line, start = 1, 0
    breaks = _LINE.finditer(plain)
    following = next(breaks, None)
    for stretch in stretches(plain):
        while following is not None and following.end() <= stretch.start:
            line, start = line + 1, following.end()
            following = next(breaks, None)
        found.append(Gap(line, stretch.start - start + 1, stretch.question))
    return tuple(found)


def without_gaps(text: str) -> str:
    """The text that is written already; where a gap stood between two spaces, one space is left."""
    kept, at = [], 0
    for stretch in stretches(text):
        before = text[at : stretch.start]
        spaced = before.endswith(" ") and text[stretch.end : stretch.end + 1] in ("", " ", "\n", "\r", ".", ",", ";")
        kept.append(before[:-1] if spaced else before)
        at = stretch.end
    return "".join([*kept, text[at:]])

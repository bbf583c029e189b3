"""Cuts text at clauses without losing a letter, and counts its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_STOP = re.compile(r"[.!?…][\"”’»)]*\s+(?=\S)|[。！？][」』”]*(?=\S)")
_CLAUSE = re.compile(r"[,;:，；：、](?:[\"”’]*)\s*|(?:--+|—|–|\.\.\.|…)\s*|\s(?=\()")
_SPACE = re.compile(r"\s+")
_NEVER = re.compile(r"(?!)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BROKEN = re.compile(r"\.\s?\.\s?\.|…|--|—")
NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
"""A letter of a script that writes no spaces: Japanese, Chinese, Thai."""


def words(text: str) -> int:
    """How many words a text has; where a script has no spaces, two letters count as one."""
    dense = len(NO_SPACES.findall(text))
    return len(_WORD.findall(NO_SPACES.sub(" ", text) if dense else text)) + (dense + 1) // 2


def breaks(text: str) -> int:
    """How often a text breaks off or trails away: dots and dashes."""
    return len(_BROKEN.findall(text))


def split(text: str, most: float, measure: Callable[[str], float], joint: re.Pattern[str] = _NEVER) -> list[str]:
    """Pieces of a sentence, none longer than `most` by the measure.

    Cut at a clause near the middle, else at a space, else within a word; joined by spaces they are the text, but
    for whitespace.
    """
    done: list[str] = []
    todo = [text]
    while todo:
        piece = todo.pop()
        cut = 0 if measure(piece) <= most else _middle(piece, joint)
        if not cut:
            done.append(piece)
        else:
            todo += [piece[cut:].lstrip(), piece[:cut].rstrip()]
    return [piece for piece in done if piece]


def _middle(text: str, joint: re.Pattern[str]) -> int:
    """Where to cut a text in two: the clause end nearest the middle, if it is not near an end, else a space.

    0 for nowhere.
    """
    size = len(text)
    for pattern, margin in ((_STOP, 0.2), (_CLAUSE, 0.2), (joint, 0.2), (_SPACE, 0.0)):
        cuts = [m.end() for m in pattern.finditer(text) if size * margin < m.end() < size * (1 - margin)]
        cuts = [cut for cut in cuts if text[:cut].strip() and text[cut:].strip()]
        if cuts:
            return min(cuts, key=lambda cut: (abs(cut - size / 2), cut))
    return size // 2 if size > 1 else 0

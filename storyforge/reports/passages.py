"""Where a shot's words stand: in the script, in the treatment, in the input; by text, line by line."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.formats.played import played
from storyforge.formats.prose import sentences
from storyforge.model.screenplay import Action, Speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.model.screenplay import Block, ScriptScene
    from storyforge.model.shots import Shot

_MARKUP = re.compile(r"[*_\\]")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")
LEAST = 12
"""Letters that a piece of text must have to be looked for within a line; shorter ones must be the whole line."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of a file and what it says there, in a script by whom it is spoken."""

    line: int
    text: str
    speaker: str = ""

    @property
    def told(self) -> str:
        """`ADA: Open it.`, or the text alone."""
        return f"{self.speaker}: {self.text}" if self.speaker else self.text


def folded(text: str) -> str:
    """A text as it is compared: no emphasis, one space, no capitals."""
    return " ".join(_MARKUP.sub("", text).split()).casefold()


def in_script(
    scene: ScriptScene, shots: Sequence[Shot], shot_id: str, lines: Sequence[str], language: str
) -> list[Passage]:
    """The script's lines that a shot plays; the heading where it plays none.

    The shots of a scene are walked in order, so that of two lines that say the same each shot finds its own.
    """
    blocks = scene.blocks()
    taken: Counter[tuple[int, str]] = Counter()
    at = 0
    for shot in shots:
        found: dict[tuple[int, str], list[str]] = {}
        for speaks, needle in _needles(shot, language):
            place = _place(blocks, at, needle, speaks, taken)
            if place is None:
                continue
            at = place
            block = blocks[place]
            speaker = block.name if isinstance(block, Speech) else ""
            found.setdefault((_line_in(block, needle, lines), speaker), []).append(needle)
        if shot.id == shot_id:
            passages = [Passage(line, " ".join(said), speaker) for (line, speaker), said in sorted(found.items())]
            return passages or ([Passage(scene.line, scene.title)] if scene.title else [])
    return []


def _needles(shot: Shot, language: str) -> Iterator[tuple[bool, str]]:
    """Whether it is spoken, and a sentence of the action or a line of dialogue, in the order of the shot."""
    for told in played(shot, language):
        if isinstance(told, str):
            for sentence in sentences(told, language):
                yield False, sentence
        else:
            yield True, told.text


def _place(blocks: Sequence[Block], at: int, needle: str, speaks: bool, taken: Counter[tuple[int, str]]) -> int | None:
    """The next block that holds a text which no shot has taken yet, from where the last one was; else an earlier."""
    wanted = folded(needle)
    order: list[int] = [*range(at, len(blocks)), *range(at)]
    for index in order:
        block = blocks[index]
        if not wanted or isinstance(block, Speech) is not speaks:
            continue
        if folded(_words(block)).count(wanted) > taken[index, wanted]:
            taken[index, wanted] += 1
            return index
    return None


def _words(block: Block) -> str:
    return block.words if isinstance(block, Speech) else block.text


def _line_in(block: Block, needle: str, lines: Sequence[str]) -> int:
    """The line of a block on which a text begins."""
    if isinstance(block, Speech):
        wanted = folded(needle)
        pieces = [piece for piece in block.lines if piece.text.strip()]
        held = (piece.line for piece in pieces if wanted in folded(piece.text))
        begun = (piece.line for piece in pieces if wanted.startswith(folded(piece.text)))
        return next(held, next(begun, block.line))
    last = block.last if isinstance(block, Action) else block.line
    start = folded(needle)[:LEAST]
    for number in range(block.line, last + 1):
        if number <= len(lines) and start in folded(lines[number - 1]):
            return number
    return block.line


def in_text(lines: Sequence[str], text: str, near: int, *, markup: bool = False) -> int | None:
    """The line of a file that holds a text, the nearest to a line where several do; None where none does.

    With `markup` tags and entities are read away first, as in FDX.
    """
    wanted = folded(text)
    if not wanted:
        return None
    plain = [folded(html.unescape(_TAG.sub("", line)) if markup else line) for line in lines]
    whole = [number for number, line in enumerate(plain, 1) if line == wanted]
    within = whole or [n for n, line in enumerate(plain, 1) if len(wanted) >= LEAST and wanted in line]
    # A long speech or paragraph may go over several lines of the file: then its beginning has to do.
    begins = within or [n for n, line in enumerate(plain, 1) if len(line) >= LEAST and wanted.startswith(line)]
    nearest: int | None = min(begins, key=lambda number: abs(number - near), default=None)
    return nearest


def alike(paragraphs: Sequence[Passage], text: str) -> Passage | None:
    """The paragraph that shares most words with a text, where it shares at least half of them."""
    wanted = set(_WORD.findall(text.casefold()))
    if not wanted:
        return None
    scored = [(len(wanted & set(_WORD.findall(found.text.casefold()))), -found.line, found) for found in paragraphs]
    best = max(scored, key=lambda row: row[:2], default=None)
    return best[2] if best and best[0] * 2 >= len(wanted) else None


def paragraphs(text: str) -> list[Passage]:
    """The paragraphs of a text with the lines on which they begin."""
    found: list[Passage] = []
    held: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            start = start if held else number
            held.append(line.strip())
        elif held:
            found.append(Passage(start, " ".join(held)))
            held = []
    return found

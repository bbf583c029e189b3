"""Text cut into subtitles of one or two short lines, broken where people breathe; in any script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate

_DENSE = r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
_OPENING = r"「『（【〈《“‘(\[«¿¡"
_CLOSING = r"」』）】〉》”’)\]»、。，．！？!?,.:;…ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
_TOKEN = re.compile(rf"\s*+(?:[{_OPENING}]*+(?:[{_DENSE}][{_CLOSING}]*+|[^\s{_DENSE}{_OPENING}]++)|[{_OPENING}]++)")
_DASH = re.compile(r"(?<=--)(?=[^\s-])|(?<=—)(?=[^\s—])")
_SENTENCE = re.compile(r"[.!?…。！？؟۔।][\"”’'»」』)\]]*$")
_CLAUSE = re.compile(r"(?:[,;:—–،؛、，；：]|--)[\"”’'»」』)\]]*$")


def measure(text: str) -> tuple[int, int]:
    """Letters of a text: narrow ones, and wide ones (Chinese characters, kana, Hangul); a mark over one is none."""
    wide = narrow = 0
    for char in text:
        if char == "\n" or unicodedata.category(char) in ("Mn", "Me", "Cf"):
            continue
        if unicodedata.east_asian_width(char) in "WF":
            wide += 1
        else:
            narrow += 1
    return narrow, wide


@dataclass(frozen=True)
class Layout:
    """How many letters a line has, and what a break costs in hundredths of a subtitle.

    `unbalanced` is times the difference of two lines, in lines.
    """

    columns: int
    wide_columns: int
    sentence: int
    clause: int
    word: int
    unbalanced: int

    @property
    def line(self) -> int:
        """The width of a full line; a narrow letter has `wide_columns` of it, a wide one `columns`."""
        return self.columns * self.wide_columns

    def width(self, text: str) -> int:
        """The width of a text."""
        narrow, wide = measure(text)
        return narrow * self.wide_columns + wide * self.columns

    def fits(self, text: str) -> bool:
        """Whether a text is no longer than a line."""
        return self.width(text) <= self.line

    def cost(self, text: str) -> int:
        """What it costs to break after a text."""
        return self.sentence if _SENTENCE.search(text) else self.clause if _CLAUSE.search(text) else self.word


def wrap(text: str, layout: Layout) -> list[str]:
    """A text as subtitles of one or two lines, joined by `\\n`; all of it, in order; a word too long for a line is cut.

    Of all ways to break it, the one with the fewest subtitles, the best breaks and the most even lines.
    """
    tokens = _Tokens(text, layout)
    count = len(tokens.texts)
    best: list[tuple[int, int, int]] = [(0, 0, 0)]
    for end in range(1, count + 1):
        best.append(min(tokens.ways(best, end)))
    found: list[str] = []
    end = count
    while end:
        _, start, middle = best[end]
        parts = (tokens.text(start, middle), tokens.text(middle, end)) if middle > start else (tokens.text(start, end),)
        found.append("\n".join(parts))
        end = start
    return found[::-1]


class _Tokens:
    """What is never broken, in order, and how wide it is up to each."""

    def __init__(self, text: str, layout: Layout) -> None:
        self.layout = layout
        words = (word for token in _TOKEN.findall(text) for word in _DASH.split(token))
        self.texts = [piece for word in words for piece in _cut(word, layout)]
        self._bare = [layout.width(token.lstrip()) for token in self.texts]
        full = [layout.width(token) for token in self.texts]
        self._space = [wide - bare for wide, bare in zip(full, self._bare, strict=True)]
        self._upto = list(accumulate(full, initial=0))
        self._costs = [layout.cost(token) for token in self.texts]

    def text(self, start: int, end: int) -> str:
        return " ".join("".join(self.texts[start:end]).split())

    def _width(self, start: int, end: int) -> int:
        return self._upto[end] - self._upto[start] - self._space[start]

    def ways(self, best: list[tuple[int, int, int]], end: int) -> list[tuple[int, int, int]]:
        """Cost, first token and first token of the second line, of every subtitle that may end before a token."""
        # Who waits for the rest of a clause waits longer for it than a glance to the next line.
        last = 0 if end == len(self.texts) else 2 * self._costs[end - 1]
        found = []
        start = end - 1
        while start >= 0 and (lines := self._lines(start, end)) is not None:
            cost, middle = lines
            found.append((best[start][0] + 100 + last + cost, start, middle))
            start -= 1
        return found

    def _lines(self, start: int, end: int) -> tuple[int, int] | None:
        """The cost of the best break into two lines, and where it is; one line costs nothing."""
        full = self.layout.line
        if self._width(start, end) <= full:
            return 0, start
        ways = []
        middle = end - 1
        while middle > start and (second := self._width(middle, end)) <= full:
            first = self._width(start, middle)
            if first <= full:
                uneven = self.layout.unbalanced * abs(first - second) // full
                ways.append((self._costs[middle - 1] + uneven, middle))
            middle -= 1
        return min(ways, default=None)


def _cut(token: str, layout: Layout) -> list[str]:
    """A token as it is, or in pieces that fit; marks stay with their letter."""
    if layout.fits(token.strip()):
        return [token]
    pieces, piece = [], ""
    for char in token:
        if piece.strip() and not layout.fits(piece.strip() + char):
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]

"""Fragments of a speech: where its cuts go when its words are edited.

A long speech is spread over shots, each with a verbatim fragment. Old and new words are aligned, and each cut stays
between the words it stood between; where those are gone or others came in, it goes to the nearest end of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.prose import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DENSE = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
_TOKEN = re.compile(rf"[{_DENSE}]|[^\W_{_DENSE}]+(?:['’][^\W_{_DENSE}]+)*|\S")
_DENSE_SIGN = re.compile(f"[{_DENSE}。！？，、；：」』]")
_CLAUSE_ENDS = frozenset(",;:–—…、，；：،؛")
_MOST = 20_000_000
"""Pairs of words that are compared; beyond that what differs counts as one stretch."""

_ALIKE = 0.3
"""Share of words below which those in common say nothing of where the others went."""


class _Token(NamedTuple):
    key: str
    start: int
    end: int


class _Range(NamedTuple):
    """Where a cut may go, as numbers of new tokens, and where it would be best."""

    low: int
    high: int
    best: float


def follow(fragments: Sequence[str], words: str, language: str = "en", joints: Iterable[int] = ()) -> list[str] | None:
    """New words cut into as many fragments as the old words had, in order; without spaces they join to all words.

    `joints` are places in the new words, in characters, that are as good for a cut as the end of a sentence. None
    where a fragment would be left with nothing to say.
    """
    if len(fragments) == 1:
        return [words.strip()] if words.strip() else None
    text = _Text.of(words, language, joints)
    if len(text.tokens) < len(fragments):
        return None
    old = [[_key(token[0]) for token in _TOKEN.finditer(fragment)] for fragment in fragments]
    if not all(old):
        return None
    cuts = _cuts(old, text)
    if cuts is None:
        return None
    ends = [0, *(text.tokens[cut].start for cut in cuts), len(words)]
    return [words[start:end].strip() for start, end in pairwise(ends)]


def _key(token: str) -> str:
    return token.casefold().replace("’", "'")


@dataclass(frozen=True)
class _Text:
    """The new words: their tokens, and how good a cut before each of them is: 0 sentence, 1 clause, 2 space."""

    tokens: list[_Token]
    places: dict[int, int]

    @classmethod
    def of(cls, words: str, language: str, joints: Iterable[int]) -> _Text:
        tokens = [_Token(_key(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(words)]
        starts = {start for start, _ in sentence_spans(words, language)} | set(joints)
        places = {}
        for row in range(1, len(tokens)):
            before, token = tokens[row - 1], tokens[row]
            spaced = token.start > before.end
            dense = _DENSE_SIGN.match(words[before.end - 1]) and _DENSE_SIGN.match(words[token.start])
            if token.start in starts:
                places[row] = 0
            elif (spaced or dense) and words[before.end - 1] in _CLAUSE_ENDS:
                places[row] = 1
            elif spaced or (dense and words[token.start].isalnum()):
                places[row] = 2
        return cls(tokens, places)

    def says(self, first: int, last: int) -> bool:
        """Whether there is a letter among some tokens."""
        return any(token.key[0].isalnum() for token in self.tokens[first:last])


def _cuts(old: Sequence[Sequence[str]], text: _Text) -> list[int] | None:
    """The new tokens before which the fragments are cut; None where one would have no word."""
    blocks = _blocks([key for keys in old for key in keys], [token.key for token in text.tokens])
    total = sum(map(len, old))
    at = last = 0
    cuts: list[int] = []
    for row, keys in enumerate(old[:-1]):
        at += len(keys)
        wanted = _range(blocks, at, len(text.tokens) * at / total)
        left = len(old) - 2 - row
        cut = _best(text, wanted, last, len(text.tokens) - left)
        if cut is None:
            return None
        cuts.append(cut)
        last = cut
    return cuts if text.says(last, len(text.tokens)) else None


def _best(text: _Text, wanted: _Range, last: int, limit: int) -> int | None:
    """The best place for a cut behind the last one: in its range, else the nearest beside a range without a place."""
    open_ones = [row for row in text.places if last < row < limit]
    inside = [row for row in open_ones if wanted.low <= row <= wanted.high]
    if inside:
        found = min(inside, key=lambda row: (text.places[row], abs(row - wanted.best), row))
    elif wanted.low <= last or wanted.high >= limit or not open_ones:
        return None
    else:
        found = min(open_ones, key=lambda row: (abs(row - wanted.best), row))
    return found if text.says(last, found) else None


Block = tuple[str, int, int, int, int]


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """What was kept, replaced, put in and taken out: as difflib says it, common ends first."""
    head = next((row for row, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = min(len(old), len(new)) - head
    tail = next((row for row in range(rest) if old[-1 - row] != new[-1 - row]), rest)
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    return [
        *([("equal", 0, head, 0, head)] if head else []),
        *((tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in _inner(inner_old, inner_new)),
        *([("equal", len(old) - tail, len(old), len(new) - tail, len(new))] if tail else []),
    ]


def _inner(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if old and new and (len(old) * len(new) > _MOST or matcher.ratio() < _ALIKE):
        yield "replace", 0, len(old), 0, len(new)
    else:
        yield from matcher.get_opcodes()


def _range(blocks: Sequence[Block], at: int, share: float) -> _Range:
    """Where a cut before old token `at` may go; `share` is its place among the new ones by length alone."""
    exact: list[int] = []
    reach: list[int] = []
    for tag, first, last, new_first, new_last in blocks:
        if first < at < last:
            if tag == "equal":
                place = new_first + at - first
                return _Range(place, place, place)
            inner = new_first + (new_last - new_first) * (at - first) / (last - first)
            return _Range(new_first, new_last, inner)
        if at in (first, last):
            exact += [new_first] * (first == at) + [new_last] * (last == at)
            # Where words were replaced, a sentence may end among the new ones.
            reach += [new_first, new_last] if tag == "replace" else []
    low, high = min(exact), max(exact)
    return _Range(min([low, *reach]), max([high, *reach]), min(max(share, low), high))

"""Some passages of a pool that tell the whole: one a zone, none like another, everybody who matters met."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.providers.offline.condense.lexicon import numbers, terms, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from storyforge.providers.offline.condense.lexicon import Lexicon
    from storyforge.tasks.survey import Passage

TENTHS = 10
EACH = 2
"""Passages that one zone gives."""
FEW = 5
"""Passages between which to choose an opening and an end, in short texts."""
OPENING, ENDING = 0.025, 0.02
"""Shares of the story that it opens and ends with: one passage each."""
_INNER = (0.12, 0.88)
"""The part of a tenth in which a passage surely stands in it, whoever measures."""


class Likeness:
    """How like passages are: the cosine of their words, each weighed by how seldom it is in the pool."""

    def __init__(self, passages: Sequence[Passage], words: Lexicon) -> None:
        """Weigh the words of all passages."""
        self._rows = [sorted(set(terms(tokens(passage.text), words.stop))) for passage in passages]
        self._holders: dict[str, list[int]] = {}
        for index, row in enumerate(self._rows):
            for term in row:
                self._holders.setdefault(term, []).append(index)
        self._squares = {
            term: math.log(1 + len(passages) / len(holders)) ** 2 for term, holders in self._holders.items()
        }
        self._norms = [math.sqrt(sum(self._squares[term] for term in row)) or 1.0 for row in self._rows]
        self._known: dict[int, list[float]] = {}

    def to(self, index: int) -> list[float]:
        """Of one passage to every one of the pool: 0 to 1."""
        known = self._known.get(index)
        if known is None:
            sums = [0.0] * len(self._rows)
            for term in self._rows[index]:
                for other in self._holders[term]:
                    sums[other] += self._squares[term]
            own = self._norms[index]
            known = self._known[index] = [value / (own * norm) for value, norm in zip(sums, self._norms, strict=True)]
        return known


class Chooser:
    """Chooses among passages; `value` says what each is worth."""

    def __init__(self, passages: Sequence[Passage], words: Lexicon, starts: Sequence[float] = ()) -> None:
        """`starts` are the shares at which sections begin; a zone ends there rather than near it."""
        self.passages, self._starts = passages, starts
        self.like = Likeness(passages, words)
        self._shares = [float(passage.share) for passage in passages]

    def choose(self, count: int, value: Callable[[Passage], float], meet: Sequence[str] = ()) -> list[int]:
        """Indexes of passages in order: at least one a tenth, and if possible one for each of those to be met."""
        worth = [value(passage) for passage in self.passages]
        chosen: list[int] = []
        for low, high, each, edge in self._zones(count):
            inside = [i for i, share in enumerate(self._shares) if low <= share < high]
            for _ in range(each):
                own = self._led(worth, meet) if edge < 0 else worth
                self._add(chosen, inside, own, edge=edge, low=low, high=high)
        self._cover(chosen, worth)
        self._meet(chosen, worth, meet)
        return sorted(chosen)

    def _led(self, worth: Sequence[float], meet: Sequence[str]) -> list[float]:
        """A story opens with whom it names most rather than with anybody else."""
        lead: float = numbers()["pick"]["lead"]
        return [w + lead * (bool(meet) and meet[0] in p.people) for w, p in zip(worth, self.passages, strict=True)]

    def _zones(self, count: int) -> Iterator[tuple[float, float, int, float]]:
        """Low, high, how many passages to choose; then -1 for the opening and 1 for the end, which have one each."""
        if not self._shares:
            return
        first, last = self._shares[0], self._shares[-1] + 1e-6
        few = min(FEW, len(self._shares) // 4)
        opening = max(first + OPENING * (last - first), self._shares[few])
        end = min(last - ENDING * (last - first), self._shares[-1 - few])
        yield first, opening, 1, -1.0
        rest = max(0, count - 2)
        zones = max(1, -(-rest // EACH))
        edges = self._edges(zones, opening, end)
        for number in range(zones):
            each = rest * (number + 1) // zones - rest * number // zones
            yield edges[number], edges[number + 1], each, 0.0
        if count > 1:
            yield end, last, 1, 1.0

    def _edges(self, zones: int, low: float, high: float) -> list[float]:
        """Borders of zones; where a section begins near one, it is there."""
        width = (high - low) / zones
        spare = numbers()["pick"]["spare"] * width
        edges = [low]
        for index in range(1, zones):
            border = low + index * width
            near = min(self._starts, key=lambda start: (abs(start - border), start), default=border)
            edges.append(near if abs(near - border) <= spare else border)
        return [*edges, high]

    def _add(
        self, chosen: list[int], among: Iterable[int], worth: Sequence[float], *, edge: float, low: float, high: float
    ) -> None:
        table = numbers()["pick"]
        width = (high - low) or 1.0
        likeness = [self.like.to(other) for other in chosen]

        def gain(index: int) -> float:
            alike = max((row[index] for row in likeness), default=0.0)
            apart = min((abs(self._shares[index] - self._shares[other]) for other in chosen), default=1.0) / width
            place = (self._shares[index] - low) / width
            crowded = max(0.0, 1 - apart / table["apart"])
            off: float = table["alike"] * alike + table["crowded"] * crowded
            on: float = table["edge"] * edge * (2 * place - 1)
            return worth[index] - off + on

        free = [index for index in among if index not in chosen]
        if free:
            chosen.append(max(free, key=lambda index: (gain(index), -index)))

    def _cover(self, chosen: list[int], worth: Sequence[float]) -> None:
        """Every tenth has one that surely stands in it, where the pool has one."""
        for tenth in range(TENTHS):
            low, high = (tenth + part for part in _INNER)
            inside = [i for i, share in enumerate(self._shares) if low <= share * TENTHS < high]
            if inside and not any(index in chosen for index in inside):
                self._add(chosen, inside, worth, edge=0, low=low / TENTHS, high=high / TENTHS)

    def _meet(self, chosen: list[int], worth: Sequence[float], people: Sequence[str]) -> None:
        """For each of some people a passage that names them: in place of a near one that nobody needs, or besides."""
        far = float(numbers()["pick"]["far"])
        for name in people:
            if any(name in self.passages[index].people for index in chosen):
                continue
            swaps = [
                (worth[new] - worth[old] - far * abs(self._shares[new] - self._shares[old]), -new, -old)
                for old in sorted(chosen)[1:-1]
                if self._spare(chosen, old, people)
                for new, passage in enumerate(self.passages)
                if name in passage.people and new not in chosen and self._same_tenth(new, old)
            ]
            if swaps:
                _, new, old = max(swaps)
                chosen[chosen.index(-old)] = -new
            elif naming := [i for i, passage in enumerate(self.passages) if name in passage.people]:
                chosen.append(max(naming, key=lambda index: (worth[index], -index)))

    def _same_tenth(self, first: int, second: int) -> bool:
        one, other = self._shares[first] * TENTHS, self._shares[second] * TENTHS
        return int(one) == int(other) and _INNER[0] <= one % 1 < _INNER[1]

    def _spare(self, chosen: Sequence[int], index: int, people: Sequence[str]) -> bool:
        """Whether everybody whom a passage names is met elsewhere."""
        others = {name for other in chosen if other != index for name in self.passages[other].people}
        return all(name in others for name in self.passages[index].people if name in people)

"""Which sentences tell a beat, and which line decides it; weighed by features that need no understanding.

Likeness to the rest of the beat and echo in later beats need no word list, so they carry a language that has none.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from storyforge.providers.offline.outline.lexicon import near, structure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.outline.lexicon import Lexicon
    from storyforge.providers.offline.outline.reading import Passage, Scene

BEST_ACTION = 14
BEST_SPEECH = 9
OUTSIDE = 4.0
"""What a sentence of an unfit length loses: more than anything can gain."""


class Weights:
    """Weighs the passages of every beat of one script."""

    def __init__(self, beats: Sequence[Sequence[Scene]], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.beats = beats
        self.bags = [Counter(t for scene in beat for p in scene.passages for t in p.tokens) for beat in beats]
        self.named = tuple(dict.fromkeys(name for beat in beats for scene in beat for name in scene.people))
        self.spread: Counter[str] = Counter()
        for bag in self.bags:
            self.spread.update(bag.keys())

    def idf(self, token: str) -> float:
        """How much a word says: nothing for function words, less the more beats have it."""
        if token in self.lexicon.stop or len(token) < 2:
            return 0.0
        return math.log(1 + len(self.beats) / (1 + self.spread[token]))

    def actions(self, beat: int) -> list[tuple[float, int, Passage]]:
        """The sentences of action of a beat with their weights and places, in order."""
        rule = structure()["weights"]
        passages = [p for scene in self.beats[beat] for p in scene.passages]
        acts = [(place, p) for place, p in enumerate(passages) if not p.speaker]
        names = {name.casefold() for scene in self.beats[beat] for name in scene.people}
        central = _standard([self._central(beat, p) for _, p in acts])
        echo = _standard([self._echo(beat, p) for _, p in acts])
        found = []
        for (place, p), near_rest, comes_back in zip(acts, central, echo, strict=True):
            late = place / max(len(passages) - 1, 1)
            weight = rule["centrality"] * near_rest + rule["echo"] * comes_back + rule["late"] * late
            found.append((weight + self._form(p, names), place, p))
        return found

    def _form(self, p: Passage, names: set[str]) -> float:
        rule = structure()["weights"]
        first = p.tokens[0] if p.tokens else ""
        low, high = rule["fits"]
        weight = float(rule["change"] * min(self.lexicon.changes(list(p.tokens)), 2))
        weight += rule["named"] * any(name in p.text.casefold() for name in names)
        weight += rule["subject"] * any(p.text.startswith(name) for name in self.named)
        weight += rule["first"] * p.introduces
        weight += rule["opening"] * (first in self.lexicon.openings)
        weight += rule["camera"] * any(w.isupper() and w.casefold() in self.lexicon.camera for w in _opening(p.quote))
        weight += rule["question"] * p.text.endswith(("?", "？"))
        weight += rule["length"] * near(len(p.tokens), BEST_ACTION)
        weight -= OUTSIDE * (p.text.count("(") != p.text.count(")"))
        return float(weight) - OUTSIDE * (not low <= len(p.tokens) <= high)

    def speeches(self, beat: int) -> list[tuple[float, int, Passage]]:
        """The speeches of a beat with their weights and places, in order."""
        rule = structure()["speech"]
        passages = [p for scene in self.beats[beat] for p in scene.passages]
        low, high = rule["fits"]
        found = []
        for place, p in enumerate(passages):
            if not p.speaker:
                continue
            words = set(p.tokens)
            weight = rule["revelation"] * min(len(words & self.lexicon.revelation), 2)
            weight += rule["threat"] * min(len(words & self.lexicon.threat), 2)
            weight += rule["loud"] * min(p.quote.count("!"), 2) + rule["answer"] * p.answers
            weight += rule["late"] * place / max(len(passages) - 1, 1)
            weight += rule["length"] * near(len(p.tokens), BEST_SPEECH)
            weight += self._echo(beat, p) / max(len(self.beats) - beat, 1)
            weight -= OUTSIDE * (not low <= len(p.tokens) <= high)
            found.append((weight, place, p))
        return found

    def _central(self, beat: int, p: Passage) -> float:
        bag = self.bags[beat]
        own = {t: self.idf(t) for t in p.tokens}
        length = math.sqrt(sum(value * value for value in own.values())) or 1.0
        return sum(value * self.idf(t) * math.log1p(bag[t] - 1) for t, value in own.items()) / length

    def _echo(self, beat: int, p: Passage) -> float:
        later = self.bags[beat + 1 :]
        rare = {t for t in p.tokens if self.idf(t) > 0 and self.spread[t] <= max(2, len(self.beats) // 3)}
        return math.log1p(sum(1 for bag in later for t in rare if t in bag))


def _opening(quote: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", quote)[:3]


def _standard(values: list[float]) -> list[float]:
    if not values:
        return []
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values)) or 1.0
    return [(value - mean) / spread for value in values]

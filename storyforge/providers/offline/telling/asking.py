"""Puts questions to the author: one for each gap, by the author's own people, places and words, and never one twice."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.tasks.gaps import gap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.providers.offline.telling.lexicon import Words

_SLOT = re.compile(r"\{(\w+)\}")
QUOTES = ("before", "after", "first", "last", "this", "twist")


@dataclass
class Asker:
    """Asks for one option; `slots` are what stays the same in it: people, place, wish."""

    words: Words
    slots: Mapping[str, str]
    used: Counter[str] = field(default_factory=Counter)
    quoted: set[str] = field(default_factory=set)

    def ask(self, step: str, **more: str) -> str:
        """The question for a step, as a gap; `more` are the sentences about it."""
        slots = {name: value for name, value in {**self.slots, **more}.items() if value}
        chosen = self._choose(step, slots)
        if chosen is None:
            return ""
        self.used[chosen] += 1
        self.quoted |= {slots[name] for name in _SLOT.findall(chosen) if name in QUOTES}
        return gap(self._filled(chosen, slots))

    def _choose(self, step: str, slots: Mapping[str, str]) -> str | None:
        """The first question that can be asked; one that is new, and that quotes nothing twice, goes first."""
        possible = [q for q in self.words.ask.get(step, ()) if set(_SLOT.findall(q)) <= slots.keys()]
        names = {q: sorted(set(_SLOT.findall(q))) for q in possible}

        def weight(question: str) -> tuple[int, bool, int]:
            values = [slots[name] for name in names[question]]
            again = sum(slots[name] in self.quoted for name in names[question] if name in QUOTES)
            return self.used[question], len(set(values)) < len(values), again

        return min(possible, key=weight, default=None)

    def _filled(self, question: str, slots: Mapping[str, str]) -> str:
        filled = _SLOT.sub(lambda match: slots[match[1]], question)
        for before, after in self.words.contractions:
            filled = re.sub(before, after, filled)
        return filled[:1].upper() + filled[1:]

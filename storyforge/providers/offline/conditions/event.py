"""Changes as they are read, before they are put into shots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from storyforge.providers.offline.conditions.holders import Holder
    from storyforge.providers.offline.conditions.sentence import Sentence


class Event(NamedTuple):
    """One tag that an element gains or loses."""

    place: int
    element: str
    tag: str
    gains: bool
    rule: str
    sure: bool


@dataclass
class Events:
    """The events of one sentence; what is denied or imagined is left out."""

    sentence: Sentence
    found: list[Event] = field(default_factory=list)

    def add(self, holder: Holder, tag: str, place: int, rule: str, *, gains: bool = True, sure: bool = True) -> None:
        """Add a change for every owner; `no longer` turns a gain into a loss.

        Nobody is sure of what a sentence says that denies or imagines anything.
        """
        negated = self.sentence.negated(place)
        if negated == "not":
            return
        gains = gains and negated != "ended"
        for element in holder.owners:
            known = any((e.element, e.tag, e.gains) == (element, tag, gains) for e in self.found)
            if not known:
                sure = holder.sure and sure and not self.sentence.hedged
                self.found.append(Event(place, element, tag, gains, f"{rule}: {holder.by}", sure))

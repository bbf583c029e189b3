"""The clauses of a sentence: who a verb's subject is, what is denied, what belongs to a verb, where that is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.stages.film.blocking.units import Unit
    from storyforge.stages.film.blocking.words import Lexicon


class Clauses:
    """A sentence that is being read from left to right.

    `subject` is who a clause without a subject of its own is about; `taken` the last unit of the last verb read.
    """

    def __init__(self, found: Sequence[Unit], lexicon: Lexicon, last: tuple[str, ...]) -> None:
        self.units = found
        self.lexicon = lexicon
        self.subject = last
        self.taken = -1

    def _leads(self, index: int) -> bool:
        """Whether a clause opens with somebody."""
        for place in range(index - 1, self.taken, -1):
            unit = self.units[place]
            if unit.mark or self.lexicon.has("parts", unit.low):
                return self._opens(place) or unit.low not in (",", "and")
            if not self.lexicon.has("adverbs", unit.low) or unit.who:
                return False
        return self.taken < 0

    def _reaches_subject(self, index: int) -> bool:
        """Whether nothing but adverbs stands between a verb and its subject, a joint, or the start of the sentence."""
        for place in range(index - 1, self.taken, -1):
            unit = self.units[place]
            if unit.mark or unit.who or self.lexicon.has("parts", unit.low):
                return True
        return self.taken < 0

    def _doers(self, index: int, *, loose: bool = False) -> tuple[tuple[str, ...], bool]:
        """Who does what stands at a place, and whether they are named in this clause."""
        words = []
        for place in range(index - 1, self.taken, -1):
            unit = self.units[place]
            if unit.mark or self.lexicon.has("parts", unit.low):
                break
            if unit.who and not unit.owner and (loose or not unit.object):
                return self._joined(place), True
            words.append(unit)
        if any(unit.owner or not self.lexicon.has("adverbs", unit.low) for unit in words):
            return (), True
        return self.subject, False

    def _joined(self, place: int) -> tuple[str, ...]:
        """A person and those joined to them: `Anna, Boris and Carla`."""
        people = [self.units[place].who]
        while place >= 2:
            joint, other = self.units[place - 1], self.units[place - 2]
            if joint.low == "," and place >= 3 and self.lexicon.has("joins", other.low):
                place, joint, other = place - 1, other, self.units[place - 3]
            if not (self.lexicon.has("joins", joint.low) or joint.low == ",") or not other.who or other.owner:
                break
            if not self._opens(place - 2):
                break
            people.insert(0, other.who)
            place -= 2
        return tuple(dict.fromkeys(slug for who in people for slug in who))

    def _opens(self, place: int) -> bool:
        """Whether a clause begins between the last verb and a place, so that who stands there is not its object."""
        between = self.units[self.taken + 1 : place]
        return self.taken < 0 or any(unit.mark or self.lexicon.has("parts", unit.low) for unit in between)

    def _denied(self, index: int) -> bool:
        """Whether a deed is denied, only wished for, or happens elsewhere."""
        for place in range(index - 1, -1, -1):
            unit = self.units[place]
            if unit.mark or (self.lexicon.has("joins", unit.low) and self._subject_at(place + 1)):
                break
            if self.lexicon.has("elsewhere", unit.low) and not self._relative(place):
                return True
            if place > self.taken and self.lexicon.has("negations", unit.low):
                return True
            if unit.low.endswith("n't"):
                return place > self.taken
        before = self.units[index - 1].low if index else ""
        return self.lexicon.has("ended", before) or self._denied_after(index)

    def _subject_at(self, place: int) -> bool:
        unit = self.units[place] if place < len(self.units) else None
        return unit is not None and bool(unit.who) and not unit.owner and not unit.object

    def _relative(self, place: int) -> bool:
        """`Anna, who is sitting`: what is told of somebody in passing is so."""
        before = [unit for unit in self.units[max(0, place - 2) : place] if not unit.mark]
        return self.units[place].low in ("who", "die", "der", "qui") and bool(before) and bool(before[-1].who)

    def _denied_after(self, index: int) -> bool:
        """`setzt sich nicht`: where a language denies behind the verb."""
        for unit in self.units[index + 1 :]:
            if unit.mark or self.lexicon.has("parts", unit.low):
                return False
            if self.lexicon.has("negations-after", unit.low):
                return True
        return False

    def _first(self) -> int:
        return next((i for i, unit in enumerate(self.units) if not unit.mark), 0)

    def _clause_end(self, at: int) -> int:
        """Where what belongs to a verb ends: at a mark, a joint before another verb, or another verb."""
        for place in range(at, len(self.units)):
            unit = self.units[place]
            if unit.mark or (self.lexicon.has("parts", unit.low) and unit.low != "as"):
                joins = self.lexicon.has("joins", unit.low) and place + 1 < len(self.units)
                if not (joins and self.units[place + 1].who and not self._verb_follows(place + 2)):
                    return place
        return len(self.units)

    def _verb_follows(self, index: int) -> bool:
        return index < len(self.units) and self.units[index].low in self.lexicon.forms

    def _place(self, at: int, stop: int) -> tuple[str, str]:
        """The piece of the set that a preposition points to, and the side that is named."""
        piece = side = ""
        for place in range(at, stop):
            low = self.units[place].low
            if low in ("left", "right") and not side:
                side = low
            of = piece == "edge" and low == "of"
            if (piece and not of) or not self.lexicon.has("prepositions", low) or self.units[place].who:
                continue
            piece = ""
            for unit in self._paired(place + 1, min(place + 6, stop)):
                if unit.mark or (unit.low != low and self.lexicon.has("prepositions", unit.low)):
                    break
                piece = piece or self.lexicon.pieces.get(unit.low, "")
        return piece, side

    def _paired(self, at: int, stop: int) -> list[Unit]:
        """Words, with two that are one piece of the set as one: a notice board."""
        found: list[Unit] = []
        for place in range(at, stop):
            unit = self.units[place]
            after = self.units[place + 1].low if place + 1 < stop else ""
            pair = f"{unit.low}_{after}"
            found.append(replace(unit, low=pair) if pair in self.lexicon.pieces else unit)
        return found

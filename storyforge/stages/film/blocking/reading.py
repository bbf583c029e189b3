"""Reads a sentence of action as deeds: who does what, to whom, with which prop, at which piece of the set.

Precision first: a deed whose doer is nobody of the cast, that is denied, imagined, or only looks like one is left out.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from storyforge.stages.film.blocking.clauses import Clauses
from storyforge.stages.film.blocking.words import GAP, Effect, Form, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storyforge.stages.film.blocking.units import Unit
    from storyforge.stages.film.blocking.words import Lexicon

    PropsIn = Callable[[int, int], tuple[str, ...]]


class Deed(NamedTuple):
    """What people do. `already` is true for what holds when the sentence begins."""

    who: tuple[str, ...]
    effect: Effect
    whom: str = ""
    prop: str = ""
    at: str = ""
    already: bool = False
    side: str = ""
    """left or right, where the words say so."""
    begins: bool = False
    """They only begin to, so that the shot starts without it."""
    it: bool = False
    """What they do it with is only meant: it, them."""
    each: bool = False
    """They do it to one another."""


_IN = frozenset({"in"})
_END = frozenset({"$"})
_NEAR = 40
"""Letters within which a prop is named before the hand that holds it."""


class _Verb(NamedTuple):
    at: int
    end: int
    phrase: Phrase
    form: Form


class Sentence(Clauses):
    """One sentence being read; `last` is who a sentence without a subject is about."""

    def __init__(
        self, text: str, found: Sequence[Unit], lexicon: Lexicon, last: tuple[str, ...], props_in: PropsIn
    ) -> None:
        super().__init__(found, lexicon, last)
        self.text = text
        self.props_in = props_in
        self.deeds: list[Deed] = []
        self.done: set[str] = set()

    def read(self) -> list[Deed]:
        """All deeds in order; afterwards `subject` is who the sentence is about, if anybody."""
        self._at_a_piece()
        self._with_us()
        index = 0
        while index < len(self.units):
            index = self._at(index)
        self._in_hand()
        return self.deeds

    def _at(self, index: int) -> int:
        unit = self.units[index]
        if unit.mark or unit.who:
            if unit.who and not unit.owner and not unit.object and self._leads(index):
                self.subject = self._joined(index)
            return index + 1
        verb = self._verb(index)
        if verb is not None:
            self._deed(verb)
            self.taken = verb.end - 1
            return verb.end
        self._state(index)
        return index + 1

    def _verb(self, index: int) -> _Verb | None:
        unit = self.units[index]
        for base, form in self.lexicon.forms.get(unit.low, ()):
            if not self._is_verb(index, form):
                continue
            missed = self.lexicon.misses.get(base)
            if missed and missed.match(self._words_after(unit)):
                continue
            for phrase in self.lexicon.verbs[base]:
                end = self._follows(phrase, index + 1)
                if end:
                    return _Verb(index, end, phrase, form)
        return None

    def _words_after(self, unit: Unit) -> str:
        return self.text[unit.end :].replace("’", "'")

    def _is_verb(self, index: int, form: Form) -> bool:
        before = self.units[index - 1] if index else None
        if before is not None and not before.mark:
            if before.owner or self.lexicon.has("possessive", before.low):
                return False
            if self.lexicon.has("determiners", before.low) and not before.who:
                return False
        if form == "past":
            return any(self.lexicon.has("perfect", unit.low) for unit in self.units[max(0, index - 3) : index])
        if form == "plural":
            return self._is_inverted(index) or self._plural_verb(index, before)
        return form == "ing" or self._reaches_subject(index)

    def _plural_verb(self, index: int, before: Unit | None) -> bool:
        if before is not None and before.low == "to":
            earlier = self.units[index - 2].low if index > 1 else ""
            return self.lexicon.has("begins", earlier)
        return self._reaches_subject(index) and len(self._doers(index)[0]) > 1

    def _follows(self, phrase: Phrase, at: int) -> int:
        """Where a phrase ends, 0 where it does not stand here."""
        place = at
        gap = False
        while phrase.rest and phrase.rest[0] and place < len(self.units) and self._is_manner(place, phrase.rest[0]):
            place += 1
        for wanted in phrase.rest:
            if wanted is None:
                gap = True
                continue
            if wanted == _END:
                return place if self._ends(place) else 0
            stop = place + (GAP + 1 if gap else 1)
            place = next((i for i in range(place, min(stop, len(self.units))) if self._is(i, wanted)), -1) + 1
            if not place or (gap and any(unit.mark for unit in self.units[at:place])):
                return 0
            gap = False
        last = phrase.rest[-1] if phrase.rest else None
        return 0 if last == _IN and self._goes_on(place) else place

    def _ends(self, index: int) -> bool:
        """Whether a clause ends at a place."""
        unit = self.units[index] if index < len(self.units) else None
        return unit is None or unit.mark or self.lexicon.has("parts", unit.low)

    def _goes_on(self, index: int) -> bool:
        """Whether `in` is not where somebody goes but how: `walks in his lee`, `comes in handy`."""
        if index >= len(self.units):
            return False
        return self.lexicon.has("how", self.units[index].low) or self.units[index].owner

    def _is_manner(self, index: int, wanted: frozenset[str]) -> bool:
        """Whether a word says how: `looks slowly at`, `turns back to`."""
        low = self.units[index].low
        return low not in wanted and (low.endswith("ly") or self.lexicon.has("manner", low))

    def _is(self, index: int, wanted: frozenset[str]) -> bool:
        return self.units[index].low in wanted

    def _deed(self, verb: _Verb) -> None:
        who, named = self._doers(verb.at, loose=verb.form == "ing")
        who = self._inverted(verb) or who
        if not who and verb.form == "ing" and verb.at == self._first():
            who = self._next_named(verb.end)
        if named and verb.form != "ing":
            self.subject = who
        passed = verb.form == "past" and verb.phrase.effect.going in ("in", "out")
        if not who or passed or self._denied(verb.at):
            return
        self._add(who, verb.phrase.effect, verb.at, verb.end, already=self._already(who, verb))
        if self._begun(verb.at):
            self.deeds[-1] = self.deeds[-1]._replace(begins=True)

    def _inverted(self, verb: _Verb) -> tuple[str, ...]:
        """`Enter Merriman and the Nurse`: the old way of the stage."""
        if self._is_inverted(verb.at):
            return self._next_named(verb.end)
        return self._behind(verb) if self.lexicon.inverts else ()

    def _behind(self, verb: _Verb) -> tuple[str, ...]:
        """The subject straight behind a verb, where nobody stands before it: `Dann setzt sich Anna`."""
        fronted = False
        for place in range(verb.at - 1, self.taken, -1):
            unit = self.units[place]
            if unit.mark or self.lexicon.has("parts", unit.low):
                break
            if unit.who:
                return ()
            fronted = True
        if not fronted:
            return ()
        after = self.units[verb.at + 1 : verb.at + 3]
        return next((unit.who for unit in after if unit.who and not unit.object and not unit.owner), ())

    def _is_inverted(self, index: int) -> bool:
        low = self.units[index].low
        opens = index == 0 or self.units[index - 1].mark
        return opens and any(self.lexicon.has(f"inverted-{way}", low) for way in ("enter", "exit"))

    def _next_named(self, at: int) -> tuple[str, ...]:
        first = next((i for i in range(at, len(self.units)) if self.units[i].who), -1)
        if first < 0:
            return ()
        last = first
        while last + 2 < len(self.units) and self.units[last + 2].who and self._joint(last + 1):
            last += 2
        self.subject = tuple(dict.fromkeys(s for i in range(first, last + 1, 2) for s in self.units[i].who))
        return self.subject

    def _joint(self, index: int) -> bool:
        return self.units[index].low == "," or self.lexicon.has("joins", self.units[index].low)

    def _already(self, who: tuple[str, ...], verb: _Verb) -> bool:
        if verb.form == "past":
            return True
        return verb.form == "ing" and not self._begun(verb.at) and not self.done & set(who)

    def _begun(self, at: int) -> bool:
        return any(self.lexicon.has("begins", unit.low) for unit in self.units[max(0, at - 2) : at])

    def _state(self, index: int) -> None:
        """A word that says how somebody is or feels: seated, asleep, angry."""
        low = self.units[index].low
        pair = f"{low}_{self.units[index + 1].low}" if index + 1 < len(self.units) else ""
        effect = self.lexicon.states.get(pair) or self.lexicon.states.get(low)
        feeling = self.lexicon.feelings.get(pair) or self.lexicon.feelings.get(low)
        if effect is None and feeling is None:
            return
        before = self.units[index - 1] if index else None
        if before is not None and (before.owner or self.lexicon.has("determiners", before.low)):
            return
        who, _ = self._doers(index, loose=True)
        if not who or self._denied(index):
            return
        if effect is not None:
            self._add(who, effect, index, index + 1, already=not self.done & set(who))
        elif feeling is not None:
            felt = Effect(f"feels {feeling}", feels=feeling)
            self.deeds.append(Deed(who, felt, already=not self.done & set(who)))

    def _add(self, who: tuple[str, ...], effect: Effect, at: int, end: int, *, already: bool) -> None:
        stop = self._clause_end(end)
        after = self.units[at:stop]
        whom = next((unit.who for unit in after if unit.who and not set(unit.who) & set(who)), ())
        each = any(a.low in ("each", "one") and b.low in ("other", "another") for a, b in pairwise(after))
        props = self.props_in(self.units[at].start, self.units[stop - 1].end)
        at_piece, side = self._place(at + 1, stop)
        who = (*who, *whom[:1]) if effect.both else who
        self.deeds.append(
            Deed(
                who,
                effect,
                whom[0] if whom else "",
                props[0] if props else "",
                effect.at or at_piece,
                already,
                side,
                it=any(self.lexicon.has("it", unit.low) for unit in after),
                each=each,
            )
        )
        if not already:
            self.done |= set(who)
        if effect.going:
            self._brings(who, at, stop)

    def _brings(self, who: tuple[str, ...], at: int, stop: int) -> None:
        """Who comes or goes with a prop has it in hand."""
        taken = next((unit for unit in self.units[at:stop] if self.lexicon.has("with", unit.low)), None)
        things = self.props_in(taken.end, self.units[stop - 1].end) if taken else ()
        if things:
            self.deeds.insert(-1, Deed(who[:1], self.lexicon.effects["hold"], prop=things[0], already=True))

    def _in_hand(self) -> None:
        """`a letter in her hand`: what somebody holds as the sentence begins."""
        for match in self.lexicon.in_hand.finditer(self.text):
            things = self.props_in(max(0, match.start() - _NEAR), match.start())
            handled = any(deed.effect.prop for deed in self.deeds)
            if things and self.subject and not handled:
                self.deeds.append(Deed(self.subject[:1], self.lexicon.effects["hold"], prop=things[-1], already=True))

    def _with_us(self) -> None:
        """`We move with Anna and Boris`: they walk as the shot begins."""
        lows = [unit.low for unit in self.units[:3]]
        if len(lows) > 2 and lows[0] == "we" and self.lexicon.has("going-with-us", lows[1]) and not self.units[1].who:
            who = self._next_named(2)
            if who:
                self.deeds.append(Deed(who, self.lexicon.effects["walk"], already=True))

    def _at_a_piece(self) -> None:
        """`At the window: ANNA, 40` and `By the door, Boris.`: where somebody is, without a verb."""
        first = self.units[0] if self.units else None
        if first is None or first.mark or first.who or not self.lexicon.has("prepositions", first.low):
            return
        stop = next((i for i, unit in enumerate(self.units) if unit.mark), 0)
        if not stop or stop + 1 >= len(self.units) or self.units[stop].low not in (":", ","):
            return
        named, after = self.units[stop + 1], self.units[stop + 2 : stop + 3]
        alone = self.units[stop].low == ":" or not after or after[0].mark
        piece, side = self._place(0, stop)
        if piece and named.who and not named.owner and alone:
            self.deeds.append(Deed(named.who, self.lexicon.effects["wait"], at=piece, already=True, side=side))

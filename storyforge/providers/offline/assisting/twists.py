"""The rule `twists`: questions that a story's own facts ask, each of a known kind; never an invention."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, zip_longest
from typing import TYPE_CHECKING

from storyforge.formats.prose import sentences
from storyforge.providers.offline.assisting.lexicon import lexicon
from storyforge.tasks.assist import TWISTS, Twist, TwistsOutput
from storyforge.tasks.gaps import without_gaps
from storyforge.tasks.tokens import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.tasks.assist import TwistKind, TwistsContext
    from storyforge.tasks.facts import Unit

QUOTE = 28
"""Tokens of a beat that a question quotes."""


@dataclass(frozen=True)
class _Story:
    """The facts of a story, by what twists grow from."""

    context: TwistsContext

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Beats or scenes in order."""
        return self.context.units

    @cached_property
    def order(self) -> dict[str, int]:
        """Id -> its place."""
        return {unit.id: row for row, unit in enumerate(self.units)}

    @cached_property
    def last(self) -> Unit:
        """Where a twist pays off that nothing later is known of."""
        return self.units[-1]

    def of(self, name: str) -> Unit:
        """A beat or scene."""
        return self.units[self.order[name]]

    def before(self, unit: Unit) -> Unit:
        """The one before, where something is set up; the first has none but itself."""
        return self.units[max(0, self.order[unit.id] - 1)]

    def saying(self, kind: str) -> Iterator[tuple[Unit, str]]:
        """Beats with the sentence that has a word of a list, the first of each."""
        pattern = lexicon(self.context.brief.language).pattern(kind)
        for unit in self.units:
            told = next((s for s in sentences(unit.text, self.context.brief.language) if pattern.search(s)), "")
            if told:
                yield unit, told

    def who(self, unit: Unit, told: str) -> str:
        """Who a sentence names first, of those who are in the beat; else the first of them."""
        there = [(told.casefold().find(name.casefold()), name) for name in unit.people]
        return min((each for each in there if each[0] >= 0), default=(0, next(iter(unit.people), "")))[1]


def twists(context: TwistsContext) -> TwistsOutput:
    """As many questions as are asked for and the facts allow, each kind in turn; first those that touch `at`."""
    # A beat that is still a question says nothing that could be turned.
    told = tuple(unit for unit in context.units if without_gaps(unit.text).strip(" ."))
    if not told:
        return TwistsOutput(twists=())
    story = _Story(context.model_copy(update={"units": told}))
    by_kind = [list(_FINDERS[kind](story)) for kind in TWISTS]
    dealt = [twist for row in zip_longest(*by_kind) for twist in row if twist is not None]
    if context.at:
        dealt = [twist for twist in dealt if context.at in twist.touches]
    found: dict[str, Twist] = {}
    for twist in dealt:
        found.setdefault(twist.text, twist)
    return TwistsOutput(twists=tuple(found.values())[: context.count])


def _says(unit: Unit, told: str = "") -> str:
    return f"{unit.id} says “{shortened(told or unit.text, QUOTE).rstrip('.')}”"


def _twist(kind: TwistKind, story: _Story, text: str, units: Sequence[Unit], setup: str) -> Twist:
    """A question about some beats, set up before the first that it touches."""
    ordered = sorted({unit.id: unit for unit in units}.values(), key=lambda unit: story.order[unit.id])
    return Twist(
        kind=kind,
        text=text,
        touches=tuple(unit.id for unit in ordered),
        setup=setup,
        setup_in=story.before(ordered[0]).id,
    )


def _hidden_identity(story: _Story) -> Iterator[Twist]:
    """Whoever comes late or seldom could be somebody else; those first whom the text introduces."""
    most = max(2, len(story.units) // 4)
    seldom = [p for p in story.context.people if 1 <= len(p.units) <= most and p.role != "group" and p.first]
    for person in sorted(seldom, key=lambda person: not person.introduced):
        there = [story.of(name) for name in person.units if name in story.order]
        if not there:
            continue
        first, last = there[0], there[-1]
        said = f"{first.id} says “{shortened(person.first or first.text, QUOTE).rstrip('.')}”"
        text = f"{said}; who could {person.name} be other than that, and what would {story.last.id} then mean?"
        setup = f"Somebody sees {person.name} and nearly knows them, or something of theirs has another name on it."
        yield _twist("hidden identity", story, text, (first, last, story.last), setup)


def _wrong_assumption(story: _Story) -> Iterator[Twist]:
    for unit, told in story.saying("assumes"):
        if unit is not story.last and not told.rstrip(" ”\"'").endswith("?"):
            text = f"{_says(unit, told)}; what if that is not so, who knows it, and in which beat is it found out?"
            setup = "Something that does not fit is seen, and has a harmless reason."
            yield _twist("wrong assumption", story, text, (unit, story.last), setup)
    middle = story.units[len(story.units) // 2]
    text = f"Everything behind {middle.id} rests on “{shortened(middle.text, QUOTE)}”; what if it only looks like that?"
    yield _twist(
        "wrong assumption", story, text, (middle, story.last), "The same thing is seen once from another side."
    )


def _hidden_motive(story: _Story) -> Iterator[Twist]:
    for unit, told in story.saying("helps"):
        who = story.who(unit, told)
        if who:
            gains = f"what does {who} gain by it that nobody knows, and who pays for it in {story.last.id}?"
            text = f"{_says(unit, told)}; {gains}"
            setup = f"{who} asks for something, or keeps something, before there is a reason to."
            yield _twist("hidden motive", story, text, (unit, story.last), setup)


def _reversed_alliance(story: _Story) -> Iterator[Twist]:
    """Two who are together most often may be on two sides."""
    together = Counter(pair for unit in story.units for pair in combinations(unit.people, 2))
    for (one, other), count in together.most_common(3):
        if count < 2:
            continue
        there = [unit for unit in story.units if one in unit.people and other in unit.people]
        where = f"{one} and {other} are together in {_listed(there)}"
        text = f"{where}; in which of them is {other} against {one}, and why only then?"
        setup = f"{other} is alone once, and does something that {one} is not told."
        yield _twist("reversed alliance", story, text, (there[0], there[-1]), setup)


def _listed(units: Sequence[Unit]) -> str:
    ids = [unit.id for unit in units]
    return ", ".join(ids) if len(ids) < 4 else f"{ids[0]}, {ids[1]} and {len(ids) - 2} more, to {ids[-1]}"


def _changes_hands(story: _Story) -> Iterator[Twist]:
    """Things that come back, those first that are in most beats, with the words that show them first."""
    for thing in sorted(story.context.things, key=lambda thing: -len(thing.units)):
        there = [story.of(name) for name in thing.units if name in story.order]
        if not there:
            continue
        first, last = there[0], there[-1] if len(there) > 1 else story.last
        quote = thing.quote or first.text
        holder = next((p.name for p in story.context.people if p.name.casefold() in quote.casefold()), "")
        others = [p.name for p in story.context.people if p.name != holder and p.role != "group" and p.first][:3]
        who = f" ({', '.join(others)})" if others else ""
        has = f"{holder} has" if holder else "somebody has"
        text = (
            f"{first.id} says “{shortened(quote, QUOTE).rstrip('.')}”: {has} the {thing.name.lower()}; who else{who} "
            f"could have had it before, and what would {last.id} then mean?"
        )
        setup = f"The {thing.name.lower()} is out of everyone's sight once."
        yield _twist("object changes hands", story, text, (first, last), setup)


def _unreliable_witness(story: _Story) -> Iterator[Twist]:
    for unit, told in story.saying("tells"):
        who = story.who(unit, told)
        if who:
            asked = f"what if {who} did not see it so, or leaves a part out: which, and for whose sake?"
            text = f"{_says(unit, told)}; {asked}"
            setup = f"What {who} tells is seen for a moment, and one thing in it is other than told."
            yield _twist("unreliable witness", story, text, (unit, story.last), setup)


def _past_returns(story: _Story) -> Iterator[Twist]:
    """Whoever and whatever is gone after the first third may come back."""
    early = max(1, len(story.units) // 3)
    gone = [(person.name, person.units, person.last) for person in story.context.people]
    gone += [(f"the {thing.name.lower()}", thing.units, thing.quote) for thing in story.context.things]
    for name, units, quote in gone:
        there = [unit for unit in units if unit in story.order]
        if there and story.order[there[-1]] < early < len(story.units) - 1:
            unit = story.of(there[-1])
            alone = f"{_says(unit, quote)}, and {name} is not seen again"
            seen = alone if len(there) == 1 else f"{unit.id} is the last to have {name}"
            text = f"{seen}; what would bring {name} back in {story.last.id}?"
            setup = f"Somebody who should have forgotten names {name} once more in the middle."
            yield _twist("the past returns", story, text, (unit, story.last), setup)
    first = story.units[0]
    text = f"{_says(first)}; what happened right before that, who still knows it, and who tells it in {story.last.id}?"
    yield _twist("the past returns", story, text, (first, story.last), "A trace of it is seen in the first picture.")


_FINDERS = {
    "hidden identity": _hidden_identity,
    "wrong assumption": _wrong_assumption,
    "hidden motive": _hidden_motive,
    "reversed alliance": _reversed_alliance,
    "object changes hands": _changes_hands,
    "unreliable witness": _unreliable_witness,
    "the past returns": _past_returns,
}

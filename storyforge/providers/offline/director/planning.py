"""All that is known of a scene before it is cut: atoms, who is there, who speaks to whom, and what is at stake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.providers.offline.director.addressee import ALL, Address, addressees
from storyforge.providers.offline.director.lexicon import Lexicon, lexicon
from storyforge.providers.offline.director.notes import is_note, is_open_note
from storyforge.providers.offline.director.numbers import Numbers, numbers
from storyforge.providers.offline.director.read import Reading, read
from storyforge.providers.offline.director.turn import Stakes, stakes
from storyforge.tasks.names import Names, compile_names
from storyforge.tasks.sides import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.providers.offline.director.atoms import Atom, Draft
    from storyforge.tasks.shots import PropNamed, ShotsContext

_LONGER = {"brisk": "standard", "standard": "long", "long": "long"}
_ABSENT = Address()


@dataclass(frozen=True)
class Plan:
    """A scene, read.

    `ends` gives the end of the line each person is at, where people speak who are not in one place.
    """

    context: ShotsContext
    words: Lexicon
    numbers: Numbers
    names: Names
    atoms: tuple[Atom, ...]
    present: tuple[str, ...]
    addresses: Mapping[int, Address]
    stakes: Stakes
    standing: Standing
    ends: Mapping[str, int]
    props: Mapping[str, PropNamed]
    display: Mapping[str, str]
    groups: frozenset[str]
    first_view: int
    callers: frozenset[str]
    first_seen: Mapping[str, int]

    def arrives(self, slug: str) -> bool:
        """Whether somebody comes into the scene, and so is not there when it opens."""
        first = self.atoms[self.first_seen.get(slug, 0)]
        return first.is_act and first.who == slug and first.has("enter", "comes_in")

    @property
    def mode(self) -> str:
        """How the scene is covered."""
        return self.context.mode

    def apart(self, one: str, other: str) -> bool:
        """Whether two people are at different ends of a line and can't share a frame."""
        return bool(self.ends) and self.ends.get(one, 0) != self.ends.get(other, 0)

    def may_share(self, one: str, other: str) -> bool:
        """Whether two people can be seen in one frame."""
        return bool(one and other) and one in self.present and other in self.present and not self.apart(one, other)

    def address(self, atom: Atom) -> Address:
        """Whom a piece of speech is spoken to."""
        return self.addresses.get(atom.index, _ABSENT)

    def points(self, draft: Draft) -> float:
        """The highest stakes in a draft."""
        return max((self.stakes.points[atom.index] for atom in draft.atoms), default=0.0)

    def has_turn(self, draft: Draft) -> bool:
        """Whether a turn is in a draft."""
        return any(atom.index in self.stakes.turns for atom in draft.atoms)

    def is_hot(self, draft: Draft) -> bool:
        """Whether a draft is near a turn."""
        return any(atom.index in self.stakes.hot for atom in draft.atoms)


def plan(context: ShotsContext) -> Plan:
    """Read a scene."""
    words = lexicon(context.language)
    pace = _LONGER[context.pace] if context.mode == "found-footage" else context.pace
    table = numbers(pace)
    reading = read(context, words, table)
    names = compile_names(context.cast, words.staging)
    present = _present(context, reading.atoms)
    on_line = reading.phone or reading.intercut
    addresses = addressees(reading.atoms, present, names, words, on_line=on_line)
    return Plan(
        context=context,
        words=words,
        numbers=table,
        names=names,
        atoms=reading.atoms,
        present=present,
        addresses=addresses,
        stakes=stakes(reading.atoms, words, table.tension),
        standing=standing(context.pieces, context.cast, context.sides, context.language),
        ends=_ends(reading, present, addresses) if on_line else {},
        callers=_callers(reading, addresses),
        first_view=_first_view(reading.atoms),
        first_seen=_first_seen(reading.atoms),
        props={prop.id: prop for prop in context.props},
        groups=frozenset(member.id for member in context.cast if member.group),
        display={ALL: "all", **{member.id: member.name for member in context.cast}},
    )


def _callers(reading: Reading, addresses: Mapping[int, Address]) -> frozenset[str]:
    """Who speaks through a telephone, or is spoken to through one; in an intercut everybody who speaks."""
    says = [atom for atom in reading.atoms if atom.kind == "say"]
    if reading.intercut:
        return frozenset(atom.who for atom in says)
    calls = [atom for atom in says if atom.has("phone")]
    return frozenset(slug for atom in calls for slug in (atom.who, addresses[atom.index].to) if slug)


def _first_view(atoms: Sequence[Atom]) -> int:
    """The index of the first sentence of action that is no camera note, nor the content of one: it shows the place.

    A scene that opens on a detail may show its place only after the first words.
    """
    shown, spoken = -1, False
    for atom in atoms:
        if not atom.is_act and not is_note(atoms[0]):
            break
        spoken = spoken or not atom.is_act
        if is_note(atom):
            shown = atom.piece + is_open_note(atom)
        elif atom.is_act and atom.piece > shown and not (spoken and atom.who):
            return atom.index
    return -1


def _first_seen(atoms: Sequence[Atom]) -> dict[str, int]:
    """Who -> index of the first atom in which they act, speak on screen or are named."""
    found: dict[str, int] = {}
    for atom in atoms:
        for slug in () if atom.heard else (atom.who, *atom.names):
            found.setdefault(slug, atom.index)
    return found


def _present(context: ShotsContext, atoms: Sequence[Atom]) -> tuple[str, ...]:
    """Who is seen, by first appearance: those who act or speak on screen; no crowds, nobody who is only spoken of."""
    out = {member.id for member in context.cast if member.group or not member.present}
    seen = (
        slug
        for atom in atoms
        if not (atom.heard or atom.crowd)
        for slug in ((atom.who,) if not atom.is_act else (atom.who, *atom.names))
    )
    return tuple(slug for slug in dict.fromkeys(seen) if slug and slug not in out)


def _ends(reading: Reading, present: tuple[str, ...], addresses: Mapping[int, Address]) -> dict[str, int]:
    """The end of the line each person is at.

    Who is spoken to through a telephone is there, and so is one who speaks but is never in the action; all others
    are here. In an intercut everyone has an end of their own, but for those who are named in one sentence.
    """
    acts = [atom for atom in reading.atoms if atom.is_act]
    if reading.intercut and len(present) == 2:
        ends = {slug: place for place, slug in enumerate(present)}
    else:
        here = {slug for atom in acts for slug in (*atom.names, atom.who)}
        calls = [atom for atom in reading.atoms if atom.kind == "say" and atom.has("phone")]
        called = {addresses[atom.index].to for atom in calls} - {atom.who for atom in calls}
        ends = {slug: int(slug not in here or slug in called) for slug in present}
    for atom in acts:
        together = [slug for slug in atom.names if slug in ends]
        for slug in together[1:]:
            ends[slug] = ends[together[0]]
    return ends

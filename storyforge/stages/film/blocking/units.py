"""A sentence as units: people, words and marks, with names and pronouns resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.stages.film.blocking.words import Lexicon
    from storyforge.tasks.names import Names

_UNIT = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[,;:.!?()—–…]|--+")
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?|«[^»]*»?|„[^“”]*[“”]?")
REMEMBERED = 8
"""How many people a pronoun can look back to."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A person (`who`), a word, or a mark. An `owner` is a person of whom only something is meant."""

    low: str
    start: int
    end: int
    who: tuple[str, ...] = ()
    owner: bool = False
    object: bool = False
    mark: bool = False


@dataclass
class Memory:
    """Whom a pronoun may mean: `recent` by their last mention, `subject` the one the last sentence was about."""

    pronouns: Mapping[str, str]
    groups: frozenset[str]
    recent: list[str] = field(default_factory=list)
    subject: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    """Who is seen in this shot."""

    def met(self, people: Sequence[str]) -> None:
        """Move people to the front, the first foremost."""
        for slug in reversed(people):
            if slug in self.recent:
                self.recent.remove(slug)
            self.recent.insert(0, slug)
        del self.recent[REMEMBERED:]

    def meant(self, kind: str, within: Sequence[str], besides: Sequence[str]) -> tuple[str, ...]:
        """Who `he` or `she` means: of this sentence, the last one's subject, then the last named; those seen first."""
        order = [*within, *self.subject, *self.recent, *self.here]
        order = [slug for slug in dict.fromkeys(order) if slug not in besides and slug not in self.groups]
        seen = [slug for slug in order if slug in self.here]
        near = [slug for slug in (*within, *self.subject) if slug in seen]
        for people in (near, seen, order):
            for wanted in (kind, "unknown"):
                fitting = [slug for slug in people if self.pronouns.get(slug, "unknown") == wanted]
                if fitting:
                    return (fitting[0],)
        return ()

    def together(self, within: Sequence[str]) -> tuple[str, ...]:
        """Who `they` are: two or more of this sentence or the last, a group, else those seen if there are two."""
        many = next((s for s in (*within, *self.subject, *self.recent) if self._plural(s)), "")
        for people in (tuple(dict.fromkeys(within)), self.subject):
            if len(people) > 1:
                return people
        if many and (not self.here or many in self.here):
            return (many,)
        return self.here if len(self.here) == 2 else ()

    def _plural(self, slug: str) -> bool:
        return slug in self.groups or self.pronouns.get(slug) == "they"


def units(text: str, names: Names, lexicon: Lexicon, memory: Memory) -> list[Unit]:
    """The units of one sentence in order; what is quoted is left out."""
    text = _QUOTED.sub(lambda match: " " * len(match[0]), text).replace("’", "'")
    named = names.find(text)
    found: list[Unit] = []
    within: list[str] = []
    at = 0
    for match in _UNIT.finditer(text):
        while at < len(named) and named[at].end <= match.start():
            at += 1
        if at < len(named) and named[at].start <= match.start():
            mention = named[at]
            if match.start() == mention.start or not (found and found[-1].who and found[-1].end > match.start()):
                if found and lexicon.has("articles", found[-1].low):
                    found.pop()
                found.append(Unit("", mention.start, max(mention.end, match.end()), (mention.id,), mention.owner))
                within.append(mention.id)
            continue
        found.append(_unit(match, lexicon, memory, within, found))
    return [_owned(unit, after, lexicon) for unit, after in zip_longest(found, found[1:])]


def _owned(unit: Unit, after: Unit | None, lexicon: Lexicon) -> Unit:
    """`her` before a noun means what is hers."""
    if not unit.object or after is None or after.mark or not lexicon.has("possessive", unit.low):
        return unit
    return unit if lexicon.has("stops", after.low) or after.who else replace(unit, owner=True, object=False)


def _unit(match: re.Match[str], lexicon: Lexicon, memory: Memory, within: list[str], before: list[Unit]) -> Unit:
    low = match[0].lower()
    place = match.span()
    if not low[0].isalnum():
        return Unit(low, *place, mark=True)
    stem = low.partition("'")[0]
    if lexicon.has("subjective", stem):
        people = _meant(stem, lexicon, memory, within)
        return Unit(low, *place, people) if people else Unit(low, *place)
    if lexicon.has("everyone", low):
        return Unit(low, *place, memory.here)
    if lexicon.has("objective", low):
        doing = next((unit.who for unit in reversed(before) if unit.who and not unit.object and not unit.owner), ())
        kind = lexicon.pronoun(low)
        people = memory.together(within) if kind == "they" else memory.meant(kind, within, doing)
        return Unit(low, *place, tuple(p for p in people if p not in doing), object=True)
    return Unit(low, *place)


def _meant(word: str, lexicon: Lexicon, memory: Memory, within: list[str]) -> tuple[str, ...]:
    kind = lexicon.pronoun(word)
    return memory.together(within) if kind == "they" else memory.meant(kind, within, ())

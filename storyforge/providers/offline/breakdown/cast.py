"""The people of a script: who speaks, under which names, and what the author has defined."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.model.cast import name_key
from storyforge.providers.offline.breakdown.names import people
from storyforge.providers.offline.breakdown.reading import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.model.assets import CharacterDefinition, Definitions, Mention
    from storyforge.providers.offline.breakdown.lexicon import Lexicon
    from storyforge.providers.offline.breakdown.reading import Passage, Spoken


def head_of(words: list[str], lexicon: Lexicon) -> list[str]:
    """A name up to its first preposition: `MEN` of `MEN IN OILSKINS`."""
    place = next((i for i, word in enumerate(words) if i and lexicon.has("stops", word)), len(words))
    return words[:place]


NOWHERE = Place(1 << 30, 0)
"""After everything: the place of what is defined and never seen."""


@dataclass(eq=False)
class Person:
    """What is gathered of one person while the script is read."""

    key: str
    forms: Counter[str] = field(default_factory=Counter)
    aliases: dict[str, None] = field(default_factory=dict)
    first: tuple[int, ...] = NOWHERE
    speeches: int = 0
    spoken: int = 0
    scenes: dict[int, str] = field(default_factory=dict)
    speaks_in: set[int] = field(default_factory=set)
    named: int = 0
    heard: int = 0
    may_be: dict[str, Person] = field(default_factory=dict)
    group: bool = False
    doubtful: bool = False
    introduced: Passage | None = None
    age: str = ""
    looks: list[str] = field(default_factory=list)
    genders: Counter[str] = field(default_factory=Counter)
    mentions: list[Mention] = field(default_factory=list)
    definition: CharacterDefinition | None = None

    @property
    def name(self) -> str:
        """The defined name, else the one most often written, the first of equals."""
        if self.definition:
            return self.definition.name
        return max(self.forms, key=lambda form: self.forms[form]) if self.forms else self.key

    def be_at(self, at: Place, number: str, offset: int = 0) -> None:
        """Note that the person is in a scene; `offset` tells who is named first in a paragraph."""
        self.first = min(self.first, (*at, offset))
        self.scenes.setdefault(at.scene, number)


class Cast:
    """All people by folded name."""

    def __init__(self, lexicon: Lexicon, definitions: Definitions) -> None:
        self.lexicon = lexicon
        self.people: list[Person] = []
        self._by_key: dict[str, Person] = {}
        for definition in definitions.characters:
            person = self.add(definition.name)
            person.definition = definition
            for alias in definition.aliases:
                self.call(person, alias)

    def find(self, name: str) -> Person | None:
        """Who has this name."""
        return self._by_key.get(name_key(name))

    def add(self, name: str) -> Person:
        """The person of this name, a new one where there is none."""
        key = name_key(name)
        person = self._by_key.get(key)
        if person is None:
            person = self._by_key[key] = Person(key)
            self.people.append(person)
        return person

    def call(self, person: Person, alias: str) -> None:
        """Give a person another name, unless somebody has it."""
        if self._by_key.setdefault(name_key(alias), person) is person:
            person.aliases.setdefault(alias)

    def hear(self, speeches: Iterable[Spoken]) -> None:
        """Take in the speakers of all speeches."""
        heard = [(speech, people(speech.cue, self.lexicon)) for speech in speeches]
        times = Counter(name_key(name) for _, names in heard for name in names)
        for speech, names in heard:
            for name in names:
                known = name_key(name) in self._by_key
                person = self._speaks(name, speech, len(names))
                person.doubtful = person.doubtful if known else not self._is_name(name, times)

    def _is_name(self, name: str, times: Counter[str]) -> bool:
        """A shout, or a word of the page such as LATER, is hardly a person unless it comes up three times."""
        often = times[name_key(name)] > 2
        return often or not (self.lexicon.shouts(name) or self.lexicon.labels(name) or len(name.split()) > 6)

    def _speaks(self, name: str, speech: Spoken, among: int) -> Person:
        person = self.add(name)
        person.forms[name] += 1
        person.speeches += 1
        person.heard += speech.heard
        person.spoken += speech.size // among
        person.speaks_in.add(speech.at.scene)
        person.be_at(speech.at, speech.number)
        person.group = person.group or self.is_group(name)
        return person

    def is_group(self, name: str) -> bool:
        """Whether one cue stands for several people: `ALL`, `THE OTHERS`, `GUARDS`."""
        words = name_key(name).split()
        if any(word in self.lexicon.set("groups") for word in (words[0], words[-1])):
            return True
        head = head_of(words, self.lexicon)[-1]
        lemma = self.lexicon.nouns.lemma(head)
        return lemma != head and "'" not in head and self.lexicon.person_noun(lemma)

    def other_names(self, person: Person) -> tuple[str, ...]:
        """Aliases: defined ones, found ones, and written forms that differ in more than case."""
        defined = person.definition.aliases if person.definition else ()
        known = {person.name.casefold()}
        found = []
        for name in (*defined, *person.aliases, *person.forms):
            if name.casefold() not in known:
                known.add(name.casefold())
                found.append(name)
        return tuple(found)

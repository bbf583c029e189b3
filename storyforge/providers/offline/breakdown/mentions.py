"""Where people are named, which pronouns go with them, and what is said of them later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.model.assets import Mention
from storyforge.model.cast import name_key
from storyforge.providers.offline.breakdown.names import written
from storyforge.providers.offline.named import Hit, NameIndex, single_words

if TYPE_CHECKING:
    from storyforge.providers.offline.breakdown.cast import Cast, Person
    from storyforge.providers.offline.breakdown.introductions import Introductions
    from storyforge.providers.offline.breakdown.reading import Passage, Place, Reading

# Two words or more in quotes: one alone is a nickname, as in `SUZANNE "SUZIE" ORTEGA`.
_QUOTED = re.compile(r'"[^"]*\s[^"]*"')

CLEAR = 0.75
"""Share of the evidence that must go one way before pronouns count as learnt."""

ESTABLISHED = 6
"""Evidence all one way that a sentence to the contrary can't shake: it is about somebody else."""

STRONG, WEAK = 3, 1
"""A pronoun as subject or reflexive is strong evidence; `takes her hand` may be about somebody else."""


def name_index(cast: Cast) -> NameIndex[Person]:
    """All names of the cast, with and without article, and words that stand for one of them."""
    lexicon = cast.lexicon
    names: dict[str, Person] = {}
    loose = []
    for person in cast.people:
        for name in (person.name, *cast.other_names(person)):
            bare = name_key(name)
            names.setdefault(name, person)
            names.setdefault(bare, person)
            if name.islower() or (lexicon and lexicon.person_noun(bare.split()[-1])):
                loose += [name, bare]
    several = [person for person in cast.people if not person.group and not person.doubtful]
    for word, person in single_words(((p, (p.key, *map(name_key, p.aliases))) for p in several), lexicon.dull).items():
        names.setdefault(word, person)
    return NameIndex(names, loose=loose, endings=lexicon.lists.get("endings"))


class Mentions:
    """Walks over the action once the cast is known."""

    def __init__(self, cast: Cast, introductions: Introductions) -> None:
        self.cast = cast
        self.lexicon = cast.lexicon
        self.introductions = introductions
        self.index = name_index(cast)
        self._objects: set[str] = set()

    def gather(self, reading: Reading) -> None:
        """Fill in mentions, scenes, later looks and pronouns."""
        current: Person | None = None
        before: Passage | None = None
        told_at: Place | None = None
        for passage in reading.passages:
            if before is None or before.at.scene != passage.at.scene:
                current = None
            hits = self._hits(passage)
            self._learn(passage, hits, current if told_at == passage.at else None)
            looks = {id(hit.owner): len(hit.owner.looks) for hit in hits}
            going_on, counted = current, len(current.looks) if current else 0
            current = self.introductions.follow(passage, hits, current)
            told_at = passage.at if hits else told_at
            for hit in hits:
                self._note(passage, hit, describes=len(hit.owner.looks) > looks[id(hit.owner)])
            if going_on and not hits and len(going_on.looks) > counted:
                going_on.mentions.append(Mention(scene=passage.number, quote=passage.quote, describes=True))
            before = passage

    def _hits(self, passage: Passage) -> list[Hit[Person]]:
        """The names in a sentence; what is written on something (`the back says "Cal and me"`) names nobody present."""
        text = _QUOTED.sub(lambda match: " " * len(match.group()), passage.text)
        return [hit for hit in self.index.find(text) if not self._doubtful(passage, hit)]

    def _doubtful(self, passage: Passage, hit: Hit[Person]) -> bool:
        """A name that is a word at the start of a sentence, or `the driver` where no driver has been in the scene."""
        if hit.start == 0 and hit.text.lower() in self.lexicon.set("doubtful_names") and not hit.text.isupper():
            return True
        if hit.text != hit.text.lower() or hit.text == hit.text.upper() or hit.owner.name.islower():
            return False
        if passage.at.scene in hit.owner.scenes:
            return False
        rare = hit.text.split()[-1] not in self.lexicon.set("roles")
        return not (rare and hit.owner.first < passage.at and passage.text[: hit.start].lower().endswith("the "))

    def _note(self, passage: Passage, hit: Hit[Person], *, describes: bool) -> None:
        person = hit.owner
        person.be_at(passage.at, passage.number, passage.offset + hit.start)
        introduces = person.introduced is passage and bool(person.looks or person.age)
        describes = describes or (introduces and not any(mention.describes for mention in person.mentions))
        mention = Mention(scene=passage.number, quote=passage.quote, describes=describes)
        if not person.mentions or person.mentions[-1] != mention:
            person.mentions.append(mention)
            person.named += 1

    def _learn(self, passage: Passage, hits: list[Hit[Person]], current: Person | None) -> None:
        """Count pronouns of a sentence that names one person, or that goes on about the one named just before."""
        owners = {id(hit.owner): hit.owner for hit in hits}
        objects, self._objects = self._objects, self._objects_of(passage)
        if passage.speaker:
            current = self.cast.find(written(passage.speaker))
        if len(owners) > 1 or (not owners and not current) or (owners and passage.speaker):
            return
        person = next(iter(owners.values())) if owners else current
        if person is None or person.group:
            return
        genders = self._genders(passage, person, hits[0].end if hits else 0, opening=not hits)
        if len(genders) == 1:
            gender, weight = next(iter(genders.items()))
            others = sum(person.genders.values()) - person.genders[gender]
            meant = hits or gender not in (*objects, "they")
            if meant and (person.genders[gender] or others < ESTABLISHED):
                person.genders[gender] += weight

    def _genders(self, passage: Passage, person: Person, after: int, *, opening: bool) -> dict[str, int]:
        """Pronouns behind a place, and nouns said of the person, by gender with their weight."""
        genders: dict[str, int] = {}
        for index, word in enumerate(passage.words):
            gender = self.lexicon.pronoun.get(word.low)
            if gender and word.start >= after and not self._object(passage, index):
                strong = word.low in self.lexicon.set("strong_pronouns") or (opening and index == 0)
                genders[gender] = max(genders.get(gender, 0), STRONG if strong else WEAK)
            told = self.lexicon.said_of.get(word.low)
            if told and person.introduced is passage and self._says(passage, index):
                genders[told] = STRONG
        return genders

    def _objects_of(self, passage: Passage) -> set[str]:
        """Genders of those whom a sentence only has as objects: the next `she` may be one of them."""
        found = (word.low for index, word in enumerate(passage.words) if self._object(passage, index))
        return {self.lexicon.pronoun[word] for word in found if word in self.lexicon.pronoun}

    def _object(self, passage: Passage, index: int) -> bool:
        """Whether a pronoun is an object, and so not about the subject."""
        word = passage.words[index]
        if word.low not in self.lexicon.set("objective") or word.low in self.lexicon.set("objective_always"):
            return word.low in self.lexicon.set("objective_always")
        follows = passage.words[index + 1] if index + 1 < len(passage.words) else None
        adjoins = follows is not None and passage.text[word.end : follows.start] == " "
        return not adjoins or follows is None or self.lexicon.has("stops", follows.text)

    def _says(self, passage: Passage, index: int) -> bool:
        """Whether a noun is said of the person: `a woman`, but not `his mother`."""
        determiner = passage.words[index - 1].low if index else ""
        two = passage.words[index - 2].low if index > 1 else ""
        return "a" in (determiner, two) or "an" in (determiner, two)


def pronouns_of(person: Person) -> str:
    """The pronouns that the evidence is clear about, else `unknown`."""
    total = sum(person.genders.values())
    if total < STRONG:
        return "unknown"
    gender, weight = max(person.genders.items(), key=lambda item: (item[1], item[0]))
    return gender if weight >= CLEAR * total else "unknown"

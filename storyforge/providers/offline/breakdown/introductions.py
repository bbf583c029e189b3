"""Introductions: names in capitals with an age, silent people, and what is said of how people look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.model.cast import name_key
from storyforge.providers.offline.breakdown.looks import Looker
from storyforge.providers.offline.breakdown.silent import Silent

if TYPE_CHECKING:
    from storyforge.providers.offline.breakdown.cast import Cast, Person
    from storyforge.providers.offline.breakdown.reading import Passage, Place, Reading
    from storyforge.providers.offline.named import Hit

OLDEST = 120
MOST_LOOKS = 8
# A name in a script without capitals, by a number in parentheses: `黒澤（45）`.
_CASELESS = re.compile(r"([^\W\d_a-zA-Z]{1,8})\s?[(（](\d{1,3})(?:歳|才|岁|歲|세)?[)）]")


@dataclass(frozen=True)
class _Named:
    person: Person
    start: int
    end: int
    age: str


class Introductions:
    """Walks over the action once, in order, and adds to the cast."""

    def __init__(self, cast: Cast, reading: Reading) -> None:
        self.cast = cast
        self.silent = Silent(cast, reading)
        self.lexicon = cast.lexicon
        self.looker = Looker(cast.lexicon)

    def meet(self, reading: Reading) -> None:
        """Find introductions of speakers, and people who never speak."""
        last: _Named | None = None
        at: Place | None = None
        for passage in reading.passages:
            if not passage.speaker:
                last = last if at == passage.at else None
                named = self._named(passage, last)
                if any(item.person.introduced is None for item in named):
                    self._introduce(passage, named)
                last, at = (named[-1] if named else last), passage.at

    def _named(self, passage: Passage, last: _Named | None) -> list[_Named]:
        """The people that a sentence names in capitals, with the end of the age where there is one."""
        found: list[_Named] = []
        nobody: tuple[int, int] | None = None
        for start, end in self._runs(passage):
            told = found[-1] if found else last
            if told and self._other_name(passage, start, end, told, behind=told.end if found else 0):
                continue
            match = self.lexicon.age.match(passage.text, end)
            age = match.group(1) if match and _plausible(match.group(1)) else ""
            person = self._person(passage, start, end, age or self._age_before(passage.text[:start]))
            if person and nobody and self._joins(passage.text[nobody[1] : start]):
                found += self._beside(passage, *nobody)
            nobody = None if person else (start, end)
            if person:
                found.append(_Named(person, start, match.end() if match and age else end, age))
        return found

    def _beside(self, passage: Passage, start: int, end: int) -> list[_Named]:
        """Who stands in capitals before `and` and a person: `the twins, MAYA and MILO (8)`."""
        name = passage.text[start:end].strip(" .")
        if not self.silent.aged(passage, start, name) or self.silent.common(name):
            return []
        return [_Named(self._silent(name, passage), start, end, "")]

    def _other_name(self, passage: Passage, start: int, end: int, told: _Named, *, behind: int) -> bool:
        """Whether capitals are another name of who was just told of; who may be somebody else is asked about."""
        name = passage.text[start:end].strip(" .")
        known = self.cast.find(name)
        if self.lexicon.called.search(passage.text[:start]) and known in (None, told.person):
            self.cast.call(told.person, name)
            return True
        if known and known is not told.person and self.lexicon.revealed.fullmatch(passage.text[behind:start]):
            told.person.may_be[passage.quote] = known
        return False

    def _runs(self, passage: Passage) -> list[tuple[int, int]]:
        caseless = [m.span(1) for m in _CASELESS.finditer(passage.text) if m.group(1).lower() == m.group(1).upper()]
        return caseless or passage.capitals

    def _person(self, passage: Passage, start: int, end: int, age: str) -> Person | None:
        name = passage.text[start:end].strip(" .")
        known = self.cast.find(name) or self._otherwise(name)
        if known:
            return known
        if age and self.silent.aged(passage, start, name):
            return self._full_name(name) or self._silent(name, passage)
        if self.lexicon and self.silent.kind_of_person(passage, start, name):
            return self._silent(name, passage)
        if self.lexicon and self.silent.proper(passage, start, end, name):
            return self._full_name(name) or self._silent(name, passage)
        return None

    def _otherwise(self, name: str) -> Person | None:
        """Who is called so with another article inside: `MAN IN A GREY COAT`, later `THE MAN IN THE GREY COAT`."""
        bare = self._without_articles(name)
        if len(bare) < 3 or len(bare) == len(name_key(name).split()):
            return None
        found = next((person for person in self.cast.people if self._without_articles(person.key) == bare), None)
        if found:
            self.cast.call(found, name)
        return found

    def _without_articles(self, name: str) -> list[str]:
        return [word for word in name_key(name).split() if word not in self.lexicon.set("articles")]

    def _full_name(self, name: str) -> Person | None:
        """A longer name of the one speaker who is called by a word of it; the first name says more than the surname."""
        words = [word for word in name_key(name).split() if word.rstrip(".") not in self.lexicon.set("titles")]
        if words and words[0] in self.lexicon.set("younger"):
            return None
        owners: dict[str, Person] = {}
        for person in self.cast.people:
            own = [word for word in person.key.split() if word.rstrip(".") not in self.lexicon.set("titles")]
            if len(own) == 1 and own[0] in words and len(name.split()) > 1 and person.speeches:
                owners.setdefault(own[0] if own == person.key.split() else person.key, person)
        named = owners.get(words[0]) if words else None
        if named is None and len(owners) != 1:
            return None
        person = named or next(iter(owners.values()))
        self.cast.call(person, name)
        return person

    def _silent(self, name: str, passage: Passage) -> Person:
        person = self.cast.add(name)
        person.forms[name] += 1
        person.group = person.group or self.cast.is_group(name)
        person.be_at(passage.at, passage.number, passage.offset + passage.text.find(name))
        return person

    def _introduce(self, passage: Passage, named: list[_Named]) -> None:
        starts = [*self._bounds(passage, named), len(passage.text)]
        for index, item in enumerate(named):
            person = item.person
            if person.introduced is not None:
                continue
            person.introduced = passage
            segment = passage.text[item.end : next(start for start in starts if start >= item.end)]
            before = passage.text[: item.start] if index == 0 else ""
            shared = self._shared(passage, named, index)
            person.age = person.age or item.age or shared or self._age_within(segment) or self._age_before(before)
            pieces = self.looker.before_name(passage.text[: item.start]) if index == 0 else []
            joined = index > 0 and self._joins(passage.text[named[index - 1].end : item.start])
            open_age = bool(item.age) and not joined and not re.match(r"\s*[)）]\s*[^\s,;:–—-]", segment)
            pieces += self.looker.after_name(segment.lstrip(" ,)）–—-"), age=open_age)
            note_looks(person, _shown(passage, pieces))

    def _shared(self, passage: Passage, named: list[_Named], index: int) -> str:
        """The age of the next one, where both have it: `the twins, MAYA and MILO (8)`."""
        following = named[index + 1] if index + 1 < len(named) else None
        if following is None or not self._joins(passage.text[named[index].end : following.start]):
            return ""
        sharing = self.lexicon.set("sharing")
        told = any(word.low in sharing for word in passage.words)
        tail = passage.text[following.end :].lstrip(" ,")
        return (following.age or self._age_within(tail)) if told else ""

    def _joins(self, gap: str) -> bool:
        """Whether only `and` stands between two people: what follows the second is done or worn by both."""
        return self.lexicon.has("and", gap.strip(" ,"))

    def _age_before(self, text: str) -> str:
        """`A girl of six, FREYA`."""
        pattern = self.lexicon.age_of
        match = pattern.search(text) if pattern else None
        return match.group(1) if match else ""

    def _bounds(self, passage: Passage, named: list[_Named]) -> list[int]:
        """Where the next person is named: those known, and capitals with a known name or a kind of person in them."""
        starts = [item.start for item in named]
        for start, end in passage.capitals:
            words = passage.text[start:end].split()
            if any(self.cast.find(word) for word in words) or self.lexicon.person_noun(words[-1]):
                starts.append(start)
        return sorted(starts)

    def _age_within(self, segment: str) -> str:
        pattern = self.lexicon.age_within
        match = pattern.search(segment[:120]) if pattern else None
        return match.group(1) if match else ""

    def follow(self, passage: Passage, hits: list[Hit[Person]], current: Person | None) -> Person | None:
        """What a sentence after the introduction says; returns whom the next one may go on about."""
        words = passage.words
        if not words or passage.speaker:
            return None
        if hits:
            person = hits[0].owner
            near = person.introduced is not None and person.introduced.at.scene == passage.at.scene
            alone = len({id(hit.owner) for hit in hits}) == 1 and hits[0].start < 5
            if near and alone and person.introduced is not passage:
                note_looks(person, _shown(passage, self.looker.in_sentence(passage.text[hits[0].end :], named=True)))
            return person if alone else None
        if current is None or self._strangers(passage):
            return None
        if self.lexicon.has("goes_on", words[0].text) and len(current.looks) < MOST_LOOKS:
            note_looks(current, _shown(passage, self.looker.in_sentence(passage.text, named=False)))
            current.age = current.age or self._age_within(passage.text)
        return current

    def _strangers(self, passage: Passage) -> bool:
        """Whether a sentence brings in somebody else: capitals, or a kind of person unless a pronoun is the subject."""
        if passage.words[0].low in self.lexicon.pronoun and not self.lexicon.has("possessive", passage.words[0].text):
            return False
        return bool(passage.capitals) or any(self.lexicon.person_noun(word.text) for word in passage.words)


def note_looks(person: Person, pieces: list[str]) -> None:
    """Add pieces of description, each once."""
    for piece in pieces:
        if piece and not any(piece.lower() in known.lower() for known in person.looks):
            person.looks.append(piece)


def _shown(passage: Passage, pieces: list[str]) -> list[str]:
    """The pieces as the script writes them, with its own quotes."""
    found = []
    for piece in pieces:
        start = passage.text.find(piece)
        found.append(passage.shown[start : start + len(piece)] if start >= 0 else piece)
    return found


def _plausible(age: str) -> bool:
    number = re.match(r"\d+", age)
    return number is None or int(number.group()) <= OLDEST

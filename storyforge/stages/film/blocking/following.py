"""Follows a scene's action sentence by sentence: what happens, who is meant, who handles what."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.prose import plain_text, sentences
from storyforge.stages.film.blocking.reading import Deed, Sentence
from storyforge.stages.film.blocking.units import Memory, units

if TYPE_CHECKING:
    from storyforge.model.shots import Shot
    from storyforge.stages.film.blocking.company import Company


class Told(NamedTuple):
    """A deed, and whether the shot opens with it: its first sentence says so."""

    deed: Deed
    opening: bool


class Follower:
    """Reads shots in order, since pronouns look back; `users` are who handled each prop last."""

    def __init__(self, company: Company) -> None:
        self.company = company
        people = company.people
        pronouns = {slug: asset.pronouns for slug, asset in people.items()}
        groups = frozenset(slug for slug, asset in people.items() if asset.group)
        self.memory = Memory(pronouns, groups)
        self.users: dict[str, str] = {}

    def read(self, shot: Shot) -> list[Told]:
        """The deeds of a shot's action, then what the lines' directions say."""
        company = self.company
        self.memory.here = tuple(p.id for p in shot.characters if p.id in company.people)
        found: list[Told] = []
        for row, sentence in enumerate(sentences(shot.action, company.language)):
            deeds = self._sentence(plain_text(sentence))
            found += [Told(deed, row == 0) for deed in deeds if not self._cramped(deed)]
        for line in shot.dialogue:
            if line.parenthetical:
                found += self._directed(line.character, line.parenthetical)
            self.memory.met([line.character])
        return found

    def _cramped(self, deed: Deed) -> bool:
        """In a car everyone sits, whatever an action says of standing and walking."""
        effect = deed.effect
        return self.company.in_car and (
            effect.posture or effect.going not in ("", "in", "out") or effect.name == "wait"
        )

    def _sentence(self, text: str) -> list[Deed]:
        """The deeds of one sentence; afterwards pronouns may mean who was named in it."""
        company = self.company
        parts = units(text, company.names, company.lexicon, self.memory)
        named = [slug for unit in parts for slug in unit.who]
        if named:
            self.users |= dict.fromkeys(company.props_in(text, 0, len(text)), named[0])
        read = Sentence(text, parts, company.lexicon, self.memory.subject, partial(company.props_in, text))
        found = read.read()
        if company.lexicon.backs.search(text) and read.subject:
            found.append(Deed(read.subject, company.lexicon.effects["turn-away"], already=True))
        self.memory.met(named)
        if named:
            self.memory.subject = read.subject or tuple(named[:1])
        return found

    def _directed(self, speaker: str, direction: str) -> list[Told]:
        """What a parenthetical says: of the face from the start of the shot, of the body within it."""
        company = self.company
        parts = units(direction, company.names, company.lexicon, self.memory)
        read = Sentence(direction, parts, company.lexicon, (speaker,), partial(company.props_in, direction)).read()
        felt = [Told(deed._replace(already=True), opening=True) for deed in read if deed.effect.feels]
        return felt + [Told(deed._replace(already=False), opening=True) for deed in read if not deed.effect.feels]

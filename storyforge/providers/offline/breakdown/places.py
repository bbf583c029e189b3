"""Settings from headings: master places, their parts, and where two may be one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.formats.headings import parse_heading
from storyforge.formats.languages import languages
from storyforge.model.assets import Mention, Question, Setting, is_key
from storyforge.model.cast import name_key
from storyforge.providers.offline.breakdown.cast import NOWHERE
from storyforge.providers.offline.breakdown.reading import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.assets import Definitions, ThingDefinition
    from storyforge.model.heading import Heading
    from storyforge.providers.offline.breakdown.cast import Cast
    from storyforge.providers.offline.breakdown.lexicon import Lexicon
    from storyforge.providers.offline.breakdown.mentions import Mentions
    from storyforge.providers.offline.breakdown.reading import Passage, Reading
    from storyforge.tasks.breakdown import BreakdownContext


@dataclass(eq=False)
class Site:
    """What is gathered of one master place."""

    name: str
    key: str
    forms: Counter[str] = field(default_factory=Counter)
    first: Place = NOWHERE
    scenes: dict[int, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    times: dict[str, None] = field(default_factory=dict)
    interior: bool = False
    exterior: bool = False
    mentions: list[Mention] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    pictured: bool = False
    maybe_in: dict[str, str] = field(default_factory=dict)
    definition: ThingDefinition | None = None


class Sites:
    """All places of a script by folded name."""

    def __init__(self, lexicon: Lexicon, definitions: Definitions) -> None:
        self.lexicon = lexicon
        self.sites: list[Site] = []
        self._by_key: dict[str, Site] = {}
        for definition in definitions.settings:
            site = self.add(definition.name)
            site.definition = definition
            for alias in definition.aliases:
                self._by_key.setdefault(name_key(alias), site)

    def add(self, name: str) -> Site:
        """The place of this name, a new one where there is none."""
        key = name_key(name)
        site = self._by_key.get(key)
        if site is None:
            site = self._by_key[key] = Site(name, key)
            self.sites.append(site)
        return site

    def read(self, context: BreakdownContext) -> None:
        """Take in all headings; a heading without a place is at the place of the scene before."""
        pack = languages().get(context.language.partition("-")[0].lower())
        last: Site | None = None
        dwelling: Site | None = None
        time = ""
        for row, scene in enumerate(context.scenes):
            heading = parse_heading(scene.heading, pack)
            time = heading.time or time
            site = self._site(heading, last)
            if site is None:
                continue
            if len(heading.places) == 1 and dwelling and site is not dwelling and self._bare_room(site):
                site.maybe_in.setdefault(dwelling.key, scene.heading)
            elif self._dwells(site):
                dwelling = site
            elif not self._bare_room(site):
                dwelling = None
            self._visit(site, heading, Place(row, -1), scene.number, scene.heading, time)
            last = site

    def _site(self, heading: Heading, last: Site | None) -> Site | None:
        for index, name in enumerate(heading.places):
            site = self._by_key.get(name_key(name))
            if site is not None and (index == 0 or site.definition):
                return site
        return self.add(heading.places[0]) if heading.places else last

    def _visit(self, site: Site, heading: Heading, at: Place, number: str, written: str, time: str) -> None:
        site.first = min(site.first, at)
        site.scenes[at.scene] = number
        if heading.places and name_key(heading.places[0]) == site.key:
            site.forms[heading.places[0]] += 1
        for part in heading.places[1:]:
            site.parts.setdefault(name_key(part), part)
        if time:
            site.times.setdefault(time)
        site.interior = site.interior or bool(heading.interior)
        site.exterior = site.exterior or bool(heading.exterior)
        site.mentions.append(Mention(scene=number, quote=written))

    def _bare_room(self, site: Site) -> bool:
        words = site.key.split()
        return len(words) <= 2 and all(word in self.lexicon.set("rooms") for word in words)

    def _dwells(self, site: Site) -> bool:
        return any(word.strip("'s") in self.lexicon.set("dwellings") for word in site.key.split())

    def describe(self, reading: Reading, people: Mentions) -> None:
        """Take the first sentences of action under a place's first heading, as long as they are about the place."""
        by_scene = {min(site.scenes): site for site in self.sites if site.scenes}
        limit = int(self.lexicon.numbers["settings"]["description_sentences"])
        closed: set[int] = set()
        for passage in reading.passages:
            site = by_scene.get(passage.at.scene)
            if site is None or passage.at.scene in closed:
                continue
            words = passage.words
            about_people = bool(people.index.find(passage.text)) or any(
                word.low in self.lexicon.pronoun for word in words
            )
            late = passage.at.piece > 1 or len(site.looks) >= limit
            if passage.speaker or about_people or late or self._sounds(passage):
                closed.add(passage.at.scene)
                continue
            site.looks.append(passage.shown)
            site.pictured = site.pictured or self._pictures(passage.text)
            site.mentions.append(Mention(scene=passage.number, quote=passage.quote, describes=True))

    def _sounds(self, passage: Passage) -> bool:
        """Whether capitals in a sentence are of something that happens, not of a thing."""
        nouns = self.lexicon.nouns
        runs = (passage.text[start:end].split()[-1] for start, end in passage.capitals)
        return bool(nouns) and any(not nouns.is_thing(word) or word.endswith("S") for word in runs)

    def _pictures(self, text: str) -> bool:
        """Whether a sentence names something that belongs to a place; always where there are no nouns to ask."""
        nouns = self.lexicon.nouns
        if not nouns:
            return True
        kinds = ("structure", "place", "dressing", "plant")
        words = [word.strip(".,;:!?()\"'") for word in text.split()]
        scenery = self.lexicon.set("scenery")
        return any(word.lower() in scenery or nouns.look(word).kind in kinds for word in words if word)


def settings(sites: Sites, slugs: Mapping[int, str], cast: Cast) -> tuple[Setting, ...]:
    """All settings by first appearance; `slugs` are by the id of each site."""
    questions = _questions(sites, slugs, cast)
    return tuple(_setting(site, slugs[id(site)], questions.get(id(site), ())) for site in ordered(sites))


def ordered(sites: Sites) -> list[Site]:
    """Places by first appearance."""
    return sorted(sites.sites, key=lambda site: site.first)


def _setting(site: Site, slug: str, questions: tuple[Question, ...]) -> Setting:
    defined = site.definition
    name = defined.name if defined else max(site.forms, key=lambda form: site.forms[form]) if site.forms else site.name
    pinned = bool(defined and defined.pinned)
    return Setting(
        id=slug,
        name=name,
        aliases=defined.aliases if defined else (),
        description=(defined.description if defined else "") or (" ".join(site.looks) if site.pictured else ""),
        scenes=tuple(site.scenes.values()),
        key=is_key(site.scenes, pinned=pinned),
        pinned=pinned,
        rights=defined.rights if defined else "",
        mentions=tuple(site.mentions),
        questions=questions,
        interior=site.interior,
        exterior=site.exterior,
        sub_places=tuple(site.parts.values()),
        times=tuple(site.times),
    )


def _questions(sites: Sites, slugs: Mapping[int, str], cast: Cast) -> dict[int, tuple[Question, ...]]:
    """Places that may be one, for the author to decide: prefix twins, and a bare room after a dwelling."""
    found: dict[int, list[Question]] = {}
    known = {site.key: site for site in sites.sites}
    people = {person.key for person in cast.people}
    for site in ordered(sites):
        words = site.key.split()
        for size in range(1, len(words)):
            shorter = known.get(" ".join(words[:size]).removesuffix("'s"))
            if shorter and shorter is not site and len(shorter.key) > 4 and shorter.key not in people:
                ask = f"Is {site.name} a part of {shorter.name}, or the same place?"
                about = (slugs[id(site)], slugs[id(shorter)])
                found.setdefault(id(site), []).append(Question(ask=ask, about=about, evidence=_heading(site)))
        for key, evidence in site.maybe_in.items():
            ask = f"Is {site.name} in {known[key].name}?"
            about = (slugs[id(site)], slugs[id(known[key])])
            found.setdefault(id(site), []).append(Question(ask=ask, about=about, evidence=evidence))
    return {key: tuple(asked) for key, asked in found.items()}


def _heading(site: Site) -> str:
    return site.mentions[0].quote if site.mentions else ""

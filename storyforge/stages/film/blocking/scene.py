"""A scene's blocking: a fold over its shots, so that who sat down sits until they rise."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from storyforge.formats.prose import plain_text, sentences
from storyforge.model.assets import Character
from storyforge.model.blocking import Blocking, Placed
from storyforge.model.state import fold
from storyforge.stages.film.blocking import background, placing
from storyforge.stages.film.blocking.reading import Deed, Sentence
from storyforge.stages.film.blocking.sides import COLUMNS, with_axis
from storyforge.stages.film.blocking.units import Memory, units
from storyforge.stages.film.blocking.words import lexicon
from storyforge.stages.film.blocking.world import World, applied, settled
from storyforge.tasks.names import compile_names
from storyforge.tasks.shots import CastMember
from storyforge.tasks.staging import staging

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.blocking import PlacedProp
    from storyforge.model.shots import Shot, ShotList
    from storyforge.stages.film.blocking.words import Lexicon
    from storyforge.stages.film.prompting.view import View
    from storyforge.tasks.names import Names

_CARRY = "carrying:"
_SLEEP = ("asleep", "unconscious")
_IN_A_CAR = 4


@dataclass(frozen=True)
class Company:
    """Who and what a scene has, compiled once."""

    shots: ShotList
    view: View

    @cached_property
    def language(self) -> str:
        """The language of the action."""
        return self.view.story.language

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of the language."""
        return lexicon(self.language)

    @cached_property
    def people(self) -> dict[str, Character]:
        """Slug -> character, for everyone the scene names."""
        named = [*self.view.scene.people]
        for shot in self.shots.shots:
            named += [shot.subject, *(person.id for person in shot.characters)]
            named += [shot.axis.left, shot.axis.right] if shot.axis else []
        assets = ((slug, self.view.assets.get(slug)) for slug in dict.fromkeys(named))
        return {slug: asset for slug, asset in assets if isinstance(asset, Character)}

    @cached_property
    def names(self) -> Names:
        """The names of the scene's people."""
        cast = [
            CastMember(id=slug, name=asset.name, aliases=asset.aliases, pronouns=asset.pronouns, group=asset.group)
            for slug, asset in self.people.items()
        ]
        return compile_names(cast, staging(self.language))

    @cached_property
    def props(self) -> tuple[re.Pattern[str] | None, dict[str, str]]:
        """A pattern of the names of all props in the scene, and name -> slug."""
        slugs = dict.fromkeys((*self.view.scene.props, *(slug for shot in self.shots.shots for slug in shot.props)))
        found: dict[str, str] = {}
        for slug in slugs:
            asset = self.view.assets.get(slug)
            for name in (asset.name, *asset.aliases) if asset else (slug.replace("-", " "),):
                found.setdefault(name.casefold(), slug)
        keys = sorted((key for key in found if key), key=lambda key: (-len(key), key))
        body = "|".join(rf"(?<!\w){re.escape(key)}(?:e?s)?(?!\w)" for key in keys)
        return (re.compile(body, re.IGNORECASE) if keys else None), found

    @cached_property
    def fixed(self) -> frozenset[str]:
        """Props of the scene that nobody holds: furniture, vehicles, what is too big."""
        return frozenset(slug for slug in self.props[1].values() if self.is_fixed(slug))

    def is_fixed(self, slug: str) -> bool:
        """Whether nobody holds a prop."""
        return self.is_thing("fixed", slug)

    def is_thing(self, kind: str, slug: str) -> bool:
        """Whether a prop is of a kind of the table, by the last word of its name."""
        asset = self.view.assets.get(slug)
        last = re.split(r"[\s-]", (asset.name if asset else slug).lower())[-1]
        return self.lexicon.has(f"thing-{kind}", last)

    @cached_property
    def in_car(self) -> bool:
        """Whether the scene plays inside a car."""
        words = re.split(r"[-\s]", f"{self.view.scene.setting} {self.view.scene.place.lower()}")
        return self.view.interior and any(self.lexicon.has("car-inside", word) for word in words)

    def props_in(self, text: str, start: int, end: int) -> tuple[str, ...]:
        """Slugs of the props named between two places."""
        pattern, names = self.props
        if pattern is None:
            return ()
        found = (match[0].casefold() for match in pattern.finditer(text, start, end))
        return tuple(dict.fromkeys(self._slug(name, names) for name in found))

    @staticmethod
    def _slug(name: str, names: Mapping[str, str]) -> str:
        return next(names[form] for form in (name, name[:-1], name[:-2]) if form in names)


class Director:
    """Walks over a scene's shots; `world` is how things stand, `memory` whom a pronoun may mean."""

    def __init__(self, company: Company, state: Mapping[str, tuple[str, ...]]) -> None:
        self.company = company
        people = company.people
        pronouns = {slug: asset.pronouns for slug, asset in people.items()}
        groups = frozenset(slug for slug, asset in people.items() if asset.group)
        self.memory = Memory(pronouns, groups)
        self.state = dict(state)
        self.world = World(order=tuple(slug for slug in company.view.scene.sides if slug in people))
        self.weather = ""
        self.extras = 0
        self.users: dict[str, str] = {}
        self.last: tuple[Placed, ...] = ()
        self.left: dict[str, tuple[int, str]] = {}
        self.row = 0
        for slug, tags in self.state.items():
            self._condition(slug, tags)

    def _condition(self, slug: str, tags: Sequence[str]) -> None:
        """What condition tags say of the hands and of sleep."""
        if slug not in self.company.people:
            return
        thing = self._carried(tags)
        if thing and thing not in {body.holds for body in self.world.bodies.values()}:
            self.world = self.world.but(slug, holds=thing)
        if any(tag in tags for tag in _SLEEP) and self.world.body(slug).feels != "asleep":
            posture = self.world.body(slug).posture
            self.world = self.world.but(slug, feels="asleep", posture="lie" if posture == "stand" else posture)

    def _carried(self, tags: Sequence[str]) -> str:
        """The prop in hand by condition tags: the last to be taken up."""
        held = (tag.removeprefix(_CARRY) for tag in reversed(tags) if tag.startswith(_CARRY))
        known = self.company.view.assets
        return next((prop for prop in held if prop in known and not self.company.is_fixed(prop)), "")

    def shot(self, shot: Shot, kept: Blocking | None) -> Blocking:
        """The blocking of the next shot."""
        self.row += 1
        self._begin(shot)
        made = kept or self._blocked(shot)
        if kept:
            self._recall(kept)
        self._after(shot, made)
        return made

    def _begin(self, shot: Shot) -> None:
        carried = {slug: self._carried(tags) for slug, tags in self.state.items()}
        self.world = settled(self.world, self.company.lexicon.fades, carried, continues=shot.continues)
        for line in shot.dialogue:
            if self.world.body(line.character).feels == "asleep" and not self._heard(line.extension):
                self.world = self.world.but(line.character, feels="neutral")
        if self.company.in_car:
            self._seat(shot)

    def _seat(self, shot: Shot) -> None:
        """In a car one drives and the others sit: whose car it is, a driver by name, else the first to be seen."""
        seen = [p.id for p in shot.characters if not self.world.body(p.id).met and not self.world.body(p.id).at]
        driven = any(body.at == "wheel" for body in self.world.bodies.values())
        place = self.company.view.scene.setting
        drivers = [s for s in seen if place.startswith(s) or self.company.lexicon.has("car-driver", s)] or seen[:1]
        for slug in seen:
            if slug in drivers[:1] and not driven:
                self.world = self.world.but(slug, posture="drive", at="wheel")
            else:
                taken = any(body.at == "passenger" for body in self.world.bodies.values())
                self.world = self.world.but(slug, posture="sit", at="back-seat" if taken else "passenger")

    def _heard(self, extension: str) -> bool:
        return bool(extension) and staging(self.company.language).is_heard(extension.split(","))

    def _blocked(self, shot: Shot) -> Blocking:
        deeds = self._deeds(shot)
        people = self._visible(shot, deeds)
        start, end = self._played(people, deeds)
        start, end = self._ordered(shot, people, start, end, deeds)
        entering = self._arriving(people, deeds)
        made = placing.staged(shot, people, start, end, heeds=self._heeds(shot, people), arriving=entering)
        if shot.continues:
            made = placing.continued(made, self.last)
        self.world = end
        text = plain_text(shot.action)
        self.weather = background.weather(text, self.company.lexicon, self.weather)
        windless = self.company.view.interior and self.weather == "wind"
        self.extras = max(self.extras, background.crowd(text, self.company.lexicon))
        alone = shot.camera.size in ("CU", "ECU", "INSERT")
        return Blocking(
            start=made.start,
            end=made.end,
            props=self._props(shot, made.start),
            extras=0 if alone else self.extras,
            weather=background.as_weather("" if windless else self.weather),
            toward=background.toward(shot, made.start, made.end, made.mover, [p.id for p in self.last]),
        )

    def _deeds(self, shot: Shot) -> list[tuple[int, Deed]]:
        """The deeds of a shot's action with the number of their sentence, and what the lines' directions say."""
        company = self.company
        self.memory.here = tuple(p.id for p in shot.characters if p.id in company.people)
        found: list[tuple[int, Deed]] = []
        for row, sentence in enumerate(sentences(shot.action, company.language)):
            found += [(row, self._newcomer(deed)) for deed in self._sentence(plain_text(sentence))]
        for line in shot.dialogue:
            if line.parenthetical:
                found += self._directed(line.character, line.parenthetical)
            self.memory.met([line.character])
        return found

    def _newcomer(self, deed: Deed) -> Deed:
        """Who joins somebody without having been there comes in."""
        fresh = not any(self.world.body(slug).met for slug in deed.who)
        if deed.effect.going != "near" or not fresh or self.row == 1:
            return deed
        return deed._replace(effect=self.company.lexicon.effects["enter"])

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

    def _directed(self, speaker: str, direction: str) -> list[tuple[int, Deed]]:
        """What a parenthetical says about the body and the face of who speaks."""
        company = self.company
        parts = units(direction, company.names, company.lexicon, self.memory)
        read = Sentence(direction, parts, company.lexicon, (speaker,), partial(company.props_in, direction)).read()
        return [(0, deed._replace(already=bool(deed.effect.feels))) for deed in read]

    def _visible(self, shot: Shot, deeds: Sequence[tuple[int, Deed]]) -> list[str]:
        """Who is placed: those the shot lists and who are there to be seen, and whom they touch."""
        company = self.company
        if shot.camera.size == "INSERT":
            return []
        spoken = {line.character for line in shot.dialogue if not self._heard(line.extension)}
        heard = {line.character for line in shot.dialogue} - spoken
        acting = {slug for _, deed in deeds for slug in deed.who}
        named = set(company.names.among(shot.action))
        viewers = {mark.removeprefix("seen by ").strip() for mark in shot.continuity if mark.startswith("seen by ")}
        found = []
        for slug in dict.fromkeys([*(p.id for p in shot.characters), shot.subject]):
            if slug not in company.people or slug in viewers:
                continue
            if slug != shot.subject and slug in heard and slug not in named:
                continue
            if self.world.body(slug).gone and slug not in spoken | acting | {shot.subject}:
                continue
            found.append(slug)
        for _, deed in deeds:
            partner = deed.whom if deed.effect.mutual or deed.effect.pose == "hand-over" else ""
            if partner in company.people and partner not in found and set(deed.who) & set(found):
                found.append(partner)
        return found

    def _played(self, people: Sequence[str], deeds: Sequence[tuple[int, Deed]]) -> tuple[World, World]:
        """The world as the shot starts, with what holds at its first instant, and as it ends."""
        fixed = self.company.fixed
        start = self.world
        later: list[Deed] = []
        moved: set[str] = set()
        for row, deed in deeds:
            if not moved & set(deed.who) and self._already(deed, row == 0, start):
                start = applied(start, deed, fixed)
            else:
                later.append(deed)
                moved |= set(deed.who)
        for slug in people:
            start = start.but(slug, gone=False) if start.body(slug).gone else start
        end = start
        for deed in later:
            end = applied(end, deed, fixed)
        return start, end

    def _already(self, deed: Deed, opening: bool, world: World) -> bool:
        effect = deed.effect
        if deed.begins or (effect.moves and not deed.already):
            return False
        if effect.going in ("in", "out"):
            return False
        if deed.already or effect.name == "wait":
            return True
        fresh = not any(world.body(slug).met for slug in deed.who)
        if effect.posture:
            same = all(world.body(slug).posture == effect.pose for slug in deed.who)
            return same or (fresh and opening) or (fresh and not effect.moves)
        if effect.going:
            return opening and effect.during and all(world.body(slug).posture == "stand" for slug in deed.who)
        return effect.during and opening

    def _ordered(
        self, shot: Shot, people: Sequence[str], start: World, end: World, deeds: Sequence[tuple[int, Deed]]
    ) -> tuple[World, World]:
        """Left and right at both moments: sides change within a shot only where somebody walks around somebody."""
        after = with_axis(start.order, people, shot)
        before = tuple(dict.fromkeys((*start.order, *after)))
        turned = any(deed.effect.going == "around" for _, deed in deeds)
        first = before if turned else after
        return replace(start, order=first), replace(end, order=after)

    def _arriving(self, people: Sequence[str], deeds: Sequence[tuple[int, Deed]]) -> dict[str, str]:
        """Who comes into the frame, and from which side: out on the right, in on the left of the next shot."""
        found: dict[str, str] = {}
        seen: set[str] = set()
        for _, deed in deeds:
            for slug in deed.who:
                if slug in people and slug not in seen and deed.effect.going == "in":
                    found[slug] = self._from(slug, deed, people)
                if deed.effect.moves or deed.effect.posture:
                    seen.add(slug)
        return found

    def _from(self, slug: str, deed: Deed, people: Sequence[str]) -> str:
        if deed.side:
            return deed.side
        if len(deed.who) > 1:
            return "left"
        row, side = self.left.get(slug, (0, ""))
        if not side or len(people) > 1:
            return ""
        if row == self.row - 1:
            return "left" if side == "off-right" else "right"
        return "left" if side == "off-left" else "right"

    def _heeds(self, shot: Shot, people: Sequence[str]) -> dict[str, str]:
        """Whom everyone attends to: the speaker the one spoken to, the others the speaker, else the subject."""
        lines = [line for line in shot.dialogue if line.character in people]
        speaker = lines[0].character if lines else ""
        focus = speaker or (shot.subject if shot.subject in people else "")
        found = {slug: focus for slug in people if slug != focus and focus}
        if focus:
            to = lines[0].to if lines and lines[0].to in self.company.people else ""
            others = [slug for slug in people if slug != focus]
            axis = shot.axis
            opposite = (axis.right if axis.left == focus else axis.left if axis.right == focus else "") if axis else ""
            found[focus] = to or opposite or (others[0] if len(others) == 1 else "")
        return found

    def _props(self, shot: Shot, start: Sequence[Placed]) -> tuple[PlacedProp, ...]:
        names = {slug: asset.name for slug in shot.props if (asset := self.company.view.assets.get(slug))}
        wanted = [slug for slug in shot.props if not (self.company.is_thing("worn", slug) and slug in self.users)]
        if shot.camera.size in ("INSERT", "ECU") and shot.subject in self.company.props[1].values():
            wanted = [shot.subject, *(slug for slug in wanted if slug != shot.subject)]
        return background.lying(
            shot, wanted, start, names, self.users, self.company.lexicon, interior=self.company.view.interior
        )

    def _recall(self, kept: Blocking) -> None:
        """Go on from a blocking that was made by hand."""
        placed = [p for p in kept.at_end() if p.side in COLUMNS]
        for person in kept.at_end():
            posture = person.pose if person.pose in ("sit", "kneel", "crouch", "lie", "lean", "drive") else "stand"
            self.world = self.world.but(
                person.id,
                posture=posture,
                at=person.at,
                holds=person.holds,
                gone=person not in placed,
                feels=person.feels,
            )
        order = [p.id for p in sorted(placed, key=lambda p: COLUMNS.index(p.side))]
        places = sorted(self.world.order.index(slug) for slug in order if slug in self.world.order)
        merged = list(self.world.order)
        for place, slug in zip(places, [slug for slug in order if slug in merged], strict=True):
            merged[place] = slug
        self.world = replace(self.world, order=tuple(dict.fromkeys((*merged, *order))))
        self.weather = kept.weather
        self.extras = kept.extras

    def _after(self, shot: Shot, made: Blocking) -> None:
        """Remember what the shot has shown and what its changes say."""
        for person in made.at_end():
            self.world = self.world.but(person.id, met=True)
            if person.side.startswith("off"):
                self.left[person.id] = (self.row, person.side)
        for change in (change for change in shot.changes if change.sure):
            tags = fold(self.state.get(change.element, ()), [(change.gains, change.loses)])
            self.state[change.element] = tags
            self._condition(change.element, change.gains)
            lost = {tag.removeprefix(_CARRY) for tag in change.loses if tag.startswith(_CARRY)}
            body = self.world.body(change.element)
            if body.holds in lost:
                self.world = self.world.but(change.element, holds="")
            if any(tag in change.loses for tag in _SLEEP) and body.feels == "asleep":
                self.world = self.world.but(change.element, feels="neutral")
        self.last = made.at_end()

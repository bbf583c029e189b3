"""A scene's blocking: a fold over its shots, so that who sat down sits until they rise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.formats.prose import plain_text
from storyforge.model.blocking import Blocking, Placed
from storyforge.model.state import fold
from storyforge.stages.film.blocking import background, placing
from storyforge.stages.film.blocking.following import Follower, Told
from storyforge.stages.film.blocking.sides import COLUMNS, with_axis
from storyforge.stages.film.blocking.world import World, applied, settled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.blocking import PlacedProp
    from storyforge.model.shots import Shot
    from storyforge.stages.film.blocking.company import Company
    from storyforge.stages.film.blocking.reading import Deed

_CARRY = "carrying:"
_SLEEP = ("asleep", "unconscious")


class Director:
    """Walks over a scene's shots; `world` is how things stand, `memory` whom a pronoun may mean."""

    def __init__(self, company: Company, state: Mapping[str, tuple[str, ...]]) -> None:
        self.company = company
        self.follower = Follower(company)
        self.state = dict(state)
        self.world = World(order=tuple(slug for slug in company.view.scene.sides if slug in company.people))
        self.weather = ""
        self.extras = 0
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
            if self.world.body(line.character).feels == "asleep" and not self.company.is_heard(line.extension):
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

    def _blocked(self, shot: Shot) -> Blocking:
        deeds = [Told(self._newcomer(deed), opening) for deed, opening in self.follower.read(shot)]
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
        self.extras = max(self.extras, background.crowd(self.company.nameless(text), self.company.lexicon))
        alone = shot.camera.size in ("CU", "ECU", "INSERT")
        return Blocking(
            start=made.start,
            end=made.end,
            props=self._props(shot, made, deeds),
            extras=0 if alone else self.extras,
            weather=background.as_weather("" if windless else self.weather),
            toward=background.toward(shot, made.start, made.end, made.mover, [p.id for p in self.last]),
        )

    def _newcomer(self, deed: Deed) -> Deed:
        """Who joins somebody without having been there comes in."""
        fresh = not any(self.world.body(slug).met for slug in deed.who)
        if deed.effect.going != "near" or not fresh or self.row == 1:
            return deed
        return deed._replace(effect=self.company.lexicon.effects["enter"])

    def _visible(self, shot: Shot, deeds: Sequence[Told]) -> list[str]:
        """Who is placed: those the shot lists and who are there to be seen, and whom they touch."""
        company = self.company
        if shot.camera.size == "INSERT":
            return []
        spoken = {line.character for line in shot.dialogue if not self.company.is_heard(line.extension)}
        heard = {line.character for line in shot.dialogue} - spoken
        acting = {slug for deed, _ in deeds for slug in deed.who}
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
        for deed, _ in deeds:
            partner = deed.whom if deed.effect.mutual or deed.effect.pose == "hand-over" else ""
            if partner in company.people and partner not in found and set(deed.who) & set(found):
                found.append(partner)
        return found

    def _played(self, people: Sequence[str], deeds: Sequence[Told]) -> tuple[World, World]:
        """The world as the shot starts, with what holds at its first instant, and as it ends."""
        fixed = self.company.fixed
        start = self.world
        later: list[Deed] = []
        moved: set[str] = set()
        for deed, opening in deeds:
            if not moved & set(deed.who) and self._already(deed, opening, start):
                start = applied(start, deed, fixed)
            else:
                later.append(deed)
                moved |= set(deed.who)
        for slug in people:
            start = start.but(slug, gone=False) if start.body(slug).gone else start
        start = self._in_hand(start, later)
        end = start
        for deed in later:
            end = applied(end, deed, fixed)
        return start, end

    def _in_hand(self, start: World, deeds: Sequence[Deed]) -> World:
        """Who lays something down, or gives it away, has had it in hand."""
        taken = {deed.prop for deed in deeds if deed.effect.prop in ("take", "use")}
        for deed in deeds:
            thing = deed.prop if deed.effect.prop in ("drop", "give") else ""
            held = {body.holds for body in start.bodies.values()}
            elsewhere = self.company.fixed | held | taken | set(start.down)
            if thing and thing not in elsewhere and not start.body(deed.who[0]).holds:
                start = start.but(deed.who[0], holds=thing)
        return start

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
        self, shot: Shot, people: Sequence[str], start: World, end: World, deeds: Sequence[Told]
    ) -> tuple[World, World]:
        """Left and right at both moments: sides change within a shot only where somebody walks around somebody."""
        after = with_axis(start.order, people, shot)
        before = tuple(dict.fromkeys((*start.order, *after)))
        turned = any(deed.effect.going == "around" for deed, _ in deeds)
        first = before if turned else after
        return replace(start, order=first), replace(end, order=after)

    def _arriving(self, people: Sequence[str], deeds: Sequence[Told]) -> dict[str, str]:
        """Who comes into the frame, and from which side: out on the right, in on the left of the next shot."""
        found: dict[str, str] = {}
        seen: set[str] = set()
        for deed, _ in deeds:
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

    def _props(self, shot: Shot, made: placing.Staged, deeds: Sequence[Told]) -> tuple[PlacedProp, ...]:
        """Props that lie in the set at some moment of the shot: those put down in it too."""
        held = {placed.holds for placed in made.start} - set(self.world.down)
        hidden = {deed.prop for deed, _ in deeds if deed.effect.hidden}
        held |= hidden & {body.holds for body in self.world.bodies.values()} - {shot.subject}
        names = {slug: asset.name for slug in shot.props if (asset := self.company.view.assets.get(slug))}
        wanted = [
            slug for slug in shot.props if not (self.company.is_thing("worn", slug) and slug in self.follower.users)
        ]
        if shot.camera.size in ("INSERT", "ECU") and shot.subject in self.company.props[1].values():
            wanted = [shot.subject, *(slug for slug in wanted if slug != shot.subject)]
        return background.lying(
            shot,
            wanted,
            made.start,
            held,
            names,
            self.follower.users,
            self.company.lexicon,
            interior=self.company.view.interior,
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
        for change in shot.accepted:
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

"""Reads what is to be decided of a scene's states: proposals with their sentence, conditions that meet its border."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from storyforge.errors import UnknownSceneError
from storyforge.model.conditions import conditions_after
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder, number_of
from storyforge.model.proposals import singly, tag_of
from storyforge.providers.offline.conditions.carry import carry
from storyforge.tasks.conditions import CarryContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storyforge.model.scene import Scene
    from storyforge.model.shots import Change, Shot, ShotList
    from storyforge.model.visuals import Condition, Visuals
    from storyforge.story import Story


@dataclass(frozen=True, slots=True)
class Proposal:
    """One tag that a sentence of a shot says somebody gains or loses, and the shots it would be seen in."""

    scene: str
    shot: str
    change: Change
    seen_in: tuple[str, ...]
    meets: str
    """The next scene with the element, at whose border it would be asked about; empty where none follows."""

    @property
    def name(self) -> str:
        """How it is called in commands: `john.wet`, `john.-wet` where it ends."""
        return f"{self.change.element}.{tag_of(self.change)}"

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        change = self.change
        return {
            "scene": self.scene,
            "shot": self.shot,
            "name": self.name,
            "element": change.element,
            "tag": tag_of(change).removeprefix("-"),
            "gains": bool(change.gains),
            "quote": change.quote,
            "rule": change.rule,
            "sure": change.sure,
            "review": change.review,
            "decided": change.decided,
            "seen_in": list(self.seen_in),
            "asked_at": self.meets,
        }


Answer = Literal["author", "auto", ""]


@dataclass(frozen=True, slots=True)
class Question:
    """A condition that an element left an earlier scene in, where it is next seen: is that still so?"""

    scene: str
    element: str
    condition: Condition
    last: str
    jump: str
    rule_keeps: bool
    keep: bool | None
    decided: Answer

    @property
    def name(self) -> str:
        """How it is called in commands: `john.wet`."""
        return f"{self.element}.{self.condition.tag}"

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "scene": self.scene,
            "name": self.name,
            "element": self.element,
            "tag": self.condition.tag,
            "since": self.condition.since,
            "quote": self.condition.quote,
            "last_seen": self.last,
            "jump": self.jump,
            "rule_keeps": self.rule_keeps,
            "keep": self.keep,
            "decided": self.decided,
        }


class States:
    """What a story's scenes say of states."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.summaries = story.summaries

    def numbers(self, wanted: Sequence[str] = ()) -> list[str]:
        """The scenes of these numbers, or all; raises UnknownSceneError."""
        known = list(self.summaries.numbers)
        by_folder = {folder(number): number for number in known}
        for number in wanted:
            if number not in known and by_folder.get(number) is None:
                raise UnknownSceneError(number, known)
        return [number for number in known if not wanted or number in wanted or folder(number) in wanted]

    def shots(self, number: str) -> ShotList | None:
        """The shot list of a scene."""
        return cast("ShotList | None", self.story.model(scene_path(folder(number), "shots")))

    def visuals(self, number: str) -> Visuals | None:
        """The starting states of a scene."""
        return cast("Visuals | None", self.story.model(scene_path(folder(number), "visuals")))

    def scene(self, number: str) -> Scene | None:
        """What the hub knows of a scene."""
        return cast("Scene | None", self.story.model(scene_path(folder(number), "scene")))

    def proposals(self, number: str) -> tuple[Proposal, ...]:
        """Every change of a scene, one a tag, in order, whatever was said of it."""
        shots = self.shots(number)
        return tuple(self._proposals(number, shots.shots)) if shots else ()

    def _proposals(self, number: str, shots: Sequence[Shot]) -> Iterator[Proposal]:
        for place, shot in enumerate(shots):
            for change in singly(shot.changes):
                seen, lasts = _seen_in(shots, place, change)
                meets = self._next_with(number, change.element) if lasts and change.gains else ""
                yield Proposal(number, shot.id, change, seen, meets)

    def _next_with(self, number: str, element: str) -> str:
        here = self.summaries.order[folder(number)]
        later = (name for name, place in self.summaries.order.items() if place > here)
        elements = ((name, self.summaries.index(scene_path(name, "shots")).get("elements", {})) for name in later)
        return next((number_of(name) for name, found in elements if element in found), "")

    def questions(self, number: str) -> tuple[Question, ...]:
        """Every condition in which an element of a scene was last seen, with what was said of it."""
        elements = self.summaries.index(scene_path(folder(number), "shots")).get("elements", {})
        return tuple(question for slug in elements for question in self._questions(number, slug))

    def _questions(self, number: str, slug: str) -> Iterator[Question]:
        last = self.summaries.last_seen(number, slug)
        if last is None or not self.summaries.end_state(last, slug):
            return
        conditions = self.end_conditions(number_of(last), slug)
        jump = self.summaries.widest(last, folder(number)) or "other"
        kept = self._kept(slug, jump, [condition.tag for condition in conditions])
        scene, visuals = self.scene(number), self.visuals(number)
        said = {carry.condition: carry.keep for carry in scene.carry if carry.element == slug} if scene else {}
        started = visuals is not None and self._answered(number, slug, last)
        starts = {condition.tag for condition in self.start_conditions(number, slug)}
        for condition in conditions:
            tag = condition.tag
            decided: Answer = "author" if tag in said else "auto" if started or tag not in kept else ""
            keep = said.get(tag, tag in starts if started else None if tag in kept else False)
            yield Question(number, slug, condition, number_of(last), jump, tag in kept, keep, decided)

    def _kept(self, slug: str, jump: str, tags: list[str]) -> tuple[str, ...]:
        thing = self.summaries.asset(slug).get("kind") != "character"
        return carry(CarryContext(conditions=tuple(tags), jump=jump, thing=thing)).kept

    def _answered(self, number: str, slug: str, last: str) -> bool:
        """Whether the starting states of a scene were made from how an element was last seen."""
        record = self.story.records.get(scene_path(folder(number), "visuals"))
        item = record.items.get(slug) if record else None
        facet = f"scenes/{last}#end.{slug}"
        return item is not None and item.made_from.get(facet) == self.summaries.facet(facet)

    def start_conditions(self, number: str, slug: str) -> tuple[Condition, ...]:
        """The conditions that an element starts a scene in."""
        visuals = self.visuals(number)
        return next((e.conditions for e in visuals.elements if e.id == slug), ()) if visuals else ()

    def end_conditions(self, number: str, slug: str) -> tuple[Condition, ...]:
        """The conditions of an element after a scene."""
        shots = self.shots(number)
        changes = [c for shot in shots.shots for c in shot.accepted if c.element == slug] if shots else []
        return conditions_after(number, self.start_conditions(number, slug), changes)


def _seen_in(shots: Sequence[Shot], place: int, change: Change) -> tuple[tuple[str, ...], bool]:
    """The shots that would show it: the one it happens in, at its end, and those behind until it is undone."""
    found = [shots[place].id]
    for shot in shots[place + 1 :]:
        if change.element in _elements(shot):
            found.append(shot.id)
        if _undone(shot.accepted, change):
            return tuple(found), False
    return tuple(found), True


def _elements(shot: Shot) -> set[str]:
    return {*(person.id for person in shot.characters), *shot.props, shot.setting}


def _undone(changes: Iterable[Change], change: Change) -> bool:
    tags = (*change.gains, *change.loses)
    others = ((other.loses if change.gains else other.gains) for other in changes if other.element == change.element)
    return any(tag in undone for undone in others for tag in tags)

"""Stage 8, visual definition: the starting state of every element of a scene, a fold over all scenes before it.

Where a condition meets a scene border, its author decides (`carry:` in `scene.yaml`); with `--auto` the rule of the
task `carry` does, and the decision is recorded as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from storyforge.errors import CarryUndecidedError
from storyforge.model.conditions import conditions_after
from storyforge.model.counted import counted
from storyforge.model.jump import longest
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.visuals import Element, Visuals
from storyforge.stages.base import ALL, Made
from storyforge.tasks.conditions import CarryContext

if TYPE_CHECKING:
    from storyforge.errors import StoryforgeError
    from storyforge.model.assets import AssetKind
    from storyforge.model.base import Artifact
    from storyforge.model.jump import Jump
    from storyforge.model.scene import Scene
    from storyforge.model.shots import Change, ShotList
    from storyforge.model.summary import Summaries
    from storyforge.model.visuals import Condition
    from storyforge.stages.base import Facets, Job, Library, Plan
    from storyforge.tasks.conditions import CarryOutput

_ORDER = ("character", "prop", "setting")


def items(summaries: Summaries) -> Plan:
    """One item an element."""
    plan: Plan = {}
    for number in summaries.numbers:
        path = scene_path(folder(number), "visuals")
        elements = summaries.index(scene_path(folder(number), "shots")).get("elements", {})
        plan[path] = {slug: _facets(summaries, number, slug) for slug in elements} or {ALL: ()}
    return plan


def _facets(summaries: Summaries, number: str, slug: str) -> Facets:
    """Where it is first seen, what it is, and the state in which it was last seen; only a state is carried or dropped.

    A scene between that has no shots yet may hold it: then it waits for that.
    """
    here = folder(number)
    facets = [f"{scene_path(here, 'shots')}#first.{slug}"]
    if slug in summaries.assets:
        facets.append(f"{summaries.assets[slug]}#kind")
    seen = summaries.last_seen(number, slug)
    unmade = summaries.unmade_since(seen or "", number)
    if unmade:
        facets.append(f"scenes/{unmade}#end.{slug}")
    if seen:
        facets.append(f"scenes/{seen}#end.{slug}")
        tags = summaries.end_state(seen, slug)
        decisions = {tag: f"{scene_path(here, 'scene')}#carry.{slug}.{tag}" for tag in tags}
        facets += [decision for decision in decisions.values() if summaries.facet(decision) is not None]
        if any(summaries.facet(decision) is None for decision in decisions.values()):
            facets.append(f"scenes/{here}#jump.{seen}")
    return tuple(facets)


def run(job: Job) -> Made:
    """Walk over all scenes in order, folding; write those that are asked for."""
    fold_over = _Fold(job)
    wanted = set(job.scenes)
    made: dict[str, Artifact | bytes] = {}
    failed: dict[str, StoryforgeError] = {}
    for number in job.library.scenes:
        path = scene_path(folder(number), "visuals")
        old = cast("Visuals | None", job.library.model(path))
        try:
            visuals = fold_over.start(number, old) if number in wanted else old
        except CarryUndecidedError as undecided:
            failed[number] = undecided
            visuals = old
        if number in wanted and visuals is not None and number not in failed:
            made[path] = visuals
        fold_over.end(number, visuals)
    count = sum(len(cast("Visuals", visuals).elements) for visuals in made.values())
    return Made(made, failed=failed, subject=f"{counted(len(made), 'scene')}, {counted(count, 'element')}")


@dataclass(frozen=True, slots=True)
class _Seen:
    """How an element was when it was last seen: its conditions, and the place of that scene in the script."""

    number: str
    index: int
    conditions: tuple[Condition, ...]


class _Fold:
    """The state of every element, scene after scene."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.library: Library = job.library
        self.seen: dict[tuple[str, str], _Seen] = {}
        self.last: dict[str, _Seen] = {}
        self.order = {number: index for index, number in enumerate(self.library.scenes)}
        scenes = (self._scene(number) for number in self.library.scenes)
        self.jumps = [(scene.jump, scene.elsewhen) if scene else ("other", "") for scene in scenes]

    def start(self, number: str, old: Visuals | None) -> Visuals:
        """The starting state of a scene; raises CarryUndecidedError where its author must decide first."""
        shots = self._shots(number)
        first = _first_seen(shots)
        kept = {element.id: element for element in old.elements} if old else {}
        elements = [self._element(number, slug, shot, kept.get(slug)) for slug, shot in first.items()]
        elements.sort(key=lambda element: _ORDER.index(element.kind))
        return Visuals(scene=number, style=old.style if old else "", elements=tuple(elements))

    def end(self, number: str, visuals: Visuals | None) -> None:
        """Fold the changes of a scene's shots over its starting state."""
        start = {element.id: element.conditions for element in visuals.elements} if visuals else {}
        changes: dict[str, list[Change]] = {}
        shots = self._shots(number)
        for change in (change for shot in shots.shots for change in shot.accepted) if shots else ():
            changes.setdefault(change.element, []).append(change)
        for slug in {**start, **dict.fromkeys(_first_seen(shots))}:
            conditions = conditions_after(number, start.get(slug, ()), changes.get(slug, ()))
            self.last[slug] = self.seen[self._time(number), slug] = _Seen(number, self.order[number], conditions)

    def _time(self, number: str) -> str:
        return self.jumps[self.order[number]][1]

    def _last(self, number: str, slug: str) -> _Seen | None:
        """How an element was last seen in the time that a scene plays in, such as the present, else in any."""
        return self.seen.get((self._time(number), slug)) or self.last.get(slug)

    def _gap(self, last: _Seen, number: str) -> Jump:
        """The widest jump since; a flashback between two scenes of the present takes no time."""
        between = self.jumps[last.index + 1 : self.order[number] + 1]
        now = self._time(number)
        same = self._time(last.number) == now
        return longest(jump for jump, time in between if not same or time == now)

    def _element(self, number: str, slug: str, first_shot: str, old: Element | None) -> Element:
        conditions = self._carried(number, slug)
        last = self._last(number, slug)
        asset = self.library.assets.get(slug)
        source: Literal["master", "scene", "new"] = "scene" if conditions else "master" if asset else "new"
        kind: AssetKind = asset.kind if asset else "prop"
        return Element(
            id=slug,
            kind=kind,
            source=source,
            from_scene=last.number if last and conditions else "",
            first_shot=first_shot,
            conditions=conditions,
            look=old.look if old else "",
            review=old.review if old and old.conditions == conditions else "open",
        )

    def _carried(self, number: str, slug: str) -> tuple[Condition, ...]:
        """The conditions that live on from where the element was last seen."""
        last = self._last(number, slug)
        if last is None or not last.conditions:
            return ()
        scene = self._scene(number)
        decisions = scene.carry if scene else ()
        decided = {carry.condition: carry.keep for carry in decisions if carry.element == slug}
        open_tags = [condition.tag for condition in last.conditions if condition.tag not in decided]
        kept = set(self._by_rule(number, slug, last, open_tags))
        found = []
        for condition in last.conditions:
            if decided.get(condition.tag):
                found.append(condition.model_copy(update={"decided": "author"}))
            elif condition.tag in kept:
                found.append(condition.model_copy(update={"decided": "auto"}))
        return tuple(found)

    def _by_rule(self, number: str, slug: str, last: _Seen, tags: list[str]) -> tuple[str, ...]:
        if not tags:
            return ()
        asset = self.library.assets.get(slug)
        context = CarryContext(
            conditions=tuple(tags),
            jump=self._gap(last, number),
            thing=asset is None or asset.kind != "character",
        )
        kept = cast("CarryOutput", self.job.text.ask("carry", context)).kept
        if kept and not self.job.auto:
            raise CarryUndecidedError(number, slug, kept, last.number)
        return kept

    def _scene(self, number: str) -> Scene | None:
        return cast("Scene | None", self.library.model(scene_path(folder(number), "scene")))

    def _shots(self, number: str) -> ShotList | None:
        return cast("ShotList | None", self.library.model(scene_path(folder(number), "shots")))


def _first_seen(shots: ShotList | None) -> dict[str, str]:
    """Slug of every element of a scene -> the shot in which it first appears."""
    first: dict[str, str] = {}
    for shot in shots.shots if shots else ():
        changed = (change.element for change in shot.accepted)
        for slug in (*(person.id for person in shot.characters), *shot.props, shot.setting, *changed):
            if slug:
                first.setdefault(slug, shot.id)
    return first

"""Shots changed one by one, in one commit each: the author's act, as if it were typed into the shot list.

What was approved is edited from then on; what is made from the shots knows which of them are others now.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from storyforge.errors import (
    MissingArtifactError,
    SceneNumberError,
    ShotFieldError,
    ShotsApartError,
    UnknownArtifactError,
    UnknownSceneError,
)
from storyforge.model.kinds import scene_path
from storyforge.model.money import FREE
from storyforge.model.numbering import folder, parse_shot_id
from storyforge.model.proposals import made_again
from storyforge.model.timing import parse_rate
from storyforge.pipeline.change import Change, to_bytes
from storyforge.pipeline.cutting import fields, shots, tempo
from storyforge.pipeline.writing.asking import recorded_first, weighed, writer
from storyforge.stages.film.reading import cast_of
from storyforge.stages.film.s07_shots import conditions_context, shots_context
from storyforge.tasks.cohere import CohereContext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from storyforge.model.money import Cost
    from storyforge.model.shots import Change as StateChange
    from storyforge.model.shots import Shot, ShotList
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.asking import Tell, Writer
    from storyforge.story import Story
    from storyforge.tasks.cohere import CohereOutput, Dependent
    from storyforge.tasks.conditions import ConditionsOutput


@dataclass(frozen=True, slots=True)
class ShotsChanged:
    """What came of it: the scene, its shots as they were and as they are, and what followed from what was set.

    `given_up` are fields of a merged shot that had two values. Of a dry run `cost` is the most that it would cost.
    """

    scene: str
    subject: str
    before: tuple[Shot, ...]
    after: tuple[Shot, ...]
    followed: tuple[Dependent, ...] = ()
    given_up: Mapping[str, tuple[str, str]] | None = None
    by: str = "offline"
    cost: Cost = FREE
    impact: Impact | None = None
    saved: str | None = None
    commit: str | None = None


@dataclass(frozen=True)
class Work:
    """One scene's shot list on the way to being another."""

    story: Story
    number: str
    list: ShotList

    @property
    def path(self) -> str:
        """The file."""
        return scene_path(folder(self.number), "shots")

    @property
    def rate(self) -> Fraction:
        """Frames a second."""
        return parse_rate(self.story.story.rate)

    @property
    def language(self) -> str:
        """The story's language."""
        return self.story.story.language

    def place(self, name: str) -> int:
        """Where a shot stands; raises UnknownArtifactError."""
        ids = [shot.id for shot in self.list.shots]
        if name not in ids:
            raise UnknownArtifactError(name, ids)
        return ids.index(name)

    def taken(self) -> set[str]:
        """Ids of the scene that something goes by, or went by when it was made."""
        here = f"scenes/{folder(self.number)}/"
        kinds = ("shots", "prompts", "frames", "clips", "confirmation")
        records = (self.story.records.get(f"{here}{kind}.yaml") for kind in kinds)
        recorded = {item.partition(".")[0] for record in records if record for item in record.items}
        return recorded | {shot.id for shot in self.list.shots}


def work_on(story: Story, number: str) -> Work:
    """A scene's shot list; raises UnknownSceneError, MissingArtifactError, InvalidArtifactError."""
    if number not in story.scenes:
        raise UnknownSceneError(number, list(story.scenes))
    path = scene_path(folder(number), "shots")
    found = cast("ShotList | None", story.model(path))
    if found is None:
        raise MissingArtifactError(path)
    return Work(story, number, found)


def scene_of(story: Story, name: str) -> str:
    """The scene of a shot id; raises UnknownArtifactError where there is no such scene."""
    with suppress(SceneNumberError):
        number = parse_shot_id(name).scene
        if number in story.scenes:
            return number
    raise UnknownArtifactError(name, list(story.scenes))


def split_shot(
    session: Session,
    name: str,
    request: Request,
    at: Fraction | None = None,
    tell: Callable[[Tell], None] | None = None,
) -> ShotsChanged:
    """Make two shots of one, at the place nearest to a time, else to its middle.

    Raises UnknownArtifactError, ShotWholeError, ImpactNotAcceptedError, and what a save raises.
    """

    def step(work: Work, _: Writer) -> tuple[tuple[Shot, ...], ShotsChanged]:
        place = work.place(name)
        shot = work.list.shots[place]
        cut = shots.best_cut(shot, work.rate, work.language, at)
        new = shots.new_id(name, work.taken())
        halves = shots.split(shot, cut, new, work.language)
        return _put(work, place, 1, halves), ShotsChanged(work.number, f"shots: {name} split, {new}", (shot,), halves)

    return _changed(session, scene_of(session.story, name), request, step, tell)


def merge_shots(
    session: Session, one: str, other: str, request: Request, tell: Callable[[Tell], None] | None = None
) -> ShotsChanged:
    """Make one shot of two neighbours; the id of the second is never used again.

    Raises UnknownArtifactError, ShotsApartError, ShotsTooLongError, ImpactNotAcceptedError, and what a save raises.
    """

    def step(work: Work, _: Writer) -> tuple[tuple[Shot, ...], ShotsChanged]:
        place, behind = work.place(one), work.place(other)
        if behind != place + 1:
            raise ShotsApartError(one, other, f"{other} is not the shot behind {one}")
        pair = (work.list.shots[place], work.list.shots[behind])
        merged = shots.merge(*pair, work.rate, work.language)
        given_up = shots.given_up(*pair, merged)
        found = ShotsChanged(work.number, f"shots: {one} and {other} merged", pair, (merged,), given_up=given_up)
        return _put(work, place, 2, (merged,)), found

    scene = scene_of(session.story, one)
    if scene != scene_of(session.story, other):
        raise ShotsApartError(one, other, "they are of two scenes")
    return _changed(session, scene, request, step, tell)


def set_shot(
    session: Session,
    name: str,
    assignments: Sequence[str],
    request: Request,
    *,
    alone: bool = False,
    tell: Callable[[Tell], None] | None = None,
) -> ShotsChanged:
    """Set fields of a shot, and let what depends on them follow, unless they are to be set `alone`.

    Raises UnknownArtifactError, ShotFieldError, ImpactNotAcceptedError, what a save raises and whoever answers.
    """
    values = fields.parse(assignments)
    if not values:
        raise ShotFieldError("Nothing is set.", "Such as: storyforge shot set 3B size=CU duration=3.5")

    def step(work: Work, asked: Writer) -> tuple[tuple[Shot, ...], ShotsChanged]:
        place = work.place(name)
        was = work.list.shots[place]
        if place == 0 and values.get("continues", "").lower() in ("true", "yes"):
            raise ShotFieldError(f"{name} is the first shot of its scene, and continues none.", "Leave it out.")
        now = fields.with_fields(was, values, work.rate, frozenset(work.story.assets))
        edited = _put(work, place, 1, (now,))
        subject = f"shots: {name} {', '.join(values)}"
        found = ShotsChanged(work.number, subject, (was,), (now,), by=asked.asking.name)
        if alone or now == was:
            return edited, found
        if request.dry and not asked.is_free:
            cost = asked.price("cohere", [_context(work, edited, was, values)])
            return edited, replace(found, cost=cost)
        return _cohered(work, asked, edited, was, values, found)

    return _changed(session, scene_of(session.story, name), request, step, tell)


def _put(work: Work, place: int, count: int, new: Sequence[Shot]) -> tuple[Shot, ...]:
    there = work.list.shots
    return (*there[:place], *new, *there[place + count :])


def _context(work: Work, edited: tuple[Shot, ...], was: Shot, values: Mapping[str, str]) -> CohereContext:
    told = shots_context(work.story, work.number, cast_of(work.story.summaries))
    return CohereContext(
        language=work.language,
        rate=work.story.story.rate,
        shots=edited,
        edited=was.id,
        fields=tuple(values),
        before=was,
        cast=told.cast,
        props=told.props,
    )


def _cohered(
    work: Work, asked: Writer, edited: tuple[Shot, ...], was: Shot, values: Mapping[str, str], found: ShotsChanged
) -> tuple[tuple[Shot, ...], ShotsChanged]:
    answer = cast("CohereOutput", asked.asking.ask("cohere", _context(work, edited, was, values)))
    names = frozenset(work.story.assets)
    by_id = {shot.id: shot for shot in edited}
    for each in answer.changes:
        by_id[each.shot] = fields.with_fields(by_id[each.shot], {each.field: each.value}, work.rate, names)
    if "action" in values:
        by_id[was.id] = _read_again(work, asked, by_id[was.id], was)
    after = tuple(by_id.values())
    changed = tuple(shot for shot, old in zip(after, edited, strict=True) if shot != old or shot.id == was.id)
    olds = {shot.id: shot for shot in work.list.shots}
    before = tuple(olds[shot.id] for shot in changed)
    return after, replace(found, before=before, after=changed, followed=answer.changes)


def _read_again(work: Work, asked: Writer, shot: Shot, was: Shot) -> Shot:
    """A shot with the changes of state that its new action says, as proposals; what was decided before holds."""
    context = conditions_context(shots_context(work.story, work.number, cast_of(work.story.summaries)), (shot,))
    answer = cast("ConditionsOutput", asked.asking.ask("conditions", context))
    read: tuple[StateChange, ...] = next((each.changes for each in answer.shots if each.shot == shot.id), ())
    theirs = tuple(change for change in was.changes if not change.rule)
    again = made_again(work.number, [shot.model_copy(update={"changes": (*theirs, *read)})], work.list, auto=False)
    return again.shots[0]


def _changed(
    session: Session,
    scene: str,
    request: Request,
    step: Callable[[Work, Writer], tuple[tuple[Shot, ...], ShotsChanged]],
    tell: Callable[[Tell], None] | None,
) -> ShotsChanged:
    """Record what the author edited, take a step, and commit what came of it."""
    work_on(session.story, scene)
    saved, story, branch = recorded_first(session, request)
    request = replace(request, upto="shots")
    with writer(session, request, tell) as asked:
        work = work_on(story, scene)
        new, found = step(work, asked)
        found = replace(found, saved=saved, by=asked.asking.name)
        if new == work.list.shots:
            return found
        content = to_bytes(story, work.path, work.list.model_copy(update={"shots": new}))
        change = Change({work.path: content}, story.with_changes({work.path: content}))
        if request.dry:
            return replace(found, cost=found.cost if found.cost != FREE else asked.asking.cost)
        impact = weighed(session, change.after, request, "the same command with --accept-impact")
        commit = asked.commit(change, found.subject, request.guidance, branch)
        return replace(found, impact=impact, cost=asked.asking.cost, commit=commit)


def suggested(story: Story, scene: str, pace: str = "") -> tuple[tempo.Proposal, ...]:
    """What would help the tempo of a scene, at the story's pace or another.

    Raises UnknownSceneError, MissingArtifactError, ShotFieldError where there is no such pace.
    """
    work = work_on(story, scene)
    return tempo.proposals(work.list.shots, work.rate, pace or story.story.parameters.pace, work.language)


def apply_tempo(
    session: Session,
    scene: str,
    wanted: Sequence[int],
    request: Request,
    pace: str = "",
    tell: Callable[[Tell], None] | None = None,
) -> ShotsChanged:
    """Do what was proposed for the tempo of a scene, by number from 1, or all of it; in one commit.

    Raises UnknownSceneError, MissingArtifactError, ShotFieldError for a number that is none.
    """

    def step(work: Work, _: Writer) -> tuple[tuple[Shot, ...], ShotsChanged]:
        there = suggested(work.story, scene, pace)
        for number in wanted:
            if not 1 <= number <= len(there):
                hint = f"There are {len(there)}: storyforge shot tempo {scene}"
                raise ShotFieldError(f"There is no suggestion {number}.", hint)
        chosen = [there[number - 1] for number in dict.fromkeys(wanted)] or list(there)
        now = work
        for proposal in chosen:
            now = replace(now, list=now.list.model_copy(update={"shots": _done(now, proposal)}))
        ids = {name for proposal in chosen for name in proposal.shots}
        old = {shot.id: shot for shot in work.list.shots}
        before = tuple(shot for shot in work.list.shots if shot.id in ids)
        after = tuple(shot for shot in now.list.shots if old.get(shot.id) != shot)
        subject = f"shots: scene {scene}, tempo, {len(chosen)} of {len(there)} suggestions"
        return now.list.shots, ShotsChanged(scene, subject, before, after)

    return _changed(session, scene, request, step, tell)


def _done(work: Work, proposal: tempo.Proposal) -> tuple[Shot, ...]:
    place = work.place(proposal.shots[0])
    shot = work.list.shots[place]
    if proposal.act == "hold":
        return _put(work, place, 1, (shot.model_copy(update={"frames": proposal.frames}),))
    if proposal.act == "merge":
        return _put(work, place, 2, (shots.merge(shot, work.list.shots[place + 1], work.rate, work.language),))
    cut = shots.best_cut(shot, work.rate, work.language)
    return _put(work, place, 1, shots.split(shot, cut, shots.new_id(shot.id, work.taken()), work.language))

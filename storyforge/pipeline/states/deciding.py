"""Decides states: proposals accepted or rejected, conditions carried over a scene border or dropped, in one commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from storyforge.errors import NoSuchStateError
from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.proposals import rejections, singly, tag_of
from storyforge.model.scene import Carry
from storyforge.pipeline.change import Change, approved, to_bytes
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.repairing.impact import impact_of, providers_of, refuse_price
from storyforge.pipeline.session import message
from storyforge.pipeline.states.reading import States

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from storyforge.model.base import Artifact
    from storyforge.model.scene import Scene
    from storyforge.model.shots import Change as StateChange
    from storyforge.model.shots import ShotList
    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.states.reading import Proposal, Question
    from storyforge.story import Story

Verdict = Literal["accepted", "rejected"]
_COMMAND = {"accepted": "accept", "rejected": "reject"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be decided: scenes, names in them (`john.wet`, `5B`, `5B.john.wet`), or all that are sure, or all."""

    scenes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sure: bool = False
    every: bool = False
    accept_impact: bool = False


def review(
    session: Session, wish: Wish, verdict: Verdict, tell: Callable[[Impact], None] | None = None
) -> tuple[Proposal, ...]:
    """Accept or reject proposals in one commit; returns those of which another thing was said before.

    Raises UnknownSceneError, NoSuchStateError, ImpactNotAcceptedError where repair costs money.
    """
    branch = session.branch()
    record_edits(session, branch=branch)
    states = States(session.story)
    chosen: list[Proposal] = []
    models: dict[str, Artifact] = {}
    named = set(wish.names)
    for number in states.numbers(wish.scenes):
        found = states.proposals(number)
        picked = [each for each in found if _is_meant(each, wish, verdict)]
        named -= {name for name in named if any(name in _names(each) for each in found)}
        new = [each for each in picked if each.change.review != verdict]
        shots = states.shots(number)
        if new and shots:
            models[scene_path(folder(number), "shots")] = _reviewed(shots, new, verdict)
            chosen += new
    if named:
        raise NoSuchStateError(min(named), _known(states, wish.scenes))
    if models:
        said = ", ".join(dict.fromkeys(each.name for each in chosen)) if len(chosen) <= 3 else ""
        subject = f"shots: {said or counted(len(chosen), 'state')} {verdict}"
        command = f"storyforge state {_COMMAND[verdict]} {' '.join((*wish.scenes, *wish.names))}".rstrip()
        _commit(session, models, subject, f"{command} --accept-impact", branch, wish, tell)
    return tuple(chosen)


def _names(proposal: Proposal) -> tuple[str, ...]:
    """By what a proposal may be called: `john`, `john.wet`, `5B`, `5B.john.wet`."""
    return proposal.change.element, proposal.name, proposal.shot, f"{proposal.shot}.{proposal.name}"


def _is_meant(proposal: Proposal, wish: Wish, verdict: Verdict) -> bool:
    called = _names(proposal)
    if any(name in called for name in wish.names):
        return len({*called[1::2]} & set(wish.names)) > 0 or proposal.change.review == "proposed"
    if wish.names or proposal.change.review != "proposed":
        return False
    return wish.every or (wish.sure and proposal.change.sure and verdict == "accepted")


def _known(states: States, scenes: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(each.name for number in states.numbers(scenes) for each in states.proposals(number)))


def _reviewed(shots: ShotList, new: Sequence[Proposal], verdict: Verdict) -> ShotList:
    """The shot list with a verdict on some proposals; a change of several tags is parted where only one is meant."""
    meant = {(each.shot, each.change.element, tag_of(each.change), each.change.quote) for each in new}

    def said(shot: str, change: StateChange) -> StateChange:
        chosen = (shot, change.element, tag_of(change), change.quote) in meant
        return change.model_copy(update={"review": verdict, "decided": "author"}) if chosen else change

    found = tuple(
        shot.model_copy(update={"changes": tuple(said(shot.id, change) for change in singly(shot.changes))})
        for shot in shots.shots
    )
    return shots.model_copy(update={"shots": found, "rejected": rejections(found, shots.rejected)})


def carry_over(
    session: Session, wish: Wish, *, keep: bool | None, tell: Callable[[Impact], None] | None = None
) -> tuple[Question, ...]:
    """Say of conditions at a scene border whether they live on, in one commit; returns those of which that is new.

    Without `keep`, as the rule of the time between the scenes would have it. Raises as `review` does.
    """
    branch = session.branch()
    record_edits(session, branch=branch)
    states = States(session.story)
    chosen: list[Question] = []
    models: dict[str, Artifact] = {}
    named = set(wish.names)
    for number in states.numbers(wish.scenes):
        found = states.questions(number)
        named -= {name for each in found for name in (each.name, each.element)}
        picked = [each for each in found if _is_asked(each, wish)]
        scene = states.scene(number)
        answers = {each.name: each.rule_keeps if keep is None else keep for each in picked}
        new = [each for each in picked if each.decided != "author" or each.keep != answers[each.name]]
        if new and scene:
            models[scene_path(folder(number), "scene")] = _carried(scene, new, answers)
            chosen += new
    if named:
        known = [each.name for number in states.numbers(wish.scenes) for each in states.questions(number)]
        raise NoSuchStateError(min(named), list(dict.fromkeys(known)), carried=True)
    if models:
        said = ", ".join(each.name for each in chosen) if len(chosen) <= 3 else counted(len(chosen), "condition")
        how = {True: "kept", False: "dropped", None: "carried as the rule says"}[keep]
        asked = " ".join((*wish.scenes, *wish.names))
        flag = {True: " --keep", False: " --drop", None: ""}[keep]
        command = f"storyforge state carry {asked}{flag} --accept-impact"
        _commit(session, models, f"scenes: {said} {how}", command, branch, wish, tell)
    return tuple(chosen)


def _is_asked(question: Question, wish: Wish) -> bool:
    if wish.names:
        return question.name in wish.names or question.element in wish.names
    return wish.every and not question.decided


def _carried(scene: Scene, new: Sequence[Question], answers: Mapping[str, bool]) -> Scene:
    kept = [c for c in scene.carry if f"{c.element}.{c.condition}" not in {each.name for each in new}]
    made = [Carry(element=q.element, condition=q.condition.tag, keep=answers[q.name]) for q in new]
    return scene.model_copy(update={"carry": (*kept, *made)})


def _commit(
    session: Session,
    models: Mapping[str, Artifact],
    subject: str,
    command: str,
    branch: str,
    wish: Wish,
    tell: Callable[[Impact], None] | None,
) -> None:
    """Write the artifacts; what was locked stays locked, and what its author wrote by hand stays that."""
    story = session.story
    files = {path: to_bytes(story, path, artifact) for path, artifact in models.items()}
    after = story.with_changes(files, dict(models))
    impact = impact_of(story, after, providers_of(after, None))
    if tell and impact:
        tell(impact)
    if not wish.accept_impact:
        refuse_price(impact, command)
    change = Change(dict(files), after)
    for path in models:
        approval = _approval(story, path)
        if approval != "edited":
            step = approved(change.after, [path], "locked" if approval == "locked" else "draft")
            change = Change({**change.files, **step.files}, step.after)
    session.commit(change, message(subject, "", {"Run": session.run_id}), branch)


def _approval(story: Story, path: str) -> str:
    found = state_of(story.summaries, story.records).artifacts.get(path)
    return found.approval if found else "draft"

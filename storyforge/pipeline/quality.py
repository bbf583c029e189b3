"""The quality gate before a stage, and findings that their author lives with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks import findings
from storyforge.checks.waiving import FILE, excused, waivers
from storyforge.errors import QualityGateError, RequestError, UnknownFindingError
from storyforge.model.counted import briefly
from storyforge.model.kinds import scene_folder_of
from storyforge.model.numbering import number_of
from storyforge.model.waivers import Waiver, Waivers
from storyforge.pipeline.change import Change, to_bytes
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.session import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.finding import Finding
    from storyforge.pipeline.session import Session
    from storyforge.story import Story

_WORST = ("error", "warning", "note")


def holding_back(story: Story, stage: str, scenes: Sequence[str]) -> list[Finding]:
    """The findings that hold a stage back for some scenes, by `story.yaml: gates`, those of the whole story too."""
    gate = story.story.gates.get(stage)
    if gate is None:
        return []
    grave = _WORST[: _WORST.index(gate.severity) + 1]
    found = findings(story, gate.checks)
    return [each for each in found if each.severity in grave and not each.waived and _is_of(each, scenes)]


def _is_of(finding: Finding, scenes: Sequence[str]) -> bool:
    here = scene_folder_of(finding.path)
    return here is None or not scenes or number_of(here) in scenes


def refuse_poor(story: Story, stage: str, scenes: Sequence[str]) -> None:
    """Raises QualityGateError where findings hold a stage back, UnknownNameError for a check that there is not."""
    found = holding_back(story, stage, scenes)
    if found:
        worst = min(found, key=lambda each: _WORST.index(each.severity))
        raise QualityGateError(stage, f"{worst.place}: {worst.message}", worst.name, len(found))


def accept(session: Session, names: Sequence[str], why: str) -> list[Waiver]:
    """Live with some findings, by name (`speech_fits:3B`), in one commit with the reason as its body.

    Raises UnknownFindingError, RequestError without a reason, and what a save raises.
    """
    if not why.strip():
        raise RequestError(
            "A finding is accepted with a reason.", 'Such as: storyforge accept speech_fits:3B -m "she rushes"'
        )
    branch = session.branch()
    record_edits(session, branch=branch)
    story = session.story
    there = [each for each in findings(story) if each.check != "waiver"]
    new: list[Waiver] = []
    for name in names:
        meant = [each for each in there if each.name == name]
        if not meant:
            raise UnknownFindingError(name, sorted({each.name for each in there}))
        new += [_waiver(story, each, why) for each in dict.fromkeys(meant)]
    kept = [each for each in waivers(story) if (each.finding, each.says) not in {(w.finding, w.says) for w in new}]
    _commit(session, (*kept, *new), f"accept: {_excused(new)}", why, branch)
    return new


def _waiver(story: Story, finding: Finding, why: str) -> Waiver:
    return Waiver(
        finding=finding.name,
        path=finding.path,
        item=finding.about,
        says=finding.says,
        why=why.strip(),
        excuses=excused(story, finding.path, finding.about),
    )


def take_back(session: Session, names: Sequence[str]) -> list[Waiver]:
    """Live with some findings no longer, in one commit; raises UnknownFindingError, and what a save raises."""
    branch = session.branch()
    record_edits(session, branch=branch)
    known = waivers(session.story)
    for name in names:
        if name not in {each.finding for each in known}:
            raise UnknownFindingError(name, [each.finding for each in known])
    gone = [each for each in known if each.finding in names]
    kept = tuple(each for each in known if each not in gone)
    _commit(session, kept, f"accept: {_excused(gone)} no longer", "", branch)
    return gone


def _commit(session: Session, kept: tuple[Waiver, ...], subject: str, why: str, branch: str) -> None:
    story = session.story
    model = Waivers(waivers=kept)
    content = to_bytes(story, FILE, model)
    change = Change({FILE: content}, story.with_changes({FILE: content}, {FILE: model}))
    session.commit(change, message(subject, why, {"Run": session.run_id}), branch)


def _excused(found: Sequence[Waiver]) -> str:
    return briefly(list(dict.fromkeys(waiver.finding for waiver in found)), "finding")


def accepted(story: Story) -> list[tuple[Waiver, bool]]:
    """All waivers, each with whether it still holds."""
    live = {each.name for each in findings(story) if each.waived}
    return [(waiver, waiver.finding in live) for waiver in waivers(story)]

"""Approve and take back: lock and unlock artifacts, named by path, by stage, or by stage and scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors import (
    GapsLeftError,
    NotChosenError,
    NothingToApproveError,
    UnknownArtifactError,
    UnknownNameError,
)
from storyforge.model.counted import counted
from storyforge.model.kinds import kind_of
from storyforge.model.numbering import folder
from storyforge.pipeline.change import Change, approved, to_bytes
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.gaps import WITH_GAPS, gaps_of, holds_gaps_back
from storyforge.pipeline.gate import options_there
from storyforge.pipeline.session import message
from storyforge.pipeline.ticking import ticked_all
from storyforge.stages import BY_NAME
from storyforge.tasks.gaps import gaps_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.record import Approval
    from storyforge.pipeline.freshness.states import State
    from storyforge.pipeline.session import Session
    from storyforge.story import Story


def approve(
    session: Session, names: Sequence[str], scenes: Sequence[str], approval: Approval, *, allow_gaps: bool = False
) -> list[str]:
    """Lock or unlock artifacts in one commit; returns their paths.

    Raises UnknownArtifactError, NothingToApproveError where none is there, NotChosenError where only options are,
    InvalidArtifactError, GapsLeftError where one of them has a gap, unless that is allowed or the story is a
    storyboard, which shows it.
    """
    branch = session.branch()
    record_edits(session, branch=branch)
    story = session.story
    state = state_of(story.summaries, story.records)
    paths = resolve(story, state, names, scenes)
    here = [path for path in paths if path in story.summaries]
    if not here:
        for name in names:
            if options := options_there(story, name):
                raise NotChosenError(name, options)
        raise NothingToApproveError(", ".join(names))
    story.refuse_unreadable(here)
    changed = [path for path in here if _differs(state, path, approval)]
    if approval == "locked" and not allow_gaps and holds_gaps_back(story):
        _refuse_gaps(story, changed)
    if changed:
        # To lock frames is to approve every one of them, and the file says so.
        ticked = ticked_all(story, changed) if approval == "locked" else {}
        files = {path: to_bytes(story, path, frames) for path, frames in ticked.items()}
        change = approved(story.with_changes(files, ticked) if files else story, changed, approval)
        change = Change({**files, **change.files}, change.after)
        session.commit(change, _message(changed, approval, session.run_id), branch)
    return changed


def _refuse_gaps(story: Story, paths: Sequence[str]) -> None:
    for path in paths:
        if path in WITH_GAPS and not story.summaries.index(path).get("derived"):
            gaps = gaps_in(story.text(path))
            if gaps:
                # A beat's own words are quoted a second time, as its source.
                asked = len(gaps_of(path, story.model(path))) if path == "beats.yaml" else len(gaps)
                raise GapsLeftError(path, gaps[0].line, asked, gaps[0].question)


def resolve(story: Story, state: State, names: Sequence[str], scenes: Sequence[str]) -> list[str]:
    """Paths of artifacts by name: a path, a stage, a scene's folder, or the slug of an asset."""
    folders = {folder(number) for number in scenes}
    found: dict[str, None] = {}
    for name in names:
        for path in _named(story, state, name):
            if not folders or (path.split("/")[1:2] and path.split("/")[1] in folders):
                found.setdefault(path)
    return list(found)


def _named(story: Story, state: State, name: str) -> list[str]:
    if name in BY_NAME and name not in state.stages:
        raise UnknownNameError("stage of this story", name, list(state.stages))
    if name in BY_NAME:
        return [artifact.path for artifact in state.stages[name].artifacts if artifact.approval != "missing"]
    clean = name.rstrip("/").removeprefix("./")
    if kind_of(clean) and clean in story.files.ids:
        return [clean]
    if clean in story.summaries.assets:
        return [story.summaries.assets[clean]]
    below = [path for path in state.artifacts if path.startswith(f"{clean}/") and path in story.summaries]
    if below:
        return below
    raise UnknownArtifactError(name, [*BY_NAME, *story.summaries.assets, *state.artifacts])


def _differs(state: State, path: str, approval: Approval) -> bool:
    found = state.artifacts.get(path)
    return found is None or found.approval != approval


def _message(paths: list[str], approval: Approval, run: str) -> str:
    stages = dict.fromkeys(kind.stage for path in paths if (kind := kind_of(path)))
    what = paths[0] if len(paths) == 1 else counted(len(paths), "file")
    word = "locked" if approval == "locked" else "unlocked"
    return message(f"{', '.join(stages)}: {what} {word}", "", {"Run": run})

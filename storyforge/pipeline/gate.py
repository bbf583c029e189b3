"""The gate before a stage: everything that it reads must be locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors import NotChosenError, NotConfirmedError, NotLockedError
from storyforge.model.kinds import option_path, scene_folder_of
from storyforge.model.numbering import number_of
from storyforge.pipeline.gaps import SCRIPT, WITH_GAPS, gaps_of, holds_gaps_back
from storyforge.pipeline.todo import path_of
from storyforge.stages import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.pipeline.freshness.states import ArtifactState, State
    from storyforge.stages import Row
    from storyforge.story import Story

CONFIRM = "confirm"
SETUP = "setup"
"""Its files are their author's own: an edit of them is no draft of anything, and nobody is warned of it."""


def pass_gate(story: Story, row: Row, state: State, scenes: Sequence[str]) -> list[str]:
    """Warnings about what is edited or outdated, which passes all the same, except a confirmation.

    Raises NotLockedError, NotChosenError, NotConfirmedError, InvalidArtifactError.
    """
    warnings: list[str] = []
    for need in row.needs_in(story.summaries.way):
        matter = _matter(state, need, scenes)
        story.refuse_unreadable(artifact.path for artifact in matter)
        closed = [a for a in matter if a.approval in ("missing", "draft")]
        options = options_there(story, need)
        if options and closed and _is_missing(closed):
            raise NotChosenError(need, options)
        if closed or not state.stages[need].artifacts:
            gaps = sum(_gaps(story, artifact.path) for artifact in closed)
            raise NotLockedError(row.name, need, [a.path for a in closed], missing=_is_missing(closed), gaps=gaps)
        if need == CONFIRM:
            _agreed(matter, state)
        warnings += _warnings(matter)
    return warnings


def _gaps(story: Story, path: str) -> int:
    """How many gaps keep an artifact from being locked."""
    if path not in WITH_GAPS or path not in story.summaries or not holds_gaps_back(story):
        return 0
    return len(gaps_of(path, story.read(path) if path == SCRIPT else story.model(path)))


def options_there(story: Story, stage: str) -> int:
    """How many options of a stage are there to choose from."""
    if stage not in BY_NAME or not BY_NAME[stage].options:
        return 0
    return sum(option_path(stage, number) in story.summaries for number in range(1, 10))


def options_fresh(story: Story, stage: str) -> bool:
    """Whether a stage's options were made from what is there today."""
    record = story.records.get(option_path(stage, 1))
    made_from = [names for item in record.items.values() for names in item.made_from.items()] if record else []
    return bool(made_from) and all(story.summaries.facet(name) == digest for name, digest in made_from)


def _matter(state: State, need: str, scenes: Sequence[str]) -> list[ArtifactState]:
    """The artifacts of a needed stage that the scenes at hand are made from."""
    found = state.stages[need].artifacts
    if BY_NAME[need].scope != "scene":
        return list(found)
    here = {path_of(BY_NAME[need], number) for number in scenes}
    return [artifact for artifact in found if artifact.path in here]


def _is_missing(closed: Sequence[ArtifactState]) -> bool:
    return not closed or any(artifact.approval == "missing" for artifact in closed)


def _agreed(confirmations: Sequence[ArtifactState], state: State) -> None:
    """What is confirmed is what is made: an edited or outdated confirmation is none.

    Neither is one that waits for a repair; one that waits for what its author keeps as it was edited is.
    """
    for found in confirmations:
        waits = found.freshness == "waiting" and not _waits_for_author(found, state)
        if found.approval != "locked" or found.freshness == "outdated" or waits:
            raise NotConfirmedError(number_of(scene_folder_of(found.path) or ""))


def _waits_for_author(found: ArtifactState, state: State) -> bool:
    """Whether all that an artifact waits for goes back to files that are outdated, edited by hand, and so kept."""
    seen: set[str] = set()
    todo = [name for item in found.items.values() for name in item.waits_for]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        path, _, part = name.partition("#")
        artifact = state.artifacts[path]
        item = artifact.items.get(part)
        if item is None or (item.freshness == "outdated" and artifact.approval != "edited"):
            return False
        todo += item.waits_for
    return True


def _warnings(matter: Sequence[ArtifactState]) -> Iterator[str]:
    for artifact in matter:
        for word in (artifact.approval, artifact.freshness):
            if artifact.left_over and word == "outdated":
                yield f"{artifact.path} is named nowhere in the script any more: storyforge check"
            elif word == "outdated" or (word == "edited" and artifact.stage != SETUP):
                yield f"{artifact.path} is {word}."

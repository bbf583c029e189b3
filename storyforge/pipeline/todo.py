"""What a run has to make: artifacts by path, and within those that are made item by item, the items that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import UnknownSceneError
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder, is_number
from storyforge.stages.base import ALL, Answered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.pipeline.freshness.states import ArtifactState, StageState
    from storyforge.pipeline.request import Request
    from storyforge.stages import Row
    from storyforge.stages.base import SpareStage
    from storyforge.story import Story

_FILES = {"scenes": "scene", "confirm": "confirmation", "video": "clips"}
"""Stages whose file in a scene's folder has another name."""


def path_of(row: Row, number: str) -> str:
    """Where a stage keeps what it makes of a scene; what goes by another name than a scene's is kept nowhere."""
    return scene_path(folder(number), _FILES.get(row.name, row.name)) if is_number(number) else ""


def wanted(story: Story, request: Request, row: Row, stage: StageState) -> list[ArtifactState]:
    """The artifacts that a request is about; raises UnknownSceneError."""
    if row.scope == "story" and request.assets:
        slugs = set(request.assets)
        return [artifact for artifact in stage.artifacts if _slug_of(artifact.path) in slugs]
    if row.scope == "story" or not request.scenes:
        return list(stage.artifacts)
    for number in request.scenes:
        if number not in story.scenes:
            raise UnknownSceneError(number, list(story.scenes))
    paths = {path_of(row, number) for number in request.scenes}
    return [artifact for artifact in stage.artifacts if artifact.path in paths]


def paths_to_make(story: Story, request: Request, row: Row, stage: StageState) -> set[str]:
    """Paths to be made: what is missing; what is outdated, if asked; what was named, with guidance."""
    found = wanted(story, request, row, stage)
    if request.only and (request.guidance or request.agree):
        return {artifact.path for artifact in found} or {ALL}
    todo = {artifact.path for artifact in found if artifact.approval == "missing"}
    if request.outdated or request.options:
        todo |= _stale(row, found)
    todo |= {artifact.path for artifact in found if finals_due(story, request, artifact.path)}
    if row.spare:
        return todo | _lacking(story, request, row)
    return todo or ({ALL} if not stage.artifacts else set())


def finals_due(story: Story, request: Request, path: str) -> frozenset[str]:
    """The drafts among a scene's clips whose finals were agreed to, and are asked for."""
    if (
        path not in story.summaries
        or not path.endswith("/clips.yaml")
        or not request.only
        or request.quality == "draft"
    ):
        return frozenset()
    agreed = story.summaries.index(scene_path(path.split("/")[1], "confirmation"))
    return frozenset() if agreed.get("draft") else frozenset(story.summaries.index(path).get("drafts", ()))


def _slug_of(path: str) -> str:
    """The slug of the asset that a file of reference pictures is of."""
    return path.split("/")[2] if path.startswith("assets/") and path.count("/") > 2 else ""


def _lacking(story: Story, request: Request, row: Row) -> set[str]:
    """Files of a stage that is only made where somebody wants it: whoever runs it wants all that is not there."""
    stage = cast("SpareStage", row.load())
    paths = stage.wanted(story.summaries)
    if request.assets:
        return {path for path in paths if _slug_of(path) in request.assets}
    here = {path_of(row, number) for number in request.scenes}
    return {path for path in paths if row.scope == "story" or not here or path in here}


def _stale(row: Row, found: list[ArtifactState]) -> set[str]:
    """Paths of what is outdated and not edited; what waits is only taken along where the stage is a chain.

    Where things are made one by one, an edit by hand is kept by itself, and the rest of its file is repaired.
    """
    whole = row.asks == "text"
    made = [a for a in found if a.approval in ("draft", "locked") or (a.approval == "edited" and not whole)]
    stale = {a.path for a in made if a.freshness == "outdated"}
    return stale | {a.path for a in made if a.freshness == "waiting"} if stale and row.chained else stale


def items_due(story: Story, request: Request, stage: StageState, todo: set[str]) -> dict[str, frozenset[str]]:
    """Path -> the items of it that are to be made: all that was asked for in words, else what is stale or gone."""
    due: dict[str, frozenset[str]] = {}
    for artifact in stage.artifacts:
        if artifact.path in todo and artifact.path in story.summaries:
            asked = _due(request, artifact, story.summaries.index(artifact.path))
            due[artifact.path] = asked | finals_due(story, request, artifact.path)
    return due


def answers_of(story: Story, row: Row) -> dict[str, dict[str, Answered]]:
    """Path -> item -> which order brought what is there, of all that a stage made."""
    records = ((path, record) for path, record in story.records.items() if record.stage == row.name)
    return {
        path: {name: Answered(item.by, item.answer) for name, item in record.items.items() if item.answer is not None}
        for path, record in records
    }


def _due(request: Request, artifact: ArtifactState, index: Mapping[str, Any]) -> frozenset[str]:
    files = {**index.get("pictures", {}), **index.get("clips", {})}
    if request.guidance:
        return _named(request.shots, frozenset(files), _slug_of(artifact.path))
    if artifact.lost:
        start = f"{artifact.path.rpartition('/')[0]}/"
        names = {path.removeprefix(start) for path in artifact.lost}
        return frozenset(item for item, row in files.items() if row[0] in names)
    return frozenset(reason.item for reason in artifact.reasons)


def _named(shots: tuple[str, ...], every: frozenset[str], slug: str = "") -> frozenset[str]:
    """The items that were named, by themselves, by their shot or by their asset (`edward.face-1`); or all."""
    if not shots:
        return every
    return frozenset(i for i in every if i in shots or i.partition(".")[0] in shots or f"{slug}.{i}" in shots)

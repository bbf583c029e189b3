"""New ids for the shots of a scene, in order: an explicit act, while nothing goes by the old ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from storyforge.errors import MissingArtifactError, ShotIdsInUseError, UnknownSceneError
from storyforge.model.counted import counted
from storyforge.model.kinds import record_path, scene_path
from storyforge.model.numbering import folder, shot_id
from storyforge.pipeline.change import Change, to_bytes, with_records
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.session import BUILD, message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.base import Artifact
    from storyforge.model.record import Record
    from storyforge.model.shots import ShotList
    from storyforge.model.summary import Summaries
    from storyforge.model.visuals import Visuals
    from storyforge.pipeline.session import Session
    from storyforge.story import Story

FINAL = ("confirmation", "clips")
"""Files of a scene after which its shots' ids are final, for clips and their names went out by them."""
NAMED = ("prompts", "frames")
"""Files whose texts and pictures go by the ids."""


def renumber_shots(session: Session, numbers: Sequence[str], *, dry: bool = False) -> dict[str, dict[str, str]]:
    """Give the shots of some scenes new ids in order, `3A`, `3B`, `3C`, in one commit.

    Returns old id -> new id by scene, of the shots whose id is another. Approvals stay. Raises UnknownSceneError,
    MissingArtifactError, ShotIdsInUseError where something goes by the ids already, and what a save raises.
    """
    branch = "" if dry else session.branch()
    if not dry:
        record_edits(session, branch=branch)
    story = session.story
    changed: dict[str, dict[str, str]] = {}
    models: dict[str, Artifact] = {}
    for number in numbers:
        _refuse(story, number)
        ids = _new_ids(story, number)
        if any(old != new for old, new in ids.items()):
            changed[number] = ids
            models |= _renamed(story, number, ids)
    if models and not dry:
        session.commit(_change(story, models, changed), _message(changed, session), branch)
    return {number: {old: new for old, new in ids.items() if old != new} for number, ids in changed.items()}


def _path(number: str, kind: str) -> str:
    return scene_path(folder(number), kind)


def _refuse(story: Story, number: str) -> None:
    if number not in story.scenes:
        raise UnknownSceneError(number, list(story.scenes))
    if _path(number, "shots") not in story.summaries:
        raise MissingArtifactError(_path(number, "shots"))
    for kind in (*FINAL, *NAMED):
        path = _path(number, kind)
        if path in story.files.ids or record_path(path) in story.files.ids:
            raise ShotIdsInUseError(number, path, final=kind in FINAL)
    story.refuse_unreadable([_path(number, "shots"), _path(number, "visuals")])


def _new_ids(story: Story, number: str) -> dict[str, str]:
    shots = cast("ShotList", story.model(_path(number, "shots"))).shots
    return {shot.id: shot_id(number, place) for place, shot in enumerate(shots, 1)}


def _renamed(story: Story, number: str, ids: Mapping[str, str]) -> dict[str, Artifact]:
    """The scene's shot list and starting states with the new ids."""
    shots = cast("ShotList", story.model(_path(number, "shots")))
    new = tuple(shot.model_copy(update={"id": ids[shot.id]}) for shot in shots.shots)
    found: dict[str, Artifact] = {_path(number, "shots"): shots.model_copy(update={"shots": new})}
    visuals = cast("Visuals | None", story.model(_path(number, "visuals")))
    if visuals is not None:
        elements = tuple(
            each.model_copy(update={"first_shot": ids.get(each.first_shot, each.first_shot)})
            for each in visuals.elements
        )
        found[_path(number, "visuals")] = visuals.model_copy(update={"elements": elements})
    return found


def _change(story: Story, models: Mapping[str, Artifact], changed: Mapping[str, Mapping[str, str]]) -> Change:
    files = {path: to_bytes(story, path, model) for path, model in models.items()}
    after = story.with_changes(files, models)
    ids = {_path(number, "shots"): names for number, names in changed.items()}
    records = {
        path: _brought_up(record, story.summaries, after.summaries, ids)
        for path, record in story.records.items()
        if path in models or any(facet.partition("#")[0] in models for facet in record.made_from)
    }
    return with_records(after, dict(files), records)


def _brought_up(record: Record, before: Summaries, after: Summaries, ids: Mapping[str, Mapping[str, str]]) -> Record:
    """A record by the new ids: what was as recorded is so again, what was edited or outdated stays that."""
    names = ids.get(record.artifact, {})

    def moved(facet: str, was: str) -> str:
        now = after.facet(facet)
        return now if now is not None and before.facet(facet) == was else was

    items = {}
    for name, item in record.items.items():
        mine = f"{record.artifact}#{name}", f"{record.artifact}#{names.get(name, name)}"
        same = before.facet(mine[0]) == item.digest
        items[names.get(name, name)] = replace(
            item,
            digest=(after.facet(mine[1]) or item.digest) if same else item.digest,
            made_from={facet: moved(facet, was) for facet, was in item.made_from.items()},
        )
    was, now = before.get(record.artifact), after.get(record.artifact)
    same = was is not None and now is not None and was.digest == record.digest
    return replace(record, items=items, digest=now.digest if same and now else record.digest)


def _message(changed: Mapping[str, Mapping[str, str]], session: Session) -> str:
    count = sum(old != new for ids in changed.values() for old, new in ids.items())
    subject = f"shots: renumbered, {counted(len(changed), 'scene')}, {counted(count, 'shot')}"
    trailers = {"Stage": "shots", "Scenes": " ".join(changed), "Run": session.run_id, "Build": BUILD}
    return message(subject, "", trailers)

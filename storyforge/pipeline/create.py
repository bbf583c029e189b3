"""Create a story: inputs, parameters and schemas in one first commit, or nothing at all."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import FolderTakenError
from storyforge.formats import artifacts
from storyforge.model.kinds import BY_NAME, SCHEMAS
from storyforge.pipeline.change import made_by
from storyforge.pipeline.inputs import Wanted, read_inputs
from storyforge.pipeline.session import BUILD, Session, message
from storyforge.pipeline.spending.work import Asking
from storyforge.repo import GITIGNORE, Repository, gitattributes
from storyforge.resources import read_template
from storyforge.stages.base import Job
from storyforge.stages.film import s01_setup
from storyforge.story import Story

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.story import Story as StoryFile


def create(wanted: Wanted) -> Session:
    """A new story in a folder that is empty or not there; a failure leaves nothing behind.

    Raises FolderTakenError, errors of inputs and parameters, DiskError.
    """
    inputs = read_inputs(wanted)
    files = {**inputs.files, **_fixed(inputs.options.get("media", "git"))}
    session = _in_place(wanted.folder, files, inputs.options)
    return replace(session, notes=(*inputs.notes, *session.notes))


def _fixed(media: str) -> dict[str, bytes]:
    """Files that every story has: attributes, ignore list, and the schemas for editors."""
    return {
        ".gitattributes": gitattributes("lfs" if media == "lfs" else "git").encode(),
        ".gitignore": GITIGNORE.encode(),
        **schema_files(),
    }


def schema_files() -> dict[str, bytes]:
    """`.storyforge/schemas/*.json`, for completion and checks in editors."""
    return {
        f".storyforge/schemas/{kind.name}.json": (
            json.dumps(artifacts.json_schema(kind), indent=2, ensure_ascii=False) + "\n"
        ).encode()
        for kind in SCHEMAS
    }


def _in_place(folder: Path, files: dict[str, bytes], options: dict[str, Any]) -> Session:
    """Build in a folder beside the wanted one and rename it; an empty repository that is there is used as it is."""
    target = folder.absolute()
    there = list(target.iterdir()) if target.is_dir() else [target] if target.exists() else []
    if [entry.name for entry in there] == [".git"]:
        repository = Repository.open(target)
        if repository.head().commit is None:
            return _first_commit(repository, files, options)
    if there:
        raise FolderTakenError(str(folder))
    name = f".{target.name}.storyforge-new-{os.getpid()}"
    empty = target.exists()
    building = target / name if empty else target.with_name(name)
    try:
        building.mkdir(parents=True)
        made = _first_commit(Repository.create(building), files, options)
        if empty:
            _move_into(target, building)
        else:
            building.rename(target)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return replace(Session.open(target), commits=made.commits, notes=made.notes)


def _move_into(target: Path, building: Path) -> None:
    """Fill an empty folder, which stays the one that a shell stands in; a failure takes back what was moved."""
    names = sorted(entry.name for entry in building.iterdir())
    moved: list[str] = []
    try:
        for name in names:
            (building / name).rename(target / name)
            moved.append(name)
    except OSError:
        for name in moved:
            (target / name).rename(building / name)
        raise


def _first_commit(repository: Repository, files: dict[str, bytes], options: dict[str, Any]) -> Session:
    repository.identity()
    story = Story.open(repository).with_changes(files)
    made = s01_setup.run(Job(story, Asking("offline", 1), options=options))
    commented = _with_comments(cast("StoryFile", made.artifacts[s01_setup.STORY]))
    made = replace(made, artifacts={**made.artifacts, s01_setup.STORY: commented})
    change = made_by(story, "setup", made, locked=True, guidance="")
    session = Session(repository, story, None, notes=made.notes)
    trailers = {"Stage": "setup", "Run": session.run_id, "Build": BUILD}
    change = type(change)({**files, **change.files}, change.after)
    session.commit(change, message(f"setup: {made.subject}", "", trailers), repository.writable_branch())
    return session


def _with_comments(parameters: StoryFile) -> bytes:
    """A new `story.yaml` with a word on every key: it is the file that authors edit first."""
    skeleton = read_template("story/story.yaml")
    return artifacts.write(BY_NAME["story"], s01_setup.STORY, parameters, skeleton).encode()

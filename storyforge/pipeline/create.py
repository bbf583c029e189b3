"""Create a story: inputs, parameters and schemas in one first commit, or nothing at all."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from storyforge.errors import (
    ComesLaterError,
    ContextTagError,
    FolderTakenError,
    InputMissingError,
    PrimaryMissingError,
    ReservedNameError,
    SameNameError,
)
from storyforge.formats import artifacts, fountain
from storyforge.formats.languages import detect, language
from storyforge.model.kinds import BY_NAME, DEFINITIONS, SCHEMAS
from storyforge.pipeline.change import made_by
from storyforge.pipeline.session import BUILD, Session, message
from storyforge.pipeline.spending.work import Asking
from storyforge.repo import GITIGNORE, Repository, gitattributes
from storyforge.resources import read_template
from storyforge.stages.base import Job
from storyforge.stages.film import s01_setup
from storyforge.stages.film.s04_script import read_script
from storyforge.story import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.formats.fountain import Script
    from storyforge.model.story import Story as StoryFile

MODES = ("expansion", "condensation", "transformation", "screenplay")
MOST = 64 * 2**20


@dataclass(frozen=True)
class Wanted:
    """What the author asks for; `options` are fields of `story.yaml` that were given."""

    folder: Path
    mode: str
    primary: Path | None
    context: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


def create(wanted: Wanted) -> Session:
    """A new story in a folder that is empty or not there; a failure leaves nothing behind.

    Raises ComesLaterError for modes of later versions, FolderTakenError, errors of inputs and parameters, DiskError.
    """
    if wanted.mode != "screenplay":
        raise ComesLaterError(f"The mode {wanted.mode}", "Today a story starts from a script: --mode screenplay")
    if wanted.primary is None:
        raise PrimaryMissingError
    primary = _input(wanted.primary)
    context = [_tagged(given) for given in wanted.context]
    files = _inputs([wanted.primary, *(Path(path) for path, _ in context)], primary)
    script = read_script(str(wanted.primary), primary, wanted.options.get("language") or "auto")
    options = _options(wanted, script)
    options["primary"] = f"inputs/{wanted.primary.name}"
    options["context"] = [(f"inputs/{Path(path).name}", tag) for path, tag in context]
    for path, tag in options["context"]:
        if tag == "definitions":
            artifacts.read(DEFINITIONS, path, files[path].decode("utf-8-sig", "replace"))
    files |= _fixed(options.get("media", "git"))
    return _in_place(wanted.folder, files, options)


def _input(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST:
            raise InputMissingError(str(path), "it is larger than 64 MB")
        return path.read_bytes()
    except OSError as error:
        raise InputMissingError(str(path), (error.strerror or str(error)).lower()) from None


def _tagged(given: str) -> tuple[str, str]:
    path, _, tag = given.rpartition(":")
    if not path or not tag.strip() or "/" in tag:
        raise ContextTagError(given)
    return path, tag.strip()


def _inputs(paths: Sequence[Path], primary: bytes) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for index, path in enumerate(paths):
        name = f"inputs/{path.name}"
        if name == s01_setup.INPUTS:
            raise ReservedNameError(path.name)
        if name in files:
            raise SameNameError(path.name)
        files[name] = _input(path) if index else primary
    return files


def _options(wanted: Wanted, script: Script) -> dict[str, Any]:
    """The parameters, with title and language taken from the script where they were not given."""
    options = dict(wanted.options)
    options["mode"] = wanted.mode
    written = fountain.plain(script.screenplay.title_page.get("title", "")).replace("\n", " ").strip()
    options.setdefault("title", written or wanted.folder.name.replace("-", " ").replace("_", " ").title())
    options["language"] = language(options["language"]).code if options.get("language") else detect(script.text)
    return options


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
        commits = _first_commit(Repository.create(building), files, options).commits
        if empty:
            _move_into(target, building)
        else:
            building.rename(target)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return replace(Session.open(target), commits=commits)


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
    session = Session(repository, story, None)
    trailers = {"Stage": "setup", "Run": session.run_id, "Build": BUILD}
    change = type(change)({**files, **change.files}, change.after)
    session.commit(change, message(f"setup: {made.subject}", "", trailers), repository.writable_branch())
    return session


def _with_comments(parameters: StoryFile) -> bytes:
    """A new `story.yaml` with a word on every key: it is the file that authors edit first."""
    skeleton = read_template("story/story.yaml")
    return artifacts.write(BY_NAME["story"], s01_setup.STORY, parameters, skeleton).encode()

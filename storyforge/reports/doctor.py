"""The state of the installation and of a story's repository: one line a thing, with what to do about it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from storyforge import __version__, resources
from storyforge.errors import GitMissingError, NotARepositoryError, StoryforgeError
from storyforge.formats.languages import languages
from storyforge.media import ffmpeg
from storyforge.pipeline.media import NAMES, media_of, not_checked_out
from storyforge.pipeline.repairing.hook import find_hook, not_installed
from storyforge.pipeline.schemas import stale_schemas
from storyforge.providers.offline.voices import ScratchVoices
from storyforge.repo import Repository, has_push_hook, snapshot, stale_locks
from storyforge.repo.about import LEAST_GIT, foreign_settings, git_version, has_lfs, libgit2_version
from storyforge.repo.identity import identity
from storyforge.reports.media_providers import media_standing
from storyforge.reports.text_providers import readiness
from storyforge.story import Story, edited_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from storyforge.model.story import Models
    from storyforge.repo import Snapshot

LEAST_PYTHON = (3, 11)
LEAST_ROOM = 200 * 2**20
_TEMPLATES = (
    "languages.yaml",
    "timing.yaml",
    "director.yaml",
    "lexicons",
    "prompts",
    "scaffolds",
    "models.yaml",
    "story",
    "completion",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at."""

    name: str
    state: Literal["ok", "warn", "fail"]
    message: str
    hint: str = ""

    def as_json(self) -> dict[str, Any]:
        """The line as plain data."""
        return asdict(self)


def examine(folder: Path) -> list[Line]:
    """Look at the machine, and at the story in a folder where there is one; changes nothing."""
    found = [*_lines("python", _python), *_lines("templates", _templates)]
    found += [*_lines("ffmpeg", _ffmpeg), *_lines("voices", _voices), *_lines("notices", _notices)]
    git = list(_lines("git", _git))
    found += git
    if any(line.state == "fail" for line in git):
        return found
    found += _lines("libgit2", _libgit2)
    try:
        seen = snapshot(folder)
    except NotARepositoryError:
        found += [*_lines("identity", lambda: _identity(folder)), *_lines("text", lambda: _text(None, folder))]
        found += _lines("catalogue", lambda: _media_models(None))
        return [*found, Line("story", "ok", "no story in this folder; only the installation was looked at")]
    except StoryforgeError as error:
        return [*found, Line("story", "fail", str(error), error.hint)]
    return [*found, *_repository(seen)]


def _lines(name: str, look: Callable[[], Iterator[Line]]) -> list[Line]:
    """The lines of one look; an error on the way is one of them."""
    try:
        return list(look())
    except StoryforgeError as error:
        return [Line(name, "fail", str(error), error.hint)]


def _python() -> Iterator[Line]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < LEAST_PYTHON:
        yield Line("python", "fail", f"{version} is too old", "Install Python 3.11 or newer, then: make install")
    else:
        yield Line("python", "ok", f"{version}, storyforge {__version__}")


def _templates() -> Iterator[Line]:
    missing = [name for name in _TEMPLATES if not resources.template(name).exists()]
    if missing:
        hint = "Install storyforge again: make install, or pip install --force-reinstall storyforge"
        yield Line("templates", "fail", f"missing in {resources.templates()}: {', '.join(missing)}", hint)
    else:
        yield Line("templates", "ok", f"{resources.templates()}, {len(languages())} languages")


def _ffmpeg() -> Iterator[Line]:
    found = ffmpeg.program()
    yield Line("ffmpeg", "ok", f"{found.version}, from {found.source}")


def _voices() -> Iterator[Line]:
    """Scratch voices are an extra: without them an animatic is silent, and that is no fault."""
    if ScratchVoices().available():
        yield Line("voices", "ok", "espeak-ng")
    else:
        hint = f'Install espeak-ng, or: {sys.executable} -m pip install "storyforge[voices]"'
        yield Line("voices", "warn", "no espeak-ng: animatics are silent", hint)


def _notices() -> Iterator[Line]:
    """How its author is told that a run is over, where they want to be."""
    from storyforge.pipeline.notifying import ways  # noqa: PLC0415 - with it comes all that sends

    told = ways().told()
    if told:
        yield Line("notices", "ok", f"{', '.join(told)}; try it: storyforge jobs notify")


def _git() -> Iterator[Line]:
    try:
        version = git_version()
    except GitMissingError as error:
        yield Line("git", "fail", error.message, error.hint)
        return
    shown = ".".join(map(str, version)) or "of unknown version"
    least = ".".join(map(str, LEAST_GIT))
    if version and version < LEAST_GIT:
        yield Line("git", "warn", f"{shown} is older than {least}, which is the oldest that is tested", "Update git.")
    else:
        yield Line("git", "ok", shown)


def _libgit2() -> Iterator[Line]:
    yield Line("libgit2", "ok", libgit2_version())


def _identity(folder: Path) -> Iterator[Line]:
    who = identity(folder)
    yield Line("identity", "ok", f"{who.name} <{who.email}>")


def _repository(seen: Snapshot) -> list[Line]:
    found = _lines("identity", lambda: _identity(seen.root))
    found += _lines("head", lambda: _head(seen))
    found += _lines("pending", lambda: _pending(seen))
    found += _lines("locks", lambda: _locks(seen))
    found += _lines("settings", lambda: _settings(seen))
    found += _lines("hook", lambda: _hook(seen))
    found += _lines("cache", lambda: _cache(seen))
    found += _lines("disk", lambda: _disk(seen))
    found += _lines("story", lambda: _story(seen))
    return found


def _head(seen: Snapshot) -> Iterator[Line]:
    if seen.operation:
        way = "git bisect reset" if seen.operation == "bisect" else f"git {seen.operation} --continue, or --abort"
        hint = f"End it: {way}."
        yield Line("head", "warn", f"a {seen.operation} is in progress; nothing can be written", hint)
    elif seen.branch is None:
        hint = "Run git switch BRANCH, or git switch -c NAME to start a timeline here."
        yield Line("head", "warn", "no branch is checked out (detached HEAD); nothing can be written", hint)
    else:
        yield Line("head", "ok", f"on {seen.branch}")


def _pending(seen: Snapshot) -> Iterator[Line]:
    if seen.pending:
        message = "a command was ended between its commit and the files"
        yield Line("pending", "warn", message, "Finish it with any command, or: storyforge doctor --fix")
    else:
        yield Line("pending", "ok", "no unfinished commit")


def _locks(seen: Snapshot) -> Iterator[Line]:
    stale = stale_locks(Repository.open(seen.root))
    for lock in stale:
        message = f"{lock.file} is in the way of {lock.blocks}; left {_ago(lock.age)} ago by a git that was ended"
        yield Line("locks", "warn", message, "No git program works here. Remove it: storyforge doctor --fix")
    if not stale:
        yield Line("locks", "ok", "no lock files left behind")


def _ago(seconds: float) -> str:
    """An age in its largest unit."""
    units = ((86400, "day"), (3600, "hour"), (60, "minute"))
    size, name = next((unit for unit in units if seconds >= unit[0]), (1, "second"))
    return _counted(int(seconds // size), name)


def _settings(seen: Snapshot) -> Iterator[Line]:
    foreign = foreign_settings(seen.root)
    for setting, effect in foreign.items():
        name = setting.partition("=")[0]
        yield Line("settings", "warn", f"{setting}: {effect}", f"See where it is set: git config --show-origin {name}")
    if not foreign:
        yield Line("settings", "ok", "no git setting is in the way")


def _hook(seen: Snapshot) -> Iterator[Line]:
    """The hook is its author's choice: that there is none is no fault."""
    hook = find_hook(Repository.open(seen.root))
    if hook.works:
        yield Line("hook", "ok", f"git commit says what it outdates, by {hook.file}")
    elif hook.state == "none":
        yield Line("hook", "ok", "git commit does not say what it outdates; it does after: storyforge doctor --fix")
    else:
        yield Line("hook", "ok", f"git commit does not say what it outdates; {'. '.join(not_installed(hook))}")


def _cache(seen: Snapshot) -> Iterator[Line]:
    folder = seen.common_dir / "storyforge"
    there = folder if folder.exists() else seen.common_dir
    if os.access(there, os.W_OK | os.X_OK):
        yield Line("cache", "ok", str(folder))
    else:
        hint = "Give write permission; every command works without it, more slowly."
        yield Line("cache", "warn", f"{folder} can't be written", hint)


def _disk(seen: Snapshot) -> Iterator[Line]:
    free = shutil.disk_usage(seen.root).free
    shown = f"{free / 2**30:.1f} GB free"
    if free < LEAST_ROOM:
        yield Line("disk", "warn", shown, "Make room: a commit that does not fit is refused.")
    else:
        yield Line("disk", "ok", shown)


def _story(seen: Snapshot) -> Iterator[Line]:
    repository = Repository.open(seen.root)
    story = Story.open(repository)
    if "story.yaml" not in story.files.ids:
        hint = "Start a story in a folder of its own: storyforge new DIR --primary SCRIPT"
        yield Line("story", "warn", f"{seen.root} is a git repository and no story", hint)
        return
    yield Line("story", "ok", str(seen.root))
    yield from _text(story, seen.root)
    yield from _schemas(story)
    if story.summaries.index("story.yaml"):
        yield from _media(seen, repository, story)


def _text(story: Story | None, root: Path) -> Iterator[Line]:
    """Who writes, and whether their keys are there; story.yaml as it is edited."""
    try:
        models = story.with_changes(edited_files(root, ["story.yaml"])).story.models if story else None
    except StoryforgeError:
        yield Line("text", "warn", "story.yaml can't be read", "See what is wrong in it: storyforge check")
        return
    for ready in readiness(models, datetime.now(UTC).date()):
        yield Line("text", *ready)
    if story is not None:
        yield from _lines("catalogue", lambda: _media_models(models))


def _media_models(models: Models | None) -> Iterator[Line]:
    """Who makes pictures, clips and speech, and how old what we know of their models is."""
    for stand in media_standing(models, datetime.now(UTC).date()):
        yield Line(*stand)


def _media(seen: Snapshot, repository: Repository, story: Story) -> Iterator[Line]:
    """Media that are kept in Git LFS can be made, seen and pushed only where it is set up."""
    found = media_of(repository, story, seen.head)
    unseen = not_checked_out(seen.root, found.files)
    faults = list(_lfs_faults(repository)) if found.storage == "lfs" or any(kept.digest for kept in found.files) else []
    yield from faults
    if unseen:
        message = f"{len(unseen)} of {_counted(len(found.files), 'medium', 'media')} not fetched, such as {unseen[0]}"
        yield Line("media", "warn", message, "Fetch them: git lfs pull")
    elif not faults:
        yield Line("media", "ok", f"{_counted(len(found.files), 'file')} in {NAMES[found.storage]}")


def _lfs_faults(repository: Repository) -> Iterator[Line]:
    if not has_lfs():
        hint = "Install git-lfs (https://git-lfs.com), then: git lfs install"
        yield Line("media", "fail", "the story keeps media in Git LFS, which is not here", hint)
    elif not repository.store.is_set_up:
        yield Line("media", "fail", "Git LFS is installed and not set up", "Set it up: git lfs install")
    elif not has_push_hook(repository.root):
        message = "no pre-push hook of Git LFS: a push would leave the media behind"
        yield Line("media", "warn", message, "Put it in place: git lfs update")


def _schemas(story: Story) -> Iterator[Line]:
    stale = stale_schemas(story)
    if stale:
        message = f"{_counted(len(stale), 'schema')} for editors of another version"
        yield Line(
            "schemas", "warn", message, "Bring them up to date: storyforge schema --write, or: storyforge doctor --fix"
        )
    else:
        yield Line("schemas", "ok", "schemas for editors are up to date")


def _counted(count: int, what: str, many: str = "") -> str:
    return f"{count} {what}" if count == 1 else f"{count} {many or what + 's'}"

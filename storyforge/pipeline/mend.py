"""What `doctor --fix` puts right: unfinished commits, lock files left behind, old schemas, the pre-commit hook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.errors import StoryforgeError
from storyforge.model.counted import counted
from storyforge.pipeline.repairing.hook import find_hook, install_hook, not_installed
from storyforge.pipeline.schemas import stale_schemas, write_schemas
from storyforge.pipeline.session import Session
from storyforge.repo import Repository, remove_stale_locks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mended:
    """One thing that was put right, or, with `done` False, why it was not and what helps."""

    name: str
    message: str
    hint: str = ""
    done: bool = True


def mend(folder: Path) -> list[Mended]:
    """Put right what can be, each thing for itself; raises NotARepositoryError, UnsupportedRepositoryError."""
    repository = Repository.open(folder)
    # Lock files first: with one of them in the way nothing else can be finished.
    found = _tried("locks", lambda: _locks(repository))
    found += _tried("pending", lambda: _pending(repository))
    found += _tried("schemas", lambda: _schemas(folder))
    return found + _tried("hook", lambda: _hook(repository))


def _tried(name: str, put_right: Callable[[], Iterator[Mended]]) -> list[Mended]:
    try:
        return list(put_right())
    except StoryforgeError as error:
        return [Mended(name, str(error), error.hint, done=False)]


def _locks(repository: Repository) -> Iterator[Mended]:
    for file in remove_stale_locks(repository):
        yield Mended("locks", f"removed {file}")


def _pending(repository: Repository) -> Iterator[Mended]:
    told = repository.finish_pending()
    if told:
        yield Mended("pending", told)


def _schemas(folder: Path) -> Iterator[Mended]:
    session = Session.open(folder)
    if stale_schemas(session.story):
        written = write_schemas(session)
        yield Mended("schemas", f"{counted(len(written), 'schema')} brought up to date")


def _hook(repository: Repository) -> Iterator[Mended]:
    if find_hook(repository).works:
        return
    hook = install_hook(repository)
    if hook.works:
        yield Mended("hook", f"installed {hook.file}")
    else:
        yield Mended("hook", *not_installed(hook), done=False)

"""Branches: made and never overwritten, deleted with a backup, switched by the git program."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import pygit2

from storyforge.errors import (
    BranchCheckedOutError,
    BranchExistsError,
    BranchMovedError,
    GitFailedError,
    GitLockedError,
    InvalidBranchError,
    SwitchBlockedError,
    UnknownBranchError,
)
from storyforge.repo.program import failure, git, run
from storyforge.repo.quick import checked_out, elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from storyforge.repo.program import Outcome
    from storyforge.repo.quick import Places

_HEADS = "refs/heads/"
BACKUPS = "refs/storyforge/deleted/"
# A branch's end goes to disk before we say that it is made or deleted.
_SYNCED = ("-c", "core.fsync=all")
_LOCKED = re.compile(r"Unable to create '(.*\.lock)': File exists")
_PATIENCE, _PAUSE = 5.0, 0.05


@dataclass(frozen=True)
class Branch:
    """A branch, the commit at its end, and the work tree that has it checked out, this one or another."""

    name: str
    commit: str
    folder: Path | None


def branches(places: Places) -> tuple[Branch, ...]:
    """All branches by name; one without a commit is not there yet."""
    out = git(places.root, "for-each-ref", "--format=%(objectname) %(refname)", _HEADS).decode(
        "utf-8", "surrogateescape"
    )
    pairs = (line.split(" ", 1) for line in out.splitlines())
    return tuple(Branch(name[len(_HEADS) :], commit, _folder(places, name[len(_HEADS) :])) for commit, name in pairs)


def _folder(places: Places, branch: str) -> Path | None:
    return places.root if checked_out(places.git_dir) == branch else elsewhere(places, branch)


def tip(places: Places, name: str) -> str:
    """The commit at a branch's end; raises UnknownBranchError."""
    known = {branch.name: branch.commit for branch in branches(places)}
    if name not in known:
        raise UnknownBranchError(name, known)
    return known[name]


def create_branch(places: Places, name: str, commit: str) -> None:
    """A new branch at a commit; the caller holds the story's lock.

    Raises InvalidBranchError, and BranchExistsError for a name that is there, in whatever case (some disks know no
    difference), or that is a folder of names.
    """
    if name.startswith("-") or name == "HEAD" or not pygit2.reference_is_valid_name(f"{_HEADS}{name}"):
        raise InvalidBranchError(name)
    for branch in branches(places):
        if _in_the_way(branch.name.casefold(), name.casefold()):
            raise BranchExistsError(name, branch.name)
    _update(places, f"create {_HEADS}{name}\0{commit}\0", f"branch: created from {commit[:10]}")


def delete_branch(places: Places, name: str) -> str:
    """Delete a branch that no work tree has checked out; returns the ref that keeps its end.

    Branch and backup change in one transaction; the caller holds the story's lock. Raises UnknownBranchError,
    BranchCheckedOutError, BranchMovedError where somebody commits to it at this moment.
    """
    commit = tip(places, name)
    folder = _folder(places, name)
    if folder:
        raise BranchCheckedOutError(name, str(folder))
    backup = _backup(name, git(places.root, "for-each-ref", "--format=%(refname)", BACKUPS).decode().splitlines())
    orders = f"create {backup}\0{commit}\0delete {_HEADS}{name}\0{commit}\0"
    try:
        _update(places, orders, f"branch: deleted {name}")
    except GitFailedError:
        if tip(places, name) != commit:
            raise BranchMovedError(name) from None
        raise
    run(places.root, "config", "--local", "--remove-section", f"branch.{name}")
    return backup


def _backup(name: str, taken: Iterable[str]) -> str:
    """The next free `refs/storyforge/deleted/<name>/<n>`; where that would lie below another backup, with hyphens."""
    known = list(taken)
    flat = name.replace("/", "-")
    free = (f"{BACKUPS}{form}/{n}" for n in count(1) for form in (name, flat))
    return next(ref for ref in free if not any(_in_the_way(other, ref) for other in known))


def _in_the_way(one: str, other: str) -> bool:
    """Refs are files: two can't have one name, and none can be a folder of another's."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def _update(places: Places, orders: str, reason: str) -> None:
    """Change refs together, or none of them; another git's lock file is waited for."""
    command = (*_SYNCED, "update-ref", "--create-reflog", "-m", reason, "-z", "--stdin")
    _patiently(places, command, orders.encode("utf-8", "surrogateescape"))


def switch(places: Places, name: str) -> None:
    """Check out a branch by `git switch`, which runs Git LFS and keeps unsaved work or refuses.

    The caller holds the story's lock. Raises UnknownBranchError, BranchCheckedOutError where another work tree has
    it, SwitchBlockedError with the paths that would be overwritten, GitLockedError, GitFailedError.
    """
    tip(places, name)
    other = elsewhere(places, name)
    if other:
        raise BranchCheckedOutError(name, str(other))
    _patiently(places, ("switch", "--quiet", "--no-guess", name), b"", branch=name)


def _patiently(places: Places, command: tuple[str, ...], stdin: bytes, branch: str = "") -> None:
    end = time.monotonic() + _PATIENCE
    while (outcome := run(places.root, *command, stdin=[stdin])).code:
        locked = _LOCKED.search(outcome.words)
        if not locked:
            raise _blocked(branch, outcome) or failure(places.root, command, outcome)
        if time.monotonic() > end:
            raise GitLockedError(locked[1])
        time.sleep(_PAUSE)


def _blocked(branch: str, outcome: Outcome) -> SwitchBlockedError | None:
    """Git lists the files in the way, each on a line that begins with a tab."""
    paths = [line[1:] for line in outcome.words.splitlines() if line.startswith("\t")]
    return SwitchBlockedError(branch, sorted(paths)) if branch and paths else None


def merge_base(git_repository: pygit2.Repository, one: str, other: str) -> str | None:
    """The last commit that two commits have in common, None where they have none."""
    found = git_repository.merge_base(pygit2.Oid(hex=one), pygit2.Oid(hex=other))
    return None if found is None else str(found)

"""Lock files that a killed git left: every later write fails until somebody takes them away."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.repo.quick import Places


@dataclass(frozen=True)
class StaleLock:
    """A lock file of git's that nobody seems to hold, its age in seconds, and what can't be written because of it."""

    file: Path
    age: float
    blocks: str


_BLOCKS = {
    "index.lock": "staging and committing",
    "HEAD.lock": "switching branches",
    "config.lock": "settings of this repository",
    "packed-refs.lock": "deleting branches, and git gc",
    "shallow.lock": "fetching",
}


def stale_locks_in(places: Places, older_than: float) -> list[StaleLock]:
    """Git's `*.lock` files older than so many seconds, while no git program works in a tree of this story; by path.

    A clock that was put back makes a file of the future: it is as old as it is far from now.
    """
    if _git_works_in(_roots(places)):
        return []
    found = {*places.git_dir.glob("*.lock"), *places.common_dir.glob("*.lock")}
    found |= {*(places.common_dir / "refs").rglob("*.lock"), *(places.git_dir / "refs").rglob("*.lock")}
    found |= {*(places.common_dir / "objects" / "info").rglob("*.lock")}
    aged = ((file, _age(file)) for file in sorted(found))
    return [StaleLock(file, age, _blocks(file, places)) for file, age in aged if age is not None and age > older_than]


def remove_stale_locks_in(places: Places, older_than: float) -> list[Path]:
    """Remove those files, each only if it still is the one that was looked at; returns what was removed."""
    removed = []
    for lock in stale_locks_in(places, older_than):
        age = _age(lock.file)
        if age is not None and age >= lock.age:
            lock.file.unlink(missing_ok=True)
            removed.append(lock.file)
    return removed


def _blocks(file: Path, places: Places) -> str:
    refs = places.common_dir / "refs" / "heads"
    if file.is_relative_to(refs):
        return f"committing to {file.relative_to(refs).as_posix().removesuffix('.lock')}"
    return _BLOCKS.get(file.name, "what git keeps beside it")


def _age(file: Path) -> float | None:
    try:
        return abs(time.time() - file.stat().st_mtime)
    except FileNotFoundError:
        return None


def _roots(places: Places) -> list[Path]:
    """The folders of all work trees that share these refs."""
    linked = [Path(file.read_text("utf-8").strip()).parent for file in places.common_dir.glob("worktrees/*/gitdir")]
    return [places.root, places.common_dir.parent, *linked]


def _git_works_in(roots: list[Path]) -> bool:
    """Does a program called git run in one of them? Known on Linux only, by /proc; elsewhere the age has to do."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            name = (process / "comm").read_text("utf-8").strip()
            where = (process / "cwd").readlink() if name.startswith("git") else None
        except (OSError, UnicodeDecodeError):
            continue
        if where and any(where.is_relative_to(root) for root in roots):
            return True
    return False

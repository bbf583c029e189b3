"""What the git machinery here is: versions of both engines, and settings that get in a story's way."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pygit2

from storyforge.repo.program import run

LEAST_GIT = (2, 23)
"""`git switch` and `git status --porcelain=v2` as we call them; older ones are out of every distribution."""

_FOREIGN = {
    "core.autocrlf": ("true", "line ends of files that are no artifacts are changed when they are checked out"),
    "core.safecrlf": ("true", "git refuses files whose line ends it would change"),
    "core.sparsecheckout": ("true", "what is not checked out is read from the commit, and lies in no folder"),
    "core.worktree": (None, "the files lie in another folder than the repository says"),
    "core.symlinks": ("false", "links come out as files that hold a path"),
}


def git_version() -> tuple[int, ...]:
    """The version of the git program; raises GitMissingError."""
    found = re.search(rb"(\d+)\.(\d+)(?:\.(\d+))?", run(Path(), "--version").out)
    return tuple(int(part) for part in found.groups() if part) if found else ()


def libgit2_version() -> str:
    """The versions of libgit2 and of its binding."""
    return f"{pygit2.LIBGIT2_VERSION} (pygit2 {version('pygit2')})"


def foreign_settings(root: Path) -> dict[str, str]:
    """Settings in force at a folder that get in the way: `name=value` and what they do."""
    found = {}
    for name, (value, effect) in _FOREIGN.items():
        outcome = run(root, "config", "--get", name)
        now = outcome.out.decode("utf-8", "replace").strip().lower()
        if not outcome.code and (value is None or now == value):
            found[f"{name}={now}"] = effect
    return found


def has_lfs() -> bool:
    """Whether git-lfs is there."""
    return run(Path(), "lfs", "version").code == 0

"""Errors of libgit2 and of the disk, in this project's words; none of theirs leaves the room."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pygit2

from storyforge.errors import DiskError, GitFailedError, GitLockedError
from storyforge.repo.disk import disk_reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# libgit2 loses the reason when the write of an object fails (seen with 1.9.7 on a full disk).
_FORGOTTEN = {"no error": "the disk refuses, perhaps because it is full"}


@contextmanager
def translated(where: Path, doing: str, hint: str = "") -> Iterator[None]:
    """Turn what libgit2 and the disk raise inside into DiskError or GitFailedError; `doing` names the git command.

    A hint given here comes before the one that an error has by itself.
    """
    try:
        yield
    except (DiskError, GitFailedError, GitLockedError) as problem:
        problem.hint = f"{hint} {problem.hint}".strip()
        raise
    except (OSError, pygit2.GitError) as problem:
        reason = disk_reason(problem) or _FORGOTTEN.get(str(problem))
        if reason:
            place = problem.filename if isinstance(problem, OSError) and problem.filename else where
            error: DiskError | GitFailedError = DiskError(os.fsdecode(place), reason)
        else:
            error = GitFailedError(doing, str(problem))
        error.hint = f"{hint} {error.hint}".strip()
        raise error from problem

"""Errors of libgit2 and of the disk, in this project's words; none of theirs leaves the room."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pygit2

from storyforge.errors import DiskError, GitFailedError
from storyforge.repo.disk import disk_reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# libgit2 loses the reason when the write of an object fails (seen with 1.9.7 on a full disk).
_FORGOTTEN = {"no error": "the disk refuses, perhaps because it is full"}


@contextmanager
def translated(where: Path, doing: str, hint: str = "") -> Iterator[None]:
    """Turn what libgit2 and the disk raise inside into DiskError or GitFailedError; `doing` names the git command.

    A hint given here replaces the one that a DiskError has by itself.
    """
    try:
        yield
    except DiskError as problem:
        problem.hint = hint or problem.hint
        raise
    except (OSError, pygit2.GitError) as problem:
        reason = disk_reason(problem) or _FORGOTTEN.get(str(problem))
        if reason:
            place = problem.filename if isinstance(problem, OSError) and problem.filename else where
            raise DiskError(os.fsdecode(place), reason, hint) from problem
        raise GitFailedError(doing, str(problem)) from problem

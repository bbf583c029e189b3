"""Errors of libgit2 and of the disk, in this project's words; none of theirs leaves the room."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pygit2

from storyforge.errors import DiskError, GitFailedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DISK = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file is larger than is allowed here",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EIO: "the disk reports an error",
}


def disk_reason(problem: Exception) -> str | None:
    """Why the disk refused, or None where it was something else; libgit2 says so only in its message."""
    if isinstance(problem, OSError) and problem.errno in _DISK:
        return _DISK[problem.errno]
    words = str(problem)
    return next((reason for number, reason in _DISK.items() if os.strerror(number) in words), None)


@contextmanager
def translated(where: Path, doing: str, hint: str = "") -> Iterator[None]:
    """Turn what libgit2 and the disk raise inside into DiskError or GitFailedError; `doing` names the git command."""
    try:
        yield
    except (OSError, pygit2.GitError) as problem:
        reason = disk_reason(problem)
        if reason:
            place = problem.filename if isinstance(problem, OSError) and problem.filename else where
            raise DiskError(os.fsdecode(place), reason, hint) from problem
        raise GitFailedError(doing, str(problem)) from problem

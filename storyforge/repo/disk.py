"""Why a disk refused, out of an error number or out of a program's words."""

from __future__ import annotations

import errno
import os

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file is larger than is allowed here",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EIO: "the disk reports an error",
}


def disk_reason(problem: Exception | str) -> str | None:
    """The reason in plain words, or None where it was not the disk; libgit2 and git say it only in their message."""
    if isinstance(problem, OSError) and problem.errno in _REASONS:
        return _REASONS[problem.errno]
    words = str(problem)
    return next((reason for number, reason in _REASONS.items() if os.strerror(number) in words), None)

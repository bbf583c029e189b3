"""What a plain `git commit` would commit: the index, which for a hook is the one that git has prepared."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from storyforge.repo.program import git

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo.repository import Repository

_GONE = "0" * 40


def staged_files(repository: Repository) -> dict[str, bytes | None]:
    """Path -> content of what the index has and HEAD has not, None where it is gone; raises GitFailedError.

    `git commit -a` and `git commit PATH` prepare an index of their own and name it in GIT_INDEX_FILE.
    """
    flags = ("--cached", "--raw", "-z", "--no-renames", "--no-abbrev")
    out = git(repository.root, "diff-index", *flags, "HEAD", index=_prepared(repository))
    fields = os.fsdecode(out).split("\0")
    found: dict[str, bytes | None] = {}
    for facts, path in zip(fields[::2], fields[1::2], strict=False):
        blob = facts.split(" ")[3]
        found[path] = None if blob == _GONE else repository.blob(blob)
    return found


def _prepared(repository: Repository) -> Path | None:
    """The index that git has told us of, where it is one of this repository."""
    told = os.environ.get("GIT_INDEX_FILE", "")
    place = (repository.root / told).resolve() if told else None
    return place if place and place.is_relative_to(repository.git_dir.resolve()) else None

"""Where a file's content comes from: the commits that brought each version of it, and each of its lines."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.repo.history import FORMAT, CommitInfo, commit_of
from storyforge.repo.program import git

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_MARK = "\x01"
_ABSENT = "0" * 40
_LINE = re.compile(rb"([0-9a-f]{40}) \d+ (\d+)(?: \d+)?")


@dataclass(frozen=True)
class Version:
    """A commit that brought new versions of some files: path -> blob id, None where it deleted the file."""

    commit: CommitInfo
    blobs: dict[str, str | None]


def lineage(root: Path, rev: str, paths: Sequence[str], limit: int | None = None) -> list[Version]:
    """The versions of some files that a commit leads back to, newest first; raises GitFailedError.

    A merge is among them only where its content differs from that of both sides.
    """
    flags = ("-z", "--no-show-signature", "--encoding=UTF-8", "--raw", "--no-abbrev", "--no-renames", "--topo-order")
    count = () if limit is None else (f"--max-count={limit}",)
    where = [f":(top,literal){path}" for path in paths]
    out = git(root, "-c", "log.showRoot=true", "log", *flags, *count, "-m", f"--format=%x01{FORMAT}", rev, "--", *where)
    found: dict[str, Version] = {}
    sides: Counter[tuple[str, str]] = Counter()
    commit = None
    tokens = iter(os.fsdecode(out).split("\0"))
    for token in tokens:
        text = token.lstrip("\n")
        if text.startswith(_MARK):
            commit = commit_of(text.removeprefix(_MARK))
        elif text.startswith(":") and commit is not None:
            path, new = next(tokens), text.split(" ")[3]
            found.setdefault(commit.id, Version(commit, {})).blobs[path] = None if new == _ABSENT else new
            sides[commit.id, path] += 1
    return [kept for version in found.values() if (kept := _new_to_all(version, sides)).blobs]


def _new_to_all(version: Version, sides: Counter[tuple[str, str]]) -> Version:
    """A merge as the files that no parent has so; with -m it comes once for each parent that differs."""
    parents = len(version.commit.parents)
    blobs = {path: blob for path, blob in version.blobs.items() if sides[version.commit.id, path] >= parents}
    return Version(version.commit, blobs)


def line_commits(root: Path, path: str, lines: Iterable[int]) -> dict[int, str | None]:
    """Line (from 1, as the file lies on disk) -> the commit that wrote it so, None where it isn't committed yet.

    Raises GitFailedError where git does not know the file, or where it has no such line.
    """
    ranges = [f"-L{line},{line}" for line in dict.fromkeys(lines)]
    if not ranges:
        return {}
    out = git(root, "-c", "blame.ignoreRevsFile=", "blame", "--porcelain", *ranges, "--", path)
    found: dict[int, str | None] = {}
    for row in out.split(b"\n"):
        match = None if row.startswith(b"\t") else _LINE.fullmatch(row)
        if match:
            name = match[1].decode()
            found[int(match[2])] = None if name == _ABSENT else name
    return found

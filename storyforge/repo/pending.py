"""The record of a commit on its way into index and work tree: on disk before the branch moves, gone after."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Pending:
    """A commit, its parent (None for the first), its branch, and path -> (old blob id, new blob id); None: no file."""

    parent: str | None
    commit: str
    branch: str
    files: dict[str, tuple[str | None, str | None]]


def write_pending(file: Path, pending: Pending) -> None:
    """Put the record on disk, content and name, before returning; raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    with new.open("w", encoding="ascii") as stream:
        json.dump(asdict(pending), stream, indent=1, sort_keys=True)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
    sync_folder(file.parent)


def read_pending(file: Path) -> Pending | None:
    """The record, or None where there is none; raises ValueError where it is not one."""
    try:
        found = json.loads(file.read_bytes())
    except FileNotFoundError:
        return None
    try:
        files = {str(path): (old, new) for path, (old, new) in found["files"].items()}
        return Pending(found["parent"], found["commit"], found["branch"], files)
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(str(file)) from wrong


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder last through a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

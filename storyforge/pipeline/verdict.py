"""The verdict on a story, cached by HEAD's tree and what lies edited over it.

Standard library only: where nothing has changed since the last command, `status` and a second `run` need no more.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from storyforge import __version__
from storyforge.model.kinds import is_ours

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo import Snapshot

KEPT = 4
SHAPE = 3
"""Counts up when a report gets other keys, so that one of before is not taken for one of today."""


def key_of(snapshot: Snapshot) -> str | None:
    """Version, tree, unfinished merge and edited files of a verdict; None where that can't be told from here."""
    if snapshot.pending or snapshot.tree is None:
        return None
    found = hashlib.sha256(f"{__version__}\0{SHAPE}\0{snapshot.operation}\0{snapshot.tree}".encode())
    for change in snapshot.dirty:
        if not is_ours(change.path):
            continue
        content = _content(snapshot.root / change.path)
        if content is None and change.state != "deleted":
            return None
        found.update(f"\0{change.path}\0{change.state}\0".encode("utf-8", "surrogateescape"))
        found.update(hashlib.sha256(content or b"").digest())
    return found.hexdigest()


def _content(path: Path) -> bytes | None:
    """A plain file's content; links are for the part of the program that follows them with care."""
    try:
        return None if path.is_symlink() or not path.is_file() else path.read_bytes()
    except OSError:
        return None


def _file(common_dir: Path) -> Path:
    return common_dir / "storyforge" / "verdicts.json"


def _load(common_dir: Path) -> dict[str, Any]:
    try:
        data = json.loads(_file(common_dir).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def recall(snapshot: Snapshot) -> dict[str, Any] | None:
    """The report on this very state of the story, if it was made before."""
    key = key_of(snapshot)
    report = _load(snapshot.common_dir).get(key) if key else None
    return {**report, "timeline": snapshot.branch, "head": snapshot.head} if isinstance(report, dict) else None


def remember(snapshot: Snapshot, report: dict[str, Any]) -> None:
    """Keep a report for the next command; a cache that can't be written is no error."""
    key = key_of(snapshot)
    if key is None:
        return
    kept = [(name, value) for name, value in _load(snapshot.common_dir).items() if name != key]
    file = _file(snapshot.common_dir)
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(dict([*kept[-KEPT + 1 :], (key, report)]), ensure_ascii=False), "utf-8")
        temporary.replace(file)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def is_done(report: dict[str, Any], stages: list[str]) -> bool:
    """Whether nothing is left to make of some stages: all locked, current, and nothing edited."""
    wanted = set(stages)
    rows = [row for row in report["stages"] if row["name"] in wanted]
    return (
        len(rows) == len(wanted)
        and all(row["approval"] == "locked" and row["freshness"] == "current" for row in rows)
        and not report["edited"]
        and not report["deleted"]
    )

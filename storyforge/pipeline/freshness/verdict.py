"""The verdict on a story, cached by HEAD's tree and what lies edited over it.

Standard library only: where nothing has changed since the last command, `status` and a second `run` need no more. A
verdict is a file of its own, a line for the story and a line for each scene, so that one scene is found without the
others being read.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from storyforge import __version__
from storyforge.model.kinds import SUMMARIES, is_ours
from storyforge.stages import row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from storyforge.repo import Snapshot

KEPT = 4
SHAPE = 7
"""Counts up when a report gets other keys, so that one of before is not taken for one of today."""


def key_of(snapshot: Snapshot, contents: Mapping[str, bytes | None] | None = None) -> str | None:
    """Version, tree, unfinished merge and edited files of a verdict; None where that can't be told from here.

    `contents` are the edited files as they were read; without them they are read now.
    """
    if snapshot.pending or snapshot.tree is None:
        return None
    found = hashlib.sha256(f"{__version__}\0{SHAPE}\0{SUMMARIES}\0{snapshot.operation}\0{snapshot.tree}".encode())
    for change in snapshot.dirty:
        if not is_ours(change.path):
            continue
        content = _content(snapshot.root / change.path) if contents is None else contents.get(change.path)
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


def digest_of(path: Path) -> str:
    """SHA-256 of a plain file's content; empty where there is none."""
    content = _content(path)
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _folder(common_dir: Path) -> Path:
    return common_dir / "storyforge" / "verdicts"


def _lines(snapshot: Snapshot, key: str | None) -> list[bytes]:
    """The lines of a verdict: the story, its scenes, and the checksum of both; none where there is no whole one."""
    try:
        body, _, checksum = (_folder(snapshot.common_dir) / (key or "")).read_bytes().rpartition(b"\n")
    except OSError:
        return []
    return body.split(b"\n") if checksum == _checksum(body) else []


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


def _whole(snapshot: Snapshot, line: bytes) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(line)
    return {**report, "timeline": snapshot.branch, "head": snapshot.head}


def recall(snapshot: Snapshot) -> dict[str, Any] | None:
    """The report on this very state of the story, if it was made before."""
    lines = _lines(snapshot, key_of(snapshot))
    if not lines:
        return None
    return _whole(snapshot, lines[0]) | {"scenes": json.loads(b"[" + b",".join(lines[1:]) + b"]")}


def recall_story(snapshot: Snapshot) -> dict[str, Any] | None:
    """The same without the scenes."""
    lines = _lines(snapshot, key_of(snapshot))
    return _whole(snapshot, lines[0]) if lines else None


def recall_scene(snapshot: Snapshot, number: str) -> dict[str, Any] | None:
    """One scene of the report, the others not read; None where there is no report, or no such scene in it."""
    start = f'{{"id": {json.dumps(number, ensure_ascii=False)}, '.encode()
    line = next((line for line in _lines(snapshot, key_of(snapshot))[1:] if line.startswith(start)), None)
    return json.loads(line) if line else None


def remember(snapshot: Snapshot, report: dict[str, Any], key: str | None = None) -> None:
    """Keep a report for the next command, under the key of what it is about; one that can't be written is no error."""
    key = key or key_of(snapshot)
    if key is None:
        return
    story = {name: value for name, value in report.items() if name != "scenes"}
    body = "\n".join(json.dumps(part, ensure_ascii=False) for part in (story, *report["scenes"])).encode()
    file = _folder(snapshot.common_dir) / key
    temporary = file.with_name(f".{key}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(body + b"\n" + _checksum(body))
        temporary.replace(file)
        _forget_old(file.parent)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _forget_old(folder: Path) -> None:
    """Keep the newest; what another process takes away first is gone as well."""
    ages: list[tuple[int, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                ages.append((entry.stat().st_mtime_ns, entry.name))
    for _, name in sorted(ages, reverse=True)[KEPT:]:
        with suppress(OSError):
            (folder / name).unlink()


def is_done(report: dict[str, Any], stages: list[str]) -> bool:
    """Whether nothing is left to make of some stages: all locked, current, and nothing edited."""
    told = {each["name"] for each in report["stages"]}
    wanted = {name for name in stages if name in told or not row(name).spare}
    rows = [each for each in report["stages"] if each["name"] in wanted]
    return (
        len(rows) == len(wanted)
        and all(each["approval"] == "locked" and each["freshness"] == "current" for each in rows)
        and not report["edited"]
        and not report["deleted"]
    )

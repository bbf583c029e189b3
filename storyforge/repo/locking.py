"""One writer at a time: an advisory lock per repository that waits and says for whom."""

from __future__ import annotations

import fcntl
import json
import os
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from storyforge.errors import StoryLockedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storyforge.repo.quick import Places

_POLL = 0.05

# Locks this process holds: a thread that holds one may enter again, as a command does that commits twice.
_held: dict[tuple[Path, int, int], int] = {}


@contextmanager
def story_lock(file: Path, wait: float, on_wait: Callable[[str], None] | None) -> Iterator[None]:
    """Hold the lock; waits up to `wait` seconds, telling `on_wait` once for each holder; raises StoryLockedError.

    The kernel frees it when the process ends, however it ends.
    """
    key = (file, os.getpid(), threading.get_ident())
    if key in _held:
        _held[key] += 1
        try:
            yield
        finally:
            _held[key] -= 1
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as stream:
        _acquire(stream, wait, on_wait)
        _held[key] = 1
        try:
            _sign(stream)
            yield
        finally:
            del _held[key]
            with suppress(OSError):
                os.truncate(stream.fileno(), 0)


def _acquire(stream: IO[bytes], wait: float, on_wait: Callable[[str], None] | None) -> None:
    end = time.monotonic() + wait
    told = ""
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(stream)
        else:
            return
        if time.monotonic() >= end:
            raise StoryLockedError(holder, wait)
        if on_wait and holder != told:
            on_wait(holder)
            told = holder
        time.sleep(min(_POLL, max(0.0, end - time.monotonic())))


def _sign(stream: IO[bytes]) -> None:
    """Say who holds it; on a full disk the lock holds all the same, unsigned."""
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
    with suppress(OSError):
        os.truncate(stream.fileno(), 0)
        os.write(stream.fileno(), json.dumps({"command": command, "pid": os.getpid()}).encode())


def _holder(stream: IO[bytes]) -> str:
    stream.seek(0)
    try:
        found = json.loads(stream.read())
        return f"`{found['command']}`, process {found['pid']}"
    except (ValueError, KeyError, TypeError):
        return "a command that has just begun"


def stale_lock_files(places: Places, older_than: float) -> list[Path]:
    """Git's `*.lock` files older than so many seconds, while no git program works in this story; sorted.

    A killed git or libgit2 leaves them and every later write fails. They are only named: somebody who looks decides.
    """
    if _git_works_in(places.root):
        return []
    found = {*places.git_dir.glob("*.lock"), *places.common_dir.glob("*.lock")}
    found |= {*(places.common_dir / "refs").rglob("*.lock"), *(places.git_dir / "refs").rglob("*.lock")}
    found |= {*(places.common_dir / "objects" / "info").rglob("*.lock")}
    return sorted(file for file in found if _age(file) > older_than)


def _age(file: Path) -> float:
    try:
        return time.time() - file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _git_works_in(root: Path) -> bool:
    """Does a program called git run in this folder? Known on Linux only, by /proc; elsewhere the age has to do."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            name = (process / "comm").read_text("utf-8").strip()
            if name.startswith("git") and (process / "cwd").readlink().is_relative_to(root):
                return True
        except (OSError, UnicodeDecodeError):
            continue
    return False

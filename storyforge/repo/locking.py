"""One writer at a time: an advisory lock per repository that waits and says for whom."""

from __future__ import annotations

import fcntl
import json
import os
import sys
import threading
import time
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from storyforge.errors import StoryLockedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
_POLL = 0.05
_PATIENCE = 30.0


@dataclass(frozen=True)
class Waiting:
    """What to do while another process holds the lock: for how many seconds to wait, and whom to tell for whom."""

    seconds: float = _PATIENCE
    tell: Callable[[str], None] | None = None


_waiting: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def waiting(way: Waiting) -> Iterator[None]:
    """Take all locks inside in this way: a command line says it once for all that a command writes."""
    token = _waiting.set(way)
    try:
        yield
    finally:
        _waiting.reset(token)


# Locks this process holds: a thread that holds one may enter again, as a command does that commits twice.
_held: dict[tuple[Path, int, int], int] = {}


@contextmanager
def story_lock(file: Path, wait: float | None, on_wait: Callable[[str], None] | None) -> Iterator[None]:
    """Hold the lock; waits up to `wait` seconds, telling `on_wait` once for each holder; raises StoryLockedError.

    What is None is as `waiting` says.
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
        way = _waiting.get() or Waiting()
        _acquire(stream, way.seconds if wait is None else wait, on_wait or way.tell)
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

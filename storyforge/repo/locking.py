"""One writer at a time: an advisory lock per repository that waits and says for whom."""

from __future__ import annotations

import fcntl
import json
import os
import random
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from storyforge.errors import StoryLockedError
from storyforge.repo.patience import Waiting, way_of_waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHORTEST, _LONGEST = 0.001, 0.02
# A commit takes a fraction of a second: of a wait as short as that nobody need be told.
_SILENCE = 0.25
_UNSIGNED = "a command that has just begun"

# Locks this process holds: a thread that holds one may enter again, as a command does that commits twice.
_held: dict[tuple[Path, int, int], int] = {}


def prepare(file: Path) -> None:
    """Make the files of a lock; raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for place in (file, _turn(file)):
        place.touch()


def _turn(file: Path) -> Path:
    return file.with_name(f"{file.name}.next")


@contextmanager
def story_lock(file: Path, wait: float | None, on_wait: Callable[[str], None] | None) -> Iterator[None]:
    """Hold the lock; waits up to `wait` seconds, telling `on_wait` once for each holder; raises StoryLockedError.

    What is None is as `waiting` says. The kernel frees the lock when the process ends, however it ends.
    """
    key = (file, os.getpid(), threading.get_ident())
    if key in _held:
        _held[key] += 1
        try:
            yield
        finally:
            _held[key] -= 1
        return
    prepare(file)
    with file.open("a+b") as stream:
        way = way_of_waiting()
        _acquire(file, stream, Waiting(way.seconds if wait is None else wait, on_wait or way.tell))
        _held[key] = 1
        try:
            _sign(stream)
            yield
        finally:
            del _held[key]
            with suppress(OSError):
                os.truncate(stream.fileno(), 0)


def _acquire(file: Path, stream: IO[bytes], way: Waiting) -> None:
    """Take the lock in turn: one process is next, and nobody, not even who has just let go, gets in before it.

    Without that, who commits again and again would keep others out for as long as it does.
    """
    patience = _Patience(stream, way)
    if not way.seconds:
        patience.take(stream)
        return
    with _turn(file).open("a+b") as turn:
        patience.take(turn)
        patience.take(stream)


class _Patience:
    """Takes locks within a time, and tells once for each holder for whom it waits."""

    def __init__(self, stream: IO[bytes], way: Waiting) -> None:
        self._stream = stream
        self._way = way
        self._end = time.monotonic() + way.seconds
        self._told = ""

    def take(self, lock: IO[bytes]) -> None:
        """Hold one lock; raises StoryLockedError."""
        pause = _SHORTEST
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = _holder(self._stream)
            else:
                return
            if time.monotonic() >= self._end:
                raise StoryLockedError(holder, self._way.seconds)
            self._tell(holder)
            time.sleep(min(pause * random.uniform(0.5, 1), max(0.0, self._end - time.monotonic())))  # noqa: S311
            pause = min(pause * 2, _LONGEST)

    def _tell(self, holder: str) -> None:
        waited = time.monotonic() - (self._end - self._way.seconds)
        silence = _SILENCE if holder != _UNSIGNED else 8 * _SILENCE
        if self._way.tell and holder != self._told and waited > silence:
            self._way.tell(holder)
            self._told = holder


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
        return _UNSIGNED

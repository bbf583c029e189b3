"""Work in a process of its own that may be killed at any moment, without importing everything again."""

from __future__ import annotations

import ctypes
import gc
import mmap
import os
import pickle
import select
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.sweep.boundaries import KINDS, Watch, watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2): git programs whose parent was killed become our children, to be waited for."""


@dataclass(frozen=True)
class Ended:
    """How it ended: what it returned, or the words of what went wrong, and whether it was killed."""

    value: Any = None
    wrong: str = ""
    killed: bool = False


def forked(work: Callable[[], Any], kill_after: float | None = None) -> Ended:
    """Do it in a fork of this process; kill it after so many seconds where that is asked for."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        if kill_after is not None and not select.select([answer], [], [], kill_after)[0]:
            os.kill(child, signal.SIGKILL)
        content = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return Ended(wrong="" if name == "SIGKILL" else name, killed=True)
    if not content:
        return Ended(wrong=f"it said nothing, exit code {os.WEXITSTATUS(status)}")
    value, wrong = pickle.loads(content)  # noqa: S301 - our own child wrote it
    return Ended(value, wrong)


def _work(work: Callable[[], Any], writing: int) -> None:
    said: tuple[Any, str]
    gc.disable()
    try:
        said = (work(), "")
    except BaseException:  # noqa: BLE001 - whatever it is, the parent is told
        said = (None, traceback.format_exc())
    try:
        with os.fdopen(writing, "wb") as answer:
            pickle.dump(said, answer)
    finally:
        os._exit(0)


def adopt_orphans() -> None:
    """From now on programs whose parent was killed are this process's children."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def wait_for_orphans(seconds: float = 10.0) -> None:
    """Wait until all of them have ended; this process must have started nothing else that goes on."""
    end = time.monotonic() + seconds
    with suppress(ChildProcessError):
        while time.monotonic() < end:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.005)


class Counts:
    """Counters that outlive the process which counts: how often each kind was hit, how many calls were in flight."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 8 * (len(KINDS) + 2))
        self._numbers = memoryview(self._memory).cast("q")
        self._turn = threading.Lock()

    def clear(self) -> None:
        """Begin again."""
        for index in range(len(self._numbers)):
            self._numbers[index] = 0

    def of(self, kind: str) -> int:
        """How often a kind was hit."""
        return self._numbers[KINDS.index(kind)]

    @property
    def in_flight(self) -> int:
        """Calls that had left and had not come back."""
        return self._numbers[-1]

    @property
    def unlisted(self) -> int:
        """Changes of files that are of no kind."""
        return self._numbers[-2]

    def watching(self, root: Path, kind: str = "", count: int = 0) -> None:
        """Count in this process, and kill it where it comes to a boundary of a kind for the so-many-th time."""
        self._turn = threading.Lock()

        def hit(name: str) -> None:
            index = KINDS.index(name)
            with self._turn:
                self._numbers[index] += 1
                if name == kind and self._numbers[index] == count:
                    os.kill(os.getpid(), signal.SIGKILL)
                    time.sleep(60)

        def add(index: int, by: int) -> None:
            with self._turn:
                self._numbers[index] += by

        watch(root, Watch(hit, lambda: add(-1, 1), lambda: add(-1, -1), lambda _: add(-2, 1)))

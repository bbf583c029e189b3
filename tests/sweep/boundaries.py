"""Where a run can be killed: every step at which something leaves this program for the disk, for git, or for the shop.

Each kind is hit by what the product really calls: the audit events of Python itself for whatever changes a file, and
wrappers around the functions of which Python tells nothing (fsync, writing, what comes after a step). A kind of change
that happens and is not in the table is noted by `Watch.unlisted`, so that the table can't fall behind the program.
"""

from __future__ import annotations

import builtins
import http.client
import io
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Self

from storyforge.journal.answers import Answers
from storyforge.journal.ledger import Ledger
from storyforge.repo import repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LEDGER = ("reserve", "submitting", "submitted", "received", "promise", "settle")
ANSWERS = ("keep", "settle")
FILES = {
    "open": "file opened to write",
    "os.rename": "file about to be renamed",
    "os.remove": "file about to be removed",
    "os.mkdir": "folder about to be made",
    "os.truncate": "file about to be cut",
    "os.utime": "file about to be touched",
    "subprocess.Popen": "git about to begin",
}
"""Audit event -> kind; see docs.python.org/3/library/audit_events.html."""
UNLISTED = ("os.rmdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.setxattr", "shutil.")
"""Audit events that change files, and that a run does not cause; one that comes up has to join the table."""

FAMILIES = {
    "write": ("file opened to write", "file half written", "file written", "folder about to be made",
              "file about to be cut", "file about to be touched", "file about to be removed", "file removed"),
    "fsync": ("fsync about to begin", "fsync done"),
    "rename": ("file about to be renamed", "file renamed"),
    "commit": ("commit: objects", "commit: commit", "commit: pending", "commit: end"),
    "ref": ("commit: ref",),
    "index": ("commit: index", "git about to begin", "git running", "git ended"),
    "work tree": ("commit: file", "commit: worktree"),
    "database": ("transaction begun", "transaction about to be committed", "transaction committed"),
    "reserve": ("reserve before", "reserve after"),
    "request": ("submitting before", "submitting after", "draw before", "draw sent", "submit before", "submit sent"),
    "answer": ("draw answered", "submit answered", "submitted before", "submitted after", "answer keep before",
               "answer keep after", "received before", "received after"),
    "poll": ("poll before", "poll sent", "poll answered"),
    "settle": ("promise before", "promise after", "answer settle before", "answer settle after", "settle before",
               "settle after"),
    "any": ("at any moment",),
}  # fmt: skip
"""What the sweep has to reach -> the kinds of boundary that belong to it."""
ANY = "at any moment"
"""Killed from outside after some time, wherever that is: within SQLite, libgit2, or a system call."""
KINDS = tuple(kind for kinds in FAMILIES.values() for kind in kinds)


@dataclass
class Watch:
    """What is hit: `hit` is called with the kind; `begun` and `ended` when a call is in flight, and no longer."""

    hit: Callable[[str], None]
    begun: Callable[[], None]
    ended: Callable[[], None]
    unlisted: Callable[[str], None]


def watch(root: Path, over: Watch) -> None:
    """Put boundaries into this process, for good, for everything below a folder."""
    _watch_files(str(root), over)
    _watch_writing(str(root), over)
    _watch_after(os, ("replace", "rename"), "file renamed", over)
    _watch_after(os, ("unlink", "remove"), "file removed", over)
    _watch_fsync(over)
    _watch_git(over)
    _watch_database(over)
    _watch_shop(over)
    for name in LEDGER:
        _around(Ledger, name, over, name)
    for name in ANSWERS:
        _around(Answers, name, over, f"answer {name}")
    _watch_flight(over)
    _put(repository, "_no_step", lambda step: over.hit(f"commit: {step}"))


def _put(owner: Any, name: str, new: Any) -> Any:
    """Replace what the product looks up by name; returns what was there."""
    whole = getattr(owner, name)
    setattr(owner, name, new)
    return whole


def _watch_files(root: str, over: Watch) -> None:
    def told(event: str, given: tuple[Any, ...]) -> None:
        kind = FILES.get(event)
        if kind is None:
            if event.startswith(UNLISTED) and _is_below(root, given[0]):
                over.unlisted(event)
        elif event == "subprocess.Popen":
            over.hit(kind)
        elif event == "open":
            if _is_below(root, given[0]) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                over.hit(kind)
        elif isinstance(given[0], int) or _is_below(root, given[0]):
            over.hit(kind)

    sys.addaudithook(told)


def _is_below(root: str, place: object) -> bool:
    return isinstance(place, str | bytes | os.PathLike) and os.fsdecode(place).startswith(root)


class _Written:
    """A file that is written in two halves, each of which reaches the kernel."""

    def __init__(self, file: Any, over: Watch) -> None:
        self._file = file
        self._over = over

    def write(self, content: Any) -> int:
        middle = len(content) // 2
        self._file.write(content[:middle])
        self._file.flush()
        self._over.hit("file half written")
        self._file.write(content[middle:])
        self._file.flush()
        self._over.hit("file written")
        return len(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._file)


def _watch_writing(root: str, over: Watch) -> None:
    whole = io.open

    @wraps(whole)
    def opened(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        found = whole(file, mode, *rest, **more)
        is_path = isinstance(file, str | os.PathLike)
        return _Written(found, over) if is_path and set(mode) & set("wax+") and _is_below(root, file) else found

    for module in (io, builtins):
        _put(module, "open", opened)


def _watch_after(module: Any, names: tuple[str, ...], kind: str, over: Watch) -> None:
    for name in names:
        whole = getattr(module, name)

        def after(*given: Any, _whole: Any = whole, **more: Any) -> Any:
            found = _whole(*given, **more)
            over.hit(kind)
            return found

        setattr(module, name, after)


def _watch_fsync(over: Watch) -> None:
    whole = os.fsync

    def fsync(file: Any) -> None:
        over.hit("fsync about to begin")
        whole(file)
        over.hit("fsync done")

    _put(os, "fsync", fsync)


def _watch_git(over: Watch) -> None:
    class Popen(subprocess.Popen):  # type: ignore[type-arg]  # it is one of bytes here
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            over.hit("git running")

        def communicate(self, *given: Any, **more: Any) -> Any:
            found = super().communicate(*given, **more)
            over.hit("git ended")
            return found

    _put(subprocess, "Popen", Popen)


def _watch_database(over: Watch) -> None:
    class Connection(sqlite3.Connection):
        def execute(self, query: str, *given: Any) -> sqlite3.Cursor:
            if query == "COMMIT":
                over.hit("transaction about to be committed")
            found = super().execute(query, *given)
            if query == "BEGIN IMMEDIATE":
                over.hit("transaction begun")
            elif query == "COMMIT":
                over.hit("transaction committed")
            return found

    whole = sqlite3.connect
    _put(sqlite3, "connect", lambda *given, **more: whole(*given, **more, factory=Connection))


def _watch_shop(over: Watch) -> None:
    request, response = http.client.HTTPConnection.request, http.client.HTTPConnection.getresponse

    def kind_of(method: str, path: str) -> str:
        return "poll" if method == "GET" else "draw" if path.endswith("/draw") else "submit"

    def asked(self: Any, method: str, url: str, *given: Any, **more: Any) -> None:
        self.kind = kind_of(method, url)
        over.hit(f"{self.kind} before")
        request(self, method, url, *given, **more)
        over.hit(f"{self.kind} sent")

    def answered(self: Any) -> Any:
        found = response(self)
        over.hit(f"{self.kind} answered")
        return found

    _put(http.client.HTTPConnection, "request", asked)
    _put(http.client.HTTPConnection, "getresponse", answered)


def _around(owner: type, name: str, over: Watch, kind: str) -> None:
    whole = getattr(owner, name)

    @wraps(whole)
    def both(*given: Any, **more: Any) -> Any:
        over.hit(f"{kind} before")
        found = whole(*given, **more)
        over.hit(f"{kind} after")
        return found

    setattr(owner, name, both)


def _watch_flight(over: Watch) -> None:
    """A call is in flight from before it is noted as leaving until its answer, or its job's id, is noted."""
    out: set[int] = set()
    leave = Ledger.submitting

    def leaving(self: Ledger, number: int) -> None:
        out.add(number)
        over.begun()
        leave(self, number)

    def coming(name: str) -> None:
        whole = getattr(Ledger, name)

        @wraps(whole)
        def after(self: Ledger, number: int, *given: Any, **more: Any) -> None:
            whole(self, number, *given, **more)
            if number in out:
                out.discard(number)
                over.ended()

        setattr(Ledger, name, after)

    _put(Ledger, "submitting", leaving)
    for name in ("submitted", "received", "failed"):
        coming(name)

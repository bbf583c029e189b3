"""Runs that go on without whoever began them: a process of its own, with no terminal, that says how far it is."""

from __future__ import annotations

import os
import secrets
import shlex
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from storyforge.errors import DiskError, RunOverError, StoryforgeError
from storyforge.journal import runs
from storyforge.journal.processes import has_number, is_elsewhere, this_process
from storyforge.journal.runs import RunState
from storyforge.pipeline.notifying import Notice, notify, ways

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from storyforge.pipeline.request import Outcome
    from storyforge.pipeline.session import Session

RUN = "STORYFORGE_RUN"
"""The environment variable by which a process knows that it is a run on its own."""
_OFTEN = 0.3
"""Seconds between two notes of how far it is."""
_KEEP = 50
"""Runs that are remembered."""

Event = dict[str, Any]


def detach(common: Path, arguments: Sequence[str]) -> RunState:
    """Begin a command in a process of its own, which goes on when this one and its terminal are gone.

    Raises DiskError.
    """
    folder, run = runs.folder_of(common), secrets.token_hex(4)
    log = folder / f"{run}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _forget(folder)
        state = RunState(run, f"storyforge {shlex.join(arguments)}", begun=time.time(), log=str(log))
        runs.write(folder, state)
        with log.open("ab") as out:
            subprocess.Popen(
                [sys.executable, "-m", "storyforge", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                env={**os.environ, RUN: run, "PYTHONUNBUFFERED": "1"},
            )
    except OSError as problem:
        raise DiskError(str(folder), problem.strerror or str(problem)) from problem
    return state


def _forget(folder: Path) -> None:
    """Let go of what the oldest runs that are over left behind."""
    for state in [state for state in runs.listed(folder) if not state.at_work][_KEEP:]:
        for file in (folder / f"{state.run}.json", folder / f"{state.run}.log"):
            file.unlink(missing_ok=True)


def cancel(common: Path, run: str) -> RunState:
    """Tell a run to end: what is out is kept, nothing more is asked for. Raises UnknownRunError, RunOverError."""
    folder = runs.folder_of(common)
    state = runs.read(folder, run)
    number = state.process.split("|")[2] if state.process.count("|") > 2 else ""
    if not state.at_work or not number or is_elsewhere(state.process) or not has_number(int(number)):
        raise RunOverError(state.run, state.state)
    os.kill(int(number), signal.SIGTERM)
    return replace(state, state="ending")


class Following:
    """Notes how far a run is, for whoever looks; `tell` is what it hears, and passes on."""

    def __init__(
        self, folder: Path, state: RunState, tell: Callable[[Event], None], paces: dict[str, float], title: str = ""
    ) -> None:
        self.state = state
        self._title = title
        self._folder = folder
        self._tell = tell
        self._paces = paces
        self._noted = 0.0
        self._turn = threading.Lock()

    def tell(self, event: Event) -> None:
        """Note an event, and pass it on."""
        self.note(event)
        self._tell(event)

    def note(self, event: Event) -> None:
        """Note an event, not too often."""
        now = time.time()
        with self._turn:
            kind = event["event"]
            if kind == "progress":
                task, began = event["task"], self.state.began_task
                fresh = task != self.state.task or event["total"] != self.state.total
                since = now if fresh or not began else began
                done, total, pace = event["done"], event["total"], self._paces.get(task, 0.0)
                self.state = replace(self.state, task=task, done=done, total=total, began_task=since, pace=pace)
            elif kind == "begin":
                self.state = replace(self.state, stage=event["stage"], task="", done=0, total=0, began_task=now)
            elif kind in ("warning", "failed"):
                self.state = replace(self.state, message=event["message"], hint=event.get("hint", ""))
            if kind != "progress" or now - self._noted > _OFTEN or self.state.done == self.state.total:
                self._write(now)

    def _write(self, now: float) -> None:
        self._noted = now
        self.state = replace(self.state, updated=now)
        runs.write(self._folder, self.state)

    def ends(self, state: str, code: int, *, message: str = "", hint: str = "", cost: str = "") -> None:
        """Note what it came to."""
        with self._turn:
            if message or state == "done":
                self.state = replace(self.state, message=message, hint=hint)
            self.state = replace(self.state, state=state, exit=code, cost=cost)
            self._write(time.time())
        tell_of(self._title, self.state, self._tell)


@contextmanager
def followed(session: Session, tell: Callable[[Event], None]) -> Iterator[Following | None]:
    """Where this process is a run on its own: notes how far it is and how it ends, also where it is told to end."""
    run = os.environ.get(RUN, "")
    if not run:
        yield None
        return
    folder = runs.folder_of(session.repository.common_dir)
    known = [state for state in runs.listed(folder) if state.run == run]
    state = known[0] if known else RunState(run, f"storyforge {shlex.join(sys.argv[1:])}", begun=time.time())
    state = replace(state, process=this_process(), state="running")
    following = Following(folder, state, tell, _paces(session), session.story.story.title)
    following.note({"event": "run"})
    before = _heed_the_end()
    try:
        yield following
    except KeyboardInterrupt:
        following.ends("ended", 130, message="It was ended; what was bought is kept.")
        raise
    except StoryforgeError as error:
        following.ends("stopped" if error.exit == 3 else "failed", error.exit, message=error.message, hint=error.hint)
        raise
    except BaseException as error:
        following.ends("failed", 70, message=f"{type(error).__name__}: {error}")
        raise
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def tell_of(title: str, state: RunState, tell: Callable[[Event], None]) -> None:
    """Tell its author that a run is over, as they want to be told; what does not go out is a warning."""
    notice = Notice(title, state.state, state.command, state.message, state.hint, state.cost)
    for way, why in notify(notice).items():
        if why:
            tell({"event": "warning", "message": f"No notice by {way}: {why}"})


def tell_if_long(
    session: Session, outcome: Outcome, command: str, seconds: float, tell: Callable[[Event], None]
) -> None:
    """The same of a run that was waited for long enough that whoever waited may have gone."""
    try:
        how = ways()
    except StoryforgeError as error:
        tell({"event": "warning", "message": error.message})
        return
    if how.told() and seconds >= how.after:
        state, code, message, hint = how_it_ended(outcome)
        told = RunState(session.run_id, command, "", state, message=message, hint=hint, exit=code)
        tell_of(session.story.story.title, replace(told, cost=outcome.cost.words()), tell)


def how_it_ended(outcome: Outcome) -> tuple[str, int, str, str]:
    """The state, exit code, message and hint of a run that came to its end."""
    if outcome.failed:
        worst = max(outcome.failed.values(), key=lambda error: error.exit)
        return "failed", worst.exit, worst.message, worst.hint
    if outcome.stopped:
        return "stopped", outcome.stopped.exit, outcome.stopped.message, outcome.stopped.hint
    return "done", 0, "", ""


def _heed_the_end() -> Any:
    """A run that is told to end ends as by Ctrl-C: what is out is kept."""
    if threading.current_thread() is not threading.main_thread():
        return None

    def end(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    return signal.signal(signal.SIGTERM, end)


def _paces(session: Session) -> dict[str, float]:
    """Stage -> how long a piece took in the last calls, from the ledger; empty where nothing was bought yet."""
    from storyforge.journal.ledger import FILE, Ledger  # noqa: PLC0415 - only where a run is on its own

    folder = session.repository.common_dir / "storyforge"
    if not (folder / FILE).exists():
        return {}
    ledger = Ledger(folder)
    try:
        found: dict[str, list[float]] = {}
        for entry in ledger.entries():
            if entry.seconds:
                found.setdefault(entry.call.stage, []).append(entry.seconds)
        return {stage: sum(took[-20:]) / len(took[-20:]) for stage, took in found.items()}
    finally:
        ledger.close()

"""Runs that go on by themselves: one small file each, which says how far a run is, and what it came to.

A run writes its own file and nobody else's; whoever reads one sees from the process whether it is still at work.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from storyforge.errors import UnknownRunError
from storyforge.journal.processes import is_alive

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "runs"
RUNNING = ("starting", "running", "ending")


@dataclass(frozen=True)
class RunState:
    """How far a run is. `begun` and `updated` are seconds since 1970; `pace` is how long a piece takes."""

    run: str
    command: str
    process: str = ""
    state: str = "starting"
    """starting, running, ending: it was told to end; done, stopped: at a gate; failed, ended: by its author; lost."""
    stage: str = ""
    task: str = ""
    done: int = 0
    total: int = 0
    began_task: float = 0.0
    begun: float = 0.0
    updated: float = 0.0
    pace: float = 0.0
    message: str = ""
    hint: str = ""
    exit: int | None = None
    cost: str = ""
    log: str = ""

    @property
    def at_work(self) -> bool:
        """Whether it is not over."""
        return self.state in RUNNING

    @property
    def percent(self) -> int:
        """How much of the task at hand is done."""
        return round(100 * self.done / self.total) if self.total else 0

    def seconds_left(self, now: float) -> float | None:
        """About how long the task at hand still takes, by this run's own pace, else by what it took before."""
        rest = self.total - self.done
        if not self.at_work or not self.total:
            return None
        if self.done and self.began_task:
            return max(0.0, (now - self.began_task) / self.done * rest)
        return self.pace * rest if self.pace else None

    def plain(self, now: float) -> dict[str, Any]:
        """Plain data."""
        left = self.seconds_left(now)
        told = {name: value for name, value in asdict(self).items() if name not in ("process", "began_task", "pace")}
        return {**told, "percent": self.percent, "seconds_left": None if left is None else round(left)}


def folder_of(common: Path) -> Path:
    """Where the runs of a repository are told; `common` is what all its work trees share."""
    return common / "storyforge" / FOLDER


def write(folder: Path, state: RunState) -> None:
    """Put a run's file in place, whole; failing to harms no run."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / f"{state.run}.json.new"
        new.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
        new.replace(folder / f"{state.run}.json")


def read(folder: Path, run: str) -> RunState:
    """One run, by its id or how it begins; raises UnknownRunError."""
    found = [state for state in listed(folder) if state.run.startswith(run)]
    if len(found) != 1 or not run:
        raise UnknownRunError(run, [state.run for state in listed(folder)])
    return found[0]


def listed(folder: Path) -> list[RunState]:
    """All runs that are known, the newest first; what can't be read is left out."""
    found = []
    for file in folder.glob("*.json"):
        with suppress(OSError, ValueError, TypeError):
            state = RunState(**json.loads(file.read_text("utf-8")))
            lost = state.at_work and state.process and not is_alive(state.process)
            found.append(RunState(**{**asdict(state), "state": "lost"}) if lost else state)
    return sorted(found, key=lambda state: (-state.begun, state.run))

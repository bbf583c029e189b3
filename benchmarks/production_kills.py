"""Kills the buying of a film at random moments, goes on, and holds what was sold against the journal and the story.

`python benchmarks/production_kills.py [--kills 20] [--scenes 12] [--seed 1]` writes `results/production_kills.json`.
Each time the frames of a fresh copy of the same story are bought by the real command line over the real client, which
is killed (SIGKILL) and run again: every second time at a moment of the whole life of an undisturbed run, else at one
of the time in which it buys. What is in doubt then is
resolved as what the server sold and nobody got, and the run goes on to its end.

Asked for: sold = what an undisturbed run buys + what was sold and is bought again on its author's word; never more in
doubt than calls were out; what the journal counts is what the server sold; the same tree of files in the end.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from production import AT_ONCE, COMMANDS, isolated, prepared, program, serving, shots_of

from storyforge.journal.calls import SOLD
from storyforge.journal.ledger import Ledger

if TYPE_CHECKING:
    from production import Server

    from storyforge.journal.calls import Entry

RESULT = Path(__file__).parent / "results" / "production_kills.json"
LATENCY, WIDTH = 0.05, 96
ROUNDS = 4


@dataclass(frozen=True)
class Course:
    """What an undisturbed run bought, the tree that it left, and how long it took."""

    sold: int
    tree: str
    seconds: float
    buying: float
    """Seconds from its first call to its last answer."""


@dataclass(frozen=True)
class Trial:
    """One kill: when, what was out and sold then, what was in doubt, and what was sold in the end."""

    moment: float
    sold_before: int
    out: int
    doubts: int
    resubmitted: int
    sold: int
    problems: tuple[str, ...]


def buy(folder: Path) -> subprocess.CompletedProcess[str]:
    """The frames, as their author asks for them."""
    return subprocess.run(program(folder, *COMMANDS["frames"]), capture_output=True, encoding="utf-8", check=False)


def tree_of(folder: Path) -> str:
    """The tree of the last commit."""
    return subprocess.run(
        ["git", "rev-parse", "HEAD^{tree}"], cwd=folder, capture_output=True, encoding="utf-8", check=True
    ).stdout.strip()


def calls(folder: Path) -> list[Entry]:
    """What the journal says."""
    ledger = Ledger(folder / ".git" / "storyforge")
    try:
        return ledger.entries()
    finally:
        ledger.close()


def paid(server: Server) -> int:
    """What the server sold so far, once nothing is under way there any more."""
    while (told := server.told())["open"]:
        time.sleep(0.02)
    return int(told["paid"].get("image", 0))


def undisturbed(base: Path, folder: Path, server: Server) -> Course:
    """A run to its end."""
    shutil.copytree(base, folder, symlinks=True)
    before, begun = paid(server), time.monotonic()
    ran = buy(folder)
    seconds, told = time.monotonic() - begun, server.told()
    assert ran.returncode == 0, ran.stderr
    return Course(paid(server) - before, tree_of(folder), seconds, told["last"] - told["first"])


def trial(base: Path, folder: Path, server: Server, course: Course, share: float, *, buying: bool) -> Trial:
    """One kill after a share of the time that an undisturbed run takes, or buys, and what came of it."""
    shutil.copytree(base, folder, symlinks=True)
    start = paid(server)
    process = subprocess.Popen(
        program(folder, *COMMANDS["frames"]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while buying and process.poll() is None and not server.told()["calls"]:
        time.sleep(0.01)
    moment = share * (course.buying if buying else course.seconds)
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    sold_before = paid(server) - start
    left = [entry.state for entry in calls(folder)] if (folder / ".git" / "storyforge").exists() else []
    out, found = left.count("submitting"), 0
    resubmitted = 0
    for _ in range(ROUNDS):
        ran = buy(folder)
        doubts = [entry for entry in calls(folder) if entry.state == "doubt"]
        if not doubts:
            break
        found += len(doubts)
        # An answer that was on disk and not in the journal yet has been taken up by now.
        lost = paid(server) - start - sum(entry.state in SOLD for entry in calls(folder))
        resubmitted += lost
        for number, doubt in enumerate(doubts):
            word = "--sold" if number < lost else "--not-sold"
            subprocess.run(program(folder, "jobs", "resolve", str(doubt.number), word), capture_output=True, check=True)
    sold = paid(server) - start
    problems = [f"it did not come to its end: {ran.stderr[-300:]}"] if ran.returncode else []
    problems += _wrong(folder, course, sold, resubmitted)
    if found > out or out > AT_ONCE:
        problems.append(f"{found} in doubt, {out} were out")
    shutil.rmtree(folder)
    return Trial(round(moment, 2), sold_before, out, found, resubmitted, sold, tuple(problems))


def _wrong(folder: Path, course: Course, sold: int, resubmitted: int) -> list[str]:
    """What is not as an undisturbed run leaves it."""
    problems = []
    counted = sum(entry.state in SOLD for entry in calls(folder))
    clean = subprocess.run(["git", "status", "--porcelain"], cwd=folder, capture_output=True, check=True).stdout
    if sold != course.sold + resubmitted:
        problems.append(f"sold {sold}, undisturbed {course.sold}, resubmitted {resubmitted}")
    if counted != sold:
        problems.append(f"the journal counts {counted}, the server {sold}")
    if tree_of(folder) != course.tree:
        problems.append("another tree")
    if clean:
        problems.append(f"not clean: {clean.decode()[:200]}")
    return problems


def sweep(place: Path, kills: int, scenes: int, seed: int) -> tuple[Course, list[Trial], int]:
    """An undisturbed run, and so many that are killed."""
    luck = random.Random(seed)  # noqa: S311 - no secret hangs from it
    with serving(LATENCY, WIDTH) as server:
        isolated(place / "home")
        base = prepared(place / "film", scenes)
        drawn = subprocess.run(program(base, "keys", "--auto"), capture_output=True, encoding="utf-8", check=False)
        assert drawn.returncode == 0, drawn.stderr
        course = undisturbed(base, place / "undisturbed", server)
        found = []
        for number in range(kills):
            share, buying = luck.random(), number % 2 == 0
            found.append(trial(base, place / f"trial-{number}", server, course, share, buying=buying))
            print(number + 1, json.dumps(asdict(found[-1])), file=sys.stderr, flush=True)
        return course, found, shots_of(base)


def summary(course: Course, trials: list[Trial], shots: int, seed: int) -> dict[str, Any]:
    """What is written down."""
    return {
        "machine": {"python": platform.python_version(), "cores": os.cpu_count()},
        "shots": shots,
        "seed": seed,
        "latency": LATENCY,
        "undisturbed": {"sold": course.sold, "seconds": round(course.seconds, 2)},
        "kills": len(trials),
        "while something was out": sum(trial.out > 0 for trial in trials),
        "most out": max(trial.out for trial in trials),
        "most in doubt": max(trial.doubts for trial in trials),
        "resubmitted": sum(trial.resubmitted for trial in trials),
        "with problems": sum(bool(trial.problems) for trial in trials),
        "trials": [asdict(trial) for trial in trials],
    }


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--scenes", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULT)
    given = parser.parse_args()
    with TemporaryDirectory() as place:
        told = summary(*sweep(Path(place), given.kills, given.scenes, given.seed), given.seed)
    given.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(json.dumps({name: value for name, value in told.items() if name != "trials"}, indent=1))
    sys.exit(1 if told["with problems"] else 0)


if __name__ == "__main__":
    main()

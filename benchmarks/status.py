"""Measures `status` and a second `run` on a story of 200 scenes with 2,000 frames, beside git and DVC on its graph.

`python benchmarks/status.py` writes `results/status.json`; `--dvc PROGRAM` names a DVC that is there already, else one
is installed into a temporary environment, with ruamel.yaml.clib. Medians of nine on a warm cache; every edit is one
that was never seen before. Beside the time on the clock stands that on processors, which other work prolongs less.
Peak memory is that of the largest process of a command.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import big_story
import dvc_pipeline

from storyforge.pipeline.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

RESULT = Path(__file__).parent / "results" / "status.json"
STORYFORGE = [sys.executable, "-m", "storyforge"]
GIT = ["git", "status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all"]
SHOTS, ASSET, STYLE, SCRIPT = (
    "scenes/007/shots.yaml",
    f"assets/characters/{big_story.HERO}.yaml",
    "story.yaml",
    "script.fountain",
)
TARGETS = {
    "clean": 150,
    "one edit": 180,
    "an asset in all scenes": 250,
    "the style of all scenes": 250,
    "run, nothing to do": 250,
    "2,000 scenes, clean": 600,
}
"""Milliseconds that are wanted."""
_COUNTER = count(1)


@dataclass(frozen=True)
class Measured:
    """The medians of some runs, in milliseconds on the clock and on processors, and the peak memory in megabytes."""

    ms: float
    cpu_ms: float
    megabytes: float

    def plain(self) -> dict[str, float]:
        """Plain data."""
        return {"cpu_ms": self.cpu_ms, "megabytes": self.megabytes, "ms": self.ms}


def once(command: list[str], folder: Path) -> tuple[float, float]:
    """Milliseconds of one command on the clock and on processors; it must succeed."""
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        _, code, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(code)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return 1000 * (time.perf_counter() - start), 1000 * (used.ru_utime + used.ru_stime)


PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak(command: list[str], folder: Path) -> float:
    """Peak megabytes of one command, run by a small process: what stood in its place before it counts as its own."""
    told = subprocess.run([sys.executable, "-c", PEAK, *command], cwd=folder, capture_output=True, check=True).stdout
    return round(int(told) / 1024, 1)


def measure(command: list[str], folder: Path, runs: int, edit: Callable[[], None] = lambda: None) -> Measured:
    """A command, after as many edits as it is run."""
    edit()
    memory = peak(command, folder)
    found = []
    for _ in range(runs):
        edit()
        found.append(once(command, folder))
    clock, processors = (round(statistics.median(times), 1) for times in zip(*found, strict=True))
    return Measured(clock, processors, memory)


def editing(root: Path, path: str, pattern: str, new: str) -> Callable[[], None]:
    """An edit of the first place that a pattern finds, never the same twice."""

    def edit() -> None:
        text = (root / path).read_text("utf-8")
        changed, made = re.subn(pattern, new.replace("N", str(next(_COUNTER))), text, count=1)
        assert made, f"nothing to edit in {path}"
        (root / path).write_text(changed, "utf-8")

    return edit


def edits(root: Path) -> dict[str, Callable[[], None]]:
    """The edits by name."""
    return {
        "one edit": editing(root, SHOTS, r"action: .*", "action: Ada does it N times."),
        "an asset in all scenes": editing(root, ASSET, r"description: .*", "description: A woman in N coats."),
        "the style of all scenes": editing(root, STYLE, r"visual:.*", "visual: noir N"),
        "a word that is spoken": editing(
            root, SCRIPT, r"(?m)^Is this the .*", "Is this the one of N that you told me of?"
        ),
    }


def restore(root: Path) -> None:
    """All files as they are committed."""
    subprocess.run(["git", "checkout", "-q", "--", "."], cwd=root, check=True)


def stages(root: Path) -> dict[str, str]:
    """Stage -> how it stands, by `status --json`."""
    told = subprocess.run([*STORYFORGE, "status", "--json"], cwd=root, capture_output=True, check=True).stdout
    return {row["name"]: f"{row['approval']} {row['freshness']}" for row in json.loads(told)["stages"]}


def ours(root: Path, runs: int) -> dict[str, Measured]:
    """The program's own commands."""
    status = [*STORYFORGE, "status"]
    assert set(stages(root).values()) == {"locked current"}, "the story is not whole"
    found = {"clean": measure(status, root, runs)}
    for name, edit in edits(root).items():
        found[name] = measure(status, root, runs, edit)
        assert set(stages(root).values()) != {"locked current"}, f"{name}: nothing has changed"
        restore(root)
    found["one scene, clean"] = measure([*status, "7"], root, runs)
    found["run, nothing to do"] = measure([*STORYFORGE, "run"], root, runs)
    found["python -c pass"] = measure([sys.executable, "-c", "pass"], root, runs)
    found["git status"] = measure(GIT, root, runs)
    return found


PARTS = """
import gc, sys, time
gc.disable()
clock = lambda: time.clock_gettime(time.CLOCK_MONOTONIC)
at = [("interpreter", float(sys.argv[1])), ("imports: the command line", clock())]
import storyforge.cli.shortcut, storyforge.cli.status_text
from pathlib import Path
at.append(("imports: git and the verdict", clock()))
from storyforge.pipeline.freshness import verdict
from storyforge.repo import snapshot
at.append(("git", clock()))
seen = snapshot(Path())
at.append(("verdict, read", clock()))
known = verdict.recall(seen)
if known is None:
    at.append(("imports: the base", clock()))
    from storyforge.pipeline.freshness import base, glance
    from storyforge.reports import status
    at.append(("imports: YAML", clock()))
    import storyforge.formats.light_summary
    at.append(("base, edited file, state", clock()))
    found = glance.glance(seen)
    at.append(("report", clock()))
    told = status.Standing(seen.branch, seen.head, seen.operation, *glance.edits_of(seen, found.contents))
    known = status.report(told, found.summaries, found.state)
    at.append(("verdict, written", clock()))
    verdict.remember(seen, known, verdict.key_of(seen, found.contents))
at.append(("", clock()))
import json
print(json.dumps({name: 1000 * (after - before) for (name, before), (_, after) in zip(at, at[1:])}))
"""


def parts(root: Path, runs: int, edit: Callable[[], None] = lambda: None) -> dict[str, float]:
    """Where the time of one `status` goes: the median of each part, in milliseconds."""
    found: list[dict[str, float]] = []
    for _ in range(runs):
        edit()
        start = str(time.clock_gettime(time.CLOCK_MONOTONIC))
        told = subprocess.run([sys.executable, "-c", PARTS, start], cwd=root, capture_output=True, check=True).stdout
        found.append(json.loads(told))
    restore(root)
    return {name: round(statistics.median(each[name] for each in found), 1) for name in found[0]}


def theirs(root: Path, runs: int, dvc: str) -> dict[str, Measured]:
    """DVC on the same graph; of `repro`, which takes long, three runs."""
    told = subprocess.run([dvc, "status"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert "up to date" in told, told
    found = {"clean": measure([dvc, "status", "-q"], root, runs)}
    for name in ("one edit", "an asset in all scenes"):
        found[name] = measure([dvc, "status"], root, runs, edits(root)[name])
        restore(root)
    found["repro, nothing to do"] = measure([dvc, "repro", "-q"], root, min(runs, 3))
    found["git status"] = measure(GIT, root, runs)
    return found


def installed_dvc(folder: Path) -> str:
    """DVC in an environment of its own."""
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "pip", "install", "-q", "dvc", "ruamel.yaml.clib"], check=True)
    return str(folder / "bin" / "dvc")


def compared(found: dict[str, Measured], dvc: dict[str, Measured]) -> dict[str, float]:
    """How many times as fast as DVC."""
    rows = {
        "status, clean": (dvc["clean"], found["clean"]),
        "status, one edit": (dvc["one edit"], found["one edit"]),
        "status, an asset in all scenes": (dvc["an asset in all scenes"], found["an asset in all scenes"]),
        "run, nothing to do": (dvc["repro, nothing to do"], found["run, nothing to do"]),
    }
    return {name: round(other.ms / mine.ms, 1) for name, (other, mine) in rows.items()}


def measured(folder: Path, dvc: str, runs: int, scenes: int, more: int) -> dict[str, Any]:
    """All numbers."""
    story, long, pipeline = folder / "story", folder / "long", folder / "pipeline"
    big_story.write(story, scenes)
    dvc_pipeline.write(pipeline, story, dvc_pipeline.graph(Session.open(story).story.summaries), dvc)
    found = ours(story, runs)
    other = theirs(pipeline, runs, dvc)
    known = {"clean": parts(story, runs), "one edit": parts(story, runs, edits(story)["one edit"])}
    known["an asset in all scenes"] = parts(story, runs, edits(story)["an asset in all scenes"])
    if more:
        big_story.write(long, more)
        once([*STORYFORGE, "status"], long)
        found[f"{more:,} scenes, clean"] = measure([*STORYFORGE, "status"], long, runs)
        found[f"{more:,} scenes, one scene, clean"] = measure([*STORYFORGE, "status", "7"], long, runs)
        found[f"{more:,} scenes, one edit"] = measure([*STORYFORGE, "status"], long, runs, edits(long)["one edit"])
        found[f"{more:,} scenes, git status"] = measure(GIT, long, runs)
    return {
        "dvc": {name: each.plain() for name, each in other.items()},
        "parts_ms": known,
        "storyforge": {name: each.plain() for name, each in found.items()},
        "targets": {
            name: {"ms": most, "reached": found[name].ms <= most} for name, most in TARGETS.items() if name in found
        },
        "times_as_fast": compared(found, other),
    }


def versions(dvc: str) -> dict[str, object]:
    """What the numbers were measured with."""
    told = [[dvc, "--version"], ["git", "--version"]]
    program = [subprocess.run(each, capture_output=True, text=True, check=True).stdout.split()[-1] for each in told]
    return {
        "cores": os.cpu_count(),
        "dvc": program[0],
        "git": program[1],
        "load": round(os.getloadavg()[0], 1),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "system": sys.platform,
        **{name: version(name) for name in ("ruamel.yaml", "storyforge", "typer")},
    }


def main() -> None:
    """Measure, write the result, print it."""
    parser = argparse.ArgumentParser(description="Measures status and a second run beside git and DVC.")
    parser.add_argument("--dvc", help="a DVC that is installed already")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--scenes", type=int, default=200)
    parser.add_argument("--more", type=int, default=2000, help="scenes of the long story; 0 for none")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dvc = given.dvc or installed_dvc(folder / "dvc")
        with_ = versions(dvc)
        found = {"measured": measured(folder, dvc, given.runs, given.scenes, given.more), "with": with_}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", "utf-8")
    print(json.dumps(found, indent=2, sort_keys=True))


if __name__ == "__main__":
    main()

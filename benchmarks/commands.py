"""Measures whole commands on a feature script: from `new` to locked shot lists, a second run, `status`, `--help`.

`python benchmarks/commands.py` writes `results/commands.json`. Memory is the proportional set size of all processes of
a command together, sampled every 20 ms (Linux). The same story is made in other folders, with one and four workers, in
another language, time zone and hash seed; the trees must be the same. `python -c pass` is the floor beside `status`.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from feature_script import feature_script

RESULT = Path(__file__).parent / "results" / "commands.json"
STORYFORGE = [sys.executable, "-m", "storyforge"]
ENOUGH = 9
OTHER = {"STORYFORGE_WORKERS": "4", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "7"}
GIT = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Measure"), ("EMAIL", "measure@example.org"))
}


def memory(pid: int) -> int:
    """Kilobytes that a process and its children hold together."""
    total = 0
    todo = [pid]
    while todo:
        one = todo.pop()
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text("utf-8").splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            for task in Path(f"/proc/{one}/task").iterdir():
                todo += [int(child) for child in (task / "children").read_text("utf-8").split()]
        except (OSError, StopIteration):
            continue
    return total


def run(arguments: list[str], extra: dict[str, str] | None = None) -> tuple[float, int]:
    """Seconds and peak kilobytes of one command; it must succeed."""
    start = time.perf_counter()
    with subprocess.Popen(
        [*STORYFORGE, *arguments], stdout=subprocess.DEVNULL, env={**os.environ, **GIT, **(extra or {})}
    ) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            time.sleep(0.02)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}")
    return time.perf_counter() - start, peak


def median_ms(command: list[str]) -> float:
    """The median wall time of a command in milliseconds."""
    times = []
    for _ in range(ENOUGH):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(1000 * (time.perf_counter() - start))
    return round(statistics.median(times), 1)


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def make(folder: Path, script: Path, name: str, extra: dict[str, str]) -> Path:
    """A story made up to its prompts."""
    story = folder / name
    run(["new", str(story), "--primary", str(script)], extra)
    run(["-C", str(story), "run", "prompts", "--auto"], extra)
    return story


def measure(folder: Path) -> dict[str, Any]:
    """All numbers."""
    script = folder / "script.fountain"
    script.write_text(feature_script(), "utf-8")
    story = folder / "story"
    two = {"STORYFORGE_WORKERS": "2"}
    made, made_memory = run(["new", str(story), "--primary", str(script)], two)
    shots, shots_memory = run(["-C", str(story), "run", "shots", "--auto"], two)
    commits = int(git(story, "rev-list", "--count", "HEAD"))
    here = [*STORYFORGE, "-C", str(story)]
    second = median_ms([*here, "run", "shots"])
    found = {
        "script_bytes": script.stat().st_size,
        "new_to_locked_shots_seconds": round(made + shots, 2),
        "new_seconds": round(made, 2),
        "peak_megabytes": round(max(made_memory, shots_memory) / 1024, 1),
        "commits": commits,
        "second_run_ms": second,
        "second_run_commits": int(git(story, "rev-list", "--count", "HEAD")) - commits,
    }
    prompts, prompts_memory = run(["-C", str(story), "run", "prompts", "--auto"], two)
    one, four = make(folder, script, "one", {"STORYFORGE_WORKERS": "1"}), make(folder, script, "four", OTHER)
    trees = {git(each, "rev-parse", "HEAD^{tree}") for each in (story, one, four)}
    return found | {
        "status_ms": median_ms([*here, "status"]),
        "help_ms": median_ms([*STORYFORGE, "--help"]),
        "python_ms": median_ms([sys.executable, "-c", "pass"]),
        "prompts_seconds": round(prompts, 2),
        "prompts_megabytes": round(prompts_memory / 1024, 1),
        "same_tree": len(trees) == 1,
    }


def versions() -> dict[str, object]:
    """What the numbers were measured with."""
    return {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "system": sys.platform,
        **{name: version(name) for name in ("pydantic", "pygit2", "ruamel.yaml", "storyforge", "typer")},
    }


def main() -> None:
    """Measure, write the result, print it."""
    with tempfile.TemporaryDirectory() as folder:
        found = {"measured": measure(Path(folder)), "with": versions()}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", "utf-8")
    print(json.dumps(found, indent=2, sort_keys=True))


if __name__ == "__main__":
    main()

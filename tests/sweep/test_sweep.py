"""A run is killed at boundaries of all families, goes on, and loses nothing; builds that are broken are found."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

from storyforge import repo
from storyforge.journal.ledger import Ledger
from tests.sweep.boundaries import FAMILIES, KINDS, LEDGER
from tests.sweep.broken import BROKEN
from tests.sweep.few import FEW

ASKED = ("write", "fsync", "rename", "ref", "index", "work tree", "reserve", "request", "answer", "poll", "settle")
"""What has to be among the families."""


def test_every_step_of_a_commit_and_of_a_call_is_in_the_table() -> None:
    """What is added to the program, and is not to be killed there, says so here."""
    files = Path(repo.__file__).parent.glob("*.py")
    steps = {step for file in files for step in re.findall(r'step\("(\w+)"\)', file.read_text("utf-8"))}
    elsewhere = {"media"}  # of stories whose media lie in Git LFS; the film of the sweep has them in git
    assert {f"commit: {step}" for step in steps - elsewhere} == {kind for kind in KINDS if kind.startswith("commit: ")}
    reads = {"entry", "entries", "spent", "runs", "paces", "fact", "close", "agreements", "standing"}
    other_ways = {"failed", "released", "doubt", "spoilt", "resolve", "recover", "pace", "remember"}
    acts = {name for name, thing in vars(Ledger).items() if inspect.isfunction(thing) and not name.startswith("_")}
    assert acts - reads - other_ways == set(LEDGER)


def test_killed_anywhere_nothing_is_lost_and_broken_builds_are_found(tmp_path: Path) -> None:
    """One test, for all of it is one run of the small sweep."""
    command = [sys.executable, "-m", "tests.sweep.few", str(tmp_path)]
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    swept = json.loads(done.stdout.splitlines()[-1])
    assert set(ASKED) <= set(FAMILIES)
    assert len(KINDS) == len(set(KINDS))
    assert (swept["never"], swept["unlisted"], swept["wrong"]) == ([], 0, "")
    trials = {(trial["kind"], trial["broken"]): trial for trial in swept["trials"]}
    assert {key for key, trial in trials.items() if not trial["killed"]} == set()
    assert {kind: trials[kind, ""]["problems"] for kind in FEW} == {kind: [] for kind in FEW}
    assert {broken for (_, broken), trial in trials.items() if broken and trial["problems"]} == set(BROKEN)

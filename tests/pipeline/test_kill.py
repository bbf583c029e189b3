"""A run that is killed leaves a whole story; the next one goes on where it stopped, and comes to the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from storyforge.pipeline.spending import work
from tests.example import FOLDER
from tests.tale import Tale, program

if TYPE_CHECKING:
    from pathlib import Path

RUN = """
import os, signal, sys
from pathlib import Path
from storyforge.pipeline.request import Request
from storyforge.pipeline.run import Runner
from storyforge.pipeline.session import Session

root, kind, stage, step, count = sys.argv[1:]
session = Session.open(Path(root))
now = ""
left = int(count)

def die():
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

def tell(event):
    global now
    now = event.get("stage", now)
    if kind == "event" and event["event"] == step and now == stage:
        die()

def at(name):
    if kind == "commit" and name == step and now == stage:
        die()

session.repository._crash_point = at
Runner(session, Request("prompts", auto=True), tell).run()
"""


def killed(begun: Tale, *where: str) -> None:
    done = subprocess.run([sys.executable, "-c", RUN, str(begun.root), *where], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


PLACES = [
    ("event", "shots", "progress", "2"),
    ("commit", "beats", "objects", "0"),
    ("commit", "shots", "ref", "0"),
    ("commit", "shots", "file", "0"),
    ("commit", "shots", "file", "3"),
    ("commit", "prompts", "end", "0"),
]


@pytest.mark.parametrize("where", PLACES, ids="-".join)
def test_killed_and_run_again(begun: Tale, tale: Tale, where: tuple[str, ...]) -> None:
    killed(begun, *where)
    assert begun.storyforge("status") == 0, "status works on what a kill left"
    assert begun.storyforge("run", "prompts", "--auto") == 0
    assert begun.git("rev-parse", "HEAD^{tree}") == tale.git("rev-parse", "HEAD^{tree}")
    assert not begun.dirty
    assert not [subject for subject in begun.subjects if "edited by hand" in subject]
    assert begun.git("fsck", "--no-dangling") == ""
    stages = [subject.split(":")[0] for subject in begun.subjects]
    assert len(stages) == len(set(stages)), "no stage was committed twice"


def test_what_an_author_edits_after_a_kill_is_theirs(begun: Tale) -> None:
    killed(begun, "commit", "shots", "ref", "0")
    begun.write("beats.yaml", begun.read("beats.yaml").replace("Garden.", "Orchard."))
    assert begun.storyforge("run", "prompts", "--auto") == 0
    assert "beats: edited by hand" in begun.subjects
    assert "Orchard." in begun.git("show", "HEAD:beats.yaml")


def test_interrupted_by_ctrl_c(begun: Tale) -> None:
    """The command says that nothing is half done, with exit code 130, and is right."""
    code = (
        "import os, signal, sys\n"
        "from storyforge.pipeline.workshop import Workshop\n"
        "whole = Workshop.make\n"
        "def make(self, row, *rest, **more):\n"
        "    made = whole(self, row, *rest, **more)\n"
        "    if row.name == 'shots':\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    return made\n"
        "Workshop.make = make\n"
        "from storyforge.cli.main import run\n"
        "sys.exit(run(['-C', sys.argv[1], 'run', '--auto']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(begun.root)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 130, done.stderr
    assert "Interrupted." in done.stderr
    assert "Traceback" not in done.stderr
    assert begun.subjects[0].startswith("scenes: ")
    assert not begun.dirty
    assert begun.storyforge("run", "prompts", "--auto") == 0


def test_ctrl_c_on_a_terminal_reaches_the_workers_too(begun: Tale) -> None:
    """The whole process group is interrupted; nobody prints a traceback."""
    code = (
        "import os, signal, sys\n"
        "from storyforge.pipeline.spending import work\n"
        "work.FEW = 1\n"
        "from storyforge.cli.run import Teller\n"
        "def tell(self, event):\n"
        "    if event['event'] == 'progress' and event['task'] == 'shots':\n"
        "        os.killpg(0, signal.SIGINT)\n"
        "Teller.tell = tell\n"
        "from storyforge.cli.main import run\n"
        "sys.exit(run(['-C', sys.argv[1], 'run', '--auto']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(begun.root)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "STORYFORGE_WORKERS": "3"},
        start_new_session=True,
        check=False,
    )
    assert done.returncode == 130, done.stderr
    assert done.stderr == "\nInterrupted. What was committed stays; what was not is as it was.\n"
    assert begun.subjects[0].startswith("scenes: ")
    assert not begun.dirty


SAME = [
    {"STORYFORGE_WORKERS": "1", "LANG": "C", "LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    {"STORYFORGE_WORKERS": "4", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kolkata", "PYTHONHASHSEED": "4711", "COLUMNS": "40"},
]


def test_same_story_same_bytes_whatever_the_machine(tmp_path: Path) -> None:
    trees = []
    for name, machine in zip(("one", "other"), SAME, strict=True):
        made = program(
            "-C",
            str(tmp_path),
            "new",
            name,
            "--primary",
            str(FOLDER / "script.fountain"),
            "--context",
            f"{FOLDER / 'definitions.yaml'}:definitions",
            "--context",
            f"{FOLDER / 'world.md'}:world",
            "--title",
            "Lost Property",
            **machine,
        )
        assert made.returncode == 0, made.stderr
        story = Tale(tmp_path / name)
        made = story.program("run", "prompts", "--auto", **machine)
        assert made.returncode == 0, made.stderr
        trees.append(story.git("rev-parse", "HEAD^{tree}"))
    assert trees[0] == trees[1]


def test_answers_come_in_order_from_many_workers(begun: Tale, monkeypatch: pytest.MonkeyPatch, tale: Tale) -> None:
    """With the bar for a pool at one question, four processes give what one gives."""
    monkeypatch.setattr(work, "FEW", 1)
    monkeypatch.setenv("STORYFORGE_WORKERS", "4")
    assert begun.storyforge("run", "prompts", "--auto") == 0
    assert begun.git("rev-parse", "HEAD^{tree}") == tale.git("rev-parse", "HEAD^{tree}")

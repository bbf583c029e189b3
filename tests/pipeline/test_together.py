"""Several at once on one story: two terminals, an editor that saves files, a run in the background, as processes."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from storyforge.pipeline.change import Change
from storyforge.pipeline.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.tale import Tale

TERMINAL = "import sys; from storyforge.cli.main import run; sys.exit(run(sys.argv[1:]))"
# A command whose stage has made everything, and waits for a word before it commits.
AT_WORK = """
import importlib, sys, time
from pathlib import Path
stage, flags, *arguments = sys.argv[1:]
module, flags = importlib.import_module(f"storyforge.stages.film.{stage}"), Path(flags)
whole = module.run
def waiting(job):
    made = whole(job)
    (flags / "made").touch()
    while not (flags / "go").exists():
        time.sleep(0.01)
    return made
module.run = waiting
from storyforge.cli.main import run
sys.exit(run(arguments))
"""
HOLDER = """
import sys, time
from pathlib import Path
from storyforge.repo import Repository
with Repository.open(Path(sys.argv[1])).lock():
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def started(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


class Background:
    """A command at work in another terminal, up to the moment before it commits."""

    def __init__(self, tale: Tale, flags: Path, stage: str, *arguments: str) -> None:
        self.flags = flags
        self.process = started(AT_WORK, stage, flags, "-C", tale.root, *arguments)

    def has_made(self) -> None:
        end = time.monotonic() + 60
        while not (self.flags / "made").exists():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < end
            time.sleep(0.01)

    def ends(self) -> tuple[int, str]:
        """Let it commit; its exit code and its words."""
        (self.flags / "go").touch()
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out + err


@pytest.fixture
def at_work(tale: Tale, tmp_path: Path) -> Iterator[Callable[..., Background]]:
    running: list[Background] = []

    def start(stage: str, *arguments: str) -> Background:
        flags = tmp_path / f"flags-{len(running)}"
        flags.mkdir()
        running.append(Background(tale, flags, stage, *arguments))
        running[-1].has_made()
        return running[-1]

    yield start
    for each in running:
        each.process.kill()
        each.process.communicate()


def other_terminal(tale: Tale, *arguments: str) -> tuple[int, str]:
    process = started(TERMINAL, "-C", tale.root, *arguments)
    out, err = process.communicate(timeout=60)
    return process.returncode, out + err


def whole(tale: Tale) -> None:
    """Nothing is broken, nothing unrecorded."""
    assert tale.git("fsck", "--no-dangling") == ""
    assert not tale.dirty


def test_two_terminals_work_on_different_scenes(tale: Tale, at_work: Callable[..., Background]) -> None:
    first = at_work("s07_shots", "shots", "1", "-m", "tighter, more close-ups")
    second = at_work("s07_shots", "shots", "3", "-m", "wider, slower, calm")
    start = tale.head
    assert first.ends()[0] == 0
    code, said = second.ends()
    assert code == 0, said
    commits = tale.git("log", "--format=%s|%(trailers:key=Storyforge-Scenes,valueonly,separator=%x20)", f"{start}..")
    assert [line.rpartition("|")[2] for line in commits.split("\n")] == ["3", "1"]
    assert not set(tale.changed_in("HEAD")) & set(tale.changed_in("HEAD~1"))
    whole(tale)


def test_two_terminals_make_the_same_scene_and_the_second_is_told(
    tale: Tale, at_work: Callable[..., Background]
) -> None:
    first = at_work("s07_shots", "shots", "1", "-m", "tighter, more close-ups")
    second = at_work("s07_shots", "shots", "1", "-m", "wider, slower, calm")
    assert first.ends()[0] == 0
    after = tale.head
    code, said = second.ends()
    assert code == 1, said
    assert "scenes/001/shots.yaml" in said
    assert "Run the same command again" in said
    assert tale.head == after
    whole(tale)


def test_a_save_beside_a_run_in_the_background(tale: Tale, at_work: Callable[..., Background]) -> None:
    run = at_work("s09_prompts", "prompts", "1", "-m", "more of the morning light")
    tale.edit("scenes/003/shots.yaml", "why:", "why: mine,")
    code, said = other_terminal(tale, "save", "-m", "a better reason")
    assert code == 0, said
    code, said = run.ends()
    assert code == 0, said
    assert tale.subjects[:2][1] == "shots: edited by hand"
    assert "why: mine," in tale.git("show", "HEAD:scenes/003/shots.yaml")
    whole(tale)


def test_a_save_of_what_the_run_is_made_from(tale: Tale, at_work: Callable[..., Background]) -> None:
    run = at_work("s09_prompts", "prompts", "1", "-m", "more of the morning light")
    tale.edit("scenes/001/shots.yaml", "size: MLS", "size: CU")
    assert other_terminal(tale, "save")[0] == 0
    saved = tale.head
    code, said = run.ends()
    assert code == 1, said
    assert "Meanwhile scenes/001/shots.yaml changed" in said
    assert tale.head == saved
    whole(tale)
    code, said = other_terminal(tale, "prompts", "1", "-m", "more of the morning light", "--auto")
    assert (code, tale.head == saved) in ((0, False), (3, True)), said


def test_a_save_of_another_part_of_the_same_file(tale: Tale, at_work: Callable[..., Background]) -> None:
    """The script is one file, and the shots of scene 1 are made from scene 1 alone."""
    run = at_work("s07_shots", "shots", "1", "-m", "tighter, more close-ups")
    scene = tale.read("script.fountain").split("#3#")[1]
    spoken = next(line for line in scene.split("\n") if line.endswith(".") and " " in line)
    tale.edit("script.fountain", spoken, f"{spoken} Well, well.")
    code, said = other_terminal(tale, "save", "--accept-impact")
    assert code == 0, said
    code, said = run.ends()
    assert code == 0, said
    assert "Well, well." in tale.git("show", "HEAD:script.fountain")
    whole(tale)


def test_a_stage_that_goes_on_reads_what_others_saved(tale: Tale, at_work: Callable[..., Background]) -> None:
    """A run of two stages: between them it sees what came in, and its second commit stands on all of it."""
    for scene in ("001", "002", "003", "004"):
        tale.git("rm", "-q", "-f", f"scenes/{scene}/prompts.yaml", f"locks/scenes/{scene}/prompts.yaml.json")
    tale.git("rm", "-q", "scenes/001/visuals.yaml", "locks/scenes/001/visuals.yaml.json")
    tale.git("commit", "-q", "-m", "once more")
    run = at_work("s08_visuals", "run", "prompts", "--auto")
    tale.edit("scenes/003/shots.yaml", "why:", "why: mine,")
    assert other_terminal(tale, "save")[0] == 0
    code, said = run.ends()
    assert code in (0, 3), said
    assert tale.subjects[1 if code == 0 else 0].startswith(("visuals: ", "prompts: "))
    assert "why: mine," in tale.git("show", "HEAD:scenes/003/shots.yaml")
    whole(tale)


def test_waiting_is_said_and_no_wait_fails_at_once(tale: Tale) -> None:
    tale.edit("scenes/003/shots.yaml", "why:", "why: mine,")
    holder = started(HOLDER, tale.root, 60)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    code, said = other_terminal(tale, "--no-wait", "save")
    assert code == 1
    assert f"process {holder.pid}" in said
    assert "--no-wait" in said
    patient = started(TERMINAL, "-C", tale.root, "save")
    assert patient.stderr is not None
    assert f"process {holder.pid}" in patient.stderr.readline()
    holder.kill()
    holder.communicate()
    out, err = patient.communicate(timeout=60)
    assert (patient.returncode, err) == (0, "")
    assert out.startswith("Saved scenes/003/shots.yaml")
    whole(tale)


def test_a_command_that_is_killed_holds_nobody_up(tale: Tale, at_work: Callable[..., Background]) -> None:
    run = at_work("s07_shots", "shots", "1", "-m", "tighter, more close-ups")
    holder = started(HOLDER, tale.root, 60)
    assert holder.stdout is not None
    holder.stdout.readline()
    for process in (run.process, holder):
        process.kill()
        process.communicate()
    tale.edit("scenes/003/shots.yaml", "why:", "why: mine,")
    code, said = other_terminal(tale, "--no-wait", "save")
    assert code == 0, said
    whole(tale)


STEPS = ("objects", "commit", "pending", "ref", "file", "worktree", "index", "end")


@pytest.mark.parametrize("step", STEPS)
def test_an_editor_saves_while_a_stage_commits_and_the_user_wins(tale: Tale, step: str) -> None:
    path, other = "scenes/002/shots.yaml", "scenes/003/shots.yaml"
    session = Session.open(tale.root)
    new = {name: tale.read(name).replace("why:", "why: made,", 1).encode() for name in (path, other)}
    mine = tale.read(path).replace("why:", "why: mine,", 1)
    left = 1

    def editor(now: str) -> None:
        nonlocal left
        if now == step and left:
            left -= 1
            tale.write(path, mine)

    session.repository._crash_point = editor
    session.commit(Change(dict(new), session.story.with_changes(new)), "shots: made", "main")
    assert not left, "the editor saved"
    assert tale.read(path) == mine
    assert tale.dirty == f" M {path}"
    assert tale.git("show", f"HEAD:{path}").encode() == new[path].rstrip(b"\n")
    assert tale.read(other).encode() == new[other]
    assert [edit.path for edit in Session.open(tale.root).edits] == [path]
    assert tale.git("fsck", "--no-dangling") == ""

"""A command killed at every step of a commit, and the next command that finishes or discards it."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import pytest

from storyforge.repo import Repository, snapshot

if TYPE_CHECKING:
    from tests.repo.conftest import Git, Spawn

KILLED = """
import os, signal, sys
from pathlib import Path
from storyforge.repo import Repository

folder, where, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
repository = Repository.open(Path(folder))
def step(name):
    global count
    if name == where:
        count -= 1
        if not count:
            os.kill(os.getpid(), signal.SIGKILL)
repository._crash_point = step
files = {"beats.yaml": b"beats: [b01]\\n", "scenes/003/shots.yaml": None, "scenes/004/shots.yaml": b"shots: [4A]\\n"}
repository.commit(files, "shots: 1 scene", parent=repository.head().commit, branch="main")
"""

BEFORE = ["objects", "commit", "pending"]
AFTER = [("ref", 1), ("file", 1), ("file", 2), ("file", 3), ("worktree", 1), ("index", 1)]


def kill(story: Repository, spawn: Spawn, step: str, count: int = 1) -> None:
    process = spawn(KILLED, story.root, step, count)
    _, words = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, words


@pytest.mark.parametrize("step", BEFORE)
def test_killed_before_the_branch_moves_nothing_has_happened(
    story: Repository, git: Git, spawn: Spawn, step: str
) -> None:
    start = story.head()
    kill(story, spawn, step)
    assert snapshot(story.root).pending is (step == "pending")
    said = story.finish_pending()
    assert (said is not None and "discarded" in said) is (step == "pending")
    assert story.head() == start
    assert git("status", "--porcelain") == ""
    assert "error" not in git("fsck", "--no-dangling")
    assert story.finish_pending() is None


@pytest.mark.parametrize(("step", "count"), AFTER)
def test_killed_after_the_branch_moved_the_next_command_finishes(
    story: Repository, git: Git, spawn: Spawn, step: str, count: int
) -> None:
    kill(story, spawn, step, count)
    assert snapshot(story.root).pending
    said = story.finish_pending()
    assert said is not None
    assert said.startswith("finished commit ")
    assert git("log", "-1", "--format=%s") == "shots: 1 scene\n"
    assert git("status", "--porcelain") == ""
    assert (story.root / "scenes/004/shots.yaml").read_bytes() == b"shots: [4A]\n"
    assert not (story.root / "scenes/003/shots.yaml").exists()
    assert not snapshot(story.root).pending
    assert git("fsck", "--no-dangling") == ""


def test_killed_at_the_very_end_nothing_is_left_to_do(story: Repository, git: Git, spawn: Spawn) -> None:
    kill(story, spawn, "end")
    assert story.finish_pending() is None
    assert git("status", "--porcelain") == ""


def test_a_commit_finishes_what_the_killed_one_left_first(story: Repository, git: Git, spawn: Spawn) -> None:
    kill(story, spawn, "file")
    story.commit({"lore.md": b"lore\n"}, "lore", parent=story.head().commit, branch="main")
    assert git("status", "--porcelain") == ""
    assert git("log", "--format=%s").splitlines()[:2] == ["lore", "shots: 1 scene"]


def test_what_the_user_wrote_after_the_kill_is_kept(story: Repository, git: Git, spawn: Spawn) -> None:
    kill(story, spawn, "ref")
    (story.root / "beats.yaml").write_bytes(b"mine\n")
    story.finish_pending()
    assert (story.root / "beats.yaml").read_bytes() == b"mine\n"
    assert git("status", "--porcelain") == " M beats.yaml\n"


def test_after_the_kill_the_user_went_to_another_branch(story: Repository, git: Git, spawn: Spawn) -> None:
    kill(story, spawn, "ref")
    git("reset", "-q", "--hard", "HEAD~1")
    git("switch", "-q", "-c", "other")
    git("branch", "-q", "-f", "main", "ORIG_HEAD")
    story.finish_pending()
    assert git("status", "--porcelain") == ""
    assert (story.root / "beats.yaml").read_bytes() == b"beats: []\n"
    git("switch", "-q", "main")
    assert (story.root / "beats.yaml").read_bytes() == b"beats: [b01]\n"


def test_after_the_kill_the_user_committed_on_top(story: Repository, git: Git, spawn: Spawn) -> None:
    kill(story, spawn, "ref")
    (story.root / "beats.yaml").write_bytes(b"mine\n")
    git("commit", "-q", "-m", "by hand", "--", "beats.yaml")
    story.finish_pending()
    assert git("status", "--porcelain") == ""
    assert (story.root / "beats.yaml").read_bytes() == b"mine\n"
    assert (story.root / "scenes/004/shots.yaml").read_bytes() == b"shots: [4A]\n"


def test_after_the_kill_the_user_took_the_commit_back(story: Repository, git: Git, spawn: Spawn) -> None:
    kill(story, spawn, "ref")
    git("reset", "-q", "--hard", "HEAD~1")
    said = story.finish_pending()
    assert said is not None
    assert "discarded" in said
    assert git("status", "--porcelain") == ""
    assert (story.root / "beats.yaml").read_bytes() == b"beats: []\n"


def test_a_half_written_temporary_file_is_cleared_away(story: Repository, git: Git, spawn: Spawn) -> None:
    kill(story, spawn, "ref")
    for name in ("scenes/004/.shots.yaml.storyforge-tmp", ".beats.yaml.storyforge-tmp"):
        (story.root / name).parent.mkdir(exist_ok=True)
        (story.root / name).write_bytes(b"half")
    story.finish_pending()
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": {"a": 1}}', json.dumps({"parent": None})])
def test_a_record_that_is_none_is_discarded(story: Repository, git: Git, text: str) -> None:
    record = story.git_dir / "storyforge" / "pending.json"
    record.write_text(text)
    said = story.finish_pending()
    assert said is not None
    assert "unreadable" in said
    assert git("status", "--porcelain") == ""


def test_the_record_is_on_disk_before_the_branch_moves(story: Repository) -> None:
    start = story.head().commit
    seen = {}

    def look(step: str) -> None:
        if step == "pending":
            seen.update(json.loads((story.git_dir / "storyforge" / "pending.json").read_text()))
            assert story.head().commit == start

    story._crash_point = look
    made = story.commit({"beats.yaml": b"b\n", "new.md": b"n\n"}, "b", parent=start, branch="main")
    assert (seen["parent"], seen["commit"], seen["branch"]) == (start, made, "main")
    old, new = story.tree(start or ""), story.tree(made)
    assert seen["files"] == {
        "beats.yaml": [old["beats.yaml"], new["beats.yaml"]],
        "new.md": [None, new["new.md"]],
    }

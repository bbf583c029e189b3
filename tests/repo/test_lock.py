"""Several commands at once: who waits, who is told, and that no commit is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import GitLockedError, StoryLockedError
from storyforge.repo import Repository, Waiting, remove_stale_locks, stale_locks, waiting

if TYPE_CHECKING:
    from pathlib import Path

    from tests.repo.conftest import Git, Spawn

RACER = """
import sys
from pathlib import Path
from storyforge.errors import StaleParentError
from storyforge.repo import Repository

folder, name, count = sys.argv[1:]
repository = Repository.open(Path(folder))
stale = 0
for number in range(int(count)):
    while True:
        parent = repository.head().commit
        try:
            repository.commit({f"notes/{name}-{number}.md": b"x"}, name, parent=parent, branch="main")
            break
        except StaleParentError:
            stale += 1
print(stale)
"""

TURNS = """
import sys
from pathlib import Path
from storyforge.repo import Repository

folder, name, count = sys.argv[1:]
repository = Repository.open(Path(folder))
parent = repository.head().commit
for number in range(int(count)):
    files = {f"notes/{name}-{number}.md": b"x"}
    parent = repository.commit(files, name, parent=parent, branch="main", moved=lambda moved: None)
"""

GREEDY = """
import sys, time
from pathlib import Path
from storyforge.repo import Repository

repository = Repository.open(Path(sys.argv[1]))
print("begun", flush=True)
while True:
    with repository.lock(wait=60):
        time.sleep(0.01)
"""

HOLDER = """
import sys, time
from pathlib import Path
from storyforge.repo import Repository

with Repository.open(Path(sys.argv[1])).lock():
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def test_two_processes_race_and_every_commit_is_kept(story: Repository, git: Git, spawn: Spawn) -> None:
    racers = [spawn(RACER, story.root, name, 12) for name in ("anna", "bela")]
    for racer in racers:
        _, words = racer.communicate(timeout=100)
        assert racer.returncode == 0, words
    assert git("rev-list", "--count", "main").strip() == "25"
    assert len(list((story.root / "notes").iterdir())) == 24
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--no-dangling") == ""


def test_many_processes_commit_at_once_on_top_of_each_other(story: Repository, git: Git, spawn: Spawn) -> None:
    racers = [spawn(TURNS, story.root, name, 8) for name in ("anna", "bela", "cora", "dora")]
    for racer in racers:
        _, words = racer.communicate(timeout=100)
        assert racer.returncode == 0, words
    order = git("log", "--reverse", "--format=%s", "HEAD~32..HEAD").split()
    assert sorted(order) == sorted(name for name in ("anna", "bela", "cora", "dora") for _ in range(8))
    assert git("status", "--porcelain") == ""


def test_who_takes_the_lock_again_and_again_lets_others_in(story: Repository, spawn: Spawn) -> None:
    greedy = spawn(GREEDY, story.root)
    assert greedy.stdout is not None
    greedy.stdout.readline()
    for _ in range(3):
        with story.lock(wait=20):
            pass
    assert greedy.poll() is None
    greedy.kill()
    greedy.communicate()


def test_a_writer_waits_and_is_told_for_whom(story: Repository, spawn: Spawn) -> None:
    holder = spawn(HOLDER, story.root, 60)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    told: list[str] = []

    def tell(words: str) -> None:
        told.append(words)
        holder.kill()

    with story.lock(on_wait=tell):
        assert holder.wait(timeout=10) == -signal.SIGKILL
    assert told == [f"`-c {story.root} 60`, process {holder.pid}"]


def test_a_writer_that_waited_long_enough_gives_up(story: Repository, spawn: Spawn) -> None:
    holder = spawn(HOLDER, story.root, 30)
    assert holder.stdout is not None
    holder.stdout.readline()
    with pytest.raises(StoryLockedError, match=str(holder.pid)), story.lock(wait=0.1):
        pass
    holder.kill()
    holder.communicate()
    with story.lock(wait=5):
        pass


def test_the_lock_may_be_entered_again_by_its_holder(story: Repository) -> None:
    again = Repository.open(story.root)
    with story.lock(wait=0), again.lock(wait=0):
        made = again.commit({"a.md": b"a"}, "a", parent=again.head().commit, branch="main")
    with again.lock(wait=0):
        assert again.head().commit == made
    assert (story.root / "a.md").read_bytes() == b"a"


def test_threads_of_one_process_take_turns(story: Repository) -> None:
    inside: list[int] = []

    def work(number: int) -> None:
        mine = Repository.open(story.root)
        with mine.lock():
            inside.append(number)
            parent = mine.head().commit
            mine.commit({f"notes/{number}.md": b"x"}, "x", parent=parent, branch="main")
            assert inside[-1] == number

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    assert len(story.log()) == 9
    assert story.dirty() == ()


def test_a_holder_that_has_not_signed_yet_is_waited_for_all_the_same(story: Repository, spawn: Spawn) -> None:
    holder = spawn(HOLDER, story.root, 30)
    assert holder.stdout is not None
    holder.stdout.readline()
    (story.common_dir / "storyforge" / "lock").write_text("")
    with pytest.raises(StoryLockedError, match="just begun"), story.lock(wait=0):
        pass
    holder.kill()
    holder.communicate()


def test_git_at_work_on_the_index_is_waited_for(story: Repository, git: Git) -> None:
    lock = story.git_dir / "index.lock"

    def hold(step: str) -> None:
        if step == "worktree":
            lock.touch()
            os.posix_spawn("/bin/sh", ["sh", "-c", f"sleep 0.2; rm '{lock}'"], dict(os.environ))

    story._crash_point = hold
    story.commit({"beats.yaml": b"b\n"}, "b", parent=story.head().commit, branch="main")
    assert git("status", "--porcelain") == ""


def test_an_index_lock_that_stays_leaves_the_commit_to_be_finished(
    story: Repository, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storyforge.repo.apply._PATIENCE", 0.05)
    lock = story.git_dir / "index.lock"
    lock.touch()
    with pytest.raises(GitLockedError, match=r"index\.lock") as caught:
        story.commit({"beats.yaml": b"b\n"}, "b", parent=story.head().commit, branch="main")
    assert caught.value.hint.startswith("The commit is made; ")
    lock.unlink()
    assert story.finish_pending() is not None
    assert git("status", "--porcelain") == ""


def test_a_branch_lock_that_stays_means_no_commit(story: Repository, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storyforge.repo.publish._PATIENCE", 0.05)
    lock = story.git_dir / "refs" / "heads" / "main.lock"
    lock.touch()
    start = story.head()
    with pytest.raises(GitLockedError, match=r"main\.lock"):
        story.commit({"beats.yaml": b"b\n"}, "b", parent=start.commit, branch="main")
    assert story.head() == start
    assert git("status", "--porcelain") == ""
    assert story.finish_pending() is None


def aged(file: Path, seconds: float = 600) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    os.utime(file, (time.time() - seconds,) * 2)
    return file


def test_lock_files_left_by_a_kill_are_named_and_kept(story: Repository) -> None:
    left = [aged(story.git_dir / name) for name in ("index.lock", "refs/heads/scene/4.lock")]
    aged(story.git_dir / "HEAD.lock", seconds=1)
    found = stale_locks(story)
    assert [lock.file for lock in found] == left
    assert [lock.blocks for lock in found] == ["staging and committing", "committing to scene/4"]
    assert all(590 < lock.age < 660 for lock in found)
    assert all(file.exists() for file in left)


def test_lock_files_are_removed_when_asked_and_the_next_commit_works(story: Repository, git: Git) -> None:
    left = [aged(story.git_dir / name) for name in ("index.lock", "refs/heads/main.lock")]
    young = aged(story.git_dir / "HEAD.lock", seconds=5)
    assert remove_stale_locks(story) == left
    assert young.exists()
    young.unlink()
    story.commit({"beats.yaml": b"b\n"}, "b", parent=story.head().commit, branch="main")
    assert git("status", "--porcelain") == ""
    assert remove_stale_locks(story) == []


def test_a_lock_file_of_the_future_is_as_old_as_it_is_far_away(story: Repository) -> None:
    aged(story.git_dir / "index.lock", seconds=-7200)
    assert [round(lock.age / 3600) for lock in stale_locks(story)] == [2]
    aged(story.git_dir / "index.lock", seconds=-5)
    assert stale_locks(story) == []


@pytest.mark.parametrize("linked", [False, True])
def test_lock_files_of_a_git_that_still_runs_are_not_stale(
    story: Repository, git: Git, tmp_path: Path, *, linked: bool
) -> None:
    git("worktree", "add", "-q", "-b", "alt", str(tmp_path / "alt"))
    lock = aged(story.git_dir / "index.lock")
    with subprocess.Popen(
        ["git", "cat-file", "--batch"],
        cwd=tmp_path / "alt" if linked else story.root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(b"HEAD:beats.yaml\n")
        running.stdin.flush()
        running.stdout.readline()
        assert stale_locks(story) == []
        assert remove_stale_locks(story) == []
        running.stdin.close()
    assert [found.file for found in stale_locks(story)] == [lock]


def test_a_holder_that_is_killed_leaves_no_lock(story: Repository, spawn: Spawn) -> None:
    holder = spawn(HOLDER, story.root, 30)
    assert holder.stdout is not None
    holder.stdout.readline()
    holder.kill()
    holder.communicate()
    told: list[str] = []
    with story.lock(wait=0, on_wait=told.append):
        pass
    assert told == []


def test_how_to_wait_is_said_once_for_all_locks(story: Repository, spawn: Spawn) -> None:
    holder = spawn(HOLDER, story.root, 60)
    assert holder.stdout is not None
    holder.stdout.readline()
    with waiting(Waiting(0)), pytest.raises(StoryLockedError, match=str(holder.pid)):
        story.commit({"a.md": b"a\n"}, "a", parent=story.head().commit, branch="main")
    told: list[str] = []

    def tell(words: str) -> None:
        told.append(words)
        holder.kill()

    with waiting(Waiting(30, tell)):
        story.commit({"a.md": b"a\n"}, "a", parent=story.head().commit, branch="main")
    assert len(told) == 1
    holder.communicate()

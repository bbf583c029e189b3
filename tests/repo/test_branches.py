"""Timelines are branches: made, listed, switched and deleted, and nothing of them is ever lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.errors import (
    BranchCheckedOutError,
    BranchExistsError,
    GitLockedError,
    InvalidBranchError,
    OperationInProgressError,
    SwitchBlockedError,
    UnknownBranchError,
    UnknownRevisionError,
)
from tests.repo.test_lock import HOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo import Repository
    from tests.repo.conftest import Git, Spawn


def commit(story: Repository, content: bytes, path: str = "beats.yaml") -> str:
    return story.commit({path: content}, "x", parent=story.head().commit, branch=story.writable_branch())


def test_a_new_branch_is_listed_and_switched_to(story: Repository, git: Git) -> None:
    first = story.resolve("HEAD")
    second = commit(story, b"second\n")
    story.create_branch("dark/énding", first)
    assert [(found.name, found.commit, found.folder) for found in story.branches()] == [
        ("dark/énding", first, None),
        ("main", second, story.root),
    ]
    assert git("reflog", "show", "--format=%gs", "dark/énding").strip() == f"branch: created from {first[:10]}"
    story.switch("dark/énding")
    assert (story.root / "beats.yaml").read_bytes() == b"beats: []\n"
    assert story.writable_branch() == "dark/énding"
    assert git("status", "--porcelain") == ""
    assert (story.is_merged("dark/énding", "main"), story.is_merged("main", "dark/énding")) == (True, False)
    mine = commit(story, b"mine\n")
    assert story.is_merged("dark/énding", "main") is False
    assert story.merge_base("main", mine) == first
    git("switch", "-q", "--orphan", "elsewhere")
    (story.root / "other.txt").write_bytes(b"other\n")
    git("add", "other.txt")
    git("commit", "-q", "-m", "another beginning")
    assert story.merge_base("main", "elsewhere") is None
    assert git("fsck") == ""


def test_a_branch_is_never_overwritten(story: Repository) -> None:
    first = story.resolve("HEAD")
    story.create_branch("dark", first)
    second = commit(story, b"second\n")
    for name in ("dark", "DARK", "main", "dark/er"):
        with pytest.raises(BranchExistsError, match=name):
            story.create_branch(name, second)
    for name in ("", "-f", "HEAD", "a..b", "a b", "x.lock", "a/"):
        with pytest.raises(InvalidBranchError):
            story.create_branch(name, second)
    with pytest.raises(UnknownRevisionError):
        story.create_branch("new", "nowhere")
    assert {branch.name: branch.commit for branch in story.branches()} == {"dark": first, "main": second}


def test_a_deleted_branch_is_kept_under_a_number(story: Repository, git: Git) -> None:
    ends: list[str] = []
    for _ in range(2):
        story.create_branch("dark", "main")
        story.switch("dark")
        ends.append(commit(story, b"%d\n" % len(ends)))
        git("config", "branch.dark.description", "an idea")
        story.switch("main")
        assert story.delete_branch("dark") == f"refs/storyforge/deleted/dark/{len(ends)}"
    kept = git("for-each-ref", "--format=%(objectname)", "refs/storyforge/deleted").split()
    assert kept == ends
    assert [branch.name for branch in story.branches()] == ["main"]
    assert story.config("branch.dark.description") is None
    git("gc", "-q", "--prune=now")
    assert story.blob(story.tree(ends[0])["beats.yaml"]) == b"0\n"
    assert git("fsck") == ""


def test_a_branch_whose_backup_would_lie_below_another_is_kept_too(story: Repository, git: Git) -> None:
    for name in ("dark", "dark/1", "dark-1", "dark/1"):
        story.create_branch(name, "main")
        story.delete_branch(name)
    assert len(git("for-each-ref", "refs/storyforge/deleted").splitlines()) == 4


def test_a_branch_in_use_is_neither_deleted_nor_switched_to(story: Repository, git: Git, tmp_path: Path) -> None:
    git("worktree", "add", "-q", "-b", "alt", str(tmp_path / "alt"))
    for name, folder in (("main", story.root), ("alt", tmp_path / "alt")):
        with pytest.raises(BranchCheckedOutError, match=str(folder)):
            story.delete_branch(name)
    with pytest.raises(BranchCheckedOutError, match="alt"):
        story.switch("alt")
    for ask in (story.delete_branch, story.switch, lambda name: story.is_merged(name, "main")):
        with pytest.raises(UnknownBranchError) as caught:
            ask("mian")
        assert "main" in caught.value.hint
    assert {branch.name: branch.folder for branch in story.branches()} == {"alt": tmp_path / "alt", "main": story.root}


def test_a_switch_never_overwrites_what_the_user_has(story: Repository, git: Git) -> None:
    story.create_branch("alt", "main")
    commit(story, b"main\n")
    commit(story, b"new\n", "lore.md")
    story.switch("alt")
    (story.root / "beats.yaml").write_bytes(b"mine\n")
    with pytest.raises(SwitchBlockedError, match=r"beats\.yaml") as caught:
        story.switch("main")
    assert caught.value.paths == ("beats.yaml",)
    assert "storyforge save" in caught.value.hint
    git("restore", "beats.yaml")
    (story.root / "lore.md").write_bytes(b"mine\n")
    with pytest.raises(SwitchBlockedError, match=r"lore\.md"):
        story.switch("main")
    (story.root / "lore.md").rename(story.root / "notes.txt")
    (story.root / "story.yaml").write_bytes(b"title: mine\n")
    story.switch("main")
    assert git("status", "--porcelain") == " M story.yaml\n?? notes.txt\n"


def test_a_switch_during_a_bisect_is_refused(story: Repository, git: Git) -> None:
    story.create_branch("alt", "main")
    git("bisect", "start")
    with pytest.raises(OperationInProgressError, match="bisect"):
        story.switch("alt")


def test_a_switch_waits_for_the_one_who_writes(story: Repository, git: Git, spawn: Spawn) -> None:
    story.create_branch("alt", "main")
    holder = spawn(HOLDER, story.root, 0.3)
    assert holder.stdout is not None
    holder.stdout.readline()
    story.switch("alt")
    assert holder.poll() is not None or holder.wait(5) == 0
    assert git("branch", "--show-current") == "alt\n"


def test_a_lock_of_gits_that_stays_is_named(story: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storyforge.repo.branches._PATIENCE", 0.05)
    story.create_branch("alt", "main")
    lock = story.git_dir / "index.lock"
    lock.touch()
    with pytest.raises(GitLockedError, match=r"index\.lock"):
        story.switch("alt")
    lock.rename(story.git_dir / "refs" / "heads" / "alt.lock")
    with pytest.raises(GitLockedError, match=r"alt\.lock"):
        story.delete_branch("alt")
    assert [branch.name for branch in story.branches()] == ["alt", "main"]

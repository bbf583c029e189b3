"""Others commit while a change is being made: it goes on top of theirs, or says which files keep it from that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.errors import ChangedMeanwhileError, StaleParentError
from storyforge.repo import Repository

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo import Moved
    from tests.repo.conftest import Git

SHOTS = "scenes/003/shots.yaml"
MESSAGE = "shots: 1 scene\n\nmore close-ups\n\nStoryforge-Stage: shots\nStoryforge-Run: 0123\n"


def head(repository: Repository) -> str:
    commit = repository.head().commit
    assert commit is not None
    return commit


def whatever(_moved: Moved) -> None:
    """Nothing that others change is of any matter."""


def test_a_change_goes_on_top_of_what_others_committed(story: Repository, git: Git) -> None:
    start = head(story)
    theirs = story.commit({"lore.md": b"lore\n", "story.yaml": None}, "lore", parent=start, branch="main")
    asked: list[Moved] = []
    made = story.commit({SHOTS: b"shots: [3A]\n"}, MESSAGE, parent=start, branch="main", moved=asked.append)
    assert [(moved.parent, moved.tip, moved.paths) for moved in asked] == [(start, theirs, ("lore.md", "story.yaml"))]
    assert git("rev-parse", f"{made}^").strip() == theirs
    assert git("log", "-1", "--format=%B").rstrip() == MESSAGE.rstrip()
    assert set(story.tree(made)) == (set(story.tree(start)) | {"lore.md"}) - {"story.yaml"}
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--no-dangling") == ""


def test_a_file_that_others_changed_is_named_and_theirs_stays(story: Repository, git: Git) -> None:
    start = head(story)
    theirs = story.commit({SHOTS: b"shots: [theirs]\n"}, "theirs", parent=start, branch="main")
    files: dict[str, bytes | None] = {SHOTS: b"shots: [ours]\n", "lore.md": b"ours\n"}
    with pytest.raises(ChangedMeanwhileError, match=SHOTS) as caught:
        story.commit(files, MESSAGE, parent=start, branch="main", moved=whatever)
    assert caught.value.paths == (SHOTS,)
    assert f"git diff {start[:10]} {theirs[:10]} -- {SHOTS}" in caught.value.hint
    assert "Run the same command again" in caught.value.hint
    assert head(story) == theirs
    assert git("status", "--porcelain") == ""
    assert story.commit(files, MESSAGE, parent=theirs, branch="main") == head(story)


def test_the_same_content_from_two_sides_is_no_contradiction(story: Repository, git: Git) -> None:
    start = head(story)
    theirs = story.commit({SHOTS: b"shots: [3A]\n"}, "theirs", parent=start, branch="main")
    same = story.commit({SHOTS: b"shots: [3A]\n"}, MESSAGE, parent=start, branch="main", moved=whatever)
    assert same == theirs
    more = story.commit(
        {SHOTS: b"shots: [3A]\n", "lore.md": b"lore\n"}, MESSAGE, parent=start, branch="main", moved=whatever
    )
    assert git("diff", "--name-only", theirs, more) == "lore.md\n"


def test_whoever_asks_may_say_that_it_matters(story: Repository) -> None:
    start = head(story)
    theirs = story.commit({"lore.md": b"lore\n"}, "theirs", parent=start, branch="main")

    def matters(moved: Moved) -> None:
        raise ChangedMeanwhileError(moved.branch, moved.paths, moved.parent, moved.tip)

    with pytest.raises(ChangedMeanwhileError, match=r"lore\.md"):
        story.commit({SHOTS: b"x\n"}, MESSAGE, parent=start, branch="main", moved=matters)
    assert head(story) == theirs
    assert story.finish_pending() is None


def test_a_plain_git_commit_at_the_last_moment_is_gone_on_top_of(story: Repository, git: Git) -> None:
    start = head(story)
    left = 2

    def by_hand(step: str) -> None:
        nonlocal left
        if step == "pending" and left:
            left -= 1
            (story.root / f"notes-{left}.txt").write_bytes(b"by hand\n")
            git("add", f"notes-{left}.txt")
            git("commit", "-q", "-m", "by hand")

    story._crash_point = by_hand
    made = story.commit({SHOTS: b"shots: [3A]\n"}, MESSAGE, parent=start, branch="main", moved=whatever)
    assert git("log", "--format=%s", f"{start}..{made}").split("\n")[:3] == ["shots: 1 scene", "by hand", "by hand"]
    assert {"notes-0.txt", "notes-1.txt"} <= set(story.tree(made))
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--no-dangling") == ""


@pytest.mark.parametrize("step", ["ref", "file", "worktree"])
def test_a_plain_git_commit_of_all_before_our_files_are_there_loses_nothing(
    story: Repository, git: Git, step: str
) -> None:
    """Git knows nothing of our lock: its commit takes the old files for the user's, and ours come back as edits."""
    left = 1

    def by_hand(now: str) -> None:
        nonlocal left
        if now == step and left:
            left -= 1
            (story.root / "beats.yaml").write_bytes(b"beats: [by hand]\n")
            git("commit", "-q", "-a", "-m", "by hand")

    story._crash_point = by_hand
    made = story.commit({SHOTS: b"shots: [3A]\n", "lore.md": b"lore\n"}, MESSAGE, parent=head(story), branch="main")
    assert git("log", "-2", "--format=%s").split("\n")[:2] == ["by hand", "shots: 1 scene"]
    assert git("rev-parse", "HEAD^").strip() == made
    assert (story.root / SHOTS).read_bytes() == b"shots: [3A]\n"
    assert (story.root / "lore.md").read_bytes() == b"lore\n"
    assert (story.root / "beats.yaml").read_bytes() == b"beats: [by hand]\n"
    assert git("show", "HEAD:beats.yaml") == "beats: [by hand]\n"


def test_a_history_that_was_taken_back_is_stood_on_as_it_is(story: Repository, git: Git) -> None:
    first = head(story)
    second = story.commit({"lore.md": b"lore\n"}, "lore", parent=first, branch="main")
    git("reset", "-q", "--hard", first)
    made = story.commit({SHOTS: b"shots: [3A]\n"}, MESSAGE, parent=second, branch="main", moved=whatever)
    assert git("rev-parse", f"{made}^").strip() == first
    assert "lore.md" not in story.tree(made)
    git("switch", "-q", "-c", "other")
    git("branch", "-q", "-D", "main")
    with pytest.raises(StaleParentError):
        story.commit({SHOTS: b"y\n"}, MESSAGE, parent=made, branch="main", moved=whatever)


def test_a_kind_that_changed_is_a_difference(story: Repository, git: Git, tmp_path: Path) -> None:
    start = head(story)
    (story.root / "beats.yaml").unlink()
    (story.root / "beats.yaml").mkdir()
    (story.root / "beats.yaml" / "one.md").write_bytes(b"one\n")
    (story.root / "story.yaml").chmod(0o755)
    (story.root / SHOTS).unlink()
    (story.root / SHOTS).symlink_to(tmp_path)
    git("add", "-A")
    git("commit", "-q", "-m", "kinds")
    asked: list[Moved] = []
    story.commit({"lore.md": b"x\n"}, MESSAGE, parent=start, branch="main", moved=asked.append)
    assert asked[0].paths == ("beats.yaml", "beats.yaml/one.md", SHOTS, "story.yaml")
    assert set(asked[0].paths) == set(git("diff", "--name-only", "--no-renames", start, "HEAD~1").split())


def test_nobody_sees_a_commit_that_is_halfway_into_the_work_tree(story: Repository) -> None:
    """What another process is about to write must not look as if the user had put the old content back."""
    seen: list[tuple[str, ...]] = []
    other = Repository.open(story.root)

    def look(step: str) -> None:
        if step == "ref":
            seen.append(tuple(found.path for found in other.dirty()))
            seen.append(tuple(found.path for found in other.settled()[1]))

    story._crash_point = look
    story.commit({SHOTS: b"shots: [3A]\n"}, MESSAGE, parent=head(story), branch="main")
    assert seen == [(SHOTS,), ()]

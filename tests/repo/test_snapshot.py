"""How a story stands, as `status` sees it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from storyforge.repo import Dirty, Repository, find_root, snapshot

if TYPE_CHECKING:
    from tests.repo.conftest import Git


def test_a_clean_story(story: Repository, git: Git) -> None:
    found = snapshot(story.root / "scenes" / "003")
    assert (found.root, found.git_dir, found.common_dir) == (story.root, story.git_dir, story.common_dir)
    assert (found.branch, found.head) == ("main", git("rev-parse", "HEAD").strip())
    assert found.tree == git("rev-parse", "HEAD^{tree}").strip() == story.tree_id("main")
    assert (found.dirty, found.operation, found.pending) == ((), None, False)


def test_before_the_first_commit(repository: Repository) -> None:
    (repository.root / "story.yaml").write_bytes(b"")
    found = snapshot(repository.root)
    assert (found.branch, found.head, found.tree) == ("main", None, None)
    assert found.dirty == (Dirty("story.yaml", "untracked"),)
    assert repository.dirty() == found.dirty
    assert repository.head().commit is None


def test_every_way_a_file_can_differ(story: Repository, git: Git) -> None:
    root = story.root
    (root / "beats.yaml").write_bytes(b"changed\n")
    (root / "scenes/003/shots.yaml").unlink()
    git("mv", "story.yaml", "störy two.yaml")
    for name in ("staged.md", "intent.md", "gone.md", "loose -> x.md"):
        (root / name).write_bytes(name.encode())
    git("add", "staged.md", "gone.md")
    git("add", "-N", "intent.md")
    (root / "gone.md").unlink()
    git("rm", "-q", "--cached", "scenes/003/visuals/café key.png")
    assert {item.path: item.state for item in snapshot(root).dirty} == {
        "beats.yaml": "modified",
        "gone.md": "deleted",
        "intent.md": "added",
        "loose -> x.md": "untracked",
        "scenes/003/shots.yaml": "deleted",
        "scenes/003/visuals/café key.png": "modified",
        "staged.md": "added",
        "story.yaml": "deleted",
        "störy two.yaml": "added",
    }
    paths = [item.path for item in snapshot(root).dirty]
    assert paths == sorted(paths)


def test_a_conflict(story: Repository, git: Git) -> None:
    git("switch", "-q", "-c", "alt")
    story.commit({"beats.yaml": b"alt\n"}, "alt", parent=story.head().commit, branch="alt")
    git("switch", "-q", "main")
    story.commit({"beats.yaml": b"main\n"}, "main", parent=story.head().commit, branch="main")
    subprocess.run(["git", "merge", "alt"], cwd=story.root, capture_output=True, check=False)
    assert snapshot(story.root).dirty == (Dirty("beats.yaml", "conflicted"),)


def test_a_repository_inside_the_story_is_not_of_it(story: Repository) -> None:
    inner = Repository.create(story.root / "old take")
    inner.commit({"a": b"a"}, "a", parent=None, branch="main")
    assert snapshot(story.root).dirty == ()
    assert find_root(inner.root) == inner.root


@pytest.mark.parametrize("key", ["status.showUntrackedFiles=no", "status.relativePaths=true", "core.quotePath=true",
                                 "status.renames=copies", "color.status=always", "status.short=true"])  # fmt: skip
def test_settings_of_the_user_change_nothing(story: Repository, git: Git, key: str) -> None:
    git("config", *key.split("="))
    (story.root / "scenes" / "ö.md").write_bytes(b"")
    assert snapshot(story.root / "scenes").dirty == (Dirty("scenes/ö.md", "untracked"),)


def test_a_snapshot_loads_no_library(story: Repository) -> None:
    program = (
        "import sys; from pathlib import Path; from storyforge.repo import snapshot\n"
        "assert snapshot(Path(sys.argv[1])).branch == 'main'\n"
        "print([name for name in ('pygit2', 'pydantic', 'cffi', 'ruamel', 'typer') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program, story.root], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

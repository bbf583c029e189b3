"""A disk that is full or read-only: one clear line, the story as it was, and all goes on once there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import DiskError
from storyforge.pipeline.session import Session
from storyforge.repo import Repository, gitattributes, snapshot
from tests.repo.disks import Disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    found = Disk.mounted(tmp_path / "disk", 4096)
    if found is None:
        pytest.skip("no file system can be mounted here; RLIMIT_FSIZE stands in for it in test_refusals.py")
    yield found
    found.gone()


@pytest.fixture
def story(disk: Disk) -> Repository:
    repository = Repository.create(disk.folder / "störy")
    files = {".gitattributes": gitattributes("git").encode(), "story.yaml": b"title: A\n", "beats.yaml": b"beats: []\n"}
    repository.commit(files, "setup: a story", parent=None, branch="main")
    return repository


def git(story: Repository, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=story.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(story: Repository, files: dict[str, bytes | None]) -> str:
    return story.commit(files, "frames: 1 scene", parent=story.head().commit, branch="main")


@pytest.mark.parametrize("count", [1, 40], ids=["loose objects", "one pack"])
@pytest.mark.parametrize("room", [0, 8192, 131072])
def test_a_full_disk_leaves_the_story_as_it_was(disk: Disk, story: Repository, count: int, room: int) -> None:
    start = story.head()
    files: dict[str, bytes | None] = {f"frames/{n}.png": os.urandom(300_000 // count) for n in range(count)}
    filled = disk.fill(room)
    with pytest.raises(DiskError, match=r"full|refuses") as caught:
        commit(story, files)
    assert "Make room" in caught.value.hint
    assert Repository.open(story.root).head() == start
    filled.unlink()
    assert story.finish_pending() is None
    assert git(story, "status", "--porcelain") == ""
    assert git(story, "fsck", "--no-dangling") == ""
    made = commit(story, files)
    assert git(story, "status", "--porcelain") == ""
    assert story.tree(made).keys() >= files.keys()
    assert git(story, "fsck", "--no-dangling") == ""


@pytest.mark.parametrize("count", [1, 40], ids=["loose objects", "one pack"])
def test_a_disk_that_is_full_for_the_files_alone_keeps_the_commit(disk: Disk, story: Repository, count: int) -> None:
    files: dict[str, bytes | None] = {f"frames/{n}.png": os.urandom(300_000 // count) for n in range(count)}
    filled: list[Path] = []

    def fill(step: str) -> None:
        if step == "ref":
            filled.append(disk.fill(0))

    story._crash_point = fill
    with pytest.raises(DiskError) as caught:
        commit(story, files)
    assert caught.value.hint.startswith("The commit is made; ")
    filled[0].unlink()
    story = Repository.open(story.root)
    assert str(story.finish_pending()).startswith("finished commit ")
    assert git(story, "status", "--porcelain") == ""
    assert {path: (story.root / path).read_bytes() for path in files} == files
    assert git(story, "fsck", "--no-dangling") == ""


@pytest.mark.skipif(shutil.which("git-lfs") is None, reason="git-lfs is not installed")
def test_a_full_disk_in_the_midst_of_media(disk: Disk, story: Repository) -> None:
    git(story, "lfs", "install", "--local")
    commit(story, {".gitattributes": gitattributes("lfs").encode()})
    start = story.head()
    files: dict[str, bytes | None] = {f"frames/{n}.png": os.urandom(30_000) for n in range(10)}
    filled = disk.fill(150_000)
    with pytest.raises(DiskError, match="full"):
        commit(story, files)
    assert story.head() == start
    filled.unlink()
    commit(story, files)
    assert git(story, "lfs", "fsck").strip() == "Git LFS fsck OK"
    assert git(story, "status", "--porcelain") == ""


def test_a_read_only_disk_is_read_and_not_written(disk: Disk, story: Repository) -> None:
    start = story.head()
    disk.read_only(on=True)
    there = Repository.open(story.root)
    assert snapshot(story.root).dirty == ()
    assert there.settled() == (start, ())
    assert there.blob(there.tree("HEAD")["beats.yaml"]) == b"beats: []\n"
    assert [found.subject for found in there.log()] == ["setup: a story"]
    assert Session.open(story.root).parent == start.commit
    with pytest.raises(DiskError, match="read-only"):
        commit(there, {"beats.yaml": b"b\n"})
    with pytest.raises(DiskError, match="read-only"):
        there.create_branch("alt", "HEAD")
    disk.read_only(on=False)
    assert commit(there, {"beats.yaml": b"b\n"}) == there.head().commit
    assert git(story, "fsck", "--no-dangling") == ""

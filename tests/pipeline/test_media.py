"""A story moves its pictures and clips from git to Git LFS and back, and loses nothing by it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.repo import GITIGNORE, is_media_name
from storyforge.repo.lfs import pointer
from storyforge.reports.doctor import examine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tale import Tale

stock = pytest.mark.skipif(shutil.which("git-lfs") is None, reason="git-lfs is not installed")


def files_of(tale: Tale) -> dict[str, bytes]:
    """All files of the work tree but git's and exports."""
    names = tale.git("-c", "core.quotePath=false", "ls-files").split("\n")
    return {name: (tale.root / name).read_bytes() for name in names}


def standing(tale: Tale) -> dict[str, tuple[str, str]]:
    return {path: (found.approval, found.freshness) for path, found in tale.state.artifacts.items()}


def asked(tale: Tale, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    tale.storyforge(*arguments, "--json")
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def lfs(tale: Tale) -> None:
    tale.git("lfs", "install", "--local")


def lines(tale: Tale, name: str) -> list[tuple[str, str]]:
    return [(line.state, line.message) for line in examine(tale.root) if line.name == name]


@stock
def test_to_lfs_and_back(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    lfs(film)
    before, stood, head = files_of(film), standing(film), film.head
    media = {path: content for path, content in before.items() if is_media_name(path)}
    assert len(media) > 10
    shown = asked(film, capsys, "media")
    assert (shown["storage"], shown["files"]) == ("git", len(media))
    assert shown["bytes"] == sum(map(len, media.values()))

    assert film.storyforge("media", "lfs", "--dry-run") == 0
    assert film.head == head
    assert film.storyforge("media", "lfs") == 0
    said = capsys.readouterr()
    assert "Git LFS from now on" in said.out
    assert f"moving {len(media)} files" in said.err
    assert film.git("rev-parse", "HEAD~1") == head, "one commit, and history untouched"
    assert not film.dirty
    now = files_of(film)
    assert {path: now[path] for path in media} == media
    assert {path for path in now if now[path] != before[path]} == {
        ".gitattributes",
        "story.yaml",
        "locks/story.yaml.json",
    }
    assert "media: lfs" in film.read("story.yaml")
    assert standing(film) == stood
    assert "Git LFS fsck OK" in film.git("lfs", "fsck")
    assert "Git LFS fsck OK" in film.git("lfs", "fsck", "--pointers", "HEAD")
    assert len(film.git("lfs", "ls-files").split("\n")) == len(media)
    assert lines(film, "media") == [("ok", f"{len(media)} files in Git LFS")]
    film.git("fsck", "--strict")

    assert film.storyforge("media", "lfs") == 0
    assert "already" in capsys.readouterr().out
    assert film.storyforge("media", "git") == 0
    assert not film.dirty
    assert {path: content for path, content in files_of(film).items() if is_media_name(path)} == media
    assert film.git("rev-parse", "HEAD^{tree}") == film.git("rev-parse", "HEAD~2^{tree}")
    assert standing(film) == stood


@stock
def test_a_moved_story_is_pushed_cloned_and_made_on(film: Tale, tmp_path: Path) -> None:
    lfs(film)
    assert film.storyforge("media", "lfs") == 0
    bare, clone = tmp_path / "bare.git", tmp_path / "clone"
    film.git("init", "-q", "--bare", "--initial-branch=main", str(bare))
    film.git("push", "-q", f"file://{bare}", "main")
    unset = ("-c", "filter.lfs.smudge=", "-c", "filter.lfs.process=", "-c", "filter.lfs.required=false")
    film.git(*unset, "clone", "-q", f"file://{bare}", str(clone))
    there = type(film)(clone)
    assert there.storyforge("status") == 0
    assert there.state.stages["video"].freshness == film.state.stages["video"].freshness == "current"
    there.git("lfs", "install", "--local")
    [(state, message)] = lines(there, "media")
    assert state == "warn"
    assert "not fetched" in message
    assert there.storyforge("media", "git") == 2, "pointers that are not fetched can't be moved"
    there.git("lfs", "pull")
    assert lines(there, "media")[0][0] == "ok"
    assert there.storyforge("frames", "1", "-m", "the hall is brighter", "--auto") == 0
    assert not there.dirty
    assert "Git LFS fsck OK" in there.git("lfs", "fsck", "--pointers", "HEAD")
    assert there.storyforge("media", "git") == 0
    assert not there.dirty


@stock
def test_what_is_amiss_with_git_lfs_is_told(film: Tale) -> None:
    lfs(film)
    assert film.storyforge("media", "lfs") == 0
    (film.root / ".git/hooks/pre-push").unlink()
    assert lines(film, "media") == [("warn", "no pre-push hook of Git LFS: a push would leave the media behind")]
    film.git("lfs", "uninstall", "--local")
    assert lines(film, "media") == [("fail", "Git LFS is installed and not set up")]
    head = film.head
    assert film.storyforge("frames", "1", "-m", "the hall is brighter", "--auto") == 2
    assert film.head == head


KILLED = """
import os, signal, sys
from storyforge.repo import Repository
from storyforge.cli.main import run
def step(self, name):
    if name == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
Repository._crash_point = property(lambda self: lambda name: step(self, name), lambda self, value: None)
run(["-C", sys.argv[1], "media", "lfs"])
"""


@stock
@pytest.mark.parametrize("step", ["media", "pending", "ref", "file", "worktree"])
def test_a_move_that_was_killed_is_done_or_not(film: Tale, step: str) -> None:
    lfs(film)
    before, stood = files_of(film), standing(film)
    done = subprocess.run([sys.executable, "-c", KILLED, film.root, step], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert film.storyforge("save") == 0
    assert not film.dirty
    moved = "media: lfs" in film.read("story.yaml")
    assert moved is (step in ("ref", "file", "worktree"))
    media = [path for path in before if is_media_name(path)]
    assert {path: (film.root / path).read_bytes() for path in media} == {path: before[path] for path in media}
    assert standing(film) == stood
    assert film.storyforge("media", "lfs") == 0
    assert "Git LFS fsck OK" in film.git("lfs", "fsck")
    assert not film.dirty


def test_the_same_in_words_of_gits_without_git_lfs(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = film.head
    assert film.storyforge("media", "lfs") == 2
    assert "git lfs install" in capsys.readouterr().err
    assert (film.head, film.dirty) == (head, "")
    assert lines(film, "media")[0][0] == "ok"


@pytest.mark.parametrize("path", ["scenes/001/shots.yaml", "scenes/001/frames/1A-start.png", ".gitattributes"])
def test_edits_that_are_open_are_recorded_first(film: Tale, capsys: pytest.CaptureFixture[str], path: str) -> None:
    film.write(path, film.read(".gitattributes") + "# mine\n" if path == ".gitattributes" else b"mine")
    assert film.storyforge("media", "lfs") == 2
    said = capsys.readouterr().err
    assert path in said
    assert "git restore" in said
    film.git("restore", path)
    film.write("notes.txt", "no matter\n")
    film.write("contact sheet.png", b"not of the story")
    assert film.storyforge("media", "lfs", "--dry-run") == 2
    assert "git lfs install" in capsys.readouterr().err


@stock
def test_attributes_of_the_users_own_stay(film: Tale) -> None:
    lfs(film)
    film.write(
        ".gitattributes", film.read(".gitattributes") + "\n# mine\n*.blend filter=lfs diff=lfs merge=lfs -text\n"
    )
    film.git("commit", "-q", "-am", "models too")
    assert film.storyforge("media", "lfs") == 0
    assert film.read(".gitattributes").endswith("# mine\n*.blend filter=lfs diff=lfs merge=lfs -text\n")
    assert film.storyforge("media", "git") == 0
    assert film.read(".gitattributes").endswith("# mine\n*.blend filter=lfs diff=lfs merge=lfs -text\n")
    assert film.read(".gitignore") == GITIGNORE


def test_a_medium_that_lies_there_whole_is_not_edited_whatever_git_says(film: Tale) -> None:
    """A clone without git-lfs, into which somebody copied the pictures from a disk: git calls each of them changed."""
    path = "scenes/001/frames/1A-start.png"
    picture = (film.root / path).read_bytes()
    film.write(path, pointer(picture))
    film.git("commit", "-q", "-am", "as a clone has it")
    film.write(path, picture)
    assert film.dirty == f" M {path}"
    head = film.head
    assert film.storyforge("save") == 0
    assert film.head == head
    assert film.stand("scenes/001/frames.yaml").approval == "locked"


def test_where_git_lfs_is_not_set_up_nothing_is_moved(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    before = tale.head
    assert tale.storyforge("media", "lfs") == 2
    assert "error: Media belong in Git LFS, which is not set up on this machine.\n" in capsys.readouterr().err
    assert (tale.head, tale.dirty) == (before, "")

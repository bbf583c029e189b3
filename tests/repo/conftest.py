"""The git program as a user runs it beside us, and processes that are killed or race."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storyforge.repo import Repository


GIT = shutil.which("git") or "git"


class Git(Protocol):
    """`git("status")` in the story, or elsewhere with `at`; the text it printed."""

    def __call__(self, *arguments: str, at: Path | None = None) -> str: ...


class Spawn(Protocol):
    """Starts a Python program with arguments; its output comes through pipes."""

    def __call__(self, program: str, *arguments: object) -> subprocess.Popen[str]: ...


@pytest.fixture
def git(repository: Repository) -> Git:
    def call(*arguments: str, at: Path | None = None) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=at or repository.root, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return call


@pytest.fixture
def repository(repository: Repository) -> Iterator[Repository]:
    """After every test, whatever happened in it, git finds nothing broken."""
    yield repository
    command = [GIT, "fsck", "--no-dangling"]
    done = subprocess.run(command, cwd=repository.root, capture_output=True, text=True, check=False)
    # 128: git itself refuses the repository, which then is what the test is about.
    assert done.returncode in (0, 128), done.stdout + done.stderr


@pytest.fixture
def spawn() -> Spawn:
    def start(program: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", program, *map(str, arguments)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    return start


@pytest.fixture
def story(repository: Repository) -> Repository:
    """A story with two commits' worth of files in one commit, clean."""
    files = {
        "story.yaml": b"title: Big St\xc3\xb6rm\n",
        "beats.yaml": b"beats: []\n",
        "scenes/003/shots.yaml": b"shots: []\n",
        "scenes/003/visuals/café key.png": b"\x89PNG\r\n\x1a\n\0\0",
    }
    repository.commit(files, "setup: a story", parent=None, branch="main")
    return repository

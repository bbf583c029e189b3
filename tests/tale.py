"""A story as its author has it: a folder, git, an editor, and the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyforge.cli.main import run
from storyforge.model.record import Record
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.session import Session

if TYPE_CHECKING:
    from storyforge.pipeline.freshness.states import ArtifactState, State

KETTLE = Path(__file__).parent / "kettle.fountain"


class Tale:
    """The story in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def storyforge(self, *arguments: str) -> int:
        """Run a command in this process; returns its exit code."""
        return run(["-C", str(self.root), *arguments])

    def git(self, *arguments: str) -> str:
        """What the git program prints; it must succeed."""
        done = subprocess.run(["git", *arguments], cwd=self.root, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().rstrip("\n")

    def read(self, path: str) -> str:
        """A file as it lies on disk, line ends and all."""
        return (self.root / path).read_bytes().decode()

    def write(self, path: str, text: str | bytes) -> None:
        """Put a file into the story's folder."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the first of some words in a file, as in an editor."""
        text = self.read(path)
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new, 1))

    @property
    def head(self) -> str:
        """The commit that is checked out."""
        return self.git("rev-parse", "HEAD")

    @property
    def subjects(self) -> list[str]:
        """Subjects of all commits, newest first."""
        return self.git("log", "--format=%s").split("\n")

    @property
    def dirty(self) -> str:
        """What git calls changed."""
        return self.git("status", "--porcelain", "--untracked-files=all")

    def changed_in(self, commit: str = "HEAD") -> list[str]:
        """Paths that a commit changed, sorted."""
        return sorted(self.git("show", "--format=", "--name-only", commit).split())

    @property
    def state(self) -> State:
        """How everything stands, edits on disk included."""
        story = Session.open(self.root).story
        return state_of(story.summaries, story.records)

    def stand(self, path: str) -> ArtifactState:
        """How one artifact stands."""
        return self.state.artifacts[path]

    def not_current(self) -> dict[str, str]:
        """Path -> freshness of everything that is not current."""
        return {path: a.freshness for path, a in self.state.artifacts.items() if a.freshness != "current"}

    def record(self, path: str) -> Record:
        """The record of an artifact, from disk."""
        found = Record.read(self.read(f"locks/{path}.json"))
        assert found is not None
        return found

    def report(self) -> Any:
        """What `status --json` prints, in a process of its own."""
        return json.loads(self.program("status", "--json").stdout)

    def program(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the installed command."""
        return program("-C", str(self.root), *arguments, **environment)


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command as a user does, with the environment of the test and some more."""
    command = Path(sys.executable).parent / "storyforge"
    return subprocess.run(
        [str(command), *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )

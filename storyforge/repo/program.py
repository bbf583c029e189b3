"""Running the git program: argument lists, no shell, no hooks, messages in English."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.errors import DiskError, GitFailedError, GitMissingError, UnsupportedRepositoryError
from storyforge.repo.disk import disk_reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Set inside hooks and aliases (`git rev-parse --local-env-vars`): the folder we are given decides, not these.
_ELSEWHERE = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
)


@dataclass(frozen=True)
class Outcome:
    """What the git program answered: exit code, standard output, and the words on standard error."""

    code: int
    out: bytes
    words: str


def environment() -> dict[str, str]:
    """The environment for git: the user's own, without what points to another repository."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}


def run(
    folder: Path, *arguments: str, stdin: Iterable[bytes] = (), index: Path | None = None, hooks: bool = False
) -> Outcome:
    """Run git in a folder and say how it ended; raises GitMissingError and UnsupportedRepositoryError.

    `stdin` is written piece by piece; it is for commands that answer only after they have read it all. `index` is
    another index than the work tree's. With `hooks`, git knows where the user's hooks are, for what looks for them.
    """
    around = environment() | ({"GIT_INDEX_FILE": str(index)} if index else {})
    quiet = [] if hooks else ["-c", f"core.hooksPath={os.devnull}"]
    command = ["git", *quiet, "-c", "core.quotePath=false", *arguments]
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(command, cwd=folder, env=around, stdin=pipe, stdout=pipe, stderr=pipe)
    except FileNotFoundError as missing:
        if missing.filename != "git":
            raise
        raise GitMissingError from None
    with process:
        _feed(process, stdin)
        out, err = process.communicate()
    words = os.fsdecode(err).strip()
    if "detected dubious ownership" in words:
        hint = f"If you trust it: `git config --global --add safe.directory '{folder}'`."
        raise UnsupportedRepositoryError(str(folder), "it belongs to another user", hint)
    return Outcome(process.returncode, out, words)


def _feed(process: subprocess.Popen[bytes], pieces: Iterable[bytes]) -> None:
    """Write the pieces; a program that ended early says why in its own words, so a broken pipe is passed over."""
    if process.stdin is None:
        return
    try:
        for piece in pieces:
            process.stdin.write(piece)
    except BrokenPipeError:
        return


def git(folder: Path, *arguments: str, stdin: Iterable[bytes] = (), index: Path | None = None) -> bytes:
    """Standard output of a git command that has to succeed; raises DiskError, or GitFailedError with git's words."""
    outcome = run(folder, *arguments, stdin=stdin, index=index)
    if outcome.code:
        raise failure(folder, arguments, outcome)
    return outcome.out


def failure(folder: Path, arguments: tuple[str, ...], outcome: Outcome) -> DiskError | GitFailedError:
    """The error that an outcome stands for."""
    reason = disk_reason(_killed(outcome.code) or outcome.words)
    if reason:
        return DiskError(str(folder), reason)
    command = next((word for word in arguments if not word.startswith("-") and "=" not in word), arguments[0])
    return GitFailedError(command, _cause(outcome.words) or _killed(outcome.code) or f"exit code {outcome.code}")


def _cause(words: str) -> str:
    """The line that says why: git's first complaint, else its last line; advice may follow either."""
    lines = words.splitlines()
    return next((line for line in lines if line.startswith(("error: ", "fatal: "))), lines[-1] if lines else "")


def _killed(code: int) -> str:
    """What ended a program that did not end by itself: an error of the disk's, or a signal's name."""
    if code == -signal.SIGXFSZ:
        return os.strerror(errno.EFBIG)
    return f"it was ended by {signal.Signals(-code).name}" if code < 0 else ""

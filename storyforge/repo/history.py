"""What was committed: subjects, bodies and trailers, of the story or of one file."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from storyforge.repo.program import git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_TRAILER = re.compile(r"(?P<key>[A-Za-z0-9][A-Za-z0-9-]*): (?P<value>.*)")
FORMAT = "%H%n%P%n%an%n%ae%n%aI%n%B"


@dataclass(frozen=True)
class CommitInfo:
    """A commit: `body` is without subject and trailers, `when` the author's time with its zone."""

    id: str
    parents: tuple[str, ...]
    subject: str
    body: str
    author: str
    email: str
    when: datetime
    trailers: dict[str, str] = field(default_factory=dict)


def history(root: Path, rev: str, path: str | None, limit: int | None) -> list[CommitInfo]:
    """Commits that a commit leads back to, newest first; with a path, those that changed it; raises GitFailedError."""
    count = [] if limit is None else [f"--max-count={limit}"]
    where = [] if path is None else ["--", f":(top,literal){path}"]
    out = git(root, "log", "-z", "--no-show-signature", "--encoding=UTF-8", f"--format={FORMAT}", *count, rev, *where)
    return [commit_of(record) for record in os.fsdecode(out).split("\0") if record]


def trailed(root: Path, trailer: str) -> list[CommitInfo]:
    """Commits of all refs with a trailer, newest first; raises GitFailedError."""
    out = git(
        root,
        "log",
        "-z",
        "--all",
        "--no-show-signature",
        "--encoding=UTF-8",
        f"--grep=^{trailer}: ",
        f"--format={FORMAT}",
    )
    return [commit_of(record) for record in os.fsdecode(out).split("\0") if record]


def versions(root: Path, rev: str, below: str) -> dict[str, int]:
    """How many commits that a commit leads back to brought a new version of each file below a folder.

    A merge brings none of its own, and a deletion is no version; raises GitFailedError.
    """
    wanted = ("--no-show-signature", "--no-renames", "--diff-filter=d", "--name-only", "--format=")
    out = git(root, "log", "-z", *wanted, rev, "--", f":(top,literal){below}")
    return dict(Counter(path for path in os.fsdecode(out).split("\0") if path))


def commit_of(record: str) -> CommitInfo:
    """A commit as `FORMAT` prints it."""
    identifier, parents, author, email, when, message = record.split("\n", 5)
    subject, body, trailers = split_message(message)
    stamp = datetime.fromisoformat(when)
    return CommitInfo(identifier, tuple(parents.split()), subject, body, author, email, stamp, trailers)


def split_message(message: str) -> tuple[str, str, dict[str, str]]:
    """Subject, body and trailers: the last paragraph where every line is `Key: value` or continues one by a space."""
    subject, _, rest = message.strip("\n").partition("\n")
    paragraphs = rest.strip("\n").split("\n\n")
    trailers = _trailers(paragraphs[-1])
    body = "\n\n".join(paragraphs[:-1] if trailers else paragraphs)
    return subject, body.strip("\n"), trailers


def commits(root: Path, ids: Iterable[str]) -> dict[str, CommitInfo]:
    """Commits by their ids; raises GitFailedError."""
    names = list(dict.fromkeys(ids))
    if not names:
        return {}
    out = git(root, "log", "-z", "--no-walk", "--no-show-signature", "--encoding=UTF-8", f"--format={FORMAT}", *names)
    found = (commit_of(record) for record in os.fsdecode(out).split("\0") if record)
    return {commit.id: commit for commit in found}


def _trailers(paragraph: str) -> dict[str, str]:
    found: dict[str, str] = {}
    key = ""
    for line in paragraph.strip("\n").split("\n"):
        match = _TRAILER.fullmatch(line)
        if match:
            key = match["key"]
            found[key] = match["value"]
        elif key and line.startswith(" "):
            found[key] += " " + line.strip()
        else:
            return {}
    return found

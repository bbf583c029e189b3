"""Commit objects: who, what and when as git writes them, signed where the user's configuration says so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pygit2

from storyforge.errors import SigningError
from storyforge.repo.program import failure, run

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo.identity import Identity, Person


def commit_object(git: pygit2.Repository, root: Path, tree: str, text: str, parent: str | None, who: Identity) -> str:
    """Store a commit, on disk before it returns, and return its id; `text` is a message that `clean` made.

    Raises SigningError where `commit.gpgSign` is set and the signing program fails, GitFailedError.
    """
    if _signs(root):
        return _signed(root, tree, text, parent)
    author, committer = _signature(who.author), _signature(who.committer)
    return str(git.create_commit(None, author, committer, text, tree, [parent] if parent else []))


def clean(message: str) -> str:
    """A message that git can hold: ends in a newline, no NUL, bytes that are no UTF-8 as question marks."""
    text = message.encode("utf-8", "replace").decode().replace("\0", "")
    return text if text.endswith("\n") else text + "\n"


def _signs(root: Path) -> bool:
    command = ("config", "--type=bool", "--get", "commit.gpgSign")
    asked = run(root, *command)
    if asked.code > 1:
        raise failure(root, command, asked)
    return asked.out.strip() == b"true"


def _signed(root: Path, tree: str, text: str, parent: str | None) -> str:
    parents = ["-p", parent] if parent else []
    config = ("-c", "core.fsync=committed,loose-object", "-c", "i18n.commitEncoding=UTF-8")
    command = (*config, "commit-tree", "-S", tree, *parents, "-F", "-")
    outcome = run(root, *command, stdin=[os.fsencode(text)])
    if outcome.code:
        raise SigningError(outcome.words.splitlines()[0] if outcome.words else "the signing program failed")
    return outcome.out.decode().strip()


def _signature(person: Person) -> pygit2.Signature:
    return pygit2.Signature(person.name, person.email, person.seconds, person.offset, "utf-8")

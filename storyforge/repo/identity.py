"""Who is writing: as git itself would say, from its configuration and its environment variables."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.errors import GitFailedError, IdentityError
from storyforge.repo.program import run

if TYPE_CHECKING:
    from pathlib import Path

_IDENT = re.compile(r"(?P<name>.*) <(?P<email>.*)> (?P<seconds>\d+) (?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d)")


@dataclass(frozen=True)
class Person:
    """A name, an address and a moment: seconds since 1970 and the zone's offset in minutes."""

    name: str
    email: str
    seconds: int
    offset: int


@dataclass(frozen=True)
class Identity:
    """Author and committer of the next commit; they differ only where configuration or environment says so."""

    author: Person
    committer: Person

    @property
    def name(self) -> str:
        """The author's name."""
        return self.author.name

    @property
    def email(self) -> str:
        """The author's address."""
        return self.author.email


def identity(root: Path) -> Identity:
    """Ask git, without letting it guess from the machine's name; raises IdentityError."""
    return Identity(_person(root, "GIT_AUTHOR_IDENT"), _person(root, "GIT_COMMITTER_IDENT"))


def _person(root: Path, variable: str) -> Person:
    outcome = run(root, "-c", "user.useConfigOnly=true", "var", variable)
    found = _IDENT.fullmatch(os.fsdecode(outcome.out).rstrip("\n"))
    if outcome.code and "date" in outcome.words:
        raise GitFailedError(f"var {variable}", outcome.words)
    if outcome.code or found is None:
        raise IdentityError
    offset = int(found["hours"]) * 60 + int(found["minutes"])
    return Person(found["name"], found["email"], int(found["seconds"]), -offset if found["sign"] == "-" else offset)

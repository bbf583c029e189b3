"""The moment a commit becomes the branch's: its record on disk first, then the branch, by compare-and-swap."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygit2

from storyforge.errors import GitLockedError, InvalidPathError, StaleParentError
from storyforge.repo.disk import disk_reason
from storyforge.repo.pending import sync_folder, write_pending

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.repo.identity import Person
    from storyforge.repo.pending import Pending
    from storyforge.repo.quick import Places

_PATIENCE = 5.0


@dataclass(frozen=True)
class Moved:
    """A branch that others committed to since it was read: from which commit to which, and the files that differ."""

    branch: str
    parent: str
    tip: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Publisher:
    """Moves branches of one repository; the caller holds the story's lock, `step` is called with each step's name."""

    git: pygit2.Repository
    places: Places
    step: Callable[[str], None]

    def tip(self, branch: str) -> str | None:
        """The commit a branch points to, None where it does not exist yet; raises InvalidPathError for a bad name."""
        name = f"refs/heads/{branch}"
        if not pygit2.reference_is_valid_name(name):
            raise InvalidPathError(name, "git allows no such branch name")
        found = self.git.references.get(name)
        return None if found is None else str(found.resolve().target)

    def leads_to(self, tip: str, commit: str) -> bool:
        """Is a commit the other or one of its ancestors?"""
        if tip == commit:
            return True
        return commit in self.git and self.git.descendant_of(pygit2.Oid(hex=tip), pygit2.Oid(hex=commit))

    def publish(self, pending: Pending, who: Person, subject: str) -> None:
        """Put the record on disk and move the branch; where the branch did not move, the record goes again."""
        try:
            write_pending(self.places.pending, pending)
            self.step("pending")
            self.git.set_ident(who.name, who.email)
            self._move(pending, f"commit: {subject}")
        except Exception:
            # Whatever it was is raised again, so nothing is hidden: a record of a move that did not happen would have
            # the next command bring files that belong to no commit.
            if self.tip(pending.branch) != pending.commit:
                self.clear()
            raise
        self.step("ref")

    def clear(self) -> None:
        """Drop the record, on disk before it returns."""
        self.places.pending.unlink(missing_ok=True)
        if self.places.own.is_dir():
            sync_folder(self.places.own)

    def _move(self, pending: Pending, reason: str) -> None:
        """Compare-and-swap of the branch; another's lock file is waited for, another's commit is StaleParentError."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self._swap(f"refs/heads/{pending.branch}", pending, reason)
            except (pygit2.GitError, OSError, ValueError) as problem:
                tip = self.tip(pending.branch)
                if tip == pending.commit:
                    return
                if tip != pending.parent:
                    raise StaleParentError(pending.branch) from None
                if disk_reason(problem):
                    raise
                if time.monotonic() > end:
                    raise GitLockedError(f"refs/heads/{pending.branch}.lock") from problem
                time.sleep(random.uniform(0.005, 0.03))  # noqa: S311 - two who wait should not wake at once
            else:
                return

    def _swap(self, name: str, pending: Pending, reason: str) -> None:
        if pending.parent is None:
            self.git.create_reference_direct(name, pending.commit, False, message=reason)
            return
        found = self.git.lookup_reference(name).resolve()
        if str(found.target) != pending.parent:
            raise StaleParentError(pending.branch)
        found.set_target(pending.commit, reason)

"""Making a commit: objects, pending.json, the branch by compare-and-swap, then index and work tree."""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pygit2

from storyforge.errors import (
    BranchInUseError,
    GitLockedError,
    InvalidPathError,
    LfsNotSetUpError,
    SigningError,
    StaleParentError,
)
from storyforge.repo import lfs
from storyforge.repo.apply import Ids, bring_in
from storyforge.repo.disk import disk_reason
from storyforge.repo.identity import Identity, Person, identity
from storyforge.repo.objects import BLOB, FILE, TREE, Entry, NewObject, Trees, blob_id, content_of, store_pack
from storyforge.repo.paths import check_path, check_place
from storyforge.repo.pending import Pending, read_pending, sync_folder, write_pending
from storyforge.repo.program import failure, run
from storyforge.repo.quick import checked_out, elsewhere
from storyforge.repo.translate import translated
from storyforge.repo.worktree import Seen, look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from storyforge.repo.objects import Content
    from storyforge.repo.quick import Places

# Above this many new objects they are stored as one pack. A pack is faster from about six objects on, most of all on a
# busy disk (benchmarks/results/repository.json); below, loose objects keep the number of packs down.
_PACK_ABOVE = 12
_PATIENCE = 5.0
_LATER = "The commit is made; the next storyforge command brings its files into the work tree."


@dataclass(frozen=True)
class Planned:
    """What a commit will hold: the tree, the objects that are new, and path -> (old id, new id).

    `gone` are files that are as in the parent and that the work tree lacks.
    """

    tree: str
    objects: list[NewObject]
    files: Ids
    gone: Ids
    modes: dict[str, str]


@dataclass(frozen=True)
class Writer:
    """Commits to one repository; the caller holds the story's lock.

    `read` gives an object's content by id, `step` is called with each step's name.
    """

    git: pygit2.Repository
    places: Places
    read: Callable[[str], bytes]
    step: Callable[[str], None]

    def commit(self, files: Mapping[str, Content | None], message: str, parent: str | None, branch: str) -> str:
        """The whole protocol; see `Repository.commit`."""
        if self.tip(branch) != parent:
            raise StaleParentError(branch)
        other = elsewhere(self.places, branch)
        if other:
            raise BranchInUseError(branch, str(other))
        root = self.places.root
        for path in files:
            check_path(path)
            check_place(root, path)
        with translated(root, "commit"):
            plan = self._plan(files, parent)
        if parent and not plan.files:
            with translated(root, "commit"):
                self._bring_in(branch, plan.gone, plan.modes)
            return parent
        who = identity(root)
        with translated(root, "commit"):
            self._store(plan.objects)
            self.step("objects")
            commit = self._commit_object(plan.tree, message, parent, who)
            self.step("commit")
            pending = Pending(parent, commit, branch, plan.files | plan.gone)
            self._publish(pending, who, message)
        with translated(root, "commit", _LATER):
            self._finish(pending, plan.modes)
        self._tidy(plan.objects)
        return commit

    def tip(self, branch: str) -> str | None:
        """The commit a branch points to, None where it does not exist yet; raises InvalidPathError for a bad name."""
        name = f"refs/heads/{branch}"
        if not pygit2.reference_is_valid_name(name):
            raise InvalidPathError(name, "git allows no such branch name")
        found = self.git.references.get(name)
        return None if found is None else str(found.resolve().target)

    def finish_pending(self) -> str | None:
        """Finish or discard what a killed command left; says what it did, None where there was nothing."""
        file = self.places.pending
        with translated(self.places.root, "commit"):
            try:
                pending = read_pending(file)
            except ValueError:
                self._clear()
                return "discarded an unreadable record of a commit; nothing was changed"
            if pending is None:
                return None
            tip = self.tip(pending.branch)
            if not tip or not self._leads_to(tip, pending.commit):
                self._clear()
                return f'discarded a commit on "{pending.branch}" that was not finished; nothing was changed'
            trees = self._trees(tip)
            found = {path: trees.file(path) for path in pending.files}
            ours = {path: ids for path, ids in pending.files.items() if _id(found[path]) == ids[1]}
            modes = {path: entry.mode for path, entry in found.items() if entry}
            self._finish(Pending(pending.parent, tip, pending.branch, ours), modes)
            return f'finished commit {pending.commit[:10]} on "{pending.branch}": {len(ours)} files'

    def _leads_to(self, tip: str, commit: str) -> bool:
        if tip == commit:
            return True
        return commit in self.git and self.git.descendant_of(pygit2.Oid(hex=tip), pygit2.Oid(hex=commit))

    def _trees(self, commit: str | None) -> Trees:
        root = str(self.git[commit].peel(pygit2.Commit).tree_id) if commit else None
        return Trees(root, self.read)

    def _plan(self, files: Mapping[str, Content | None], parent: str | None) -> Planned:
        trees = self._trees(parent)
        changes: dict[str, Entry | None] = {}
        ids: Ids = {}
        gone: Ids = {}
        modes: dict[str, str] = {}
        blobs: list[NewObject] = []
        for path, content in sorted(files.items()):
            old = trees.file(path)
            stored = None if content is None else self._as_stored(path, content)
            new = None if stored is None else Entry(old.mode if old else FILE, blob_id(stored))
            if new is not None:
                modes[path] = new.mode
            if old == new:
                if new is not None and look(self.places.root / path) == Seen(None, None):
                    gone[path] = (_id(old), _id(new))
                continue
            changes[path] = new
            ids[path] = (_id(old), _id(new))
            if stored is not None:
                blobs.append(NewObject(BLOB, stored))
        tree, folders = trees.changed(changes)
        return Planned(tree, blobs + folders, ids, gone, modes)

    def _as_stored(self, path: str, content: Content) -> Content:
        """What the commit holds by `.gitattributes`: an LFS pointer, or LF where it asks for it.

        Git would show anything else as a change for ever. Raises LfsNotSetUpError.
        """
        if self.git.get_attr(path, "filter") == "lfs":
            if not self._lfs_is_set_up:
                raise LfsNotSetUpError(path)
            stored = lfs.pointer(content)
            if stored != content:
                lfs.store(self.media, content_of(content))
            return stored
        if not isinstance(content, bytes) or b"\r\n" not in content or self.git.get_attr(path, "eol") != "lf":
            return content
        return content.replace(b"\r\n", b"\n")

    @cached_property
    def _lfs_is_set_up(self) -> bool:
        return bool(run(self.places.root, "config", "--get", "filter.lfs.clean").out.strip())

    def _store(self, objects: list[NewObject]) -> None:
        if len(objects) > _PACK_ABOVE:
            store_pack(self.places.root, objects)
            sync_folder(self.places.common_dir / "objects" / "pack")
            return
        kinds = {BLOB: pygit2.enums.ObjectType.BLOB, TREE: pygit2.enums.ObjectType.TREE}
        for item in objects:
            self.git.write(kinds[item.kind], content_of(item.content))

    def _tidy(self, objects: list[NewObject]) -> None:
        """Let git join packs once there are many (`gc.auto`, `gc.autoPackLimit`), as it does after its own commits.

        Whether it succeeds is no matter of this commit.
        """
        if len(objects) > _PACK_ABOVE:
            run(self.places.root, "gc", "--auto", "--quiet")

    def _commit_object(self, tree: str, message: str, parent: str | None, who: Identity) -> str:
        text = _clean(message)
        if self._signs():
            return self._signed(tree, text, parent)
        author, committer = _signature(who.author), _signature(who.committer)
        parents = [parent] if parent else []
        return str(self.git.create_commit(None, author, committer, text, tree, parents))

    def _signs(self) -> bool:
        command = ("config", "--type=bool", "--get", "commit.gpgSign")
        asked = run(self.places.root, *command)
        if asked.code > 1:
            raise failure(self.places.root, command, asked)
        return asked.out.strip() == b"true"

    def _signed(self, tree: str, text: str, parent: str | None) -> str:
        parents = ["-p", parent] if parent else []
        config = ("-c", "core.fsync=committed,loose-object", "-c", "i18n.commitEncoding=UTF-8")
        command = (*config, "commit-tree", "-S", tree, *parents, "-F", "-")
        outcome = run(self.places.root, *command, stdin=[os.fsencode(text)])
        if outcome.code:
            raise SigningError(outcome.words.splitlines()[0] if outcome.words else "the signing program failed")
        return outcome.out.decode().strip()

    def _publish(self, pending: Pending, who: Identity, message: str) -> None:
        """Put the record on disk and move the branch; where the branch did not move, the record goes again."""
        try:
            write_pending(self.places.pending, pending)
            self.step("pending")
            self.git.set_ident(who.committer.name, who.committer.email)
            self._move(pending, f"commit: {_clean(message).splitlines()[0]}")
        except Exception:
            # Whatever it was is raised again, so nothing is hidden: a record of a move that did not happen would have
            # the next command bring files that belong to no commit.
            if self.tip(pending.branch) != pending.commit:
                self._clear()
            raise
        self.step("ref")

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

    def _finish(self, pending: Pending, modes: Mapping[str, str]) -> None:
        """Bring the files in if the branch is still checked out here, then drop the record."""
        self._bring_in(pending.branch, pending.files, modes)
        self._clear()
        self.step("end")

    def _bring_in(self, branch: str, files: Ids, modes: Mapping[str, str]) -> None:
        if files and checked_out(self.places.git_dir) == branch:
            bring_in(self.places, files, modes, self._as_file, self.step)

    def _as_file(self, blob: str) -> bytes:
        return lfs.fetched(self.media, self.read(blob))

    @property
    def media(self) -> Path:
        """Where Git LFS keeps what was fetched or made here."""
        return self.places.common_dir / "lfs" / "objects"

    def _clear(self) -> None:
        self.places.pending.unlink(missing_ok=True)
        if self.places.own.is_dir():
            sync_folder(self.places.own)


def _id(entry: Entry | None) -> str | None:
    return entry.id if entry else None


def _clean(message: str) -> str:
    """A message that git can hold: ends in a newline, no NUL, bytes that are no UTF-8 as question marks."""
    text = message.encode("utf-8", "replace").decode().replace("\0", "")
    return text if text.endswith("\n") else text + "\n"


def _signature(person: Person) -> pygit2.Signature:
    return pygit2.Signature(person.name, person.email, person.seconds, person.offset, "utf-8")

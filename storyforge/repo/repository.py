"""A story's git repository: what was committed, what is dirty, and writing one commit at a time."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygit2

from storyforge.errors import (
    DetachedHeadError,
    LfsPointerError,
    MissingObjectError,
    OperationInProgressError,
    RepositoryExistsError,
    UnknownRevisionError,
    UnsupportedRepositoryError,
)
from storyforge.repo import branches, history, identity, lfs, locking, stale
from storyforge.repo.commits import Writer
from storyforge.repo.lineage import Version, line_commits, lineage
from storyforge.repo.objects import EXECUTABLE, FILE, FOLDER, tree_lines
from storyforge.repo.paths import check_place
from storyforge.repo.program import git, run
from storyforge.repo.quick import Dirty, Places, checked_out, find_places, operation_in, snapshot
from storyforge.repo.translate import translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from storyforge.repo.attributes import Storage
    from storyforge.repo.objects import Content
    from storyforge.repo.publish import Moved
    from storyforge.repo.stale import StaleLock

# libgit2 syncs nothing by default: a commit could be lost that the user was told of.
pygit2.settings.enable_fsync_gitdir(True)

_REASONS = (
    ("object format", "it names its objects by SHA-256"),
    ("refstorage", "it keeps its branches in a reftable"),
)


@dataclass(frozen=True)
class Head:
    """What is checked out: `commit` is None before the first one, `branch` None on a detached HEAD."""

    commit: str | None
    branch: str | None


def _no_step(_name: str) -> None:
    """Nothing happens between the steps of a commit; tests put a kill here."""


class Repository:
    """The repository of the work tree at `root`; `git_dir` is this work tree's own, `common_dir` all work trees'."""

    def __init__(self, repository: pygit2.Repository, places: Places) -> None:
        self._git = repository
        self._places = places
        self._crash_point: Callable[[str], None] = _no_step
        self.root: Path = places.root
        self.git_dir: Path = places.git_dir
        self.common_dir: Path = places.common_dir
        self.store = lfs.Store(places.root, places.common_dir)

    @classmethod
    def open(cls, folder: Path) -> Repository:
        """The repository that a folder is in; raises NotARepositoryError, UnsupportedRepositoryError."""
        places = find_places(folder)
        try:
            return cls(pygit2.Repository(str(places.root)), places)
        except (pygit2.GitError, OSError, ValueError) as problem:
            words = str(problem)
            if "owned" in words:
                hint = f"If you trust it: `git config --global --add safe.directory '{places.root}'`."
                raise UnsupportedRepositoryError(str(places.root), "it belongs to another user", hint) from None
            reason = next((reason for word, reason in _REASONS if word in words), words)
            raise UnsupportedRepositoryError(str(places.root), reason) from None

    @classmethod
    def create(cls, folder: Path, branch: str = "main") -> Repository:
        """A new empty repository, SHA-1 with refs as files whatever git's defaults are; RepositoryExistsError."""
        if (folder / ".git").exists():
            raise RepositoryExistsError(str(folder))
        with translated(folder, "init"):
            pygit2.init_repository(str(folder), initial_head=branch)
        return cls.open(folder)

    def head(self) -> Head:
        """Commit and branch that are checked out."""
        branch = checked_out(self.git_dir)
        if branch is not None:
            return Head(self._writer().tip(branch), branch)
        return Head(str(self._git.head.target), None)

    @property
    def operation(self) -> str | None:
        """The unfinished merge, rebase, cherry-pick, revert or bisect, or None."""
        return operation_in(self.git_dir)

    def writable_branch(self) -> str:
        """The branch to commit to; raises OperationInProgressError, DetachedHeadError."""
        if self.operation:
            raise OperationInProgressError(self.operation)
        branch = checked_out(self.git_dir)
        if branch is None:
            raise DetachedHeadError
        return branch

    def resolve(self, rev: str) -> str:
        """The commit id that a revision names, tags followed; raises UnknownRevisionError."""
        try:
            return str(self._git.revparse_single(rev).peel(pygit2.Commit).id)
        except (KeyError, ValueError, pygit2.GitError):
            raise UnknownRevisionError(rev) from None

    def tree_id(self, commit: str) -> str:
        """The id of a commit's tree: equal trees, equal files; raises UnknownRevisionError."""
        return str(self._git[self.resolve(commit)].peel(pygit2.Commit).tree_id)

    def tree(self, commit: str) -> dict[str, str]:
        """Path -> blob id of all files in a commit, in git's order; links and submodules are no files."""
        found: dict[str, str] = {}
        self._walk(self.tree_id(commit), "", found)
        return found

    def _walk(self, tree: str, above: str, found: dict[str, str]) -> None:
        for mode, name, identifier in tree_lines(self._object(tree)):
            if mode == FOLDER:
                self._walk(identifier, f"{above}{name}/", found)
            elif mode in {FILE, EXECUTABLE}:
                found[above + name] = identifier

    def blob(self, blob_id: str) -> bytes:
        """A file's content by blob id; raises MissingObjectError."""
        return self._object(blob_id)

    def medium(self, blob_id: str, path: str) -> bytes:
        """A medium's content by blob id, out of Git LFS where the blob is a pointer.

        `path` is for the message; raises MissingObjectError, LfsPointerError where the content was not fetched.
        """
        content = self.store.fetched(self._object(blob_id))
        if lfs.is_pointer(content):
            raise LfsPointerError(path)
        return content

    def _object(self, object_id: str) -> bytes:
        """Raw content; what a partial clone lacks is fetched by the git program, which libgit2 can't."""
        try:
            return self._git.odb.read(object_id)[1]
        except (KeyError, ValueError, pygit2.GitError):
            kind = run(self.root, "cat-file", "-t", object_id)
            outcome = run(self.root, "cat-file", kind.out.decode().strip() or "blob", object_id)
            if outcome.code:
                raise MissingObjectError(object_id) from None
            return outcome.out

    def sizes(self, blobs: Iterable[str]) -> dict[str, int]:
        """Blob id -> bytes, without reading the contents; raises GitFailedError."""
        asked = "".join(f"{blob}\n" for blob in dict.fromkeys(blobs)).encode()
        lines = git(self.root, "cat-file", "--batch-check=%(objectname) %(objectsize)", stdin=[asked]).decode()
        return {blob: int(size) for blob, size in (line.split(" ") for line in lines.splitlines())}

    def dirty(self) -> tuple[Dirty, ...]:
        """Files that are not as in the commit, sorted by path."""
        return snapshot(self.root).dirty

    def settled(self) -> tuple[Head, tuple[Dirty, ...]]:
        """Head and changed files of one moment, at which no commit of ours was on its way into the work tree.

        What a killed command left is finished first. Without this, a file that another process is about to bring up
        to its commit would look as if the user had put the old content back.
        """
        while True:
            self.finish_pending()
            head = self.head()
            found = self.dirty()
            if self.head() == head and not self._places.pending.exists():
                return head, found

    def refuse_blocked(self, paths: Iterable[str]) -> None:
        """Where a folder or a link stands in the place of a file; raises InvalidPathError, SymlinkError."""
        for path in paths:
            check_place(self.root, path)

    def identity(self) -> identity.Identity:
        """Who the next commit is by; raises IdentityError."""
        return identity.identity(self.root)

    def commit(
        self,
        files: Mapping[str, Content | None],
        message: str,
        *,
        parent: str | None,
        branch: str,
        moved: Callable[[Moved], None] | None = None,
        storage: Storage | None = None,
    ) -> str:
        """Commit these files on top of `parent` (None: the first commit) and return the new commit's id.

        `files` is path -> content (bytes, or a medium that lies in a file), None deletes; all other files stay as
        `parent` has them. Where nothing differs, no commit is made and `parent` comes back; a file that the work tree
        lacks is put back all the same. If `branch` is checked out here, these paths, and no other, are brought into
        index and work tree; a file that was changed since keeps the user's content and shows as edited.

        Where others committed since, and none of these files, `moved` is asked: it raises where what they changed
        matters, and if it returns, the commit goes on top of theirs, and where nothing differs, theirs comes back.

        `storage` is given where this commit changes how media are kept: its `.gitattributes` is not in force yet.

        Raises StaleParentError (the branch moved, and `moved` is not given), ChangedMeanwhileError (others changed
        these files), BranchInUseError, InvalidPathError, SymlinkError, IdentityError, SigningError, LfsNotSetUpError,
        StoryLockedError, GitLockedError, DiskError.
        """
        with self.lock():
            self._writer().finish_pending()
            return self._writer(storage).commit(files, message, parent, branch, moved)

    def finish_pending(self) -> str | None:
        """Finish or discard what a killed command left, and say so in a clause; None where there was nothing."""
        if not self._places.pending.exists():
            return None
        with self.lock():
            return self._writer().finish_pending()

    @contextmanager
    def lock(self, wait: float | None = None, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
        """Be the only writer to this repository; a thread that holds the lock may enter again.

        Waits up to `wait` seconds and calls `on_wait` with the holder's command and process, where they are not given
        as `waiting` says; raises StoryLockedError, DiskError.
        """
        file = self._places.shared / "lock"
        with translated(file, "lock"):
            locking.prepare(file)
        with locking.story_lock(file, wait, on_wait):
            yield

    def branches(self) -> tuple[branches.Branch, ...]:
        """All branches by name, each with the commit at its end and the work tree that has it checked out."""
        return branches.branches(self._places)

    def create_branch(self, name: str, commit: str) -> None:
        """A new branch at a commit; raises InvalidBranchError, BranchExistsError, UnknownRevisionError."""
        target = self.resolve(commit)
        with self.lock():
            branches.create_branch(self._places, name, target)

    def delete_branch(self, name: str) -> str:
        """Delete a branch; returns the ref under `refs/storyforge/deleted/` that keeps its end.

        Raises UnknownBranchError, BranchCheckedOutError, BranchMovedError.
        """
        with self.lock():
            return branches.delete_branch(self._places, name)

    def switch(self, name: str) -> None:
        """Check out a branch; unsaved work is carried along or refuses the switch.

        Raises OperationInProgressError, UnknownBranchError, BranchCheckedOutError, SwitchBlockedError.
        """
        if self.operation:
            raise OperationInProgressError(self.operation)
        with self.lock():
            self._writer().finish_pending()
            branches.switch(self._places, name)

    def is_merged(self, branch: str, into: str) -> bool:
        """Does one branch hold all commits of another? Raises UnknownBranchError."""
        commit = branches.tip(self._places, branch)
        return branches.merge_base(self._git, commit, branches.tip(self._places, into)) == commit

    def apart(self, one: str, other: str) -> tuple[int, int]:
        """How many commits each of two revisions has that the other has not; raises UnknownRevisionError."""
        ids = (pygit2.Oid(hex=self.resolve(rev)) for rev in (one, other))
        ahead, behind = self._git.ahead_behind(*ids)
        return ahead, behind

    def backups(self) -> dict[str, str]:
        """Ref that keeps the end of a deleted branch -> its commit, sorted."""
        out = git(self.root, "for-each-ref", "--format=%(refname) %(objectname)", branches.BACKUPS)
        lines = out.decode("utf-8", "surrogateescape").splitlines()
        return {ref: commit for ref, _, commit in (line.rpartition(" ") for line in lines)}

    def merge_base(self, one: str, other: str) -> str | None:
        """The last commit that two revisions have in common, None where they have none; UnknownRevisionError."""
        return branches.merge_base(self._git, self.resolve(one), self.resolve(other))

    def log(self, path: str | None = None, limit: int | None = None, rev: str = "HEAD") -> list[history.CommitInfo]:
        """Commits from `rev` back, newest first, of the story or of one file; none before the first commit."""
        if rev == "HEAD" and self.head().commit is None:
            return []
        return history.history(self.root, self.resolve(rev), path, limit)

    def trailed(self, trailer: str) -> list[history.CommitInfo]:
        """Commits of all branches, tags and backups that have a trailer, newest first."""
        return [] if self.head().commit is None else history.trailed(self.root, trailer)

    def versions(self, below: str, rev: str = "HEAD") -> dict[str, int]:
        """Path -> how often each file below a folder was committed anew, from `rev` back."""
        if rev == "HEAD" and self.head().commit is None:
            return {}
        return history.versions(self.root, self.resolve(rev), below)

    def lineage(self, paths: Sequence[str], rev: str = "HEAD", limit: int | None = None) -> list[Version]:
        """The versions of some files from `rev` back, newest first; none before the first commit."""
        if rev == "HEAD" and self.head().commit is None:
            return []
        return lineage(self.root, self.resolve(rev), paths, limit)

    def line_commits(self, path: str, lines: Iterable[int]) -> dict[int, history.CommitInfo | None]:
        """Line of a file on disk -> the commit that wrote it so, None where it isn't committed; GitFailedError."""
        found = line_commits(self.root, path, lines)
        known = history.commits(self.root, (name for name in found.values() if name))
        return {line: known.get(name) if name else None for line, name in found.items()}

    def config(self, key: str) -> str | None:
        """A value of git's configuration as git would use it here, None where it is not set."""
        outcome = run(self.root, "config", "--null", "--get", key)
        return None if outcome.code else outcome.out.decode("utf-8", "replace").removesuffix("\0")

    def set_local_config(self, key: str, value: str) -> None:
        """Set a value in this repository's own configuration; raises GitFailedError."""
        git(self.root, "config", "--local", key, value)

    def _writer(self, storage: Storage | None = None) -> Writer:
        return Writer(self._git, self._places, self._object, self.store, self._crash_point, storage)


def stale_locks(repository: Repository, older_than: float = 60.0) -> list[StaleLock]:
    """Git's lock files that a killed program seems to have left, older than so many seconds; nothing is removed."""
    return stale.stale_locks_in(_places(repository), older_than)


def remove_stale_locks(repository: Repository, older_than: float = 60.0) -> list[Path]:
    """Remove git's lock files older than so many seconds where no git program works; returns what was removed."""
    with repository.lock():
        return stale.remove_stale_locks_in(_places(repository), older_than)


def _places(repository: Repository) -> Places:
    return Places(repository.root, repository.git_dir, repository.common_dir)

"""How a story's repository stands, by one call of git and a few small files: no library is loaded for it."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyforge.errors import NotARepositoryError, UnsupportedRepositoryError
from storyforge.repo.program import git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# In the order they are looked for: a rebase stops with the files of a merge or a cherry-pick beside its own.
_OPERATIONS = (
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("BISECT_LOG", "bisect"),
)


@dataclass(frozen=True)
class Dirty:
    """A path whose file is not as in the commit.

    `state` is modified, added (in the index, not in the commit), deleted, untracked or conflicted; a renamed file is
    a deleted and an added one. `committed` is the blob id in the commit, empty where that has no such file.
    """

    path: str
    state: str
    committed: str = field(default="", compare=False)


@dataclass(frozen=True)
class Places:
    """The folders of a work tree: its root, its own git folder, and the one that all work trees share."""

    root: Path
    git_dir: Path
    common_dir: Path

    @property
    def own(self) -> Path:
        """Our folder for what concerns this work tree only."""
        return self.git_dir / "storyforge"

    @property
    def shared(self) -> Path:
        """Our folder for what concerns the repository on this machine."""
        return self.common_dir / "storyforge"

    @property
    def pending(self) -> Path:
        """The record of a commit on its way into index and work tree."""
        return self.own / "pending.json"


@dataclass(frozen=True)
class Snapshot:
    """How a work tree stands: `branch` is None on a detached HEAD, `head` and `tree` before the first commit.

    `operation` is merge, rebase, cherry-pick, revert, bisect, or None. `pending` says that a killed command left work
    for `Repository.finish_pending`. `dirty` is sorted by path.
    """

    root: Path
    git_dir: Path
    common_dir: Path
    branch: str | None
    head: str | None
    tree: str | None
    dirty: tuple[Dirty, ...]
    operation: str | None
    pending: bool = False


def find_root(folder: Path) -> Path:
    """The work tree that a folder is in; raises NotARepositoryError, UnsupportedRepositoryError for a bare one."""
    start = folder.absolute().resolve()
    for place in (start, *start.parents):
        if (place / ".git").exists():
            return place
        if _is_bare(place):
            raise UnsupportedRepositoryError(str(place), "it is bare, it has no files to work on")
    raise NotARepositoryError(str(folder))


def _is_bare(place: Path) -> bool:
    return place.name != ".git" and all((place / name).exists() for name in ("HEAD", "objects", "refs"))


def find_places(folder: Path) -> Places:
    """Root, git folder and common git folder, read as git does (`gitdir:` and `commondir` files of linked trees)."""
    root = find_root(folder)
    git_dir = root / ".git"
    if git_dir.is_file():
        git_dir = (root / git_dir.read_text("utf-8").removeprefix("gitdir:").strip()).resolve()
    common = git_dir / "commondir"
    common_dir = (git_dir / common.read_text("utf-8").strip()).resolve() if common.is_file() else git_dir
    if (common_dir / "reftable").exists():
        raise UnsupportedRepositoryError(str(root), "it keeps its branches in a reftable")
    return Places(root, git_dir, common_dir)


def checked_out(git_dir: Path) -> str | None:
    """The branch that a work tree's HEAD names, None where it is detached or gone."""
    try:
        text = (git_dir / "HEAD").read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    return text.removeprefix("ref: refs/heads/") if text.startswith("ref: refs/heads/") else None


def branch_names(folder: Path) -> list[str]:
    """Names of all branches, sorted; raises NotARepositoryError, UnsupportedRepositoryError."""
    out = git(find_root(folder), "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads/")
    return os.fsdecode(out).splitlines()


def elsewhere(places: Places, branch: str) -> Path | None:
    """The folder of another work tree of this repository that has the branch checked out."""
    linked = sorted((places.common_dir / "worktrees").glob("*"))
    for git_dir in (places.common_dir, *linked):
        if git_dir == places.git_dir or checked_out(git_dir) != branch:
            continue
        file = git_dir / "gitdir"
        root = (git_dir / file.read_text("utf-8").strip()).parent if file.is_file() else git_dir.parent
        if root.exists():
            return root
    return None


def operation_in(git_dir: Path) -> str | None:
    """The unfinished merge, rebase, cherry-pick, revert or bisect, by the file it leaves in the git folder."""
    return next((name for file, name in _OPERATIONS if (git_dir / file).exists()), None)


def snapshot(folder: Path) -> Snapshot:
    """Branch, commit, tree and changed files, by `git status`, and `git rev-parse` where the commit is packed.

    Raises NotARepositoryError, UnsupportedRepositoryError, GitMissingError, GitFailedError.
    """
    places = find_places(folder)
    flags = ("--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--no-renames", "--no-ahead-behind")
    records = os.fsdecode(git(places.root, "status", *flags)).split("\0")
    facts = dict(line[2:].split(" ", 1) for line in records if line.startswith("# branch."))
    head = None if facts["branch.oid"] == "(initial)" else facts["branch.oid"]
    if head and len(head) != 40:
        raise UnsupportedRepositoryError(str(places.root), "it names its objects by SHA-256")
    return Snapshot(
        root=places.root,
        git_dir=places.git_dir,
        common_dir=places.common_dir,
        branch=None if facts["branch.head"] == "(detached)" else facts["branch.head"],
        head=head,
        tree=_tree_of(places, head) if head else None,
        dirty=changed_files(records),
        operation=operation_in(places.git_dir),
        pending=places.pending.exists(),
    )


def _tree_of(places: Places, commit: str) -> str:
    """The tree id on a commit's first line; asks git only where the object is in a pack."""
    loose = places.common_dir / "objects" / commit[:2] / commit[2:]
    try:
        text = zlib.decompressobj().decompress(loose.read_bytes(), 256).partition(b"\0")[2]
    except (OSError, zlib.error):
        return git(places.root, "rev-parse", f"{commit}^{{tree}}").decode().strip()
    return text.removeprefix(b"tree ")[:40].decode()


def changed_files(records: list[str]) -> tuple[Dirty, ...]:
    """The files in the records of `git status --porcelain=v2 -z`, by path.

    A file deleted from the index and still on disk comes twice, as deleted and untracked: it is modified.
    """
    found: dict[str, Dirty] = {}
    for change in _changes(records):
        before = found.get(change.path)
        found[change.path] = Dirty(change.path, "modified", before.committed or change.committed) if before else change
    return tuple(found[path] for path in sorted(found))


def _changes(records: list[str]) -> Iterator[Dirty]:
    """Fields by git-status(1), "Porcelain Format Version 2"; a nested repository (`name/`) is not of this story."""
    for record in records:
        kind, _, rest = record.partition(" ")
        if kind == "1":
            fields = rest.split(" ", 7)
            yield Dirty(fields[7], _state(fields[0]), fields[5].strip("0") and fields[5])
        elif kind == "u":
            yield Dirty(rest.split(" ", 9)[9], "conflicted")
        elif kind == "?" and not rest.endswith("/"):
            yield Dirty(rest, "untracked")


def _state(xy: str) -> str:
    if xy[1] == "D" or xy == "D.":
        return "deleted"
    return "added" if "A" in xy else "modified"

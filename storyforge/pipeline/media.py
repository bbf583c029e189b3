"""Where a story's pictures and recordings are kept, in git or in Git LFS, and the move from one to the other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from storyforge.errors import EditsOpenError, LfsNotSetUpError, LfsPointerError, NotFetchedError
from storyforge.model.counted import counted
from storyforge.model.kinds import is_ours
from storyforge.pipeline.change import approved, to_bytes
from storyforge.pipeline.session import BUILD, message
from storyforge.repo import WorkTree, is_media_name, is_pointer, medium_digest, pointed, with_storage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from storyforge.pipeline.change import Change
    from storyforge.pipeline.session import Session
    from storyforge.repo import Content, Repository, Storage
    from storyforge.story import Story

ATTRIBUTES = ".gitattributes"
STORY = "story.yaml"
NAMES: dict[Storage, str] = {"git": "git", "lfs": "Git LFS"}
_POINTER = 1024


@dataclass(frozen=True)
class Kept:
    """A medium of the last commit: its blob, its own size in bytes, and its SHA-256 where the blob is a pointer."""

    path: str
    blob: str
    size: int
    digest: str | None

    @property
    def storage(self) -> Storage:
        """Where it is kept; an empty file is the same in both, and counts as git's."""
        return "lfs" if self.digest else "git"


@dataclass(frozen=True)
class Media:
    """The media of the last commit, where `story.yaml` says they are kept, and those whose content is not here."""

    storage: Storage
    files: tuple[Kept, ...]
    absent: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes of all."""
        return sum(kept.size for kept in self.files)

    def to_move(self, storage: Storage) -> tuple[Kept, ...]:
        """Those that are kept elsewhere."""
        return tuple(kept for kept in self.files if kept.storage != storage and kept.size)

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"storage": self.storage, "files": len(self.files), "bytes": self.size, "absent": list(self.absent)}


def media_of(repository: Repository, story: Story, commit: str | None) -> Media:
    """What a commit holds; pictures and recordings of all folders, whatever they are for."""
    ids = repository.tree(commit) if commit else {}
    named = {path: blob for path, blob in ids.items() if is_media_name(path)}
    sizes = repository.sizes(named.values())
    files = tuple(_kept(repository, path, blob, sizes[blob]) for path, blob in named.items())
    absent = tuple(kept.path for kept in files if kept.digest and _content(repository, kept) is None)
    return Media(story.story.media, files, absent)


def _kept(repository: Repository, path: str, blob: str, size: int) -> Kept:
    found = pointed(repository.blob(blob)) if size < _POINTER else None
    return Kept(path, blob, found[1] if found else size, found[0] if found else None)


def _content(repository: Repository, kept: Kept) -> bytes | None:
    """A medium's content: out of the commit or Git LFS, else as it lies in the work tree; None where it is nowhere."""
    if kept.digest is None or repository.store.has(kept.digest, kept.size):
        return repository.medium(kept.blob, kept.path)
    work_tree = WorkTree(repository.root)
    try:
        content = work_tree.read(kept.path) if work_tree.exists(kept.path) else b""
    except LfsPointerError:
        return None
    return content if medium_digest(content) == kept.digest else None


@dataclass(frozen=True)
class _Lying:
    """A medium of the last commit, read when it is wanted, so that a film is never in memory as a whole."""

    repository: Repository
    kept: Kept

    @property
    def size(self) -> int:
        return self.kept.size

    @cached_property
    def sha256(self) -> str:
        return self.kept.digest or hashlib.sha256(self.read()).hexdigest()

    @cached_property
    def blob(self) -> str:
        content = self.read()
        header = b"blob %d\0" % len(content)
        return hashlib.sha1(header + content, usedforsecurity=False).hexdigest()

    def read(self) -> bytes:
        content = _content(self.repository, self.kept)
        if content is None:
            raise LfsPointerError(self.kept.path)
        return content


def move(session: Session, storage: Storage, media: Media) -> str | None:
    """Keep all media of the last commit in git or in Git LFS from now on, in one commit; None where they are already.

    History stays as it is, and so do the files of the work tree. Records stay valid: media are known by content.
    Raises EditsOpenError, NotFetchedError, LfsNotSetUpError, StaleParentError.
    """
    branch = session.branch()
    refuse(session, storage, media)
    attributes = session.repository.tree(session.parent).get(ATTRIBUTES) if session.parent else None
    before = session.repository.blob(attributes).decode("utf-8", "surrogateescape") if attributes else ""
    change = _story_says(session.story, storage)
    files: dict[str, Content | None] = {kept.path: _Lying(session.repository, kept) for kept in media.to_move(storage)}
    files |= {ATTRIBUTES: with_storage(before, storage).encode("utf-8", "surrogateescape"), **change.files}
    subject = f"setup: media kept in {NAMES[storage]}, {counted(len(media.files), 'file')}"
    made = session.repository.commit(
        files, message(subject, "", {"Build": BUILD}), parent=session.parent, branch=branch, storage=storage
    )
    if made == session.parent:
        return None
    session.commits.append(made)
    return made


def refuse(session: Session, storage: Storage, media: Media) -> None:
    """What stands in the way of a move; raises EditsOpenError, NotFetchedError, LfsNotSetUpError."""
    repository = session.repository
    open_edits = [
        found.path
        for found in repository.dirty()
        if found.path == ATTRIBUTES or is_ours(found.path) or (is_media_name(found.path) and found.state != "untracked")
    ]
    if open_edits:
        raise EditsOpenError(open_edits)
    if storage == "lfs" and not repository.store.is_set_up:
        raise LfsNotSetUpError
    absent = [kept.path for kept in media.to_move(storage) if kept.path in set(media.absent)]
    if absent:
        raise NotFetchedError(absent)


def _story_says(story: Story, storage: Storage) -> Change:
    """`story.yaml` with the new word, comments and all, and its record, which is approved as it was."""
    says = story.story.model_copy(update={"media": storage})
    files = {STORY: to_bytes(story, STORY, says)}
    after = story.with_changes(files, {STORY: says})
    record = story.records.get(STORY)
    change = approved(after, [STORY] if record else [], record.approval if record else "draft")
    return type(change)({**files, **change.files}, change.after)


def not_checked_out(root: Path, files: Iterable[Kept]) -> list[str]:
    """Paths of media that lie in the work tree as pointers of Git LFS, and can't be seen or heard."""
    return [kept.path for kept in files if kept.digest and _is_pointer(root / kept.path)]


def _is_pointer(place: Path) -> bool:
    return place.is_file() and place.stat().st_size < _POINTER and is_pointer(place.read_bytes())

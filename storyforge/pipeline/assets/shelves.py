"""Libraries as such: a folder, a git work tree, or a git address, read without following anything out of them.

Whatever lies in a library was written by somebody else. Only plain files of the layout are seen: entries
`characters/inge.yaml`, and pictures beside them, each within its size; a link is none.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from storyforge.errors import (
    BadLibraryError,
    DiskError,
    GitFailedError,
    InvalidArtifactError,
    LibraryBusyError,
    NoLibraryError,
    NotARepositoryError,
    NotInLibraryError,
    OfflineError,
    UnknownRevisionError,
    UnsafeLibraryError,
)
from storyforge.formats import artifacts
from storyforge.model.kinds import FOLDER_OF, Kind
from storyforge.providers.network import is_offline
from storyforge.repo import Repository, clone_whole, fetch_whole, push_branch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storyforge.model.library_asset import LibraryAsset
    from storyforge.pipeline.session import Session

VARIABLE = "STORYFORGE_LIBRARY"
INDEX = "index.json"
MOST_ENTRY, MOST_PICTURE = 256 * 2**10, 32 * 2**20
"""Bytes of an entry and of a picture, at most."""
_KINDS = "|".join(FOLDER_OF.values())
_ENTRY = re.compile(rf"({_KINDS})/([a-z0-9-]+)\.yaml")
_PICTURE = re.compile(rf"(?:{_KINDS})/[a-z0-9-]+/[a-z0-9-]+\.png")
_WHO = re.compile(r"(?<=//)[^/@]*@")
_SHORT = 12
ENTRY = Kind("library-asset", _ENTRY, "yaml", "storyforge.model.library_asset:LibraryAsset", "")


def entry_path(kind: str, slug: str) -> str:
    """Where a library keeps an asset."""
    return f"{FOLDER_OF[kind]}/{slug}.yaml"


class Shelf(ABC):
    """A library at one revision: `name` without any password, `revision` short, `names` of its plain files."""

    name: str
    revision: str

    @property
    def label(self) -> str:
        """What a story calls it as a source: an address, or the name of a folder, which may lie elsewhere tomorrow."""
        return self.name if "://" in self.name or "@" in self.name else Path(self.name).name

    @abstractmethod
    def sizes(self) -> Mapping[str, int]:
        """Path -> bytes of every plain file of the layout; links and all else are left out."""

    @abstractmethod
    def _read(self, path: str) -> bytes: ...

    @abstractmethod
    def write(self, files: Mapping[str, bytes | None], message: str) -> str:
        """Put files in, None takes one out; returns the revision after it. Raises LibraryBusyError, DiskError."""

    @abstractmethod
    def at(self, revision: str) -> Shelf:
        """The same library at another revision; raises NotInLibraryError."""

    def read(self, path: str) -> bytes:
        """A file of the library; raises UnsafeLibraryError where it is no plain one, or too large."""
        size = self.sizes().get(path)
        if size is None:
            raise UnsafeLibraryError(self.name, path, "it is no plain file there")
        if size > (MOST_ENTRY if _ENTRY.fullmatch(path) else MOST_PICTURE):
            raise UnsafeLibraryError(self.name, path, f"it has {size} bytes")
        return self._read(path)

    def entries(self) -> dict[str, str]:
        """Slug -> path of every entry."""
        return {match[2]: path for path in sorted(self.sizes()) if (match := _ENTRY.fullmatch(path))}

    def entry(self, slug: str) -> LibraryAsset:
        """The asset of a slug; raises NotInLibraryError, UnsafeLibraryError, InvalidArtifactError."""
        known = self.entries()
        if slug not in known:
            raise NotInLibraryError(slug, self.name, known)
        text = self.read(known[slug]).decode("utf-8-sig", "replace")
        found = cast("LibraryAsset", artifacts.read(ENTRY, known[slug], text))
        if known[slug] != entry_path(found.kind, found.id):
            raise UnsafeLibraryError(self.name, known[slug], f"it says that it is {entry_path(found.kind, found.id)}")
        for picture in found.pictures:
            if picture.file.partition("/")[0] != found.id:
                raise UnsafeLibraryError(self.name, picture.file, f"it is no picture of {found.id}")
        return found

    def readable(self) -> Iterator[LibraryAsset]:
        """Every entry that can be read; what can't is not found, and is told when it is asked for by name."""
        for slug in self.entries():
            with suppress(InvalidArtifactError, UnsafeLibraryError):
                yield self.entry(slug)


class Folder(Shelf):
    """A library in a plain folder; its revision is a digest of what an entry says now."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = str(root)
        self._sizes: dict[str, int] | None = None
        stamp = hashlib.sha256()
        for path in sorted(
            path for path, size in self.sizes().items() if size <= MOST_ENTRY and _ENTRY.fullmatch(path)
        ):
            stamp.update(f"{path}\0".encode() + self._read(path))
        self.revision = stamp.hexdigest()[:_SHORT]

    def sizes(self) -> Mapping[str, int]:
        """Path -> bytes of every plain file of the layout."""
        if self._sizes is None:
            self._sizes = dict(_plain_files(self.root, ""))
        return self._sizes

    def _read(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def write(self, files: Mapping[str, bytes | None], message: str) -> str:
        """Put files in, or take them out; returns the revision after it."""
        del message
        for path, content in files.items():
            place = self.root / path
            for above in (place, *place.parents):
                if above == self.root:
                    break
                if above.is_symlink():
                    raise UnsafeLibraryError(self.name, path, "a link is in its way")
            if content is None:
                place.unlink(missing_ok=True)
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            new = place.with_name(f".{place.name}.{os.getpid()}")
            try:
                new.write_bytes(content)
                new.replace(place)
            finally:
                new.unlink(missing_ok=True)
        return Folder(self.root).revision

    def at(self, revision: str) -> Shelf:
        """The same library at another revision."""
        if not self.revision.startswith(revision):
            raise NotInLibraryError(f"@{revision}", f"{self.name}, a folder without history,", [])
        return self


def _plain_files(root: Path, below: str) -> Iterator[tuple[str, int]]:
    """Files of the layout with their sizes, three folders deep at most; no link is followed."""
    try:
        listed = sorted(os.scandir(root / below), key=lambda entry: entry.name)
    except OSError as problem:
        raise DiskError(str(root / below), problem.strerror or str(problem)) from None
    for entry in listed:
        path = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False) and path.count("/") < 2 and path.partition("/")[0] in FOLDER_OF.values():
            yield from _plain_files(root, f"{path}/")
        elif entry.is_file(follow_symlinks=False) and (_ENTRY.fullmatch(path) or _PICTURE.fullmatch(path)):
            yield path, entry.stat(follow_symlinks=False).st_size


class Git(Shelf):
    """A library in git, at a commit: a work tree of this machine, or the clone of an address, which is pushed."""

    def __init__(self, repository: Repository, name: str, *, remote: bool, commit: str | None = None) -> None:
        self._repository = repository
        self._remote = remote
        self.name = name
        self.commit = commit or repository.head().commit
        self.revision = (self.commit or "")[:_SHORT]
        tree = repository.tree(self.commit) if self.commit else {}
        self._blobs = {path: blob for path, blob in tree.items() if _ENTRY.fullmatch(path) or _PICTURE.fullmatch(path)}
        self._sizes: Mapping[str, int] | None = None

    def sizes(self) -> Mapping[str, int]:
        """Path -> bytes of every plain file of the layout."""
        if self._sizes is None:
            by_blob = self._repository.sizes(self._blobs.values()) if self._blobs else {}
            self._sizes = {path: by_blob[blob] for path, blob in self._blobs.items()}
        return self._sizes

    def _read(self, path: str) -> bytes:
        return self._repository.blob(self._blobs[path])

    def write(self, files: Mapping[str, bytes | None], message: str) -> str:
        """Put files in, or take them out; returns the revision after it."""
        branch = self._repository.writable_branch()
        self._repository.identity()
        made = self._repository.commit(dict(files), message, parent=self.commit, branch=branch)
        if self._remote and made != self.commit:
            try:
                push_branch(self._repository.root, branch)
            except GitFailedError as problem:
                # The clone is of no use any more: the next command takes another one.
                shutil.rmtree(self._repository.root, ignore_errors=True)
                raise LibraryBusyError(self.name, problem.message) from None
        return made[:_SHORT]

    def at(self, revision: str) -> Shelf:
        """The same library at another revision."""
        try:
            commit = self._repository.resolve(revision)
        except UnknownRevisionError:
            raise NotInLibraryError(f"@{revision}", self.name, []) from None
        return Git(self._repository, self.name, remote=self._remote, commit=commit)


def open_library(session: Session, named: str | None) -> Shelf:
    """The library of an option, of the story, or of the user, in this order.

    Raises NoLibraryError, BadLibraryError, OfflineError for an address without network.
    """
    story = session.story.story.library
    address = named or story or os.environ.get(VARIABLE, "")
    if not address:
        raise NoLibraryError
    local = Path(address).expanduser()
    # What a story names is meant from the story's folder.
    if not local.is_absolute() and not named and address == story:
        local = session.repository.root / local
    if local.is_dir():
        return _local(local.resolve(), session)
    if "://" in address or address.endswith(".git") or re.match(r"[\w.-]+@[\w.-]+:", address):
        return _cloned(session, address)
    raise BadLibraryError(address, "there is no such folder")


def _local(place: Path, session: Session) -> Shelf:
    """A folder: a git work tree where it is the root of one, a bare repository by its clone, else as it lies."""
    if place == session.repository.root.resolve() or place.is_relative_to(session.repository.root.resolve()):
        raise BadLibraryError(str(place), "it lies in the story itself")
    if (place / ".git").exists():
        try:
            return Git(Repository.open(place), str(place), remote=False)
        except NotARepositoryError as problem:
            raise BadLibraryError(str(place), problem.message) from None
    if (place / "HEAD").is_file() and (place / "objects").is_dir():
        return _cloned(session, str(place))
    return Folder(place)


def _cloned(session: Session, address: str) -> Shelf:
    name = _WHO.sub("", address)
    if is_offline() and not Path(address).is_dir():
        raise OfflineError(f"The library {name}")
    place = (
        session.repository.common_dir / "storyforge" / "libraries" / hashlib.sha256(address.encode()).hexdigest()[:16]
    )
    try:
        if place.is_dir():
            with suppress(GitFailedError):
                fetch_whole(place)
                return Git(Repository.open(place), name, remote=True)
            # It moved in a way that a clone of it can't follow, or is not to be reached: then cloning says why.
            shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        clone_whole(address, place)
        return Git(Repository.open(place), name, remote=True)
    except (GitFailedError, NotARepositoryError) as problem:
        shutil.rmtree(place, ignore_errors=True)
        raise BadLibraryError(name, _WHO.sub("", problem.message).rstrip(".")) from None

"""Git LFS without its program: pointers and the local store, as its specification version 1 writes them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from storyforge.repo.objects import content_of
from storyforge.repo.pending import sync_folder
from storyforge.repo.program import run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from storyforge.repo.objects import Content

_VERSION = b"version https://git-lfs.github.com/spec/v1\n"
_SIZE = 1024
_SYNCS = 16
_POINTER = re.compile(re.escape(_VERSION) + rb"oid sha256:([0-9a-f]{64})\nsize (\d+)\n")


def is_pointer(content: bytes) -> bool:
    """Does a file's content look like a pointer: below 1,024 bytes, with the version line first?"""
    return len(content) < _SIZE and content.startswith(_VERSION)


def pointer(content: Content) -> bytes:
    """What a commit holds in place of a medium; an empty file and a pointer stand for themselves."""
    if not isinstance(content, bytes):
        return _pointer(content.sha256, content.size)
    if not content or is_pointer(content):
        return content
    return _pointer(hashlib.sha256(content).hexdigest(), len(content))


def _pointer(digest: str, size: int) -> bytes:
    return _VERSION + f"oid sha256:{digest}\nsize {size}\n".encode()


def medium_digest(content: bytes) -> str:
    """SHA-256 of a medium, whether this is the medium or the pointer that stands for it."""
    found = _POINTER.fullmatch(content)
    return found[1].decode() if found else hashlib.sha256(content).hexdigest()


def pointed(content: bytes) -> tuple[str, int] | None:
    """SHA-256 and bytes of the medium that a pointer stands for; None for any other content."""
    found = _POINTER.fullmatch(content)
    return (found[1].decode(), int(found[2])) if found else None


@dataclass(frozen=True)
class Store:
    """The media that Git LFS keeps for a repository on this machine, by SHA-256."""

    root: Path
    common_dir: Path

    @cached_property
    def folder(self) -> Path:
        """Where they lie: `lfs.storage` if that is set, relative to the git folder, else `lfs` in it."""
        asked = run(self.root, "config", "--type=path", "--null", "--get", "lfs.storage")
        return self.common_dir / (os.fsdecode(asked.out).rstrip("\0") or "lfs")

    @cached_property
    def is_set_up(self) -> bool:
        """Whether git has a filter for media here, and the program that it names can be found."""
        asked = run(self.root, "config", "--null", "--get", "filter.lfs.clean")
        words = os.fsdecode(asked.out).rstrip("\0").split()
        return bool(words) and shutil.which(words[0].strip("\"'")) is not None

    def has(self, digest: str, size: int) -> bool:
        """Whether a medium is here, whole."""
        try:
            return self._file(digest).stat().st_size == size
        except FileNotFoundError:
            return False

    def fetched(self, content: bytes) -> bytes:
        """The medium that a pointer stands for, if it is here; else the content itself."""
        found = pointed(content)
        if found is None:
            return content
        try:
            return self._file(found[0]).read_bytes()
        except FileNotFoundError:
            return content

    def put(self, media: Iterable[Content]) -> None:
        """Keep media, all on disk before it returns; raises OSError.

        All are written, then all are synced, several at once: a disk that is asked so gathers its work.
        """
        new: dict[Path, Path] = {}
        (self.folder / "tmp").mkdir(parents=True, exist_ok=True)
        for content in media:
            digest, size = pointed(pointer(content)) or ("", 0)
            file = self._file(digest)
            if digest and file not in new and not self.has(digest, size):
                new[file] = self.folder / "tmp" / f"{digest}.storyforge-new"
                new[file].write_bytes(content_of(content))
        with ThreadPoolExecutor(_SYNCS) as pool:
            list(pool.map(_sync, new.values()))
            folders = {folder: None for file in new for folder in self._made(file)}
            for file, written in new.items():
                written.replace(file)
            list(pool.map(sync_folder, folders))

    def _made(self, file: Path) -> list[Path]:
        """Make a medium's folders; those whose entries are new or will be, for these have to be synced."""
        objects = self.folder / "objects"
        file.parent.mkdir(parents=True, exist_ok=True)
        return [file.parent, file.parent.parent, objects]

    def _file(self, digest: str) -> Path:
        return self.folder / "objects" / digest[:2] / digest[2:4] / digest

    def hook(self) -> None:
        """Have git-lfs put its hooks in place, where nobody did: without them a push leaves the media behind.

        Hooks of the user's own stay, and so does a git without git-lfs; `doctor` tells of both.
        """
        if not has_push_hook(self.root):
            run(self.root, "lfs", "update", hooks=True)


def has_push_hook(root: Path) -> bool:
    """Whether a push from here takes along the media that Git LFS keeps."""
    asked = run(root, "rev-parse", "--git-path", "hooks/pre-push", hooks=True)
    file = root / os.fsdecode(asked.out).rstrip("\n")
    return file.is_file() and "lfs" in file.read_text("utf-8", "replace")


def _sync(file: Path) -> None:
    with file.open("rb") as stream:
        os.fsync(stream.fileno())

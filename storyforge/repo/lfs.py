"""Git LFS without its program: pointers and the local store, as its specification version 1 writes them."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from storyforge.repo.pending import sync_folder

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.repo.objects import Content

_VERSION = b"version https://git-lfs.github.com/spec/v1\n"
_SIZE = 1024
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


def store(folder: Path, content: bytes) -> None:
    """Put a medium into the store, on disk before it returns; raises OSError."""
    file = _file(folder, hashlib.sha256(content).hexdigest())
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    with new.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
    sync_folder(file.parent)


def fetched(folder: Path, content: bytes) -> bytes:
    """The medium that a pointer stands for, if it is in the store; else the content itself."""
    found = _POINTER.fullmatch(content)
    if found is None:
        return content
    try:
        return _file(folder, found[1].decode()).read_bytes()
    except FileNotFoundError:
        return content


def _file(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest[2:4] / digest

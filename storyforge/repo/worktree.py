"""Files of the work tree: read within the story only, written whole or not at all."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.errors import FileMissingError, LfsPointerError, SymlinkError
from storyforge.repo.lfs import is_pointer
from storyforge.repo.paths import check_path

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class WorkTree:
    """The files below a story's root, by POSIX path."""

    root: Path

    def read(self, path: str) -> bytes:
        """A file's content.

        Raises InvalidPathError, FileMissingError (also for a folder), SymlinkError where a link leads out of the story
        or into `.git`, LfsPointerError where the content was not fetched.
        """
        place = self._inside(path)
        try:
            kind = place.stat().st_mode
            content = place.read_bytes() if stat.S_ISREG(kind) else None
        except (FileNotFoundError, NotADirectoryError):
            content = None
        if content is None:
            raise FileMissingError(path)
        if is_pointer(content):
            raise LfsPointerError(path)
        return content

    def exists(self, path: str) -> bool:
        """Is there a regular file at this path, within the story?"""
        return self._inside(path).is_file()

    def replace(self, path: str, old: bytes, new: bytes) -> bool:
        """Put `new` where `old` stands; False, and nothing written, where the file is not `old` any more."""
        place = self._inside(path)
        seen = look(place)
        return seen is not None and seen.content == old and put(place, new, seen)

    def _inside(self, path: str) -> Path:
        check_path(path)
        place = self.root / path
        real, root = place.resolve(), self.root.resolve()
        if not real.is_relative_to(root) or real.is_relative_to(root / ".git"):
            raise SymlinkError(path, self._link(path), "read")
        return place

    def _link(self, path: str) -> str:
        parts = path.split("/")
        shorter = ("/".join(parts[: length + 1]) for length in range(len(parts)))
        return next((name for name in shorter if (self.root / name).is_symlink()), path)


@dataclass(frozen=True)
class Seen:
    """A file as it was looked at: content and what changes when somebody writes it; `None` content is no file."""

    content: bytes | None
    mark: tuple[int, int, int] | None
    mode: int = 0


def look(place: Path) -> Seen | None:
    """Content of a regular file, an empty Seen where there is nothing; None for anything else (link, folder)."""
    try:
        with os.fdopen(os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                return None
            return Seen(file.read(), _mark(found), stat.S_IMODE(found.st_mode))
    except FileNotFoundError:
        return Seen(None, None)
    except OSError:
        return None


def _mark(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def unchanged(place: Path, seen: Seen) -> bool:
    """Has nobody written, put or removed the file since it was looked at?"""
    try:
        return _mark(place.lstat()) == seen.mark
    except FileNotFoundError:
        return seen.mark is None


def temporary(place: Path) -> Path:
    """Where a file is written before it takes its place; one name a file, so that what a kill left is reused."""
    return place.with_name(f".{place.name}.storyforge-tmp")


def put(place: Path, content: bytes, seen: Seen) -> bool:
    """Write a file whole, by renaming; False, and nothing written, where it changed since it was looked at.

    The work tree is not synced to disk, as git does not: the commit is, and `git restore` brings the file back.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    new = temporary(place)
    try:
        new.unlink(missing_ok=True)
        with new.open("xb") as file:
            file.write(content)
        if seen.mode:
            new.chmod(seen.mode)
        if not unchanged(place, seen):
            return False
        new.replace(place)
    finally:
        new.unlink(missing_ok=True)
    return True


def remove(root: Path, place: Path, seen: Seen) -> bool:
    """Delete a file and the folders it leaves empty; False where it changed since it was looked at."""
    if not unchanged(place, seen):
        return False
    place.unlink(missing_ok=True)
    for folder in place.parents:
        if folder == root or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()
    return True

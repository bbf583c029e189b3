"""Which paths a story may write: plain POSIX paths below its root, through no symbolic link."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from storyforge.errors import InvalidPathError, SymlinkError

if TYPE_CHECKING:
    from pathlib import Path

# Names that git's own checks keep out of a tree (core.protectHFS, core.protectNTFS), compared without case.
_GIT_NAMES = (".git", "git~1")


def check_path(path: str) -> None:
    """Refuse a path that is absolute, leads out, lies inside `.git`, or that git can't store on every system."""
    parts = path.split("/")
    if not path or path.startswith("/"):
        raise InvalidPathError(path, "it is not relative")
    if any(part in {"", ".", ".."} for part in parts):
        raise InvalidPathError(path, "it has an empty part, `.` or `..`")
    if any(part.casefold().rstrip(" .") in _GIT_NAMES for part in parts):
        raise InvalidPathError(path, "it is inside git's own folder")
    if "\\" in path or any(ord(letter) < 32 or ord(letter) == 127 for letter in path):
        raise InvalidPathError(path, "it has a backslash or a control character")


def check_place(root: Path, path: str) -> None:
    """Refuse to write where a link, a folder, or a file in place of a parent folder stands; needs a checked path."""
    *parents, name = path.split("/")
    place = root
    for index, part in enumerate(parents, start=1):
        place /= part
        kind = _kind(place)
        if kind is None:
            return
        if stat.S_ISLNK(kind):
            raise SymlinkError(path, "/".join(parents[:index]), "written")
        if not stat.S_ISDIR(kind):
            above = "/".join(parents[:index])
            raise InvalidPathError(path, f'"{above}" is a file', f"Move that file away: {above}")
    kind = _kind(place / name)
    if kind is not None and stat.S_ISLNK(kind):
        raise SymlinkError(path, path, "written")
    if kind is not None and not stat.S_ISREG(kind):
        raise InvalidPathError(path, "a folder stands there", f"Move that folder away, then: git restore '{path}'")


def _kind(place: Path) -> int | None:
    try:
        return place.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None

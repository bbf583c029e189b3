"""A commit's files brought into index and work tree: those paths and no other, and never over a user's change."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

from storyforge.errors import GitLockedError, InvalidPathError, SymlinkError
from storyforge.repo.lfs import pointer
from storyforge.repo.objects import FILE, blob_id
from storyforge.repo.paths import check_place
from storyforge.repo.program import failure, run
from storyforge.repo.worktree import Seen, look, put, remove, temporary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from storyforge.repo.quick import Places

# path -> (blob id before, blob id after), None where there is no file
Ids = dict[str, tuple[str | None, str | None]]

_UPDATE = ("update-index", "-z", "--index-info")
_PATIENCE = 5.0


def bring_in(
    places: Places,
    files: Ids,
    modes: Mapping[str, str],
    content: Callable[[str], bytes],
    step: Callable[[str], None],
) -> int:
    """Write the files that still have their old content or are absent, then set the index entries of all of them.

    `content(blob id)` gives the bytes; `step` is called between the steps. Returns how many files were left to
    the user who changed them. Raises OSError, GitLockedError, GitFailedError.
    """
    left = 0
    # What goes is removed first: on a disk that knows no case, a new name may be the old file's.
    ordered = {path: files[path] for path in sorted(files, key=lambda path: (files[path][1] is not None, path))}
    for path, seen in _writable(places.root, ordered):
        place = places.root / path
        _clear_temporary(places.root, path)
        new = files[path][1]
        if seen is None:
            left += 1
        elif new is None:
            left += not remove(places.root, place, seen)
        else:
            data = content(new)
            if seen.content != data:
                left += not put(place, data, seen)
        step("file")
    step("worktree")
    _set_index(places, files, modes)
    step("index")
    return left


def _writable(root: Path, files: Ids) -> Iterator[tuple[str, Seen | None]]:
    """Each path with what is there now, or None where it is not ours to write."""
    odd = [
        path
        for path in files
        if (seen := _look(root, path)) and seen.content is not None and not _known(seen, files[path])
    ]
    cleaned = dict(zip(odd, _cleaned_ids(root, odd), strict=True))
    for path in files:
        seen = _look(root, path)
        if seen is None or seen.content is None or _known(seen, files[path]):
            yield path, seen
        else:
            yield path, seen if cleaned.get(path, "") in files[path] else None


def _look(root: Path, path: str) -> Seen | None:
    try:
        check_place(root, path)
    except (InvalidPathError, SymlinkError):
        return None
    return look(root / path)


def _clear_temporary(root: Path, path: str) -> None:
    """Remove what a kill left half-written, but through no link that came in the way since."""
    left = temporary(root / path)
    try:
        check_place(root, left.relative_to(root).as_posix())
    except (InvalidPathError, SymlinkError):
        return
    left.unlink(missing_ok=True)


def _known(seen: Seen, ids: tuple[str | None, str | None]) -> bool:
    if seen.content is None:
        return False
    return blob_id(seen.content) in ids or blob_id(pointer(seen.content)) in ids


def _cleaned_ids(root: Path, paths: list[str]) -> list[str]:
    """Blob ids after git's own filters: a checkout with CRLF differs in bytes and is no change."""
    if not paths:
        return []
    listing = "".join(f"./{path}\n" for path in paths)
    outcome = run(root, "hash-object", "--stdin-paths", stdin=[os.fsencode(listing)])
    ids = outcome.out.decode().split()
    return ids if not outcome.code and len(ids) == len(paths) else [""] * len(paths)


def _set_index(places: Places, files: Ids, modes: Mapping[str, str]) -> None:
    """Point the index entries of these paths to the new blobs; waits a while for another git command's lock."""
    lines = (_index_line(path, new, modes.get(path, FILE)) for path, (_, new) in sorted(files.items()))
    listing = os.fsencode("".join(lines))
    end = time.monotonic() + _PATIENCE
    while True:
        outcome = run(places.root, *_UPDATE, stdin=[listing])
        if not outcome.code:
            return
        if "index.lock': File exists" not in outcome.words:
            raise failure(places.root, _UPDATE, outcome)
        if time.monotonic() > end:
            raise GitLockedError(str(places.git_dir / "index.lock"))
        time.sleep(random.uniform(0.01, 0.05))  # noqa: S311 - two who wait should not wake at once


def _index_line(path: str, new: str | None, mode: str) -> str:
    return f"0 {'0' * 40}\t{path}\0" if new is None else f"{mode} {new}\t{path}\0"

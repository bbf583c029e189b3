"""Exported files are written whole or not at all: under another name first, and renamed when they are done."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from storyforge.errors import DiskError, OutSuffixError
from storyforge.exporters.names import Names
from storyforge.media import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storyforge.exporters.base import ExportJob
    from storyforge.model.library import Library


def names_of(library: Library) -> Names:
    """The names of files of this story."""
    return Names.of(library.story.title, library.scenes)


def target(job: ExportJob, kind: str, suffix: str, what: str = "") -> Path:
    """Where an export of one file goes: what the user named, or a name of its own in the folder that was named.

    A path that is no folder and has no suffix is taken for a folder to be made. Raises OutSuffixError, OutTakenError.
    """
    name = names_of(job.library).whole(job.scenes, job.library.scenes) + what + suffix
    if job.out is None:
        place = job.folder / name
    elif job.out.is_dir() or not job.out.suffix:
        place = job.out / name
    elif job.out.suffix.lower() == suffix:
        place = job.out
    else:
        raise OutSuffixError(str(job.out), kind, suffix)
    job.claim(place)
    return place


@contextmanager
def whole(place: Path) -> Iterator[Path]:
    """A file to write to, which becomes `place`, its folder made, when all went well; raises DiskError."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(str(place.parent), (error.strerror or str(error)).lower()) from None
    with files.whole(place) as temporary:
        yield temporary


def write(place: Path, content: bytes) -> None:
    """Write a file, unless it holds just that already; raises DiskError."""
    if not _holds(place, content):
        with whole(place) as temporary:
            temporary.write_bytes(content)


def _holds(place: Path, content: bytes) -> bool:
    try:
        return place.stat().st_size == len(content) and place.read_bytes() == content
    except OSError:
        return False

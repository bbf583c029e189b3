"""Clips and frames of a scene, as paths of the story: what is there, what is not, and what does not fit its shot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from storyforge.exporters.writing import write
from storyforge.model.finding import Finding
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.repo import is_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storyforge.exporters.base import ExportJob
    from storyforge.exporters.timing import Film
    from storyforge.model.clips import ClipSet
    from storyforge.model.frames import FrameSet
    from storyforge.model.library import Library

CHECK = "clip_length"
_POINTER = 1024
"""Bytes below which a file may be a pointer."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip that is there: its path, its length, the digests of file and pictures, and its size such as 640x360.

    `frames` are those that are meant, `length` those that the file has, both at the story's rate: what was bought is
    longer than its shot, and begins with it. `rate` is the file's own, where that is another.
    """

    path: str
    frames: int
    content: str
    picture: str
    size: str
    length: int = 0
    rate: str = ""
    sound: bool = False
    sent: str = ""

    @property
    def there(self) -> int:
        """How many frames there are to choose from."""
        return self.length or self.frames

    @property
    def bought(self) -> bool:
        """Whether a service made it: of whatever make that has."""
        return bool(self.sent)


@dataclass(frozen=True, slots=True)
class Still:
    """A frame that is there."""

    path: str
    content: str
    picture: str


def clips(library: Library, scene: str) -> dict[str, Clip]:
    """Shot id -> clip, of those whose file is in the story."""
    found = cast("ClipSet | None", library.model(scene_path(folder(scene), "clips")))
    paths = {clip.id: (_within(scene, clip.file), clip) for clip in found.clips} if found else {}
    return {
        shot: Clip(
            path,
            clip.frames,
            clip.content,
            clip.picture,
            clip.size,
            clip.length,
            clip.rate,
            clip.sound,
            clip.sent or "",
        )
        for shot, (path, clip) in paths.items()
        if path in library.summaries
    }


def stills(library: Library, scene: str) -> dict[str, Still]:
    """`establishing`, `3A.start`, `3A.end` ... -> frame, of those whose file is in the story."""
    found = cast("FrameSet | None", library.model(scene_path(folder(scene), "frames")))
    paths = {item: (_within(scene, frame.file), frame) for item, frame in found.pictures().items()} if found else {}
    return {
        item: Still(path, frame.content, frame.picture)
        for item, (path, frame) in paths.items()
        if path in library.summaries
    }


def _within(scene: str, file: str) -> str:
    return str(PurePosixPath("scenes", folder(scene), file))


def lies(root: Path, path: str) -> bool:
    """Whether a medium lies in the story's folder with its content, and not as a pointer of Git LFS."""
    place = root / path
    return place.is_file() and not (place.stat().st_size < _POINTER and is_pointer(place.read_bytes()))


def lying(job: ExportJob, clip: Clip) -> Path:
    """The file of a clip: as it lies in the story's folder, or out of git where it does not lie there."""
    if lies(job.root, clip.path):
        return job.root / clip.path
    copy = job.cache / "clips" / f"{clip.content}.mp4"
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        write(copy, job.library.medium(clip.path))
    return copy


def of_film(library: Library, film: Film) -> dict[str, Clip]:
    """Shot id -> clip, of the whole film."""
    return {shot: clip for number, _ in film.scenes() for shot, clip in clips(library, number).items()}


def unlike_their_shots(film: Film, found: dict[str, Clip]) -> Iterator[Finding]:
    """One for every clip that is longer or shorter than its shot."""
    for shot in film.shots:
        clip = found.get(shot.shot.id)
        if clip and shot.shot.frames not in (clip.frames, clip.there):
            does = "is cut" if clip.there > shot.shot.frames else "holds its last picture"
            message = f"The clip of {shot.shot.id} has {clip.there} frames, its shot {shot.shot.frames}: it {does}."
            hint = "Make it again: storyforge run video --outdated"
            yield Finding(CHECK, "warning", message, clip.path, hint=hint)

"""The picture of an animatic: every clip as a file that can be joined, exactly as long as its shot.

A clip that fits is taken as it is. One of another length is cut, or holds its last picture; one of another size, or of
another make than the rest, is framed and encoded anew; so is every clip that something is burnt into. What was encoded
lies in the cache under a name made from what it was made from, so that an export goes on where it was interrupted.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from storyforge.errors import UnlikeClipsError
from storyforge.exporters import footage
from storyforge.media import joining
from storyforge.media.clips import parse_size
from storyforge.media.ffmpeg import build_id
from storyforge.model.digest import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from storyforge.exporters.animatic_overlay import Over
    from storyforge.exporters.base import ExportJob
    from storyforge.exporters.footage import Clip
    from storyforge.exporters.timing import Film, FilmShot


@dataclass(frozen=True)
class _Piece:
    """One shot, its clip and what goes over it."""

    shot: FilmShot
    clip: Clip
    over: Over | None


def join(
    job: ExportJob, film: Film, clips: Mapping[str, Clip], overs: Mapping[str, Over], out: Path
) -> dict[str, Clip]:
    """Write the whole picture, without sound, exactly as long as the film; `overs` is burnt in, by shot id.

    Returns the clips as they really are: `clips.yaml` may know nothing yet of a file that somebody put there. Raises
    LfsPointerError, UnreadableMediaError, FfmpegFailedError, DiskError.
    """
    pieces = [_Piece(shot, clips[shot.shot.id], overs.get(shot.shot.id)) for shot in film.shots]
    bench = _Bench(job, film, Counter(piece.clip.size for piece in pieces).most_common(1)[0][0])
    bench.join(pieces, out)
    if joining.count_frames(out) != film.frames:
        pieces = [replace(piece, clip=bench.measured(piece.clip)) for piece in pieces]
        bench.join(pieces, out)
    return {piece.shot.shot.id: piece.clip for piece in pieces}


class _Bench:
    """Makes clips of one size and make; may be asked by several threads at once."""

    def __init__(self, job: ExportJob, film: Film, size: str) -> None:
        self._job = job
        self._rate = film.rate
        self._size = size
        self._build = build_id()

    def join(self, pieces: Sequence[_Piece], out: Path) -> None:
        """Join clips, encoding as few as can be."""
        try:
            joining.join(self._files(pieces, anew=False), out)
        except UnlikeClipsError:
            # Encoders of several machines or makers: then all are encoded by this one.
            joining.join(self._files(pieces, anew=True), out)

    def measured(self, clip: Clip) -> Clip:
        """A clip with the frames and the size that its file has; raises UnreadableMediaError."""
        if clip.bought:
            return clip
        found = joining.contents(footage.lying(self._job, clip))
        return replace(clip, frames=found.frames, length=0, size=f"{found.width}x{found.height}")

    def _files(self, pieces: Sequence[_Piece], *, anew: bool) -> list[Path]:
        """The files to join, in order; `anew` encodes them all."""
        found: list[Path] = []
        with ThreadPoolExecutor(max(1, self._job.workers)) as pool:
            try:
                for path in pool.map(partial(self._file, anew=anew), pieces):
                    found.append(path)
                    event = {"task": "picture", "done": len(found), "total": len(pieces)}
                    self._job.tell({"event": "progress", **event})
            finally:
                pool.shutdown(cancel_futures=True)
        return found

    def _file(self, piece: _Piece, *, anew: bool) -> Path:
        path, key = footage.lying(self._job, piece.clip), piece.clip.content
        frames = piece.shot.shot.frames
        # What a service made has an order of its own in it, and sound: it can't be joined as it is.
        if anew or piece.clip.there != frames or piece.clip.size != self._size or piece.clip.bought:
            key = digest([key, frames, str(self._rate), self._size, self._build])
            width, height = parse_size(self._size)
            conform = partial(joining.conform, path, width=width, height=height, rate=self._rate, frames=frames)
            path = self._once(key, conform)
        if piece.over:
            key = digest([key, piece.over.key(), self._build])
            path = self._once(key, partial(piece.over.burn, path))
        return path

    def _once(self, key: str, make: Callable[[Path], None]) -> Path:
        """A file of the cache, made where it is not there yet."""
        path = self._job.cache / "clips" / f"{key}.mp4"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            make(path)
        return path

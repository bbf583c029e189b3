"""What is burnt into an animatic on request: shot id, timecode, names and arrows; and subtitles."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from storyforge import __version__
from storyforge.formats.captions import Cue, write_srt
from storyforge.formats.framing import scene_specs
from storyforge.media import joining
from storyforge.media.fonts import Fonts, own
from storyforge.media.page import rectangle
from storyforge.media.page_png import layer, png
from storyforge.media.page_text import Setter, Style
from storyforge.model.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from storyforge.exporters.base import ExportJob
    from storyforge.exporters.timing import Film, FilmShot
    from storyforge.media.page import Item
    from storyforge.model.framing import FrameSpec

WIDTH = 1280
"""Of the coordinates that overlays are drawn in."""
SHOWN = 1.25
"""Seconds for which names and arrows stand: time to read them, and then people and camera have moved on."""
_LABEL = Style(40, bold=True, colour=(255, 255, 255))
_DARK = (24, 24, 27)


@dataclass(frozen=True)
class Over:
    """What goes over one clip: the shot as data where names and arrows are wanted, its own subtitles, its timecode."""

    shot: str
    frames: int
    rate: Fraction
    start: str
    spec: FrameSpec | None
    setter: Setter
    cues: tuple[Cue, ...]
    marked: bool

    def key(self) -> str:
        """What tells one from another; another version of storyforge may draw otherwise."""
        said = [asdict(cue) for cue in self.cues]
        spec = self.spec.digest() if self.spec else ""
        return digest([__version__, self.shot, self.frames, str(self.rate), self.start, spec, said, self.marked])

    def burn(self, source: Path, out: Path) -> None:
        """Encode a clip anew with all of it; raises FfmpegFailedError, UnreadableMediaError, DiskError."""
        with tempfile.TemporaryDirectory(prefix="storyforge-") as name:
            folder = Path(name)
            found = joining.contents(source)
            subtitles = folder / "said.srt" if self.cues else None
            if subtitles:
                subtitles.write_text(write_srt(self.cues), "utf-8")
            joining.burn(
                source,
                out,
                overlays=list(self._layers(folder, found.width, found.height)),
                subtitles=subtitles,
                timecode=self._timecode(found.width, found.height) if self.marked else None,
            )

    def _layers(self, folder: Path, width: int, height: int) -> Iterator[joining.Overlay]:
        if not self.marked:
            return
        yield joining.Overlay(_drawn(folder / "id.png", self._label(), width, height), 0, self.frames)
        if self.spec:
            until = min(self.frames, round(self.rate * SHOWN))
            yield joining.Overlay(_drawn(folder / "marks.png", _marks(self.spec, self.setter), width, height), 0, until)

    def _label(self) -> list[Item]:
        wide = self.setter.width(self.shot, _LABEL)
        box = (16.0, 16.0, 16.0 + wide + 24, 16.0 + 52)
        return [rectangle(box, _DARK), *self.setter.line(self.shot, 28.0, 56.0, _LABEL)]

    def _timecode(self, width: int, height: int) -> joining.Timecode:
        size = max(12, height // 22)
        return joining.Timecode(self.start, Path(own(bold=True).path), size, width - size * 8, size // 2)


def _marks(spec: FrameSpec, setter: Setter) -> list[Item]:
    """Names and arrows; the artist is loaded only where they are drawn."""
    from storyforge.media.overlay import overlay  # noqa: PLC0415
    from storyforge.media.previz.take import Take  # noqa: PLC0415

    return overlay(Take.of(spec), setter)


def _drawn(path: Path, items: Sequence[Item], width: int, height: int) -> Path:
    path.write_bytes(png(layer(items, width, height, width / WIDTH), {}))
    return path


def overs(job: ExportJob, film: Film, cues: Sequence[Cue]) -> dict[str, Over]:
    """What goes over each clip, by shot id; `cues` are those of the whole film, and burnt in as they are."""
    marked = bool(job.options.get("overlay"))
    if not marked and not cues:
        return {}
    names = [asset.name for asset in job.library.assets.values()]
    setter = Setter(Fonts.of(names, film.language))
    found: dict[str, Over] = {}
    for number, shots in film.scenes():
        specs = scene_specs(job.library, number) if marked else {}
        for shot in shots:
            over = Over(
                shot=shot.shot.id,
                frames=shot.shot.frames,
                rate=film.rate,
                start=timecode(shot.at, film.rate),
                spec=specs.get(shot.shot.id),
                setter=setter,
                cues=tuple(_within(shot, film.rate, cues)),
                marked=marked,
            )
            if over.marked or over.cues:
                found[shot.shot.id] = over
    return found


def _within(shot: FilmShot, rate: Fraction, cues: Sequence[Cue]) -> Iterator[Cue]:
    """The subtitles that stand while a shot is seen, counted from its start."""
    first, after = (round(frame * 1000 / rate) for frame in (shot.at, shot.end))
    for cue in cues:
        if cue.start < after and cue.end > first:
            yield replace(cue, start=max(cue.start, first) - first, end=min(cue.end, after) - first)


def timecode(frame: int, rate: Fraction) -> str:
    """`00:59:58:00`, counted without drops: at 29.97 it falls behind the clock by 3.6 s an hour."""
    seconds, frames = divmod(frame, round(rate))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}:{frames:02}"

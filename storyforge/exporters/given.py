"""The audio that a film is made for, in exports: it is the only sound, and its transcript the subtitles."""

from __future__ import annotations

import tempfile
import wave
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

from storyforge.exporters import footage
from storyforge.exporters.subtitles import numbers
from storyforge.exporters.wrapping import wrap
from storyforge.formats.captions import Cue
from storyforge.formats.prose import one_line
from storyforge.media import audio as listening
from storyforge.media.files import whole
from storyforge.media.sound import FILM_RATE, sample_at
from storyforge.model.finding import Finding
from storyforge.model.stretches import AUDIO, whole_frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.exporters.base import ExportJob
    from storyforge.exporters.timing import Film
    from storyforge.model.audio import Audio
    from storyforge.model.library import Library

CHECK = "audio_length"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the audio that lies under the film without a break: frame of the film, frame of the audio, frames."""

    at: int
    first: int
    frames: int


@dataclass(frozen=True)
class Given:
    """The audio of a film: `whole` are the frames of all of it, `pieces` what is heard under the scenes exported."""

    audio: Audio
    rate: Fraction
    whole: int
    pieces: tuple[Piece, ...]
    everything: bool

    @classmethod
    def of(cls, job: ExportJob, film: Film) -> Given | None:
        """None where the film is made for no audio; raises InvalidArtifactError."""
        audio = cast("Audio | None", job.library.model(AUDIO))
        if audio is None:
            return None
        everything = len(job.scenes) == len(job.library.scenes)
        pieces = (Piece(0, 0, film.frames),) if everything else tuple(_pieces(job.library, film))
        return cls(audio, film.rate, whole_frames(audio.length, film.rate), pieces, everything)

    def write(self, job: ExportJob, out: Path) -> None:
        """Write what is heard as a WAV file of exactly the film's length.

        Raises LfsPointerError, MissingArtifactError, UnreadableMediaError, DiskError and what ffmpeg raises.
        """
        data = job.library.medium(self.audio.file)
        length = max(piece.first + piece.frames for piece in self.pieces) / self.rate
        if self.everything:
            listening.decoded(data, self.audio.file, out, seconds=length)
            return
        with tempfile.TemporaryDirectory(prefix="storyforge-") as folder:
            everything = Path(folder, "audio.wav")
            listening.decoded(data, self.audio.file, everything, seconds=length)
            _cut(everything, out, self.pieces, self.rate)

    def subtitles(self, library: Library) -> list[Cue]:
        """The words of the transcript, when they are spoken; none without one."""
        words = list(self._words(library))
        return [cue for piece in self.pieces for cue in self._under(piece, words)]

    def _under(self, piece: Piece, words: Sequence[Cue]) -> Iterator[Cue]:
        first, after = (round(frame * 1000 / self.rate) for frame in (piece.first, piece.first + piece.frames))
        shift = round(piece.at * 1000 / self.rate) - first
        for cue in words:
            if cue.start < after and cue.end > first:
                yield replace(cue, start=max(cue.start, first) + shift, end=min(cue.end, after) + shift)

    def _words(self, library: Library) -> Iterator[Cue]:
        data = library.read(self.audio.transcript) if self.audio.transcript else None
        if data is None:
            yield from (
                Cue(int(segment.start * 1000), int(segment.end * 1000), text)
                for segment in self.audio.segments
                for text in wrap(one_line(segment.text), numbers().layout)[:1]
            )
            return
        from storyforge.formats.documents import read_document  # noqa: PLC0415 - all formats of inputs

        for cue in read_document(self.audio.transcript, data, library.story.language).cues:
            yield from _readable(cue.start, cue.end, cue.text)

    def findings(self, job: ExportJob, film: Film) -> Iterator[Finding]:
        """What is to be said: shots that don't have its length, and lines that nobody speaks."""
        if self.everything and film.frames != self.whole:
            does = "longer" if film.frames > self.whole else "shorter"
            many = abs(film.frames - self.whole)
            message = f"The shots are {many} frames {does} than the audio, which has {self.whole}."
            yield Finding(CHECK, "warning", message, AUDIO, hint="Make them again: storyforge run shots")
        if film.lines:
            message = f"{film.lines[0].shot}: the script has dialogue; the given audio is the only sound."
            yield Finding(CHECK, "note", message, film.lines[0].path)
        if not footage.lies(job.root, self.audio.file):
            message = "The audio is in Git LFS and not fetched: an editing program will not find it."
            yield Finding("not_fetched", "warning", message, self.audio.file, hint="Run `git lfs pull`.")


def _pieces(library: Library, film: Film) -> Iterator[Piece]:
    """What is heard under some scenes: those that follow each other in the audio as one piece."""
    stretches = library.summaries.stretches
    found: list[Piece] = []
    for number, shots in film.scenes():
        first = stretches[number][0]
        frames = shots[-1].end - shots[0].at
        last = found[-1] if found else None
        if last and last.first + last.frames == first:
            found[-1] = replace(last, frames=last.frames + frames)
        else:
            found.append(Piece(shots[0].at, first, frames))
    yield from found


def _cut(source: Path, out: Path, pieces: Sequence[Piece], rate: Fraction) -> None:
    """Pieces of a WAV file one behind the other; each begins at the sample of its frame of the film."""
    with whole(out) as part, wave.open(str(source), "rb") as file, wave.open(str(part), "wb") as written:
        written.setparams(file.getparams())
        for piece in pieces:
            file.setpos(sample_at(piece.first, rate, FILM_RATE))
            start, end = (sample_at(frame, rate, FILM_RATE) for frame in (piece.at, piece.at + piece.frames))
            missing = end - start
            while missing > 0 and (block := file.readframes(min(missing, FILM_RATE))):
                written.writeframesraw(block)
                missing -= len(block) // (2 * file.getnchannels())
            written.writeframesraw(bytes(2 * file.getnchannels() * missing))


def _readable(start: int, end: int, text: str) -> Iterator[Cue]:
    """A cue as it is, its lines broken; a long one as several, each as long as its share of what is to be read."""
    texts = wrap(one_line(text), numbers().layout)
    shares = list(accumulate((numbers().reading(part, fast=True) for part in texts), initial=Fraction(0)))
    total = shares[-1] or Fraction(1)
    edges = [start + round((end - start) * share / total) for share in shares]
    for (first, after), part in zip(pairwise(edges), texts, strict=True):
        yield Cue(first, after, part)

"""A given audio: its exact length in samples, where it is quiet, and its sound as a WAV file of a film's length."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from storyforge.errors import AudioKindError, FfmpegFailedError, UnreadableMediaError
from storyforge.media import ffmpeg_graphs as graphs
from storyforge.media.ffmpeg_process import lines, run
from storyforge.media.files import whole
from storyforge.media.sound import FILM_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORMATS = {".wav": "wav", ".mp3": "mp3", ".m4a": "mov"}
"""Suffix -> ffmpeg's name of the format; no other is tried, so that no playlist can lead to another file."""
WINDOW = 50
"""Milliseconds over which the level is taken."""
SHORTEST_PAUSE = 300
"""Milliseconds of quiet that are a pause: less is the closing of a consonant."""
_FLOOR = -70.0
"""Decibels below which quiet is quiet, so that digital silence does not pull the threshold down."""
_CONTRAST = 12.0
"""Decibels between loud and quiet below which nothing is a pause: music, or noise throughout."""
_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Probe:
    """What an audio is: samples of each channel, how many make a second, and its pauses in milliseconds."""

    samples: int
    rate: int
    pauses: tuple[tuple[int, int], ...]

    @property
    def seconds(self) -> Fraction:
        """The exact length."""
        return Fraction(self.samples, self.rate)


def format_of(path: str) -> str:
    """Ffmpeg's name for the format of a file, by its suffix; raises AudioKindError."""
    try:
        return FORMATS[PurePosixPath(path).suffix.lower()]
    except KeyError:
        raise AudioKindError(path, list(FORMATS)) from None


def probe(data: bytes, path: str) -> Probe:
    """Listen to an audio from end to end; its samples are counted, whatever its header says.

    Raises AudioKindError for another suffix, UnreadableMediaError where it can't be decoded or holds no sound,
    DiskError, and what `program` raises.
    """
    form = format_of(path)
    with _lying(data) as file, tempfile.TemporaryDirectory(prefix="storyforge-") as folder:
        levels = Path(folder, "levels.txt")
        head: dict[str, str] = {}
        samples = 0
        try:
            for line in lines(graphs.listened(file, form, levels, WINDOW), path):
                if line.startswith("#"):
                    name, _, value = line[1:].partition(":")
                    head[name.strip()] = value.strip()
                else:
                    samples += int(line.split(",")[3])
        except FfmpegFailedError as error:
            raise UnreadableMediaError(path, "no audio of its kind is in it") from error
        rate = int(head.get("sample_rate 0", "0"))
        if not samples or not rate:
            raise UnreadableMediaError(path, "it has no length")
        found = list(_levels(levels))
    length = samples * 1000 // rate
    return Probe(samples, rate, pauses(found, WINDOW, length))


def decoded(data: bytes, path: str, out: Path, *, seconds: Fraction) -> None:
    """The sound of an audio as a WAV file at a film's rate of samples, of one or two channels.

    It is exactly as long as is wanted: what is missing is silence, what is too much is cut. Raises as `probe` does.
    """
    wanted = round(seconds * FILM_RATE)
    with _lying(data) as file, whole(out) as part:
        try:
            run(graphs.as_wav(file, format_of(path), FILM_RATE, wanted, part), path)
        except FfmpegFailedError as error:
            raise UnreadableMediaError(path, "no audio of its kind is in it") from error


def pauses(levels: Sequence[float], window: int, length: int) -> tuple[tuple[int, int], ...]:
    """Stretches of quiet, in milliseconds, by the level of each window in decibels; at the edges they count too.

    Quiet is what lies nearer to the noise between words than to the words; where both are much the same there is none.
    """
    if not levels:
        return ()
    ordered = sorted(max(level, _FLOOR) for level in levels)
    floor, loud = ordered[len(ordered) // 20], ordered[len(ordered) * 19 // 20]
    if loud - floor < _CONTRAST:
        return ()
    threshold = floor + _SHARE * (loud - floor)
    found = []
    for quiet, group in groupby(enumerate(levels), key=lambda entry: entry[1] < threshold):
        rows = [row for row, _ in group]
        start, end = rows[0] * window, min((rows[-1] + 1) * window, length)
        if quiet and end - start >= SHORTEST_PAUSE:
            found.append((start, end))
    return tuple(found)


def _levels(path: Path) -> Iterator[float]:
    """The level of each window as ffmpeg wrote it; digital silence is minus infinity."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            name, _, value = line.partition("=")
            if name == graphs.LEVEL:
                yield float(value)


@contextmanager
def _lying(data: bytes) -> Iterator[Path]:
    """A file with some content, for a format that is read from its end needs one."""
    with tempfile.TemporaryDirectory(prefix="storyforge-") as folder:
        file = Path(folder, "audio")
        file.write_bytes(data)
        yield file

"""The sound of an animatic: voices where they are spoken, and silence of the right length everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.exporters import footage
from storyforge.media import joining, sound
from storyforge.model.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from storyforge.exporters.base import ExportJob
    from storyforge.exporters.footage import Clip
    from storyforge.exporters.timing import Film
    from storyforge.exporters.voices import Voices


def write_sound(film: Film, voices: Voices, out: Path) -> None:
    """Write a WAV file of exactly the film's length; a voice that runs over ends where the next one begins.

    Raises UnreadableMediaError, DiskError.
    """
    sound.mix(_cues(film, voices), out, frames=film.frames, rate=film.rate)


def _cues(film: Film, voices: Voices) -> Iterator[sound.Cue]:
    for line in film.lines:
        voice = voices.by_line.get((line.shot, line.number))
        if voice is None:
            continue
        if voice.frames <= line.free:
            yield sound.Cue(line.start, voice.path)
        else:
            whole = sound.read_wav(voice.path)
            kept = 2 * sound.sample_at(line.free, film.rate, whole.rate)
            yield sound.Cue(line.start, sound.Sound(whole.samples[:kept], whole.rate))


def write_production(job: ExportJob, film: Film, clips: Mapping[str, Clip], out: Path) -> None:
    """Write a WAV file of the sound that the clips have of their own, each for as long as its shot; silence elsewhere.

    Raises LfsPointerError, UnreadableMediaError, DiskError and what ffmpeg raises.
    """
    sound.mix(_own(job, film, clips), out, frames=film.frames, rate=film.rate)


def _own(job: ExportJob, film: Film, clips: Mapping[str, Clip]) -> Iterator[sound.Cue]:
    for shot in film.shots:
        clip = clips[shot.shot.id]
        if not clip.sound:
            continue
        samples = sound.sample_at(min(shot.shot.frames, clip.there), film.rate, sound.FILM_RATE)
        key = digest([clip.content, samples, sound.FILM_RATE])
        place = job.cache / "sounds" / f"{key}.wav"
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            joining.extract_sound(footage.lying(job, clip), place, rate=sound.FILM_RATE, samples=samples)
        yield sound.Cue(shot.at, place)

"""The sound of an animatic: voices where they are spoken, and silence of the right length everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media import sound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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

"""The voices of a film: every line spoken by the story's speech provider, and brought to the time that it has.

What is spoken lies in the cache under a name made from what was asked for, so that an export that was interrupted, and
the next one, goes on from there.
"""

from __future__ import annotations

import math
import wave
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from storyforge.errors import NoVoicesError
from storyforge.formats.prose import one_line
from storyforge.media import sound
from storyforge.model.assets import Character
from storyforge.model.digest import digest
from storyforge.model.finding import Finding
from storyforge.model.numbering import folder
from storyforge.providers import SPEECH
from storyforge.providers.base import SpeechRequest

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from storyforge.exporters.base import ExportJob
    from storyforge.exporters.timing import Film, FilmLine
    from storyforge.model.library import Library
    from storyforge.providers.base import SpeechProvider

CHECK = "voices"


@dataclass(frozen=True, slots=True)
class Voice:
    """A spoken line: its WAV file of one channel, its samples at which rate, and the whole frames that they cover."""

    path: Path
    rate: int
    samples: int
    frames: int


@dataclass(frozen=True)
class Voices:
    """Voices by shot id and number of the line in it, and what is to be said about them."""

    by_line: dict[tuple[str, int], Voice] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @classmethod
    def spoken(cls, job: ExportJob, film: Film) -> Voices:
        """All lines of a film; none, and a finding, where nobody can speak here or the user wants silence.

        Raises UnknownNameError for a provider that there is not, FfmpegFailedError, DiskError.
        """
        if job.options.get("no_voices") or not film.lines:
            return cls()
        speaker = _Speaker(job, film)
        found: dict[tuple[str, int], Voice] = {}
        findings: list[Finding] = []
        with ThreadPoolExecutor(max(1, job.workers)) as pool:
            try:
                for line, voice in zip(film.lines, pool.map(speaker.say, film.lines), strict=True):
                    job.tell({"event": "progress", "task": "voices", "done": len(found), "total": len(film.lines)})
                    found[line.shot, line.number] = voice
                    findings += _too_long(line, voice, film.rate)
            except NoVoicesError as error:
                return cls({}, (Finding(CHECK, "warning", f"{error.message} The film is silent.", hint=error.hint),))
            finally:
                pool.shutdown(cancel_futures=True)
        return cls(found, tuple(findings))

    def copied(self, film: Film, below: Path) -> Voices:
        """The same as files for editors, `003/3A-1-edward.wav`, with silence up to a whole frame; raises DiskError."""
        found = {}
        for line in film.lines:
            voice = self.by_line.get((line.shot, line.number))
            if voice and voice.samples:
                name = f"{line.shot}-{line.number}-{line.time.line.character}.wav"
                found[line.shot, line.number] = _copied(voice, film.rate, below / folder(line.scene) / name)
        return replace(self, by_line=found)


def _copied(voice: Voice, rate: Fraction, place: Path) -> Voice:
    spoken = sound.read_wav(voice.path)
    whole = sound.Sound(spoken.samples.ljust(2 * sound.sample_at(voice.frames, rate, spoken.rate), b"\0"), spoken.rate)
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists() or sound.read_wav(place) != whole:
        sound.write_wav(whole, place)
    return replace(voice, path=place, samples=whole.length)


_NO_PROFILE = ["", "", "", "normal", "normal"]


def speech_of(person: Character, text: str, language: str, provider: str, direction: str = "") -> SpeechRequest:
    """A text as a character says it, for a speech provider: with the voice that the character has there."""
    profile = person.voice
    return SpeechRequest(
        text=text,
        language=language,
        speaker=person.id,
        age=person.age,
        pronouns=person.pronouns,
        direction=direction,
        voice=profile.id_for(provider),
        sound=profile.words,
        accent=profile.accent,
        pace=profile.pace,
        pitch=profile.pitch,
    )


class _Speaker:
    """Speaks lines into files of the cache; may be asked by several threads at once."""

    def __init__(self, job: ExportJob, film: Film) -> None:
        self._library: Library = job.library
        self._folder = job.cache / "voices"
        self._rate = film.rate
        self._provider: SpeechProvider = job.speech or SPEECH.load("offline")()
        self._name = self._provider.name

    def say(self, line: FilmLine) -> Voice:
        """One line as a file, played faster where it must be."""
        request = self._request(line)
        asked = [self._name, request.text, request.language, request.speaker, request.age, request.pronouns]
        own = [request.voice, request.sound, request.accent, request.pace, request.pitch]
        name = digest([*asked, request.direction, *(own if own != _NO_PROFILE else ())])
        spoken = self._folder / f"{name}.wav"
        if not spoken.exists():
            answer = self._provider.speak(request).value
            self._folder.mkdir(parents=True, exist_ok=True)
            sound.write_wav(sound.resampled(sound.Sound(answer.samples, answer.rate), sound.FILM_RATE), spoken)
        return self._fitted(spoken, line.room)

    def _request(self, line: FilmLine) -> SpeechRequest:
        said = line.time.line
        asset = self._library.assets.get(said.character)
        known = asset if isinstance(asset, Character) else None
        text, language = one_line(said.text), self._library.story.language
        if known is None:
            return SpeechRequest(text, language, said.character, direction=said.parenthetical)
        return speech_of(known, text, language, self._name, said.parenthetical)

    def _fitted(self, spoken: Path, room: int) -> Voice:
        """As it was spoken where it has the room; else quicker, as much as it needs and as much as is bearable."""
        voice = self._measured(spoken)
        if voice.frames <= room:
            return voice
        quicker = spoken.with_name(f"{spoken.stem}-{room}-{str(self._rate).replace('/', '_')}.wav")
        if not quicker.exists():
            sound.write_wav(sound.fit(sound.read_wav(spoken), room, self._rate).sound, quicker)
        return self._measured(quicker)

    def _measured(self, path: Path) -> Voice:
        with wave.open(str(path), "rb") as file:
            samples = file.getnframes()
        return Voice(path, sound.FILM_RATE, samples, math.ceil(samples * self._rate / sound.FILM_RATE))


def _too_long(line: FilmLine, voice: Voice, rate: Fraction) -> list[Finding]:
    """A finding where a line is longer than its room, however fast it is played; a frame or two nobody hears."""
    over = voice.frames - line.room
    if over <= 2:
        return []
    cut = " and is cut short by the next" if voice.frames > line.free else ""
    who = line.time.line.character
    message = (
        f"{line.shot}: {who}'s line takes {float(voice.frames / rate):.1f} s even at {sound.MOST_STRETCH:.2f} x "
        f"and has {float(line.room / rate):.1f} s: it runs over{cut}."
    )
    return [Finding(CHECK, "warning", message, line.path, hint="Give these shots more frames, or cut the words.")]

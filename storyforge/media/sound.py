"""Sound: 16-bit samples on an exact grid, fitted to frames, mixed in a stream to a WAV file."""

from __future__ import annotations

import math
import struct
import wave
from array import array
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from sys import byteorder
from typing import TYPE_CHECKING

from storyforge.errors import UnreadableMediaError
from storyforge.media.files import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILM_RATE = 48_000
"""Samples a second of film sound: whole numbers of them make a frame at 24, 25, 30 and 24000/1001."""
MOST_STRETCH = 1.15
"""How much quicker a line may be made to fit; beyond that it sounds hurried."""
_QUIET = 200
"""Below this value, of 32,767, a scratch voice says nothing: -44 dB."""
_AIR = Fraction(3, 100)
_KNEE = 26_000
"""From this value on loud sound is bent instead of cut off: -2 dB."""
_TOP = 32_767


@dataclass(frozen=True, slots=True)
class Sound:
    """Signed 16-bit little-endian samples, how many make a second, and in how many channels, interleaved."""

    samples: bytes
    rate: int
    channels: int = 1

    @property
    def length(self) -> int:
        """Samples of each channel."""
        return len(self.samples) // (2 * self.channels)

    @property
    def seconds(self) -> Fraction:
        """The exact length."""
        return Fraction(self.length, self.rate)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A line as it is played: how much quicker than it was spoken, and by how many frames it is still too long."""

    sound: Sound
    factor: float = 1.0
    overrun: int = 0


@dataclass(frozen=True, slots=True)
class Cue:
    """What is heard from a frame on: sound, or a WAV file that is read as it is needed; `gain` 1 leaves it as it is."""

    frame: int
    sound: Sound | Path
    gain: float = 1.0


def sample_at(frame: int, rate: Fraction, samples: int) -> int:
    """The sample nearest to the beginning of a frame: counted from the film's start, so that nothing adds up."""
    return math.floor(frame * samples / rate + Fraction(1, 2))


def silence(frames: int, rate: Fraction, samples: int = FILM_RATE) -> Sound:
    """Nothing, for a number of frames."""
    return Sound(bytes(2 * sample_at(frames, rate, samples)), samples)


def trimmed(sound: Sound) -> Sound:
    """Sound without the silence before and after it; a breath (0.03 s) stays. Of one channel."""
    values = _values(sound.samples)
    first = next((i for i, value in enumerate(values) if abs(value) > _QUIET), None)
    if first is None:
        return Sound(b"", sound.rate)
    last = next(i for i in range(len(values) - 1, -1, -1) if abs(values[i]) > _QUIET)
    air = round(_AIR * sound.rate)
    return Sound(sound.samples[2 * max(0, first - air) : 2 * (last + 1 + air)], sound.rate)


def levelled(sound: Sound, peak: float = 0.6) -> Sound:
    """Sound whose loudest sample is `peak` (of 1); silence stays silence."""
    values = _values(sound.samples)
    loudest = max(map(abs, values), default=0)
    if loudest <= _QUIET:
        return sound
    factor = peak * _TOP / loudest
    return Sound(_packed(array("h", [int(value * factor) for value in values])), sound.rate, sound.channels)


def resampled(sound: Sound, samples: int, factor: float = 1.0) -> Sound:
    """Sound of one channel at another number of samples a second, and quicker by a factor at the same pitch."""
    if (sound.rate == samples and factor == 1) or not sound.samples:
        return Sound(sound.samples, samples)
    # Loaded here, for most of this module needs no ffmpeg.
    from storyforge.media.ffmpeg_graphs import tempo  # noqa: PLC0415
    from storyforge.media.ffmpeg_process import convert  # noqa: PLC0415

    return Sound(convert(tempo(sound.rate, factor, samples), sound.samples, "sound"), samples)


def fit(sound: Sound, frames: int, rate: Fraction, samples: int = 0) -> Fitted:
    """A line made to fit into frames: as it is, or at most 1.15 times quicker; what is still too long is told, not cut.

    `samples` is the number of samples a second that is wanted, 0 that of the sound. Raises what ffmpeg raises.
    """
    wanted = samples or sound.rate
    room = sample_at(frames, rate, wanted)
    needed = float(sound.seconds * wanted / room) if room else math.inf
    if needed <= 1:
        return Fitted(resampled(sound, wanted))
    factor = min(needed, MOST_STRETCH)
    quicker = resampled(sound, wanted, factor)
    if needed <= MOST_STRETCH:
        return Fitted(Sound(quicker.samples[: 2 * room], wanted), factor)
    over = Fraction(quicker.length - room, wanted) * rate
    return Fitted(quicker, factor, max(1, math.ceil(over)))


def wav_in(data: bytes) -> Sound | None:
    """The sound of a WAV file of 16-bit samples that came through a pipe or a network; None where it is none.

    The header of such a file may not know its length.
    """
    at, form = data.find(b"data"), data.find(b"fmt ")
    if data[:4] != b"RIFF" or not 0 <= form < at or at + 8 > len(data):
        return None
    coding, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", data, form + 8)
    if coding not in (1, 0xFFFE) or bits != 16 or not channels or not rate:
        return None
    samples = data[at + 8 :]
    return Sound(samples[: len(samples) // (2 * channels) * 2 * channels], rate, channels)


def read_wav(path: Path) -> Sound:
    """A WAV file of 16-bit samples; raises UnreadableMediaError."""
    with _opened(path) as file:
        return Sound(file.readframes(file.getnframes()), file.getframerate(), file.getnchannels())


def write_wav(sound: Sound, path: Path) -> None:
    """Write sound to a WAV file, whole or not at all; raises DiskError."""
    _write(path, sound.rate, sound.channels, [sound.samples])


def mix(cues: Iterable[Cue], out: Path, *, frames: int, rate: Fraction, samples: int = FILM_RATE) -> None:
    """Write what is heard over a number of frames to a WAV file of one channel, of exactly their length.

    A second of it is in memory at a time, and of the cues only those that sound; what is heard together is added, and
    bent below the loudest that there is. Raises UnreadableMediaError, DiskError and what ffmpeg raises.
    """
    total = sample_at(frames, rate, samples)
    ordered = sorted(cues, key=lambda cue: cue.frame)
    _write(out, samples, 1, _blocks(iter(ordered), total, rate, samples))


def _blocks(cues: Iterator[Cue], total: int, rate: Fraction, samples: int) -> Iterator[bytes]:
    heard: list[_Heard] = []
    coming = next(cues, None)
    edges = [*range(0, total, samples), total]
    for start, end in pairwise(edges):
        while coming and (at := sample_at(coming.frame, rate, samples)) < end:
            heard.append(_Heard(coming, at, samples))
            coming = next(cues, None)
        parts = [(max(0, one.at - start), values) for one in heard if (values := one.take(start, end))]
        heard = [one for one in heard if not one.over]
        yield _packed(_added(parts, end - start))


def _added(parts: list[tuple[int, array[int]]], length: int) -> array[int]:
    block = array("h", bytes(2 * length))
    if len(parts) == 1:
        at, values = parts[0]
        block[at : at + len(values)] = values
        return block
    together = array("i", bytes(4 * length)) if parts else array("i")
    for at, values in parts:
        together[at : at + len(values)] = array("i", [a + b for a, b in zip(together[at:], values, strict=False)])
    return array("h", map(_bent, together)) if parts else block


def _bent(value: int) -> int:
    if -_KNEE <= value <= _KNEE:
        return value
    room = _TOP - _KNEE
    bent = _KNEE + room * math.tanh((abs(value) - _KNEE) / room)
    return int(math.copysign(bent, value))


class _Heard:
    """A cue that sounds: it gives its samples piece by piece."""

    def __init__(self, cue: Cue, at: int, samples: int) -> None:
        self.at = at
        self.over = False
        self._gain = cue.gain
        self._file: wave.Wave_read | None = None
        self._sound = memoryview(b"")
        if isinstance(cue.sound, Path):
            self._file = _opened(cue.sound)
            if (self._file.getframerate(), self._file.getnchannels()) == (samples, 1):
                return
            # Only what is as the film is can be read piece by piece.
            self._file.close()
            self._file = None
            sound = read_wav(cue.sound)
        else:
            sound = cue.sound
        self._sound = memoryview(resampled(one_channel(sound), samples).samples)

    def take(self, start: int, end: int) -> array[int]:
        wanted = end - max(start, self.at)
        data: bytes | memoryview
        if self._file:
            data = self._file.readframes(wanted)
        else:
            data, self._sound = self._sound[: 2 * wanted], self._sound[2 * wanted :]
        self.over = len(data) < 2 * wanted
        if self.over and self._file:
            self._file.close()
        values = _values(data)
        return values if self._gain == 1 else array("h", [_bent(int(value * self._gain)) for value in values])


def one_channel(sound: Sound) -> Sound:
    """The mean of all channels."""
    if sound.channels == 1:
        return sound
    values, many = _values(sound.samples), sound.channels
    sums = zip(*(values[i::many] for i in range(many)), strict=True)
    return Sound(_packed(array("h", [sum(each) // many for each in sums])), sound.rate)


def _opened(path: Path) -> wave.Wave_read:
    try:
        file = wave.open(str(path), "rb")  # noqa: SIM115  # read piece by piece, closed when it is over
    except (OSError, EOFError, wave.Error) as error:
        raise UnreadableMediaError(str(path), f"it is no WAV file ({error})") from None
    if file.getsampwidth() != 2:
        file.close()
        raise UnreadableMediaError(str(path), "its samples are not of 16 bits")
    return file


def _write(path: Path, rate: int, channels: int, blocks: Iterable[bytes]) -> None:
    # A file that can't be opened is no business of `wave`, which would complain of it when it is forgotten.
    with whole(path) as part, part.open("wb") as opened, wave.open(opened, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        for block in blocks:
            file.writeframesraw(block)


def _values(data: bytes | memoryview) -> array[int]:
    values = array("h")
    values.frombytes(data[: len(data) // 2 * 2])
    if byteorder == "big":
        values.byteswap()
    return values


def _packed(values: array[int]) -> bytes:
    if byteorder == "big":
        values.byteswap()
    return values.tobytes()

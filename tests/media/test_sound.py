"""Sound lies on an exact grid, lines are fitted to their frames, and a long film is mixed without being in memory."""

from __future__ import annotations

import itertools
import math
import tracemalloc
import wave
from array import array
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.errors import DiskError, UnreadableMediaError
from storyforge.media.sound import (
    FILM_RATE,
    Cue,
    Sound,
    fit,
    levelled,
    mix,
    read_wav,
    resampled,
    sample_at,
    silence,
    trimmed,
    write_wav,
)
from storyforge.model.timing import RATES

if TYPE_CHECKING:
    from pathlib import Path

NTSC = RATES["24000/1001"]
FILM = RATES["24"]


def tone(seconds: float, loudness: int = 9000, rate: int = FILM_RATE, pitch: float = 400.0) -> Sound:
    values = (int(loudness * math.sin(i * pitch * math.tau / rate)) for i in range(round(seconds * rate)))
    return Sound(array("h", values).tobytes(), rate)


def loudness(sound: Sound, start: float, end: float) -> int:
    """The loudest sample between two moments."""
    values = array("h", sound.samples)
    return max(map(abs, values[round(start * sound.rate) : round(end * sound.rate)]))


def pitch_of(sound: Sound) -> float:
    """How often it crosses zero upwards, a second."""
    values = array("h", sound.samples)
    crossings = sum(a < 0 <= b for a, b in itertools.pairwise(values))
    return crossings / float(sound.seconds)


@given(st.sampled_from(list(RATES.values())), st.sampled_from([22_050, 44_100, 48_000]), st.integers(0, 300_000))
def test_frames_lie_at_the_nearest_sample_wherever_one_counts_from(rate: Fraction, samples: int, frame: int) -> None:
    at = sample_at(frame, rate, samples)
    assert abs(at - frame * samples / rate) <= Fraction(1, 2)
    assert sample_at(frame + 1, rate, samples) - at in {math.floor(samples / rate), math.ceil(samples / rate)}


def test_a_line_that_fits_stays_as_it_is() -> None:
    sound = tone(1.0)
    assert fit(sound, 24, FILM) == fit(sound, 100, FILM)
    found = fit(sound, 24, FILM)
    assert (found.sound, found.factor, found.overrun) == (sound, 1.0, 0)


def test_a_line_that_is_a_little_too_long_is_spoken_quicker_at_the_same_pitch() -> None:
    sound = tone(1.1, rate=22_050)
    found = fit(sound, 24, FILM, FILM_RATE)
    assert found.factor == pytest.approx(1.1)
    assert found.overrun == 0
    assert FILM_RATE * 0.98 <= found.sound.length <= FILM_RATE
    assert pitch_of(found.sound) == pytest.approx(400, rel=0.03)


def test_a_line_that_is_much_too_long_is_spoken_at_most_so_much_quicker_and_the_rest_is_told() -> None:
    found = fit(tone(2.0), 24, FILM)
    assert found.factor == 1.15
    assert found.overrun == pytest.approx((2 / 1.15 - 1) * 24, abs=1)
    assert found.sound.seconds == pytest.approx(2 / 1.15, rel=0.02), "nothing is cut"


def test_a_line_at_another_number_of_samples_sounds_the_same() -> None:
    found = resampled(tone(0.5, rate=22_050), FILM_RATE)
    assert found.rate == FILM_RATE
    assert found.length == pytest.approx(FILM_RATE / 2, abs=40)
    assert pitch_of(found) == pytest.approx(400, rel=0.02)
    assert resampled(Sound(b"", 22_050), FILM_RATE) == Sound(b"", FILM_RATE)


def test_silence_around_a_line_is_trimmed_and_its_level_set() -> None:
    around = silence(24, FILM).samples
    sound = trimmed(Sound(around + tone(0.5).samples + around, FILM_RATE))
    assert 0.5 <= sound.seconds <= Fraction(57, 100)
    assert loudness(levelled(sound, 0.5), 0, 1) == pytest.approx(16_383, abs=2)
    assert trimmed(silence(24, FILM)).samples == b""
    assert levelled(silence(2, FILM)) == silence(2, FILM)


def test_lines_lie_where_their_frames_are_and_the_film_is_exactly_as_long(tmp_path: Path) -> None:
    out = tmp_path / "mix.wav"
    mix([Cue(48, tone(0.5)), Cue(24, tone(0.25, rate=22_050), gain=0.5)], out, frames=101, rate=NTSC)
    found = read_wav(out)
    assert (found.rate, found.channels, found.length) == (FILM_RATE, 1, sample_at(101, NTSC, FILM_RATE))
    at = float(1 / NTSC)
    assert loudness(found, 0, 24 * at - 0.001) == 0
    assert loudness(found, 24 * at, 24 * at + 0.25) == pytest.approx(4500, rel=0.05)
    assert loudness(found, 24 * at + 0.26, 48 * at - 0.001) == 0
    assert loudness(found, 48 * at, 48 * at + 0.5) == 9000
    assert loudness(found, 48 * at + 0.501, 101 * at) == 0


def test_two_at_once_are_added_and_never_clipped(tmp_path: Path) -> None:
    out = tmp_path / "mix.wav"
    mix([Cue(0, tone(1, 9000)), Cue(0, tone(1, 7000))], out, frames=24, rate=FILM)
    assert loudness(read_wav(out), 0, 1) == 16_000
    mix([Cue(0, tone(1, 30_000)), Cue(0, tone(1, 30_000))], out, frames=24, rate=FILM)
    values = array("h", read_wav(out).samples)
    assert 30_000 < max(values) <= 32_767
    assert min(values) == -max(values)


def test_what_runs_over_the_end_is_cut_there(tmp_path: Path) -> None:
    out = tmp_path / "mix.wav"
    mix([Cue(20, tone(3))], out, frames=24, rate=FILM)
    assert read_wav(out).seconds == 1


def test_a_file_of_two_channels_is_heard_from_the_middle(tmp_path: Path) -> None:
    left = array("h", tone(1, 8000).samples)
    both = array("h", [value for pair in zip(left, [0] * len(left), strict=True) for value in pair])
    write_wav(Sound(both.tobytes(), FILM_RATE, 2), tmp_path / "given.wav")
    mix([Cue(0, tmp_path / "given.wav")], tmp_path / "mix.wav", frames=24, rate=FILM)
    assert loudness(read_wav(tmp_path / "mix.wav"), 0, 1) == 4000


def test_two_hours_are_mixed_in_little_memory(tmp_path: Path) -> None:
    """At the film's own grid, so that the lengths are real; the tones are short, as lines are."""
    line = tone(1.5, rate=8000)
    write_wav(Sound(bytes(2 * 8000 * 600), 8000), tmp_path / "room.wav")
    cues = [Cue(0, tmp_path / "room.wav"), *(Cue(240 * n, line) for n in range(700))]
    tracemalloc.start()
    mix(iter(cues), tmp_path / "mix.wav", frames=172_800, rate=FILM, samples=8000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000
    with wave.open(str(tmp_path / "mix.wav")) as file:
        assert file.getnframes() == 2 * 3600 * 8000


def test_what_is_no_sound_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("hello", "utf-8")
    for name in ("text.wav", "missing.wav"):
        with pytest.raises(UnreadableMediaError, match=name):
            mix([Cue(0, tmp_path / name)], tmp_path / "mix.wav", frames=24, rate=FILM)
    assert not (tmp_path / "mix.wav").exists()
    with pytest.raises(DiskError):
        write_wav(silence(1, FILM), tmp_path / "nowhere" / "mix.wav")

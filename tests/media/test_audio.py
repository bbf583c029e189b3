"""A given audio: its length is counted in samples, its pauses are heard, and its sound is cut to a film's length."""

from __future__ import annotations

import math
import subprocess
import wave
from array import array
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.errors import AudioKindError, UnreadableMediaError
from storyforge.media import audio
from storyforge.media.ffmpeg import program

if TYPE_CHECKING:
    from pathlib import Path

RATE = 44_100
SPOKEN = ((0.0, 1.0), (2.0, 3.5), (3.6, 5.0))
LENGTH = 5.0125


def spoken(place: Path, rate: int = RATE, channels: int = 1) -> Path:
    """Tones in the place of words: silence between 1 and 2 s, and only a breath of it at 3.5 s."""

    def value(row: int) -> int:
        at = row / rate
        heard = any(start <= at < end for start, end in SPOKEN)
        return int(9000 * math.sin(at * 400 * math.tau)) if heard else (row % 7) - 3

    values = array("h", [value(row) for row in range(round(LENGTH * rate)) for _ in range(channels)])
    with wave.open(str(place), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(values.tobytes())
    return place


def encoded(source: Path, place: Path) -> Path:
    subprocess.run([program().path, "-v", "error", "-i", str(source), str(place)], check=True)
    return place


@pytest.fixture(scope="module")
def wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return spoken(tmp_path_factory.mktemp("audio") / "talk.wav")


def test_the_length_of_a_wav_is_that_of_its_samples(wav: Path) -> None:
    found = audio.probe(wav.read_bytes(), "inputs/talk.wav")
    assert found.seconds == Fraction(round(LENGTH * RATE), RATE)


@pytest.mark.parametrize("suffix", ["mp3", "m4a", "MP3"])
def test_what_encoders_put_before_and_behind_is_not_counted(wav: Path, suffix: str) -> None:
    place = encoded(wav, wav.with_name(f"talk.{suffix}"))
    found = audio.probe(place.read_bytes(), place.name)
    assert 0 <= found.samples - round(LENGTH * RATE) < 1024  # AAC ends on a block of its own


def test_pauses_are_heard_and_breaths_are_not(wav: Path) -> None:
    ((start, end),) = audio.probe(wav.read_bytes(), "talk.wav").pauses
    assert abs(start - 1000) <= audio.WINDOW
    assert abs(end - 2000) <= audio.WINDOW


def test_the_sound_of_a_film_is_as_long_as_the_film(wav: Path, tmp_path: Path) -> None:
    for seconds in (Fraction(5), Fraction(121, 24), Fraction(7)):
        audio.decoded(wav.read_bytes(), "talk.wav", tmp_path / "out.wav", seconds=seconds)
        with wave.open(str(tmp_path / "out.wav")) as file:
            assert (file.getnframes(), file.getframerate()) == (seconds * 48_000, 48_000)


def test_stereo_stays_stereo(tmp_path: Path) -> None:
    place = spoken(tmp_path / "two.wav", 48_000, 2)
    audio.decoded(place.read_bytes(), "two.wav", tmp_path / "out.wav", seconds=Fraction(5))
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert file.getnchannels() == 2
        assert file.readframes(48_000) == place.read_bytes()[44 : 44 + 4 * 48_000]


def test_another_suffix_is_refused(wav: Path) -> None:
    with pytest.raises(AudioKindError, match=r"talk\.ogg"):
        audio.probe(wav.read_bytes(), "inputs/talk.ogg")


@pytest.mark.parametrize("name", ["talk.mp3", "talk.wav", "talk.m4a"])
@pytest.mark.parametrize("content", [b"", b"words, not sound\n" * 40])
def test_what_is_no_audio_is_refused_by_its_own_name(name: str, content: bytes) -> None:
    with pytest.raises(UnreadableMediaError, match=name):
        audio.probe(content, name)


def test_an_audio_without_a_sample_is_refused(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "empty.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
    with pytest.raises(UnreadableMediaError, match=r"empty\.wav"):
        audio.probe((tmp_path / "empty.wav").read_bytes(), "empty.wav")


def test_a_playlist_under_another_name_leads_nowhere(wav: Path) -> None:
    """HLS and concat would have ffmpeg read files that nobody named."""
    for listing in (f"#EXTM3U\n#EXTINF:5,\n{wav}\n#EXT-X-ENDLIST\n", f"ffconcat version 1.0\nfile {wav}\n"):
        with pytest.raises(UnreadableMediaError):
            audio.probe(listing.encode(), "list.mp3")


def test_music_without_a_pause_has_none() -> None:
    assert audio.pauses([-20.0, -18.0, -22.0, -19.0] * 50, 50, 10_000) == ()


@given(st.lists(st.floats(-90, 0) | st.just(-math.inf), max_size=200))
def test_pauses_lie_in_order_within_the_audio(levels: list[float]) -> None:
    length = max(0, len(levels) * 50 - 20)
    found = audio.pauses(levels, 50, length)
    edges = [edge for pause in found for edge in pause]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= length for edge in edges)
    assert all(end - start >= audio.SHORTEST_PAUSE for start, end in found)

"""A given audio under some scenes alone: each has its own stretch of sound and of subtitles, to the sample."""

from __future__ import annotations

import hashlib
import io
import itertools
import wave
from array import array
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.exporters.given import Given, Piece, _pieces
from storyforge.model.audio import Audio, Segment
from storyforge.model.stretches import whole_frames
from storyforge.model.timing import RATES

if TYPE_CHECKING:
    from pathlib import Path

LENGTH = 10
SRT = """1
00:00:00,500 --> 00:00:02,000
Come in.

2
00:00:03,500 --> 00:00:06,500
Sit down, and tell me everything.
"""


def counted_up() -> bytes:
    """A WAV file whose samples say where they are."""
    place = io.BytesIO()
    with wave.open(place, "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(array("h", [row // 20 for row in range(LENGTH * 48_000)]).tobytes())
    return place.getvalue()


SOUND = counted_up()


def library(transcript: bool = True) -> Any:
    return SimpleNamespace(
        medium=lambda _path: SOUND,
        read=lambda _path: SRT.encode() if transcript else None,
        story=SimpleNamespace(language="en"),
    )


JOB: Any = SimpleNamespace(library=library())


def given_audio(*pieces: Piece, rate: Fraction = Fraction(24)) -> Given:
    segments = (
        Segment(id="s001", start=Decimal(0), end=Decimal("3.5"), text="Come in."),
        Segment(id="s002", start=Decimal("3.5"), end=Decimal(10), text="Sit down, and tell me everything."),
    )
    audio = Audio(
        file="inputs/talk.wav",
        sha256=hashlib.sha256(SOUND).hexdigest(),
        seconds=f"{LENGTH * 48_000}/48000",
        transcript="inputs/talk.srt",
        segments=segments,
    )
    return Given(audio, rate, whole_frames(audio.length, rate), pieces, everything=False)


def samples(path: Path) -> array[int]:
    with wave.open(str(path)) as file:
        return array("h", file.readframes(file.getnframes()))


def test_scenes_that_lie_apart_are_heard_one_behind_the_other(tmp_path: Path) -> None:
    given_audio(Piece(0, 24, 48), Piece(48, 192, 24)).write(JOB, tmp_path / "out.wav")
    found = samples(tmp_path / "out.wav")
    assert len(found) == 3 * 48_000
    assert (found[0], found[2 * 48_000 - 1]) == (48_000 // 20, (3 * 48_000 - 1) // 20)
    assert (found[2 * 48_000], found[-1]) == (8 * 48_000 // 20, (9 * 48_000 - 1) // 20)


def test_behind_the_end_of_the_audio_it_is_silent(tmp_path: Path) -> None:
    given_audio(Piece(0, 228, 24)).write(JOB, tmp_path / "out.wav")
    found = samples(tmp_path / "out.wav")
    assert len(found) == 48_000
    assert found[23_999] == (LENGTH * 48_000 - 1) // 20
    assert not any(found[24_000:])


def test_subtitles_go_with_their_stretch() -> None:
    found = given_audio(Piece(0, 96, 48), Piece(48, 12, 36)).subtitles(library())
    assert [(cue.start, cue.end, cue.text) for cue in found] == [
        (0, 2000, "Sit down, and tell me everything."),
        (2000, 3500, "Come in."),
    ]


def test_without_the_transcript_the_segments_are_read() -> None:
    found = given_audio(Piece(0, 0, 240)).subtitles(library(transcript=False))
    assert [cue.text for cue in found] == ["Come in.", "Sit down, and tell me everything."]


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12), st.data())
def test_scenes_that_follow_each_other_are_one_piece(lengths: list[int], data: st.DataObject) -> None:
    edges = [sum(lengths[:row]) for row in range(len(lengths) + 1)]
    chosen = data.draw(st.lists(st.sampled_from(range(len(lengths))), min_size=1, unique=True).map(sorted))
    stretches = {str(row): (edges[row], edges[row + 1]) for row in range(len(lengths))}
    at, scenes = 0, []
    for row in chosen:
        scenes.append((str(row), [SimpleNamespace(at=at, end=at + lengths[row])]))
        at += lengths[row]
    film: Any = SimpleNamespace(scenes=lambda: iter(scenes))
    shelf: Any = SimpleNamespace(summaries=SimpleNamespace(stretches=stretches))
    found = list(_pieces(shelf, film))
    assert sum(piece.frames for piece in found) == at
    assert [piece.at for piece in found] == [sum(p.frames for p in found[:row]) for row in range(len(found))]
    assert len(found) == 1 + sum(two != one + 1 for one, two in itertools.pairwise(chosen))


def test_a_long_subtitle_is_parted_in_its_own_time() -> None:
    words = "Nobody had seen the river so high before, and nobody would have believed it of such a quiet little river."
    long = f"1\n00:00:01,000 --> 00:00:09,000\n{words}\n"
    shelf = library()
    shelf.read = lambda _path: long.encode()
    found = given_audio(Piece(0, 0, 240)).subtitles(shelf)
    assert len(found) > 1
    assert (found[0].start, found[-1].end) == (1000, 9000)
    assert all(one.end == two.start for one, two in itertools.pairwise(found))
    assert " ".join(" ".join(cue.text.split()) for cue in found) == words


@pytest.mark.parametrize("rate", RATES.values(), ids=str)
def test_the_end_of_the_last_frame_is_within_a_frame_of_the_end_of_the_audio(rate: Fraction) -> None:
    found = given_audio(Piece(0, 0, 1), rate=rate)
    assert 0 <= found.whole / rate - LENGTH < 1 / rate

"""Scenes share a given audio: whatever their notes say, together they play all of it, and none plays twice."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.model.stretches import Mark, frame_at, read_mark, stamp, stretches, whole_frames, write_mark
from storyforge.model.timing import RATES

rates = st.sampled_from(list(RATES.values()))


@pytest.mark.parametrize(
    ("note", "mark"),
    [
        ("audio 0:12.480 - 0:31.200", Mark(12_480, 31_200)),
        ("audio 0:12.480", Mark(12_480)),
        (" Audio 1:02:03.5–1:02:04 ", Mark(3_723_500, 3_724_000)),
        ("audio 61:05", Mark(3_665_000)),
        ('audio 0:02.680: "From fairest creatures"', Mark(2_680)),
        ('audio 0:02.680 - 0:05.880 "two\nlines"', Mark(2_680, 5_880)),
        ("check the audio 0:12", None),
        ("audio later", None),
        ("audio ٣:12.480", None),
    ],
)
def test_a_note_says_where_a_scene_begins_in_the_audio(note: str, mark: Mark | None) -> None:
    assert read_mark(note) == mark


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_what_is_written_is_read_again(start: int, end: int) -> None:
    assert read_mark(write_mark(start, end)) == Mark(start, end)


def test_moments_are_written_as_people_write_them() -> None:
    assert [stamp(0), stamp(2_680), stamp(3_723_500)] == ["0:00.000", "0:02.680", "1:02:03.500"]


@given(rates, st.fractions(min_value=Fraction(1, 1000), max_value=20_000))
def test_no_sound_is_lost_and_no_whole_frame_is_added(rate: Fraction, length: Fraction) -> None:
    frames = whole_frames(length, rate)
    assert length <= frames / rate < length + 1 / rate


@given(rates, st.integers(50, 500_000), st.lists(st.none() | st.integers(0, 600_000), min_size=1, max_size=40))
def test_scenes_tile_the_audio_whatever_their_notes_say(rate: Fraction, total: int, starts: list[int | None]) -> None:
    found = stretches(starts, total, rate)
    assert len(found) == len(starts)
    assert found[0][0] == 0
    assert found[-1][1] == total
    assert all(first < after for first, after in found)
    assert all(one[1] == two[0] for one, two in pairwise(found))


def test_a_scene_begins_where_its_note_says() -> None:
    rate = Fraction(24)
    found = stretches([0, 10_000, 20_000], 720, rate)
    assert found == ((0, 240), (240, 480), (480, 720))


def test_a_new_scene_without_a_note_shares_the_time_of_the_one_before() -> None:
    assert stretches([0, 10_000, None, 20_000], 720, Fraction(24)) == ((0, 240), (240, 360), (360, 480), (480, 720))


def test_a_note_out_of_order_is_passed_over() -> None:
    assert stretches([0, 29_000, 10_000, 20_000], 720, Fraction(24)) == ((0, 120), (120, 240), (240, 480), (480, 720))


@given(rates, st.lists(st.integers(1, 4000), min_size=2, max_size=40))
def test_notes_in_order_are_all_kept(rate: Fraction, frames: list[int]) -> None:
    edges = [sum(frames[:place]) for place in range(len(frames) + 1)]
    starts = [round(edge * 1000 / rate) for edge in edges[:-1]]
    assert [first for first, _ in stretches(starts, edges[-1], rate)] == edges[:-1]


@given(rates, st.integers(0, 10**8))
def test_a_moment_is_within_half_a_frame_of_its_frame(rate: Fraction, moment: int) -> None:
    assert abs(frame_at(moment, rate) / rate - Fraction(moment, 1000)) <= 1 / (2 * rate)

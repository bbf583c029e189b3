"""Exact time: whole frames at rational rates, nothing lost over a whole film."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.model.timing import (
    RATES,
    Length,
    clock,
    frames,
    most_frames,
    parse_clock,
    parse_rate,
    seconds,
    spell,
)

RATE_NAMES = st.sampled_from(list(RATES))


@pytest.mark.parametrize(
    ("name", "second", "longest"),
    [("24", 24, 192), ("25", 25, 200), ("30", 30, 240), ("24000/1001", 24, 191), ("30000/1001", 30, 239)],
)
def test_the_rates(name: str, second: int, longest: int) -> None:
    rate = parse_rate(name)
    assert frames(1, rate) == second
    assert most_frames(rate) == longest
    assert seconds(longest, rate) <= 8 < seconds(longest + 1, rate)


@pytest.mark.parametrize("text", ["23.976", "29.97", "48", "24/1", "", "24 fps", "0"])
def test_other_rates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="24000/1001"):
        parse_rate(text)


@given(RATE_NAMES, st.integers(1, 10_000_000))
def test_frames_survive_the_way_through_seconds(name: str, count: int) -> None:
    rate = parse_rate(name)
    assert frames(seconds(count, rate), rate) == count


def test_a_film_of_many_shots_is_as_long_as_its_frames() -> None:
    """Two hours at 23.976 in shots of one frame each: not a frame lost, where floats would lose some."""
    rate = parse_rate("24000/1001")
    count = 2 * 60 * 60 * 24
    assert sum((seconds(1, rate) for _ in range(count)), Fraction(0)) == seconds(count, rate) == Fraction(36036, 5)


def test_no_shot_is_shorter_than_a_frame() -> None:
    assert frames(0, Fraction(24)) == 1
    assert frames(0.001, Fraction(24)) == 1


@pytest.mark.parametrize(
    ("duration", "read", "spelt"),
    [
        (0, "0:00", "0 s"),
        (59.4, "0:59", "59 s"),
        (59.5, "1:00", "1 min 0 s"),
        (Fraction(119, 2), "1:00", "1 min 0 s"),
        (126, "2:06", "2 min 6 s"),
        (3600, "1:00:00", "60 min 0 s"),
        (Fraction(36036, 5), "2:00:07", "120 min 7 s"),
    ],
)
def test_durations_as_people_read_them(duration: Fraction | float, read: str, spelt: str) -> None:
    assert clock(duration) == read
    assert spell(duration) == spelt


@pytest.mark.parametrize(
    ("text", "wanted"), [("90", 90), ("8:00", 480), ("1:30:00", 5400), (" 0:05 ", 5), ("75:00", 4500)]
)
def test_durations_as_people_write_them(text: str, wanted: int) -> None:
    assert parse_clock(text) == wanted


@pytest.mark.parametrize("text", ["", "8:0", "8m", "-3", "1:2:3:4", "8:61", "1:75:00", "eight"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        parse_clock(text)


def test_target_lengths() -> None:
    assert Length.parse("8:00-12:00") == Length(480, 720)
    assert Length.parse("90") == Length(90, 90)
    assert str(Length.parse("90-1:00:00")) == "1:30-1:00:00"
    for wrong in ("12:00-8:00", "0:00", "0-0", "8:00-", "-8:00"):
        if wrong == "8:00-":
            assert Length.parse(wrong) == Length(480, 480)
            continue
        with pytest.raises(ValueError, match="duration"):
            Length.parse(wrong)


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_length_reads_back(shortest: int, more: int) -> None:
    length = Length(shortest, shortest + more)
    assert Length.parse(str(length)) == length

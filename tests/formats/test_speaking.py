"""When lines are spoken: in order, within the shot, as long as they take, after the action that comes before them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.formats.speaking import Span, line_times, shot_times
from storyforge.model.shots import Camera, Shot, SpokenLine
from storyforge.model.timing import RATES

WORDS = st.lists(st.sampled_from(["well", "no", "the kettle", "never again", "yes"]), min_size=1, max_size=12)
LINES = st.builds(
    lambda words, after: SpokenLine(character="ada", text=" ".join(words).capitalize() + ".", after=after),
    WORDS,
    st.none() | st.integers(0, 4),
)
SHOTS = st.builds(
    lambda frames, lines, action: Shot(
        id="3A", frames=frames, dialogue=tuple(lines), action=" ".join(action), camera=Camera(size="MS")
    ),
    st.integers(1, 240),
    st.lists(LINES, max_size=5),
    st.lists(st.sampled_from(["Rain.", "Ada runs for the door.", "Ben looks up."]), max_size=4),
)


def shot(frames: int, *lines: SpokenLine, action: str = "") -> Shot:
    return Shot(id="3A", frames=frames, dialogue=lines, action=action, camera=Camera(size="MS"))


def said(text: str, after: int | None = None) -> SpokenLine:
    return SpokenLine(character="ada", text=text, after=after)


@given(SHOTS, st.sampled_from(list(RATES.values())))
def test_lines_lie_within_the_shot_one_after_the_other(found: Shot, rate: Fraction) -> None:
    times = shot_times(found, rate, "en")
    assert [time.line for time in times.lines] == list(found.dialogue)
    at = 0
    for time in times.lines:
        assert at <= time.start <= time.end <= time.room <= found.frames
        at = time.room
    assert not times.lines or times.lines[-1].room == found.frames
    at = 0
    for span in times.actions:
        assert at <= span.start <= span.end <= found.frames
        at = span.start


def test_a_line_begins_after_the_action_before_it() -> None:
    found = shot(144, said("Which one did you choose?", after=1), action="Ben climbs the ladder. Ada holds it.")
    times = shot_times(found, Fraction(24), "en")
    first, second = times.actions
    (line,) = times.lines
    assert first == Span(0, line.start)
    assert second.start >= line.end
    assert second.end == 144
    assert line.end - line.start == pytest.approx(24 * 5 / 2.6, abs=1), "five words at 2.6 a second"


def test_where_there_is_no_time_for_both_the_action_runs_under_the_words() -> None:
    found = shot(50, said("Which one did you choose?"), action="Ben climbs the ladder.")
    times = shot_times(found, Fraction(24), "en")
    assert times.lines[0].start == 0
    assert times.actions[0].start == 0


def test_too_many_words_give_in_proportion() -> None:
    found = shot(24, said("There is enough water in the kettle."), said("Yes."))
    first, second = line_times(found, Fraction(24), "en")
    assert first.end <= second.start < second.end <= 24
    assert first.end - first.start > second.end - second.start


def test_the_same_words_take_the_same_seconds_at_every_rate() -> None:
    for rate in RATES.values():
        found = shot(round(6 * rate), said("There is enough water in it."))
        (line,) = line_times(found, rate, "en")
        assert float((line.end - line.start) / rate) == pytest.approx(6 / 2.6, abs=0.03)

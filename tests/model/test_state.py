"""How an element looks is a fold of changes; how much time passes between scenes is read from their headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.formats.headings import parse_heading
from storyforge.model.jump import JUMPS, Jump, longest
from storyforge.model.state import fold
from storyforge.tasks.jump import time_jump

TAGS = st.lists(st.sampled_from(["wet", "torn", "bloody", "carrying:letter"]), max_size=3)
CHANGES = st.lists(st.tuples(TAGS, TAGS), max_size=5)


@pytest.mark.parametrize(
    ("start", "changes", "end"),
    [
        ((), [], ()),
        (("wet",), [], ("wet",)),
        (("wet",), [((), ("wet",))], ()),
        ((), [(("wet",), ()), (("torn",), ())], ("wet", "torn")),
        (("wet",), [(("wet",), ())], ("wet",)),
        (("wet",), [((), ("dry",))], ("wet",)),
        (("wet", "torn"), [(("clean",), ("wet",))], ("torn", "clean")),
        (("carrying:bag",), [(("carrying:letter",), ("carrying:bag",))], ("carrying:letter",)),
        (("wet",), [((), ("wet",)), (("wet",), ())], ("wet",)),
        ((), [(("wet",), ("wet",))], ("wet",)),
    ],
)
def test_a_state_is_a_fold(
    start: tuple[str, ...], changes: list[tuple[tuple[str, ...], tuple[str, ...]]], end: tuple[str, ...]
) -> None:
    assert fold(start, changes) == end


@given(TAGS, CHANGES, CHANGES)
def test_folding_on_is_folding_all(
    start: list[str], first: list[tuple[list[str], list[str]]], then: list[tuple[list[str], list[str]]]
) -> None:
    """A scene's end state is enough to go on from: this is why a scene needs no scene before the last."""
    assert fold(fold(start, first), then) == fold(start, [*first, *then])


def jump(before: str, here: str, time_before: str = "") -> str:
    return time_jump(parse_heading(before, "en"), parse_heading(here, "en"), time_before)


@pytest.mark.parametrize(
    ("before", "here", "wanted"),
    [
        ("INT. BAR - NIGHT", "INT. BAR - CONTINUOUS", "continuous"),
        ("INT. BAR - NIGHT", "EXT. STREET - SAME", "continuous"),
        ("INT. BAR - NIGHT", "INT. BAR - MOMENTS LATER", "short"),
        ("INT. BAR - NIGHT", "INT. BAR - LATER", "later"),
        ("INT. BAR - NIGHT", "INT. BAR - NIGHT", "short"),
        ("INT. BAR - DAY", "EXT. STREET - NIGHT", "later"),
        ("INT. BAR - DAY", "EXT. STREET - DAY", "short"),
        ("INT. BAR - NIGHT", "EXT. STREET - DAY", "new day"),
        ("INT. BAR - NIGHT", "EXT. STREET - MORNING", "new day"),
        ("INT. BAR - AFTERNOON", "INT. BAR - MORNING", "short"),
        ("INT. BAR - MORNING", "INT. BAR - AFTERNOON", "later"),
        ("INT. BAR - DUSK", "INT. BAR - NIGHT", "later"),
        ("INT. BAR - EVENING", "INT. BAR - NIGHT", "short"),
        ("INT. BAR", "INT. BAR - NIGHT", "short"),
        ("INT. BAR - NIGHT", "INT. BAR", "short"),
        ("INT. BAR - NIGHT", "INT. BAR - DAY (FLASHBACK)", "other"),
        ("INT. BAR - DAY (FLASHBACK)", "INT. BAR - NIGHT", "other"),
        ("INT. BAR - NIGHT", "INT. BAR - NIGHT (1987)", "other"),
        ("INT. BAR - NIGHT (1987)", "INT. BAR - NIGHT", "other"),
        ("INT. BAR - NIGHT (1987)", "INT. BAR - MOMENTS LATER", "short"),
        ("INT. BAR - DAY (1987)", "EXT. STREET - NIGHT (1987)", "later"),
        ("INT. BAR - DAY (1987)", "EXT. STREET - NIGHT (1988)", "other"),
        ("INT. BAR - DAY (FLASHBACK)", "EXT. STREET - CONTINUOUS", "continuous"),
        ("INT. BAR - DAY (FLASHBACK)", "EXT. STREET - NIGHT (FLASHBACK)", "later"),
        ("INT. BAR - DAY", "EXT. STREET - NIGHT - NIGHTMARE", "other"),
        ("INT. BAR - NIGHT", "INT. BAR - THREE DAYS LATER", "new day"),
        ("INT. BAR - NIGHT", "INT. BAR - THREE MONTHS LATER", "other"),
        ("INT. BAR - NIGHT", "INT. BAR - WEEKS LATER - NIGHT", "other"),
        ("INT. BAR - TWO YEARS LATER", "EXT. STREET - NIGHT", "short"),
    ],
)
def test_the_jump_between_two_headings(before: str, here: str, wanted: str) -> None:
    assert jump(before, here) == wanted


def test_a_scene_that_named_no_time_has_that_of_the_scene_before_it() -> None:
    assert jump("INT. BAR - CONTINUOUS", "EXT. STREET - MORNING") == "short"
    assert jump("INT. BAR - CONTINUOUS", "EXT. STREET - MORNING", "NIGHT") == "new day"


@given(st.lists(st.sampled_from(JUMPS), max_size=4))
def test_the_widest_of_several_jumps_counts(jumps: list[Jump]) -> None:
    widest = longest(jumps)
    assert widest == "short" if not jumps else widest in jumps
    assert all(JUMPS.index(each) <= JUMPS.index(widest) for each in jumps)

"""Beats and scenes side by side: which scene plays what, how far, and what is left over after an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.errors import MissingArtifactError
from storyforge.reports.coverage import Coverage, coverage
from storyforge.story import Story, SummaryCache
from storyforge.tasks.scenes import CoherenceContext, CoherenceOutput
from tests.checks.conftest import Texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STORY = "schema: story/1\ntitle: The Key\nmode: expansion\nlanguage: en\n"
SCRIPT = """\
INT. KITCHEN - NIGHT #1#

ANNA opens a drawer and finds a key.

EXT. GARDEN - DAWN #2#

Tom digs under the pear tree.

INT. CELLAR - DAY #3#

Anna and Tom lift the chest out of the well.
"""
BEATS = """\
schema: beats/1
beats:
  - {id: b01, text: Anna finds a key in the drawer., people: [Anna], scenes: ["1"]}
  - {id: b02, text: Tom digs under the pear tree., people: [Tom], scenes: ["2"]}
  - {id: b03, text: They lift the chest out of the well., scenes: ["3"]}
"""


@pytest.fixture
def covered(tmp_path: Path) -> Callable[..., Coverage]:
    def look(
        script: str = SCRIPT, beats: str = BEATS, **more: Callable[[CoherenceContext], CoherenceOutput]
    ) -> Coverage:
        texts = {"story.yaml": STORY, "script.fountain": script, "beats.yaml": beats}
        story = Story(Texts({path: text for path, text in texts.items() if text}), SummaryCache(tmp_path))
        return coverage(story, **more)

    return look


def test_every_beat_stands_beside_its_scene(covered: Callable[..., Coverage]) -> None:
    found = covered()
    assert [(row.id, row.scenes, row.headings) for row in found.beats] == [
        ("b01", ("1",), ("INT. KITCHEN - NIGHT",)),
        ("b02", ("2",), ("EXT. GARDEN - DAWN",)),
        ("b03", ("3",), ("INT. CELLAR - DAY",)),
    ]
    assert [(row.number, row.beats, row.line) for row in found.scenes] == [
        ("1", ("b01",), 1),
        ("2", ("b02",), 5),
        ("3", ("b03",), 9),
    ]
    assert [row.score for row in found.beats[1:]] == [row.score for row in found.scenes[1:]] == [100, 100]
    assert found.beats[1].evidence == ("Tom digs under the pear tree.",)
    assert (found.unplayed, found.untold) == ((), ())


def test_a_scene_that_was_cut_leaves_its_beat_without_one(covered: Callable[..., Coverage]) -> None:
    found = covered(SCRIPT.partition("EXT. GARDEN")[0] + "INT. CELLAR" + SCRIPT.partition("INT. CELLAR")[2])
    (row,) = found.unplayed
    assert (row.id, row.gone, row.score, row.likely) == ("b02", ("2",), None, "")
    assert found.untold == ()


def test_a_scene_that_was_added_has_no_beat(covered: Callable[..., Coverage]) -> None:
    found = covered(SCRIPT + "\nEXT. ROAD - DAY #4#\n\nA fox crosses.\n")
    assert [(row.number, row.heading, row.score) for row in found.untold] == [("4", "EXT. ROAD - DAY", None)]
    assert found.unplayed == ()


def test_a_scene_with_another_number_is_found_by_what_it_tells(covered: Callable[..., Coverage]) -> None:
    found = covered(SCRIPT.replace("#2#", "#12#"))
    assert [(row.id, row.gone, row.likely) for row in found.unplayed] == [("b02", ("2",), "12")]
    assert [row.number for row in found.untold] == ["12"]
    lost = covered(SCRIPT.replace(" #2#", ""))
    assert [(row.id, row.likely) for row in lost.unplayed] == [("b02", "line 5")]


def test_a_beat_that_two_scenes_play_is_judged_by_both(covered: Callable[..., Coverage]) -> None:
    beats = BEATS.replace('scenes: ["2"]', 'scenes: ["2", "3"]').replace("pear tree.", "pear tree and lifts a chest.")
    row = covered(beats=beats).beats[1]
    assert (row.scenes, row.score) == (("2", "3"), 100)


def test_derived_beats_leave_no_scene_over_and_an_omitted_scene_is_none(covered: Callable[..., Coverage]) -> None:
    found = covered(
        SCRIPT + "\nOMITTED #4#\n\nEXT. ROAD #5#\n\nA fox.\n", BEATS.replace("beats/1\n", "beats/1\nderived: true\n")
    )
    assert found.untold == ()
    assert [row.number for row in found.scenes] == ["1", "2", "3", "5"]


def test_another_judge_may_be_asked_and_is_told_one_scene(covered: Callable[..., Coverage]) -> None:
    asked: list[CoherenceContext] = []

    def judge(context: CoherenceContext) -> CoherenceOutput:
        asked.append(context)
        return CoherenceOutput(score=7)

    found = covered(judge=judge)
    assert {row.score for row in found.beats} == {row.score for row in found.scenes} == {7}
    assert [(c.scene, c.heading, c.text) for c in asked][1] == (
        "2",
        "EXT. GARDEN - DAWN",
        "Tom digs under the pear tree.",
    )


def test_it_is_plain_data_for_scripts(covered: Callable[..., Coverage]) -> None:
    found = covered(SCRIPT + "\nEXT. ROAD\n\nA fox.\n").as_json()
    assert found["beats"][0]["scenes"] == ["1"]
    assert found["untold"] == ["line 13"]
    assert found["derived"] is False


@pytest.mark.parametrize("missing", ["script", "beats"])
def test_without_beats_or_script_there_is_nothing_to_cover(covered: Callable[..., Coverage], missing: str) -> None:
    with pytest.raises(MissingArtifactError):
        covered(**{missing: ""})

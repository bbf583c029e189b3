"""What holds for every check of the table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storyforge import checks
from storyforge.checks import CHECKS
from storyforge.errors import UnknownNameError
from tests.checks.conftest import GOOD

if TYPE_CHECKING:
    from tests.checks.conftest import Look

NAMES = CHECKS.names()
BESIDES = {"__init__", "reading", "waiving", "measuring", "neighbours", "clip_needs"}
"""Files of the room that are no checks: what checks read by, and what is done with what they find."""
BROKEN = {
    "yaml": "a: [1\n",
    "no keys": "- 1\n",
    "binary": "\udcff\udcfe\x00",
    "newer": "schema: shots/9\n",
    "empty": "",
    "markers": "<<<<<<< ours\n=======\n>>>>>>> theirs\n",
}


def test_each_check_is_a_file_and_each_file_a_check() -> None:
    files = {path.stem for path in Path(checks.__file__).parent.glob("*.py")} - BESIDES
    assert files == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_check_says_in_one_line_what_it_looks_for(name: str) -> None:
    first = (CHECKS.load(name).__doc__ or "").partition("\n")[0]
    assert first.endswith(".")
    assert ":" in first or "that" in first, "name the matter, then what holds of it"


@pytest.mark.parametrize("name", NAMES)
def test_a_story_in_order_has_no_findings(name: str, look: Look) -> None:
    assert look(name) == []


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("path", list(GOOD))
def test_no_check_raises_whatever_a_file_holds(path: str, broken: str, look: Look) -> None:
    found = look("", {path: BROKEN[broken]})
    for finding in found:
        assert finding.message
        assert "\n" not in finding.message
    if path.endswith(".yaml"):
        assert [f.path for f in found if f.check == "invalid_artifact"] == [path]


@pytest.mark.parametrize("path", list(GOOD))
def test_no_check_raises_whatever_file_is_missing(path: str, look: Look) -> None:
    assert all(finding.severity != "error" or finding.hint for finding in look("", {path: None}))


def test_findings_come_by_path_and_line(look: Look) -> None:
    shots = GOOD["scenes/001/shots.yaml"].replace("id: 1C", "id: 1B").replace("frames: 72", "frames: 900")
    found = look("", {"scenes/001/shots.yaml": shots, "story.yaml": "a: b\n"})
    places = [(finding.path, finding.line or 0) for finding in found]
    assert places == sorted(places)
    assert len(places) >= 3


def test_an_unknown_check_is_named_with_its_nearest(look: Look) -> None:
    with pytest.raises(UnknownNameError) as error:
        look("shot_id")
    assert error.value.hint == 'Did you mean "shot_ids"?'

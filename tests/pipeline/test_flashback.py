"""What a flashback does to a story's continuity: it takes no time, and nothing of it clings to the present."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from storyforge.cli.main import run
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """\
INT. BOATHOUSE - NIGHT

ADA, 30, sits on a crate. Ada's sleeve is torn. Ada's face is muddy.

ADA
Not again.

EXT. LAKE - DAY (1973)

Ada runs. Ada is barefoot.

ADA
Wait!

INT. BOATHOUSE - MOMENTS LATER (1973)

Ada hides.

INT. BOATHOUSE - NIGHT

Ada gets up.

ADA
Enough.

EXT. JETTY - NIGHT - TWO YEARS LATER

Ada fishes.

ADA
Hello.
"""


@pytest.fixture
def lake(tmp_path: Path) -> Tale:
    (tmp_path / "lake.fountain").write_text(SCRIPT, encoding="utf-8")
    tale = Tale(tmp_path / "lake")
    assert run(["new", os.fspath(tale.root), "--primary", os.fspath(tmp_path / "lake.fountain")]) == 0
    assert tale.storyforge("run", "visuals", "--auto") == 0
    return tale


def test_the_present_goes_on_where_the_flashback_interrupted_it(lake: Tale) -> None:
    back = lake.read("scenes/004/visuals.yaml")
    assert "torn" in back
    assert "muddy" in back
    assert "from_scene: '1'" in back.replace('"', "'")
    assert "barefoot" not in back
    assert "jump:" not in lake.read("scenes/004/scene.yaml"), "a short while, which is not written"


def test_a_flashback_of_several_scenes_has_its_own_continuity(lake: Tale) -> None:
    assert "torn" not in lake.read("scenes/002/visuals.yaml")
    assert "barefoot" in lake.read("scenes/003/visuals.yaml")
    assert "elsewhen: '1973'" in lake.read("scenes/003/scene.yaml").replace('"', "'")


def test_years_later_is_the_present_of_a_new_day(lake: Tale) -> None:
    assert "jump: other" in lake.read("scenes/005/scene.yaml")
    assert "torn" not in lake.read("scenes/005/visuals.yaml")


def test_what_changes_before_the_flashback_makes_the_scene_behind_it_stale(lake: Tale) -> None:
    assert lake.not_current() == {}
    lake.edit("scenes/001/shots.yaml", "- torn\n", "- wounded\n")
    assert lake.stand("scenes/004/visuals.yaml").freshness == "outdated"


def test_what_changes_in_the_flashback_touches_the_flashback_alone(lake: Tale) -> None:
    lake.edit("scenes/002/shots.yaml", "- barefoot\n", "- wounded\n")
    assert lake.stand("scenes/003/visuals.yaml").freshness == "outdated"
    assert lake.stand("scenes/004/visuals.yaml").freshness == "current"

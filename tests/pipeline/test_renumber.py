"""`shots N --renumber`: new ids in order, an explicit act while nothing goes by the old ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.tale import Tale

KITCHEN = "scenes/002/shots.yaml"


@pytest.fixture
def seen(begun: Tale) -> Tale:
    """A story up to its starting states; a shot of scene 2 is gone, and a hyphenless split stands in its place."""
    assert begun.storyforge("run", "visuals", "--auto") == 0
    begun.edit(KITCHEN, "- id: 2B\n", "- id: 2D1\n")
    assert begun.storyforge("save") == 0
    assert begun.storyforge("run", "visuals", "--outdated", "--auto") == 0
    assert begun.storyforge("lock", "shots", "visuals") == 0
    assert begun.not_current() == {}
    return begun


def ids(tale: Tale) -> list[str]:
    return [line.split()[-1] for line in tale.read(KITCHEN).split("\n") if line.startswith("- id: ")]


def test_ids_come_into_order_and_nothing_else_is_touched(seen: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    text, old = seen.read(KITCHEN), ids(seen)
    assert "2D1" in old
    capsys.readouterr()
    assert seen.storyforge("shots", "2", "--renumber", "--dry-run") == 0
    assert seen.read(KITCHEN) == text
    assert seen.storyforge("shots", "2", "--renumber") == 0
    assert "2D1 is 2B" in capsys.readouterr().out
    assert ids(seen) == [f"2{letter}" for letter in "ABCDEFGH"[: len(old)]]
    assert seen.read(KITCHEN) == text.replace("2D1", "2B")
    assert seen.subjects[0] == "shots: renumbered, 1 scene, 1 shot"
    assert {path for path in seen.changed_in() if not path.startswith("locks/")} <= {
        KITCHEN,
        "scenes/002/visuals.yaml",
    }
    assert "2D1" not in seen.read("scenes/002/visuals.yaml")
    assert seen.not_current() == {}
    assert (seen.stand(KITCHEN).approval, seen.stand("scenes/002/visuals.yaml").approval) == ("locked", "locked")
    assert seen.storyforge("shots", "2", "--renumber", "--json") == 0
    assert json.loads(capsys.readouterr().out.split("\n")[-2]) == {"renumbered": {}, "commits": []}


def test_what_was_edited_stays_edited(seen: Tale) -> None:
    seen.edit(KITCHEN, "angle: eye", "angle: low")
    assert seen.storyforge("shots", "2", "--renumber") == 0
    assert seen.subjects[:2] == ["shots: renumbered, 1 scene, 1 shot", "shots: edited by hand"]
    assert seen.stand(KITCHEN).approval == "edited"


def test_ids_that_prompts_go_by_are_kept(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = tale.head
    assert tale.storyforge("shots", "2", "--renumber") == 3
    told = capsys.readouterr().err
    assert "The shots of scene 2 keep their ids: scenes/002/prompts.yaml goes by them." in told
    assert "git rm scenes/002/prompts.yaml locks/scenes/002/prompts.yaml.json" in told
    assert tale.head == head


def test_ids_of_a_confirmed_scene_are_final(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert film.storyforge("shots", "2", "--renumber") == 3
    assert "agreed to" in capsys.readouterr().err
    film.git("rm", "-q", "scenes/002/confirmation.yaml", "scenes/002/clips.yaml")
    film.git("commit", "-q", "-m", "away")
    assert film.storyforge("shots", "2", "--renumber") == 3, "its record tells that they were"
    assert "They are final" in capsys.readouterr().err


def test_it_is_for_named_scenes(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert tale.storyforge("shots", "--renumber") == 2
    assert tale.storyforge("shots", "9", "--renumber") == 2
    assert "no scene" in capsys.readouterr().err

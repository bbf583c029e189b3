"""Parameters: shown, changed, and guarded once the treatment is locked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from storyforge.formats.yaml import load_data

if TYPE_CHECKING:
    from tests.tale import Tale


def test_before_the_treatment_is_locked_parameters_are_free(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    begun.storyforge("run", "beats", "--auto")
    capsys.readouterr()
    assert begun.storyforge("setup", "--pace", "brisk", "--length", "2:00") == 0
    out = capsys.readouterr().out
    assert out.startswith("The parameters are changed.\n")
    assert "parameters.pace          brisk\n" in out
    assert begun.subjects[0] == "setup: The Kettle (screenplay, en, 2:00-2:00)"
    assert begun.changed_in() == ["locks/story.yaml.json", "story.yaml"]
    assert begun.stand("story.yaml").approval == "locked"


def test_the_file_keeps_its_comments(begun: Tale) -> None:
    comments = [line.partition("#")[2] for line in begun.read("story.yaml").split("\n") if "#" in line]
    begun.storyforge(
        "setup", "--pace", "brisk", "--genre", "drama", "--genre", "comedy", "--tone", "dry, warm, unhurried"
    )
    after = [line.partition("#")[2] for line in begun.read("story.yaml").split("\n") if "#" in line]
    assert after == comments
    assert load_data(begun.read("story.yaml"))["parameters"]["genres"] == ["drama", "comedy"]


def test_a_locked_treatment_is_a_gate(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = tale.head
    assert tale.storyforge("setup", "--pace", "brisk") == 3
    error = capsys.readouterr().err
    assert "The treatment is locked; this change would outdate 9 shots." in error
    assert "--accept-impact" in error
    assert "storyforge timeline new NAME" in error
    assert (tale.head, tale.dirty) == (head, "")
    assert tale.storyforge("setup", "--pace", "brisk", "--accept-impact") == 0
    assert tale.state.stages["shots"].freshness == "outdated"


def test_the_gate_holds_for_edits_by_hand_too(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = tale.head
    tale.edit("story.yaml", "pace: standard", "pace: brisk")
    for command in (["save"], ["run", "prompts", "--auto"], ["lock", "beats"]):
        assert tale.storyforge(*command) == 3
        assert "storyforge save --accept-impact" in capsys.readouterr().err
    assert tale.head == head
    assert tale.storyforge("save", "--accept-impact") == 0
    assert tale.subjects[0] == "setup: edited by hand"


def test_the_gate_lets_pass_what_is_no_parameter(tale: Tale) -> None:
    assert tale.storyforge("setup", "--title", "Kettles") == 0
    tale.edit("story.yaml", "image: offline", "image: other")
    assert tale.storyforge("save") == 0


def test_a_change_that_changes_nothing_makes_no_commit(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = tale.head
    assert tale.storyforge("setup", "--pace", "standard") == 0
    assert "The parameters are as they were." in capsys.readouterr().out
    assert tale.head == head


def test_the_parameters_as_json(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert tale.storyforge("setup", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["title"], told["rate"], told["parameters"]["length"]) == ("The Kettle", "24", "1:00-2:00")


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--rate", "50", "24000/1001"),
        ("--action-scale", "2", "less than or equal to 1.3"),
        ("--action-scale", "much", '"action_scale"'),
        ("--language", "xx", 'called "xx"'),
        ("--tone", "dry", "at least 10 characters"),
        ("--title", "", "at least 1 character"),
    ],
)
def test_a_wrong_parameter(
    tale: Tale, option: str, value: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    head = tale.head
    assert tale.storyforge("setup", option, value) == 2
    assert message in capsys.readouterr().err
    assert (tale.head, tale.dirty) == (head, "")

"""Locking and taking it back; what the names on the command line mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from storyforge.cli.main import run
from storyforge.formats.yaml import load_data

if TYPE_CHECKING:
    from tests.tale import Tale

SHOTS = "scenes/001/shots.yaml"
ADA = "assets/characters/ada.yaml"


@pytest.mark.parametrize(
    ("names", "scenes", "paths"),
    [
        (["beats"], [], ["beats.yaml"]),
        (["beats.yaml"], [], ["beats.yaml"]),
        (["./beats.yaml"], [], ["beats.yaml"]),
        (["ada"], [], [ADA]),
        ([ADA], [], [ADA]),
        (["assets/characters"], [], [ADA, "assets/characters/ben.yaml"]),
        (["assets/characters/"], [], [ADA, "assets/characters/ben.yaml"]),
        (["shots"], ["1"], [SHOTS]),
        (["shots", "visuals"], ["1"], [SHOTS, "scenes/001/visuals.yaml"]),
        (["scenes/001"], [], [f"scenes/001/{kind}.yaml" for kind in ("prompts", "scene", "shots", "visuals")]),
        (["shots"], [], [f"scenes/00{number}/shots.yaml" for number in (1, 2, 3, 4)]),
        (["beats", "beats.yaml"], [], ["beats.yaml"]),
    ],
)
def test_what_a_name_means(tale: Tale, names: list[str], scenes: list[str], paths: list[str]) -> None:
    options = [word for number in scenes for word in ("--scene", number)]
    assert tale.storyforge("unlock", *names, *options) == 0
    assert tale.changed_in() == [f"locks/{path}.json" for path in paths]
    assert {path for path, found in tale.state.artifacts.items() if found.approval == "draft"} == set(paths)
    assert tale.storyforge("lock", *names, *options) == 0
    assert not [path for path, found in tale.state.artifacts.items() if found.approval not in ("locked", "missing")]


def test_a_file_is_named_from_where_one_stands(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    here = ["-C", str(tale.root / "scenes/001")]
    assert run([*here, "unlock", "shots.yaml", "../../assets/props/kettle.yaml"]) == 0
    assert tale.changed_in() == ["locks/assets/props/kettle.yaml.json", f"locks/{SHOTS}.json"]
    assert run([*here, "lock", ".", "kettle"]) == 0
    assert tale.stand(SHOTS).approval == "locked"
    capsys.readouterr()
    assert run([*here, "show", "shots.yaml"]) == 0
    assert capsys.readouterr().out.startswith("Scene 1 ")
    assert run([*here, "lock", "gone.yaml"]) == 2


def test_a_lock_is_one_commit_that_says_what(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.storyforge("unlock", "beats")
    tale.storyforge("unlock", "shots", "visuals", "--scene", "2")
    assert tale.subjects[:2] == ["shots, visuals: 2 files unlocked", "beats: beats.yaml unlocked"]
    capsys.readouterr()
    assert tale.storyforge("lock", "beats", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"approval": "locked", "changed": ["beats.yaml"], "commits": [tale.head]}


def test_what_is_locked_already_makes_no_commit(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = tale.head
    assert tale.storyforge("lock", "beats") == 0
    assert "Nothing to do: all of it is locked already." in capsys.readouterr().out
    assert tale.head == head


def test_locking_an_edit_approves_it_as_it_is_now(tale: Tale) -> None:
    tale.edit(SHOTS, "size: MLS", "size: CU")
    assert tale.storyforge("lock", "shots") == 0
    assert tale.subjects[:2] == [f"shots: {SHOTS} locked", "shots: edited by hand"]
    assert tale.stand(SHOTS).approval == "locked"
    assert tale.stand("scenes/001/prompts.yaml").freshness == "outdated"


def test_locking_does_not_hide_what_it_was_made_from(tale: Tale) -> None:
    tale.edit("script.fountain", "It leaks", "It drips")
    assert tale.storyforge("lock", "shots") == 0
    assert (tale.stand(SHOTS).approval, tale.stand(SHOTS).freshness) == ("locked", "outdated")


def test_an_asset_of_the_authors_own_can_be_locked(tale: Tale) -> None:
    data = load_data(tale.read("assets/props/hammer.yaml"))
    tale.write(
        "assets/props/teapot.yaml",
        f"schema: prop/1\nid: teapot\nkind: prop\nname: teapot\nscenes: {json.dumps(data['scenes'])}\n",
    )
    assert tale.stand("assets/props/teapot.yaml").approval == "draft"
    assert tale.storyforge("lock", "teapot") == 0
    assert tale.stand("assets/props/teapot.yaml").approval == "locked"
    assert tale.record("assets/props/teapot.yaml").stage == "assets"


@pytest.mark.parametrize(
    ("names", "message", "hint"),
    [
        (["beets"], 'no artifact called "beets"', 'Did you mean "beats"?'),
        (["adda"], 'no artifact called "adda"', 'Did you mean "ada"?'),
        (["scenes/009"], "no artifact called", ""),
        (["README.md"], "no artifact called", ""),
        (["shots", "--scene", "9"], "", ""),
        (["../beats.yaml"], "no artifact called", ""),
    ],
)
def test_names_that_mean_nothing(
    tale: Tale, names: list[str], message: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    head = tale.head
    assert tale.storyforge("lock", *names) == 2
    error = capsys.readouterr().err
    assert message in error
    assert hint in error
    assert tale.head == head


def test_what_is_not_made_can_not_be_locked(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert begun.storyforge("lock", "shots") == 2
    assert "Nothing of shots is made yet." in capsys.readouterr().err


def test_an_invalid_file_in_a_commit_can_not_be_locked(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.edit("beats.yaml", "derived: true", "derived: perhaps")
    tale.git("commit", "-q", "-a", "-m", "by hand")
    assert tale.storyforge("lock", "beats") == 2
    assert "beats.yaml:3:1: " in capsys.readouterr().err
    assert tale.storyforge("run", "prompts", "--auto") == 2
    assert "beats.yaml:3:1: " in capsys.readouterr().err
    assert tale.storyforge("treatment", "-m", "tell it more slowly") == 2
    assert "beats.yaml:3:1: " in capsys.readouterr().err
    assert tale.storyforge("status") == 0
    assert "beats.yaml:3: " in capsys.readouterr().out


def test_a_record_that_was_deleted_comes_back_with_the_lock(tale: Tale) -> None:
    (tale.root / "locks/beats.yaml.json").unlink()
    assert tale.stand("beats.yaml").approval == "draft"
    assert tale.storyforge("lock", "beats") == 0
    assert tale.stand("beats.yaml").approval == "locked"
    assert not tale.dirty

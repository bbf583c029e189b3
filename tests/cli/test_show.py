"""`show`: every stage as people read it, and as plain data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from storyforge.formats.yaml import load_data

if TYPE_CHECKING:
    from tests.tale import Tale

WHAT = {
    "setup": ["title: The Kettle", "length: 1:00-2:00"],
    "treatment": ["The Kettle  (derived from the beats)", "Rain."],
    "beats": ["b01  scenes 1  ", "b04  scenes 4  "],
    "script": ["Title: The Kettle", "INT. HOUSE - HALL - LATER #3#"],
    "assets": ["2 characters (key ones marked *)", "* ada ", "2 settings", "hammer"],
    "scenes": ["2  INT. HOUSE - KITCHEN - CONTINUOUS", "people      ada, ben", "props       kettle"],
    "shots": ["Scene 1  EXT. GARDEN - DAY  2 shots", " 1B ", "ada: Ben! It leaks.", "+wet"],
    "visuals": ["Scene 2  ", "wet (since 1, auto)"],
    "prompts": ["1A frame", "1A video", "4A "],
}


@pytest.mark.parametrize("stage", WHAT)
def test_a_stage_as_people_read_it(tale: Tale, stage: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert tale.storyforge("show", stage) == 0
    out = capsys.readouterr().out
    for words in WHAT[stage]:
        assert words in out
    assert all(line == line.rstrip() for line in out.split("\n"))
    assert max(map(len, out.split("\n"))) < 140 or stage in {"setup", "script"}
    assert "\033[" not in out, "no colours where no terminal is"


@pytest.mark.parametrize("stage", WHAT)
def test_a_stage_that_is_not_made_says_so(begun: Tale, stage: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = begun.storyforge("show", stage)
    captured = capsys.readouterr()
    if stage == "setup":
        assert code == 0
        return
    assert code in {0, 2}
    if code:
        assert " yet.\nhint: " in captured.err
        assert len(captured.err.split("\n")) == 3
    else:
        assert "Traceback" not in captured.err
        assert captured.out.strip() == "" or "yet" in captured.out


@pytest.mark.parametrize(
    ("arguments", "has", "has_not"),
    [
        (["shots", "2"], ["Scene 2"], ["Scene 1", "Scene 3"]),
        (["shots", "1B"], [" 1B "], [" 1A ", "Scene 2"]),
        (["shots", "1B", "2"], [" 1B ", "Scene 2"], [" 1A "]),
        (["prompts", "2A"], ["2A frame"], ["1A frame"]),
        (["script", "3"], ["HALL - LATER", "forehead"], ["GARDEN", "umbrella"]),
        (["beats", "b02"], ["b02"], ["b01"]),
        (["assets", "ada"], ["ADA  character  main", "in a grey coat"], ["hammer"]),
        (["ada"], ["ADA  character  main"], []),
        (["Ada"], ["ADA  character  main"], []),
        (["scenes/002/shots.yaml"], ["Scene 2"], ["Scene 1"]),
        (["./beats.yaml"], ["b01"], []),
        (["assets/props/kettle.yaml"], ["prop"], ["ladder"]),
    ],
)
def test_a_part_of_it(
    tale: Tale, arguments: list[str], has: list[str], has_not: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert tale.storyforge("show", *arguments) == 0
    out = capsys.readouterr().out
    assert [words for words in has if words not in out] == []
    assert [words for words in has_not if words in out] == []


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["shot"], 'called "shot"', 'Did you mean "shots"?'),
        (["shots", "9"], 'no scene "9"', "Its scenes"),
        (["shots", "1Z"], "1Z", ""),
        (["beats", "b99"], "b99", ""),
        (["assets", "adda"], 'called "adda"', 'Did you mean "ada"?'),
        (["script", "0"], 'no scene "0"', ""),
        (["scenes/009/shots.yaml"], "no artifact", ""),
    ],
)
def test_what_is_not_there(
    tale: Tale, arguments: list[str], message: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tale.storyforge("show", *arguments) == 2
    error = capsys.readouterr().err
    assert message in error
    assert hint in error


def test_json_is_what_the_files_say(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    for stage in [name for name in WHAT if name not in {"script", "treatment"}]:
        assert tale.storyforge("show", stage, "--json") == 0
        for path, shown in json.loads(capsys.readouterr().out).items():
            data = load_data(tale.read(path))
            del data["schema"]
            assert {key: value for key, value in shown.items() if value is not None} == _full(data), path
    assert tale.storyforge("show", "shots", "2", "--json") == 0
    assert list(json.loads(capsys.readouterr().out)) == ["scenes/002/shots.yaml"]
    assert tale.storyforge("show", "ada", "--json") == 0
    assert list(json.loads(capsys.readouterr().out)) == ["assets/characters/ada.yaml"]
    assert tale.storyforge("show", "script", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"script.fountain": tale.read("script.fountain")}
    assert tale.storyforge("show", "treatment", "--json") == 0
    assert json.loads(capsys.readouterr().out)["treatment.md"]["body"] in tale.read("treatment.md")


def _full(data: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in data.items() if value is not None}


def test_an_omitted_scene_can_be_shown_in_the_script_only(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    text = tale.read("script.fountain")
    start, end = text.index("INT. HOUSE - HALL"), text.index("INT. HOUSE - KITCHEN - NIGHT")
    tale.write("script.fountain", text[:start] + text[end:])
    tale.storyforge("save")
    capsys.readouterr()
    assert tale.storyforge("show", "shots", "3") == 2
    assert 'no scene "3"' in capsys.readouterr().err

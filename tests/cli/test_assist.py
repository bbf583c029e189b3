"""`storyforge assist` as it is typed: what it prints, what it refuses, and which commands words become."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.assist_do import told
from storyforge.tasks.assist import IntentContext, IntentOutput, Step

if TYPE_CHECKING:
    from tests.room import Scribe
    from tests.tale import Tale

SAID = [
    ("make scene 3 sadder", ["rewrite", "script", "3", "-m", "sadder"]),
    ("Please make scene 3 funnier!", ["rewrite", "script", "3", "-m", "funnier"]),
    ("scene 2 should be tenser", ["rewrite", "script", "2", "-m", "tenser"]),
    ("mach Szene 3 trauriger", ["rewrite", "script", "3", "-m", "trauriger"]),
    ("haz la escena 3 más triste", ["rewrite", "script", "3", "-m", "más triste"]),
    ("add a beat after b03 where the tide turns", ["beat", "add", "--after", "b03", "-m", "the tide turns"]),
    ("merge b03 and b04", ["beat", "merge", "b03", "b04"]),
    ("move 5 after 2", ["beat", "move", "b05", "--after", "b02"]),
    ("move b05 before b02", ["beat", "move", "b05", "--before", "b02"]),
    ("swap b04 with the second", ["beat", "swap", "b04", "2"]),
    ("swap b04", ["beat", "swap", "b04"]),
    ("expand b04 into three beats", ["beat", "expand", "b04", "--count", "3"]),
    ("make b04 quieter", ["beat", "rewrite", "b04", "-m", "quieter"]),
    ("lock the treatment", ["lock", "treatment"]),
    ("lock the shots of scene 2", ["lock", "shots", "--scene", "2"]),
    ("choose the second option of the treatment", ["choose", "treatment", "2"]),
    (
        "regenerate the script with more silence on a new timeline father",
        ["script", "-m", "more silence", "--timeline", "father"],
    ),
    ("what is outdated?", ["status"]),
    ("export the animatic", ["export", "animatic"]),
    ("show scene 3", ["show", "script", "3"]),
    ("show me the treatment", ["show", "treatment"]),
    ("set the length to 5-7 minutes", ["setup", "--length", "5:00-7:00"]),
    ("draw scene 2 closer", ["shots", "2", "-m", "draw scene 2 closer"]),
    ("what next?", ["assist", "next"]),
    ("find plot holes", ["assist", "holes"]),
]


def steps(tale: Tale, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert tale.storyforge("assist", "do", *words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_what_is_said_becomes_commands_and_none_of_them_is_run(room: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = room.head
    for said, words in SAID:
        found = steps(room, capsys, said)
        assert [step["command"] for step in found["steps"]] == [words], said
        assert found["steps"][0]["does"].endswith(".")
        assert found["ran"] == []
    assert room.head == head


def test_several_things_are_said_at_once(room: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    found = steps(room, capsys, "move b05 after b02, then lock the beats")
    assert [step["command"][0] for step in found["steps"]] == ["beat", "lock"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("sing me a song", '"sing me a song" is not understood'),
        ("make scene 99 sadder", "There is no scene 99; they are 1 to 3."),
        ("merge b03 and b77", "There is no beat b77; they are b01 to b06."),
        ("lock the moon", "is not understood"),
        ("choose the fourteenth option of the treatment", "is no number"),
        ("set the length to the moon", "is no length"),
        ("switch to timeline nowhere", "There is no timeline nowhere"),
        ("merge b03 and b04 and then sing", "Understood: storyforge beat merge b03 b04."),
        ("show scene 3; $(touch x)", "is not understood"),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_run(
    room: Tale, capsys: pytest.CaptureFixture[str], said: str, told: str
) -> None:
    head = room.head
    assert room.storyforge("assist", "do", said, "--yes") == 2
    assert told in capsys.readouterr().err
    assert room.head == head


def test_without_a_terminal_it_prints_and_ends(room: Tale) -> None:
    done = room.program("assist", "do", "move b05 after b02")
    assert done.returncode == 0
    assert done.stdout.startswith("storyforge beat move b05 --after b02\n")
    assert room.git("log", "-1", "--format=%s") != "beats: b05 moved behind b02"


def test_yes_runs_it_in_this_process_and_takes_words_as_words(room: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert room.storyforge("assist", "do", "move b05 after b02", "--yes") == 0
    assert room.subjects[0] == "beats: b05 moved behind b02"
    found = steps(room, capsys, "make b03 quieter, $(touch x) `touch x`", "--dry-run")
    assert found["steps"][0]["command"] == ["beat", "rewrite", "b03", "-m", "quieter, $(touch x) `touch x`"]
    capsys.readouterr()
    assert room.storyforge("assist", "do", "set the title to $(touch x)", "--yes", "--json") == 0
    assert json.loads(capsys.readouterr().out)["ran"][0]["command"] == ["setup", "--title", "$(touch x)"]
    assert "title: $(touch x)" in room.read("story.yaml")
    assert not (room.root / "x").exists()


def test_what_deletes_or_leaves_the_timeline_is_not_run_by_yes(room: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = room.head
    for said, mark in (("remove b02", "deletes"), ("start a timeline darker", "another timeline")):
        assert room.storyforge("assist", "do", said, "--yes") == 3
        out = capsys.readouterr().out
        assert mark in out
        assert "Not run: " in out
    assert room.head == head
    assert room.git("branch", "--list", "darker") == ""


def test_what_may_cost_needs_a_limit(room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]) -> None:
    room.edit("story.yaml", "  text: offline", "  text: scribe")
    assert room.storyforge("save") == 0
    scribe.said["intent"] = lambda _: IntentOutput(
        steps=(Step(arguments=("beat", "rewrite", "b03", "-m", "louder"), does="Rewrites b03."),)
    )
    assert room.storyforge("assist", "do", "b03 is too quiet", "--max-cost", "1EUR") == 0
    assert "may cost: scribe" in capsys.readouterr().out
    assert room.storyforge("assist", "do", "b03 is too quiet", "--yes") == 3
    assert "--max-cost AMOUNT" in capsys.readouterr().out
    assert room.storyforge("assist", "do", "b03 is too quiet", "--yes", "--max-cost", "1EUR") == 0
    assert room.subjects[0] == "beats: b03 rewritten"
    assert [task for task, _ in scribe.asked].count("intent") == 1


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("fly", "3"), "no command"),
        (("beat", "merge", "b03", "b99"), "no beat b99"),
        (("beat", "dance"), ""),
        (("shots", "3", "--sadder"), "no option"),
        (("shots", "99"), "no scene 99"),
        (("assist", "do", "it"), ""),
    ],
)
def test_a_model_may_name_only_what_there_is(
    room: Tale, scribe: type[Scribe], arguments: tuple[str, ...], fault: str
) -> None:
    output = IntentOutput(steps=(Step(arguments=arguments, does="It does."),))
    scribe.said["intent"] = lambda _: output
    head = room.head
    paid = ("--with", "text=scribe", "--max-cost", "1EUR")
    assert room.storyforge("assist", "do", "whatever", "--yes", *paid) == 2
    assert room.head == head
    context: IntentContext = scribe.asked[-1][1]
    assert [fault in each for each in output.faults(context)] == ([True] if fault else [])


def test_the_commands_that_are_told_are_those_of_the_program() -> None:
    found = {command.name: command for command in told()}
    assert "new" not in found
    assert "--after" in found["beat"].options
    assert found["rewrite"].usage.startswith("storyforge rewrite") or "rewrite" in found["rewrite"].usage


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("holes", "-m", "x"), "It reads: --save."),
        (("dialogue",), "storyforge assist dialogue 3"),
        (("dialogue", "9"), "scene"),
        (("dialogue", "2", "--character", "Bem"), 'Did you mean "BEN"?'),
        (("dialogue", "2", "--apply", "1", "--save"), "Give one of them."),
        (("do",), "make scene 4 shorter"),
        (("plot", "more"), "say it with -m"),
        (("next", "--yes"), "It reads no option of its own."),
        (("twists", "--at", "b99"), ""),
    ],
)
def test_wrong_requests(tale: Tale, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], hint: str) -> None:
    assert tale.storyforge("assist", *arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert hint in said


def test_every_question_has_json(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("plot",), ("twists",), ("holes",), ("dialogue", "2")):
        assert tale.storyforge("assist", *words, "--json") == 0
        found = json.loads(capsys.readouterr().out)
        assert found["what"] == words[0]
        assert found["by"] == "offline"
        assert found["answer"]
    assert tale.storyforge("assist", "next", "--json") == 0
    assert json.loads(capsys.readouterr().out)["next"][0]["command"] == "storyforge run frames"


def test_a_story_without_a_script_is_told_what_is_missing(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert begun.storyforge("assist", "holes") == 2
    assert "There is no script.fountain yet." in capsys.readouterr().err


def test_a_whole_scene_is_rewritten_and_no_other(room: Tale, scribe: type[Scribe]) -> None:
    before = room.read("script.fountain")
    paid = ("--with", "text=scribe", "--max-cost", "1EUR", "--accept-impact")
    assert room.storyforge("rewrite", "script", "2", "-m", "sadder", *paid) == 0
    after = room.read("script.fountain")
    first, last = before.index("#2#") + 3, before.index("EXT. BANK")
    assert after.startswith(before[:first])
    assert after.endswith(before[last:])
    assert after[first:].lstrip().startswith("<sadder:")
    assert room.storyforge("rewrite", "script", "99", "-m", "sadder", *paid) == 2
    assert scribe.asked[-1][0] == "rewrite"

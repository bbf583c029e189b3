"""Findings hold a stage back where the story says so; what its author lives with does not, until it changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from storyforge.providers import IMAGE
from tests.pipeline.scripted_media import ScriptedArtist

if TYPE_CHECKING:
    from tests.tale import Tale

FRAMES = "scenes/001/frames.yaml"
DRAWN = ("--with", "image=scripted", "--max-cost", "9")


@pytest.fixture
def flat(prompted: Tale, monkeypatch: pytest.MonkeyPatch) -> Tale:
    """Frames of scene 1 that show nothing but one colour, locked."""
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setattr(ScriptedArtist, "asked", [])
    assert prompted.storyforge("run", "frames", "--scene", "1", "--auto", *DRAWN) == 0
    return prompted


def checked(tale: Tale, capsys: pytest.CaptureFixture[str], *names: str) -> dict[str, dict[str, str]]:
    capsys.readouterr()
    tale.storyforge("check", *names, "--json")
    return {found["name"]: found for found in json.loads(capsys.readouterr().out)["findings"]}


def test_a_picture_of_one_colour_is_told_with_the_command_that_makes_another(
    flat: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    found = checked(flat, capsys, "picture_quality")
    told = found["picture_quality:1A.start"]
    assert (told["severity"], told["path"]) == ("error", FRAMES)
    assert "frame redo 1A.start --reason artifact" in told["hint"]
    assert flat.storyforge("check", "picture_quality", "--names") == 2
    assert "picture_quality:1A.start" in capsys.readouterr().out


def test_what_is_accepted_is_told_apart_until_the_picture_is_another(
    flat: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    before = checked(flat, capsys, "picture_quality")
    name = "picture_quality:1A.start"
    assert flat.storyforge("accept", name, "-m", "the opening is a plain grey card") == 0
    assert flat.subjects[0] == f"accept: {name}"
    assert "the opening is a plain grey card" in flat.git("log", "-1", "--format=%b")
    now = checked(flat, capsys, "picture_quality")
    assert now[name]["waived"] == "the opening is a plain grey card"
    assert [each for each, told in now.items() if not told.get("waived")] == [each for each in before if each != name]
    assert flat.storyforge("frames", "1", "-m", "draw the whole scene anew", *DRAWN) == 0
    again = checked(flat, capsys, "picture_quality")
    assert "waived" not in again[name]
    assert any(told["check"] == "waiver" and name in told["message"] for told in again.values())


def test_a_gate_holds_confirmation_back_until_all_is_accepted(flat: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    flat.edit("story.yaml", "format: film", "format: film\ngates: {confirm: {checks: [picture_quality]}}")
    assert flat.storyforge("confirm", "1") == 3
    assert "confirm is held back" in capsys.readouterr().err
    names = list(checked(flat, capsys, "picture_quality"))
    assert flat.storyforge("accept", *names, "-m", "an abstract film") == 0
    assert flat.storyforge("confirm", "1") == 0
    assert flat.storyforge("accept", "--drop", names[0]) == 0
    assert "waived" not in checked(flat, capsys, "picture_quality")[names[0]]
    assert "picture_quality:001/establishing" in names


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("sharpness", "-m", "why not"), 2, "check --names"),
        (("picture_quality:1A.strat", "-m", "why not"), 2, 'Did you mean "picture_quality:1A.start"'),
        (("picture_quality:1A.start",), 2, "with a reason"),
        (("--drop", "picture_quality:1A.start"), 2, "Nothing is found"),
    ],
)
def test_what_can_not_be_accepted(
    flat: Tale, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, says: str
) -> None:
    assert flat.storyforge("accept", *arguments) == code
    assert says in capsys.readouterr().err


def test_frames_of_the_offline_artist_need_no_look(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("run", "frames", "--scene", "1", "--auto") == 0
    assert checked(prompted, capsys, "picture_quality") == {}

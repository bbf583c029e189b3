"""Scenes of an approved script that come, go, move and are numbered by hand: numbers stay, and so does the work."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from storyforge.cli.main import run as main
from storyforge.providers import IMAGE, VIDEO
from tests.pipeline.scripted_media import ScriptedArtist, ScriptedCamera
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "script.fountain"
HALL = "INT. HOUSE - HALL - LATER"
BOTH = ("--with", "image=scripted", "--with", "video=scripted", "--max-cost", "100")
SLEDGE = """INT. SHED - DAY

ADA, 30, looks around. Shelves to the ceiling: hats, one sledge, a stuffed owl.

ADA
Nothing.

EXT. HILL - DAY

Ada finds a sledge under the snow. She pulls the sledge up the hill.

INT. KITCHEN - NIGHT

Ada drinks tea.
"""
ROOF = "EXT. ROOF - DAY\n\nThe cat sleeps in the gutter.\n\nBEN\nShoo.\n\n"


def headings(tale: Tale) -> list[str]:
    return [line for line in tale.read(SCRIPT).split("\n") if line.endswith("#")]


def numbers(tale: Tale) -> list[str]:
    return [line.split("#")[1] for line in headings(tale)]


def scene(tale: Tale, number: str) -> str:
    """A scene's text in the script, its heading first."""
    parts = tale.read(SCRIPT).split("\n")
    start = next(row for row, line in enumerate(parts) if line.endswith(f"#{number}#"))
    end = next((row for row in range(start + 1, len(parts)) if parts[row].endswith("#")), len(parts))
    return "\n".join(parts[start:end]).rstrip("\n") + "\n"


def without(tale: Tale, number: str) -> None:
    tale.write(SCRIPT, tale.read(SCRIPT).replace(scene(tale, number), "").rstrip("\n") + "\n")


def refused(tale: Tale, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What `save` says when it refuses; nothing is written."""
    head, text = tale.head, tale.read(SCRIPT)
    capsys.readouterr()
    assert tale.storyforge("save") == 2
    assert (tale.head, tale.read(SCRIPT)) == (head, text)
    told = capsys.readouterr().err.split("\n")
    assert len(told) == 3, told
    return told[0].removeprefix("error: "), told[1].removeprefix("hint: ")


def repaired(film: Tale, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """Repair everything with an artist and a camera that count; returns what they were asked for."""
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    for provider in (ScriptedArtist, ScriptedCamera):
        monkeypatch.setattr(provider, "asked", [])
        monkeypatch.setattr(provider, "amount", Decimal(0))
    assert film.storyforge("lock", "script") == 0
    assert film.storyforge("run", "--outdated", "--auto", *BOTH) == 0
    left = {path: artifact for path, artifact in film.state.artifacts.items() if artifact.freshness != "current"}
    assert all(artifact.left_over for artifact in left.values()), left
    return ScriptedArtist.asked, ScriptedCamera.asked


def test_a_scene_that_comes_in_between_is_made_alone(film: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    film.edit(SCRIPT, HALL, ROOF + HALL)
    assert film.storyforge("save") == 0
    assert numbers(film) == ["1", "2", "A3", "3", "4"]
    head = film.head
    drawn, filmed = repaired(film, monkeypatch)
    assert "A3A.start" in drawn
    assert "A3A" in filmed
    assert [item for item in (*drawn, *filmed) if not item.startswith("A3") and item != "establishing"] == []
    assert drawn.count("establishing") == 1
    changed = film.git("diff", "--name-only", head).split()
    old = [path for path in changed if path.startswith("scenes/") and not path.startswith("scenes/A003/")]
    assert old == [], "what the other scenes are made of came out as it was"


def test_a_dropped_scene_is_omitted_and_its_files_stay(film: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    film.edit(SCRIPT, HALL, ROOF + HALL)
    assert film.storyforge("save") == 0
    repaired(film, monkeypatch)
    files = sorted((film.root / "scenes/A003").rglob("*.*"))
    without(film, "A3")
    assert film.storyforge("save") == 0
    assert ".OMITTED #A3#" in film.read(SCRIPT)
    assert {scene["id"]: scene["status"] for scene in film.report()["scenes"]}["A3"] == "omitted"
    assert sorted((film.root / "scenes/A003").rglob("*.*")) == files
    assert not [path for path in film.state.artifacts if path.startswith("scenes/A003/")]
    assert repaired(film, monkeypatch) == ([], []), "nothing that was seen in it is carried into the next"


def test_what_followed_from_a_dropped_scene_is_made_again(tale: Tale) -> None:
    without(tale, "1")
    assert tale.storyforge("save") == 0
    assert "wet" in tale.read("scenes/002/visuals.yaml")
    assert tale.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert "wet" not in tale.read("scenes/002/visuals.yaml"), "it rained in scene 1"


def test_scenes_that_change_places_keep_numbers_and_pictures(film: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    hall, kitchen = scene(film, "3"), scene(film, "4")
    text = film.read(SCRIPT).replace(hall, "@@").replace(kitchen, hall).replace("@@", kitchen)
    film.write(SCRIPT, text)
    assert film.storyforge("save") == 0
    assert film.read(SCRIPT) == text
    assert numbers(film) == ["1", "2", "4", "3"]
    drawn, filmed = repaired(film, monkeypatch)
    redone = {item[0] for item in (*drawn, *filmed) if item != "establishing"}
    assert redone == {"3"}, "its LATER is later than a night now; scene 4 is as it was"


@pytest.mark.parametrize(
    ("edits", "line", "owned", "written"),
    [
        ([("LATER #3#", "LATER #7#")], 27, "3", "7"),
        ([("LATER #3#", "LATER #3A#")], 27, "3", "3A"),
        ([("LATER #3#", "LATER #33#"), ("Ben climbs it", "Ben climbs up")], 27, "3", "33"),
        ([("LATER #3#", "LATER #4#"), ("NIGHT #4#", "NIGHT #3#")], 27, "3", "4"),
        ([("#1#", "#10#"), ("#2#", "#20#"), ("#3#", "#30#"), ("#4#", "#40#")], 4, "1", "10"),
        ([("HOUSE - HALL - LATER #3#", "LOFT - LATER #7#")], 27, "3", "7"),
    ],
)
def test_a_scene_renumbered_by_hand_is_refused(
    tale: Tale,
    edits: list[tuple[str, str]],
    line: int,
    owned: str,
    written: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = tale.read(SCRIPT)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    tale.write(SCRIPT, text)
    column = text.split("\n")[line - 1].index("#") + 1
    said, hint = refused(tale, capsys)
    assert said == f"{SCRIPT}:{line}:{column}: This is scene {owned}, and here it is numbered {written}."
    assert hint.endswith(f"put #{owned}# back.")
    assert tale.storyforge("run", "prompts", "--auto") == 2, "no stage reads it either"


def test_the_same_as_one_object(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.edit(SCRIPT, "LATER #3#", "LATER #7#")
    capsys.readouterr()
    assert tale.storyforge("save", "--json") == 2
    said = json.loads(capsys.readouterr().out)
    assert (said["error"], said["path"], said["line"], said["column"]) == ("RenumberedScene", SCRIPT, 27, 27)


def test_a_number_that_stands_twice_is_told_with_both_lines(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.write(SCRIPT, tale.read(SCRIPT) + f"\n{scene(tale, '2')}")
    last = len(tale.read(SCRIPT).split("\n"))
    said, _ = refused(tale, capsys)
    assert "Scene number 2 is used twice; the first is on line 11." in said
    assert int(said.split(":")[1]) > last - 20


def test_the_number_of_an_omitted_scene_is_nobody_elses(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    hall = scene(tale, "3")
    without(tale, "3")
    assert tale.storyforge("save") == 0
    tale.edit(SCRIPT, ".OMITTED #3#", ROOF.replace("DAY", "DAY #3#").rstrip("\n"))
    said, hint = refused(tale, capsys)
    assert "Scene 3 is omitted, and its number is given to another scene here." in said
    assert hint.startswith("Take the number out")
    tale.edit(SCRIPT, "DAY #3#", "DAY")
    assert tale.storyforge("save") == 0
    assert set(numbers(tale)) == {"1", "2", "3", "A4", "4"}
    tale.edit(SCRIPT, ".OMITTED #3#\n", hall)
    assert tale.storyforge("save") == 0, "the scene itself may come back"
    assert tale.stand("scenes/003/shots.yaml").approval == "locked"


def test_a_lost_number_comes_back_by_what_is_in_the_scene(tale: Tale) -> None:
    tale.edit(SCRIPT, "INT. HOUSE - HALL - LATER #3#", "INT. HOUSE - LOFT - LATER")
    assert tale.storyforge("save") == 0
    assert numbers(tale) == ["1", "2", "3", "4"]


def test_of_two_scenes_at_one_place_each_gets_its_own_number_back(tale: Tale) -> None:
    tale.edit(SCRIPT, "KITCHEN - CONTINUOUS #2#", "KITCHEN - NIGHT #2#")
    assert tale.storyforge("save") == 0
    without(tale, "2")
    tale.edit(SCRIPT, "KITCHEN - NIGHT #4#", "KITCHEN - NIGHT")
    assert tale.storyforge("save") == 0
    assert "The kettle sings" in scene(tale, "4")


def test_what_is_rewritten_or_joined_keeps_its_number(tale: Tale) -> None:
    tale.edit(SCRIPT, "A ladder. Ben climbs it, a HAMMER in his belt. Ada holds the ladder.", "Nothing is as it was.")
    hall = scene(tale, "3").partition("\n")[2]
    without(tale, "3")
    tale.write(SCRIPT, tale.read(SCRIPT) + hall)
    assert tale.storyforge("save") == 0
    assert "Nothing is as it was." in scene(tale, "4")
    assert ".OMITTED #3#" in tale.read(SCRIPT)


def test_a_free_number_may_be_given_by_hand_to_a_new_scene(tale: Tale) -> None:
    tale.edit(SCRIPT, HALL, ROOF.replace("DAY", "DAY #B3#") + HALL)
    assert tale.storyforge("save") == 0
    assert numbers(tale) == ["1", "2", "B3", "3", "4"]


def test_while_the_script_is_no_more_than_a_draft_numbers_are_free(tale: Tale) -> None:
    tale.storyforge("unlock", "script")
    tale.edit(SCRIPT, "LATER #3#", "LATER #7#")
    assert tale.storyforge("save") == 0
    assert numbers(tale) == ["1", "2", "7", "4"]


def test_what_nobody_would_list_any_more_stays_and_holds_nothing_up(tmp_path: Path) -> None:
    script = tmp_path / "s.fountain"
    script.write_text(SLEDGE, encoding="utf-8")
    assert main(["-C", str(tmp_path), "new", "film", "--primary", str(script)]) == 0
    film = Tale(tmp_path / "film")
    assert film.storyforge("run", "prompts", "--auto") == 0
    assert "- '2'" in film.read("assets/props/sledge.yaml")
    without(film, "2")
    assert film.storyforge("save") == 0
    assert film.storyforge("lock", "script") == 0
    assert film.storyforge("run", "prompts", "--outdated", "--auto") == 0
    left = {path: artifact for path, artifact in film.state.artifacts.items() if artifact.freshness != "current"}
    assert all(artifact.left_over for artifact in left.values()), left
    sledge = film.read("assets/props/sledge.yaml")
    assert "- '1'" in sledge, "it is named once, which alone would make it nothing to list"
    assert "- '2'" not in sledge

"""Beats follow an edited script, and the treatment its beats; what an edit leaves open is named when it is saved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from storyforge.model.beats import Beat
from storyforge.pipeline.session import Session
from storyforge.tasks.outline import BeatsOutput
from tests.room import BODY, PAID

if TYPE_CHECKING:
    from storyforge.model.beats import BeatSheet
    from tests.room import Scribe
    from tests.tale import Tale

WALK = "EXT. ROAD - DAWN\n\nMara walks into the village.\n\n"


def flags(tale: Tale) -> dict[str, tuple[str, ...]]:
    return {path: artifact.flags for path, artifact in tale.state.artifacts.items() if artifact.flags}


def beats(tale: Tale) -> dict[str, Beat]:
    sheet = cast("BeatSheet", Session.open(tale.root).story.model("beats.yaml"))
    return {beat.id: beat for beat in sheet.beats}


def _of_scenes(context: Any) -> BeatsOutput:
    told = [
        Beat(id=f"b{n:02}", text=f"Beat of {s.number}.", scenes=(s.number,)) for n, s in enumerate(context.scenes, 1)
    ]
    return BeatsOutput(beats=tuple(told))


@pytest.fixture
def rewritten(room: Tale, scribe: type[Scribe]) -> Tale:
    """The script with its second scene taken out and another put in before the third."""
    scribe.said["beats"] = _of_scenes
    script = room.read("script.fountain")
    start, end = script.index("EXT. RIVER"), script.index("EXT. BANK")
    room.write("script.fountain", script[:start] + WALK + script[end:])
    return room


def test_a_save_names_both_and_blocks_nothing(rewritten: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert rewritten.storyforge("save") == 0
    told = capsys.readouterr().out
    assert "Left open: b03 and b04 have no scene any more; scene A3 has no beat." in told
    assert "storyforge sync beats" in told
    approved = rewritten.git("rev-parse", "--short=7", "HEAD~1")
    assert f"storyforge timeline new NAME --from {approved}" in told
    assert rewritten.storyforge("timeline", "new", "as-approved", "--from", approved) == 0


def test_a_save_in_json_names_both(rewritten: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert rewritten.storyforge("save", "--json") == 0
    assert json.loads(capsys.readouterr().out)["uncovered"] == {"beats": ["b03", "b04"], "scenes": ["A3"]}


def test_a_save_of_words_alone_says_nothing(room: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    room.edit("script.fountain", "Here is 1.", "Here is the first.")
    assert room.storyforge("save") == 0
    assert "Left open" not in capsys.readouterr().out


def test_beats_follow_the_script(rewritten: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]) -> None:
    texts = {name: beat.text for name, beat in beats(rewritten).items()}
    assert rewritten.storyforge("sync", "beats", *PAID) == 0
    told = capsys.readouterr().out
    assert "Kept without a scene: b03, b04." in told
    found = beats(rewritten)
    assert {name: beat.scenes for name, beat in found.items()} == {
        "b01": ("1",),
        "b02": ("1",),
        "b07": ("A3",),
        "b03": (),
        "b04": (),
        "b05": ("3",),
        "b06": ("3",),
    }
    assert {name: beat.text for name, beat in found.items() if name != "b07"} == texts, "nobody's words are touched"
    assert found["b07"].text == "Beat of A3."
    (task, context) = scribe.asked[-1]
    assert (task, [scene.number for scene in context.scenes]) == ("beats", ["A3"]), "of those scenes only"
    assert flags(rewritten) == {"treatment.md": ("not up to date with beats.yaml",)}
    assert rewritten.subjects[:2] == ["beats: up to date with script.fountain, 1 beat more", "script: edited by hand"]
    assert "Storyforge-Cost: 0.05 EUR" in rewritten.git("log", "-1", "--format=%B")
    head = rewritten.head
    assert rewritten.storyforge("sync", "beats", *PAID) == 0
    assert rewritten.head == head
    assert "Nothing to do: beats.yaml is up to date." in capsys.readouterr().out


def test_links_alone_disturb_nothing_that_was_agreed(room: Tale, scribe: type[Scribe]) -> None:
    room.edit("beats.yaml", "  scenes:\n  - '1'\n- id: b02", "  scenes:\n  - '1'\n  - '9'\n- id: b02")
    assert room.storyforge("save") == 0
    assert room.storyforge("lock", "beats") == 0
    room.storyforge("sync", "treatment", "--agreed")
    assert room.storyforge("sync", "beats") == 0
    assert beats(room)["b01"].scenes == ("1",)
    assert not flags(room)
    assert room.stand("beats.yaml").approval == "locked"
    assert not scribe.asked


def _forgets(_context: Any) -> BeatsOutput:
    return BeatsOutput(beats=(Beat(id="b01", text="Something.", scenes=("1",)),))


def test_an_answer_that_leaves_a_scene_out_changes_nothing(
    rewritten: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]
) -> None:
    scribe.said["beats"] = _forgets
    assert rewritten.storyforge("save") == 0
    head = rewritten.head
    assert rewritten.storyforge("sync", "beats", *PAID) == 1
    assert "no beat is of scene A3." in capsys.readouterr().err
    assert rewritten.head == head


def test_a_dry_run_shows_the_price_and_the_links(
    rewritten: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]
) -> None:
    head = rewritten.head
    assert rewritten.storyforge("sync", "beats", *PAID, "--dry-run") == 0
    told = capsys.readouterr().out
    assert "b03 scenes 2 -> none" in told
    assert "scribe would be asked for a beat of scenes A3, for at most 0.05 EUR; nothing was asked or written." in told
    assert (rewritten.head, scribe.asked) == (head, [])


@pytest.mark.usefixtures("scribe")
def test_the_treatment_follows_its_beats(room: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert room.storyforge("beat", "add", "--after", "b06", "--text", "The village wakes.") == 0
    head = room.head
    assert room.storyforge("sync", "treatment", "--dry-run") == 0, "rules answer a dry run"
    assert "+ The village wakes." in capsys.readouterr().out
    assert room.head == head
    assert room.storyforge("sync", "treatment", *PAID) == 0
    front = room.read("treatment.md").partition("---\n\n")[0]
    assert front == room.git("show", "HEAD~1:treatment.md").partition("---\n\n")[0]
    assert room.read("treatment.md").endswith(f"{BODY}\n\nThe village wakes.\n")
    assert flags(room) == {"script.fountain": ("not up to date with beats.yaml",)}
    assert room.stand("treatment.md").approval == "edited"
    assert room.subjects[0] == "treatment: up to date with beats.yaml"


def test_the_three_flags_are_cleared(rewritten: Tale) -> None:
    assert rewritten.storyforge("save") == 0
    assert rewritten.storyforge("beat", "edit", "b05", "--text", "She rows on, singing.") == 0
    assert flags(rewritten) == {
        "treatment.md": ("not up to date with beats.yaml",),
        "beats.yaml": ("not up to date with script.fountain",),
        "script.fountain": ("not up to date with beats.yaml",),
    }
    assert rewritten.storyforge("sync", "beats", *PAID) == 0
    assert rewritten.storyforge("sync", "treatment", *PAID) == 0
    assert not flags(rewritten)


def test_agreed_is_the_authors_word_and_changes_no_text(rewritten: Tale, scribe: type[Scribe]) -> None:
    assert rewritten.storyforge("save") == 0
    before = rewritten.read("beats.yaml")
    assert rewritten.storyforge("sync", "beats", "--agreed") == 0
    assert not flags(rewritten)
    assert rewritten.read("beats.yaml") == before
    rewritten.edit("treatment.md", "Mara waits.", "Mara hesitates.")
    assert rewritten.storyforge("save") == 0
    assert flags(rewritten) == {"beats.yaml": ("not up to date with treatment.md",)}
    assert rewritten.storyforge("sync", "treatment", "--agreed") == 0
    assert not flags(rewritten)
    assert not scribe.asked


def test_a_script_of_other_beats_needs_a_timeline_until_both_agree(
    room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]
) -> None:
    anew = ("script", "-m", "funnier, all of it", *PAID)
    assert room.storyforge("beat", "swap", "b04", "1") == 0
    assert room.storyforge(*anew) == 3
    assert "--timeline NAME" in capsys.readouterr().err
    assert room.storyforge("sync", "beats") == 0
    assert not scribe.asked, "every scene has a beat"
    assert room.storyforge(*anew) == 0
    assert "Mara sings." in room.read("script.fountain")


def test_a_screenplays_pairs_are_agreed_upon_as_ever(tale: Tale) -> None:
    script = tale.read("script.fountain")
    tale.write("script.fountain", f"{script.rstrip()}\n\nThe end of it.\n")
    assert tale.storyforge("save") == 0
    assert flags(tale)["beats.yaml"] == ("not up to date with script.fountain",)
    before = tale.read("beats.yaml")
    assert tale.storyforge("sync", "beats") == 0
    assert "beats.yaml" not in flags(tale)
    assert tale.read("beats.yaml") == before


MISUSES = {
    "no such pair": (("sync", "script"), 'There is no artifact to sync called "script".'),
    "numbers": (("sync", "beats", "3"), "beats is one file for the whole story."),
    "agreed shots": (("sync", "shots", "--agreed"), "--agreed is for beats, treatment and narrative."),
    "not there": (("sync", "narrative"), "There is no narrative.md yet."),
}


@pytest.mark.parametrize("name", MISUSES)
def test_misuse_is_told_in_a_line(room: Tale, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, told = MISUSES[name]
    assert room.storyforge(*arguments) == 2
    assert told in capsys.readouterr().err

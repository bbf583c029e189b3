"""What an author reads in the writing room: options side by side, beats with what could stand in their place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli import table, views_writing
from storyforge.cli.complete import candidates
from storyforge.model.beats import Treatment
from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.tasks.scenes import CoherenceOutput
from tests.room import BODY, IDEA, PAID
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

    from tests.room import Scribe


@pytest.fixture
def offered(tmp_path: Path, scribe: type[Scribe]) -> Tale:
    """A story with three treatments, none of which is chosen."""
    assert scribe.name == "scribe"
    create(Wanted(tmp_path / "tale", None, None, options={"length": "3:00-5:00", "language": "en"}, idea=IDEA))
    tale = Tale(tmp_path / "tale")
    assert tale.storyforge("treatment", *PAID) == 0
    for number, end in (
        (1, "She drowns."),
        (2, "She lives. [[TODO: And then what becomes of the suitcase?]]"),
        (3, "岸に着く。"),
    ):
        tale.edit(f"treatment/option-{number}.md", "She rows on, and lands alone.", end)
    assert tale.storyforge("save") == 0
    return tale


def test_options_stand_side_by_side(offered: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert offered.storyforge("show", "treatment") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("   ")[0].strip() == "Option 1: Crossing 1"
    assert all(f"Option {n}: Crossing {n}" in lines[0] for n in (1, 2, 3))
    ends = next(line for line in lines if "She drowns." in line)
    assert ends.index("She lives.") == lines[0].index("Option 2")
    assert "岸に着く。" in ends
    assert max(table.width(line) for line in lines) <= 100
    assert lines[-1] == "Take one: storyforge choose treatment 1"


def test_on_a_narrow_terminal_they_stand_below_one_another(
    offered: Tale, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_writing, "columns", lambda: 80)
    capsys.readouterr()
    assert offered.storyforge("show", "treatment") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("Option ")] == [f"Option {n}: Crossing {n}" for n in (1, 2, 3)]
    assert any(line.startswith("whose ") and line.endswith("Mara") for line in lines)


def test_one_option_is_shown_by_number_or_path_and_one_that_is_not_there_refused(
    offered: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert offered.storyforge("show", "treatment", "2") == 0
    by_number = capsys.readouterr().out
    assert offered.storyforge("show", "treatment/option-2.md") == 0
    assert capsys.readouterr().out == by_number
    assert by_number.startswith("Option 2: Crossing 2\n")
    assert offered.storyforge("show", "treatment", "2", "--json") == 0
    assert list(json.loads(capsys.readouterr().out)) == ["treatment/option-2.md"]
    assert offered.storyforge("show", "treatment", "7") == 2
    assert "treatment has no option 7." in capsys.readouterr().err
    assert offered.storyforge("show", "lore") == 2
    assert "There is no lore.md yet." in capsys.readouterr().err


def test_what_is_chosen_is_shown_alone(room: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert room.storyforge("show", "treatment") == 0
    told = capsys.readouterr().out
    assert told.startswith("Crossing 1\n")
    assert "Option" not in told
    assert room.storyforge("show", "treatment", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["treatment.md"]["body"] == BODY
    assert Treatment.model_validate(found["treatment.md"])


def test_beats_are_shown_with_goal_scenes_and_runners_up(room: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert room.storyforge("beat", "add", "--after", "b06", "--text", "[[TODO: What does she see?]]") == 0
    capsys.readouterr()
    assert room.storyforge("show", "beats") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Act two" in lines
    assert "b04  scenes 2  Goal 4.  2 runners-up" in lines
    assert "b07  no scene" in lines
    assert "     [[TODO: What does she see?]]" in lines


def test_a_gap_is_in_colour_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "coloured", lambda: True)
    text = "  Before [[TODO: what\n  then?]] after"
    assert views_writing.highlighted(text) == "  Before \033[33m[[TODO: what\033[0m\n  \033[33mthen?]]\033[0m after"


def test_a_beat_in_full_has_its_passage_and_what_could_stand_there(
    room: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert room.storyforge("show", "beats", "b04") == 0
    told = capsys.readouterr().out
    assert "treatment.md: Mara waits." in told
    assert "2 runners-up (storyforge beat swap b04 1)" in told
    assert "  2  It begins to rain." in told
    assert room.storyforge("show", "beats", "b04", "--json") == 0
    assert [beat["id"] for beat in json.loads(capsys.readouterr().out)["beats.yaml"]["beats"]] == ["b04"]
    assert room.storyforge("show", "beats", "b44") == 2
    assert "There is no beat b44." in capsys.readouterr().err


def test_what_a_rewrite_changed_is_shown_as_it_was_and_as_it_is(
    room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]
) -> None:
    assert scribe.asked == []
    capsys.readouterr()
    assert room.storyforge("rewrite", "treatment", "--select", "Mara unties the ferry", "-m", "slow", *PAID) == 0
    told = capsys.readouterr().out
    assert "\n  - Mara unties the ferry\n  + <slow: Mara unties the ferry>\n" in told
    assert told.startswith("line ")
    assert "Rewrote treatment.md, by scribe, for 0.05 EUR." in told
    kept = next(line for line in told.splitlines() if line.startswith("As it was: git "))
    assert "Mara unties the ferry at dusk" in room.git(*kept.removeprefix("As it was: git ").split())


def test_ids_that_moved_alike_are_told_as_one(room: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    room.git("checkout", "-q", "--orphan", "fresh")
    (room.root / "locks" / "beats.yaml.json").unlink()
    room.git("add", "-A")
    room.git("commit", "-q", "-m", "as if it was never locked")
    capsys.readouterr()
    assert room.storyforge("beat", "add", "--after", "b01", "--text", "Dusk.") == 0
    assert "Counted anew: b02 to b06 are b03 to b07." in capsys.readouterr().out


def test_which_scenes_play_which_beat(room: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    script = room.read("script.fountain")
    start, end = script.index("EXT. RIVER"), script.index("EXT. BANK")
    room.write("script.fountain", f"{script[:start]}EXT. ROAD - DAWN\n\nNobody.\n\n{script[end:]}")
    assert room.storyforge("save") == 0
    head = room.head
    capsys.readouterr()
    assert room.storyforge("script", "--coverage") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[1:3]] == [["b01", "1"], ["b02", "1"]]
    assert all(int(line.split()[2]) > 50 for line in lines[1:3])
    assert "b03 has no scene. It names 2, which the script has not." in lines
    assert "Scene A3 has no beat: EXT. ROAD - DAWN" in lines
    assert room.storyforge("script", "--coverage", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["unplayed"], found["untold"]) == (["b03", "b04"], ["A3"])
    assert (room.head, room.dirty) == (head, "")


def _judge(context: Any) -> CoherenceOutput:
    return CoherenceOutput(score=70 if len(context.beats) == 1 else 40, missing="Nobody is afraid.")


def test_a_model_that_is_named_judges_them(
    room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]
) -> None:
    scribe.said["coherence"] = _judge
    head = room.head
    assert room.storyforge("script", "--coverage", *PAID, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["by"], [beat["score"] for beat in found["beats"]]) == ("scribe", [70] * 6)
    assert [scene["score"] for scene in found["scenes"]] == [40] * 3
    assert len(scribe.asked) == 9, "each beat and each scene once"
    assert room.storyforge("script", "--coverage", *PAID) == 0
    assert "Judged by scribe." in capsys.readouterr().out
    assert len(scribe.asked) == 9, "nothing is bought twice"
    assert (room.head, room.dirty) == (head, "")
    assert room.storyforge("jobs") == 0
    assert "not committed" not in capsys.readouterr().out


def test_beats_are_completed_by_their_ids(room: Tale) -> None:
    here = ["-C", str(room.root)]
    assert list(candidates([*here, "beat", "merge"], "b0")) == [f"b0{n}" for n in range(1, 7)]
    assert list(candidates([*here, "beat", "add", "--after"], "")) == [f"b0{n}" for n in range(1, 7)]
    assert list(candidates([*here, "rewrite", "beats"], "b06")) == ["b06"]
    assert list(candidates([*here, "beat"], "re")) == ["remove", "rewrite"]

"""A writer's walks through stages 1 to 4 without a model, and what is said on the way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from storyforge.exporters.boards_content import ASKED, board_scenes
from storyforge.model.beats import BeatSheet
from storyforge.pipeline.session import Session
from storyforge.tasks.gaps import gaps_in
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

IDEA = "Nils finds a key in the snow. It fits no door in the village. On the last night he tries the frozen lake."
BOARD = (
    "In a city where nobody may whistle, Ada Finch carries a music box over the bridge. The guards follow Ada. "
    "Ada hides in the bakery of old Tam. Tam hears the music box and remembers his daughter. "
    "On the roof Ada opens the music box, and the whole city hears it."
)


@pytest.fixture
def desk(tmp_path: Path) -> Tale:
    """A folder in which stories are begun."""
    return Tale(tmp_path)


def begin(desk: Tale, name: str, *arguments: str) -> Tale:
    """A new story below a folder."""
    assert desk.storyforge("new", name, *arguments) == 0
    return Tale(desk.root / name)


def test_a_board_asks_what_the_script_leaves_open(desk: Tale) -> None:
    tale = begin(desk, "böard one", "--format", "storyboard", "--idea", BOARD)
    assert tale.storyforge("run", "shots", "--auto") == 0
    story = Session.open(tale.root).story
    panels = [list(scene.panels) for scene in board_scenes(story, tuple(story.scenes))]
    asked = [[[said.text for said in panel.words if said.by == ASKED] for panel in scene] for scene in panels]
    assert [question for scene in asked for question in scene[0]] == [
        gap.question for gap in gaps_in(tale.read("script.fountain"))
    ]
    assert not any(words for scene in asked for words in scene[1:]), "under the first board of a scene"
    assert tale.storyforge("export", "boards") == 0


def test_options_wait_in_plain_sight(desk: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale = begin(desk, "key", "--idea", IDEA, "--length", "0:30")
    assert tale.storyforge("run") == 3
    capsys.readouterr()
    assert tale.storyforge("status") == 0
    shown = capsys.readouterr().out
    assert "3 options  choose one: storyforge show treatment" in shown
    assert [stage["options"] for stage in tale.report()["stages"]][:3] == [0, 3, 0]
    assert tale.storyforge("lock", "treatment") == 3
    assert "none is chosen" in capsys.readouterr().err
    assert tale.storyforge("choose", "treatment", "2") == 0
    assert tale.storyforge("lock", "treatment", "--allow-todo") == 0
    head = tale.head
    assert tale.storyforge("choose", "treatment", "2") == 0
    assert tale.head == head, "the words that are locked stay locked"
    assert tale.stand("treatment.md").approval == "locked"


def test_a_gate_says_how_many_gaps_are_in_the_way(desk: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale = begin(desk, "key", "--idea", IDEA)
    assert tale.storyforge("run", "--auto") == 3
    count = len(gaps_in(tale.read("treatment.md")))
    said = capsys.readouterr().err
    assert f"Fill its {count} gaps (storyforge check), then: storyforge lock treatment" in said
    assert tale.storyforge("lock", "treatment", "--allow-todo") == 0
    assert tale.storyforge("run", "beats") == 0
    capsys.readouterr()
    assert tale.storyforge("lock", "beats") == 3
    sheet = Session.open(tale.root).story.model("beats.yaml")
    assert isinstance(sheet, BeatSheet)
    asked = sum(len(gaps_in(beat.text)) for beat in sheet.beats)
    assert f"there are {asked} gaps left" in capsys.readouterr().err, "a quoted gap is not counted twice"
    assert tale.storyforge("check") == 0
    shown = capsys.readouterr().out
    assert shown.count("or lock it as it is: --allow-todo") == 1, "once for all of them"


@pytest.mark.parametrize("command", ["lock", "unlock", "why"])
def test_a_stage_of_other_stories_is_none_of_this_one(
    desk: Tale, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tale = begin(desk, "key", "--idea", IDEA)
    assert tale.storyforge(command, "lore") == 2
    assert 'no stage of this story called "lore"' in capsys.readouterr().err
    assert tale.storyforge("choose", "lore", "1") == 2


def test_new_options_are_made_once_and_then_chosen_from(desk: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale = begin(desk, "key", "--idea", IDEA, "--length", "1:00-2:00")
    assert tale.storyforge("run", "beats", "--auto", "--allow-todo") in (0, 3)
    assert tale.storyforge("lock", "beats", "--allow-todo") == 0
    assert tale.storyforge("setup", "--length", "2:00-3:00", "--accept-impact") == 0
    assert tale.storyforge("run", "--outdated") == 3
    assert "treatment has 3 new options, and none is chosen." in capsys.readouterr().err
    head = tale.head
    assert tale.storyforge("run", "--outdated") == 3
    assert tale.head == head, "nothing is made, or bought, a second time"
    assert tale.storyforge("choose", "treatment", "1") == 0
    assert tale.stand("treatment.md").freshness == "current"


def test_a_timeline_begins_once_something_is_made_on_it(desk: Tale) -> None:
    tale = begin(desk, "key", "--idea", IDEA)
    assert tale.storyforge("run", "script", "--auto", "--allow-todo") == 0
    assert tale.storyforge("beat", "add", "--after", "b01", "--text", "Snow falls.") == 0
    assert tale.storyforge("unlock", "beats") == 0
    wish = ("script", "-m", "with the snow in it", "--timeline", "snow", "--allow-todo")
    assert tale.storyforge(*wish) == 3, "its beats are a draft"
    assert tale.report()["timeline"] == "main"
    assert tale.storyforge("lock", "beats", "--allow-todo") == 0
    assert tale.storyforge(*wish) == 0
    assert tale.report()["timeline"] == "snow"
    assert "Snow falls." in tale.read("script.fountain")


def test_the_way_back_leads_to_the_narrative_of_a_board_and_past_no_front_matter(
    desk: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    board = begin(desk, "board", "--format", "storyboard", "--idea", BOARD)
    assert board.storyforge("run", "prompts", "--auto") == 0
    film = begin(desk, "key", "--idea", IDEA)
    assert film.storyforge("run", "prompts", "--auto", "--allow-todo") == 0
    for tale, shot, telling in ((board, "1A", "narrative"), (film, "2A", "treatment")):
        capsys.readouterr()
        assert tale.storyforge("blame", shot, "--json") == 0
        links = json.loads(capsys.readouterr().out)["links"]
        told = [link for link in links if link["what"] == telling]
        assert told
        for link in told:
            path, _, line = link["place"].partition(":")
            assert not link["text"].startswith("---")
            assert tale.read(path).split("\n")[int(line) - 1].startswith(link["text"][:20])
        assert "input" in {link["what"] for link in links}
    assert film.storyforge("blame", "1A", "--json") == 0
    asked = [link["text"] for link in json.loads(capsys.readouterr().out)["links"] if link["what"] == "treatment"]
    assert len(asked) == 1, "a question comes from where it was asked, and from nowhere else"


def test_an_author_is_not_warned_of_their_own_parameters(desk: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale = begin(desk, "key", "--idea", IDEA)
    tale.edit("story.yaml", "title: Key", "title: The Key")
    assert tale.storyforge("run") == 3
    assert tale.storyforge("choose", "treatment", "1") == 0
    assert tale.storyforge("lock", "treatment", "--allow-todo") == 0
    assert tale.storyforge("run") == 3
    assert "is edited" not in capsys.readouterr().err
    assert tale.read("beats.yaml")


def test_a_story_has_one_primary_input(desk: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write("one.txt", "Nils finds a key. He opens the gate.\n")
    desk.write("two.txt", "Ada waits at the lake.\n")
    one, two = str(desk.root / "one.txt"), str(desk.root / "two.txt")
    assert desk.storyforge("new", "both", "--primary", one, "--primary", two) == 2
    assert f"--context {two}:notes" in capsys.readouterr().err
    assert desk.storyforge("new", "neither") == 2
    assert "--idea" in capsys.readouterr().err
    assert desk.storyforge("new", "key", "--primary", one, "--context", f"{two}:notes") == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.endswith("storyforge run"), "without --auto: there are options to choose from"


def test_another_option_after_the_script_loses_nothing(desk: Tale) -> None:
    tale = begin(desk, "key", "--idea", IDEA)
    assert tale.storyforge("run", "script", "--auto", "--allow-todo") == 0
    beats, script = tale.read("beats.yaml"), tale.read("script.fountain")
    tale.edit("treatment/option-3.md", "Nils finds a key in the snow.", "Nils finds a rusty key in the snow.")
    assert tale.storyforge("choose", "treatment", "3") == 0
    assert "a rusty key" in tale.read("treatment.md"), "an edited option is chosen as it was edited"
    assert (tale.read("beats.yaml"), tale.read("script.fountain")) == (beats, script)
    assert tale.stand("beats.yaml").flags == ("not up to date with treatment.md",)
    assert {tale.stand(path).approval for path in ("beats.yaml", "script.fountain")} == {"locked"}
    (tale.root / "treatment.md").unlink()
    assert tale.storyforge("run") == 3
    assert tale.storyforge("choose", "treatment", "1") == 0
    assert tale.stand("beats.yaml").flags == ()
    assert (tale.read("beats.yaml"), tale.read("script.fountain")) == (beats, script)


def test_the_way_back_reaches_an_input_that_is_no_utf_8(desk: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write("old.txt", "Chloé findet den Schlüssel. Chloé öffnet die Tür. André schläft.\n".encode("cp1252"))
    tale = begin(desk, "old", "--primary", str(desk.root / "old.txt"), "--language", "de")
    assert tale.storyforge("run", "prompts", "--auto", "--allow-todo") == 0
    capsys.readouterr()
    assert tale.storyforge("blame", "1A", "--json") == 0
    links = json.loads(capsys.readouterr().out)["links"]
    assert [link["place"] for link in links if link["what"] == "input"] == ["inputs/old.txt:1"]

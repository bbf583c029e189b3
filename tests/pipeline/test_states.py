"""States as their author decides them: nothing counts unaccepted, what is rejected stays so, borders are asked once."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.main import run
from storyforge.formats.yaml import load_data
from tests.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = """\
Title: The Lake

EXT. LAKE - DAY

JOHN, 30, in polished shoes, and MARY, 28, row a small boat. John carries a LANTERN.

The boat turns over. John falls into the water.

MARY
Take my hand!

Mary's sleeve is torn. John hands Mary the lantern.

INT. CABIN - CONTINUOUS

John sits by the stove. Mary puts down the lantern.

JOHN
It is warm here.

INT. CABIN - NIGHT

Mary sews. John is asleep on the floor.

MARY
Sleep.

EXT. ROAD - DAY

John walks, Mary behind him. Mary's eyes are wet with tears.

JOHN
Where are we going?
"""
SHOTS_1, SHOTS_4 = "scenes/001/shots.yaml", "scenes/004/shots.yaml"


@pytest.fixture(scope="module")
def _rowed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lake")
    (folder / "lake.fountain").write_text(SCRIPT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "Ada Quill")
            patch.setenv(f"GIT_{role}_EMAIL", "ada@example.com")
        tale = Tale(folder / "story")
        assert run(["new", os.fspath(tale.root), "--primary", os.fspath(folder / "lake.fountain")]) == 0
        assert tale.storyforge("run", "scenes", "--auto") == 0
        assert tale.storyforge("shots") == 0
        assert tale.storyforge("lock", "shots") == 0
    return tale.root


@pytest.fixture
def lake(_rowed: Path, tmp_path: Path) -> Tale:
    """A story whose shots are locked, and propose states."""
    return Tale(Path(shutil.copytree(_rowed, tmp_path / "story")))


def said(tale: Tale, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert tale.storyforge(*arguments, "--json") == code
    return json.loads(capsys.readouterr().out)


def changes(tale: Tale, path: str) -> Iterator[dict[str, Any]]:
    for shot in load_data(tale.read(path))["shots"]:
        yield from shot.get("changes", ())


def reviews(tale: Tale, path: str) -> dict[str, str]:
    return {
        f"{each['element']}.{(each.get('gains') or each['loses'])[0]}": each["review"] for each in changes(tale, path)
    }


def test_without_auto_every_state_is_a_proposal_with_its_sentence(
    lake: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    (scene,) = said(lake, capsys, "state", "1")["scenes"]
    assert {each["review"] for each in scene["proposals"]} == {"proposed"}
    wet = next(each for each in scene["proposals"] if each["name"] == "john.wet")
    assert wet["quote"] == "John falls into the water."
    assert (wet["sure"], wet["rule"], wet["asked_at"]) == (True, "verb: name before", "2")
    assert wet["seen_in"][0] == wet["shot"]


def test_nothing_unaccepted_is_in_a_starting_state_a_prompt_or_a_question(
    lake: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lake.storyforge("run", "prompts", "--auto") == 0
    assert "conditions" not in lake.read("scenes/002/visuals.yaml")
    assert "wet" not in lake.read("scenes/002/prompts.yaml")
    assert said(lake, capsys, "state", "2")["scenes"][0]["questions"] == []


def test_a_word_on_a_proposal_outdates_only_if_it_is_yes(lake: Tale) -> None:
    assert lake.storyforge("run", "prompts", "--auto") == 0
    assert lake.not_current().keys() <= {
        p for p in lake.state.artifacts if "frames" in p or "cl" in p or "confirm" in p
    }
    assert lake.storyforge("state", "reject", "1", "john.wet") == 0
    assert "scenes/001/prompts.yaml" not in lake.not_current()
    assert "scenes/002/visuals.yaml" not in lake.not_current()
    assert lake.storyforge("state", "accept", "1", "mary.torn") == 0
    assert lake.not_current()["scenes/002/visuals.yaml"] == "outdated"


def test_a_decision_is_one_commit_and_leaves_the_shots_locked(lake: Tale) -> None:
    assert lake.storyforge("state", "accept", "1", "john.wet", "mary.torn") == 0
    assert lake.subjects[0] == "shots: john.wet, mary.torn accepted"
    assert lake.changed_in() == ["locks/scenes/001/shots.yaml.json", SHOTS_1]
    assert lake.stand(SHOTS_1).approval == "locked"
    assert reviews(lake, SHOTS_1)["john.wet"] == "accepted"
    assert reviews(lake, SHOTS_1)["john.carrying:lantern"] == "proposed"
    assert lake.storyforge("state", "accept", "1", "john.wet") == 0
    assert lake.subjects[0] == "shots: john.wet, mary.torn accepted", "said already"


def test_what_is_rejected_stays_rejected_when_the_shots_are_made_again(lake: Tale) -> None:
    assert lake.storyforge("state", "reject", "4", "mary.wet") == 0
    assert lake.storyforge("shots", "4", "--auto", "-m", "more close-ups of Mary") == 0
    assert reviews(lake, SHOTS_4)["mary.wet"] == "rejected"
    assert [each["tag"] for each in load_data(lake.read(SHOTS_4))["rejected"]] == ["wet"]


def test_auto_accepts_what_is_sure_and_says_so(lake: Tale) -> None:
    assert lake.storyforge("shots", "1", "--auto", "-m", "more close-ups of Mary") == 0
    found = list(changes(lake, SHOTS_1))
    assert found
    assert {(each["review"], each["decided"]) for each in found} == {("accepted", "auto")}


def test_all_that_is_sure_at_once_a_shot_at_once_and_back(lake: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    done = said(lake, capsys, "state", "accept", "--all-sure")
    assert len(done["decided"]) == sum(1 for n in (1, 2, 3, 4) for _ in changes(lake, f"scenes/00{n}/shots.yaml"))
    assert len(done["commits"]) == 1
    assert lake.storyforge("state", "reject", "4", "mary.wet") == 0
    assert reviews(lake, SHOTS_4)["mary.wet"] == "rejected"
    shot = next(each["id"] for each in load_data(lake.read(SHOTS_1))["shots"] if each.get("changes"))
    assert said(lake, capsys, "state", "reject", shot)["decided"] == [], "a shot names what is still proposed in it"
    assert said(lake, capsys, "state", "reject", f"{shot}.john.carrying:lantern")["decided"][0]["shot"] == shot


def test_editing_by_hand_does_the_same(lake: Tale) -> None:
    lake.write(SHOTS_4, lake.read(SHOTS_4).replace("review: proposed", "review: rejected", 1))
    assert lake.storyforge("save") == 0
    assert lake.storyforge("lock", "shots") == 0
    assert lake.storyforge("shots", "4", "--auto", "-m", "more close-ups of Mary") == 0
    assert "rejected" in reviews(lake, SHOTS_4).values()


def test_a_border_is_asked_once_and_remembers(lake: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert lake.storyforge("state", "accept", "--all-sure") == 0
    assert lake.storyforge("visuals") == 3
    assert "storyforge state carry 2 john.wet --keep" in capsys.readouterr().err
    (scene,) = said(lake, capsys, "state", "2")["scenes"]
    asked = {each["name"]: each for each in scene["questions"]}
    assert asked["john.wet"]["decided"] == ""
    assert (asked["john.wet"]["since"], asked["john.wet"]["quote"]) == ("1", "John falls into the water.")
    assert scene["continuity"]["risk"] == "risky"
    assert lake.storyforge("state", "carry", "2", "john.wet", "--drop") == 0
    assert lake.storyforge("state", "carry", "2", "--all") == 0
    assert lake.stand("scenes/002/scene.yaml").approval == "locked"
    kept = {f"{each['element']}.{each['condition']}": each["keep"] for each in _carry(lake, "002")}
    assert kept == {"john.wet": False, "mary.torn": True, "mary.carrying:lantern": True}
    assert said(lake, capsys, "state", "carry", "2", "--all")["decided"] == [], "it is asked once"
    assert lake.storyforge("visuals", "2") == 0
    john = next(each for each in load_data(lake.read("scenes/002/visuals.yaml"))["elements"] if each["id"] == "john")
    assert "conditions" not in john


def _carry(tale: Tale, scene: str) -> list[dict[str, Any]]:
    return list(load_data(tale.read(f"scenes/{scene}/scene.yaml"))["carry"])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("accept", "1", "john.wett"), 2, "john.wet"),
        (("accept", "9", "john.wet"), 2, "9"),
        (("carry", "2", "mary.wet", "--keep"), 2, "no condition that meets this border"),
        (("accept", "1"), 2, "needs names"),
        (("accept", "1", "john.wet", "--keep"), 2, "does not go with accept"),
        (("timeline", "nobody"), 2, "there is no nobody"),
        (("timeline",), 2, "needs one"),
    ],
)
def test_what_is_asked_wrongly_is_answered_by_what_there_is(
    lake: Tale, arguments: tuple[str, ...], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lake.storyforge("state", *arguments) == code
    assert words in capsys.readouterr().err.lower()


def test_the_strip_of_an_element_through_the_film(lake: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert lake.storyforge("state", "accept", "--all-sure") == 0
    assert lake.storyforge("run", "visuals", "--auto") == 0
    found = said(lake, capsys, "state", "timeline", "John")
    assert found["element"] == "john"
    assert {row["tag"]: "".join(row["marks"]) for row in found["rows"]} == {
        "carrying:lantern": "│···",
        "wet": "▐█×·",
        "asleep": "··▐×",
    }
    assert {"scene": "3", "shot": "", "what": "wet dropped by the rule"}.items() <= next(
        event for event in found["events"] if event["what"].startswith("wet dropped")
    ).items()
    assert lake.storyforge("asset", "timeline", "john") == 0
    shown = capsys.readouterr().out.splitlines()
    assert "  wet                   ▐███████×   ·" in shown


def test_status_tells_of_the_border_and_blocks_nothing(lake: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(lake, capsys, "status", "2")["continuity"]
    assert found["risk"] == "risky"
    assert found["who"] == ["john", "mary"]
    assert found["where"] == "cabin"
    assert any("only proposed" in reason for reason in found["reasons"])
    assert lake.storyforge("status") == 0
    assert "(risky: 1 state here is only proposed)" in capsys.readouterr().out
    assert lake.storyforge("state", "accept", "--all-sure") == 0
    assert lake.storyforge("run", "visuals", "--auto") == 0
    assert said(lake, capsys, "status", "2")["continuity"]["risk"] == "safe"
    assert lake.storyforge("state", "reject", "1", "john.wet") == 0
    assert said(lake, capsys, "status", "2")["continuity"]["risk"] == "broken"
    assert lake.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert said(lake, capsys, "status", "2")["continuity"]["risk"] == "safe"


def test_why_somebody_looks_so_goes_back_to_the_sentence(lake: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert lake.storyforge("state", "accept", "1", "--all-sure") == 0
    assert lake.storyforge("state", "carry", "2", "mary.torn", "--keep") == 0
    assert lake.storyforge("run", "visuals", "--auto") == 0
    found = said(lake, capsys, "why", "mary", "in", "scene", "3")
    torn = next(chain for chain in found["conditions"] if chain["tag"] == "torn")
    assert (torn["scene"], torn["quote"], torn["decided"]) == ("1", "Mary's sleeve is torn.", "author")
    assert [(border["scene"], border["decided"]) for border in torn["borders"]] == [("2", "author"), ("3", "auto")]
    john = said(lake, capsys, "why", "JOHN", "in", "3")
    assert [(each["tag"], each["keep"], each["decided"]) for each in john["dropped"]] == [("wet", False, "auto")]
    assert [each["name"] for each in john["proposed"]] == ["john.asleep"], "what is only proposed is said to be that"
    assert lake.storyforge("why", "mary", "in", "scene", "3") == 0
    shown = capsys.readouterr().out
    assert "<- kept into scene 2 by you; the jump is continuous" in shown
    assert "“Mary's sleeve is torn.”" in shown
    assert lake.storyforge("why", "mary", "in", "scene", "9") == 2
    assert lake.storyforge("why", "lantern", "in", "scene", "4") == 2
    assert lake.storyforge("why", "mary", "in") == 2

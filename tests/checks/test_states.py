"""States that can't be, found at the shot in which they show; and the risk of a scene's border."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.reports.continuity import Continuity
from storyforge.story import Story, SummaryCache
from storyforge.tasks.contradictions import against_line
from tests.checks.conftest import GOOD, SHOTS_1, Texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.checks.conftest import Look

PATH = "scenes/001/shots.yaml"
VISUALS = "scenes/001/visuals.yaml"
KEY = {"assets/props/key.yaml": "schema: prop/1\nid: key\nkind: prop\nname: Key\nscenes: ['1']\n"}
STARTS = """\
schema: visuals/1
scene: "1"
elements:
- {id: anna, kind: character, source: scene, conditions: [{tag: dead, since: "0"}]}
- {id: tom, kind: character, source: master}
"""


def with_changes(shots: dict[str, str], review: str = "accepted") -> str:
    """The shot list with a change in the first words of some shots: `anna +wet`, `tom -wet`."""
    text = SHOTS_1.replace("shots/1", "shots/2")
    for shot, listed in shots.items():
        rows = []
        for one in listed.split(", "):
            element, tag = one.split(" ")
            key = "gains" if tag[0] == "+" else "loses"
            rows.append(f"{{element: {element}, {key}: ['{tag[1:]}'], quote: x, review: {review}}}")
        text = text.replace(f"- id: {shot}\n", f"- id: {shot}\n    changes: [{', '.join(rows)}]\n")
    return text


@pytest.mark.parametrize(
    ("shots", "message"),
    [
        ({"1A": "anna +barefoot, anna +wearing:boot"}, "1A: anna is barefoot and wearing boot at once."),
        ({"1A": "anna +dead"}, "1B: anna speaks and is dead."),
        ({"1A": "anna +wet", "1B": "anna +dry"}, "1B: anna is wet and dry at once."),
        ({"1A": "anna +carrying:key", "1B": "tom +carrying:key"}, "1B: key is carried by anna and tom at once."),
    ],
)
def test_what_can_not_be_is_told_at_its_shot(shots: dict[str, str], message: str, look: Look) -> None:
    found = look("state_contradicts", {PATH: with_changes(shots), **KEY})
    assert [(each.severity, each.message) for each in found] == [("warning", message)]
    assert found[0].line
    assert "storyforge state reject 1" in found[0].hint
    assert look("state_contradicts", {PATH: with_changes(shots, "proposed")}) == [], "a proposal contradicts nothing"


def test_what_ends_without_having_begun_is_told_once_the_start_is_known(look: Look) -> None:
    shots = with_changes({"1A": "anna -wet", "1B": "tom -wearing:coat"})
    assert look("state_contradicts", {PATH: shots}) == []
    found = look("state_contradicts", {PATH: shots, VISUALS: STARTS.replace("dead", "tired")})
    assert [(each.severity, each.message) for each in found] == [
        ("warning", "1A: anna is no longer wet, and never was."),
        ("note", "1B: tom is no longer wearing coat, and never was."),
    ]


def test_who_comes_dead_into_a_scene_does_not_speak_in_it(look: Look) -> None:
    (found,) = look("state_contradicts", {PATH: with_changes({}), VISUALS: STARTS})
    assert found.message == "1B: anna speaks and is dead."
    silent = with_changes({}).replace("{character: anna", "{extension: V.O., character: anna")
    assert look("state_contradicts", {PATH: silent, VISUALS: STARTS}) == [], "a voice over may be that of the dead"


def test_a_line_in_every_prompt_that_says_the_opposite(look: Look) -> None:
    asset = GOOD["assets/characters/anna.yaml"]
    line = {"assets/characters/anna.yaml": f"{asset.rstrip()}\nidentity_line: a woman in heavy boots\n"}
    (found,) = look("state_contradicts", {PATH: with_changes({"1A": "anna +barefoot"}), **line})
    assert found.message == "1A: anna is barefoot, and its identity line says “boots” in every prompt."


@pytest.mark.parametrize(
    ("line", "tag", "word"),
    [
        ("in polished shoes", "barefoot", "shoes"),
        ("a girl without shoes", "barefoot", ""),
        ("no scars, clean hands", "muddy", "clean"),
        ("uncleaned", "muddy", ""),
        ("a cleaner, 50", "dirty", ""),
        ("a grey coat", "wet", ""),
    ],
)
def test_words_of_a_line_against_a_tag(line: str, tag: str, word: str) -> None:
    assert against_line(line, tag) == word


def test_risk_of_a_border(tmp_path: Path) -> None:
    def risk(changes: dict[str, str], number: str = "1", broken: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
        texts = {path: text for path, text in {**GOOD, **changes}.items() if text}
        border = Continuity(Story(Texts(texts), SummaryCache(tmp_path)).summaries, broken).of(number)
        return border.risk, border.reasons

    assert risk({}) == ("safe", ("all are as their assets say",))
    assert risk({PATH: with_changes({"1A": "anna +wet"}, "proposed")}) == (
        "risky",
        ("1 state here is only proposed",),
    )
    assert risk({PATH: with_changes({"1A": "anna +dead"})}) == ("broken", ("1B: anna speaks and is dead",))
    assert risk({}, broken=("001",))[0] == "broken"
    assert risk({PATH: with_changes({"1A": "tom +wet"})}, "2")[0] == "risky", "nobody has said whether that is still so"
    assert risk({"scenes/002/shots.yaml": ""}, "2")[0] == "unknown"

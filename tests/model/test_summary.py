"""Summaries: what stages ask of a whole story, without reading a file again."""

from __future__ import annotations

from storyforge.model.summary import Summaries, Summary


def scene(number: str, *, omitted: bool = False) -> dict[str, object]:
    return {"number": number, "heading": f"INT. {number}", "omitted": omitted, "seconds": 1.0}


STORY = Summaries(
    {
        "script.fountain": Summary(
            "script", "s", {"order": "o"}, {"scenes": [scene("1"), scene("A2"), scene("2", omitted=True), scene("3")]}
        ),
        "assets/props/lamp.yaml": Summary("prop", "l", {"seen": "dim"}, {"kind": "prop", "scenes": ["1", "3"]}),
        "assets/characters/ada.yaml": Summary("character", "a", {}, {"kind": "character", "scenes": ["3"]}),
        "scenes/001/shots.yaml": Summary(
            "shots",
            "x",
            {},
            {
                "shots": [["1A", 96], ["1B", 97]],
                "elements": {"ada": "1A"},
                "changes": [["ada", ["wet"], [], "1A"], ["lamp", ["lit"], [], "1B"]],
            },
        ),
        "scenes/001/visuals.yaml": Summary("visuals", "v", {}, {"elements": {"ada": ["torn"]}}),
        "scenes/A002/scene.yaml": Summary("scene", "c", {}, {"jump": "later"}),
        "scenes/003/scene.yaml": Summary("scene", "c", {}, {"jump": "new day"}),
        "scenes/003/shots.yaml": Summary("shots", "y", {}, {"elements": {"ada": "3A"}}),
    }
)


def test_scenes_in_script_order_without_the_omitted() -> None:
    assert STORY.numbers == ["1", "A2", "3"]
    assert STORY.before == {"A2": "1", "3": "A2"}


def test_assets_by_slug_characters_first() -> None:
    assert list(STORY.assets) == ["ada", "lamp"]
    assert STORY.in_scene("3") == ["assets/characters/ada.yaml", "assets/props/lamp.yaml"]
    assert STORY.in_scene("9") == []
    assert STORY.asset("lamp")["kind"] == "prop"
    assert STORY.asset("gone") == {}


def test_facets_that_are_written_and_facets_that_are_derived() -> None:
    assert STORY.facet("assets/props/lamp.yaml#seen") == "dim"
    assert STORY.facet("assets/props/lamp.yaml#gone") is None
    assert STORY.facet("assets/props/gone.yaml#seen") is None
    assert STORY.end_state("001", "ada") == ("torn", "wet")
    end = STORY.facet("scenes/001#end.ada")
    assert end is not None
    assert end == STORY.facet("scenes/001#end.ada")
    drier = STORY.with_changes({"scenes/001/visuals.yaml": Summary("visuals", "v", {}, {"elements": {"ada": []}})})
    assert drier.facet("scenes/001#end.ada") != end
    assert STORY.facet("scenes/001#end.nobody") is None, "who is in no condition has no state"


def test_a_state_is_folded_up_to_the_shot() -> None:
    assert STORY.state_at("001", "1A", "ada") == ("torn",)
    assert STORY.state_at("001", "1B", "ada") == ("torn", "wet")
    assert STORY.facet("scenes/001#at.1B.ada") == STORY.facet("scenes/001#end.ada")
    assert STORY.facet("scenes/001#at.1B.lamp") is None
    assert STORY.shots_that_change("001", "ada") == ("1A",)
    assert STORY.shots_that_change("001", "lamp", "1B") == ()


def test_up_to_four_seconds_a_shot_is_short() -> None:
    assert STORY.facet("scenes/001#long.1A") != STORY.facet("scenes/001#long.1B")
    assert STORY.facet("scenes/001#long.1C") is None


def test_who_is_named_in_capitals() -> None:
    shots = Summary("shots", "x", {}, {"shots": [["1A", 9]], "capitals": {"1A": ["ada", "door"]}})
    ada = Summary("character", "a", {}, {"kind": "character", "name": "ADA BERG", "aliases": ["ADA"], "scenes": []})
    named = STORY.with_changes({"scenes/001/shots.yaml": shots, "assets/characters/ada.yaml": ada})
    stranger = named.with_changes({"assets/characters/ada.yaml": None})
    assert named.facet("scenes/001#called.1A") is not None
    assert stranger.facet("scenes/001#called.1A") is None


def test_where_an_element_was_seen_last() -> None:
    assert STORY.last_seen("3", "ada") == "001"
    assert STORY.last_seen("A2", "ada") == "001"
    assert STORY.last_seen("1", "ada") is None
    assert STORY.last_seen("3", "lamp") is None


def test_the_time_between_two_scenes_is_the_widest_jump_between_them() -> None:
    sooner = STORY.with_changes({"scenes/A002/scene.yaml": Summary("scene", "c", {}, {"jump": "short"})})
    assert STORY.facet("scenes/003#jump.001") is not None
    assert sooner.facet("scenes/003#jump.001") == STORY.facet("scenes/003#jump.001"), "the new day is wider than both"
    assert sooner.facet("scenes/A002#jump.001") != STORY.facet("scenes/A002#jump.001")
    assert STORY.facet("scenes/003#jump.002") is None, "an omitted scene takes no time"
    assert STORY.scenes_since("001", "003") == ("A002", "003")


def test_a_scene_whose_shots_are_not_made_may_hold_anybody() -> None:
    assert STORY.unmade_since("001", "3") == "A002"
    assert STORY.unmade_since("", "3") == "A002"
    assert STORY.unmade_since("001", "A2") is None


def test_changes_make_another_story_and_leave_the_first() -> None:
    without = STORY.with_changes({"assets/props/lamp.yaml": None})
    assert "assets/props/lamp.yaml" not in without
    assert "assets/props/lamp.yaml" in STORY
    assert without.get("assets/props/lamp.yaml") is None
    assert STORY.paths({"shots", "visuals"}) == [
        "scenes/001/shots.yaml",
        "scenes/001/visuals.yaml",
        "scenes/003/shots.yaml",
    ]
    assert STORY.mode == "screenplay"

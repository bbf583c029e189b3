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
        "assets/props/lamp.yaml": Summary("prop", "l", {"look": "dim"}, {"kind": "prop", "scenes": ["1", "3"]}),
        "assets/characters/ada.yaml": Summary("character", "a", {}, {"kind": "character", "scenes": ["3"]}),
        "scenes/001/shots.yaml": Summary(
            "shots", "x", {}, {"elements": {"ada": "1A"}, "changes": [["ada", ["wet"], []], ["lamp", ["lit"], []]]}
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
    assert STORY.facet("assets/props/lamp.yaml#look") == "dim"
    assert STORY.facet("assets/props/lamp.yaml#gone") is None
    assert STORY.facet("assets/props/gone.yaml#look") is None
    assert STORY.end_state("001", "ada") == ("torn", "wet")
    end = STORY.facet("scenes/001#end.ada")
    assert end is not None
    assert end == STORY.facet("scenes/001#end.ada")
    drier = STORY.with_changes({"scenes/001/visuals.yaml": Summary("visuals", "v", {}, {"elements": {"ada": []}})})
    assert drier.facet("scenes/001#end.ada") != end
    assert STORY.facet("scenes/001#end.nobody") == STORY.facet("scenes/003#end.nobody"), "nothing is nothing"


def test_where_an_element_was_seen_last() -> None:
    assert STORY.last_seen("3", "ada") == "001"
    assert STORY.last_seen("A2", "ada") == "001"
    assert STORY.last_seen("1", "ada") is None
    assert STORY.last_seen("3", "lamp") is None


def test_the_gap_between_two_scenes_is_all_the_jumps_between_them() -> None:
    gap = STORY.facet("scenes/003#gap.001")
    sooner = STORY.with_changes({"scenes/A002/scene.yaml": Summary("scene", "c", {}, {"jump": "short"})})
    assert gap is not None
    assert sooner.facet("scenes/003#gap.001") != gap
    assert sooner.facet("scenes/A002#gap.001") != STORY.facet("scenes/A002#gap.001")


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

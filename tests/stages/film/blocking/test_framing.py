"""How a shot's size, angle and line of action decide where people stand in the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.model.shots import Axis, ShotCharacter, SpokenLine
from tests.stages.film.blocking.stage import ASSETS, after, block, shot

if TYPE_CHECKING:
    from storyforge.model.blocking import Blocking


def seen(blocking: Blocking) -> dict[str, tuple[str, str, str]]:
    """Side, depth and facing of everybody at the start."""
    return {entry.id: (entry.side, entry.depth, entry.faces) for entry in blocking.start}


def test_over_the_shoulder_the_listener_is_near_and_turned_away() -> None:
    (blocking,) = block(shot(0, size="OTS"))
    assert seen(blocking) == {"anna": ("left", "mid", "3q-right"), "boris": ("far-right", "near", "back-left")}
    (reverse,) = block(shot(0, "", "boris", "anna", size="OTS"))
    assert seen(reverse) == {"boris": ("right", "mid", "3q-left"), "anna": ("far-left", "near", "back-right")}


def test_two_face_each_other_in_one_plane() -> None:
    (blocking,) = block(shot(0, size="TWO"))
    assert seen(blocking) == {"anna": ("left", "mid", "3q-right"), "boris": ("right", "mid", "3q-left")}


@pytest.mark.parametrize("size", ["MS", "MCU", "CU"])
def test_who_looks_to_the_right_has_room_on_the_right(size: str) -> None:
    axis = Axis(left="anna", right="boris", looks="right")
    (blocking,) = block(shot(0, "", "anna", size=size, axis=axis))
    assert seen(blocking) == {"anna": ("left", "mid", "3q-right")}


def test_somebody_alone_stands_in_the_centre() -> None:
    (blocking,) = block(shot(0, "", "anna"))
    assert blocking.start[0].side == "centre"


def test_three_make_a_triangle_in_a_wide_shot() -> None:
    (blocking,) = block(shot(0, "", "anna", "carla", "boris", size="LS", axis=None))
    assert {slug: found[:2] for slug, found in seen(blocking).items()} == {
        "anna": ("left", "mid"),
        "carla": ("centre", "far"),
        "boris": ("right", "mid"),
    }


def test_who_is_in_the_background_is_far() -> None:
    one = shot(0, "", size="MLS")
    behind = tuple(
        ShotCharacter(id=p.id, prominence="background" if p.id == "boris" else "foreground") for p in one.characters
    )
    (blocking,) = block(one.model_copy(update={"characters": behind}))
    assert seen(blocking)["boris"][1] == "far"


def test_twelve_people_stand_in_two_rows_and_nobody_inside_anybody() -> None:
    people = ("anna", "boris", "carla", "nurse", "guards")
    (blocking,) = block(shot(0, "", *people, size="LS"))
    assert len({(entry.side, entry.depth) for entry in blocking.start}) == 5


def test_who_is_only_heard_is_not_placed() -> None:
    line = SpokenLine(character="boris", text="Here!", extension="O.S.")
    (blocking,) = block(shot(0, dialogue=(line,)))
    assert [entry.id for entry in blocking.start] == ["anna"]
    thought = SpokenLine(character="anna", text="Well.", extension="V.O.")
    (over,) = block(shot(0, dialogue=(thought,)))
    assert "anna" in seen(over), "the subject is always there"


def test_whose_eyes_we_see_with_is_not_in_the_picture() -> None:
    (blocking,) = block(shot(0, angle="POV", subject="boris", continuity=("seen by anna",)))
    assert [entry.id for entry in blocking.start] == ["boris"]


def test_an_insert_shows_its_prop_alone() -> None:
    (blocking,) = block(shot(0, "Anna takes the LETTER.", size="INSERT", subject="letter", props=("letter",)))
    assert blocking.start == ()
    assert [(prop.id, prop.side) for prop in blocking.props] == [("letter", "centre")]


def test_a_prop_lies_beside_who_uses_it_where_the_words_say() -> None:
    blocking = after("Anna looks at the lamp. The letter lies on the floor.", props=("lamp", "letter"))
    assert [(prop.id, prop.side, prop.lies) for prop in blocking.props] == [
        ("lamp", "centre", "table"),
        ("letter", "left", "floor"),
    ]


def test_who_embraces_stands_next_to_the_other_in_profile() -> None:
    blocking = after("Anna hugs Boris.")
    assert [(entry.id, entry.faces, entry.touches) for entry in blocking.end] == [
        ("anna", "right", "boris"),
        ("boris", "left", "anna"),
    ]


def test_who_is_touched_is_placed_though_the_shot_does_not_list_them() -> None:
    blocking = after("Anna hugs Boris.", "anna", axis=None)
    assert {entry.id for entry in blocking.start} == {"anna", "boris"}


def test_who_comes_closer_ends_beside_the_other() -> None:
    blocking = after("Anna comes closer.", size="LS")
    assert [(entry.side, entry.pose) for entry in blocking.end] == [("centre", "walk")]


def test_who_walks_through_the_frame_alone_starts_at_one_side() -> None:
    blocking = after("Anna walks along the wall.", "anna", size="LS")
    assert (blocking.start[0].side, blocking.end[0].side) == ("left", "right")


def test_a_chase_goes_one_way() -> None:
    blocking = after("Anna runs. Boris runs after her.", size="LS", move="track")
    assert {entry.faces for entry in blocking.at_end()} == {"right"}
    assert blocking.toward == "right"


def test_a_tight_shot_shows_who_is_stepping_in() -> None:
    blocking = after("Anna comes in.", "anna", size="MCU")
    assert (blocking.start[0].side, blocking.start[0].pose) == ("far-left", "walk")


def test_a_wide_shot_shows_that_somebody_sits_and_a_close_one_what_their_hands_do() -> None:
    sits = shot(0, "Anna sits at the table.")
    assert block(sits, shot(1, "Anna points.", size="LS"))[1].end == ()
    assert block(sits, shot(1, "Anna points.", size="MS"))[1].end[0].pose == "point"


def test_a_pan_goes_to_who_is_new() -> None:
    _, blocking = block(shot(0, "", "anna", size="LS"), shot(1, "", "anna", "boris", size="LS", move="pan"))
    assert blocking.toward in ("left", "right")
    assert after("Boris leaves.", move="pan").toward == "right"
    assert after("The lamp.", move="tilt").toward == "up"
    assert after("Anna sits.").toward == ""


def test_names_are_known_by_their_assets() -> None:
    assert {"anna", "letter", "kitchen"} <= set(ASSETS)

"""What a shot list says is what the picture shows: asked of the take, never of pixels."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.lenses import number, table
from storyforge.media.previz.review import faults
from storyforge.media.previz.take import Take
from storyforge.model.blocking import PlacedProp
from tests.media.previz.shots import KITCHEN, STREET, shot

if TYPE_CHECKING:
    from storyforge.media.previz.display import Box
    from storyforge.media.previz.where import Seen
    from storyforge.model.framing import FrameSpec, PlaceSeen

SIDES = ("far-left", "left", "centre", "right", "far-right")
FACES = ("camera", "3q-left", "faces:left", "back-left", "away", "back-right", "faces:right", "3q-right")
MOVES = ("static", "push in", "pull out", "pan", "tilt", "track", "crane", "zoom", "handheld", "rack focus")


def head(seen: Seen) -> Box:
    assert seen.head is not None
    return seen.head


def middle(seen: Seen) -> float:
    box = head(seen)
    return (box[0] + box[2]) / 2


def share_below_head(spec: FrameSpec) -> float:
    """How much of a standing figure lies between the top of the head and the lower edge of the frame."""
    take = Take.of(spec)
    seen = take.where(0.0)[spec.subject]
    standing = take.stage.cast.of(spec.subject)
    assert standing is not None
    return (HEIGHT - head(seen)[1]) / seen.scale / standing.look.height


@pytest.mark.parametrize("place", [KITCHEN, STREET], ids=["inside", "outside"])
@pytest.mark.parametrize(("size", "share"), [("MLS", 0.75), ("MS", 0.5), ("MCU", 1 / 3)])
def test_a_size_crops_a_standing_figure_where_the_craft_says(size: str, share: float, place: PlaceSeen) -> None:
    assert share_below_head(shot(size, "anna left 3q-right", place=place)) == pytest.approx(share, rel=0.1)


def test_a_long_shot_has_the_whole_figure_with_air() -> None:
    box = Take.of(shot("LS", "anna", place=STREET)).where(0.0)["anna"].box
    assert box[1] > 0.03 * HEIGHT
    assert box[3] < 0.97 * HEIGHT
    assert box[3] - box[1] > 0.6 * HEIGHT


def test_in_an_extreme_long_shot_a_figure_has_at_most_a_sixth_of_the_height() -> None:
    box = Take.of(shot("ELS", "anna", place=STREET)).where(0.0)["anna"].box
    assert 0.08 * HEIGHT < box[3] - box[1] <= HEIGHT / 6


@pytest.mark.parametrize(("size", "share"), [("CU", 2 / 3), ("ECU", 1.3)])
def test_a_close_up_is_measured_by_the_head(size: str, share: float) -> None:
    box = head(Take.of(shot(size, "anna")).where(0.0)["anna"])
    assert box[3] - box[1] == pytest.approx(share * HEIGHT, rel=0.1)


def test_children_and_grown_people_are_both_framed_as_what_they_are() -> None:
    assert share_below_head(shot("MS", "cleo")) == pytest.approx(0.5, rel=0.1)
    both = Take.of(shot("TWO", "cleo left", "boris right")).where(0.0)
    assert all(head(seen)[1] > 0 and head(seen)[3] < HEIGHT for seen in both.values())


@pytest.mark.parametrize(
    ("angle", "low", "high"), [("eye", 0.40, 0.50), ("low", 0.60, 0.90), ("high", -9.0, 0.33), ("dutch", 0.40, 0.50)]
)
@pytest.mark.parametrize("size", ["LS", "MS", "CU"])
def test_an_angle_puts_the_horizon_where_the_craft_says(angle: str, low: float, high: float, size: str) -> None:
    camera = Take.of(shot(size, "anna", angle=angle)).camera(0.0)
    assert low <= camera.horizon() / HEIGHT <= high


def test_a_dutch_angle_tilts_the_horizon() -> None:
    assert 8 <= abs(Take.of(shot("MS", "anna", angle="dutch")).camera(0.0).roll) <= 15


def test_over_the_shoulder_shows_a_face_and_the_back_of_a_head_at_the_edge() -> None:
    spec = shot("OTS", "anna right 3q-left", "boris left near back-right")
    seen = Take.of(spec).where(0.0)
    assert middle(seen["boris"]) < 0.25 * WIDTH
    assert middle(seen["anna"]) > 0.5 * WIDTH
    assert seen["boris"].distance < seen["anna"].distance - 0.8
    assert seen["anna"].hidden == 0
    assert head(seen["boris"])[3] - head(seen["boris"])[1] > 1.3 * (head(seen["anna"])[3] - head(seen["anna"])[1])


def test_over_the_shoulder_works_between_one_who_sits_and_one_who_stands() -> None:
    for near, far in (("sit at:table", "stand"), ("stand", "sit at:table")):
        spec = shot("OTS", f"anna right 3q-left {far}", f"boris left near back-right {near}")
        assert faults(spec) == []
        assert head(Take.of(spec).where(0.0)["boris"])[3] > 0


def test_what_the_blocking_says_at_the_end_is_all_that_changes() -> None:
    spec = shot("LS", "anna left walk faces:right", "boris right", end=["anna centre walk faces:right"])
    take = Take.of(spec)
    first, last = take.where(0.0), take.where(1.0)
    assert take.figures_move
    assert not take.camera_moves
    assert first["boris"] == last["boris"]
    assert middle(last["anna"]) - middle(first["anna"]) == pytest.approx(0.22 * WIDTH, abs=4)


def test_a_static_shot_in_which_nobody_moves_is_one_picture() -> None:
    take = Take.of(shot("TWO", "anna left", "boris right"))
    assert [take.figures_move, take.camera_moves, take.alive] == [False] * 3
    assert take.display(0.0) == take.display(0.7)


def test_somebody_enters_from_the_left_and_somebody_leaves_to_the_right() -> None:
    entering = Take.of(shot("MLS", "boris right", "anna off-left walk", end=["anna left walk"], subject="boris"))
    assert "anna" not in entering.where(0.0) or head(entering.where(0.0)["anna"])[2] < 0
    assert 0.2 * WIDTH < middle(entering.where(1.0)["anna"]) < 0.4 * WIDTH
    leaving = Take.of(shot("MLS", "anna right walk", "boris left", end=["anna off-right walk"], subject="boris"))
    assert "anna" not in leaving.where(1.0) or head(leaving.where(1.0)["anna"])[0] > WIDTH


def test_the_camera_goes_up_with_one_who_rises_in_a_close_shot_and_waits_in_a_wide_one() -> None:
    close = Take.of(shot("MCU", "anna sit at:table", end=["anna stand at:table"]))
    wide = Take.of(shot("LS", "anna sit at:table", end=["anna stand at:table"]))
    assert close.camera(1.0).position[1] > close.camera(0.0).position[1] + 0.2
    assert wide.camera(0.0) == wide.camera(1.0)
    for take in (close, wide):
        assert all(head(take.where(t)["anna"])[1] > 0 for t in (0.0, 1.0))


def test_who_sits_always_sits_on_something() -> None:
    for place in (KITCHEN, STREET):
        stage = Take.of(shot("LS", "anna left sit", place=place)).stage
        x, _, z = stage.cast.start[0].position
        under = [p for p in stage.pieces if hasattr(p, "base") and math.hypot(p.base[0] - x, p.base[2] - z) < 0.4]
        assert any(0.3 < piece.base[1] + piece.height < 0.6 for piece in under if hasattr(piece, "height"))


def test_who_is_at_a_piece_of_the_set_is_there() -> None:
    take = Take.of(shot("LS", "anna left 3q-right at:window", place=KITCHEN))
    stage = take.stage
    spot = stage.setting.spots["window"]
    there = stage.turn.point(spot.beside or spot.position)
    here = stage.cast.start[0].position
    assert math.hypot(there[0] - here[0], there[2] - here[2]) < 0.35


def test_a_reverse_angle_shows_another_wall() -> None:
    one = Take.of(shot("MCU", "anna left 3q-right")).stage.turn.yaw
    other = Take.of(shot("MCU", "boris right 3q-left")).stage.turn.yaw
    assert abs(one - other) > 60


def test_an_embrace_brings_two_together_and_a_fight_keeps_them_at_arms_length() -> None:
    for pose, nearest, furthest in (("hug", 0.2, 0.5), ("fight", 0.45, 0.95), ("hand-over", 0.5, 1.0)):
        spec = shot("TWO", f"anna left {pose} faces:right touches:boris", f"boris right {pose} faces:left touches:anna")
        a, b = Take.of(spec).stage.figures(0.0)[:2]
        gap = math.hypot(a.position[0] - b.position[0], a.position[2] - b.position[2])
        assert nearest < gap < furthest
        assert a.partner is not None


def test_a_group_is_several_figures_of_one_look_and_extras_stand_behind() -> None:
    take = Take.of(shot("LS", "anna left", "guards right", extras=6, place=STREET))
    figures = take.stage.figures(0.0)
    guards = [figure for figure in figures if figure.id == "guards"]
    assert 2 <= len(guards) <= 4
    assert len({guard.appearance for guard in guards}) == 1
    extras = [figure for figure in figures if figure.id.startswith("extra")]
    assert len(extras) >= 4
    assert all(figure.position[2] > 0.8 for figure in extras)
    assert not faults(take.spec)


@pytest.mark.parametrize("thing", ["letter", "pistol", "kettle", "ring"])
def test_an_insert_shows_its_thing_large(thing: str) -> None:
    spec = shot("INSERT", things=[thing], subject=thing)
    box = Take.of(spec).where(0.0)[thing].box
    assert max((box[2] - box[0]) / WIDTH, (box[3] - box[1]) / HEIGHT) > 1 / 3
    assert faults(spec) == []


def test_a_thing_on_the_table_is_in_the_picture() -> None:
    spec = shot(
        "MLS", "anna left 3q-right", things=["kettle"], props=[PlacedProp(id="kettle", side="right", lies="table")]
    )
    box = Take.of(spec).where(0.0)["kettle"].box
    assert 0 < box[0] < box[2] < WIDTH
    assert 0 < box[1] < box[3] < HEIGHT


def test_moves_do_what_their_names_say() -> None:
    def at(move: str, t: float, **more: str) -> tuple[Take, Seen]:
        take = Take.of(shot("MS", "anna left", move=move, **more))  # type: ignore[arg-type]
        return take, take.where(t)["anna"]

    assert at("push in", 1.0)[1].scale > 1.2 * at("push in", 0.0)[1].scale
    assert at("pull out", 1.0)[1].scale < 0.85 * at("pull out", 0.0)[1].scale
    assert at("zoom", 1.0)[1].scale > 1.2 * at("zoom", 0.0)[1].scale
    assert at("zoom", 1.0)[0].camera(1.0).position == at("zoom", 0.0)[0].camera(0.0).position
    assert middle(at("pan", 1.0, toward="right")[1]) < middle(at("pan", 0.0, toward="right")[1]) - 60
    assert middle(at("track", 1.0, toward="left")[1]) > middle(at("track", 0.0, toward="left")[1]) + 60
    assert at("crane", 1.0)[0].camera(1.0).position[1] > at("crane", 0.0)[0].camera(0.0).position[1] + 0.5
    assert head(at("tilt", 1.0)[1])[1] > head(at("tilt", 0.0)[1])[1] + 60
    wobble = at("handheld", 0.4)[0]
    assert 0 < abs(wobble.camera(0.4).yaw - wobble.camera(0.1).yaw) < 1.5


def test_a_dolly_has_parallax_and_a_pan_has_none() -> None:
    spec = shot("LS", "anna left", "boris right far", move="track", toward="right", place=STREET)
    first, last = Take.of(spec).where(0.0), Take.of(spec).where(1.0)
    near = abs(middle(first["anna"]) - middle(last["anna"]))
    far = abs(middle(first["boris"]) - middle(last["boris"]))
    assert near > 1.2 * far


_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failing shot is told as it is: every step of making it smaller would be drawn too."""
people = st.lists(st.sampled_from(["anna", "boris", "cleo", "dan"]), min_size=1, max_size=4, unique=True)


@settings(max_examples=25, deadline=None, phases=_PHASES, derandomize=True)
@given(data=st.data(), ids=people)
def test_whatever_the_blocking_says_the_subject_is_seen(data: st.DataObject, ids: list[str]) -> None:
    size = data.draw(st.sampled_from(["ELS", "LS", "MLS", "MS", "MCU", "CU", "TWO"]))
    ids = ids[:2] if size in {"MCU", "CU"} else ids
    sides = data.draw(st.permutations(SIDES))
    said = [
        f"{slug} {side} {data.draw(st.sampled_from(FACES))} {data.draw(st.sampled_from(['mid', 'mid', 'far']))} "
        f"{data.draw(st.sampled_from(['stand', 'stand', 'sit', 'kneel', 'point', 'lie', 'arms-crossed']))}"
        for slug, side in zip(ids, sides, strict=False)
    ]
    spec = shot(
        size,
        *said,
        move=data.draw(st.sampled_from(MOVES)),
        place=STREET,
    )
    assert [fault for fault in faults(spec) if fault.kind in {"head outside", "hidden", "size"}] == []


@settings(max_examples=15, deadline=None, derandomize=True)
@given(data=st.data(), ids=people)
def test_no_two_bodies_are_in_one_another(data: st.DataObject, ids: list[str]) -> None:
    said = [f"{slug} {data.draw(st.sampled_from(SIDES))} {data.draw(st.sampled_from(['mid', 'far']))}" for slug in ids]
    stage = Take.of(shot(data.draw(st.sampled_from(["LS", "MLS", "MS", "TWO"])), *said, place=STREET)).stage
    for a, b in combinations(stage.figures(0.0), 2):
        assert math.hypot(a.position[0] - b.position[0], a.position[2] - b.position[2]) > 0.45


def test_every_number_of_the_table_is_there_for_every_size_and_angle() -> None:
    assert set(table()["sizes"]) == {"ELS", "ELS-inside", "LS", "MLS", "MS", "TWO", "MCU", "OTS", "CU", "ECU", "INSERT"}
    assert set(table()["angles"]) == {"eye", "high", "low", "overhead", "dutch", "POV"}
    assert number("sides", "left") == -number("sides", "right")


def test_the_establishing_frame_is_the_place_alone() -> None:
    take = Take.establishing(shot("CU", "anna", extras=3, move="push in"))
    assert take.stage.figures(0.0) == ()
    assert not take.camera_moves

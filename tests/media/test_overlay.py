"""Tags and arrows over frames: they say what the shot says, and cover nobody's face."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.media import page_png
from storyforge.media.fonts import Fonts
from storyforge.media.overlay import overlay
from storyforge.media.overlay_arrows import HEIGHT, RED, WIDTH, along_floor, arrow, camera_arrows, clip
from storyforge.media.overlay_tags import Wish, overlaps, place
from storyforge.media.page import Line, Shape, Text
from storyforge.media.page_svg import svg
from storyforge.media.page_text import Setter
from storyforge.media.previz.take import Take
from storyforge.model.blocking import Blocking, Placed
from storyforge.model.framing import FrameSpec, PersonSeen, PlaceSeen

if TYPE_CHECKING:
    from storyforge.media.page import Box, Item, Point

SETTER = Setter(Fonts.of([""]))
ROOM: Box = (10.0, 10.0, 1270.0, 710.0)
CAST = (PersonSeen("ruth", "Ruth", rank=0), PersonSeen("nora", "Nora", rank=1), PersonSeen("agnes", "Agnes", rank=2))


def spec(
    *start: Placed, end: tuple[Placed, ...] = (), size: str = "LS", move: str = "static", people: int = 3
) -> FrameSpec:
    return FrameSpec(
        shot="1A", scene="1", frames=96, rate=Fraction(24), size=size, angle="eye", move=move, subject="ruth",
        blocking=Blocking(start=start, end=end), place=PlaceSeen("hall", "Hall"), people=CAST[:people],
        setting_seed="hall/",
    )  # fmt: skip


RUTH = Placed(id="ruth", side="left", faces="3q-right")
NORA = Placed(id="nora", side="right", faces="3q-left")


def laid(shot: FrameSpec, **what: bool) -> list[Item]:
    return overlay(Take.of(shot), SETTER, **what)


def said(items: list[Item]) -> list[str]:
    return [item.text for item in items if isinstance(item, Text)]


def plates(items: list[Item]) -> list[Box]:
    """The boxes of tags and of the move's name: white, with four corners."""
    white = [i.points for i in items if isinstance(i, Shape) and i.colour == (255, 255, 255) and len(i.points) == 4]
    return [(points[0][0], points[0][1], points[2][0], points[2][1]) for points in white]


def solid(items: list[Item]) -> list[list[Point]]:
    return [
        list(item.points) for item in items if isinstance(item, Shape) and item.colour == RED and len(item.points) == 7
    ]


boxes = st.tuples(st.floats(-200, 1300), st.floats(-200, 750), st.floats(5, 500), st.floats(5, 700)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)
wishes = st.lists(st.tuples(st.floats(40, 260), st.floats(25, 60), boxes), max_size=7).map(
    lambda rows: [Wish(f"p{number}", *row) for number, row in enumerate(rows)]
)


@given(wishes, st.lists(boxes, max_size=8))
def test_tags_never_collide_and_never_cover_a_face(wanted: list[Wish], faces: list[Box]) -> None:
    found = place(wanted, faces, ROOM)
    spots = list(found.values())
    for index, box in enumerate(spots):
        assert ROOM[0] <= box[0] <= box[2] <= ROOM[2] + 1e-6
        assert ROOM[1] <= box[1] <= box[3] <= ROOM[3] + 1e-6
        assert not any(overlaps(box, other) for other in [*faces, *spots[:index]])
    assert found == place(list(reversed(wanted)), faces, ROOM)


@given(st.lists(boxes, min_size=1, max_size=6))
def test_where_there_is_room_nobody_goes_without_a_tag(figures: list[Box]) -> None:
    wanted = [Wish(f"p{number}", 150, 35, figure) for number, figure in enumerate(figures)]
    assert len(place(wanted, [], ROOM)) == len(figures)


@given(boxes, st.lists(boxes, max_size=6))
@settings(max_examples=40)
def test_no_free_place_is_nearer_than_the_one_that_is_taken(figure: Box, faces: list[Box]) -> None:
    wish = Wish("a", 150.0, 35.0, figure)

    def away(box: Box) -> float:
        return abs(box[0] - min(max((figure[0] + figure[2] - 150) / 2, 10), 1120)) + 1.6 * abs(
            box[1] - min(max(figure[3] + 4, 10), 675)
        )

    grid = [(float(x), float(y), x + 150.0, y + 35.0) for x in range(10, 1121, 37) for y in range(10, 676, 19)]
    free = [away(box) for box in grid if not any(overlaps(box, face, 4.1) for face in faces)]
    found = place([wish], faces, ROOM).get("a")
    assert free == [] if found is None else away(found) <= min(free, default=away(found)) + 1e-6


def test_a_tag_stands_under_its_figure_or_where_the_frame_ends() -> None:
    assert place([Wish("a", 100, 30, (200, 100, 300, 500))], [], ROOM)["a"] == (200, 504, 300, 534)
    assert place([Wish("a", 100, 30, (200, 100, 300, 900))], [], ROOM)["a"] == (200, 680, 300, 710)
    assert place([Wish("a", 1300, 30, (200, 100, 300, 900))], [], ROOM) == {}
    assert place([Wish("a", 100, 30, (0, 0, 9, 9))], [(0, 0, 1280, 720)], ROOM) == {}


@pytest.mark.parametrize("size", ["ELS", "LS", "MLS", "MS", "MCU", "CU", "OTS", "TWO"])
def test_everyone_in_a_shot_has_a_tag_beside_all_faces(size: str) -> None:
    shot = spec(RUTH, NORA, size=size, people=2)
    items = laid(shot)
    assert sorted(said(items)) == sorted(
        person.name for person in CAST[:2] if person.id in Take.of(shot).where(0.0)
    ) or size in {"CU", "MCU"}
    heads = [seen.head for seen in Take.of(shot).where(0.0).values() if seen.head and seen.hidden < 0.9]
    for box in plates(items):
        assert not any(overlaps(box, head) for head in heads)


def test_a_tag_has_the_colour_of_its_figure() -> None:
    take = Take.of(spec(RUTH, NORA, people=2))
    cloth = {figure.appearance.cloth for figure in take.stage.figures(0.0)}
    assert cloth <= {item.colour for item in overlay(take, SETTER) if isinstance(item, Shape)}


MOVES = {
    "push in": 4, "pull out": 4, "pan right": 1, "whip": 1, "tilt": 1, "crane down": 1, "track left": 1, "track in": 1,
    "zoom": 4,
}  # fmt: skip


@pytest.mark.parametrize("move", MOVES)
def test_every_move_of_the_camera_has_its_arrows_and_its_name(move: str) -> None:
    items = laid(spec(RUTH, NORA, move=move, people=2), names=False)
    assert len(solid(items)) == MOVES[move]
    assert said(items) == [move.upper()]
    xs = [x for item in items if isinstance(item, Line | Shape) for x, _ in item.points]
    ys = [y for item in items if isinstance(item, Line | Shape) for _, y in item.points]
    assert 0 <= min(xs) <= max(xs) <= WIDTH
    assert 0 <= min(ys) <= max(ys) <= HEIGHT


def test_a_camera_that_stands_and_people_who_stay_have_no_arrow() -> None:
    assert laid(spec(RUTH, NORA, people=2), names=False) == []
    assert camera_arrows("static", "") == ([], [])


def test_hand_held_is_a_wavy_line_and_a_change_of_focus_a_word() -> None:
    wave = laid(spec(RUTH, move="handheld", people=1), names=False)
    assert solid(wave) == []
    assert max(len(item.points) for item in wave if isinstance(item, Line)) > 20
    focus = laid(spec(RUTH, move="rack focus", people=1), names=False)
    assert said(focus) == ["RACK FOCUS"]


@pytest.mark.parametrize(
    ("kind", "toward", "way"),
    [("pan", "right", (1, 0)), ("pan", "left", (-1, 0)), ("tilt", "up", (0, -1)), ("tilt", "down", (0, 1)),
     ("crane", "up", (0, -1)), ("track", "left", (-1, 0)), ("track", "in", (0, -1)), ("track", "out", (0, 1))],
)  # fmt: skip
def test_arrows_point_where_the_camera_goes(kind: str, toward: str, way: tuple[int, int]) -> None:
    (points,) = solid(camera_arrows(kind, toward)[0])
    tail, tip = ((points[0][0] + points[6][0]) / 2, (points[0][1] + points[6][1]) / 2), points[3]
    dx, dy = tip[0] - tail[0], tip[1] - tail[1]
    assert dx * way[0] + dy * way[1] > 100
    assert abs(dx * way[1] + dy * way[0]) < 1


def test_corner_arrows_point_inwards_for_a_push_and_outwards_for_a_pull() -> None:
    for kind, inwards in (("push-in", True), ("pull-out", False)):
        for points in solid(camera_arrows(kind, "")[0]):
            tail, tip = abs(points[0][0] - WIDTH / 2), abs(points[3][0] - WIDTH / 2)
            assert (tip < tail) == inwards


def test_who_walks_has_an_arrow_along_the_floor_from_where_to_where() -> None:
    shot = spec(RUTH, end=(replace_side(RUTH, "right", "walk"),), people=1)
    (points,) = solid(laid(shot, names=False))
    take = Take.of(shot)
    start, end = take.where(0.0)["ruth"], take.where(1.0)["ruth"]
    assert points[3][0] > points[0][0] + 200
    assert points[3][0] == pytest.approx((end.box[0] + end.box[2]) / 2, abs=70)
    assert points[0][1] == pytest.approx(start.box[3], abs=60)


def replace_side(placed: Placed, side: str, pose: str) -> Placed:
    return placed.model_copy(update={"side": side, "pose": pose})


def test_who_leaves_the_picture_has_an_arrow_to_its_edge() -> None:
    shot = spec(RUTH, NORA, end=(replace_side(NORA, "off-right", "walk"),), people=2)
    (points,) = solid(laid(shot, names=False))
    assert WIDTH - 40 < points[3][0] <= WIDTH


def test_whoever_walks_passes_above_the_rails_of_the_camera() -> None:
    shot = spec(RUTH, end=(replace_side(RUTH, "right", "walk"),), size="MS", move="track right", people=1)
    way, rails = solid(laid(shot, names=False))
    assert max(y for _, y in way) < min(y for _, y in rails)


@given(st.tuples(st.floats(-900, 2200), st.floats(-300, 1000)), st.tuples(st.floats(-900, 2200), st.floats(-300, 1000)))
def test_ways_are_cut_at_the_frame(start: Point, end: Point) -> None:
    box = (0.0, 0.0, WIDTH, HEIGHT)
    cut = clip(start, end, box)
    for x, y in cut or ():
        assert -1e-6 <= x <= WIDTH + 1e-6
        assert -1e-6 <= y <= HEIGHT + 1e-6
    inside = all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in (start, end))
    if inside:
        assert cut is not None
        assert [*cut[0], *cut[1]] == pytest.approx([*start, *end])
    for points in solid(along_floor(start, end, (300.0, 300.0))):
        assert all(-40 <= x <= WIDTH + 40 for x, _ in points)


def test_an_arrow_without_a_length_is_nothing() -> None:
    assert arrow((5, 5), (5, 5), 10) == []
    assert along_floor((5, 5), (15, 5), (10, 10)) == []


def test_an_overlay_is_pixels_or_svg_and_the_same_each_time() -> None:
    shot = spec(RUTH, NORA, move="push in", people=2)
    layer = page_png.layer(laid(shot), 640, 360, 0.5)
    assert layer.tobytes() == page_png.layer(laid(shot), 640, 360, 0.5).tobytes()
    assert layer.getpixel((320, 100)) == (0, 0, 0, 0)
    drawn = svg(laid(shot), WIDTH, HEIGHT)
    assert drawn.count("<text") == 3
    assert ">PUSH IN</text>" in drawn


def test_letters_may_be_larger_for_small_pictures() -> None:
    shot = replace(spec(RUTH, NORA, people=2), size="TWO")
    small, large = (overlay(Take.of(shot), SETTER, letters=size) for size in (25.0, 40.0))
    assert {item.size for item in small if isinstance(item, Text)} == {25.0}
    assert {item.size for item in large if isinstance(item, Text)} == {40.0}

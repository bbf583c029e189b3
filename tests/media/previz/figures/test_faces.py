"""Faces: direction first, feeling next, and as much of both as there are pixels for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from storyforge.media.previz.camera import Camera
from storyforge.media.previz.colours import light_of
from storyforge.media.previz.display import DisplayList
from storyforge.media.previz.figures import Figure, Look, draw_figure, joints
from storyforge.media.previz.figures.face import Sight, features
from storyforge.media.previz.figures.feelings import feeling
from storyforge.media.previz.figures.figure import Hair, Hat
from storyforge.media.previz.figures.pen import Mark, Pen
from storyforge.model.blocking import Feeling
from tests.media.previz.figures.seeing import flat, shapes

DAY = light_of("DAY", inside=True)
CLOSE = Camera((0.0, 1.62, -2.5), vfov=10)
FEELINGS = get_args(Feeling)


def face(yaw: float = 0.0, feels: Feeling = "neutral", camera: Camera = CLOSE, *, speaking: bool = False) -> list[Mark]:
    person = Figure("a", (0.0, 0.0, 0.0), yaw, yaw, feels=feels)
    bones = joints(person)
    pen = Pen(DisplayList(), camera, DAY, 0.0, "a", camera.focal / camera.distance(bones.chest.origin))
    found = features(Sight.of(pen, person.appearance, bones), feeling(feels), speaking=speaking)
    assert all(isinstance(mark, Mark) for mark in found)
    return [mark for mark in found if isinstance(mark, Mark)]


def drawn(look: Look, yaw: float = 0.0, **more: Any) -> DisplayList:
    display = DisplayList()
    draw_figure(display, replace(Figure("a", (0.0, 0.0, 0.0), yaw, yaw, appearance=look), **more), CLOSE, DAY, 0.0)
    return display


def test_every_feeling_has_a_face_of_its_own() -> None:
    faces = [tuple(tuple(mark.points) for mark in face(feels=feels)) for feels in FEELINGS]
    assert len(set(faces)) == len(FEELINGS)


def test_brows_and_corners_go_the_way_the_feeling_does() -> None:
    assert feeling("happy").corners > 0 > feeling("sad").corners
    assert feeling("sad").inner > feeling("sad").outer
    assert feeling("angry").inner < 0 < feeling("angry").outer
    assert feeling("surprised").opens > feeling("afraid").opens > feeling("neutral").opens
    assert feeling("asleep").upper == 0


def test_sleepers_have_no_iris() -> None:
    darkest = [min(sum(mark.colour) for mark in face(feels=feels) if not mark.width) for feels in ("neutral", "asleep")]
    assert darkest[0] < darkest[1]


def test_a_speaking_mouth_is_open() -> None:
    assert len(face(speaking=True)) > len(face())


def test_a_profile_has_one_eye_and_the_back_of_a_head_none() -> None:
    assert len(face(0)) > len(face(82)) > 0
    assert face(180) == face(140) == []


@pytest.mark.parametrize(("vfov", "least", "most"), [(165, 0, 0), (90, 2, 8), (10, 18, 40)])
def test_a_face_has_as_much_detail_as_there_are_pixels_for(vfov: float, least: int, most: int) -> None:
    assert least <= len(face(camera=Camera((0.0, 1.62, -2.5), vfov=vfov))) <= most


def test_features_lie_inside_the_head() -> None:
    for yaw in (0, 40, -40, 82):
        bones = joints(Figure("a", (0.0, 0.0, 0.0), yaw, yaw))
        x, y = flat(CLOSE, bones.head.origin)
        reach = 0.13 * CLOSE.focal / CLOSE.distance(bones.head.origin)
        for mark in face(yaw):
            assert all(abs(px - x) < reach and abs(py - y) < reach for px, py in mark.points)


def test_every_kind_of_hair_and_hat_has_its_own_outline() -> None:
    hairs = {tuple(drawn(Look(hair=hair)).shapes) for hair in get_args(Hair)}
    hats = {tuple(drawn(Look(hat=hat)).shapes) for hat in get_args(Hat) if hat != "scarf"}
    assert len(hairs) == len(get_args(Hair))
    assert len(hats) == len(get_args(Hat)) - 1


@pytest.mark.parametrize("what", ["wet", "torn", "bloody", "dirty", "bandaged", "beard", "moustache", "stubble",
                                  "glasses", "scarf", "old"])  # fmt: skip
def test_what_the_story_says_of_a_person_is_seen(what: str) -> None:
    wide = Camera((0.0, 1.4, -3.5), vfov=18)
    pictures = []
    said: dict[str, Any] = {what: True}
    for look in (Look(), replace(Look(), **said)):
        display = DisplayList()
        draw_figure(display, Figure("a", (0.0, 0.0, 0.0), 20, 20, appearance=look), wide, DAY, 0.0)
        pictures.append(display.shapes)
    assert pictures[0] != pictures[1]


def test_long_hair_is_behind_the_face_from_the_front_and_over_the_coat_from_the_back() -> None:
    look = Look(hair="long", hair_colour=(200, 40, 200), cloth=(20, 120, 40))

    def largest(display: DisplayList, wanted: tuple[int, int, int]) -> int:
        def size(index: int) -> float:
            xs, ys = zip(*shapes(display)[index].points, strict=True)
            return float((max(xs) - min(xs)) * (max(ys) - min(ys)))

        return max((i for i, shape in enumerate(shapes(display)) if shape.colour[:3] == wanted), key=size)

    back, front = drawn(look, 180), drawn(look, 0)
    assert largest(back, look.hair_colour) > largest(back, look.cloth)
    falling = min(i for i, shape in enumerate(shapes(front)) if shape.colour[:3] == look.hair_colour)
    assert falling < largest(front, look.skin)


def test_who_the_story_has_asleep_sleeps_whatever_else_is_said() -> None:
    awake, asleep = drawn(Look()), drawn(Look(asleep=True))
    assert awake.shapes != asleep.shapes
    assert drawn(Look(), feels="asleep").shapes == asleep.shapes

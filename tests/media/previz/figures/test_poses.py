"""Every pose from every side: whole, on its feet, with its head where it belongs."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import pytest

from storyforge.media.previz.camera import Camera
from storyforge.media.previz.colours import light_of
from storyforge.media.previz.display import DisplayList
from storyforge.media.previz.figures import Figure, Look, draw_figure, figure_bodies, head_of, joints, top_of
from storyforge.media.previz.figures.limbs import shoe
from storyforge.media.previz.figures.stances import stances
from storyforge.model.blocking import Facing, Pose
from tests.media.previz.figures.seeing import box, flat, points, shapes

if TYPE_CHECKING:
    from storyforge.media.previz.figures.skeleton import Limbs, Skeleton

POSES = get_args(Pose)
YAWS = dict(zip(get_args(Facing), (0, -40, -82, -140, 180, 140, 82, 40), strict=True))
DAY = light_of("DAY", inside=True)
NOT_UPRIGHT = {"lie", "fall"}
MOVING = {"walk", "run", "climb", "dance"}
OFF_FEET = {"sit", "kneel", "crouch", "drive", *NOT_UPRIGHT, *MOVING}
CAMERA = Camera((0.0, 1.1, -5.0), vfov=28)


def figure(pose: Pose = "stand", yaw: float = 0.0, seat: float = 0.0, **more: Any) -> Figure:
    return replace(Figure("anna", (0.0, 0.0, 0.0), yaw, yaw, pose=pose, seat=seat), **more)


def drawn(person: Figure, camera: Camera = CAMERA) -> DisplayList:
    display = DisplayList()
    draw_figure(display, person, camera, DAY, 0.0)
    return display


def soles(bones: Skeleton, limbs: Limbs) -> float:
    return min(centre[1] - radius for centre, radius in shoe(limbs, bones.size))


def test_the_table_has_a_row_for_every_pose_and_no_other() -> None:
    assert set(stances()) == set(POSES)


@pytest.mark.parametrize("pose", POSES)
@pytest.mark.parametrize("seat", [0.0, 0.45, 0.75])
def test_a_pose_is_whole_from_all_eight_sides(pose: Pose, seat: float) -> None:
    for facing, yaw in YAWS.items():
        person = figure(pose, yaw, seat)
        display = drawn(person)
        assert len(shapes(display)) > 60, facing
        assert {shape.owner for shape in shapes(display)} == {"anna"}
        assert all(math.isfinite(c) for point in points(display) for c in point), facing
        left, top, right, bottom = box(display, "anna")
        x, y = flat(CAMERA, head_of(person)[0])
        assert left < x < right, facing
        assert top < y < bottom, facing


@pytest.mark.parametrize("pose", [pose for pose in POSES if pose not in NOT_UPRIGHT])
@pytest.mark.parametrize("seat", [0.0, 0.45, 0.75])
def test_the_head_is_above_the_hips_and_the_feet_are_not_in_the_floor(pose: Pose, seat: float) -> None:
    bones = joints(figure(pose, 30, seat))
    assert head_of(figure(pose, 30, seat))[0][1] > bones.pelvis.origin[1] + 0.3
    assert min(soles(bones, bones.right), soles(bones, bones.left)) > -0.006


@pytest.mark.parametrize("pose", [pose for pose in POSES if pose not in OFF_FEET])
@pytest.mark.parametrize("height", [1.1, 1.5, 1.75, 1.95])
def test_who_stands_stands_on_the_floor(pose: Pose, height: float) -> None:
    bones = joints(figure(pose, appearance=Look(height=height)))
    for limbs in (bones.right, bones.left):
        assert -0.006 < soles(bones, limbs) < 0.035
    assert min(soles(bones, limbs) for limbs in (bones.right, bones.left)) < 0.02


@pytest.mark.parametrize("pose", ["walk", "run"])
@pytest.mark.parametrize("step", range(12))
def test_a_walker_always_has_a_foot_on_or_near_the_floor_and_none_in_it(pose: Pose, step: int) -> None:
    bones = joints(figure(pose, phase=step / 12))
    low = min(soles(bones, bones.right), soles(bones, bones.left))
    assert -0.02 < low < (0.03 if pose == "walk" else 0.09)


def test_a_step_goes_on_without_a_jump() -> None:
    for pose in ("walk", "run", "climb", "dance"):
        for i in range(100):
            a, b = (joints(figure(pose, phase=phase)) for phase in (i / 100, (i + 1) / 100))
            for first, second in ((a.right, b.right), (a.left, b.left)):
                assert math.dist(first.ankle, second.ankle) < 0.10
                assert math.dist(first.palm, second.palm) < 0.10


def test_one_double_step_later_everything_is_as_it_was() -> None:
    first, second = (joints(figure("walk", phase=phase)) for phase in (0.3, 1.3))
    assert math.dist(first.right.ankle, second.right.ankle) < 1e-9


@pytest.mark.parametrize("pose", POSES)
def test_facing_left_is_the_mirror_image_of_facing_right(pose: Pose) -> None:
    for yaw in (40.0, 82.0, 140.0):
        right, left = joints(figure(pose, yaw)), joints(figure(pose, -yaw, left_handed=True))
        for name in ("shoulder", "elbow", "wrist", "palm", "hip", "knee", "ankle", "toe"):
            for a, b in ((right.right, left.left), (right.left, left.right)):
                x, y, z = getattr(b, name)
                assert math.dist(getattr(a, name), (-x, y, z)) < 1e-9, name
        x, y, z = left.head.origin
        assert math.dist(right.head.origin, (-x, y, z)) < 1e-9


@pytest.mark.parametrize("pose", ["stand", "sit", "point", "walk"])
def test_the_mirror_image_is_drawn_as_wide_and_high(pose: Pose) -> None:
    light = replace(DAY, toward=(0.0, -1.0))
    boxes = []
    for yaw, handed, parting in ((40.0, False, 1), (-40.0, True, -1)):
        display = DisplayList()
        look = Look(parting=parting)
        draw_figure(display, figure(pose, yaw, left_handed=handed, appearance=look), CAMERA, light, 0.0)
        boxes.append(box(display, "anna"))
    (left, top, right, bottom), (left2, top2, right2, bottom2) = boxes
    assert left == pytest.approx(1280 - right2, abs=1.5)
    assert right == pytest.approx(1280 - left2, abs=1.5)
    assert (top, bottom) == pytest.approx((top2, bottom2), abs=1.5)


def test_the_same_figure_is_the_same_drawing() -> None:
    person = figure("fight", 40, appearance=Look(torn=True, bloody=True, dirty=True, wet=True, hair="curly"))
    assert drawn(person).shapes == drawn(replace(person)).shapes


@pytest.mark.parametrize(("pose", "seat", "low", "high"), [
    ("stand", 0, 1.70, 1.80), ("sit", 0.45, 1.25, 1.38), ("sit", 0.75, 1.52, 1.68), ("kneel", 0, 1.2, 1.4),
    ("crouch", 0, 0.95, 1.2), ("lie", 0, 0.2, 0.45), ("lie", 0.5, 0.7, 0.95),
])  # fmt: skip
def test_the_top_of_the_head_is_where_people_have_it(pose: Pose, seat: float, low: float, high: float) -> None:
    assert low < top_of(pose, Look(), seat) < high


def test_a_child_is_smaller_with_a_larger_head_for_it() -> None:
    child, adult = (figure(appearance=Look(height=height)) for height in (1.2, 1.75))
    assert head_of(child)[0][1] < head_of(adult)[0][1] * 0.72
    assert head_of(child)[1] > head_of(adult)[1] * 0.8
    assert 6.8 < 1.75 / (2 * head_of(adult)[1]) < 7.7


def test_a_head_turns_as_far_as_a_neck_allows() -> None:
    person = figure(yaw=0.0, look=180.0)
    bones = joints(person)
    assert bones.head.ahead[2] < 0.35
    assert bones.chest.ahead != joints(figure()).chest.ahead


def test_bodies_for_shadows_cover_the_figure() -> None:
    bodies = figure_bodies(figure("point", 82))
    assert {body.owner for body in bodies} == {"anna"}
    reach = max(centre[0] + radius for body in bodies for centre, radius in body.spheres)
    assert reach > 0.6
    assert min(centre[1] - radius for body in bodies for centre, radius in body.spheres) < 0.02


@pytest.mark.parametrize("distance", [4.0, 8.0, 30.0, 120.0])
def test_less_is_drawn_of_who_is_farther_away(distance: float) -> None:
    near = drawn(figure(), Camera((0.0, 1.2, -2.0), vfov=20))
    far = drawn(figure(), Camera((0.0, 1.2, -distance - 0.5), vfov=20))
    assert 0 < len(far.shapes) <= len(near.shapes)


def test_who_is_behind_the_lens_is_not_drawn() -> None:
    assert drawn(figure(position=(0.0, 0.0, -9.0))).shapes == []
    assert drawn(figure(position=(0.0, 0.0, -5.0))).shapes == []


@pytest.mark.parametrize("pitch", [-78, -30, 25])
def test_from_above_and_from_below(pitch: float) -> None:
    p = math.radians(pitch)
    camera = Camera((0.0, 1.2 - 4 * math.sin(p), -4 * math.cos(p)), pitch=pitch, roll=11, vfov=30)
    for yaw in YAWS.values():
        for hat in ("", "hat", "cap", "hood", "crown"):
            display = drawn(figure(yaw=yaw, appearance=Look(hat=hat, hair="long")), camera)
            assert display.shapes
            assert all(math.isfinite(c) for point in points(display) for c in point)

"""Two people: hands meet where they should, and things lie in them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from storyforge.media.previz.camera import Camera
from storyforge.media.previz.colours import light_of
from storyforge.media.previz.display import DisplayList, Polygon
from storyforge.media.previz.figures import Figure, draw_figure, joints
from storyforge.media.previz.figures.figure import Look
from storyforge.media.previz.figures.holding import carrying, kind_held
from storyforge.media.previz.figures.stances import stances
from storyforge.media.previz.places.prop_shapes import PROPS
from tests.media.previz.figures.seeing import flat, points

if TYPE_CHECKING:
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.blocking import Pose

DAY = light_of("DAY", inside=True)
BACK = 0.115
"""Metres from the middle of a chest to its surface."""


def other(person: Figure) -> Vec:
    assert person.partner is not None
    return person.partner


def pair(pose: Pose, gap: float, angle: float, heights: tuple[float, float] = (1.75, 1.75)) -> tuple[Figure, Figure]:
    x, z = gap / 2 * math.cos(math.radians(angle)), gap / 2 * math.sin(math.radians(angle))
    yaw = math.degrees(math.atan2(2 * x, -2 * z))
    looks = [Look(height=height) for height in heights]
    first = Figure("a", (-x, 0.0, -z), yaw, yaw, pose=pose, appearance=looks[0])
    second = Figure("b", (x, 0.0, z), yaw + 180, yaw + 180, pose=pose, appearance=looks[1])
    chests = joints(first).chest.origin, joints(second).chest.origin
    return replace(first, partner=chests[1]), replace(second, partner=chests[0])


@pytest.mark.parametrize("angle", [0, 35, 90, 160, -60])
@pytest.mark.parametrize("heights", [(1.75, 1.75), (1.6, 1.85), (1.75, 1.3)])
def test_who_hugs_lays_both_hands_on_the_others_back(angle: float, heights: tuple[float, float]) -> None:
    first, _ = pair("hug", 0.42, angle, heights)
    bones = joints(first)
    for limbs in (bones.right, bones.left):
        behind = bones.root.inside(limbs.palm)[2] - bones.root.inside(other(first))[2]
        assert behind == pytest.approx(BACK, abs=0.05)
        assert math.dist(limbs.palm, other(first)) < BACK + 0.08


def test_in_a_hug_the_heads_are_side_by_side() -> None:
    for angle in (0, 45, 90):
        first, second = pair("hug", 0.42, angle)
        a, b = joints(first), joints(second)
        assert math.dist(a.head.origin, b.head.origin) > 0.17
        assert a.root.inside(a.head.origin)[0] * a.root.inside(b.head.origin)[0] < 0


@pytest.mark.parametrize("gap", [0.6, 0.9, 1.1])
def test_what_is_handed_over_is_in_both_hands(gap: float) -> None:
    first, second = pair("hand-over", gap, 20)
    assert math.dist(joints(first).right.palm, joints(second).right.palm) < 0.05


@pytest.mark.parametrize("angle", [0, 70, 180])
def test_who_fights_grabs_the_other_and_raises_a_fist(angle: float) -> None:
    first, _ = pair("fight", 0.62, angle)
    bones = joints(first)
    assert math.dist(bones.left.palm, other(first)) < BACK + 0.05
    assert bones.right.palm[1] > bones.chest.origin[1] - 0.1


@pytest.mark.parametrize("gap", [0.55, 0.75])
def test_who_reaches_touches(gap: float) -> None:
    first, _ = pair("reach", gap, 0)
    assert math.dist(joints(first).right.palm, other(first)) < BACK + 0.05


@pytest.mark.parametrize("pose", ["point", "aim"])
def test_who_points_stays_upright_and_points_at_the_other(pose: Pose) -> None:
    first, second = pair(pose, 2.5, 30)
    bones = joints(first)
    way = [b - a for a, b in zip(bones.chest.origin, other(first), strict=True)]
    arm = [b - a for a, b in zip(bones.right.shoulder, bones.right.palm, strict=True)]
    cosine = sum(a * b for a, b in zip(way, arm, strict=True)) / math.hypot(*way) / math.hypot(*arm)
    assert cosine > 0.93
    assert bones.chest.up[1] > 0.95
    assert joints(second).right.palm != bones.right.palm


def test_out_of_reach_the_arm_is_stretched_and_nobody_falls() -> None:
    first, _ = pair("reach", 3.0, 0)
    bones = joints(first)
    assert bones.chest.origin[1] > 0.95
    assert bones.root.inside(bones.right.palm)[2] > 0.6


@pytest.mark.parametrize("kind", PROPS)
def test_everything_that_can_be_held_is_drawn_in_the_hand(kind: str) -> None:
    camera = Camera((0.0, 1.1, -4.0), vfov=30)
    pictures = []
    for holds in ("", kind):
        display = DisplayList()
        draw_figure(display, Figure("a", (0.0, 0.0, 0.0), 30, 30, holds=holds), camera, DAY, 0.0)
        pictures.append(display)
    assert pictures[0].shapes != pictures[1].shapes
    assert all(math.isfinite(c) for point in points(pictures[1]) for c in point)


def test_a_hanging_arm_is_raised_for_a_thing_and_a_busy_one_is_not() -> None:
    rest, point = stances()["stand"][1], stances()["point"][1]
    assert carrying(rest, "cup").palms[0][1] > rest.palms[0][1] + 0.15
    assert carrying(rest, "cup").palms[1] == rest.palms[1]
    assert carrying(rest, "box").palms[1][1] > rest.palms[1][1] + 0.15
    assert carrying(rest, "suitcase") == rest
    assert carrying(point, "letter").palms == point.palms


def test_a_gun_points_along_the_arm() -> None:
    person = Figure("a", (0.0, 0.0, 0.0), 82, 82, pose="aim", holds="gun")
    camera = Camera((0.0, 1.2, -4.0), vfov=24)
    display = DisplayList()
    draw_figure(display, person, camera, DAY, 0.0)
    palm = flat(camera, joints(person).right.palm)
    dark = [
        x
        for shape in display.shapes
        if isinstance(shape, Polygon) and max(shape.colour[:3]) < 110
        for x, y in shape.points
        if abs(y - palm[1]) < 25
    ]
    assert max(dark) > palm[0] + 20


def test_a_pose_has_its_thing_where_nothing_is_said() -> None:
    person = Figure("a", (0.0, 0.0, 0.0), 0, 0, pose="phone")
    assert kind_held(person) == "phone"
    assert kind_held(replace(person, holds="letter")) == "letter"
    assert kind_held(replace(person, pose="stand")) == ""

"""Arms and legs reach for what they are told to, and never stretch."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from storyforge.media.previz.figures.bones import bend
from storyforge.media.previz.vectors import Vec, add, cross, dot, length, scale, sub, unit

coordinate = st.floats(-3, 3, allow_nan=False)
points = st.tuples(coordinate, coordinate, coordinate)
bones = st.floats(0.1, 0.6)
directions = points.filter(lambda v: length(v) > 0.1)


@given(points, points, bones, bones, directions)
def test_bones_keep_their_lengths_wherever_the_target_is(
    root: Vec, target: Vec, upper: float, lower: float, toward: Vec
) -> None:
    joint, end = bend(root, target, upper, lower, toward)
    assert math.isclose(math.dist(root, joint), upper, rel_tol=1e-6)
    assert math.isclose(math.dist(joint, end), lower, rel_tol=1e-3, abs_tol=1e-6)


@given(points, directions, bones, bones, directions, st.floats(0.05, 0.95))
def test_a_target_within_reach_is_reached(
    root: Vec, way: Vec, upper: float, lower: float, toward: Vec, share: float
) -> None:
    near, far = abs(upper - lower) * 1.03 + 0.001, (upper + lower) * 0.99
    distance = near + (far - near) * share
    target = add(root, scale(unit(way), distance))
    _, end = bend(root, target, upper, lower, toward)
    assert math.dist(end, target) < 1e-6


@given(points, directions, bones, bones, directions)
def test_beyond_reach_the_limb_points_at_the_target(
    root: Vec, way: Vec, upper: float, lower: float, toward: Vec
) -> None:
    target = add(root, scale(unit(way), 5))
    _, end = bend(root, target, upper, lower, toward)
    assert length(cross(unit(sub(end, root)), unit(way))) < 1e-5
    assert dot(sub(end, root), way) > 0


@given(points, directions, bones, directions)
def test_the_joint_points_where_it_is_told(root: Vec, way: Vec, bone: float, toward: Vec) -> None:
    direction = unit(way)
    aside = sub(toward, scale(direction, dot(toward, direction)))
    target = add(root, scale(direction, bone))
    joint, _ = bend(root, target, bone, bone, toward)
    if length(aside) > 0.05:
        middle = add(root, scale(direction, bone / 2))
        assert dot(unit(sub(joint, middle)), unit(aside)) > 0.999


def test_a_target_on_the_root_itself_is_no_trouble() -> None:
    joint, end = bend((0, 0, 0), (0, 0, 0), 0.3, 0.3, (0, 0, 1))
    assert all(math.isfinite(c) for c in (*joint, *end))

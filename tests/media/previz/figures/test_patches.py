"""Regions on round bodies: inside their outline from every side, and gone where they are turned away."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from storyforge.media.previz.camera import Camera
from storyforge.media.previz.colours import light_of
from storyforge.media.previz.display import DisplayList
from storyforge.media.previz.figures.axes import facing
from storyforge.media.previz.figures.contour import Contour
from storyforge.media.previz.figures.patches import Surface, clipped, smoothed
from storyforge.media.previz.figures.pen import Pen

BALL = (((0.0, 1.5, 0.0), 0.2), ((0.0, 1.55, 0.05), 0.15))
angles = st.floats(-180, 180)


def surface(yaw: float, pitch: float, roll: float = 0.0) -> Surface:
    p = math.radians(pitch)
    camera = Camera((0.0, 1.5 - 3 * math.sin(p), -3 * math.cos(p)), pitch=pitch, roll=roll, vfov=20)
    pen = Pen(DisplayList(), camera, light_of("DAY", inside=True), 0.0, "a", camera.focal / 3)
    found = Surface.of(pen, facing((0.0, 1.5, 0.0), yaw), BALL)
    assert found is not None
    return found


@given(angles, st.floats(-60, 60), st.floats(-20, 20), st.floats(-50, 60))
def test_a_cap_is_inside_the_outline(yaw: float, pitch: float, roll: float, height: float) -> None:
    ball = surface(yaw, pitch, roll)
    patch = ball.patch(tuple((i * 15.0 - 180, height) for i in range(24)), (0.0, 1.0, 0.0))
    around = ball.contour.grown(2.0)
    left, right = min(x for x, _ in around), max(x for x, _ in around)
    top, bottom = min(y for _, y in around), max(y for _, y in around)
    for x, y in patch.points if patch else ():
        assert left <= x <= right
        assert top <= y <= bottom


@given(angles)
def test_a_cap_seen_from_the_side_leaves_the_chin_free(yaw: float) -> None:
    ball = surface(yaw, 0)
    patch = ball.patch(tuple((i * 15.0 - 180, 30.0) for i in range(24)), (0.0, 1.0, 0.0))
    assert patch is not None
    lowest = max(y for _, y in ball.contour.grown())
    assert max(y for _, y in patch.points) < lowest - 20


def test_a_spot_on_the_far_side_is_not_drawn() -> None:
    spot = tuple((10 * math.cos(i), 10 * math.sin(i)) for i in range(6))
    ahead = facing((0.0, 0.0, 0.0), 0).ahead
    assert surface(0, 0).patch(spot, ahead) is not None
    assert surface(180, 0).patch(spot, facing((0.0, 0.0, 0.0), 180).ahead) is None


def test_a_hood_leaves_a_hole_for_the_face() -> None:
    ball = surface(0, 0)
    opening = tuple((40 * math.sin(i * math.tau / 12), 40 * math.cos(i * math.tau / 12)) for i in range(12))
    patch = ball.patch(opening, facing((0.0, 0.0, 0.0), 180).ahead)
    assert patch is not None
    assert len(patch.points) > len(ball.contour.grown()) + len(opening)


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 400), st.floats(1, 80)), min_size=1, max_size=6))
def test_a_contour_is_around_all_its_discs_and_grows_by_pixels(discs: list[tuple[float, float, float]]) -> None:
    contour = Contour(discs)
    plain, grown = contour.grown(), contour.grown(5.0)
    for x, y, radius in discs:
        assert min(px for px, _ in plain) <= x - radius * 0.9
        assert max(py for _, py in plain) >= y + radius * 0.9
    for (ax, ay), (bx, by) in zip(plain, grown, strict=True):
        assert math.isclose(math.hypot(bx - ax, by - ay), 5.0, rel_tol=1e-6)


def test_clipping_and_smoothing() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    window = [(5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (5.0, 15.0)]
    inside = clipped(square, window)
    assert min(x for x, _ in inside) == 5.0
    assert max(x for x, _ in inside) == 10.0
    assert clipped(square, [(20.0, 0.0), (30.0, 0.0), (30.0, 10.0)]) == []
    curve = smoothed(square)
    assert (curve[0], curve[-1]) == (square[0], square[-1])
    assert len(curve) > 8
    assert (0.0, 0.0) not in smoothed(square, closed=True)

"""What tests of figures look at: shapes with points, boxes and points that are surely there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.display import DisplayList, Polygon, Polyline

if TYPE_CHECKING:
    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.display import Box
    from storyforge.media.previz.vectors import Point, Vec


def shapes(display: DisplayList) -> list[Polygon | Polyline]:
    """All shapes of a drawing, which for figures have points."""
    found = [shape for shape in display.shapes if isinstance(shape, Polygon | Polyline)]
    assert len(found) == len(display.shapes)
    return found


def points(display: DisplayList) -> list[Point]:
    """All points of a drawing."""
    return [point for shape in shapes(display) for point in shape.points]


def box(display: DisplayList, owner: str) -> Box:
    """The box around somebody who is there."""
    found = display.bounds(owner)
    assert found is not None
    return found


def flat(camera: Camera, point: Vec) -> Point:
    """The picture's point of what is before the lens."""
    found = camera.project(point)
    assert found is not None
    return found

"""Shadows on the floor, and the pool of light that an evening needs: flat shapes painted before whatever stands."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.figures import figure_bodies
from storyforge.media.previz.hulls import hull

if TYPE_CHECKING:
    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.display import DisplayList
    from storyforge.media.previz.figures.figure import Figure
    from storyforge.media.previz.vectors import Point, Vec

_CONTACT = ((0.46, 30), (0.34, 40), (0.23, 54))
"""Radius in metres and opacity of the shadow where somebody stands, from the outer ring to the inner."""
_DARK = (10, 12, 22)
_STEEPNESS = {"day": 1.05, "dusk": 0.36, "night": 1.2, "dusk-inside": 0.7, "night-inside": 1.7}
"""Height of the light over its distance along the floor: how long shadows are (a table of our own)."""
_CAST = {"day": 58, "dusk": 64, "night": 44, "dusk-inside": 40, "night-inside": 52}
_FLOOR = 0.006
_FURTHEST = 26
"""Metres beyond which nobody's shadow is seen."""
_RING: tuple[Point, ...] = tuple((math.cos(i * math.tau / 20), math.sin(i * math.tau / 20)) for i in range(20))
_EIGHT: tuple[Point, ...] = _RING[::3]
_POOL = ((3.1, 16), (2.3, 20), (1.5, 24))


def paint_shadow(display: DisplayList, figure: Figure, camera: Camera, light: Light) -> None:
    """The shadow of a figure: cast away from the light, and darkest where it touches the floor."""
    if camera.distance(figure.position) > _FURTHEST:
        return
    _cast(display, figure, camera, light)
    if figure.pose != "lie":
        x, _, z = figure.position
        for radius, strength in _CONTACT:
            ring = [(x + radius * u, _FLOOR, z + radius * v) for u, v in _RING]
            display.polygon(camera.polygon(ring), (*_DARK, strength))


def _cast(display: DisplayList, figure: Figure, camera: Camera, light: Light) -> None:
    """The convex shape that all bodies throw on the floor, along a light that stands to one side and before them."""
    steep = _STEEPNESS.get(light.name, 1.0)
    along = (-light.toward[0], 0.75 if not light.name.startswith("dusk") else -0.55)
    size = math.hypot(*along)
    dx, dz = along[0] / size / steep, along[1] / size / steep
    base = figure.seat if figure.pose == "lie" else 0.0
    points: list[Point] = []
    for body in figure_bodies(figure):
        for (x, y, z), radius in body.spheres:
            cx, cz = x + dx * (y - base), z + dz * (y - base)
            points += [(cx + radius * u, cz + radius * v) for u, v in _EIGHT]
    floor: list[Vec] = [(x, base + _FLOOR, z) for x, z in hull(points)]
    display.polygon(camera.polygon(floor), (*_DARK, _CAST.get(light.name, 50)))


def paint_pool(display: DisplayList, centre: Vec, camera: Camera, light: Light) -> None:
    """A pool of light on the ground."""
    x, _, z = centre
    for radius, strength in _POOL:
        ring = [(x + radius * u, _FLOOR / 2, z + radius * v) for u, v in _RING]
        display.polygon(camera.polygon(ring), (*light.lit, strength))

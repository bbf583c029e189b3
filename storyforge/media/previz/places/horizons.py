"""What stands on the horizon, as silhouettes at fixed bearings, so that a pan shows the next hill."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, solid
from storyforge.media.previz.display import WIDTH
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.vectors import chance

if TYPE_CHECKING:
    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.display import Colour, DisplayList
    from storyforge.media.previz.places.setting import Setting

_FAR = 900.0
_STEP = 3
"""Degrees between two points of a silhouette."""


def paint_horizon(display: DisplayList, camera: Camera, setting: Setting, air: Colour, *, foggy: bool) -> None:
    """Paint hills, mountains, trees, roofs or the sea's edge where sky and ground meet; `air` is the haze there."""
    if foggy or not setting.horizon:
        return
    light = setting.light
    if setting.horizon == "sea":
        _sea(display, camera, light)
        return
    for depth, layer in enumerate(_LAYERS.get(setting.horizon, ())):
        colour = mix(_paint(light, layer[2]), air, layer[3])
        _silhouette(display, camera, setting.horizon, (layer[0], layer[1]), colour, depth)
    if setting.horizon == "roofs" and light.dark:
        _windows(display, camera, light)


# Lowest and highest point in degrees above the horizon, the material, and how much air is before it.
_LAYERS: dict[str, tuple[tuple[float, float, Colour, float], ...]] = {
    "hills": ((1.2, 4.4, m.DARK_LEAF, 0.66), (0.3, 2.6, m.LEAF, 0.42)),
    "mountains": ((3.0, 11.0, m.ROCK, 0.60), (1.2, 5.5, m.DARK_STONE, 0.36), (0.2, 1.8, m.DARK_LEAF, 0.4)),
    "trees": ((1.4, 3.0, m.DARK_LEAF, 0.60), (0.5, 1.9, m.DARK_LEAF, 0.36)),
    "roofs": ((1.8, 5.6, m.STONE, 0.62), (0.8, 3.2, m.DARK_STONE, 0.40)),
    "flat": ((0.1, 0.5, m.LEAF, 0.5),),
}


def _paint(light: Light, material: Colour) -> Colour:
    red, green, blue = m.tint(light)
    return (int(material[0] * red), int(material[1] * green), int(material[2] * blue))


def _height(kind: str, low: float, high: float, bearing: int, depth: int) -> float:
    if kind in {"hills", "flat"}:
        wave = (
            0.5
            + 0.28 * math.sin(math.radians(bearing * 3) + depth * 2)
            + 0.22 * math.sin(math.radians(bearing * 7) + depth)
        )
        return low + (high - low) * wave
    rough = chance("horizon", kind, depth, bearing % 360)
    if kind == "mountains":
        broad = 0.5 + 0.5 * math.sin(math.radians(bearing * 4) + depth * 1.7)
        return low + (high - low) * (0.65 * broad + 0.35 * rough)
    return low + (high - low) * rough


def _silhouette(
    display: DisplayList, camera: Camera, kind: str, span: tuple[float, float], colour: Colour, depth: int
) -> None:
    reach = math.degrees(math.atan(WIDTH / 2 / camera.focal)) + 3 * _STEP + abs(camera.roll)
    if abs(camera.pitch) > 55:
        return
    first, last = (math.floor((camera.yaw + sign * reach) / _STEP) * _STEP for sign in (-1, 1))
    tops: list[tuple[float, float]] = []
    for bearing in range(int(first), int(last) + _STEP, _STEP):
        height = _height(kind, *span, bearing, depth)
        ends = (bearing, bearing + _STEP) if kind == "roofs" else (bearing,)
        tops += [(float(end), height) for end in ends]
    points = [_at(camera, bearing, height) for bearing, height in tops]
    feet = [_at(camera, tops[-1][0], -0.4), _at(camera, tops[0][0], -0.4)]
    flat = [point for point in (*points, *feet) if point]
    display.polygon(flat, solid(colour))


def _at(camera: Camera, bearing: float, height: float) -> tuple[float, float] | None:
    a, h = math.radians(bearing), math.radians(height)
    x, y, z = camera.position
    level = _FAR * math.cos(h)
    return camera.project((x + level * math.sin(a), y + _FAR * math.sin(h), z + level * math.cos(a)))


def _windows(display: DisplayList, camera: Camera, light: Light) -> None:
    for i in range(70):
        where = _at(camera, 360 * chance("lit", i), 0.4 + 1.6 * chance("lit", i, "h"))
        if where and 0 < where[0] < WIDTH:
            x, y = where
            size = camera.focal / 900
            display.polygon(
                [(x, y), (x + 2 * size, y), (x + 2 * size, y + 2.6 * size), (x, y + 2.6 * size)], (*light.lit, 170)
            )


def _sea(display: DisplayList, camera: Camera, light: Light) -> None:
    water = mix(_paint(light, m.SEA), light.sky_low, 0.25)
    reach = math.degrees(math.atan(WIDTH / 2 / camera.focal)) + 20
    band = [_at(camera, camera.yaw + a, h) for a, h in ((-reach, 0.0), (reach, 0.0), (reach, -0.8), (-reach, -0.8))]
    display.polygon([point for point in band if point], solid(mix(water, light.haze, 0.35)))

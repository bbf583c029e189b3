"""Sky, horizon and weather: what is behind a set outdoors, and what falls before it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade, solid
from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.hulls import outline
from storyforge.media.previz.places.horizons import paint_horizon
from storyforge.media.previz.vectors import chance

if TYPE_CHECKING:
    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.display import Colour, DisplayList
    from storyforge.media.previz.places.setting import Setting
    from storyforge.media.previz.vectors import Point, Vec

_FAR = 900.0
_OVERCAST = {"rain": 0.6, "snow": 0.55, "fog": 0.75}
"""The share of grey in the sky's colours."""
_STARS = 90
_CLOUDS = (
    (-64, 7, 1.0), (-38, 10, 0.7), (-19, 6, 1.1), (4, 8, 0.8), (22, 5, 1.0), (47, 9, 0.8), (78, 7, 1.0), (112, 9, 1.0),
    (150, 6, 1.1), (190, 10, 0.9), (228, 7, 1.1), (262, 9, 0.8),
)  # fmt: skip
"""Azimuth and height in degrees, and size, of the clouds all around."""


def paint_backdrop(display: DisplayList, camera: Camera, setting: Setting, weather: str) -> None:
    """Paint what is behind everything: a room's dark, or sky, sun, moon, stars, clouds, far land and ground.

    The camera is the one in the set's own coordinates, so that the sky turns with the set.
    """
    light = setting.light
    if not setting.exterior:
        display.gradient(0, HEIGHT, shade(light.wall, 0.62), shade(light.wall, 0.5))
        return
    high, low = sky_colours(light, weather)
    level = max(-400.0, min(HEIGHT + 400.0, camera.horizon()))
    display.gradient(-60, max(-59.0, level), high, low)
    if level > 0 and weather not in _OVERCAST:
        _heaven(display, camera, light)
    ground = setting.ground or light.ground
    near = mix(ground, low, 0.45 if weather != "fog" else 0.8)
    if camera.roll:
        _tilted_ground(display, camera, mix(ground, near, 0.4))
    else:
        display.gradient(level, HEIGHT + 60, near, ground)
    if level > -200:
        paint_horizon(display, camera, setting, mix(low, light.haze, 0.5), foggy=weather == "fog")


def _tilted_ground(display: DisplayList, camera: Camera, colour: Colour) -> None:
    x, _, z = camera.position
    yaw = math.radians(camera.yaw)
    ahead = (math.sin(yaw), math.cos(yaw))
    aside = (math.cos(yaw), -math.sin(yaw))
    corners: list[Vec] = [
        (x + ahead[0] * a + aside[0] * b, 0.0, z + ahead[1] * a + aside[1] * b)
        for a, b in ((0.3, -30.0), (0.3, 30.0), (_FAR, 2 * _FAR), (_FAR, -2 * _FAR))
    ]
    display.polygon(camera.polygon(corners), solid(colour))


def sky_colours(light: Light, weather: str) -> tuple[Colour, Colour]:
    """The sky above and at the horizon in this weather."""
    grey: Colour = (60, 66, 78) if light.dark else (158, 164, 168)
    share = _OVERCAST.get(weather, 0.0)
    return mix(light.sky_high, grey, share), mix(light.sky_low, mix(grey, light.haze, 0.5), share)


def _direction(camera: Camera, azimuth: float, height: float) -> Vec:
    a, h = math.radians(azimuth), math.radians(height)
    x, y, z = camera.position
    return (x + _FAR * math.sin(a) * math.cos(h), y + _FAR * math.sin(h), z + _FAR * math.cos(a) * math.cos(h))


def _heaven(display: DisplayList, camera: Camera, light: Light) -> None:
    if light.dark:
        _stars(display, camera, light)
    azimuth, height, radius = (26.0, 24.0, 17.0) if light.dark else (-34.0, 9.0, 24.0)
    where = camera.project(_direction(camera, azimuth, height))
    if where and light.name != "day":
        colour = mix(light.lit, (255, 255, 255), 0.35)
        size = radius * camera.focal / 1200
        display.glow(where[0], where[1], size * 6, (*colour, 70))
        display.polygon(outline([(where[0], where[1], size)]), solid(colour))
    for index, cloud in enumerate(_CLOUDS):
        _cloud(display, camera, light, cloud, index)


def _stars(display: DisplayList, camera: Camera, light: Light) -> None:
    colour = mix(light.sky_high, (255, 255, 255), 0.6)
    for i in range(_STARS):
        where = camera.project(_direction(camera, 360 * chance("star", i), 4 + 46 * chance("star", i, "h") ** 1.3))
        if where and -5 < where[0] < WIDTH + 5 and -5 < where[1] < HEIGHT:
            size = 0.9 + 0.9 * chance("star", i, "s")
            x, y = where
            display.polygon([(x - size, y), (x, y - size), (x + size, y), (x, y + size)], solid(colour))


def _cloud(display: DisplayList, camera: Camera, light: Light, cloud: tuple[float, float, float], index: int) -> None:
    azimuth, height, size = cloud
    where = camera.project(_direction(camera, azimuth, height))
    if not where or not -400 < where[0] < WIDTH + 400:
        return
    k = size * camera.focal / 1200
    x, y = where
    bright = mix(light.sky_low, (255, 255, 255), 0.45) if not light.dark else mix(light.sky_high, light.sky_low, 0.55)
    lobes = [
        ((i - 1.5) * 62 * k, -abs(14 * k * (chance("lobe", index, i) + 0.2)), 30 * k * (0.7 + 0.6 * chance(index, i)))
        for i in range(4)
    ]
    flat = y + 6 * k
    for colour, drop, factor in ((mix(bright, light.sky_low, 0.45), 0.0, 1.0), (bright, -7 * k, 0.82)):
        for u, v, radius in lobes:
            ring = outline([(x + u, y + v + drop, radius * factor), (x + u * 0.6, y + v * 0.5, radius * 0.7)])
            display.polygon([(px, min(py, flat)) for px, py in ring], (*colour, 150))


def paint_weather(display: DisplayList, weather: str, light: Light, t: float, seed: str, *, exterior: bool) -> None:
    """Paint what falls or blows before everything; `t` in seconds. Indoors it is seen in the windows alone."""
    if not exterior:
        return
    if weather == "rain":
        _rain(display, light, t, seed)
    elif weather == "snow":
        _snow(display, light, t, seed)
    elif weather == "fog":
        _fog(display, light, t, seed)
    elif weather == "wind":
        _leaves(display, light, t, seed)


_RAIN = ((26.0, 1.2, 1.0, 60), (44.0, 1.9, 1.3, 80), (80.0, 3.0, 1.9, 105))
"""Far, middle and near drops: length in pixels, picture heights a second, width, opacity."""


def _rain(display: DisplayList, light: Light, t: float, seed: str) -> None:
    tone: Colour = (170, 186, 214) if light.dark else (255, 255, 255)
    for i in range(170):
        length, speed, width, strength = _RAIN[i % 3]
        x = chance(seed, "rain", i) * (WIDTH + 200) - 100
        y = (chance(seed, "rain", i, "y") + t * speed) % 1.0 * (HEIGHT + 160) - 80
        display.polyline([(x, y), (x - length * 0.16, y + length)], (*tone, strength), width)


def _snow(display: DisplayList, light: Light, t: float, seed: str) -> None:
    tone: Colour = (206, 214, 230) if light.dark else (255, 255, 255)
    for i in range(210):
        near = chance(seed, "snow", i, "r")
        drift = 0.012 * math.sin(i + t * 1.7) + 0.03 * t
        x = (chance(seed, "snow", i) + drift * (0.4 + near)) % 1.0 * WIDTH
        y = (chance(seed, "snow", i, "y") + t * (0.10 + 0.22 * near)) % 1.0 * (HEIGHT + 20) - 10
        radius = 1.0 + 3.0 * near * near
        display.polygon([(x + radius * u, y + radius * v) for u, v in _HEXAGON], (*tone, 205))


_HEXAGON: tuple[Point, ...] = tuple((math.cos(i * math.tau / 6), math.sin(i * math.tau / 6)) for i in range(6))


def _fog(display: DisplayList, light: Light, t: float, seed: str) -> None:
    tone = mix(light.haze, (255, 255, 255), 0.25 if not light.dark else 0.05)
    for i in range(7):
        y = HEIGHT * (0.25 + 0.11 * i)
        x = (chance(seed, "fog", i) + t * 0.02 * (1 + i % 3)) % 1.0 * (WIDTH + 1200) - 600
        long, tall = 460 + 320 * chance(seed, "fog", i, "w"), 34 + 26 * chance(seed, "fog", i, "h")
        for k, strength in ((1.0, 26), (0.7, 30), (0.4, 30)):
            ring = [(x + long * k * u, y + tall * k * v) for u, v in _OVAL]
            display.polygon(ring, (*tone, strength))


_OVAL: tuple[Point, ...] = tuple((math.cos(i * math.tau / 24), math.sin(i * math.tau / 24)) for i in range(24))


def _leaves(display: DisplayList, light: Light, t: float, seed: str) -> None:
    tones: tuple[Colour, ...] = ((150, 108, 62), (128, 120, 70), (170, 136, 84))
    for i in range(26):
        speed = 0.35 + 0.5 * chance(seed, "leaf", i, "v")
        x = (chance(seed, "leaf", i) + t * speed) % 1.0 * (WIDTH + 120) - 60
        y = HEIGHT * (0.15 + 0.8 * chance(seed, "leaf", i, "y")) + 26 * math.sin(t * 3 + i)
        size, turn = 5 + 7 * chance(seed, "leaf", i, "s"), t * 5 + i
        cos, sin = math.cos(turn) * size, math.sin(turn) * size
        colour = mix(tones[i % 3], light.ink, 0.5 if light.dark else 0.1)
        display.polygon(
            [(x - cos, y - sin), (x + sin * 0.4, y - cos * 0.4), (x + cos, y + sin), (x - sin * 0.4, y + cos * 0.4)],
            solid(colour),
        )
    for i in range(12):
        x = (chance(seed, "gust", i) + t * 0.9) % 1.0 * (WIDTH + 500) - 400
        y = HEIGHT * chance(seed, "gust", i, "y")
        bend = [(x + 60 * k, y - 9 * math.sin(k * 1.1 + i)) for k in range(5)]
        display.polyline(bend, (*mix(light.halo, light.haze, 0.3), 60), 1.6)

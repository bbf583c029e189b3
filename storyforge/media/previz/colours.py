"""Values before hues: the palette of each light, and how colours are mixed and shaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour, Rgba


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """The colour at `t` (0 to 1) between two."""
    return (round(a[0] + (b[0] - a[0]) * t), round(a[1] + (b[1] - a[1]) * t), round(a[2] + (b[2] - a[2]) * t))


def shade(a: Colour, k: float) -> Colour:
    """A colour lighter (k above 1) or darker."""
    return (min(255, int(a[0] * k)), min(255, int(a[1] * k)), min(255, int(a[2] * k)))


def solid(a: Colour) -> Rgba:
    """The colour, opaque."""
    return (a[0], a[1], a[2], 255)


@dataclass(frozen=True, slots=True)
class Light:
    """The values of a time of day: sets desaturated and middling, figures darker and saturated, halo lightest.

    `figures` is what figures' own colours are multiplied with; `toward` points to the light, on the screen.
    """

    name: str
    sky_high: Colour
    sky_low: Colour
    haze: Colour
    ground: Colour
    wall: Colour
    thing: Colour
    ink: Colour
    window: Colour
    lit: Colour
    halo: Colour
    figures: float
    toward: tuple[float, float]
    dark: bool = False


_LIGHTS = (
    Light(
        "day", (214, 222, 226), (240, 240, 234), (233, 235, 232), (205, 203, 196), (226, 222, 212), (178, 172, 160),
        (38, 40, 46), (247, 249, 248), (250, 248, 238), (246, 245, 240), 1.0, (-0.5, -0.6),
    ),
    Light(
        "dusk", (120, 112, 142), (238, 186, 146), (214, 168, 146), (138, 120, 122), (176, 150, 142), (122, 102, 104),
        (34, 26, 36), (246, 202, 150), (250, 214, 160), (240, 206, 176), 0.82, (0.7, -0.25),
    ),
    Light(
        "night", (22, 30, 52), (62, 78, 114), (60, 74, 106), (66, 74, 96), (88, 98, 124), (66, 74, 98),
        (8, 10, 18), (30, 40, 68), (250, 214, 150), (158, 172, 198), 0.92, (0.45, -0.75), dark=True,
    ),
    Light(
        "dusk-inside", (120, 112, 142), (238, 186, 146), (214, 168, 146), (138, 120, 122), (190, 164, 148),
        (122, 102, 104), (34, 26, 36), (246, 202, 150), (250, 214, 160), (240, 206, 176), 0.86, (0.75, -0.3),
    ),
    Light(
        "night-inside", (16, 22, 38), (30, 38, 60), (120, 104, 88), (98, 84, 74), (168, 150, 124), (118, 98, 82),
        (20, 15, 16), (26, 36, 66), (255, 232, 176), (214, 190, 150), 0.92, (0.3, -0.85), dark=True,
    ),
)  # fmt: skip

_PARTS = {
    **dict.fromkeys(("DAWN", "SUNRISE", "DUSK", "SUNSET", "TWILIGHT", "EVENING"), "dusk"),
    **dict.fromkeys(("NIGHT", "MIDNIGHT"), "night"),
}


@cache
def light_of(time: str, *, inside: bool) -> Light:
    """The light at a time of day as headings write it; what they say otherwise is day."""
    name = _PARTS.get(time.upper(), "day")
    by_name = {light.name: light for light in _LIGHTS}
    return by_name.get(f"{name}-inside", by_name[name]) if inside else by_name[name]


CLOTHES: tuple[Colour, ...] = (
    (44, 92, 148), (206, 148, 44), (62, 122, 84), (122, 74, 140), (186, 96, 128), (60, 62, 70), (120, 90, 60),
    (64, 140, 148), (176, 58, 52),
)  # fmt: skip
"""One a character, by rank; red comes last, for the arrows are red."""

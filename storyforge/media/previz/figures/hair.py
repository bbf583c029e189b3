"""Hair: a hairline around the head, and what grows, falls or is tied beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.media.previz.figures.pen import Part

if TYPE_CHECKING:
    from storyforge.media.previz.figures.axes import Axes
    from storyforge.media.previz.figures.figure import Hair, Look
    from storyforge.media.previz.figures.patches import Loop
    from storyforge.media.previz.figures.pen import Spheres
    from storyforge.media.previz.figures.skeleton import Skeleton

_EL = tuple[float, ...]
_AZIMUTHS = (0.0, 14.0, 28.0, 42.0, 54.0, 64.0, 74.0, 84.0, 92.0, 102.0, 114.0, 130.0, 155.0)
"""Where a hairline is given, from the middle of the forehead to the right; the other side mirrors it, 180 is the nape."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One kind of hair: its hairline's elevations, how far it stands off the skull, and the fringe."""

    line: tuple[float, ...]
    nape: float
    thick: float = 0.010
    part: float = 0.0
    """How much higher the hairline is on the side of the parting, in degrees."""
    ears: bool = True
    """Whether the ears are seen."""


_PLAIN: _EL = (47, 46, 44, 38, 27, 12, 0, -12, 2, 8, -8, -30, -42)
_CUTS: dict[Hair, Cut] = {
    "short": Cut(_PLAIN, -44, 0.017, 7),
    "crop": Cut((52, 52, 49, 41, 30, 16, 6, -6, 8, 14, -4, -26, -36), -38, 0.004),
    "receding": Cut((56, 62, 70, 64, 46, 24, 8, -8, 4, 8, -8, -30, -42), -44, 0.009),
    "bald": Cut((62, 62, 62, 60, 52, 30, 16, 2, 10, 14, -4, -28, -40), -42, 0.004),
    "long": Cut((50, 46, 40, 31, 20, 5, -12, -26, -40, -55, -62, -66, -70), -72, 0.015, 8, ears=False),
    "bob": Cut((40, 39, 36, 30, 20, 4, -14, -30, -46, -60, -66, -68, -70), -72, 0.016, 4, ears=False),
    "bun": Cut((54, 53, 50, 42, 30, 16, 4, -8, 6, 10, -6, -24, -32), -34, 0.008, 4),
    "ponytail": Cut((50, 49, 45, 37, 26, 13, 2, -10, 5, 9, -6, -26, -36), -38, 0.009, 3),
    "curly": Cut((46, 44, 42, 36, 26, 12, 0, -14, -2, -4, -20, -38, -48), -50, 0.022),
    "braids": Cut((52, 48, 43, 35, 24, 10, -2, -14, -2, -6, -20, -40, -52), -54, 0.009, 0),
}


def hairline(look: Look) -> Loop:
    """The loop of a look's hairline, once around to the right."""
    cut = _CUTS[look.hair]
    right = [
        (a, e + (cut.part * (1 - a / 60) if a < 60 and look.parting > 0 else 0))
        for a, e in zip(_AZIMUTHS, cut.line, strict=True)
    ]
    left = [
        (-a, e + (cut.part * (1 - a / 60) if a < 60 and look.parting < 0 else 0))
        for a, e in zip(_AZIMUTHS, cut.line, strict=True)
    ]
    if look.parting == 0 and look.hair in {"long", "bob", "short"}:
        right, left = ([(a, min(e, 22 + abs(a) * 0.06)) for a, e in side] for side in (right, left))
    return (*right, (180.0, cut.nape), *reversed(left[1:]))


def shell(look: Look) -> tuple[tuple[float, float, float, float], ...]:
    """The balls that hair on the skull is the hull of: x, y, z and radius on a head of 24 cm."""
    thick = _CUTS[look.hair].thick * (0.55 if look.wet else 1.0)
    return ((0.0, 0.030, -0.016, 0.083 + thick), (0.0, 0.036, 0.022, 0.066 + thick * 0.7))


def shows_ears(look: Look) -> bool:
    """Whether hair leaves the ears free."""
    return _CUTS[look.hair].ears


def falls(look: Look, bones: Skeleton) -> list[tuple[str, Part]]:
    """What hangs or is tied beyond the skull, with where it is: left, right, back or top."""
    k = bones.head_size
    make = _FALLS.get(look.hair)
    flat = 0.8 if look.wet else 1.0
    return [(where, Part((body,), look.hair_colour)) for where, body in make(bones, k, flat)] if make else []


def _on(head: Axes, k: float, x: float, y: float, z: float, radius: float) -> tuple[tuple[float, float, float], float]:
    return (head.at(x * k, y * k, z * k), radius * k)


_Fall = tuple[str, "Spheres"]


def _curtains(bones: Skeleton, k: float, flat: float, low: float, back: float) -> list[_Fall]:
    head = bones.head
    found: list[_Fall] = []
    for side, name in ((1, "right"), (-1, "left")):
        top = _on(head, k, side * 0.052, 0.03, -0.018, 0.048 * flat)
        middle = _on(head, k, side * 0.070, -0.05, -0.022, 0.030 * flat)
        end = _on(head, k, side * 0.066, low, -0.034, 0.026 * flat)
        found.append((name, (top, middle, end)))
    wide = [_on(head, k, side * 0.045, 0.0, -0.052, 0.056) for side in (1, -1)]
    ends = [_on(head, k, side * 0.05, back, -0.075, 0.038 * flat) for side in (1, -1)]
    found.append(("back", (*wide, *ends)))
    return found


def _long(bones: Skeleton, k: float, flat: float) -> list[_Fall]:
    return _curtains(bones, k, flat, -0.165, -0.245)


def _bob(bones: Skeleton, k: float, flat: float) -> list[_Fall]:
    return _curtains(bones, k, flat, -0.088, -0.095)


def _bun(bones: Skeleton, k: float, _: float) -> list[_Fall]:
    return [("back", (_on(bones.head, k, 0.0, 0.080, -0.112, 0.040),))]


def _ponytail(bones: Skeleton, k: float, flat: float) -> list[_Fall]:
    head = bones.head
    tail = (
        _on(head, k, 0.0, 0.05, -0.105, 0.026),
        _on(head, k, 0.0, -0.03, -0.140, 0.030 * flat),
        _on(head, k, 0.0, -0.16, -0.118, 0.012),
    )
    return [("back", tail)]


def _curly(bones: Skeleton, k: float, flat: float) -> list[_Fall]:
    head, found = bones.head, []
    spots = (
        (0.0, 0.118, 0.035, 0.036), (0.052, 0.108, 0.020, 0.036), (-0.052, 0.108, 0.020, 0.036), (0.082, 0.058, 0.0, 0.036),
        (-0.082, 0.058, 0.0, 0.036), (0.086, 0.006, -0.024, 0.030), (-0.086, 0.006, -0.024, 0.030),
    )  # fmt: skip
    behind = (
        (0.0, 0.122, -0.040, 0.040), (0.055, 0.095, -0.065, 0.042), (-0.055, 0.095, -0.065, 0.042), (0.0, 0.060, -0.105, 0.038),
        (0.062, 0.020, -0.082, 0.040), (-0.062, 0.020, -0.082, 0.040), (0.034, -0.040, -0.082, 0.034), (-0.034, -0.040, -0.082, 0.034),
    )  # fmt: skip
    for x, y, z, r in behind:
        found.append(("back", (_on(head, k, x, y, z, r * flat),)))
    for x, y, z, r in spots:
        found.append(("top", (_on(head, k, x, y, z, r * flat),)))
    return found


def _braids(bones: Skeleton, k: float, _: float) -> list[_Fall]:
    found: list[_Fall] = []
    for side, name in ((1, "right"), (-1, "left")):
        for index in range(5):
            y, z = -0.045 - 0.040 * index, -0.03 + 0.012 * min(index, 3)
            found.append(
                (name, (_on(bones.head, k, side * (0.078 + 0.006 * min(index, 2)), y, z, 0.022 - 0.002 * index),))
            )
    return found


_FALLS = {"long": _long, "bob": _bob, "bun": _bun, "ponytail": _ponytail, "curly": _curly, "braids": _braids}

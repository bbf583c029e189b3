"""Hair: a hairline around the head, and what grows, falls or is tied beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.patches import Surface, clipped
from storyforge.media.previz.figures.pen import SHADE, Mark, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.media.previz.figures.figure import Hair, Look
    from storyforge.media.previz.figures.patches import Loop, Patch
    from storyforge.media.previz.figures.pen import Pen, Spheres
    from storyforge.media.previz.figures.skeleton import Skeleton

Row = tuple[float, float, float, float]
"""A ball on a head of 24 cm: right, up, ahead of the middle between the eyes, and its radius, in metres."""
_AZIMUTHS = (0.0, 14.0, 28.0, 42.0, 54.0, 64.0, 74.0, 84.0, 92.0, 102.0, 114.0, 130.0, 155.0)
"""Where a hairline is given, from the middle of the forehead to the right; the left mirrors it, 180 is the nape."""
_SMOOTH_FROM = 400.0
"""Pixels per metre from which a hairline is a curve."""
_UNDER_HAT = 0.062
"""Metres above the eyes from which hair is under the hat."""
_STRANDS_FROM = 130.0
"""Pixels of a head's height from which single strands are drawn."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One kind of hair: its hairline's elevations, how far it stands off the skull, and whether it shows the ears."""

    line: tuple[float, ...]
    nape: float
    thick: float
    parting: float = 0.0
    """How much higher the hairline is on the side of the parting, in degrees."""
    ears: bool = True
    top: float = 0.0
    """How much more it stands off above the forehead."""


_CUTS: dict[Hair, Cut] = {
    "short": Cut((30, 30, 30, 27, 21, 9, -2, -16, 2, 8, -10, -30, -42), -44, 0.017, 11, top=0.008),
    "crop": Cut((36, 37, 37, 33, 25, 12, 2, -10, 8, 14, -4, -26, -36), -38, 0.005),
    "receding": Cut((41, 43, 49, 51, 42, 22, 6, -10, 4, 8, -8, -30, -42), -44, 0.011),
    "bald": Cut((60, 60, 60, 56, 46, 30, 10, -10, 4, 8, -8, -30, -42), -44, 0.003),
    "long": Cut((40, 36, 31, 24, 13, -6, -32, -50, -58, -62, -64, -66, -70), -72, 0.016, 9, ears=False),
    "bob": Cut((36, 33, 29, 22, 12, -8, -34, -52, -60, -64, -66, -68, -70), -72, 0.019, 8, ears=False),
    "bun": Cut((40, 40, 38, 33, 24, 12, 2, -8, 6, 10, -6, -24, -32), -34, 0.010, 3),
    "ponytail": Cut((38, 37, 35, 30, 22, 10, 0, -10, 5, 9, -6, -26, -36), -38, 0.011, 3),
    "curly": Cut((29, 28, 27, 24, 18, 7, -4, -16, -6, -8, -22, -38, -48), -50, 0.020),
    "braids": Cut((42, 38, 33, 27, 18, 7, -4, -14, -2, -6, -20, -40, -52), -54, 0.011),
}


def hairline(look: Look) -> Loop:
    """The loop of a look's hairline, once around to the right."""
    cut = _CUTS[look.hair]

    def side(sign: int) -> list[tuple[float, float]]:
        points = []
        for azimuth, elevation in zip(_AZIMUTHS, cut.line, strict=True):
            up = cut.parting * (1 - azimuth / 60) if azimuth < 60 and look.parting == sign else 0.0
            fringe = 12 + azimuth * 0.05 if look.parting == 0 and look.hair in {"long", "bob", "short"} else 90.0
            points.append((sign * azimuth, min(elevation + up, fringe)))
        return points

    return (*side(1), (180.0, cut.nape), *reversed(side(-1)[1:]))


def shell(look: Look) -> tuple[Row, ...]:
    """The balls that the hair on the skull is the hull of."""
    cut = _CUTS[look.hair]
    flat = 0.5 if look.wet else 1.0
    thick, top = cut.thick * flat, cut.top * flat
    if look.hat:
        thick, top = min(thick, 0.008), 0.0
    return (
        (0.0, 0.031 + thick * 0.5, -0.016, 0.083 + thick * 0.62),
        (0.0, 0.040 + top, 0.021, 0.064 + thick * 0.35),
        (-0.018 * look.parting, 0.046 + top, 0.006, 0.058 + thick * 0.8),
    )


def shows_ears(look: Look) -> bool:
    """Whether hair leaves the ears free."""
    return _CUTS[look.hair].ears and look.hat not in {"hood", "helmet"}


def cap(pen: Pen, look: Look, bones: Skeleton) -> tuple[list[Part | Mark], list[Part | Mark]]:
    """The hair on the skull, in two tones: what of it stands out behind the head, and what lies upon it."""
    if look.hair == "bald" and not look.old:
        return [], []
    head = bones.head
    surface = Surface.of(pen, head, whole_shell(look, bones))
    if surface is None:
        return [], []
    if look.hair == "bald":
        return [], _tonsure(pen, look, surface)
    patch = surface.patch(hairline(look), head.direction(0.0, 0.96, -0.28))
    if patch is None or len(patch.points) < 3:
        return [], []
    if pen.scale > _SMOOTH_FROM:
        patch = patch.smooth()
    colour = mix(look.hair_colour, look.skin, 0.3) if look.hair == "crop" else look.hair_colour
    tone = pen.tone(colour)
    marks: list[Part | Mark] = [Mark(patch.points, shade(tone, SHADE), outlined=look.hair != "crop")]
    lit = clipped(patch.points, surface.contour.lit(pen.light.toward, 0.20, 0.82)[::2])
    if len(lit) > 2:
        marks.append(Mark(lit, tone))
    behind: list[Part | Mark] = (
        [Mark(patch.limb, shade(tone, SHADE * 0.9), outlined=True)] if len(patch.limb) > 2 else []
    )
    return behind, [*marks, *_lines(pen, look, surface, patch)]


def _tonsure(pen: Pen, look: Look, surface: Surface) -> list[Part | Mark]:
    """What an old head keeps: a ring from ear to ear around the back."""
    low = hairline(look)
    high = tuple(
        (azimuth, max(elevation, 17.0 - 0.06 * (abs(azimuth) - 90)) if abs(azimuth) > 83 else elevation)
        for azimuth, elevation in low
    )
    up = surface.axes.direction(0.0, 1.0, -0.2)
    first, second = surface.patch(low, up), surface.patch(high, up)
    if first is None or second is None or not first.run or not second.run:
        return []
    return [Mark((*first.run, *reversed(second.run)), pen.tone(look.hair_colour))]


def _lines(pen: Pen, look: Look, surface: Surface, patch: Patch) -> list[Part | Mark]:
    if pen.scale <= 90:
        return []
    tone = pen.tone(look.hair_colour)
    line = mix(pen.ink_colour, tone, 0.25)
    front = patch.front(84 if _CUTS[look.hair].ears else 66)
    marks: list[Part | Mark] = [Mark(front, line, 0.45)] if len(front) > 1 and look.hair != "crop" else []
    if pen.scale * 0.24 < _STRANDS_FROM or look.hair in {"curly", "crop"}:
        return marks
    side = 1.0 if look.parting >= 0 else -1.0
    for start, end in _STRANDS:
        path = [
            (side * (start[0] + (end[0] - start[0]) * i / 5), start[1] + (end[1] - start[1]) * (i / 5) ** 1.4)
            for i in range(6)
        ]
        normals = [surface.normal(*angles) for angles in path]
        if all(sum(a * b for a, b in zip(normal, surface.lens, strict=True)) > 0.12 for normal in normals):
            marks.append(Mark([pen.point(surface.at(normal)) for normal in normals], mix(line, tone, 0.35), 0.3))
    return marks


_STRANDS = (
    ((20.0, 64.0), (-44.0, 44.0)),
    ((30.0, 74.0), (-62.0, 42.0)),
    ((60.0, 80.0), (-84.0, 40.0)),
    ((40.0, 60.0), (70.0, 34.0)),
    ((70.0, 72.0), (96.0, 30.0)),
    ((120.0, 70.0), (130.0, 10.0)),
    ((180.0, 76.0), (176.0, 0.0)),
    ((-130.0, 70.0), (-140.0, 6.0)),
)
"""Where strands begin and end, parted on the right."""


def capped(look: Look) -> bool:
    """Whether the hair on the skull lies over what hangs beyond it, as on long hair, or under it, as under curls."""
    return look.hair in {"long", "bob"}


def whole_shell(look: Look, bones: Skeleton) -> Spheres:
    """The hair on the skull as a body."""
    k, head = bones.head_size, bones.head
    return tuple((head.at(x * k, y * k, z * k), radius * k) for x, y, z, radius in shell(look))


def beyond(look: Look, bones: Skeleton) -> list[Spheres]:
    """What hangs, stands off or is tied beyond the skull."""
    rows = _BEYOND.get(look.hair)
    if rows is None or (look.hat == "hood"):
        return []
    k, head = bones.head_size, bones.head
    flat = 0.78 if look.wet else 1.0
    return [
        tuple((head.at(x * k, y * k, z * k), r * k * flat) for x, y, z, r in body)
        for body in rows()
        if not look.hat or body[0][1] < _UNDER_HAT
    ]


def _curtains(low: float, back: float) -> list[tuple[Row, ...]]:
    sides = [
        ((s * 0.058, 0.02, -0.040, 0.040), (s * 0.068, -0.05, -0.034, 0.026), (s * 0.064, low, -0.042, 0.020))
        for s in (1, -1)
    ]
    wide = [(s * 0.042, 0.0, -0.054, 0.056) for s in (1, -1)]
    ends = [(s * 0.056, back, -0.080, 0.032) for s in (1, -1)]
    return [*sides, (*wide, *ends)]


def _long() -> list[tuple[Row, ...]]:
    return _curtains(-0.165, -0.245)


def _bob() -> list[tuple[Row, ...]]:
    return _curtains(-0.092, -0.100)


def _bun() -> list[tuple[Row, ...]]:
    return [((0.0, 0.085, -0.112, 0.042),)]


def _ponytail() -> list[tuple[Row, ...]]:
    return [
        ((0.0, 0.064, -0.104, 0.019), (0.0, 0.030, -0.136, 0.027), (0.0, -0.045, -0.150, 0.029)),
        ((0.0, -0.045, -0.150, 0.029), (0.0, -0.125, -0.142, 0.021), (0.0, -0.195, -0.118, 0.006)),
    ]


def _curly() -> list[tuple[Row, ...]]:
    middle = [
        (0.0, 0.122, 0.030, 0.034),
        (0.0, 0.132, -0.035, 0.040),
        (0.0, 0.075, -0.108, 0.040),
        (0.0, 0.0, -0.102, 0.036),
    ]
    pairs = (
        (0.046, 0.114, 0.016, 0.036),
        (0.056, 0.108, -0.050, 0.042),
        (0.083, 0.066, -0.010, 0.034),
        (0.084, 0.050, -0.060, 0.038),
        (0.087, 0.010, -0.030, 0.028),
        (0.070, 0.0, -0.078, 0.036),
        (0.044, -0.048, -0.078, 0.034),
        (0.078, -0.036, -0.046, 0.026),
        (0.026, 0.104, 0.056, 0.026),
        (0.060, 0.084, 0.040, 0.026),
        (0.078, 0.040, 0.018, 0.020),
    )
    return [(row,) for row in (*middle, *((s * x, y, z, r) for x, y, z, r in pairs for s in (1, -1)))]


def _braids() -> list[tuple[Row, ...]]:
    found: list[tuple[Row, ...]] = []
    for s in (1, -1):
        for i in range(6):
            y, z = -0.045 - 0.034 * i, -0.034 + 0.016 * min(i, 4)
            found.append(
                (
                    (s * (0.074 + 0.007 * min(i, 2)), y, z, 0.021 - 0.0015 * i),
                    (s * (0.076 + 0.006 * min(i, 2)), y - 0.016, z, 0.018 - 0.0015 * i),
                )
            )
    return found


_BEYOND: dict[Hair, Callable[[], list[tuple[Row, ...]]]] = {
    "long": _long, "bob": _bob, "bun": _bun, "ponytail": _ponytail, "curly": _curly, "braids": _braids,
}  # fmt: skip

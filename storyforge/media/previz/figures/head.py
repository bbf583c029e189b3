"""The head: skull, jaw, ears, nose and neck as bodies, hair and hat around them, painted in the order of the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.face import features
from storyforge.media.previz.figures.hair import falls, hairline, shell, shows_ears
from storyforge.media.previz.figures.hats import hat_behind, hat_over
from storyforge.media.previz.figures.patches import Surface, clipped
from storyforge.media.previz.figures.pen import SHADE, Item, Mark, Part
from storyforge.media.previz.vectors import dot, sub, unit

if TYPE_CHECKING:
    from storyforge.media.previz.figures.feelings import Face
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.figures.pen import Pen, Spheres
    from storyforge.media.previz.figures.skeleton import Skeleton

_SKULL = ((0.0, 0.030, -0.016, 0.083), (0.0, 0.036, 0.022, 0.064))
_SMALL = 20.0
"""Pixels of a head's height below which hair is one hull."""


def _balls(bones: Skeleton, rows: tuple[tuple[float, float, float, float], ...]) -> Spheres:
    k, head = bones.head_size, bones.head
    return tuple((head.at(x * k, y * k, z * k), radius * k) for x, y, z, radius in rows)


def skull(bones: Skeleton) -> Spheres:
    """The cranium."""
    return _balls(bones, _SKULL)


def visage(look: Look, bones: Skeleton) -> Spheres:
    """Forehead, cheeks, jaw and chin."""
    jaw = 0.5 + 0.5 * look.shoulders
    full = 0.8 + 0.2 * look.build
    round_ = 0.012 if look.child else 0.0
    return _balls(
        bones,
        (
            (0.020, 0.030, 0.026, 0.058),
            (-0.020, 0.030, 0.026, 0.058),
            (0.028 * full, -0.022, 0.036, 0.046),
            (-0.028 * full, -0.022, 0.036, 0.046),
            (0.041 * jaw * full, -0.060 + round_, 0.004, 0.027),
            (-0.041 * jaw * full, -0.060 + round_, 0.004, 0.027),
            (0.012 * jaw, -0.092 + round_, 0.065, 0.025),
            (-0.012 * jaw, -0.092 + round_, 0.065, 0.025),
        ),
    )


def neck(look: Look, bones: Skeleton) -> Spheres:
    """From the collar up into the skull."""
    k, build = bones.size, (0.75 + 0.25 * look.build) * (0.55 + 0.45 * look.shoulders)
    big = bones.head_size
    return (
        (bones.chest.at(0.0, 0.040 * k, -0.010 * k), 0.055 * k * build),
        (bones.head.at(0.0, -0.062 * big, -0.026 * big), 0.050 * big * build),
    )


def head_items(pen: Pen, look: Look, bones: Skeleton, face: Face, speaking: bool) -> list[Item]:  # noqa: FBT001
    """The neck, what falls behind, the head, what falls before it."""
    head = bones.head
    lens = unit(sub(pen.camera.position, head.origin))
    ahead, aside, above = dot(lens, head.ahead), dot(lens, head.right), dot(lens, head.up)
    depth = pen.camera.distance(head.origin)
    chest = pen.camera.distance(bones.chest.origin)
    before = dot(unit(sub(pen.camera.position, bones.chest.origin)), bones.chest.ahead) > -0.15
    throat = max(depth + 0.02, chest + (-0.03 if before else 0.04))
    items = [Item(throat, (Part((neck(look, bones),), shade(look.skin, 0.93)),))]
    over: list[Part] = []
    for where, part in falls(look, bones):
        nearer = {
            "right": aside * 0.075 - ahead * 0.03,
            "left": -aside * 0.075 - ahead * 0.03,
            "back": -ahead * 0.10,
            "top": 0.05,
        }[where]
        if nearer > 0.012:
            over.append(part)
        elif where == "back":
            items.append(Item(depth - nearer + 0.06 * max(0.0, ahead), (part,)))
        else:
            items.append(Item(depth + 0.03, (part,)))
    things: list[Part | Mark] = []
    things += hat_behind(look, bones, ahead)
    things += _skin(pen, look, bones, ahead, aside)
    if ahead > -0.25:
        things += features(pen, look, bones, face, ahead, aside, speaking)
    things += _hair(pen, look, bones)
    things += _ears(look, bones, ahead, aside)
    things += over
    things += hat_over(pen, look, bones, ahead, above)
    items.append(Item(depth, things))
    return items


def _skin(pen: Pen, look: Look, bones: Skeleton, ahead: float, aside: float) -> list[Part | Mark]:
    bodies: list[Spheres] = [skull(bones), visage(look, bones)]
    if abs(aside) > 0.2 and ahead > -0.55:
        bodies += _nose(bones)
    return [Part(tuple(bodies), look.skin)]


def _nose(bones: Skeleton) -> list[Spheres]:
    return [
        _balls(bones, ((0.0, 0.014, 0.079, 0.008), (0.0, -0.038, 0.0965, 0.0115), (0.0, -0.045, 0.082, 0.012))),
        _balls(bones, ((0.0, -0.0655, 0.0795, 0.0100), (0.0, -0.076, 0.0785, 0.0100))),
    ]


def _ears(look: Look, bones: Skeleton, ahead: float, aside: float) -> list[Part]:
    if not shows_ears(look) or look.hat in {"hood", "helmet"}:
        return []
    parts = []
    for side in (1, -1):
        if side * aside > -0.35 or ahead < -0.8:
            ear = (
                (side * 0.078, 0.004, -0.018, 0.014),
                (side * 0.082, 0.010, -0.024, 0.014),
                (side * 0.075, -0.026, -0.012, 0.009),
            )
            parts.append(Part((_balls(bones, ear),), shade(look.skin, 0.97), silhouette=True))
    return parts


def _hair(pen: Pen, look: Look, bones: Skeleton) -> list[Part | Mark]:
    if look.hair == "bald" and not look.old:
        return []
    surface = Surface.of(pen, bones.head, _balls(bones, shell(look)))
    if surface is None:
        return []
    cap = surface.patch(hairline(look), bones.head.direction(0.0, 0.96, -0.28))
    if len(cap) < 3:
        return []
    colour = look.hair_colour
    if look.hair in {"crop", "bald"}:
        colour = mix(colour, look.skin, 0.3)
    tone = pen.tone(colour)
    lit = clipped(cap, surface.contour.lit(pen.light.toward, 0.22, 0.80)[::2])
    marks: list[Part | Mark] = [Mark(cap, shade(tone, SHADE), outlined=True)]
    if len(lit) > 2:
        marks.append(Mark(lit, tone))
    if pen.scale > 90:
        marks.append(Mark([*cap, cap[0]], mix(pen.ink_colour, tone, 0.25), 0.42))
    return marks

"""The head: skull, jaw, ears, nose and neck as bodies, hair and hat around them, painted in the order of the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.colours import shade
from storyforge.media.previz.figures.collars import collar
from storyforge.media.previz.figures.face import Sight, features
from storyforge.media.previz.figures.facewear import facewear
from storyforge.media.previz.figures.hair import beyond, cap, capped, shows_ears, whole_shell
from storyforge.media.previz.figures.hats import hat, hood
from storyforge.media.previz.figures.pen import Item, Mark, Part
from storyforge.media.previz.vectors import dot, sub, unit

if TYPE_CHECKING:
    from storyforge.media.previz.figures.feelings import Face
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.figures.hair import Row
    from storyforge.media.previz.figures.pen import Pen, Spheres
    from storyforge.media.previz.figures.skeleton import Skeleton

_SKULL: tuple[Row, ...] = ((0.0, 0.030, -0.016, 0.083), (0.0, 0.036, 0.022, 0.064), (0.0, 0.048, 0.016, 0.054))
_NOSE: tuple[Row, ...] = ((0.0, 0.014, 0.079, 0.008), (0.0, -0.038, 0.0965, 0.0115), (0.0, -0.045, 0.082, 0.012))
_LIPS: tuple[Row, ...] = ((0.0, -0.0655, 0.0795, 0.0100), (0.0, -0.076, 0.0785, 0.0100))
_NEARER = 0.018
"""Metres by which hair must be nearer to the lens than the head's middle to be painted over the face."""


_FROM_BEHIND = -0.45
"""The cosine of the angle from which long hair is one thing with the hair on the skull."""
_BOWED = 0.15
"""Metres ahead of the chest from which a head, seen from behind, is painted behind the shoulders."""


def _balls(bones: Skeleton, rows: tuple[Row, ...]) -> Spheres:
    k, head = bones.head_size, bones.head
    return tuple((head.at(x * k, y * k, z * k), radius * k) for x, y, z, radius in rows)


def skull(bones: Skeleton) -> Spheres:
    """The cranium."""
    return _balls(bones, _SKULL)


def visage(look: Look, bones: Skeleton) -> Spheres:
    """Temples, cheeks, jaw and chin."""
    jaw = 1 - (1.03 - look.shoulders) * 1.5
    full = 0.8 + 0.2 * look.build
    soft = 0.012 if look.child else 0.0
    half: tuple[Row, ...] = (
        (0.020, 0.030, 0.026, 0.058),
        (0.028 * full, -0.022, 0.036, 0.046),
        (0.041 * (0.35 + 0.65 * jaw) * full, -0.060 + soft, 0.004, 0.027),
        (0.012 * jaw, -0.092 + soft, 0.065, 0.025),
    )
    return _balls(bones, (*half, *((-x, y, z, radius) for x, y, z, radius in half)))


def neck(look: Look, bones: Skeleton) -> Spheres:
    """From the collar up into the skull."""
    k, build = bones.size, (0.75 + 0.25 * look.build) * (0.55 + 0.45 * look.shoulders)
    big = bones.head_size
    base = 0.040 if look.coat in {"dress", "hoodie"} else 0.058
    return (
        (bones.chest.at(0.0, base * k, -0.010 * k), 0.055 * k * build),
        (bones.head.at(0.0, -0.062 * big, -0.026 * big), 0.050 * big * build),
    )


def head_items(pen: Pen, look: Look, bones: Skeleton, face: Face, *, speaking: bool, trunk: float) -> list[Item]:
    """The neck with its collar, hair that falls behind, and the head with everything upon it.

    `trunk` is the distance at which the trunk is painted.
    """
    head = bones.head
    depth = pen.camera.distance(head.origin)
    sight = Sight.of(pen, look, bones)
    behind, over = _hair_beyond(look, bones, sight)
    upon = cap(pen, look, bones)
    if capped(look) and sight.ahead < _FROM_BEHIND:
        over, upon = [*behind, whole_shell(look, bones), *over], ([], [])
        behind = []
    loose: list[Part | Mark] = [Part(tuple(over), look.hair_colour)] if over else []
    things: list[Part | Mark] = [*hood(sight), *upon[0], Part(tuple(_skin(look, bones, sight)), look.skin)]
    if sight.ahead > -0.25:
        things += features(sight, face, speaking=speaking)
        things += facewear(sight)
    things += [*loose, *upon[1]] if capped(look) else [*upon[1], *loose]
    things += _ears(look, bones, sight)
    things += hat(sight)
    lens = unit(sub(pen.camera.position, bones.chest.origin))
    front = dot(lens, bones.chest.ahead) > -0.12
    bowed = bones.chest.inside(head.origin)[2] > _BOWED * bones.size
    at = depth if bowed and not front else min(depth, trunk - 0.01)
    apart = [tuple(behind)] if behind and look.hair != "braids" else [(body,) for body in behind]
    items = [_fallen(pen, look, bodies, at) for bodies in apart]
    return [*items, *_throat(pen, look, bones, trunk, at, front=front), Item(at, things)]


def _fallen(pen: Pen, look: Look, bodies: tuple[Spheres, ...], head: float) -> Item:
    """Hair that falls behind the head: behind the trunk too, where it is farther away."""
    farthest = max(pen.camera.distance(body[-1][0]) for body in bodies)
    return Item(max(head + 0.003, farthest + 0.02), (Part(bodies, look.hair_colour),))


def _throat(pen: Pen, look: Look, bones: Skeleton, trunk: float, head: float, *, front: bool) -> list[Item]:
    """The neck and its collar: upon the trunk from the front, behind its shoulders from the back."""
    under, upon = collar(pen, look, bones, front=front)
    bare = look.coat == "dress"
    part = Part(
        (neck(look, bones),), shade(look.skin, 0.96 if bare else 0.93), edges=() if bare else None, tones=not bare
    )
    if front:
        return [Item(max(trunk - 0.004, head + 0.002), (*under, part, *upon))]
    return [Item(max(head, trunk) + 0.01, (*under, part)), Item(trunk - 0.004, upon)]


def _hair_beyond(look: Look, bones: Skeleton, sight: Sight) -> tuple[list[Spheres], list[Spheres]]:
    """Hair beyond the skull that is behind the head, and what is before it."""
    behind: list[Spheres] = []
    before: list[Spheres] = []
    for body in beyond(look, bones):
        nearness = sum(dot(sub(centre, bones.head.origin), sight.lens) for centre, _ in body) / len(body)
        (before if nearness > _NEARER * bones.head_size else behind).append(body)
    return behind, before


def _skin(look: Look, bones: Skeleton, sight: Sight) -> list[Spheres]:
    bodies = [skull(bones), visage(look, bones)]
    if abs(sight.aside) > 0.2 and sight.ahead > -0.55:
        bodies.append(_balls(bones, _NOSE))
        if sight.high > 26 and abs(sight.aside) > 0.75:
            bodies.append(_balls(bones, _LIPS))
    return bodies


def _ears(look: Look, bones: Skeleton, sight: Sight) -> list[Part | Mark]:
    if not shows_ears(look):
        return []
    found: list[Part | Mark] = []
    for side in (1, -1):
        if side * sight.aside > -0.35 or sight.ahead < -0.8:
            ear: tuple[Row, ...] = (
                (side * 0.080, 0.012, -0.026, 0.0115),
                (side * 0.079, 0.002, -0.013, 0.0105),
                (side * 0.077, -0.027, -0.014, 0.0075),
            )
            found.append(Part((_balls(bones, ear),), shade(look.skin, 0.97)))
            if sight.high > 110 and side * sight.aside > 0.3:
                found += sight.ear(side)
    return found

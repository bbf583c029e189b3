"""Limbs as bodies: sleeves, trousers, bare legs and shoes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.figures.hands import hand
from storyforge.media.previz.figures.pen import Item, Part, depth_of
from storyforge.media.previz.vectors import add, lerp, scale, sub, unit

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.figures.pen import Pen, Spheres
    from storyforge.media.previz.figures.skeleton import Limbs, Skeleton

_SHOE: Colour = (40, 37, 38)
_APART = 0.07
"""Metres of difference in distance from which a forearm, or a shin, is painted on its own."""


def arm(pen: Pen, look: Look, bones: Skeleton, limbs: Limbs, sleeve: Colour, *, loose: float = 1.0) -> list[Item]:
    """A sleeve and its hand; `loose` widens the cuff."""
    k = bones.size * (0.62 + 0.38 * look.build)
    shoulder, elbow, wrist = limbs.shoulder, limbs.elbow, limbs.wrist
    cuff = lerp(elbow, wrist, 0.93)
    upper: Spheres = ((shoulder, 0.059 * k), (elbow, 0.0465 * k))
    edge: Spheres = ((lerp(shoulder, elbow, 0.36), 0.0545 * k), (elbow, 0.0465 * k))
    lower: Spheres = ((elbow, 0.0465 * k), (lerp(elbow, wrist, 0.25), 0.046 * k), (cuff, 0.036 * loose * k))
    high = pen.camera.distance(lerp(shoulder, elbow, 0.5)) - 0.02
    low = pen.camera.distance(lerp(elbow, wrist, 0.5)) - 0.025
    palm = pen.camera.distance(limbs.palm) - 0.035
    fingers = hand(pen, look, bones, limbs)
    if abs(high - low) > _APART:
        items = [Item(high, (Part((upper,), sleeve, edges=(edge,)),)), Item(low, (Part((lower,), sleeve),))]
    else:
        low = (high + low) / 2
        items = [Item(low, (Part((upper, lower), sleeve, edges=(edge, lower)),))]
    return [*items, Item(palm if abs(palm - low) > _APART else low - 0.01, (fingers,))]


def leg(pen: Pen, look: Look, bones: Skeleton, limbs: Limbs, *, bare: bool, behind: float) -> list[Item]:
    """A leg in trousers or bare, and its shoe; painted as if at least `behind` metres away, under the trunk's hem."""
    k = bones.size * (0.6 + 0.4 * look.build)
    hip, knee, ankle = limbs.hip, limbs.knee, limbs.ankle
    slim = 0.86 if bare else 1.0
    calf = add(lerp(knee, ankle, 0.3), scale(bones.root.ahead, -0.012 * k))
    thigh: Spheres = ((hip, 0.089 * slim * k), (knee, 0.057 * slim * k))
    if bare:
        lower: Spheres = ((knee, 0.050 * k), (calf, 0.049 * k), (ankle, 0.033 * k))
    else:
        lower = ((knee, 0.057 * k), (lerp(knee, ankle, 0.94), 0.046 * k))
    colour = look.skin if bare else look.legs
    boot = Part((shoe(limbs, bones.size),), _SHOE)
    if not behind:
        high, low = pen.camera.distance(lerp(hip, knee, 0.6)), pen.camera.distance(lerp(knee, ankle, 0.5))
        if abs(high - low) > _APART:
            return [
                Item(high, (Part((thigh,), colour),)),
                Item(low + 0.001, (boot,)),
                Item(low, (Part((lower,), colour),)),
            ]
    part = Part((thigh, lower), colour)
    depth = depth_of(pen.camera, part)
    depth = max(depth, behind + depth * 1e-3)
    return [Item(depth + 0.001, (boot,)), Item(depth, (part,))]


def shoe(limbs: Limbs, size: float) -> Spheres:
    """Heel, ankle, ball and toe."""
    along = unit(sub(limbs.toe, limbs.ankle))
    shin = unit(sub(limbs.knee, limbs.ankle))
    sole = unit(sub(scale(along, shin[0] * along[0] + shin[1] * along[1] + shin[2] * along[2]), shin))
    heel = add(limbs.ankle, add(scale(along, -0.024 * size), scale(sole, 0.040 * size)))
    ball = add(limbs.ankle, add(scale(along, 0.105 * size), scale(sole, 0.012 * size)))
    return ((heel, 0.036 * size), (limbs.ankle, 0.042 * size), (ball, 0.036 * size), (limbs.toe, 0.027 * size))

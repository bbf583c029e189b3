"""Limbs as bodies: sleeves, trousers, bare legs, shoes and hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.figures.pen import Item, Part, depth_of
from storyforge.media.previz.vectors import add, cross, lerp, scale, sub, unit

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.figures.pen import Pen, Spheres
    from storyforge.media.previz.figures.skeleton import Limbs, Skeleton
    from storyforge.media.previz.vectors import Vec

_SHOE: Colour = (40, 37, 38)
_FINGERS_FROM = 330.0
"""Pixels per metre from which a hand has a thumb and fingers."""


def arm(pen: Pen, look: Look, bones: Skeleton, limbs: Limbs, sleeve: Colour, *, loose: float = 1.0) -> list[Item]:
    """A sleeve and its hand; `loose` widens the cuff."""
    k = bones.size * (0.62 + 0.38 * look.build)
    shoulder, elbow, wrist = limbs.shoulder, limbs.elbow, limbs.wrist
    cuff = lerp(elbow, wrist, 0.93)
    lower: Spheres = ((elbow, 0.047 * k), (cuff, 0.037 * loose * k))
    sleeve_part = Part(
        (((shoulder, 0.060 * k), (elbow, 0.0475 * k)), lower),
        sleeve,
        edges=(((lerp(shoulder, elbow, 0.34), 0.0555 * k), (elbow, 0.0475 * k)), lower),
    )
    depth = depth_of(pen.camera, sleeve_part)
    fingers = hand(pen, look, bones, limbs)
    near = min(depth, pen.camera.distance(limbs.palm)) - 0.03
    return [Item(depth - 0.02, (sleeve_part,)), Item(near if near < depth - 0.1 else depth - 0.01, (fingers,))]


def hand(pen: Pen, look: Look, bones: Skeleton, limbs: Limbs) -> Part:
    """A hand in its grip; one rounded body where it is small in the picture."""
    k = bones.size * 0.98
    along = unit(sub(limbs.palm, limbs.wrist))
    if pen.scale < _FINGERS_FROM:
        tip = add(limbs.palm, scale(along, 0.055 * k))
        return Part((((limbs.wrist, 0.029 * k), (limbs.palm, 0.036 * k), (tip, 0.024 * k)),), look.skin)
    across = _thumb_side(bones, limbs, along)
    return Part(tuple(_fingers(limbs, along, across, k)), look.skin)


def _thumb_side(bones: Skeleton, limbs: Limbs, along: Vec) -> Vec:
    """The direction, at right angles to the forearm, in which the thumb is: up for raised hands, ahead for hanging."""
    up = bones.chest.up if abs(along[1]) < 0.75 else bones.chest.ahead
    inward = scale(bones.chest.right, -0.55 * limbs.sign)
    flat = cross(along, cross(add(up, inward), along))
    return unit(flat)


def _fingers(limbs: Limbs, along: Vec, thumb: Vec, k: float) -> list[Spheres]:
    palm, wrist = limbs.palm, limbs.wrist
    inner = unit(cross(along, thumb))
    inner = scale(inner, float(limbs.sign) * (1 if _inward(inner, limbs) else -1))

    def at(ahead: float, aside: float, inside: float = 0.0) -> Vec:
        return add(palm, scale(add(add(scale(along, ahead), scale(thumb, aside)), scale(inner, inside)), k))

    heel: Spheres = ((wrist, 0.028 * k), (at(0.01, 0.014), 0.026 * k), (at(0.008, -0.020), 0.024 * k))
    shapes: dict[str, list[Spheres]] = {
        "fist": [
            heel,
            ((at(0.022, 0.016), 0.025 * k), (at(0.022, -0.022), 0.023 * k), (at(0.03, 0.0, 0.014), 0.02 * k)),
            ((at(-0.008, 0.030, 0.01), 0.014 * k), (at(0.026, 0.022, 0.024), 0.013 * k)),
        ],
        "point": [
            heel,
            ((at(0.018, 0.004, 0.012), 0.021 * k), (at(0.018, -0.022, 0.010), 0.020 * k)),
            ((at(0.02, 0.018), 0.013 * k), (at(0.095, 0.020), 0.0095 * k)),
            ((at(-0.012, 0.028, 0.008), 0.013 * k), (at(0.030, 0.012, 0.026), 0.011 * k)),
        ],
        "open": [
            heel,
            *(
                ((at(0.022, aside), 0.0125 * k), (at(ahead, aside * spread), 0.0095 * k))
                for aside, ahead, spread in (
                    (0.023, 0.092, 1.9),
                    (0.008, 0.104, 1.6),
                    (-0.008, 0.098, 2.0),
                    (-0.022, 0.08, 1.9),
                )
            ),
            ((at(-0.022, 0.026), 0.0145 * k), (at(0.02, 0.062), 0.0105 * k)),
        ],
        "relaxed": [
            heel,
            (
                (at(0.02, 0.014), 0.018 * k),
                (at(0.062, 0.012, 0.014), 0.013 * k),
                (at(0.06, -0.012, 0.016), 0.013 * k),
                (at(0.02, -0.02), 0.016 * k),
            ),
            ((at(-0.018, 0.026, 0.004), 0.014 * k), (at(0.036, 0.032, 0.016), 0.010 * k)),
        ],
        "flat": [
            heel,
            (
                (at(0.022, 0.016), 0.017 * k),
                (at(0.082, 0.012), 0.012 * k),
                (at(0.076, -0.014), 0.011 * k),
                (at(0.02, -0.022), 0.015 * k),
            ),
            ((at(-0.018, 0.026), 0.014 * k), (at(0.034, 0.040), 0.010 * k)),
        ],
        "hold": [
            heel,
            (
                (at(0.024, 0.016, 0.006), 0.019 * k),
                (at(0.024, -0.024, 0.006), 0.018 * k),
                (at(0.034, 0.0, 0.026), 0.017 * k),
            ),
            ((at(-0.012, 0.028, 0.008), 0.014 * k), (at(0.026, 0.030, 0.034), 0.011 * k)),
        ],
    }
    return shapes[limbs.grip]


def _inward(inner: Vec, limbs: Limbs) -> bool:
    to_other = sub(limbs.elbow, limbs.shoulder)
    return inner[0] * to_other[0] + inner[1] * to_other[1] + inner[2] * to_other[2] <= 0


def leg(pen: Pen, look: Look, bones: Skeleton, limbs: Limbs, *, bare: bool, behind: float) -> list[Item]:
    """A leg in trousers or bare, and its shoe; painted as if at least `behind` metres away, under the trunk's hem."""
    k = bones.size * (0.6 + 0.4 * look.build)
    hip, knee, ankle = limbs.hip, limbs.knee, limbs.ankle
    slim = 0.86 if bare else 1.0
    calf = lerp(knee, ankle, 0.3)
    back = scale(bones.root.ahead, -0.012 * k)
    thigh: Spheres = ((hip, 0.089 * slim * k), (knee, 0.057 * slim * k))
    if bare:
        lower: Spheres = ((knee, 0.052 * k), (add(calf, back), 0.05 * k), (ankle, 0.034 * k))
    else:
        lower = ((knee, 0.057 * k), (lerp(knee, ankle, 0.94), 0.046 * k))
    part = Part((thigh, lower), look.skin if bare else look.legs)
    boot = Part((shoe(limbs, bones.size),), _SHOE)
    depth = depth_of(pen.camera, part)
    return [Item(max(behind, depth) + 0.001, (boot,)), Item(max(behind + depth * 1e-3, depth), (part,))]


def shoe(limbs: Limbs, size: float) -> Spheres:
    """Heel, ankle and toe."""
    along = unit(sub(limbs.toe, limbs.ankle))
    shin = unit(sub(limbs.knee, limbs.ankle))
    sole = unit(sub(scale(along, shin[0] * along[0] + shin[1] * along[1] + shin[2] * along[2]), shin))
    heel = add(limbs.ankle, add(scale(along, -0.024 * size), scale(sole, 0.040 * size)))
    ball = add(limbs.ankle, add(scale(along, 0.105 * size), scale(sole, 0.012 * size)))
    return ((heel, 0.036 * size), (limbs.ankle, 0.042 * size), (ball, 0.036 * size), (limbs.toe, 0.027 * size))

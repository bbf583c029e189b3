"""Hands: a palm, a thumb and fingers in six grips, or one rounded body where they are small in the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.figures.pen import Part
from storyforge.media.previz.vectors import add, cross, dot, scale, sub, unit

if TYPE_CHECKING:
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.figures.pen import Pen
    from storyforge.media.previz.figures.skeleton import Limbs, Skeleton
    from storyforge.media.previz.figures.stances import Grip
    from storyforge.media.previz.vectors import Vec

_FINGERS_FROM = 330.0
"""Pixels per metre from which a hand has a thumb and fingers."""
_Ball = tuple[float, float, float, float]
"""From the palm's middle: ahead along the forearm, towards the thumb, towards the inside; and the radius, in metres."""
_HEEL: tuple[_Ball, ...] = ((-0.07, 0.0, 0.0, 0.027), (0.01, 0.014, 0.0, 0.026), (0.008, -0.020, 0.0, 0.024))
_GRIPS: dict[Grip, tuple[tuple[_Ball, ...], ...]] = {
    "fist": (
        _HEEL,
        ((0.022, 0.016, 0.0, 0.025), (0.022, -0.022, 0.0, 0.023), (0.03, 0.0, 0.014, 0.020)),
        ((-0.008, 0.030, 0.010, 0.014), (0.026, 0.022, 0.024, 0.013)),
    ),
    "point": (
        _HEEL,
        ((0.018, 0.004, 0.012, 0.021), (0.018, -0.022, 0.010, 0.020)),
        ((0.02, 0.018, 0.0, 0.013), (0.095, 0.020, 0.0, 0.0095)),
        ((-0.012, 0.028, 0.008, 0.013), (0.030, 0.012, 0.026, 0.011)),
    ),
    "open": (
        _HEEL,
        ((0.022, 0.022, 0.0, 0.0125), (0.090, 0.040, 0.004, 0.0095)),
        ((0.024, 0.008, 0.0, 0.0125), (0.104, 0.013, 0.004, 0.0095)),
        ((0.022, -0.008, 0.0, 0.0125), (0.098, -0.014, 0.004, 0.0095)),
        ((0.018, -0.022, 0.0, 0.0120), (0.080, -0.040, 0.004, 0.0090)),
        ((-0.022, 0.026, 0.004, 0.0145), (0.020, 0.060, 0.010, 0.0105)),
    ),
    "relaxed": (
        _HEEL,
        ((0.02, 0.014, 0, 0.018), (0.062, 0.012, 0.014, 0.013), (0.06, -0.012, 0.016, 0.013), (0.02, -0.02, 0, 0.016)),
        ((-0.018, 0.026, 0.004, 0.014), (0.036, 0.032, 0.016, 0.010)),
    ),
    "flat": (
        _HEEL,
        ((0.022, 0.016, 0, 0.017), (0.082, 0.012, 0, 0.012), (0.076, -0.014, 0, 0.011), (0.02, -0.022, 0, 0.015)),
        ((-0.018, 0.026, 0.0, 0.014), (0.034, 0.040, 0.0, 0.010)),
    ),
    "hold": (
        _HEEL,
        ((0.024, 0.016, 0.006, 0.019), (0.024, -0.024, 0.006, 0.018), (0.034, 0.0, 0.026, 0.017)),
        ((-0.012, 0.028, 0.008, 0.014), (0.026, 0.030, 0.034, 0.011)),
    ),
}  # fmt: skip
_FINE: dict[Grip, tuple[tuple[_Ball, ...], ...]] = {
    "relaxed": (
        _HEEL,
        *(
            (
                (0.018, aside, 0.0, 0.0125),
                (0.050 * reach, aside, 0.006, 0.0105),
                (0.082 * reach, aside * 0.9, 0.020, 0.0085),
            )
            for aside, reach in ((-0.021, 0.86), (-0.008, 0.98), (0.007, 1.04), (0.021, 0.96))
        ),
        ((-0.022, 0.022, 0.006, 0.0145), (0.006, 0.036, 0.014, 0.0115), (0.032, 0.034, 0.020, 0.009)),
    ),
    "flat": (
        _HEEL,
        *(
            ((0.018, aside, 0.0, 0.0125), (0.090 * reach, aside * 0.95, 0.004, 0.009))
            for aside, reach in ((-0.021, 0.84), (-0.008, 0.97), (0.007, 1.03), (0.021, 0.95))
        ),
        ((-0.022, 0.024, 0.002, 0.0145), (0.008, 0.042, 0.006, 0.0115), (0.034, 0.046, 0.008, 0.009)),
    ),
    "fist": (
        _HEEL,
        *(((0.026, aside, -0.004, 0.0145), (0.030, aside, 0.016, 0.0135)) for aside in (-0.023, -0.008, 0.008, 0.023)),
        ((-0.010, 0.026, 0.014, 0.0145), (0.020, 0.012, 0.032, 0.0125)),
    ),
    "hold": (
        _HEEL,
        *(
            ((0.022, aside, 0.002, 0.0135), (0.040, aside, 0.020, 0.0120), (0.026, aside, 0.036, 0.0105))
            for aside in (-0.023, -0.008, 0.008, 0.023)
        ),
        ((-0.012, 0.028, 0.008, 0.0145), (0.022, 0.034, 0.030, 0.0110)),
    ),
}
"""Grips with each finger, for hands that are large in the picture."""
_FINE_FROM = 560.0


def hand(pen: Pen, look: Look, bones: Skeleton, limbs: Limbs) -> Part:
    """A hand in its grip."""
    k = bones.size * (0.9 + 0.1 * bones.head_size / bones.size)
    along = unit(sub(limbs.palm, limbs.wrist))
    if pen.scale < _FINGERS_FROM:
        tip = add(limbs.palm, scale(along, 0.05 * k))
        return Part((((limbs.wrist, 0.028 * k), (limbs.palm, 0.035 * k), (tip, 0.022 * k)),), look.skin)
    thumb, inside = sides_of(bones, limbs)

    def at(ball: _Ball) -> tuple[Vec, float]:
        ahead, aside, inner, radius = ball
        offset = add(add(scale(along, ahead * k), scale(thumb, aside * k)), scale(inside, inner * k))
        return add(limbs.palm, offset), radius * k

    bodies = (_FINE if pen.scale > _FINE_FROM else _GRIPS).get(limbs.grip) or _GRIPS[limbs.grip]
    return Part(tuple(tuple(at(ball) for ball in body) for body in bodies), look.skin)


def sides_of(bones: Skeleton, limbs: Limbs) -> tuple[Vec, Vec]:
    """The directions of a hand's thumb and of the inside of its palm.

    Thumbs point up where a forearm is level, ahead where it hangs, and inwards where it is raised.
    """
    along = unit(sub(limbs.palm, limbs.wrist))
    chest = bones.chest
    inward = scale(chest.right, -1.0 * limbs.sign)
    level = dot(along, chest.up)
    if level > 0.6:
        wish = inward
    elif level < -0.75:
        wish = add(chest.ahead, scale(inward, 0.5))
    else:
        wish = add(chest.up, scale(inward, 0.45))
    thumb = unit(sub(wish, scale(along, dot(wish, along))))
    inside = cross(thumb, along) if limbs.sign > 0 else cross(along, thumb)
    return thumb, unit(inside)

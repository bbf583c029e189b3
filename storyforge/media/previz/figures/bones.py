"""Two bones from a joint towards a target: inverse kinematics in closed form, for arms and legs alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.vectors import add, cross, dot, length, scale, sub, unit

if TYPE_CHECKING:
    from storyforge.media.previz.vectors import Vec

_STRAIGHT = 0.998
"""A limb is never stretched wholly, or its elbow would jump from side to side."""


def bend(root: Vec, target: Vec, upper: float, lower: float, toward: Vec) -> tuple[Vec, Vec]:
    """The middle joint and the end of two bones of given lengths that reach from `root` for `target`.

    The middle joint points towards `toward`, a direction. Where the target is out of reach, the end is as near to it as
    the bones allow, and lengths are kept always. By the law of cosines.
    """
    way = sub(target, root)
    direction = unit(way) if length(way) > 1e-9 else (0.0, -1.0, 0.0)
    far = min(max(length(way), abs(upper - lower) * 1.02 + 1e-6), (upper + lower) * _STRAIGHT)
    along = (upper * upper - lower * lower + far * far) / (2 * far)
    aside = math.sqrt(max(0.0, upper * upper - along * along))
    joint = add(add(root, scale(direction, along)), scale(_across(direction, toward), aside))
    return joint, add(root, scale(direction, far))


def _across(direction: Vec, toward: Vec) -> Vec:
    """The unit direction at right angles to one that leans most towards another; any one where they are parallel."""
    aside = sub(toward, scale(direction, dot(toward, direction)))
    if length(aside) < 1e-6:
        aside = cross(direction, (1.0, 0.0, 0.0) if abs(direction[0]) < 0.9 else (0.0, 1.0, 0.0))
    return unit(aside)

"""Clothes: which bodies a coat, a suit or a dress is made of, layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.figures.details import details
from storyforge.media.previz.figures.limbs import arm, leg
from storyforge.media.previz.figures.pen import Item, Part, depth_of
from storyforge.media.previz.figures.trunk import chest_bodies, seat_body, skirt_bodies

if TYPE_CHECKING:
    from storyforge.media.previz.figures.figure import Coat, Look
    from storyforge.media.previz.figures.pen import Pen, Spheres
    from storyforge.media.previz.figures.skeleton import Limbs, Skeleton

_SKIRTS: dict[Coat, tuple[float, float]] = {
    "coat": (0.95, 0.022), "dress": (1.05, 0.050), "robe": (1.86, 0.03), "skirt": (0.95, 0.03),
}  # fmt: skip
"""How long (1 is to the knee, 2 to the ankle), and how much wider at the hem than at the thigh."""


def trunk_depth(pen: Pen, look: Look, bones: Skeleton) -> float:
    """The distance at which the trunk is painted."""
    return depth_of(pen.camera, Part(chest_bodies(look, bones), look.cloth))


def clothed(pen: Pen, look: Look, bones: Skeleton, depth: float) -> list[Item]:
    """Trunk, legs and arms as they are dressed; `depth` is the trunk's."""
    chest = chest_bodies(look, bones)
    items: list[Item] = []
    legs: list[Item] = []
    for limbs in (bones.right, bones.left):
        under = depth + 0.02 if _hangs(limbs, bones) else 0.0
        legs += leg(pen, look, bones, limbs, bare=look.coat in {"dress", "skirt"}, behind=under)
        sleeve = look.under if look.coat == "vest" else look.cloth
        items += arm(pen, look, bones, limbs, sleeve, loose=1.35 if look.coat == "robe" else 1.0)
    items += legs
    whole = look.coat in {"coat", "dress", "robe"} and all(_hangs(limbs, bones) for limbs in (bones.right, bones.left))
    bodies: tuple[Spheres, ...] = chest
    if look.coat in _SKIRTS:
        skirt = skirt_bodies(look, bones, *_SKIRTS[look.coat])
        if whole:
            bodies = (*chest, *skirt)
        else:
            part = Part(skirt, look.legs if look.coat == "skirt" else look.cloth)
            items.append(Item(min(item.depth for item in legs) - 0.004, (part,)))
    if look.coat not in {"dress", "robe", "skirt"}:
        seat = Part((seat_body(look, bones),), look.legs)
        items.append(Item(max(depth + 0.015, depth_of(pen.camera, seat)), (seat,)))
    items.append(Item(depth, (Part(bodies, look.cloth), *details(pen, look, bones, whole=whole))))
    return items


def _hangs(limbs: Limbs, bones: Skeleton) -> bool:
    """Whether a thigh goes down from the trunk rather than ahead."""
    down = bones.pelvis.inside(limbs.knee)
    return down[1] < -0.26 * bones.size

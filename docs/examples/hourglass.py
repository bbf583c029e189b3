"""A kind of prop: an hourglass, two glass bulbs between plates of wood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places.prop_parts import drum

if TYPE_CHECKING:
    from storyforge.media.previz.places.kit import Frame, Kit

HEIGHT = 0.2


def hourglass(kit: Kit, at: Frame) -> None:
    """Metres, standing on the frame's floor; back to front, and most of the sand has run through."""
    wood, glass = kit.paint(m.DARK_WOOD), kit.paint(m.GLASS)
    kit.block(at, (0.13, 0.018, 0.1), wood)
    for x in (-0.05, 0.05):
        kit.rod(at, (x, 0.0, 0.03), (x, HEIGHT, 0.03), 0.006, wood)
    for low, high in ((0.02, 0.098), (HEIGHT - 0.02, 0.102)):
        drum(kit, at, ((low, 0.042), ((low + high) / 2, 0.038), (high, 0.008)), glass)
    drum(kit, at, ((0.022, 0.037), (0.05, 0.022)), kit.paint(m.OCHRE))
    for x in (-0.05, 0.05):
        kit.rod(at, (x, 0.0, -0.035), (x, HEIGHT, -0.035), 0.006, wood)
    kit.block(at, (0.13, 0.018, 0.1), wood, y=HEIGHT - 0.018)

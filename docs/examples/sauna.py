"""A kind of place: a sauna with two benches, a stove under hot stones, and a door with a pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import rooms as r

if TYPE_CHECKING:
    from storyforge.media.previz.places.kit import Kit


def sauna(kit: Kit) -> None:
    """Pale boards all around; who is `at: bench` sits with their back to the wall, who is `at: stove` stands at it."""
    made = r.room(kit, (-2.2, 2.2, -1.8, 2.2), 2.3, m.PALE_WOOD, m.WOOD, tile=0.3, boards=True, skirting=None)
    r.panelling(made, 2.2, m.PALE_WOOD, every=0.4)
    f.bench(kit, made.against("back", -0.5, 0.5), 2.6, m.WOOD, back=False)
    f.bench(kit, made.against("left", 0.2, 0.5), 1.8, m.WOOD, back=False)
    stove = made.against("back", 1.6, 0.6)
    kit.block(stove, (0.7, 0.75, 0.55), kit.paint(m.IRON))
    for i in range(8):
        u, v = kit.between(-0.25, 0.25, "stone", i), kit.between(-0.15, 0.15, "stone", i, "v")
        kit.ball(stove, (u, 0.8, v), 0.08, kit.paint(m.DARK_STONE, kit.between(0.85, 1.1, "stone", i, "tone")))
    if "fire" in kit.states:
        fit.flames(kit, stove, 0.2, v=-0.3, y=0.3)
    kit.spot("stove", stove, 0.0, -0.75, turn=180)
    r.door(made, "right", -0.6, colour=m.PALE_WOOD, glazed=True)
    r.window(made, "front", 0.6, 0.6, 1.4, 1.8)

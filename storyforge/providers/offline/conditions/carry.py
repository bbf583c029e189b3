"""Which conditions live on over the time between two scenes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.jump import JUMPS
from storyforge.providers.offline.words import table
from storyforge.tasks.conditions import CarryOutput

if TYPE_CHECKING:
    from storyforge.tasks.conditions import CarryContext


def carry(context: CarryContext) -> CarryOutput:
    """Keep what survives the jump by `templates/lexicons/carry.yaml`; a jump that is not known is the widest."""
    lives = table("carry")
    rows = {**lives["people"], **lives["things"]} if context.thing else lives["people"]
    order: tuple[str, ...] = JUMPS
    width = order.index(context.jump) if context.jump in order else len(order) - 1
    kept = (
        tag for tag in context.conditions if order.index(rows.get(tag.partition(":")[0], lives["otherwise"])) >= width
    )
    return CarryOutput(kept=tuple(kept))

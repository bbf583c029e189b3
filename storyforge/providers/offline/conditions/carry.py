"""Which conditions live on over the time between two scenes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.providers.offline.words import table
from storyforge.tasks.conditions import CarryOutput

if TYPE_CHECKING:
    from storyforge.tasks.conditions import CarryContext

JUMPS = ("continuous", "short", "later", "new day", "other")
"""From the narrowest to the widest."""


def carry(context: CarryContext) -> CarryOutput:
    """Keep what survives the jump by `templates/lexicons/carry.yaml`; a jump that is not known is the widest."""
    lives = table("carry")
    rows = {**lives["people"], **lives["things"]} if context.thing else lives["people"]
    width = JUMPS.index(context.jump) if context.jump in JUMPS else len(JUMPS) - 1
    kept = (
        tag for tag in context.conditions if JUMPS.index(rows.get(tag.partition(":")[0], lives["otherwise"])) >= width
    )
    return CarryOutput(kept=tuple(kept))

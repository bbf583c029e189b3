"""Stage 2, narrative: what happens in a storyboard story, from first to last, in three options."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.stages.film.offering import facets, offer
from storyforge.stages.film.s02_lore import PATH as LORE

if TYPE_CHECKING:
    from storyforge.model.beats import Lore
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Job, Made, Plan

PATH = "narrative.md"


def items(summaries: Summaries) -> Plan:
    """One text, set in the lore."""
    return {PATH: {"narrative": facets(summaries, f"{LORE}#body")}}


def run(job: Job) -> Made:
    """Offer three narratives; unattended, take the first."""
    lore = cast("Lore", job.library.model(LORE))
    return offer(job, "narrative", "narratives", above=lore.body)

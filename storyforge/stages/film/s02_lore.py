"""Stage 2, lore: the world of a storyboard story, its people, and what is at stake, in three options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.stages.film.offering import facets, offer

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Job, Made, Plan

PATH = "lore.md"


def items(summaries: Summaries) -> Plan:
    """One text."""
    return {PATH: {"lore": facets(summaries)}}


def run(job: Job) -> Made:
    """Offer three worlds; unattended, take the first."""
    return offer(job, "lore", "lores")

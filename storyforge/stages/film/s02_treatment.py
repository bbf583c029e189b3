"""Stage 2, treatment: the story told in prose, in three options, of which its author chooses one.

In screenplay mode it is derived backwards from the beats, and marked so. Agreement with the beats is a flag, not an
edge: a beat edited by hand flags the treatment, and outdates nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.model.beats import BeatSheet, Treatment
from storyforge.model.counted import counted
from storyforge.stages.base import Made
from storyforge.stages.film import timed
from storyforge.stages.film.offering import facets, offer
from storyforge.tasks.outline import TreatmentContext, TreatmentOutput

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Job, Plan

PATH = "treatment.md"
BEATS = "beats.yaml"
SCREENPLAY = "screenplay"


def items(summaries: Summaries) -> Plan:
    """One text, made from the inputs and parameters; from a screenplay, from nothing that would outdate it."""
    if timed.is_timed(summaries):
        return {PATH: {"treatment": timed.MADE_FROM}}
    return {PATH: {"treatment": () if summaries.way == SCREENPLAY else facets(summaries)}}


def run(job: Job) -> Made:
    """Offer three treatments; unattended, take the first. From a screenplay, write one from the beats."""
    if timed.is_timed(job.library.summaries):
        return timed.treatment(job.library)
    return _derived(job) if job.library.summaries.way == SCREENPLAY else offer(job, "treatment", "treatments")


def _derived(job: Job) -> Made:
    story = job.library.story
    beats = cast("BeatSheet", job.library.model(BEATS))
    context = TreatmentContext(language=story.language, title=story.title, beats=beats.beats)
    output = cast("TreatmentOutput", job.text.ask("treatment", context))
    treatment = Treatment(title=story.title, derived=True, body=output.body)
    words = len(output.body.split())
    return Made({PATH: treatment}, agrees={PATH: {BEATS: beats.digest()}}, subject=f"{counted(words, 'word')}, derived")

"""Stage 2, treatment. In screenplay mode it is derived backwards from the beats, and marked so.

Agreement with the beats is a flag, not an edge: a beat edited by hand flags the treatment, and outdates nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.model.beats import BeatSheet, Treatment
from storyforge.model.counted import counted
from storyforge.stages.base import Made
from storyforge.tasks.outline import TreatmentContext, TreatmentOutput

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Job, Plan

PATH = "treatment.md"
BEATS = "beats.yaml"


def items(_summaries: Summaries) -> Plan:
    """One text."""
    return {PATH: {"treatment": ()}}


def run(job: Job) -> Made:
    """Write the treatment from the beats."""
    story = job.library.story
    beats = cast("BeatSheet", job.library.model(BEATS))
    context = TreatmentContext(language=story.language, title=story.title, beats=beats.beats)
    output = cast("TreatmentOutput", job.text.ask("treatment", context))
    treatment = Treatment(title=story.title, derived=True, body=output.body)
    words = len(output.body.split())
    return Made({PATH: treatment}, agrees={PATH: {BEATS: beats.digest()}}, subject=f"{counted(words, 'word')}, derived")

"""The rule `revise`: a treatment follows its beats; what they leave untouched stays word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.tasks.options import RevisionOutput

if TYPE_CHECKING:
    from storyforge.tasks.options import RevisionContext


def revise(context: RevisionContext) -> RevisionOutput:
    """The body, with the beats it does not have behind it."""
    told = " ".join(context.body.split())
    new = [beat for beat in context.beats if " ".join(beat.split()) not in told]
    return RevisionOutput(body="\n\n".join([context.body, *new]))

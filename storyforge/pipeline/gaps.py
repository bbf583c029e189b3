"""Gaps in what stages make: questions that only the author can answer, found in artifacts and in scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.beats import BeatSheet, Telling
from storyforge.tasks.gaps import gaps_in

if TYPE_CHECKING:
    from storyforge.story import Story
    from storyforge.tasks.gaps import Gap

SCRIPT = "script.fountain"
WITH_GAPS = ("lore.md", "narrative.md", "treatment.md", "beats.yaml", SCRIPT)
"""Files in which a gap may stand."""


def holds_gaps_back(story: Story) -> bool:
    """Whether what has gaps is not locked: a storyboard shows them, and a screenplay's notes are its author's own."""
    return story.story.format != "storyboard" and story.summaries.way != "screenplay"


def gaps_of(path: str, made: object) -> tuple[Gap, ...]:
    """The gaps of a telling, a beat sheet, or a script as bytes; nothing else has any.

    What was derived from a script only asks; the film is made without an answer.
    """
    if isinstance(made, Telling):
        return () if made.derived else gaps_in(made.body)
    if isinstance(made, BeatSheet) and not made.derived:
        return tuple(gap for beat in made.beats for gap in gaps_in(beat.text))
    if isinstance(made, bytes) and path == SCRIPT:
        return gaps_in(made.decode("utf-8", "replace"))
    return ()

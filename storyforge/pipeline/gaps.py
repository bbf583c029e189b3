"""Gaps in what stages make: questions that only the author can answer, found in artifacts and in scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.beats import BeatSheet, Telling
from storyforge.tasks.gaps import gaps_in

if TYPE_CHECKING:
    from storyforge.tasks.gaps import Gap

SCRIPT = "script.fountain"


def gaps_of(path: str, made: object) -> tuple[Gap, ...]:
    """The gaps of a telling, a beat sheet, or a script as bytes; nothing else has any."""
    if isinstance(made, Telling):
        return gaps_in(made.body)
    if isinstance(made, BeatSheet):
        return tuple(gap for beat in made.beats for gap in gaps_in(beat.text))
    if isinstance(made, bytes) and path == SCRIPT:
        return gaps_in(made.decode("utf-8", "replace"))
    return ()

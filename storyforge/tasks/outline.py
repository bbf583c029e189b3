"""The tasks `beats` and `treatment`: a script's structure in sentences, derived backwards."""

from __future__ import annotations

from pydantic import Field

from storyforge.model.beats import Beat
from storyforge.tasks.base import Context, Output
from storyforge.tasks.breakdown import BreakdownScene


class BeatsContext(Context):
    """The script, scene by scene."""

    language: str = Field(description="Language code.")
    script: str = Field(description="Path of the script, for the beats' sources.")
    scenes: tuple[BreakdownScene, ...] = Field(description="All scenes in order.")


class BeatsOutput(Output):
    """15 to 30 beats for a feature; as many as there are turns for a short."""

    beats: tuple[Beat, ...] = ()


class TreatmentContext(Context):
    """The beats, in order."""

    language: str = Field(description="Language code.")
    title: str = Field(description="The story's title.")
    beats: tuple[Beat, ...] = Field(description="Beats in order.")


class TreatmentOutput(Output):
    """The treatment as Markdown prose."""

    body: str = ""

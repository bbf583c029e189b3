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

    def faults(self, context: BeatsContext) -> tuple[str, ...]:
        """No beats, ids twice, scenes that there are not or that no beat plays, and quotes that no scene has."""
        if not self.beats:
            return ("There are no beats.",)
        ids = [beat.id for beat in self.beats]
        played = dict.fromkeys(number for beat in self.beats for number in beat.scenes)
        numbers = [scene.number for scene in context.scenes]
        told = " ".join(scene.words for scene in context.scenes)
        quotes = [(beat.id, " ".join(beat.source.quote.split())) for beat in self.beats if beat.source]
        return (
            *(f"{name} is the id of two beats." for name in dict.fromkeys(ids) if ids.count(name) > 1),
            *(f"{beat.id} has no text." for beat in self.beats if not beat.text.strip()),
            *(f"There is no scene {number}." for number in played if number not in numbers),
            *(f"No beat plays scene {number}." for number in numbers if number not in played),
            *(f'{name}: "{quote[:80]}" is in no scene word for word.' for name, quote in quotes if quote not in told),
        )


class TreatmentContext(Context):
    """The beats, in order."""

    language: str = Field(description="Language code.")
    title: str = Field(description="The story's title.")
    beats: tuple[Beat, ...] = Field(description="Beats in order.")


class TreatmentOutput(Output):
    """The treatment as Markdown prose."""

    body: str = ""

    def faults(self, context: TreatmentContext) -> tuple[str, ...]:
        """No prose."""
        del context
        return () if self.body.strip() else ("The treatment has no body.",)

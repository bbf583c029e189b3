"""The tasks of stage 3: a telling becomes beats; one beat becomes others."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from storyforge.model.base import OURS
from storyforge.model.beats import Beat
from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.brief import Brief
from storyforge.tasks.survey import SurveyOutput

FEWEST, MOST = 15, 30
FEWEST_OF_BOARDS = 3
"""A storyboard may be of a paragraph, and has no more beats than that tells."""


class BeatSheetContext(Context):
    """What is to be told in beats."""

    brief: Brief = Field(description="The story as a whole.")
    path: str = Field(description="The file of the telling, for the beats' sources.")
    telling: str = Field(description="The treatment or narrative, as it was approved.")
    structure: str = Field("", description="The structure that it follows.")
    source: str = Field(
        "", description="The file that it was made from, for what beats say of it.", json_schema_extra={OURS: True}
    )
    survey: SurveyOutput | None = Field(
        None, description="What a long source has: its people and telling passages.", json_schema_extra={OURS: True}
    )
    fewest: int = Field(FEWEST, ge=1, description="How few beats are enough.", json_schema_extra={OURS: True})
    guidance: str = Field("", description="What the author wants of it now.")


class BeatSheetOutput(Output):
    """15 to 30 beats; each one change of fortune in one sentence: who wants what, what happens, how it stands after."""

    ROLE: ClassVar[Role] = "story-writer"

    beats: tuple[Beat, ...] = Field(description="The beats in the order in which they are told.")

    def faults(self, context: BeatSheetContext) -> tuple[str, ...]:
        """Too few or many beats, beats without a text, and passages that the telling has not."""
        found = []
        if not context.fewest <= len(self.beats) <= MOST:
            found.append(f"There are {len(self.beats)} beats; give {context.fewest} to {MOST}.")
        told = " ".join(context.telling.split())
        for beat in self.beats:
            if not beat.text.strip():
                found.append(f"{beat.id} has no text.")
            quote = " ".join(beat.source.quote.split()) if beat.source else ""
            if quote and quote not in told:
                found.append(f'{beat.id}: "{quote[:80]}" is not in {context.path} word for word.')
        return tuple(found)


class OneBeatContext(Context):
    """One beat, or a place between two, and what stands around it."""

    brief: Brief = Field(description="The story as a whole.")
    wish: str = Field(description="add, brainstorm, expand, merge or rewrite.")
    beats: tuple[Beat, ...] = Field((), description="The beats that it is about: none to add one, two to merge.")
    before: tuple[str, ...] = Field((), description="The beats before, the nearest last.")
    after: tuple[str, ...] = Field((), description="The beats behind, the nearest first.")
    telling: str = Field("", description="The passages of the telling that they come from.")
    count: int = Field(1, ge=1, le=8, description="How many beats to answer with.")
    guidance: str = Field("", description="What the author wants of it.")


class OneBeatOutput(Output):
    """The beats that were asked for: one to add, merge or rewrite, several to expand, alternatives to brainstorm."""

    ROLE: ClassVar[Role] = "story-writer"

    beats: tuple[Beat, ...] = Field(description="As many beats as were asked for; their ids are not read.")

    def faults(self, context: OneBeatContext) -> tuple[str, ...]:
        """Another number of beats than was asked for, and beats without a text."""
        if len(self.beats) != context.count:
            return (f"There are {len(self.beats)} beats; give {context.count}.",)
        return tuple(f"Beat {n} has no text." for n, beat in enumerate(self.beats, 1) if not beat.text.strip())

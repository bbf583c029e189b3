"""The tasks `treatments`, `lores` and `narratives`: a story told in three ways that a reader can tell apart."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from storyforge.model.base import OURS
from storyforge.model.beats import Lore, Narrative, Telling, Treatment
from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.brief import Brief
from storyforge.tasks.differences import like_each_other
from storyforge.tasks.survey import DigestOutput, Section, SurveyOutput

COUNT = 3


class OptionsContext(Context):
    """What a story is to be told from."""

    what: Literal["treatment", "lore", "narrative"] = Field(description="What is to be written.")
    brief: Brief = Field(description="The story as a whole.")
    source: tuple[Section, ...] = Field((), description="What the author gave, word for word, where it is short.")
    digests: tuple[DigestOutput, ...] = Field((), description="What the parts of a long source tell, in order.")
    survey: SurveyOutput | None = Field(
        None, description="Who is named in a long source, and its telling passages.", json_schema_extra={OURS: True}
    )
    above: str = Field("", description="What was decided before: the lore that a narrative is set in.")
    twist: str = Field("", description="What is to be different from the source.")
    words: int = Field(description="How many words each option should have.")
    before: tuple[str, ...] = Field(
        (), description="Options that there were already, a line each; these are to differ."
    )
    guidance: str = Field("", description="What the author wants of it now.")


class OptionsOutput(Output):
    """Three options, each another story in at least two of: whose it is, where it starts, how it ends, its tone."""

    ROLE: ClassVar[Role] = "story-writer"

    options: tuple[Telling, ...] = Field(description="The three options.")

    def faults(self, context: OptionsContext) -> tuple[str, ...]:
        """Another number than three, an option without prose, and options that only reword each other."""
        found = [f"There are {len(self.options)} options; give {COUNT}."] if len(self.options) != COUNT else []
        found += [f"Option {index} has no body." for index, o in enumerate(self.options, 1) if not o.body.strip()]
        return tuple(found) or like_each_other(self.options, context.brief.language)


class TreatmentsOutput(OptionsOutput):
    """Three treatments, each another story in at least two of: whose it is, where it starts, how it ends, its tone."""

    options: tuple[Treatment, ...] = Field(description="The three treatments.")


class LoresOutput(OptionsOutput):
    """Three worlds, each another in at least two of: whose story it holds, where that starts, how it ends, its tone."""

    options: tuple[Lore, ...] = Field(description="The three worlds.")


class NarrativesOutput(OptionsOutput):
    """Three narratives, each another in at least two of: whose it is, where it starts, how it ends, its tone."""

    options: tuple[Narrative, ...] = Field(description="The three narratives.")


class RevisionContext(Context):
    """A treatment that is behind its beats."""

    brief: Brief = Field(description="The story as a whole.")
    body: str = Field(description="The treatment as it is.")
    beats: tuple[str, ...] = Field(description="The beats as they are now, in order.")
    passages: tuple[str, ...] = Field(
        (),
        description="The passage of the treatment that each beat comes from, in the same order; empty for a new one.",
    )


class RevisionOutput(Output):
    """The treatment, telling what the beats tell; what they leave untouched stays word for word."""

    ROLE: ClassVar[Role] = "story-writer"

    body: str = Field(description="The whole treatment.")

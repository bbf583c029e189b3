"""`beats.yaml`, `treatment.md`, `lore.md` and `narrative.md`: a story in prose and in sentences."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, StringConstraints

from storyforge.model.base import OURS, Artifact, Model


class Source(Model):
    """The passage a beat comes from."""

    file: str = Field(description="Path within the story.")
    quote: str = Field(description="The passage, word for word.")


class Span(Model):
    """A stretch of the audio that the film is made for."""

    start: Decimal = Field(ge=0, description="Seconds from the beginning.")
    end: Decimal = Field(gt=0, description="Seconds from the beginning.")


class RunnerUp(Model):
    """Another passage that could stand in a beat's place."""

    text: str = Field(description="The passage, as the beat would tell it.")
    source: Source | None = Field(None, description="Where it comes from.")
    people: tuple[str, ...] = Field((), description="Names of those who are in it.")
    place: str = Field("", description="Where it happens, as it is named there.")


class Beat(Model):
    """One change of fortune in one sentence: who wants what, what happens, how it stands after."""

    id: Annotated[str, StringConstraints(pattern=r"^b\d{2,}$")] = Field(
        description="b01, b02 and so on; stable once locked."
    )
    text: str = Field(description="The beat.")
    goal: str = Field("", description="Its emotional and structural goal.")
    act: str = Field("", description="Its act or chapter.")
    source: Source | None = Field(None, description="The passage it comes from.")
    scenes: tuple[str, ...] = Field((), description="Numbers of the scenes that play it.")
    people: tuple[str, ...] = Field((), description="Names of those who are in it, as the story calls them.")
    place: str = Field("", description="Where it happens, as the story names it; empty where it does not.")
    origin: Source | None = Field(
        None, description="What an input says of it, word for word.", json_schema_extra={OURS: True}
    )
    span: Span | None = Field(None, description="Its stretch of a given audio.", json_schema_extra={OURS: True})
    runners_up: tuple[RunnerUp, ...] = Field(
        (), description="Passages that could stand in its place: `beat swap`.", json_schema_extra={OURS: True}
    )


class BeatSheet(Artifact):
    """`beats.yaml`: 15 to 30 beats for a feature, fewer for a short."""

    SCHEMA: ClassVar[str] = "beats/1"

    derived: bool = Field(False, description="Whether the beats were taken backwards from the script.")
    beats: tuple[Beat, ...] = Field((), description="The beats in story order.")


def _prose(text: str) -> str:
    """Blank lines before and after are the file's, and so is how its lines end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


class Telling(Artifact):
    """A story told in prose: front matter, then the prose.

    Of several options each declares what makes it another story: whose it is, where it starts, how it ends, its tone.
    """

    title: str = Field("", description="The title.")
    logline: str = Field("", description="The story in one sentence.")
    whose: str = Field("", description="Whose story it is: a name.")
    starts: str = Field("", description="Where it starts, in a sentence.")
    ends: str = Field("", description="How it ends, in a sentence.")
    tone: str = Field("", description="Its tone, in a few words.")
    structure: str = Field("", description="The structure that it follows.")
    derived: bool = Field(
        False, description="Whether it was taken backwards from the beats.", json_schema_extra={OURS: True}
    )
    body: Annotated[str, AfterValidator(_prose)] = Field("", description="The prose.")


class Treatment(Telling):
    """`treatment.md`, and `treatment/option-1.md` to `option-3.md`: stage 2."""

    SCHEMA: ClassVar[str] = "treatment/1"


class Lore(Telling):
    """`lore.md`: the world of a storyboard story, its people and what is at stake."""

    SCHEMA: ClassVar[str] = "lore/1"


class Narrative(Telling):
    """`narrative.md`: what happens in a storyboard story, from first to last."""

    SCHEMA: ClassVar[str] = "narrative/1"

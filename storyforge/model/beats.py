"""`beats.yaml` and `treatment.md`: the structure of a story in sentences."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, StringConstraints

from storyforge.model.base import Artifact, Model


class Source(Model):
    """The passage a beat comes from."""

    file: str = Field(description="Path within the story.")
    quote: str = Field(description="The passage, word for word.")


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


class BeatSheet(Artifact):
    """`beats.yaml`: 15 to 30 beats for a feature, fewer for a short."""

    SCHEMA: ClassVar[str] = "beats/1"

    derived: bool = Field(False, description="Whether the beats were taken backwards from the script.")
    beats: tuple[Beat, ...] = Field((), description="The beats in story order.")


def _prose(text: str) -> str:
    """Blank lines before and after are the file's, and so is how its lines end."""
    return text.replace("\r\n", "\n").strip("\n")


class Treatment(Artifact):
    """`treatment.md`: front matter, then prose."""

    SCHEMA: ClassVar[str] = "treatment/1"

    title: str = Field("", description="The title.")
    derived: bool = Field(False, description="Whether the treatment was taken backwards from the beats.")
    body: Annotated[str, AfterValidator(_prose)] = Field("", description="The prose.")

"""`audio.yaml`: the audio that a film is made for, its exact length, and its stretches with the words heard in them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from storyforge.model.base import Artifact, Model


class Segment(Model):
    """A stretch of the audio; where the next one begins, it ends."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("text",)

    id: Annotated[str, StringConstraints(pattern=r"^s\d{3,}$")] = Field(description="s001, s002 and so on.")
    start: Decimal = Field(ge=0, description="Seconds from the beginning, to the millisecond.")
    end: Decimal = Field(gt=0, description="Seconds from the beginning, to the millisecond.")
    text: str = Field("", description="The words heard in it, verbatim; empty where none are known.")
    speaker: str = Field("", description="Who speaks, as the transcript says it.")
    pauses: tuple[Decimal, ...] = Field((), description="Moments of quiet within it, in seconds from the beginning.")


class Audio(Artifact):
    """An audio file and its segments, end to end: the first begins at 0, the last ends where the audio ends."""

    SCHEMA: ClassVar[str] = "audio/1"

    file: str = Field(description="Path within the story, below inputs/.")
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(description="SHA-256 of the file.")
    seconds: Annotated[str, StringConstraints(pattern=r"^[1-9]\d*/[1-9]\d*$")] = Field(
        description="Its exact length: samples over samples a second, such as 2349056/44100."
    )
    transcript: str = Field("", description="Path of the transcript; empty where the segments were found by silence.")
    segments: tuple[Segment, ...] = Field(description="Its stretches in order.")

    @property
    def length(self) -> Fraction:
        """The exact length in seconds."""
        return Fraction(self.seconds)

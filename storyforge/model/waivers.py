"""`waivers.yaml`: findings that the author lives with; a waiver lapses when what it excuses changes."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from storyforge.model.base import Artifact, Model


class Waiver(Model):
    """One finding that is accepted."""

    finding: str = Field(description="The check and what it is about, such as speech_fits:3B.")
    path: str = Field(description="The file that it is about.")
    item: str = Field("", description="The item of the file that it is about; empty: the file.")
    says: str = Field(description="What it says, with # for every number.")
    why: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)] = Field(
        description="Why it is accepted."
    )
    excuses: str = Field(description="Digest of what it excuses; it lapses when that is another.")


class Waivers(Artifact):
    """What the author lives with."""

    SCHEMA: ClassVar[str] = "waivers/1"

    waivers: tuple[Waiver, ...] = Field((), description="Accepted findings, oldest first.")

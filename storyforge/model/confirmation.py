"""`scenes/NNN/confirmation.yaml`: what was agreed to before clips are made: frames, prompts and price."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from pydantic import Field

from storyforge.model.base import Artifact, Model


class ConfirmedShot(Model):
    """One shot as it was agreed to."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("end", "cost")

    id: str = Field(description="Shot id.")
    frames: int = Field(gt=0, description="Length in frames.")
    start: str = Field(description="Digest of the start frame's picture.")
    end: str = Field("", description="Digest of the end frame's picture; empty: the start frame alone, and its price.")
    video: str = Field(description="Digest of the video prompt.")
    cost: Decimal | None = Field(None, description="What the clip costs; left empty: unknown, which is not zero.")


class Confirmation(Artifact):
    """The scene's summary, as its director agreed to it."""

    SCHEMA: ClassVar[str] = "confirmation/1"
    ALWAYS: ClassVar[tuple[str, ...]] = ("cost", "currency")

    scene: str = Field(description="The scene's number.")
    by: str = Field("offline", description="Who is to make the clips.")
    cost: Decimal | None = Field(None, description="All shots together; left empty: unknown.")
    currency: str = Field("USD", description="ISO 4217 code.")
    shots: tuple[ConfirmedShot, ...] = Field((), description="The shots in order.")

"""`scenes/NNN/confirmation.yaml`: what was agreed to before clips are made: frames, prompts, terms, the most it costs.

It is an approval of exactly what it names: each shot is bought once, for no more than is said, of whom it says.
"""

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
    sends: str = Field("", description="What is sent with the words: first+last, first, references or text.")
    references: tuple[str, ...] = Field((), description="Digests of the reference pictures that are sent.")
    seconds: int | None = Field(None, description="Seconds that are bought, where the model sells whole ones.")
    cost: Decimal | None = Field(None, description="The most that the clip costs; left empty: unknown, not zero.")


class Confirmation(Artifact):
    """The scene's summary, as its director agreed to it."""

    SCHEMA: ClassVar[str] = "confirmation/1"
    ALWAYS: ClassVar[tuple[str, ...]] = ("cost", "currency")

    scene: str = Field(description="The scene's number.")
    by: str = Field("offline", description="Who is to make the clips.")
    draft: bool = Field(False, description="true: drafts, at the cheapest quality; finals are agreed to apart.")
    resolution: str = Field("", description="Resolution that is bought, where the model sells several.")
    sound: bool | None = Field(None, description="Whether clips are bought with sound, where the story says.")
    seed: int | None = Field(None, description="The seed, where the model takes one.")
    second: Decimal | None = Field(None, description="Price of a second, in the row that the costs are reckoned by.")
    checked: str = Field("", description="The day on which that price was looked up at its maker.")
    cost: Decimal | None = Field(None, description="The most that all shots cost together; left empty: unknown.")
    currency: str = Field("USD", description="ISO 4217 code.")
    count: int | None = Field(
        None, ge=0, description="The most clips that may be bought; left empty: each shot's, once."
    )
    agreed: int = Field(1, ge=1, description="1, and one more when a scene is agreed to again after clips were bought.")
    shots: tuple[ConfirmedShot, ...] = Field((), description="The shots in order.")

    @property
    def most(self) -> int:
        """How many clips may be bought."""
        return len(self.shots) if self.count is None else self.count

    def agreement(self) -> str:
        """What calls are booked under: another one for every word that differs, and each time it is agreed to anew."""
        return self.digest()

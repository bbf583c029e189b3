"""`scenes/NNN/frames.yaml`: the start and end frame of every shot, and the establishing frame of the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from storyforge.model.base import Artifact, Model
from storyforge.model.parts import pictures

if TYPE_CHECKING:
    from collections.abc import Callable


class Frame(Model):
    """One picture: its file, and the two digests that say whether it is the same picture."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("approved",)

    file: str = Field(description="Path of the picture, from the scene's folder.")
    content: str = Field(description="SHA-256 of the file.")
    picture: str = Field(description="Digest of the decoded pixels: the same whatever program wrote the file.")
    by: str = Field("offline", description="Who drew it; hand: its author did, and it is never overwritten.")
    take: int = Field(1, ge=1, description="1, and one more each time it was asked for again.")
    approved: bool = Field(False, description="The director's approval of this very picture.")
    guidance: str = Field("", description="What was asked for, where it was made again.")
    sent: tuple[str, ...] = Field((), description="Reference pictures that whoever drew it was sent: edward.face.")


class ShotFrames(Model):
    """The anchor frames of one shot."""

    id: str = Field(description="Shot id.")
    start: Frame = Field(description="The first instant.")
    end: Frame | None = Field(None, description="The last instant, where the shot needs one.")


class FrameSet(Artifact):
    """The frames of one scene, in shot order."""

    SCHEMA: ClassVar[str] = "frames/1"

    scene: str = Field(description="The scene's number.")
    establishing: Frame | None = Field(None, description="The place alone, as its shots see it.")
    frames: tuple[ShotFrames, ...] = Field((), description="The frames of each shot.")

    def pictures(self) -> dict[str, Frame]:
        """Item -> picture: `establishing`, `3A.start`, `3A.end` ..."""
        return pictures(self)

    def ticked(self, wanted: Callable[[str], bool]) -> FrameSet:
        """The same with those approved that are wanted, by item."""

        def one(item: str, frame: Frame) -> Frame:
            return frame.model_copy(update={"approved": True}) if wanted(item) else frame

        shots = tuple(
            ShotFrames(
                id=shot.id,
                start=one(f"{shot.id}.start", shot.start),
                end=one(f"{shot.id}.end", shot.end) if shot.end else None,
            )
            for shot in self.frames
        )
        place = one("establishing", self.establishing) if self.establishing else None
        return self.model_copy(update={"establishing": place, "frames": shots})

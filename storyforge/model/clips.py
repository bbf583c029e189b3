"""`scenes/NNN/clips.yaml`: the clip of every shot."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from storyforge.model.base import Artifact, Model


class Clip(Model):
    """One clip: its file, its exact length, and the digests that say whether it is the same."""

    id: str = Field(description="Shot id.")
    file: str = Field(description="Path of the clip, from the scene's folder.")
    frames: int = Field(gt=0, description="Exact number of frames, at the story's rate.")
    content: str = Field(description="SHA-256 of the file.")
    picture: str = Field(description="Digest of the frames before encoding; of a model's clip, decoded.")
    size: str = Field("", description="Width and height in pixels, such as 640x360.")
    by: str = Field("offline", description="Who made it; hand: its author did, and it is never overwritten.")
    take: int = Field(1, ge=1, description="1, and one more each time it was asked for again.")
    build: str = Field("", description="Version of the encoder.")


class ClipSet(Artifact):
    """The clips of one scene, in shot order."""

    SCHEMA: ClassVar[str] = "clips/1"

    scene: str = Field(description="The scene's number.")
    clips: tuple[Clip, ...] = Field((), description="One clip a shot.")

"""`scenes/NNN/clips.yaml`: the clip of every shot."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from storyforge.model.base import Artifact, Model

Sent = Literal["first+last", "first", "references", "text"]


class Step(Model):
    """A step down from what a shot wants to be made from, because its model does not take that."""

    wanted: Sent = Field(description="What was wanted: first+last, first, references or text.")
    sent: Sent = Field(description="What was sent instead.")
    why: str = Field(description="Why.")


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
    draft: bool = Field(False, description="true: made at the cheapest quality; a final one takes its place.")
    build: str = Field("", description="Version of the encoder.")
    length: int = Field(
        0,
        ge=0,
        description="Frames that the file has at the story's rate, where they are more or fewer than the shot's.",
    )
    rate: str = Field("", description="Frames a second of the file, where that is not the story's.")
    sound: bool = Field(False, description="true: the file has sound of its own, which is never the dialogue.")
    sent: Sent | None = Field(
        None, description="What it was made from besides words: first+last, first, references or text."
    )
    steps: tuple[Step, ...] = Field((), description="Why it was made from less than its shot wants.")


class ClipSet(Artifact):
    """The clips of one scene, in shot order."""

    SCHEMA: ClassVar[str] = "clips/1"

    scene: str = Field(description="The scene's number.")
    clips: tuple[Clip, ...] = Field((), description="One clip a shot.")

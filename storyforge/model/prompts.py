"""`scenes/NNN/prompts.yaml`: the prompt set of every shot; three types, never mixed."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from storyforge.model.base import OURS, Artifact, Model
from storyforge.model.blocking import Blocking


class InputContract(Model):
    """What a model needs besides the text, so that a provider can refuse before money is spent."""

    sends: Literal["anchors", "references", "text"] = Field(
        "anchors",
        description="What a clip is made from besides words: its frames, its references without frames, or nothing.",
    )
    end_frame: bool = Field(True, description="false: a start frame is enough.")
    references: tuple[str, ...] = Field((), description="Slugs of the key images to send, at most three.")
    previous_end_frame: bool = Field(False, description="The shot continues: the end frame before is an input.")
    frames: int = Field(0, ge=0, description="Length in frames.")
    family: str = Field("generic", description="The model family whose format the video prompt is written in.")
    pictures: str = Field("generic", description="The model family whose format the frame prompt is written in.")


class Compiled(Model):
    """A text that a language model put into words, from the one that rules had written."""

    by: str = Field(description="Who wrote it.")
    source: str = Field(description="Digest of the text it was made from, and of the family it was written for.")


class PromptSet(Model):
    """The prompts of one shot. System scaffolds are templates of the program and never stand here."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("frame", "end_frame", "video", "input_contract", "edited")

    id: str = Field(description="Shot id.")
    frame: str = Field("", description="Start frame: visually verbose, one instant, no motion, no dialogue.")
    end_frame: str = Field("", description="End frame, where the shot needs one.")
    video: str = Field("", description="Motion, camera, dialogue, sound and timing; little about looks.")
    blocking: Blocking | None = Field(None, description="Where everyone stands; what the previz artist draws.")
    input_contract: InputContract = Field(default_factory=InputContract, description="What goes with the text.")
    warnings: tuple[str, ...] = Field((), description="Length or model mismatch; never blocks.")
    edited: tuple[str, ...] = Field((), description="Names of the texts changed by hand; these are never overwritten.")
    came_from: dict[str, str] = Field(
        {}, description="Edited text -> the variant it was taken from.", json_schema_extra={OURS: True}
    )
    compiled: dict[str, Compiled] = Field(
        {},
        description="Text -> who put it into words, and from what; taken out, the rules' text comes back.",
        json_schema_extra={OURS: True},
    )


FEEDS = {"frame": "frames/SHOT-start.png", "end_frame": "frames/SHOT-end.png", "video": "clips/SHOT.mp4"}
"""Text -> the file that is made from it, beside the file of prompts."""


class Prompts(Artifact):
    """The prompt sets of one scene, in shot order."""

    SCHEMA: ClassVar[str] = "prompts/1"
    ALWAYS: ClassVar[tuple[str, ...]] = ("feeds",)

    scene: str = Field(description="The scene's number.")
    feeds: dict[str, str] = Field(
        FEEDS, description="Which text feeds which file; SHOT is the shot's id.", json_schema_extra={OURS: True}
    )
    prompts: tuple[PromptSet, ...] = Field((), description="One set a shot.")

"""The task `attribution`: which stage most likely made a clip what its director does not want."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from storyforge.tasks.base import Context, Output, Role

Stage = Literal["video", "frames", "prompts", "visuals", "shots", "assets", "script", "beats"]
STAGES: dict[str, tuple[Stage, ...]] = {
    "visual": ("frames", "video", "prompts", "visuals", "shots"),
    "timing": ("shots", "video"),
    "dialogue": ("shots", "assets", "script", "video"),
    "narrative": ("shots", "beats", "script"),
}
"""What is wrong -> the stages that it may come from, the usual one first."""


class Sign(Context):
    """Something that is known of a shot, and speaks for a stage."""

    stage: Stage
    what: str = Field(description="What is known, in a sentence.")
    weight: int = Field(1, ge=1, le=3, description="How much it speaks for that stage.")


class AttributionContext(Context):
    """What is wrong with a clip, in its director's words, and what is known of its shot."""

    language: str = Field(description="Language code.")
    shot: str = Field(description="Shot id; empty: the whole scene.")
    wrong: str = Field(description="visual, timing, dialogue or narrative.")
    note: str = Field(description="What the director says.")
    action: str = Field("", description="What happens in the shot.")
    signs: tuple[Sign, ...] = Field((), description="What is known.")


class AttributionOutput(Output):
    """The stage to go back to, and what speaks for it."""

    ROLE: ClassVar[Role] = "critic"

    stage: Stage
    because: tuple[str, ...] = Field((), description="What speaks for it, each a short sentence.")

    def faults(self, context: AttributionContext) -> tuple[str, ...]:
        """A stage that what is wrong can't come from."""
        may = STAGES.get(context.wrong, ())
        if self.stage in may:
            return ()
        return (f"What is wrong is {context.wrong}: it comes from one of {', '.join(may)}, not from {self.stage}.",)

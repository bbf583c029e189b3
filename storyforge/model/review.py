"""`scenes/NNN/review.yaml`: what its director says of a scene's clips; a verdict lapses when its clip is another."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from storyforge.model.base import Artifact, Model

Kind = Literal["success", "visual", "timing", "dialogue", "narrative"]


class Verdict(Model):
    """What is said of one clip, or of all of a scene."""

    shot: str = Field("", description="Shot id; empty: the whole scene.")
    says: Kind = Field(description="success, or what is wrong: visual, timing, dialogue or narrative.")
    why: str = Field("", description="In the director's words.")
    judged: str = Field(description="Digest of what was judged; the verdict lapses when that is another.")
    stage: str = Field("", description="The stage that most likely made it so.")
    because: tuple[str, ...] = Field((), description="What speaks for that stage.")
    by: str = Field("offline", description="Who attributed it.")


class Review(Artifact):
    """The verdicts on one scene's clips, one a shot and one for the scene, newest last."""

    SCHEMA: ClassVar[str] = "review/1"

    scene: str = Field(description="The scene's number.")
    verdicts: tuple[Verdict, ...] = Field((), description="What is said of the clips.")

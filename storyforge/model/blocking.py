"""Blocking: where everyone stands in a shot, which way they face, and what they do; in words a director writes.

Screen terms throughout: left is the left of the frame. Who is on the left stays there until somebody moves.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from storyforge.model.base import Model
from storyforge.model.parts import at_end

Place = Literal["off-left", "far-left", "left", "centre", "right", "far-right", "off-right"]
Depth = Literal["near", "mid", "far"]
Facing = Literal["camera", "3q-left", "left", "back-left", "away", "back-right", "right", "3q-right"]
Pose = Literal[
    "stand", "walk", "run", "sit", "kneel", "crouch", "lie", "lean", "fall", "climb", "dance",
    "point", "reach", "aim", "carry", "hands-up", "arms-crossed", "head-down", "wave", "phone", "drink", "write",
    "drive", "hug", "fight", "hand-over",
]  # fmt: skip
Feeling = Literal["neutral", "happy", "sad", "angry", "afraid", "surprised", "in-pain", "asleep"]
Weather = Literal["rain", "snow", "fog", "wind"]


class Placed(Model):
    """One character at one moment of a shot."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("side", "faces", "pose")

    id: str = Field(description="Slug of the character.")
    side: Place = Field("centre", description="far-left, left, centre, right, far-right; off-left, off-right: unseen.")
    depth: Depth = Field("mid", description="near: over the shoulder or close; mid: the subject's plane; far: behind.")
    faces: Facing = Field("camera", description="Which way the body faces, as the frame shows it.")
    looks: Facing | Literal[""] = Field("", description="Which way the head looks, where not as the body faces.")
    pose: Pose = Field("stand", description="What the body does.")
    feels: Feeling = Field("neutral", description="What the face shows.")
    holds: str = Field("", description="Slug of the prop in hand.")
    at: str = Field("", description="Piece of the set: table, bed, door, window, counter, desk, wheel, bench ...")
    touches: str = Field("", description="Slug of whom the pose is done with: hugged, fought, given something.")


class PlacedProp(Model):
    """A prop that must be seen, and where it lies; one that is in somebody's hand stands there, not here."""

    id: str = Field(description="Slug of the prop.")
    side: Place = Field("centre", description="Where in the frame.")
    lies: Literal["table", "floor", "wall", "seat"] = Field("table", description="On what it lies or hangs.")


class Blocking(Model):
    """A shot's blocking at its start, and what is different at its end."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("start",)

    start: tuple[Placed, ...] = Field((), description="Everyone in the shot, as the start frame shows them.")
    end: tuple[Placed, ...] = Field((), description="Those who are placed otherwise in the end frame, whole entries.")
    props: tuple[PlacedProp, ...] = Field((), description="Props that lie in the set.")
    extras: int = Field(0, ge=0, le=60, description="People without a name in the background.")
    weather: Weather | Literal[""] = Field("", description="rain, snow, fog or wind.")
    toward: Literal["", "left", "right", "up", "down", "in", "out"] = Field(
        "", description="Direction of the camera's move, where its name does not say it."
    )
    locked: bool = Field(False, description="true: placed by hand; never overwritten.")

    def at_end(self) -> tuple[Placed, ...]:
        """Everyone as the end frame shows them, in the order of the start."""
        return at_end(self)

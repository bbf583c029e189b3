"""`scenes/NNN/shots.yaml`: the shot list of a scene."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from storyforge.model.base import OURS, Artifact, Model
from storyforge.model.parts import accepted

Size = Literal["ELS", "LS", "MLS", "MS", "MCU", "CU", "ECU", "OTS", "TWO", "INSERT"]
Angle = Literal["eye", "high", "low", "overhead", "dutch", "POV"]
Side = Literal["left", "right", "camera", "away"]
Prominence = Literal["foreground", "midground", "background"]
Review = Literal["proposed", "accepted", "rejected"]


class SpokenLine(Model):
    """Words that are spoken or sung within a shot, verbatim."""

    character: str = Field(description="Slug of who speaks.")
    text: str = Field(description="The words, verbatim.")
    extension: str = Field("", description="V.O., O.S. and the like, in English; never CONT'D.")
    parenthetical: str = Field("", description="Direction for the voice, verbatim without parentheses.")
    to: str = Field("", description="Slug of who is spoken to, or all.")
    after: int | None = Field(
        None, ge=0, description="How many sentences of the action have begun before it; left out: all of them."
    )


class ShotCharacter(Model):
    """A character who is seen in a shot."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("prominence",)

    id: str = Field(description="Slug.")
    prominence: Prominence = Field("midground", description="Where in depth.")
    note: str = Field("", description="What the picture must show of them, such as profile or from behind.")


class Camera(Model):
    """How a shot is framed."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("angle", "move")

    size: Size = Field(description="ELS, LS, MLS, MS, MCU, CU, ECU, OTS, TWO or INSERT.")
    angle: Angle = Field("eye", description="eye, high, low, overhead, dutch or POV.")
    move: str = Field(
        "static", description="static, pan, tilt, push in, pull out, track, crane, zoom, handheld, whip or rack focus."
    )


class Axis(Model):
    """Who is on which side of the line, and which way the subject looks."""

    left: str = Field("", description="Slug of who is on the left of the frame.")
    right: str = Field("", description="Slug of who is on the right of the frame.")
    looks: Side | Literal[""] = Field("", description="The side that the subject looks towards.")


class Change(Model):
    """A change of state that is read in a shot; the fold of all that are accepted is how an element looks."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("review",)

    element: str = Field(description="Slug of the character, prop or setting.")
    gains: tuple[str, ...] = Field((), description="Condition tags that begin, such as wet or carrying:letter.")
    loses: tuple[str, ...] = Field((), description="Condition tags that end.")
    quote: str = Field("", description="The sentence that says so.")
    rule: str = Field("", description="The rule that read it so.")
    sure: bool = Field(True, description="false: it may be about somebody else, or mean something else.")
    review: Review = Field(
        "proposed",
        description="proposed, accepted or rejected; only what is accepted changes how anything looks.",
        json_schema_extra={OURS: True},
    )
    decided: Literal["", "author", "auto"] = Field(
        "", description="Who accepted or rejected it.", json_schema_extra={OURS: True}
    )


class Shot(Model):
    """One shot of at most 8 s."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("dialogue", "action", "characters", "setting", "continues", "why")

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{0,2}\d{1,4}[A-Z]{0,2}-?[A-Z]{1,3}\d{0,3}$")] = Field(
        description="3A, 3B ... 3Z, 3AA; A3B-A where the scene number ends in a letter."
    )
    frames: int = Field(gt=0, description="Whole frames at the story's rate; never above 8 s.")
    dialogue: tuple[SpokenLine, ...] = Field((), description="Lines in order, verbatim.")
    action: str = Field("", description="What happens, in the script's words.")
    subject: str = Field("", description="Slug of whom or what the shot is about.")
    characters: tuple[ShotCharacter, ...] = Field((), description="Who is seen.")
    props: tuple[str, ...] = Field((), description="Slugs of the props that must be seen.")
    setting: str = Field("", description="Slug of the place; empty for a place that is not known.")
    camera: Camera = Field(description="Size, angle and move.")
    axis: Axis | None = Field(None, description="The line of action.")
    sfx: tuple[str, ...] = Field((), description="Sounds.")
    transition: str = Field("", description="How the shot leaves, such as CUT TO.")
    beats: tuple[str, ...] = Field((), description="Beats it plays.")
    continues: bool = Field(
        False, description="true: the start frame grows out of the end frame of the shot before; false: a cut."
    )
    continuity: tuple[str, ...] = Field((), description="What must match with other shots.")
    changes: tuple[Change, ...] = Field((), description="Changes of state in this shot.")
    why: str = Field("", description="The reason for this shot, with the score of the rule.")

    @property
    def accepted(self) -> tuple[Change, ...]:
        """The changes of state that count."""
        return accepted(self)


class Rejection(Model):
    """A change of state that its author does not see in a sentence; made again, the shots do not propose it anew."""

    key: str = Field(description="Digest of the sentence, the element and the tag.")
    element: str = Field(description="Slug of the character, prop or setting.")
    tag: str = Field(description="The condition tag; with a minus before it where it would end.")
    quote: str = Field("", description="The sentence.")


class ShotList(Artifact):
    """The shots of one scene, in order."""

    SCHEMA: ClassVar[str] = "shots/2"

    scene: str = Field(description="The scene's number.")
    shots: tuple[Shot, ...] = Field((), description="The shots in order.")
    rejected: tuple[Rejection, ...] = Field((), description="Changes of state that stay rejected.")

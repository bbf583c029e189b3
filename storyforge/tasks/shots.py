"""The task `shots`: one scene of the script becomes a list of shots."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from storyforge.model.scene import SceneMode
from storyforge.model.shots import Shot
from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.brief import StylePassage
from storyforge.tasks.pieces import Piece


class CastMember(Context):
    """A character who is in the scene, or is named in it."""

    id: str = Field(description="Slug.")
    name: str = Field(description="Name as in the script.")
    aliases: tuple[str, ...] = Field((), description="Other names.")
    pronouns: Literal["she", "he", "they", "it", "unknown"] = Field("unknown", description="Pronouns.")
    role: Literal["main", "secondary", "background"] = Field("background", description="Weight in the film.")
    group: bool = Field(False, description="Several people under one cue.")
    present: bool = Field(True, description="In the scene, or only spoken of.")


class PropNamed(Context):
    """A prop that the scene names."""

    id: str = Field(description="Slug.")
    name: str = Field(description="Name.")
    aliases: tuple[str, ...] = Field((), description="Other names.")
    key: bool = Field(False, description="Matters in more than this scene.")
    first: bool = Field(False, description="This is the first scene that has it.")


class ShotsContext(Context):
    """One scene and what may be known of it; never another scene's script."""

    language: str = Field(description="Language code: chooses lexicons and speech rate.")
    rate: str = Field(description="Frames a second, such as 24 or 24000/1001.")
    pace: Literal["brisk", "standard", "long"] = Field("standard", description="Wished mean length of a shot.")
    action_scale: Decimal = Field(Decimal(1), description="Stretches action, never speech.")
    genres: tuple[str, ...] = Field((), description="Genres of the story.")
    scene: str = Field(description="Scene number.")
    heading: str = Field(description="Heading without number.")
    setting: str = Field("", description="Slug of the master place.")
    place: str = Field("", description="Part of the place.")
    interior: bool = Field(True, description="Inside.")
    exterior: bool = Field(False, description="Outside.")
    time: str = Field("", description="Time of day, resolved.")
    mode: SceneMode = Field("standard", description="How the scene is covered.")
    pieces: tuple[Piece, ...] = Field(description="Actions, speeches and transitions in order; speakers with slugs.")
    cast: tuple[CastMember, ...] = Field((), description="Who is in the scene or is named in it.")
    props: tuple[PropNamed, ...] = Field((), description="Props that the scene names.")
    new_place: bool = Field(True, description="The film has not been at this place before.")
    continuous: bool = Field(False, description="Goes on at the same place without a gap in time.")
    sides: tuple[str, ...] = Field((), description="Left to right, from the scene that this one continues.")
    beats: tuple[str, ...] = Field((), description="Ids of the beats it plays.")
    passages: tuple[StylePassage, ...] = Field((), description="How the film should feel: its written style.")
    guidance: str = Field("", description="What the author wants different this time, in their own words.")


class ShotsOutput(Output):
    """The shots in order, with ids of this scene."""

    ROLE: ClassVar[Role] = "director"

    shots: tuple[Shot, ...] = ()

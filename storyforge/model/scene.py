"""`scenes/NNN/scene.yaml`: what the hub knows of a scene that the script alone does not say."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from storyforge.model.base import Artifact, Model
from storyforge.model.jump import Jump

SceneMode = Literal["standard", "montage", "found-footage", "stage"]


class Carry(Model):
    """Whether a condition of an element lives on into this scene."""

    element: str = Field(description="Slug of the character, prop or setting.")
    condition: str = Field(description="The condition tag, such as wet.")
    keep: bool = Field(description="true: it lives on; false: it is gone.")
    decided: Literal["author", "auto"] = Field("author", description="Who decided.")


class Scene(Artifact):
    """Who and what is in a scene, how it is to be covered, and the author's decisions."""

    SCHEMA: ClassVar[str] = "scene/1"

    ALWAYS: ClassVar[tuple[str, ...]] = ("setting", "people")

    scene: str = Field(description="The scene's number.")
    setting: str = Field("", description="Slug of the master place.")
    place: str = Field("", description="The part of it, as the heading says.")
    time: str = Field("", description="Time of day, CONTINUOUS resolved: DAY, NIGHT, DAWN and so on.")
    people: tuple[str, ...] = Field(
        (), description="Slugs of the characters present, silent ones too, by first appearance."
    )
    props: tuple[str, ...] = Field((), description="Slugs of the props that matter here.")
    new_place: bool = Field(False, description="The first scene of the film at this place.")
    continuous: bool = Field(False, description="Goes on at the same place without a gap in time.")
    jump: Jump = Field(
        "short", description="Time since the scene before; behind a flashback or dream, since the scene it interrupted."
    )
    elsewhen: str = Field(
        "", description="The other time it plays in, as the heading says (FLASHBACK, 1973); empty in the present."
    )
    sides: tuple[str, ...] = Field((), description="Slugs from left to right, where the scene before has set them.")
    mode: SceneMode = Field("standard", description="How the scene is covered.")
    carry: tuple[Carry, ...] = Field((), description="Conditions of the scene before that live on or are dropped.")
    pins: tuple[str, ...] = Field((), description="Slugs of assets pinned to this scene.")
    notes: tuple[str, ...] = Field((), description="Notes to whoever works on the scene.")
    sketch: str = Field("", description="Path of a sketch within the story.")

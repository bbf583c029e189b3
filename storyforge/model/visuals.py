"""`scenes/NNN/visuals.yaml`: the starting state of every element in a scene."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from storyforge.model.base import Artifact, Model


class Condition(Model):
    """A condition that an element is in, and where it comes from."""

    tag: str = Field(description="The condition, such as wet, torn or carrying:letter.")
    since: str = Field("", description="Number of the scene in which it began.")
    quote: str = Field("", description="The sentence it was read from.")
    decided: Literal["author", "auto"] = Field("author", description="Who let it live on.")


class Element(Model):
    """One character, prop or setting at the start of a scene."""

    id: str = Field(description="Slug.")
    kind: Literal["character", "prop", "setting"] = Field(description="character, prop or setting.")
    source: Literal["master", "scene", "new"] = Field(
        description="master: as the asset says; scene: as an earlier scene left it; new: it has no asset."
    )
    from_scene: str = Field("", description="The earlier scene, when source is scene.")
    first_shot: str = Field("", description="Id of the shot in which it is first seen.")
    conditions: tuple[Condition, ...] = Field((), description="The state it starts in.")
    look: str = Field("", description="How it looks here, where that differs from the asset.")
    review: Literal["open", "approved"] = Field("open", description="The author's review of this element.")


class Visuals(Artifact):
    """The starting state of every element of a scene."""

    SCHEMA: ClassVar[str] = "visuals/1"

    scene: str = Field(description="The scene's number.")
    style: str = Field("", description="A visual style for this scene alone.")
    elements: tuple[Element, ...] = Field((), description="Characters, then props, then the setting.")

"""The task `breakdown`: who, what and where is in a script, with every mention."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from storyforge.model.assets import Character, Definitions, Prop, Setting
from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.pieces import Piece


class BreakdownScene(Context):
    """One scene of the script."""

    number: str = Field(description="Scene number.")
    heading: str = Field(description="Heading without number.")
    pieces: tuple[Piece, ...] = Field(description="Actions and speeches in order.")


class BreakdownContext(Context):
    """The whole script; this is the one task that reads it whole."""

    language: str = Field(description="Language code of the story.")
    scenes: tuple[BreakdownScene, ...] = Field(description="All scenes in order, omitted ones left out.")
    definitions: Definitions = Field(
        default_factory=Definitions, description="What the author defined; it always wins."
    )


class BreakdownOutput(Output):
    """All assets, each kind in order of first appearance."""

    ROLE: ClassVar[Role] = "continuity-editor"

    characters: tuple[Character, ...] = ()
    props: tuple[Prop, ...] = ()
    settings: tuple[Setting, ...] = ()

"""The task `conditions`: which changes of state the action of a scene's shots says."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from storyforge.model.shots import Change
from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.shots import CastMember, PropNamed


class ShotAction(Context):
    """The action of one shot."""

    shot: str = Field(description="Shot id.")
    action: str = Field(description="What happens, in the script's words.")
    speakers: tuple[str, ...] = Field((), description="Slugs of those who speak on screen: who speaks is awake.")


class ConditionsContext(Context):
    """The actions of one scene's shots in order, and who and what may be meant."""

    language: str = Field(description="Language code.")
    shots: tuple[ShotAction, ...] = Field(description="Actions in order.")
    cast: tuple[CastMember, ...] = Field((), description="People.")
    props: tuple[PropNamed, ...] = Field((), description="Props.")


class ShotChanges(Output):
    """The changes of one shot."""

    shot: str
    changes: tuple[Change, ...]


class ConditionsOutput(Output):
    """Only shots that change something."""

    ROLE: ClassVar[Role] = "continuity-editor"

    shots: tuple[ShotChanges, ...] = ()


class CarryContext(Context):
    """The conditions in force at a scene border, and how much time passes over it."""

    conditions: tuple[str, ...] = Field(description="Condition tags.")
    jump: str = Field(description="continuous, short, later, new day or other.")
    thing: bool = Field(False, description="The element is a prop, not a person.")


class CarryOutput(Output):
    """The conditions that live on."""

    ROLE: ClassVar[Role] = "continuity-editor"

    kept: tuple[str, ...] = ()

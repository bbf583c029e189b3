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

    def faults(self, context: ConditionsContext) -> tuple[str, ...]:
        """Shots and elements that there are not, and quotes that no action has."""
        shots = {shot.shot for shot in context.shots}
        slugs = {each.id for each in context.cast} | {each.id for each in context.props}
        told = {shot.shot: " ".join(shot.action.split()) for shot in context.shots}
        found = [f"There is no shot {entry.shot}." for entry in self.shots if entry.shot not in shots]
        changes = [(entry.shot, change) for entry in self.shots for change in entry.changes]
        found += [
            f'{name}: "{each.element}" is no slug of cast or props.'
            for name, each in changes
            if each.element not in slugs
        ]
        found += [
            f"{name}: {each.element} neither gains nor loses anything." for name, each in changes if not _says(each)
        ]
        quoted = [(name, " ".join(each.quote.split())) for name, each in changes if name in told]
        found += [
            f'{name}: "{quote[:80]}" is not in its action word for word.' if quote else f"{name}: a quote is missing."
            for name, quote in quoted
            if not quote or quote not in told[name]
        ]
        return tuple(found)


def _says(change: Change) -> bool:
    return any(tag.strip() for tag in (*change.gains, *change.loses))


class CarryContext(Context):
    """The conditions in force at a scene border, and how much time passes over it."""

    conditions: tuple[str, ...] = Field(description="Condition tags.")
    jump: str = Field(description="continuous, short, later, new day or other.")
    thing: bool = Field(False, description="The element is a prop, not a person.")


class CarryOutput(Output):
    """The conditions that live on."""

    ROLE: ClassVar[Role] = "continuity-editor"

    kept: tuple[str, ...] = ()

    def faults(self, context: CarryContext) -> tuple[str, ...]:
        """Conditions that were not in force."""
        return tuple(f'"{tag}" is none of the conditions.' for tag in self.kept if tag not in context.conditions)

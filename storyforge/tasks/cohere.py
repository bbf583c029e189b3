"""The task `cohere`: what else must change in a scene's shots where its author has set one field of one of them."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from storyforge.model.shots import Shot
from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.shots import CastMember, PropNamed

Settable = Literal[
    "size",
    "angle",
    "move",
    "duration",
    "action",
    "subject",
    "characters",
    "props",
    "setting",
    "left",
    "right",
    "looks",
    "sfx",
    "transition",
    "continues",
    "continuity",
    "beats",
    "why",
]
"""What an author may set of a shot; the words that are spoken are the script's."""
DEPENDENT: tuple[Settable, ...] = (
    "angle",
    "duration",
    "subject",
    "characters",
    "props",
    "left",
    "right",
    "looks",
    "sfx",
    "continues",
    "continuity",
)
"""What may follow from that: never what happens, nor how its author wants it framed, cut or explained."""


class CohereContext(Context):
    """The shots of one scene with a field of one of them set anew, and who and what may be in them."""

    language: str = Field(description="Language code.")
    rate: str = Field(description="Frames a second, such as 24 or 24000/1001.")
    shots: tuple[Shot, ...] = Field(description="The shots in order, as they are with what the author has set.")
    edited: str = Field(description="Id of the shot that the author has changed.")
    fields: tuple[Settable, ...] = Field(description="The fields of it that are the author's, and stay as they are.")
    before: Shot = Field(description="That shot as it was before.")
    cast: tuple[CastMember, ...] = Field((), description="People.")
    props: tuple[PropNamed, ...] = Field((), description="Props.")


class Dependent(Output):
    """One field of one shot that must follow."""

    shot: str = Field(description="Shot id.")
    field: Settable = Field(description="The field.")
    value: str = Field(
        description="Its new value: slugs apart by commas, seconds for a duration, true or false; may be empty."
    )
    why: str = Field(description="The reason, in a few words.")


class CohereOutput(Output):
    """What must follow; nothing where the shots agree already."""

    ROLE: ClassVar[Role] = "director"

    changes: tuple[Dependent, ...] = ()

    def faults(self, context: CohereContext) -> tuple[str, ...]:
        """Shots that there are not, fields that are the author's, and fields that follow from nothing."""
        ids = {shot.id for shot in context.shots}
        found = [f"There is no shot {each.shot}." for each in self.changes if each.shot not in ids]
        found += [
            f"{each.shot}: {each.field} is not to be changed; these may follow: {', '.join(DEPENDENT)}."
            for each in self.changes
            if each.field not in DEPENDENT
        ]
        found += [
            f"{each.shot}: its {each.field} is as its author has set it."
            for each in self.changes
            if each.shot == context.edited and each.field in context.fields
        ]
        slugs = {member.id for member in context.cast} | {prop.id for prop in context.props}
        found += [
            f'{each.shot}: "{name}" is no slug of cast or props.'
            for each in self.changes
            if each.field in ("subject", "characters", "props", "left", "right")
            for name in listed(each.value)
            if name not in slugs
        ]
        return tuple(found)


def listed(value: str) -> tuple[str, ...]:
    """The entries of a list as it is typed: apart by commas."""
    return tuple(entry for part in value.split(",") if (entry := part.strip()))

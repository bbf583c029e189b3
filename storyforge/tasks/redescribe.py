"""The task `redescribe`: what is written of how an asset looks, said otherwise as its author wishes."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from storyforge.model.assets import AssetKind
from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.describe import Passage


class RedescribeContext(Context):
    """An asset as it is described, what the script says of it, and what should be different."""

    language: str = Field(description="Language code of the story.")
    kind: AssetKind = Field(description="character, prop or setting.")
    name: str = Field(description="The name.")
    age: str = Field("", description="A character's age.")
    description: str = Field("", description="The description as it is.")
    identity_line: str = Field("", description="The identity line as it is: what goes into every picture.")
    passages: tuple[Passage, ...] = Field((), description="What the script says of it.")
    path: str = Field(description="Its file.")
    instruction: str = Field(description="What should be different.")


class RedescribeOutput(Output):
    """The asset as it looks from now on."""

    ROLE: ClassVar[Role] = "continuity-editor"

    description: str = Field(description="The whole description; what the instruction does not touch stays as it is.")
    identity_line: str = Field("", description="A character's identity line; empty for things and places.")
    age: str = Field("", description="A character's age; empty where none is said.")

    def faults(self, context: RedescribeContext) -> tuple[str, ...]:
        """Nothing changed, a line of several lines, or nothing left."""
        was = (context.description, context.identity_line, context.age)
        found = []
        if (self.description, self.identity_line, self.age) == was:
            found.append("Nothing is different; do what the instruction says.")
        if "\n" in self.identity_line.strip():
            found.append("The identity line must be one line.")
        if context.description and not self.description.strip():
            found.append("The description is gone; only what the instruction names may go.")
        return tuple(found)

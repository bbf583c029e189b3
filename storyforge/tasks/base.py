"""What a task is: a name, a strict context and a strict output, and the role in which it is answered."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

Role = Literal["story-writer", "director", "continuity-editor", "prompt-compiler", "critic"]
"""Who of a production answers; each has a scaffold of its own."""


class Context(BaseModel):
    """What a task is told; nothing else of the story may reach whoever answers it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Output(BaseModel):
    """What a task must answer with.

    `ROLE` is who answers. Fields that are a model of the story may be left out where they are stored; whoever is asked
    must give every one of them (`storyforge.tasks.strict`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    ROLE: ClassVar[Role] = "story-writer"

    def faults(self, context: Any) -> tuple[str, ...]:
        """What is wrong with the answer although its form is right, in sentences for whoever answers again."""
        del context
        return ()

"""What a task is: a name, a strict context and a strict output."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Context(BaseModel):
    """What a task is told; nothing else of the story may reach whoever answers it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Output(BaseModel):
    """What a task must answer with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

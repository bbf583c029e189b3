"""The task `rewrite`: one passage, said otherwise; what stands around it is told and stays."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.brief import Brief


class RewriteContext(Context):
    """A passage, its surroundings, and what should be different."""

    brief: Brief = Field(description="The story as a whole.")
    artifact: str = Field(description="The file that it stands in.")
    form: str = Field(description="prose, screenplay or sentence: how the file is written.")
    before: str = Field("", description="What stands before it.")
    passage: str = Field(description="The passage itself; only this is replaced.")
    after: str = Field("", description="What stands behind it.")
    instruction: str = Field(description="What should be different.")


class RewriteOutput(Output):
    """What stands in the passage's place."""

    ROLE: ClassVar[Role] = "story-writer"

    passage: str = Field(description="The new passage alone, in the same form.")

    def faults(self, context: RewriteContext) -> tuple[str, ...]:
        """Nothing, or the passage as it was."""
        if not self.passage.strip():
            return ("The passage is empty.",)
        same = self.passage.strip() == context.passage.strip()
        return ("The passage is as it was; do what the instruction says.",) if same else ()

"""Questions to the author that nobody has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, readable
from storyforge.model.assets import Asset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """Whether two names are one person or place is asked, never guessed."""
    tell = Teller(__name__, story)
    for path in story.summaries.assets.values():
        asset = readable(story, path, Asset)
        for index, question in enumerate(asset.questions if asset else ()):
            hint = "Add the name to the aliases for yes; take the question out for no."
            yield tell.at("note", question.ask, path, "questions", index, hint=hint)

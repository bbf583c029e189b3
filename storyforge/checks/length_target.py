"""Length: the story plays as long as its author wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller
from storyforge.errors import StoryforgeError
from storyforge.model.playing import estimate
from storyforge.model.timing import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """By the shots where a scene has them, else by the script."""
    tell = Teller(__name__, story)
    try:
        found = estimate(story.summaries)
    except (StoryforgeError, ValueError):
        return
    if found.get("fits", "yes") == "yes":
        return
    target = "-".join(dict.fromkeys(clock(end) for end in found["target"]))
    message = f"The story plays {clock(found['seconds'])}, {found['fits']}er than the target {target}."
    hint = "Change the script, the pace, or the target: storyforge setup --length ...; --action-scale stretches action."
    yield tell.at("warning", message, "story.yaml", "parameters", "length", hint=hint)

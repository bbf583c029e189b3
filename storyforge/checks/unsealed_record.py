"""Records: each can be read, and its seal is true; another is taken for a draft, whatever it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """A record whose seal is broken was edited by hand, or mixed out of two by a textual merge."""
    tell = Teller(__name__, story)
    for path in sorted(story.files.ids):
        if not (path.startswith("locks/") and path.endswith(".json")):
            continue
        artifact = path.removeprefix("locks/").removesuffix(".json")
        record = story.records.get(artifact)
        hint = f"Read {artifact}, then: storyforge lock {artifact}; or bring the record back: git restore {path}"
        if record is None:
            yield tell.on("warning", "This is no record; its artifact counts as a draft.", path, None, hint)
        elif not record.sealed:
            message = "The seal of this record is broken; its artifact counts as a draft."
            yield tell.on("warning", message, path, None, hint)

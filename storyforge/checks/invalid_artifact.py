"""Files that can't be read: each with its place, what is wrong, and how to mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, paths
from storyforge.errors import InvalidArtifactError, StoryforgeError
from storyforge.formats import artifacts
from storyforge.model.kinds import BY_NAME, DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story

_MARKERS = re.compile(rb"^(?:<{7} |>{7} )", re.MULTILINE)


def check(story: Story) -> Iterator[Finding]:
    """Every artifact and definition sheet is read as a stage would read it; a script must hold no conflict markers."""
    tell = Teller(__name__, story)
    for path in paths(story, *BY_NAME):
        error = _error(story, path)
        if error is not None:
            yield tell.on("error", error.message, error.path or path, error.line, error.hint)
        marker = _MARKERS.search(story.read(path) or b"") if path == "script.fountain" else None
        if marker:
            line = marker.string.count(b"\n", 0, marker.start()) + 1
            hint = "Choose one side, take the markers out and save."
            yield tell.on("error", "The file holds conflict markers.", path, line, hint)
    for path in story.summaries.index("inputs/inputs.yaml").get("definitions", ()):
        error = _sheet_error(story, path)
        if error is not None:
            yield tell.on("error", error.message, error.path or path, error.line, error.hint)


def _error(story: Story, path: str) -> StoryforgeError | None:
    try:
        if path == "script.fountain":
            _ = story.source
        else:
            story.model(path)
    except StoryforgeError as error:
        # A script is read by the story's language: a fault in story.yaml is told at story.yaml alone.
        return error if (error.path or path) == path else None
    return None


def _sheet_error(story: Story, path: str) -> StoryforgeError | None:
    if path not in story.files.ids:
        hint = "Put it back, or take it out of inputs/inputs.yaml."
        return InvalidArtifactError("The definition sheet is not there.", hint, path=path)
    try:
        artifacts.read(DEFINITIONS, path, story.text(path))
    except StoryforgeError as error:
        return error
    return None

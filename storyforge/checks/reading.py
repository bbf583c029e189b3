"""What checks read of a story, where any file may be missing or broken: what can't be read is left out.

`invalid_artifact` is the check that says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from storyforge.errors import StoryforgeError
from storyforge.formats.languages import language
from storyforge.formats.yaml import position
from storyforge.model.cast import Cast
from storyforge.model.finding import Finding
from storyforge.model.kinds import kind_of
from storyforge.model.numbering import number_of
from storyforge.model.shots import ShotList
from storyforge.model.timing import RATES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from storyforge.formats.fountain import Script
    from storyforge.model.base import Artifact
    from storyforge.model.finding import Severity
    from storyforge.model.language import Language
    from storyforge.model.story import Story as StoryFile
    from storyforge.story import Story

Made = TypeVar("Made", bound="Artifact")


def paths(story: Story, *kinds: str) -> list[str]:
    """Paths of the files of some kinds, sorted."""
    return sorted(path for path in story.files.ids if (kind := kind_of(path)) is not None and kind.name in kinds)


def readable(story: Story, path: str, model: type[Made]) -> Made | None:
    """The artifact at a path, or None where there is none that can be read."""
    try:
        found = story.model(path)
    except StoryforgeError:
        return None
    return found if isinstance(found, model) else None


def parameters(story: Story) -> StoryFile | None:
    """`story.yaml`, or None where it can't be read."""
    try:
        return story.story
    except StoryforgeError:
        return None


def rate(story: Story) -> Fraction:
    """Frames a second; 24 where nothing can be read."""
    found = parameters(story)
    return RATES[found.rate if found else "24"]


def spoken(story: Story) -> Language:
    """The story's language; English where nothing can be read."""
    found = parameters(story)
    try:
        return language(found.language if found else "en")
    except StoryforgeError:
        return language("en")


def script(story: Story) -> Script | None:
    """The master script, or None where there is none yet, or it can't be read."""
    try:
        return story.source
    except StoryforgeError:
        return None


def shot_lists(story: Story) -> Iterator[tuple[str, str, ShotList]]:
    """(scene number, path, shot list) of each scene that has one; the number is the folder's."""
    for path in paths(story, "shots"):
        found = readable(story, path, ShotList)
        if found is not None:
            try:
                yield number_of(path.split("/")[1]), path, found
            except StoryforgeError:
                continue


def cast_of(story: Story) -> Cast:
    """The characters by name and alias."""
    indexes = {slug: story.summaries.asset(slug) for slug in story.summaries.assets}
    people = {slug: index for slug, index in indexes.items() if index.get("kind") == "character"}
    return Cast((slug, index["name"], index["aliases"]) for slug, index in people.items())


def line_of(story: Story, path: str, *location: str | int) -> int | None:
    """The line of a YAML file on which a path of keys and indexes lies."""
    try:
        found = position(story.text(path), location)
    except StoryforgeError:
        return None
    return found[0] if found else None


def item_at(story: Story, path: str, *location: str | int) -> str:
    """The id of the entry of a list that a path of keys and indexes leads into; empty where it is in none."""
    if len(location) < 2 or not isinstance(location[1], int):
        return ""
    try:
        entries = getattr(story.model(path), str(location[0]), ())
    except StoryforgeError:
        return ""
    entry = entries[location[1]] if location[1] < len(entries) else None
    return str(getattr(entry, "id", ""))


class Teller:
    """Makes the findings of one check."""

    def __init__(self, check: str, story: Story) -> None:
        self._check = check.rpartition(".")[2]
        self._story = story

    def at(self, severity: Severity, message: str, path: str, *location: str | int, hint: str = "") -> Finding:
        """A finding at a key of a YAML file."""
        line = line_of(self._story, path, *location) if location else None
        return Finding(self._check, severity, message, path, line, hint, item_at(self._story, path, *location))

    def about(self, severity: Severity, message: str, path: str, item: str, hint: str = "") -> Finding:
        """A finding about an item of a file, such as one picture of a scene's frames."""
        return Finding(self._check, severity, message, path, None, hint, item)

    def on(self, severity: Severity, message: str, path: str, line: int | None, hint: str = "") -> Finding:
        """A finding on a line that is known."""
        return Finding(self._check, severity, message, path, line, hint)


def cut(text: str, most: int = 60) -> str:
    """A text on one line, cut for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"


def shots_command(number: str, guidance: str) -> str:
    """The command that makes a scene's shot list again."""
    return f'storyforge shots {number} -m "{guidance}"'

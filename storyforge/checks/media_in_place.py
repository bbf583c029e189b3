"""Pictures and clips: each that a file names is there, and is the one that it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, paths
from storyforge.model.kinds import scene_folder_of
from storyforge.model.numbering import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story

_STAGE = {"images": "keys", "instances": "instances", "frames": "frames", "clips": "video"}
"""Kind of file -> the command that makes its pictures again."""


def check(story: Story) -> Iterator[Finding]:
    """A lost one is an error, since nothing can be made from it; another one is its author's, and is to be recorded."""
    tell = Teller(__name__, story)
    for path in paths(story, *_STAGE):
        scene = scene_folder_of(path)
        name = number_of(scene) if scene else path.split("/")[2]
        kind = path.rpartition("/")[2].removesuffix(".yaml")
        again = f"Bring it back with git, or: storyforge {_STAGE[kind]} {name}"
        for medium, content in story.summaries.index(path).get("media", {}).items():
            found = story.summaries.get(medium)
            if found is None:
                yield tell.at("error", f"{medium} is not there.", path, hint=again)
            elif found.digest != content:
                message = f"{medium} is another than was made."
                yield tell.at(
                    "warning", message, path, hint="Keep it: storyforge save; or bring the old one back with git."
                )

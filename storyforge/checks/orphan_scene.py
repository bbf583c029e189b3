"""Scene folders that are left over: the script has no scene of that number any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, paths, script
from storyforge.errors import SceneNumberError
from storyforge.model.kinds import scene_folder_of
from storyforge.model.numbering import folder, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """Numbers are never given out twice, so what is in such a folder belongs to a scene that was dropped."""
    tell = Teller(__name__, story)
    if script(story) is None:
        return
    today = {folder(number) for number in story.summaries.numbers}
    kept = dict.fromkeys(scene_folder_of(path) for path in paths(story, "scene", "shots", "visuals", "prompts"))
    for name in (name for name in kept if name and name not in today):
        hint = f"Delete it (git rm -r scenes/{name}), or bring the scene back into the script with its number."
        yield tell.on("note", f"The script has no scene {_number(name)}.", f"scenes/{name}", None, hint)


def _number(name: str) -> str:
    try:
        return number_of(name)
    except SceneNumberError:
        return name

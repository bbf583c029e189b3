"""Assets that are left over: their scenes are gone from the script, or it names them no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """An asset that names scenes and is in none of today's, or all that it was made from in the script is gone."""
    tell = Teller(__name__, story)
    if script(story) is None:
        return
    today = set(story.scenes)
    for path in story.summaries.assets.values():
        index = story.summaries.index(path)
        scenes = index.get("scenes", ())
        record = story.records.get(path)
        message = ""
        if scenes and not today.intersection(scenes):
            gone = f"scene {scenes[0]} is" if len(scenes) == 1 else f"scenes {', '.join(scenes)} are"
            message = f"{index['name']} is in no scene any more: {gone} gone from the script."
        elif scenes and record is not None and record.items and _is_unnamed(record.made_from, story):
            message = f"{index['name']} is named nowhere in the script any more."
        if message:
            hint = f"Delete it (git rm {path}), or take the scenes out of its list and keep it."
            yield tell.at("warning", message, path, "scenes", hint=hint)


def _is_unnamed(made_from: list[str], story: Story) -> bool:
    """Whether the script says nothing of an asset: what it was made from there is gone, or it was made from nothing."""
    told = any(facet.startswith("script.fountain#") for facet in made_from)
    return not told or story.summaries.said_nothing(made_from)

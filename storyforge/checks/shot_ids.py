"""Shot ids: of their own scene, and none twice; a scene file says the number of its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, shot_lists
from storyforge.errors import SceneNumberError
from storyforge.model.numbering import parse_shot_id, shot_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """Prompts, frames and clips are found by these ids."""
    tell = Teller(__name__, story)
    for number, path, found in shot_lists(story):
        if found.scene != number:
            message = f'The folder is that of scene {number}, the file says "{found.scene}".'
            yield tell.at("error", message, path, "scene", hint=f'Write: scene: "{number}"')
        first: dict[str, int] = {}
        for index, shot in enumerate(found.shots):
            if _scene_of(shot.id) != number:
                hint = f"An id of scene {number} looks like {shot_id(number, 1)}."
                message = f"{shot.id} is no shot of scene {number}."
                yield tell.at("error", message, path, "shots", index, "id", hint=hint)
            elif shot.id in first:
                message = f"{shot.id} is the id of two shots: number {first[shot.id]} and number {index + 1}."
                hint = f"Give one of them an id that is free, such as {shot_id(number, len(found.shots) + 1)}."
                yield tell.at("error", message, path, "shots", index, "id", hint=hint)
            first.setdefault(shot.id, index + 1)


def _scene_of(text: str) -> str:
    try:
        return parse_shot_id(text).scene
    except SceneNumberError:
        return ""

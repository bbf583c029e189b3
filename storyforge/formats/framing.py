"""Frames as data out of a story's artifacts: one for every shot of a scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.formats.headings import parse_heading
from storyforge.model.framing import frame_specs
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.timing import parse_rate

if TYPE_CHECKING:
    from storyforge.model.framing import FrameSpec
    from storyforge.model.library import Library
    from storyforge.model.prompts import Prompts
    from storyforge.model.scene import Scene
    from storyforge.model.shots import ShotList
    from storyforge.model.visuals import Visuals


def scene_specs(library: Library, number: str) -> dict[str, FrameSpec]:
    """Shot id -> its frame as data, for every shot of a scene; empty where it has no shots or no prompts yet."""
    here = folder(number)
    shots = cast("ShotList | None", library.model(scene_path(here, "shots")))
    prompts = cast("Prompts | None", library.model(scene_path(here, "prompts")))
    scene = cast("Scene | None", library.model(scene_path(here, "scene")))
    if shots is None or prompts is None or scene is None:
        return {}
    heading = parse_heading(library.scenes[number].title, library.story.language)
    return frame_specs(
        shots=shots,
        scene=scene,
        prompts=prompts,
        visuals=cast("Visuals | None", library.model(scene_path(here, "visuals"))),
        assets=library.assets,
        rate=parse_rate(library.story.rate),
        interior=heading.interior,
        exterior=heading.exterior,
    )

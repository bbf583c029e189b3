"""Whether the reference pictures are there that frames are drawn by; whoever draws from data needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors import FaceMissingError
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.references import standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.story import Story

FACE = "face"


def refuse_faceless(story: Story, scenes: Sequence[str]) -> None:
    """Raise FaceMissingError at the first main character of some scenes without an approved face reference."""
    summaries = story.summaries
    for number in scenes:
        for slug in summaries.index(scene_path(folder(number), "shots")).get("elements", {}):
            asset = summaries.asset(slug)
            if asset.get("role") != "main" or asset.get("group"):
                continue
            found = standing(summaries, slug).get(FACE)
            if found is None or not found[1]:
                raise FaceMissingError(number, asset["name"], slug, missing=found is None)

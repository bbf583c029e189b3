"""Whether the reference pictures are there that frames are drawn by; whoever draws from data needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.errors import BaseMissingError, FaceMissingError, InstanceMissingError
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.references import conditions_of, instances_in, item_at, standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.model.prompts import Prompts
    from storyforge.story import Story

FACE, KEY = "face", "key"


def refuse_unready(story: Story, stage: str, scenes: Sequence[str]) -> None:
    """Raise where reference pictures of some scenes are not there or not approved.

    Raises FaceMissingError, InstanceMissingError before frames, BaseMissingError before pictures of states.
    """
    for number in scenes:
        if stage == "instances":
            _refuse_baseless(story, number)
        elif stage == "frames":
            _refuse_faceless(story, number)
            _refuse_unpictured(story, number)


def _refuse_faceless(story: Story, number: str) -> None:
    summaries = story.summaries
    for slug in summaries.index(scene_path(folder(number), "shots")).get("elements", {}):
        asset = summaries.asset(slug)
        found = standing(summaries, slug).get(FACE)
        if asset.get("role") == "main" and not asset.get("group") and not (found and found[1]):
            raise FaceMissingError(number, asset["name"], slug, missing=found is None)


def _refuse_baseless(story: Story, number: str) -> None:
    for slug in dict.fromkeys(instances_in(story.summaries, folder(number)).values()):
        there = standing(story.summaries, slug)
        if not any(approved for _, approved in there.values()):
            raise BaseMissingError(number, story.assets[slug].name, slug, missing=not there)


def _refuse_unpictured(story: Story, number: str) -> None:
    """What a frame would be sent the usual picture of, although it is not as usual there."""
    summaries, here = story.summaries, folder(number)
    there = summaries.index(scene_path(here, "instances")).get("pictures", {})
    for item, slug in _sent(story, number):
        if not there.get(item, ("", "", False))[2] and any(
            approved for _, approved in standing(summaries, slug).values()
        ):
            state = ", ".join(conditions_of(item)) or "another to look at"
            raise InstanceMissingError(number, story.assets[slug].name, slug, state, missing=item not in there)


def _sent(story: Story, number: str) -> Iterator[tuple[str, str]]:
    """Instance and slug of what the shots of a scene show of their references, at their start and at their end."""
    here = folder(number)
    known = instances_in(story.summaries, here)
    for entry in cast("Prompts", story.model(scene_path(here, "prompts"))).prompts:
        for slug in entry.input_contract.references:
            for after in (False, True) if entry.input_contract.end_frame else (False,):
                item = item_at(story.summaries, here, entry.id, slug, after=after)
                if item in known:
                    yield item, slug

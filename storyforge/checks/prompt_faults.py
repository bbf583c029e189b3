"""Prompts: texts of each kind hold what belongs into them, whoever wrote them; a warning, which never blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, parameters, readable, shot_lists
from storyforge.errors import StoryforgeError
from storyforge.formats.prompt_faults import faults, rating_of
from storyforge.model.prompts import Prompts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """What the texts of prompts hold that models do badly with (craft 7): lettering, looks, what happens later."""
    tell = Teller(__name__, story)
    try:
        assets = story.assets
    except StoryforgeError:
        return
    told = parameters(story)
    rating = rating_of(told.parameters.rating if told else None)
    for _, path, found in shot_lists(story):
        sheet = path.removesuffix("shots.yaml") + "prompts.yaml"
        prompts = readable(story, sheet, Prompts)
        shots = {shot.id: shot for shot in found.shots}
        for index, entry in enumerate(prompts.prompts if prompts else ()):
            for fault in faults(entry, shots[entry.id], assets, rating) if entry.id in shots else ():
                message = f'The {fault.text} prompt of {entry.id}: "{fault.words}" {fault.problem}.'
                hint = f"{fault.repair[:1].upper()}{fault.repair[1:]}."
                yield tell.at("warning", message, sheet, "prompts", index, fault.text, hint=hint)

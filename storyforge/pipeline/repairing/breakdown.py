"""The breakdown reads the whole script at once: any word of it may change what is found, in whichever asset.

The facets of an asset say what the script tells of its names, and that is what outdates it. Where rules read the
script, which is free, a repair has them read it again whenever it became another, and takes what comes out different.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from storyforge.pipeline.freshness.states import StageState
    from storyforge.stages import Row
    from storyforge.stages.base import Made
    from storyforge.story import Story

_READ = ("script.fountain#", "story.yaml#language")
_IN_STEP = ("scene", "shots")
"""What is made of each scene after the breakdown: as long as it is up to date with the script, the assets are too."""


def is_to_read_again(story: Story, row: Row, stage: StageState) -> bool:
    """Whether a stage reads the whole script, has read it before, and the script is another since."""
    if not row.whole or all(artifact.approval == "missing" for artifact in stage.artifacts):
        return False
    told = {number for path in story.summaries.assets.values() for number in story.summaries.index(path)["scenes"]}
    if not told.issubset(story.summaries.numbers):
        return True
    return any(_is_another(story, number) for number in story.summaries.numbers)


def _is_another(story: Story, number: str) -> bool:
    """Whether a scene's text is not the one that its hub and its shots were made from."""
    records = (story.records.get(scene_path(folder(number), kind)) for kind in _IN_STEP)
    seen: set[str] = set()
    for record in (record for record in records if record is not None):
        first = next(iter(record.items.values()), None)
        read = {facet: was for facet, was in (first.made_from if first else {}).items() if facet.startswith(_READ)}
        if any(story.summaries.facet(facet) != was for facet, was in read.items()):
            return True
        seen |= set(read)
    return not seen


def taken(story: Story, stage: StageState, made: Made, todo: set[str], *, again: bool) -> Mapping[str, Any]:
    """What of a stage's work is taken: what was to be made, and what is new.

    Of what was read again also what came out different, unless its author edited it.
    """
    known = {artifact.path: artifact.approval for artifact in stage.artifacts}

    def is_taken(path: str, artifact: Any) -> bool:
        if path in todo or known.get(path) not in ("edited", "draft", "locked"):
            return True
        return again and known[path] != "edited" and story.model(path) != artifact

    return {path: artifact for path, artifact in made.artifacts.items() if is_taken(path, artifact)}

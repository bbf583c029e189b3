"""The frames of a scene as rows: how each stands, what it cost, and how far it is from the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.checks.neighbours import frames_of, scored
from storyforge.errors import MissingArtifactError, UnknownSceneError
from storyforge.model.kinds import scene_path
from storyforge.model.money import FREE, Cost
from storyforge.model.numbering import folder

if TYPE_CHECKING:
    from storyforge.story import Story


def rows(story: Story, number: str) -> list[dict[str, Any]]:
    """One row a frame, in the order of the shots; raises UnknownSceneError, MissingArtifactError."""
    if number not in story.scenes:
        raise UnknownSceneError(number, list(story.scenes))
    frames = frames_of(story, number)
    if frames is None:
        raise MissingArtifactError(scene_path(folder(number), "frames"))
    scores = {found.item: found for found in scored(story, frames)}
    record = story.records.get(scene_path(folder(number), "frames"))
    made = record.items if record else {}
    found = []
    for item, frame in frames.pictures().items():
        score = scores.get(item)
        paid = made.get(item)
        cost = Cost.read({"amount": paid.cost, "currency": paid.currency}) if paid else FREE
        found.append(
            {
                "item": item,
                "file": f"scenes/{folder(number)}/{frame.file}",
                "approved": frame.approved,
                "take": frame.take,
                "by": frame.by,
                "guidance": frame.guidance,
                "cost": cost.words(),
                "before": score.before if score else "",
                "score": score.score if score else None,
                "roughly": bool(score and score.roughly),
                "flag": score.flag if score else "",
                "told": list(score.told) if score else [],
            }
        )
    return found

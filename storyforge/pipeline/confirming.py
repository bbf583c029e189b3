"""What a scene's clips would be and cost, without agreeing to anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from storyforge.checks import findings
from storyforge.errors import MissingArtifactError, UnknownSceneError
from storyforge.model.kinds import scene_folder_of, scene_path
from storyforge.model.money import FREE, Cost
from storyforge.model.numbering import folder
from storyforge.pipeline.request import Request
from storyforge.pipeline.spending.budget import open_desk
from storyforge.pipeline.spending.making import Making, strictly
from storyforge.pipeline.spending.routing import named
from storyforge.pipeline.spending.work import Asking
from storyforge.stages.base import Job
from storyforge.stages.film import s11_confirm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.confirmation import Confirmation
    from storyforge.model.finding import Finding
    from storyforge.model.frames import FrameSet
    from storyforge.pipeline.session import Session
    from storyforge.story import Story


_FIRST = 5
"""How many open findings are told before clips are paid for."""
_WORST = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Apart:
    """What drafts, or finals, of some scenes cost, and by whom; an unknown price is None."""

    draft: bool
    by: str
    resolution: str
    cost: Cost

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return {"draft": self.draft, "by": self.by, "resolution": self.resolution or None, "cost": self.cost.plain()}


@dataclass(frozen=True, slots=True)
class Pictures:
    """The frames of a scene: shots with both, shots with the start frame alone, and what was paid for all of them."""

    pairs: int
    alone: int
    paid: Cost

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return {"pairs": self.pairs, "start_alone": self.alone, "paid": self.paid.plain()}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a director reads before agreeing to a scene's clips, besides what is agreed to."""

    frames: Pictures
    counts: dict[str, int]
    """Severity -> how many open findings of the scene."""
    worst: list[Finding]

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        found = {"counts": self.counts, "first": [each.as_json() for each in self.worst]}
        return {"frames": self.frames.plain(), "findings": found}


def summary(story: Story, numbers: Sequence[str]) -> dict[str, Summary]:
    """Scene -> its frames and what is found in it and not lived with, the worst first."""
    found = [each for each in findings(story) if not each.waived]
    told = {}
    for number in numbers:
        here = folder(number)
        mine = [each for each in found if scene_folder_of(each.path) == here]
        worst = sorted(mine, key=lambda each: _WORST.index(each.severity))[:_FIRST]
        counts = {severity: sum(each.severity == severity for each in mine) for severity in _WORST}
        told[number] = Summary(_pictures(story, number), counts, worst)
    return told


def _pictures(story: Story, number: str) -> Pictures:
    path = scene_path(folder(number), "frames")
    found = cast("FrameSet | None", story.model(path))
    shots = found.frames if found else ()
    record = story.records.get(path)
    items = record.items.values() if record else ()
    paid = sum((Cost.read({"amount": item.cost, "currency": item.currency}) for item in items), FREE)
    return Pictures(sum(shot.end is not None for shot in shots), sum(shot.end is None for shot in shots), paid)


def both(session: Session, scenes: Sequence[str], providers: Mapping[str, str]) -> list[Apart]:
    """What the clips of some scenes cost as drafts and as finals, by whom each would be made."""
    found = []
    for draft in (True, False):
        proposed = list(propose(session, scenes, providers, draft=draft).values())
        whole = sum((Cost(one.cost, one.currency) for one in proposed if one.shots), FREE)
        first = proposed[0] if proposed else None
        found.append(Apart(draft, first.by if first else "", first.resolution if first else "", whole))
    return found


def propose(
    session: Session,
    scenes: Sequence[str],
    providers: Mapping[str, str],
    *,
    draft: bool = False,
    strict: bool = False,
) -> dict[str, Confirmation]:
    """Path -> what would be agreed to; nothing is written.

    Raises UnknownSceneError, MissingArtifactError; StrictInputsError where less would be sent than is wanted and that
    is forbidden, by the story or, with `strict`, here.
    """
    story = session.story
    for number in scenes:
        if number not in story.scenes:
            raise UnknownSceneError(number, list(story.scenes))
    wanted = list(scenes) or [n for n in story.scenes if scene_path(folder(n), "frames") in story.files.ids]
    for number in scenes:
        if scene_path(folder(number), "frames") not in story.files.ids:
            raise MissingArtifactError(scene_path(folder(number), "frames"))
    models = story.story.models
    said = models.drafts.get("video", models.video) if draft else models.video
    name = named(story, "video", providers.get("video") or said, datetime.now(UTC).date()).name
    settings = story.story.models.settings.get("video")
    settings = strictly(settings) if strict else settings
    making = Making("video", name, 1, open_desk(session, Request("confirm")), settings=settings)
    made = s11_confirm.run(Job(story, Asking("offline", 1), video=making, scenes=wanted, options={"draft": draft}))
    return {path: cast("Confirmation", found) for path, found in made.artifacts.items()}

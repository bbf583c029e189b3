"""What a scene's clips would be and cost, without agreeing to anything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from storyforge.errors import MissingArtifactError, UnknownSceneError
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.request import Request
from storyforge.pipeline.spending.budget import open_desk
from storyforge.pipeline.spending.making import Making
from storyforge.pipeline.spending.routing import named
from storyforge.pipeline.spending.work import Asking
from storyforge.stages.base import Job
from storyforge.stages.film import s11_confirm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.confirmation import Confirmation
    from storyforge.pipeline.session import Session


def propose(session: Session, scenes: Sequence[str], providers: Mapping[str, str]) -> dict[str, Confirmation]:
    """Path -> what would be agreed to; nothing is written. Raises UnknownSceneError, MissingArtifactError."""
    story = session.story
    for number in scenes:
        if number not in story.scenes:
            raise UnknownSceneError(number, list(story.scenes))
    wanted = list(scenes) or [n for n in story.scenes if scene_path(folder(n), "frames") in story.files.ids]
    for number in scenes:
        if scene_path(folder(number), "frames") not in story.files.ids:
            raise MissingArtifactError(scene_path(folder(number), "frames"))
    name = named(story, "video", providers.get("video") or story.story.models.video, datetime.now(UTC).date()).name
    settings = story.story.models.settings.get("video")
    making = Making("video", name, 1, open_desk(session, Request("confirm")), settings=settings)
    made = s11_confirm.run(Job(story, Asking("offline", 1), video=making, scenes=wanted))
    return {path: cast("Confirmation", found) for path, found in made.artifacts.items()}

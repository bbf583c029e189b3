"""Pictures that are approved one by one: a file of them is locked when each of its pictures is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.frames import FrameSet
from storyforge.model.images import AssetImages
from storyforge.model.instances import InstanceSet
from storyforge.pipeline.change import Change, approved, to_bytes
from storyforge.pipeline.session import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.pipeline.session import Session
    from storyforge.story import Story

Ticked = FrameSet | AssetImages | InstanceSet


def ticked_all(story: Story, paths: Sequence[str]) -> dict[str, Ticked]:
    """Files with every picture approved, where that changes anything."""
    found: dict[str, Ticked] = {}
    for path in paths:
        model = story.model(path)
        if isinstance(model, Ticked):
            ticked = model.ticked(lambda _: True)
            found |= {path: ticked} if ticked != model else {}
    return found


def newly(before: Ticked, after: Ticked) -> list[str]:
    """The items that are approved now and were not."""
    was = {item for item, picture in before.pictures().items() if picture.approved}
    return [item for item, picture in after.pictures().items() if picture.approved and item not in was]


def commit_ticked(session: Session, models: Mapping[str, Ticked], subject: str, branch: str) -> None:
    """Write files of pictures in one commit, each locked where all of its pictures are approved."""
    story = session.story
    files = {path: to_bytes(story, path, model) for path, model in models.items()}
    change = Change(dict(files), story.with_changes(files, models))
    for path, model in models.items():
        done = all(picture.approved for picture in model.pictures().values())
        record = story.records.get(path)
        step = approved(change.after, [path], "locked" if done or (record and record.approval == "locked") else "draft")
        change = Change({**change.files, **step.files}, step.after)
    session.commit(change, message(subject, "", {"Run": session.run_id}), branch)

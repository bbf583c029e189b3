"""The director's approval of single frames; when all of a scene are approved, its frames are locked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from storyforge.errors import MissingArtifactError, UnknownArtifactError
from storyforge.model.counted import briefly
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.ticking import commit_ticked, newly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.frames import FrameSet
    from storyforge.pipeline.session import Session
    from storyforge.story import Story


def approve_frames(session: Session, names: Sequence[str]) -> list[str]:
    """Approve frames by shot (`3A`) or by picture (`3A.end`) in one commit; returns what is new.

    Raises UnknownArtifactError, MissingArtifactError where a scene has no frames yet.
    """
    branch = session.branch()
    record_edits(session, branch=branch)
    story = session.story
    by_path: dict[str, set[str]] = {}
    for name in names:
        by_path.setdefault(frames_of_name(story, name), set()).add(name)
    models: dict[str, FrameSet] = {}
    new: list[str] = []
    for path, wanted in by_path.items():
        old = cast("FrameSet", story.model(path))
        models[path] = old.ticked(partial(_is_among, wanted))
        new += newly(old, models[path])
    if new:
        commit_ticked(session, models, f"frames: {briefly(new, 'frame')} approved", branch)
    return new


def _is_among(names: set[str], item: str) -> bool:
    return item in names or item.partition(".")[0] in names


def scene_numbers_of(story: Story, names: Sequence[str]) -> tuple[str, ...]:
    """The scenes that shots or pictures belong to, each once; raises UnknownArtifactError."""
    return tuple(dict.fromkeys(_number_of(story, name) for name in names))


def _number_of(story: Story, name: str) -> str:
    shot = name.partition(".")[0]
    scene_of = {shot_id: number for number in story.scenes for shot_id in _shots(story, number)}
    if shot not in scene_of:
        raise UnknownArtifactError(name, list(scene_of))
    return scene_of[shot]


def _shots(story: Story, number: str) -> list[str]:
    return [row[0] for row in story.summaries.index(scene_path(folder(number), "shots")).get("shots", ())]


def frames_of_name(story: Story, name: str) -> str:
    """The path of the frames that a shot or picture belongs to; raises UnknownArtifactError, MissingArtifactError."""
    path = scene_path(folder(_number_of(story, name)), "frames")
    if path not in story.files.ids:
        raise MissingArtifactError(path)
    items = story.summaries.index(path).get("pictures", {})
    if name not in items and not any(item.partition(".")[0] == name for item in items):
        raise UnknownArtifactError(name, list(items))
    return path

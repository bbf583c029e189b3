"""The director's approval of single frames; when all of a scene are approved, its frames are locked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from storyforge.errors import MissingArtifactError, UnknownArtifactError
from storyforge.model.counted import counted
from storyforge.model.frames import Frame, FrameSet, ShotFrames
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.change import Change, approved, to_bytes
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.session import message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        by_path.setdefault(_scene_of(story, name), set()).add(name)
    files: dict[str, bytes] = {}
    models: dict[str, FrameSet] = {}
    new: list[str] = []
    for path, wanted in by_path.items():
        old = cast("FrameSet", story.model(path))
        ticked = tick(old, partial(_is_among, wanted))
        before = old.pictures()
        new += [item for item, frame in ticked.pictures().items() if frame.approved and not before[item].approved]
        files[path], models[path] = to_bytes(story, path, ticked), ticked
    if new:
        after = story.with_changes(files, models)
        change = Change(dict(files), after)
        for path, frames in models.items():
            done = all(frame.approved for frame in frames.pictures().values())
            record = story.records.get(path)
            step = approved(
                change.after, [path], "locked" if done or (record and record.approval == "locked") else "draft"
            )
            change = Change({**change.files, **step.files}, step.after)
        session.commit(change, message(f"frames: {_few(new)} approved", "", {"Run": session.run_id}), branch)
    return new


def _is_among(names: set[str], item: str) -> bool:
    return item in names or item.partition(".")[0] in names


def ticked_all(story: Story, paths: Sequence[str]) -> dict[str, FrameSet]:
    """The frames of some scenes with every picture approved, where that changes anything."""
    found = {path: story.model(path) for path in paths}
    sets = {path: model for path, model in found.items() if isinstance(model, FrameSet)}
    ticked = {path: tick(model, lambda _: True) for path, model in sets.items()}
    return {path: model for path, model in ticked.items() if model != sets[path]}


def tick(frames: FrameSet, wanted: Callable[[str], bool]) -> FrameSet:
    """The frames with those approved that are wanted, by item."""

    def one(item: str, frame: Frame) -> Frame:
        return frame.model_copy(update={"approved": True}) if wanted(item) else frame

    shots = tuple(
        ShotFrames(
            id=shot.id,
            start=one(f"{shot.id}.start", shot.start),
            end=one(f"{shot.id}.end", shot.end) if shot.end else None,
        )
        for shot in frames.frames
    )
    place = one("establishing", frames.establishing) if frames.establishing else None
    return frames.model_copy(update={"establishing": place, "frames": shots})


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


def _scene_of(story: Story, name: str) -> str:
    """The path of the frames that a shot or picture belongs to."""
    path = scene_path(folder(_number_of(story, name)), "frames")
    if path not in story.files.ids:
        raise MissingArtifactError(path)
    items = story.summaries.index(path).get("pictures", {})
    if name not in items and not any(item.partition(".")[0] == name for item in items):
        raise UnknownArtifactError(name, list(items))
    return path


def _few(items: list[str]) -> str:
    return ", ".join(items) if len(items) <= 3 else counted(len(items), "frame")

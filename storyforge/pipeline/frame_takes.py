"""Takes of one frame: every picture that was ever committed of it, and one of them brought back without paying."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from storyforge.checks.neighbours import frames_of, scored
from storyforge.errors import StoryforgeError, TakeLostError, UnknownTakeError
from storyforge.formats import artifacts
from storyforge.model.frames import FrameSet
from storyforge.model.kinds import kind_of, record_path, scene_path
from storyforge.model.money import FREE, Cost
from storyforge.model.numbering import folder
from storyforge.model.record import Record
from storyforge.pipeline.change import Change, approved, to_bytes
from storyforge.pipeline.comparing import picture_of
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.frames import scene_numbers_of
from storyforge.pipeline.session import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.frames import Frame
    from storyforge.pipeline.session import Session
    from storyforge.repo import Version
    from storyforge.story import Story


@dataclass(frozen=True, slots=True)
class Take:
    """One picture of a frame: its number, what the file said of it, the commit that brought it, cost and score.

    `cost` is in words; `score` is how far it is from the frame before it as that is now, None
    where there is none. `same_as` is an earlier take with the same picture.
    """

    number: int
    frame: Frame
    commit: str
    cost: str
    score: float | None = None
    same_as: int | None = None
    current: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "take": self.number,
            "by": self.frame.by,
            "approved": self.frame.approved and self.current,
            "guidance": self.frame.guidance,
            "cost": self.cost,
            "score": self.score,
            "same_as": self.same_as,
            "current": self.current,
            "commit": self.commit,
        }


def takes(session: Session, name: str) -> list[Take]:
    """Every take of a frame that a commit of this timeline holds, the first one first, with today's scores.

    Raises UnknownArtifactError, FrameMissingError.
    """
    story = session.story
    item = picture_of(story, name)
    (scene,) = scene_numbers_of(story, [item])
    frames = cast("FrameSet", frames_of(story, scene))
    now = frames.pictures()[item]
    found = _history(session, scene, item)
    first: dict[str, int] = {}
    made = []
    for take in found:
        score = _score(session, frames, item, take)
        same = first.setdefault(take.frame.picture, take.number)
        current = (take.number, take.frame.picture) == (now.take, now.picture)
        made.append(replace(take, score=score, same_as=same if same != take.number else None, current=current))
    return made


def _history(session: Session, scene: str, item: str) -> list[Take]:
    """The takes of one picture by the commits that brought them; one redrawn by itself is the last of its number."""
    path = scene_path(folder(scene), "frames")
    found: dict[tuple[int, str], Take] = {}
    for version in reversed(session.repository.lineage([path])):
        tree = session.repository.tree(version.commit.id)
        frame = _frame_in(session, tree, path, item)
        if frame is None or (frame.take, frame.picture) in found:
            continue
        found[frame.take, frame.picture] = Take(
            frame.take, frame, version.commit.id, _cost(session, version, tree, item)
        )
    last = {take.number: take for take in found.values()}
    return [last[number] for number in sorted(last)]


def _cost(session: Session, version: Version, tree: Mapping[str, str], item: str) -> str:
    """What a commit paid for a picture, in words; nothing where no stage made it."""
    trailers = version.commit.trailers
    if "Storyforge-Stage" not in trailers:
        return FREE.words()
    (path,) = version.blobs
    blob = tree.get(record_path(path))
    if "Storyforge-With" not in trailers or blob is None:
        return trailers.get("Storyforge-Cost", FREE.words())
    record = Record.read(session.repository.blob(blob).decode("utf-8", "replace"))
    made = record.items.get(item) if record else None
    return Cost.read({"amount": made.cost, "currency": made.currency}).words() if made else FREE.words()


def _frame_in(session: Session, tree: Mapping[str, str], path: str, item: str) -> Frame | None:
    kind = kind_of(path)
    if kind is None or path not in tree:
        return None
    try:
        text = session.repository.blob(tree[path]).decode("utf-8")
        old = artifacts.read(kind, path, text)
    except (StoryforgeError, UnicodeDecodeError):
        return None
    return old.pictures().get(item) if isinstance(old, FrameSet) else None


def _score(session: Session, frames: FrameSet, item: str, take: Take) -> float | None:
    """How far a take would be from the frame before it as that is now; None where nothing can be said."""
    try:
        content = picture_of_take(session, frames.scene, take)
        path = f"scenes/{folder(frames.scene)}/{take.frame.file}"
        story = session.story.with_changes({path: content})
        found = scored(story, with_frame(frames, item, take.frame), [item])
    except StoryforgeError:
        return None
    return found[0].score if found else None


def score_of(story: Story, item: str) -> float | None:
    """How far a frame is from the one before it, None where there is none."""
    (scene,) = scene_numbers_of(story, [item])
    frames = frames_of(story, scene)
    found = scored(story, frames, [item]) if frames else []
    return found[0].score if found else None


def picture_of_take(session: Session, scene: str, take: Take) -> bytes:
    """The file of a take, out of the commit that brought it; raises TakeLostError, LfsPointerError."""
    path = f"scenes/{folder(scene)}/{take.frame.file}"
    blob = session.repository.tree(take.commit).get(path)
    if blob is None:
        raise TakeLostError(take.frame.file, take.number)
    return session.repository.medium(blob, path)


def with_frame(frames: FrameSet, item: str, frame: Frame) -> FrameSet:
    """The frames with one replaced."""
    if item == "establishing":
        return frames.model_copy(update={"establishing": frame})
    shot, _, moment = item.rpartition(".")
    shots = tuple(s.model_copy(update={moment: frame}) if s.id == shot else s for s in frames.frames)
    return frames.model_copy(update={"frames": shots})


def use(session: Session, name: str, number: int) -> int:
    """Bring a take back as the newest one, in one commit, without paying; returns the number that it has now.

    It is to be looked at again: it is not approved. Raises UnknownTakeError, TakeLostError and what `takes` raises.
    """
    branch = session.branch()
    record_edits(session, branch=branch)
    item = picture_of(session.story, name)
    found = takes(session, item)
    chosen = next((take for take in found if take.number == number), None)
    if chosen is None:
        raise UnknownTakeError(item, number, [take.number for take in found])
    if chosen.current:
        return number
    (scene,) = scene_numbers_of(session.story, [item])
    frame = chosen.frame.model_copy(update={"take": found[-1].number + 1, "approved": False})
    content = picture_of_take(session, scene, chosen)
    put(session, scene, item, frame, content, f"frame {item}: take {number} again", branch)
    return frame.take


def put(
    session: Session,
    scene: str,
    item: str,
    frame: Frame,
    content: bytes,
    subject: str,
    branch: str,
    trailers: dict[str, str] | None = None,
    body: str = "",
) -> str | None:
    """Write one picture and what the file says of it in one commit; the scene's frames are a draft again."""
    story = session.story
    path = scene_path(folder(scene), "frames")
    new = with_frame(cast("FrameSet", story.model(path)), item, frame)
    files = {path: to_bytes(story, path, new), f"scenes/{folder(scene)}/{frame.file}": content}
    after = story.with_changes(files, {path: new})
    step = approved(after, [path], "draft")
    change = Change({**files, **step.files}, step.after)
    return session.commit(change, message(subject, body, {**(trailers or {}), "Run": session.run_id}), branch)

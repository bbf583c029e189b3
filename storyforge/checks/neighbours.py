"""Neighbouring frames of a scene, and how far each is from the one before it; what was scored is remembered."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from storyforge import __version__
from storyforge.formats.framing import scene_specs
from storyforge.journal.scores import Scores
from storyforge.model.digest import digest
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.resources import read_template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storyforge.media.drift import Shot
    from storyforge.model.frames import Frame, FrameSet
    from storyforge.model.framing import FrameSpec, Moment
    from storyforge.story import Story

_OURS = "offline"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A frame and the one that it is compared with: the last of the shot before, or an end frame's own start."""

    scene: str
    before: str
    item: str

    @property
    def borders(self) -> bool:
        """Whether they are of two shots, one after the other."""
        return self.before.partition(".")[0] != self.item.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Scored:
    """How far a frame is from its neighbour; `roughly` where it is only about known what is where in them."""

    scene: str
    before: str
    item: str
    score: float
    told: tuple[str, ...]
    roughly: bool
    flag: str


def neighbours(frames: FrameSet) -> Iterator[Neighbours]:
    """Every frame of a scene that has one before it, in the order of the shots."""
    last = ""
    for shot in frames.frames:
        start, end = f"{shot.id}.start", f"{shot.id}.end"
        if last:
            yield Neighbours(frames.scene, last, start)
        if shot.end is not None:
            yield Neighbours(frames.scene, start, end)
        last = end if shot.end is not None else start


def drew_itself(frame: Frame) -> bool:
    """Whether the offline artist drew a picture, so that it shows everything where it was planned."""
    return frame.by.partition(",")[0].partition(":")[0] == _OURS


class Scoring:
    """Scores pairs of one story; `close` writes what is new."""

    def __init__(self, story: Story) -> None:
        self._story = story
        version = digest([__version__, read_template("drift.toml")])
        self._scores = Scores(story.cache_folder, version)
        self._specs: dict[str, dict[str, FrameSpec]] = {}

    def score(self, frames: FrameSet, pair: Neighbours) -> Scored:
        """How far a frame is from its neighbour; raises UnreadableMediaError and what reading media raises."""
        pictures = frames.pictures()
        first, second = pictures[pair.before], pictures[pair.item]
        specs = self._specs.setdefault(pair.scene, scene_specs(self._story, pair.scene))
        one, other = (specs[item.partition(".")[0]] for item in (pair.before, pair.item))
        roughly = not (drew_itself(first) and drew_itself(second))
        moments = [item.rpartition(".")[2] for item in (pair.before, pair.item)]
        key = digest([first.picture, second.picture, one.digest(), other.digest(), moments, roughly])
        found = self._scores.get(key)
        if found is None:
            # Heavy, and needed only where a score is not known.
            from storyforge.media.drift import drift  # noqa: PLC0415

            shots = [
                self._shot(pair.scene, frame, spec, moment, roughly=roughly)
                for frame, spec, moment in zip((first, second), (one, other), moments, strict=True)
            ]
            made = drift(*shots)
            found = [made.score, made.told(), made.flag]
            self._scores.put(key, found)
        score, told, flag = found
        # What is known only roughly is told, and is no reason to warn.
        flag = "note" if roughly and flag else flag
        return Scored(pair.scene, pair.before, pair.item, score, tuple(told), roughly, flag)

    def _shot(self, scene: str, frame: Frame, spec: FrameSpec, moment: str, *, roughly: bool) -> Shot:
        from storyforge.media.drift import Shot  # noqa: PLC0415 - as above
        from storyforge.media.pictures import open_picture  # noqa: PLC0415

        path = f"scenes/{folder(scene)}/{frame.file}"
        picture = open_picture(self._story.medium(path), path)
        return Shot(picture, spec, cast("Moment", moment), exact=not roughly)

    def close(self) -> None:
        """Write what is new."""
        self._scores.save()


def frames_of(story: Story, scene: str) -> FrameSet | None:
    """The frames of a scene, or None."""
    return cast("FrameSet | None", story.model(scene_path(folder(scene), "frames")))


def scored(story: Story, frames: FrameSet, items: Iterable[str] | None = None) -> list[Scored]:
    """The scores of a scene's frames, or of some, each against the one before; of those whose pictures are there."""
    scoring, wanted = Scoring(story), None if items is None else set(items)
    there = {item for item, frame in frames.pictures().items() if _path(frames, frame) in story.files.ids}
    known = scene_specs(story, frames.scene)
    pairs = [p for p in neighbours(frames) if {p.before, p.item} <= there and (wanted is None or p.item in wanted)]
    pairs = [p for p in pairs if {i.partition(".")[0] for i in (p.before, p.item)} <= known.keys()]
    try:
        return [scoring.score(frames, pair) for pair in pairs]
    finally:
        scoring.close()


def _path(frames: FrameSet, frame: Frame) -> str:
    return f"scenes/{folder(frames.scene)}/{frame.file}"


def plain(found: Scored) -> dict[str, Any]:
    """A score as plain data."""
    return {**asdict(found), "told": list(found.told)}

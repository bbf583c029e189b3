"""Two frames of a scene in one picture, with how far they are apart; a file of this machine, not of the story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.checks.neighbours import Neighbours, Scoring, frames_of
from storyforge.errors import DiskError, FrameMissingError, OutSuffixError, RequestError
from storyforge.media.comparing import SUFFIX, compared
from storyforge.media.pictures import open_picture
from storyforge.model.numbering import folder
from storyforge.pipeline.export import FOLDER, Claims, Ledger
from storyforge.pipeline.frames import scene_numbers_of

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from storyforge.checks.neighbours import Scored
    from storyforge.media.comparing import How
    from storyforge.model.frames import FrameSet
    from storyforge.pipeline.session import Session
    from storyforge.story import Story


@dataclass(frozen=True, slots=True)
class Compared:
    """What was written where, and the score."""

    path: Path
    score: Scored


def compare(session: Session, names: tuple[str, str], how: How, out: Path | None = None) -> Compared:
    """Write a picture of two frames of one scene.

    Raises UnknownArtifactError, FrameMissingError, RequestError, OutTakenError, OutSuffixError, DiskError.
    """
    story = session.story
    scenes = scene_numbers_of(story, names)
    if len(scenes) != 1:
        raise RequestError(
            f"{names[0]} and {names[1]} are of two scenes; drift is between frames of one.",
            "Compare an end frame with the next start frame, such as: storyforge frame compare 3A.end 3B.start",
        )
    before, item = (picture_of(story, name) for name in names)
    frames = frames_of(story, scenes[0])
    if frames is None:
        raise FrameMissingError(item, scenes[0])
    pictures = [_picture(story, frames, name) for name in (before, item)]
    scoring = Scoring(story)
    score = scoring.score(frames, Neighbours(scenes[0], before, item))
    scoring.close()
    said = f"Drift {'about ' if score.roughly else ''}{score.score:.0f} of 100"
    why = f": {'; '.join(score.told)}" if score.told else ""
    content = compared(pictures, (before, item), how, said + why, score.flag)
    return Compared(_write(session, content, how, f"{before}-{item}-{how}".replace(".", "-"), out), score)


def picture_of(story: Story, name: str) -> str:
    """The item that a name means: a shot alone is its start. Raises UnknownArtifactError, FrameMissingError."""
    (scene,) = scene_numbers_of(story, [name])
    item = name if "." in name else f"{name}.start"
    frames = frames_of(story, scene)
    if frames is None or item not in frames.pictures():
        raise FrameMissingError(item, scene)
    return item


def _picture(story: Story, frames: FrameSet, item: str) -> Image:
    path = f"scenes/{folder(frames.scene)}/{frames.pictures()[item].file}"
    return open_picture(story.medium(path), path)


def _write(session: Session, content: bytes, how: How, name: str, out: Path | None) -> Path:
    """Write a file where exports go, or where it is wanted, over nothing that is not ours."""
    place = session.repository.root / FOLDER
    cache = session.repository.common_dir / "storyforge" / FOLDER
    path = out or place / f"{name}{SUFFIX[how]}"
    if out is not None and out.is_dir():
        path = out / f"{name}{SUFFIX[how]}"
    elif path.suffix.lower() != SUFFIX[how]:
        raise OutSuffixError(str(path), f"compare --how {how}", SUFFIX[how])
    try:
        for made in (cache, path.parent):
            made.mkdir(parents=True, exist_ok=True)
        ledger = Ledger(cache / "written.json")
        Claims(session, place, ledger, overwrite=False).claim(path)
        path.write_bytes(content)
    except OSError as error:
        raise DiskError(str(path), error.strerror or str(error)) from None
    ledger.add((path,))
    return path

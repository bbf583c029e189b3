"""Clips and frames for a story, small and real, without an artist: a colour for each shot, and a square that moves."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, cast

from storyforge.formats import artifacts
from storyforge.media import clips as encoding
from storyforge.media.ffmpeg import build_id
from storyforge.model.clips import Clip, ClipSet
from storyforge.model.frames import Frame, FrameSet, ShotFrames
from storyforge.model.kinds import BY_NAME, scene_path
from storyforge.model.numbering import folder
from storyforge.model.timing import parse_rate
from storyforge.pipeline.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from storyforge.model.shots import Shot, ShotList
    from storyforge.story import Story
    from tests.tale import Tale

WIDTH, HEIGHT = 128, 72
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)


def shot_lists(story: Story) -> Iterator[tuple[str, ShotList]]:
    """The shot lists of a story, in hub order."""
    for number in story.scenes:
        found = story.model(scene_path(folder(number), "shots"))
        if found is not None:
            yield number, cast("ShotList", found)


def shots_of(tale: Tale) -> list[Shot]:
    """All shots, in hub order."""
    return [shot for _, listed in shot_lists(Session.open(tale.root).story) for shot in listed.shots]


def clip_bytes(shot: str, frames: int, rate: Fraction, size: tuple[int, int] = (WIDTH, HEIGHT)) -> bytes:
    """A clip of a colour that only this shot has, with a white square that is somewhere else in each half."""
    seed = zlib.crc32(shot.encode())
    colour = bytes((seed & 127, seed >> 8 & 127, seed >> 16 & 127))
    width, height = size

    def picture(left: int) -> bytes:
        row = colour * left + b"\xff\xff\xff" * 16 + colour * (width - left - 16)
        return colour * width * (height - 16) + row * 16

    half = frames // 2
    held = [(picture(0), half), (picture(width - 16), frames - half)] if half else [(picture(0), frames)]
    return encoding.encode(held, width=width, height=height, rate=rate, where=shot).mp4


def film(tale: Tale, *, leave_out: tuple[str, ...] = (), lengths: dict[str, int] | None = None) -> None:
    """Give every shot a start frame and a clip, in one commit; `lengths` are of clips unlike their shots."""
    story = Session.open(tale.root).story
    rate = parse_rate(story.story.rate)
    for number, listed in shot_lists(story):
        here = f"scenes/{folder(number)}"
        frames, clips = [], []
        for shot in listed.shots:
            tale.write(f"{here}/frames/{shot.id}-start.png", PIXEL)
            digest = hashlib.sha256(PIXEL).hexdigest()
            start = Frame(file=f"frames/{shot.id}-start.png", content=digest, picture=digest[:32], approved=True)
            frames.append(ShotFrames(id=shot.id, start=start))
            if shot.id not in leave_out:
                clips.append(_clip(tale, here, shot, (lengths or {}).get(shot.id, shot.frames), rate))
        _file(tale, f"{here}/frames.yaml", "frames", FrameSet(scene=number, frames=tuple(frames)))
        _file(tale, f"{here}/clips.yaml", "clips", ClipSet(scene=number, clips=tuple(clips)))
    tale.git("add", "scenes")
    tale.git("commit", "-q", "-m", "video: clips")


def _clip(tale: Tale, here: str, shot: Shot, frames: int, rate: Fraction) -> Clip:
    content = clip_bytes(shot.id, frames, rate)
    tale.write(f"{here}/clips/{shot.id}.mp4", content)
    return Clip(
        id=shot.id,
        file=f"clips/{shot.id}.mp4",
        frames=frames,
        content=hashlib.sha256(content).hexdigest(),
        picture=hashlib.sha256(content).hexdigest()[:32],
        size=f"{WIDTH}x{HEIGHT}",
        build=build_id(),
    )


def _file(tale: Tale, path: str, kind: str, artifact: FrameSet | ClipSet) -> None:
    tale.write(path, artifacts.write(BY_NAME[kind], path, artifact))

"""What a clip is made from: its frames, its prompt and its shot, read together for confirmation and for filming."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from storyforge.formats.framing import scene_specs
from storyforge.model.digest import digest
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.providers.base import VideoRequest

if TYPE_CHECKING:
    from storyforge.model.frames import Frame, FrameSet
    from storyforge.model.framing import FrameSpec
    from storyforge.model.prompts import Prompts
    from storyforge.stages.base import Job

DRAWN_BY = "offline"
"""The image provider whose frames can be drawn again from the frame as data, at any moment of the shot."""


@dataclass(frozen=True, slots=True)
class ClipToMake:
    """One clip: its shot as data, its frames as they are recorded, and its prompt."""

    id: str
    spec: FrameSpec
    prompt: str
    start: Frame
    end: Frame | None

    @property
    def drawn(self) -> bool:
        """Whether all its frames were drawn from data."""
        return all(frame.by.partition(":")[0] == DRAWN_BY for frame in (self.start, self.end) if frame)

    def bare(self) -> VideoRequest:
        """The request without its pictures: enough to know its price."""
        return VideoRequest(self.prompt, self.spec, b"", drawn=self.drawn)

    def request(self, job: Job, number: str) -> VideoRequest:
        """The request with its pictures; raises MissingArtifactError, LfsPointerError."""
        where = f"scenes/{folder(number)}/"
        end = job.library.medium(where + self.end.file) if self.end else b""
        return VideoRequest(self.prompt, self.spec, job.library.medium(where + self.start.file), end, drawn=self.drawn)

    def key(self, by: str, take: int) -> str:
        """The digest of everything that the clip is made from."""
        end = self.end.picture if self.end else ""
        return digest([by, self.spec.filmed(), self.prompt, self.start.picture, end, take])


def scene_clips(job: Job, number: str) -> list[ClipToMake]:
    """The clips of a scene in shot order, for every shot that has its frames."""
    here = folder(number)
    frames = cast("FrameSet | None", job.library.model(scene_path(here, "frames")))
    prompts = cast("Prompts | None", job.library.model(scene_path(here, "prompts")))
    texts = {entry.id: entry.video for entry in prompts.prompts} if prompts else {}
    pairs = {shot.id: shot for shot in frames.frames} if frames else {}
    return [
        ClipToMake(shot_id, spec, texts.get(shot_id, ""), pairs[shot_id].start, pairs[shot_id].end)
        for shot_id, spec in scene_specs(job.library, number).items()
        if shot_id in pairs
    ]

"""What a clip is made from: its frames, its prompt and its shot, read together for confirmation and for filming."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from storyforge.formats.framing import scene_specs
from storyforge.model.confirmation import ConfirmedShot
from storyforge.model.digest import digest
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.providers.base import Reference, VideoRequest
from storyforge.stages.film.drawing import MOST_REFERENCES
from storyforge.stages.film.sending import of_asset

if TYPE_CHECKING:
    from storyforge.model.frames import Frame, FrameSet
    from storyforge.model.framing import FrameSpec
    from storyforge.model.prompts import Prompts, PromptSet
    from storyforge.providers.base import Sent
    from storyforge.stages.base import Job, Maker
    from storyforge.stages.film.drawing import Sending

DRAWN_BY = "offline"
"""The image provider whose frames can be drawn again from the frame as data, at any moment of the shot."""


@dataclass(frozen=True, slots=True)
class ClipToMake:
    """One clip: its shot as data, its frames as they are recorded, its prompt, and what it is to be made from.

    `references` are the pictures of assets that its contract names, where they are to be sent.
    """

    id: str
    spec: FrameSpec
    prompt: str
    start: Frame
    end: Frame | None
    sends: str = "anchors"
    references: tuple[Sending, ...] = ()
    draft: bool = False

    @property
    def drawn(self) -> bool:
        """Whether all its frames were drawn from data."""
        return all(frame.by.partition(":")[0] == DRAWN_BY for frame in (self.start, self.end) if frame)

    def bare(self) -> VideoRequest:
        """The request without its pictures: enough to know its price."""
        shown = tuple(Reference(b"", one.role, one.of) for one in self.references) or self._frames(b"", b"")
        return VideoRequest(
            self.prompt, self.spec, b"", drawn=self.drawn, sent=self.sent, references=shown, draft=self.draft
        )

    @property
    def sent(self) -> Sent:
        """What its shot wants to be made from."""
        if self.sends == "anchors":
            return "first+last" if self.end else "first"
        return "references" if self.sends == "references" and self.references else "text"

    def _frames(self, start: bytes, end: bytes) -> tuple[Reference, ...]:
        """Its frames as references, for a model that takes no frame as such; none where its shot wants words alone."""
        if self.sends != "anchors":
            return ()
        first = Reference(start, "instance", "as the shot begins")
        return (first, Reference(end, "instance", "as the shot ends")) if self.end else (first,)

    def request(self, job: Job, number: str) -> VideoRequest:
        """The request with its pictures; raises MissingArtifactError, LfsPointerError."""
        where = f"scenes/{folder(number)}/"
        start = job.library.medium(where + self.start.file)
        end = job.library.medium(where + self.end.file) if self.end else b""
        shown = tuple(one.reference() for one in self.references) or self._frames(start, end)
        return replace(self.bare(), start=start, end=end, references=shown)

    def key(self, by: str, take: int) -> str:
        """The digest of everything that the clip is made from."""
        end = self.end.picture if self.end else ""
        sends = [] if self.sends == "anchors" else [self.sent, *([one.role, one.picture] for one in self.references)]
        quality = ["draft"] if self.draft else []
        return digest([by, self.spec.filmed(), self.prompt, self.start.picture, end, take, *sends, *quality])

    def confirmed(self, maker: Maker) -> ConfirmedShot:
        """What is agreed to of it: what it is made from, and the most that it costs."""
        terms = maker.terms(self.bare())
        return ConfirmedShot(
            id=self.id,
            frames=self.spec.frames,
            start=self.start.picture,
            end=self.end.picture if self.end else "",
            video=digest(self.prompt),
            sends=self.sent,
            references=tuple(one.picture for one in self.references),
            seconds=terms.seconds,
            cost=maker.price(self.bare()).amount,
        )


def scene_clips(job: Job, number: str, *, draft: bool = False) -> list[ClipToMake]:
    """The clips of a scene in shot order, for every shot that has its frames."""
    here = folder(number)
    frames = cast("FrameSet | None", job.library.model(scene_path(here, "frames")))
    prompts = cast("Prompts | None", job.library.model(scene_path(here, "prompts")))
    entries = {entry.id: entry for entry in prompts.prompts} if prompts else {}
    pairs = {shot.id: shot for shot in frames.frames} if frames else {}
    found = []
    for shot_id, spec in scene_specs(job.library, number).items():
        if shot_id in pairs:
            pair, entry = pairs[shot_id], entries.get(shot_id)
            sends = entry.input_contract.sends if entry else "anchors"
            text = entry.video if entry else ""
            shown = _references(job, entry)
            found.append(ClipToMake(shot_id, spec, text, pair.start, pair.end, sends, shown, draft))
    return found


def _references(job: Job, entry: PromptSet | None) -> tuple[Sending, ...]:
    """The approved pictures of the assets that a shot sends instead of its frames."""
    if entry is None or entry.input_contract.sends != "references":
        return ()
    found = (of_asset(job.library, slug) for slug in entry.input_contract.references)
    return tuple(one for one in found if one is not None)[:MOST_REFERENCES]

"""The animatic camera: clips of the exact number of frames, drawn from the scene or from its pictures, for free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from storyforge.media.clips import encode, parse_size
from storyforge.media.clips_drawn import drawn
from storyforge.media.clips_given import given
from storyforge.media.ffmpeg import build_id
from storyforge.model.money import FREE
from storyforge.providers.base import Footage, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.money import Cost
    from storyforge.providers.base import VideoRequest


class OfflineCamera:
    """Films by rule: no key, no network, and the same bytes for the same request and the same ffmpeg.

    `size` is that of its clips, such as `1280x720` or `540p`; nothing is 640x360. Raises ClipSizeError.
    """

    pure = True
    parameters: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, size: str = "") -> None:
        self.name = f"offline:{size}" if size else "offline"
        self.width, self.height = parse_size(size)

    def price(self, request: VideoRequest) -> Cost:  # noqa: ARG002  # whatever is asked
        """Nothing."""
        return FREE

    def film(self, request: VideoRequest) -> Reply[Footage]:
        """Make one clip; raises what ffmpeg raises, UnreadableMediaError for a picture that is none."""
        spec, size = request.spec, (self.width, self.height)
        frames = drawn(spec, *size) if request.drawn else given(spec, request.start, request.end, *size)
        clip = encode(
            frames, width=self.width, height=self.height, rate=spec.rate, where=f"scene {spec.scene}, shot {spec.shot}"
        )
        footage = Footage(clip.mp4, spec.frames, self.width, self.height, clip.digest, build_id())
        return Reply(footage, self.name, usage={"frames": spec.frames, "bytes": len(clip.mp4)})

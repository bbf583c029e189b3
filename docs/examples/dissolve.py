"""Makes a clip by dissolving from the start frame to the end frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PIL import Image

from storyforge.media.clips import encode
from storyforge.media.ffmpeg import build_id
from storyforge.media.pictures import open_picture
from storyforge.model.money import FREE
from storyforge.providers.base import Footage, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storyforge.model.money import Cost
    from storyforge.providers.base import VideoRequest

SIZE = (640, 360)


class Dissolve:
    """The plainest camera that there is."""

    name = "dissolve"
    pure = True
    parameters: ClassVar[Mapping[str, Any]] = {}

    def price(self, request: VideoRequest) -> Cost:
        """Nothing."""
        del request
        return FREE

    def film(self, request: VideoRequest) -> Reply[Footage]:
        """One clip of exactly the shot's frames; raises UnreadableMediaError, and what ffmpeg raises."""
        spec, (width, height) = request.spec, SIZE
        where = f"scene {spec.scene}, shot {spec.shot}"
        clip = encode(self._frames(request), width=width, height=height, rate=spec.rate, where=where)
        footage = Footage(clip.mp4, spec.frames, width, height, clip.digest, build_id())
        return Reply(footage, by=self.name, cost=FREE)

    def _frames(self, request: VideoRequest) -> Iterator[tuple[bytes, int]]:
        """Raw RGB, and for how many frames each is held; an empty `end` means that the start frame is all there is."""
        first = open_picture(request.start, "start frame").resize(SIZE)
        if not request.end:
            yield first.tobytes(), request.spec.frames
            return
        last = open_picture(request.end, "end frame").resize(SIZE)
        for index in range(request.spec.frames):
            share = index / max(1, request.spec.frames - 1)
            yield Image.blend(first, last, share).tobytes(), 1

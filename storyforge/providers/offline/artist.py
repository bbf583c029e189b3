"""The offline artist: frames drawn from data, without a key, a network or a grain of chance."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from storyforge.errors import PictureSizeError
from storyforge.media.previz.raster import render
from storyforge.media.previz.take import Take
from storyforge.model.money import FREE
from storyforge.providers.base import Picture, Reply
from storyforge.providers.pictures import filed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.framing import FrameSpec, Moment
    from storyforge.model.money import Cost
    from storyforge.providers.base import ImageRequest

_USUAL = (1280, 720)
_LEAST, _MOST = 160, 3840


class OfflineArtist:
    """Draws every frame itself; `size`, such as `1920x1080`, is that of its pictures. Raises PictureSizeError."""

    pure = True
    parameters: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, size: str = "") -> None:
        self.name = f"offline:{size}" if size else "offline"
        self.width, self.height = _size(size) if size else _USUAL

    def price(self, request: ImageRequest) -> Cost:
        """Nothing."""
        del request
        return FREE

    def draw(self, request: ImageRequest) -> Reply[Picture]:
        """Draw one picture: the same bytes for the same frame, with the same version of the imaging library."""
        moment = 1.0 if request.moment == "end" else 0.0
        picture = render(_take(request.spec, request.moment).display(moment), self.width)
        return Reply(filed(picture), by=self.name)


@lru_cache(maxsize=4)
def _take_of(spec: FrameSpec) -> Take:
    return Take.of(spec)


def _take(spec: FrameSpec, moment: Moment) -> Take:
    return Take.establishing(spec) if moment == "establishing" else _take_of(spec)


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,4})x(\d{2,4})", text)
    if match is None:
        raise PictureSizeError(text)
    width, height = int(match[1]), int(match[2])
    if width * 9 != height * 16 or not _LEAST <= width <= _MOST:
        raise PictureSizeError(text)
    return width, height

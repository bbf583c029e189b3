"""The offline artist: frames drawn from data, without a key, a network or a grain of chance."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from typing import TYPE_CHECKING

from storyforge.media.previz.raster import render
from storyforge.media.previz.take import Take
from storyforge.providers.base import FREE, Picture, Reply

if TYPE_CHECKING:
    from PIL.Image import Image

    from storyforge.model.framing import FrameSpec, Moment
    from storyforge.providers.base import Cost, ImageRequest

_USUAL = 1280
_LEAST, _MOST = 160, 3840
_COMPRESSION = 6
"""Level of deflate: a third smaller than 1 for twice the time; 9 gains 3 % more for six times the time (measured)."""


class OfflineArtist:
    """Draws every frame itself; pictures are `width` pixels wide and 9/16 of that high."""

    pure = True

    def __init__(self, model: str = "") -> None:
        """`model` may be a size, such as `1920x1080`: its width counts."""
        self.name = f"offline:{model}" if model else "offline"
        self.width = _width(model)

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


def _width(model: str) -> int:
    digits = model.partition("x")[0]
    wanted = int(digits) if digits.isdecimal() and len(digits) < 6 else _USUAL
    return max(_LEAST, min(_MOST, wanted)) // 16 * 16


def filed(picture: Image) -> Picture:
    """A picture as a PNG file without metadata, with the digest of its pixels."""
    file = io.BytesIO()
    picture.save(file, format="PNG", compress_level=_COMPRESSION)
    pixels = hashlib.sha256(f"{picture.width}x{picture.height} RGB".encode() + picture.tobytes())
    return Picture(file.getvalue(), picture.width, picture.height, pixels.hexdigest()[:32])

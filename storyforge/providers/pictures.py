"""Pictures as providers hand them over, whoever made them."""

from __future__ import annotations

import hashlib
import io
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from storyforge.media.pictures import as_png, bare_png, open_picture, pixels_digest
from storyforge.providers.base import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

AT_ONCE = 16
"""Pictures that are out at the same time where a story says nothing: each holds those that were sent along with it."""


def filed(picture: Image) -> Picture:
    """A picture as a PNG file without metadata, with the digest of its pixels."""
    return Picture(as_png(picture), picture.width, picture.height, pixels_digest(picture))


def delivered(content: bytes) -> Picture:
    """A picture that was bought, as the same kind of file; raises UnreadableMediaError where it is none, or damaged."""
    picture = open_picture(content, "the answer")
    return Picture(bare_png(content) or as_png(picture), picture.width, picture.height, pixels_digest(picture))


_AS_REFERENCE = {"quality": 92, "subsampling": 0}
"""Of a picture that only shows somebody or something: a fourth of its PNG, and nothing less that an eye would see."""
_REMEMBERED = 64
_smaller: OrderedDict[bytes, bytes] = OrderedDict()
_turn = threading.Lock()


def as_reference(png: bytes) -> tuple[bytes, str]:
    """A picture to be looked at and not to be changed, as the smaller one of PNG and JPEG, and its kind.

    Sixteen calls are out with three pictures each, and a client holds each of them four times: their size is memory.
    """
    key = hashlib.sha256(png).digest()
    with _turn:
        found = _smaller.get(key)
    if found is None:
        file = io.BytesIO()
        open_picture(png, "a reference picture").save(file, format="JPEG", **_AS_REFERENCE)
        found = file.getvalue() if file.tell() < len(png) else b""
        with _turn:
            _smaller[key] = found
            while len(_smaller) > _REMEMBERED:
                _smaller.popitem(last=False)
    return (found, "image/jpeg") if found else (png, "image/png")

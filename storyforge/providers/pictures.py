"""Pictures as providers hand them over, whoever made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.pictures import as_png, bare_png, open_picture, pixels_digest
from storyforge.providers.base import Picture

if TYPE_CHECKING:
    from PIL.Image import Image


def filed(picture: Image) -> Picture:
    """A picture as a PNG file without metadata, with the digest of its pixels."""
    return Picture(as_png(picture), picture.width, picture.height, pixels_digest(picture))


def delivered(content: bytes) -> Picture:
    """A picture that was bought, as the same kind of file; raises UnreadableMediaError where it is none, or damaged."""
    picture = open_picture(content, "the answer")
    return Picture(bare_png(content) or as_png(picture), picture.width, picture.height, pixels_digest(picture))

"""Pictures as they are stored: read with care, known by their pixels, written the same every time."""

from __future__ import annotations

import hashlib
import io
import struct
import tomllib
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

from storyforge.errors import UnreadableMediaError
from storyforge.resources import read_template

LENGTH = 32
_MOST_PIXELS = 64_000_000
_COMPRESSION = 6
"""Level of deflate, by size and speed of a frame: 1 is 140 KB in 17 ms, 6 is 102 KB in 25 ms, 9 is 97 KB in 138 ms."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">IIBBBBB")
_PLAIN = (8, 2, 0, 0)
"""Of a PNG's header: eight bits a channel, RGB, and the only ways of compression and filters that there are."""


def open_picture(content: bytes, path: str) -> Image.Image:
    """A picture as RGB, decoded whole; raises UnreadableMediaError with the path where it is none or is too large."""
    try:
        picture = Image.open(io.BytesIO(content))
        if picture.width * picture.height > _MOST_PIXELS:
            raise UnreadableMediaError(path, f"it has {picture.width} x {picture.height} pixels")
        return picture.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise UnreadableMediaError(path, "it is no picture, or it is damaged") from None


def misshapen(width: int, height: int, aspect: str) -> str:
    """Why a picture is of another shape than was asked for, in a few words; empty where it is not."""
    wide, _, high = aspect.partition(":")
    if abs(width * int(high) / (height * int(wide)) - 1) > shape_tolerance():
        return f"it is {width}x{height}, and {aspect} was asked for"
    return ""


@lru_cache(maxsize=1)
def shape_tolerance() -> float:
    """How far the shape of a picture may be from what was asked for, as a part of it."""
    return float(tomllib.loads(read_template("frames.toml"))["accepted"]["shape"])


def as_png(picture: Image.Image) -> bytes:
    """A picture as a PNG file without metadata; the same bytes for the same pixels."""
    file = io.BytesIO()
    picture.save(file, format="PNG", compress_level=_COMPRESSION)
    return file.getvalue()


def bare_png(content: bytes) -> bytes | None:
    """A PNG file of plain RGB without anything but its pixels, as they were compressed; None where it is no such file.

    To compress a picture anew takes ten times as long as to read it, and one that a model sold has grain.
    """
    if not content.startswith(_SIGNATURE):
        return None
    found, place = [_SIGNATURE], len(_SIGNATURE)
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        kind, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content):
            return None
        if kind == b"IHDR" and (length != _HEADER.size or not _is_plain(content[place + 8 : end - 4])):
            return None
        if kind in (b"IHDR", b"IDAT", b"IEND"):
            found.append(content[place:end])
        if kind == b"IEND":
            return b"".join(found)
        place = end
    return None


def _is_plain(header: bytes) -> bool:
    _, _, *form, _ = _HEADER.unpack(header)
    return tuple(form) == _PLAIN


def pixels_digest(picture: Image.Image) -> str:
    """The digest of what a picture shows, whatever program wrote its file: size, mode and pixels."""
    return bytes_digest(picture.width, picture.height, picture.convert("RGB").tobytes())


def bytes_digest(width: int, height: int, pixels: bytes) -> str:
    """The same of RGB bytes, row by row."""
    seen = hashlib.sha256(f"{width}x{height} RGB".encode())
    seen.update(pixels)
    return seen.hexdigest()[:LENGTH]

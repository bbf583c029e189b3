"""Pictures for pages: as many pixels as are printed; a small PNG's compressed rows go into a PDF as they are."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from storyforge.media.page import Picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.media.page import Page

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SPACES = {0: "DeviceGray", 2: "DeviceRGB", 3: "Indexed"}
PRINTED = 200
"""Pixels an inch of a picture in a PDF: what an office printer shows of a drawing."""
_QUALITY = 85
"""Of a JPEG: drawings of flat colours show no grain at twice their size; at 75 they do."""


class NoPictureError(ValueError):
    """Bytes that are no picture that can be read: why, and which of several it is."""

    def __init__(self, reason: str, key: str = "") -> None:
        super().__init__(reason, key)
        self.reason = reason
        self.key = key


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture as a PDF keeps it: a JPEG, or rows compressed with PNG's predictors (ISO 32000-1, 7.4)."""

    width: int
    height: int
    space: str
    bits: int
    data: bytes
    palette: bytes = b""
    filter: str = "FlateDecode"

    @property
    def parameters(self) -> str:
        """The decoder's parameters."""
        if self.filter != "FlateDecode":
            return ""
        return f"/Predictor 15 /Colors {3 if self.space == 'DeviceRGB' else 1} /Columns {self.width}"


def opened(files: Mapping[str, bytes]) -> dict[str, Image.Image]:
    """Pictures by their keys, wholly read, as RGB on white; raises NoPictureError."""
    found: dict[str, Image.Image] = {}
    for key, data in files.items():
        try:
            found[key] = _opened(data)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise NoPictureError(str(error), key) from None
    return found


def _opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as picture:
        picture.load()
        if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
            clear = picture.convert("RGBA")
            paper = Image.new("RGB", clear.size, (255, 255, 255))
            paper.paste(clear, mask=clear.getchannel("A"))
            return paper
        return picture if picture.mode == "RGB" else picture.convert("RGB")


def checked(data: bytes) -> None:
    """Raise NoPictureError for bytes that are no picture; of a PNG only its parts and their sums are looked at."""
    if not data.startswith(_SIGNATURE):
        opened({"": data})
    elif not {b"IHDR", b"IDAT"} <= {kind for kind, _ in _chunks(data)}:
        raise NoPictureError("it has no image data")


def scaled(picture: Image.Image, width: int, height: int) -> Image.Image:
    """A picture at another size; one that is made much smaller is halved first, which nobody sees and takes half."""
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=1.0)


def printed(page: Page, files: Mapping[str, bytes], pictures: Mapping[str, Image.Image]) -> dict[str, Embedded]:
    """The pictures of a page for a PDF, each for the largest place that it has there; `pictures` are opened `files`."""
    sizes: dict[str, tuple[int, int]] = {}
    for item in page.items:
        if isinstance(item, Picture):
            left, top, right, bottom = item.box
            size = (round((right - left) * PRINTED / 72), round((bottom - top) * PRINTED / 72))
            sizes[item.key] = max(size, sizes.get(item.key, size))
    return {key: embedded(files[key], pictures[key], *size) for key, size in sizes.items()}


def embedded(data: bytes, picture: Image.Image, width: int, height: int) -> Embedded:
    """A picture, its file and what was opened of it, for a place of so many printed pixels in a PDF.

    A large one is reduced and kept as JPEG; one that is small already as PNG where that is the smaller file.
    """
    large = picture.width > width and picture.height > height
    shown = scaled(picture, width, height) if large else picture
    file = BytesIO()
    shown.save(file, "JPEG", quality=_QUALITY, optimize=True)
    found = Embedded(shown.width, shown.height, "DeviceRGB", 8, file.getvalue(), filter="DCTDecode")
    rows = None if large else _direct(data)
    return rows if rows and len(rows.data) + len(rows.palette) <= len(found.data) else found


def _direct(data: bytes) -> Embedded | None:
    """The rows of a PNG that a PDF can hold as they are, or None."""
    if not data.startswith(_SIGNATURE):
        return None
    rows: list[bytes] = []
    palette, head = b"", None
    for kind, body in _chunks(data):
        if kind == b"IHDR":
            head = struct.unpack(">IIBBBBB", body)
        elif kind == b"PLTE":
            palette = body
        elif kind == b"tRNS":
            return None
        elif kind == b"IDAT":
            rows.append(body)
    if head is None:
        return None
    width, height, bits, colour, _, _, interlaced = head
    if colour not in _SPACES or bits > 8 or interlaced:
        return None
    return Embedded(width, height, _SPACES[colour], bits, b"".join(rows), palette)


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    place = len(_SIGNATURE)
    while not found or found[-1][0] != b"IEND":
        head = data[place : place + 8]
        body = data[place + 8 : place + 8 + int.from_bytes(head[:4])]
        check = data[place + 8 + len(body) : place + 12 + len(body)]
        if len(head) < 8 or int.from_bytes(check) != zlib.crc32(head[4:] + body):
            raise NoPictureError("the file is cut off or damaged")
        found.append((head[4:], body))
        place += 12 + len(body)
    return found

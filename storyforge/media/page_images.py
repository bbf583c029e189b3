"""Pictures for a PDF: a PNG's compressed rows go in as they are, without being decoded."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1}
_SPACES = {0: "DeviceGray", 2: "DeviceRGB", 3: "Indexed"}


class NoPictureError(ValueError):
    """Bytes that are no picture that can be read: why, and which of a page's pictures it is."""

    def __init__(self, reason: str, key: str = "") -> None:
        super().__init__(reason, key)
        self.reason = reason
        self.key = key


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture as a PDF keeps it: its rows are compressed with PNG's predictors (ISO 32000-1, 7.4.4.4)."""

    width: int
    height: int
    space: str
    bits: int
    data: bytes
    palette: bytes = b""

    @property
    def parameters(self) -> str:
        """The decoder's parameters."""
        return f"/Predictor 15 /Colors {3 if self.space == 'DeviceRGB' else 1} /Columns {self.width}"


def opened(data: bytes) -> Image.Image:
    """A picture, wholly read, as RGB on white; raises NoPictureError."""
    try:
        with Image.open(BytesIO(data)) as picture:
            picture.load()
            if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
                clear = picture.convert("RGBA")
                paper = Image.new("RGB", clear.size, (255, 255, 255))
                paper.paste(clear, mask=clear.getchannel("A"))
                return paper
            return picture.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoPictureError(str(error)) from None


def embedded(data: bytes) -> Embedded:
    """A picture for a PDF; other kinds than an ordinary PNG are made one first; raises NoPictureError."""
    found = _direct(data)
    if found is None:
        plain = BytesIO()
        opened(data).save(plain, "PNG")
        found = _direct(plain.getvalue())
    if found is None:
        raise NoPictureError("it can't be written as PNG")
    return found


def _direct(data: bytes) -> Embedded | None:
    """The rows of a PNG that a PDF can hold as they are, or None; a damaged one raises NoPictureError."""
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
    if head is None or not rows:
        raise NoPictureError("it has no image data")
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

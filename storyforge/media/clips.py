"""A clip: frames are hashed and encoded as they come, each once with the number of times it is held."""

from __future__ import annotations

import hashlib
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storyforge.errors import ClipSizeError
from storyforge.media import ffmpeg_graphs as graphs
from storyforge.media.ffmpeg_process import run
from storyforge.model.digest import LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

Held = tuple[bytes, int]
"""A frame as raw RGB, and for how many frames it is held."""
SIZES = {"360p": (640, 360), "540p": (960, 540), "720p": (1280, 720), "1080p": (1920, 1080)}
USUAL = SIZES["360p"]


def parse_size(text: str) -> tuple[int, int]:
    """Width and height of `1280x720` or `720p`, of nothing the usual; raises ClipSizeError."""
    if not text:
        return USUAL
    if text.lower() in SIZES:
        return SIZES[text.lower()]
    found = re.fullmatch(r"(\d{2,4})x(\d{2,4})", text, re.ASCII)
    if not found:
        raise ClipSizeError(text)
    width, height = int(found[1]), int(found[2])
    if not all(64 <= side <= 4096 and side % 2 == 0 for side in (width, height)):
        raise ClipSizeError(text)
    return width, height


@dataclass(frozen=True, slots=True)
class Encoded:
    """A clip as an MP4 file, and the digest over its frames before they were encoded."""

    mp4: bytes
    digest: str


class PictureDigest:
    """The digest over frames: 32 hexadecimal digits of SHA-256 over size, and each frame's hash and holding time.

    It says the same however the frames are cut into held ones, and whatever ffmpeg encodes them.
    """

    def __init__(self, width: int, height: int) -> None:
        self._all = hashlib.sha256(f"{width}x{height}".encode())
        self._last = b""
        self._held = 0

    def add(self, frame: bytes, held: int) -> None:
        """One more frame, held for a number of frames."""
        found = hashlib.sha256(frame).digest()
        if found != self._last:
            self._flush()
            self._last = found
        self._held += held

    def _flush(self) -> None:
        if self._held:
            self._all.update(self._last + self._held.to_bytes(8, "big"))
        self._held = 0

    def text(self) -> str:
        """The digest over all that was added."""
        self._flush()
        return self._all.hexdigest()[:LENGTH]


def encode(frames: Iterable[Held], *, width: int, height: int, rate: Fraction, where: str) -> Encoded:
    """Encode frames; only one of them is in memory at a time. `where` names the clip in errors.

    Raises FfmpegMissingError, FfmpegBrokenError, FfmpegFailedError and DiskError.
    """
    told = PictureDigest(width, height)
    coming = iter(frames)
    first = next(coming)
    second = next(coming, None)
    with tempfile.TemporaryDirectory(prefix="storyforge-") as folder:
        out = Path(folder, "clip.mp4")
        if second is None:
            told.add(*first)
            run(graphs.clip(width, height, rate, out, held=first[1]), where, [first[0]])
        else:
            run(graphs.clip(width, height, rate, out), where, _told(_again(first, second, coming), told))
        return Encoded(out.read_bytes(), told.text())


def _again(first: Held, second: Held, coming: Iterator[Held]) -> Iterator[Held]:
    yield first
    yield second
    yield from coming


def _told(frames: Iterator[Held], told: PictureDigest) -> Iterator[bytes]:
    for frame, held in frames:
        told.add(frame, held)
        for _ in range(held):
            yield frame

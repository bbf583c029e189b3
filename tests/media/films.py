"""What tests need of films: small frames to encode, decoded pictures, and what an MP4 says of itself."""

from __future__ import annotations

import struct
import subprocess
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageStat

from storyforge.media.ffmpeg import program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SMALL = (64, 36)


def flat(*tones: int, size: tuple[int, int] = SMALL) -> Iterator[tuple[bytes, int]]:
    """One-coloured frames, each held once."""
    for tone in tones:
        yield bytes((tone % 256, (3 * tone) % 256, 90)) * (size[0] * size[1]), 1


def samples_in(mp4: bytes) -> int:
    """The number of frames that an MP4's own table of sizes (`stsz`) has."""
    at = mp4.index(b"stsz")
    (count,) = struct.unpack_from(">I", mp4, at + 12)
    return int(count)


def decoded(path: Path) -> list[Image.Image]:
    """All pictures of a film."""
    command = [program().path, "-v", "error", "-i", f"file:{path}", "-map", "0:v:0", "-f", "image2pipe", "-c:v", "ppm"]
    data = subprocess.run([*command, "-"], capture_output=True, check=True).stdout
    found = []
    while data:
        kind, size, _ = data.split(b"\n", 3)[:3]
        assert kind == b"P6"
        width, height = map(int, size.split())
        head = len(b"P6\n") + len(size) + len(b"\n255\n")
        found.append(Image.frombytes("RGB", (width, height), data[head : head + 3 * width * height]))
        data = data[head + 3 * width * height :]
    return found


def apart(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures differ, as a mean of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def moved(one: Image.Image, other: Image.Image, box: tuple[int, int, int, int], reach: int) -> tuple[int, int]:
    """Block matching: how far the block of one picture has gone in another, in pixels, looked for within a reach."""
    block = one.crop(box)
    best = min(
        (
            (apart(block, other.crop((box[0] + x, box[1] + y, box[2] + x, box[3] + y))), abs(x) + abs(y), x, y)
            for x in range(-reach, reach + 1)
            for y in range(-4, 5)
        ),
    )
    return best[2], best[3]

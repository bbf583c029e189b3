"""Which ffmpeg is used, and what it is: $STORYFORGE_FFMPEG, else the one on PATH, else imageio-ffmpeg's.

The program is never shipped with us and never downloaded; a system's ffmpeg without libx264 (some distributions leave
it out) is passed over for imageio-ffmpeg's, while one that the user names is used or refused, never replaced.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess  # argument lists only, never a shell
from dataclasses import dataclass
from functools import cache
from typing import Literal

from storyforge.errors import FfmpegBrokenError, FfmpegMissingError

VARIABLE = "STORYFORGE_FFMPEG"
Source = Literal["STORYFORGE_FFMPEG", "PATH", "imageio-ffmpeg"]
_PATIENCE = 30.0
"""Seconds in which a program must have said who it is."""
_ONE_FRAME = bytes(3 * 16 * 16)
# A picture is encoded, for x264 says which one it is in the stream alone; what fails here fails everywhere.
_TRIAL = (
    "-f rawvideo -pix_fmt rgb24 -s 16x16 -framerate 25 -i pipe:0 -pix_fmt yuv420p -c:v libx264 -frames:v 1 -f h264 "
    "pipe:1"
)


@dataclass(frozen=True, slots=True)
class Program:
    """An ffmpeg that works: its file, its version and its x264's, and where it was found."""

    path: str
    version: str
    encoder: str
    source: Source


def program() -> Program:
    """The ffmpeg to use; raises FfmpegMissingError and FfmpegBrokenError. It is tried once per process and file."""
    named = os.environ.get(VARIABLE, "")
    if named:
        found = _tried(named, VARIABLE)
        if isinstance(found, str):
            raise FfmpegBrokenError(named, VARIABLE, found)
        return found
    refused: FfmpegBrokenError | None = None
    for path, source in ((shutil.which("ffmpeg"), "PATH"), (_bundled(), "imageio-ffmpeg")):
        if path is None:
            continue
        found = _tried(path, source)
        if not isinstance(found, str):
            return found
        refused = refused or FfmpegBrokenError(path, source, found)
    raise refused or FfmpegMissingError


def build_id() -> str:
    """What a record says of the encoder, such as `ffmpeg 7.1 x264 core 164 r3108`; the same build, the same bytes."""
    used = program()
    return f"ffmpeg {used.version} {used.encoder}"


def _bundled() -> str | None:
    try:
        from imageio_ffmpeg import get_ffmpeg_exe  # noqa: PLC0415  # loaded only where nothing else is found

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError, OSError):
        return None


@cache
def _tried(path: str, source: Source) -> Program | str:
    """The program in a file, or why it can't be used."""
    try:
        done = subprocess.run(
            [path, *_TRIAL.split()], input=_ONE_FRAME, capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return "does not answer"
    except OSError as error:
        return f"does not run: {(error.strerror or str(error)).lower()}"
    said = done.stderr.decode("utf-8", "replace")
    version = re.match(r"ffmpeg version (\S+)", said)
    if not version:
        return "is no ffmpeg" if done.returncode >= 0 else f"does not run: it ended with signal {-done.returncode}"
    if done.returncode:
        return "has no libx264" if "libx264" in said else "can't encode a picture"
    encoder = re.search(rb"x264 - (core \d+(?: r\d+)?)", done.stdout)
    return Program(path, version[1], f"x264 {encoder[1].decode()}" if encoder else "libx264", source)

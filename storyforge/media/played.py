"""A clip as somebody delivered it: whether it plays to its end, its length, its size, and whether it has sound."""

from __future__ import annotations

import math
import tempfile
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyforge.errors import UnreadableMediaError
from storyforge.media import joining
from storyforge.model.digest import LENGTH
from storyforge.resources import read_template

if TYPE_CHECKING:
    from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Played:
    """What is in a clip that plays: its frames and their rate, its size, the digest of its decoded pictures, sound."""

    frames: int
    rate: Fraction
    width: int
    height: int
    digest: str
    sound: bool

    def length(self, rate: Fraction) -> int:
        """How many whole frames it has at another rate."""
        return math.floor(self.frames / self.rate * rate)


def look(content: bytes) -> Played:
    """Play a clip to its end; raises UnreadableMediaError where it does not, and what ffmpeg raises."""
    with tempfile.TemporaryDirectory(prefix="storyforge-") as folder:
        path = Path(folder, "clip.mp4")
        path.write_bytes(content)
        seen = joining.contents(path)
        shown = joining.decoded(path)
        if shown.frames != seen.frames:
            raise UnreadableMediaError(str(path), f"it breaks off after {shown.frames} of {seen.frames} frames")
        sound = joining.has_sound(path)
        if sound:
            joining.refuse_broken_sound(path)
        return Played(seen.frames, seen.rate, seen.width, seen.height, shown.digest[:LENGTH], sound)


def fault(seen: Played, *, frames: int, rate: Fraction, aspect: str) -> str:
    """Why a clip is not what was asked for, in a few words; empty where it is."""
    accepted = _accepted()
    length = seen.length(rate)
    if length < frames - accepted["short"]:
        return f"it is {length} frames long, and {frames} were asked for"
    wide, _, high = aspect.partition(":")
    if abs(seen.width * int(high) / (seen.height * int(wide)) - 1) > accepted["shape"]:
        return f"it is {seen.width}x{seen.height}, and {aspect} was asked for"
    return ""


def without() -> tuple[str, ...]:
    """What no clip is to have, in words for whoever makes it."""
    return tuple(_table()["without"]["clips"])


def tokens_of_a_picture() -> int:
    """How many tokens a picture counts as at most, where it goes in."""
    return int(_table()["tokens"]["picture"])


@dataclass(frozen=True, slots=True)
class Waiting:
    """How jobs are waited for: seconds between questions, seconds in all, how many at once, seconds of one request."""

    every: float
    wait: int
    at_once: int
    timeout: int


def waiting() -> Waiting:
    """How jobs are waited for, where nobody says otherwise."""
    return Waiting(**_table()["jobs"])


def _accepted() -> dict[str, Any]:
    found: dict[str, Any] = _table()["accepted"]
    return found


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(read_template("clips.toml"))

"""What the numbers of a picture or a clip mean in words; the bounds stand in `templates/quality.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from storyforge.resources import read_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.media.quality.clips import ClipQuality, Jump
    from storyforge.media.quality.pictures import PictureQuality


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not good: a short name for it, what it is in words, how grave, and why a retake would help.

    `reason` is what `frame redo --reason` takes, where a retake may mend it.
    """

    name: str
    words: str
    severity: str
    reason: str = ""


@cache
def bounds() -> dict[str, Any]:
    """The bounds by kind: `picture` and `clip`."""
    return tomllib.loads(read_template("quality.toml"))


def picture_faults(found: PictureQuality, *, night: bool = False) -> Iterator[Fault]:
    """What is not good about a picture; at night it may be dark."""
    limits = bounds()["picture"]
    if found.spread < limits["blank"]:
        yield Fault("blank", "shows nothing: it is one flat colour", "error", "artifact")
        return
    if found.sharpness < limits["sharp"]:
        yield Fault(
            "soft", f"is out of focus (sharpness {found.sharpness:.2f} of {limits['sharp']:.2f})", "warning", "artifact"
        )
    if found.legibility < limits["legible"]:
        yield Fault("flat", f"can't be read when small (contrast {found.legibility:.2f})", "warning", "light")
    if found.dark > limits["dark_at_night" if night else "dark"]:
        yield Fault("dark", f"is under-exposed: {found.dark:.0%} of it is black", "warning", "light")
    if found.bright > limits["bright"]:
        yield Fault("bright", f"is over-exposed: {found.bright:.0%} of it is white", "warning", "light")


def clip_faults(found: ClipQuality, *, wanted: float, speaks: bool, moves: bool) -> Iterator[Fault]:
    """What is not good about a clip of which `wanted` seconds are used; `moves`: something is to move in it."""
    limits = bounds()["clip"]
    if found.seconds + limits["short"] < wanted:
        yield Fault("short", f"lasts {found.seconds:.2f} s, and its shot {wanted:.2f} s", "error")
    if found.blank > limits["blank"]:
        yield Fault("blank", f"shows nothing for {found.blank:.1f} s", "error")
    if moves and found.still > limits["still"]:
        yield Fault("frozen", f"stands still for {found.still:.1f} s", "warning")
    yield from _jumped("cut", "has a cut in it", found.cuts)
    yield from _jumped("light-jump", "its light jumps", found.light)
    yield from _jumped("pop", "something comes or goes from one frame to the next", found.pops)
    if found.loudness is None:
        return
    if speaks and found.silent > limits["silent"]:
        yield Fault("silent", "has lines, and its sound is silent", "warning")
    elif found.silent < 1 and not limits["quiet"] <= found.loudness <= limits["loud"]:
        word = "quiet" if found.loudness < limits["quiet"] else "loud"
        yield Fault(word, f"is too {word}: {found.loudness:.0f} dB", "note")
    if found.clipped > limits["clipped"]:
        yield Fault("clipped", f"its sound is cut off at full scale ({found.clipped:.1%} of it)", "warning")


def _jumped(name: str, words: str, jumps: Sequence[Jump]) -> Iterator[Fault]:
    if not jumps:
        return
    first = jumps[0]
    at = f"{first.at:.2f} s" + (f", {first.where}" if first.where else "")
    more = f", and {len(jumps) - 1} more" if len(jumps) > 1 else ""
    yield Fault(name, f"{words} (at {at}{more})", "warning")

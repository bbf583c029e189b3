"""Exact time: whole frames at a rational rate, and target lengths."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

RATES = {
    "24": Fraction(24),
    "25": Fraction(25),
    "30": Fraction(30),
    "24000/1001": Fraction(24000, 1001),
    "30000/1001": Fraction(30000, 1001),
}
LONGEST_SHOT = Fraction(8)
"""Seconds; video models sell clips of at most 8 s (craft 2)."""
STATIC_SECONDS = Fraction(4)
"""Up to this long, a shot in which nothing visible changes needs no end frame."""

_CLOCK = re.compile(r"(?:(\d+):([0-5]?\d)|(\d+)):([0-5]\d)|(\d+)", re.ASCII)


def parse_rate(text: str) -> Fraction:
    """The rate written as in `story.yaml`, such as `24000/1001`; raises ValueError."""
    try:
        return RATES[text]
    except KeyError:
        raise ValueError(f"rate must be one of {', '.join(RATES)}") from None


def frames(seconds: Fraction | float, rate: Fraction) -> int:
    """Whole frames nearest to a time in seconds, at least one."""
    exact = Fraction(seconds).limit_denominator(1_000_000) * rate
    return max(1, int(exact + Fraction(1, 2)))


def seconds(count: int, rate: Fraction) -> Fraction:
    """The exact duration of a number of frames."""
    return count / rate


def most_frames(rate: Fraction) -> int:
    """The longest shot in frames: the last whole frame within 8 s."""
    return int(LONGEST_SHOT * rate)


def clock(duration: Fraction | float) -> str:
    """A duration as people write it: `8:05`, `1:02:30`."""
    whole = int(duration + Fraction(1, 2)) if isinstance(duration, Fraction) else round(duration)
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def spell(duration: Fraction | float) -> str:
    """A duration in words for commit subjects: `2 min 6 s`."""
    whole = int(duration + Fraction(1, 2)) if isinstance(duration, Fraction) else round(duration)
    minutes, secs = divmod(whole, 60)
    return f"{minutes} min {secs} s" if minutes else f"{secs} s"


def parse_clock(text: str) -> int:
    """Seconds of `8:00`, `1:30:00` or plain `90`; raises ValueError."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text}" is no duration; write it as 8:00 or 1:30:00')
    hours, within, minutes, secs, plain = match.groups()
    return int(plain) if plain else int(hours or 0) * 3600 + int(within or minutes) * 60 + int(secs)


@dataclass(frozen=True, slots=True)
class Length:
    """A target length in whole seconds, from shortest to longest."""

    shortest: int
    longest: int

    @classmethod
    def parse(cls, text: str) -> Length:
        """Read `8:00-12:00`, or one duration as both ends; raises ValueError."""
        first, _, second = text.partition("-")
        length = cls(parse_clock(first), parse_clock(second or first))
        if not 0 < length.shortest <= length.longest:
            raise ValueError(f'"{text}" must run from a shorter to a longer duration')
        return length

    def __str__(self) -> str:
        return f"{clock(self.shortest)}-{clock(self.longest)}"

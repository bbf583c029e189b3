"""A style's signature, learned from pictures: what they have in common; and how far another picture is from it."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from storyforge.media.likeness.descriptors import lab_of
from storyforge.resources import read_template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.likeness.descriptors import Description

HUES = (
    "red",
    "orange",
    "yellow",
    "yellow-green",
    "green",
    "green",
    "cyan",
    "cyan",
    "blue",
    "violet",
    "magenta",
    "pink",
)
"""What the twelfths of the circle of hues are called, from a* onwards."""
_OTHER_HUE = 0.22


@cache
def likeness_table() -> dict[str, Any]:
    """`templates/likeness.toml`."""
    return tomllib.loads(read_template("likeness.toml"))


@dataclass(frozen=True)
class Signature:
    """What pictures of one style have in common: the mean of each number, how far they lie apart, tones and hues."""

    means: dict[str, float]
    spreads: dict[str, float]
    tones: tuple[float, ...]
    tones_spread: float
    hues: tuple[float, ...]
    hues_spread: float
    samples: int


@dataclass(frozen=True)
class Difference:
    """One thing in which a picture differs from a style: in words, its value, and the style's with its spread."""

    words: str
    value: float
    mean: float
    spread: float


@dataclass(frozen=True)
class Likeness:
    """How like a style a picture is, 0 to 100, and in what it differs, the most first."""

    score: int
    differences: tuple[Difference, ...]


def learn(samples: Sequence[Description]) -> Signature:
    """The signature of some pictures; at least one."""
    table = likeness_table()
    rows = table["numbers"]
    means = {name: _mean([one.numbers[name] for one in samples]) for name in rows}
    spreads = {
        name: max(_deviation([one.numbers[name] for one in samples], means[name]), row["floor"])
        for name, row in rows.items()
    }
    tones, hues = _middle([one.tones for one in samples]), _middle([one.hues for one in samples])
    return Signature(
        means,
        spreads,
        tones,
        max(_mean([apart(one.tones, tones) for one in samples]), table["tones_floor"]),
        hues,
        max(_mean([apart(one.hues, hues) for one in samples]), table["hues_floor"]),
        len(samples),
    )


def likeness(picture: Description, style: Signature) -> Likeness:
    """How like a style a picture is."""
    table = likeness_table()
    most = table["most"]
    off = {name: (picture.numbers[name] - mean) / style.spreads[name] for name, mean in style.means.items()}
    shares = (
        apart(picture.tones, style.tones) / style.tones_spread,
        apart(picture.hues, style.hues) / style.hues_spread,
    )
    counted = [min(abs(each), most) ** 2 for each in (*off.values(), *shares)]
    distance = math.sqrt(_mean(counted))
    score = round(100 / (1 + (distance / table["half"]) ** table["steepness"]))
    return Likeness(score, _differences(picture, style, off))


def _differences(picture: Description, style: Signature, off: dict[str, float]) -> tuple[Difference, ...]:
    table = likeness_table()
    told = sorted((name for name in off if abs(off[name]) >= table["told"]), key=lambda name: (-abs(off[name]), name))
    found = [
        Difference(
            table["numbers"][name]["more" if off[name] > 0 else "less"],
            round(picture.numbers[name], 1),
            round(style.means[name], 1),
            round(style.spreads[name], 1),
        )
        for name in told
    ]
    more = [a - b for a, b in zip(picture.hues, style.hues, strict=True)]
    most = max(range(len(more)), key=lambda index: more[index])
    if more[most] > _OTHER_HUE and picture.numbers["colourfulness"] > table["numbers"]["colourfulness"]["floor"]:
        share, usual = picture.hues[most] * 100, style.hues[most] * 100
        found.insert(min(1, len(found)), Difference(f"more {HUES[most]}", round(share), round(usual), 0))
    return tuple(found[: table["differences"]])


def apart(first: Sequence[float], second: Sequence[float]) -> float:
    """How much of two distributions is not shared: 0 for the same, 1 for nothing in common."""
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / 2


def nearest(wanted: Description, samples: Sequence[Description], count: int) -> list[int]:
    """The places of the samples that are nearest to a frame drawn plainly, the nearest first.

    A night in one style is no darker than a day in another: a frame is held against other frames, a sample against
    other samples. Strokes and grain say nothing, for the frame has none yet.
    """
    plain = likeness_table()["plain"]
    common = learn(samples) if samples else None
    if common is None:
        return []

    def distance(sample: Description) -> float:
        off = [
            (wanted.numbers[name] - mean) / spread - (sample.numbers[name] - common.means[name]) / common.spreads[name]
            for name, (mean, spread) in plain.items()
        ]
        return math.fsum(min(abs(each), 4.0) ** 2 for each in (*off, apart(wanted.hues, sample.hues) * 2))

    return sorted(range(len(samples)), key=lambda index: (round(distance(samples[index]), 6), index))[:count]


def colour_name(colour: tuple[int, int, int]) -> str:
    """What a colour is called: the nearest in the table."""
    mine = lab_of(colour)
    return min(_named_colours(), key=lambda named: colour_distance(mine, named[1]))[0]


def colour_distance(first: tuple[float, float, float], second: tuple[float, float, float]) -> float:
    """The distance of two colours in L*a*b* (CIE 1976)."""
    return math.dist(first, second)


@cache
def _named_colours() -> tuple[tuple[str, tuple[float, float, float]], ...]:
    return tuple((name, lab_of(rgb(value))) for name, value in likeness_table()["colours"].items())


def rgb(value: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _deviation(values: Sequence[float], mean: float) -> float:
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))


def _middle(rows: Sequence[Sequence[float]]) -> tuple[float, ...]:
    return tuple(_mean(column) for column in zip(*rows, strict=True))

"""Stances: the table of poses, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from storyforge.resources import read_template

if TYPE_CHECKING:
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.blocking import Pose

Grip = Literal["relaxed", "open", "flat", "fist", "point", "hold"]
Turn = tuple[float, float, float]
"""Degrees: bowed forward, towards the right side, turned to the left."""


@dataclass(frozen=True, slots=True)
class Legs:
    """How the lower body stands; pairs are right and left. Metres for a person of 1.75 m."""

    hips: Vec
    ankles: tuple[Vec, Vec]
    pelvis: Turn = (0.0, 0.0, 0.0)
    knees: tuple[Vec, Vec] = ((0.15, 0.1, 1.0), (-0.15, 0.1, 1.0))
    toes: tuple[Vec, Vec] = ((0.2, -0.3, 1.0), (-0.2, -0.3, 1.0))
    seated: bool = False
    """Heights are above the seat."""
    flat: bool = False
    """The head turns with the body, not with the world."""


@dataclass(frozen=True, slots=True)
class Arms:
    """How the upper body is held; pairs are right and left."""

    palms: tuple[Vec, Vec]
    elbows: tuple[Vec, Vec] = ((0.35, -0.2, -1.0), (-0.35, -0.2, -1.0))
    chest: Turn = (0.0, 0.0, 0.0)
    head: Turn = (0.0, 0.0, 0.0)
    grip: tuple[Grip, Grip] = ("relaxed", "relaxed")
    toward: str = ""
    at: Vec = (0.0, 0.0, 0.0)
    halfway: bool = False
    aims: bool = False


def _legs(row: dict[str, Any]) -> Legs:
    given = {key: _deep(row[key]) for key in ("hips", "pelvis", "knees", "toes", "seated", "flat") if key in row}
    return Legs(ankles=(_deep(row["right"]), _deep(row["left"])), **given)


def _arms(row: dict[str, Any]) -> Arms:
    names = ("elbows", "chest", "head", "grip", "toward", "at", "halfway", "aims")
    given = {key: _deep(row[key]) for key in names if key in row}
    return Arms(palms=(_deep(row["right"]), _deep(row["left"])), **given)


def _deep(value: Any) -> Any:
    return tuple(_deep(part) for part in value) if isinstance(value, list) else value


@cache
def stances() -> dict[Pose, tuple[Legs, Arms]]:
    """Pose -> how its legs and its arms are held, from `templates/previz/poses.toml`."""
    table = tomllib.loads(read_template("previz/poses.toml"))
    legs = {name: _legs(row) for name, row in table["legs"].items()}
    arms = {name: _arms(row) for name, row in table["arms"].items()}
    rows = cast("dict[Pose, dict[str, str]]", table["poses"])
    return {pose: (legs[row["legs"]], arms[row["arms"]]) for pose, row in rows.items()}


def seated_legs() -> Legs:
    """The legs of whoever sits, whatever else they do."""
    return stances()["sit"][0]

"""What each size, angle, side and move of a shot means in numbers: the table `templates/previz/lenses.toml`."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from storyforge.resources import read_template

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Lens:
    """One size: how much of a figure it shows (`crop`) or how large the head is (`head`), and through which lens."""

    name: str
    room: float
    lens: float
    reach: float
    far: float
    deep: float
    crop: float = 0.0
    head: float = 0.0


@dataclass(frozen=True, slots=True)
class Angle:
    """One angle: where the horizon lies, or how far the camera looks down, in degrees."""

    horizon: float | None = None
    pitch: float = 0.0
    roll: float = 0.0
    lens: float = 1.0


@cache
def table() -> Mapping[str, Any]:
    """The whole table."""
    return tomllib.loads(read_template("previz/lenses.toml"))


@cache
def lens_of(size: str, *, inside: bool = False) -> Lens:
    """A size's numbers; one that the table does not have is a medium shot. A room has an `ELS` of its own."""
    sizes = table()["sizes"]
    if inside and f"{size}-inside" in sizes:
        return Lens(f"{size}-inside", **sizes[f"{size}-inside"])
    return Lens(size, **sizes.get(size, sizes["MS"]))


@cache
def angle_of(angle: str) -> Angle:
    """An angle's numbers; one that the table does not have is at eye level."""
    angles = table()["angles"]
    return Angle(**angles.get(angle, angles["eye"]))


@cache
def number(*path: str) -> float:
    """One number of the table, such as `number("over", "near")`."""
    found: Any = table()
    for key in path:
        found = found[key]
    return float(found)


def field_of_view(lens: float) -> float:
    """The vertical field of view in degrees of a lens in millimetres."""
    return math.degrees(2 * math.atan(number("aperture") / 2 / lens))


def turned(facing: str) -> float:
    """Degrees of a body that faces a direction of the frame."""
    return number("facing", facing)

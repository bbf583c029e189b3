"""Feelings: what brows, lids, mouth and head do, read once from the table."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from storyforge.resources import read_template

if TYPE_CHECKING:
    from storyforge.model.blocking import Feeling


@dataclass(frozen=True, slots=True)
class Face:
    """What a face does; 0 everywhere is a face at rest. Lengths in metres on a head of 24 cm."""

    inner: float = 0.0
    """How far the inner ends of the brows are raised."""
    outer: float = 0.0
    upper: float = 1.0
    """How far the upper lid is open, 0 to 1.6; 0 is shut."""
    lower: float = 1.0
    """How far down the lower lid is; less than 1 is pushed up by the cheek."""
    corners: float = 0.0
    """How far the corners of the mouth are raised."""
    wide: float = 1.0
    opens: float = 0.0
    teeth: bool = False
    nod: float = 0.0
    tilt: float = 0.0
    bow: float = 0.0
    """Degrees by which the chest is bowed."""


@cache
def _faces() -> dict[str, Face]:
    table = tomllib.loads(read_template("previz/feelings.toml"))
    return {name: Face(**row) for name, row in table.items()}


def feeling(name: Feeling) -> Face:
    """The face of a feeling, from `templates/previz/feelings.toml`."""
    return _faces()[name]

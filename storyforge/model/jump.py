"""Jumps in time between scenes, from the narrowest to the widest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Jump = Literal["continuous", "short", "later", "new day", "other"]
JUMPS: tuple[Jump, ...] = ("continuous", "short", "later", "new day", "other")


def longest(jumps: Iterable[Jump]) -> Jump:
    """The widest of several jumps; a short while where there is none."""
    return max(jumps, key=JUMPS.index, default="short")

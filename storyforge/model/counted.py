"""Counts in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMED = 3


def counted(number: int, noun: str) -> str:
    """`1 scene`, `3 scenes`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def briefly(names: Sequence[str], noun: str) -> str:
    """`3A, 3B`; more than three are `5 frames`."""
    return ", ".join(names) if len(names) <= _NAMED else counted(len(names), noun)


def few(names: Sequence[str], most: int) -> str:
    """The first of them, and how many more there are: `3A, 3B and 4 more`."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"

"""Counts in words."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """`1 scene`, `3 scenes`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"

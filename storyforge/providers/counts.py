"""What services count: a number of tokens that can be believed, or none."""

from __future__ import annotations

from typing import Any

_MOST = 10**9
"""More tokens than any answer has: whoever counts so many is mistaken, or wants a budget to be."""


def is_count(number: Any) -> bool:
    """Whether something is a number of tokens: whole, not negative, and not beyond all measure."""
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= _MOST

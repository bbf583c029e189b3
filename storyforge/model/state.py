"""State: how an element looks is the fold of all changes up to a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def fold(start: Iterable[str], changes: Iterable[tuple[Iterable[str], Iterable[str]]]) -> tuple[str, ...]:
    """The condition tags after a run of changes, each (gains, loses), in the order in which they began."""
    state = dict.fromkeys(start)
    for gains, loses in changes:
        for tag in loses:
            state.pop(tag, None)
        for tag in gains:
            state.setdefault(tag)
    return tuple(state)

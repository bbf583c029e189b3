"""Asking a service again that was busy: how often, and after how long."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.errors import StoryforgeError

TRIES = 5
"""How often a service that is busy is asked, the first time included."""
LONGEST_PAUSE = 60.0
_LEAST = 0.5
"""The least share of a pause that is waited: those who were turned away together don't come back together."""


def pauses() -> Iterator[float | None]:
    """Seconds to wait before the next try, doubled each time; None before no other."""
    for number in range(TRIES - 1):
        yield float(2**number)
    yield None


def wait_for(busy: StoryforgeError, pause: float) -> float:
    """How long to wait: as long as the service says, else the pause or some of it."""
    after: float | None = getattr(busy, "after", None)
    wanted = pause * random.uniform(_LEAST, 1) if after is None else after  # noqa: S311 - no secret hangs from it
    return min(wanted, LONGEST_PAUSE)

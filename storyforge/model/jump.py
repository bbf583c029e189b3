"""How much time passes between two scenes, by their headings alone.

A scene that goes back in the day, from NIGHT to MORNING, is on a new day; two parts of the day on is `later`; headings
that say nothing pass a short while. What only the story knows, its author writes into `scene.yaml: jump`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.model.heading import Heading

Jump = Literal["continuous", "short", "later", "new day", "other"]
JUMPS: tuple[Jump, ...] = ("continuous", "short", "later", "new day", "other")
"""From the narrowest to the widest."""

_RELATIVE: dict[str, Jump] = {
    "CONTINUOUS": "continuous",
    "SAME": "continuous",
    "MOMENTS LATER": "short",
    "LATER": "later",
    "NEXT DAY": "new day",
    "DAYS LATER": "new day",
    "YEARS LATER": "other",
    "EARLIER": "other",
}
_PARTS = {
    "DAWN": 0,
    "SUNRISE": 0,
    "MORNING": 1,
    "DAY": 2,
    "NOON": 2,
    "AFTERNOON": 3,
    "DUSK": 4,
    "SUNSET": 4,
    "TWILIGHT": 4,
    "EVENING": 5,
    "NIGHT": 6,
    "MIDNIGHT": 6,
}
_ELSEWHEN = re.compile(r"FLASH|DREAM|MEMORY|YEAR|\b(?:1[5-9]|20)\d\d\b", re.IGNORECASE)
_DAYTIME = (1, 2, 3)


def time_jump(before: Heading, here: Heading, time_before: str = "") -> Jump:
    """The jump from one scene to the next; `time_before` is the resolved time of the first, where it named none."""
    if any(_ELSEWHEN.search(note) for heading in (before, here) for note in heading.notes):
        return "other"
    if here.relative in _RELATIVE:
        return _RELATIVE[here.relative]
    earlier, now = _PARTS.get(before.time or time_before), _PARTS.get(here.time)
    if earlier is None or now is None:
        return "short"
    if now < earlier and not (earlier in _DAYTIME and now in _DAYTIME):
        return "new day"
    return "later" if now - earlier >= 2 else "short"


def longest(jumps: Iterable[Jump]) -> Jump:
    """The widest of several jumps; a short while where there is none."""
    return max(jumps, key=JUMPS.index, default="short")

"""How much time passes between two scenes, by their headings alone.

A scene that goes back in the day, from NIGHT to MORNING, is on a new day; two parts of the day on is `later`; headings
that say nothing pass a short while. Weeks and months are as far away as years. What only the story knows, its author
writes into `scene.yaml: jump`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING

from storyforge import resources

if TYPE_CHECKING:
    from storyforge.model.heading import Heading
    from storyforge.model.jump import Jump

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
# The canonical times of headings, in the order of the day.
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
_DAYTIME = (1, 2, 3)
# A heading that goes on says nothing new of the year, nor that the memory is over.
_GOES_ON = ("CONTINUOUS", "SAME", "MOMENTS LATER")
_YEAR = r"(?:1[5-9]|20)\d\d\b"


@cache
def _words(kind: str) -> re.Pattern[str]:
    """The words of one kind in `templates/lexicons/elsewhen.toml`; years are another time too."""
    words = [re.escape(word) for word in tomllib.loads(resources.read_template("lexicons/elsewhen.toml"))[kind]]
    return re.compile(rf"\b(?:{'|'.join([*words, *([_YEAR] if kind == 'elsewhen' else [])])})", re.IGNORECASE)


def time_jump(before: Heading, here: Heading, time_before: str = "") -> Jump:
    """The jump from one scene to the next; `time_before` is the resolved time of the first, where it named none."""
    then, now_when = elsewhen(before), elsewhen(here)
    goes_on = not now_when and here.relative in _GOES_ON
    if then != now_when and not goes_on:
        return "other"
    if here.relative == "DAYS LATER" and any(_words("weeks").search(note) for note in here.notes):
        return "other"
    if here.relative in _RELATIVE:
        return _RELATIVE[here.relative]
    earlier, now = _PARTS.get(before.time or time_before), _PARTS.get(here.time)
    if earlier is None or now is None:
        return "short"
    if now < earlier and not (earlier in _DAYTIME and now in _DAYTIME):
        return "new day"
    return "later" if now - earlier >= 2 else "short"


def elsewhen(heading: Heading) -> tuple[str, ...]:
    """What a heading says of another time than the story's own: `FLASHBACK`, `1973`; sorted, nothing in the present.

    Two scenes that say the same are in the same other time.
    """
    return tuple(sorted(note.upper() for note in heading.notes if _words("elsewhen").search(note)))

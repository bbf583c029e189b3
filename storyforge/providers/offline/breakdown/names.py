"""Names: the people that a cue stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.formats.fountain.emphasis import plain

if TYPE_CHECKING:
    from storyforge.providers.offline.breakdown.lexicon import Lexicon


# Extensions that some writers leave without parentheses; only those that can't be a name.
_EXTENSION = re.compile(
    r"\s*(?:[(（][^)）]*[)）]?|[-–—,]?\s*\b(?:CONT['’]?D\b\.?|CONTINUING|V\.\s?O\.?|O\.\s?S\.?|O\.\s?C\.?))\s*$",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


_LONGEST = 400
"""Characters of a cue that may hold a name: what is longer is no cue, and would only cost time."""


def written(cue: str) -> str:
    """A cue as its author wrote the name: without extensions, emphasis and signs around it."""
    name = _SPACE.sub(" ", plain(cue[:_LONGEST])).strip()
    while (shorter := _EXTENSION.sub("", name)) and shorter != name:
        name = shorter
    return name.strip(" @^:*_")


def people(cue: str, lexicon: Lexicon) -> list[str]:
    """The names in one cue: both of `ANNA AND BORIS`, `ANNA/BORIS`, one of `GUARD 1/2` and `WALTER, JR`."""
    name = written(cue)
    parts = [part.strip() for part in lexicon.joint.split(name)]
    if len(parts) > 1 and all(any(char.isalpha() for char in part) for part in parts):
        return list(dict.fromkeys(parts))
    return [name] if any(char.isalnum() for char in name) else []

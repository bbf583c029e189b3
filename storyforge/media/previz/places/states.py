"""What the words of a place and of an action change in a set: dark, fire, broken, ruined, empty, open door."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from storyforge.resources import read_template


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(read_template("previz/places.toml"))["states"]
    return {name: re.compile("|".join(words), re.IGNORECASE) for name, words in table.items()}


@lru_cache(maxsize=4096)
def states_of(*texts: str) -> frozenset[str]:
    """The states that words name, such as `dark` for "the power is out"."""
    whole = " ".join(texts)
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(whole))

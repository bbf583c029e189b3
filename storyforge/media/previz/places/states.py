"""What the words of a place and of an action change in a set: dark, fire, broken, ruined, empty, open door."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING

from storyforge.resources import read_template

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(read_template("previz/places.toml"))["states"]
    return {name: re.compile("|".join(words), re.IGNORECASE) for name, words in table.items()}


def states_of(texts: Iterable[str]) -> frozenset[str]:
    """The states that words name, such as `dark` for "the power is out"."""
    whole = " ".join(texts)
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(whole))

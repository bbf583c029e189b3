"""Where a line of text may break: after spaces and dashes, and between Chinese and Japanese characters."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache

from storyforge.resources import read_template

JOINERS = "\u200c\u200d"
_DASHES = "-‐–—/"
_CLINGING = "!?:;»"
"""In French a space stands before these, and they do not leave their word all the same."""


def clusters(text: str) -> list[str]:
    """Characters with the marks on them: what is never torn apart."""
    found: list[str] = []
    for char in text:
        if found and (unicodedata.category(char)[0] == "M" or char in JOINERS or found[-1][-1] == "\u200d"):
            found[-1] += char
        else:
            found.append(char)
    return found


@lru_cache(maxsize=8192)
def pieces(text: str) -> tuple[str, ...]:
    """The pieces of a line between which it may break; spaces stand at the end of a piece."""
    found: list[str] = []
    before = ""
    for cluster in clusters(text):
        if before and not _may_break(before, cluster):
            found[-1] += cluster
        else:
            found.append(cluster)
        before = cluster
    return tuple(found)


@cache
def _breaking() -> tuple[frozenset[str], frozenset[str]]:
    table = tomllib.loads(read_template("fonts/fonts.toml"))["breaking"]
    return frozenset(table["never_first"]), frozenset(table["never_last"])


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"


def _may_break(before: str, after: str) -> bool:
    never_first, never_last = _breaking()
    if before.isspace() and before != "\u00a0":
        return not after.isspace() and after not in _CLINGING
    if after.isspace() or after[0] in never_first or before[0] in never_last:
        return False
    if before in _DASHES:
        return after[0].isalpha()
    return _is_wide(before[0]) or _is_wide(after[0])

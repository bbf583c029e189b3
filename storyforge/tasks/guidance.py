"""What an author's guidance asks of a shot list, as far as words alone can tell: closer or wider, faster or slower."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal

from storyforge import resources

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_REACH = 2
"""Words between a negation and what it negates: `no more close-ups`."""
UNDERSTOOD = ("tighter", "wider", "faster", "slower", "handheld", "static")
_OPPOSITES = {"tighter": "wider", "wider": "tighter", "faster": "slower", "slower": "faster", "handheld": "static"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """`size` and `pace` are steps: 1 is closer and faster, -1 wider and slower. `move` overrides what a camera does."""

    size: int = 0
    pace: int = 0
    move: Literal["", "handheld", "static"] = ""

    def __bool__(self) -> bool:
        return bool(self.size or self.pace or self.move)


@cache
def _table(language: str) -> dict[str, frozenset[str]]:
    table = tomllib.loads(resources.read_template("lexicons/guidance.toml"))
    own = table.get(language.partition("-")[0], {})
    return {
        name: frozenset(word.casefold() for language_ in (table["en"], own) for word in language_.get(name, ()))
        for name in table["en"]
    }


def read_guidance(text: str, language: str) -> Wishes:
    """The wishes in a sentence such as `tighter, more close-ups`; none where no word is known.

    English words count in every story: directors use them everywhere. The last word on a subject wins.
    """
    words = _table(language)
    found: dict[str, bool] = {}
    negated = 0
    for word in (match.group().casefold() for match in _WORD.finditer(text)):
        if word in words["negations"]:
            negated = _REACH
            continue
        kind = next((name for name in words if name != "negations" and word in words[name]), "")
        if kind:
            kind = _OPPOSITES.get(kind, "") if negated else kind
            found.pop(kind, None)
            found[kind] = True
        negated = max(0, negated - 1) if word != "more" else negated
    return _wishes(list(found))


def _wishes(kinds: list[str]) -> Wishes:
    """The wishes of kinds in the order in which they were said."""
    size = pace = 0
    move: Literal["", "handheld", "static"] = ""
    for kind in kinds:
        match kind:
            case "tighter" | "wider":
                size = 1 if kind == "tighter" else -1
            case "faster" | "slower":
                pace = 1 if kind == "faster" else -1
            case "handheld":
                move = "handheld"
            case "static":
                move = "static"
            case _:
                continue
    return Wishes(size, pace, move)

"""The patterns that signs are read by, from `templates/lexicons/assist.<language>.toml`; none without a lexicon."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from storyforge import resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_OF_THINGS = re.compile(r"\{(?:thing|any)\}")
_NOTHING = re.compile(r"(?!)")
_BEFORE = r"\b(?:(?:the|his|her|their|its|my|your|our|that|this|[\w-]+['’]s) )(?:[\w-]+ ){0,2}?"
"""What stands before a prop that is meant as the one that is known."""
_TO = r"(?:him|her|them|the [\w-]+|{names})"


@dataclass(frozen=True)
class Words:
    """The lists and patterns of one language; `known` says whether there are any."""

    known: bool
    table: Mapping[str, Any]

    def pattern(self, name: str, group: str = "") -> re.Pattern[str]:
        """One pattern without a name in it."""
        table = self.table.get(group, {}) if group else self.table
        return re.compile(table[name], re.IGNORECASE) if name in table else _NOTHING

    @property
    def insert(self) -> re.Pattern[str]:
        """How a shot of its own for a thing begins."""
        return self.pattern("insert") if "insert" in self.table else re.compile(r"INSERT\b")

    @property
    def elsewhen(self) -> tuple[str, ...]:
        """How notes of a heading begin that put a scene into another time."""
        return tuple(self.table.get("elsewhen", ("flash",)))

    def decided(self, names: Iterable[str]) -> re.Pattern[str] | None:
        """Sentences in which a prop of these names decides something."""
        told = self.table.get("things", {}).get("decides")
        return re.compile(_named(told, (), names), re.IGNORECASE) if told else None

    def signs(self, people: Iterable[str], things: Iterable[str]) -> dict[str, list[re.Pattern[str]]]:
        """Kind of sign -> its patterns, with the names of a story in them; those of things only where there are any."""
        people, things = tuple(people), tuple(things)
        found: dict[str, list[re.Pattern[str]]] = {}
        for kind, patterns in self.table.get("signs", {}).items():
            if isinstance(patterns, list):
                usable = [
                    each
                    for each in patterns
                    if ("{who}" not in each or people) and (not _OF_THINGS.search(each) or things)
                ]
                found[kind] = [re.compile(_named(each, people, things), re.IGNORECASE) for each in usable]
        return found


def _named(pattern: str, people: Iterable[str], things: Iterable[str]) -> str:
    """A pattern with names in it; the first of each kind is the one that is told."""
    who, what = any_of(people), any_of(things)
    to = _TO.replace("{names}", who)
    told = pattern.replace("{to}", to if "(?P<to2>" in pattern else rf"(?P<to>{to})")
    told = told.replace("{who}", rf"\b(?P<who>{who})\b", 1).replace("{who}", rf"\b(?:{who})\b")
    first, rest = rf"{_BEFORE}(?P<thing>{what})\b", rf"{_BEFORE}(?:{what})\b"
    if "{any}" in told:
        first, told = rest, told.replace("{any}", rf"\b(?P<thing>{what})\b", 1)
    return told.replace("{thing}", first, 1).replace("{thing}", rest)


def any_of(names: Iterable[str]) -> str:
    """Any of some names, the longest first; never matches where there are none."""
    ordered = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    return "|".join(map(re.escape, ordered)) or "(?!)"


@lru_cache(maxsize=16)
def words(code: str) -> Words:
    """The words of one language."""
    file = f"lexicons/assist.{code.partition('-')[0]}.toml"
    there = resources.template(file).is_file()
    return Words(there, tomllib.loads(resources.read_template(file)) if there else {})

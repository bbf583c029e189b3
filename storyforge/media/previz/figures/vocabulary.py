"""The vocabulary of looks: the table's words as patterns, and where a text has them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from storyforge.resources import read_template

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour

_NEAR = 3
"""How many words may stand between a garment and its colour or its negation."""


@cache
def table() -> dict[str, Any]:
    """`templates/previz/looks.toml`."""
    return tomllib.loads(read_template("previz/looks.toml"))


def rgb(section: str, name: str) -> Colour:
    """The colour of an entry."""
    red, green, blue = table()[section][name]["rgb"]
    return (red, green, blue)


@lru_cache(maxsize=64)
def _pattern(section: str) -> re.Pattern[str]:
    words = sorted(_names(section), key=lambda word: (-len(word), word))
    parts = (re.escape(word.rstrip("*")) + (r"[\w-]*" if word.endswith("*") else "") for word in words)
    # A colour may say which of its kind it is: moss-green.
    kind = r"(?:[^\W\d_]+-)?" if section == "colours" else ""
    return re.compile(rf"(?<![\w-]){kind}({'|'.join(parts)})(?![\w-])")


@lru_cache(maxsize=64)
def _names(section: str) -> dict[str, str]:
    """Word -> the entry it belongs to, the first one where two have it."""
    found: dict[str, str] = {}
    for name, words in _words(section).items():
        for word in words:
            found.setdefault(word, name)
    return found


def _name(section: str, matched: str) -> str:
    names = _names(section)
    if matched in names:
        return names[matched]
    beginnings = (word for word in names if word.endswith("*") and matched.startswith(word[:-1]))
    return names[max(beginnings, key=len)]


def _words(section: str) -> dict[str, list[str]]:
    found = table()[section]
    rows = {"": found} if isinstance(found, list) else found
    return {name: row["words"] if isinstance(row, dict) else row for name, row in rows.items()}


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a section in a text: the entry it belongs to, and where it is."""

    name: str
    word: str
    start: int
    end: int


def hits(section: str, text: str) -> list[Hit]:
    """All words of a section in a text of small letters, in their order, but those that are denied."""
    return [
        Hit(_name(section, match.group(1)), match.group(), match.start(), match.end())
        for match in _pattern(section).finditer(text)
        if not _denied(text[: match.start()])
    ]


_HAIR = re.compile(r"((?:[\w-]+,? ){1,5})(?:hair|fringe|bangs|locks|haar|haare|haaren)\b")


def hair_said(text: str) -> tuple[str, str]:
    """Kind and colour of hair by the adjectives before the word, whatever their order; empty where none says.

    "Short white hair", "a straight dark fringe": the longest stretch of words wins, and the first that says something.
    """
    kind = colour = ""
    for match in _HAIR.finditer(text):
        words = _clause(match.group(1)).split()
        table_of = table()["hair_words"]
        kind = kind or next((name for name, known in table_of["kinds"].items() for word in words if word in known), "")
        colour = colour or next(
            (name for name, known in table_of["colours"].items() for word in words if word in known), ""
        )
    return kind, colour


def _clause(text: str) -> str:
    return re.split(r"[,;.:()]", text)[-1]


def _denied(before: str) -> bool:
    nearest = " ".join(_clause(before).split()[-2:])
    return bool(nearest) and bool(_pattern("negations").search(nearest))


def colour_of(hit: Hit, text: str) -> str:
    """The name of the colour that a text gives to what was hit; empty where it gives none.

    Adjectives stand before (English, German) or after (French, Spanish, Italian), in the same clause.
    """
    before = " ".join(_clause(text[: hit.start]).split()[-_NEAR:])
    after = " ".join(re.split(r"[,;.:()]| and | und | et | y | e ", text[hit.end :])[0].split()[:_NEAR])
    for part, last in ((before, True), (after, False)):
        found = hits("colours", part)
        if found:
            return (found[-1] if last else found[0]).name
    return ""

"""The words of `templates/lexicons/chapters.toml`: keywords of headings, numbers, and what is not the story."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from storyforge import resources
from storyforge.formats.languages import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_EDGES = " \t.,:;!*_—–-[]()«»\"'“”‘’=~#\u3000"
_GERMAN = re.compile(r"(\w+?)und(\w+)")
_EASTERN = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "〇": 0, "零": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}


class Words(NamedTuple):
    """The table: a keyword's level, and sets of folded headings."""

    levels: Mapping[str, int]
    alone: frozenset[str]
    ambiguous: frozenset[str]
    front: frozenset[str]
    back: frozenset[str]
    end: frozenset[str]
    apart: frozenset[str]
    aside: frozenset[str]
    story: frozenset[str]
    numbers: Mapping[str, int]


@cache
def words() -> Words:
    """The table, read once."""
    table = tomllib.loads(resources.read_template("lexicons/chapters.toml"))
    levels = {fold(word): int(level) for level, known in table["keywords"].items() for word in known}
    numbers = {fold(word): int(value) for value, known in table["numbers"].items() for word in known}
    names = ("alone", "ambiguous", "front", "back", "end", "apart", "aside", "story")
    sets = {name: frozenset(map(fold, table[name]["words"])) for name in names}
    return Words(levels=MappingProxyType(levels), numbers=MappingProxyType(numbers), **sets)


def bare(text: str) -> str:
    """A heading as it is compared: folded, without signs at its ends."""
    return fold(text).strip(_EDGES)


def number_of(written: str) -> int | None:
    """The value of a number in digits, Roman or Chinese numerals, or words of the table; None for anything else."""
    word = bare(written)
    if word.isdecimal():
        return int(word) if len(word) < 5 else None
    if ROMAN.fullmatch(word):
        return roman(word)
    if word and all(sign in _EASTERN or sign in _PLACES for sign in word):
        return _eastern(word)
    return _spelt(word)


def roman(word: str) -> int:
    """The value of a Roman numeral in small letters."""
    values = [_VALUES[letter] for letter in word]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _spelt(word: str) -> int | None:
    known = words().numbers
    if word in known:
        return known[word]
    german = _GERMAN.fullmatch(word)
    parts = [german[1].replace("ein", "eins"), german[2]] if german else re.split(r"[\s-]+", word)
    parts = [part for part in parts if part not in {"y", "et", "e", "and"}]
    if len(parts) < 2 or any(part not in known for part in parts):
        return None
    return sum(known[part] for part in parts)


def _eastern(word: str) -> int:
    total = digit = 0
    for sign in word:
        if sign in _PLACES:
            total += (digit or 1) * _PLACES[sign]
            digit = 0
        else:
            digit = digit * 10 + _EASTERN[sign] if digit and len(word) > 1 and sign in _EASTERN else _EASTERN[sign]
    return total + digit

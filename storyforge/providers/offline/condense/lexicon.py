"""The words and numbers by which a novel is read, from `templates/lexicons/condense*.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from storyforge.errors import UnknownNameError
from storyforge.formats.languages import language as language_of
from storyforge.providers.offline.words import either, phrases, table, words

if TYPE_CHECKING:
    from collections.abc import Mapping

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
UNSPACED = r"\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_DENSE = re.compile(f"[{UNSPACED}]")
_PAST = {"en": ("ed",), "es": ("ó", "aron", "ieron"), "de": ("te", "ten"), "fr": ("a", "it", "rent")}
STEM = 7
"""Letters of a word that are compared: endings fall off in every language that has them at the end."""


class Starred:
    """A list of words in which a star stands for any ending: `kill*`."""

    def __init__(self, listed: object) -> None:
        """Read a list written as text."""
        entries = phrases(listed)
        self._whole = frozenset(entry for entry in entries if not entry.endswith("*"))
        self._stems = tuple(entry[:-1] for entry in entries if entry.endswith("*"))
        self._known: dict[str, bool] = {}

    def __contains__(self, low: str) -> bool:
        """Whether a word in lower case is in the list."""
        known = self._known.get(low)
        if known is None:
            known = low in self._whole or bool(self._stems and low.startswith(self._stems))
            self._known[low] = known
        return known


class Sort(NamedTuple):
    """Which lists a word is in."""

    turn: bool
    change: bool
    third: bool
    mind: bool
    past: bool


@dataclass(frozen=True)
class Titles:
    """Words before names; without dots, as they are written."""

    he: frozenset[str]
    she: frozenset[str]
    any: frozenset[str]
    wives: frozenset[str]
    never_alone: frozenset[str]

    @cached_property
    def all(self) -> frozenset[str]:
        """Every title."""
        return self.he | self.she | self.any


@dataclass(frozen=True)
class Lexicon:
    """Word lists of one language; empty where a language has none."""

    code: str
    lists: Mapping[str, Any]

    @cached_property
    def turn(self) -> Starred:
        """Words of decisive change."""
        return Starred(self.lists.get("turn"))

    @cached_property
    def change(self) -> Starred:
        """Words of common change."""
        return Starred(self.lists.get("change"))

    @cached_property
    def doing(self) -> frozenset[str]:
        """Past forms that follow a name."""
        return self.words("doing")

    def past(self, low: str) -> bool:
        """Whether a word in lower case is surely, or by its ending, a past form."""
        endings = _PAST.get(self.code.partition("-")[0])
        return low in self.doing or (endings is not None and len(low) > 3 and low.endswith(endings))

    @cached_property
    def _known(self) -> dict[str, Sort]:
        return {}

    def sort(self, low: str) -> Sort:
        """Which lists a word in lower case is in."""
        known = self._known.get(low)
        if known is None:
            known = self._known[low] = Sort(
                low in self.turn,
                low in self.change,
                low in self.words("third"),
                low in self.words("mind"),
                self.past(low),
            )
        return known

    @cached_property
    def stop(self) -> frozenset[str]:
        """Words that say nothing of what a sentence is about."""
        try:
            frequent = frozenset(language_of(self.code).function_words)
        except UnknownNameError:
            frequent = frozenset()
        return frequent | self.words("stop") | self.words("openings")

    @cached_property
    def titles(self) -> Titles:
        """Words before names."""
        listed = self.lists.get("titles", {})
        return Titles(**{name: words(listed.get(name)) for name in Titles.__dataclass_fields__})

    @cached_property
    def tones(self) -> Mapping[str, Starred]:
        """Name of a tone -> its words."""
        return {name: Starred(listed) for name, listed in self.lists.get("tones", {}).items()}

    @cached_property
    def months(self) -> str:
        """A pattern that matches any month; empty where a language has none."""
        listed = phrases(self.lists.get("months"))
        return either(listed) if listed else ""

    def words(self, name: str) -> frozenset[str]:
        """One plain list."""
        return words(self.lists.get(name))

    def says(self, name: str) -> str:
        """A phrase of ours in this language; English where the language has none."""
        own: Mapping[str, str] = self.lists.get("says") or table("condense", "en")["says"]
        return own[name]


@lru_cache(maxsize=16)
def lexicon(code: str) -> Lexicon:
    """The words of one language."""
    return Lexicon(code, table("condense", code))


def numbers() -> Mapping[str, Any]:
    """The weights and sizes that hold for every language."""
    return table("condense")


def tokens(text: str) -> list[str]:
    """Words in lower case; in scripts without spaces, pairs of characters."""
    words = WORD.findall(text.lower())
    if text.isascii() or not _DENSE.search(text):
        return words
    found: list[str] = []
    for word in words:
        found += [word[i : i + 2] for i in range(max(len(word) - 1, 1))] if _DENSE.search(word) else [word]
    return found


def terms(found: list[str], stop: frozenset[str]) -> list[str]:
    """Stems of the words that say something; a pair of unspaced characters is its own stem."""
    return [word[:STEM] for word in found if (len(word) > 2 or _DENSE.match(word)) and word not in stop]


def length(text: str) -> int:
    """Words of a text; where none are parted by spaces, two characters are one."""
    dense = 0 if text.isascii() else len(_DENSE.findall(text))
    return len(text.split()) if dense * 4 < len(text) else (dense + 1) // 2

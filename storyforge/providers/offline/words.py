"""Word lists of a language, and words; what all offline rules read text with."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from storyforge import resources
from storyforge.formats.yaml import load_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
"""A word, with apostrophes, hyphens and dots inside it."""


@lru_cache(maxsize=32)
def table(subject: str, language: str = "") -> Mapping[str, Any]:
    """One table of `templates/lexicons`, such as `breakdown.en.yaml`; empty where a language has none.

    A region is ignored where it has no table of its own (`en-GB` reads `en`).
    """
    for code in (language, language.partition("-")[0].lower()):
        path = resources.template(f"lexicons/{subject}.{code}.yaml" if code else f"lexicons/{subject}.yaml")
        if path.is_file():
            found: Mapping[str, Any] = load_data(path.read_text(encoding="utf-8"))
            return found
    return {}


def words(listed: object) -> frozenset[str]:
    """The words of a list written as text: parted by spaces, with `_` for a space within one."""
    return frozenset(phrases(listed))


def phrases(listed: object) -> tuple[str, ...]:
    """As `words`, in the order written."""
    return tuple(word.replace("_", " ") for word in str(listed or "").split())


def either(items: Iterable[str]) -> str:
    """A pattern that matches any of the items literally, the longest first; matches nothing where there are none."""
    ordered = sorted(set(items), key=lambda item: (-len(item), item))
    return "|".join(map(re.escape, ordered)) or r"(?!)"


def straight(text: str) -> str:
    """The text with curly quotes and apostrophes made straight, letter for letter, so that places stay the same."""
    return text.translate(_STRAIGHT)


_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "\u00a0": " "})


class Word(NamedTuple):
    """A word of a text and where it stands."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.text.lower()


def spelt(text: str) -> list[Word]:
    """The words of a text in order."""
    return [Word(match.group(), match.start(), match.end()) for match in WORD.finditer(text)]

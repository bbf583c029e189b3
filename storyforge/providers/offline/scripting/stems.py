"""What words have in common whatever their endings: a crude stem, good enough to find a beat again in its scene."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from storyforge.providers.offline.outline.lexicon import lexicon, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENDINGS = ("ings", "ing", "ern", "est", "ed", "es", "en", "er", "em", "s", "n", "e")
_LEAST = 4
_MOST = 6
_SHORTEST_WORD = 3


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The first letters of a word in lower case, without a common ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            word = word[: -len(ending)]
            break
    return word[:_MOST]


def content(text: str, code: str) -> Mapping[str, str]:
    """Stems of the words that say what happens, in order, each with the word as it is first written."""
    stop = lexicon(code).stop
    found: dict[str, str] = {}
    for word in tokens(text):
        if word not in stop and (len(word) >= _SHORTEST_WORD or not word.isascii()):
            found.setdefault(stem(word), word)
    return found


def stems(text: str, code: str) -> frozenset[str]:
    """The same as a set."""
    return frozenset(content(text, code))

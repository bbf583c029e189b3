"""How alike two passages are, by their words alone: what the comparison of options is built on.

Words are compared by their beginnings, so that inflection does not count; scripts without spaces by pairs of signs.
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from storyforge import resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[^\W_]+")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
_ENDINGS = ("es", "en", "er", "s", "e", "n")
STEM = 5
"""Letters by which words are compared, after an ending of number or case is taken off."""
LEAST = 4
"""Letters that an ending leaves."""
SHORT = 2
"""Letters of a word that says nothing, in languages without a list of such words."""
GRAM = 4
"""Signs in a row by which passages are compared where words are not the same."""


def folded(text: str) -> str:
    """A text in one case, without accents and with one kind of apostrophe."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))


@cache
def function_words(language: str) -> frozenset[str]:
    """Words that say nothing of what happens, folded; empty where `templates/lexicons` has no list."""
    code = language.partition("-")[0].lower()
    path = resources.template(f"lexicons/telling.{code}.toml")
    if not path.is_file():
        return frozenset()
    return frozenset(folded(tomllib.loads(path.read_text(encoding="utf-8"))["stop"]).split())


def _dull(language: str) -> frozenset[str]:
    """A language's function words; the English ones where it has no list, since questions are English there."""
    return function_words(language) or function_words("en")


def stem(word: str) -> str:
    """The beginning of a folded word."""
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= LEAST), "")
    return word.removesuffix(ending)[:STEM]


def stems(text: str, language: str) -> Counter[str]:
    """What a passage speaks of: its content words as stems, its numbers, and how often."""
    found: Counter[str] = Counter()
    stop = _dull(language)
    for word in _WORD.findall(folded(text)):
        if _DENSE.search(word):
            found.update(word[i : i + 2] for i in range(max(len(word) - 1, 1)))
        elif word.isdigit() or (word not in stop and len(word) > (1 if function_words(language) else SHORT)):
            found[stem(word)] += 1
    return found


def weight(word: str) -> float:
    """How much a shared stem says: long words and numbers more than short ones."""
    return 1.0 if len(word) >= STEM - 1 or word.isdigit() or _DENSE.match(word) else 0.6


def shared(one: Iterable[str], other: Iterable[str]) -> float:
    """The share, 0 to 1, of the words of two passages that both have (Dice's coefficient, long words counting more)."""
    first, second = set(one), set(other)
    total = sum(map(weight, sorted(first))) + sum(map(weight, sorted(second)))
    return 2 * sum(map(weight, sorted(first & second))) / total if total else 0.0


def cosine(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """The cosine of two counts, 0 to 1."""
    dot = sum(count * other.get(word, 0) for word, count in one.items())
    size = math.sqrt(sum(c * c for c in one.values()) * sum(c * c for c in other.values()))
    return dot / size if size else 0.0


def grams(text: str, language: str, without: frozenset[str] = frozenset()) -> Counter[str]:
    """All runs of four letters within the content words of a passage, but for words with the stems `without`."""
    stop = _dull(language)
    words = (word for word in _WORD.findall(folded(text)) if word not in stop and stem(word) not in without)
    return Counter(w[i : i + GRAM] for word in words for w in (f" {word} ",) for i in range(max(len(w) - GRAM + 1, 1)))

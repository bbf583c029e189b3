"""Which kind of place or prop words mean: the head noun decides, and what is longer wins over what is shorter."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from typing import Any

from storyforge.resources import read_template

_HEAD_FIRST = ("fr", "es", "it", "pt")
"""Languages whose head noun comes first: in "rue de l'église" it is the street that is seen."""
_SHORTEST_HEAD = 4
"""Letters a German word must have to be looked for at the end of a compound ("Klosterküche")."""


def folded(text: str) -> list[str]:
    """The words of a text in lower case, without accents and without the English genitive; any number is 0."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = re.sub(r"['’]s?\b", lambda hit: "" if hit.group().endswith("s") else " ", plain)
    return ["0" if word.isdigit() else word for word in re.findall(r"\w+", plain)]


@cache
def table(name: str) -> dict[str, Any]:
    """A word table of the templates, as TOML has it."""
    return tomllib.loads(read_template(f"previz/{name}.toml"))


@cache
def _entries(name: str) -> tuple[dict[tuple[str, ...], dict[str, str]], dict[str, str]]:
    """Phrase -> language -> kind, and the German words that may end a compound."""
    phrases: dict[tuple[str, ...], dict[str, str]] = {}
    heads: dict[str, str] = {}
    for kind, row in table(name)["kinds"].items():
        for language, words in row.items():
            for word in words.split(","):
                phrase = tuple(folded(word))
                phrases.setdefault(phrase, {}).setdefault(language, kind)
                if language == "de" and len(phrase) == 1 and len(phrase[0]) >= _SHORTEST_HEAD:
                    heads.setdefault(phrase[0], kind)
    return phrases, heads


_BEFORE = frozenset(
    [
        "at",
        "of",
        "in",
        "near",
        "behind",
        "beside",
        "outside",
        "by",
        "on",
        "with",
        "between",
        "under",
        "above",
        "below",
        "before",
        "opposite",
        "from",
        "to",
    ]
)
"""English words after which nothing is the head noun: the garden at the manor house is a garden."""


_ARTICLES = frozenset(("the", "a", "an"))
"""English ones mean nothing, though tea is called so in French."""


@lru_cache(maxsize=4096)
def find(name: str, text: str) -> str:
    """The kind the head noun of a text means by a table, or nothing."""
    words = [word for word in folded(text) if word not in _ARTICLES]
    cut = next((i for i, word in enumerate(words) if word in _BEFORE), len(words))
    return _head(name, words[:cut]) or _head(name, words)


_ROMANCE = frozenset(
    [
        "de",
        "du",
        "des",
        "del",
        "della",
        "dello",
        "dei",
        "delle",
        "di",
        "do",
        "da",
        "la",
        "le",
        "les",
        "el",
        "los",
        "las",
        "il",
        "lo",
        "gli",
        "l",
        "d",
        "au",
        "aux",
        "al",
        "alla",
    ]
)
"""Function words by which French, Spanish and Italian are known."""
_LEADING = _ROMANCE | frozenset(
    [
        "un",
        "une",
        "una",
        "uno",
        "petit",
        "petite",
        "vieux",
        "vieille",
        "vieil",
        "grand",
        "grande",
        "gran",
        "nouvelle",
        "nouveau",
        "pequeno",
        "pequena",
        "viejo",
        "vieja",
        "vecchio",
        "vecchia",
        "piccolo",
        "piccola",
        "antico",
        "antica",
    ]
)
"""What may stand before the head noun there."""


def _head(name: str, words: list[str]) -> str:
    found = _matches(name, words)
    romance = [(start, kinds[lang]) for start, kinds in found for lang in _HEAD_FIRST if lang in kinds]
    others = [kinds[lang] for _, kinds in found for lang in ("en", "de") if lang in kinds]
    if romance and (not others or _ROMANCE & set(words)):
        start, kind = min(romance, key=lambda hit: hit[0])
        if others or set(words[:start]) <= _LEADING:
            return kind
    return others[0] if others else ""


def _matches(name: str, words: list[str]) -> list[tuple[int, dict[str, str]]]:
    """Position, and kind by language, of every phrase that is known, the last first; none inside another."""
    phrases, heads = _entries(name)
    found: list[tuple[int, dict[str, str]]] = []
    end = len(words)
    while end > 0:
        for start in range(max(0, end - 4), end):
            single = (*words[start : end - 1], _singular(words[end - 1]))
            hit = phrases.get(tuple(words[start:end])) or phrases.get(single)
            if hit:
                found.append((start, hit))
                end = start
                break
        else:
            kind = _compound(words[end - 1], heads)
            if kind:
                found.append((end - 1, {"de": kind}))
            end -= 1
    return found


def _singular(word: str) -> str:
    for ending, instead in (("ies", "y"), ("ses", "s"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + instead
    return word


def _compound(word: str, heads: dict[str, str]) -> str:
    for start in range(1, len(word) - _SHORTEST_HEAD + 1):
        kind = heads.get(word[start:])
        if kind:
            return kind
    return ""

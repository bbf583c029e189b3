"""What kind of thing a noun names, by a lexicon derived from WordNet and by our own list."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import NamedTuple

from storyforge import resources
from storyforge.providers.offline.words import phrases, table

THINGS = frozenset(
    {"prop", "weapon", "document", "money", "food", "vehicle", "wardrobe", "dressing", "animal", "plant"}
)
"""Kinds that an art department would have to find; the others are person, body, structure and place."""


class Noun(NamedTuple):
    """The kind of a noun, `none` for what can't be seen, and how many tenths of its senses are of it."""

    kind: str
    tenths: int


UNKNOWN = Noun("none", 0)

# Regular plural endings and what stands in their place in the singular.
_PLURALS = (
    ("men", "man"),
    ("ies", "y"),
    ("ves", "f"),
    ("ves", "fe"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("sses", "ss"),
    ("s", ""),
)


class Nouns:
    """The nouns of one language; falsy where there is no lexicon for it."""

    def __init__(self, known: dict[str, Noun], plurals: dict[str, str]) -> None:
        self._known = known
        self._plurals = plurals
        self._lemmas: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._known)

    def lemma(self, word: str) -> str:
        """The singular of a word in lower case, without a possessive; the word itself where it is not known."""
        found = self._lemmas.get(word)
        if found is None:
            low = word.lower().replace("’", "'").removesuffix("'s").rstrip("'")
            found = self._lemmas[word] = self._singular(low)
        return found

    def _singular(self, low: str) -> str:
        known = self._known.get(low)
        if known and known.kind != "none" and known.tenths == 10:
            return low
        if low in self._plurals:
            return self._plurals[low]
        for ending, single in _PLURALS:
            if low.endswith(ending) and not low.endswith("ss"):
                stem = low[: -len(ending)] + single
                if stem in self._known:
                    return stem
        return low

    def look(self, word: str) -> Noun:
        """The kind of a word, in any number."""
        return self._known.get(self.lemma(word), UNKNOWN)

    def compound(self, first: str, second: str) -> Noun:
        """The kind of two words together, such as `coat hanger`."""
        return self._known.get(f"{self.lemma(first)}_{self.lemma(second)}", UNKNOWN)

    def is_thing(self, word: str, tenths: int = 0) -> bool:
        """Whether a word names a thing on set, in at least so many tenths of its senses."""
        kind, share = self.look(word)
        return kind in THINGS and share >= tenths


@lru_cache(maxsize=4)
def nouns(language: str) -> Nouns:
    """The nouns of a language; an own entry in `nouns.<language>.yaml` wins over the derived lexicon."""
    code = language.partition("-")[0].lower()
    packed = resources.template(f"lexicons/nouns.{code}.txt.gz")
    known: dict[str, Noun] = {}
    plurals: dict[str, str] = {}
    if packed.is_file():
        for line in gzip.decompress(packed.read_bytes()).decode().splitlines():
            kind, *rest = line.split(" ")
            if kind == "=":
                plurals = dict(zip(rest[::2], rest[1::2], strict=True))
            else:
                known.update(dict.fromkeys(rest[1:], Noun(kind, int(rest[0]))))
    for kind, listed in table("nouns", code).items():
        known.update(dict.fromkeys((word.replace(" ", "_") for word in phrases(listed)), Noun(kind, 10)))
    return Nouns(known, plurals)

"""The words and patterns of one language by which changes of state are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from storyforge.providers.offline.nouns import Nouns, nouns
from storyforge.providers.offline.words import either, table, words

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "¤"
"""Stands for every letter of a name in a masked sentence, so that patterns know names from words."""

Table = tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Lists and patterns of `templates/lexicons/conditions.<language>.yaml`; falsy where there are none."""

    language: str
    lists: Mapping[str, Any]
    nouns: Nouns
    _sets: dict[str, frozenset[str]] = field(default_factory=dict)
    _rules: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.lists)

    def set(self, name: str) -> frozenset[str]:
        """One list as a set."""
        found = self._sets.get(name)
        if found is None:
            found = self._sets[name] = words(self.lists.get(name))
        return found

    def has(self, name: str, word: str) -> bool:
        """Whether a word, in any case, is in a list."""
        return word.lower() in self.set(name)

    @cached_property
    def slots(self) -> dict[str, str]:
        """What stands for a name in braces in a pattern."""
        return {
            "who": f"{NAME}+",
            "poss": rf"(?:{NAME}+'s?|his|her|their)",
            "body": rf"(?:{either(self.set('body') | self.set('garments'))})",
            "water": rf"(?:{either(self.set('water'))})",
            "hand": rf"(?:{either(self.set('handful'))})",
        }

    def pattern(self, text: str, *, bounded: bool = True) -> re.Pattern[str]:
        """Compile lines of alternatives with slots; whole words only, unless not `bounded`."""
        body = "|".join(f"(?:{line})" for line in str(text).splitlines() if line)
        for slot, meaning in self.slots.items():
            body = body.replace(f"{{{slot}}}", meaning)
        return re.compile(rf"(?<![\w{NAME}'-])(?:{body})(?![\w{NAME}-])" if bounded else body, re.IGNORECASE)

    def rule(self, name: str) -> re.Pattern[str]:
        """One pattern of the lists, as it stands."""
        found = self._rules.get(name)
        if found is None:
            found = self._rules[name] = self.pattern(self.lists.get(name, "(?!)"), bounded=False)
        return found

    def one_of(self, name: str) -> re.Pattern[str]:
        """Any word or phrase of a list, whole words only."""
        found = self._rules.get(f"list {name}")
        if found is None:
            pattern = rf"(?<![\w{NAME}'-])(?:{either(self.set(name))})(?![\w'-])"
            found = self._rules[f"list {name}"] = re.compile(pattern, re.IGNORECASE)
        return found

    def _tagged(self, name: str) -> Table:
        return tuple((tag, self.pattern(lines)) for tag, lines in self.lists.get(name, {}).items())

    @cached_property
    def states(self) -> Table:
        """Adjectives and participles by tag."""
        return self._tagged("states")

    @cached_property
    def verbs(self) -> Table:
        """Verbs whose subject gets into the state."""
        return self._tagged("verbs")

    @cached_property
    def objects(self) -> Table:
        """Verbs whose object gets into the state."""
        return self._tagged("objects")

    @cached_property
    def whom(self) -> Table:
        """What is done to somebody: a group of each pattern is who."""
        return self._tagged("whom")

    @cached_property
    def breaks(self) -> Table:
        """Verbs that damage the thing that is their subject."""
        return self._tagged("breaks")

    @cached_property
    def harmed(self) -> Table:
        """Verbs that damage the thing behind them."""
        return self._tagged("harmed")

    @cached_property
    def ends(self) -> Table:
        """What ends a state of the subject."""
        return self._tagged("ends")

    @cached_property
    def object_ends(self) -> Table:
        """What ends a state of the object."""
        return self._tagged("object_ends")

    @cached_property
    def damage(self) -> Table:
        """Verbs that damage a thing."""
        listed = self.lists.get("damage", {})
        return tuple(
            (tag, re.compile(rf"\b(?:{either(words(verbs))})\b", re.IGNORECASE)) for tag, verbs in listed.items()
        )

    @cached_property
    def stuff(self) -> Table:
        """Stuff on somebody's body; group 1 is the body part with whose it is."""
        on, removed = either(self.set("stuff_on")), self.slots
        table = []
        for tag, stuff in self.lists.get("stuff", {}).items():
            pattern = (
                rf"\b(?:{stuff})\b[^.;]{{0,28}}?\b(?:{on})\b (?:[A-Za-z]+ of )?"
                rf"({removed['poss']} (?:[\w-]+ ){{0,2}}{removed['body']})\b"
            )
            table.append((tag, re.compile(pattern, re.IGNORECASE)))
        return tuple(table)

    @cached_property
    def stuff_had(self) -> Table:
        """Stuff that the subject has on a body part."""
        return tuple(
            (
                tag,
                re.compile(
                    rf"\b(?:has|with|got|have) (?:\w+ )?(?:{stuff})\b (?:on|in|all over|across|over)\b", re.IGNORECASE
                ),
            )
            for tag, stuff in self.lists.get("stuff", {}).items()
        )

    @cached_property
    def misses(self) -> re.Pattern[str]:
        """Idioms that look like a state and are none."""
        return self.pattern(self.lists.get("misses", "(?!)"))

    @cached_property
    def pictured(self) -> re.Pattern[str]:
        """Sentences about a picture, a film or a dream."""
        return self.pattern(self.lists.get("pictured", "(?!)"))

    def bodily(self, word: str) -> bool:
        """Whether a word is a part of a body or of what is worn on it."""
        return word.lower() in self.set("body") or self.garment(word)

    def garment(self, word: str) -> bool:
        """Whether a word is something worn."""
        return word.lower() in self.set("garments") or self.nouns.look(word).kind == "wardrobe"


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language."""
    return Lexicon(language, table("conditions", language), nouns(language))

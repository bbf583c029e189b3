"""Things named as the object of a verb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from storyforge.model.slug import slugify
from storyforge.providers.offline.conditions.lexicon import NAME
from storyforge.providers.offline.nouns import THINGS, Nouns
from storyforge.providers.offline.words import straight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.conditions.lexicon import Lexicon
    from storyforge.providers.offline.conditions.sentence import Sentence
    from storyforge.tasks.shots import PropNamed

_WORD = re.compile(rf"[\w{NAME}'-]+")
_BETWEEN = re.compile(r"(?:,? and |, )(?=\w)", re.IGNORECASE)
LONGEST = 7
"""Words in a noun phrase."""

TENTHS = 4
"""Share of its senses, in tenths, that must be things before a word counts as one."""


class Found(NamedTuple):
    """A thing named as an object: its tag name, its kind, the determiner before it and where it ends."""

    name: str
    kind: str
    determiner: str
    end: int


class Props:
    """The props that the scene names, by name, alias and last word of the name."""

    def __init__(self, props: Sequence[PropNamed], nouns: Nouns) -> None:
        self._nouns = nouns
        self.ids = {prop.id for prop in props}
        self._alive = {prop.id for prop in props if nouns.look(prop.name.rsplit(maxsplit=1)[-1]).kind == "animal"}
        self._by_name: dict[str, str] = {}
        names = [(straight(name).lower(), prop.id) for prop in props for name in (prop.name, *prop.aliases)]
        for name, prop in (
            *names,
            *((nouns.lemma(name.rsplit(maxsplit=1)[-1]), prop) for name, prop in names if name.strip()),
        ):
            self._by_name.setdefault(name, prop)

    def alive(self, prop: str) -> bool:
        """Whether a prop is an animal."""
        return prop in self._alive

    def find(self, word: str) -> str:
        """The id of the prop with this name in any number, or nothing."""
        return self._by_name.get(word.lower()) or self._by_name.get(self._nouns.lemma(word), "")

    def among(self, text: str) -> bool:
        """Whether a text has a word by which a prop is found."""
        return any(self.find(match.group()) for match in _WORD.finditer(text))

    def ending(self, words: list[str]) -> str:
        """The id of the prop whose name the last one to three words are; the longest name wins."""
        for size in (3, 2):
            if len(words) >= size:
                name = " ".join((*words[-size:-1], self._nouns.lemma(words[-1]))).lower()
                if name in self._by_name:
                    return self._by_name[name]
        return self.find(words[-1]) if words else ""


class Phrases:
    """Finds the things of the noun phrases at a place."""

    def __init__(self, lexicon: Lexicon, props: Props) -> None:
        self.lexicon = lexicon
        self.props = props

    def behind(self, sentence: Sentence, place: int, kinds: frozenset[str], most: int = 3) -> list[Found]:
        """The things of the noun phrases that start at a place, joined by commas and `and`."""
        found: list[Found] = []
        while len(found) < most:
            item = self._first(sentence, place, kinds)
            if item is None:
                break
            found.append(item)
            joined = _BETWEEN.match(sentence.masked, item.end)
            if joined is None:
                break
            place = joined.end()
        return found

    def _first(self, sentence: Sentence, place: int, kinds: frozenset[str]) -> Found | None:
        words = self._words(sentence, place)
        determiner = ""
        if words and self._determines(words[0].group()):
            determiner, words = words[0].group().lower(), words[1:]
        for index, match in enumerate(words):
            word = match.group()
            if word[0] == NAME or (self.lexicon.has("stops", word) and word.lower() != "of"):
                return None
            if self._is_thing(word, kinds) and not self._goes_on(sentence, words, index, kinds):
                known = self.props.ending([m.group() for m in words[: index + 1]])
                kind = self.lexicon.nouns.look(word).kind
                name = known or slugify(self.lexicon.nouns.lemma(word))
                return Found(name, kind if kind in THINGS else "prop", determiner, match.end())
        return None

    def _words(self, sentence: Sentence, place: int) -> list[re.Match[str]]:
        """The words of a noun phrase: with nothing but spaces between them, and commas between adjectives."""
        words: list[re.Match[str]] = []
        for match in _WORD.finditer(sentence.masked, place):
            gap = sentence.masked[words[-1].end() if words else place : match.start()]
            if gap.strip(" ,") or ("," in gap and len(words) < 2) or len(words) == LONGEST:
                break
            words.append(match)
        return words

    def _determines(self, word: str) -> bool:
        if word[0] == NAME:
            return word.endswith(("'s", "'"))
        return self.lexicon.has("determiners", word) or self.lexicon.has("possessive", word)

    def _is_thing(self, word: str, kinds: frozenset[str]) -> bool:
        kind, tenths = self.lexicon.nouns.look(word)
        return bool(self.props.find(word)) or (kind in kinds and tenths >= TENTHS)

    def _goes_on(self, sentence: Sentence, words: list[re.Match[str]], index: int, kinds: frozenset[str]) -> bool:
        """Whether the next word is the head, as in `paper bag`."""
        if index + 1 >= len(words) or sentence.masked[words[index].end() : words[index + 1].start()] != " ":
            return False
        word = words[index + 1].group()
        return word[0] != NAME and not self.lexicon.has("stops", word) and self._is_thing(word, kinds)

"""Who in capitals is a person though nobody of that name speaks: by age, by kind, by apposition, by coming back."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from storyforge.model.cast import name_key
from storyforge.providers.offline.breakdown.cast import head_of
from storyforge.providers.offline.words import spelt

if TYPE_CHECKING:
    from storyforge.providers.offline.breakdown.cast import Cast
    from storyforge.providers.offline.breakdown.reading import Passage, Reading
    from storyforge.providers.offline.words import Word

_APPOSED = re.compile(r"\s*(?:,|--|–|—|\()\s*")
LONGEST = 6
"""Words in a name such as `THE GIRL IN THE YELLOW COAT`."""

NEAR = 6
"""Words of an apposition in which its noun stands: `a small, one-eyed terrier`."""

OFTEN = 2
"""How often a name opens a sentence before that alone makes it a name."""


class Silent:
    """Tells names in capitals from things, sounds and words of the page."""

    def __init__(self, cast: Cast, reading: Reading) -> None:
        self.cast = cast
        self.lexicon = cast.lexicon
        self._opens: Counter[str] = Counter()
        self._common: set[str] = set()
        for passage in reading.passages:
            self._count(passage)

    def _count(self, passage: Passage) -> None:
        """Which words open a sentence as names do, and which are ever written like common nouns."""
        for index, word in enumerate(passage.words):
            before = passage.words[index - 1].low if index else ""
            determined = before in self.lexicon.set("determiners") or before in self.lexicon.set("articles")
            if word.text.islower() or (determined and not word.text.isupper()):
                self._common.add(word.low)
            elif index == 0 and len(passage.words) > 1 and word.text.istitle() and passage.words[1].text.islower():
                self._opens[word.low] += 1

    def aged(self, passage: Passage, start: int, name: str) -> bool:
        """Whether a name with an age behind it can be somebody's: no thing, unless without an article."""
        words = name.split()
        kind, tenths = self.lexicon.nouns.look(words[-1])
        thing = kind not in ("none", "person") and tenths >= 8 and len(words) == 1
        common = thing and (self._determined(passage, start, words) or name.lower() in self._common)
        return len(name) > 1 and len(words) < 5 and not common and not self.lexicon.labels(name)

    def common(self, name: str) -> bool:
        """Whether a name is a common noun, by the lexicon or because the script writes it so."""
        return name.lower() in self._common or self.lexicon.nouns.look(name.rsplit(maxsplit=1)[-1]).tenths > 0

    def kind_of_person(self, passage: Passage, start: int, name: str) -> bool:
        """Whether a name is a kind of person, as in `an OLD WOMAN`, `GUARDS` or `THE GIRL IN YELLOW`."""
        words = name.split()
        head = head_of(words, self.lexicon)
        if not head or len(head) > 3 or len(words) > LONGEST or self.lexicon.labels(name):
            return False
        if not self.lexicon.person_noun(head[-1]) or any(self.cast.find(word) for word in words):
            return False
        plural = self.lexicon.nouns.lemma(head[-1]) != head[-1].lower()
        return plural or self._determined(passage, start, words)

    def _determined(self, passage: Passage, start: int, words: list[str]) -> bool:
        article = len(words) > 1 and self.lexicon.has("articles", words[0])
        return article or bool(self.lexicon.counted.search(passage.text[:start]))

    def proper(self, passage: Passage, start: int, end: int, name: str) -> bool:
        """Whether capitals are a name of somebody of whom more is told, as in `TINKER, a one-eyed lurcher`."""
        words = name.split()
        key = name_key(name)
        if len(words) > 2 or not all(word.isalpha() and len(word) > 2 for word in words) or key in self._common:
            return False
        if self.lexicon.labels(name) or self.lexicon.shouts(name) or self._described(passage, start):
            return False
        kind, tenths = self.lexicon.nouns.look(words[-1])
        match = _APPOSED.match(passage.text, end)
        apposed = spelt(passage.text[match.end() :])[: NEAR + 1] if match else []
        behind = bool(apposed) and self.lexicon.has("determiners", apposed[0].text)
        if match and behind and self._somebody(passage.text[match.end() :], apposed):
            return True
        if tenths > 0 and kind not in ("person", "animal"):
            return False
        comes_back = self._opens[words[0].lower()]
        return comes_back >= (1 if behind else OFTEN) and not any(word.lower() in self._common for word in words)

    def _described(self, passage: Passage, start: int) -> bool:
        """Whether a determiner and adjectives stand right before: `a rusty BUS`, not `at her heels trots REX`."""
        before = [word for word in passage.words if word.end <= start][-3:]
        for word in reversed(before):
            if self.lexicon.has("determiners", word.text):
                return True
            kind, tenths = self.lexicon.nouns.look(word.text)
            somebody = tenths > 0 and kind in ("person", "animal")
            if somebody or word.low.endswith("s") or not word.text.islower():
                return False
        return False

    def _somebody(self, text: str, apposed: list[Word]) -> bool:
        """Whether an apposition says that it is a person or an animal: `a small, one-eyed terrier`."""
        for index, word in enumerate(apposed[1:], 1):
            before = apposed[index - 1]
            gap = text[before.end : word.start].strip()
            over = gap not in ("", ",") or (gap and self.lexicon.nouns.look(before.text).tenths > 0)
            if over or self.lexicon.has("stops", word.text):
                return False
            if self.lexicon.nouns.look(word.text).kind == "animal" or self.lexicon.person_noun(word.text):
                return True
        return False

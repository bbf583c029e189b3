"""How somebody looks, as verbatim pieces of sentences."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from storyforge.providers.offline.words import Word, either, spelt

if TYPE_CHECKING:
    from storyforge.providers.offline.breakdown.lexicon import Lexicon

# What parts the pieces of a description: commas, semicolons, dashes and parentheses.
_CLAUSE = re.compile(r"\s*(?:[,;()（）、]|\s--\s?|\s?[–—]\s?|\.(?=\s|$))\s*")
_DESCRIBING_END = re.compile(r"(?:[a-z]y|ish|ed|ing|ious|less|ful)$")


class Looker:
    """Finds pieces of text that say how a person looks."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def after_name(self, text: str, *, age: bool) -> list[str]:
        """The pieces of what follows a name in its introduction, from after the age."""
        clauses = self._clauses(text)
        found: list[tuple[int, int]] = []
        told = age
        listed = text.find(": ") if age else -1
        for index, (opens, end) in enumerate(clauses):
            lists = opens <= listed < end and bool(self.lexicon.nouns)
            start = listed + 2 if lists else opens
            clause = text[start:end]
            told = told or lists
            if told and self.lexicon.nouns:
                told = not self._acts(clause)
            elif told:
                told = index == 0 and len(clauses) > 1 and self._apposition(clause)
            span = (0, len(clause)) if told and self._says(clause) else self._piece(clause)
            if span:
                found.append((start + span[0], start + span[1]))
        return _joined(text, found)

    def in_sentence(self, text: str, *, named: bool) -> list[str]:
        """The clauses of a sentence about the person that say how they look.

        `named`: the text is what stands behind the person's name; then only `has`, `is` and `wears` describe.
        """
        words = spelt(text)
        if not words or not self.spans(text):
            return []
        pronoun = not named and words[0].low in self.lexicon.pronoun
        verb = words[1] if pronoun and len(words) > 1 else words[0]
        says = self.lexicon.has("has", verb.text) or self.lexicon.has("wearing", verb.text)
        possessive = not named and self.lexicon.has("possessive", words[0].text)
        if possessive or (says and (named or pronoun)):
            return _joined(text, [c for c in self._clauses(text) if self.spans(text[c[0] : c[1]])])
        return [] if named or pronoun else self.after_name(text, age=False)

    def before_name(self, text: str) -> list[str]:
        """Describing words straight before a name, as in `a tall, bony ANNA`."""
        match = self._before.search(text)
        if not match or not self.spans(match.group(1) + ","):
            return []
        return [match.group(1).strip(" ,")]

    @cached_property
    def _before(self) -> re.Pattern[str]:
        articles = either(self.lexicon.set("articles") | self.lexicon.set("determiners"))
        return re.compile(rf"\b(?:{articles})\s+((?:[\w-]+,?\s+){{1,4}})$", re.IGNORECASE)

    def _clauses(self, text: str) -> list[tuple[int, int]]:
        found, start = [], 0
        for match in _CLAUSE.finditer(text):
            found.append((start, match.start()))
            start = match.end()
        found.append((start, len(text)))
        return [(a, b) for a, b in found if text[a:b].strip()]

    def _acts(self, clause: str) -> bool:
        """Whether a clause behind an age tells what the person does: it begins with a verb, or with and."""
        words = spelt(clause)
        first = words[0] if words else None
        if first is None or self.lexicon.has("and", first.text) or self.lexicon.has("verbs_of_being", first.text):
            return True
        if not first.low.endswith("s") or first.low.endswith(("'s", "ss")) or self._opens(first):
            return False
        kind, tenths = self.lexicon.nouns.look(first.text)
        follows = words[1] if len(words) > 1 else None
        stopped = follows is not None and self.lexicon.has("stops", follows.text)
        alone = follows is None and not self.lexicon.has("features", first.text)
        return tenths == 0 or ((stopped or alone) and kind not in ("body", "wardrobe"))

    def _says(self, clause: str) -> bool:
        """Whether a clause behind an age is a look: `new boots`, but not `waiting by the door`."""
        words = spelt(clause)
        first = words[0].low if words else ""
        described = self.lexicon.has("describing", first) or self.lexicon.has("wearing", first)
        doing = first.endswith("ing") and not described
        return bool(words) and len(words) <= 16 and not doing

    def _apposition(self, clause: str) -> bool:
        """In a language without lists: a clause of words that are no names."""
        words = spelt(clause)
        return len(words) > 1 and not any(word.text.isupper() and len(word.text) > 1 for word in words)

    def _opens(self, word: Word) -> bool:
        return self.lexicon.has("opens", word.text)

    def _piece(self, clause: str) -> tuple[int, int] | None:
        """The whole clause if it begins like a description, else from the first look to the last one in it."""
        spans = self.spans(clause)
        if not spans:
            return None
        words = spelt(clause)
        opening = words[0]
        last = max(end for _, end in spans)
        whole = self._opens(opening) or self.lexicon.has("describing", opening.text) or spans[0][0] == 0
        if not whole or len(words) > 16:
            return (spans[0][0], last)
        after = next((word for word in words if word.start >= last), None)
        while after and _adjoins(clause, last, after) and self.lexicon.nouns.look(after.text).tenths >= 5:
            last = after.end
            after = next((word for word in words if word.start >= last), None)
        goes_on = after is not None and (self.lexicon.has("stops", after.text) or after.text[0].isupper())
        return (0, len(clause) if goes_on else last)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where a text says how somebody looks, in order."""
        if not self.lexicon.nouns:
            return []
        words = spelt(text)
        found: list[tuple[int, int]] = []
        for index in range(len(words)):
            span = self._look(text, words, index) or self._feature(words, index) or self._worn(text, words, index)
            if span:
                found.append(span)
        return found

    def _look(self, text: str, words: list[Word], index: int) -> tuple[int, int] | None:
        word = words[index]
        if self.lexicon.has("looks", word.text):
            return (word.start, word.end)
        if self.lexicon.has("looks_of", word.text) and not (
            index and words[index - 1].low in ("the", "no", "too", "of")
        ):
            follows = words[index + 1].text if index + 1 < len(words) else ""
            closes = text[word.end : word.end + 1] in (",", ")")
            if closes or (follows and self.lexicon.person_noun(follows)):
                return (word.start, word.end)
        return None

    def _feature(self, words: list[Word], index: int) -> tuple[int, int] | None:
        word = words[index]
        if not self.lexicon.has("features", word.text):
            return None
        first = index
        while first and index - first < 3 and self._describes(words[first - 1]):
            first -= 1
        if index + 2 < len(words) and self.lexicon.has("copulas", words[index + 1].text):
            said, then = words[index + 2], words[index + 3 : index + 4]
            passing = bool(then) and self.lexicon.has("passing", then[0].text)
            return (word.start, said.end) if self.lexicon.has("describing", said.text) and not passing else None
        if index == 1 and words[0].low == "one":
            return (words[0].start, words[min(2, len(words) - 1)].end)
        if first == index and not self.lexicon.has("features_alone", word.text):
            return None
        return (words[first].start, word.end)

    def _describes(self, word: Word) -> bool:
        if self.lexicon.has("not_describing", word.text):
            return False
        return self.lexicon.has("describing", word.text) or bool(_DESCRIBING_END.search(word.low))

    def _worn(self, text: str, words: list[Word], index: int) -> tuple[int, int] | None:
        """From a verb of wearing, or `in a`, to the garment."""
        word = words[index]
        verb = self.lexicon.has("wearing", word.text)
        if not verb and not (word.low == "in" and index + 1 < len(words)):
            return None
        for follower in words[index + 1 : index + 8]:
            if re.search(r"[,;.]", text[word.end : follower.start]) and not verb:
                return None
            if self.lexicon.nouns.look(follower.text).kind == "wardrobe":
                return (word.start, follower.end)
            if follower.low not in self.lexicon.set("wearing_after") and self.lexicon.has("stops", follower.text):
                return None
        return None


def _adjoins(text: str, end: int, word: Word) -> bool:
    """Whether only a space parts a word from what ends before it, and it can be a noun: `a one-eyed lurcher`."""
    return text[end : word.start] == " " and not word.low.endswith("s")


def _joined(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The pieces of text under the spans; neighbours with only a comma between them are one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and not text[merged[-1][1] : start].strip(" ,"):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return [text[start:end].strip(" ,.;") for start, end in merged]

"""What a short text tells: its sentences, word for word; who is in it and where; what somebody wants; its cues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from storyforge.formats.languages import fold
from storyforge.formats.prose import plain_text, sentences
from storyforge.providers.offline.nouns import nouns
from storyforge.providers.offline.telling.lexicon import words as words_of
from storyforge.providers.offline.telling.people import Person, cast, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.telling.lexicon import Words
    from storyforge.tasks.brief import Brief

_PARAGRAPH = re.compile(r"\r?\n[^\S\n]*\r?\n\s*")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CLAUSE = re.compile(r"[,;:—–，、；]|\s-\s")
_END = re.compile(r"[\s.,;:!?…。！？，、—–-]+$")
_INNER = str.maketrans({"“": "‘", "”": "’", "„": "‚", "«": "‹", "»": "›", '"': "'", "[": "(", "]": ")"})
LONG, DENSE = 10, 22
"""Words, or signs where there are no spaces, of a quotation; longer ones end at a clause, else with an ellipsis."""
SHORT = 4
"""Words that a clause must have to be quoted alone."""
SMALL = 3
"""Letters of words that a quotation does not break off at."""
WISH = 10
"""Words of a wish that can be quoted."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of the author: its number, its paragraph, and the steps that its words speak for."""

    text: str
    index: int
    paragraph: int
    cues: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tale:
    """A short text as it is read."""

    words: Words
    told: tuple[Sentence, ...]
    people: tuple[Person, ...]
    places: tuple[str, ...]
    wishes: tuple[tuple[str, str], ...]

    def named(self, text: str) -> tuple[str, ...]:
        """Names of those whom a text names, in the order of how often all of it does."""
        return tuple(person.name for person in self.people if person.pattern().search(text))

    def place(self, text: str) -> str:
        """A place that a text names."""
        return next((place for place in self.places if place in text), "")

    def wish(self, name: str) -> str:
        """What somebody wants, in the author's words."""
        return next((wish for who, wish in self.wishes if who == name), "")

    @cached_property
    def telling(self) -> Sentence | None:
        """The sentence that says most of it: names, a turn, a wish; the first of equals."""

        def weight(sentence: Sentence) -> tuple[float, int]:
            turns = len(sentence.cues & {"inciting incident", "midpoint", "climax"})
            length = min(len(sentence.text), 160) / 160
            return len(self.named(sentence.text)) + turns + length, -sentence.index

        return max(self.told, key=weight, default=None)


def read(texts: Sequence[str], brief: Brief) -> Tale:
    """Read a text; gaps that are in it already stay within their sentences."""
    words = words_of(brief.language)
    told: list[Sentence] = []
    number = 0
    for paragraph in (part for text in texts for part in _PARAGRAPH.split(text)):
        if not any(map(str.isalnum, paragraph)) or paragraph.lstrip().startswith("# "):
            continue
        for sentence in sentences(paragraph.strip(), brief.language):
            told.append(Sentence(sentence, len(told), number, _cues(sentence, words)))
        number += 1
    plain = [plain_text(sentence.text) for sentence in told]
    people, places = cast(plain, words, brief)
    return Tale(words, tuple(told), people, _places(plain, places, words), _wishes(plain, people, words))


def _cues(sentence: str, words: Words) -> frozenset[str]:
    low = f" {' '.join(_WORD.findall(fold(sentence)))} "
    dense = _DENSE.search(sentence) is not None
    return frozenset(
        step for step, listed in words.cues.items() if any((cue if dense else f" {cue} ") in low for cue in listed)
    )


def _wishes(told: Sequence[str], people: Sequence[Person], words: Words) -> tuple[tuple[str, str], ...]:
    """Who wants what: the one named right before the verb, or by a pronoun there."""
    found: list[tuple[str, str]] = []
    last = ""
    for sentence in told:
        mentions = sorted((m.start(), m.end(), p.name) for p in people for m in p.pattern().finditer(sentence))
        listed = tokens(sentence)
        for at, token in enumerate(listed):
            if fold(token.text) not in words.wish:
                continue
            before = [mention for mention in mentions if mention[1] <= token.start]
            subject = listed[at - 1] if at else token
            near = before[-1][2] if before and before[-1][1] >= subject.start else ""
            who = near or (before[-1][2] if before else last) if near or token.before in words.of("pronoun") else ""
            rest = _CLAUSE.split(re.split(r"[.!?…]", sentence[token.end :], maxsplit=1)[0], maxsplit=1)[0].strip()
            if who and 2 <= len(rest.split()) <= WISH:
                found.append((who, rest.translate(_INNER)))
        last = mentions[-1][2] if mentions else last
    return tuple(found)


def _places(told: Sequence[str], proper: Sequence[str], words: Words) -> tuple[str, ...]:
    """Places with names, then, in English, what stands behind a preposition and is a place or a building."""
    found = dict.fromkeys(proper)
    if words.code == "en":
        for sentence in told:
            listed = tokens(sentence)
            for at, token in enumerate(listed[2:], 2):
                noun = nouns("en").look(fold(token.text))
                placed = listed[at - 1].before in words.of("place") or listed[at - 2].before in words.of("place")
                start = at - 1 if fold(listed[at - 1].text) in words.of("determiner") else at - 2
                article = fold(listed[start].text)
                if noun.kind in ("place", "structure", "vehicle") and placed and article in ("a", "an", "the"):
                    found[f"the {sentence[listed[start + 1].start : token.end]}"] = None
    return tuple(found)


def short(sentence: str) -> str:
    """A sentence as it is quoted in a question: its first clause where it is long, without its last mark."""
    plain = _END.sub("", plain_text(sentence) or sentence).translate(_INNER)
    if _DENSE.search(plain):
        if len(plain) <= DENSE:
            return plain
        clause = _CLAUSE.split(plain, maxsplit=1)[0]
        return clause if SHORT < len(clause) <= DENSE else plain[:DENSE] + "…"
    parts = plain.split()
    if len(parts) <= LONG:
        return plain
    for match in _CLAUSE.finditer(plain):
        size = len(plain[: match.start()].split())
        if SHORT <= size <= LONG:
            return plain[: match.start()].rstrip()
    kept = parts[: LONG - 2]
    while len(kept) > SHORT and len(kept[-1]) <= SMALL:
        kept.pop()
    return " ".join(kept).rstrip(",;:") + " …"

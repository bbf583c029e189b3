"""The pool of passages: the most telling sentences of every part of a book, each with the one it leans on."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from storyforge.providers.offline.condense.lexicon import numbers
from storyforge.tasks.survey import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.providers.offline.condense.cast import Cast
    from storyforge.providers.offline.condense.lexicon import Lexicon
    from storyforge.providers.offline.condense.reading import Book, Sentence

ZONES = 20
NEARBY = 25
"""Characters within which a name makes up for a pronoun or a connective that a sentence opens with."""
SOON = 6
"""Words from the beginning of a sentence on within which a pronoun is met before anything else."""
_EXACT = Decimal("0.00001")
_ROUND = Decimal("0.001")


class Pool:
    """Passages of a book, none of which shares a sentence with another."""

    def __init__(self, book: Book, cast: Cast, scores: Sequence[float], words: Lexicon) -> None:
        """Nothing is taken yet."""
        self._book, self._cast, self._scores, self._words = book, cast, scores, words
        self._openings, self._third = words.words("openings"), words.words("third")
        self._taken: dict[int, range] = {}
        self._keys: dict[range, int] = {}
        self._zones: dict[int, list[int]] = {}
        usual = Counter(sentence.text for sentence in book.sentences if sentence.fits)
        once = sum(count == 1 for count in usual.values()) * 2 > len(book.sentences) // 4
        for index, sentence in enumerate(book.sentences):
            if sentence.fits and not (once and usual[sentence.text] > 1):
                self._zones.setdefault(self._zone(sentence, ZONES), []).append(index)

    def passages(self) -> tuple[Passage, ...]:
        """The pool, in the order of the book."""
        sizes = numbers()["pool"]
        wanted = min(max(sizes["least"], self._book.words // sizes["words_each"]), sizes["most"])
        for zone in sorted(self._zones):
            self._take(self._zones[zone], -(-wanted // ZONES))
        for name in [one.name for one in self._cast.of("person")[: sizes["people"]]]:
            self._take_of(name, sizes["each_person"])
        for edge in (self._zones[min(self._zones)], self._zones[max(self._zones)][::-1]):
            self._take(edge[: sizes["edge"]], sizes["edge"])
        return tuple(self._passage(span) for span in sorted(set(self._taken.values()), key=_first))

    def _zone(self, sentence: Sentence, zones: int) -> int:
        return min(zones - 1, zones * sentence.offset // self._book.characters)

    def _take(self, indexes: Iterable[int], count: int) -> None:
        """Take the best of some sentences, so many at most."""
        for index in sorted(indexes, key=lambda i: (-self._scores[i], i)):
            if count <= 0:
                return
            if index not in self._taken:
                span = self._span(index)
                self._taken |= dict.fromkeys(span, span)
                self._keys[span] = index
                count -= 1

    def _take_of(self, name: str, each: int) -> None:
        """Take the best sentences of every tenth that name somebody."""
        tenths: dict[int, list[int]] = {}
        for index, sentence in enumerate(self._book.sentences):
            if sentence.fits and any(named.name == name for named in self._cast.people[index]):
                tenths.setdefault(self._zone(sentence, 10), []).append(index)
        for tenth in sorted(tenths):
            self._take(tenths[tenth], each)

    def _span(self, index: int) -> range:
        """A sentence with the one before where it leans on that, else with the next where there is room for it."""
        sentence = self._book.sentences[index]
        if self._leans(index) and self._joins(index - 1, index):
            return range(index - 1, index + 1)
        if sentence.words < numbers()["words"]["best"] and self._joins(index, index + 1) and not self._leads(index + 1):
            return range(index, index + 2)
        return range(index, index + 1)

    def _leans(self, index: int) -> bool:
        tokens = self._book.sentences[index].tokens
        unnamed = not self._cast.people[index] and bool(set(tokens) & self._third)
        return unnamed or (bool(tokens) and tokens[0] in self._openings)

    def _leads(self, index: int) -> bool:
        """Whether a sentence only leads on to what follows it."""
        return self._book.sentences[index].text.rstrip("\"”’'»_").endswith((":", "?", "--", "—"))

    def _joins(self, first: int, second: int) -> bool:
        """Whether two neighbours make a passage: one paragraph, both whole, not too long together."""
        sentences = self._book.sentences
        if first < 0 or second >= len(sentences) or first in self._taken or second in self._taken:
            return False
        one, other = sentences[first], sentences[second]
        same = (one.section, one.paragraph) == (other.section, other.paragraph)
        return same and one.fits and other.fits and one.words + other.words <= numbers()["words"]["together"]

    def _score(self, span: range) -> float:
        """That of the sentence it was taken for; that it leans on the one before matters no more if that is there."""
        leaning: float = numbers()["weights"]["leaning"]
        key = self._keys[span]
        resolved = span.start != key and not self._opens_leaning(span.start)
        return self._scores[key] - leaning * self._opens_leaning(key) * resolved

    def _opens_leaning(self, index: int) -> float:
        """1 for opening with a pronoun or a connective, a half for soon saying `he` and naming nobody."""
        tokens, people = self._book.sentences[index].tokens, self._cast.people[index]
        if tokens and tokens[0] in self._openings and not any(named.start < NEARBY for named in people):
            return 1.0
        return 0.5 if not people and self._third.intersection(tokens[:SOON]) else 0.0

    def _passage(self, span: range) -> Passage:
        sentences = [self._book.sentences[index] for index in span]
        first = sentences[0]
        people = dict.fromkeys(named.name for index in span for named in self._cast.people[index])
        places = [place for index in span for place in self._cast.places[index]]
        return Passage(
            text=" ".join(sentence.text for sentence in sentences),
            section=first.section,
            offset=first.offset,
            share=(Decimal(first.offset) / self._book.characters).quantize(_EXACT),
            score=Decimal(self._score(span)).quantize(_ROUND),
            people=tuple(people),
            place=places[0] if places else "",
            writer=first.writer,
            dated=first.dated,
        )


def _first(span: range) -> int:
    return span.start

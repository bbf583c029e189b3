"""Lore: the author's sentences under what they tell of a world, and a question under every heading that has none."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING

from storyforge.providers.offline.telling.asking import Asker
from storyforge.providers.offline.telling.laying import Body
from storyforge.providers.offline.telling.tale import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.providers.offline.telling.tale import Sentence, Tale

HEADINGS = ("The world", "People", "What is at stake", "Rules", "The look")
ORDERS = (
    ("The world", "People", "Rules", "The look", "What is at stake"),
    ("People", "What is at stake", "The world", "Rules", "The look"),
    ("What is at stake", "The look", "The world", "People", "Rules"),
)
"""A world is met by where it is, by who lives in it, or by what it stands to lose; each ends with something else."""
TRIES, STRIDE = 80, 13
"""How many triples are tried, and how far apart in the list of all: neighbours differ in one order only."""
NAMES = 0.6
"""What a name is worth beside a cue: a sentence that only names somebody is about people."""


def orders() -> Iterator[tuple[tuple[str, ...], ...]]:
    """Triples of orders that begin and end differently, the usual one first."""
    yield ORDERS
    ends = [(first, last) for first in HEADINGS for last in HEADINGS if first != last]
    made = [(first, *(h for h in HEADINGS if h not in (first, last)), last) for first, last in ends]
    apart = (t for t in combinations(made, 3) if len({o[0] for o in t}) == len({o[-1] for o in t}) == len(t))
    yield from islice(apart, 0, TRIES * STRIDE, STRIDE)


def subject(tale: Tale, sentence: Sentence) -> str:
    """The heading that a sentence belongs under: most cues, then names and places; the world where nothing tells."""
    named, place = tale.named(sentence.text), tale.place(sentence.text)
    weights = {heading: float(heading in sentence.cues) for heading in HEADINGS}
    weights["People"] += NAMES * bool(named)
    weights["The world"] += NAMES * bool(place) + NAMES * (sentence.index == 0)
    return max(HEADINGS, key=lambda heading: weights[heading])


def world(tale: Tale, order: Sequence[str], people: Sequence[str]) -> Body:
    """One option: every sentence once, its headings in an order of its own; each ends with a question."""
    body = Body()
    hero, other, third = (*people, "", "", "")[:3]
    place = tale.places[0] if tale.places else ""
    slots = {"hero": hero, "other": other, "third": third, "place": place, "wish": tale.wish(hero)}
    asker = Asker(tale.words, slots)
    for heading in order:
        here = [sentence for sentence in tale.told if subject(tale, sentence) == heading]
        body.heading(tale.words.said(heading))
        for paragraph in _paragraphs(here):
            body.add(*(sentence.text.strip() for sentence in paragraph))
        near = {"before": short(here[-1].text)} if here else {}
        if not here or heading in (order[0], order[-1]):
            body.add(asker.ask(heading, **near))
    return body


def _paragraphs(told: Sequence[Sentence]) -> list[list[Sentence]]:
    found: list[list[Sentence]] = []
    for sentence in told:
        if found and found[-1][-1].paragraph == sentence.paragraph:
            found[-1].append(sentence)
        else:
            found.append([sentence])
    return found

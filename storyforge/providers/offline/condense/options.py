"""The rule `treatments` for a book: its own passages in three orders and choices; nothing of it is ours."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from storyforge.formats.prose import sentences
from storyforge.model.beats import Treatment
from storyforge.providers.offline.condense.acts import act_at
from storyforge.providers.offline.condense.choosing import Chooser
from storyforge.providers.offline.condense.lexicon import length, lexicon, numbers, tokens
from storyforge.providers.offline.condense.tone import spoken, tone, weight
from storyforge.tasks.differences import LEAST, differing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storyforge.providers.offline.condense.lexicon import Lexicon
    from storyforge.tasks.options import OptionsContext
    from storyforge.tasks.survey import Passage, SurveyOutput

FEWEST, MOST = 15, 26
EACH = 30
"""Words that a paragraph has on average where there is room for so many."""
_BRIEF = (0.0, 0.03, 0.06, 0.12, 0.25, 0.5)
"""Prices of a word, tried in turn until the option is short enough."""
_LATE = (0.60, 0.85)
_LOGLINE = (8, 45)
_OFTEN = 6
"""Tenths of a book in which somebody must be named whom an option follows."""


_SOON = Decimal("0.06")
"""Share of a book within which something follows soon."""
_VOICES = (0.0, 2.0, 4.0, 8.0)
"""How much an option is drawn to speech, or away from it, until it is another story by its words."""
_OPENING = 5
"""Passages that an option opens late with, at most."""
_LOUD = 4.0
"""From this on an option also begins later than the book, or ends sooner and leaves the lead to others."""
_CUT = Decimal("0.06")
"""Share of the book by which it does so."""


@dataclass(frozen=True)
class _Order:
    """An option: its passages in their order, how many of them open it late, whom it follows."""

    passages: tuple[Passage, ...]
    structure: str
    late: int = 0
    follows: str = ""


def treatments_of_book(context: OptionsContext) -> tuple[Treatment, ...]:
    """Three treatments of excerpts: in the order of the book, opening late, and following somebody else.

    Each is within `context.words` words, headings included, where the book's sentences are short enough for it.
    Whoever asks again gets other passages. Without a survey, or with an empty one, there are none.
    """
    survey = context.survey
    if survey is None or not survey.passages:
        return ()
    options = _Options(context, survey)
    first = options.chronological()
    second = options.unlike(options.late, first)
    third = options.unlike(options.following, first, second)
    return first[1], second[1], third[1]


_Made = tuple[_Order, Treatment]


class _Options:
    """Chooses passages for each option from the pool of a survey."""

    def __init__(self, context: OptionsContext, survey: SurveyOutput) -> None:
        self._context, self._survey = context, survey
        self._words = lexicon(context.brief.language)
        starts = {passage.section: float(passage.share) for passage in reversed(survey.passages)}
        self._chooser = Chooser(survey.passages, self._words, sorted(starts.values()))
        self._index = {passage.offset: index for index, passage in enumerate(survey.passages)}
        self._price = 0
        self._again = len(context.before) // 3
        self._room = max(60, context.words - length(self._words.says("note")) - 18)
        self._spoken = {id(passage): spoken(passage.text) for passage in survey.passages}
        self._grave = {id(passage): math.sqrt(weight(passage.text, self._words)) for passage in survey.passages}

    def unlike(self, make: Callable[..., _Order], *others: _Made) -> _Made:
        """An option that differs from others in two dimensions as found in the texts, or as nearly so as there is."""
        best: tuple[int, _Made] | None = None
        for voice in _VOICES:
            order = make(voice, *(other[0] for other in others))
            made = (order, self.written(order))
            found = [len(differing(other[1], made[1], self._context.brief.language)) for other in others]
            if best is None or min(found) > best[0]:
                best = (min(found), made)
            if min(found) >= LEAST:
                break
        return best[1] if best else others[0]

    def chronological(self) -> _Made:
        """The passages of the survey, as many and as long as fit; another choice where it is asked for again."""
        meet = [person.name for person in self._survey.people[: numbers()["pick"]["people"]]]
        used = {id(self._survey.passages[index]) for index in self._survey.picks} if self._again else set()
        order = _Order(self._chosen(lambda p: float(p.score) - 2.0 * (id(p) in used), meet), "three-acts")
        return order, self.written(order)

    def late(self, voice: float, first: _Order) -> _Order:
        """The most decisive passage of 60 to 85 percent and what follows it, then from the beginning; graver words."""
        used = {id(passage) for passage in first.passages}
        lead = whose(first.passages) if voice >= _LOUD else ""

        def value(passage: Passage) -> float:
            own = float(passage.score) + 0.8 * self._grave[id(passage)] + voice * self._spoken[id(passage)]
            own -= voice * (lead in passage.people)
            return own - self._once(passage, used) - voice * self._like(passage, first.passages)

        opening = self._opening()
        chosen = self._chosen(value, (), less=sum(length(p.text) for p in opening))
        kept = self._within(chosen, Decimal(0), 1 - _cut(voice), value)
        rest = [p for p in kept if p not in opening]
        return _Order((*opening, *rest), "in-medias-res", late=len(opening))

    def _opening(self) -> tuple[Passage, ...]:
        """The most decisive passage of 60 to 85 percent, and the best of what follows soon: a fifth of the option."""

        def decisive(passage: Passage) -> float:
            leans = next(iter(tokens(passage.text)), "") in self._words.words("openings")
            own = float(passage.score) + 1.2 * self._grave[id(passage)]
            return own - 2.5 * self._spoken[id(passage)] - 1.5 * leans

        low, high = _LATE
        there = [p for p in self._survey.passages if low <= float(p.share) <= high] or list(self._survey.passages)
        ordered = sorted(there, key=lambda passage: (-decisive(passage), passage.offset))
        first = ordered[self._again % len(ordered)]
        soon = [p for p in ordered if 0 < p.share - first.share <= _SOON]
        room = self._room / 5 - length(first.text)
        opening = [first]
        for passage in soon:
            if length(passage.text) <= room and len(opening) < _OPENING:
                room -= length(passage.text)
                opening.append(passage)
        return tuple(sorted(opening, key=lambda passage: passage.offset))

    def following(self, voice: float, first: _Order, second: _Order) -> _Order:
        """Somebody else than whom the first option names most, wherever the book names them."""
        lead = whose(first.passages)
        follows = self._other(lead)
        used = {id(passage) for passage in (*first.passages, *second.passages)}

        def value(passage: Passage) -> float:
            theirs = 6.0 * (follows in passage.people) if follows else 3.0 * self._spoken[id(passage)]
            told = float(passage.score) + theirs - 2.5 * (lead in passage.people)
            told -= voice * (self._spoken[id(passage)] + self._like(passage, (*first.passages, *second.passages)))
            return told - self._once(passage, used)

        met = [passage.share for passage in self._survey.passages if follows in passage.people]
        # As a last resort it begins where the one it follows is met: whoever is met late has no early story.
        beginning = max(_cut(voice), met[0] if met and voice == _VOICES[-1] else Decimal(0))
        kept = self._within(self._chosen(value, ()), beginning, Decimal(1), value)
        return _Order(kept, "three-acts", follows=follows)

    def _within(
        self, chosen: Sequence[Passage], low: Decimal, high: Decimal, value: Callable[[Passage], float]
    ) -> tuple[Passage, ...]:
        """Passages from one share of the book to another; a tenth that loses all of its own gets the best left."""
        kept = [passage for passage in chosen if low <= passage.share <= high]
        for tenth in range(10):
            if not any(int(10 * passage.share) == tenth for passage in kept):
                left = [p for p in self._survey.passages if int(10 * p.share) == tenth and low <= p.share <= high]
                kept += sorted(left, key=lambda p: (-value(p), p.offset))[:1]
        return tuple(sorted(kept, key=lambda passage: passage.offset))

    def _once(self, passage: Passage, used: set[int]) -> float:
        """What it costs to tell a passage in two options: most at the beginning and at the end."""
        if id(passage) not in used:
            return 0.0
        return 9.0 if not 0.25 < float(passage.share) < 0.75 else 2.0

    def _like(self, passage: Passage, others: Sequence[Passage]) -> float:
        """How like a passage is to those of other options, at the beginning and at the end of the book."""
        if 0.25 < float(passage.share) < 0.75:
            return 0.0
        own = self._index[passage.offset]
        likeness = self._chooser.like.to(own)
        return max((likeness[self._index[other.offset]] for other in others), default=0.0)

    def _other(self, lead: str) -> str:
        """The one most often named beside the lead in most parts of the book; one named by the author comes first."""
        tenths: dict[str, set[int]] = {}
        counted: Counter[str] = Counter()
        for passage in self._survey.passages:
            for name in passage.people:
                tenths.setdefault(name, set()).add(int(10 * float(passage.share)))
                counted[name] += 1
        others = [person.name for person in self._survey.people if person.name != lead and person.name in counted]
        wished = [name for name in others if name.split()[-1] in self._context.guidance]
        often = [name for name in others if len(tenths[name]) >= _OFTEN]
        widest = sorted(others, key=lambda name: (-len(tenths[name]), -counted[name]))
        ordered = list(dict.fromkeys([*wished, *often, *widest]))
        return ordered[self._again % len(ordered)] if ordered else ""

    def _chosen(self, value: Callable[[Passage], float], meet: Sequence[str], *, less: int = 0) -> tuple[Passage, ...]:
        """Passages that fit: the dearer a word, the shorter they are; then as many as there is room for."""
        room = self._room - less
        count = min(len(self._survey.passages), max(FEWEST, min(MOST, room // EACH)))
        chosen: list[int] = []
        price = _BRIEF[-1]
        # What was too long once is too long again: the options of one context have the same room.
        for price in _BRIEF[self._price :]:
            chosen = self._chooser.choose(count, _priced(value, price), meet)
            if sum(length(self._survey.passages[index].text) for index in chosen) <= room:
                break
        self._price = _BRIEF.index(price)
        kept = [self._survey.passages[index] for index in chosen]
        while len(kept) > 3 and sum(length(passage.text) for passage in kept) > room:
            kept.remove(min(kept[1:-1], key=lambda p: (_needed(p, kept, meet), value(p), p.offset)))
        return tuple(kept)

    def written(self, order: _Order) -> Treatment:
        """An option as it is stored."""
        words, title = self._words, self._context.brief.title
        body = _body(order, words)
        who = whose(order.passages)
        if order.follows and _named(order.follows, order.passages) >= _named(who, order.passages):
            who = order.follows
        told = [passage.text for passage in order.passages]
        marked = f"{words.says('follows')} {who}" if order.follows else words.says("late") if order.late else ""
        return Treatment(
            title=f"{title} ({marked})" if marked and title else title or marked,
            logline=_logline(order.passages, who, words),
            whose=who,
            starts=_first(told[0], words),
            ends=_last(told[-1], words),
            tone=tone("\n\n".join(told), words),
            structure=order.structure,
            body=body,
        )


def _cut(voice: float) -> Decimal:
    return _CUT if voice >= _LOUD else Decimal(0)


def _needed(passage: Passage, kept: Sequence[Passage], meet: Sequence[str]) -> bool:
    """Whether a tenth of the book, or somebody who is to be met, would be missed without a passage."""
    others = [other for other in kept if other is not passage]
    named = {name for other in others for name in other.people}
    alone = all(int(10 * other.share) != int(10 * passage.share) for other in others)
    return alone or any(name in meet and name not in named for name in passage.people)


def _priced(value: Callable[[Passage], float], price: float) -> Callable[[Passage], float]:
    return lambda passage: value(passage) - price * length(passage.text)


def whose(passages: Sequence[Passage]) -> str:
    """Who is named in the most passages; empty where nobody is."""
    counted: dict[str, int] = {}
    for passage in passages:
        for name in passage.people:
            counted[name] = counted.get(name, 0) + 1
    return max(counted, key=lambda name: counted[name], default="")


def _named(name: str, passages: Sequence[Passage]) -> int:
    return sum(name in passage.people for passage in passages)


def _body(order: _Order, words: Lexicon) -> str:
    """A line that says what it is, then the passages, with a heading where an act begins."""
    parts = [f"# {words.says('note')}"]
    act = ""
    for number, passage in enumerate(order.passages):
        now = words.says("late").capitalize() if number < order.late else act_at(float(passage.share), words)
        if now != act:
            parts.append(f"## {now}")
            act = now
        parts.append(passage.text)
    return "\n\n".join(parts)


def _logline(passages: Sequence[Passage], who: str, words: Lexicon) -> str:
    """The most telling sentence that names whose story it is, word for word."""
    least, most = _LOGLINE
    for passage in sorted(passages, key=lambda p: (who not in p.people, spoken(p.text) > 0.3, -p.score, p.offset)):
        for sentence in sorted(sentences(passage.text, words.code), key=lambda s: -length(s)):
            if least <= length(sentence) <= most:
                return sentence
    return _first(passages[0].text, words)


def _first(text: str, words: Lexicon) -> str:
    return next(iter(sentences(text, words.code)), text)


def _last(text: str, words: Lexicon) -> str:
    return (sentences(text, words.code) or [text])[-1]

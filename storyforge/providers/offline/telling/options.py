"""The rules `treatments`, `lores` and `narratives`: who answers, and three options that differ by their texts."""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING, Any, cast

from storyforge.formats.prose import plain_text
from storyforge.model.beats import Lore, Narrative, Telling, Treatment
from storyforge.providers.offline.telling.books import OF_BOOKS
from storyforge.providers.offline.telling.laying import Body, lay
from storyforge.providers.offline.telling.plans import plans
from storyforge.providers.offline.telling.tale import Tale, read
from storyforge.providers.offline.telling.twisting import TURNS, swapped, twisted
from storyforge.providers.offline.telling.worlds import orders, world
from storyforge.tasks.differences import like_each_other
from storyforge.tasks.gaps import stretches, without_gaps
from storyforge.tasks.options import COUNT, LoresOutput, NarrativesOutput, TreatmentsOutput
from storyforge.tasks.structures import structures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storyforge.tasks.options import OptionsContext
    from storyforge.tasks.structures import Structure

_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
Fields = dict[str, Any]
MANY, FEW_TRIES = 40, 8
"""Sentences above which questions part no options any more, and how many triples are tried then."""


def treatments(context: OptionsContext) -> TreatmentsOutput:
    """Three treatments: of a book by its survey, else of the author's own sentences."""
    if context.survey is not None:
        return cast("TreatmentsOutput", OF_BOOKS.load("treatments")(context))
    return TreatmentsOutput(options=tuple(Treatment(**told) for told in _told(context)))


def lores(context: OptionsContext) -> LoresOutput:
    """Three worlds: met by where they are, by who lives there, by what is at stake."""
    told = _first(_worlds(_tale(context), context), context)
    return LoresOutput(options=tuple(Lore(**fields) for fields in told))


def narratives(context: OptionsContext) -> NarrativesOutput:
    """Three narratives, from first to last; without a source, of the lore that they are set in."""
    return NarrativesOutput(options=tuple(Narrative(**told) for told in _told(context)))


def _told(context: OptionsContext) -> list[Fields]:
    """The first three tellings that differ; the first three of all where none do."""
    tale = _tale(context)
    return _first(_twisted(tale, context) if context.twist.strip() else _laid(tale, context), context)


def _first(tried: Iterable[list[Fields]], context: OptionsContext) -> list[Fields]:
    usual: list[Fields] = []
    for options in tried:
        usual = usual or options
        if not like_each_other([Telling(**option) for option in options], context.brief.language):
            return options
    return usual


def _worlds(tale: Tale, context: OptionsContext) -> Iterator[list[Fields]]:
    people = [person.name for person in tale.people]
    leads = [people[at] if at < len(people) else people[0] if people else "" for at in range(COUNT)]
    for triple in orders():
        options = []
        for lead, order in zip(leads, triple, strict=True):
            body = world(tale, order, [lead, *(name for name in people if name != lead)])
            options.append(_fields(tale, body, context, lead) | {"structure": ", ".join(map(tale.words.said, order))})
        yield options


def _tale(context: OptionsContext) -> Tale:
    """What the author gave; what was decided above where that is nothing, its questions and headings left out."""
    texts = [section.text for section in context.source if section.text.strip()]
    return read(texts or [_HEADING.sub("", without_gaps(context.above))], context.brief)


def _laid(tale: Tale, context: OptionsContext) -> Iterator[list[Fields]]:
    tries = FEW_TRIES if len(tale.told) > MANY else None
    for triple in islice(plans(tale, context), tries):
        yield [_declared(tale, lay(tale, p), context, p.structure, p.lead) for p in triple]


def _twisted(tale: Tale, context: OptionsContext) -> Iterator[list[Fields]]:
    """The twist at the beginning, in the middle, and at the end."""
    people = [person.name for person in tale.people]
    lead = people[0] if people else ""
    first, *others = TURNS
    ways = product((False, True), ((first, *others), (first, *swapped(others))))
    for opened, turns in ways:
        bodies = [(turn, twisted(tale, context.twist, turn, people, opened=opened)) for turn in turns]
        yield [_declared(tale, body, context, structures()[turn.structure], lead) for turn, body in bodies]


def _declared(tale: Tale, body: Body, context: OptionsContext, structure: Structure, lead: str) -> Fields:
    """What an option declares: nothing that its text does not say."""
    tone = tale.words.said(structure.name)
    return _fields(tale, body, context, lead) | {
        "tone": f"{context.brief.tone}; {tone}" if context.brief.tone else tone,
        "structure": tale.words.said(structure.title),
    }


def _fields(tale: Tale, body: Body, context: OptionsContext, lead: str) -> Fields:
    return {
        "title": context.brief.title,
        "logline": _logline(tale, lead),
        "whose": lead,
        "starts": _plain(body.units[0]) if body.units else "",
        "ends": _plain(body.units[-1]) if body.units else "",
        "tone": context.brief.tone,
        "body": body.text,
    }


def _logline(tale: Tale, lead: str) -> str:
    """The author's sentence that tells most, among those that name whose story it is."""
    own = [s for s in tale.told if lead in tale.named(s.text)] if lead else []
    most = max(own, key=lambda s: (len(s.cues), len(tale.named(s.text)), -s.index), default=tale.telling)
    return plain_text(most.text) if most else ""


def _plain(unit: str) -> str:
    found = stretches(unit)
    return found[0].question if found and not found[0].start else plain_text(unit)

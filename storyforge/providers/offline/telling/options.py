"""The rules `treatments`, `lores` and `narratives`: who answers, and three options that differ by their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from storyforge.formats.prose import plain_text
from storyforge.model.beats import Lore, Narrative, Telling, Treatment
from storyforge.providers.offline.telling.books import OF_BOOKS
from storyforge.providers.offline.telling.laying import Body, lay
from storyforge.providers.offline.telling.plans import plans
from storyforge.providers.offline.telling.tale import Tale, read
from storyforge.providers.offline.telling.twisting import TURNS, swapped, twisted
from storyforge.tasks.differences import like_each_other
from storyforge.tasks.gaps import stretches
from storyforge.tasks.options import LoresOutput, NarrativesOutput, TreatmentsOutput
from storyforge.tasks.structures import structures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.tasks.options import OptionsContext
    from storyforge.tasks.structures import Structure

Fields = dict[str, Any]


def treatments(context: OptionsContext) -> TreatmentsOutput:
    """Three treatments: of a book by its survey, else of the author's own sentences."""
    if context.survey is not None:
        return cast("TreatmentsOutput", OF_BOOKS.load("treatments")(context))
    return TreatmentsOutput(options=tuple(Treatment(**told) for told in _told(context)))


def lores(context: OptionsContext) -> LoresOutput:
    """Three worlds."""
    return LoresOutput(options=tuple(Lore(**told) for told in _told(context)))


def narratives(context: OptionsContext) -> NarrativesOutput:
    """Three narratives."""
    return NarrativesOutput(options=tuple(Narrative(**told) for told in _told(context)))


def _told(context: OptionsContext) -> list[Fields]:
    """The first three tellings that differ; the first three of all where none do."""
    tale = read([section.text for section in context.source], context.brief)
    tried = _twisted(tale, context) if context.twist.strip() else _laid(tale, context)
    usual: list[Fields] = []
    for options in tried:
        usual = usual or options
        if not like_each_other([Telling(**option) for option in options], context.brief.language):
            return options
    return usual


def _laid(tale: Tale, context: OptionsContext) -> Iterator[list[Fields]]:
    for triple in plans(tale, context):
        yield [_declared(tale, lay(tale, p), context, p.structure, p.lead) for p in triple]


def _twisted(tale: Tale, context: OptionsContext) -> Iterator[list[Fields]]:
    """The twist at the beginning, in the middle, and at the end."""
    people = [person.name for person in tale.people]
    lead = people[0] if people else ""
    first, *others = TURNS
    for turns in ((first, *others), (first, *swapped(others))):
        bodies = [(turn, twisted(tale, context.twist, turn, people)) for turn in turns]
        yield [_declared(tale, body, context, structures()[turn.structure], lead) for turn, body in bodies]


def _declared(tale: Tale, body: Body, context: OptionsContext, structure: Structure, lead: str) -> Fields:
    """What an option declares: nothing that its text does not say."""
    tone = tale.words.said(structure.name)
    return {
        "title": context.brief.title,
        "logline": _logline(tale, lead),
        "whose": lead,
        "starts": _plain(body.units[0]) if body.units else "",
        "ends": _plain(body.units[-1]) if body.units else "",
        "tone": f"{context.brief.tone}; {tone}" if context.brief.tone else tone,
        "structure": tale.words.said(structure.title),
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

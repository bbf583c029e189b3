"""The rules `treatments`, `lores` and `narratives`: which teller answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.formats.prose import sentences
from storyforge.model.beats import Lore, Narrative, Treatment
from storyforge.providers.offline.telling.books import OF_BOOKS
from storyforge.tasks.gaps import gap
from storyforge.tasks.options import LoresOutput, NarrativesOutput, TreatmentsOutput

if TYPE_CHECKING:
    from storyforge.tasks.options import OptionsContext


def treatments(context: OptionsContext) -> TreatmentsOutput:
    """Three treatments: of a book by its survey, else of the author's own sentences."""
    if context.survey is not None:
        return cast("TreatmentsOutput", OF_BOOKS.load("treatments")(context))
    return TreatmentsOutput(options=tuple(Treatment(**told) for told in _simple(context)))


def lores(context: OptionsContext) -> LoresOutput:
    """Three worlds."""
    return LoresOutput(options=tuple(Lore(**told) for told in _simple(context)))


def narratives(context: OptionsContext) -> NarrativesOutput:
    """Three narratives."""
    return NarrativesOutput(options=tuple(Narrative(**told) for told in _simple(context)))


def _simple(context: OptionsContext) -> list[dict[str, str]]:
    text = "\n\n".join(section.text for section in context.source)
    told = [s for p in text.split("\n\n") for s in sentences(p, context.brief.language)]
    found = []
    for turn in range(3):
        laid = told[turn:] + told[:turn]
        body = "\n\n".join([*laid, gap("What is the last we see?")])
        found.append(
            {
                "title": context.brief.title,
                "starts": laid[0] if laid else "",
                "ends": laid[-1] if laid else "",
                "body": body,
            }
        )
    return found

"""The rules for long sources, found by name when a source is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.registry import Registry
from storyforge.tasks.options import TreatmentsOutput

if TYPE_CHECKING:
    from storyforge.tasks.options import OptionsContext

OF_BOOKS = Registry(
    "rule for long sources",
    {
        "treatments": "storyforge.providers.offline.telling.books:treatments_of_book",
        "beatsheet": "storyforge.providers.offline.condense:beats_of_book",
    },
)
"""Task name -> the function that answers it where the source was surveyed."""


def treatments_of_book(context: OptionsContext) -> TreatmentsOutput:
    """Three treatments of a book's own excerpts."""
    from storyforge.providers.offline import condense  # noqa: PLC0415 - numpy and scipy, for those who have a book

    return TreatmentsOutput(options=condense.treatments_of_book(context))

"""The rule `beatsheet`: a telling becomes 15 to 30 beats."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.formats.prose import plain_text, sentences
from storyforge.model.beats import Beat, Source
from storyforge.providers.offline.telling.books import OF_BOOKS
from storyforge.tasks.beatsheet import FEWEST, MOST, BeatSheetOutput
from storyforge.tasks.gaps import gap

if TYPE_CHECKING:
    from storyforge.tasks.beatsheet import BeatSheetContext


def beatsheet(context: BeatSheetContext) -> BeatSheetOutput:
    """Beats of a book by its survey, else of the telling itself."""
    if context.survey is not None:
        return cast("BeatSheetOutput", OF_BOOKS.load("beatsheet")(context))
    lines = [p for p in context.telling.split("\n\n") if p.strip() and not p.startswith("#")]
    told = [s for p in lines for s in sentences(p, context.brief.language)][:MOST]
    beats = [
        Beat(id=f"b{i:02}", text=plain_text(s) or s, source=Source(file=context.path, quote=s))
        for i, s in enumerate(told, 1)
    ]
    beats += [Beat(id=f"b{i:02}", text=gap("What happens next?")) for i in range(len(beats) + 1, FEWEST + 1)]
    return BeatSheetOutput(beats=tuple(beats))

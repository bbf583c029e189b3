"""The tasks `survey` and `digest`: what is in a long text, and what one part of it tells.

`survey` is always answered by the rules: it reads the whole text, costs nothing, and its passages are the author's own
words. `digest` goes to whoever writes, part by part, so that no question grows with the length of a book.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from pydantic import Field

from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.brief import Brief


class Section(Context):
    """A chapter, or another part of a text; its title is no part of the text."""

    title: str = Field("", description="Its heading, empty where it has none.")
    text: str = Field(description="Its text, paragraphs with an empty line between them.")


class Named(Output):
    """Somebody or something that is named."""

    name: str = Field(description="The name that is used in full or most often.")
    aliases: tuple[str, ...] = Field((), description="Other names in the text.")
    count: int = Field(description="How often it is named.")


class Passage(Output):
    """A sentence or two of the text, word for word; line breaks have become spaces."""

    text: str = Field(description="The words.")
    section: int = Field(ge=0, description="Index of its section.")
    offset: int = Field(ge=0, description="Characters before it, from the beginning of the first section on.")
    share: Decimal = Field(ge=0, le=1, description="Where it stands in the whole: 0 at the beginning, 1 at the end.")
    score: Decimal = Field(description="How telling it is: higher is more.")
    people: tuple[str, ...] = Field((), description="Names of those whom it names.")
    place: str = Field("", description="A place that it names.")
    writer: str = Field("", description="Who writes, in a letter or diary.")
    dated: str = Field("", description="The date of the letter or of the entry.")


class SurveyContext(Context):
    """A whole text."""

    language: str = Field(description="Language code.")
    sections: tuple[Section, ...] = Field(description="The text, part by part.")
    beats: int = Field(24, ge=1, description="How many passages a telling of the whole should have.")


class SurveyOutput(Output):
    """People, places, and the most telling passages of every part.

    `picks` are indexes into `passages`: one telling of the whole, from first to last.
    """

    words: int = Field(description="How long the text is.")
    people: tuple[Named, ...] = Field((), description="Whom the text names, the most often named first.")
    places: tuple[Named, ...] = Field((), description="Places, the most often named first.")
    passages: tuple[Passage, ...] = Field((), description="Telling passages in the order of the text.")
    picks: tuple[int, ...] = Field((), description="Indexes of those that tell the whole.")


class DigestContext(Context):
    """One part of a long text."""

    brief: Brief = Field(description="The story as a whole.")
    part: str = Field(description="Which part of how many, and its heading.")
    people: tuple[str, ...] = Field((), description="Names that the whole text uses most.")
    text: str = Field(description="The part, word for word.")
    passages: tuple[Passage, ...] = Field((), description="Its most telling passages, as rules found them.")


class DigestOutput(Output):
    """What a part tells."""

    ROLE: ClassVar[Role] = "story-writer"

    summary: str = Field(description="What happens in it, in at most 200 words; who does what, and how it ends.")
    people: tuple[str, ...] = Field((), description="Names of those who act in it.")
    quotes: tuple[str, ...] = Field((), description="Its up to five decisive sentences, word for word.")

    def faults(self, context: DigestContext) -> tuple[str, ...]:
        """Quotes that are not in the text."""
        text = " ".join(context.text.split())
        wrong = [quote for quote in self.quotes if " ".join(quote.split()) not in text]
        return tuple(f'"{quote[:80]}" is not in the text word for word.' for quote in wrong)

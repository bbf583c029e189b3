"""The brief: what every writing task is told of the story as a whole, of bounded size."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from storyforge.model.timing import Length
from storyforge.tasks.base import Context


class StylePassage(Context):
    """A passage of the written style's corpus."""

    text: str = Field(description="The passage, word for word.")
    source: str = Field(description="Where it stands.")
    score: Decimal = Field(description="How near it is, as a rank of this search: higher is nearer.")


class PersonTold(Context):
    """Somebody as a writer must know them."""

    name: str = Field(description="The name.")
    aliases: tuple[str, ...] = Field((), description="Other names.")
    role: str = Field("", description="main, secondary or background.")
    about: str = Field("", description="Who they are, how they look, what they want.")


class Note(Context):
    """A context file, or a part of one."""

    tag: str = Field(description="What the file is for, such as world or cast.")
    text: str = Field(description="What it says.")


class Brief(Context):
    """What shapes the story, and who is in it."""

    title: str = Field(description="The title.")
    language: str = Field(description="Language code; everything is written in this language.")
    mode: str = Field(description="expansion, condensation, transformation or screenplay.")
    type: str = Field("film", description="film, commercial, or audio: pictures for an audio that is there already.")
    length: str = Field("", description="Target length, from and to, in minutes and seconds.")
    rating: str = Field("", description="Content rating.")
    genres: tuple[str, ...] = Field((), description="Genres, the first the most important.")
    tone: str = Field("", description="Tone in the author's words.")
    summary: str = Field("", description="What happens, in a paragraph.")
    spine: tuple[str, ...] = Field((), description="Beats that carry the whole, in order, each with its id.")
    people: tuple[PersonTold, ...] = Field((), description="Who matters here, in full.")
    others: tuple[str, ...] = Field((), description="Everybody else, a line each.")
    notes: tuple[Note, ...] = Field((), description="What the author says about the world, its people and places.")
    sound: str = Field("", description="How it should sound, in words.")
    passages: tuple[StylePassage, ...] = Field((), description="How it should sound: passages of the written style.")

    @property
    def minutes(self) -> tuple[float, float]:
        """Target length in minutes, from and to; 3 to 8 where none is given."""
        if not self.length:
            return (3.0, 8.0)
        target = Length.parse(self.length)
        return (target.shortest / 60, target.longest / 60)

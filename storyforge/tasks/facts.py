"""Facts of a story as assistants are told them: gathered by rules, each with its words, never a whole script."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from storyforge.tasks.base import Context

SignKind = Literal[
    "dies",
    "out",
    "wakes",
    "leaves",
    "returns",
    "speaks",
    "acts",
    "destroyed",
    "mended",
    "given",
    "used",
    "age",
    "hurt",
    "lost",
]
"""What a sentence says has happened to somebody or something; `out` is unconscious, `lost` a condition that is gone."""


class Unit(Context):
    """A beat or a scene: what an assistant may name."""

    id: str = Field(description="Id of the beat, such as b07, or number of the scene.")
    text: str = Field(description="What happens: the beat, or the scene's heading and a sentence of it.")
    people: tuple[str, ...] = Field((), description="Names of those who are in it.")
    place: str = Field("", description="Where it happens.")
    act: str = Field("", description="Its act or chapter, where one is named.")
    goes_on: bool = Field(False, description="Whether it goes on from the one before without a gap in time.")
    elsewhen: bool = Field(False, description="Whether it plays in another time: a memory, a dream, an earlier year.")
    inside: str = Field("", description="INT., EXT. or INT./EXT., for scenes.")
    time: str = Field("", description="Time of day, for scenes that name one.")


class Known(Context):
    """Somebody as the text shows them."""

    name: str = Field(description="The name.")
    role: str = Field("", description="main, secondary or background.")
    units: tuple[str, ...] = Field((), description="Ids of the beats or scenes that they are in, in order.")
    speaks: int = Field(0, description="Number of speeches.")
    introduced: str = Field("", description="The sentence that introduces them, word for word; empty where none does.")
    first: str = Field("", description="The first thing that the text says of them, word for word.")
    last: str = Field("", description="The last thing that the text says of them, word for word.")


class Thing(Context):
    """A prop as the text shows it."""

    name: str = Field(description="The name.")
    units: tuple[str, ...] = Field((), description="Ids of the beats or scenes that it is in, in order.")
    quote: str = Field("", description="The sentence that has it first, word for word.")
    shown: bool = Field(False, description="Whether that points it out: in capitals, or in a shot of its own.")
    placed: bool = Field(
        False, description="Whether that only puts it somewhere: hidden, left lying, hung up, put away."
    )
    spoken: bool = Field(False, description="Whether somebody names it in a later scene.")
    decides: str = Field("", description="The sentence in which it decides something, word for word.")
    decides_in: str = Field("", description="The scene of that sentence.")


class Sign(Context):
    """A sentence that says what has become of somebody or something."""

    unit: str = Field(description="The scene.")
    at: int = Field(description="Its place in the script, counted in sentences and speeches; later is higher.")
    kind: SignKind = Field(description="What it says.")
    who: str = Field("", description="Of whom, or who does it.")
    to: str = Field("", description="To whom something is given.")
    thing: str = Field("", description="Of what.")
    quote: str = Field(description="The sentence, word for word.")


class Asked(Context):
    """A question of the dialogue that nobody answers in its scene."""

    unit: str = Field(description="The scene.")
    by: str = Field(description="Who asks.")
    quote: str = Field(description="The question, word for word.")
    later: bool = Field(False, description="Whether what it asks about is named again in a later scene.")

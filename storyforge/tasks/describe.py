"""The task `describe`: how one asset looks, from every passage of the script that names it.

One question an asset, of bounded size: a long film has more questions, and none that is longer.
"""

from __future__ import annotations

import re
from typing import ClassVar, Literal

from pydantic import Field

from storyforge.model.assets import AssetKind, Role
from storyforge.model.base import Model
from storyforge.tasks.base import Context, Output
from storyforge.tasks.base import Role as Answers

Part = Literal["age", "build", "face", "hair", "marks", "clothes", "look"]
PARTS: tuple[Part, ...] = ("age", "build", "face", "hair", "marks", "clothes", "look")
"""What a look is of, in the order in which an identity line has them."""
_WORD = re.compile(r"\w+")
_SPACED = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_STEM = 4
"""Letters by which a word is known again: `freckled` and `freckles`."""


class Passage(Context):
    """A paragraph of the script that names the asset."""

    scene: str = Field(description="Scene number.")
    text: str = Field(description="The paragraph, word for word.")


class DescribeContext(Context):
    """One asset, what the rules read of it, and the passages that name it."""

    language: str = Field(description="Language code of the story.")
    kind: AssetKind = Field(description="character, prop or setting.")
    name: str = Field(description="The name.")
    aliases: tuple[str, ...] = Field((), description="Other names for the same.")
    role: str = Field("", description="What the rules take the character to be: main, secondary or background.")
    read: str = Field("", description="How it looks, as far as rules read it. All of it stays.")
    passages: tuple[Passage, ...] = Field((), description="Passages that name it, in script order.")
    others: tuple[str, ...] = Field((), description="Who and what else is in these scenes, by name.")
    guidance: str = Field("", description="What the author wants different.")


class Detail(Model):
    """One thing that the script says of how the asset looks."""

    part: Part = Field(description="What it is of: age, build, face, hair, marks, clothes; look for anything else.")
    text: str = Field(description="The detail alone, in the words of the script: a scar across the chin.")
    lasting: bool = Field(description="Whether it holds in the whole film, so that every picture must show it.")
    scene: str = Field(description="Number of the scene that says so.")
    quote: str = Field(description="The words of the passage that say so, copied letter for letter.")


class Doubt(Model):
    """Something that only the author can decide."""

    ask: str = Field(description="The question.")
    about: tuple[str, ...] = Field((), description="The names that it is about.")
    quote: str = Field(description="The words of a passage that raise it, copied letter for letter.")


class DescribeOutput(Output):
    """How the asset looks, each thing with its quote."""

    ROLE: ClassVar[Answers] = "continuity-editor"

    details: tuple[Detail, ...] = Field((), description="All that the passages say of its looks, each once.")
    role: Role | None = Field(None, description="A character's weight in the story; nothing for things and places.")
    questions: tuple[Doubt, ...] = Field((), description="Whether two names are one, and the like; none is good.")

    def faults(self, context: DescribeContext) -> tuple[str, ...]:
        """Quotes that no passage has, and details that their quote does not say."""
        found = []
        for detail in self.details:
            if not is_quoted(detail.quote, context, detail.scene):
                found.append(f'"{detail.quote[:80]}" is in no passage of scene {detail.scene} letter for letter.')
            elif not is_said(detail.text, detail.quote):
                found.append(f'"{detail.text[:80]}" is not what "{detail.quote[:80]}" says; use its words.')
        found += [
            f'"{doubt.quote[:80]}" is in no passage letter for letter.'
            for doubt in self.questions
            if not is_quoted(doubt.quote, context)
        ]
        return tuple(found)


def is_quoted(quote: str, context: DescribeContext, scene: str = "") -> bool:
    """Whether the words are in a passage, of one scene or of any."""
    words = " ".join(quote.split())
    told = (passage for passage in context.passages if scene in ("", passage.scene))
    return bool(words) and any(words in " ".join(passage.text.split()) for passage in told)


def is_said(text: str, quote: str) -> bool:
    """Whether a detail has no word of weight that its quote lacks; short words are anybody's."""
    said = quote.casefold()
    return bool(text.strip()) and all(_is_in(word, said) for word in _WORD.findall(text.casefold()))


def _is_in(word: str, said: str) -> bool:
    if _SPACED.search(word):
        return all(letter in said for letter in word)
    return (len(word) < _STEM and not word.isdigit()) or re.search(
        rf"(?<!\w){re.escape(word[:_STEM])}", said
    ) is not None

"""The task `breakdown`: who, what and where is in a script, with every mention."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from storyforge.model.assets import Asset, Character, Definitions, Prop, Setting
from storyforge.model.cast import Cast
from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.pieces import Piece


class BreakdownScene(Context):
    """One scene of the script."""

    number: str = Field(description="Scene number.")
    heading: str = Field(description="Heading without number.")
    pieces: tuple[Piece, ...] = Field(description="Actions and speeches in order.")

    @property
    def words(self) -> str:
        """All of its text on one line, word for word."""
        found = [self.heading]
        for piece in self.pieces:
            found += [piece.name, piece.text, *(part.text for part in piece.parts)]
        return " ".join(" ".join(found).split())


class BreakdownContext(Context):
    """The whole script; this is the one task that reads it whole."""

    language: str = Field(description="Language code of the story.")
    scenes: tuple[BreakdownScene, ...] = Field(description="All scenes in order, omitted ones left out.")
    definitions: Definitions = Field(
        default_factory=Definitions, description="What the author defined; it always wins."
    )


class BreakdownOutput(Output):
    """All assets, each kind in order of first appearance."""

    ROLE: ClassVar[Role] = "continuity-editor"

    characters: tuple[Character, ...] = ()
    props: tuple[Prop, ...] = ()
    settings: tuple[Setting, ...] = ()

    def faults(self, context: BreakdownContext) -> tuple[str, ...]:
        """Slugs twice, scenes that there are not, quotes that no scene has, and speakers whom no character names."""
        assets: tuple[Asset, ...] = (*self.characters, *self.props, *self.settings)
        slugs = [asset.id for asset in assets]
        found = [f"{slug} is the id of two assets." for slug in dict.fromkeys(slugs) if slugs.count(slug) > 1]
        texts = {scene.number: scene.words for scene in context.scenes}
        for asset in assets:
            numbers = dict.fromkeys((*asset.scenes, *(mention.scene for mention in asset.mentions)))
            found += [f"{asset.id}: there is no scene {number}." for number in numbers if number not in texts]
            found += [
                f'{asset.id}: "{mention.quote[:80]}" is not in scene {mention.scene} word for word.'
                for mention in asset.mentions
                if mention.scene in texts and " ".join(mention.quote.split()) not in texts[mention.scene]
            ]
        cast = Cast((each.id, each.name, each.aliases) for each in self.characters)
        cues = dict.fromkeys(piece.name for scene in context.scenes for piece in scene.pieces if piece.kind == "speech")
        return (*found, *(f'"{cue}" speaks and is no character.' for cue in cues if not cast.knows(cue)))

"""Who and what is in a script: the story's assets, or where there are none yet, what the rules find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from storyforge.formats.prose import spelt
from storyforge.model.assets import Asset, Character, Prop
from storyforge.model.cast import Cast
from storyforge.stages.film.definitions import definitions
from storyforge.stages.film.reading import told
from storyforge.story import SCRIPT
from storyforge.tasks.breakdown import BreakdownContext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.stages.base import Asker
    from storyforge.story import Story
    from storyforge.tasks.breakdown import BreakdownOutput

Found = TypeVar("Found", bound=Asset)


@dataclass(frozen=True)
class Folk:
    """The characters and props of a script, each kind in order of first appearance."""

    characters: tuple[Character, ...] = ()
    props: tuple[Prop, ...] = ()

    @property
    def cast(self) -> Cast:
        """Slugs by name and alias."""
        return Cast((person.id, person.name, person.aliases) for person in self.characters)

    def names(self) -> dict[str, str]:
        """Every name in lower case -> the name that a person or a prop goes by."""
        found: dict[str, str] = {}
        for asset in (*self.characters, *self.props):
            for name in (asset.name, *asset.aliases):
                found.setdefault(name.casefold(), spelt(asset.name))
        return found

    def things(self) -> dict[str, str]:
        """What props may be called, in lower case -> the prop: their names, and last words that are of one alone."""
        found = {name.casefold(): spelt(prop.name) for prop in self.props for name in (prop.name, *prop.aliases)}
        heads = [prop.name.split()[-1].casefold() for prop in self.props]
        for prop, head in zip(self.props, heads, strict=True):
            if heads.count(head) == 1 and len(head) > 2:
                found.setdefault(head, spelt(prop.name))
        return found

    def main(self, most: int = 6) -> tuple[Character, ...]:
        """Main characters; where none is called so, whoever speaks most."""
        main = [person for person in self.characters if person.role == "main" and not person.group]
        if main:
            return tuple(main[:most])
        speaking = [person for person in self.characters if person.speeches and not person.group]
        return tuple(sorted(speaking, key=lambda person: -person.speeches)[:2])


def folk_of(story: Story, rules: Asker) -> Folk:
    """The assets of a story by the scenes of its script; where there are none, what the rules of breakdown find."""
    order = {number: row for row, number in enumerate(story.scenes)} if SCRIPT in story.summaries else {}
    assets = story.assets
    if not assets and order:
        context = BreakdownContext(
            language=story.story.language, scenes=told(story.scenes), definitions=definitions(story)
        )
        found = cast("BreakdownOutput", rules.ask("breakdown", context))
        return Folk(found.characters, found.props)
    people = [asset for asset in assets.values() if isinstance(asset, Character)]
    things = [asset for asset in assets.values() if isinstance(asset, Prop)]
    return Folk(tuple(_ordered(people, order)), tuple(_ordered(things, order)))


def _ordered(assets: Iterable[Found], order: dict[str, int]) -> list[Found]:
    last = len(order)
    return sorted(assets, key=lambda asset: (min((order.get(n, last) for n in asset.scenes), default=last), asset.id))

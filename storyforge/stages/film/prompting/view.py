"""What a prompt may know: one scene, its assets, the story's parameters; nothing of any other scene."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from storyforge.formats.prose import spelt
from storyforge.formats.visual_styles import no_files, visual_style
from storyforge.model.assets import Character, Setting
from storyforge.stages.film.prompting.sight import Names
from storyforge.stages.film.prompting.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.assets import Asset
    from storyforge.model.scene import Scene
    from storyforge.model.story import Story
    from storyforge.model.visual_style import VisualStyle
    from storyforge.stages.film.prompting.tables import Words

LONGEST_LOOK = 240
"""Characters of a description that go into a prompt: descriptions are gathered over a whole film, prompts are not."""


@dataclass(frozen=True)
class View:
    """One scene as its prompts see it.

    `looks` are what an element looks like in this scene alone, by slug; `style` is the scene's visual style;
    `opening` is the weather or the light that the scene opens with.
    """

    scene: Scene
    assets: Mapping[str, Asset]
    story: Story
    interior: bool = True
    looks: Mapping[str, str] = field(default_factory=dict)
    style: VisualStyle | None = None
    opening: str = ""

    @cached_property
    def told(self) -> Names:
        """How everything is called, without a word of how it looks."""
        called: dict[str, str] = {}
        known: dict[str, str] = {}
        for slug, asset in self.assets.items():
            named = isinstance(asset, Character | Setting)
            called[slug] = spelt(asset.name) if named else asset.name.lower() if asset.name.isupper() else asset.name
            if isinstance(asset, Character):
                for name in (asset.name, *asset.aliases):
                    known.setdefault(name.casefold(), spelt(asset.name))
        people = {slug: asset.pronouns for slug, asset in self.assets.items() if isinstance(asset, Character)}
        return Names(self.story.language, self.story.rate, called, known, people)

    @cached_property
    def voices(self) -> dict[str, str]:
        """How characters sound, by slug; who has no voice of their own is in none."""
        people = [asset for asset in self.assets.values() if isinstance(asset, Character)]
        return {person.id: person.voice.words for person in people if person.voice.words}

    @property
    def words(self) -> Words:
        """The word list of the story's language."""
        return self.told.words

    @property
    def names(self) -> Mapping[str, str]:
        """Folded name or alias -> the one name of a character in prompts."""
        return self.told.known

    def name(self, slug: str) -> str:
        """How an element is called in a prompt."""
        return self.told.name(slug)

    def look(self, slug: str) -> str:
        """The line that says how an element looks: of this scene, else the identity line, else the description."""
        asset = self.assets.get(slug)
        if self.looks.get(slug):
            text = self.looks[slug]
        elif isinstance(asset, Character) and asset.identity_line:
            text = asset.identity_line
        else:
            text = asset.description if asset else ""
        # The author's line goes in word for word; one gathered from an introduction opens with the name.
        short = shortened(text.removeprefix(f"{asset.name}, ") if asset else text)
        return ". ".join([*([short] if short else []), *layout(asset)]) if isinstance(asset, Setting) else short

    def state(self, tags: tuple[str, ...]) -> list[str]:
        """Condition tags in words a picture model reads."""
        plain: dict[str, str] = table("wording")["conditions"]
        found = []
        for tag in tags:
            verb, colon, thing = tag.partition(":")
            found.append(f"{verb} the {self.name(thing)}" if colon else plain.get(tag, tag))
        return found

    @cached_property
    def light(self) -> str:
        """The light of the scene's time of day."""
        rows: dict[str, dict[str, str]] = table("wording")["light"]
        row = rows.get(self.scene.time.upper()) or rows[""]
        if self.interior:
            return self.opening or f"{row['inside']}."
        return f"{row['outside']}. {self.opening}".strip()

    @cached_property
    def styled(self) -> VisualStyle:
        """The visual style: the one that was given, else the story's, where that is built in or in its own words."""
        return self.style or visual_style(no_files, self.story.styles.visual or "")


def style_row(name: str) -> dict[str, str]:
    """Block and tag of a visual style; one that is in no table stands as it is written."""
    found = visual_style(no_files, name)
    return {"block": found.said, "tag": found.tag}


def layout(setting: Setting) -> list[str]:
    """What is always where it is in a place, as its author says; each a sentence without its stop."""
    always = ", ".join(setting.locked_elements)
    return [
        *([shortened(setting.spatial_notes)] if setting.spatial_notes else []),
        *([f"Always there: {always}"] if always else []),
    ]


def shortened(text: str) -> str:
    """A description cut at a sentence, else at a word, to `LONGEST_LOOK`; one line, no final stop."""
    flat = re.sub(r"\s+", " ", text).strip()
    if len(flat) > LONGEST_LOOK:
        cut = flat[:LONGEST_LOOK]
        stop = max(cut.rfind(mark) for mark in ".;。")
        flat = cut[:stop] if stop > LONGEST_LOOK // 3 else cut[: cut.rfind(" ")] if " " in cut else cut
    return flat.rstrip(" .,;。")

"""Who and what a scene has to be blocked, compiled once: people, props, names and words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from storyforge.model.assets import Character
from storyforge.stages.film.blocking.words import lexicon
from storyforge.tasks.names import compile_names
from storyforge.tasks.shots import CastMember
from storyforge.tasks.staging import staging

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.shots import ShotList
    from storyforge.stages.film.blocking.words import Lexicon
    from storyforge.stages.film.prompting.view import View
    from storyforge.tasks.names import Names


@dataclass(frozen=True)
class Company:
    """A scene's shots and what may be known of the story."""

    shots: ShotList
    view: View

    @cached_property
    def language(self) -> str:
        """The language of the action."""
        return self.view.story.language

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of the language."""
        return lexicon(self.language)

    @cached_property
    def people(self) -> dict[str, Character]:
        """Slug -> character, for everyone the scene names."""
        named = [*self.view.scene.people]
        for shot in self.shots.shots:
            named += [shot.subject, *(person.id for person in shot.characters)]
            named += [shot.axis.left, shot.axis.right] if shot.axis else []
        assets = ((slug, self.view.assets.get(slug)) for slug in dict.fromkeys(named))
        return {slug: asset for slug, asset in assets if isinstance(asset, Character)}

    @cached_property
    def names(self) -> Names:
        """The names of the scene's people."""
        cast = [
            CastMember(id=slug, name=asset.name, aliases=asset.aliases, pronouns=asset.pronouns, group=asset.group)
            for slug, asset in self.people.items()
        ]
        return compile_names(cast, staging(self.language))

    @cached_property
    def props(self) -> tuple[re.Pattern[str] | None, dict[str, str]]:
        """A pattern of the names of all props in the scene, and name -> slug."""
        slugs = dict.fromkeys((*self.view.scene.props, *(slug for shot in self.shots.shots for slug in shot.props)))
        found: dict[str, str] = {}
        for slug in slugs:
            asset = self.view.assets.get(slug)
            for name in (asset.name, *asset.aliases) if asset else (slug.replace("-", " "),):
                found.setdefault(name.casefold(), slug)
        keys = sorted((key for key in found if key), key=lambda key: (-len(key), key))
        body = "|".join(rf"(?<!\w){re.escape(key)}(?:e?s)?(?!\w)" for key in keys)
        return (re.compile(body, re.IGNORECASE) if keys else None), found

    @cached_property
    def fixed(self) -> frozenset[str]:
        """Props of the scene that nobody holds: furniture, vehicles, what is too big."""
        return frozenset(slug for slug in self.props[1].values() if self.is_fixed(slug))

    def is_fixed(self, slug: str) -> bool:
        """Whether nobody holds a prop."""
        return self.is_thing("fixed", slug)

    def is_thing(self, kind: str, slug: str) -> bool:
        """Whether a prop is of a kind of the table, by the last word of its name."""
        asset = self.view.assets.get(slug)
        last = re.split(r"[\s-]", (asset.name if asset else slug).lower())[-1]
        return self.lexicon.has(f"thing-{kind}", last)

    @cached_property
    def in_car(self) -> bool:
        """Whether the scene plays inside a car."""
        words = re.split(r"[-\s]", f"{self.view.scene.setting} {self.view.scene.place.lower()}")
        return self.view.interior and any(self.lexicon.has("car-inside", word) for word in words)

    def nameless(self, text: str) -> str:
        """A text without the names of the cast."""
        for named in reversed(self.names.find(text)):
            text = f"{text[: named.start]} {text[named.end :]}"
        return text

    def props_in(self, text: str, start: int, end: int) -> tuple[str, ...]:
        """Slugs of the props named between two places."""
        pattern, names = self.props
        if pattern is None:
            return ()
        found = (match[0].casefold() for match in pattern.finditer(text, start, end))
        return tuple(dict.fromkeys(self._slug(name, names) for name in found))

    @staticmethod
    def _slug(name: str, names: Mapping[str, str]) -> str:
        return next(names[form] for form in (name, name[:-1], name[:-2]) if form in names)

    def is_heard(self, extension: str) -> bool:
        """Whether a line with this extension is heard, not seen."""
        return bool(extension) and staging(self.language).is_heard(extension.split(","))

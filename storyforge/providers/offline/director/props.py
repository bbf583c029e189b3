"""Finds the props that a sentence names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.providers.offline.director.text import NO_SPACES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.director.lexicon import Lexicon
    from storyforge.tasks.shots import PropNamed


class Props:
    """A compiled list of props: names and aliases, with or without a plural ending."""

    def __init__(self, props: Sequence[PropNamed], words: Lexicon) -> None:
        self.words = words
        self.ids: dict[str, str] = {}
        for prop in props:
            for name in (prop.name, *prop.aliases):
                if name.strip():
                    self.ids.setdefault(name.strip().casefold(), prop.id)
        keys = sorted(self.ids, key=lambda key: (-len(key), key))
        self.pattern = re.compile("|".join(map(_bounded, keys)), re.IGNORECASE) if keys else None

    def blanked(self, text: str) -> str:
        """The text without names of several words, so that nobody notices a notice board."""
        return (
            self.pattern.sub(lambda found: " " if " " in found.group() else found.group(), text)
            if self.pattern
            else text
        )

    def find(self, text: str) -> tuple[str, ...]:
        """Slugs of the props that are named and seen, each once, in order; a telephone that RINGS is no ring."""
        if self.pattern is None:
            return ()
        found = (match for match in self.pattern.finditer(text) if not self.words.sounds.fullmatch(match.group()))
        seen = (match for match in found if not self.words.unseen.hides(text, *match.span(), thing=True))
        return tuple(dict.fromkeys(self._id(match.group()) for match in seen))

    def _id(self, found: str) -> str:
        key = found.casefold()
        return next(self.ids[form] for form in (key, key[:-1], key[:-2]) if form in self.ids)


def _bounded(key: str) -> str:
    body = re.escape(key)
    return body if NO_SPACES.search(key) else rf"(?<!\w){body}(?:e?s)?(?!\w)"

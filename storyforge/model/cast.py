"""The cast: which character a cue belongs to.

A cue is a person's name without extensions (craft 1). `THE MAN` and `MAN` are one; `A AND B` and `A / B` are several
people speaking at once. Nothing else is ever taken for the same: aliases are the author's to give.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ARTICLE = re.compile(r"^(?:(?:the|an?|der|die|das|le|la|les|el|los|las|il|lo|gli|o|os|as) |l')(?=\S)")
_TOGETHER = re.compile(r"\s*(?:/|&|\+|,)\s*|\s+(?:and|und|et|y|e|и|og|och|en)\s+")
_INVISIBLE = dict.fromkeys((0x200E, 0x200F, 0xFEFF, 0x00AD))


def name_key(name: str) -> str:
    """What two spellings of one name share: case, marks, apostrophes, spaces and a leading article do not count."""
    text = unicodedata.normalize("NFKC", name.translate(_INVISIBLE)).casefold().replace("’", "'").replace("`", "'")
    text = re.sub(r"\s+", " ", re.sub(r"[*_]+", "", text)).strip(" .:^@")
    return _ARTICLE.sub("", text)


class Cast:
    """Slugs by name and alias."""

    def __init__(self, members: Iterable[tuple[str, str, Iterable[str]]]) -> None:
        """`members` are (slug, name, aliases); a name wins over another's alias."""
        self._slugs: dict[str, str] = {}
        listed = [(slug, name, tuple(aliases)) for slug, name, aliases in members]
        for slug, name, _ in listed:
            self._slugs.setdefault(name_key(name), slug)
        for slug, _, aliases in listed:
            for alias in aliases:
                self._slugs.setdefault(name_key(alias), slug)

    def find(self, cue: str) -> str | None:
        """The slug of one name, or None."""
        return self._slugs.get(name_key(cue))

    def speakers(self, cue: str) -> tuple[str, ...]:
        """The slugs behind a cue, several where people speak together; those that are not known are left out."""
        whole = self.find(cue)
        if whole:
            return (whole,)
        found = (self.find(part) for part in _TOGETHER.split(name_key(cue)))
        return tuple(dict.fromkeys(slug for slug in found if slug))

    def knows(self, cue: str) -> bool:
        """Whether everyone behind a cue is known."""
        parts = [part for part in _TOGETHER.split(name_key(cue)) if part]
        return self.find(cue) is not None or (bool(parts) and all(self.find(part) for part in parts))

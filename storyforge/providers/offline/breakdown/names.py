"""Names: how a cue is folded to a person, and where names stand in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from storyforge.formats.fountain.emphasis import plain
from storyforge.providers.offline.words import straight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storyforge.providers.offline.breakdown.lexicon import Lexicon

Owner = TypeVar("Owner")

# Extensions that some writers leave without parentheses; only those that can't be a name.
_EXTENSION = re.compile(
    r"\s*(?:[(（][^)）]*[)）]?|[-–—,]?\s*\b(?:CONT['’]?D\b\.?|CONTINUING|V\.\s?O\.?|O\.\s?S\.?|O\.\s?C\.?))\s*$",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


def written(cue: str) -> str:
    """A cue as its author wrote the name: without extensions, emphasis and signs around it."""
    name = _SPACE.sub(" ", plain(cue)).strip()
    while (shorter := _EXTENSION.sub("", name)) and shorter != name:
        name = shorter
    return name.strip(" @^:*_").rstrip(".") if len(name.rstrip(".")) > 2 else name.strip(" @^:*_")


def people(cue: str, lexicon: Lexicon) -> list[str]:
    """The names in one cue: both of `ANNA AND BORIS`, `ANNA/BORIS`, one of `GUARD 1/2` and `WALTER, JR`."""
    name = written(cue)
    parts = [part.strip() for part in lexicon.joint.split(name)]
    if len(parts) > 1 and all(any(char.isalpha() for char in part) for part in parts):
        return list(dict.fromkeys(parts))
    return [name] if any(char.isalnum() for char in name) else []


class Hit(NamedTuple, Generic[Owner]):
    """A name found in a text."""

    start: int
    end: int
    owner: Owner
    text: str


class NameIndex(Generic[Owner]):
    """Finds many names at once; the longest wins.

    A name counts where it is written with a capital; wholly in lower case only if `loose`. In scripts without capitals
    a name may stand amid other letters. `endings` maps the end of a name to the ends that it takes in other cases.
    """

    def __init__(
        self, names: Mapping[str, Owner], *, loose: Iterable[str] = (), endings: Mapping[str, str] | None = None
    ) -> None:
        self._owners: dict[str, Owner] = {}
        self._loose = {straight(name).casefold() for name in loose}
        for name, owner in names.items():
            for form in _inflected(straight(name).casefold(), endings or {}):
                self._owners.setdefault(form, owner)
        cased = [form for form in self._owners if any(c.islower() for c in form) or form.isdigit()]
        plainer = [form for form in self._owners if form not in set(cased) and len(form) > 1]
        self._pattern = re.compile(
            "|".join(part for part in (_bounded(cased), _alternation(plainer)) if part) or r"(?!)", re.IGNORECASE
        )

    def find(self, text: str) -> list[Hit[Owner]]:
        """The names in a text with straight apostrophes, in order."""
        found = []
        for match in self._pattern.finditer(text):
            form = match.group()
            low = form.casefold()
            owner = self._owners.get(low)
            if owner is not None and (form != form.lower() or low == form.upper() or low in self._loose):
                found.append(Hit(match.start(), match.end(), owner, form))
        return found


def _bounded(forms: list[str]) -> str:
    return rf"(?<!\w)(?:{_alternation(forms)})(?!\w)" if forms else ""


def _alternation(forms: list[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(set(forms), key=lambda form: (-len(form), form)))


def _inflected(name: str, endings: Mapping[str, str]) -> list[str]:
    for ending in sorted(endings, key=len, reverse=True):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            stem = name[: len(name) - len(ending)] if ending else name
            return [name, *(stem + other for other in endings[ending].split())]
    return [name]

"""Finds many names at once in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from storyforge.providers.offline.words import straight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Owner = TypeVar("Owner")


class Hit(NamedTuple, Generic[Owner]):
    """A name found in a text."""

    start: int
    end: int
    owner: Owner
    text: str


def single_words(named: Iterable[tuple[Owner, Iterable[str]]], dull: Callable[[str, str], bool]) -> dict[str, Owner]:
    """Words of longer names that stand for one person alone: `Quill` for `MR. QUILL`, unless two have it.

    Names are in lower case; `dull(word, name)` tells which words stand for nobody.
    """
    owners: dict[str, list[Owner]] = {}
    for owner, names in named:
        words = {word.strip(".,'\"()"): None for name in names for word in name.split() if not dull(word, name)}
        for word in words:
            owners.setdefault(word, []).append(owner)
    return {word: found[0] for word, found in owners.items() if len(found) == 1 and len(word) > 2}


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

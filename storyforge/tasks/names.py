"""Finds who is named in a text, by the cast a task is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storyforge.tasks.shots import CastMember
    from storyforge.tasks.staging import Staging

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*\.?")
_NO_CASE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


class Named(NamedTuple):
    """A mention: who, and from where to where in the text. `owner` is set where only something of theirs is meant."""

    id: str
    start: int
    end: int
    owner: bool


@dataclass(frozen=True)
class Names:
    """A compiled cast; `find` gives the mentions in a text in order."""

    pattern: re.Pattern[str] | None
    ids: dict[str, str]
    determiners: frozenset[str]

    def find(self, text: str) -> list[Named]:
        """Mentions in order; a name needs a capital or two words, a role needs a determiner (`the guard`)."""
        if self.pattern is None:
            return []
        found = []
        for match in self.pattern.finditer(text):
            start, end = match.span()
            if self._means_somebody(text, match.group(), start):
                found.append(Named(self.ids[_key(match.group())], start, end, text[end : end + 2] in _OWNERS))
        return found

    def among(self, text: str) -> tuple[str, ...]:
        """Who is named, each once, in order."""
        return tuple(dict.fromkeys(named.id for named in self.find(text)))

    def _means_somebody(self, text: str, name: str, start: int) -> bool:
        if not name[0].islower() or " " in name:
            return True
        before = text[:start].rsplit(None, 1)
        return bool(before) and before[-1].lower().strip("*_") in self.determiners


_OWNERS = ("'s", "’s", "'S", "’S")


def _key(name: str) -> str:
    return name.replace("’", "'").casefold()


def compile_names(cast: Sequence[CastMember], words: Staging) -> Names:
    """The names, the aliases, and each word of a name that one member of the cast has alone and that is no role."""
    ids: dict[str, str] = {}
    for member in cast:
        for name in (member.name, *member.aliases):
            if name.strip():
                ids.setdefault(_key(name.strip()), member.id)
    for word, owners in _single_words(cast).items():
        if len(owners) == 1 and word not in words.roles and len(word) > 2:
            ids.setdefault(word, owners[0])
    if not ids:
        return Names(None, {}, words.determiners)
    keys = sorted(ids, key=lambda key: (-len(key), key))
    body = "|".join(_bounded(key) for key in keys)
    return Names(re.compile(body, re.IGNORECASE), ids, words.determiners)


def _bounded(key: str) -> str:
    body = re.escape(key).replace("'", "['’]")
    return body if _NO_CASE.search(key) else rf"(?<!\w){body}(?!\w)"


def _single_words(cast: Iterable[CastMember]) -> dict[str, list[str]]:
    """Word -> the ids of the members who have it in a name.

    Of aliases too, for a word that two share stands for neither.
    """
    owners: dict[str, list[str]] = {}
    for member in cast:
        for name in (member.name, *member.aliases):
            for word in {_key(found): None for found in _WORD.findall(name)}:
                if member.id not in owners.setdefault(word, []):
                    owners[word].append(member.id)
    return owners

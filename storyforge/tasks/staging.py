"""The words of `templates/lexicons/staging.toml`.

Who is heard only, who circles whom, and what makes a scene a montage.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from storyforge import resources

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Staging:
    """Compiled words of one language, with those that every language shares.

    `roles` are words that several people may be called by, so that one alone never stands for a name; `determiners`
    come before them where they do mean somebody (`the guard`).
    """

    heard: re.Pattern[str]
    over: re.Pattern[str]
    montage: re.Pattern[str]
    found_footage: re.Pattern[str]
    stage: re.Pattern[str]
    circles: re.Pattern[str]
    found_footage_genres: frozenset[str]
    stage_genres: frozenset[str]
    roles: frozenset[str]
    determiners: frozenset[str]

    def is_heard(self, extensions: Iterable[str]) -> bool:
        """Whether a cue with these extensions is heard but not seen (V.O., O.S., on the phone)."""
        return any(self.heard.fullmatch(extension.strip()) for extension in extensions)

    def is_over(self, extensions: Iterable[str]) -> bool:
        """Whether it lies over the pictures (V.O., PRE-LAP), rather than coming from beside the frame."""
        return any(self.over.fullmatch(extension.strip()) for extension in extensions)


@cache
def staging(language: str) -> Staging:
    """The words of a language; one without its own has those of `any`."""
    table = tomllib.loads(resources.read_template("lexicons/staging.toml"))
    own = table.get(language.lower().replace("_", "-").partition("-")[0], {})
    return _compiled(table["any"], own)


def _compiled(shared: dict[str, Any], own: dict[str, Any]) -> Staging:
    def pattern(key: str) -> re.Pattern[str]:
        rows = [*shared.get(key, ()), *own.get(key, ())]
        return re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE) if rows else _NEVER

    def words(key: str) -> frozenset[str]:
        return frozenset(f"{shared.get(key, '')} {own.get(key, '')}".split())

    return Staging(
        heard=pattern("heard"),
        over=pattern("over"),
        montage=pattern("montage"),
        found_footage=pattern("found-footage"),
        stage=pattern("stage"),
        circles=pattern("circles"),
        found_footage_genres=frozenset(own.get("found-footage-genres", ("found footage", "found-footage"))),
        stage_genres=frozenset(own.get("stage-genres", ("stage", "stage play"))),
        roles=words("roles"),
        determiners=words("determiners"),
    )

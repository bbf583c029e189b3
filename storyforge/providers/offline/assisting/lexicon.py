"""The words that the rules of the assistant read by, from `templates/lexicons/assist.<language>.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from storyforge import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class Lexicon:
    """The patterns of one language, and the sentences that are understood in it."""

    table: Mapping[str, Any]

    def pattern(self, name: str, group: str = "twists") -> re.Pattern[str]:
        """One pattern, in any case; it matches nothing where the language has none."""
        told = self.table.get(group, {}).get(name)
        return re.compile(told, re.IGNORECASE) if told else _NOTHING

    def wishes(self) -> list[Mapping[str, Any]]:
        """What `do` understands, in the order in which it is tried."""
        return list(self.table.get("do", ()))


@lru_cache(maxsize=16)
def lexicon(code: str) -> Lexicon:
    """The lexicon of one language; an empty one where there is none."""
    file = f"lexicons/assist.{code.partition('-')[0]}.toml"
    return Lexicon(tomllib.loads(resources.read_template(file)) if resources.template(file).is_file() else {})

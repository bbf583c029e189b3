"""Tells what a sentence names without showing it: what is not there, or only spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_NEVER = re.compile(r"(?!)")
_REACH = 60
"""Letters before and after a name that are looked at."""
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|『[^』]*』|(?<!\w)\"[^\"]*\"")


@dataclass(frozen=True)
class Unseen:
    """Patterns of one language, right before a name and right after it; `things` hold for things only."""

    before: re.Pattern[str] = _NEVER
    after: re.Pattern[str] = _NEVER
    things: re.Pattern[str] = _NEVER

    def hides(self, text: str, start: int, end: int, *, thing: bool) -> bool:
        """Whether what is named at a place of a sentence is not seen; words in quotation marks show nothing."""
        before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
        if self.before.search(before) or self.after.match(after) or (thing and self.things.search(before)):
            return True
        return any(match.start() < start and end < match.end() for match in _QUOTED.finditer(text))


def unseen(own: Mapping[str, Any]) -> Unseen:
    """The patterns of `unseen:` in a table of words, with its `the` and `any` put in for `{the}` and `{any}`."""
    table = own.get("unseen", {})
    the, adjective = table.get("the", ""), table.get("any", "")

    def pattern(key: str, tail: str) -> re.Pattern[str]:
        rows = [str(row).replace("{the}", the).replace("{any}", adjective) + tail for row in table.get(key, ())]
        return re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE) if rows else _NEVER

    return Unseen(pattern("before", r"\s$"), pattern("after", ""), pattern("things", r"\s$"))

"""A finding: what a check has to say about a place in a story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint with its place; content is never a reason to raise."""

    check: str
    severity: Severity
    message: str
    path: str = ""
    line: int | None = None
    hint: str = ""
    about: str = ""
    """The item of the file that it is about, such as `3A.start`; empty: the file."""
    waived: str = ""
    """Why its author lives with it; empty where they don't."""

    @property
    def name(self) -> str:
        """What it is called where it is accepted: `speech_fits:3B`; what every scene has goes by its folder too."""
        scene = f"{self.path.split('/')[1]}/" if self.path.startswith("scenes/") else ""
        about = self.about if not scene or self.about[:1].isdigit() else f"{scene}{self.about}"
        return f"{self.check}:{about if self.about else self.path}"

    @property
    def says(self) -> str:
        """What it says, numbers left out: the same complaint about a little more is the same complaint."""
        return re.sub(r"(?<!\w)\d+(?:[.,:]\d+)*(?![A-Z])", "#", self.message)

    @property
    def place(self) -> str:
        """`path:line` for an editor to jump to."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        names = ("check", "severity", "message", "path", "line", "hint", "about", "name")
        found = {name: getattr(self, name) for name in names}
        return found | ({"waived": self.waived} if self.waived else {})

"""A finding: what a check has to say about a place in a story."""

from __future__ import annotations

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

    @property
    def place(self) -> str:
        """`path:line` for an editor to jump to."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return {name: getattr(self, name) for name in ("check", "severity", "message", "path", "line", "hint")}

"""Scores of pictures by what they show, kept on this machine, so that none is worked out twice."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_MOST = 20_000
"""Scores that are kept; the oldest go first."""


class Scores:
    """Scores by key in one file, `name`; `version` names the program and the numbers that they depend on."""

    def __init__(self, folder: Path, version: str, name: str = "drift") -> None:
        self._path = folder / f"{name}.json"
        self._version = version
        self._known = self._read()
        self._new = False

    def _read(self) -> dict[str, Any]:
        try:
            data = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        found = data.get("scores") if isinstance(data, dict) and data.get("version") == self._version else None
        return found if isinstance(found, dict) else {}

    def get(self, key: str) -> Any:
        """The score of a key, or None."""
        return self._known.get(key)

    def put(self, key: str, score: Any) -> None:
        """Remember a score."""
        self._known[key] = score
        self._new = True

    def save(self) -> None:
        """Write what is new; a file that can't be written is no error."""
        if not self._new:
            return
        kept = dict(list(self._known.items())[-_MOST:])
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps({"version": self._version, "scores": kept}), "utf-8")
            temporary.replace(self._path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        self._new = False

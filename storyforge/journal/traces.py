"""Traces: every question to a language model as one JSON line, on this machine only.

A file a day below `storyforge/traces/` in the common git folder. Nothing of it ever leaves the machine by itself.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Traces:
    """The traces of one repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "traces"

    def write(self, line: dict[str, Any]) -> None:
        """Add a line; one that can't be written stops nobody's work."""
        now = datetime.now(UTC)
        text = json.dumps({"time": now.isoformat(timespec="milliseconds"), **line}, ensure_ascii=False) + "\n"
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            file = os.open(self.folder / f"{now:%Y-%m-%d}.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                # One write, so that lines of threads and processes never mix.
                os.write(file, text.encode(errors="replace"))
            finally:
                os.close(file)

    def read(self) -> Iterator[dict[str, Any]]:
        """All lines, the oldest first; what is no whole line is left out."""
        for file in sorted(self.folder.glob("*.jsonl")) if self.folder.is_dir() else ():
            with suppress(OSError), file.open(encoding="utf-8", errors="replace") as stream:
                for text in stream:
                    with suppress(ValueError):
                        line = json.loads(text)
                        if isinstance(line, dict):
                            yield line

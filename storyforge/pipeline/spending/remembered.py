"""Rules whose answers are remembered: what is in a long book is found once, not by every command that asks.

A cache in the common git folder: deleting it loses nothing, and one that can't be written is no error.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from storyforge import __version__
from storyforge.model.digest import digest
from storyforge.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from storyforge.errors import StoryforgeError
    from storyforge.pipeline.spending.work import Asking
    from storyforge.tasks.base import Context, Output

REMEMBERED = ("survey",)
"""Tasks that read a whole text, and always find the same in it."""
RULES = 1
"""Counts up when the rules of such a task find something else in the same text."""
KEPT = 8
"""Answers, the newest; a story has one source, and a machine few stories."""


class Remembered:
    """Asks rules, or remembers what they answered."""

    def __init__(self, asking: Asking, common_dir: Path) -> None:
        self._asking = asking
        self._folder = common_dir / "storyforge" / "surveys"

    @property
    def name(self) -> str:
        """Whom it asks."""
        return self._asking.name

    @property
    def pure(self) -> bool:
        """Whether rules of ours answer."""
        return self._asking.pure

    def ask(self, task: str, context: Context) -> Output:
        """Answer one task; raises what the rule raises."""
        if task not in REMEMBERED:
            return self._asking.ask(task, context)
        file = self._folder / f"{digest([__version__, RULES, task, context.model_dump(mode='json')])}.json"
        known = _read(file, task)
        if known is not None:
            return known
        found = self._asking.ask(task, context)
        self._keep(file, found.model_dump_json())
        return found

    def ask_each(self, task: str, contexts: Mapping[str, Context]) -> dict[str, Output | StoryforgeError]:
        """Answer one task for many scenes."""
        return self._asking.ask_each(task, contexts)

    def close(self) -> None:
        """Let the workers go."""
        self._asking.close()

    def _keep(self, file: Path, text: str) -> None:
        temporary = file.with_name(f".{file.name}.{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            temporary.write_text(text, "utf-8")
            temporary.replace(file)
            ages = sorted(self._folder.glob("*.json"), key=lambda one: one.stat().st_mtime_ns, reverse=True)
            for old in ages[KEPT:]:
                old.unlink(missing_ok=True)


def _read(file: Path, task: str) -> Output | None:
    """What was answered before; None where nothing was, or where it can't be read."""
    try:
        output: Output = TASKS.load(task).model_validate_json(file.read_bytes())
    except (OSError, ValueError):
        return None
    return output

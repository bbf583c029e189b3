"""Tools for edits of a story: finding a place for one, and changing an artifact as an editor would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from storyforge.model.numbering import folder
from storyforge.pipeline.change import to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from storyforge.model.base import Artifact
    from storyforge.story import Story

Data = dict[str, Any]
Changes = dict[str, bytes]
Edit: TypeAlias = "Callable[[Story, Random], Changes]"
WORDS = (
    "slowly", "window", "again", "rain", "table", "silence", "look", "turns", "walks", "sits", "smiles", "door",
    "light", "lamp", "coat", "cup", "letter", "towards", "stands", "leaves", "holds", "takes", "puts", "drops",
    "opens", "closes", "waits", "runs", "kneels", "wet", "torn", "asleep", "bleeding", "dark", "burning", "left",
    "right", "behind",
)  # fmt: skip


class ImpossibleError(Exception):
    """An edit that this story has no place for."""


def pick(random: Random, found: list[Any]) -> Any:
    if not found:
        raise ImpossibleError
    return random.choice(found)


def of_kind(story: Story, random: Random, end: str) -> str:
    numbers = {folder(number) for number in story.scenes}
    paths = [
        p
        for p in sorted(story.files.ids)
        if p.endswith(end) and (not p.startswith("scenes/") or p[7:].split("/")[0] in numbers)
    ]
    return str(pick(random, paths))


def changed(story: Story, path: str, change: Callable[[Data], None]) -> Changes:
    model: Artifact | None = story.model(path)
    if model is None:
        raise ImpossibleError
    data: Data = _loose(model.plain())
    change(data)
    return {path: to_bytes(story, path, type(model).model_validate(data))}


def _loose(data: Any) -> Any:
    """The same with lists that can be changed."""
    if isinstance(data, dict):
        return {key: _loose(value) for key, value in data.items()}
    return [_loose(value) for value in data] if isinstance(data, list | tuple) else data


def another_word(text: str, random: Random) -> str:
    words = [match.span() for match in re.finditer(r"[^\W\d_]+", text)]
    start, end = pick(random, words)
    new = random.choice(WORDS)
    return f"{text[:start]}{new.capitalize() if text[start].isupper() and not start else new}{text[end:]}"

"""Old schemas become today's before a model is built; the rest of the program knows only today's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""(schema name, major version) -> a function from plain data of that version to plain data of the next."""


def upgrade(name: str, major: int, data: dict[str, Any]) -> dict[str, Any]:
    """Plain data of any older major version, brought to today's."""
    while (name, major) in STEPS:
        data = STEPS[name, major](data)
        major += 1
    return data

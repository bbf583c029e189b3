"""Old schemas become today's before a model is built; the rest of the program knows only today's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def _reviewed(shots: dict[str, Any]) -> dict[str, Any]:
    """`shots/2` knows of changes of state whether they are accepted; before, all counted that were not unsure."""

    def change(found: Any) -> Any:
        if not isinstance(found, dict) or "review" in found:
            return found
        return {**found, "review": "accepted" if found.get("sure", True) is True else "proposed"}

    def shot(found: Any) -> Any:
        changes = found.get("changes") if isinstance(found, dict) else None
        return {**found, "changes": [change(each) for each in changes]} if isinstance(changes, list) else found

    listed = shots.get("shots")
    return {**shots, "shots": [shot(each) for each in listed]} if isinstance(listed, list) else shots


STEPS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {("shots", 1): _reviewed}
"""(schema name, major version) -> a function from plain data of that version to plain data of the next."""


def upgrade(name: str, major: int, data: dict[str, Any]) -> dict[str, Any]:
    """Plain data of any older major version, brought to today's."""
    while (name, major) in STEPS:
        data = STEPS[name, major](data)
        major += 1
    return data

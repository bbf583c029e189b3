"""Conditions: the state of an element with the scene and the sentence in which each of its tags began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.state import fold
from storyforge.model.visuals import Condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storyforge.model.shots import Change


def conditions_after(number: str, start: Iterable[Condition], changes: Iterable[Change]) -> tuple[Condition, ...]:
    """The conditions after a scene, each with the scene and the sentence in which it began."""
    known: Mapping[str, Condition] = {condition.tag: condition for condition in start}
    changes = list(changes)
    begun = {tag: Condition(tag=tag, since=number, quote=change.quote) for change in changes for tag in change.gains}
    tags = fold(known, [(change.gains, change.loses) for change in changes])
    return tuple(known.get(tag) or begun[tag] for tag in tags)

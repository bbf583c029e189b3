"""Where in a story a passage stands: its act, and what a beat there is for (`templates/structures.toml`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.providers.offline.words import phrases
from storyforge.tasks.structures import USUAL, act_of, step_at, structures

if TYPE_CHECKING:
    from storyforge.providers.offline.condense.lexicon import Lexicon
    from storyforge.tasks.structures import Step

_EDGE = 0.05
"""Share of a story within which its first beat opens it, and its last one ends it."""
_WIDTH = 3.0
"""Percent of a story that a beat covers, of 15 to 30."""


def step_of(share: float, *, first: bool = False, last: bool = False) -> Step:
    """The step at a share of the story, 0 to 1; only the first passage opens it, and only the last ends it."""
    steps = structures()[USUAL].steps
    if first and share < _EDGE:
        return steps[0]
    if last and share > 1 - _EDGE:
        return steps[-1]
    inner = steps[0 if first else 1 : None if last else -1]
    low = max(inner[0].start, min(100 * share, inner[-1].end - _WIDTH))
    return step_at(inner, low, low + _WIDTH)


def act_at(share: float, words: Lexicon) -> str:
    """The act at a share of the story, in the language of the story where it is known."""
    steps = structures()[USUAL].steps
    own = [step.act for step in steps if step.act]
    number = own.index(act_of(steps, step_of(share)))
    named = phrases(words.lists.get("acts"))
    return named[number] if number < len(named) else own[number]

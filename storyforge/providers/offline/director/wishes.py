"""Carries out what the author's guidance asks: a step closer or wider, faster or slower, another hand on the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Draft
    from storyforge.tasks.guidance import Wishes
    from storyforge.tasks.shots import ShotsContext

_CLOSER = {"LS": "MLS", "MLS": "MS", "MS": "MCU", "OTS": "MCU", "MCU": "CU", "TWO": "OTS"}
_WIDER = {"CU": "MCU", "MCU": "MS", "OTS": "MS", "MS": "MLS", "MLS": "LS", "ECU": "CU"}
_PACES = ("long", "standard", "brisk")
_OPENING = 2
"""Shots within which a scene shows its place; however close the rest is wanted, that view stays wide (craft 3)."""
_FRAMED = frozenset({"talk", "exchange", "listen", "react", "act"})


def at_pace(context: ShotsContext, wishes: Wishes) -> ShotsContext:
    """The context with its pace a step faster or slower, as far as there is one."""
    step = min(max(_PACES.index(context.pace) + wishes.pace, 0), len(_PACES) - 1)
    return context.model_copy(update={"pace": _PACES[step]})


def frame(drafts: list[Draft], wishes: Wishes) -> None:
    """Every shot of somebody a step closer or wider, but for what the author framed and what would cut on one frame."""
    steps = {1: _CLOSER, -1: _WIDER}.get(wishes.size)
    for place, draft in enumerate(drafts if steps else ()):
        wanted = (steps or {}).get(draft.size)
        opens = place < _OPENING and draft.size in ("ELS", "LS")
        if wanted is None or opens or draft.lock or not draft.subject or draft.kind not in _FRAMED:
            continue
        if wanted == "OTS" and not (draft.left and draft.right):
            continue
        around = drafts[max(place - 1, 0) : place] + drafts[place + 1 : place + 2]
        if not any(other.subject == draft.subject and other.size == wanted for other in around):
            draft.size = wanted


def move(drafts: list[Draft], wishes: Wishes) -> None:
    """The camera as asked, but for what the author wrote."""
    for draft in drafts:
        if wishes.move and not draft.lock:
            draft.move = wishes.move

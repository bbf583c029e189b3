"""Holds pictures longer where a scene's shots are shorter than the pace asks for.

Speech takes the time it takes; what is only seen may be looked at longer, and a line may be followed by a handle for
the cutter (craft 2: clips of speech run 1.5 to 2.5 s longer than planned). Nothing is held in a scene that is slow
enough, so a film comes near its pace whatever its author writes: one picture a line or pages of talk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Draft
    from storyforge.providers.offline.director.planning import Plan


def dwell(plan: Plan, drafts: list[Draft]) -> None:
    """Lengthen shots, each by the same share of its room, until the mean is near the pace's or the room is used up."""
    scale = float(plan.context.action_scale)
    enough = plan.numbers.enough * plan.numbers.pace.mean * scale * len(drafts)
    missing = enough - sum(draft.seconds for draft in drafts)
    rooms = [_room(plan, draft) * scale for draft in drafts]
    if missing <= 0 or not sum(rooms):
        return
    share = min(1.0, missing / sum(rooms))
    for draft, room in zip(drafts, rooms, strict=True):
        draft.extra += room * share
        draft.seconds += room * share


def _room(plan: Plan, draft: Draft) -> float:
    """The seconds by which a shot may be held longer."""
    pace = plan.numbers.pace
    wanted = pace.handle if draft.lines else draft.seconds * pace.dwell
    return max(0.0, min(wanted, pace.cap - draft.seconds))

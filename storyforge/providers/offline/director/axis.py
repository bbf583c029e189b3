"""Left and right: places of people, not of shots; only a circling move swaps two, and that is seen wide (craft 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.tasks.sides import swap

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Draft
    from storyforge.providers.offline.director.planning import Plan
    from storyforge.tasks.sides import Crossing

NEUTRAL = frozenset({"LS", "ELS", "INSERT"})
"""Sizes after which left and right may be read anew."""


def set_sides(plan: Plan, drafts: list[Draft]) -> None:
    """Write left, right and look into every draft that has two people, or one on a phone."""
    if plan.mode == "montage":
        return
    order = list(plan.standing.order)
    waiting: list[Crossing] = []
    crossings = list(reversed(plan.standing.crossings))
    for draft in drafts:
        while crossings and any(_holds(plan, atom.index, crossings[-1]) for atom in draft.acts):
            waiting.append(crossings.pop())
        if waiting and (not draft.lock or draft.size in NEUTRAL):
            _change(draft, order, waiting)
            waiting = []
        _place(plan, draft, order)


def _holds(plan: Plan, index: int, crossing: Crossing) -> bool:
    """Whether a crossing stands in this sentence: the last one of its paragraph that begins before it."""
    atom = plan.atoms[index]
    if atom.piece != crossing.piece or atom.offset > crossing.offset:
        return False
    following = plan.atoms[index + 1] if index + 1 < len(plan.atoms) else None
    return following is None or following.piece != atom.piece or following.offset > crossing.offset


def _change(draft: Draft, order: list[str], waiting: list[Crossing]) -> None:
    before = list(order)
    for crossing in waiting:
        swap(order, crossing.who, crossing.whom)
    if order != before:
        draft.size = draft.size if draft.size in NEUTRAL else "LS"
        draft.why = "; ".join(filter(None, (draft.why, "sides change on screen, seen wide")))


def _place(plan: Plan, draft: Draft, order: list[str]) -> None:
    one, other = draft.subject, draft.other
    away = not other or plan.apart(one, other) or other not in plan.present
    if one in plan.callers and away and draft.lines:
        said = (slug for line in draft.lines for slug in (line.who, plan.address(line).to))
        partner = next((slug for slug in said if slug and slug != one), other)
        draft.looks = "right" if one <= partner else "left"  # by their ids, so that it is the same in each one's scene
        draft.left, draft.right = (one, "") if draft.looks == "right" else ("", one)
        return
    if one in order and other in order and one != other and other in plan.present:
        first = order.index(one) < order.index(other)
        draft.left, draft.right = (one, other) if first else (other, one)
        draft.looks = "right" if first else "left"

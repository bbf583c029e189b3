"""What the cut between two neighbouring drafts is worth: its two sides, its stakes, and the length it keeps short."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from storyforge.providers.offline.director.bases import base
from storyforge.providers.offline.director.grouping import playing_seconds

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Atom, Draft
    from storyforge.providers.offline.director.planning import Plan

_EVENTS = ("move", "hand", "fight", "enter", "exit", "rise", "sit")
_RUN = 16
"""Words below which a paragraph of one sentence is one of a run of pictures."""
_IN_FRAME = 3
"""People who act or speak in one shot, at most."""


def worth(plan: Plan, one: Draft, other: Draft) -> float:
    """How much the cut is worth; infinite where the two can't be one shot."""
    if not one.atoms or not other.atoms:
        return inf
    found = base(plan, one, other)
    if found == inf:
        return inf
    seconds = playing_seconds(one.atoms + other.atoms) + one.extra + other.extra
    if seconds > plan.numbers.limit or _too_full(plan, one, other):
        return inf
    return found + _stakes(plan, one, other) + plan.numbers.cuts.second * seconds


def _stakes(plan: Plan, one: Draft, other: Draft) -> float:
    """What makes a cut dearer or cheaper: what comes next matters, arrives, is a look or a picture, or is short."""
    cuts, first = plan.numbers.cuts, other.atoms[0]
    found = cuts.charge * min(cuts.most_charge, plan.points(other))
    found += cuts.threshold * first.has("enter", "exit")
    found += cuts.look * (other.kind == "react" or _is_detail(first))
    found += cuts.run * (_in_run(one.atoms[-1]) and _in_run(first))
    found += cuts.place * _is_new_view(plan, one)
    found += cuts.ending * _is_last_picture(plan, one, other)
    if one.lines and other.lines and one.speakers()[-1:] != other.speakers()[:1]:
        found += cuts.short * (min(one.seconds, other.seconds) < cuts.short_line) + cuts.hot * plan.is_hot(other)
    return found


def _too_full(plan: Plan, one: Draft, other: Draft) -> bool:
    atoms = one.atoms + other.atoms
    events = sum(1 for a in atoms if a.is_act and (a.sounds or a.has(*_EVENTS)))
    lines = sum(1 for a in atoms if a.kind == "say" and a.first)
    people = {a.who for a in atoms if a.who and not a.heard}
    pace = plan.numbers.pace
    return events > pace.events or lines > pace.lines or len(people) > _IN_FRAME


def _is_last_picture(plan: Plan, one: Draft, other: Draft) -> bool:
    """Whether the scene ends on a picture that is not of whom the shot before is on."""
    first = other.atoms[0]
    before = one.lines[-1].who if one.lines else one.subject
    return other.atoms[-1].index == len(plan.atoms) - 1 and first.is_act and first.who != before


def _is_new_view(plan: Plan, one: Draft) -> bool:
    """Whether a draft is the first sight of a new place outside, which is seen alone."""
    opens = one.kind == "place" and one.atoms[0].index == plan.first_view
    return opens and plan.context.exterior and plan.context.new_place


def _is_detail(atom: Atom) -> bool:
    """A sentence about a part of a body is a picture of its own."""
    return atom.is_act and atom.has("part") and not atom.has("move", "enter", "exit", "age")


def _in_run(atom: Atom) -> bool:
    """A paragraph of one short sentence: the author writes one picture a line."""
    return atom.is_act and atom.first and atom.last and atom.size < _RUN

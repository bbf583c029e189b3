"""What the cut between two drafts is worth by what stands on both sides of it: the first rule that says something."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.providers.offline.director.atoms import Atom, Draft
    from storyforge.providers.offline.director.planning import Plan

_ALONE = frozenset({"crowd", "picture", "listen", "establish", "view", "note", "insert"})
_FIXED = frozenset({"note", "insert", "view"})
_OBJECTS = frozenset({"INSERT", "ECU"})
_CLOSE = _OBJECTS | {"CU"}
_ITEM = 3
"""Sentences of one paragraph above which it is dense: a list of pictures, not a description."""


def base(plan: Plan, one: Draft, other: Draft) -> float:
    """The worth of a cut before stakes and lengths; infinite where the two can't be one shot."""
    return next(found for rule in _RULES if (found := rule(plan, one, other)) is not None)


def _authors_cut(_plan: Plan, one: Draft, _other: Draft) -> float | None:
    return inf if one.atoms[-1].transition else None


def _turn(plan: Plan, one: Draft, other: Draft) -> float | None:
    """A turn has a shot of its own, but for what the same person does or says, and at a long pace the answer."""
    before = () if plan.numbers.pace.answer else one.atoms
    turned = any(atom.index in plan.stakes.turns for atom in (*before, *other.atoms))
    return inf if turned and (one.people() != other.people() or not one.people()) else None


def _pictures(plan: Plan, one: Draft, other: Draft) -> float | None:
    """One item of a montage is one picture; a dense paragraph is one picture a sentence."""
    if one.kind != "picture" or other.kind != "picture":
        return None
    last, first = one.atoms[-1], other.atoms[0]
    if last.piece != first.piece or first.has("list"):
        return inf
    near = plan.atoms[max(0, first.index - _ITEM) : first.index + _ITEM]
    dense = sum(atom.piece == first.piece for atom in near) > _ITEM
    return plan.numbers.cuts.subject if dense else plan.numbers.cuts.same_sentence


def _after_fixed(plan: Plan, one: Draft, other: Draft) -> float | None:
    """After the author's shot or an insert only its own paragraph may go on, or the line of whom it is on."""
    if one.kind not in _FIXED:
        return None
    first, cuts = other.atoms[0], plan.numbers.cuts
    if one.kind == "note" and other.kind == "talk" and first.who == one.subject and one.size not in _OBJECTS:
        return cuts.own_line
    if other.lines or first.first or other.kind not in ("act", "place", "react"):
        return inf
    if one.kind == "insert" and one.seconds + other.seconds > plan.numbers.views.object:
        return inf
    return _own_content(one, first, same=cuts.same_sentence, nobody=cuts.no_subject)


def _own_content(one: Draft, first: Atom, *, same: float, nobody: float) -> float:
    """A sentence that stays with what is shown: nobody else acts, and nothing that a close frame can't hold."""
    loud = first.has("fight", "move") or bool(first.sounds)
    roomy = one.size in ("LS", "ELS") or one.atoms[0].has("slug")
    if (one.size in _CLOSE and loud) or (first.who and first.who != one.subject and not roomy):
        return inf
    if one.kind in ("insert", "view") and first.who:
        return inf
    return same if first.who == one.subject else nobody


def _alone(_plan: Plan, one: Draft, other: Draft) -> float | None:
    return inf if other.kind in _ALONE or one.kind in _ALONE else None


def _voice(plan: Plan, one: Draft, other: Draft) -> float | None:
    """A voice without a picture takes the picture that follows; more of the voice goes on over it."""
    if "over" not in (one.kind, other.kind):
        return None
    if one.speakers() or other.speakers():
        return inf
    cuts = plan.numbers.cuts
    same = one.atoms[-1].piece == other.atoms[0].piece or (one.kind == "over" and not one.acts)
    return cuts.same_sentence if same else cuts.same_paragraph


def _apart(plan: Plan, one: Draft, other: Draft) -> float | None:
    """Two ends of a telephone line share no frame."""
    if not plan.ends:
        return None
    here, there = one.people() or [one.subject], other.people() or [other.subject]
    return inf if any(plan.apart(a, b) for a in here for b in there) else None


def _opening(plan: Plan, one: Draft, other: Draft) -> float | None:
    """The view a scene opens with stands before the talk, unless the scene goes on from the one before."""
    talks = any(atom.heard != "over" for atom in other.lines)
    opens = one.atoms[0].index == plan.first_view and not one.lines and talks
    late = other.atoms[0].index == plan.first_view and bool(one.lines)
    goes_on = plan.context.continuous and not plan.context.new_place
    return inf if (opens or late) and not goes_on else None


def _two_lines(plan: Plan, one: Draft, other: Draft) -> float | None:
    last, first, cuts = one.atoms[-1], other.atoms[0], plan.numbers.cuts
    if last.is_act or first.is_act:
        return None
    if last.piece == first.piece:
        return cuts.same_sentence
    if one.subject == other.subject and (last.heard or first.heard or last.who == first.who):
        return cuts.own_line
    if last.heard or first.heard:
        return cuts.exchange if one.subject == other.subject else inf
    if not plan.may_share(last.who, first.who):
        return inf
    return cuts.exchange if first.who in (one.subject, one.other, *one.people()) else cuts.third


def _line_and_act(plan: Plan, one: Draft, other: Draft) -> float | None:
    if not (one.lines or other.lines):
        return None
    last, first, cuts = one.atoms[-1], other.atoms[0], plan.numbers.cuts
    if last.is_act and first.is_act:
        return _between_acts(plan, one, other)
    actor, speaker = (last, first) if last.is_act else (first, last)
    own = actor.who == speaker.who if not speaker.heard else actor.who in (one.subject, other.subject)
    if actor.who and own:
        return cuts.own_line
    if one.kind == "place":
        return cuts.exchange + cuts.place
    deed = actor.has("move", "fight", "looming", "enter", "exit")
    picture = cuts.picture + cuts.same_paragraph * (actor is last or actor.first)
    if actor.who:
        shared = picture if deed else cuts.listener if actor is first else cuts.subject
        return shared if plan.may_share(actor.who, speaker.who) else inf
    return picture if deed else cuts.subject if actor.sounds else cuts.no_subject + cuts.same_paragraph


def _between_acts(plan: Plan, one: Draft, other: Draft) -> float:
    cuts, first = plan.numbers.cuts, other.atoms[0]
    same = one.atoms[-1].piece == first.piece
    if first.who and first.who in (one.subject, one.atoms[-1].who):
        return cuts.same_sentence if same else cuts.same_paragraph
    if "place" in (one.kind, other.kind):
        if one.kind == other.kind:
            return cuts.no_subject if same else cuts.place
        return cuts.place if same else cuts.place + cuts.no_subject
    if not first.who:
        return cuts.no_subject if same else cuts.subject
    return cuts.subject if same else cuts.picture


_RULES: tuple[Callable[[Plan, Draft, Draft], float | None], ...] = (
    _authors_cut,
    _turn,
    _pictures,
    _after_fixed,
    _alone,
    _voice,
    _apart,
    _opening,
    _two_lines,
    _line_and_act,
    _between_acts,
)

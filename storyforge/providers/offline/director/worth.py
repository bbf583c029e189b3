"""What the cut between two neighbouring drafts is worth, and what they become without it."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

from storyforge.providers.offline.director.grouping import playing_seconds

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Atom, Draft
    from storyforge.providers.offline.director.planning import Plan

_ALONE = frozenset({"crowd", "picture", "listen", "establish", "view", "note", "insert"})
_EVENTS = ("move", "hand", "fight", "enter", "exit", "rise", "sit")
_OBJECTS = ("INSERT", "ECU")
_SHORT_LINE = 1.7
_RUN = 16
_MOST_CHARGE = 3.0
_OBJECT_SHOT = 3.5
_IN_FRAME = 3
_ITEM = 3


def worth(plan: Plan, one: Draft, other: Draft) -> float:
    """How much the cut is worth; infinite where the two can't be one shot."""
    if not one.atoms or not other.atoms:
        return inf
    base = _base(plan, one, other)
    if base == inf:
        return inf
    cuts, first = plan.numbers.cuts, other.atoms[0]
    seconds = playing_seconds(one.atoms + other.atoms) + one.extra + other.extra
    if seconds > plan.numbers.limit or _too_full(plan, one, other):
        return inf
    speakers = one.speakers()[-1:] != other.speakers()[:1] and bool(one.lines) and bool(other.lines)
    found = base + cuts.charge * min(_MOST_CHARGE, plan.points(other)) + cuts.second * seconds
    found += cuts.threshold * first.has("enter", "exit") + cuts.look * (other.kind == "react" or _is_detail(first))
    found += cuts.run * (_in_run(one.atoms[-1]) and _in_run(first))
    found += cuts.short * (speakers and min(one.seconds, other.seconds) < _SHORT_LINE)
    found += cuts.hot * (speakers and plan.is_hot(other))
    found += cuts.ending * (
        other.atoms[-1].index == len(plan.atoms) - 1 and first.is_act and first.who != last_speaker(one)
    )
    return found


def last_speaker(draft: Draft) -> str:
    """Who speaks last in a draft, or who it is about."""
    return draft.lines[-1].who if draft.lines else draft.subject


def _base(plan: Plan, one: Draft, other: Draft) -> float:
    last, first = one.atoms[-1], other.atoms[0]
    if last.transition or _begins_turn(plan, one, other):
        return inf
    if one.kind == "picture" and other.kind == "picture":
        return _between_pictures(plan, last, first)
    if other.kind in _ALONE or (one.kind in _ALONE and one.kind not in ("note", "insert", "view")):
        return inf
    if one.kind in ("note", "insert", "view"):
        return _after_fixed(plan, one, other)
    if "over" in (one.kind, other.kind):
        return _with_voice(plan, one, other)
    if _split(plan, one, other) or _opens_scene(plan, one, other):
        return inf
    if one.lines or other.lines:
        return _with_lines(plan, one, other)
    return _between_acts(plan, last, first, one, other)


def _begins_turn(plan: Plan, one: Draft, other: Draft) -> bool:
    """A turn has a shot of its own, but for what the same person does or says on either side of it."""
    turned = any(atom.index in plan.stakes.turns for atom in (*one.atoms, *other.atoms))
    return turned and (one.people() != other.people() or not one.people())


def _opens_scene(plan: Plan, one: Draft, other: Draft) -> bool:
    """The view a scene opens with stands before the talk, unless the scene goes on from the one before."""
    talks = any(atom.heard != "over" for atom in other.lines)
    return one.atoms[0].index == 0 and not one.lines and talks and not plan.context.continuous


def _split(plan: Plan, one: Draft, other: Draft) -> bool:
    """Whether somebody in the one can't share a frame with somebody in the other."""
    return bool(plan.ends) and any(
        plan.apart(a, b) for a in one.people() or [one.subject] for b in other.people() or [other.subject]
    )


def _too_full(plan: Plan, one: Draft, other: Draft) -> bool:
    atoms = one.atoms + other.atoms
    events = sum(1 for a in atoms if a.is_act and (a.sounds or a.has(*_EVENTS)))
    lines = sum(1 for a in atoms if a.kind == "say" and a.first)
    people = {a.who for a in atoms if a.who and not a.heard}
    pace = plan.numbers.pace
    return events > pace.events or lines > pace.lines or len(people) > _IN_FRAME


def _after_fixed(plan: Plan, one: Draft, other: Draft) -> float:
    """After the author's shot or an insert only its own paragraph may go on, without another subject."""
    first, cuts = other.atoms[0], plan.numbers.cuts
    if one.kind == "note" and other.kind == "talk" and first.who == one.subject and one.size not in _OBJECTS:
        return cuts.own_line
    if other.lines or first.first or other.kind not in ("act", "place", "react"):
        return inf
    if one.kind == "insert":
        return cuts.no_subject if not first.who and one.seconds + other.seconds <= _OBJECT_SHOT else inf
    if one.kind == "view":
        return cuts.no_subject if not first.who else inf
    close = one.size in (*_OBJECTS, "CU")
    if close and (first.has("fight", "move") or first.sounds):
        return inf
    if first.who and first.who != one.subject and one.size not in ("LS", "ELS") and not one.atoms[0].has("slug"):
        return inf
    return cuts.same_sentence if first.who == one.subject else cuts.no_subject


def _between_pictures(plan: Plan, last: Atom, first: Atom) -> float:
    """One item of a montage is one picture; a dense paragraph is one picture a sentence."""
    if last.piece != first.piece or first.has("list"):
        return inf
    dense = sum(atom.piece == first.piece for atom in plan.atoms[max(0, first.index - 3) : first.index + 3]) > _ITEM
    return plan.numbers.cuts.subject if dense else plan.numbers.cuts.same_sentence


def _with_voice(plan: Plan, one: Draft, other: Draft) -> float:
    """A voice without a picture takes the picture that follows; more of the voice goes on over it."""
    if one.speakers() or other.speakers():
        return inf
    same = one.atoms[-1].piece == other.atoms[0].piece
    if one.kind == "over" and not one.acts:
        return plan.numbers.cuts.same_sentence
    return plan.numbers.cuts.same_sentence if same else plan.numbers.cuts.same_paragraph


def _with_lines(plan: Plan, one: Draft, other: Draft) -> float:
    cuts, last, first = plan.numbers.cuts, one.atoms[-1], other.atoms[0]
    if last.kind == "say" and first.kind == "say":
        return _between_lines(plan, one, other)
    actor, speaker = (last, first) if last.is_act else (first, last)
    if actor.who and actor.who == speaker.who and not speaker.heard:
        return cuts.own_line
    if one.kind == "place":
        return cuts.exchange + cuts.place
    if not actor.who:
        return cuts.no_subject + cuts.same_paragraph if not actor.sounds else cuts.subject
    if speaker.heard and actor.who in (one.subject, other.subject):
        return cuts.own_line
    if not plan.may_share(actor.who, speaker.who):
        return inf
    return cuts.listener if actor is first else cuts.subject


def _between_lines(plan: Plan, one: Draft, other: Draft) -> float:
    cuts, last, first = plan.numbers.cuts, one.atoms[-1], other.atoms[0]
    if last.piece == first.piece:
        return cuts.same_sentence
    if one.subject == other.subject and (last.heard or first.heard or last.who == first.who):
        return cuts.own_line
    if last.heard or first.heard:
        return cuts.exchange if one.subject == other.subject else inf
    if not plan.may_share(last.who, first.who):
        return inf
    if first.who in {one.subject, one.other, *one.people()}:
        return cuts.exchange
    return cuts.third


def _between_acts(plan: Plan, last: Atom, first: Atom, one: Draft, other: Draft) -> float:
    cuts, same = plan.numbers.cuts, last.piece == first.piece
    if first.who and first.who == one.subject:
        return cuts.same_sentence if same else cuts.same_paragraph
    if one.kind == "place" and other.kind == "place":
        return cuts.no_subject if same else cuts.place
    if one.kind == "place" or other.kind == "place":
        return cuts.place if same else cuts.place + cuts.no_subject
    if not first.who:
        return cuts.no_subject if same else cuts.subject
    return cuts.subject if same else cuts.picture


def _is_detail(atom: Atom) -> bool:
    """A sentence about a part of a body is a picture of its own."""
    return atom.is_act and atom.has("part") and not atom.has("move", "enter", "exit", "age")


def _in_run(atom: Atom) -> bool:
    """A paragraph of one short sentence: the author writes one picture a line."""
    return atom.is_act and atom.first and atom.last and atom.size < _RUN


def join(one: Draft, other: Draft) -> Draft:
    """The two as one draft."""
    speaks = [draft for draft in (one, other) if draft.lines]
    lead = one if one.kind in ("note", "insert", "view") else speaks[0] if speaks else _livelier(one, other)
    follow = other if lead is one else one
    lead_lines = {a.who for draft in speaks for a in draft.lines if not a.heard}
    kind = "exchange" if len(lead_lines) > 1 else lead.kind if lead.kind != "place" else follow.kind
    if kind == "over" and follow.kind != "over":
        kind, lead = follow.kind, replace(lead, why="voice over the picture")
    subject = lead.subject or follow.subject
    candidates = (follow.subject, lead.other, follow.other)
    return _merged(
        one, other, lead, kind=kind, subject=subject, second=next((s for s in candidates if s and s != subject), "")
    )


def _livelier(one: Draft, other: Draft) -> Draft:
    return other if not one.subject and other.subject else one


def _merged(one: Draft, other: Draft, lead: Draft, *, kind: str, subject: str, second: str) -> Draft:
    made = replace(lead, atoms=one.atoms + other.atoms, subject=subject, other=second)
    made.kind = kind  # type: ignore[assignment]
    made.extra = one.extra + other.extra
    made.seconds = playing_seconds(made.atoms) + made.extra
    made.notes = [*one.notes, *other.notes]
    made.move = one.move or other.move
    if kind == "exchange":
        made.why = one.why if one.kind == "exchange" and one.why else "the exchange in one frame"
    return made

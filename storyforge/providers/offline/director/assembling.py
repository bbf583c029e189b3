"""Turns drafts into shots: ids, whole frames, who is seen where, and the reason in words."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, cast

from storyforge.formats.prose import join_sentences, sentence_spans
from storyforge.model.numbering import shot_id
from storyforge.model.shots import Angle, Axis, Camera, Prominence, Shot, ShotCharacter, Side, Size, SpokenLine
from storyforge.model.timing import frames, most_frames, parse_rate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from storyforge.providers.offline.director.atoms import Atom, Draft
    from storyforge.providers.offline.director.planning import Plan

_WITH_OTHER = frozenset({"OTS", "TWO", "LS", "MLS", "ELS"})
_SEEN_IN_MASTER = 6
_SCORED = 0.1
_WHY = {
    "talk": "on the speaker",
    "exchange": "the exchange in one frame",
    "act": "action",
    "react": "reaction",
    "over": "voice over picture",
}


def assemble(plan: Plan, drafts: list[Draft]) -> tuple[Shot, ...]:
    """The shots of a scene."""
    rate = parse_rate(plan.context.rate)
    return tuple(_shot(plan, draft, number, rate) for number, draft in enumerate(drafts, start=1))


def _shot(plan: Plan, draft: Draft, number: int, rate: Fraction) -> Shot:
    axis = (
        Axis(left=draft.left, right=draft.right, looks=cast("Side", draft.looks)) if draft.left or draft.right else None
    )
    seconds = min(plan.numbers.limit, max(plan.numbers.floor, draft.seconds))
    action = join_sentences(atom.text for atom in draft.acts)
    return Shot(
        id=shot_id(plan.context.scene, number),
        frames=min(most_frames(rate), frames(seconds, rate)),
        dialogue=tuple(_lines(plan, draft, action)),
        action=action,
        subject=_subject(plan, draft),
        characters=tuple(_characters(plan, draft)),
        props=_props(draft),
        setting="" if _far(plan, draft) else plan.context.setting,
        camera=Camera(size=cast("Size", draft.size), angle=cast("Angle", draft.angle), move=draft.move or "static"),
        axis=axis,
        sfx=tuple(dict.fromkeys(sound for atom in draft.acts for sound in atom.sounds)),
        transition=_transition(plan, draft),
        beats=plan.context.beats,
        continues=draft.continues,
        continuity=tuple(_continuity(plan, draft)),
        why=_why(plan, draft),
    )


def _subject(plan: Plan, draft: Draft) -> str:
    """Whom or what a shot is about: in an insert a prop, else the part of the place that the thing is fixed to."""
    if draft.size == "INSERT" or (draft.size == "ECU" and not draft.subject):
        named = next((prop for atom in draft.acts for prop in atom.props), "")
        fixed = any(atom.has("fixture") for atom in draft.acts)
        return draft.prop or named or (plan.context.setting if fixed and not _far(plan, draft) else "")
    return draft.subject or (plan.context.setting if _of_place(draft) else "")


def _of_place(draft: Draft) -> bool:
    return draft.kind in ("place", "establish") or (draft.size in ("LS", "ELS") and not draft.people())


def _far(plan: Plan, draft: Draft) -> bool:
    """Whether a shot is at the far end of a line: a place that this scene's context does not know."""
    seen = next((slug for slug in (draft.subject, *draft.people()) if slug in plan.ends), "")
    return bool(seen) and plan.ends[seen] != 0


def _lines(plan: Plan, draft: Draft, action: str) -> Iterable[SpokenLine]:
    """The lines, each with its place among the sentences of the action."""
    starts = [start for start, _ in sentence_spans(action, plan.context.language)]
    acts: list[str] = []
    for atom in draft.atoms:
        if atom.is_act:
            acts.append(atom.text)
            continue
        begun = bisect_left(starts, len(join_sentences(acts)))
        yield _line(plan, atom, begun if begun < len(starts) else None)


def _line(plan: Plan, atom: Atom, after: int | None) -> SpokenLine:
    return SpokenLine(
        character=atom.who,
        text=atom.text,
        extension=atom.extension,
        parenthetical=atom.parenthetical,
        to=plan.address(atom).to,
        after=after,
    )


def _props(draft: Draft) -> tuple[str, ...]:
    named = (prop for atom in draft.acts for prop in atom.props)
    return tuple(dict.fromkeys([draft.prop, *named] if draft.prop else named))


def _characters(plan: Plan, draft: Draft) -> Iterable[ShotCharacter]:
    """Who is seen, and how near; nobody in an insert."""
    if draft.size == "INSERT":
        return
    if draft.kind == "establish" and not draft.atoms:
        for slug in [slug for slug in plan.present if not plan.arrives(slug)][:_SEEN_IN_MASTER]:
            yield ShotCharacter(id=slug, prominence="midground")
        return
    for slug in _seen(plan, draft):
        note = ""
        near = _prominence(draft, slug)
        if draft.size == "OTS" and slug == draft.other:
            near, note = "foreground", "from behind, over the shoulder"
        yield ShotCharacter(id=slug, prominence=near, note=note)


def _seen(plan: Plan, draft: Draft) -> list[str]:
    with_other = draft.size in _WITH_OTHER and plan.may_share(draft.subject, draft.other)
    named = (slug for atom in draft.acts for slug in atom.names)
    everyone = [draft.subject, draft.other if with_other else "", *draft.people(), *named]
    if any(atom.has("nobody") for atom in draft.acts) and draft.size in _WITH_OTHER:
        met = (slug for slug in plan.present if plan.first_seen.get(slug, 0) <= draft.atoms[-1].index)
        everyone += list(met)[:_SEEN_IN_MASTER]
    away = {member.id for member in plan.context.cast if not member.present}
    close = draft.size in ("CU", "ECU") and draft.subject
    if close:
        everyone = [draft.subject, *draft.people()]
    found = [slug for slug in dict.fromkeys(everyone) if slug and slug not in away and slug != draft.viewer]
    return [slug for slug in found if not (plan.ends and draft.subject and plan.apart(slug, draft.subject))]


def _prominence(draft: Draft, slug: str) -> Prominence:
    if draft.size == "ELS":
        return "background"
    if draft.size in ("LS", "OTS"):
        return "midground"
    return "foreground" if slug == draft.subject or draft.size == "TWO" or slug in draft.people() else "background"


def _continuity(plan: Plan, draft: Draft) -> Iterable[str]:
    if draft.left and draft.right:
        yield f"keeps sides: {draft.left} left, {draft.right} right"
    elif draft.looks:
        yield f"looks {draft.looks}, towards the other end of the line"
    for atom in draft.acts:
        if atom.who and atom.has("exit") and atom.who in plan.standing.order:
            half = plan.standing.order.index(atom.who) * 2 < len(plan.standing.order)
            yield f"{atom.who} leaves frame {'left' if half else 'right'}"
    if draft.viewer:
        yield f"seen by {draft.viewer}"


def _transition(plan: Plan, draft: Draft) -> str:
    """How a shot leaves; where nothing else is in a scene, its transitions leave the view of the place."""
    if not plan.atoms:
        return " ".join(piece.text for piece in plan.context.pieces if piece.kind == "transition")
    return " ".join(atom.transition for atom in draft.atoms if atom.transition)


def _why(plan: Plan, draft: Draft) -> str:
    """The reason, with points where they decided, and whom a line is spoken to where that is a question."""
    found = draft.why or _WHY.get(draft.kind, draft.kind)
    points = max(
        (plan.stakes.weighed[atom.index] for atom in draft.atoms if atom.index in plan.stakes.turns), default=0.0
    )
    if points >= _SCORED:
        found += f" ({points:.1f})"
    elif found.startswith("turn"):
        found += " (by its place)"
    spoken = next((atom for atom in draft.lines if not atom.crowd), None)
    if spoken is not None and len(plan.present) > 2:
        address = plan.address(spoken)
        if address.to:
            found += f"; to {plan.display.get(address.to, address.to)} ({address.rule})"
    return found

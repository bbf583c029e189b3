"""Angles that mean something, moves that have a reason, and shots that grow out of the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.providers.offline.director.vary import goes_on

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Draft
    from storyforge.providers.offline.director.planning import Plan

_FLAT = frozenset({"INSERT", "TWO", "ELS"})


def set_camera(plan: Plan, drafts: list[Draft]) -> None:
    """Write angle, move and `continues` into every draft."""
    down: set[str] = set()
    brawl = sum(1 for atom in plan.atoms if atom.has("fight")) >= plan.numbers.camera.brawl
    for place, draft in enumerate(drafts):
        _lie_down(draft, down)
        before = drafts[place - 1] if place else None
        if before is not None:
            draft.continues = continues(plan, draft, before)
        if plan.mode == "found-footage":
            draft.move = draft.move or "handheld"
            continue
        if draft.continues and before is not None:
            draft.angle = before.angle
        elif not draft.lock and draft.size not in _FLAT and draft.angle == "eye":
            draft.angle = _angle(plan, draft, down)
        draft.move = draft.move or _move(plan, drafts, place, brawl=brawl)


def continues(plan: Plan, draft: Draft, before: Draft) -> bool:
    """Whether a shot's first frame is the last frame of the shot before.

    Same subject, same size and angle, same place and side, and what goes on is one speech, one paragraph of action,
    or a silence that becomes a line; nothing between them that the author wrote as a cut. In found footage the one
    camera runs on until the author cuts.
    """
    if not draft.atoms or not before.atoms or before.atoms[-1].transition or draft.lock or before.lock:
        return False
    if plan.mode == "montage" or "INSERT" in (before.size, draft.size):
        return False
    if plan.mode == "found-footage":
        runs_on = draft.atoms[0].piece - before.atoms[-1].piece <= 1
        return runs_on and not {draft.kind, before.kind} & {"note", "view"}
    same_frame = draft.subject == before.subject and draft.size == before.size
    return bool(draft.subject) and same_frame and goes_on(draft, before)


def _lie_down(draft: Draft, down: set[str]) -> None:
    for atom in draft.atoms:
        if not atom.who:
            continue
        if atom.has("sit"):
            down.add(atom.who)
        elif atom.has("rise") or (atom.is_act and atom.has("move")):
            down.discard(atom.who)


def _angle(plan: Plan, draft: Draft, down: set[str]) -> str:
    """High or low only where something is at stake between one who is down and one who is up, or the text says so."""
    points = plan.points(draft)
    staked = points >= plan.numbers.camera.stake or any(atom.is_act and atom.has("floor") for atom in draft.atoms)
    one, other = draft.subject, draft.other
    if staked and one in down and other and other not in down:
        return "high"
    if staked and one and one not in down and other in down and draft.kind in ("talk", "react"):
        return "low"
    threat = any(plan.words.speech["threat"].search(line.text) for line in draft.lines)
    if threat and points >= plan.numbers.camera.threat and draft.kind in ("talk", "listen"):
        return "low" if draft.kind == "talk" else "high"
    first = draft.acts[0] if draft.acts else None
    if first is not None and first.has("looming") and draft.kind != "talk":
        return "low"
    return "high" if first is not None and first.has("down_on") and draft.kind != "talk" else "eye"


def _move(plan: Plan, drafts: list[Draft], place: int, *, brawl: bool) -> str:
    """A move has a reason: the author's word, the turn, an entrance, a fight, a way, a new place, an end.

    A held look stays still.
    """
    draft = drafts[place]
    before = drafts[place - 1] if place else None
    numbers = plan.numbers.camera
    slow = draft.seconds >= numbers.slow
    turns = any(atom.index == plan.stakes.turn for atom in draft.lines) and slow and len(draft.people()) < 2
    way = any(atom.has("move") and (atom.who or atom.has("vehicle")) for atom in draft.acts)
    goes_on_still = draft.continues and draft.kind == "talk" and before is not None and before.move in ("", "static")
    opens = draft.kind == "establish" and draft.seconds >= numbers.glide and plan.context.new_place
    held = draft.kind == "react" and any(atom.has("hold") for atom in draft.acts)
    ends = place == len(drafts) - 1 and place > 0 and slow and not draft.lock
    reasons = (
        (next((atom.move for atom in draft.acts if atom.move), ""), True),
        ("push in", turns),
        ("pan", any(atom.has("enter") for atom in draft.acts)),
        ("handheld", brawl and any(atom.has("fight") for atom in draft.acts)),
        ("track", way and draft.kind in ("act", "establish", "over")),
        ("push in", goes_on_still and slow),
        ("pan" if plan.context.exterior else "push in", opens),
        ("pull out", ends and draft.kind in ("react", "place", "act") and not held),
    )
    return next((move for move, holds in reasons if move and holds), "static")

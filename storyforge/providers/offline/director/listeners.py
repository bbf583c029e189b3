"""Covers long speeches over the listener, lands last words on who answers, and lets people take in what was said."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.formats.prose import sentences
from storyforge.providers.offline.director.atoms import Draft
from storyforge.providers.offline.director.grouping import playing_seconds
from storyforge.providers.offline.director.speech import seconds_of

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Atom
    from storyforge.providers.offline.director.planning import Plan

_LANDED = "the last words land on the listener, who answers"


def listen(plan: Plan, drafts: list[Draft]) -> list[Draft]:
    """The drafts with listeners and reactions; found footage has one camera and neither."""
    if plan.mode in ("found-footage", "montage") or len(plan.present) < 2:
        return drafts
    budget = _Budget(plan)
    _over_listener(plan, drafts, budget)
    return _react(plan, _land(plan, drafts, budget))


class _Budget:
    """Seconds of speech on screen that may be played over a listener."""

    def __init__(self, plan: Plan) -> None:
        spoken = sum(atom.seconds for atom in plan.atoms if atom.kind == "say" and not atom.heard)
        table = plan.numbers.listening
        always = table.always if spoken > table.long_talk else 0.0
        self.left = spoken * plan.numbers.speech.off_share + always

    def spend(self, seconds: float) -> bool:
        if seconds > self.left:
            return False
        self.left -= seconds
        return True


def _over_listener(plan: Plan, drafts: list[Draft], budget: _Budget) -> None:
    """A middle piece of a long speech is heard over whom it is spoken to; the longer ago the last, the longer."""
    table = plan.numbers.listening
    since = 0
    for before, draft, after in zip(drafts, drafts[1:], drafts[2:], strict=False):
        since += 1
        if draft.kind != "talk" or len(draft.atoms) != 1 or before.kind != "talk":
            continue
        atom = draft.atoms[0]
        middle = not atom.first and not atom.last and before.atoms[-1].piece == atom.piece == after.atoms[0].piece
        free = not atom.heard and atom.index not in plan.stakes.turns and not atom.parenthetical
        short = atom.seconds <= min(table.longest, plan.numbers.pace.listen + table.patience * since)
        if middle and free and short and plan.may_share(atom.who, draft.other) and budget.spend(atom.seconds):
            draft.kind, draft.subject, draft.other = "listen", draft.other, atom.who
            draft.why, since = "listener during a long speech", 0


def _land(plan: Plan, drafts: list[Draft], budget: _Budget) -> list[Draft]:
    """A long line's last short sentence, if it asks or weighs something, plays over the one who answers it."""
    for one, other in pairwise(drafts):
        atom = one.atoms[-1]
        if not _may_land(plan, one, other, atom):
            continue
        parts = sentences(atom.text, plan.context.language)
        least, most = plan.numbers.speech.tail
        code, times = plan.context.language, plan.numbers.speech
        length = seconds_of(parts[-1], code, times)
        fits = (
            len(parts) > 1 and least <= length <= most and other.seconds + length + times.air <= plan.numbers.pace.soft
        )
        if fits and budget.spend(length):
            _move_tail(one, other, atom, parts[-1], round(length, 2), times.air)
    return drafts


def _may_land(plan: Plan, one: Draft, other: Draft, atom: Atom) -> bool:
    if (
        one.kind != "talk"
        or other.kind != "talk"
        or atom.kind != "say"
        or not atom.last
        or atom.heard
        or atom.transition
    ):
        return False
    if atom.index in plan.stakes.turns or atom.seconds < plan.numbers.speech.tail_after or not other.atoms[0].first:
        return False
    loaded = plan.stakes.points[atom.index] >= plan.numbers.listening.loaded or atom.has("question")
    return (
        loaded
        and other.subject == one.other
        and plan.may_share(one.subject, other.subject)
        and not other.atoms[0].heard
    )


def _move_tail(one: Draft, other: Draft, atom: Atom, tail: str, length: float, air: float) -> None:
    start = atom.text.rindex(tail)
    one.atoms[-1] = replace(
        atom, text=atom.text[:start].rstrip(), seconds=round(atom.seconds - length - air, 2), last=False
    )
    landed = replace(
        atom,
        text=atom.text[start:],
        seconds=round(length + air, 2),
        first=False,
        parenthetical="",
        tags=atom.tags - {"pause"},
    )
    other.atoms.insert(0, landed)
    other.why = _LANDED
    for draft in (one, other):
        draft.seconds = playing_seconds(draft.atoms) + draft.extra


def _react(plan: Plan, drafts: list[Draft]) -> list[Draft]:
    """After the turn, or a line as heavy, the listener takes it in: before the answer, or in a shot of their own."""
    found: list[Draft] = []
    apart = since = plan.numbers.listening.apart
    for place, draft in enumerate(drafts):
        found.append(draft)
        since += 1
        after = drafts[place + 1] if place + 1 < len(drafts) else None
        if (
            after is None
            or not _weighs(plan, draft)
            or after.kind != "talk"
            or not after.lines
            or after.atoms[0].is_act
        ):
            continue
        if after.subject == draft.other and after.why != _LANDED:
            after.extra = plan.numbers.derived.takes_in
            after.seconds += after.extra
            after.why = "takes it in, then answers"
        elif after.subject != draft.other and since >= apart:
            found.append(_reaction(plan, draft))
            since = 0
    return found


def _weighs(plan: Plan, draft: Draft) -> bool:
    atom = draft.atoms[-1]
    if draft.kind != "talk" or atom.kind != "say" or not atom.last or atom.heard or draft.other not in plan.present:
        return False
    return atom.index in plan.stakes.turns or plan.stakes.points[atom.index] >= plan.numbers.tension.stakes


def _reaction(plan: Plan, draft: Draft) -> Draft:
    seconds = max(plan.numbers.floor, plan.numbers.derived.reaction)
    cause = "the turn" if plan.has_turn(draft) else "what was said"
    made = Draft("react", subject=draft.other, other=draft.subject, seconds=seconds, extra=seconds)
    made.why = f"reaction to {cause}"
    return made

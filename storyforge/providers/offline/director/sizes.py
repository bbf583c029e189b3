"""How close each shot is: wide at first, tighter towards the turn, close on it, open after it (craft 3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from storyforge.providers.offline.director.vary import differ, vary

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.providers.offline.director.atoms import Draft
    from storyforge.providers.offline.director.planning import Plan

_WIDE = frozenset({"ELS", "LS", "MLS", "TWO"})
_CLOSE_ON_ONE = frozenset({"MS", "MCU", "CU", "OTS", "TWO"})
_PICTURE = {True: ("MS", "MCU", "MLS"), False: ("LS", "MS", "CU", "MLS")}
_FIGHT = ("MS", "MLS", "CU", "LS")
_MOVE = ("LS", "MLS", "MS")
_HAND = ("MS", "MCU", "MLS")
_OTHER = ("MS", "MLS", "MCU")
_MIDDLE = ("MCU", "MCU", "MCU", "MCU", "MS", "MS", "open", "open")
_SHARED = ("TWO", "MLS", "TWO")
_CROWDED = ("MLS", "LS", "MLS")


def set_sizes(plan: Plan, drafts: list[Draft]) -> None:
    """Write a size into every draft that has none, in order."""
    framer = _Framer(plan, drafts)
    for place in range(len(drafts)):
        framer.frame(place)


@dataclass
class _State:
    """What the shots before decide: how far a movement is, how long since a wide view or a close-up."""

    step: int = 0
    since_wide: int = 0
    since_close: int = 9
    master: bool = False
    movement: int = -1
    acts: int = 0
    shared: int = 0
    singles: int = 0
    history: dict[str, list[str]] = field(default_factory=dict)


class _Framer:
    def __init__(self, plan: Plan, drafts: list[Draft]) -> None:
        self.plan, self.drafts = plan, drafts
        self.state = _State()
        spoken = [draft for draft in drafts if draft.kind in ("talk", "exchange", "listen")]
        self.spoken = {id(draft): place for place, draft in enumerate(spoken)}
        self.lengths = Counter(plan.stakes.movement[draft.atoms[0].index] for draft in spoken if draft.atoms)
        self.turns = [place for place, draft in enumerate(spoken) if plan.has_turn(draft)]
        self.calm = median([plan.stakes.points[a.index] for a in plan.atoms if not a.is_act] or [0.0])
        self.next_turn = 0

    def frame(self, place: int) -> None:
        draft = self.drafts[place]
        before = self.drafts[place - 1] if place else None
        self._movement(draft)
        fixed = bool(draft.size)
        if not fixed:
            draft.size = _RULES[draft.kind](self, draft, before, place)
            self._room_to_move(draft)
            if draft.subject in self.plan.groups and draft.size in _CLOSE_ON_ONE:
                draft.size = "LS" if draft.kind == "crowd" or place % 2 else "MLS"
            if self.plan.mode == "found-footage":
                draft.size = {"OTS": "MS", "CU": "MCU", "INSERT": "CU", "TWO": "MS"}.get(draft.size, draft.size)
            elif self.plan.mode == "stage":
                draft.size = _on_stage(self.plan, draft)
        if not draft.lock and not (fixed and draft.size in _WIDE):
            differ(draft, before)
            vary(self.drafts, place, allow_ots=self._may_ots(draft), charged=self.plan.points(draft) > self.calm + 0.8)
        self._remember(draft)

    def _movement(self, draft: Draft) -> None:
        number = self.plan.stakes.movement[draft.atoms[0].index] if draft.atoms else self.state.movement
        if number != self.state.movement or any(
            a.is_act and a.who and a.has("enter", "exit", "move") for a in draft.atoms
        ):
            self.state.movement, self.state.step = number, 0

    def _may_ots(self, draft: Draft) -> bool:
        plan = self.plan
        return plan.mode == "standard" and plan.may_share(draft.subject, draft.other) and len(draft.people()) < 2

    def _room_to_move(self, draft: Draft) -> None:
        """Who comes, goes or crosses while speaking needs room in the frame, and so does what else is seen."""
        if draft.kind not in ("talk", "exchange") or draft.size not in ("CU", "MCU", "OTS", "MS"):
            return
        if self.plan.mode == "found-footage" or self.plan.has_turn(draft):
            return
        far = self.plan.numbers.sizes.crossing
        if any(a.has("enter", "exit") or (a.has("move") and a.seconds >= far) for a in draft.acts if a.who):
            draft.size, draft.move = "MLS", draft.move or "pan"
        elif any(not a.who and not a.sounds and not a.has("hold", "prose", "title", "hear") for a in draft.acts):
            draft.size = "MLS" if any(a.has("nobody", "move") for a in draft.acts) else "MS"

    def _remember(self, draft: Draft) -> None:
        state = self.state
        if draft.size in _WIDE:
            two = draft.size == "TWO" or len(draft.people()) != 1 or draft.kind == "establish"
            state.since_wide, state.master = 0, state.master or two
        else:
            state.since_wide += draft.kind in ("talk", "listen", "react")
        state.singles += draft.kind in ("talk", "exchange")
        state.step += draft.kind in ("talk", "listen", "exchange")
        state.since_close = 0 if draft.size == "CU" else state.since_close + 1

    def talk(self, draft: Draft, before: Draft | None, place: int) -> str:
        shared = [slug for slug in draft.people() if slug in self.plan.present]
        if turn := self._at_turn(draft):
            draft.why = "turn of the scene" if turn == 2 else "turn of this movement"
            return "CU" if len(shared) < 2 else "TWO"
        if len(shared) > 1:
            return self._shared(draft, len(shared))
        solo = not self.plan.may_share(draft.subject, draft.other)
        if not solo and self._needs_wide(draft, place):
            draft.why = draft.why or ("sets the axis" if not self.state.master else "breath: back to the wide view")
            return "TWO" if len(self.plan.present) == 2 else "MLS"
        return self._single(draft, before, solo=solo)

    def _at_turn(self, draft: Draft) -> int:
        if not self.plan.has_turn(draft):
            return 0
        return 2 if any(atom.index == self.plan.stakes.turn for atom in draft.atoms) else 1

    def _needs_wide(self, draft: Draft, place: int) -> bool:
        recent = any(d.size in ("ELS", "LS", "TWO") for d in self.drafts[max(0, place - 2) : place])
        begins = any(atom.first for atom in draft.lines)
        early = self.state.singles < self.plan.numbers.sizes.axis
        if not self.state.master and not recent and early and begins:
            return True
        calm = self.plan.points(draft) <= self.calm + 0.3 and not self.plan.is_hot(draft)
        return begins and calm and self.state.since_wide >= self.plan.numbers.sizes.breath

    def _single(self, draft: Draft, before: Draft | None, *, solo: bool) -> str:
        sizes, table = self.plan.numbers.sizes, self.plan.numbers.tension
        here = self.spoken[id(draft)]
        progress = self.state.step / max(4, self.lengths[self.state.movement])
        near = any(0 < turn - here <= sizes.near for turn in self._turns_from(here))
        after = self.state.step > 2 and self._released(here)
        open_ = "MS" if solo or not self._known_pair(draft, before) else "OTS"
        middle = _MIDDLE[self.state.step % len(_MIDDLE)] if progress < sizes.close else "MCU"
        size = open_ if progress < sizes.ramp or after or middle == "open" else middle
        if near and size in ("OTS", "MS"):
            size = "MCU"
        if self.plan.points(draft) >= table.stakes and size == "MCU" and self.state.since_close > sizes.between:
            draft.why = draft.why or f"stakes ({self.plan.points(draft):.1f})"
            return "CU"
        return size

    def _turns_from(self, here: int) -> list[int]:
        """The next turn after a dialogue shot; places only grow, so the pointer moves forward only."""
        while self.next_turn < len(self.turns) and self.turns[self.next_turn] <= here:
            self.next_turn += 1
        return self.turns[self.next_turn : self.next_turn + 1]

    def _released(self, here: int) -> bool:
        last = self.turns[self.next_turn - 1] if self.next_turn else None
        return last is not None and 0 < here - last - 1 <= self.plan.numbers.sizes.release

    def _known_pair(self, draft: Draft, before: Draft | None) -> bool:
        """In a group a shoulder tells something only if the shot before had the same two people."""
        if len(self.plan.present) <= 2:
            return True
        return before is not None and {before.subject, before.other} == {draft.subject, draft.other}

    def _shared(self, draft: Draft, count: int) -> str:
        self.state.shared += 1
        if any(a.is_act and a.has("move") for a in draft.atoms):
            return "LS" if count > 2 else "MLS"
        return (_CROWDED if count > 2 else _SHARED)[self.state.shared % 3 - 1]

    def listen(self, draft: Draft, before: Draft | None, _place: int) -> str:
        if before is not None and before.size != "MCU":
            return "MCU"
        return "CU" if self.plan.points(draft) >= 2 else "MS"

    def react(self, draft: Draft, _before: Draft | None, _place: int) -> str:
        if not draft.subject:
            return "LS"
        if self.plan.has_turn(draft):
            draft.why = "turn of the scene: held"
            return "CU"
        return "CU" if "the turn" in draft.why else "TWO" if len(draft.people()) > 1 else "MCU"

    def act(self, draft: Draft, _before: Draft | None, place: int) -> str:
        number = self.state.acts
        self.state.acts += 1
        first, together = draft.atoms[0], len(self.plan.present) > 1
        exits_last = first.has("exit") and place == len(self.drafts) - 1
        rules = (
            ("LS" if exits_last else "MLS", any(atom.has("enter", "exit") for atom in draft.acts)),
            ("LS" if len(self.plan.present) > 2 else "TWO", together and any(a.has("nobody") for a in draft.acts)),
            ("LS", first.has("vehicle") and first.has("move") and not draft.subject),
            ("LS", first.has("vehicle") and not first.who and bool(draft.subject)),
            ("CU", first.has("part") and not first.has("move", "age") and len(draft.acts) == 1),
            (_FIGHT[number % len(_FIGHT)], first.has("fight")),
            (_MOVE[number % len(_MOVE)], first.has("move")),
            ("TWO" if number % 3 < 2 else "MLS", self._two_act(draft)),
            (_HAND[number % len(_HAND)], first.has("hand")),
        )
        return next((size for size, holds in rules if holds), _OTHER[number % len(_OTHER)])

    def _two_act(self, draft: Draft) -> bool:
        first = draft.atoms[0]
        beside = draft.other in self.plan.present and (first.both or not first.has("hand"))
        return len(draft.people()) > 1 or beside

    def place_(self, draft: Draft, _before: Draft | None, _place: int) -> str:
        return "MS" if draft.atoms and draft.atoms[0].has("part") else "LS"

    def picture(self, draft: Draft, _before: Draft | None, place: int) -> str:
        if place == 0 and self.plan.context.new_place:
            return "LS"
        if draft.atoms[0].has("part"):
            return "CU"
        cycle = _PICTURE[bool(draft.subject)]
        return cycle[place % len(cycle)]

    def over(self, draft: Draft, before: Draft | None, place: int) -> str:
        if draft.acts:
            return self.act(draft, before, place) if draft.subject else "LS"
        return "MCU" if draft.subject else "LS"

    def note(self, draft: Draft, before: Draft | None, place: int) -> str:
        return self.act(draft, before, place) if draft.subject or draft.atoms[0].has("move") else "MS"

    def view(self, _draft: Draft, _before: Draft | None, _place: int) -> str:
        return "MS"

    def insert(self, _draft: Draft, _before: Draft | None, _place: int) -> str:
        return "INSERT"

    def wide(self, _draft: Draft, _before: Draft | None, _place: int) -> str:
        return "LS"


def _on_stage(plan: Plan, draft: Draft) -> str:
    """On a stage people are seen whole and together; a face only at the turn."""
    if plan.has_turn(draft):
        return "MCU"
    if draft.size == "OTS":
        return "TWO"
    return {"CU": "MS", "ECU": "MCU", "MCU": "MS"}.get(draft.size, draft.size)


_RULES: dict[str, Callable[[_Framer, Draft, Draft | None, int], str]] = {
    "talk": _Framer.talk,
    "exchange": _Framer.talk,
    "listen": _Framer.listen,
    "react": _Framer.react,
    "act": _Framer.act,
    "place": _Framer.place_,
    "establish": _Framer.place_,
    "picture": _Framer.picture,
    "over": _Framer.over,
    "note": _Framer.note,
    "view": _Framer.view,
    "insert": _Framer.insert,
    "crowd": _Framer.wide,
}

"""Gives up the cuts that are worth least, until the shots are as long as the pace asks for."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from storyforge.providers.offline.director.worth import join, worth

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Draft
    from storyforge.providers.offline.director.plan import Plan


def pace(plan: Plan, drafts: list[Draft]) -> list[Draft]:
    """The drafts with the cheapest cuts given up, cheapest first, in time n log n.

    A cut goes if it is nearly worthless, if one side is too short to stand alone, or if the mean length is below the
    pace's and the cut is worth less than the pace's ceiling.
    """
    return _Pacer(plan, drafts).run() if drafts else []


class _Pacer:
    """A list of drafts linked by place; `version` tells whether a heap entry is still about the same two drafts."""

    def __init__(self, plan: Plan, drafts: list[Draft]) -> None:
        self.plan = plan
        self.drafts: list[Draft | None] = list(drafts)
        self.after = [*range(1, len(drafts)), -1]
        self.before = list(range(-1, len(drafts) - 1))
        self.version = [0] * len(drafts)
        self.count = len(drafts)
        self.total = sum(max(plan.numbers.floor, draft.seconds) for draft in drafts)
        self.heap: list[tuple[float, int, int, int]] = []
        for place in range(len(drafts) - 1):
            self._offer(place)

    def _offer(self, place: int) -> None:
        following = self.after[place]
        one, other = self.drafts[place], self.drafts[following]
        if one is None or other is None or following < 0:
            return
        cost = worth(self.plan, one, other)
        if cost <= self.plan.numbers.pace.ceiling:
            heapq.heappush(self.heap, (cost, place, self.version[place], self.version[following]))

    def run(self) -> list[Draft]:
        while self.heap:
            cost, place, mine, theirs = heapq.heappop(self.heap)
            following = self.after[place]
            if following < 0 or self.version[place] != mine or self.version[following] != theirs:
                continue
            one, other = self.drafts[place], self.drafts[following]
            if one is not None and other is not None and self._may_go(cost, one, other):
                self._join(place, following, one, other)
        return [draft for draft in self.drafts if draft is not None]

    def _may_go(self, cost: float, one: Draft, other: Draft) -> bool:
        table = self.plan.numbers
        seconds = one.seconds + other.seconds
        if seconds <= table.pace.soft and (cost <= table.cuts.free or min(one.seconds, other.seconds) < table.floor):
            return True
        return seconds <= table.pace.cap and self.total < table.pace.mean * self.count

    def _join(self, place: int, following: int, one: Draft, other: Draft) -> None:
        floor = self.plan.numbers.floor
        made = join(one, other)
        self.total += max(floor, made.seconds) - max(floor, one.seconds) - max(floor, other.seconds)
        self.count -= 1
        self.drafts[place], self.drafts[following] = made, None
        beyond = self.after[following]
        self.after[place] = beyond
        if beyond >= 0:
            self.before[beyond] = place
        self.version[place] += 1
        self.version[following] += 1
        self._offer(place)
        if self.before[place] >= 0:
            self._offer(self.before[place])

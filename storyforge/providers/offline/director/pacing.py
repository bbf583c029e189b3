"""Gives up the cuts that are worth least, until the shots are as long as the pace asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storyforge.providers.offline.director.joining import join
from storyforge.providers.offline.director.worth import worth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.providers.offline.director.atoms import Draft
    from storyforge.providers.offline.director.planning import Plan

_HALVINGS = 6
"""How often the range of prices is halved: to a 64th of it, finer than two cuts differ."""
_NOTHING_LIKE_IT = 1e9


class _Span(NamedTuple):
    """Neighbouring drafts as one.

    Where they begin and end, what the cuts between them are worth, and what they become.
    """

    start: int
    end: int
    cost: float
    seconds: float
    draft: Draft


def pace(plan: Plan, drafts: list[Draft]) -> list[Draft]:
    """The drafts with the cheapest cuts given up.

    Every shot has a price; the cut that minimises prices and the worth of what is given up is found exactly, in
    time linear in the number of drafts since no shot is longer than the cap. The price is the lowest at which the
    mean length reaches the pace's, and never above the pace's ceiling: a cut worth more than that stays. On a
    storyboard every cut stays: what happens is seen there at one moment of it, and not over time.
    """
    if not drafts or plan.context.boards:
        return drafts
    spans = [list(_from(plan, drafts, start)) for start in range(len(drafts))]
    wished = plan.numbers.pace.mean
    low, high = plan.numbers.cuts.free, plan.numbers.pace.ceiling
    chosen = _cheapest(spans, low)
    if _mean(chosen) < wished:
        chosen = _cheapest(spans, high)
        for _ in range(_HALVINGS if _mean(chosen) >= wished else 0):
            price = (low + high) / 2
            found = _cheapest(spans, price)
            if _mean(found) >= wished:
                high, chosen = price, found
            else:
                low = price
    return [span.draft for span in chosen]


def _from(plan: Plan, drafts: Sequence[Draft], start: int) -> Iterator[_Span]:
    """Every shot that may begin at a draft, shortest first."""
    table = plan.numbers
    draft, cost = drafts[start], 0.0
    for end in range(start + 1, len(drafts) + 1):
        held = max(table.floor, draft.seconds)
        short = table.cuts.scrap * (draft.seconds < table.floor and _needs_company(plan, draft))
        yield _Span(start, end, cost + short, held, draft)
        if end == len(drafts):
            return
        given_up = worth(plan, draft, drafts[end])
        if given_up > _NOTHING_LIKE_IT:
            return
        draft = join(draft, drafts[end])
        cost += given_up
        if draft.seconds > table.pace.cap:
            return


def _needs_company(plan: Plan, draft: Draft) -> bool:
    """Whether a short draft should not stand alone; a shot the author wrote may, and the first view is held anyway."""
    first = draft.kind == "place" and draft.atoms[0].index == plan.first_view
    return not first and draft.kind not in ("note", "view", "insert")


def _cheapest(spans: Sequence[Sequence[_Span]], price: float) -> list[_Span]:
    """The shots that cover all drafts at the lowest sum of costs and prices; of equal ones, the longer shot last."""
    best: list[tuple[float, _Span | None]] = [(0.0, None), *[(_NOTHING_LIKE_IT, None)] * len(spans)]
    for start, row in enumerate(spans):
        so_far = best[start][0] + price
        for span in row:
            if so_far + span.cost < best[span.end][0]:
                best[span.end] = (so_far + span.cost, span)
    found = []
    place = len(spans)
    while place:
        last = best[place][1]
        if last is None:
            raise ValueError("a draft is in no shot")
        found.append(last)
        place = last.start
    return found[::-1]


def _mean(spans: Sequence[_Span]) -> float:
    return sum(span.seconds for span in spans) / len(spans)

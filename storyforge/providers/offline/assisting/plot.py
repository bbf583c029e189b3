"""The rule `plot`: scenes or beats grouped where a structure turns; of a change, what the text says first and last."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.formats.prose import join_sentences, sentences
from storyforge.tasks.assist import FEWEST_CHAPTERS, ArcOfChange, Chapter, PlotOutput
from storyforge.tasks.gaps import without_gaps
from storyforge.tasks.structures import USUAL, act_of, step_at, structures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.tasks.assist import PlotContext
    from storyforge.tasks.facts import Known, Unit
    from storyforge.tasks.structures import Step

MIDPOINT = "midpoint"
SPLIT = 8
"""Scenes or beats from which the middle is told in two chapters, parted at the midpoint."""
REACH = 0.08
"""How far from its place a border may go, as a share of the whole, to stand where time or place jumps."""


def plot(context: PlotContext) -> PlotOutput:
    """Chapters by the structure's turns; where there are no scenes and beats, the premise along it, with questions."""
    minutes = sum(context.brief.minutes) / 2
    steps = structures()[USUAL].for_minutes(minutes)
    chapters = _grouped(context.units, steps) if context.units else _laid_out(context, steps)
    return PlotOutput(chapters=chapters, changes=tuple(_change(person, context, steps) for person in context.people))


def _borders(steps: Sequence[Step], count: int) -> list[float]:
    """Where chapters part, in shares of the whole: at the acts, and with enough to part, at the midpoint."""
    acts = [step.start / 100 for step in steps if step.act and step.start > 0]
    middle = [step.start / 100 for step in steps if step.name == MIDPOINT and not step.act]
    return sorted({*acts, *(middle if count >= SPLIT or len(acts) < FEWEST_CHAPTERS - 1 else ())})


def _grouped(units: Sequence[Unit], steps: Sequence[Step]) -> tuple[Chapter, ...]:
    named = list(dict.fromkeys(unit.act for unit in units if unit.act))
    rows = _by_acts(units) if len(named) >= FEWEST_CHAPTERS else _by_borders(units, steps)
    spans = list(pairwise([0, *rows, len(units)]))
    shares = list(pairwise([0.0, *_borders(steps, len(units)), 1.0]))
    if len(shares) != len(spans):
        shares = [(first / len(units), last / len(units)) for first, last in spans]
    return tuple(_chapter(units[first:last], *share, steps) for (first, last), share in zip(spans, shares, strict=True))


def _chapter(units: Sequence[Unit], start: float, end: float, steps: Sequence[Step]) -> Chapter:
    """A run of scenes or beats between two shares of the whole: told by its first and its last."""
    act = next((unit.act for unit in units if unit.act), "")
    act = act or act_of(steps, step_at(steps, 50 * (start + end), 50 * (start + end) + 1))
    told = list(dict.fromkeys(without_gaps(unit.text).strip(" .") for unit in (*units[:1], *units[-1:])))
    place = _place(units)
    return Chapter(
        title=f"{act}: {place}" if place else act,
        units=tuple(unit.id for unit in units),
        summary=" … ".join(filter(None, told)),
        gap="" if any(told) else _question(step_at(steps, 100 * start, 100 * end)),
    )


def _by_acts(units: Sequence[Unit]) -> list[int]:
    rows = []
    act = units[0].act
    for row, unit in enumerate(units):
        if unit.act and unit.act != act:
            if row:
                rows.append(row)
            act = unit.act
    return rows


def _by_borders(units: Sequence[Unit], steps: Sequence[Step]) -> list[int]:
    """Each border at its place, or near it where something jumps; no chapter empty as long as there is enough."""
    count = len(units)
    shares = _borders(steps, count)
    rows: list[int] = []
    for index, share in enumerate(shares):
        low = (rows[-1] if rows else 0) + 1
        high = count - (len(shares) - index)
        at = round(share * count)
        near = [row for row in range(low, high + 1) if abs(row - at) <= max(1, REACH * count)]
        best = min(near, key=lambda row: (_joins(units, row), abs(row - at), row), default=min(max(at, low), count))
        rows.append(min(best, count))
    return rows


def _joins(units: Sequence[Unit], row: int) -> int:
    """How closely a scene hangs on the one before: by going on from it, by its place."""
    if not 0 < row < len(units):
        return 0
    here, before = units[row], units[row - 1]
    return 2 * here.goes_on + (bool(here.place) and here.place == before.place)


def _place(units: Sequence[Unit]) -> str:
    """The place that most of them have; of equals the first."""
    places = [unit.place for unit in units if unit.place]
    return max(dict.fromkeys(places), key=places.count, default="")


def _laid_out(context: PlotContext, steps: Sequence[Step]) -> tuple[Chapter, ...]:
    """The premise's own sentences in order, spread over the chapters; what none of them tells is asked."""
    shares = [0.0, *_borders(steps, 0), 1.0]
    told = sentences(context.premise, context.brief.language)
    chapters = []
    for row, (start, end) in enumerate(pairwise(shares)):
        inside = [step for step in steps if start * 100 <= step.middle < end * 100] or [
            step_at(steps, start * 100, end * 100)
        ]
        here = _share(told, row, len(shares) - 1)
        turn = next((step for step in inside if step.cause), inside[0])
        chapters.append(
            Chapter(
                title=act_of(steps, inside[0])
                if row == 0 or inside[0].act
                else f"{act_of(steps, inside[0])}, {inside[0].name}",
                units=(),
                summary=join_sentences(here),
                gap=_question(turn if here else inside[0]),
            )
        )
    return tuple(chapters)


def _share(told: Sequence[str], row: int, of: int) -> list[str]:
    """The sentences of one chapter of several, each in exactly one, the first in the first."""
    if len(told) < of:
        return [told[row]] if row < len(told) else []
    return list(told[round(row * len(told) / of) : round((row + 1) * len(told) / of)])


def _question(step: Step) -> str:
    what, _, goal = step.goal.partition(": ")
    return f"{what}: what is it here? ({goal.rstrip('.')})" if goal else f"What happens here? ({step.goal.rstrip('.')})"


def _change(person: Known, context: PlotContext, steps: Sequence[Step]) -> ArcOfChange:
    """The first and the last thing that the text says of somebody; a question where they are one."""
    order = [unit.id for unit in context.units]
    there = [name for name in person.units if name in order]
    changed = bool(person.first) and person.first != person.last and len(there) > 1
    if not order:
        asked = f"Who is {person.name} at first, who at last, and what makes the difference?"
    elif changed:
        asked = f"Is that a change of {person.name}, or only of what happens around them?"
    else:
        asked = f"Nothing that the text says of {person.name} changes: what do they want at first, and what at last?"
    return ArcOfChange(
        name=person.name,
        before=person.first,
        after=person.last if changed else "",
        because=_turn(there, order, steps) if changed else "",
        question=asked,
    )


def _turn(there: Sequence[str], order: Sequence[str], steps: Sequence[Step]) -> str:
    """Of somebody's scenes behind the first, the one that stands nearest to a late turn of the structure."""
    turns = [step.middle / 100 for step in steps if step.cause and step.middle >= 45]

    def far(name: str) -> float:
        share = (order.index(name) + 0.5) / len(order)
        return min((abs(share - turn) for turn in turns), default=1.0)

    return min(there[1:], key=lambda name: (far(name), order.index(name)))

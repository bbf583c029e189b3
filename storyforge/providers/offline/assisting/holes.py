"""The rule `holes`: facts that do not agree, things set up and never paid off, questions that nobody takes up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from storyforge.providers.offline.assisting.states import contradictions
from storyforge.providers.offline.assisting.text import cut
from storyforge.tasks.assist import HOLES, Hole, HolesOutput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.tasks.assist import HolesContext
    from storyforge.tasks.facts import Known, Thing, Unit

MOST = 20
"""About a screenful."""
EARLY, LATE = 0.6, 0.75
"""Shares of the script: until here things are set up, from there on they are paid off."""
FEW_SCENES = 4
"""Scenes below which nothing can be said to come back too seldom."""
_DAYS = {"DAY": 0, "MORNING": 0, "AFTERNOON": 0, "NOON": 0, "NIGHT": 1, "MIDNIGHT": 1}
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")


@dataclass(frozen=True)
class Told:
    """The facts, by where they stand."""

    context: HolesContext

    @cached_property
    def place(self) -> dict[str, int]:
        """Scene -> its place, from 0 on."""
        return {unit.id: row for row, unit in enumerate(self.context.units)}

    def share(self, unit: str) -> float:
        """How far into the script a scene stands, from 0 to 1."""
        return (self.place[unit] + 0.5) / max(len(self.place), 1)


def holes(context: HolesContext) -> HolesOutput:
    """What does not hold, contradictions first; at most a screenful."""
    told = Told(context)
    found = [
        *contradictions(context),
        *_clashes(context),
        *_beats(context),
        *_payoffs(told),
        *_setups(told),
        *_threads(told),
        *_questions(context),
    ]
    each = {(hole.kind, hole.unit, hole.text): hole for hole in found}
    order = told.place
    ranked = sorted(each.values(), key=lambda hole: (HOLES.index(hole.kind), order.get(hole.unit, len(order))))
    return HolesOutput(holes=tuple(ranked[:MOST]))


def _clashes(context: HolesContext) -> Iterator[Hole]:
    """Scenes that go on without a gap, and in another light or on the other side of the wall."""
    for before, unit in zip(context.units, context.units[1:], strict=False):
        if not unit.goes_on or before.elsewhen != unit.elsewhen:
            continue
        light, was = _DAYS.get(unit.time), _DAYS.get(before.time)
        if light is not None and was is not None and light != was:
            yield Hole(
                kind="contradiction",
                unit=unit.id,
                text=f"Scene {unit.id} goes on from {before.id} without a gap, in {unit.time} after {before.time}.",
                quote=_heading(unit.text),
                against=_heading(before.text),
                do=f"Give scene {unit.id} the light of {before.id}, or let time pass: LATER instead of CONTINUOUS.",
            )
        elif _turned(before, unit):
            yield Hole(
                kind="contradiction",
                unit=unit.id,
                text=f"Scene {unit.id} goes on where {before.id} was, and {before.inside} is {unit.inside} now.",
                quote=_heading(unit.text),
                against=_heading(before.text),
                do="Correct the heading, or name the room or the outside that somebody goes to.",
            )


def _turned(before: Unit, unit: Unit) -> bool:
    """Whether one part of a place is inside and outside at once; a house is both, its kitchen is not."""
    return unit.place == before.place and " - " in unit.place and {unit.inside, before.inside} == {"INT.", "EXT."}


def _heading(text: str) -> str:
    return text.partition(": ")[0]


def _beats(context: HolesContext) -> Iterator[Hole]:
    if not context.units:
        return
    for beat in context.beats:
        yield Hole(
            kind="beat without a scene",
            unit=beat.id,
            text=f"No scene plays {beat.id}.",
            quote=beat.text,
            do="Write a scene for it, name the one that plays it under its scenes in beats.yaml, or remove the beat.",
        )


def _payoffs(told: Told) -> Iterator[Hole]:
    """Things that decide something at the end, and were never seen before."""
    if len(told.place) < FEW_SCENES:
        return
    for thing in told.context.things:
        first = thing.units[0] if thing.units else ""
        if first and thing.decides and thing.decides_in == first and told.share(first) >= LATE:
            yield Hole(
                kind="pay-off without set-up",
                unit=first,
                text=f"The {thing.name.lower()} decides something in scene {first}, and nobody has seen it before.",
                quote=thing.decides,
                do=f"Show it once before, where it does not matter yet; at the latest in scene {_earlier(told)}.",
            )


def _earlier(told: Told) -> str:
    units = told.context.units
    return units[int(len(units) * EARLY)].id


def _setups(told: Told) -> Iterator[Hole]:
    """Things that are pointed out early, and never come back."""
    if len(told.place) < FEW_SCENES:
        return
    gone = {sign.thing for sign in told.context.signs if sign.kind in ("destroyed", "given")}
    found = [thing for thing in told.context.things if _is_dropped(thing, told) and thing.name not in gone]
    for thing in found:
        unit = thing.units[0]
        yield Hole(
            kind="set-up without pay-off",
            unit=unit,
            text=f"Scene {unit} points out the {thing.name.lower()}, and it never comes back.",
            quote=thing.quote,
            do="Let it matter once more, or let it be seen without pointing at it.",
        )


def _is_dropped(thing: Thing, told: Told) -> bool:
    return (
        len(thing.units) == 1
        and thing.shown
        and thing.placed
        and not (thing.decides or thing.spoken)
        and told.share(thing.units[0]) <= EARLY
    )


def _threads(told: Told) -> Iterator[Hole]:
    """People who are introduced, are in one scene only, and leave it with a question open."""
    asked = {each.unit: each for each in told.context.asked if not each.later}
    for person in told.context.people:
        unit = person.units[0] if len(person.units) == 1 else ""
        if unit in asked and _is_introduced(person) and told.share(unit) <= EARLY and len(told.place) >= FEW_SCENES:
            yield Hole(
                kind="dropped",
                unit=unit,
                text=f"{person.name} is introduced in scene {unit}, never returns, and a question stays open there.",
                quote=person.introduced,
                against=asked[unit].quote,
                do=f"Bring {person.name} back, let somebody else take the question up, or answer it in scene {unit}.",
            )


def _is_introduced(person: Known) -> bool:
    return (
        bool(person.introduced)
        and person.role not in ("group", "background")
        and _CAPITALS.search(person.introduced) is not None
    )


def _questions(context: HolesContext) -> Iterator[Hole]:
    last = context.units[-1].id if context.units else ""
    for asked in context.asked:
        if not asked.later and asked.unit != last:
            yield Hole(
                kind="dropped",
                unit=asked.unit,
                text=f"{asked.by.title()} asks in scene {asked.unit}, nobody answers, and nobody takes it up later.",
                quote=asked.quote,
                do=f"Answer it, take it up again, or cut it: storyforge rewrite script --select {cut(asked.quote)}",
            )

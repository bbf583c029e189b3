"""Contradictions: the dead who speak, what was burnt and is used, what was given away and is still there, two ages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.tasks.assist import Hole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.tasks.assist import HolesContext
    from storyforge.tasks.facts import Sign, Unit

_STILL = re.compile(
    r"\b(?:lies|lying|is|are|was|hangs|has been|dead|body|corpse|grave|coffin|funeral|ghost|face|eyes|falls|sinks)\b",
    re.IGNORECASE,
)


def contradictions(context: HolesContext) -> Iterator[Hole]:
    """Every state that a later sign does not agree with; the first one of each."""
    units = {unit.id: unit for unit in context.units}
    for row, sign in enumerate(context.signs):
        later = [each for each in context.signs[row + 1 :] if each.at > sign.at]
        rule = _RULES.get(sign.kind)
        if rule is not None and not units[sign.unit].elsewhen:
            yield from rule(sign, later, units)
    yield from _ages(context)


def _present(signs: Sequence[Sign], units: dict[str, Unit]) -> list[Sign]:
    """Signs of the story's own time."""
    return [each for each in signs if not units[each.unit].elsewhen]


def _dies(sign: Sign, later: Sequence[Sign], units: dict[str, Unit]) -> Iterator[Hole]:
    for each in _present(later, units):
        if each.kind == "wakes" and each.who == sign.who:
            return
        acts = each.kind == "acts" and each.unit != sign.unit and not _STILL.search(each.quote)
        if each.who == sign.who and (each.kind == "speaks" or acts):
            does = "speaks" if each.kind == "speaks" else "acts"
            yield _hole(
                each,
                sign,
                f"{sign.who} is dead since scene {sign.unit}, and {does} in scene {each.unit}.",
                "Move one of the two, make the later one a flashback or a voice (V.O.), or let the death be an error.",
            )
            return


def _out(sign: Sign, later: Sequence[Sign], units: dict[str, Unit]) -> Iterator[Hole]:
    """Only as long as the scene, and those that go on from it without a gap."""
    here = _going_on(sign.unit, units)
    for each in later:
        if each.unit not in here:
            return
        if each.kind == "wakes":
            return
        if each.kind == "speaks" and each.who == sign.who:
            yield _hole(
                each,
                sign,
                f"{sign.who} is unconscious in scene {sign.unit}, and speaks in {each.unit} without coming round.",
                f"Let {sign.who} wake, or give the line to somebody else.",
            )
            return


def _going_on(unit: str, units: dict[str, Unit]) -> set[str]:
    order = list(units)
    found = [unit]
    for name in order[order.index(unit) + 1 :]:
        if not units[name].goes_on:
            break
        found.append(name)
    return set(found)


def _leaves(sign: Sign, later: Sequence[Sign], units: dict[str, Unit]) -> Iterator[Hole]:
    del units
    for each in later:
        if each.unit != sign.unit or each.kind in ("returns", "acts", "wakes"):
            return
        if each.kind == "speaks" and each.who == sign.who and each.at > sign.at + 1:
            yield _hole(
                each,
                sign,
                f"{sign.who} has left scene {sign.unit}, and speaks in it without coming back.",
                "Let them come back, mark the line as heard from outside (O.S.), or move the exit behind it.",
            )
            return


def _destroyed(sign: Sign, later: Sequence[Sign], units: dict[str, Unit]) -> Iterator[Hole]:
    for each in _present(later, units):
        if each.thing != sign.thing:
            continue
        if each.kind == "mended":
            return
        if each.kind == "used" and each.unit != sign.unit:
            yield _hole(
                each,
                sign,
                f"The {sign.thing.lower()} is gone since {sign.unit}; {each.who or 'somebody'} has it in {each.unit}.",
                "Let it be another one, let it survive, or use what is left of it.",
            )
            return


def _given(sign: Sign, later: Sequence[Sign], units: dict[str, Unit]) -> Iterator[Hole]:
    for each in _present(later, units):
        if each.thing != sign.thing or each.at == sign.at:
            continue
        if each.kind in ("given", "mended", "destroyed") or (each.kind == "used" and each.who != sign.who):
            return
        if each.kind == "used" and each.unit != sign.unit:
            yield _hole(
                each,
                sign,
                f"{sign.who} gave the {sign.thing.lower()} away in scene {sign.unit}, and has it again in {each.unit}.",
                "Let it come back in between, give it to whoever has it now, or let it be another one.",
            )
            return


def _hurt(sign: Sign, later: Sequence[Sign], units: dict[str, Unit]) -> Iterator[Hole]:
    """A broken leg carries nobody in the next scenes; how long it takes to heal only the author knows."""
    if sign.to not in ("leg", "ankle", "hip"):
        return
    order = list(units)
    near = order[order.index(sign.unit) : order.index(sign.unit) + 4]
    for each in _present(later, units):
        if each.unit in near and each.kind == "lost" and each.who == sign.who:
            yield _hole(
                each,
                sign,
                f"{sign.who} breaks the {sign.to} in scene {sign.unit}, and it does not show in {each.unit}.",
                "Let it show, let enough time pass, or make the injury a lighter one.",
            )
            return


def _ages(context: HolesContext) -> Iterator[Hole]:
    """One person with two ages, where no heading says that years have passed."""
    units = {unit.id: unit for unit in context.units}
    known: dict[str, Sign] = {}
    for sign in context.signs:
        if sign.kind != "age" or units[sign.unit].elsewhen:
            continue
        first = known.setdefault(sign.who, sign)
        if first.to != sign.to and not _years(first, sign, context):
            known[sign.who] = sign
            yield _hole(
                sign,
                first,
                f"{sign.who} is {first.to} in scene {first.unit}, and {sign.to} in scene {sign.unit}.",
                "Make it one age, or say that years have passed.",
            )


def _years(first: Sign, other: Sign, context: HolesContext) -> bool:
    order = [unit.id for unit in context.units]
    between = context.units[order.index(first.unit) + 1 : order.index(other.unit) + 1]
    return any("LATER" in unit.text.partition(": ")[0] and "YEAR" in unit.text.upper() for unit in between)


def _hole(sign: Sign, against: Sign, text: str, do: str) -> Hole:
    return Hole(kind="contradiction", unit=sign.unit, text=text, quote=sign.quote, against=against.quote, do=do)


_RULES = {"dies": _dies, "out": _out, "leaves": _leaves, "destroyed": _destroyed, "given": _given, "hurt": _hurt}

"""Weighs lines and actions, divides a long scene into movements, and finds the turn of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.providers.offline.director.atoms import Atom
    from storyforge.providers.offline.director.lexicon import Lexicon
    from storyforge.providers.offline.director.numbers import Tension

_HOT = range(-1, 7)
"""Atoms around a turn in which nothing is hurried."""


@dataclass(frozen=True)
class Stakes:
    """By atom index: points, and the movement it is in.

    `turns` are the indexes of turns, `turn` is the scene's own or -1.
    """

    points: tuple[float, ...]
    weighed: tuple[float, ...]
    movement: tuple[int, ...]
    turns: frozenset[int]
    turn: int
    hot: frozenset[int]


def stakes(atoms: Sequence[Atom], words: Lexicon, table: Tension) -> Stakes:
    """The stakes of a scene's atoms."""
    points = tuple(_points(atoms, place, words, table) for place in range(len(atoms)))
    spans = _movements(atoms, points, table)
    weighed, movement = [0.0] * len(atoms), [0] * len(atoms)
    turns = []
    for number, span in enumerate(spans):
        for place in span:
            movement[place] = number
            weighed[place] = points[place] * _prior(atoms, place, span, table)
        found = _turn(atoms, span, weighed, table, alone=len(spans) == 1)
        if found >= 0:
            turns.append(found)
    turn = max(turns, key=lambda place: weighed[place], default=-1)
    hot = frozenset(place + step for place in turns for step in _HOT)
    return Stakes(points, tuple(weighed), tuple(movement), frozenset(turns), turn, hot)


def _points(atoms: Sequence[Atom], place: int, words: Lexicon, table: Tension) -> float:
    atom = atoms[place]
    if atom.is_act:
        return (
            table.hold * atom.has("hold")
            + table.read * atom.has("reads")
            + table.fight * atom.has("fight")
            + table.sound * bool(atom.sounds)
        )
    before = atoms[place - 1] if place else None
    after = atoms[place + 1] if place + 1 < len(atoms) else None
    text = atom.text
    found = (
        table.reveal * min(2, len(words.speech["reveal"].findall(text)))
        + table.threat * min(2, len(words.speech["threat"].findall(text)))
        + table.shout * min(2, text.count("!") + text.count("！"))
        + table.pause * atom.has("pause")
        + table.broken * (text.rstrip('"”’ ').endswith(("--", "—", "...", "…")))
    )
    terse, long = table.terse_words
    if atom.size <= terse and before is not None and before.kind == "say" and before.size > long:
        found += table.terse
    if after is not None and after.is_act:
        found += table.watched * (after.has("hold", "look", "feel") and after.last)
        found += table.question * atom.has("question")
    return found


def _prior(atoms: Sequence[Atom], place: int, span: range, table: Tension) -> float:
    """The weight of a place in its movement: the turn of a scene sits at 70 to 90 %.

    Greetings and arrivals don't count.
    """
    atom = atoms[place]
    if atom.kind == "say" and atom.has("greet") and atom.size < table.greeting:
        return 0.0
    if place and atoms[place - 1].is_act and atoms[place - 1].has("enter"):
        return 0.0
    base, peak = table.prior
    position = (place - span.start) / max(1, len(span) - 1)
    return base + position if position < peak else base + peak - (position - peak) * 2


def _movements(atoms: Sequence[Atom], points: Sequence[float], table: Tension) -> list[range]:
    """Spans of a long scene, divided at entrances and exits and at the calm places of long talk."""
    arrival, calm, most = table.movement
    starts, last, said = [0], 0, 0
    for place, atom in enumerate(atoms):
        speaks = atom.kind == "say" and atom.first
        said += speaks
        door = atom.is_act and atom.has("enter", "exit") and bool(atom.who)
        by_door = door and place - last >= table.door and said >= arrival
        quiet = points[place] < table.calm and points[place - 1] < table.calm + 0.1 and atom.has("question")
        if by_door or (said >= calm and speaks and (quiet or atoms[place - 1].is_act or said > most)):
            starts.append(place)
            last, said = place, 0
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(atoms)], strict=True)]


def _turn(atoms: Sequence[Atom], span: range, weighed: Sequence[float], table: Tension, *, alone: bool) -> int:
    """The best place of a movement; in a scene of one movement with enough lines there is always one, late in it."""
    if len(span) < table.shortest:
        return -1
    best = max(span, key=lambda place: weighed[place])
    if weighed[best] >= table.turn:
        return best
    says = [place for place in span if atoms[place].kind == "say"]
    enough, late = table.late
    return says[int(len(says) * late)] if alone and len(says) >= enough else -1

"""What is wrong with a picture, by the craft's own rules, measured on what was drawn: for tests and benchmarks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.lenses import number
from storyforge.media.previz.staging.standing import CONTACT
from storyforge.media.previz.take import Take

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storyforge.media.previz.lenses import Lens
    from storyforge.media.previz.staging.standing import Standing
    from storyforge.media.previz.where import Seen
    from storyforge.model.framing import FrameSpec

Kind = Literal["head outside", "size", "sides", "insert", "hidden"]
TOLERANCE = 0.10
"""How far a size may be from its own (a tenth: craft part 3 and what boards are read by)."""
_HIDDEN = 0.10
_LARGE = 1 / 3
"""The share of the frame's width or height that an insert's thing has at least."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in one shot at one moment."""

    shot: str
    kind: Kind
    moment: float
    told: str


def faults(spec: FrameSpec) -> list[Fault]:
    """All faults of a shot at its start and its end."""
    take = Take.of(spec)
    seen = {t: take.where(t) for t in (0.0, 1.0)}
    found: list[Fault] = []
    if take.stage.insert:
        found += _insert(take, seen)
    for t, people in seen.items():
        found += _heads(take, people, t)
        found += _sides(take, people, t)
    return [*found, *_size(take, seen)]


def _insert(take: Take, seen: Mapping[float, Mapping[str, Seen]]) -> Iterator[Fault]:
    for t, things in seen.items():
        thing = things.get(take.stage.insert)
        if thing is None:
            yield Fault(take.spec.shot, "insert", t, f"{take.stage.insert} is not in the picture")
            continue
        left, top, right, bottom = thing.box
        wide = (min(WIDTH, right) - max(0.0, left)) / WIDTH
        high = (min(HEIGHT, bottom) - max(0.0, top)) / HEIGHT
        if max(wide, high) < _LARGE or wide <= 0 or high <= 0:
            yield Fault(take.spec.shot, "insert", t, f"{take.stage.insert} has {max(wide, high):.2f} of the frame")


def _standing(take: Take, t: float) -> list[Standing]:
    return [s for s in take.stage.cast.moment("end" if t == 1 else "start") if not s.off]


def _heads(take: Take, people: Mapping[str, Seen], t: float) -> Iterator[Fault]:
    focus = take.stage.cast.focus
    if focus not in {s.id for s in _standing(take, t)} or (take.stage.rig.move.kind == "whip" and t == 0):
        return
    seen = people.get(focus)
    if seen is None or seen.head is None:
        yield Fault(take.spec.shot, "head outside", t, f"{focus} is not in the picture")
        return
    left, top, right, bottom = seen.head
    if take.spec.size != "ECU" and (left < 0 or top < 0 or right > WIDTH or bottom > HEIGHT):
        yield Fault(take.spec.shot, "head outside", t, f"{focus} at {left:.0f} {top:.0f} {right:.0f} {bottom:.0f}")
    if seen.hidden > _HIDDEN:
        yield Fault(take.spec.shot, "hidden", t, f"{seen.hidden:.2f} of the head of {focus}")


def _sides(take: Take, people: Mapping[str, Seen], t: float) -> Iterator[Fault]:
    heads = {
        s.id: ((head[0] + head[2]) / 2, number("sides", s.placed.side))
        for s in _standing(take, t)
        if s.id in people and (head := people[s.id].head) is not None
    }
    embraced = {frozenset((s.id, s.placed.touches)) for s in _standing(take, t) if s.placed.pose in CONTACT}
    for (a, (ax, aside)), (b, (bx, bside)) in combinations(heads.items(), 2):
        if frozenset((a, b)) not in embraced and aside != bside and (ax < bx) != (aside < bside):
            yield Fault(take.spec.shot, "sides", t, f"{a} at {ax:.0f}, {b} at {bx:.0f}")


def _size(take: Take, seen: Mapping[float, Mapping[str, Seen]]) -> Iterator[Fault]:
    """A size is right where it is so at one end of the shot: moves change it, and people come nearer."""
    measured = take.stage.cast.measured
    if measured is None or take.stage.insert:
        return
    cast = take.stage.cast
    lens, height = cast.lens, take.stage.rig.person
    off = [_off(lens, height, people[measured.id].scale, measured) for people in seen.values() if measured.id in people]
    if off and min(off) > TOLERANCE:
        yield Fault(take.spec.shot, "size", 0.0, f"{take.spec.size} of {measured.id} is off by {min(off):.2f}")


def _off(lens: Lens, height: float, scale: float, measured: Standing) -> float:
    """How far a picture is from its size; `scale` is pixels a metre at the head."""
    if lens.head:
        return abs(2 * measured.radius * scale / HEIGHT / lens.head - 1)
    if lens.name == "ELS":
        return max(0.0, height * scale / HEIGHT * 6 - 1)
    return abs((1 - lens.room) * HEIGHT / (height * scale) / lens.crop - 1)

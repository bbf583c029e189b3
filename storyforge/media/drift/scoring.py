"""The score of two neighbouring frames: how much differs that was not planned to, and in what, in words."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from storyforge.media.drift.blocks import roughly
from storyforge.media.drift.colours import HIGH, WIDE, new_in
from storyforge.media.drift.matching import WALLS, match
from storyforge.media.drift.people import likenesses
from storyforge.media.drift.views import BACKDROP
from storyforge.resources import read_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from storyforge.media.drift.colours import Floats
    from storyforge.media.drift.matching import Matches
    from storyforge.media.drift.views import Shot

Kind = Literal["light", "set", "people"]
Flag = Literal["", "note", "warning"]
_KINDS: tuple[Kind, ...] = ("light", "set", "people")
_COLUMNS, _ROWS = 8, 5
"""Parts of the picture in each of which the set is also looked at by itself."""
_STEP = 37
"""Of the pixels behind people, every so many are compared."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that differs: of which kind, how much it weighs from 0 to 1, and what it is, in words."""

    kind: Kind
    weight: float
    told: str


@dataclass(frozen=True, slots=True)
class Drift:
    """How far two frames are apart: 0 is as planned, 100 is nothing alike; reasons with the heaviest first."""

    score: float
    reasons: tuple[Reason, ...] = ()

    @property
    def flag(self) -> Flag:
        """Whether it is worth a word, or a warning."""
        return flag_of(self.score)

    def told(self) -> list[str]:
        """What weighs enough to be said."""
        least = table()["flags"]["told"]
        return [reason.told for reason in self.reasons if reason.weight >= least]


@cache
def table() -> dict[str, Any]:
    """The numbers of `templates/drift.toml`."""
    return tomllib.loads(read_template("drift.toml"))


def flag_of(score: float) -> Flag:
    """Whether a score is worth a word, or a warning."""
    flags = table()["flags"]
    return "warning" if score >= flags["warning"] else "note" if score >= flags["note"] else ""


def drift(first: Shot, second: Shot) -> Drift:
    """What differs between a frame and the next that was not planned to."""
    reasons = _staged(first, second) if first.exact and second.exact else list(_rough(first, second))
    score = 1.0
    for kind in _KINDS:
        score *= 1 - max((reason.weight for reason in reasons if reason.kind == kind), default=0.0)
    return Drift(round(100 * (1 - score), 1), _first_of_each(reasons))


def _staged(first: Shot, second: Shot) -> list[Reason]:
    """Of pictures that were drawn from their plan: each thing and each person is where the plan has it."""
    found = match(first, second) if _same_place(first, second) else None
    known = found is not None and len(found) >= table()["measure"]["known"]
    shift = found.shift if found is not None and known else np.zeros(3, np.float32)
    reasons: list[Reason] = [_light(shift), *_people(first, second, shift)]
    if found is not None:
        reasons += _set(found, shift)
        reasons += [] if known else _behind(first, second)
    return reasons


def _rough(first: Shot, second: Shot) -> Iterator[Reason]:
    """Of pictures by anybody else."""
    measure = table()["measure"]
    found = roughly(first, second, measure["apart"], measure["near"])
    if _same_place(first, second):
        yield _light(found.shift, "light" if found.aligned else "mood")
        yield Reason("set", _weight(found.off, "blocks"), f"the picture has other colours: {found.off:.0%} of them")
    names = {person.id: person.name for person in second.spec.people}
    for slug, value in found.people.items():
        yield Reason("people", _weight(value, "worn"), f"{names[slug]} has other colours: the clothes")


def _same_place(first: Shot, second: Shot) -> bool:
    """Whether both are meant to show one place in one light; where the plan has another, the set says nothing.

    An insert shows a thing on what it lies on, and nothing of the place.
    """
    places = (shot.spec.place for shot in (first, second))
    one = len({(place.id, place.part, place.time, place.conditions) for place in places}) == 1
    return one and first.stage.insert == second.stage.insert


def _first_of_each(reasons: list[Reason]) -> tuple[Reason, ...]:
    """Reasons with the heaviest first, each told once."""
    found: dict[str, Reason] = {}
    for reason in sorted(reasons, key=lambda reason: -reason.weight):
        found.setdefault(reason.told, reason)
    return tuple(found.values())


def _weight(value: float, scale: str) -> float:
    """A measure as a share of the score: small ones nearly nothing, large ones nearly all of it."""
    return 1 - math.exp(-((value / table()["scale"][scale]) ** 2))


def _light(shift: Floats, scale: str = "light") -> Reason:
    lighter, red, yellow = (float(value) for value in shift)
    weight = _weight(math.hypot(table()["measure"]["lightness"] * lighter, red, yellow), scale)
    ways = (
        ("lighter" if lighter > 0 else "darker", abs(lighter) * table()["measure"]["lightness"]),
        ("redder" if red > 0 else "greener", abs(red)),
        ("warmer" if yellow > 0 else "colder", abs(yellow)),
    )
    most = max(value for _, value in ways)
    told = " and ".join(word for word, value in ways if value > most / 2) or "another"
    return Reason("light", weight, f"the light is {told}")


def _set(found: Matches, shift: Floats) -> Iterator[Reason]:
    measure = table()["measure"]
    off = found.residual(shift) > measure["apart"]
    for index, name in enumerate(found.names):
        mine = found.groups == index
        yield _part_of_set(off[mine], measure["points"], _called(name, found.props, found.places[mine]))
    cells = found.places[:, 0] * _COLUMNS // WIDE + _COLUMNS * (found.places[:, 1] * _ROWS // HIGH)
    for cell in np.unique(cells):
        mine = cells == cell
        where = _where(found.places[mine])
        yield _part_of_set(off[mine], measure["points"], f"something {where} is gone, moved or another")
    if len(found):
        told = f"the set is another: {float(off.mean()):.0%} of what both show has other colours"
        yield _part_of_set(off, measure["known"], told, 2.0)


def _called(name: str, props: frozenset[str], places: NDArray[np.int32]) -> str:
    if name in props:
        return f"{name} is gone, moved or another"
    if name in (WALLS, BACKDROP):
        return "the walls or the ground are others" if name == WALLS else "sky or horizon are others"
    return f"something {_where(places)} is gone, moved or another"


def _where(places: NDArray[np.int32]) -> str:
    """Where some points are in the picture, in words."""
    column = float(np.median(places[:, 0])) / WIDE
    return "at the left" if column < 1 / 3 else "at the right" if column > 2 / 3 else "in the middle"


def _part_of_set(off: NDArray[np.bool_], enough: float, told: str, times: float = 1.0) -> Reason:
    """How much of a thing is of other colours than it was; of few points little is known."""
    sure = min(1.0, len(off) / enough)
    return Reason("set", _weight(times * float(off.mean()) * sure, "set"), told)


def _people(first: Shot, second: Shot, shift: Floats) -> Iterator[Reason]:
    names = {person.id: person.name for person in second.spec.people}
    for like in likenesses(first, second, shift, table()["measure"]["near"]):
        told = f"{names[like.id]} has other colours: {_PARTS[like.part]}"
        yield Reason("people", _weight(like.lacking, like.part), told)


_PARTS = {"hair": "the hair", "head": "the head", "clothes": "the clothes"}


def _behind(first: Shot, second: Shot) -> list[Reason]:
    """What is behind people where the two pictures have next to nothing in common: its colours alone."""
    a, b = (shot.colours[~shot.of_people][::_STEP] for shot in (first, second))
    measure = table()["measure"]
    if min(len(a), len(b)) < measure["known"]:
        return []
    return [Reason("set", _weight(new_in(a, b, measure["near"]), "behind"), "what is behind has other colours")]

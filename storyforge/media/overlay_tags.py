"""Where name tags stand: under their figure or as near as there is room, on no face, on no other tag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storyforge.media.page import Box

_AIR = 4.0
_CLEAR = 0.01
"""Pixels beyond that, so that no rounding brings two boxes together."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A tag of a width and height, and the box of the figure it belongs to."""

    owner: str
    width: float
    height: float
    figure: Box


def overlaps(a: Box, b: Box, air: float = 0.0) -> bool:
    """Whether two boxes have more than an edge in common, or less than `air` between them."""
    return a[0] < b[2] + air and b[0] < a[2] + air and a[1] < b[3] + air and b[1] < a[3] + air


def place(wishes: Sequence[Wish], taken: Iterable[Box], room: Box) -> dict[str, Box]:
    """Owner -> where its tag stands, within `room` and clear of `taken`; one that has no room at all is left out.

    The largest figure is served first: it is the nearest.
    """
    full = list(taken)
    found: dict[str, Box] = {}
    for wish in sorted(wishes, key=lambda wish: (-_area(wish.figure), wish.owner)):
        spots = _spots(wish, room, full)
        spot = next((box for box in spots if not any(overlaps(box, other, _AIR) for other in full)), None)
        if spot is not None:
            found[wish.owner] = spot
            full.append(spot)
    return found


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _spots(wish: Wish, room: Box, full: Sequence[Box]) -> Iterator[Box]:
    """Boxes within the room, the best first: under the figure, then all others by their distance from there.

    The nearest free place touches the room's edge or something that is taken, so no other places are looked at.
    """
    right, bottom = room[2] - wish.width, room[3] - wish.height
    if right < room[0] or bottom < room[1]:
        return
    x = min(max((wish.figure[0] + wish.figure[2] - wish.width) / 2, room[0]), right)
    y = min(max(wish.figure[3] + _AIR, room[1]), bottom)
    yield _box(x, y, wish)
    across = [x, *_beside([(box[0], box[2]) for box in full], wish.width, room[0], right)]
    down = [y, *_beside([(box[1], box[3]) for box in full], wish.height, room[1], bottom)]
    # A tag beside its figure is easier to find than one the same way above it.
    ranked = sorted((abs(left - x) + 1.6 * abs(top - y), left, top) for left in across for top in down)
    for _, left, top in ranked:
        yield _box(left, top, wish)


def _beside(taken: Sequence[tuple[float, float]], size: float, first: float, last: float) -> list[float]:
    """Where something of a size may begin so that it is just before or just after what is taken, or at an end."""
    air = _AIR + _CLEAR
    found = [begin - air - size for begin, _ in taken] + [end + air for _, end in taken]
    return [first, last, *(at for at in found if first < at < last)]


def _box(left: float, top: float, wish: Wish) -> Box:
    return (left, top, left + wish.width, top + wish.height)

"""Where name tags stand: under their figure or as near as there is room, on no face, on no other tag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storyforge.media.page import Box

_STEP = 12
_AIR = 4.0


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
        spot = next((box for box in _spots(wish, room) if not any(overlaps(box, other, _AIR) for other in full)), None)
        if spot is not None:
            found[wish.owner] = spot
            full.append(spot)
    return found


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _spots(wish: Wish, room: Box) -> Iterator[Box]:
    """Boxes within the room, the best first: under the figure, then all others by their distance from there."""
    right, bottom = room[2] - wish.width, room[3] - wish.height
    if right < room[0] or bottom < room[1]:
        return
    x = min(max((wish.figure[0] + wish.figure[2] - wish.width) / 2, room[0]), right)
    y = min(max(wish.figure[3] + _AIR, room[1]), bottom)
    yield _box(x, y, wish)
    across = [x, room[0], right, *_steps(room[0], right)]
    down = [y, room[1], bottom, *_steps(room[1], bottom)]
    # A tag beside its figure is easier to find than one the same way above it.
    ranked = sorted((abs(left - x) + 1.6 * abs(top - y), left, top) for left in across for top in down)
    for _, left, top in ranked:
        yield _box(left, top, wish)


def _steps(first: float, last: float) -> list[float]:
    return [first + _STEP * index for index in range(int((last - first) / _STEP) + 1)]


def _box(left: float, top: float, wish: Wish) -> Box:
    return (left, top, left + wish.width, top + wish.height)

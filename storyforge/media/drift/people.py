"""The same person in two pictures: the colours of the hair, of the head, and of what is worn below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from storyforge.media.drift.colours import HIGH, WIDE, lacking
from storyforge.media.drift.views import HAZE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from storyforge.media.drift.colours import Floats
    from storyforge.media.drift.views import Shot
    from storyforge.media.previz.display import Box

_ENOUGH = 20
"""Pixels at the size of comparison from which colours say something."""
_BREAST = 3.4
"""How far below the head, in heads, clothes are looked at, where both pictures show as much."""
_COLLAR = 0.15
_ASIDE = 1.3
"""How far from the middle of the head to either side, in heads."""
_SMALLEST = 7.0
"""Pixels of a head at the size of comparison below which its colours run into each other."""
_PARTS: dict[str, tuple[float, float, float]] = {"hair": (-0.35, 0.34, 0.6), "head": (-0.3, 1.0, 0.55)}
"""Where in a head's box its parts are, in heads: from which height to which, and how far from the middle."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """One part of a person: how much of its colours the other picture lacks, 0 to 1."""

    id: str
    part: str
    lacking: float


def likenesses(first: Shot, second: Shot, shift: Floats, near: float) -> list[Likeness]:
    """Everybody who is meant to be in both pictures and to look the same in both, part by part."""
    found = []
    for slug in _alike(first, second):
        boxes = [shot.people[slug] for shot in (first, second)]
        parts = dict(_PARTS) if all(map(_is_whole, boxes)) else {}
        breast = min(_BREAST, *((HIGH - bottom) / (bottom - top) for _, top, _, bottom in boxes))
        parts["clothes"] = (1 + _COLLAR, 1 + breast, _ASIDE)
        for part, place in parts.items():
            a, b = (shot.colours[_part(shot, slug, *place)] for shot in (first, second))
            if min(len(a), len(b)) >= _ENOUGH:
                found.append(Likeness(slug, part, lacking(a + shift, b, near)))
    return found


def _alike(first: Shot, second: Shot) -> list[str]:
    """Who is in both pictures; who has changed between the two as planned is not compared."""
    mine, yours = ({person.id: person for person in shot.spec.people} for shot in (first, second))
    both = [slug for slug in first.people if slug in second.people and slug in mine and slug in yours]
    same = [s for s in both if (mine[s].conditions, mine[s].text) == (yours[s].conditions, yours[s].text)]
    return [slug for slug in same if _comparable(first, second, slug)]


def _comparable(first: Shot, second: Shot, slug: str) -> bool:
    """Whether somebody is large enough in both pictures, and no farther away in the haze in one of them."""
    large = all(shot.people[slug][3] - shot.people[slug][1] >= _SMALLEST for shot in (first, second))
    return large and abs(first.hazes[slug] - second.hazes[slug]) <= HAZE


def _is_whole(box: Box) -> bool:
    """Whether all of a head is in the picture."""
    left, top, right, bottom = box
    return left >= 0 and right <= WIDE and top >= -0.1 * (bottom - top) and bottom <= HIGH


def _part(shot: Shot, slug: str, top: float, bottom: float, aside: float) -> NDArray[np.bool_]:
    """The pixels of a part of a person."""
    left, above, right, below = shot.people[slug]
    high, middle = below - above, (left + right) / 2
    rows = slice(_edge(above + top * high, HIGH), _edge(above + bottom * high, HIGH))
    columns = slice(_edge(middle - aside * high, WIDE), _edge(middle + aside * high, WIDE))
    box = np.zeros((HIGH, WIDE), np.bool_)
    box[rows, columns] = True
    found: NDArray[np.bool_] = box & (shot.inner == shot.number(slug))
    return found


def _edge(value: float, most: int) -> int:
    return int(min(most, max(0.0, value)))

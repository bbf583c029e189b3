"""Who stands where in the frame: columns from left to right, depth, and the way people face."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.blocking import Depth, Facing, Place
    from storyforge.model.shots import Shot

COLUMNS: tuple[Place, ...] = ("far-left", "left", "centre", "right", "far-right")
CLOSE = frozenset({"MCU", "CU", "ECU", "OTS", "INSERT"})
"""Sizes in which nobody can cross the frame."""
WIDE = frozenset({"ELS", "LS", "MLS"})
_SLOTS: dict[int, tuple[int, ...]] = {0: (), 1: (2,), 2: (1, 3), 3: (1, 2, 3), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
MOST = 5
"""People in one row; more stand in a second one behind."""
_DEPTHS = ("foreground", "midground", "background")


def with_axis(order: Sequence[str], people: Sequence[str], shot: Shot) -> tuple[str, ...]:
    """The order from left to right with everyone of a shot in it, as its line of action has them."""
    found = list(order)
    left, right = (shot.axis.left, shot.axis.right) if shot.axis else ("", "")
    if left and right:
        if left in found and right in found:
            i, k = found.index(left), found.index(right)
            if i > k:
                found[i], found[k] = found[k], found[i]
        elif right in found:
            found.insert(found.index(right), left)
        else:
            found = [*found, left] if left not in found else found
            found.insert(found.index(left) + 1, right)
    return tuple(dict.fromkeys((*found, *people)))


def columns(people: Sequence[str], shot: Shot) -> dict[str, int]:
    """Slug -> column, for one row of people in order from left to right."""
    if len(people) == 1:
        return {people[0]: _alone(people[0], shot)}
    if shot.camera.size == "OTS" and shot.subject in people:
        return _over_shoulder(people, shot)
    return dict(zip(people, _SLOTS[len(people)], strict=True))


def _alone(slug: str, shot: Shot) -> int:
    """Looking room: who looks to the right stands on the left."""
    if shot.axis is None or shot.camera.size in ("ELS", "ECU"):
        return 2
    if slug == shot.axis.left or (slug != shot.axis.right and shot.axis.looks == "right"):
        return 1
    return 3 if slug == shot.axis.right or shot.axis.looks == "left" else 2


def _over_shoulder(people: Sequence[str], shot: Shot) -> dict[str, int]:
    """The near shoulder at one edge, the subject opposite, others between them."""
    place = people.index(shot.subject)
    near = shoulder(people, shot)
    on_left = people.index(near) < place if near else place > 0
    found = {shot.subject: 3 if on_left else 1}
    if near:
        found[near] = 0 if on_left else 4
    free = [2, 4 if on_left else 0, 1 if on_left else 3]
    others = [slug for slug in people if slug not in found]
    taken = sorted(free[: len(others)])
    return found | dict(zip(others, taken, strict=False))


def shoulder(people: Sequence[str], shot: Shot) -> str:
    """Over whose shoulder a shot looks, if over anybody's."""
    if shot.camera.size != "OTS":
        return ""
    others = [p for p in shot.characters if p.id != shot.subject and p.id in people]
    axis = (shot.axis.left, shot.axis.right) if shot.axis else ()
    opposite = [p.id for p in others if p.id in axis]
    near = [p.id for p in others if p.prominence == "foreground"]
    return (*opposite, *near, *(p.id for p in others), "")[0]


def depths(people: Sequence[str], shot: Shot) -> dict[str, Depth]:
    """Slug -> depth: the subject's plane is the middle; over the shoulder is near, behind the subject far."""
    ranks = {person.id: _DEPTHS.index(person.prominence) for person in shot.characters}
    own = ranks.get(shot.subject, min((ranks[slug] for slug in people if slug in ranks), default=0))
    near = shoulder(people, shot)
    found: dict[str, Depth] = {}
    for slug in people:
        found[slug] = "near" if slug == near else "far" if ranks.get(slug, own) > own else "mid"
    between = people[1] if len(people) == 3 else ""
    if between and shot.camera.size in WIDE and between != shot.subject:
        found[between] = "far"
    return found


def towards(own: int, other: int, *, profile: bool = False) -> Facing:
    """The way to face from one column to another."""
    if own == other:
        return "camera"
    side = "right" if other > own else "left"
    return cast("Facing", side if profile else f"3q-{side}")


def inwards(column: int) -> Facing:
    """The way to face into the frame."""
    return "3q-left" if column > 2 else "3q-right"


def off(column: int, side: str = "", *, leaving: bool = True) -> Place:
    """Out of the frame, by the side that is named, else the nearer one; from the centre out right, in left."""
    if side:
        return "off-left" if side == "left" else "off-right"
    return "off-left" if column < 2 or (column == 2 and not leaving) else "off-right"


def occupied(cols: Mapping[str, int], rows: Mapping[str, Depth], but: str) -> set[tuple[int, Depth]]:
    """Columns and depths where somebody else stands."""
    return {(cols[slug], rows[slug]) for slug in cols if slug != but}

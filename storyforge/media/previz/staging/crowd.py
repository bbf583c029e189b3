"""People without a name in the background, and the other members of a group that is one character."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.figures import head_of, read_look
from storyforge.media.previz.figures.figure import Figure
from storyforge.media.previz.staging.standing import across, ball_box, overlap
from storyforge.media.previz.vectors import chance
from storyforge.model.framing import PersonSeen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.display import Box
    from storyforge.media.previz.figures.figure import Look
    from storyforge.media.previz.staging.standing import Standing
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.framing import FrameSpec

EXTRA = "extra"
"""What the owner of a nameless figure is called, with a number."""
_MOST = 14
"""More are drawn as so many: from there on a crowd is a crowd."""
_ROOM = 0.62
_AGES = ("30", "50", "25", "40", "70", "35", "12")
_GROUP: tuple[Vec, ...] = ((-0.62, 0.0, 0.34), (0.6, 0.0, 0.42), (-0.1, 0.0, 0.86), (0.95, 0.0, 0.9))


def companions(spec: FrameSpec, people: Sequence[Standing]) -> dict[str, tuple[Vec, ...]]:
    """Slug -> where the others of that group are, from the first: as many as do not stand in somebody else."""
    groups = {person.id for person in spec.people if person.group}
    found: dict[str, tuple[Vec, ...]] = {}
    for standing in people:
        if standing.id in groups and not standing.off and standing.id not in found:
            others = [s.position for s in people if s.id != standing.id]
            x, _, z = standing.position
            free = [d for d in _GROUP if all(_off((x + d[0], 0, z + d[2]), o) > _ROOM for o in others)]
            found[standing.id] = tuple(free[:3])
    return found


def _off(a: Vec, b: Vec) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[2] - b[2]) ** 2) ** 0.5)


def extras(
    spec: FrameSpec, people: Sequence[Standing], camera: Camera, plane: float, light: Light, bounds: Bounds
) -> tuple[Figure, ...]:
    """Nameless figures behind the subject's plane, where they hide nobody and stand in nobody."""
    wanted = min(spec.blocking.extras, _MOST)
    found: list[Figure] = []
    shown = [(box, camera.distance(s.head_at())) for s in people if not s.off and (box := s.head_box(camera, 1.25))]
    for try_ in range(wanted * 6):
        if len(found) == wanted:
            break
        figure = _candidate(spec, try_, len(found), camera, plane, light, deep=bounds.deep)
        position = figure.position
        near = [s.position for s in people] + [f.position for f in found]
        box = ball_box(camera, *head_of(figure))
        if box is None or box[1] < 4 or any(_off(position, o) < _ROOM for o in near) or not bounds.holds(position):
            continue
        if any(_disturbs(box, camera.distance(position), head, far) for head, far in shown):
            continue
        found.append(figure)
    return tuple(found)


def _disturbs(head: Box, distance: float, named: Box, far: float) -> bool:
    """Whether an extra's head touches a character's, or its body stands before it."""
    wide, high = head[2] - head[0], head[3] - head[1]
    body = (head[0] - 0.6 * wide, head[1], head[2] + 0.6 * wide, head[3] + 4 * high)
    return overlap(named, head) > 0.05 or overlap(head, named) > 0.3 or (distance < far and overlap(named, body) > 0.02)


class Bounds:
    """Where extras may stand: within the free part of a room; outdoors anywhere."""

    def __init__(self, deep: float, holds: object = None) -> None:
        self.deep = deep
        self._holds = holds

    def holds(self, position: Vec) -> bool:
        """Whether a position of the world is free."""
        return bool(self._holds(position)) if callable(self._holds) else True


def _candidate(
    spec: FrameSpec, try_: int, number: int, camera: Camera, plane: float, light: Light, *, deep: float
) -> Figure:
    def roll(what: str) -> float:
        return chance(spec.scene, spec.setting_seed, "extra", try_, what)

    z = plane + 1.1 + deep * roll("z") ** 1.3
    share = (roll("share") - 0.5) * 0.96
    look = extra_look(number, light)
    walks = roll("pose") < 0.4
    yaw = (roll("yaw") - 0.5) * 300
    return Figure(
        id=f"{EXTRA}-{number + 1}",
        position=(across(camera, share, (0.0, 1.5, z)), 0.0, z),
        yaw=yaw,
        look=yaw,
        pose="walk" if walks else "stand",
        appearance=look,
        phase=roll("phase"),
    )


def extra_look(number: int, light: Light) -> Look:
    """Somebody who must not be taken for a character: clothes near the colours of the set."""
    pronouns = "she" if number % 2 else "he"
    person = PersonSeen(
        f"{EXTRA}-{number + 1}", "extra", age=_AGES[number % len(_AGES)], pronouns=pronouns, rank=number
    )
    look = read_look(person)
    return replace(look, cloth=mix(look.cloth, light.thing, 0.72), legs=mix(look.legs, light.thing, 0.5))


__all__ = ["EXTRA", "Bounds", "companions", "extra_look", "extras"]

"""Where everyone stands: as the blocking says, moved as little as needed until heads are seen and no two touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.lenses import number
from storyforge.media.previz.staging.contact import REACH, is_contact, join, let_go, room_between, turn_to
from storyforge.media.previz.staging.standing import apart, inside, overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.display import Box
    from storyforge.media.previz.moves import Rig
    from storyforge.media.previz.staging.cast import Cast
    from storyforge.media.previz.staging.standing import Standing
    from storyforge.model.framing import FrameSpec

_SIDEWAYS = (0.0, 0.03, -0.03, 0.06, -0.06, 0.1, -0.1, 0.14, -0.14, 0.19, -0.19, 0.25, -0.25, 0.32, -0.32)
_DEEPER = (0.0, 0.25, 0.5, 0.8, 1.2, 1.7, 2.6, 3.8, -0.2, -0.45, -0.7)
_AIR = 10.0
"""Pixels that a head keeps from the frame's edge."""
_LEAST_GAP = 0.035
"""Widths of the frame between two heads of whom one is further left."""


def place(spec: FrameSpec, cast: Cast, rig: Rig) -> None:
    """Give everyone a position at start and end; who is not placed otherwise at the end stays where they are."""
    _distances(spec, cast, rig)
    still = {s.id for s, later in zip(cast.start, cast.end, strict=True) if s is later}
    first, reference, last = rig.camera(0.0), rig.camera(rig.reference), rig.camera(1.0)
    moving = (first, last) if rig.move.midway else ()
    _settle(cast.start, cast.focus, {s.id: reference if s.id in still else first for s in cast.start}, moving)
    walkers = [s for s in cast.start if rig.followed and s.id in still and s.placed.pose in {"walk", "run"}]
    for standing in walkers:
        standing.stand_at(first)
    for index, standing in enumerate(cast.end):
        if standing in walkers:
            later = standing.copy()
            later.stand_at(last)
            if rig.move.toward in {"in", "out"}:
                way = rig.travel * rig.move.sign
                later.position = (standing.position[0], 0.0, standing.position[2] + way)
                later.z += way
            cast.end[index] = later
    for standing in cast.end:
        standing.fixed = standing.id in still
    _settle(cast.end, cast.focus, dict.fromkeys((s.id for s in cast.end), last), ())


def _distances(spec: FrameSpec, cast: Cast, rig: Rig) -> None:
    """Turn nearer and farther into metres."""
    lens = cast.lens
    behind = lens.far + lens.deep * rig.depth
    if spec.place.interior:
        behind = min(behind, 0.95 if cast.in_car else 2.2)
    done: set[int] = set()
    for standing in (*cast.start, *cast.end):
        if id(standing) in done:
            continue
        done.add(id(standing))
        if standing.z > 0:
            standing.z *= behind
        elif standing.z < 0:
            standing.z *= number("over", "near") if spec.size == "OTS" else _nearer(rig, standing)
        if standing.off:
            standing.share += (0.35 if standing.share > 0 else -0.35) / max(0.6, rig.width)


def _nearer(rig: Rig, standing: Standing) -> float:
    """How much nearer the lens somebody may stand whose head is to stay in the frame."""
    for share in (0.42, 0.34, 0.28, 0.22, 0.16):
        seen = rig.camera(rig.reference).project((0.0, standing.top, -share * rig.depth))
        if seen and seen[1] > 0.02 * HEIGHT:
            return share * rig.depth
    return 0.12 * rig.depth


def _settle(everyone: Sequence[Standing], focus: str, cameras: dict[str, Camera], moving: Sequence[Camera]) -> None:
    """Place one after the other, who matters first; each takes the nearest place that leaves the picture right.

    `cameras` say for everyone when they are where the blocking has them, `moving` are others of the shot's moments.
    """
    settled = [s for s in everyone if s.fixed]
    for standing in everyone:
        standing.matters = standing.id == focus
    touched = {s.placed.touches for s in everyone}
    waiting = [s for s in everyone if not s.fixed]
    waiting.sort(key=lambda s: (s.id != focus, bool(s.placed.touches), s.id not in touched, abs(s.z)))
    for standing in waiting:
        _find_place(standing, settled, (cameras[standing.id], *moving))
        settled.append(standing)
    for standing in waiting:
        if not any(is_contact(standing, s) and apart(standing, s) < REACH for s in settled if s is not standing):
            let_go(standing, cameras[standing.id])


def _find_place(standing: Standing, settled: Sequence[Standing], cameras: Sequence[Camera]) -> None:
    camera = cameras[0]
    partner = next((s for s in settled if is_contact(standing, s)), None)
    if partner is not None:
        before = standing.copy()
        join(standing, partner, camera)
        box = standing.head_box(camera)
        others = [s for s in settled if s is not partner]
        if box and inside(box) and sum(_between(standing, other, camera) for other in others) < 1:
            turn_to(partner, standing)
            return
        standing.position, standing.gaze, standing.yaw = before.position, before.gaze, before.yaw
        standing.share, standing.z = before.share, before.z
    wish = (standing.share, standing.z)
    if _cost(standing, wish, wish, settled, cameras) > 0.01 and not standing.off:
        best = min(_options(wish), key=lambda option: _cost(standing, option, wish, settled, cameras))
        standing.stand_at(camera, *best)


def _options(wish: tuple[float, float]) -> Iterator[tuple[float, float]]:
    for deeper in _DEEPER:
        for sideways in _SIDEWAYS:
            yield (wish[0] + sideways, wish[1] + deeper)


def _cost(
    standing: Standing,
    option: tuple[float, float],
    wish: tuple[float, float],
    settled: Sequence[Standing],
    cameras: Sequence[Camera],
) -> float:
    camera = cameras[0]
    standing.stand_at(camera, *option)
    cost = 6.0 * abs(option[0] - wish[0]) + 0.8 * abs(option[1] - wish[1])
    box = standing.head_box(camera)
    if box is None:
        return 1e6
    if not (standing.off or inside(box, _AIR)):
        cost += _outside(box, near=wish[1] < 0)
    cost += sum(_between(standing, other, camera) for other in settled)
    return cost + sum(_veiled(standing, other, moment) for moment in cameras[1:] for other in settled)


def _veiled(standing: Standing, other: Standing, camera: Camera) -> float:
    """What heads cost that are hidden; the one who matters is seen before all others."""
    if standing.off or other.off:
        return 0.0
    return sum(
        (90.0 if behind.matters else 20.0) * hidden_by(front, behind, camera)
        for front, behind in ((other, standing), (standing, other))
    )


def _outside(box: Box, *, near: bool) -> float:
    left = max(0.0, _AIR - box[0]) + max(0.0, box[2] - WIDTH + _AIR)
    return (0.2 if near else 1.0) * (4.0 * left / (box[2] - box[0]) + (2.0 if left else 0.0))


def _between(standing: Standing, other: Standing, camera: Camera) -> float:
    """What is wrong between two: bodies in one another, a head behind a body, sides exchanged."""
    cost = 0.0
    need = room_between(standing, other)
    lack = need - apart(standing, other)
    if lack > 0:
        cost += 3.0 + 10.0 * lack
    if other.off or standing.off:
        return cost
    cost += _veiled(standing, other, camera)
    mine, theirs = other.head_box(camera), standing.head_box(camera)
    if mine and theirs and standing.placed.side != other.placed.side:
        gap = (theirs[0] + theirs[2] - mine[0] - mine[2]) / 2 / WIDTH
        sign = 1 if number("sides", standing.placed.side) > number("sides", other.placed.side) else -1
        if gap * sign < _LEAST_GAP:
            cost += 30.0 + 30.0 * (_LEAST_GAP - gap * sign)
    return cost


def hidden_by(front: Standing, behind: Standing, camera: Camera) -> float:
    """The share of a head that another body covers, if that is not farther away."""
    if camera.distance(front.head_at()) > camera.distance(behind.head_at()) + 0.08:
        return 0.0
    head = behind.head_box(camera, grow=1.15)
    if head is None:
        return 0.0
    return min(1.0, sum(overlap(head, box) for box in front.hides(camera)))

"""Where everyone stands: as the blocking says, moved as little as needed until heads are seen and no two touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.lenses import number
from storyforge.media.previz.staging.standing import CONTACT, apart, inside, overlap
from storyforge.media.previz.vectors import sub

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.display import Box
    from storyforge.media.previz.moves import Rig
    from storyforge.media.previz.staging.cast import Cast
    from storyforge.media.previz.staging.standing import Standing
    from storyforge.model.blocking import Pose
    from storyforge.model.framing import FrameSpec

_SIDEWAYS = (0.0, 0.03, -0.03, 0.06, -0.06, 0.1, -0.1, 0.14, -0.14, 0.19, -0.19, 0.25, -0.25, 0.32, -0.32)
_DEEPER = (0.0, 0.25, 0.5, 0.8, 1.2, 1.7, -0.2, -0.45, -0.7)
_AIR = 10.0
"""Pixels that a head keeps from the frame's edge."""
REACH = 1.15
"""Metres between two bodies that can touch."""
_LEAST_GAP = 0.035
"""Widths of the frame between two heads of whom one is further left."""


def place(spec: FrameSpec, cast: Cast, rig: Rig) -> None:
    """Give everyone a position at start and end; who is not placed otherwise at the end stays where they are."""
    _distances(spec, cast, rig)
    still = {s.id for s, later in zip(cast.start, cast.end, strict=True) if s is later}
    first, reference, last = rig.camera(0.0), rig.camera(rig.reference), rig.camera(1.0)
    _settle(cast.start, cast.focus, {s.id: reference if s.id in still else first for s in cast.start})
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
    _settle(cast.end, cast.focus, dict.fromkeys((s.id for s in cast.end), last))


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


def _settle(everyone: Sequence[Standing], focus: str, cameras: dict[str, Camera]) -> None:
    """Place one after the other, who matters first; each takes the nearest place that leaves the picture right."""
    settled = [s for s in everyone if s.fixed]
    touched = {s.placed.touches for s in everyone}
    waiting = [s for s in everyone if not s.fixed]
    waiting.sort(key=lambda s: (s.id != focus, bool(s.placed.touches), s.id not in touched, abs(s.z)))
    for standing in waiting:
        camera = cameras[standing.id]
        wish = (standing.share, standing.z)
        partner = next((s for s in settled if is_contact(standing, s)), None)
        joined = partner is not None and _join(standing, partner, settled, camera)
        if not joined and _cost(standing, wish, wish, settled, camera) > 0.01 and not standing.off:
            best = min(_options(wish), key=lambda option: _cost(standing, option, wish, settled, camera))
            standing.stand_at(camera, *best)
        settled.append(standing)
    for standing in waiting:
        if not any(is_contact(standing, s) and apart(standing, s) < REACH for s in settled if s is not standing):
            _let_go(standing, cameras[standing.id])


def _options(wish: tuple[float, float]) -> Iterator[tuple[float, float]]:
    for deeper in _DEEPER:
        for sideways in _SIDEWAYS:
            yield (wish[0] + sideways, wish[1] + deeper)


def _cost(
    standing: Standing,
    option: tuple[float, float],
    wish: tuple[float, float],
    settled: Sequence[Standing],
    camera: Camera,
) -> float:
    standing.stand_at(camera, *option)
    cost = 6.0 * abs(option[0] - wish[0]) + 0.8 * abs(option[1] - wish[1])
    box = standing.head_box(camera)
    if box is None:
        return 1e6
    if not (standing.off or inside(box, _AIR)):
        cost += _outside(box, near=wish[1] < 0)
    return cost + sum(_between(standing, other, camera) for other in settled)


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
    cost += 30.0 * max(hidden_by(other, standing, camera), hidden_by(standing, other, camera))
    mine, theirs = other.head_box(camera), standing.head_box(camera)
    if mine and theirs and standing.placed.side != other.placed.side:
        gap = (theirs[0] + theirs[2] - mine[0] - mine[2]) / 2 / WIDTH
        sign = 1 if number("sides", standing.placed.side) > number("sides", other.placed.side) else -1
        if gap * sign < _LEAST_GAP:
            cost += 30.0 + 30.0 * (_LEAST_GAP - gap * sign)
    return cost


def hidden_by(front: Standing, behind: Standing, camera: Camera) -> float:
    """The share of a head that another body covers, if that is nearer."""
    if camera.distance(front.head_at()) >= camera.distance(behind.head_at()) - 0.05:
        return 0.0
    head = behind.head_box(camera, grow=1.15)
    if head is None:
        return 0.0
    return min(1.0, sum(overlap(head, box) for box in front.hides(camera)))


def is_contact(a: Standing, b: Standing) -> bool:
    """Whether the pose brings two together."""
    return any(
        one.placed.touches == other.id and (one.placed.pose in CONTACT or one.placed.pose not in {"sit", "stand"})
        for one, other in ((a, b), (b, a))
    )


def room_between(a: Standing, b: Standing) -> float:
    """Metres that two bodies must be apart."""
    for one, other in ((a, b), (b, a)):
        if one.placed.touches == other.id:
            pose = one.placed.pose
            return number("apart", pose) * 0.9 if pose in CONTACT else number("apart", "touch") * 0.8
    if a.sits and b.sits and a.placed.at == b.placed.at == "table":
        return number("apart", "table") if abs(a.yaw - b.yaw) > 90 else number("apart", "bodies")
    if "lie" in {a.placed.pose, b.placed.pose}:
        return 0.75
    return number("apart", "bodies") * max(0.7, (a.look.build + b.look.build) / 2)


def _let_go(standing: Standing, camera: Camera) -> None:
    """Nobody embraces the air: who can't get to whom they touch reaches out, or just stands."""
    apart_pose: dict[str, Pose] = {"hug": "stand", "hand-over": "reach"}
    pose = apart_pose.get(standing.placed.pose)
    if pose:
        standing.placed = standing.placed.model_copy(update={"pose": pose, "touches": ""})
        standing.measure()
        standing.stand_at(camera)


def _join(standing: Standing, partner: Standing, settled: Sequence[Standing], camera: Camera) -> bool:
    """Bring somebody to whom they touch, on the side where the blocking has them; not past or into a third."""
    pose = standing.placed.pose if standing.placed.pose in CONTACT else partner.placed.pose
    gap = number("apart", pose) if pose in CONTACT else number("apart", "touch")
    mine, theirs = (number("sides", s.placed.side) if not s.off else 0.0 for s in (standing, partner))
    sign = -1.0 if mine < theirs or (mine == theirs and standing.share < partner.share) else 1.0
    before = standing.copy()
    x, _, z = partner.position
    standing.position = (x + sign * gap * 0.96, 0.0, z + 0.28 * gap)
    standing.yaw = 82.0 * -sign
    if not standing.placed.looks:
        standing.gaze = standing.yaw
    box = standing.head_box(camera)
    others = [s for s in settled if s is not partner]
    if box is None or not inside(box) or sum(_between(standing, other, camera) for other in others) > 1:
        standing.position, standing.gaze, standing.yaw = before.position, before.gaze, before.yaw
        return False
    standing.z = z
    standing.share = (box[0] + box[2]) / 2 / WIDTH - 0.5
    if pose in CONTACT and not partner.fixed:
        partner.yaw = 82.0 * sign
        if not partner.placed.looks:
            partner.gaze = partner.yaw
    return True


def chest_of(standing: Standing) -> tuple[float, float, float]:
    """Roughly the middle of the chest: what a partner's hands reach for."""
    x, y, z = standing.head_at()
    ahead = sub(standing.head_at(), standing.position)
    return (x - ahead[0] * 0.4, y - 0.33 * standing.look.height / 1.75, z - ahead[2] * 0.4)

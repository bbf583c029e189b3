"""Bodies that touch, and how far apart they are that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.display import WIDTH
from storyforge.media.previz.lenses import number
from storyforge.media.previz.staging.standing import CONTACT
from storyforge.media.previz.vectors import sub

if TYPE_CHECKING:
    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.staging.standing import Standing
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.blocking import Pose

REACH = 1.15
"""Metres between two bodies that can touch."""
_PROFILE = 82.0


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


def let_go(standing: Standing, camera: Camera) -> None:
    """Nobody embraces the air: who can't get to whom they touch reaches out, or just stands."""
    apart_pose: dict[str, Pose] = {"hug": "stand", "hand-over": "reach"}
    pose = apart_pose.get(standing.placed.pose)
    if pose:
        standing.placed = standing.placed.model_copy(update={"pose": pose, "touches": ""})
        standing.measure()
        standing.stand_at(camera)


def join(standing: Standing, partner: Standing, camera: Camera) -> None:
    """Bring somebody to whom they touch, on the side where the blocking has them."""
    gap = number("apart", _contact(standing, partner) or "touch")
    mine, theirs = (number("sides", s.placed.side) if not s.off else 0.0 for s in (standing, partner))
    sign = -1.0 if mine < theirs or (mine == theirs and standing.share < partner.share) else 1.0
    x, _, z = partner.position
    standing.position = (x + sign * gap * 0.96, 0.0, z + 0.28 * gap)
    standing.z = z
    _face(standing, -sign)
    head = camera.project(standing.head_at())
    if head:
        standing.share = head[0] / WIDTH - 0.5


def turn_to(partner: Standing, standing: Standing) -> None:
    """Who is embraced, fought or given something turns to who does it."""
    if _contact(standing, partner) and not partner.fixed:
        _face(partner, 1.0 if standing.position[0] > partner.position[0] else -1.0)


def _contact(a: Standing, b: Standing) -> str:
    return next((s.placed.pose for s in (a, b) if s.placed.pose in CONTACT), "")


def _face(standing: Standing, side: float) -> None:
    standing.yaw = _PROFILE * side
    if not standing.placed.looks:
        standing.gaze = standing.yaw


def chest_of(standing: Standing) -> Vec:
    """Roughly the middle of the chest: what a partner's hands reach for."""
    x, y, z = standing.head_at()
    ahead = sub(standing.head_at(), standing.position)
    return (x - ahead[0] * 0.4, y - 0.33 * standing.look.height / 1.75, z - ahead[2] * 0.4)

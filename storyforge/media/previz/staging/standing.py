"""One person at one moment of a shot, as numbers: read from the blocking, moved until the picture is right."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.figures import head_of
from storyforge.media.previz.figures.figure import Figure
from storyforge.media.previz.vectors import ORIGIN, Vec, add, sub

if TYPE_CHECKING:
    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.display import Box
    from storyforge.media.previz.figures.figure import Look
    from storyforge.model.blocking import Placed

SEATED = frozenset({"sit", "drive"})
MAY_SIT = frozenset({"write", "drink", "phone", "head-down", "hand-over", "reach", "wave", "point", "arms-crossed"})
"""Poses of the arms: who is at something to sit on sits while doing so."""
CONTACT = frozenset({"hug", "fight", "hand-over"})
_SHOULDERS = 0.26
"""Half the width in metres that a body hides behind it."""


@dataclass
class Standing:
    """Where somebody is: `share` of the frame's width from its middle and metres `z` behind the subject's plane.

    `head` is the middle of the head from the position, `radius` the head's. A fixed one is not moved any
    more; the one who matters is seen before all others.
    """

    placed: Placed
    look: Look
    yaw: float
    gaze: float
    share: float
    z: float
    seat: float = 0.0
    position: Vec = ORIGIN
    head: Vec = ORIGIN
    radius: float = 0.12
    fixed: bool = False
    matters: bool = False
    spot: str = ""
    holds: str = ""
    members: tuple[Vec, ...] = field(default=())
    """Where the others of a group are, from the position."""

    @property
    def id(self) -> str:
        """The character's slug."""
        return self.placed.id

    @property
    def off(self) -> bool:
        """Whether the blocking has them outside the frame."""
        return self.placed.side.startswith("off")

    @property
    def top(self) -> float:
        """Height of the head's top above the floor, in metres."""
        return self.head[1] + self.radius

    @property
    def sits(self) -> bool:
        """Whether the body is on a seat."""
        return self.seat > 0.2 and not self.lying

    @property
    def lying(self) -> bool:
        """Whether the body is flat."""
        return self.placed.pose == "lie"

    def figure(self, phase: float = 0.2, partner: Vec | None = None) -> Figure:
        """The figure at this moment."""
        return Figure(
            id=self.id,
            position=self.position,
            yaw=self.yaw,
            look=self.gaze,
            pose=self.placed.pose,
            feels=self.placed.feels,
            appearance=self.look,
            phase=phase,
            seat=self.seat,
            holds=self.holds,
            partner=partner,
        )

    def measure(self) -> None:
        """Learn where the head is in this pose."""
        centre, self.radius = head_of(replace(self.figure(), position=ORIGIN))
        self.head = centre

    def copy(self) -> Standing:
        """Another one, to be moved on its own."""
        return replace(self)

    def stand_at(self, camera: Camera, share: float | None = None, z: float | None = None) -> None:
        """Move so that the head is at a share of the frame's width and at a distance behind the subject's plane."""
        self.share = self.share if share is None else share
        self.z = self.z if z is None else z
        point = (self.position[0] + self.head[0], self.head[1], self.z)
        x = across(camera, self.share, point)
        self.position = (x - self.head[0], 0.0, self.z - self.head[2])

    def head_at(self) -> Vec:
        """The middle of the head in the world."""
        return add(self.position, self.head)

    def head_box(self, camera: Camera, grow: float = 1.0) -> Box | None:
        """The head in the picture; None where it is behind the lens."""
        return ball_box(camera, self.head_at(), self.radius * grow)

    def _length(self, camera: Camera) -> list[Box]:
        """The boxes of a body that lies, from its chest to its feet."""
        (x, y, z), (px, _, pz) = self.head_at(), self.position
        steps = (0.4, 0.7, 1.0, 1.4, 1.8)
        balls = [ball_box(camera, (x + (px - x) * k, y, z + (pz - z) * k), 0.23) for k in steps]
        return [box for box in balls if box]

    def hides(self, camera: Camera) -> tuple[Box, ...]:
        """What of the picture this body covers, roughly: head, and shoulders downwards."""
        head = self.head_box(camera)
        if head is None:
            return ()
        metre = (head[3] - head[1]) / (2 * self.radius)
        middle = (head[0] + head[2]) / 2
        half = _SHOULDERS * metre * self.look.build * self.look.height / 1.75
        wider = 0.12 * (head[2] - head[0])
        crown = (head[0] - wider, head[1] - wider, head[2] + wider, head[3])
        if self.lying:
            return (crown, *self._length(camera))
        return crown, (middle - half, head[3] + 0.03 * metre, middle + half, head[3] + self.top * metre)


def ball_box(camera: Camera, centre: Vec, radius: float) -> Box | None:
    """The box of a ball in the picture, or None behind the lens."""
    seen = camera.seen(centre)
    if seen[2] < 0.2:
        return None
    x, y = camera.flat(seen)
    size = radius * camera.focal / seen[2]
    return (x - size, y - size, x + size, y + size)


def overlap(a: Box, b: Box) -> float:
    """The share of the first box that the second covers."""
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    area = (a[2] - a[0]) * (a[3] - a[1])
    return max(0.0, wide) * max(0.0, high) / area if wide > 0 and high > 0 and area > 0 else 0.0


def inside(box: Box, margin: float = 0.0) -> bool:
    """Whether a box is wholly within the frame."""
    return box[0] >= margin and box[1] >= margin and box[2] <= WIDTH - margin and box[3] <= HEIGHT - margin


def across(camera: Camera, share: float, point: Vec) -> float:
    """The x at which a point of the world is seen at a share of the frame's width from the middle, y and z kept.

    By Newton's method; a projection is so nearly linear that three steps are exact to a hundredth of a pixel.
    """
    wanted = (0.5 + share) * WIDTH
    x = point[0]
    for _ in range(4):
        here = camera.project((x, point[1], point[2]))
        there = camera.project((x + 0.01, point[1], point[2]))
        if here is None or there is None or there[0] == here[0]:
            return x
        x += (wanted - here[0]) * 0.01 / (there[0] - here[0])
    return x


def apart(a: Standing, b: Standing) -> float:
    """Metres between two bodies on the floor."""
    way = sub(a.position, b.position)
    return math.hypot(way[0], way[2])

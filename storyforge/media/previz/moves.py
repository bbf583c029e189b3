"""How a camera stands and moves: a rig frames one point of the world, and every move keeps what it must of that."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from storyforge.media.previz.camera import Camera
from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.lenses import number, table
from storyforge.media.previz.vectors import ease

if TYPE_CHECKING:
    from storyforge.media.previz.vectors import Vec

Kind = Literal["static", "push-in", "pull-out", "pan", "whip", "tilt", "track", "crane", "zoom", "handheld"]
Toward = Literal["", "left", "right", "up", "down", "in", "out"]

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("push", "push-in"), ("dolly in", "push-in"), ("pull", "pull-out"), ("dolly out", "pull-out"), ("whip", "whip"),
    ("pan", "pan"), ("tilt", "tilt"), ("crane", "crane"), ("boom", "crane"), ("zoom", "zoom"), ("hand", "handheld"),
    ("track", "track"), ("dolly", "track"), ("truck", "track"), ("follow", "track"),
)  # fmt: skip
_WAYS: dict[Kind, tuple[Toward, ...]] = {
    "push-in": ("in",),
    "pull-out": ("out",),
    "pan": ("left", "right"),
    "whip": ("left", "right"),
    "tilt": ("up", "down"),
    "track": ("left", "right", "in", "out"),
    "crane": ("up", "down"),
    "zoom": ("in", "out"),
}
"""Directions that a move can have."""
LEAST_HEIGHT = 0.22
"""Metres above the ground that no lens goes below."""


@dataclass(frozen=True, slots=True)
class Move:
    """What the camera does. `sign` is +1 towards right, up and in, and -1 towards left, down and out."""

    kind: Kind = "static"
    toward: Toward = ""

    @property
    def sign(self) -> float:
        """The direction as a number."""
        return -1.0 if self.toward in {"left", "down", "out"} else 1.0

    @property
    def midway(self) -> bool:
        """Whether the picture that was asked for is the one in the middle of the move."""
        return self.kind in {"pan", "track"}


def read_move(name: str, toward: Toward, usual: Toward) -> Move:
    """A move by its name (`push in`, `pan left`); where neither it nor `toward` says a direction, the usual one."""
    words = name.lower().replace("-", " ")
    kind: Kind = next((kind for word, kind in _KINDS if word in words), "static")
    ways = _WAYS.get(kind, ())
    said: tuple[Toward, ...] = tuple(way for way in ways if way in words.split())
    given: tuple[Toward, ...] = (*said, toward, usual, *ways)
    chosen: list[Toward] = [way for way in given if way in ways]
    return Move(kind, chosen[0] if chosen else "")


def tightest(move: Move) -> float:
    """The share of the frame's height that the closest moment of a move leaves."""
    numbers = table()["moves"]
    if move.kind in {"push-in", "pull-out"}:
        return float(min(numbers[move.kind]["depth"]))
    return 1 / float(max(numbers["zoom"]["zoom"])) if move.kind == "zoom" else 1.0


@dataclass(frozen=True, slots=True)
class Rig:
    """A camera that frames a point: `anchor` is seen `top` pixels below the frame's upper edge, `depth` metres away.

    `side` is how far from the middle, in widths of the frame, what the shot is about stands; `slack` how much further
    it may go to either side, and `drop` to below in heights. `travel` is the way of a track in metres. `seconds` is the
    shot's length.
    """

    anchor: Vec
    top: float
    depth: float
    pitch: float
    roll: float
    vfov: float
    move: Move
    side: float = 0.0
    slack: float = 1.0
    drop: float = 1.0
    travel: float = 0.0
    seconds: float = 4.0
    head: float = 0.0
    """Height of the head in heights of the frame: a push stops where it would leave the frame."""
    rise: float = 0.0
    """Metres that the head goes up from start to end, where the camera has to go with it."""
    person: float = 1.75
    """Metres: how tall the person is by whom the frame is measured."""
    followed: bool = False
    """Whether the camera goes along with people who walk."""

    @property
    def width(self) -> float:
        """Metres from left to right of the frame, at the anchor's distance."""
        return WIDTH * self.depth / self.focal

    @property
    def focal(self) -> float:
        """Pixels that one metre is long at one metre's distance."""
        return HEIGHT / 2 / math.tan(math.radians(self.vfov) / 2)

    @property
    def reference(self) -> float:
        """The moment whose picture is the one that was asked for."""
        return 0.5 if self.move.midway else 0.0

    def camera(self, t: float) -> Camera:
        """The camera at a moment, 0 to 1 in linear time; moves are slow at both ends."""
        move = getattr(self, f"_{self.move.kind.replace('-', '_')}")
        camera: Camera = move(t, ease(min(1.0, max(0.0, t))))
        return camera

    def _static(self, _t: float, e: float) -> Camera:
        return self._standing(e)

    def _standing(self, e: float, depth: float | None = None, top: float | None = None, x: float = 0.0) -> Camera:
        """The camera without a move of its own: it only goes up or down with a head that does."""
        anchor = (self.anchor[0], self.anchor[1] + self.rise * e, self.anchor[2])
        position = standpoint(
            anchor, self.top if top is None else top, self.depth if depth is None else depth, self.pitch, self.vfov
        )
        height = max(LEAST_HEIGHT, position[1])
        return Camera((position[0] + x, height, position[2]), 0.0, self.pitch, self.roll, self.vfov)

    def _push_in(self, _t: float, e: float) -> Camera:
        first, last = table()["moves"][self.move.kind]["depth"]
        factor = first + (last - first) * e
        head = self.head / factor
        top = min(self.top, max(0.015, (1 - head) / 2) * HEIGHT) if 0 < head < 1 and self.top > 0 else self.top
        sideways = self.side * WIDTH / self.focal * self.depth * (first - factor)
        return self._standing(e, self.depth * factor, top, sideways)

    _pull_out = _push_in

    def _pan(self, _t: float, e: float) -> Camera:
        share = min(number("moves", "pan", "turn"), 2 * self.slack)
        return self._turned(e, yaw=self.move.sign * (e - 0.5) * share * self._hfov())

    def _whip(self, t: float, e: float) -> Camera:
        left = 1 - ease(min(1.0, t / 0.4))
        return self._turned(e, yaw=-self.move.sign * left * number("moves", "whip", "turn") * self._hfov())

    def _tilt(self, _t: float, e: float) -> Camera:
        share = min(number("moves", "tilt", "tilt"), self.drop)
        return self._turned(e, pitch=share * self.vfov * (e if self.move.toward == "up" else 1 - e))

    def _track(self, _t: float, e: float) -> Camera:
        way = self.travel * (e - 0.5) * self.move.sign
        still = self._standing(e)
        x, y, z = still.position
        along = (x, y, z + way) if self.move.toward in {"in", "out"} else (x + way, y, z)
        return Camera(along, 0.0, self.pitch, self.roll, self.vfov)

    def _crane(self, _t: float, e: float) -> Camera:
        x, y, z = self._standing(e).position
        rise = number("moves", "crane", "rise") * self.depth * (e if self.move.toward == "up" else 1 - e)
        return Camera((x, y + rise, z), 0.0, self._aimed(e, y + rise, z, self.vfov), self.roll, self.vfov)

    def _zoom(self, _t: float, e: float) -> Camera:
        first, last = table()["moves"]["zoom"]["zoom"]
        factor = first + (last - first) * (e if self.move.toward == "in" else 1 - e)
        vfov = math.degrees(2 * math.atan(math.tan(math.radians(self.vfov) / 2) / factor))
        x, y, z = self._standing(e).position
        seen = math.degrees(math.atan(self.side * WIDTH / self.focal))
        yaw = seen - math.degrees(math.atan(self.side * WIDTH / (self.focal * factor)))
        return Camera((x, y, z), yaw, self._aimed(e, y, z, vfov), self.roll, vfov)

    def _handheld(self, t: float, e: float) -> Camera:
        clock = t * self.seconds
        sway = number("moves", "handheld", "sway") * self.vfov
        yaw = math.sin(clock * 1.7 + 0.4) + 0.5 * math.sin(clock * 4.3 + 2)
        pitch = math.sin(clock * 2.3 + 1.1) + 0.5 * math.sin(clock * 5.1)
        return self._turned(e, yaw=sway * yaw * 0.9, pitch=sway * pitch * 0.6)

    def _turned(self, e: float, yaw: float = 0.0, pitch: float = 0.0) -> Camera:
        return Camera(self._standing(e).position, yaw, self.pitch + pitch, self.roll, self.vfov)

    def _hfov(self) -> float:
        return math.degrees(2 * math.atan(WIDTH / 2 / self.focal))

    def _aimed(self, e: float, y: float, z: float, vfov: float) -> float:
        """The pitch at which the anchor keeps its height in the frame, from another height or through another lens."""
        focal = HEIGHT / 2 / math.tan(math.radians(vfov) / 2)
        up = math.atan2(self.anchor[1] + self.rise * e - y, self.anchor[2] - z)
        return math.degrees(up - math.atan((HEIGHT / 2 - self.top) / focal))


def standpoint(anchor: Vec, top: float, depth: float, pitch: float, vfov: float) -> Vec:
    """Where a camera of a pitch stands that has a point in its middle column, `top` pixels from above, `depth` away."""
    focal = HEIGHT / 2 / math.tan(math.radians(vfov) / 2)
    up = (HEIGHT / 2 - top) * depth / focal
    cos, sin = math.cos(math.radians(pitch)), math.sin(math.radians(pitch))
    return (anchor[0], anchor[1] - up * cos - depth * sin, anchor[2] + up * sin - depth * cos)


def level_pitch(horizon: float, vfov: float) -> float:
    """The pitch in degrees that brings the horizon to a share of the frame's height, from above."""
    focal = HEIGHT / 2 / math.tan(math.radians(vfov) / 2)
    return math.degrees(math.atan((horizon - 0.5) * HEIGHT / focal))


def lowest_pitch(anchor: Vec, top: float, depth: float, horizon: float, vfov: float) -> float:
    """The pitch for a horizon, or the nearest to it at which the camera is not below the ground."""
    low, high = min(0.2, horizon), horizon
    if standpoint(anchor, top, depth, level_pitch(high, vfov), vfov)[1] >= LEAST_HEIGHT:
        return level_pitch(high, vfov)
    for _ in range(16):
        middle = (low + high) / 2
        under = standpoint(anchor, top, depth, level_pitch(middle, vfov), vfov)[1] < LEAST_HEIGHT
        low, high = (low, middle) if under else (middle, high)
    return level_pitch(low, vfov)

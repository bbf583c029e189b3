"""From a size and an angle to a camera: whose head is where in the frame, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storyforge.media.previz.camera import Camera
from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.lenses import angle_of, field_of_view, number
from storyforge.media.previz.moves import LEAST_HEIGHT, Rig, lowest_pitch, read_move, standpoint, tightest
from storyforge.media.previz.staging.standing import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.media.previz.lenses import Lens
    from storyforge.media.previz.moves import Move, Toward
    from storyforge.media.previz.staging.cast import Cast
    from storyforge.media.previz.staging.standing import Standing
    from storyforge.model.framing import FrameSpec

SINGLES = frozenset({"MCU", "CU", "ECU", "OTS"})
"""Sizes of one person: others are where they are."""
GROUPS = frozenset({"TWO", "LS", "ELS"})
"""Sizes of several: the tallest is the measure."""
_WALK = 1.15
"""Metres a second of somebody who walks and is followed."""
_FURTHEST = {True: 2.4, False: 7.0}
"""Metres that a camera tracks at most, inside and outside."""


_LOW = 0.8
"""Metres: a head below this is looked down on."""


@dataclass(frozen=True, slots=True)
class View:
    """What a frame is measured by: the top of a head, how far it rises, and how tall and large-headed its owner is."""

    top: float = 1.75
    rise: float = 0.0
    height: float = 1.75
    head: float = 0.25
    share: float = 0.0
    low: bool = False
    """Whether its owner lies on the floor."""


def view_of(cast: Cast, closest: float = 1.0) -> View:
    """The view of the one who matters, among others on the same plane whose heads are kept in where that can be.

    `closest` is how much of the frame's height a move leaves of it where it is nearest.
    """
    focus = cast.measured
    if focus is None:
        return View()
    lens, size = cast.lens, cast.size
    everyone = [focus, *(s for s in cast.moment(cast.framed) if s is not focus and s.z == 0 and not s.off)]
    height = focus.look.height
    if size in GROUPS:
        height = max(s.look.height for s in everyone)
        spread = max(s.top for s in everyone) - min(s.top - 2.2 * s.radius for s in everyone)
        height = max(height, min(1.35 * height, spread * (1 - lens.room) / lens.crop / (0.96 - lens.room)))
    top, rise = focus.top, 0.0
    high = metres_high(lens, height, 2 * focus.radius)
    low = focus.top < _LOW
    if size not in SINGLES and not low:
        spare = high * closest * (0.97 - lens.room) - 2.2 * focus.radius
        top = max([top, *(s.top for s in everyone if s.top - focus.top < spare)])
    first, last = cast.of(cast.focus), cast.of(cast.focus, "end")
    if first and last and cast.framed == "start" and not last.off and abs(last.top - first.top) > 0.03:
        highest, lowest = max(first.top, last.top, top), min(first.top, last.top) - 2.1 * focus.radius
        if highest - lowest < high * closest * (0.97 - lens.room):
            top = highest
        else:
            rise = last.top - first.top
    return View(top, rise, height, 2 * focus.radius, focus.share, low)


def metres_high(lens: Lens, height: float, head: float) -> float:
    """How many metres of the world a frame shows from top to bottom, where its subject is."""
    return head / lens.head if lens.head else lens.crop * height / (1 - lens.room)


def rig_for(spec: FrameSpec, cast: Cast) -> Rig:
    """The camera of a shot, by its size, angle and move, and by whom it frames."""
    facing = cast.measured.placed.faces if cast.measured else "right"
    move = read_move(spec.move, spec.blocking.toward, usual_way(facing))
    lens, angle, view = cast.lens, angle_of(spec.angle), view_of(cast, tightest(move))
    vfov = field_of_view(lens.lens * angle.lens)
    focal = HEIGHT / 2 / math.tan(math.radians(vfov) / 2)
    high = metres_high(lens, view.height, view.head)
    depth = high * focal / HEIGHT
    head = view.head / high
    top = lens.room * HEIGHT
    anchor = (0.0, view.top, 0.0)
    pitch = angle.pitch
    if angle.horizon is None:
        top = _looked_down(top, spec.size, pitch)
    elif view.low:
        pitch, top = number("lying", "pitch"), max(top, min(number("lying", "room"), (1 - head) / 2) * HEIGHT)
    else:
        pitch = lowest_pitch(anchor, top, depth, angle.horizon, vfov)
    alone, followed = not cast.start, move.kind == "track" and _all_walk(cast)
    slack = max(0.02, 0.47 - head * HEIGHT / WIDTH / 2 - abs(view.share))
    slack = 1.0 if alone or followed or _crosses(cast) else slack
    lower = (view.top - cast.measured.top) / high if cast.measured else 0.0
    drop = 1.0 if alone else max(0.0, 0.94 - top / HEIGHT - head - lower)
    seconds = float(spec.frames / spec.rate)
    travel = _travel(spec, move, high, slack, seconds, followed=followed)
    return Rig(
        anchor, top, depth, pitch, angle.roll, vfov, move, view.share, slack, drop, travel, seconds, head, view.rise,
        view.height, followed=followed,
    )  # fmt: skip


_WALKING = frozenset({"walk", "run", "drive", "climb"})


def _all_walk(cast: Cast) -> bool:
    """Whether everybody is on the move, so that a camera may go along without leaving anybody behind."""
    seen = [s for s in cast.start if not s.off]
    return bool(seen) and all(s.placed.pose in _WALKING for s in seen)


def _crosses(cast: Cast) -> bool:
    first, last = cast.of(cast.focus), cast.of(cast.focus, "end")
    return bool(first and last and first.placed.side != last.placed.side)


def _looked_down(top: float, size: str, pitch: float) -> float:
    """From above a body is short: a whole figure stands lower in the frame, and from right above in its middle."""
    if pitch < -60:
        return HEIGHT * 0.42
    return top + (HEIGHT * 0.05 if size in {"LS", "MLS"} else 0.0)


def _travel(spec: FrameSpec, move: Move, high: float, slack: float, seconds: float, *, followed: bool) -> float:
    wide = high * WIDTH / HEIGHT
    if followed:
        return min(_WALK * seconds, _FURTHEST[spec.place.interior])
    if move.toward in {"in", "out"}:
        return high * 0.5
    return wide * min(number("moves", "track", "travel"), 2 * slack)


def others(spec: FrameSpec, rig: Rig, cast: Cast) -> Iterator[Rig]:
    """Cameras to try where somebody's head is above the frame: lower in the frame, or less from above."""
    measured = cast.measured
    if angle_of(spec.angle).horizon is None:
        for pitch, room in ((-22.0, 0.14), (-17.0, 0.14), (-12.0, 0.14), (-8.0, 0.16), (-5.5, 0.2)):
            if pitch > rig.pitch > -60:
                yield replace(rig, pitch=pitch, top=max(rig.top, room * HEIGHT))
    elif measured is not None and rig.head:
        for lower in (0.05, 0.1, 0.15):
            if rig.top / HEIGHT + lower + rig.head < 0.88:
                yield replace(rig, top=rig.top + lower * HEIGHT)


def cut_off(rig: Rig, cast: Cast) -> float:
    """How many pixels of heads are above the frame; the one who matters counts much, and everywhere."""
    found = 0.0
    for name, t in (("start", 0.0), ("end", 1.0)):
        camera = rig.camera(t)
        boxes = [s.head_box(camera) for s in cast.moment(name) if not s.off]
        found += sum(max(0.0, -box[1]) for box in boxes if box)
        focus = cast.of(cast.focus, name)
        box = focus.head_box(camera) if focus and not focus.off else None
        if box and not inside(box):
            found += 1000
    return found


def usual_way(facing: str) -> Toward:
    """The direction of a move that nobody gave: the way the subject faces."""
    return "left" if "left" in facing else "right"


def over_shoulder(rig: Rig, near: Standing) -> float:
    """The pitch at which both the face and the nearer head, which may be much higher or lower, are in the frame."""
    highest, lowest = (number("over", edge) * HEIGHT for edge in ("highest", "lowest"))
    steepest = int(number("over", "steepest"))

    def cost(pitch: float) -> float:
        position = standpoint(rig.anchor, rig.top, rig.depth, pitch, rig.vfov)
        seen = Camera(position, 0.0, pitch, 0.0, rig.vfov).project((0.0, near.top, -number("over", "near")))
        if seen is None or position[1] < LEAST_HEIGHT:
            return math.inf
        return 4 * abs(pitch - rig.pitch) + max(0.0, highest - seen[1]) + max(0.0, seen[1] - lowest)

    return min((rig.pitch, *(float(step) for step in range(-steepest, steepest + 1))), key=cost)

"""From a size and an angle to a camera: whose head is where in the frame, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.media.previz.camera import Camera
from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.lenses import angle_of, field_of_view, lens_of, number
from storyforge.media.previz.moves import LEAST_HEIGHT, Rig, lowest_pitch, read_move, standpoint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.lenses import Lens
    from storyforge.media.previz.moves import Move, Toward
    from storyforge.media.previz.staging.standing import Standing
    from storyforge.model.framing import FrameSpec

SINGLES = frozenset({"MCU", "CU", "ECU", "OTS"})
"""Sizes of one person: others are where they are."""
_WALK = 1.15
"""Metres a second of somebody who walks and is followed."""
_FURTHEST = {True: 2.4, False: 7.0}
"""Metres that a camera tracks at most, inside and outside."""


@dataclass(frozen=True, slots=True)
class View:
    """What a frame is measured by: the top of a head, and how tall and how large-headed its owner is."""

    top: float = 1.75
    height: float = 1.75
    head: float = 0.25
    share: float = 0.0


def view_of(focus: Standing | None, beside: Sequence[Standing], size: str) -> View:
    """The view of somebody among others on the same plane: nobody's head is cut off where the subject allows it."""
    if focus is None:
        return View()
    everyone = [focus, *(other for other in beside if other is not focus and not other.off)]
    height = focus.look.height
    if size in {"TWO", "LS", "ELS"}:
        height = max(0.85 * max(s.look.height for s in everyone), sum(s.look.height for s in everyone) / len(everyone))
    top = focus.top
    if size not in SINGLES:
        lens = lens_of(size)
        spare = lens.crop * height * 0.96 - 2.2 * focus.radius
        top = max([top, *(s.top for s in everyone if s.top - focus.top < spare)])
    return View(top, height, 2 * focus.radius, focus.share)


def metres_high(lens: Lens, view: View) -> float:
    """How many metres of the world the frame shows from top to bottom, where its subject is."""
    if lens.head:
        return view.head / lens.head
    return lens.crop * view.height / (1 - lens.room)


def rig_for(spec: FrameSpec, view: View, *, followed: bool, alone: bool, facing: str) -> Rig:
    """The camera of a shot; `followed` where its subject walks with it, `alone` where nobody is in the picture."""
    lens, angle = lens_of(spec.size), angle_of(spec.angle)
    vfov = field_of_view(lens.lens * angle.lens)
    focal = HEIGHT / 2 / math.tan(math.radians(vfov) / 2)
    high = metres_high(lens, view)
    depth = high * focal / HEIGHT
    top = lens.room * HEIGHT
    anchor = (0.0, view.top, 0.0)
    if angle.horizon is None:
        pitch = angle.pitch
        top = _looked_down(top, spec.size, pitch)
    else:
        pitch = lowest_pitch(anchor, top, depth, angle.horizon, vfov)
    move = read_move(spec.move, spec.blocking.toward, usual_way(facing))
    head = view.head / high
    half = head * HEIGHT / WIDTH / 2
    slack = 1.0 if alone or followed else max(0.02, 0.47 - half - abs(view.share))
    drop = 1.0 if alone else max(0.0, 0.94 - lens.room - head)
    seconds = float(spec.frames / spec.rate)
    return Rig(
        anchor, top, depth, pitch, angle.roll, vfov, move, view.share, slack, drop,
        _travel(spec, move, high, slack, seconds, followed=followed), seconds, head,
    )  # fmt: skip


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

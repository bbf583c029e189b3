"""An insert: the thing itself, large, on what it lies on; and single things in shots without people."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.display import HEIGHT, WIDTH
from storyforge.media.previz.lenses import angle_of, field_of_view, lens_of, number
from storyforge.media.previz.moves import Rig, read_move
from storyforge.media.previz.staging.clearing import corners

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.solids import Piece
    from storyforge.model.framing import FrameSpec, PropSeen


def hero(spec: FrameSpec) -> PropSeen | None:
    """The thing that an insert, or a close picture without people, is about."""
    if spec.size != "INSERT" and (spec.blocking.start or not spec.props or spec.size in {"LS", "ELS", "MLS", "TWO"}):
        return None
    return next((prop for prop in spec.props if prop.id == spec.subject), spec.props[0] if spec.props else None)


def insert_rig(spec: FrameSpec, pieces: Sequence[Piece]) -> Rig:
    """The camera that has the thing's pieces fill the frame as far as they are meant to."""
    lens = lens_of("INSERT")
    vfov = field_of_view(lens.lens)
    pitch = number("inserts", "pitch") if angle_of(spec.angle).horizon is not None else angle_of(spec.angle).pitch
    points = [p for piece in pieces for p in corners(piece)] or [(0.0, 0.1, 0.0)]
    low, high = ([f(p[i] for p in points) for i in range(3)] for f in (min, max))
    middle = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2)
    cos, sin = abs(math.cos(math.radians(pitch))), abs(math.sin(math.radians(pitch)))
    tall = (high[1] - low[1]) * cos + (high[2] - low[2]) * sin
    wide = high[0] - low[0]
    fill = number("inserts", "fill")
    shown = max(number("inserts", "least"), tall / fill, wide / fill * HEIGHT / WIDTH)
    depth = shown * HEIGHT / 2 / math.tan(math.radians(vfov) / 2) / HEIGHT
    move = read_move(spec.move, spec.blocking.toward, "right")
    travel = shown * WIDTH / HEIGHT * 0.2
    seconds = float(spec.frames / spec.rate)
    return Rig(middle, HEIGHT / 2, depth, pitch, 0.0, vfov, move, 0.0, 0.1, 0.1, travel, seconds)

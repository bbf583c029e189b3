"""The skeleton: every joint of a figure in the world, from its pose, its size and whom it touches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from storyforge.media.previz.figures.axes import Axes, facing
from storyforge.media.previz.figures.bones import bend
from storyforge.media.previz.figures.feelings import feeling
from storyforge.media.previz.figures.gait import in_motion
from storyforge.media.previz.figures.holding import carrying
from storyforge.media.previz.figures.stances import Arms, Grip, Legs, seated_legs, stances
from storyforge.media.previz.vectors import ORIGIN, add, dot, length, lerp, scale, sub, unit

if TYPE_CHECKING:
    from storyforge.media.previz.figures.figure import Figure, Look
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.blocking import Pose

TALL = 1.75
"""Metres: the height that all measures of the table are for."""
UPPER_ARM, FOREARM, PALM = 0.285, 0.25, 0.07
THIGH, SHIN = 0.413, 0.412
_SPINE_LOW, _SPINE_HIGH = 0.17, 0.33
_TWIST = 95.0
"""How far in degrees a head turns against the chest that turns a little with it; more is a broken neck."""
_STEPS, _STEP, _LEANS = 3, 0.045, 9
"""A body that reaches for another moves thrice by so many metres, then bows, until that is enough or it is too much."""
_NO_BEND: tuple[Pose, ...] = ("lie", "kneel", "crouch", "fall", "climb", "walk", "run", "dance", "lean")
"""Poses that stay as they are on a seat."""


@dataclass(frozen=True, slots=True)
class Limbs:
    """The joints of one side of the body."""

    shoulder: Vec
    elbow: Vec
    wrist: Vec
    palm: Vec
    hip: Vec
    knee: Vec
    ankle: Vec
    toe: Vec
    grip: Grip
    sign: int
    """1 on the right, -1 on the left."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """All joints in the world. `size` is the body's against one of 1.75 m, `head_size` the head's."""

    root: Axes
    pelvis: Axes
    chest: Axes
    head: Axes
    right: Limbs
    left: Limbs
    size: float
    head_size: float
    flat: bool


def head_size(look: Look) -> float:
    """A head's size against one of a person of 1.75 m: children's are large for their bodies."""
    return float((look.height / TALL) ** 0.4)


@lru_cache(maxsize=512)
def skeleton(figure: Figure) -> Skeleton:
    """The joints of a figure."""
    look = figure.appearance
    size = look.height / TALL
    legs, arms = _held(figure)
    root = facing(figure.position, figure.yaw)
    pelvis = _pelvis(root, legs, figure.seat, size)
    delta = (figure.look - figure.yaw + 180) % 360 - 180
    bow, side, turn = arms.chest
    bow += (9 if look.old else 0) + feeling(figure.feels).bow
    twist = max(-25.0, min(25.0, delta * 0.22))
    tilted = pelvis.turned(bow, side, turn + (twist if not legs.flat else 0))
    pelvis, chest = _leaned(figure, pelvis, tilted, arms, size)
    head = _head(figure, legs, arms, chest, delta)
    sides = [_limbs(figure, legs, arms, root, pelvis, chest, index, size) for index in (0, 1)]
    return Skeleton(root, pelvis, chest, head, sides[0], sides[1], size, head_size(look), legs.flat)


def _held(figure: Figure) -> tuple[Legs, Arms]:
    legs, arms = in_motion(figure.pose, figure.phase, stances()[figure.pose])
    if figure.seat > 0.2 and not legs.seated and figure.pose not in _NO_BEND:
        legs = seated_legs()
        if arms.palms[1][1] < -0.5:
            lap = stances()["sit"][1]
            palms = (lap.palms[0] if arms.palms[0][1] < -0.5 else arms.palms[0], lap.palms[1])
            elbows = (lap.elbows[0] if arms.palms[0][1] < -0.5 else arms.elbows[0], lap.elbows[1])
            arms = replace(arms, palms=palms, elbows=elbows)
    if figure.holds and figure.pose != "lie":
        arms = carrying(arms, figure.holds)
    if legs.seated and not legs.flat:
        legs = _on_seat(legs, figure.seat)
    return (_flip_legs(legs), _flip_arms(arms)) if figure.left_handed else (legs, arms)


def _on_seat(legs: Legs, seat: float) -> Legs:
    """Feet go ahead where the seat is low, and up on a rung where it is high."""
    ahead = max(0.0, 0.36 - seat) * 0.5 - max(0.0, seat - 0.5) * 0.35
    rung = max(0.0, seat - 0.5) * 0.9
    right, left = ((x, y + rung, z + ahead) for x, y, z in legs.ankles)
    return replace(legs, ankles=(right, left))


def _mirror(pair: tuple[Vec, Vec]) -> tuple[Vec, Vec]:
    (ax, ay, az), (bx, by, bz) = pair
    return (-bx, by, bz), (-ax, ay, az)


def _flip_legs(legs: Legs) -> Legs:
    x, y, z = legs.hips
    bow, side, turn = legs.pelvis
    return replace(
        legs,
        hips=(-x, y, z),
        pelvis=(bow, -side, -turn),
        ankles=_mirror(legs.ankles),
        knees=_mirror(legs.knees),
        toes=_mirror(legs.toes),
    )


def _flip_arms(arms: Arms) -> Arms:
    (bow, side, turn), (nod, tilt, spin) = arms.chest, arms.head
    return replace(
        arms,
        palms=_mirror(arms.palms),
        elbows=_mirror(arms.elbows),
        chest=(bow, -side, -turn),
        head=(nod, -tilt, -spin),
        grip=(arms.grip[1], arms.grip[0]),
        toward={"right": "left", "left": "right"}.get(arms.toward, arms.toward),
        at=(-arms.at[0], *arms.at[1:]),
    )


def _pelvis(root: Axes, legs: Legs, seat: float, size: float) -> Axes:
    x, y, z = scale(legs.hips, size)
    origin = root.at(x, y + (seat if legs.seated else 0.0), z)
    bow, side, turn = legs.pelvis
    return root.moved(origin).turned(bow, side, turn)


def _shoulders(pelvis: Axes, tilted: Axes, size: float) -> Axes:
    low = scale(pelvis.up, _SPINE_LOW * size)
    return tilted.moved(add(add(pelvis.origin, low), scale(tilted.up, _SPINE_HIGH * size)))


def _leaned(figure: Figure, pelvis: Axes, tilted: Axes, arms: Arms, size: float) -> tuple[Axes, Axes]:
    """Pelvis and chest, moved and then bowed towards a partner as far as the arms are too short."""
    chest = _shoulders(pelvis, tilted, size)
    if figure.partner is None or not arms.toward or arms.aims:
        return pelvis, chest
    for step in range(_LEANS):
        lack, way = _lacking(figure, chest, arms, size)
        if lack <= 0:
            break
        if step < _STEPS:
            ahead = unit((way[0], 0.0, way[2]))
            pelvis = pelvis.moved(add(pelvis.origin, scale(ahead, min(_STEP * size, lack * 1.4))))
        else:
            x, _, z = chest.inside(add(chest.origin, way))
            turn = -12.0 if x > z else 12.0 if x < -z else 0.0
            tilted = tilted.turned(min(9.0, 1.5 + lack * 130) if z >= 0 else 0.0, 0.0, turn)
        chest = _shoulders(pelvis, tilted, size)
    return pelvis, chest


def _lacking(figure: Figure, chest: Axes, arms: Arms, size: float) -> tuple[float, Vec]:
    """Metres by which the arms are too short for the partner, and the way there."""
    found: list[tuple[float, Vec]] = []
    for index in (0,) if arms.toward == "right" else (1,) if arms.toward == "left" else (0, 1):
        shoulder = chest.at((0.172, -0.172)[index] * size, 0.0, -0.012 * size)
        way = sub(_meeting(figure, chest, arms, index, size), shoulder)
        found.append((length(way) - (UPPER_ARM + FOREARM + PALM) * 0.985 * size, way))
    return max(found)


def _meeting(figure: Figure, chest: Axes, arms: Arms, index: int, size: float) -> Vec:
    """Where a palm meets the partner; on the line between the two chests, aside and above as the table says."""
    partner = figure.partner or ORIGIN
    way = sub(partner, figure.position)
    way = (way[0], 0.0, way[2])
    ahead = unit(way) if length(way) > 1e-6 else chest.ahead
    right = (
        (ahead[2], 0.0, -ahead[0]) if dot((ahead[2], 0.0, -ahead[0]), chest.right) >= 0 else (-ahead[2], 0.0, ahead[0])
    )
    x, y, z = arms.at
    if arms.toward == "both":
        x, y = (abs(x), y) if index == 0 else (-abs(x), -y)
    if arms.aims:
        ahead, base = unit(sub(partner, chest.origin)), chest.origin
    else:
        base = lerp(chest.origin, partner, 0.5) if arms.halfway else partner
    return add(base, add(scale(right, x * size), add((0.0, y * size, 0.0), scale(ahead, z * size))))


def _head(figure: Figure, legs: Legs, arms: Arms, chest: Axes, delta: float) -> Axes:
    look = figure.appearance
    nod, tilt, spin = arms.head
    felt = feeling(figure.feels)
    nod, tilt = nod + felt.nod, tilt + felt.tilt * (-1 if figure.left_handed else 1)
    turn = max(-_TWIST, min(_TWIST, delta)) + spin
    if legs.flat:
        axes = chest.turned(nod, tilt, max(-70.0, min(70.0, turn)))
    else:
        upright = facing(ORIGIN, figure.yaw + turn)
        lean = max(-30.0, min(30.0, _bow(chest) * 0.3))
        axes = upright.turned(nod + lean, tilt)
    size, big = look.height / TALL, head_size(look)
    base = chest.at(0.0, 0.045 * size, -0.012 * size)
    neck = unit(add(chest.up, axes.up))
    origin = add(add(base, scale(neck, 0.045 * size)), axes.direction(0.0, 0.112 * big, 0.028 * big))
    return axes.moved(origin)


def _bow(chest: Axes) -> float:
    """Roughly how many degrees a chest is bowed forward."""
    return -57.3 * chest.ahead[1]


def _limbs(
    figure: Figure, legs: Legs, arms: Arms, root: Axes, pelvis: Axes, chest: Axes, index: int, size: float
) -> Limbs:
    sign = 1 if index == 0 else -1
    look = figure.appearance
    wide = 0.172 * look.shoulders * (1 + (look.build - 1) * 0.35)
    shoulder = chest.at(sign * wide * size, -0.005 * size, -0.012 * size)
    palm_at = chest.at(*scale(arms.palms[index], size))
    if figure.partner is not None and arms.toward in {"both", ("right", "left")[index]}:
        palm_at = _meeting(figure, chest, arms, index, size)
    elbow, palm = bend(
        shoulder, palm_at, UPPER_ARM * size, (FOREARM + PALM) * size, chest.direction(*arms.elbows[index])
    )
    wrist = lerp(elbow, palm, FOREARM / (FOREARM + PALM))
    hip = pelvis.at(sign * 0.09 * (0.6 + 0.4 * look.build) * size, -0.03 * size, 0.0)
    x, y, z = scale(legs.ankles[index], size)
    goal = root.at(x, y + (figure.seat if legs.flat else 0.0), z)
    knee, ankle = bend(hip, goal, THIGH * size, SHIN * size, root.direction(*legs.knees[index]))
    toe = add(ankle, scale(unit(root.direction(*legs.toes[index])), 0.158 * size))
    return Limbs(shoulder, elbow, wrist, palm, hip, knee, ankle, toe, arms.grip[index], sign)

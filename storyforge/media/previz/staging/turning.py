"""The set behind the figures: turned and shifted so that who is at a piece of it is there, walls behind people."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storyforge.media.previz.solids import Block, Body, Face, Stroke
from storyforge.media.previz.vectors import ORIGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.places.setting import Setting, Spot
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.staging.cast import Cast
    from storyforge.media.previz.staging.standing import Standing
    from storyforge.media.previz.vectors import Vec

_WIDE = {"ELS", "LS", "MLS", "TWO"}
_SNAP = 0.45
"""Metres from where the picture wants somebody to the seat they are on, at most: they take it then."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn about the upright axis by degrees, then a shift."""

    yaw: float = 0.0
    shift: Vec = ORIGIN

    def point(self, p: Vec) -> Vec:
        """A point of the set in the world."""
        cos, sin = math.cos(math.radians(self.yaw)), math.sin(math.radians(self.yaw))
        return (p[0] * cos - p[2] * sin + self.shift[0], p[1] + self.shift[1], p[0] * sin + p[2] * cos + self.shift[2])

    def way(self, v: Vec) -> Vec:
        """A direction of the set in the world."""
        cos, sin = math.cos(math.radians(self.yaw)), math.sin(math.radians(self.yaw))
        return (v[0] * cos - v[2] * sin, v[1], v[0] * sin + v[2] * cos)

    def back(self, p: Vec) -> Vec:
        """A point of the world in the set."""
        x, z = p[0] - self.shift[0], p[2] - self.shift[2]
        cos, sin = math.cos(math.radians(self.yaw)), math.sin(math.radians(self.yaw))
        return (x * cos + z * sin, p[1] - self.shift[1], z * cos - x * sin)

    def bringing(self, here: Vec, there: Vec) -> Turn:
        """The same turn, shifted so that a point of the set comes to a point of the world's floor."""
        x, _, z = replace(self, shift=ORIGIN).point(here)
        return Turn(self.yaw, (there[0] - x, 0.0, there[2] - z))

    def piece(self, piece: Piece) -> Piece:
        """A piece of the set in the world."""
        match piece:
            case Face():
                normal = self.way(piece.normal) if piece.normal else None
                return replace(piece, points=tuple(self.point(p) for p in piece.points), normal=normal)
            case Stroke():
                return replace(piece, points=tuple(self.point(p) for p in piece.points))
            case Block():
                return replace(piece, base=self.point(piece.base), yaw=piece.yaw + self.yaw)
            case Body():
                return replace(piece, spheres=tuple((self.point(p), r) for p, r in piece.spheres))


def turn_set(setting: Setting, cast: Cast, size: str) -> Turn:
    """How the set lies behind the figures; who is at a seat of it is moved onto it."""
    people = [s for s in (*cast.start, *cast.end) if not s.off]
    if cast.in_car:
        return _around(setting, people)
    measured = cast.measured
    anchored = _anchored(setting, [*([measured] if measured else []), *people])
    base = _usual(setting, measured, size, people)
    if anchored is None:
        return _within(setting, Turn(base).bringing(ORIGIN, _middle(people)), people)
    standing, names = anchored
    name = min(names, key=lambda n: abs(_wrapped(standing.yaw - setting.spots[n].facing - base)))
    spot = setting.spots[name]
    standing.spot = name
    turn = _least_crowded(setting, spot, standing, people, base)
    taken = _sit_on(setting, standing, turn, {name})
    for other in people:
        if other is not standing:
            taken |= _take(setting, other, turn, taken, same=other.id == standing.id)
    return turn


def _around(setting: Setting, people: Sequence[Standing]) -> Turn:
    """A car around who sits in it: its seats lie where the front ones sit, as near as can be."""
    for standing in people:
        standing.spot = standing.placed.at or "seat"
        standing.yaw = max(-34.0, min(34.0, _wrapped(standing.yaw)))
    front = [s for s in people if s.z <= 0.1] or list(people)
    if not front:
        return Turn()
    seats = [spot.position for spot in setting.spots.values()]
    middle = sum(s.position[0] for s in front) / len(front)
    depth = sum(s.position[2] for s in front) / len(front)
    one = len({s.id for s in front}) == 1 and seats
    aside = min((seat[0] for seat in seats), key=lambda x: abs(x - middle)) if one else 0.0
    return Turn(0.0, (middle - aside, 0.0, depth))


def _least_crowded(setting: Setting, spot: Spot, standing: Standing, people: Sequence[Standing], base: float) -> Turn:
    """The turn about a spot at which nobody else stands in a wall, as near as can be to the one the picture wants."""
    wanted = _allowed(setting, _wrapped(standing.yaw - spot.facing), standing, base)
    options = [wanted]
    if setting.turns and not setting.exterior and not standing.lying:
        options += [wanted + sign * step for step in (12, 24, 36, 48, 60) for sign in (1, -1)]

    def cost(yaw: float) -> float:
        turn = Turn(yaw).bringing(_where(spot, standing), standing.position)
        outside = sum(_outside(setting, turn.back(s.position)) for s in people if s is not standing)
        return outside + abs(yaw - wanted) / (40 if standing.sits else 90)

    return Turn(min(options, key=cost)).bringing(_where(spot, standing), standing.position)


def _outside(setting: Setting, place: Vec) -> float:
    """Metres that a place of the set is beyond where people can stand."""
    x, z = abs(place[0]) - setting.free[0] - 0.3, abs(place[2]) - setting.free[1] - 0.3
    return max(0.0, x) + max(0.0, z)


def _anchored(setting: Setting, people: Sequence[Standing]) -> tuple[Standing, list[str]] | None:
    """Whom the set is laid out by: the first who sits at a spot of it, else the first who is at one."""
    found = [(s, names) for s in people if (names := spots_named(setting, s))]
    seated = [(s, names) for s, names in found if s.sits or s.lying]
    return next(iter(seated or found), None)


def spots_named(setting: Setting, standing: Standing) -> list[str]:
    """All places of the piece somebody is at (`table`, `table-2` ...): those to lie on for who lies, else the rest."""
    name = standing.placed.at
    if not name:
        return []
    named = [n for n in setting.spots if n == name or (n.startswith(f"{name}-") and n[len(name) + 1 :].isdigit())]
    return [n for n in named if setting.spots[n].lying is standing.lying] or named


def _where(spot: Spot, standing: Standing) -> Vec:
    on = standing.sits or standing.lying
    return spot.position if on or spot.beside is None else spot.beside


def _allowed(setting: Setting, wanted: float, standing: Standing, base: float) -> float:
    if setting.turns == 0:
        return 0.0
    if standing.sits or standing.lying:
        return wanted
    off = _wrapped(wanted - base)
    if abs(off) > 100:
        return base
    return max(-setting.turns, min(setting.turns, wanted)) if abs(wanted) <= 90 else base


def _usual(setting: Setting, measured: Standing | None, size: str, people: Sequence[Standing]) -> float:
    """How far a set is turned where nobody is at a piece of it: a reverse angle shows the other wall."""
    share = setting.turns / 48.0
    if size in _WIDE or measured is None or len(people) > 2:
        return setting.wide
    yaw = _wrapped(measured.yaw)
    if abs(yaw) < 20 or abs(yaw) > 160:
        return 20.0 * min(1.0, share)
    return math.copysign(setting.turns, yaw)


def _wrapped(angle: float) -> float:
    return (angle + 180) % 360 - 180


def _middle(people: Sequence[Standing]) -> Vec:
    if not people:
        return (0.0, 0.0, 0.35)
    xs, zs = [s.position[0] for s in people], [s.position[2] for s in people]
    return ((min(xs) + max(xs)) / 2, 0.0, (min(zs) + max(zs)) / 2 + 0.1)


def _within(setting: Setting, turn: Turn, people: Sequence[Standing]) -> Turn:
    """Shift the set by as little as possible so that nobody stands in its walls."""
    if not people or setting.exterior:
        return turn
    places = [turn.back(s.position) for s in people]
    x = _shift([p[0] for p in places], setting.free[0])
    z = _shift([p[2] for p in places], setting.free[1])
    dx, _, dz = replace(turn, shift=ORIGIN).point((x, 0.0, z))
    return replace(turn, shift=(turn.shift[0] + dx, 0.0, turn.shift[2] + dz))


def _shift(values: Sequence[float], limit: float) -> float:
    low, high = min(values), max(values)
    if high - low > 2 * limit:
        return (low + high) / 2
    return low + limit if low < -limit else high - limit if high > limit else 0.0


def _take(setting: Setting, other: Standing, turn: Turn, taken: set[str], *, same: bool) -> set[str]:
    """Somebody else takes a free place at the piece of the set they are at, where one is near enough."""
    if other.fixed and other.spot:
        return set()
    names = [n for n in spots_named(setting, other) if same or n not in taken]
    near = sorted(names, key=lambda n: _off(turn.point(_where(setting.spots[n], other)), other.position))
    for name in near:
        if _off(turn.point(_where(setting.spots[name], other)), other.position) < (_SNAP if setting.turns else 9.0):
            other.spot = name
            if other.sits or other.lying:
                x, _, z = turn.point(setting.spots[name].position)
                other.position = (x, 0.0, z)
            return _sit_on(setting, other, turn, {name})
    return set()


def _sit_on(setting: Setting, standing: Standing, turn: Turn, names: set[str]) -> set[str]:
    """Turn a body as its seat stands; the head still looks where it was meant to."""
    spot = setting.spots[standing.spot]
    if standing.sits or standing.lying:
        yaw = _wrapped(spot.facing + turn.yaw)
        if abs(_wrapped(yaw - standing.yaw)) < 120 or setting.turns == 0:
            standing.yaw = yaw
    return names


def _off(a: Vec, b: Vec) -> float:
    return math.hypot(a[0] - b[0], a[2] - b[2])

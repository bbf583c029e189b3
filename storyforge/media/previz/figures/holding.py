"""What is held: a prop's pieces turned into the hand, and the arms raised to carry it."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from storyforge.media.previz.colours import mix, shade
from storyforge.media.previz.figures.axes import Axes
from storyforge.media.previz.figures.pen import Item, Mark, Part
from storyforge.media.previz.places.props import held_how, prop_pieces
from storyforge.media.previz.solids import Block, Body, Face, Stroke
from storyforge.media.previz.vectors import add, cross, dot, lerp, scale, sub, unit
from storyforge.resources import read_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.figures.figure import Figure
    from storyforge.media.previz.figures.pen import Pen
    from storyforge.media.previz.figures.skeleton import Limbs, Skeleton
    from storyforge.media.previz.figures.stances import Arms
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.blocking import Pose

_HANGS = -0.5
"""Metres below the shoulder line from which an arm hangs and is free to carry."""
_ON_FLOOR = 0.6
"""Metres of height from which a thing stands beside its holder."""
_WALLS = ((0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7), (4, 5, 6, 7), (3, 2, 1, 0))
_TONES = (0.92, 0.78, 0.86, 0.84, 1.10, 0.6)
"""Front, right, back, left, top and bottom of a box: how much of its colour each has, as sets have it."""


OPEN_UMBRELLA = "open-umbrella"
"""An umbrella over the head; as a thing of its own it is folded."""
_IMPLIED: dict[Pose, str] = {"phone": "phone", "drink": "glass", "write": "pen", "aim": "gun", "carry": "box"}
"""What a pose is done with where nothing is said to be in the hand."""


def kind_held(figure: Figure) -> str:
    """The kind of prop in a figure's hand; empty for none."""
    return figure.holds or _IMPLIED.get(figure.pose, "")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(read_template("previz/grips.toml"))


def carrying(arms: Arms, kind: str) -> Arms:
    """The arms that carry a thing: those that hang are raised to it, those that do something go on doing it."""
    how = "raised" if kind == OPEN_UMBRELLA else held_how(kind)
    row = _table()["arms"].get(how)
    if row is None or (kind != OPEN_UMBRELLA and _stands(kind)):
        return arms
    palms, elbows, grip = list(arms.palms), list(arms.elbows), list(arms.grip)
    for index, name in enumerate(("right", "left")):
        if name in row and palms[index][1] < _HANGS:
            palms[index] = tuple(row[name])
            elbows[index] = ((0.5, -0.6, -0.6), (-0.5, -0.6, -0.6))[index]
            grip[index] = "hold"
    return replace(arms, palms=(palms[0], palms[1]), elbows=(elbows[0], elbows[1]), grip=(grip[0], grip[1]))


def _stands(kind: str) -> bool:
    low, high = _bounds(kind)
    return high[1] - low[1] > _ON_FLOOR and kind != "sign"


@lru_cache(maxsize=256)
def _bounds(kind: str) -> tuple[Vec, Vec]:
    from storyforge.media.previz.colours import light_of  # noqa: PLC0415

    points = [point for piece in prop_pieces(kind, light_of("DAY", inside=True)) for point in _extent(piece)]
    xs, ys, zs = zip(*points, strict=True)
    return (min(xs), min(ys), min(zs)), (max(xs), max(ys), max(zs))


def _extent(piece: Piece) -> Iterator[Vec]:
    match piece:
        case Body(spheres):
            for (x, y, z), r in spheres:
                yield (x - r, y - r, z - r)
                yield (x + r, y + r, z + r)
        case Block():
            yield from _corners(piece)
        case Face(points) | Stroke(points):
            yield from points


def held(pen: Pen, figure: Figure, bones: Skeleton) -> list[Item]:
    """The thing in a figure's hand; the right one, or the left one of who does things with it."""
    kind = kind_held(figure)
    if not kind:
        return []
    limbs = bones.left if figure.left_handed else bones.right
    if kind == OPEN_UMBRELLA:
        return _umbrella(pen, bones, limbs)
    place = _placed(figure, kind, bones, limbs)
    things = _Things(pen, place, kind).all()
    middle = scale(add(*_bounds(kind)), 0.5)
    at = pen.camera.distance(place.at(*middle))
    palm = pen.camera.distance(limbs.palm) - 0.035
    return [Item(at if abs(at - palm) > 0.09 else palm + 0.005, things)] if things else []


def _placed(figure: Figure, kind: str, bones: Skeleton, limbs: Limbs) -> Axes:
    """Where the thing's own origin and directions are in the world."""
    table, root = _table(), bones.root
    low, high = _bounds(kind)
    if _stands(kind):
        base = root.at(limbs.sign * (0.32 + (high[2] - low[2]) / 2), 0.0, 0.12)
        return _system(base, root.ahead, (0.0, 1.0, 0.0))
    grip = tuple(table["at"].get(kind, ()))
    palm = limbs.palm
    if held_how(kind) == "two-hands" and figure.pose != "aim":
        palm = lerp(bones.right.palm, bones.left.palm, 0.5)
        grip = grip or ((low[0] + high[0]) / 2, low[1] + 0.03, (low[2] + high[2]) / 2)
    if kind in table["ahead"]:
        along = unit(sub(limbs.palm, limbs.wrist))
        if held_how(kind) == "two-hands" and figure.pose != "aim":
            along = unit(
                add(
                    scale(bones.chest.right, -0.9 * limbs.sign),
                    add(scale(bones.chest.up, 0.35), scale(bones.chest.ahead, 0.2)),
                )
            )
        rise = (
            add(bones.chest.up, scale(bones.chest.ahead, 0.2))
            if abs(dot(along, bones.chest.up)) < 0.9
            else bones.chest.ahead
        )
        level = unit(sub(rise, scale(along, dot(rise, along))))
        return _held_at(palm, grip, Axes(palm, scale(along, -1), cross(level, scale(along, -1)), level))
    if kind in table["down"]:
        down = (0.0, 1.0, 0.0)
        return _held_at(palm, grip, Axes(palm, down, cross(root.ahead, down), root.ahead))
    if kind in table["flat"]:
        return _held_at(palm, grip, _read(figure, bones, limbs, palm))
    top = held_how(kind) == "hanging"
    grip = grip or (
        (low[0] + high[0]) / 2,
        high[1] - 0.01 if top else low[1] + (high[1] - low[1]) * 0.42,
        (low[2] + high[2]) / 2,
    )
    if top:
        return _held_at(palm, grip, _system(palm, root.ahead, (0.0, 1.0, 0.0)))
    tilt = unit(add((0.0, 1.0, 0.0), scale(bones.head.ahead, -0.9))) if figure.pose == "drink" else (0.0, 1.0, 0.0)
    inside = add(palm, scale(bones.chest.right, -0.02 * limbs.sign))
    return _held_at(inside, grip, _system(palm, scale(root.right, -1), tilt))


def _read(figure: Figure, bones: Skeleton, limbs: Limbs, palm: Vec) -> Axes:
    """A page towards the reader, or a phone along the cheek."""
    if figure.pose == "phone":
        out = scale(bones.head.right, float(limbs.sign))
        return _system(palm, unit(add(scale(bones.head.ahead, 0.5), scale(bones.head.up, -1))), out)
    face = unit(sub(bones.head.origin, palm))
    return _system(palm, bones.chest.right, face)


def _system(origin: Vec, right: Vec, up: Vec) -> Axes:
    """Axes from two directions, the second kept as it is."""
    across = unit(sub(right, scale(up, dot(right, up))))
    return Axes(origin, across, up, cross(across, up))


def _held_at(palm: Vec, grip: tuple[float, ...], axes: Axes) -> Axes:
    """Axes moved so that a point of the thing is in the palm."""
    x, y, z = grip or (0.0, 0.0, 0.0)
    return axes.moved(add(palm, axes.direction(-x, -y, -z)))


def _umbrella(pen: Pen, bones: Skeleton, limbs: Limbs) -> list[Item]:
    """An open one, over the head."""
    k, palm = bones.size, limbs.palm
    top = add(palm, (0.0, 0.98 * k, 0.0))
    tip, shaft = (add(top, (0.0, 0.06, 0.0)), 0.006), ((palm, 0.009), (top, 0.008))
    edge = [
        (add(top, (0.56 * k * math.cos(i * math.tau / 12), -0.20 * k, 0.56 * k * math.sin(i * math.tau / 12))), 0.008)
        for i in range(12)
    ]
    dome = [
        (add(top, (0.30 * k * math.cos(i * math.tau / 8), -0.045 * k, 0.30 * k * math.sin(i * math.tau / 8))), 0.01)
        for i in range(8)
    ]
    colour = (54, 56, 66)
    depth = pen.camera.distance(palm)
    canopy = Part(((*edge, *dome, (top, 0.01), tip),), colour)
    ribs = [
        Mark([pen.point(top), pen.point(dome[i * 2][0]), pen.point(edge[i * 3][0])], shade(pen.tone(colour), 0.55), 0.4)
        for i in range(4)
    ]
    over = pen.camera.distance(top) - (0.35 if pen.camera.position[1] > top[1] else 0.0)
    return [Item(depth + 0.004, (Part((shaft,), (96, 84, 74)),)), Item(over, (canopy, *ribs))]


@dataclass(frozen=True, slots=True)
class _Things:
    """A prop's pieces as parts and marks, from far to near."""

    pen: Pen
    place: Axes
    kind: str

    def all(self) -> list[Part | Mark]:
        light: Light = self.pen.light
        found: list[tuple[float, int, list[Part | Mark]]] = []
        for index, piece in enumerate(prop_pieces(self.kind, light)):
            points = [self.place.at(*point) for point in _extent(piece)]
            distance = sum(self.pen.camera.distance(point) for point in points) / len(points)
            found.append((-distance, index, self._drawn(piece)))
        found.sort(key=lambda row: row[:2])
        return [thing for _, _, things in found for thing in things]

    def _colour(self, colour: tuple[int, int, int]) -> tuple[int, int, int]:
        return mix(colour, self.pen.light.haze, self.pen.haze)

    def _drawn(self, piece: Piece) -> list[Part | Mark]:
        at: Callable[..., Vec] = self.place.at
        match piece:
            case Body(spheres, colour):
                return [Part((tuple((at(*centre), r) for centre, r in spheres),), colour)]
            case Block():
                return self._block(piece)
            case Face(points, colour):
                if piece.normal and dot(self.place.direction(*piece.normal), self._to_lens(at(*points[0]))) <= 0:
                    return []
                return [Mark([self.pen.point(at(*point)) for point in points], self._colour(colour), outlined=True)]
            case Stroke(points, colour, width):
                if self.pen.scale < 260:
                    return []
                return [Mark([self.pen.point(at(*p)) for p in points], self._colour(colour), width / self.pen.ink)]

    def _to_lens(self, point: Vec) -> Vec:
        return sub(self.pen.camera.position, point)

    def _block(self, block: Block) -> list[Part | Mark]:
        corners = [self.place.at(*corner) for corner in _corners(block)]
        middle = lerp(corners[0], corners[6], 0.5)
        flat = [self.pen.point(corner) for corner in corners]
        thin = block.height < 0.02
        found: list[Part | Mark] = []
        for tone, wall in zip(_TONES, _WALLS, strict=True):
            centre = lerp(corners[wall[0]], corners[wall[2]], 0.5)
            if dot(sub(centre, middle), self._to_lens(centre)) > 0:
                points = [flat[index] for index in wall]
                colour = self._colour(block.colour)
                found.append(Mark(points, shade(colour, max(tone, 0.86) if thin else tone), outlined=True))
                if self.pen.scale > 170:
                    found.append(Mark([*points, points[0]], shade(colour, 0.55), 0.35))
        return found


def _corners(block: Block) -> tuple[Vec, ...]:
    x, y, z = block.base
    cos, sin = math.cos(math.radians(block.yaw)), math.sin(math.radians(block.yaw))
    flat = []
    for u, v in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        dx, dz = u * block.width, v * block.depth
        flat.append((x + dx * cos - dz * sin, z + dx * sin + dz * cos))
    return tuple((px, y + rise, pz) for rise in (0.0, block.height) for px, pz in flat)

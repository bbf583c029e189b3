"""The painter: a stage at a moment becomes a display list, back to front."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from storyforge.media.previz.camera import NEAR, Camera
from storyforge.media.previz.colours import mix, shade, solid
from storyforge.media.previz.display import HEIGHT, WIDTH, DisplayList
from storyforge.media.previz.figures import draw_figure
from storyforge.media.previz.hulls import discs, outline
from storyforge.media.previz.ordering import Placing, by_distance, middle
from storyforge.media.previz.places.weather import paint_backdrop, paint_weather
from storyforge.media.previz.shadows import paint_pool, paint_shadow
from storyforge.media.previz.solids import Block, Body, Face, Layer, Stroke

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.figures.figure import Figure
    from storyforge.media.previz.places.setting import Setting
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.staging import Stage
    from storyforge.media.previz.vectors import Point, Vec

Parts = Literal["all", "dry", "set", "figures"]
_THICKEST = 0.86
"""Haze never hides more than this share of a colour."""
_LIT_FACES = (0.92, 0.78, 0.86, 0.84, 1.10, 0.6)
"""Front, right, back, left, top and bottom of a box: how much of its colour each has."""
_GLOW = 520.0


class Memory:
    """What was painted before from the same camera: a thing that is the same is not worked out again."""

    def __init__(self) -> None:
        self._camera: Camera | None = None
        self._known: dict[Hashable, tuple[object, DisplayList]] = {}

    def seen_from(self, camera: Camera) -> None:
        """Forget everything that was seen from elsewhere."""
        if camera != self._camera:
            self._camera = camera
            self._known.clear()

    def recall(self, name: Hashable, thing: object) -> DisplayList | None:
        """The picture of a thing, if it is known as it is."""
        known = self._known.get(name)
        return known[1] if known and (known[0] is thing or known[0] == thing) else None

    def keep(self, name: Hashable, thing: object, display: DisplayList) -> None:
        """Remember a thing's picture."""
        self._known[name] = (thing, display)


def paint(stage: Stage, t: float, parts: Parts = "all", memory: Memory | None = None) -> DisplayList:
    """The picture of a stage at a moment: whole, without weather, without figures, or figures alone."""
    display, camera = DisplayList(), stage.camera(t)
    painter = Painter(display, camera, stage.setting, memory)
    figures = stage.figures(t) if parts != "set" else ()
    if parts == "figures":
        painter.free((), figures)
        return display
    weather = stage.spec.blocking.weather
    sky = partial(paint_backdrop, camera=stage.in_set(camera), setting=stage.setting, weather=weather)
    painter.once("backdrop", None, sky)
    by_layer: dict[Layer, list[Piece]] = {layer: [] for layer in Layer}
    for piece in stage.pieces:
        by_layer[piece.layer].append(piece)
    for layer in (Layer.BACKDROP, Layer.GROUND, Layer.MARKS):
        painter.flat(by_layer[layer], sort=layer is Layer.BACKDROP)
    if stage.setting.light.dark and stage.setting.exterior:
        display.part("pool")
        paint_pool(display, stage.pool, camera, stage.setting.light)
    for figure in figures:
        shadow = partial(paint_shadow, figure=figure, camera=camera, light=stage.setting.light)
        painter.once(("shadow", figure.id), figure, shadow)
    painter.flat(by_layer[Layer.CEILING])
    painter.flat(by_layer[Layer.WALL], sort=True)
    for layer in (Layer.ON_WALL, Layer.TRIM):
        painter.flat(by_layer[layer])
    painter.free(by_layer[Layer.AT_WALL], ())
    painter.glows(stage.lamps)
    painter.free(by_layer[Layer.FREE], figures)
    display.part("front")
    for points, colour in stage.front:
        display.polygon(points, colour)
    if parts != "dry":
        paint_air(display, stage, t)
    return display


def paint_air(display: DisplayList, stage: Stage, t: float) -> None:
    """Paint what falls or blows before everything at a moment."""
    weather = stage.spec.blocking.weather
    if weather and not stage.insert:
        seconds = t * float(stage.spec.frames / stage.spec.rate)
        seed, outside = stage.spec.setting_seed, stage.setting.exterior
        display.part("weather")
        paint_weather(display, weather, stage.setting.light, seconds, seed, exterior=outside)


class Painter:
    """Paints pieces of one set from one camera into a display list."""

    def __init__(self, display: DisplayList, camera: Camera, setting: Setting, memory: Memory | None = None) -> None:
        self._memory = memory or Memory()
        self._memory.seen_from(camera)
        self.display = display
        self.camera = camera
        self.light: Light = setting.light
        self._exterior = setting.exterior
        self._haze = setting.haze

    def flat(self, pieces: Sequence[Piece], *, sort: bool = False) -> None:
        """Paint pieces in their order, or from far to near."""
        if sort and len(pieces) > 1:
            pieces = sorted(pieces, key=lambda piece: -self.camera.distance(middle(piece)))
        for piece in pieces:
            self.piece(piece)

    def free(self, pieces: Sequence[Piece], figures: Sequence[Figure]) -> None:
        """Paint what stands free, and the figures among it, from far to near."""
        for item in by_distance(pieces, figures, self.camera):
            if isinstance(item, Placing):
                haze = self.haze(item.distance) * 0.8
                draw = partial(draw_figure, figure=item.figure, camera=self.camera, light=self.light, haze=haze)
                self.once(item.figure.id, item.figure, draw)
            else:
                self.piece(item)

    def haze(self, distance: float) -> float:
        """How much of the haze lies between the lens and something, 0 to 1."""
        if not self._exterior:
            return min(0.3, max(0.0, (distance - 6) / 45))
        return min(_THICKEST, max(0.0, (distance - 5) / self._haze)) if self._haze else 0.0

    def glows(self, lamps: Sequence[Vec]) -> None:
        """Paint the light around lamps of an evening."""
        if not self.light.dark:
            return
        for lamp in lamps:
            seen = self.camera.seen(lamp)
            if seen[2] < 0.6:
                continue
            x, y = self.camera.flat(seen)
            radius = min(_GLOW, (1.9 if self._exterior else 3.0) * self.camera.focal / seen[2])
            if -radius < x < WIDTH + radius and -radius < y < HEIGHT + radius and radius > 4:
                self.display.part(("glow", lamp))
                self.display.glow(x, y, radius, (*self.light.lit, 78 if self._exterior else 96))

    def piece(self, piece: Piece) -> None:
        """Paint one piece."""
        self.once(id(piece), piece, lambda _: self._piece(piece))

    def once(self, name: Hashable, thing: object, draw: Callable[[DisplayList], None]) -> None:
        """Paint a thing, or what it looked like before, if it is the same and so is the camera."""
        known = self._memory.recall(name, thing)
        if known is None:
            whole, self.display = self.display, DisplayList()
            self.display.part(name)
            draw(self.display)
            known, self.display = self.display, whole
            self._memory.keep(name, thing, known)
        self.display.add(known)

    def _piece(self, piece: Piece) -> None:
        match piece:
            case Face():
                self._face(piece)
            case Stroke():
                self._stroke(piece)
            case Block():
                self._block(piece)
            case Body():
                self._body(piece)

    def _hazed(self, colour: Colour, distance: float) -> Colour:
        share = self.haze(distance)
        return mix(colour, self.light.haze, share) if share > 0.01 else colour

    def _face(self, face: Face) -> None:
        first = face.points[0]
        if face.normal is not None:
            x, y, z = self.camera.position
            nx, ny, nz = face.normal
            if (x - first[0]) * nx + (y - first[1]) * ny + (z - first[2]) * nz <= 0.005:
                return
        flat = self.camera.polygon(face.points)
        if flat is None:
            return
        colour = face.colour
        if face.layer not in {Layer.GROUND, Layer.BACKDROP}:
            colour = self._hazed(colour, max(0.3, self.camera.distance(_mean(face.points))))
        self.display.polygon(flat, solid(colour), face.owner)
        if face.outlined:
            self.display.polyline([*flat, flat[0]], solid(shade(colour, 0.68)), 1.7, face.owner)

    def _stroke(self, stroke: Stroke) -> None:
        seen = [self.camera.seen(point) for point in stroke.points]
        for a, b in pairwise(seen):
            ends = _before_lens(a, b)
            if ends is None:
                continue
            first, last = self.camera.flat(ends[0]), self.camera.flat(ends[1])
            if max(abs(v) for v in (*first, *last)) > 30_000 or _unseen(first, last):
                continue
            colour = self._hazed(stroke.colour, (ends[0][2] + ends[1][2]) / 2)
            self.display.polyline((first, last), solid(colour), stroke.width, stroke.owner)

    def _block(self, block: Block) -> None:
        seen = [self.camera.seen(point) for point in _corners(block)]
        if max(point[2] for point in seen) < NEAR:
            return
        distance = max(0.3, sum(point[2] for point in seen) / 8)
        colour = self._hazed(block.colour, distance)
        clear = min(point[2] for point in seen) > NEAR
        flat = [self.camera.flat(point) for point in seen] if clear else []
        if clear and not _touches_frame(flat):
            return
        for index, corners in _facing(block, self.camera.position):
            points = [flat[i] for i in corners] if clear else self.camera.cut([seen[i] for i in corners])
            if points:
                tone = shade(colour, _LIT_FACES[index])
                self.display.polygon(points, solid(tone), block.owner)
                if self.camera.focal / distance > 30:
                    self.display.polyline([*points, points[0]], solid(shade(colour, 0.6)), 1.6, block.owner)

    def _body(self, body: Body) -> None:
        circles = discs(self.camera, body.spheres)
        if not circles or not _round_in_frame(circles):
            return
        distance = self.camera.distance(body.spheres[0][0])
        colour = self._hazed(body.colour, distance)
        largest = max(r for _, _, r in circles)
        if largest < 2.5:
            self.display.polygon(outline(circles), solid(colour), body.owner)
            return
        edge = max(0.8, min(2.0, largest * 0.06))
        lx, ly = self.light.toward
        self.display.polygon(outline(circles, edge), solid(shade(colour, 0.56)), body.owner)
        self.display.polygon(outline(circles), solid(shade(colour, 0.8)), body.owner)
        self.display.polygon(outline(circles, 0.0, (lx * 0.2, ly * 0.2), 0.78), solid(colour), body.owner)


_QUADS = ((0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7), (4, 5, 6, 7), (3, 2, 1, 0))


def _corners(block: Block) -> tuple[Vec, ...]:
    x, y, z = block.base
    angle = math.radians(block.yaw)
    cos, sin = math.cos(angle), math.sin(angle)
    uc, us, vc, vs = block.width / 2 * cos, block.width / 2 * sin, block.depth / 2 * cos, block.depth / 2 * sin
    plan = (
        (x - uc + vs, z - us - vc),
        (x + uc + vs, z + us - vc),
        (x + uc - vs, z + us + vc),
        (x - uc - vs, z - us + vc),
    )
    top = y + block.height
    return (*((a, y, b) for a, b in plan), *((a, top, b) for a, b in plan))


def _facing(block: Block, eye: Vec) -> list[tuple[int, tuple[int, int, int, int]]]:
    """The faces of a box that an eye sees: at most three."""
    angle = math.radians(block.yaw)
    cos, sin = math.cos(angle), math.sin(angle)
    dx, dy, dz = eye[0] - block.base[0], eye[1] - block.base[1], eye[2] - block.base[2]
    u, v = dx * cos + dz * sin, dz * cos - dx * sin
    half_u, half_v = block.width / 2, block.depth / 2
    tests = (v < -half_v, u > half_u, v > half_v, u < -half_u, dy > block.height, dy < 0)
    return [(index, _QUADS[index]) for index, seen in enumerate(tests) if seen]


def block_faces(block: Block) -> Iterator[tuple[tuple[Vec, ...], Vec]]:
    """The six faces of a box in the order of `_QUADS`, each with the way that it faces."""
    corners, angle = _corners(block), math.radians(block.yaw)
    cos, sin = math.cos(angle), math.sin(angle)
    ways = ((sin, 0.0, -cos), (cos, 0.0, sin), (-sin, 0.0, cos), (-cos, 0.0, -sin), (0.0, 1.0, 0.0), (0.0, -1.0, 0.0))
    for quad, way in zip(_QUADS, ways, strict=True):
        yield tuple(corners[index] for index in quad), way


def _touches_frame(flat: Sequence[Point]) -> bool:
    return (
        any(x > -20 for x, _ in flat)
        and any(x < WIDTH + 20 for x, _ in flat)
        and any(y > -20 for _, y in flat)
        and any(y < HEIGHT + 20 for _, y in flat)
    )


def _round_in_frame(circles: Sequence[tuple[float, float, float]]) -> bool:
    return (
        any(x + r > -5 for x, _, r in circles)
        and any(x - r < WIDTH + 5 for x, _, r in circles)
        and any(y + r > -5 for _, y, r in circles)
        and any(y - r < HEIGHT + 5 for _, y, r in circles)
    )


def _before_lens(a: Vec, b: Vec) -> tuple[Vec, Vec] | None:
    if a[2] < NEAR and b[2] < NEAR:
        return None
    if a[2] < NEAR or b[2] < NEAR:
        t = (NEAR - a[2]) / (b[2] - a[2])
        cut = (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, NEAR)
        return (cut, b) if a[2] < NEAR else (a, cut)
    return a, b


def _unseen(a: Point, b: Point) -> bool:
    return (
        max(a[0], b[0]) < -20 or min(a[0], b[0]) > WIDTH + 20 or max(a[1], b[1]) < -20 or min(a[1], b[1]) > HEIGHT + 20
    )


def _mean(points: Sequence[Vec]) -> Vec:
    n = len(points)
    return (sum(p[0] for p in points) / n, sum(p[1] for p in points) / n, sum(p[2] for p in points) / n)


__all__ = ["Memory", "Painter", "Parts", "block_faces", "paint", "paint_air"]

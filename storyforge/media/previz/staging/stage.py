"""A shot, set up: the camera, everybody at start and end, the set behind them, and the things that must be seen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from storyforge.media.previz.display import WIDTH
from storyforge.media.previz.lenses import number
from storyforge.media.previz.staging.contact import REACH, chest_of
from storyforge.media.previz.staging.standing import CONTACT
from storyforge.media.previz.staging.turning import Turn
from storyforge.media.previz.vectors import add, ease, length, lerp, sub

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.display import Rgba
    from storyforge.media.previz.figures.figure import Figure
    from storyforge.media.previz.moves import Rig
    from storyforge.media.previz.places.setting import Setting
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.staging.cast import Cast
    from storyforge.media.previz.staging.standing import Standing
    from storyforge.media.previz.vectors import Point, Vec
    from storyforge.model.framing import FrameSpec

_STEADY = 0.06
"""Metres that nobody needs legs for."""


@dataclass(frozen=True)
class Stage:
    """A shot in the world: `pieces` are set, furniture and things, as they are seen; `lamps` shine in the world."""

    spec: FrameSpec
    setting: Setting
    rig: Rig
    cast: Cast
    pieces: tuple[Piece, ...]
    lamps: tuple[Vec, ...] = ()
    extras: tuple[Figure, ...] = ()
    turn: Turn = field(default_factory=Turn)
    """How the set lies in the world."""
    insert: str = ""
    """Slug of the thing that fills the frame."""

    def camera(self, t: float) -> Camera:
        """The camera at a moment, 0 to 1."""
        return self.rig.camera(t)

    def in_set(self, camera: Camera) -> Camera:
        """A camera in the set's own coordinates."""
        return replace(camera, position=self.turn.back(camera.position), yaw=camera.yaw + self.turn.yaw)

    @property
    def front(self) -> tuple[tuple[tuple[Point, ...], Rgba], ...]:
        """What is painted over everything; the wheel is before who drives, so a car may be mirrored."""
        drivers = [s for s in self.cast.start if s.placed.pose == "drive" or s.placed.at in {"wheel", "driver"}]
        if not drivers or drivers[0].share > -0.04:
            return self.setting.front
        return tuple((tuple((WIDTH - x, y) for x, y in shape), colour) for shape, colour in self.setting.front)

    @property
    def pool(self) -> Vec:
        """Where the pool of light is in the dark: below the lamp that is nearest to the subject, else around it."""
        focus = self.cast.measured.position if self.cast.measured else (0.0, 0.0, 0.0)
        near = [lamp for lamp in self.lamps if length(sub((lamp[0], 0.0, lamp[2]), focus)) < 6.0]
        lamp = min(near, key=lambda p: length(sub((p[0], 0.0, p[2]), focus)), default=None)
        return lerp(focus, (lamp[0], 0.0, lamp[2]), 0.4) if lamp else focus

    def figures(self, t: float) -> tuple[Figure, ...]:
        """Everybody at a moment; who is outside the frame at both ends is nowhere."""
        found: list[Figure] = []
        for start, end in zip(self.cast.start, self.cast.end, strict=True):
            found += self._person(start, end, t)
        return (*found, *self.extras)

    def _person(self, start: Standing, end: Standing, t: float) -> Iterator[Figure]:
        if start.off and end.off:
            return
        figure = self._at(start, end, t)
        yield figure
        for index, way in enumerate(start.members):
            yield replace(
                figure,
                position=add(figure.position, way),
                phase=figure.phase + 0.3 * (index + 1),
                yaw=figure.yaw + (-9, 12, 5)[index % 3],
                look=figure.look + (-9, 12, 5)[index % 3],
                partner=None,
                holds="",
            )

    def _at(self, start: Standing, end: Standing, t: float) -> Figure:
        if start is end:
            return start.figure(partner=self._partner(start, self.cast.start))
        here = ease(t)
        moment = start if t < 0.5 else end
        people = self.cast.start if t < 0.5 else self.cast.end
        way = sub(end.position, start.position)
        path = length(way)
        figure = moment.figure(0.2 + path * here / 2 / number("moves", "step"), self._partner(moment, people))
        if path <= _STEADY:
            return figure
        walking = 0.0 < t < 1.0 and figure.pose == "stand"
        return replace(
            figure,
            position=lerp(start.position, end.position, here),
            yaw=_between(start.yaw, end.yaw, here),
            look=_between(start.gaze, end.gaze, here),
            pose="walk" if walking else figure.pose,
        )

    @staticmethod
    def _partner(standing: Standing, people: list[Standing]) -> Vec | None:
        for other in people:
            touches = other.id == standing.placed.touches
            touched = other.placed.touches == standing.id and standing.placed.pose in CONTACT
            if (touches or touched) and length(sub(other.position, standing.position)) < REACH:
                return chest_of(other)
        return None

    @property
    def camera_moves(self) -> bool:
        """Whether the camera does anything."""
        return self.rig.move.kind != "static" or bool(self.rig.rise)

    @property
    def figures_move(self) -> bool:
        """Whether anybody does anything."""
        return any(start is not end for start, end in zip(self.cast.start, self.cast.end, strict=True))


def _between(first: float, last: float, t: float) -> float:
    """An angle on the shorter way from one to the other."""
    return first + ((last - first + 180) % 360 - 180) * t

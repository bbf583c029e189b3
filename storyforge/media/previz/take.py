"""A take: one shot, set up once, that can be asked for its camera, its picture and who is where, at any moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from storyforge.media.previz.display import DisplayList
from storyforge.media.previz.paint import Memory, paint, paint_air
from storyforge.media.previz.staging import Stage, stage
from storyforge.media.previz.where import where, whereabouts
from storyforge.model.blocking import Blocking

if TYPE_CHECKING:
    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.figures.figure import Figure
    from storyforge.media.previz.paint import Parts
    from storyforge.media.previz.where import Seen
    from storyforge.model.framing import FrameSpec

_FALLING = frozenset({"rain", "snow", "fog", "wind"})


@dataclass(frozen=True)
class Take:
    """One shot. Moments are `t` from 0, its start, to 1, its end, in linear time; moves ease by themselves."""

    spec: FrameSpec

    @classmethod
    def of(cls, spec: FrameSpec) -> Take:
        """The take of a shot."""
        return cls(spec)

    @classmethod
    def establishing(cls, spec: FrameSpec) -> Take:
        """The place of a shot alone, wide, at eye level, without anybody and with a camera that stands."""
        alone = Blocking(weather=spec.blocking.weather)
        return cls(
            replace(spec, size="LS", angle="eye", move="static", subject="", blocking=alone, people=(), props=())
        )

    @cached_property
    def stage(self) -> Stage:
        """The shot in the world, set up when it is first asked for."""
        return stage(self.spec)

    @cached_property
    def _memory(self) -> Memory:
        return Memory()

    def camera(self, t: float) -> Camera:
        """The camera at a moment."""
        return self.stage.camera(t)

    def display(self, t: float, parts: Parts = "all") -> DisplayList:
        """The picture at a moment as shapes: whole, without weather (`dry`), without figures, or the figures alone."""
        return paint(self.stage, t, parts, self._memory)

    def air(self, t: float) -> DisplayList:
        """What falls or blows at a moment, alone: it lies over everything that is `dry`."""
        display = DisplayList()
        paint_air(display, self.stage, t)
        return display

    def figures(self, t: float) -> tuple[Figure, ...]:
        """Everybody at a moment; they are equal at two moments between which nobody moved."""
        return self.stage.figures(t)

    def where(self, t: float) -> dict[str, Seen]:
        """Slug -> where a character or a thing is in the picture; who is not in it is missing."""
        return where(self.stage, t)

    def whereabouts(self, t: float) -> dict[str, Seen]:
        """The same in a fraction of the time, for whoever wants no picture: boxes have no hair, hats and skirts."""
        return whereabouts(self.stage, t)

    @property
    def camera_moves(self) -> bool:
        """Whether the camera moves."""
        return self.stage.camera_moves

    @property
    def figures_move(self) -> bool:
        """Whether anybody is somewhere else, or does something else, at the end."""
        return self.stage.figures_move

    @property
    def alive(self) -> bool:
        """Whether every frame differs although nobody moves: rain, snow, drifting fog, wind."""
        return self.stage.setting.exterior and self.spec.blocking.weather in _FALLING

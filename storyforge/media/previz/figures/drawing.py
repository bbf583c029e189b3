"""A figure drawn: its skeleton dressed, its head turned, all of it inked from far to near."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from storyforge.media.previz.figures.clothes import clothed, trunk_depth
from storyforge.media.previz.figures.feelings import feeling
from storyforge.media.previz.figures.figure import Figure, Look
from storyforge.media.previz.figures.head import head_items, neck, skull, visage
from storyforge.media.previz.figures.holding import held
from storyforge.media.previz.figures.limbs import shoe
from storyforge.media.previz.figures.pen import Pen
from storyforge.media.previz.figures.skeleton import Skeleton, skeleton
from storyforge.media.previz.figures.trunk import chest_bodies
from storyforge.media.previz.figures.wear import soaked
from storyforge.media.previz.solids import Body
from storyforge.media.previz.vectors import ORIGIN

if TYPE_CHECKING:
    from storyforge.media.previz.camera import Camera
    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.display import DisplayList
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.blocking import Pose

_NEAREST = 0.25


def draw_figure(display: DisplayList, figure: Figure, camera: Camera, light: Light, haze: float) -> None:
    """Add a figure's shapes, owned by its id, to a display list; nothing where it is behind or at the lens.

    `haze` is how much of the light's haze lies between lens and figure, 0 to 1.
    """
    bones = skeleton(_felt(figure))
    distance = camera.distance(bones.chest.origin)
    if distance < _NEAREST:
        return
    pen = Pen(display, camera, light, haze, figure.id, camera.focal / distance)
    look = soaked(figure.appearance)
    face = feeling(_felt(figure).feels)
    trunk = trunk_depth(pen, look, bones)
    head = head_items(pen, look, bones, face, speaking=figure.speaking, trunk=trunk)
    pen.draw([*clothed(pen, look, bones, trunk), *head, *held(pen, figure, bones)])


def _felt(figure: Figure) -> Figure:
    return replace(figure, feels="asleep") if figure.appearance.asleep and figure.feels == "neutral" else figure


def joints(figure: Figure) -> Skeleton:
    """Every joint of a figure in the world, in metres."""
    return skeleton(_felt(figure))


def head_of(figure: Figure) -> tuple[Vec, float]:
    """The middle of a figure's head and its radius, in metres."""
    bones = joints(figure)
    k = bones.head_size
    return bones.head.at(0.0, 0.004 * k, 0.0), 0.118 * k


@lru_cache(maxsize=256)
def top_of(pose: Pose, look: Look, seat: float) -> float:
    """How high the top of the head is over the floor, in metres."""
    figure = Figure("", ORIGIN, 0.0, 0.0, pose=pose, appearance=look, seat=seat)
    bones = joints(figure)
    return max(centre[1] + radius for centre, radius in skull(bones)) + 0.012 * bones.head_size


def figure_bodies(figure: Figure) -> tuple[Body, ...]:
    """A figure as plain rounded bodies in the world, for shadows and for what hides what."""
    look, bones = figure.appearance, joints(figure)
    k = bones.size
    found = [*chest_bodies(look, bones), skull(bones), visage(look, bones), neck(look, bones)]
    for limbs in (bones.right, bones.left):
        found += [
            ((limbs.shoulder, 0.06 * k), (limbs.elbow, 0.05 * k)),
            ((limbs.elbow, 0.05 * k), (limbs.wrist, 0.036 * k), (limbs.palm, 0.04 * k)),
            ((limbs.hip, 0.09 * k), (limbs.knee, 0.058 * k)),
            ((limbs.knee, 0.058 * k), (limbs.ankle, 0.046 * k)),
            shoe(limbs, k),
        ]
    return tuple(Body(spheres, look.cloth, owner=figure.id) for spheres in found)

"""Shapes that many props are made of: lathe-turned vessels, flat sheets with lines, discs, handles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Frame, Kit

DARK = (56, 58, 66)
LEATHER = (128, 88, 62)
ROUND = (
    (1, 0),
    (0.87, 0.5),
    (0.5, 0.87),
    (0, 1),
    (-0.5, 0.87),
    (-0.87, 0.5),
    (-1, 0),
    (-0.87, -0.5),
    (-0.5, -0.87),
    (0, -1),
    (0.5, -0.87),
    (0.87, -0.5),
)


def disc(kit: Kit, at: Frame, radius: float, y: float, colour: Colour, *, u: float = 0.0, v: float = 0.0) -> None:
    """A level disc seen from above."""
    points = [
        at.point(u + radius * math.cos(i * math.tau / 16), y, v + radius * math.sin(i * math.tau / 16))
        for i in range(16)
    ]
    kit.face(points, colour, at.layer, group=at.group, normal=(0.0, 1.0, 0.0))


def drum(
    kit: Kit, at: Frame, rings: tuple[tuple[float, float], ...], colour: Colour, *, u: float = 0.0, v: float = 0.0
) -> None:
    """A convex round body through (height, radius) rings: cups, bottles, bells."""
    spheres = []
    for y, radius in rings:
        thin = min(0.012, radius * 0.35)
        spheres += [
            (
                (u + (radius - thin) * math.cos(i * math.tau / 8), y, v + (radius - thin) * math.sin(i * math.tau / 8)),
                thin,
            )
            for i in range(8)
        ]
    kit.body(at, spheres, colour)


def sheet(
    kit: Kit, at: Frame, size: tuple[float, float], colour: Colour, *, y: float = 0.003, turn: float = 0.0
) -> Frame:
    """A sheet that lies flat; the frame returned is that of its middle."""
    lying = at.shift(0.0, 0.0, yaw=turn, y=y)
    kit.block(at, (size[0], y, size[1]), colour, yaw=turn)
    return lying


def lines(
    kit: Kit,
    at: Frame,
    box: tuple[float, float, float, float],
    colour: Colour,
    *,
    count: int,
    key: str,
    width: float = 1.6,
) -> None:
    """Lines of writing on a sheet, from the top of the box (left, right, near, far) down, of uneven length."""
    left, right, near, far = box
    for i in range(count):
        v = far - (far - near) * (i + 0.5) / count
        end = right - (right - left) * 0.35 * kit.chance("line", key, i) ** 2
        kit.line((at.point(left, 0.001, v), at.point(end, 0.001, v)), colour, width, at.layer)


def loop(
    kit: Kit,
    at: Frame,
    centre: tuple[float, float, float],
    radius: float,
    thick: float,
    colour: Colour,
    *,
    flat: bool = False,
    parts: int = 8,
) -> None:
    """A ring of rods, upright across the frame or flat: handles, finger rings, rope."""

    def spot(i: int) -> tuple[float, float, float]:
        a = i * math.tau / parts
        x, y = radius * math.cos(a), radius * math.sin(a)
        return (centre[0] + x, centre[1], centre[2] + y) if flat else (centre[0] + x, centre[1] + y, centre[2])

    for i in range(parts):
        kit.rod(at, spot(i), spot(i + 1), thick, colour)

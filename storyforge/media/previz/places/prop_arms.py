"""Weapons, tools and sticks; all lie on their side with the business end to the left."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places.prop_parts import loop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.media.previz.places.kit import Frame, Kit

STEEL = (150, 156, 164)
DARK = (58, 60, 66)
GRIP = (112, 82, 62)


def gun(kit: Kit, at: Frame) -> None:
    """A pistol on its side: slide, barrel, trigger guard, grip."""
    dark, grip = kit.paint(DARK), kit.paint(GRIP)
    loop(kit, at, (0.03, 0.012, -0.032), 0.019, 0.004, dark, flat=True, parts=8)
    kit.rod(at, (0.034, 0.012, -0.02), (0.028, 0.012, -0.036), 0.004, dark)
    kit.body(
        at,
        (
            ((0.062, 0.015, -0.015), 0.015),
            ((0.092, 0.015, -0.015), 0.014),
            ((0.078, 0.014, -0.095), 0.014),
            ((0.104, 0.014, -0.09), 0.013),
        ),
        grip,
    )
    kit.block(at, (0.19, 0.026, 0.022), dark, v=-0.006)
    kit.block(at, (0.2, 0.028, 0.02), kit.paint(STEEL, 0.62), u=0.003, v=0.014)
    for i in range(4):
        kit.block(at, (0.004, 0.0295, 0.018), dark, u=0.07 + i * 0.009, v=0.014)
    kit.block(at, (0.01, 0.03, 0.006), dark, u=-0.09, v=0.026)


def rifle(kit: Kit, at: Frame) -> None:
    """A rifle on its side: barrel, magazine, wooden stock."""
    dark, wood = kit.paint(DARK), kit.paint((132, 96, 68))
    kit.rod(at, (-0.56, 0.03, 0.02), (0.0, 0.03, 0.02), 0.013, dark)
    kit.body(at, (((-0.3, 0.03, 0.0), 0.02), ((0.02, 0.03, 0.0), 0.026)), wood)
    kit.block(at, (0.24, 0.05, 0.055), dark, u=0.1, v=0.01)
    kit.body(at, (((0.2, 0.03, 0.0), 0.026), ((0.52, 0.03, -0.06), 0.03), ((0.53, 0.03, 0.0), 0.03)), wood)
    kit.block(at, (0.05, 0.045, 0.11), dark, u=0.06, v=-0.06, yaw=12)
    loop(kit, at, (0.16, 0.03, -0.035), 0.026, 0.006, dark, flat=True)


def knife(kit: Kit, at: Frame) -> None:
    """A knife: a pointed blade and a dark handle."""
    y = 0.004
    blade = [
        at.point(u, y, v) for u, v in ((-0.17, -0.004), (-0.1, -0.02), (0.03, -0.02), (0.03, 0.014), (-0.12, 0.014))
    ]
    kit.face(blade, kit.paint(STEEL, 1.3), at.layer, group=at.group)
    edge = [
        at.point(u, y + 0.0005, v)
        for u, v in ((-0.17, -0.004), (-0.1, -0.02), (0.03, -0.02), (0.03, -0.012), (-0.1, -0.012))
    ]
    kit.face(edge, kit.paint(STEEL, 1.02), at.layer, group=at.group)
    kit.block(at, (0.012, 0.02, 0.046), kit.paint(STEEL, 0.7), u=0.034)
    kit.body(at, (((0.05, 0.012, 0), 0.012), ((0.14, 0.012, 0.0), 0.015)), kit.paint(GRIP, 0.8))


def sword(kit: Kit, at: Frame) -> None:
    """A sword: long blade, cross guard, pommel."""
    for low, high, k in ((-0.024, 0.0, 1.0), (0.0, 0.024, 1.3)):
        tip = (low + high) / 2 if low < 0 else 0.0
        blade = [
            at.point(u, 0.012, v) for u, v in ((-0.7, tip), (-0.62, low), (0.08, low), (0.08, high), (-0.62, high))
        ]
        kit.face(blade, kit.paint(STEEL, k), at.layer, group=at.group)
    kit.block(at, (0.03, 0.03, 0.24), kit.paint(m.BRASS), u=0.09)
    kit.rod(at, (0.11, 0.015, 0), (0.22, 0.015, 0), 0.017, kit.paint(GRIP))
    kit.ball(at, (0.245, 0.018, 0), 0.028, kit.paint(m.BRASS))


def axe(kit: Kit, at: Frame) -> None:
    """An axe: long handle, wedge of steel."""
    kit.rod(at, (-0.45, 0.03, 0.0), (0.6, 0.03, 0.0), 0.02, kit.paint(m.PALE_WOOD))
    kit.body(
        at,
        (
            ((-0.46, 0.03, 0.04), 0.026),
            ((-0.38, 0.03, 0.04), 0.026),
            ((-0.5, 0.025, -0.18), 0.014),
            ((-0.34, 0.025, -0.17), 0.014),
        ),
        kit.paint(STEEL),
    )


def hammer(kit: Kit, at: Frame) -> None:
    """A hammer with a claw."""
    kit.body(at, (((-0.08, 0.016, -0.0), 0.013), ((0.2, 0.016, 0.0), 0.017)), kit.paint(m.PALE_WOOD))
    kit.block(at, (0.04, 0.036, 0.08), kit.paint(STEEL, 0.8), u=-0.09, v=0.0)
    kit.block(at, (0.05, 0.044, 0.03), kit.paint(STEEL, 0.95), u=-0.09, v=-0.055)
    kit.body(at, (((-0.09, 0.022, 0.04), 0.014), ((-0.07, 0.022, 0.1), 0.006)), kit.paint(STEEL, 0.85))


def cane(kit: Kit, at: Frame) -> None:
    """A walking stick with a crook."""
    wood = kit.paint((120, 84, 58))
    kit.rod(at, (-0.46, 0.015, -0.02), (0.36, 0.015, -0.02), 0.013, wood)
    bend = ((0.36, -0.02), (0.42, 0.0), (0.44, 0.04), (0.42, 0.08), (0.37, 0.1))
    for (u, v), (p, q) in pairwise(bend):
        kit.rod(at, (u, 0.015, v), (p, 0.015, q), 0.014, wood)
    kit.rod(at, (-0.46, 0.015, -0.02), (-0.43, 0.015, -0.02), 0.015, kit.paint(DARK))


def umbrella(kit: Kit, at: Frame) -> None:
    """A folded umbrella."""
    cloth = kit.paint((74, 82, 104))
    kit.rod(at, (-0.44, 0.02, 0), (-0.36, 0.025, 0), 0.006, kit.paint(STEEL))
    kit.body(at, (((-0.36, 0.03, 0), 0.012), ((0.12, 0.045, 0), 0.045), ((0.2, 0.04, 0), 0.03)), cloth)
    kit.line((at.point(-0.34, 0.06, 0), at.point(0.14, 0.085, -0.01)), kit.paint((74, 82, 104), 0.7), 1.6, at.layer)
    kit.rod(at, (0.2, 0.035, 0), (0.36, 0.03, 0), 0.009, kit.paint(STEEL))
    for (u, v), (p, q) in (((0.36, 0.0), (0.43, 0.02)), ((0.43, 0.02), (0.43, 0.07)), ((0.43, 0.07), (0.38, 0.09))):
        kit.rod(at, (u, 0.03, v), (p, 0.03, q), 0.016, kit.paint(GRIP))


def torch(kit: Kit, at: Frame) -> None:
    """A pocket torch, shining to the left in the dark."""
    kit.rod(at, (-0.02, 0.024, 0), (0.11, 0.024, 0), 0.02, kit.paint(DARK))
    kit.body(at, (((-0.09, 0.032, 0), 0.032), ((-0.03, 0.026, 0), 0.022)), kit.paint(DARK, 1.2))
    kit.body(at, (((-0.108, 0.032, 0.0), 0.022), ((-0.1, 0.032, 0.0), 0.026)), kit.lit((236, 232, 210)))
    kit.block(at, (0.03, 0.052, 0.012), kit.paint(m.RED), u=0.03)


def rope(kit: Kit, at: Frame) -> None:
    """A coil of rope with a loose end."""
    hemp = (190, 162, 118)
    for i, radius in enumerate((0.16, 0.13, 0.1)):
        loop(
            kit,
            at,
            (0.01 * i, 0.02 + 0.03 * i, 0),
            radius,
            0.017,
            kit.paint(hemp, 0.92 + 0.08 * i),
            flat=True,
            parts=12,
        )
    kit.rod(at, (0.1, 0.03, -0.12), (0.22, 0.018, -0.2), 0.016, kit.paint(hemp))
    kit.rod(at, (0.22, 0.018, -0.2), (0.3, 0.018, -0.17), 0.016, kit.paint(hemp))


def pen(kit: Kit, at: Frame) -> None:
    """A fountain pen."""
    kit.body(at, (((-0.075, 0.005, 0), 0.001), ((-0.055, 0.007, 0), 0.005)), kit.paint(m.BRASS))
    kit.rod(at, (-0.054, 0.008, 0), (0.02, 0.008, 0), 0.007, kit.paint((48, 62, 98)))
    kit.rod(at, (0.018, 0.009, 0), (0.07, 0.009, 0), 0.0078, kit.paint((40, 52, 84)))
    kit.block(at, (0.04, 0.018, 0.003), kit.paint(m.BRASS), u=0.035)


ARMS: Mapping[str, Callable[[Kit, Frame], None]] = {
    "gun": gun, "rifle": rifle, "knife": knife, "sword": sword, "axe": axe, "hammer": hammer, "cane": cane,
    "umbrella": umbrella, "torch": torch, "rope": rope, "pen": pen,
}  # fmt: skip

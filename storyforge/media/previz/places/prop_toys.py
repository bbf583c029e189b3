"""Toys, instruments, machines on a table, what rolls, and animals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places.prop_parts import DARK, LEATHER, ROUND, disc, drum, loop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.media.previz.places.kit import Frame, Kit


def baby(kit: Kit, at: Frame) -> None:
    """A baby in a blanket."""
    kit.body(
        at, (((-0.08, 0.085, 0), 0.08), ((0.2, 0.06, 0), 0.05), ((0.02, 0.09, 0), 0.09)), kit.paint((214, 206, 190))
    )
    kit.ball(at, (-0.17, 0.1, 0), 0.068, kit.paint((226, 190, 166)))
    kit.body(at, (((-0.21, 0.1, 0.02), 0.06), ((-0.19, 0.13, 0.01), 0.05)), kit.paint((214, 206, 190), 0.94))
    kit.ball(at, (-0.16, 0.112, -0.045), 0.038, kit.paint((226, 190, 166)))
    fold = (at.point(-0.08, 0.13, -0.06), at.point(0.04, 0.15, -0.08), at.point(0.14, 0.1, -0.05))
    kit.line(fold, kit.paint((214, 206, 190), 0.72), 2.4, at.layer)


def doll(kit: Kit, at: Frame) -> None:
    """A toy bear, sitting."""
    fur = (168, 124, 84)
    for u in (-0.075, 0.075):
        kit.rod(at, (u, 0.04, -0.02), (u * 1.3, 0.035, -0.13), 0.034, kit.paint(fur, 0.94))
        kit.rod(at, (u * 0.9, 0.16, 0), (u * 1.8, 0.1, -0.06), 0.026, kit.paint(fur, 0.94))
        kit.ball(at, (u * 0.85, 0.325, 0.0), 0.03, kit.paint(fur, 0.9))
    kit.body(at, (((0, 0.07, 0), 0.072), ((0, 0.14, 0), 0.06)), kit.paint(fur))
    kit.ball(at, (0, 0.26, 0), 0.075, kit.paint(fur, 1.04))
    kit.ball(at, (0, 0.24, -0.062), 0.03, kit.paint((214, 184, 148)))
    for u in (-0.026, 0.0, 0.026):
        kit.ball(at, (u, 0.28 if u else 0.25, -0.076 if u else -0.092), 0.008, kit.paint(DARK))


def toy_boat(kit: Kit, at: Frame) -> None:
    """A toy boat with a mast and sails."""
    kit.body(
        at,
        (
            ((-0.13, 0.05, 0), 0.012),
            ((0.11, 0.05, -0.035), 0.012),
            ((0.11, 0.05, 0.035), 0.012),
            ((-0.06, 0.012, 0), 0.012),
            ((0.08, 0.012, 0), 0.012),
        ),
        kit.paint((164, 70, 62)),
    )
    kit.rod(at, (0.0, 0.06, 0), (0.0, 0.3, 0), 0.006, kit.paint(m.PALE_WOOD))
    kit.shape(at, ((0.012, 0.08), (0.1, 0.08), (0.012, 0.28)), kit.paint(m.WHITE), both=True)
    kit.shape(at, ((-0.012, 0.09), (-0.1, 0.09), (-0.012, 0.25)), kit.paint(m.WHITE, 0.93), both=True)


def violin(kit: Kit, at: Frame) -> None:
    """A violin, lying, with its bow: two bouts and a waist, neck, strings, bridge."""
    wood = (172, 100, 58)
    for u, radius, tone in ((-0.19, 0.1, 1.0), (-0.1, 0.062, 0.98), (-0.02, 0.08, 1.03)):
        drum(kit, at, ((0.01, radius), (0.045, radius)), kit.paint(wood, tone), u=u)
    kit.rod(at, (0.05, 0.05, 0), (0.27, 0.05, 0), 0.014, kit.paint(DARK))
    kit.ball(at, (0.3, 0.048, 0), 0.022, kit.paint(wood, 0.8))
    for v in (-0.05, 0.05):
        kit.line((at.point(-0.15, 0.062, v), at.point(-0.08, 0.062, v * 0.6)), kit.paint(DARK), 2.4, at.layer)
    kit.block(at, (0.006, 0.03, 0.05), kit.paint(m.PALE_WOOD), u=-0.12, y=0.057)
    for v in (-0.009, -0.003, 0.003, 0.009):
        points = (at.point(-0.24, 0.066, v), at.point(-0.12, 0.09, v), at.point(0.29, 0.07, v))
        kit.line(points, kit.paint(m.WHITE), 1.1, at.layer)
    kit.rod(at, (-0.28, 0.01, -0.16), (0.34, 0.01, -0.14), 0.006, kit.paint(DARK, 1.2))


def chair(kit: Kit, at: Frame) -> None:
    """A chair, its back painted first."""
    wood = m.WOOD
    for u in (-0.18, 0.18):
        kit.block(at, (0.04, 0.92, 0.035), kit.paint(wood, 0.72), u=u, v=0.2)
    kit.block(at, (0.40, 0.16, 0.03), kit.paint(wood, 0.96), y=0.74, v=0.19)
    for u in (-0.18, 0.18):
        kit.block(at, (0.04, 0.42, 0.04), kit.paint(wood, 0.72), u=u, v=-0.18)
    kit.block(at, (0.42, 0.05, 0.42), kit.paint(wood), y=0.41)


def bicycle(kit: Kit, at: Frame) -> None:
    """A bicycle from the side."""
    for u in (-0.52, 0.52):
        loop(kit, at, (u, 0.34, 0), 0.32, 0.016, kit.paint(DARK), parts=14)
        for a, b in ((0.3, 0), (0, 0.3), (0.21, 0.21), (0.21, -0.21)):
            kit.line(
                (at.point(u - a, 0.34 - b, 0), at.point(u + a, 0.34 + b, 0)), kit.paint((180, 180, 182)), 1.2, at.layer
            )
    frame = kit.paint((96, 124, 140))
    for start, end in (
        ((0.52, 0.34), (0.06, 0.3)),
        ((0.06, 0.3), (0.22, 0.82)),
        ((0.22, 0.76), (-0.34, 0.78)),
        ((-0.34, 0.78), (0.06, 0.3)),
        ((0.52, 0.34), (0.22, 0.78)),
        ((-0.52, 0.34), (-0.34, 0.86)),
    ):
        kit.rod(at, (*start, 0.0), (*end, 0.0), 0.018, frame)
    kit.rod(at, (-0.36, 0.96, -0.24), (-0.36, 0.96, 0.24), 0.014, kit.paint(DARK))
    kit.rod(at, (-0.34, 0.84, 0), (-0.36, 0.96, 0), 0.014, kit.paint(DARK))
    kit.body(
        at, (((0.14, 0.88, 0), 0.025), ((0.3, 0.89, -0.06), 0.03), ((0.3, 0.89, 0.06), 0.03)), kit.paint(LEATHER, 0.7)
    )


def animal(kit: Kit, at: Frame) -> None:
    """A dog, standing, from the side."""
    fur = (146, 112, 82)
    for u, v in ((-0.22, 0.06), (0.2, 0.06), (-0.2, -0.06), (0.22, -0.06)):
        kit.rod(at, (u, 0.34, v), (u - 0.01, 0.03, v), 0.042, kit.paint(fur, 0.86 if v > 0 else 0.96), 0.03)
    kit.rod(at, (0.28, 0.42, 0), (0.42, 0.6, 0), 0.03, kit.paint(fur), 0.012)
    kit.body(at, (((-0.2, 0.4, 0), 0.115), ((0.2, 0.41, 0), 0.1)), kit.paint(fur))
    kit.rod(at, (-0.26, 0.46, 0), (-0.36, 0.62, 0), 0.075, kit.paint(fur))
    kit.ball(at, (-0.38, 0.66, 0), 0.09, kit.paint(fur, 1.04))
    kit.rod(at, (-0.43, 0.63, 0), (-0.53, 0.61, 0), 0.045, kit.paint(fur, 1.04), 0.035)
    kit.ball(at, (-0.565, 0.62, 0), 0.018, kit.paint(DARK))
    kit.body(at, (((-0.34, 0.72, -0.07), 0.03), ((-0.31, 0.6, -0.09), 0.025)), kit.paint(fur, 0.72))
    kit.ball(at, (-0.43, 0.685, -0.07), 0.013, kit.paint(DARK))


def bird(kit: Kit, at: Frame) -> None:
    """A gull, standing."""
    for u in (-0.01, 0.03):
        kit.rod(at, (u, 0.0, 0), (u, 0.09, 0), 0.006, kit.paint((214, 156, 84)))
    kit.body(at, (((-0.05, 0.14, 0), 0.055), ((0.06, 0.13, 0), 0.045), ((0.15, 0.11, 0), 0.012)), kit.paint(m.WHITE))
    kit.body(at, (((-0.02, 0.15, -0.045), 0.03), ((0.17, 0.12, -0.03), 0.012)), kit.paint((150, 158, 166)))
    kit.body(at, (((-0.09, 0.18, 0), 0.035), ((-0.1, 0.225, 0), 0.036)), kit.paint(m.WHITE))
    kit.rod(at, (-0.13, 0.22, 0), (-0.175, 0.212, 0), 0.012, kit.paint((222, 168, 84)), 0.004)
    kit.ball(at, (-0.112, 0.235, -0.032), 0.006, kit.paint(DARK))


def typewriter(kit: Kit, at: Frame) -> None:
    """A typewriter with a sheet in it."""
    kit.panel(at, (-0.1, 0.1, 0.13, 0.33), kit.paint(m.PAPER), v=0.075, both=True, outlined=True)
    kit.block(at, (0.34, 0.09, 0.3), kit.paint(DARK, 1.15))
    kit.block(at, (0.3, 0.06, 0.14), kit.paint(DARK, 1.3), y=0.09, v=0.06)
    kit.rod(at, (-0.2, 0.165, 0.07), (0.2, 0.165, 0.07), 0.02, kit.paint(DARK))
    for row in range(3):
        for column in range(7):
            disc(kit, at, 0.013, 0.093, kit.paint(m.CREAM), u=-0.126 + column * 0.042, v=-0.045 - row * 0.04)


def radio(kit: Kit, at: Frame) -> None:
    """A table radio with a loudspeaker, a dial and two knobs."""
    kit.block(at, (0.36, 0.22, 0.13), kit.paint((142, 98, 66)))
    kit.shape(at, [(-0.085 + 0.07 * u, 0.115 + 0.07 * v) for u, v in ROUND], kit.paint((206, 186, 148)), v=-0.067)
    for i in range(5):
        y = 0.07 + i * 0.022
        kit.panel(at, (-0.14, -0.03, y, y + 0.006), kit.paint((142, 98, 66), 0.8), v=-0.069)
    kit.panel(at, (0.02, 0.15, 0.125, 0.175), kit.lit((236, 222, 176)), v=-0.067, outlined=True)
    for u in (0.05, 0.12):
        kit.shape(at, [(u + 0.021 * a, 0.065 + 0.021 * b) for a, b in ROUND], kit.paint(DARK), v=-0.068)


TOYS: Mapping[str, Callable[[Kit, Frame], None]] = {
    "baby": baby, "doll": doll, "toy-boat": toy_boat, "violin": violin, "chair": chair, "bicycle": bicycle,
    "animal": animal, "bird": bird, "typewriter": typewriter, "radio": radio,
}  # fmt: skip

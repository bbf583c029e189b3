"""Lamps, stoves, fires, rugs, plants, crates, barrels and machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.places import materials as m
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Frame, Kit
    from storyforge.media.previz.vectors import Vec


def ring(radius: float, y: float, thick: float) -> tuple[tuple[Vec, float], ...]:
    """Four spheres around the middle, at a height: the hull of them is a disc."""
    corners = ((1, 0), (0, 1), (-1, 0), (0, -1))
    return tuple(((u * radius, y, v * radius), thick) for u, v in corners)


def desk_lamp(kit: Kit, at: Frame, u: float, y: float, v: float) -> None:
    """A lamp that stands on something."""
    kit.rod(at, (u, y + 0.02, v), (u, y + 0.3, v), 0.02, kit.paint(m.BRASS))
    kit.body(
        at,
        (((u - 0.06, y + 0.36, v), 0.08), ((u + 0.06, y + 0.36, v), 0.08), ((u, y + 0.44, v), 0.05)),
        kit.lit(m.OCHRE),
    )
    kit.glow(at, (u, y + 0.4, v))


def floor_lamp(kit: Kit, at: Frame) -> None:
    """A lamp on a tall foot with a shade."""
    kit.rod(at, (0, 0.02, 0), (0, 1.5, 0), 0.02, kit.paint(m.BRASS, 0.8))
    kit.body(at, ring(0.1, 0.02, 0.03), kit.paint(m.IRON))
    kit.body(
        at,
        (((-0.14, 1.52, 0), 0.05), ((0.14, 1.52, 0), 0.05), ((-0.08, 1.75, 0), 0.05), ((0.08, 1.75, 0), 0.05)),
        kit.lit(),
    )
    kit.glow(at, (0, 1.62, 0))
    kit.spot("lamp", at, 0.0, -0.6, turn=180)


def pendant(kit: Kit, x: float, z: float, ceiling: float, *, drop: float = 0.6, colour: Colour = m.GREEN) -> None:
    """A lamp that hangs from the ceiling."""
    at = kit.stand(x, z)
    y = ceiling - drop
    kit.line((at.point(0, ceiling, 0), at.point(0, y + 0.1, 0)), kit.paint(m.IRON), 1.8, Layer.FREE)
    kit.body(
        at,
        (
            ((-0.15, y, 0), 0.045),
            ((0.15, y, 0), 0.045),
            ((0, y, 0.15), 0.045),
            ((0, y, -0.15), 0.045),
            ((0, y + 0.12, 0), 0.04),
        ),
        kit.paint(colour),
    )
    kit.ball(at, (0, y - 0.05, 0), 0.07, kit.lit())
    kit.glow(at, (0, y - 0.05, 0))


def stove(kit: Kit, at: Frame) -> None:
    """A kitchen stove with an oven, rings and a pot."""
    kit.block(at, (0.6, 0.88, 0.6), kit.paint(m.WHITE, 0.96))
    kit.panel(at, (-0.22, 0.22, 0.22, 0.6), kit.paint(m.BLACK), v=-0.306, outlined=True)
    kit.panel(at, (-0.24, 0.24, 0.66, 0.69), kit.paint(m.STEEL), v=-0.32)
    for u in (-0.2, -0.07, 0.07, 0.2):
        kit.panel(at, (u - 0.025, u + 0.025, 0.75, 0.8), kit.paint(m.IRON), v=-0.312)
    kit.block(at, (0.6, 0.03, 0.6), kit.paint(m.IRON), y=0.88)
    kit.body(at, ring(0.08, 0.96, 0.05), kit.paint(m.STEEL, 0.9))
    kit.spot("stove oven", at, 0, -0.75, turn=180)


def fridge(kit: Kit, at: Frame) -> None:
    """A refrigerator."""
    kit.block(at, (0.7, 1.85, 0.66), kit.paint(m.WHITE))
    for low, high in ((0.1, 1.15), (1.2, 1.78)):
        kit.panel(at, (-0.32, 0.32, low, high), kit.paint(m.WHITE, 1.03), v=-0.336, outlined=True)
    kit.panel(at, (0.22, 0.26, 0.8, 1.08), kit.paint(m.IRON), v=-0.345)
    kit.panel(at, (0.22, 0.26, 1.28, 1.5), kit.paint(m.IRON), v=-0.345)
    kit.spot("fridge", at, 0, -0.75, turn=180)


def fireplace(kit: Kit, at: Frame, width: float = 1.4) -> None:
    """A fireplace with a mantel; the fire burns in the evening or where the text says so."""
    stone = kit.paint(m.STONE)
    for sign in (-1, 1):
        kit.block(at, (0.26, 1.05, 0.34), stone, u=sign * (width / 2 - 0.13))
    kit.block(at, (width - 0.52, 0.3, 0.34), stone, y=0.75)
    kit.block(at, (width + 0.16, 0.08, 0.42), kit.paint(m.DARK_WOOD), y=1.05)
    kit.panel(at, (-width / 2 + 0.26, width / 2 - 0.26, 0, 0.75), kit.paint(m.BLACK, 0.8), v=-0.05)
    if kit.light.dark or "fire" in kit.states:
        flames(kit, at, 0.26, v=-0.1)
    kit.rod(at, (-0.25, 0.08, -0.12), (0.25, 0.08, -0.12), 0.06, kit.paint(m.BARK))
    kit.spot("fireplace fire hearth", at, 0, -0.8, turn=180)


def flames(kit: Kit, at: Frame, size: float, *, v: float = 0.0, y: float = 0.08) -> None:
    """A fire: three tongues, bright within."""
    for u, k, colour in ((-0.5, 0.75, (222, 128, 62)), (0.5, 0.8, (222, 128, 62)), (0.0, 1.15, (240, 180, 88))):
        tip = (u * size * 0.6, y + size * 2.0 * k, v)
        kit.body(at, (((u * size, y + size * 0.4, v), size * 0.42 * k), (tip, size * 0.06)), colour)
    kit.glow(at, (0, y + size, v))


def rug(kit: Kit, x: float, z: float, size: tuple[float, float], colour: Colour = m.CARPET) -> None:
    """A rug with a border."""
    width, depth = size[0] / 2, size[1] / 2
    kit.ground(x - width, x + width, z - depth, z + depth, kit.paint(colour, 0.92), y=0.004, marks=True)
    width, depth = width - 0.15, depth - 0.15
    kit.ground(x - width, x + width, z - depth, z + depth, kit.paint(colour, 1.06), y=0.006, marks=True)


def plant(kit: Kit, at: Frame, height: float = 1.1) -> None:
    """A plant in a pot."""
    kit.body(at, (((0, 0.1, 0), 0.12), ((0, 0.28, 0), 0.16)), kit.paint(m.BRICK))
    crown = (((0, height * 0.55, 0), 0.16), ((-0.16, height * 0.75, 0.05), 0.14), ((0.15, height * 0.8, -0.04), 0.15))
    kit.body(at, (*crown, ((0, height, 0), 0.1)), kit.paint(m.LEAF))


def crate(kit: Kit, at: Frame, size: float = 0.6, colour: Colour = m.PALE_WOOD) -> None:
    """A wooden crate with battens."""
    kit.block(at, (size, size, size), kit.paint(colour))
    half = size / 2
    for low in (0.04, size - 0.12):
        kit.panel(at, (-half, half, low, low + 0.08), kit.paint(colour, 0.84), v=-half - 0.004)


def barrel(kit: Kit, at: Frame, radius: float = 0.3, height: float = 0.9, colour: Colour = m.WOOD) -> None:
    """A barrel or a drum, standing."""
    ring = [
        ((u * radius * 0.8, y, v * radius * 0.8), radius * 0.25)
        for y in (0.07, height - 0.07)
        for u, v in ((1, 0), (0, 1), (-1, 0), (0, -1))
    ]
    kit.body(at, [*ring, ((0, height / 2, 0), radius * 1.08)], kit.paint(colour))


def machine(kit: Kit, at: Frame, size: tuple[float, float, float], colour: Colour = m.GREEN) -> None:
    """A machine: a heavy body with a head, a wheel and a lamp."""
    width, height, depth = size
    kit.block(at, (width, height * 0.55, depth), kit.paint(colour))
    kit.block(at, (width * 0.5, height * 0.45, depth * 0.7), kit.paint(colour, 0.92), u=-width * 0.2, y=height * 0.55)
    wheel = [
        (width * 0.28 + 0.2 * a, height * 0.75 + 0.2 * b)
        for a, b in ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7))
    ]
    kit.shape(at, wheel, kit.paint(m.IRON), v=-depth * 0.3, both=True)
    kit.panel(at, (-width * 0.36, -width * 0.04, height * 0.2, height * 0.45), kit.paint(m.IRON), v=-depth / 2 - 0.01)

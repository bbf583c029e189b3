"""Large things that scripts name as props although sets have them: furniture, boats, cars, winches, flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.places import fittings as fit
from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places import outdoors as o
from storyforge.media.previz.places.boats import boat as rowing_boat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.media.previz.places.kit import Frame, Kit


def bookcase(kit: Kit, at: Frame) -> None:
    """A bookcase, full."""
    f.shelves(kit, at, 1.1, 1.9, rows=5, spot="")


def cupboard(kit: Kit, at: Frame) -> None:
    """A sideboard with doors."""
    f.cabinet(kit, at, (1.3, 0.9, 0.45))


def table(kit: Kit, at: Frame) -> None:
    """A table."""
    f.table(kit, at)


def bench(kit: Kit, at: Frame) -> None:
    """A bench."""
    f.bench(kit, at)


def sofa(kit: Kit, at: Frame) -> None:
    """A sofa."""
    f.sofa(kit, at)


def bed(kit: Kit, at: Frame) -> None:
    """A bed."""
    f.bed(kit, at, 1.0)


def stove(kit: Kit, at: Frame) -> None:
    """A stove."""
    fit.stove(kit, at)


def fireplace(kit: Kit, at: Frame) -> None:
    """A fireplace."""
    fit.fireplace(kit, at)


def sink(kit: Kit, at: Frame) -> None:
    """A basin on a foot, with a tap."""
    kit.rod(at, (0, 0.05, 0.1), (0, 0.7, 0.1), 0.09, kit.paint(m.WHITE, 0.95))
    kit.block(at, (0.66, 0.18, 0.48), kit.paint(m.WHITE), y=0.7)
    kit.sheet(at, (-0.25, 0.25, -0.18, 0.12), 0.885, kit.paint(m.TILE, 0.86))
    kit.rod(at, (0, 0.88, 0.18), (0, 1.04, 0.06), 0.02, kit.paint(m.STEEL))


def piano(kit: Kit, at: Frame) -> None:
    """An upright piano with its keys open."""
    wood = (104, 76, 62)
    kit.block(at, (1.45, 1.2, 0.36), kit.paint(wood), v=0.12)
    for u in (-0.66, 0.66):
        kit.block(at, (0.1, 0.66, 0.3), kit.paint(wood, 0.9), u=u, v=-0.2)
    kit.block(at, (1.42, 0.08, 0.32), kit.paint(wood, 0.95), y=0.66, v=-0.2)
    kit.sheet(at, (-0.62, 0.62, -0.34, -0.1), 0.745, kit.paint(m.PAPER))
    for i in range(18):
        if i % 7 not in {2, 6}:
            u = -0.58 + i * 0.068
            kit.sheet(at, (u - 0.016, u + 0.016, -0.24, -0.1), 0.748, kit.paint(m.BLACK))
    kit.panel(at, (-0.3, 0.3, 0.82, 1.06), kit.paint(m.PAPER), v=-0.075, outlined=True)


def boat(kit: Kit, at: Frame) -> None:
    """A rowing boat."""
    rowing_boat(kit, at, m.BLUE)


def car(kit: Kit, at: Frame) -> None:
    """A van, from the side."""
    o.car(kit, at.shift(0.0, 0.0, yaw=64), (128, 146, 164), van=True)


def winch(kit: Kit, at: Frame) -> None:
    """A winch: a drum with rope between two cheeks, a crank."""
    for u in (-0.42, 0.42):
        kit.block(at, (0.08, 0.75, 0.5), kit.paint(m.IRON), u=u)
    kit.rod(at, (-0.36, 0.5, 0), (0.36, 0.5, 0), 0.2, kit.paint((190, 162, 118)))
    for u in (-0.2, 0.0, 0.2):
        kit.body(
            at,
            (((u, 0.66, -0.1), 0.04), ((u, 0.34, -0.1), 0.04), ((u, 0.5, -0.19), 0.04)),
            kit.paint((190, 162, 118), 0.84),
        )
    kit.rod(at, (0.46, 0.5, 0), (0.6, 0.5, 0), 0.03, kit.paint(m.IRON))
    kit.rod(at, (0.6, 0.5, 0), (0.6, 0.78, -0.12), 0.03, kit.paint(m.IRON))


def flag(kit: Kit, at: Frame) -> None:
    """A flagpole with its flag."""
    kit.rod(at, (0, 0, 0), (0, 2.6, 0), 0.03, kit.paint(m.WHITE))
    kit.ball(at, (0, 2.65, 0), 0.05, kit.paint(m.BRASS))
    for i, (low, tone) in enumerate(((2.25, (164, 80, 74)), (1.95, m.WHITE), (1.65, m.BLUE))):
        kit.shape(
            at,
            ((0.03, low), (0.9, low - 0.06 * i), (0.9, low + 0.3 - 0.06 * i), (0.03, low + 0.3)),
            kit.paint(tone),
            both=True,
        )


def ladder(kit: Kit, at: Frame) -> None:
    """A ladder that leans back."""
    for u in (-0.22, 0.22):
        kit.rod(at, (u, 0.03, -0.3), (u, 2.1, 0.2), 0.03, kit.paint(m.PALE_WOOD))
    for i in range(6):
        y = 0.3 + i * 0.32
        kit.rod(at, (-0.22, y, -0.3 + y * 0.24), (0.22, y, -0.3 + y * 0.24), 0.022, kit.paint(m.PALE_WOOD, 0.9))


def blind(kit: Kit, at: Frame) -> None:
    """A window with its blind half down."""
    kit.block(at, (1.0, 1.3, 0.06), kit.paint(m.WHITE))
    kit.panel(at, (-0.42, 0.42, 0.08, 1.22), kit.light.window, v=-0.035)
    kit.panel(at, (-0.42, 0.42, 0.62, 1.22), kit.paint(m.OCHRE), v=-0.05, outlined=True)
    kit.rod(at, (0, 0.62, -0.06), (0, 0.5, -0.06), 0.008, kit.paint(m.WHITE))


def gate(kit: Kit, at: Frame) -> None:
    """A wooden gate between two posts."""
    for u in (-0.72, 0.72):
        kit.block(at, (0.14, 1.2, 0.14), kit.paint(m.DARK_WOOD), u=u)
    for y in (0.25, 0.55, 0.85):
        kit.block(at, (1.36, 0.12, 0.05), kit.paint(m.PALE_WOOD), y=y)
    kit.seam(at, ((-0.62, 0.25), (0.62, 0.97)), kit.paint(m.PALE_WOOD, 0.9), wide=0.1, v=-0.03)


LARGE: Mapping[str, Callable[[Kit, Frame], None]] = {
    "bookcase": bookcase, "cupboard": cupboard, "table": table, "bench": bench, "sofa": sofa, "bed": bed,
    "stove": stove,
    "fireplace": fireplace, "sink": sink, "piano": piano, "boat": boat, "car": car, "winch": winch, "flag": flag,
    "ladder": ladder, "blind": blind, "gate": gate,
}  # fmt: skip

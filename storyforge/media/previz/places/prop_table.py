"""What stands on a table: vessels, food, lights, medicine, flowers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places.prop_parts import disc, drum, loop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.media.previz.places.kit import Frame, Kit

FLAME = (246, 196, 104)


def cup(kit: Kit, at: Frame) -> None:
    """A cup on a saucer."""
    white = (232, 232, 226)
    drum(kit, at, ((0.006, 0.05), (0.014, 0.072)), kit.paint(white, 0.92))
    loop(kit, at, (0.052, 0.052, 0), 0.02, 0.006, kit.paint(white, 0.9))
    drum(kit, at, ((0.016, 0.026), (0.045, 0.04), (0.084, 0.045)), kit.paint(white))
    disc(kit, at, 0.045, 0.0965, kit.paint(white, 0.82))
    disc(kit, at, 0.038, 0.0968, kit.paint((112, 80, 58)))


def glass(kit: Kit, at: Frame) -> None:
    """A wine glass, half full."""
    pale = (206, 220, 224)
    drum(kit, at, ((0.004, 0.034),), kit.paint(pale, 0.9))
    kit.rod(at, (0, 0.006, 0), (0, 0.085, 0), 0.0045, kit.paint(pale, 0.86))
    drum(kit, at, ((0.088, 0.01), (0.105, 0.033), (0.135, 0.04), (0.178, 0.034)), kit.paint(pale))
    drum(kit, at, ((0.092, 0.01), (0.107, 0.03), (0.13, 0.036)), kit.paint((138, 52, 62)))
    disc(kit, at, 0.036, 0.136, kit.paint((160, 70, 78)))
    loop(kit, at, (0, 0.18, 0), 0.034, 0.0016, kit.paint(pale, 1.06), flat=True, parts=14)


def bottle(kit: Kit, at: Frame) -> None:
    """A bottle with a label."""
    green = (74, 102, 78)
    drum(kit, at, ((0.008, 0.038), (0.17, 0.038), (0.21, 0.018)), kit.paint(green))
    drum(kit, at, ((0.2, 0.015), (0.29, 0.014)), kit.paint(green, 0.92))
    drum(kit, at, ((0.27, 0.0165), (0.302, 0.0165)), kit.paint((150, 66, 60)))
    drum(kit, at, ((0.06, 0.0392), (0.135, 0.0392)), kit.paint(m.PAPER))
    for y in (0.115, 0.095, 0.08):
        kit.panel(at, (-0.022, 0.022, y, y + 0.006), kit.paint((120, 100, 84)), v=-0.041)


def kettle(kit: Kit, at: Frame) -> None:
    """A kettle with a spout and a handle."""
    steel = (164, 172, 178)
    kit.rod(at, (-0.09, 0.07, 0), (-0.155, 0.15, 0), 0.02, kit.paint(steel, 0.9), 0.011)
    drum(kit, at, ((0.01, 0.1), (0.06, 0.108), (0.12, 0.085), (0.145, 0.05)), kit.paint(steel))
    kit.ball(at, (0, 0.165, 0), 0.016, kit.paint(m.BLACK))
    bow = ((-0.075, 0.125), (-0.06, 0.22), (0.06, 0.22), (0.075, 0.125))
    for (a, b), (c, d) in pairwise(bow):
        kit.rod(at, (a, b, 0), (c, d, 0), 0.011, kit.paint(m.BLACK))


def plate(kit: Kit, at: Frame) -> None:
    """A plate with a meal, fork and knife."""
    white = (234, 234, 228)
    drum(kit, at, ((0.004, 0.08), (0.016, 0.13)), kit.paint(white, 0.94))
    disc(kit, at, 0.128, 0.022, kit.paint(white))
    disc(kit, at, 0.088, 0.0225, kit.paint(white, 0.93))
    kit.body(
        at,
        (((-0.045, 0.03, 0.02), 0.02), ((0.01, 0.032, 0.04), 0.022), ((-0.02, 0.032, -0.02), 0.02)),
        kit.paint((150, 98, 66)),
    )
    for i in range(5):
        kit.ball(at, (0.045 + 0.014 * (i % 2), 0.034, -0.035 + 0.016 * i), 0.014, kit.paint((118, 148, 88)))
    for u in (-0.17, 0.17):
        kit.block(at, (0.012, 0.004, 0.2), kit.paint((170, 176, 182)), u=u)
        kit.block(at, (0.024, 0.005, 0.06), kit.paint((170, 176, 182)), u=u, v=0.07)


def sandwich(kit: Kit, at: Frame) -> None:
    """A sandwich: bread, leaf, filling, bread."""
    for y, colour, size in (
        (0.0, (214, 176, 122), 0.12),
        (0.022, (130, 158, 96), 0.128),
        (0.03, (206, 150, 128), 0.12),
        (0.042, (236, 208, 124), 0.122),
        (0.05, (210, 168, 112), 0.12),
    ):
        kit.block(
            at,
            (size, 0.024 if (colour[0] > 209 and y in {0.0, 0.05}) or y == 0.05 else 0.011, size * 0.92),
            kit.paint(colour),
            y=y,
            yaw=18,
        )


def bread(kit: Kit, at: Frame) -> None:
    """A loaf with cuts in its crust."""
    crust = (190, 140, 88)
    kit.body(at, (((-0.1, 0.055, 0), 0.055), ((0.1, 0.055, 0), 0.055), ((0, 0.062, 0), 0.062)), kit.paint(crust))
    for u in (-0.07, 0.0, 0.07):
        cut = (at.point(u - 0.02, 0.112, -0.035), at.point(u + 0.004, 0.124, 0.0), at.point(u + 0.02, 0.112, 0.035))
        kit.line(cut, kit.paint((232, 200, 150)), 4.0, at.layer)


def apple(kit: Kit, at: Frame) -> None:
    """An apple with a stalk and a leaf."""
    kit.body(
        at, (((-0.014, 0.042, 0), 0.032), ((0.014, 0.042, 0), 0.032), ((0, 0.03, 0), 0.028)), kit.paint((178, 70, 60))
    )
    kit.rod(at, (0, 0.072, 0), (0.006, 0.094, 0), 0.003, kit.paint(m.BARK))
    kit.body(
        at, (((0.01, 0.088, 0), 0.004), ((0.03, 0.096, 0), 0.006), ((0.042, 0.09, 0), 0.002)), kit.paint((110, 142, 84))
    )


def cake(kit: Kit, at: Frame) -> None:
    """A cake in two tiers with candles."""
    drum(kit, at, ((0.004, 0.16), (0.008, 0.16)), kit.paint(m.WHITE, 0.92))
    drum(kit, at, ((0.02, 0.13), (0.1, 0.13)), kit.paint((226, 186, 176)))
    disc(kit, at, 0.125, 0.111, kit.paint((244, 226, 216)))
    drum(kit, at, ((0.12, 0.08), (0.17, 0.08)), kit.paint((226, 186, 176)))
    disc(kit, at, 0.076, 0.181, kit.paint((244, 226, 216)))
    for i, (u, v) in enumerate(((0.045, 0.02), (-0.045, 0.02), (0.0, 0.045), (0.02, -0.04), (-0.03, -0.035))):
        kit.rod(at, (u, 0.18, v), (u, 0.235, v), 0.006, kit.paint(((120, 150, 180), (240, 220, 150))[i % 2]))
        kit.body(at, (((u, 0.248, v), 0.007), ((u, 0.262, v), 0.002)), FLAME)


def cigarette(kit: Kit, at: Frame) -> None:
    """A cigarette that smokes on the rim of an ashtray."""
    drum(kit, at, ((0.003, 0.04), (0.012, 0.048)), kit.paint(m.GLASS, 0.86), u=-0.03)
    disc(kit, at, 0.036, 0.02, kit.paint((96, 94, 94)), u=-0.03)
    kit.rod(at, (-0.024, 0.018, 0), (0.022, 0.021, 0), 0.0042, kit.paint(m.WHITE, 1.04))
    kit.rod(at, (0.022, 0.021, 0), (0.044, 0.0225, 0), 0.0043, kit.paint((206, 150, 96)))
    kit.ball(at, (-0.028, 0.0178, 0), 0.0046, (232, 112, 62))
    wisp = [at.point(-0.03 + 0.006 * (i % 3 - 1) * i * 0.3, 0.024 + 0.016 * i, 0) for i in range(6)]
    kit.line(wisp, kit.paint((214, 214, 214)), 2.0, at.layer)


def lamp(kit: Kit, at: Frame) -> None:
    """A table lamp."""
    drum(kit, at, ((0.006, 0.07), (0.02, 0.05)), kit.paint(m.BRASS, 0.9))
    drum(kit, at, ((0.02, 0.03), (0.12, 0.055), (0.22, 0.015)), kit.paint(m.BLUE))
    drum(kit, at, ((0.24, 0.15), (0.43, 0.085)), kit.lit((228, 214, 180)))


def lantern(kit: Kit, at: Frame) -> None:
    """A storm lantern with a wire handle."""
    iron = kit.paint((84, 80, 80))
    drum(kit, at, ((0.008, 0.075), (0.06, 0.075)), iron)
    drum(kit, at, ((0.07, 0.05), (0.13, 0.062), (0.19, 0.05)), kit.lit((232, 220, 178)))
    kit.body(at, (((0, 0.105, -0.055), 0.014), ((0, 0.145, -0.055), 0.003)), FLAME)
    for u in (-0.075, 0.075):
        kit.rod(at, (u, 0.05, 0), (u, 0.21, 0), 0.006, iron)
    drum(kit, at, ((0.2, 0.07), (0.225, 0.05), (0.25, 0.03)), iron)
    bow = ((-0.075, 0.2), (-0.06, 0.3), (0.0, 0.335), (0.06, 0.3), (0.075, 0.2))
    for (a, b), (c, d) in pairwise(bow):
        kit.rod(at, (a, b, 0), (c, d, 0), 0.0045, iron)


def candle(kit: Kit, at: Frame) -> None:
    """A burning candle in a holder."""
    brass = kit.paint(m.BRASS)
    drum(kit, at, ((0.005, 0.05), (0.016, 0.058)), brass)
    loop(kit, at, (0.068, 0.02, 0), 0.016, 0.005, brass)
    drum(kit, at, ((0.016, 0.02), (0.04, 0.02)), brass)
    drum(kit, at, ((0.035, 0.0155), (0.165, 0.0155)), kit.paint((240, 232, 212)))
    kit.rod(at, (0, 0.168, 0), (0, 0.18, 0), 0.002, kit.paint(m.BLACK))
    kit.body(at, (((0, 0.192, 0), 0.0115), ((0, 0.225, 0), 0.0015)), (240, 164, 76))
    kit.body(at, (((0, 0.19, -0.002), 0.006), ((0, 0.208, -0.002), 0.001)), (252, 226, 150))


def medicine(kit: Kit, at: Frame) -> None:
    """A bottle of pills, and some beside it."""
    drum(kit, at, ((0.004, 0.028), (0.065, 0.028)), kit.paint((206, 138, 74)))
    drum(kit, at, ((0.014, 0.0286), (0.05, 0.0286)), kit.paint(m.WHITE))
    kit.panel(at, (-0.016, 0.016, 0.034, 0.04), kit.paint((120, 120, 124)), v=-0.03)
    drum(kit, at, ((0.068, 0.03), (0.088, 0.03)), kit.paint(m.WHITE, 1.02))
    for i, (u, v) in enumerate(((-0.05, -0.02), (-0.06, 0.012), (0.05, -0.03), (0.066, -0.004), (-0.038, -0.046))):
        kit.rod(
            at,
            (u - 0.006, 0.006, v),
            (u + 0.006, 0.006, v + 0.004 * (i % 2)),
            0.0056,
            kit.paint(((226, 226, 222), (198, 110, 104))[i % 2]),
        )


def flowers(kit: Kit, at: Frame) -> None:
    """A bunch of flowers in paper, lying."""
    kit.body(
        at,
        (((0.2, 0.012, 0), 0.012), ((-0.02, 0.05, -0.08), 0.02), ((-0.02, 0.05, 0.08), 0.02), ((-0.02, 0.08, 0), 0.02)),
        kit.paint((214, 206, 190)),
    )
    heads = (
        (-0.1, 0.06, -0.07),
        (-0.12, 0.08, 0.0),
        (-0.1, 0.06, 0.075),
        (-0.05, 0.1, -0.035),
        (-0.05, 0.1, 0.045),
        (-0.16, 0.05, 0.035),
        (-0.16, 0.05, -0.04),
    )
    kit.body(
        at,
        (((-0.06, 0.05, -0.09), 0.03), ((-0.06, 0.05, 0.09), 0.03), ((-0.12, 0.05, 0.0), 0.05)),
        kit.paint((110, 138, 90)),
    )
    for i, (u, y, v) in enumerate(heads):
        kit.ball(at, (u, y, v), 0.034, kit.paint(((196, 92, 98), (224, 176, 96), (206, 140, 168))[i % 3]))
        kit.ball(
            at,
            (u - 0.006, y + 0.018, v - 0.006),
            0.012,
            kit.paint(((150, 60, 70), (180, 128, 60), (160, 92, 122))[i % 3]),
        )
    loop(kit, at, (0.08, 0.04, 0), 0.032, 0.008, kit.paint((176, 70, 70)), parts=8)


def bell(kit: Kit, at: Frame) -> None:
    """A hand bell."""
    drum(kit, at, ((0.004, 0.055), (0.012, 0.054), (0.05, 0.034), (0.078, 0.018)), kit.paint((200, 164, 92)))
    kit.rod(at, (0, 0.08, 0), (0, 0.15, 0), 0.011, kit.paint((112, 82, 62)), 0.014)


def bucket(kit: Kit, at: Frame) -> None:
    """A bucket with a handle."""
    zinc = (164, 170, 174)
    drum(kit, at, ((0.01, 0.1), (0.28, 0.145)), kit.paint(zinc))
    disc(kit, at, 0.14, 0.293, kit.paint(zinc, 0.66))
    disc(kit, at, 0.12, 0.2935, kit.paint(m.WATER, 0.9))
    bow = ((-0.145, 0.28), (-0.12, 0.2), (0.0, 0.16), (0.12, 0.2), (0.145, 0.28))
    for (a, b), (c, d) in pairwise(bow):
        kit.rod(at, (a, b, -0.1), (c, d, -0.1), 0.005, kit.paint(m.IRON))


TABLE: Mapping[str, Callable[[Kit, Frame], None]] = {
    "cup": cup, "glass": glass, "bottle": bottle, "kettle": kettle, "plate": plate, "sandwich": sandwich,
    "bread": bread, "apple": apple, "cake": cake, "cigarette": cigarette, "lamp": lamp, "lantern": lantern,
    "candle": candle, "medicine": medicine, "flowers": flowers, "bell": bell, "bucket": bucket,
}  # fmt: skip

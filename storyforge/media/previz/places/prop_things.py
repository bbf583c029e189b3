"""Devices, bags, clothes, and the thing nobody has a word for."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places.prop_parts import DARK, LEATHER, ROUND, disc, drum, loop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.media.previz.places.kit import Frame, Kit


def phone(kit: Kit, at: Frame) -> None:
    """A mobile phone with a bright screen."""
    turned = at.shift(0, 0, yaw=16)
    kit.block(turned, (0.076, 0.008, 0.152), kit.paint(DARK))
    top = turned.shift(0, 0, y=0.0085)
    kit.sheet(top, (-0.034, 0.034, -0.068, 0.068), 0.0, (206, 220, 232))
    kit.sheet(top, (-0.034, 0.034, 0.046, 0.068), 0.0004, (120, 150, 182))
    kit.sheet(top, (-0.026, 0.016, 0.01, 0.03), 0.0004, (240, 244, 248))
    kit.sheet(top, (-0.014, 0.026, -0.022, -0.004), 0.0004, (160, 190, 212))
    kit.sheet(top, (-0.026, 0.01, -0.05, -0.032), 0.0004, (240, 244, 248))


def telephone(kit: Kit, at: Frame) -> None:
    """A desk telephone with a dial and its receiver on top."""
    body = [
        ((u, y, v), 0.02)
        for u, y, v in (
            (-0.1, 0.02, -0.09),
            (0.1, 0.02, -0.09),
            (-0.1, 0.02, 0.08),
            (0.1, 0.02, 0.08),
            (-0.06, 0.1, 0.05),
            (0.06, 0.1, 0.05),
        )
    ]
    kit.body(at, body, kit.paint(DARK, 1.1))
    kit.body(
        at,
        [
            ((0.05 * u, 0.072 + 0.03 * v, -0.045 + 0.04 * v), 0.008)
            for u, v in ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7))
        ],
        kit.paint((206, 204, 198)),
    )
    kit.ball(at, (0, 0.082, -0.05), 0.022, kit.paint(DARK))
    kit.rod(at, (-0.11, 0.155, 0.045), (0.11, 0.155, 0.045), 0.017, kit.paint(DARK, 1.25))
    for u in (-0.115, 0.115):
        kit.body(at, (((u, 0.15, 0.045), 0.026), ((u, 0.128, 0.04), 0.03)), kit.paint(DARK, 1.25))


def handbag(kit: Kit, at: Frame) -> None:
    """A bag with a flap and handles."""
    bow = ((-0.1, 0.2), (-0.07, 0.32), (0.07, 0.32), (0.1, 0.2))
    for (a, b), (c, d) in pairwise(bow):
        kit.rod(at, (a, b, 0.02), (c, d, 0.02), 0.009, kit.paint(LEATHER, 0.8))
    kit.body(
        at,
        [
            ((u, y, v), 0.025)
            for u, y in ((-0.15, 0.03), (0.15, 0.03), (-0.12, 0.2), (0.12, 0.2))
            for v in (-0.05, 0.05)
        ],
        kit.paint(LEATHER),
    )
    kit.shape(
        at, ((-0.13, 0.12), (0.0, 0.085), (0.13, 0.12), (0.13, 0.22), (-0.13, 0.22)), kit.paint(LEATHER, 0.84), v=-0.078
    )
    kit.panel(at, (-0.018, 0.018, 0.095, 0.125), kit.paint(m.BRASS), v=-0.082)


def suitcase(kit: Kit, at: Frame) -> None:
    """A suitcase, standing, with straps, corners and a handle."""
    kit.block(at, (0.62, 0.42, 0.2), kit.paint(LEATHER, 1.05))
    for u in (-0.18, 0.18):
        kit.panel(at, (u - 0.022, u + 0.022, 0.0, 0.42), kit.paint(LEATHER, 0.72), v=-0.103)
        kit.panel(at, (u - 0.016, u + 0.016, 0.26, 0.31), kit.paint(m.BRASS), v=-0.106)
    for left in (-0.31, 0.25):
        for low in (0.0, 0.36):
            kit.panel(at, (left, left + 0.06, low, low + 0.06), kit.paint(LEATHER, 0.72), v=-0.103)
    kit.panel(at, (-0.31, 0.31, 0.3, 0.305), kit.paint(LEATHER, 0.6), v=-0.1035)
    bow = ((-0.09, 0.42), (-0.07, 0.47), (0.07, 0.47), (0.09, 0.42))
    for (a, b), (c, d) in pairwise(bow):
        kit.rod(at, (a, b, 0), (c, d, 0), 0.011, kit.paint(LEATHER, 0.7))


def box(kit: Kit, at: Frame) -> None:
    """A cardboard box with tape and a seam."""
    kit.block(at, (0.36, 0.26, 0.3), kit.paint((196, 164, 122)), yaw=14)
    turned = at.shift(0, 0, yaw=14)
    kit.sheet(turned, (-0.03, 0.03, -0.15, 0.15), 0.261, kit.paint((222, 200, 160)))
    kit.panel(turned, (-0.03, 0.03, 0.16, 0.26), kit.paint((222, 200, 160)), v=-0.152)
    kit.panel(turned, (-0.14, -0.06, 0.05, 0.12), kit.paint(m.WHITE), v=-0.152)


def parcel(kit: Kit, at: Frame) -> None:
    """A wrapped thing with string and a tag of a clear colour: what is drawn where no word is known."""
    kit.body(
        at,
        [((u, y, v), 0.02) for u in (-0.1, 0.1) for y in (0.02, 0.1) for v in (-0.07, 0.07)],
        kit.paint((188, 164, 130)),
    )
    turned = at.shift(0, 0)
    kit.sheet(turned, (-0.008, 0.008, -0.09, 0.09), 0.122, kit.paint((240, 232, 214)))
    kit.sheet(turned, (-0.12, 0.12, -0.007, 0.007), 0.1225, kit.paint((240, 232, 214)))
    kit.panel(turned, (-0.008, 0.008, 0.0, 0.12), kit.paint((240, 232, 214)), v=-0.091)
    kit.panel(turned, (0.03, 0.085, 0.03, 0.085), kit.paint((94, 140, 152)), v=-0.0925, outlined=True)


def watch(kit: Kit, at: Frame) -> None:
    """A wrist watch, lying with its strap open."""
    for v0, v1 in ((0.018, 0.085), (-0.085, -0.018)):
        kit.sheet(at, (-0.009, 0.009, v0, v1), 0.003, kit.paint(LEATHER, 0.8))
    drum(kit, at, ((0.003, 0.021), (0.008, 0.021)), kit.paint((204, 172, 96)))
    disc(kit, at, 0.018, 0.0112, kit.paint(m.WHITE, 1.04))
    hands = (at.point(0.002, 0.0116, 0.013), at.point(0, 0.0116, 0), at.point(0.009, 0.0116, -0.004))
    kit.line(hands, kit.paint(DARK), 2.4, at.layer)


def clock(kit: Kit, at: Frame) -> None:
    """An alarm clock with two bells."""
    brass = kit.paint((196, 160, 92))
    for u in (-0.04, 0.04):
        kit.rod(at, (u, 0.004, 0), (u * 0.7, 0.03, 0), 0.006, kit.paint(DARK))
        kit.body(at, (((u, 0.142, 0), 0.024), ((u * 1.1, 0.148, 0), 0.022)), brass)
    ring = [(0.066 * u, 0.075 + 0.066 * v) for u, v in ROUND]
    kit.body(
        at,
        [((u * 0.9, 0.075 + (y - 0.075) * 0.9, v), 0.008) for u, y in ring for v in (-0.02, 0.02)],
        kit.paint((168, 84, 76)),
    )
    kit.shape(at, [(u * 0.86, 0.075 + (y - 0.075) * 0.86) for u, y in ring], kit.paint(m.WHITE, 1.03), v=-0.03)
    hands = (at.point(0, 0.115, -0.032), at.point(0, 0.075, -0.032), at.point(0.026, 0.062, -0.032))
    kit.line(hands, kit.paint(DARK), 3.0, at.layer)
    kit.rod(at, (-0.02, 0.172, 0), (0.02, 0.172, 0), 0.005, kit.paint(DARK))


def laptop(kit: Kit, at: Frame) -> None:
    """An open laptop."""
    lid = [
        at.point(u, y, v)
        for u, y, v in ((-0.165, 0.02, 0.11), (0.165, 0.02, 0.11), (0.165, 0.23, 0.17), (-0.165, 0.23, 0.17))
    ]
    kit.face(lid, kit.paint(DARK), at.layer, group=at.group, outlined=True)
    glass = [
        at.point(u, y, v)
        for u, y, v in ((-0.15, 0.034, 0.112), (0.15, 0.034, 0.112), (0.15, 0.218, 0.164), (-0.15, 0.218, 0.164))
    ]
    kit.face(glass, (196, 212, 226), at.layer, normal=at.front, group=at.group)
    for y, half in ((0.17, 0.11), (0.14, 0.08), (0.11, 0.1)):
        v = 0.11 + (y - 0.02) * 0.285 - 0.002
        kit.line((at.point(-0.12, y, v), at.point(half, y, v)), (130, 152, 176), 2.2, at.layer)
    kit.block(at, (0.33, 0.018, 0.23), kit.paint((178, 182, 188)))
    kit.sheet(at, (-0.145, 0.145, -0.01, 0.1), 0.0185, kit.paint(DARK, 1.2))
    kit.sheet(at, (-0.05, 0.05, -0.1, -0.03), 0.0185, kit.paint((160, 164, 170)))


def screen(kit: Kit, at: Frame) -> None:
    """A television on a foot."""
    kit.block(at, (0.24, 0.02, 0.18), kit.paint(DARK))
    kit.block(at, (0.06, 0.08, 0.05), kit.paint(DARK), y=0.02)
    kit.block(at, (0.66, 0.4, 0.05), kit.paint(DARK), y=0.08)
    kit.panel(at, (-0.31, 0.31, 0.105, 0.455), (164, 188, 206), v=-0.027)
    kit.shape(at, ((-0.31, 0.105), (0.31, 0.105), (0.31, 0.2), (0.05, 0.27), (-0.2, 0.18)), (118, 140, 156), v=-0.029)


def camera(kit: Kit, at: Frame) -> None:
    """A camera with a lens."""
    kit.block(at, (0.14, 0.085, 0.05), kit.paint(DARK))
    kit.block(at, (0.05, 0.022, 0.045), kit.paint(DARK, 1.2), y=0.085)
    kit.block(at, (0.14, 0.012, 0.052), kit.paint((176, 180, 184)), y=0.078)
    ring = [(0.034 * u, 0.042 + 0.034 * v) for u, v in ROUND]
    kit.body(
        at,
        [((u * 0.9, 0.042 + (y - 0.042) * 0.9, v), 0.004) for u, y in ring for v in (-0.03, -0.07)],
        kit.paint(DARK, 1.35),
    )
    kit.shape(at, [(u * 0.7, 0.042 + (y - 0.042) * 0.7) for u, y in ring], kit.paint((110, 136, 160)), v=-0.076)
    kit.panel(at, (0.045, 0.06, 0.055, 0.07), kit.paint(m.WHITE), v=-0.027)


def glasses(kit: Kit, at: Frame) -> None:
    """A pair of spectacles, lying with the arms folded out."""
    rim = kit.paint(DARK)
    for u in (-0.035, 0.035):
        kit.shape(at, [(u + 0.024 * a, 0.026 + 0.02 * b) for a, b in ROUND], kit.paint(m.GLASS), both=True)
        loop(kit, at, (u, 0.026, 0), 0.025, 0.0028, rim, parts=12)
        side = 1 if u > 0 else -1
        kit.rod(at, (side * 0.06, 0.03, 0.0), (side * 0.058, 0.012, 0.12), 0.0026, rim)
    kit.rod(at, (-0.011, 0.03, 0), (0.011, 0.03, 0), 0.0026, rim)


def hat(kit: Kit, at: Frame) -> None:
    """A felt hat with a ribbon."""
    felt = (116, 106, 98)
    ring = [((0.15 * u, 0.01, 0.13 * v), 0.008) for u, v in ROUND]
    kit.body(at, ring, kit.paint(felt, 0.9))
    drum(kit, at, ((0.016, 0.098), (0.1, 0.088), (0.12, 0.07)), kit.paint(felt, 1.08))
    for low, high in ((0.018, 0.046),):
        kit.body(
            at, [((0.1 * u, y, 0.1 * v), 0.004) for u, v in ROUND if v < 0.1 for y in (low, high)], kit.paint(DARK)
        )
    kit.body(at, (((-0.05, 0.128, 0), 0.012), ((0.05, 0.128, 0), 0.012)), kit.paint(felt, 0.86))


def coat(kit: Kit, at: Frame) -> None:
    """A folded coat."""
    cloth = (104, 112, 128)
    kit.body(at, [((u, 0.035, v), 0.035) for u in (-0.25, 0.25) for v in (-0.15, 0.15)], kit.paint(cloth, 0.86))
    kit.body(at, [((u, 0.085, v), 0.03) for u in (-0.24, 0.22) for v in (-0.14, 0.13)], kit.paint(cloth))
    for sign in (-1, 1):
        collar = [at.point(u, 0.118, v) for u, v in ((sign * 0.02, 0.12), (sign * 0.12, 0.12), (sign * 0.02, -0.06))]
        kit.face(collar, kit.paint(cloth, 1.16), at.layer, group=at.group, outlined=True)
    for v in (-0.04, -0.1):
        kit.ball(at, (0.03, 0.117, v), 0.012, kit.paint(DARK))


def shoe(kit: Kit, at: Frame) -> None:
    """A pair of shoes, toes to the left."""
    for u, v in ((0.02, 0.07), (-0.03, -0.07)):
        kit.body(at, [((u + a, 0.008, v + b), 0.01) for a in (-0.13, 0.12) for b in (-0.03, 0.03)], kit.paint(DARK))
        upper = (((u - 0.11, 0.035, v), 0.03), ((u - 0.02, 0.045, v), 0.036), ((u + 0.1, 0.045, v), 0.034))
        kit.body(at, upper, kit.paint(LEATHER, 0.86))
        ankle = (((u + 0.03, 0.06, v), 0.03), ((u + 0.1, 0.09, v), 0.03), ((u + 0.05, 0.09, v), 0.028))
        kit.body(at, ankle, kit.paint(LEATHER))
        kit.body(at, [((u + 0.075 + 0.03 * c, 0.118, v + 0.018 * d), 0.004) for c, d in ROUND], kit.paint(DARK))
        for k in range(3):
            lace = (
                at.point(u - 0.03 + 0.022 * k, 0.084 + 0.008 * k, v - 0.014),
                at.point(u - 0.02 + 0.022 * k, 0.084 + 0.008 * k, v + 0.014),
            )
            kit.line(lace, kit.paint(m.PAPER), 1.8, at.layer)


THINGS: Mapping[str, Callable[[Kit, Frame], None]] = {
    "phone": phone, "telephone": telephone, "handbag": handbag, "suitcase": suitcase, "box": box, "parcel": parcel,
    "watch": watch, "clock": clock, "laptop": laptop, "screen": screen, "camera": camera, "glasses": glasses,
    "hat": hat, "coat": coat, "shoe": shoe,
}  # fmt: skip

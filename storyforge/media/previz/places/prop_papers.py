"""Papers, books, cards, money and what is carried in a pocket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places.prop_parts import disc, drum, lines, loop, sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.media.previz.places.kit import Frame, Kit

INK = (92, 92, 100)
GOLD = (212, 172, 88)


def letter(kit: Kit, at: Frame) -> None:
    """A written sheet over another."""
    sheet(kit, at, (0.2, 0.28), kit.paint(m.PAPER, 0.92), turn=-9)
    top = sheet(kit, at.shift(0.01, 0.0, y=0.002), (0.2, 0.28), kit.paint(m.PAPER, 1.04), turn=6)
    lines(kit, top, (-0.08, 0.08, -0.06, 0.11), kit.paint(INK), count=8, key="letter")
    lines(kit, top, (0.01, 0.08, -0.12, -0.09), kit.paint((60, 70, 110)), count=1, key="name", width=2.4)


def envelope(kit: Kit, at: Frame) -> None:
    """An envelope with its flap, and a seal."""
    top = sheet(kit, at, (0.22, 0.13), kit.paint(m.PAPER), y=0.004, turn=-8)
    for sign in (-1, 1):
        edge = (top.point(sign * 0.11, 0.001, 0.065), top.point(0, 0.001, -0.012))
        kit.line(edge, kit.paint(m.PAPER, 0.66), 2.0, at.layer)
        lower = (top.point(sign * 0.11, 0.001, -0.065), top.point(sign * 0.03, 0.001, 0.006))
        kit.line(lower, kit.paint(m.PAPER, 0.8), 1.4, at.layer)
    disc(kit, top, 0.014, 0.002, kit.paint((172, 66, 60)), v=-0.012)


def book(kit: Kit, at: Frame) -> None:
    """A closed book with a spine, pages and a band on its cover."""
    cover = (138, 76, 70)
    turned = at.shift(0, 0, yaw=14)
    kit.block(turned, (0.15, 0.006, 0.21), kit.paint(cover, 0.9))
    kit.block(turned, (0.142, 0.026, 0.2), kit.paint(m.PAPER), u=0.002, y=0.006)
    kit.block(turned, (0.012, 0.036, 0.21), kit.paint(cover, 0.8), u=-0.072)
    kit.block(turned, (0.15, 0.006, 0.21), kit.paint(cover), y=0.032)
    lid = turned.shift(0, 0, y=0.0385)
    kit.sheet(lid, (-0.045, 0.055, 0.02, 0.065), 0.0, kit.paint(GOLD, 0.9))
    kit.line((lid.point(-0.05, 0, -0.08), lid.point(0.06, 0, -0.08)), kit.paint(GOLD), 2.0, at.layer)
    kit.line((lid.point(-0.058, 0, -0.1), lid.point(-0.058, 0, 0.1)), kit.paint(cover, 0.7), 1.8, at.layer)


def newspaper(kit: Kit, at: Frame) -> None:
    """A folded newspaper: title, picture, columns."""
    kit.block(at, (0.3, 0.012, 0.38), kit.paint(m.PAPER, 0.9), yaw=-5)
    top = sheet(kit, at.shift(0, 0, y=0.012), (0.3, 0.38), kit.paint(m.PAPER, 0.98), turn=-5)
    kit.sheet(top, (-0.13, 0.13, 0.13, 0.17), 0.001, kit.paint(INK, 0.7))
    kit.sheet(top, (-0.13, -0.01, 0.0, 0.1), 0.001, kit.paint(INK, 1.4))
    for left in (-0.13, 0.02):
        lines(kit, top, (left, left + 0.11, -0.17, -0.02), kit.paint(INK, 1.2), count=9, key=f"column{left}", width=1.3)
    lines(kit, top, (0.02, 0.13, 0.0, 0.1), kit.paint(INK, 1.2), count=6, key="lead", width=1.3)


def photo(kit: Kit, at: Frame) -> None:
    """A photograph of two people with a white border."""
    top = sheet(kit, at, (0.2, 0.15), kit.paint(m.WHITE, 1.04), y=0.004, turn=-7)
    kit.sheet(top, (-0.088, 0.088, -0.063, 0.063), 0.001, kit.paint((150, 160, 166)))
    kit.sheet(top, (-0.088, 0.088, -0.063, -0.02), 0.0015, kit.paint((122, 130, 118)))
    for u, k in ((-0.03, 0.9), (0.035, 0.7)):
        body = [
            top.point(u + a, 0.002, b) for a, b in ((-0.026, -0.06), (0.026, -0.06), (0.02, -0.005), (-0.02, -0.005))
        ]
        kit.face(body, kit.paint((86, 92, 110), k), at.layer, group=at.group)
        disc(kit, top, 0.014, 0.0022, kit.paint((206, 172, 148)), u=u, v=0.012)


def a_map(kit: Kit, at: Frame) -> None:
    """An unfolded map: coast, river, road, folds."""
    top = sheet(kit, at, (0.5, 0.36), kit.paint((226, 216, 190)), turn=4)
    sea = [
        top.point(u, 0.001, v) for u, v in ((-0.25, -0.18), (-0.04, -0.18), (-0.1, -0.02), (-0.17, 0.06), (-0.25, 0.1))
    ]
    kit.face(sea, kit.paint((150, 178, 190)), at.layer, group=at.group)
    wood = [top.point(u, 0.001, v) for u, v in ((0.08, 0.02), (0.2, 0.0), (0.23, 0.12), (0.12, 0.16))]
    kit.face(wood, kit.paint((150, 172, 134)), at.layer, group=at.group)
    road = [top.point(u, 0.0015, v) for u, v in ((-0.1, 0.16), (0.0, 0.08), (0.06, -0.04), (0.22, -0.12))]
    kit.line(road, kit.paint((184, 92, 76)), 3.0, at.layer)
    for u in (-0.125, 0.0, 0.125):
        kit.line((top.point(u, 0.0016, -0.18), top.point(u, 0.0016, 0.18)), kit.paint((200, 188, 158)), 1.2, at.layer)
    kit.line((top.point(-0.25, 0.0016, 0.0), top.point(0.25, 0.0016, 0.0)), kit.paint((200, 188, 158)), 1.2, at.layer)
    for sign in (-1, 1):
        cross = (
            top.point(0.15 - 0.016, 0.002, -0.06 - sign * 0.016),
            top.point(0.15 + 0.016, 0.002, -0.06 + sign * 0.016),
        )
        kit.line(cross, kit.paint((160, 50, 44)), 4.0, at.layer)


def money(kit: Kit, at: Frame) -> None:
    """A fan of banknotes."""
    for i in range(3):
        note = sheet(
            kit,
            at.shift(0.01 * i, 0.012 * i, y=0.002 * i),
            (0.155, 0.068),
            kit.paint((158, 180, 150), 0.9 + 0.06 * i),
            turn=-14 + 13 * i,
        )
        kit.sheet(note, (-0.066, 0.066, -0.025, 0.025), 0.0006, kit.paint((176, 196, 166), 0.92 + 0.06 * i))
    disc(kit, note, 0.019, 0.001, kit.paint((140, 162, 132)))


def coin(kit: Kit, at: Frame) -> None:
    """A coin, lying."""
    drum(kit, at, ((0.001, 0.014), (0.0025, 0.014)), kit.paint(GOLD, 0.86))
    disc(kit, at, 0.0125, 0.0032, kit.paint(GOLD))
    disc(kit, at, 0.0095, 0.0034, kit.paint(GOLD, 0.9))
    disc(kit, at, 0.005, 0.0036, kit.paint(GOLD, 1.06), u=-0.001)


def key(kit: Kit, at: Frame) -> None:
    """A key with a bow, and a ring through it."""
    brass = kit.paint((196, 166, 104))
    loop(kit, at, (0.03, 0.004, 0.0), 0.013, 0.0032, brass, flat=True, parts=10)
    kit.rod(at, (0.017, 0.004, 0), (-0.036, 0.004, 0), 0.0034, brass)
    for u, long in ((-0.034, 0.014), (-0.026, 0.01), (-0.018, 0.012)):
        kit.block(at, (0.005, 0.006, long), brass, u=u, v=-long / 2)
    loop(kit, at, (0.046, 0.004, 0.006), 0.014, 0.0016, kit.paint((150, 156, 164)), flat=True, parts=10)


def finger_ring(kit: Kit, at: Frame) -> None:
    """A ring with a stone."""
    loop(kit, at, (0, 0.0115, 0), 0.0095, 0.0019, kit.paint(GOLD), parts=14)
    kit.body(
        at,
        (
            ((-0.003, 0.0245, 0), 0.0016),
            ((0.003, 0.0245, 0), 0.0016),
            ((0, 0.0215, 0), 0.001),
            ((0, 0.0255, 0.002), 0.0014),
        ),
        kit.paint((206, 230, 240)),
    )


def cards(kit: Kit, at: Frame) -> None:
    """A fan of playing cards before the pack."""
    kit.block(at, (0.063, 0.016, 0.09), kit.paint((120, 66, 72)), u=0.06, v=0.05, yaw=12)
    for i in range(4):
        card = sheet(
            kit,
            at.shift(-0.045 + 0.03 * i, -0.01, y=0.001 * i),
            (0.06, 0.088),
            kit.paint(m.WHITE, 1.0 + 0.01 * i),
            y=0.002,
            turn=24 - 16 * i,
        )
        tone = (176, 60, 58) if i % 2 else (60, 62, 70)
        disc(kit, card, 0.008, 0.0006, kit.paint(tone), u=-0.018, v=0.03)
    disc(kit, card, 0.013, 0.0007, kit.paint(tone))


def ticket(kit: Kit, at: Frame) -> None:
    """A ticket with a stub."""
    top = sheet(kit, at, (0.125, 0.055), kit.paint((214, 190, 138)), turn=-9)
    kit.sheet(top, (-0.05, 0.018, -0.016, 0.016), 0.001, kit.paint((190, 164, 110)))
    for i in range(6):
        v = -0.024 + i * 0.0095
        kit.line(
            (top.point(0.032, 0.0012, v), top.point(0.032, 0.0012, v + 0.005)), kit.paint((120, 96, 62)), 1.8, at.layer
        )
    lines(kit, top, (-0.044, 0.012, -0.012, 0.013), kit.paint((120, 96, 62)), count=3, key="ticket")


def sign(kit: Kit, at: Frame) -> None:
    """A board on a post."""
    kit.rod(at, (0, 0, 0), (0, 0.62, 0), 0.022, kit.paint(m.WOOD))
    kit.block(at, (0.58, 0.3, 0.025), kit.paint(m.PALE_WOOD), y=0.32, v=-0.03)
    kit.panel(at, (-0.26, 0.26, 0.35, 0.59), kit.paint(m.PAPER), v=-0.044)
    for y, half in ((0.53, 0.2), (0.47, 0.16), (0.41, 0.2)):
        kit.panel(at, (-half, half, y - 0.012, y + 0.012), kit.paint(INK), v=-0.046)


def chess(kit: Kit, at: Frame) -> None:
    """A chessboard with a few pieces."""
    kit.block(at, (0.4, 0.02, 0.4), kit.paint(m.DARK_WOOD))
    top = at.shift(0, 0, y=0.021)
    kit.sheet(top, (-0.18, 0.18, -0.18, 0.18), 0.0, kit.paint(m.CREAM))
    for i in range(32):
        row, column = divmod(i, 4)
        u, v = -0.18 + (column * 2 + row % 2) * 0.045, -0.18 + row * 0.045
        kit.sheet(top, (u, u + 0.045, v, v + 0.045), 0.0005, kit.paint((112, 92, 76)))
    for i, (u, v) in enumerate(
        ((0.11, 0.11), (-0.02, 0.16), (0.07, 0.02), (-0.11, 0.07), (0.02, -0.07), (-0.07, -0.11), (0.16, -0.11))
    ):
        tone = kit.paint((70, 62, 60) if v > 0 else (236, 226, 204))
        tall = 0.05 + 0.02 * (i % 3)
        kit.body(top, (((u, 0.008, v), 0.016), ((u, tall * 0.6, v), 0.007)), tone)
        kit.ball(top, (u, tall, v), 0.012, tone)


PAPERS: Mapping[str, Callable[[Kit, Frame], None]] = {
    "letter": letter, "envelope": envelope, "book": book, "newspaper": newspaper, "photo": photo, "map": a_map,
    "money": money, "coin": coin, "key": key, "ring": finger_ring, "cards": cards, "ticket": ticket, "sign": sign,
    "chess": chess,
}  # fmt: skip

"""What stands outdoors: trees, bushes, fences, street lamps, cars, rocks, stones; and rings of it far away."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import mix
from storyforge.media.previz.places import materials as m
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Frame, Kit
    from storyforge.media.previz.vectors import Vec


def tree(kit: Kit, at: Frame, height: float = 6.0, *, crown: Colour = m.LEAF, bare: bool = False) -> None:
    """A broadleaf tree: trunk, a crown in shadow, and a lighter one before it."""
    lean = kit.between(-0.3, 0.3, "lean", at.x, at.z)
    fork = height * 0.42
    thick = 0.07 + height * 0.014
    kit.rod(at, (0, 0, 0), (lean, fork + 0.6, 0), thick, kit.paint(m.BARK), thick * 0.6)
    if bare or kit.weather == "snow":
        _branches(kit, at, height, lean, thick)
        return
    wide = height * 0.2
    for u, y, v, k, tone in (
        (-0.85, 0.56, 0.15, 0.72, 0.82),
        (0.9, 0.58, -0.1, 0.7, 0.84),
        (0.1, 0.52, -0.3, 0.66, 0.9),
        (-0.3, 0.74, 0.0, 0.86, 0.96),
        (0.45, 0.8, -0.1, 0.74, 1.04),
    ):
        kit.ball(at, (lean + u * wide, y * height, v * wide), wide * k, kit.paint(crown, tone))


def _branches(kit: Kit, at: Frame, height: float, lean: float, thick: float) -> None:
    start = (lean * 0.8, height * 0.36, 0.0)
    for i, (u, k) in enumerate(((-0.24, 0.8), (0.22, 0.86), (-0.06, 1.0), (0.12, 0.72), (-0.16, 0.62))):
        v = kit.between(-0.15, 0.15, "branch", at.x, i) * height
        kit.rod(at, start, (lean + u * height, k * height, v), thick * 0.5, kit.paint(m.BARK), thick * 0.12)


def conifer(kit: Kit, at: Frame, height: float = 7.0, *, colour: Colour = m.DARK_LEAF) -> None:
    """A fir: a trunk and three cones, each lighter than the one below."""
    kit.rod(at, (0, 0, 0), (0, height * 0.3, 0), 0.05 + height * 0.012, kit.paint(m.BARK))
    for low, top, wide, k in ((0.16, 0.56, 0.2, 0.88), (0.38, 0.8, 0.15, 0.96), (0.6, 1.0, 0.1, 1.05)):
        ring = [
            ((math.cos(a) * wide * height, low * height, math.sin(a) * wide * height), 0.05)
            for a in (0.3, 1.87, 3.44, 5.01)
        ]
        kit.body(at, [*ring, ((0, top * height, 0), 0.03)], kit.paint(colour, k))


def trunk(kit: Kit, at: Frame, height: float, radius: float, colour: Colour = m.BARK) -> None:
    """A trunk that goes up out of sight, with roots and one dead branch."""
    lean = kit.between(-0.25, 0.25, "lean", at.x, at.z)
    kit.body(at, (((0, 0, 0), radius * 1.35), ((0, 0.35, 0), radius)), kit.paint(colour, 0.94))
    kit.rod(at, (0, 0.1, 0), (lean, height, 0), radius, kit.paint(colour), radius * 0.66)


def bush(kit: Kit, at: Frame, size: float = 0.7, colour: Colour = m.LEAF) -> None:
    """A bush of three lobes."""
    turn = kit.between(0.7, 1.2, "bush", at.x, at.z)
    for u, y, v, r, tone in ((-0.55, 0.3, 0.1, 0.46, 0.84), (0.5, 0.28, 0.0, 0.42, 0.9), (0.0, 0.5, -0.1, 0.48, 1.02)):
        kit.ball(at, (size * u * turn, size * y, size * v), size * r, kit.paint(colour, tone))


def grass(kit: Kit, x: float, z: float, height: float, colour: Colour) -> None:
    """A tuft of grass: three blades."""
    lean = kit.between(-0.1, 0.1, "blade", x, z)
    for u in (-0.05, 0.0, 0.06):
        kit.line(((x + u, 0.0, z), (x + u * 2.4 + lean, height * (1 - abs(u) * 3), z)), colour, 1.8)


def rock(kit: Kit, at: Frame, size: float = 0.5, colour: Colour = m.ROCK) -> None:
    """A rock."""
    a, b = kit.between(0.3, 0.6, "rock", at.x, at.z), kit.between(0.2, 0.5, "rock", at.z)
    kit.body(
        at,
        (
            ((-size * 0.5, 0.0, 0), size * 0.34),
            ((size * 0.5, 0.0, 0.1), size * b),
            ((size * 0.1, size * a, 0), size * 0.3),
        ),
        kit.paint(colour),
    )


def seat_stone(kit: Kit, at: Frame, height: float = 0.45, colour: Colour = m.ROCK) -> None:
    """A low stone, flat enough to sit on."""
    r = height * 0.36
    ring = [
        ((u, y, v), r)
        for y, k in ((0.05, 1.15), (height - r, 1.0))
        for u, v in ((-0.34 * k, -0.1), (0.3 * k, -0.14), (0.34 * k, 0.16), (-0.24 * k, 0.2))
    ]
    kit.body(at, ring, kit.paint(colour))
    kit.spot("rock stone bench", at, 0, 0, height=height, beside=(0.0, -0.9))


def fence(
    kit: Kit,
    start: Vec,
    end: Vec,
    *,
    height: float = 1.0,
    colour: Colour = m.WOOD,
    posts: int = 8,
    pickets: bool = False,
) -> None:
    """A fence on posts with two rails, or with pickets."""
    length = math.dist(start, end)
    yaw = math.degrees(math.atan2(end[2] - start[2], end[0] - start[0]))
    for i in range(posts):
        k = (i + 0.5) / posts
        at = kit.stand(start[0] + (end[0] - start[0]) * k, start[2] + (end[2] - start[2]) * k, yaw)
        step = length / posts
        kit.block(at, (0.09, height, 0.09), kit.paint(colour, 0.86))
        for y in (height * 0.4, height * 0.8):
            kit.block(at, (step, 0.08, 0.03), kit.paint(colour), y=y)
        if pickets:
            for u in (-0.25, 0.25):
                kit.block(at, (0.09, height * 0.95, 0.03), kit.paint(colour, 1.05), u=u * step)


def wall(
    kit: Kit,
    start: Vec,
    end: Vec,
    *,
    height: float = 1.2,
    colour: Colour = m.STONE,
    parts: int = 4,
    thick: float = 0.35,
) -> None:
    """A free-standing wall in parts, with a coping."""
    yaw = math.degrees(math.atan2(end[2] - start[2], end[0] - start[0]))
    step = math.dist(start, end) / parts
    for i in range(parts):
        k = (i + 0.5) / parts
        at = kit.stand(start[0] + (end[0] - start[0]) * k, start[2] + (end[2] - start[2]) * k, yaw)
        kit.block(at, (step, height, thick), kit.paint(colour))
        kit.block(at, (step, 0.1, thick + 0.1), kit.paint(colour, 0.86), y=height)


def street_lamp(kit: Kit, at: Frame, height: float = 4.4, *, arm: float = 0.9, shining: bool = True) -> None:
    """A street lamp; its arm reaches out to the front."""
    iron = kit.paint(m.IRON)
    kit.rod(at, (0, 0, 0), (0, 0.7, 0), 0.09, iron, 0.07)
    kit.rod(at, (0, 0.6, 0), (0, height, 0), 0.05, iron, 0.04)
    kit.rod(at, (0, height, 0), (0, height + 0.2, -arm), 0.035, iron)
    kit.body(
        at,
        (((-0.08, height + 0.12, -arm - 0.1), 0.08), ((0.08, height + 0.12, -arm - 0.1), 0.08)),
        kit.lit((214, 214, 206)),
    )
    if shining and kit.light.dark:
        kit.glow(at, (0, height + 0.1, -arm - 0.1))


def lantern_post(kit: Kit, at: Frame, height: float = 3.0) -> None:
    """An old lantern on a post."""
    iron = kit.paint(m.IRON)
    kit.rod(at, (0, 0, 0), (0, height - 0.3, 0), 0.06, iron, 0.035)
    kit.body(at, (((0, height - 0.28, 0), 0.08), ((0, height + 0.02, 0), 0.14)), kit.lit((222, 220, 204)))
    kit.body(
        at, (((-0.13, height + 0.14, 0), 0.03), ((0.13, height + 0.14, 0), 0.03), ((0, height + 0.3, 0), 0.03)), iron
    )
    if kit.light.dark:
        kit.glow(at, (0, height, 0))


def car(kit: Kit, at: Frame, colour: Colour, *, van: bool = False) -> None:
    """A parked car, 4.1 m long; its front faces the frame's front."""
    body, glass = kit.paint(colour), kit.paint(m.GLASS, 0.72)
    for v in (-1.25, 1.25):
        for u in (-0.76, 0.76):
            kit.rod(at, (u - 0.08, 0.31, v), (u + 0.08, 0.31, v), 0.31, kit.paint(m.BLACK))
    kit.block(at, (1.7, 0.5, 1.05), body, y=0.34, v=-1.5)
    kit.block(at, (1.7, 0.5, 2.0), body, y=0.34)
    kit.block(at, (1.7, 0.5 if not van else 1.35, 1.0), body, y=0.34, v=1.5)
    roof = 1.45 if not van else 1.72
    cabin = [
        ((u, y, v), r)
        for u in (-0.62, 0.62)
        for y, v, r in ((0.88, -0.85, 0.08), (roof - 0.1, -0.3, 0.1), (roof - 0.1, 0.75, 0.1), (0.88, 1.15, 0.08))
    ]
    kit.body(at, cabin, body if van else kit.paint(colour, 1.06))
    for sign in (-1, 1):
        side = at.shift(sign * 0.735, 0.1, yaw=90 * sign)
        kit.panel(side, (-0.62, -0.05, 0.95, roof - 0.13), glass, outlined=True)
        kit.panel(side, (0.03, 0.7, 0.95, roof - 0.13), glass, outlined=True)
    slope = [
        at.point(-0.58, 0.92, -0.95),
        at.point(0.58, 0.92, -0.95),
        at.point(0.52, roof - 0.1, -0.42),
        at.point(-0.52, roof - 0.1, -0.42),
    ]
    kit.face(slope, glass, at.layer, normal=at.front, outlined=True, group=at.group)
    lamps = kit.lit((238, 234, 214)) if kit.light.dark else kit.paint(m.WHITE)
    for u in (-0.6, 0.6):
        kit.panel(at, (u - 0.14, u + 0.14, 0.56, 0.7), lamps, v=-2.04)
        kit.panel(at.shift(0, 0, yaw=180), (u - 0.14, u + 0.14, 0.58, 0.72), kit.paint(m.RED), v=-2.02)


def ring(
    kit: Kit,
    radius: float,
    low: float,
    high: float,
    colour: Colour,
    *,
    count: int = 24,
    rough: float = 0.3,
    gaps: float = 0.0,
    key: str = "",
) -> None:
    """A wall far around everything, of faces with uneven tops: woods, houses, hills, seen from any side."""
    for i in range(count):
        if gaps and kit.chance("gap", key, i) < gaps:
            continue
        a, b = i * math.tau / count, (i + 1) * math.tau / count
        first, last = (high * (1 - rough * kit.chance("ring", key, j % count)) for j in (i, i + 1))
        points = (
            (radius * math.sin(a), low, radius * math.cos(a)),
            (radius * math.sin(b), low, radius * math.cos(b)),
            (radius * math.sin(b), last, radius * math.cos(b)),
            (radius * math.sin(a), first, radius * math.cos(a)),
        )
        kit.face(points, colour, Layer.BACKDROP)


def far_trunks(kit: Kit, near: float, far: float, count: int, colours: tuple[Colour, Colour], key: str = "") -> None:
    """Trunks in the distance, as flat uprights that face the middle, the farthest first."""
    places = sorted(((kit.between(near, far, key, i, "r"), i) for i in range(count)), reverse=True)
    for radius, i in places:
        angle = (i + kit.chance(key, i, "a")) / count * math.tau
        half = kit.between(0.1, 0.24, key, i, "w")
        x, z = radius * math.sin(angle), radius * math.cos(angle)
        u, v = math.cos(angle) * half, -math.sin(angle) * half
        top = kit.between(9.0, 14.0, key, i, "h")
        lean = kit.between(-0.6, 0.6, key, i, "lean")
        points = (
            (x - u, -0.2, z - v),
            (x + u, -0.2, z + v),
            (x + u * 0.6 + lean, top, z + v * 0.6),
            (x - u * 0.6 + lean, top, z - v * 0.6),
        )
        kit.face(points, mix(colours[0], colours[1], (radius - near) / (far - near)), Layer.BACKDROP)


def patch(kit: Kit, x: float, z: float, size: tuple[float, float], colour: Colour, *, y: float = 0.004) -> None:
    """An oval on the ground: a puddle, a patch of light, moss."""
    points = [
        (x + size[0] / 2 * math.cos(i * math.tau / 10), y, z + size[1] / 2 * math.sin(i * math.tau / 10))
        for i in range(10)
    ]
    kit.face(points, colour, Layer.MARKS, normal=(0.0, 1.0, 0.0))


def ring_spots(kit: Kit, count: int, near: float, far: float, key: str) -> list[tuple[float, float]]:
    """Places all around, none nearer than `near`, spread evenly by angle, the nearest first."""
    found = []
    for i in range(count):
        angle = (i + 0.7 * kit.chance(key, i, "a")) * math.tau / count
        radius = near + (far - near) * kit.chance(key, i, "r") ** 0.8
        found.append((radius * math.sin(angle), radius * math.cos(angle)))
    return found


def water_colour(kit: Kit, material: Colour = m.WATER) -> Colour:
    """Water takes half of its colour from the sky."""
    return mix(kit.paint(material), kit.light.sky_low, 0.3)


def ripples(
    kit: Kit, box: tuple[float, float, float, float], count: int, *, y: float = 0.004, keep: float = 0.0
) -> None:
    """Short level strokes, lighter and darker, longer towards the far side; none within `keep` of the middle line."""
    left, right, near, far = box
    base = water_colour(kit)
    for i in range(count):
        z = near + (far - near) * (i + kit.chance("ripple", i)) / count
        x = left + (right - left) * kit.chance("ripple", i, "x")
        if abs(x) < keep:
            continue
        long = kit.between(0.5, 1.6, "ripple", i, "l") * (1 + abs(z) * 0.03)
        tone = (
            mix(base, (255, 255, 255), 0.42)
            if i % 3 and not kit.light.dark
            else mix(base, kit.light.haze, 0.6)
            if i % 2
            else kit.paint(m.WATER, 0.84)
        )
        kit.line(((x, y, z), (x + long, y, z)), tone, 1.9)


def gravestone(kit: Kit, x: float, z: float, key: int) -> None:
    """A gravestone: slab, cross or pillar, a little out of true."""
    at = kit.stand(x, z, kit.between(-12, 12, "stone", key))
    tone = kit.choice((m.STONE, m.DARK_STONE, m.ROCK), "stone", key)
    style = int(kit.chance("style", key) * 3)
    if style == 0:
        kit.block(at, (0.7, 0.8, 0.16), kit.paint(tone))
        kit.body(at, (((-0.26, 0.82, 0), 0.085), ((0.26, 0.82, 0), 0.085), ((0, 1.0, 0), 0.085)), kit.paint(tone))
    elif style == 1:
        kit.block(at, (0.6, 0.2, 0.4), kit.paint(tone, 0.9))
        kit.block(at, (0.16, 1.2, 0.14), kit.paint(tone), y=0.2)
        kit.block(at, (0.7, 0.16, 0.14), kit.paint(tone), y=0.95)
    else:
        kit.block(at, (0.75, 1.05, 0.18), kit.paint(tone))
        kit.block(at, (0.85, 0.1, 0.28), kit.paint(tone, 0.9), y=1.05)
    kit.ground(x - 0.4, x + 0.4, z - 1.9, z - 0.25, kit.paint(m.EARTH, 0.96), y=0.003, marks=True)

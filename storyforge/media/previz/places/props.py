"""Props: which kind a thing is, its pieces at real size, and a close view of it on what it lies on."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from storyforge.media.previz.places import materials as m
from storyforge.media.previz.places.kit import Frame, Kit
from storyforge.media.previz.places.prop_shapes import PROPS
from storyforge.media.previz.places.words import find, table
from storyforge.media.previz.solids import Block, Body, Face, Layer, Stroke

if TYPE_CHECKING:
    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.vectors import Vec
    from storyforge.model.framing import PropSeen

UNKNOWN = "parcel"
"""What is drawn for a thing no word is known of: a wrapped shape with a tag."""
_SMALL = 0.12
_ENLARGED = 2.4
"""How much larger than life a small thing lies in its close-up, so that wood and cloth beside it stay fine."""


def prop_kind(prop: PropSeen) -> str:
    """The kind a prop is drawn as, by its name first and then by what is said of it."""
    kind = find("props", prop.name) or find("props", prop.text.split(";")[0])
    return kind if kind in PROPS else UNKNOWN


def prop_size(kind: str) -> float:
    """Metres at the longest."""
    return float(table("props")["sizes"].get(kind, 0.24))


def held_how(kind: str) -> str:
    """How a figure holds a kind.

    One of one-hand, two-hands, under-arm, hanging, raised, mouth, ear, face, head, wrist, ground.
    """
    return str(table("props")["held"].get(kind, "one-hand"))


@lru_cache(maxsize=256)
def prop_pieces(kind: str, light: Light, *, text: str = "") -> tuple[Piece, ...]:
    """The pieces of a thing at real size, standing or lying on the origin, its front towards negative z.

    `text` may say that it is lit ("a burning candle").
    """
    states = frozenset({"lit"} if any(word in text.casefold() for word in ("lit", "burn", "glow", "flame")) else ())
    kit = Kit(light, kind, states=states)
    PROPS.get(kind, PROPS[UNKNOWN])(kit, Frame(group=f"prop {kind}"))
    return tuple(kit.pieces)


def insert_pieces(prop: PropSeen, light: Light) -> tuple[Piece, ...]:
    """A close-up still life: the thing on a table top, larger than life where it is small.

    The thing's own pieces have the prop's slug as their owner; the table has none.
    """
    kind = prop_kind(prop)
    size = prop_size(kind)
    factor = _ENLARGED if size < _SMALL else 1.0
    thing = (_grown(piece, factor) for piece in prop_pieces(kind, light, text=f"{prop.name} {prop.text}"))
    owned = (replace(piece, owner=prop.id, layer=Layer.FREE) for piece in thing)
    return (*_table(light, size * factor, kind), *owned)


def _table(light: Light, size: float, kind: str) -> tuple[Piece, ...]:
    kit = Kit(light, kind)
    half = max(1.2, size * 4)
    wood = kit.paint(m.WOOD, 1.16)
    kit.ground(-half, half, -half, half, wood, y=-0.002)
    count, step = 24, max(0.11, size * 0.55)
    for i in range(-count // 2, count // 2):
        near = i * step
        shade = 1.1 + 0.1 * kit.chance("plank", i)
        kit.ground(-half, half, near, near + step * 0.97, kit.paint(m.WOOD, shade), y=-0.001, marks=True)
        for k in range(2):
            v = near + step * kit.between(0.2, 0.8, "grain", i, k)
            u = half * kit.between(-0.5, 0.3, "grain", i, k, "u")
            kit.line(((u, 0.0, v), (u + half * 0.35, 0.0, v + step * 0.05)), kit.paint(m.WOOD, 1.04), 1.2)
    reach = size * 0.62
    for share in (1.0, 0.8):
        oval = [(reach * share * a + size * 0.06, 0.0, reach * share * b * 0.72 + size * 0.05) for a, b in _OVAL]
        kit.face(oval, kit.paint(m.WOOD, 0.92 if share == 1.0 else 0.84), Layer.MARKS, normal=(0.0, 1.0, 0.0))
    return tuple(kit.pieces)


_OVAL = ((1, 0), (0.87, 0.5), (0.5, 0.87), (0, 1), (-0.5, 0.87), (-0.87, 0.5), (-1, 0), (-0.87, -0.5), (-0.5, -0.87),
         (0, -1), (0.5, -0.87), (0.87, -0.5))  # fmt: skip


def _grown(piece: Piece, k: float) -> Piece:
    """A piece k times as large about the origin."""
    if k == 1.0:
        return piece

    def big(p: Vec) -> Vec:
        return (p[0] * k, p[1] * k, p[2] * k)

    match piece:
        case Face() | Stroke():
            return replace(piece, points=tuple(big(p) for p in piece.points))
        case Block():
            return replace(
                piece, base=big(piece.base), width=piece.width * k, height=piece.height * k, depth=piece.depth * k
            )
        case Body():
            return replace(piece, spheres=tuple((big(p), r * k) for p, r in piece.spheres))

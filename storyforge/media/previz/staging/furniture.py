"""Furniture that people bring with them: a chair under who sits where the set has none, a table between two who eat."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storyforge.media.previz.places import furniture as f
from storyforge.media.previz.places.kit import Frame, Kit
from storyforge.media.previz.places.materials import BLUE, WOOD
from storyforge.media.previz.solids import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.staging.standing import Standing

_AHEAD = 0.66
"""Metres from a seat to the middle of the table one sits at."""
TABLES = frozenset({"table", "desk", "counter", "bar"})


def brought(people: Sequence[Standing], light: Light, *, table: bool) -> list[Piece]:
    """Chairs and beds for who has no spot of the set, and a table where they are at one or something must lie there."""
    kit = Kit(light, "brought")
    seated = [s for s in _once(people) if s.seat > 0.2 and not s.spot and not s.off]
    for standing in seated:
        _under(kit, standing)
    at_table = [s for s in seated if s.placed.at in TABLES or (table and s.placed.pose != "lie")]
    if at_table and not any(s.spot and s.placed.at in TABLES for s in people):
        _table(kit, at_table)
    return list(kit.pieces)


def _once(people: Sequence[Standing]) -> list[Standing]:
    found: dict[tuple[str, float, float], Standing] = {}
    for standing in people:
        found.setdefault((standing.id, round(standing.position[0], 2), round(standing.position[2], 2)), standing)
    return list(found.values())


def _under(kit: Kit, standing: Standing) -> None:
    x, _, z = standing.position
    at = Frame(x, z, standing.yaw, 0.0, Layer.FREE, f"seat of {standing.id}")
    if standing.placed.pose == "lie":
        height = standing.seat
        kit.block(at, (1.0, height - 0.16, 2.05), kit.paint(WOOD, 0.9))
        kit.block(at, (0.96, 0.16, 2.0), kit.paint(BLUE, 1.2), y=height - 0.16)
    else:
        f.chair(kit, at, spot="")


def _table(kit: Kit, people: Sequence[Standing]) -> None:
    ahead = [_before(s) for s in people]
    x, z = sum(p[0] for p in ahead) / len(ahead), sum(p[1] for p in ahead) / len(ahead)
    if len(people) == 1:
        f.table(kit, Frame(x, z, people[0].yaw, 0.0, Layer.FREE, "table brought"), 1.0, 0.7)
        return
    spread = max(abs(s.position[0] - x) for s in people) * 2
    width = min(1.5, max(0.7, spread - 0.62))
    f.table(kit, Frame(x, z, 0.0, 0.0, Layer.FREE, "table brought"), width, 0.76)


def _before(standing: Standing) -> tuple[float, float]:
    yaw = math.radians(standing.yaw)
    return standing.position[0] + math.sin(yaw) * _AHEAD, standing.position[2] - math.cos(yaw) * _AHEAD

"""The table of all kinds: which function builds one, and what is to be known of it beyond its pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.media.previz.places import homes, public, stores, work

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.places.kit import Kit
    from storyforge.media.previz.places.setting import Horizon

    Builder = Callable[[Kit], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind is built.

    `free` in metres and `turns` in degrees as in Setting; `haze` the metres until it fades; `horizon` and `ground`
    what is far away outdoors. `lit_inside` says that the light is that of a room.
    """

    build: Builder
    free: tuple[float, float] = (1.6, 0.8)
    turns: float = 48.0
    exterior: bool = False
    haze: float = 0.0
    horizon: Horizon = ""
    ground: Colour | None = None


KINDS: Mapping[str, Kind] = {
    "kitchen": Kind(homes.kitchen, (1.5, 0.6)),
    "living-room": Kind(homes.living_room, (1.5, 0.8)),
    "bedroom": Kind(homes.bedroom, (1.5, 0.9)),
    "bathroom": Kind(homes.bathroom, (1.2, 0.9)),
    "dining-room": Kind(homes.dining_room, (1.6, 0.8)),
    "study": Kind(homes.study, (1.4, 0.8)),
    "hallway": Kind(homes.hallway, (0.9, 0.8), 30.0),
    "attic": Kind(homes.attic, (1.5, 0.9)),
    "room": Kind(homes.generic_room, (1.6, 0.7)),
    "bar": Kind(public.bar, (1.9, 0.9)),
    "cafe": Kind(public.cafe, (1.7, 0.8)),
    "lobby": Kind(public.lobby, (1.5, 1.2)),
    "shop": Kind(public.shop, (1.6, 1.2)),
    "church": Kind(public.church, (1.4, 0.9), 64.0),
    "hall": Kind(public.generic_hall, (2.6, 2.0)),
    "office": Kind(work.office, (1.6, 0.6)),
    "ward": Kind(work.ward, (1.9, 0.9)),
    "laboratory": Kind(work.laboratory, (1.8, 0.8)),
    "classroom": Kind(work.classroom, (1.4, 0.8)),
    "library": Kind(work.library, (1.7, 0.8)),
    "cell": Kind(work.cell, (0.9, 0.9)),
    "courtroom": Kind(work.courtroom, (1.8, 0.5)),
    "theatre": Kind(work.theatre, (2.5, 1.2), 64.0),
    "workshop": Kind(stores.workshop, (2.0, 1.2)),
    "warehouse": Kind(stores.warehouse, (2.6, 1.8)),
    "barn": Kind(stores.barn, (1.8, 1.0)),
    "cellar": Kind(stores.cellar, (1.7, 0.9)),
    "corridor": Kind(stores.corridor, (1.0, 2.0), 64.0),
    "stairwell": Kind(stores.stairwell, (1.5, 0.8)),
    "tunnel": Kind(stores.tunnel, (1.6, 3.0), 64.0),
}

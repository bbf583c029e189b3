"""The table of all kinds: which function builds one, and what is to be known of it beyond its pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.media.previz.places import (
    boats,
    country,
    fronts,
    halls,
    homes,
    public,
    shelters,
    stores,
    streets,
    vehicles,
    waters,
    woods,
    work,
    yards,
)
from storyforge.media.previz.places import materials as m

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


def _out(
    build: Builder, free: tuple[float, float], turns: float, haze: float, horizon: Horizon, ground: Colour
) -> Kind:
    return Kind(build, free, turns, exterior=True, haze=haze, horizon=horizon, ground=ground)


KINDS: Mapping[str, Kind] = {
    "kitchen": Kind(homes.kitchen, (1.5, 0.7)),
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
    "shop": Kind(public.shop, (1.6, 1.1)),
    "church": Kind(halls.church, (1.4, 0.9), 64.0),
    "hall": Kind(halls.generic_hall, (2.6, 2.0)),
    "office": Kind(work.office, (1.6, 0.6)),
    "ward": Kind(work.ward, (1.9, 0.9)),
    "laboratory": Kind(work.laboratory, (1.8, 0.8)),
    "classroom": Kind(work.classroom, (1.4, 0.8)),
    "library": Kind(work.library, (1.7, 0.8)),
    "backdrop": Kind(work.backdrop, (5.5, 1.6), 0.0),
    "cell": Kind(work.cell, (0.9, 0.9)),
    "courtroom": Kind(halls.courtroom, (1.8, 0.7)),
    "theatre": Kind(halls.theatre, (2.5, 1.2), 64.0),
    "workshop": Kind(stores.workshop, (2.0, 1.2)),
    "warehouse": Kind(stores.warehouse, (2.6, 1.8)),
    "barn": Kind(stores.barn, (1.8, 1.0)),
    "cellar": Kind(stores.cellar, (1.7, 0.75)),
    "corridor": Kind(stores.corridor, (1.0, 2.0), 64.0),
    "stairwell": Kind(stores.stairwell, (1.5, 0.7)),
    "tunnel": Kind(stores.tunnel, (1.6, 3.0), 64.0),
    "cabin": Kind(shelters.cabin, (1.0, 0.6)),
    "carriage": Kind(vehicles.carriage, (0.4, 0.6), 64.0),
    "spaceship": Kind(vehicles.spaceship, (1.4, 1.6), 64.0),
    "tent": Kind(shelters.tent, (1.0, 0.7)),
    "hut": Kind(shelters.hut, (1.2, 0.7)),
    "car": Kind(vehicles.car, (0.08, 0.1), 0.0, exterior=True, haze=55.0, horizon="trees", ground=m.ASPHALT),
    "street": _out(streets.street, (3.0, 2.0), 64.0, 48.0, "roofs", m.ASPHALT),
    "alley": _out(streets.alley, (1.2, 1.6), 64.0, 40.0, "roofs", m.DARK_STONE),
    "square": _out(streets.square, (2.6, 2.0), 48.0, 55.0, "roofs", m.STONE),
    "front": _out(fronts.front, (0.9, 1.2), 30.0, 55.0, "roofs", m.ASPHALT),
    "church-front": _out(fronts.church_front, (1.6, 3.0), 30.0, 60.0, "hills", m.GRASS),
    "cottage": _out(fronts.cottage, (2.5, 1.8), 30.0, 55.0, "hills", m.GRASS),
    "yard": _out(yards.yard, (3.4, 3.0), 48.0, 55.0, "roofs", m.CONCRETE),
    "farmyard": _out(yards.farmyard, (2.6, 2.0), 30.0, 60.0, "hills", m.GRASS),
    "steps": _out(yards.steps, (3.0, 2.0), 30.0, 55.0, "roofs", m.STONE),
    "road": _out(yards.road, (2.6, 2.5), 40.0, 60.0, "hills", m.GRASS),
    "bridge": _out(yards.bridge, (1.8, 2.0), 56.0, 60.0, "roofs", m.WATER),
    "platform": _out(yards.platform, (1.2, 1.2), 56.0, 60.0, "roofs", m.EARTH),
    "rooftop": _out(yards.rooftop, (3.0, 2.4), 48.0, 70.0, "roofs", m.ASPHALT),
    "park": _out(woods.park, (1.8, 1.6), 30.0, 40.0, "trees", m.GRASS),
    "cemetery": _out(woods.cemetery, (1.6, 0.8), 30.0, 40.0, "hills", m.GRASS),
    "forest": _out(woods.forest, (1.9, 1.6), 40.0, 44.0, "trees", m.GRASS),
    "field": _out(country.field, (2.6, 2.0), 20.0, 60.0, "hills", m.GRASS),
    "hills": _out(country.hills, (2.6, 2.2), 20.0, 60.0, "hills", m.GRASS),
    "mountain": _out(country.mountain, (2.2, 2.0), 30.0, 50.0, "mountains", m.ROCK),
    "desert": _out(country.desert, (2.4, 2.0), 30.0, 60.0, "flat", m.SAND),
    "snowfield": _out(country.snowfield, (2.4, 2.0), 30.0, 50.0, "flat", m.SNOW),
    "open": _out(country.open_ground, (2.8, 2.4), 30.0, 60.0, "hills", m.GRASS),
    "sky": _out(country.sky, (6.0, 6.0), 30.0, 80.0, "", m.SNOW),
    "river": _out(waters.river, (2.6, 2.0), 24.0, 55.0, "hills", m.GRASS),
    "lake": _out(waters.lake, (2.2, 1.5), 24.0, 80.0, "hills", m.GRASS),
    "beach": _out(waters.beach, (2.6, 2.2), 30.0, 90.0, "sea", m.SAND),
    "harbour": _out(boats.harbour, (2.6, 2.0), 30.0, 80.0, "sea", m.STONE),
    "deck": _out(boats.deck, (1.3, 1.6), 40.0, 90.0, "sea", m.SEA),
}

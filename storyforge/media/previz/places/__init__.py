"""Places: sets made of a small kit of parts, one kind of place a function; chosen by the words of the heading."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from storyforge.media.previz.colours import light_of, mix
from storyforge.media.previz.places import materials
from storyforge.media.previz.places.kinds import KINDS
from storyforge.media.previz.places.kit import Kit
from storyforge.media.previz.places.setting import Setting, Spot
from storyforge.media.previz.places.states import states_of
from storyforge.media.previz.places.words import find, table

if TYPE_CHECKING:
    from storyforge.media.previz.colours import Light
    from storyforge.media.previz.places.kinds import Kind
    from storyforge.model.framing import PlaceSeen

__all__ = ["Setting", "Spot", "build_setting", "place_kind"]

_FOG = 0.3
"""The share of the clear distance that is seen in fog; in rain and snow it is less far too."""
_AT_EASE, _NARROW = 16.0, 7.0
"""Degrees that a wide view is turned by; of what is long and narrow less, or the camera stands in its walls."""
_LONG = frozenset(
    {
        "street",
        "alley",
        "corridor",
        "tunnel",
        "church",
        "theatre",
        "carriage",
        "spaceship",
        "bridge",
        "platform",
        "road",
    }
)
_VEIL = {"fog": _FOG, "rain": 0.85, "snow": 0.6}


def place_kind(place: PlaceSeen) -> str:
    """The kind of set a place is, by its words: the part before the whole, the heading before the description."""
    outdoors = place.exterior and not place.interior
    part, whole = find("places", place.part), find("places", place.name)
    meant = table("places")["within"].get(part, {}).get(whole)
    if meant:
        return str(meant)
    for text, kind in ((place.part, part), (place.name, whole)):
        # A room without a name of its own inside something out of doors ("FISH QUAY - ICE ROOM") is a room.
        if kind and not (text is place.name and place.part and not outdoors and _is_open(kind)):
            return _seen_from(kind, place, outdoors=outdoors)
    kind = find("places", place.text)
    if kind and _is_open(kind) == outdoors:
        return kind
    return "open" if outdoors else "room"


def _is_open(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].exterior and kind != "car"


def _seen_from(kind: str, place: PlaceSeen, *, outdoors: bool) -> str:
    rows = table("places")
    if outdoors:
        instead = rows["outside"].get(kind, kind)
    elif place.exterior:
        instead = kind
    else:
        instead = rows["inside"].get(kind, kind)
    return str(instead)


def build_setting(place: PlaceSeen, *, weather: str, seed: str, text: str) -> Setting:
    """The set of a place: the same for the same seed, light, weather and the few things that only words say.

    `text` is the action of the shot: a lamp that goes out, a fire, a broken window.
    """
    states = states_of(place.name, place.part, place.text, *place.conditions, text)
    return _built(place_kind(place), place.time, weather, seed, states)


@lru_cache(maxsize=64)
def _built(name: str, time: str, weather: str, seed: str, states: frozenset[str]) -> Setting:
    kind = KINDS.get(name) or KINDS["room"]
    light = _light(kind, time, states)
    kit = Kit(light, seed, weather, kind.exterior, states)
    kind.build(kit)
    return Setting(
        kind=name,
        pieces=tuple(kit.pieces),
        light=light,
        exterior=kind.exterior,
        spots=kit.spots,
        free=kind.free,
        haze=kind.haze * _VEIL.get(weather, 1.0),
        lamps=tuple(kit.lamps),
        front=tuple(kit.front),
        turns=kind.turns,
        wide=_NARROW if name in _LONG else min(_AT_EASE, _AT_EASE * kind.turns / 48.0),
        ground=_ground(kind, kit),
        horizon=kind.horizon,
    )


def _light(kind: Kind, time: str, states: frozenset[str]) -> Light:
    light = light_of(time, inside=not kind.exterior)
    return light_of(time, inside=False) if light.dark and "dark" in states else light


def _ground(kind: Kind, kit: Kit) -> tuple[int, int, int] | None:
    if kind.ground is None:
        return None
    colour = kit.paint(kind.ground)
    return mix(colour, kit.paint(materials.SNOW), 0.8) if kit.weather == "snow" else colour

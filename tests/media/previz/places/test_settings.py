"""Every kind of set builds in every light, is the same for the same seed, and has room for those who are in it."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storyforge.media.previz import places
from storyforge.media.previz.places import Setting, build_setting, place_kind
from storyforge.media.previz.places.kinds import KINDS
from storyforge.media.previz.solids import Block, Body, Face, Layer, Stroke
from storyforge.model.framing import PlaceSeen
from tests.media.previz.places.bodies import bumps, crowded

WORDS = {
    "open": "SOMEWHERE", "church-front": "CHURCH", "farmyard": "BARN", "steps": "STAIRS",
    "hall": "GREAT HALL", "backdrop": "SEAMLESS BACKDROP", "cabin": "STATEROOM", "carriage": "TRAIN", "front": "HOUSE",
}  # fmt: skip
MOST_INSIDE, MOST_OUTSIDE = 300, 350
"""Every frame projects every piece in Python: about 250 in a room, 350 outdoors, are what the budget allows."""


def place(kind: str, time: str = "DAY") -> PlaceSeen:
    """A place whose words mean a kind."""
    outdoors = KINDS[kind].exterior and kind != "car"
    name = WORDS.get(kind, kind.replace("-", " "))
    return PlaceSeen("p", name, interior=not outdoors, exterior=outdoors, time=time)


def setting(kind: str, time: str = "DAY", *, weather: str = "", seed: str = "s", text: str = "") -> Setting:
    found = build_setting(place(kind, time), weather=weather, seed=seed, text=text)
    assert found.kind == kind
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_its_own_name_means_it(kind: str) -> None:
    assert place_kind(place(kind)) == kind


@pytest.mark.parametrize("kind", KINDS)
def test_pieces_are_finite_and_colours_valid_in_every_light_and_weather(kind: str) -> None:
    for time, weather in (("DAY", ""), ("DUSK", "snow"), ("NIGHT", "rain"), ("DAY", "fog")):
        made = setting(kind, time, weather=weather)
        for piece in made.pieces:
            assert all(isinstance(part, int) and 0 <= part <= 255 for part in piece.colour), piece
            match piece:
                case Face() | Stroke():
                    numbers = [n for point in piece.points for n in point]
                    assert len(piece.points) >= (3 if isinstance(piece, Face) else 2)
                case Block():
                    numbers = [*piece.base, piece.width, piece.height, piece.depth, piece.yaw]
                    assert min(piece.width, piece.height, piece.depth) > 0
                case Body():
                    numbers = [n for centre, radius in piece.spheres for n in (*centre, radius)]
                    assert all(radius > 0 for _, radius in piece.spheres)
            assert all(math.isfinite(number) for number in numbers), piece


@pytest.mark.parametrize("kind", KINDS)
def test_a_set_stays_within_its_budget_of_pieces(kind: str) -> None:
    made = setting(kind)
    assert 20 <= len(made.pieces) <= (MOST_OUTSIDE if made.exterior else MOST_INSIDE)


@pytest.mark.parametrize("kind", KINDS)
def test_who_stands_in_the_open_floor_stands_in_nothing(kind: str) -> None:
    for seed in "ab":
        assert crowded(setting(kind, seed=seed)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_at_a_spot_is_inside_nothing(kind: str) -> None:
    for seed in "ab":
        made = setting(kind, seed=seed)
        assert {name: bumps(made, spot) for name, spot in made.spots.items() if bumps(made, spot)} == {}


@given(
    kind=st.sampled_from(sorted(KINDS)),
    seed=st.text(max_size=6),
    text=st.sampled_from(["", "empty", "broken window", "on fire"]),
)
@example(kind="snowfield", seed="\x95\x91°\U0002fd7a\x8bÖ", text="")
@settings(max_examples=20, deadline=None)
def test_whatever_the_seed_nobody_sits_inside_anything(kind: str, seed: str, text: str) -> None:
    made = setting(kind, seed=seed, text=text)
    assert crowded(made) == []
    assert not any(bumps(made, spot) for spot in made.spots.values())


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not KINDS[kind].exterior])
def test_every_spot_of_a_room_is_between_its_walls(kind: str) -> None:
    made = setting(kind)
    walls = [
        point
        for piece in made.pieces
        if isinstance(piece, Face) and piece.layer == Layer.WALL
        for point in piece.points
    ]
    low_x, high_x, low_z, high_z = (f(point[i] for point in walls) for i in (0, 2) for f in (min, max))
    for spot in made.spots.values():
        for x, _, z in (spot.position, spot.beside or spot.position):
            assert low_x < x < high_x
            assert low_z < z < high_z


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not KINDS[kind].exterior and kind != "tunnel"])
def test_all_four_walls_have_something(kind: str) -> None:
    on_walls = [
        p for p in setting(kind).pieces if isinstance(p, Face) and p.layer in {Layer.ON_WALL, Layer.TRIM} and p.normal
    ]
    found = {(round(p.normal[0]), round(p.normal[2])) for p in on_walls if p.normal}
    assert {(0, -1), (0, 1), (1, 0), (-1, 0)} <= found


def test_a_set_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    first = setting("kitchen", seed="a")
    places._built.cache_clear()
    again = setting("kitchen", seed="a")
    assert again is not first
    assert again == first
    assert setting("kitchen", seed="a").pieces != setting("kitchen", seed="b").pieces


ASK = """
from storyforge.media.previz.places import build_setting
from storyforge.model.framing import PlaceSeen
import hashlib
for name in ("FOREST", "STREET"):
    made = build_setting(PlaceSeen("p", name, interior=False, exterior=True), weather="rain", seed="s", text="")
    print(hashlib.sha256(repr(made).encode()).hexdigest())
"""


def test_a_set_is_the_same_in_every_process() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", ASK],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("77", "Asia/Tokyo"))
    }
    assert len(found) == 1


def test_words_of_the_action_change_a_few_things() -> None:
    plain, broken, dark = (
        setting("kitchen", "NIGHT", text=text) for text in ("", "The broken window rattles.", "The lights go out.")
    )
    assert len(broken.pieces) > len(plain.pieces)
    assert plain.lamps
    assert not dark.lamps
    assert sum(dark.light.wall) < sum(plain.light.wall)
    assert len(setting("office", text="The room is empty.").pieces) < len(setting("office").pieces)
    assert any(name.startswith("campfire") for name in setting("forest", text="A campfire crackles.").spots)


def test_rain_leaves_puddles_and_fog_takes_the_distance() -> None:
    dry, wet, foggy = (setting("street", weather=weather) for weather in ("", "rain", "fog"))
    assert len(wet.pieces) > len(dry.pieces)
    assert foggy.haze < wet.haze < dry.haze
    snowy = setting("field", weather="snow")
    assert snowy.ground
    assert sum(snowy.ground) > sum(setting("field").ground or (0, 0, 0))


SEATS: dict[str, str] = {
    "kitchen": "table chair sink stove door window fridge",
    "living-room": "sofa armchair fireplace lamp door window shelf",
    "bedroom": "bed door window",
    "office": "desk chair door window",
    "bar": "bar counter stool table door",
    "church": "pew altar pulpit door",
    "courtroom": "bench witness-stand table",
    "park": "bench tree",
    "car": "wheel passenger back-seat",
    "carriage": "seat window",
    "cell": "bed bars toilet",
    "ward": "bed door",
    "deck": "rail wheel",
    "river": "water tree bridge",
    "library": "table shelf",
    "square": "fountain stall",
    "front": "door gate steps",
    "platform": "bench train",
    "cemetery": "grave gate",
    "workshop": "workbench furnace",
    "theatre": "stage seat",
    "stairwell": "stairs",
}


@pytest.mark.parametrize("kind", SEATS)
def test_a_kind_has_the_spots_that_fit_it(kind: str) -> None:
    assert set(SEATS[kind].split()) <= set(setting(kind).spots)


def test_a_bed_is_lain_in_along_it_and_sat_on_at_its_edge() -> None:
    spots = setting("bedroom").spots
    lying = [spot for name, spot in spots.items() if name.startswith("bed") and spot.lying]
    sitting = [spot for name, spot in spots.items() if name.startswith("bed") and not spot.lying]
    assert [spot.facing for spot in lying] == [0.0]
    assert {spot.facing for spot in sitting} == {-90.0, 90.0}

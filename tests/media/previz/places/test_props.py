"""Things are known by their words, are as large as in life, and fill a close-up."""

from __future__ import annotations

import math

import pytest

from storyforge.media.previz.colours import light_of
from storyforge.media.previz.places.prop_shapes import PROPS
from storyforge.media.previz.places.props import UNKNOWN, held_how, insert_pieces, prop_kind, prop_pieces, prop_size
from storyforge.media.previz.places.words import table
from storyforge.media.previz.solids import Block, Body, Face, Layer, Stroke
from storyforge.model.framing import PropSeen
from tests.media.previz.places.bodies import heights

LIGHTS = [light_of(time, inside=inside) for time in ("DAY", "DUSK", "NIGHT") for inside in (True, False)]
NAMES: dict[str, str] = {
    "revolver": "gun",
    "shotgun": "rifle",
    "bread knife": "knife",
    "telephone": "telephone",
    "mobile phone": "phone",
    "contract": "letter",
    "letters": "letter",
    "notebook": "book",
    "newspaper": "newspaper",
    "photograph": "photo",
    "map": "map",
    "banknotes": "money",
    "medal": "coin",
    "car keys": "key",
    "wedding ring": "ring",
    "tea": "cup",
    "glass of wine": "glass",
    "thermos flask": "bottle",
    "kettle": "kettle",
    "salver": "plate",
    "muffins": "sandwich",
    "cod": "bread",
    "apple": "apple",
    "cigarette": "cigarette",
    "lantern": "lantern",
    "candle": "candle",
    "torch": "torch",
    "suitcase": "suitcase",
    "tin box": "suitcase",
    "handbag": "handbag",
    "crate": "box",
    "umbrella": "umbrella",
    "pocket watch": "watch",
    "clock": "clock",
    "laptop": "laptop",
    "binoculars": "camera",
    "bouquet of roses": "flowers",
    "teddy bear": "doll",
    "toy boat": "toy-boat",
    "hawser": "rope",
    "crowbar": "hammer",
    "walking stick": "cane",
    "bonnet": "hat",
    "oilskin": "coat",
    "boots": "shoe",
    "shop bell": "bell",
    "rapier": "sword",
    "birthday cake": "cake",
    "pills": "medicine",
    "chessboard": "chess",
    "visiting card": "cards",
    "typewriter": "typewriter",
    "jukebox": "screen",
    "guitar": "violin",
    "bucket": "bucket",
    "wheelchair": "chair",
    "kitchen table": "table",
    "filing cabinet": "cupboard",
    "anchor winch": "winch",
    "van": "car",
    "piano": "piano",
    "Vorhang": "blind",
    "notice board": "sign",
    "train ticket": "ticket",
    "envelope": "envelope",
    "gull": "bird",
    "dog": "animal",
    "Brief": "letter",
    "Küchenmesser": "knife",
    "Schlüsselbund": "key",
    "Weinglas": "glass",
    "lettre d'amour": "letter",
    "verre de vin": "glass",
    "couteau de cuisine": "knife",
    "carta de amor": "letter",
    "llaves": "key",
    "coltello": "knife",
    "the thing nobody understands": UNKNOWN,
    "": UNKNOWN,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_means_a_kind(name: str) -> None:
    assert prop_kind(PropSeen("p", name)) == NAMES[name]


def test_a_name_that_says_nothing_is_helped_by_what_is_said_of_it() -> None:
    assert prop_kind(PropSeen("p", "EXCALIBUR", "A sword; its blade is chipped")) == "sword"


def extent(pieces: object) -> tuple[list[float], list[float]]:
    """The lowest and the highest coordinates."""
    points: list[tuple[float, float, float]] = []
    assert isinstance(pieces, tuple)
    for piece in pieces:
        match piece:
            case Face() | Stroke():
                points += piece.points
            case Block():
                x, y, z = piece.base
                reach = math.hypot(piece.width, piece.depth) / 2
                points += [(x - reach, y, z - reach), (x + reach, y + piece.height, z + reach)]
            case Body():
                points += [(c[0] + s * r, c[1] + s * r, c[2] + s * r) for c, r in piece.spheres for s in (-1, 1)]
    return [min(p[i] for p in points) for i in range(3)], [max(p[i] for p in points) for i in range(3)]


@pytest.mark.parametrize("kind", PROPS)
def test_it_is_as_large_as_in_life_and_stands_on_the_ground_under_its_middle(kind: str) -> None:
    low, high = extent(prop_pieces(kind, LIGHTS[0]))
    size = max(b - a for a, b in zip(low, high, strict=True))
    assert 0.7 * prop_size(kind) < size < 1.6 * prop_size(kind) + 0.06
    assert -0.1 * prop_size(kind) - 0.01 <= low[1] <= 0.25 * prop_size(kind)
    assert abs(low[0] + high[0]) < 0.8 * prop_size(kind)
    assert abs(low[2] + high[2]) < 0.9 * prop_size(kind)


@pytest.mark.parametrize("kind", PROPS)
def test_it_is_made_of_few_sound_pieces_in_every_light(kind: str) -> None:
    for light in LIGHTS:
        pieces = prop_pieces(kind, light)
        assert 1 <= len(pieces) <= 60
        for piece in pieces:
            assert all(isinstance(part, int) and 0 <= part <= 255 for part in piece.colour)
            assert all(math.isfinite(height) for height in heights(piece))


def test_a_close_up_shows_the_thing_on_a_table_and_says_which_pieces_are_its() -> None:
    for name, kind in (("wedding ring", "ring"), ("suitcase", "suitcase")):
        pieces = insert_pieces(PropSeen("it", name), LIGHTS[0])
        own = tuple(piece for piece in pieces if piece.owner == "it")
        assert len(own) == len(prop_pieces(kind, LIGHTS[0]))
        assert {piece.layer for piece in own} == {Layer.FREE}
        assert {piece.layer for piece in pieces if not piece.owner} <= {Layer.GROUND, Layer.MARKS}
    small, large = (extent(insert_pieces(PropSeen("it", name), LIGHTS[0]))[1][1] for name in ("coin", "bottle"))
    assert small > 2 * prop_size("coin") * 0.05
    assert large < 0.5


def test_how_a_thing_is_held() -> None:
    assert held_how("gun") == "one-hand"
    assert held_how("baby") == "two-hands"
    assert held_how("cigarette") == "mouth"
    assert held_how("newspaper") == "two-hands"
    assert held_how("book") == "under-arm"
    assert held_how("suitcase") == "hanging"


def test_words_sizes_and_shapes_know_the_same_kinds() -> None:
    rows = table("props")
    assert set(rows["kinds"]) | {UNKNOWN} == set(PROPS) == set(rows["sizes"])
    assert set(rows["held"]) <= set(PROPS)
    assert sum(len(row["en"].split(",")) for row in rows["kinds"].values()) >= 120

"""Which kind of set a heading means, in several languages: the part before the whole, the head noun before the rest."""

from __future__ import annotations

import pytest

from storyforge.media.previz.places import place_kind
from storyforge.media.previz.places.kinds import KINDS
from storyforge.media.previz.places.words import table
from storyforge.model.framing import PlaceSeen

INSIDE: dict[str, str] = {
    "SMITH HOUSE|KITCHEN": "kitchen",
    "NORA'S FLAT|HALL": "hallway",
    "NORA'S FLAT|BATHROOM": "bathroom",
    "NORA'S FLAT|": "living-room",
    "GRAND HOTEL|ROOM 212": "bedroom",
    "GRAND HOTEL|LOBBY": "lobby",
    "GRAND HOTEL|": "lobby",
    "ANCHOR BAR|": "bar",
    "ANCHOR BAR|CELLAR": "cellar",
    "TEA ROOM|": "cafe",
    "STATION BUFFET|": "cafe",
    "BARBER SHOP|": "shop",
    "PAWN SHOP|BACK ROOM": "room",
    "BAKERY|OVEN ROOM": "workshop",
    "TOWN ARCHIVE|STACKS": "library",
    "TOWN ARCHIVE|READING ROOM": "library",
    "VILLAGE SCHOOL|CLASSROOM": "classroom",
    "ST. BRANNOC CHURCH|": "church",
    "ST. BRANNOC CHURCH|CRYPT": "cellar",
    "ST. BRANNOC CHURCH|BELL TOWER": "stairwell",
    "ST. BRANNOC CHURCH|VESTRY": "room",
    "COUNTY HOSPITAL|WARD": "ward",
    "COUNTY HOSPITAL|CORRIDOR": "corridor",
    "INFIRMARY|": "ward",
    "MORTUARY|": "laboratory",
    "COURT HOUSE|": "courtroom",
    "CRANE WAREHOUSE|LOADING BAY": "warehouse",
    "BELL FOUNDRY|CASTING FLOOR": "workshop",
    "FISH QUAY|ICE HOUSE": "cellar",
    "FISH QUAY|ROOM WITH NO NAME": "room",
    "HARBOUR OFFICE|STAIRS": "stairwell",
    "POLICE CAR|PARKED": "car",
    "TRAWLER HOPE|HOLD": "cellar",
    "PILOT BOAT|CABIN": "cabin",
    "COURT HOUSE|CHAMBER": "courtroom",
    "VILLAGE SCHOOL|HALLWAY": "corridor",
    "ANCHOR BAR|COUNTER": "bar",
    "TRAWLER|": "cabin",
    "CARROW FARM|BARN": "barn",
    "MISSION HALL|": "hall",
    "UNDERPASS|": "tunnel",
    "PRISON|CELL": "cell",
    "OPERA HOUSE|": "theatre",
    "NIGHT TRAIN|": "carriage",
    "SPACE STATION|AIRLOCK": "spaceship",
    "ARMY TENT|": "tent",
    "MRS. PELL'S PLACE|": "room",
    "|": "room",
    "Garden at the Manor House|": "park",
    "Klosterküche|": "kitchen",
    "Polizeirevier|": "office",
    "Hauptbahnhof|Bahnhofsbuffet": "cafe",
    "Turnhalle|": "hall",
    "salle de bains|": "bathroom",
    "chambre d'hôtel|": "bedroom",
    "bureau du port|": "office",
    "sala de espera|": "room",
    "cocina de Marta|": "kitchen",
    "aula di scienze|": "classroom",
    "cucina|": "kitchen",
}
OUTSIDE: dict[str, str] = {
    "CHAPEL STREET|": "street",
    "FISHERMEN'S ROW|": "street",
    "CHAPEL STREET|DOORWAY": "front",
    "ANCHOR BAR|BACK DOOR": "alley",
    "MARKET SQUARE|FOUNTAIN": "square",
    "MARKET SQUARE|": "square",
    "RECTORY|GARDEN": "park",
    "CEMETERY|NORTH WALL": "cemetery",
    "PINE FOREST|": "forest",
    "CARROW FARM|YARD": "farmyard",
    "VILLAGE SCHOOL|YARD": "yard",
    "CARROW FARM|": "field",
    "NORTH BEACH|DUNES": "beach",
    "NORTH BEACH|WATERLINE": "beach",
    "FISH QUAY|": "harbour",
    "BREAKWATER|END": "harbour",
    "RAILWAY HALT|PLATFORM": "platform",
    "TOLL BRIDGE|": "bridge",
    "CLIFF PATH|": "hills",
    "FERRY SOLVEIG|STERN": "deck",
    "QUARRY ROAD|": "road",
    "LIGHTHOUSE|GALLERY": "rooftop",
    "CRANE VILLA|DRIVE": "front",
    "CRANE TOWER|": "rooftop",
    "SMITH HOUSE|": "front",
    "ST. BRANNOC CHURCH|": "church-front",
    "BARN|": "farmyard",
    "MOUNTAIN PASS|": "mountain",
    "SAHARA|": "desert",
    "GLACIER|": "snowfield",
    "LAKE|": "lake",
    "RIVER BANK|": "river",
    "CLOUDS|": "sky",
    "NOWHERE IN PARTICULAR|": "open",
    "XYZZY|": "open",
    "Waldlichtung|": "forest",
    "Flussufer|": "river",
    "Marktplatz|": "square",
    "rue de l'église|": "street",
    "bord de mer|": "beach",
    "plaza mayor|": "square",
    "piazza del duomo|": "square",
    "riva del fiume|": "river",
}


def seen(heading: str, *, inside: bool, text: str = "") -> PlaceSeen:
    name, _, part = heading.partition("|")
    return PlaceSeen("p", name, part, interior=inside, exterior=not inside, text=text)


@pytest.mark.parametrize("heading", INSIDE)
def test_interiors(heading: str) -> None:
    assert place_kind(seen(heading, inside=True)) == INSIDE[heading]


@pytest.mark.parametrize("heading", OUTSIDE)
def test_exteriors(heading: str) -> None:
    assert place_kind(seen(heading, inside=False)) == OUTSIDE[heading]


def test_what_is_inside_and_outside_at_once_is_seen_from_inside() -> None:
    both = PlaceSeen("p", "TAXI", "MOVING", interior=True, exterior=True)
    assert place_kind(both) == "car"


def test_a_name_that_says_nothing_is_helped_by_its_description() -> None:
    assert place_kind(seen("THE NEST|", inside=True, text="A smoky bar with a long counter")) == "bar"
    assert place_kind(seen("THE NEST|", inside=False, text="A bar")) == "open"


def test_every_word_leads_to_a_kind_that_is_built() -> None:
    rows = table("places")
    assert set(rows["kinds"]) <= set(KINDS)
    assert set(rows["outside"].values()) | set(rows["inside"].values()) <= set(KINDS)
    for part, wholes in rows["within"].items():
        assert {part, *wholes, *wholes.values()} <= set(KINDS)


def test_the_table_is_as_large_as_headings_need() -> None:
    rows = table("places")["kinds"].values()
    count = {
        language: sum(len(row.get(language, "").split(",")) for row in rows)
        for language in ("en", "de", "fr", "es", "it")
    }
    assert count["en"] >= 250
    assert min(count.values()) >= 150


@pytest.mark.parametrize("name", ["places", "props"])
def test_no_word_means_two_kinds_in_one_language(name: str) -> None:
    found: dict[tuple[str, str], set[str]] = {}
    for kind, row in table(name)["kinds"].items():
        for language, words in row.items():
            for word in words.split(","):
                found.setdefault((language, word.strip()), set()).add(kind)
    assert {word: kinds for word, kinds in found.items() if len(kinds) > 1} == {}

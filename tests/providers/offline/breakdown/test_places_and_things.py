"""Where a script plays and what is handled in it."""

from __future__ import annotations

import pytest

from storyforge.model.assets import Definitions, ThingDefinition
from tests.providers.offline.breakdown.scripts import FERRY, broken_down, places, things


def test_headings_are_grouped_under_their_master_place() -> None:
    found = places(broken_down(FERRY))
    assert list(found) == ["FERRY TERMINAL", "HARBOUR", "TOM'S HOUSE", "KITCHEN"]
    assert found["FERRY TERMINAL"].scenes == ("1", "5")
    assert found["FERRY TERMINAL"].key
    assert found["FERRY TERMINAL"].sub_places == ("TICKET HALL",)
    assert found["TOM'S HOUSE"].sub_places == ("KITCHEN",)
    assert (found["HARBOUR"].interior, found["HARBOUR"].exterior) == (False, True)
    assert found["HARBOUR"].times == ("NIGHT",), "CONTINUOUS has the time of the scene before"


def test_a_place_is_described_by_the_sentences_before_anybody_is_named() -> None:
    found = places(broken_down(FERRY))
    assert found["FERRY TERMINAL"].description == (
        "A long, low hall with a wet tiled floor. Neon hums over empty benches."
    )
    assert found["TOM'S HOUSE"].description.startswith("A stove, a table, two chairs.")


def test_a_bare_room_after_a_dwelling_is_a_question() -> None:
    kitchen = places(broken_down(FERRY))["KITCHEN"]
    assert [question.ask for question in kitchen.questions] == ["Is KITCHEN in TOM'S HOUSE?"]
    assert kitchen.questions[0].about == ("kitchen", "toms-house")


def test_places_with_a_common_beginning_are_a_question() -> None:
    text = "INT. VELVET CLUB - NIGHT\n\nDark.\n\nEXT. VELVET CLUB YARD - NIGHT\n\nCold.\n"
    yard = broken_down(text).settings[1]
    assert [question.about for question in yard.questions] == [("velvet-club-yard", "velvet-club")]


def test_a_defined_place_takes_its_aliases() -> None:
    home = ThingDefinition(name="Tom's house", aliases=("KITCHEN", "TOM'S HOUSE"), description="A brick cottage.")
    found = places(broken_down(FERRY, definitions=Definitions(settings=(home,))))
    assert "KITCHEN" not in found
    assert found["Tom's house"].scenes == ("3", "4")
    assert found["Tom's house"].description == "A brick cottage."


def test_things_that_come_back_and_are_handled_are_key() -> None:
    found = things(broken_down(FERRY))
    assert {name for name, thing in found.items() if thing.hero} == {"suitcase", "key", "lantern"}
    assert found["suitcase"].scenes == ("1", "2", "4")
    assert found["cap"].category == "wardrobe"
    assert not found["cap"].hero


@pytest.mark.parametrize("name", ["dog", "dog bark", "neon", "hand", "counter", "boot", "rain"])
def test_bodies_sounds_and_stuff_are_no_props(name: str) -> None:
    assert name not in things(broken_down(FERRY))


def test_nouns_that_are_only_spoken_of_are_not_mixed_in() -> None:
    talk = "ANNA\nThe sword! Give me the sword. A sword, I say.\n\n" * 3
    assert things(broken_down(f"INT. HALL - DAY\n\nAnna waits.\n\n{talk}")) == {}


@pytest.mark.parametrize(
    ("sentence", "prop"),
    [
        ("Anna lifts out a bundle of letters.", "letter"),
        ("Anna opens the glove box.", "glove box"),
        ("Anna picks up a coat hanger.", "coat hanger"),
        ("Anna grabs Boris's rifle.", "rifle"),
        ("Anna hands him two knives.", "knife"),
        ("Anna wraps the scissors in a cloth.", "scissors"),
        ("Anna takes the cigarette case.", "cigarette case"),
    ],
)
def test_the_head_of_a_noun_phrase_is_the_prop(sentence: str, prop: str) -> None:
    text = f"INT. HALL - DAY\n\n{sentence}\n\nANNA\nSo.\n\nBORIS\nSo.\n\nINT. YARD - DAY\n\n{sentence}\n"
    assert prop in things(broken_down(text))


def test_a_defined_prop_takes_its_aliases_and_stays_when_it_is_not_seen() -> None:
    sheet = Definitions(
        props=(
            ThingDefinition(name="the brass key", aliases=("key",), pinned=True),
            ThingDefinition(name="Grail", description="A chipped cup."),
        )
    )
    found = things(broken_down(FERRY, definitions=sheet))
    assert "key" not in found
    assert found["the brass key"].scenes == ("1", "3")
    assert found["the brass key"].pinned
    assert found["Grail"].scenes == ()


def test_slugs_are_unique_over_all_kinds() -> None:
    text = "INT. LANTERN - NIGHT\n\nAnna picks up the LANTERN.\n\nLANTERN\nPut me down.\n\nANNA\nA lantern!\n"
    output = broken_down(text)
    ids = [asset.id for asset in (*output.characters, *output.props, *output.settings)]
    assert len(set(ids)) == len(ids)


def test_within_a_scene_the_head_stands_for_the_whole_name() -> None:
    text = (
        "INT. SHOP - DAY\n\nAnna wraps a porcelain dog. She sets down the dog.\n\nANNA\nThere.\n\n"
        "INT. YARD - DAY\n\nAnna pats the dog. She picks up the porcelain dog.\n\nANNA\nThere.\n"
    )
    found = things(broken_down(text))
    assert found["porcelain dog"].scenes == ("1", "2")
    assert found["porcelain dog"].hero
    assert "dog" not in found, "named once without being handled"


def test_a_bare_word_of_weather_does_not_end_the_description_of_a_place() -> None:
    (pier,) = broken_down(
        "EXT. PIER - DAY\n\nRain. A long wooden pier with one bench. Anna waits.\n\nANNA\nSo.\n"
    ).settings
    assert pier.description == "Rain. A long wooden pier with one bench."


def test_another_scene_may_leave_out_what_kind_of_box_it_is() -> None:
    script = "INT. HALL - DAY\n\nAnna lifts a tin BOX.\n\nINT. CAR - NIGHT\n\nAnna opens the box.\n"
    assert list(things(broken_down(script))) == ["tin box"]
    two = script.replace("INT. CAR", "INT. SHED - DAY\n\nAnna kicks a wooden box.\n\nINT. CAR")
    assert set(things(broken_down(two))) == {"tin box", "box"} | {n for n in things(broken_down(two)) if "wood" in n}


def test_a_sound_is_no_part_of_a_name() -> None:
    script = "INT. HALL - DAY\n\nThe telephone RINGS. Anna grabs the telephone. The boots, the boots again.\n"
    assert "telephone" in things(broken_down(script))
    assert not {"telephone ring", "the boot"} & set(things(broken_down(script)))


def test_a_weapon_is_listed_even_without_an_article() -> None:
    script = "INT. HALL - DAY\n\nReed comes in, gun drawn.\n\nINT. YARD - DAY\n\nReed, the gun on his hip.\n"
    assert things(broken_down(script))["gun"].hero


def test_the_longer_a_script_the_more_it_takes_to_be_key() -> None:
    twice = "INT. A - DAY\n\nAnna picks up a cup.\n\nINT. B - DAY\n\nAnna drops the cup.\n"
    feature = twice + "".join(f"\nINT. ROOM {number} - DAY\n\nRain.\n" for number in range(200))
    assert things(broken_down(twice))["cup"].hero
    assert not things(broken_down(feature))["cup"].hero


def test_what_runs_through_the_film_is_key_without_a_hand_on_it() -> None:
    script = "".join(f"INT. ROOM {n} - DAY\n\nOn the floor a paper crown.\n\n" for n in range(3))
    assert things(broken_down(script))["paper crown"].hero


def test_what_comes_back_is_listed_even_if_it_is_only_seen() -> None:
    script = "INT. A - DAY\n\nBehind it a suitcase.\n\nINT. B - DAY\n\nHe looks at the suitcase.\n"
    assert not things(broken_down(script))["suitcase"].hero


def test_furniture_belongs_to_its_place() -> None:
    script = "".join(f"INT. ROOM {n} - DAY\n\nAnna takes a chair. Anna throws the chair.\n\n" for n in range(6))
    assert not things(broken_down(script))["chair"].hero

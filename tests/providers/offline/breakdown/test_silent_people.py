"""People who never speak, and names that turn out to be one: how feature scripts bring people in."""

from __future__ import annotations

import pytest

from tests.providers.offline.breakdown.scripts import broken_down, people


def in_hall(*paragraphs: str, speaker: str = "BORIS") -> str:
    return "INT. HALL - DAY\n\n" + "\n\n".join((*paragraphs, f"{speaker}\nGood evening.", ""))


@pytest.mark.parametrize(
    ("action", "name"),
    [
        ("LOTTE, 19, climbs through the window.", "LOTTE"),
        ("Behind her come three MEN IN OILSKINS.", "MEN IN OILSKINS"),
        ("THE GIRL IN YELLOW stands at the gate.", "THE GIRL IN YELLOW"),
        ("At her heels trots PEPPER, a small, three-legged terrier.", "PEPPER"),
        ("On the stairs sits VASK, the night watchman.", "VASK"),
    ],
)
def test_who_is_introduced_in_capitals_is_a_person_without_a_word(action: str, name: str) -> None:
    found = people(broken_down(in_hall(action)))
    assert list(found) == [name, "BORIS"]


@pytest.mark.parametrize(
    "action",
    [
        "A LANTERN, 30 years old, hangs from a hook. The lantern swings.",
        "STATIC, then a voice. Static again.",
        "A BUS, a relic of the war, stops. Nobody gets out.",
        "SILENCE, the whole long night.",
        "He opens the CHEST, a gift of the king.",
    ],
)
def test_things_and_sounds_in_capitals_are_not(action: str) -> None:
    assert list(people(broken_down(in_hall(action)))) == ["BORIS"]


def test_a_name_that_comes_back_is_somebody_in_every_language() -> None:
    script = "EXT. UFER - TAG\n\nNeben Greta läuft HANNO, ein alter Hund. In der Hand ein KOFFER.\n\nGRETA\nKomm.\n\n"
    script += "Hanno bellt. Koffer fallen um. Der Koffer springt auf.\n"
    assert list(people(broken_down(script, "de"))) == ["GRETA", "HANNO"]


def test_a_longer_name_belongs_to_the_first_name_before_the_surname() -> None:
    action = "NORA LANE, 34, unlocks the gate.\n\nOLD LANE\nWho is it?\n\nNORA\nMe.\n\nLANE\nMother?"
    found = people(broken_down(in_hall(action)))
    assert found["NORA"].aliases == ("NORA LANE",)
    assert found["NORA"].age == "34"
    assert [question.ask for question in found["LANE"].questions] == ["Are LANE and NORA one person?"]


def test_a_younger_self_is_somebody_else() -> None:
    found = people(broken_down(in_hall("LITTLE BORIS, a boy of ten, skips a stone.")))
    assert found["LITTLE BORIS"].age == "ten"
    assert [question.ask for question in found["LITTLE BORIS"].questions] == [
        "Is LITTLE BORIS a younger or older BORIS?"
    ]


def test_another_article_makes_nobody_else() -> None:
    action = "A MAN IN A GREY COAT, 50s, waits.\n\nMAN IN THE GREY COAT\nAt last."
    found = people(broken_down(in_hall(action)))
    assert list(found) == ["MAN IN THE GREY COAT", "BORIS"]
    assert found["MAN IN THE GREY COAT"].age == "50s"


def test_a_nickname_that_is_said_outright_is_an_alias() -> None:
    found = people(broken_down(in_hall("BORIS KALE (61) sweeps. Everyone calls him SMUDGE.", "Smudge sits down.")))
    assert list(found) == ["BORIS"]
    assert found["BORIS"].aliases == ("BORIS KALE", "SMUDGE")


def test_who_turns_out_to_be_whom_is_asked() -> None:
    found = people(broken_down(in_hall("THE STRANGER (revealed as BORIS) takes off his hood.")))
    assert [question.ask for question in found["THE STRANGER"].questions] == [
        "Are THE STRANGER and BORIS one person?"
    ]  # fmt: skip


def test_twins_share_an_age_and_nobody_shares_what_they_do() -> None:
    found = people(broken_down(in_hall("The twins, MAYA and MILO (8), decorate a cake.")))
    assert [(found[name].age, found[name].description) for name in ("MAYA", "MILO")] == [("8", ""), ("8", "")]


@pytest.mark.parametrize(
    "action", ["A girl of six, FREYA, jumps.", "FREYA, a girl of six, jumps.", "FREYA, six years old, jumps."]
)
def test_ages_in_words_before_and_after(action: str) -> None:
    assert people(broken_down(in_hall(action)))["FREYA"].age.split()[0] == "six"


def test_a_party_of_ten_is_no_age() -> None:
    assert people(broken_down(in_hall("FREYA (40) enters.", "FREYA", "IDA, with a party of ten, waits.")))["FREYA"].age


def test_words_on_a_picture_bring_nobody_in() -> None:
    action = 'On its back: "Boris and me, 1973".'
    found = people(broken_down(f"INT. HALL - DAY\n\n{action}\n\nANNA\nOh.\n\n" + in_hall("Boris coughs.")))
    assert found["BORIS"].scenes == ("2",)


def test_whoever_speaks_is_key_a_voice_too() -> None:
    found = people(broken_down(in_hall("A click.", "RADIO VOICE (V.O.)\nGales.", "ANNA (O.S.)\nOpen.", "Anna enters.")))
    assert {name for name, person in found.items() if person.key} == {"RADIO VOICE", "ANNA", "BORIS"}


def test_a_title_picks_one_of_two_with_a_surname() -> None:
    action = "DR. MIRA HOLT (40) and TOM HOLT (41) dance.\n\nMIRA\nYes.\n\nTOM\nNo.\n\nDR. HOLT\nStop."
    found = people(broken_down(in_hall(action)))
    assert [question.ask for question in found["DR. HOLT"].questions] == ["Are DR. HOLT and MIRA one person?"]


def test_names_in_small_letters_are_found_where_they_are_all_so() -> None:
    script = "int. launderette - night\n\njune waits.\n\n@june\nhello.\n\next. road - dawn\n\njune walks.\n"
    assert people(broken_down(script))["june"].scenes == ("1", "2")


def test_a_paragraph_of_its_own_says_nothing_of_who_was_named_before() -> None:
    action = "A woman waits: IDA (30), one glove.\n\nBORIS\nHello.\n\nHe nods. He is blushing."
    assert people(broken_down(in_hall(action)))["IDA"].pronouns == "she"


def test_men_in_suits_are_a_group_and_a_tool_at_the_end_is_a_verb() -> None:
    action = "VIKTOR (50), scarred hands, hammers. Two MEN IN SUITS watch. A boy, WREN, fourteen or so, waits."
    found = people(broken_down(in_hall(action)))
    assert found["MEN IN SUITS"].group
    assert found["VIKTOR"].description == "scarred hands"
    assert found["WREN"].age == "fourteen or so"

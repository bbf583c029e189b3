"""Who is in a script: cues, introductions, looks, ages, roles and the questions that are left to the author."""

from __future__ import annotations

import pytest

from storyforge.model.assets import CharacterDefinition, Definitions
from tests.providers.offline.breakdown.scripts import FERRY, broken_down, people


def cues(*names: str) -> str:
    lines = "".join(f"{name}\nSomething is said here.\n\n" for name in names)
    return f"INT. HALL - DAY\n\nPeople wait.\n\n{lines}"


def test_a_script_has_the_people_who_speak_and_those_who_are_introduced() -> None:
    found = people(broken_down(FERRY))
    assert list(found) == [
        "ANNA", "OLD TOM", "BOTH", "DOCKWORKER", "GET OUT OF HERE!", "MIRA", "MOM", "GUARDS", "GUARD #1", "GUARD #2",
        "YOUNG ANNA", "TOM", "THE MAN IN THE DOORWAY",
    ]  # fmt: skip
    assert found["ANNA"].speeches == 3 - 1
    assert found["DOCKWORKER"].speeches == 0
    assert found["DOCKWORKER"].scenes == ("1", "2", "5")
    assert found["BOTH"].group
    assert found["GUARDS"].group


def test_extensions_articles_and_emphasis_are_no_part_of_a_name() -> None:
    found = people(broken_down(FERRY))
    assert found["MOM"].speeches == 2
    assert found["THE MAN IN THE DOORWAY"].speeches == 2
    assert found["THE MAN IN THE DOORWAY"].aliases == ("MAN IN THE DOORWAY",)
    assert found["MIRA"].aliases == ("DR. MIRA HOLT",)


def test_looks_are_the_scripts_own_words() -> None:
    found = people(broken_down(FERRY))
    assert found["ANNA"].identity_line == (
        "ANNA, 34, a welder with cropped hair and burn scars on her forearms, wears a blue boiler suit"
    )
    assert found["OLD TOM"].identity_line == "OLD TOM, 70s, a thin man in a yellow raincoat, one eye clouded"
    assert found["YOUNG ANNA"].description == "freckled, missing a front tooth"
    assert found["DOCKWORKER"].identity_line == "DOCKWORKER, tall, bony, with a limp"
    assert found["MIRA"].age == "mid-40s"
    assert "silver hair in a braid" in found["MIRA"].identity_line
    assert found["GUARD #1"].identity_line == ""


def test_every_look_is_found_in_a_mention_that_describes() -> None:
    for person in broken_down(FERRY).characters:
        described = " ".join(mention.quote for mention in person.mentions if mention.describes)
        for look in person.description.split("; "):
            assert look in described.replace("*", "")


def test_pronouns_come_from_sentences_never_from_names() -> None:
    found = people(broken_down(FERRY))
    assert found["ANNA"].pronouns == "she"
    assert found["OLD TOM"].pronouns == "he"
    assert found["TOM"].pronouns == "unknown"
    assert found["MOM"].pronouns == "unknown"


def test_names_that_may_be_one_person_are_asked_about_and_never_merged() -> None:
    found = people(broken_down(FERRY))
    asked = {
        name: [question.ask for question in person.questions] for name, person in found.items() if person.questions
    }
    assert found["GET OUT OF HERE!"].questions[0].ask.startswith("Is GET OUT OF HERE! a person")
    del asked["GET OUT OF HERE!"]
    assert asked == {
        "OLD TOM": ["Is OLD TOM a younger or older TOM?"],
        "YOUNG ANNA": ["Is YOUNG ANNA a younger or older ANNA?"],
    }
    assert found["YOUNG ANNA"].questions[0].about == ("young-anna", "anna")


def test_a_definition_merges_names_and_wins_over_the_script() -> None:
    anna = CharacterDefinition(
        name="Anna Krebs", aliases=("ANNA", "YOUNG ANNA"), age="35", identity_line="Anna, a welder", pinned=True
    )
    found = people(broken_down(FERRY, definitions=Definitions(characters=(anna,))))
    assert "YOUNG ANNA" not in found
    assert found["Anna Krebs"].speeches == 3
    assert (found["Anna Krebs"].age, found["Anna Krebs"].identity_line) == ("35", "Anna, a welder")
    assert found["Anna Krebs"].aliases == ("ANNA", "YOUNG ANNA")
    assert not found["Anna Krebs"].questions


def test_a_defined_person_who_is_not_in_the_script_comes_last() -> None:
    ghost = CharacterDefinition(name="THE GHOST", description="a draught and a smell of lilac")
    found = broken_down(FERRY, definitions=Definitions(characters=(ghost,))).characters
    assert (found[-1].name, found[-1].scenes, found[-1].key) == ("THE GHOST", (), False)


@pytest.mark.parametrize(
    ("cue", "names"),
    [
        ("ANNA AND BORIS", ["ANNA", "BORIS"]),
        ("ANNA/BORIS", ["ANNA", "BORIS"]),
        ("ANNA & BORIS", ["ANNA", "BORIS"]),
        ("ANNA, BORIS AND VERA", ["ANNA", "BORIS", "VERA"]),
        ("WALTER, JR", ["WALTER, JR"]),
        ("GUARD 1/2", ["GUARD 1/2"]),
        ("MAN W/ HAT", ["MAN W/ HAT"]),
        ("ANNA CONT'D", ["ANNA"]),
        ("ANNA V.O.", ["ANNA"]),
        ("SANDY", ["SANDY"]),
        ("O'NEIL", ["O'NEIL"]),
        ("MRS. HOLT", ["MRS. HOLT"]),
        ("R2-D2", ["R2-D2"]),
    ],
)
def test_a_cue_is_folded_to_people(cue: str, names: list[str]) -> None:
    assert [person.name for person in broken_down(cues(cue)).characters] == names


@pytest.mark.parametrize(
    "cue", ["GET DOWN", "WHAT ARE YOU DOING", "RUN!", "MOMENTS LATER", "SUPER TITLE", "AND THEN..."]
)
def test_a_shout_or_a_word_of_the_page_is_asked_about(cue: str) -> None:
    (found,) = broken_down(cues(cue)).characters
    assert [question.ask for question in found.questions] == [
        f"Is {found.name} a person, or something shouted or written on the page?"
    ]
    assert (found.key, found.role) == (False, "background")


def test_a_capital_line_that_speaks_three_times_is_somebody_after_all() -> None:
    found = broken_down(cues("WHAT'S-HIS-NAME IS IT", "ANNA", "WHAT'S-HIS-NAME IS IT", "WHAT'S-HIS-NAME IS IT"))
    assert [(person.name, person.questions) for person in found.characters] == [
        ("WHAT'S-HIS-NAME IS IT", ()),
        ("ANNA", ()),
    ]


@pytest.mark.parametrize("cue", ["ALL", "EVERYONE", "THE OTHERS", "CROWD", "GUARDS", "TWO NURSES"])
def test_one_cue_for_many_is_a_group(cue: str) -> None:
    (found,) = broken_down(cues(cue)).characters
    assert found.group
    assert found.role == "background"


@pytest.mark.parametrize(
    ("line", "age", "looks"),
    [
        ("IDA MOSS, 62, enters.", "62", ""),
        ("IDA MOSS (late 50s), a nun with a limp, enters.", "late 50s", "a nun with a limp"),
        ("IDA MOSS, mid-thirties, tall, freckled, sits down.", "mid-thirties", "tall, freckled"),
        ("IDA MOSS -- 19, barefoot -- sings.", "19", "barefoot"),
        ("A small, grey-haired woman in a fur hat, IDA MOSS, 80, is asleep.", "80", ""),
        ("IDA MOSS, 30 years old, new boots, waits.", "30 years old", "new boots"),
    ],
)
def test_ages_and_looks_are_read_from_an_introduction(line: str, age: str, looks: str) -> None:
    found = people(broken_down(f"INT. HALL - DAY\n\n{line}\n\nBORIS\nGood evening.\n"))
    assert found["IDA MOSS"].age == age
    assert found["IDA MOSS"].description == looks


@pytest.mark.parametrize(
    "line",
    ["The clock stops. BOOM, 3 times.", "A FIRE ENGINE passes, 12 feet away.", "INSERT, 35 mm film."],
)
def test_capitals_with_a_number_are_not_always_people(line: str) -> None:
    assert [p.name for p in broken_down(f"INT. HALL - DAY\n\n{line}\n\nBORIS\nGood evening.\n").characters] == ["BORIS"]


def test_roles_go_by_share_of_speech_and_scenes() -> None:
    speeches = "".join(f"LEAD\nA long line of nine words, all to himself.\n\nOTHER\nYes, {n}.\n\n" for n in range(20))
    minor = "".join(f"MINOR\nWell, {n}.\n\n" for n in range(4))
    text = f"INT. HALL - DAY\n\n{speeches}EXT. STREET - DAY\n\n{minor}EXTRA\nNo.\n"
    found = people(broken_down(text))
    assert [found[name].role for name in ("LEAD", "OTHER", "MINOR", "EXTRA")] == [
        "main", "main", "secondary", "background",
    ]  # fmt: skip


def test_a_name_that_is_a_word_is_not_found_in_a_question() -> None:
    found = people(broken_down("INT. HALL - DAY\n\nWill waves.\n\nWILL\nHello.\n\nINT. YARD - DAY\n\nWill he come?\n"))
    assert found["WILL"].scenes == ("1",)


def test_a_surname_stands_for_who_has_it_alone() -> None:
    text = (
        "INT. HALL - DAY\n\nMR. QUILL, 50, waits. OLD TOM and his son TOM enter. Quill and Prism nod.\n\n"
        "MR. QUILL\nYes?\n\nMISS PRISM\nNo.\n\nOLD TOM\nOh.\n\nKITCHEN RADIO\nRain.\n\n"
        "INT. YARD - DAY\n\nQuill smokes. Prism reads. Kitchen smells drift past.\n"
    )
    found = people(broken_down(text))
    assert found["MR. QUILL"].scenes == ("1", "2")
    assert found["MISS PRISM"].scenes == ("1", "2")
    assert found["KITCHEN RADIO"].scenes == ("1",)


def test_people_are_in_the_order_in_which_they_are_named() -> None:
    text = "INT. HALL - DAY\n\nMARA pushes ILJA. IDA laughs.\n\nIDA\nHa!\n\nILJA\nOw!\n\nMARA\nHush!\n"
    assert list(people(broken_down(text))) == ["MARA", "ILJA", "IDA"]


@pytest.mark.parametrize(
    ("action", "looks"),
    [
        ("KIM, 40, sits. She has a limp.", "She has a limp"),
        ("KIM, 40, sits. Her hair is cropped and white, her hands tremble.", "Her hair is cropped and white"),
        ("KIM, 40, sits. Dust falls. She wears a grey coat.", "She wears a grey coat"),
        ("KIM, 40, sits. She braces a foot against the wall.", ""),
        ("KIM, 40, sits. A nurse with red hair enters.", ""),
        ("KIM, 40, sits. PAT, 30, tall, enters. She has a limp.", ""),
    ],
)
def test_looks_go_on_in_the_sentences_after_an_introduction(action: str, looks: str) -> None:
    found = people(broken_down(f"INT. HALL - DAY\n\n{action}\n\nKIM\nWell.\n\nPAT\nWell.\n"))
    assert found["KIM"].description == looks


@pytest.mark.parametrize(
    ("action", "pronouns"),
    [
        ("KIM sits. She yawns.", "she"),
        ("KIM looks at herself in the glass.", "she"),
        ("KIM, 40, a woman in a fur hat, sits.", "she"),
        ("KIM slaps him.", "unknown"),
        ("KIM kisses her.", "unknown"),
        ("KIM takes her hand.", "unknown"),
        ("KIM bows to his mother.", "unknown"),
        ("KIM slaps him. He weeps.", "unknown"),
        ("KIM sits. A nurse enters. She yawns.", "unknown"),
        ("KIM and PAT sit. They yawn.", "unknown"),
    ],
)
def test_pronouns_need_a_clear_sentence(action: str, pronouns: str) -> None:
    found = people(broken_down(f"INT. HALL - DAY\n\n{action}\n\nKIM\nWell.\n"))
    assert found["KIM"].pronouns == pronouns


@pytest.mark.parametrize(
    ("language", "look", "line"),
    [
        ("en", "a tired woman with short hair and a wet uniform", "a woman with short hair and a uniform"),
        ("en", "an exhausted man in a muddy old coat", "a man in an old coat"),
        ("en", "tall, soaked, one eye clouded", "tall, one eye clouded"),
        ("de", "eine müde Frau mit kurzem Haar im nassen Mantel", "eine Frau mit kurzem Haar im Mantel"),
    ],
)
def test_what_passes_is_no_part_of_the_line_that_goes_into_every_picture(language: str, look: str, line: str) -> None:
    scene = f"INT. HALL - DAY\n\nKAJA, 40, {look}, waits.\n\nKAJA\nWell?\n"
    kaja = people(broken_down(scene, language))["KAJA"]
    assert kaja.identity_line == f"KAJA, 40, {line}"
    assert look in kaja.description, "and what the script says is kept"

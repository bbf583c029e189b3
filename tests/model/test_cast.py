"""Who is behind a cue: one person under many spellings, never two people under one by guess."""

from __future__ import annotations

import pytest

from storyforge.formats import fountain
from storyforge.model.cast import Cast, name_key
from storyforge.model.screenplay import Speech

CAST = Cast(
    [
        ("mom", "MOM", ()),
        ("man", "THE MAN", ()),
        ("edward", "EDWARD", ("Eddie", "Mr. Bloom")),
        ("young-edward", "YOUNG EDWARD", ()),
        ("anna-and-ben", "ANNA AND BEN", ()),
        ("anna", "ANNA", ()),
        ("ben", "BEN", ()),
        ("carl", "CARL", ("BEN",)),
        ("petr", "ПЁТР", ()),
        ("lea", "LÉA", ()),
        ("ohara", "O'HARA", ()),
        ("kuro", "黒", ()),
    ]
)


@pytest.mark.parametrize(
    ("cue", "slugs"),
    [
        ("MOM", ("mom",)),
        ("Mom", ("mom",)),
        ("  MOM  ", ("mom",)),
        ("MOM:", ("mom",)),
        ("*MOM*", ("mom",)),
        ("MAN", ("man",)),
        ("THE MAN", ("man",)),
        ("A MAN", ("man",)),
        ("EDDIE", ("edward",)),
        ("MR. BLOOM", ("edward",)),
        ("YOUNG EDWARD", ("young-edward",)),
        ("OLD EDWARD", ()),
        ("BEN", ("ben",)),
        ("MOM AND MAN", ("mom", "man")),
        ("MOM & THE MAN", ("mom", "man")),
        ("MOM / EDWARD / MAN", ("mom", "edward", "man")),
        ("MOM, EDWARD AND MAN", ("mom", "edward", "man")),
        ("MOM + STRANGER", ("mom",)),
        ("MOM AND MOM", ("mom",)),
        ("ANNA AND BEN", ("anna-and-ben",)),
        ("ANNA ET BEN", ("anna", "ben")),
        ("ПЁТР И ANNA", ("petr", "anna")),
        ("LE\u0301A", ("lea",)),
        ("LEA", ()),
        ("O’HARA", ("ohara",)),
        ("黒", ("kuro",)),
        ("ANDY", ()),
        ("", ()),
        ("AND", ()),
    ],
)
def test_the_people_behind_a_cue(cue: str, slugs: tuple[str, ...]) -> None:
    assert CAST.speakers(cue) == slugs


def test_an_extension_is_no_part_of_a_name() -> None:
    script = "INT. HALL - DAY\n\nMOM (V.O.)\nHello?\n\nMOM (O.S.) (CONT'D)\nAnyone?\n\nTHE MAN (into phone)\nNo.\n"
    blocks = fountain.parse(script.encode(), language="en").screenplay.scenes[0].blocks()
    assert [CAST.find(block.name) for block in blocks if isinstance(block, Speech)] == ["mom", "mom", "man"]


def test_a_cue_is_known_only_when_everyone_behind_it_is() -> None:
    assert CAST.knows("MOM")
    assert CAST.knows("MOM AND THE MAN")
    assert not CAST.knows("MOM AND STRANGER")
    assert not CAST.knows("")


def test_a_name_wins_over_another_ones_alias() -> None:
    assert Cast([("a", "ADA", ("BEE",)), ("b", "BEE", ())]).find("bee") == "b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("THE MAN", "man"),
        ("ＭＯＭ", "mom"),
        ("M\u00adom", "mom"),
        ("STRASSE", "straße"),
        ("ÉVA", "éva"),
        ("L'HOMME", "l’homme"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("MAN", "MEN"), ("MAN 1", "MAN 2"), ("THE", "A"), ("EVA", "ÉVA"), ("THEO", "O")]
)
def test_other_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)

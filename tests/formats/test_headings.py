"""Scene headings taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.formats.headings import parse_heading
from storyforge.formats.languages import languages
from storyforge.model.heading import Heading

IN, OUT, BOTH = (True, False), (False, True), (True, True)
NOWHERE = (None, None)

# heading, language: inside and outside, places, time, relation, notes
READ: dict[tuple[str, str], tuple[object, ...]] = {
    ("INT. SMITH HOUSE - KITCHEN - NIGHT", "en"): (IN, ("SMITH HOUSE", "KITCHEN"), "NIGHT", "", ()),
    ("INT. KITCHEN, SMITH HOUSE - DAY", "en"): (IN, ("SMITH HOUSE", "KITCHEN"), "DAY", "", ()),
    ("INT. KITCHEN, BOB'S - DAY", "en"): (IN, ("BOB'S", "KITCHEN"), "DAY", "", ()),
    ("EXT. LONDON, BAKER STREET - DAY", "en"): (OUT, ("LONDON", "BAKER STREET"), "DAY", "", ()),
    ("INT. SMITH HOUSE KITCHEN - DAY", "en"): (IN, ("SMITH HOUSE", "KITCHEN"), "DAY", "", ()),
    ("INT. HIGH SCHOOL GYM", "en"): (IN, ("HIGH SCHOOL", "GYM"), "", "", ()),
    ("INT. DAY ROOM - NIGHT", "en"): (IN, ("DAY ROOM",), "NIGHT", "", ()),
    ("EXT. LA - SUNSET BOULEVARD - NIGHT", "en"): (OUT, ("LA", "SUNSET BOULEVARD"), "NIGHT", "", ()),
    ("INT./EXT. CAR (MOVING) - CONTINUOUS", "en"): (BOTH, ("CAR",), "", "CONTINUOUS", ("MOVING",)),
    ("I/E. CAR - DRIVING - DAY", "en"): (BOTH, ("CAR",), "DAY", "", ("DRIVING",)),
    ("INT/EXT CAR/STREET - DUSK", "en"): (BOTH, ("CAR", "STREET"), "DUSK", "", ()),
    ("EST. TOWER", "en"): (OUT, ("TOWER",), "", "", ()),
    ("ext. the beach at sunset", "en"): (OUT, ("beach",), "SUNSET", "", ()),
    ("EXT. PARK, NIGHT", "en"): (OUT, ("PARK",), "NIGHT", "", ()),
    ("INT. HOUSE. DAY.", "en"): (IN, ("HOUSE",), "DAY", "", ()),
    ("INT. ST. MARY'S CHURCH - DAY", "en"): (IN, ("ST. MARY'S CHURCH",), "DAY", "", ()),
    ("EXT. RIO—NIGHT", "en"): (OUT, ("RIO",), "NIGHT", "", ()),
    ("EXT. SMITH-JONES FARM -- DAWN", "en"): (OUT, ("SMITH-JONES FARM",), "DAWN", "", ()),
    ("INT. BAR - LATER THAT NIGHT", "en"): (IN, ("BAR",), "NIGHT", "LATER", ()),
    ("INT. BAR - EARLY THE NEXT MORNING", "en"): (IN, ("BAR",), "MORNING", "NEXT DAY", ()),
    ("INT. BAR - SHORTLY THEREAFTER", "en"): (IN, ("BAR",), "", "MOMENTS LATER", ()),
    ("INT. BAR - TEN YEARS LATER", "en"): (IN, ("BAR",), "", "YEARS LATER", ("TEN YEARS LATER",)),
    ("INT. BAR - DAY 3", "en"): (IN, ("BAR",), "DAY", "", ("DAY 3",)),
    ("INT. BAR - NIGHT - CONTINUOUS", "en"): (IN, ("BAR",), "NIGHT", "CONTINUOUS", ()),
    ("INT. BAR - CONT’D", "en"): (IN, ("BAR",), "", "CONTINUOUS", ()),
    ("INT. BAR - 5:30 AM", "en"): (IN, ("BAR",), "MORNING", "", ("5:30 AM",)),
    ("INT. BAR - 11 p.m.", "en"): (IN, ("BAR",), "NIGHT", "", ("11 p.m",)),
    ("INT. BAR - NIGHT (1987)", "en"): (IN, ("BAR",), "NIGHT", "", ("1987",)),
    ("EXT. LONDON, 1944 - DAY", "en"): (OUT, ("LONDON",), "DAY", "", ("1944",)),
    ("EXT. CITY - MONTAGE - VARIOUS", "en"): (OUT, ("CITY",), "", "", ("VARIOUS", "MONTAGE")),
    ("INT. INT. HALL - DAY", "en"): (IN, ("HALL",), "DAY", "", ()),
    ("INT. SHOP - BACK ROOM - RESUME", "en"): (IN, ("SHOP", "BACK ROOM"), "", "", ("RESUME",)),
    ("INT. SHOP - BACK TO PRESENT", "en"): (IN, ("SHOP",), "", "", ("BACK TO PRESENT",)),
    ("INT. SHOP - NIGHT - NIGHTMARE", "en"): (IN, ("SHOP",), "NIGHT", "", ("NIGHTMARE",)),
    ("EXT. PIER - NIGHT. RAIN.", "en"): (OUT, ("PIER",), "NIGHT", "", ("RAIN",)),
    ("EXT. PIER - MONDAY, MAY 4TH - DAY", "en"): (OUT, ("PIER",), "DAY", "", ("MONDAY, MAY 4TH",)),
    ("EXT. PIER - WINTER, 1973", "en"): (OUT, ("PIER",), "", "", ("1973", "WINTER")),
    ("EXT. PIER - PRE-DAWN", "en"): (OUT, ("PIER",), "DAWN", "", ()),
    ("EXT. PIER - DAY FOR NIGHT", "en"): (OUT, ("PIER",), "NIGHT", "", ()),
    ("EXT. PIER - MOMENTS EARLIER", "en"): (OUT, ("PIER",), "", "EARLIER", ()),
    ("INT. PIER (SECURITY FOOTAGE)", "en"): (IN, ("PIER",), "", "", ("SECURITY FOOTAGE",)),
    ("INT. JOUR - CUISINE", "fr"): (IN, ("CUISINE",), "DAY", "", ()),
    ("INT. NUIT. CUISINE", "fr"): (IN, ("CUISINE",), "NIGHT", "", ()),
    ("INNEN. KÜCHE - GLEICH DARAUF", "de"): (IN, ("KÜCHE",), "", "MOMENTS LATER", ()),
    ("ИНТ. ДОМ - НА СЛЕДУЮЩЕЕ УТРО", "ru"): (IN, ("ДОМ",), "MORNING", "NEXT DAY", ()),
    ("INT. DR. HALE'S OFFICE - DAY", "en"): (IN, ("DR. HALE'S OFFICE",), "DAY", "", ()),
    ("INT. DAY", "en"): (IN, (), "DAY", "", ()),
    ("ROOFTOP", "en"): (NOWHERE, ("ROOFTOP",), "", "", ()),
    ("", "en"): (NOWHERE, (), "", "", ()),
    ("ИНТ. ДОМ - ДЕНЬ", "ru"): (IN, ("ДОМ",), "DAY", "", ()),
    ("ИНТ./НАТ. МАШИНА - НОЧЬ", "ru"): (BOTH, ("МАШИНА",), "NIGHT", "", ()),
    ("ІНТ. ДІМ - НІЧ", "uk"): (IN, ("ДІМ",), "NIGHT", "", ()),
    ("WNĘTRZE. DOM - NOC", "pl"): (IN, ("DOM",), "NIGHT", "", ()),
    ("WN./PL. SAMOCHÓD - DZIEŃ", "pl"): (BOTH, ("SAMOCHÓD",), "DAY", "", ()),
    ("ΕΣΩΤ. ΣΠΙΤΙ - ΝΥΧΤΑ", "el"): (IN, ("ΣΠΙΤΙ",), "NIGHT", "", ()),
    ("İÇ. EV - GECE", "tr"): (IN, ("EV",), "NIGHT", "", ()),
    ("iç/dış. araba - gündüz", "tr"): (BOTH, ("araba",), "DAY", "", ()),
    ("EST. PIAZZA - TRAMONTO", "it"): (OUT, ("PIAZZA",), "SUNSET", "", ()),
    ("INNEN. KÜCHE - AM NÄCHSTEN MORGEN", "de"): (IN, ("KÜCHE",), "MORNING", "NEXT DAY", ()),
    ("INT. CUISINE - PLUS TARD", "fr"): (IN, ("CUISINE",), "", "LATER", ()),
    ("EXT. CALLE - DÍA", "es"): (OUT, ("CALLE",), "DAY", "", ()),
    ("INT。客厅 夜", "zh"): (IN, ("客厅",), "NIGHT", "", ()),
    ("内景 咖啡馆 - 日", "zh"): (IN, ("咖啡馆",), "DAY", "", ()),
    ("20、卫生间 日 内", "zh"): (IN, ("卫生间",), "DAY", "", ()),
    ("○喫茶店・中（夜）", "ja"): (IN, ("喫茶店",), "NIGHT", "", ()),
    ("S#1. 카페 (낮/안)", "ko"): (IN, ("카페",), "DAY", "", ()),
    ("داخلي - غرفة - نهار", "ar"): (IN, ("غرفة",), "DAY", "", ()),
    ("ليل - داخلي", "ar"): (IN, (), "NIGHT", "", ()),
    ("١ /داخلي - حجرة - نهاراً", "ar"): (IN, ("حجرة",), "DAY", "", ()),
    ("פנים. דירה - לילה", "he"): (IN, ("דירה",), "NIGHT", "", ()),
}


@pytest.mark.parametrize(("text", "language"), READ)
def test_a_heading_says_where_and_when(text: str, language: str) -> None:
    found = parse_heading(text, language)
    assert ((found.interior, found.exterior), found.places, found.time, found.relative, found.notes) == READ[
        text, language
    ]


@pytest.mark.parametrize("unit", [" ", " - ", "/ ", "( ", ", ", "NIGHT "])
def test_a_heading_of_any_length_is_taken_apart_in_linear_time(unit: str) -> None:
    """Quadratic time would take minutes here."""
    found = parse_heading(f"INT. MILL{unit * 100_000}DOOR - NIGHT")
    assert (found.interior, found.time, found.places[0][:4]) == (True, "NIGHT", "MILL")


def test_a_decomposed_heading_reads_like_a_composed_one() -> None:
    assert parse_heading("I\u0307C\u0327. EV - GECE", "tr") == parse_heading("İÇ. EV - GECE", "tr")


@pytest.mark.parametrize("code", languages())
def test_every_language_reads_its_own_words(code: str) -> None:
    language = languages()[code]
    words = language.headings
    for interior, exterior, kinds in ((True, False, words.interior), (False, True, words.exterior)):
        for word in kinds:
            for time, canonical in language.times.items():
                found = parse_heading(f"{word}. PLACE X - {time}", language)
                assert (found.interior, found.exterior) == (interior, exterior), (word, time)
                assert (found.places, found.time) == (("PLACE X",), canonical), (word, time)
    for word, canonical in language.relative.items():
        if "*" not in word:
            assert parse_heading(f"INT. PLACE X - {word}", language).relative == canonical, word


@given(st.text(max_size=60), st.sampled_from([None, "en", "ja", "ar", "tr"]))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_taken_apart(text: str, language: str | None) -> None:
    assert isinstance(parse_heading(text, language), Heading)

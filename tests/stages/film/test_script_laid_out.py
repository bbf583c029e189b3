"""A master script from a file that is set for paper."""

from __future__ import annotations

import pytest

from storyforge.errors import NoScenesError
from storyforge.stages.film.s04_script import read_script
from tests.formats.documents.made import screenplay, word

PAGE = [
    ("heading", "7 INT. LAMP ROOM - NIGHT"),
    ("action", "The lamp turns."),
    ("cue", "ADA"),
    ("speech", "Forty years."),
    ("heading", "8 EXT. PIER - DAY"),
    ("action", "Rain."),
]
FOUNTAIN = "INT. LAMP ROOM - NIGHT #7#\n\nThe lamp turns.\n\nADA\nForty years.\n\nEXT. PIER - DAY #8#\n\nRain.\n"


def test_a_pdf_is_read_by_its_columns_and_keeps_its_scene_numbers() -> None:
    script = read_script("salt.pdf", screenplay([PAGE]), "en")
    assert script.text == FOUNTAIN
    assert [scene.number for scene in script.scenes] == ["7", "8"]


def test_fountain_under_another_suffix_stays_byte_for_byte() -> None:
    data = FOUNTAIN.replace("\n", "\r\n").encode()
    assert read_script("salt.txt", data, "en").to_bytes() == data


def test_a_word_document_of_prose_has_no_scenes() -> None:
    with pytest.raises(NoScenesError) as caught:
        read_script("salt.docx", word(["The lamp went out.", "Nobody saw it."]), "en")
    assert caught.value.path == "salt.docx"

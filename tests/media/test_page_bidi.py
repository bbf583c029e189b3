"""Right-to-left text: its order held against another implementation, its letters against their own base forms."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from hypothesis import given
from hypothesis import strategies as st

from storyforge.media.page_arabic import joined
from storyforge.media.page_bidi import direction, levels, mirrored, visual_order

if TYPE_CHECKING:
    from storyforge.media.page_bidi import Direction

BASES: dict[Direction, TextDirection] = {"ltr": TextDirection.LTR, "rtl": TextDirection.RTL}


def seen(text: str, base: Direction) -> str:
    found = levels(text, base)
    return "".join(mirrored(text[i]) if found[i] % 2 else text[i] for i in visual_order(found))


@given(st.text("ab ,.:()-+$%12٣אבج\u064e[]!\"'", max_size=16), st.sampled_from(["ltr", "rtl"]))
def test_the_order_is_that_of_the_unicode_algorithm(text: str, base: Direction) -> None:
    found = levels(text, base)
    ours = "".join(text[i] for i in visual_order(found))
    other = BidiParagraph(text, BASES[base]) if text else None
    assert ours == ("".join(c.character for c in other.get_reordered_characters()) if other else "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("שלום, Nora!", "!Nora ,םולש"),
        ("רות (12:30)", "(12:30) תור"),
        ("the word שלום (here)", "the word םולש (here)"),
    ],
)
def test_lines_as_they_are_seen(text: str, shown: str) -> None:
    assert seen(text, direction(text)) == shown


def test_a_paragraph_runs_as_its_first_letter_does() -> None:
    assert direction("12 (שלום)") == "rtl"
    assert direction("«Ruth» שלום") == "ltr"
    assert direction("12 …", "rtl") == "rtl"


def test_arabic_letters_take_the_form_of_their_place() -> None:
    assert "".join(char for char, _ in joined("السلام")) == "ﺍﻟﺴﻼﻡ"
    assert "".join(char for char, _ in joined("لا")) == "ﻻ"
    assert [meant for _, meant in joined("لا")] == ["لا"]
    assert "".join(char for char, _ in joined("می\u200cروم")) == "ﻣﯽﺭﻭﻡ"


@given(st.text(st.characters(min_codepoint=0x620, max_codepoint=0x64A), min_size=1, max_size=20))
def test_joined_letters_are_the_same_letters(text: str) -> None:
    found = joined(text)
    assert "".join(meant for _, meant in found) == text
    assert unicodedata.normalize("NFKC", "".join(char for char, _ in found)) == unicodedata.normalize("NFKC", text)

"""Right-to-left text: which runs of a line are seen where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from hypothesis import given
from hypothesis import strategies as st

from storyforge.media.page_pdf_bidi import direction, runs

if TYPE_CHECKING:
    from storyforge.media.page_pdf_bidi import Direction

BASES: dict[Direction, TextDirection] = {"ltr": TextDirection.LTR, "rtl": TextDirection.RTL}


def seen(text: str, base: Direction) -> str:
    return "".join(run[::-1] if rtl else run for run, rtl in runs(text, base))


@given(st.text("ab ,.:()-+$%12٣אבج[]!\"'", max_size=16), st.sampled_from(["ltr", "rtl"]))
def test_the_order_is_that_of_the_unicode_algorithm(text: str, base: Direction) -> None:
    expected = BidiParagraph(text, BASES[base]).get_reordered_characters() if text else ()
    assert seen(text, base) == "".join(char.character for char in expected)


@given(st.text("ab .(12٣אב\u064e\u05b0\u200c", max_size=16).map("a".__add__), st.sampled_from(["ltr", "rtl"]))
def test_every_run_is_a_part_of_the_line_as_it_is_spoken(text: str, base: Direction) -> None:
    found = runs(text, base)
    assert all(run in text for run, _ in found)
    assert sorted("".join(run for run, _ in found)) == sorted(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("שלום, Nora!", ["!", "Nora", "שלום, "]),
        ("רות (12:30)", [")", "12:30", "רות ("]),
        ("the word שלום (here)", ["the word ", "שלום", " (here)"]),
        ("می\u200cروم 12", ["12", "می\u200cروم "]),
        ("no more than this", ["no more than this"]),
    ],
)
def test_lines_as_they_are_seen(text: str, shown: list[str]) -> None:
    assert [run for run, _ in runs(text, direction(text))] == shown


def test_a_paragraph_runs_as_its_first_letter_does() -> None:
    assert direction("12 (שלום)") == "rtl"
    assert direction("«Ruth» שלום") == "ltr"
    assert direction("12 …", "rtl") == "rtl"

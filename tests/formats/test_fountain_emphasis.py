"""Bold, italic and underline, read and written."""

from __future__ import annotations

from itertools import product

import pytest

from storyforge.formats.fountain import Run, escaped, marked, parse, plain, runs

STYLES = [
    frozenset(),
    *map(frozenset, (["bold"], ["italic"], ["underline"], ["bold", "italic"], ["bold", "underline"])),
]
STYLES.append(frozenset(["bold", "italic", "underline"]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("He **runs** fast.", "He runs fast."),
        ("2 * 3 * 4", "2 * 3 * 4"),
        (r"\*69 and \_x\_", "*69 and _x_"),
        ("***all*** of _it_", "all of it"),
        ("***bold** only italic*", "bold only italic"),
        ("*open", "*open"),
        ("****", "****"),
        ("a\\b", "a\\b"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_marks_are_taken_off(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_styles_nest() -> None:
    assert runs("_Face *Mark 4*_.") == (
        Run("Face ", frozenset({"underline"})),
        Run("Mark 4", frozenset({"italic", "underline"})),
        Run("."),
    )
    assert [run.style for run in runs("***a** b*")] == ["Bold+Italic", "Italic"]


@pytest.mark.parametrize(
    "texts", [("He ", "runs fast", " ever."), ("a*b ", "c_d ", " e"), ("one\n", "two\nthree", "\n")]
)
def test_any_styles_on_words_can_be_written_and_read_back(texts: tuple[str, ...]) -> None:
    for styles in product(STYLES, repeat=3):
        pieces = [Run(text, style) for text, style in zip(texts, styles, strict=True)]
        written = marked(pieces)
        assert plain(written) == "".join(texts)
        assert letters(runs(written)) == letters(pieces)


def letters(pieces: list[Run] | tuple[Run, ...]) -> list[tuple[str, frozenset[str]]]:
    return [(char, run.styles) for run in pieces for char in run.text if not char.isspace()]


def test_a_style_that_can_not_be_written_never_costs_a_letter() -> None:
    pieces = (Run("un"), Run("der", frozenset({"underline"})), Run("line"))
    assert plain(marked(pieces)) == "underline"


def test_literal_signs_are_escaped_only_where_they_would_be_read() -> None:
    assert escaped("2 * 3") == "2 * 3"
    assert plain(escaped("*a* _b_")) == "*a* _b_"


def test_a_cue_in_bold_is_a_cue() -> None:
    assert parse("**BOB**\nHi.\n").elements[0].text == "BOB"

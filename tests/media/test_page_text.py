"""Lines: no wider than their room, nothing lost, broken where the language lets them be broken."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.media.fonts import FOLDERS, Face, Fonts
from storyforge.media.page_breaks import clusters, pieces
from storyforge.media.page_text import ELLIPSIS, Setter, Style, clean
from tests.media.tinyfont import tiny_font

if TYPE_CHECKING:
    from pathlib import Path

SETTER = Setter(Fonts.of([""]))
STYLE = Style(8.0)
WORDS = {
    "en": [
        "the",
        "ferry",
        "bell",
        "tower-keeper",
        "doesn't",
        "—",
        "wait…",
        "o'clock",
        "(again)",
        "Supercalifragilisticexpialidocious",
    ],
    "ko": ["민준이", "우산을", "들고", "부두", "끝에", "서", "있다", "종소리가", "들린다"],
    "ja": ["「ここで待って」", "と彼は言った。", "雨が、", "降り始め", "カメラーッ", "（静か）"],
    "ar": ["السلام", "عليكم", "يا", "صديقي", "هل", "قرأت", "الرسالة", "(24)"],
    "he": ["שלום,", "רות", "מחכה", "ליד", "החלון", "12:30"],
    "hi": ["नमस्ते", "क्या", "हाल", "है", "हिन्दी", "में"],
    "th": ["สวัสดีครับ", "วันนี้ฝนตกหนักมากที่ท่าเรือ"],
    "fr": ["Écoute-moi", ":", "«", "l’été", "»", "!", "Déjà", "à", "Łódź"],
}
texts = st.sampled_from(sorted(WORDS)).flatmap(
    lambda language: st.lists(st.sampled_from(WORDS[language]), min_size=1, max_size=25).map(" ".join)
)


@given(texts | st.text(max_size=120), st.floats(24, 300), st.floats(0, 24))
def test_lines_keep_their_width_and_lose_nothing(text: str, width: float, indent: float) -> None:
    rows = SETTER.rows(text, width, STYLE, indent)
    assert "".join("".join(rows).split()) == "".join(clean(text).split())
    for number, row in enumerate(rows):
        room = width - (0 if number else indent)
        line = row.rstrip()
        assert SETTER.width(line, STYLE) <= room + 1e-6 or len(clusters(line)) == 1


@given(texts, st.floats(40, 200))
def test_no_line_begins_with_a_mark_or_with_what_never_begins_one(text: str, width: float) -> None:
    for line in SETTER.lines(text, width, STYLE)[1:]:
        assert not unicodedata.combining(line[0])
        assert line[0] not in "、。」）ー!?:;»"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two-three", ["one ", "two-", "three"]),
        ("10-12 km", ["10-12 ", "km"]),
        ("雨。「夜」だ", ["雨。", "「夜」", "だ"]),
        ("안녕 하세요", ["안녕 ", "하세요"]),
        ("l’été\u00a0!", ["l’été\u00a0!"]),
    ],
)
def test_where_a_line_may_break(text: str, expected: list[str]) -> None:
    assert list(pieces(text)) == expected


@given(texts, st.floats(30, 200))
def test_a_text_cut_to_a_line_fits_and_says_that_it_is_cut(text: str, width: float) -> None:
    cut = SETTER.cut(text, width, STYLE)
    assert SETTER.width(cut, STYLE) <= width
    assert cut == clean(text) or cut.endswith(ELLIPSIS)
    assert clean(text).startswith(cut.removesuffix(ELLIPSIS))


@pytest.mark.parametrize(("align", "left"), [("left", 10.0), ("right", None), ("centre", None), ("start", 10.0)])
def test_a_line_stands_in_its_space(align: str, left: float | None) -> None:
    (item,) = SETTER.line("Ruth", 10, 50, STYLE, 100, align)  # type: ignore[arg-type]  # the table's own words
    wide = SETTER.width("Ruth", STYLE)
    expected = {"right": 110 - wide, "centre": 60 - wide / 2}.get(align, left)
    assert item.x == pytest.approx(expected)
    assert (item.y, item.text) == (50, "Ruth")


def test_text_that_runs_to_the_left_stands_on_the_right() -> None:
    items = SETTER.line("שלום Ruth", 0, 0, STYLE, 200, "start")
    assert [(item.text, item.rtl) for item in items] == [("Ruth", False), ("שלום ", True)]
    assert max(item.x for item in items) < 200
    assert items[0].x == pytest.approx(200 - SETTER.width("שלום Ruth", STYLE))


def test_what_is_never_seen_is_not_set() -> None:
    assert clean("a\u200eb\ufeff\u00adc\x07\ufe0f\td\r\ne") == "abc d\ne"
    assert clean("e\u0301") == "é"


def test_a_word_is_of_one_font_where_one_has_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strange = "\U00100001"
    tiny = Face(str(tiny_font(tmp_path / "a.ttf", "Tiny", strange + "ab")))
    monkeypatch.setenv(FOLDERS, str(tmp_path))
    setter = Setter(Fonts.of([strange]))
    items = setter.line(f"ab ab{strange} b{strange}c", 0, 0, STYLE)
    assert [(item.text, item.face == tiny) for item in items] == [
        ("ab ", False), (f"ab{strange} ", True), ("b", False), (strange, True), ("c", False),
    ]  # fmt: skip
    assert items[-1].x + setter.width("c", STYLE) == pytest.approx(setter.width(f"ab ab{strange} b{strange}c", STYLE))


def test_a_character_that_nobody_has_is_as_wide_as_its_box() -> None:
    assert SETTER.width("\U00100000", Style(10)) == pytest.approx(6.0, abs=0.5)

"""Subtitles are broken where people breathe: nothing is lost, nothing is too long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.exporters.subtitles import numbers
from storyforge.exporters.wrapping import measure, wrap

LAYOUT = numbers().layout
TEXT = st.text(
    st.sampled_from("abcdefg hijk lmno,. !?'“”「」、。ありがとう水墨画 ガッコウ 김민준 ไม่เป็นไร é\u0301 مرحبا —-"),
    max_size=400,
)


@given(TEXT)
def test_nothing_is_lost_and_nothing_is_too_long(text: str) -> None:
    found = wrap(text, LAYOUT)
    assert "".join("".join(found).split()) == "".join(text.split())
    for subtitle in found:
        assert subtitle.count("\n") <= 1
        for line in subtitle.split("\n"):
            assert LAYOUT.fits(line)
            assert line == line.strip() != ""


NOTHING = "It is awfully hard work doing nothing."


@pytest.mark.parametrize(
    ("text", "subtitles"),
    [
        ("", []),
        ("Ben! It leaks.", ["Ben! It leaks."]),
        ("I need your help, and I don't like it either.", ["I need your help,\nand I don't like it either."]),
        (f"{NOTHING} Cecily, what do you mean by it?", [f"{NOTHING}\nCecily, what do you mean by it?"]),
        (f"{NOTHING} However, I do not mind hard work where there is no object.",
         [NOTHING, "However, I do not mind hard\nwork where there is no object."]),
        ("I play accurately--any one can play accurately--but I play with wonderful expression.",
         ["I play accurately--", "any one can play accurately--\nbut I play with wonderful expression."]),
    ],
)  # fmt: skip
def test_it_breaks_after_sentences_then_after_clauses(text: str, subtitles: list[str]) -> None:
    assert wrap(text, LAYOUT) == subtitles


def test_japanese_lines_have_16_signs_and_begin_with_no_comma() -> None:
    found = wrap("昨日の夜、駅前の喫茶店で、彼女は三時間も待っていたのに、あなたは来なかったのよ。", LAYOUT)
    lines = [line for subtitle in found for line in subtitle.split("\n")]
    assert max(map(len, lines)) <= 16
    assert not any(line[0] in "、。ょっ" for line in lines)


def test_a_word_longer_than_a_line_is_cut() -> None:
    found = wrap("A" * 100, LAYOUT)
    assert [len(line) for subtitle in found for line in subtitle.split("\n")] == [42, 42, 16]


def test_marks_over_letters_have_no_width() -> None:
    assert measure("e\u0301") == (1, 0)
    assert measure("あa") == (1, 1)


def test_a_very_long_speech_takes_no_time() -> None:
    words = " ".join(f"word{number}," for number in range(4000))
    assert "".join("".join(wrap(words, LAYOUT)).split()) == "".join(words.split())

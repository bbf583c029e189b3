"""Fragments follow an edit: every word is kept, in order; each cut is where it was, or at the end of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storyforge.formats.fragments import follow

WORDS = st.sampled_from(
    ["the", "mill", "was", "empty,", "then.", "Nobody", "asked!", "for", "a", "key?", "So", "—", "l’or"]
)
FRAGMENTS = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5)


def letters(text: str) -> str:
    return "".join(text.split())


@given(FRAGMENTS, st.lists(WORDS, max_size=30).map(" ".join))
def test_all_words_are_said_once_and_in_order(fragments: list[str], words: str) -> None:
    found = follow(fragments, words)
    if found is not None:
        assert len(found) == len(fragments)
        assert letters("".join(found)) == letters(words)
        assert all(letters(fragment) for fragment in found)


@given(FRAGMENTS)
def test_words_that_stay_stay_where_they_are(fragments: list[str]) -> None:
    assume(all(any(map(str.isalnum, fragment)) for fragment in fragments))
    assert follow(fragments, " ".join(fragments)) == fragments


@given(FRAGMENTS, st.data())
def test_a_word_within_a_fragment_moves_no_cut(fragments: list[str], data: st.DataObject) -> None:
    assume(all(any(map(str.isalnum, fragment)) for fragment in fragments))
    row = data.draw(st.integers(0, len(fragments) - 1))
    words = fragments[row].split()
    assume(len(words) > 1)
    at = data.draw(st.integers(1, len(words) - 1))
    changed = [*fragments[:row], " ".join([*words[:at], "quietly", *words[at:]]), *fragments[row + 1 :]]
    assert follow(fragments, " ".join(changed)) == changed


@pytest.mark.parametrize(
    ("fragments", "words", "cut"),
    [
        (["I know.", "He left."], "I know. It is late. He left.", ["I know.", "It is late. He left."]),
        (["I know.", "He left."], "I know he left.", ["I know", "he left."]),
        (["I know, and", "he left."], "I know. Then he left.", ["I know.", "Then he left."]),
        (
            ["One, two, three.", "Four."],
            "All of it is new. Nothing is left of it.",
            ["All of it is new.", "Nothing is left of it."],
        ),
        (
            ["彼は来なかった。", "雨だった。"],
            "彼はまだ来なかった。ひどい雨だった。",
            ["彼はまだ来なかった。", "ひどい雨だった。"],
        ),
        (["Я знал.", "Он ушёл."], "Я всегда знал. Он давно ушёл.", ["Я всегда знал.", "Он давно ушёл."]),
        (["ידעתי.", "הוא הלך."], "ידעתי תמיד. הוא כבר הלך.", ["ידעתי תמיד.", "הוא כבר הלך."]),
        (["I know.", "He left."], "I know.", None),
        (["I know.", "He left."], "He left.", None),
        (["One.", "Two.", "Three."], "One. Three.", None),
        (["I know."], "", None),
    ],
)
def test_where_cuts_go(fragments: list[str], words: str, cut: list[str] | None) -> None:
    assert follow(fragments, words) == cut


def test_a_place_between_two_directions_is_as_good_as_an_end() -> None:
    assert follow(["So it", "is late"], "now then\nand ever so", joints=[9]) == ["now then", "and ever so"]


def test_a_very_long_speech_is_cut_too() -> None:
    old = ["word " * 30_000, "other " * 30_000]
    assert follow(old, "new " * 60_000) is not None

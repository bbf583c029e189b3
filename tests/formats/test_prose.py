"""Script prose reads as plain prose: sentences are found and capitals undone, names and introductions excepted."""

from __future__ import annotations

import pytest

from storyforge.formats.prose import cased, sentences, spelt


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She stops. He doesn't!  “Why?” A beat…", ["She stops.", "He doesn't!", "“Why?", "A beat…"]),
        ("Dr. Amin enters\nwith St. Brannoc's key. [[cut?]]", ["Dr. Amin enters with St. Brannoc's key."]),
        ("花子は窓を開ける。雨。", ["花子は窓を開ける。", "雨。"]),
        ("*Slowly*, it **turns**.", ["Slowly, it turns."]),
        ("", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@pytest.mark.parametrize(
    ("capitals", "plain"),
    [
        ("INGE drops the BRASS KEY. It RINGS.", "Inge drops the brass key. It rings."),
        ("ANNA BERG, 40, waits for OLD INGE'S brother.", "Anna Berg, 40, waits for old Inge's brother."),
        ("A DOG (mid 30s in dog years)", "A Dog (mid 30s in dog years)"),
        ("花子、TV", "花子、tv"),
    ],
)
def test_capitals_undone(capitals: str, plain: str) -> None:
    assert cased(capitals, {"inge": "Inge"}) == plain


def test_german_nouns_keep_their_capital() -> None:
    assert cased("Die TÜR knallt. Er sucht NERVÖS seinen alten SCHLÜSSEL.", {}, "de") == (
        "Die Tür knallt. Er sucht nervös seinen alten Schlüssel."
    )


def test_names_as_they_are_said() -> None:
    assert [spelt(n) for n in ("INGE ASTRUP", "O'NEIL", "BO'S WIFE", "von Trapp", "花子")] == [
        "Inge Astrup",
        "O'Neil",
        "Bo's Wife",
        "von Trapp",
        "花子",
    ]

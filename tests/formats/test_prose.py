"""Script prose reads as plain prose: sentences are found and joined, capitals undone but for names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.formats.prose import cased, join_sentences, plain_text, sentence_spans, sentences, spelt

# Language, and the sentences of one paragraph; the paragraph is these joined as `join_sentences` does.
SENTENCES = [
    ("en", ["Rain. ", "Mr. Bell waits. ", "He coughs."]),
    ("en", ["Well... I never."]),
    ("en", ["She waits... and goes. ", "Why?! ", "A beat…"]),
    ("en", ["She stops. ", "He doesn't!  ", "“Why?” ", "A beat…"]),
    ("en", ['She says "No." ', "Then she goes."]),
    ("en", ["“No!” she says. ", "Mr. Holt (J. R. Holt) waits."]),
    ("en", ["It was I. ", "Vitamin C. ", "She swallows."]),
    ("en", ["She works for the U.S. Army in the U.S. ", "He does not."]),
    ("en", ["Room No. 7. ", "No. ", "Nobody there."]),
    ("en", ["It costs 3.50 at 5 p.m. sharp. ", "At 6 p.m. ", "Nothing is left."]),
    ("en", ["Faded ink: “Lent me. Lady left no name. Hold.” ", "Under it, dates."]),
    ("en", ['A sign: "Keep out. Really." ', "He climbs over."]),
    ("en", ['An open "quote. ', "It never ends."]),
    ("en", ["(He waits.) ", "She goes. ", "(A beat.)"]),
    ("en", ["Labels: 2006. ", "2001. ", "A tuba."]),
    ("en", ["1. He goes.\n", "2. She stays."]),
    ("en", ["- one thing\n", "- another"]),
    ("en", ["A wrapped\nline."]),
    ("en", ["A long line that the author's editor broke since it was full, before\nAnna could say so."]),
    ("en", ["INSERT - THE TAG\n", "Faded blue ink."]),
    ("en", ["A paragraph\n\n", "and another."]),
    ("en", ["She runs! ", "-- Stops. ", "*Slowly* turns."]),
    ("de", ["Hr. Meier, d.h. Otto, kommt am 3. Mai, z.B. Um acht. ", "Sie wartet."]),
    ("de", ["IDA, 30. ", "Küchenmesser in der Hand. ", "Er ist 12. ", "Sie lacht."]),
    ("de", ["„Halt. Wer da?“ ", "Stille usw. ", "Dann Licht."]),
    ("fr", ["M. Dupont entre. ", "«Non. Jamais.» ", "Il sort."]),
    ("es", ["¿Quién? ", "¡La Sra. Paz! ", "Silencio."]),
    ("ru", ["Проф. Иванов входит. ", "И. И. Петров молчит. ", "Дождь."]),
    ("ja", ["花子は窓を開ける。", "雨。", "彼は「行け！」と言う。", "沈黙……誰もいない。"]),
    ("ja", ["「やめろ。もういい。」", "彼は去る。"]),
    ("zh", ["他走了！", "下雨？", "“走。快走。”"]),
    ("ko", ["문이 열린다. ", "그녀가 들어온다."]),
    ("hi", ["वह आता है। ", "वह जाती है।"]),
    ("ar", ["من هناك؟ ", "لا أحد."]),
    ("xx", ["One. ", "Two."]),
    ("en", []),
]  # fmt: skip


@pytest.mark.parametrize(("language", "parts"), SENTENCES, ids=["|".join(parts)[:40] for _, parts in SENTENCES])
def test_a_paragraph_is_cut_at_its_sentences(language: str, parts: list[str]) -> None:
    assert sentences("".join(parts), language) == [part.strip() for part in parts]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('.!?… \n"“”。」Aa1')), max_size=80))
def test_sentences_lose_nothing_but_space(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize("unit", ['"a. ', ".", ".\n", '."', "a. ", " \n", "[[", "“. "])
def test_long_text_of_any_kind_is_read_in_linear_time(unit: str) -> None:
    """Quadratic time would take minutes here."""
    text = unit * 40000
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        (["Rain.", "He coughs."], "Rain. He coughs."),
        (["花子は窓を開ける。", "雨。"], "花子は窓を開ける。雨。"),
        (["「やめろ。」", "彼は去る。"], "「やめろ。」彼は去る。"),
        (["彼は去る", "雨"], "彼は去る雨"),
        (["INSERT - THE TAG", "Faded ink."], "INSERT - THE TAG\nFaded ink."),
        (["She runs,", "he follows."], "She runs, he follows."),
        (["문이 열린다.", "그녀가 들어온다."], "문이 열린다. 그녀가 들어온다."),
        (["", "Rain.", ""], "Rain."),
        ([], ""),
    ],
)
def test_sentences_are_joined_as_their_script_is_written(parts: list[str], joined: str) -> None:
    assert join_sentences(parts) == joined


def test_one_line_has_no_notes_no_marks_and_no_space_that_the_script_would_not_write() -> None:
    assert plain_text("*Slowly*, it [[how?]]\n**turns**.") == "Slowly, it turns."
    assert plain_text("花子は\n窓を開ける。\n雨。") == "花子は窓を開ける。雨。"
    assert plain_text("It turns [[how? /* she */ asks.") == "It turns [[how? asks."
    assert plain_text("It /* [[ */ turns ]].") == "It turns ]]."


@pytest.mark.parametrize(
    ("unit", "plain"), [(" ", " "), ("\n ", " "), ("[[", "[[" * 100_000), ("/* ", "/ " * 100_000), ("[[a]]", "")]
)
def test_a_paragraph_of_any_kind_is_made_plain_in_linear_time(unit: str, plain: str) -> None:
    """Quadratic time would take minutes here."""
    assert plain_text(f"a{unit * 100_000}b") == f"a{plain}b"


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

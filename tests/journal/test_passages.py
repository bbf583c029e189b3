"""Passages are found by their words in any script, in an index that may be deleted, broken or unwritable."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.journal import passages as module
from storyforge.journal.passages import Contents, Passage, PassageIndex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TEXTS = (
    ("en", "Rain ran down the glass, and nobody wiped it away."),
    ("en", "She closed the door of the ferry and walked to the rail."),
    ("en", "The train was late again. He waited under the clock."),
    ("en", "Don't tell O'Neil, said the mayor (AND meant it): x*y."),
    ("es", "La canción del niño cruzaba el patio."),
    ("de", "Die Straße war naß, und über dem Fluß lag Nebel."),
    ("ko", "바다가 보이는 작은 집에 살았다."),
    ("ja", "東京の夜は雨だった。"),
    ("zh", "他在北京的街上走了很久。"),
    ("th", "ฝนตกหนักที่กรุงเทพในคืนนั้น"),
    ("hi", "रात भर बारिश होती रही।"),
    ("he", "שָׁלוֹם לְכֻלָּם"),
    ("ar", "مَطَرٌ على النافذة"),
    ("ru", "Поезд ушёл, и на перроне стало тихо."),
)


def contents(texts: Sequence[tuple[str, str]] = TEXTS) -> Contents:
    found = tuple(Passage("book.txt", number, code, text) for number, (code, text) in enumerate(texts, 1))
    return Contents(found, {"words": 7, "languages": {"en": 4}})


def index(folder: Path | None, digest: str = "ab" * 16) -> PassageIndex:
    return PassageIndex(folder, "mine", digest, contents)


@pytest.fixture(scope="module")
def shared() -> PassageIndex:
    """One index in memory, for all who only ask."""
    return index(None)


def found(asked: PassageIndex, query: str) -> list[int]:
    return [one.passage.number for one in asked.search(query, 20)]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("raining", [1]),
        ("GLASS", [1]),
        ("doors", [2]),
        ("don't", [4]),
        ("o’neil", [4]),
        ("cancion nino", [5]),
        ("strasse", [6]),
        ("uber", [6]),
        ("바다", [7]),
        ("집", [7]),
        ("東京", [8]),
        ("雨", [8]),
        ("京都", []),
        ("北京", [9]),
        ("ตก", [10]),
        ("กรุงเทพ", [10]),
        ("बारिश", [11]),
        ("שלום", [12]),
        ("مطر", [13]),
        ("поезд", [14]),
        ("zeppelin", []),
        ("", []),
    ],
)
def test_a_word_is_found_in_any_script(shared: PassageIndex, query: str, numbers: list[int]) -> None:
    assert found(shared, query) == numbers


def test_the_nearest_is_first_and_scores_are_exact(shared: PassageIndex) -> None:
    answers = shared.search("rain glass door", 5)
    assert [one.passage.number for one in answers] == [1, 2]
    assert answers[0].score > answers[1].score > 0
    assert all(isinstance(one.score, Decimal) and one.score.as_tuple().exponent == -3 for one in answers)
    assert answers == shared.search("rain glass door", 5)
    assert shared.search("rain glass door", 1) == answers[:1]
    assert shared.search("rain", 0) == []


def test_equally_near_passages_come_in_their_order() -> None:
    twins = [("en", f"A lamp, number {name}.") for name in ("one", "two", "six", "ten")]
    asked = PassageIndex(None, "twins", "cd" * 16, lambda: contents([*twins, *TEXTS, *TEXTS]))
    assert found(asked, "lamp") == [1, 2, 3, 4]
    assert len({one.score for one in asked.search("lamp", 4)}) == 1


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others(shared: PassageIndex) -> None:
    plain = {one.passage.number for one in shared.search("the glass", 9)}
    assert plain == {1, 2, 3, 4}
    assert [one.passage.number for one in shared.search("the glass", 9, without={"the"})] == [1]
    assert len(shared.search("the", 9, without={"the"})) == 4


def test_a_language_can_be_asked_for(shared: PassageIndex) -> None:
    assert [one.passage.number for one in shared.search("glass canción", 9, language="es")] == [5]
    assert [one.language for one in shared.spread(20, "en")] == ["en"] * 4


def test_passages_from_all_over(shared: PassageIndex) -> None:
    assert [one.number for one in shared.spread(2)] == [4, 11]
    assert len(shared.spread(99)) == len(TEXTS)


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_nothing_in_a_question_means_anything_to_the_database(shared: PassageIndex, query: str) -> None:
    assert all(one.score > 0 for one in shared.search(query, 3))


@pytest.mark.parametrize("query", ['"', "*", "NEAR(a b)", "x:y", "^rain", "-- ';", "{text}: rain", "a\0b", "\udc80"])
def test_signs_of_the_query_language_are_plain_text(shared: PassageIndex, query: str) -> None:
    shared.search(query, 3)


@given(st.integers(0, len(TEXTS) - 1), st.data())
def test_what_stands_in_a_passage_finds_it(shared: PassageIndex, which: int, data: st.DataObject) -> None:
    """Any word of a passage, or for scripts without spaces any two neighbours, brings that passage among others."""
    code, text = TEXTS[which]
    if code in ("ja", "zh", "ko"):
        start = data.draw(st.sampled_from([n for n in range(len(text) - 1) if text[n : n + 2].isalpha()]))
        query = text[start : start + 2]
    else:
        query = data.draw(st.sampled_from([word for word in text.split() if any(map(str.isalnum, word))]))
    assert which + 1 in found(shared, query)


def test_the_index_is_a_file_that_is_built_once(tmp_path: Path) -> None:
    first = index(tmp_path / "styles")
    assert found(first, "rain") == [1]
    assert first.file is not None
    assert first.file.is_file()
    again = PassageIndex(tmp_path / "styles", "mine", "ab" * 16, lambda: pytest.fail("it is there already"))
    assert found(again, "rain") == [1]
    assert again.facts() == {"languages": {"en": 4}, "words": 7}


def test_other_texts_are_another_index(tmp_path: Path) -> None:
    index(tmp_path).facts()
    other = PassageIndex(tmp_path, "mine", "ef" * 16, lambda: contents([("en", "A new lamp.")]))
    assert found(other, "lamp") == [1]
    assert found(other, "rain") == []


def test_a_deleted_index_comes_back(tmp_path: Path) -> None:
    asked = index(tmp_path)
    asked.facts()
    asked.close()
    assert asked.file is not None
    asked.file.unlink()
    assert found(asked, "rain") == [1]


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 400, None])
def test_a_broken_index_is_built_again(tmp_path: Path, damage: bytes | None) -> None:
    asked = index(tmp_path)
    asked.facts()
    asked.close()
    assert asked.file is not None
    whole = asked.file.read_bytes()
    asked.file.write_bytes(whole[: len(whole) // 3] if damage is None else damage)
    assert found(index(tmp_path), "rain") == [1]
    assert found(index(tmp_path), "東京") == [8]


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file, where the folder would be")
    asked = index(tmp_path / "file" / "styles")
    assert found(asked, "rain") == [1]
    assert asked.facts()["words"] == 7


def test_a_full_disk_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill = module._fill

    def full(connection: sqlite3.Connection, what: Contents) -> None:
        if connection.execute("PRAGMA database_list").fetchone()["file"]:
            raise sqlite3.OperationalError("database or disk is full")
        fill(connection, what)

    monkeypatch.setattr(module, "_fill", full)
    asked = index(tmp_path)
    assert found(asked, "rain") == [1]
    assert list(tmp_path.iterdir()) == []


def test_indexes_that_nobody_asks_for_any_more_are_cleared(tmp_path: Path) -> None:
    half = tmp_path / f".mine-{'9' * 24}-{module.VERSION}.sqlite.123.456"
    half.write_bytes(b"half of an index, of a program that was killed")
    (tmp_path / "other-style-abababab-1.sqlite").write_bytes(b"")
    for number in range(7):
        index(tmp_path, f"{number}" * 32).facts()
    left = sorted(file.name for file in tmp_path.iterdir())
    assert len([name for name in left if name.startswith("mine-")]) == 4
    assert half.name not in left
    assert "other-style-abababab-1.sqlite" in left


def test_many_threads_may_ask(tmp_path: Path) -> None:
    asked = index(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: found(asked, "rain"), range(40)))
    assert answers == [[1]] * 40
    assert len(list(tmp_path.iterdir())) == 1


def test_no_passages_at_all(tmp_path: Path) -> None:
    asked = PassageIndex(tmp_path, "empty", "aa" * 16, lambda: Contents((), {}))
    assert asked.search("rain", 3) == []
    assert asked.spread(3) == []

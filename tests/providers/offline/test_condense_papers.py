"""Letters and diaries: whose words they are, and when they were written, as far as their headings say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.providers.offline.condense import survey
from storyforge.tasks.survey import Section, SurveyContext

if TYPE_CHECKING:
    from storyforge.tasks.survey import Passage

DIARY = """\
(_Kept in cipher._)

_3 May. Bruck._--We crossed the river at night, and the driver would not say a word to any of us.

_4 May._--The gate was locked behind me this morning, and I know at last that I am a prisoner here.
"""
LETTERS = """\
_Letter from Miss Ellen Grey to Miss Rose Westbury._

“_9 May._

My dear friend, nothing has been heard of him since the spring, and I fear that something has happened.

ELLEN.

The clock struck ten in the hall while the whole house slept and nobody came down the stairs.

_Letter, Rose Westbury to Ellen Grey._

He asked me to marry him yesterday in the garden, and I gave him my promise with all my heart.

CUTTING FROM “THE DAILY GRAPH,” 8 AUGUST

(_Pasted in Ellen Grey’s journal._)

The ship struck the pier in the storm, and a great dog sprang from the deck and vanished.
"""


def passages(*sections: tuple[str, str], language: str = "en") -> tuple[Passage, ...]:
    parts = tuple(Section(title=title, text=text) for title, text in sections)
    return survey(SurveyContext(language=language, sections=parts)).passages


def one(found: tuple[Passage, ...], words: str) -> Passage:
    return next(passage for passage in found if words in passage.text)


def test_a_diary_in_the_title_of_a_chapter_names_its_writer_and_its_entries_their_dates() -> None:
    found = passages(
        ("CHAPTER I. JONAS HALE’S JOURNAL", DIARY), ("CHAPTER II", "Nobody knows who wrote this page of it.")
    )
    entry = one(found, "prisoner")
    assert (entry.writer, entry.dated) == ("Jonas Hale", "4 May")
    assert entry.text.startswith("The gate")
    assert one(found, "driver").dated == "3 May"
    assert (one(found, "Nobody knows").writer, one(found, "Nobody knows").dated) == ("", "")


def test_letters_have_the_writer_of_their_heading_until_they_are_signed() -> None:
    found = passages(("CHAPTER III", LETTERS))
    assert (one(found, "since the spring").writer, one(found, "since the spring").dated) == ("Miss Ellen Grey", "9 May")
    assert one(found, "clock struck").writer == ""
    assert one(found, "with all my heart").writer == "Rose Westbury"


def test_a_cutting_is_not_written_by_whoever_pasted_it() -> None:
    assert one(passages(("CHAPTER III", LETTERS)), "great dog").writer == ""


@pytest.mark.parametrize(
    ("heading", "writer"),
    [
        ("DR. SEWELL’S DIARY--_continued_", "Dr. Sewell"),
        ("_Memorandum by Abraham Van Holt._", "Abraham Van Holt"),
        ("_Telegram from Arthur Holm to Quentin P. Moore._", "Arthur Holm"),
        ("LOG OF THE “ORION”", ""),
    ],
)
def test_headings_in_use(heading: str, writer: str) -> None:
    found = passages(("CHAPTER IV", f"{heading}\n\nThe mate was found dead at the wheel with both of his hands tied."))
    assert one(found, "mate").writer == writer
    assert not any("DIARY" in passage.text or "Telegram" in passage.text for passage in found)


@pytest.mark.parametrize(
    "told",
    [
        "He tore the letter in two and threw both halves upon the fire.",
        "He read Lucy’s letter with tears in his eyes and said nothing.",
        "On 6 July we finished taking in cargo and stood out to sea.",
    ],
)
def test_a_sentence_about_a_letter_or_a_day_is_no_heading(told: str) -> None:
    before = "_Letter from Ada Thorne to Silas._\n\nNobody has come to the house since the day on which you left us."
    found = passages(("CHAPTER V", f"{before}\n\n{told}"))
    assert one(found, told).writer == "Ada Thorne"


def test_a_spanish_letter() -> None:
    text = "Carta de Teresa Robledo a su hermano\n\nMurió nuestro padre en la primavera, y la casa quedó vacía."
    assert one(passages(("Capítulo 2", text), language="es"), "padre").writer == "Teresa Robledo"


def test_a_date_in_a_story_dates_nothing() -> None:
    text = "“May 3rd—that was the day,” she said. The rain fell on the roofs of the town until the morning came."
    assert all(passage.dated == "" for passage in passages(("Chapter 1", text)))

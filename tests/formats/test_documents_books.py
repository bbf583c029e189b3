"""Where a novel's chapters begin, and what of a book is not its story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.formats.documents import Document, read_document
from tests.formats.books import gutenberg, told

if TYPE_CHECKING:
    from collections.abc import Iterable

GAP = "\n\n\n"


def read(text: str, name: str = "salt.txt", encoding: str = "utf-8") -> Document:
    return read_document(name, text.encode(encoding))


def titles(document: Document) -> list[str]:
    return [section.title for section in document.sections]


def chapters(headings: Iterable[str], words: int = 300, gap: str = "\n\n") -> str:
    return GAP.join(f"{heading}{gap}{told(words, seed)}" for seed, heading in enumerate(headings))


def texts(document: Document) -> str:
    return "\n\n".join(section.text for section in document.sections)


DIARY = gutenberg(
    f"""SALT

_by_

M. Ode

[Illustration: colophon]

NEW YORK

TO
MY FRIEND
THE KEEPER

CONTENTS

                                                                 Page

CHAPTER I
Ada Berg's Journal                                                   1

CHAPTER II
Ada Berg's Journal                                                  14

CHAPTER III
Letters, Etc.                                                       26

How these papers have been placed in order will be made clear in the reading of them. All needless
matters have been eliminated.

SALT

CHAPTER I

ADA BERG'S JOURNAL

(_Kept in shorthand._)

_3 May. Harbour._--Left the island at 8:35 P. M. {told(400)}

CHAPTER II

ADA BERG'S JOURNAL--_continued_

_5 May. The Lamp._--{told(400, 1)}

TOM HALE'S DIARY

_(Kept in phonograph)_

_6 May._--{told(200, 2)}

CHAPTER III

_Letter from Miss Inge Astrup to Miss Ada Berg._

"_9 May._

"My dearest Ada,--

{told(400, 3)}

NOTE

Seven years ago we all went down to the water. {told(100)}

THE END

       *       *       *       *       *

_There's More to Follow!_

More stories of the sort you like. {told(40)}"""
)


def test_a_novel_of_diaries_keeps_its_writers_and_loses_its_contents() -> None:
    book = read(DIARY)
    assert titles(book) == [
        "CHAPTER I. ADA BERG'S JOURNAL",
        "CHAPTER II. ADA BERG'S JOURNAL--continued",
        "CHAPTER III",
    ]
    first, second, third = (section.text for section in book.sections)
    assert first.startswith("(_Kept in shorthand._)\n\n_3 May. Harbour._--Left the island")
    assert "TOM HALE'S DIARY\n\n_(Kept in phonograph)_" in second
    assert third.startswith("_Letter from Miss Inge Astrup to Miss Ada Berg._")
    assert "NOTE\n\nSeven years ago" in third
    assert "More to Follow" not in texts(book)
    assert "placed in order" not in texts(book)
    assert (book.title, book.author, book.language) == ("Salt", "M. Ode", "en")
    assert any("before the first chapter" in note for note in book.notes)
    assert any("behind the end" in note for note in book.notes)


LISTED = """CONTENTS

    VOLUME I

    BOOK FIRST.--A JUST MAN

    CHAPTER I.     The Lamp
    CHAPTER II.    The Boat

    VOLUME II

    BOOK FIRST.--THE SALT

    CHAPTER I.  What is met"""

CASES: dict[str, tuple[str, list[str]]] = {
    "chapters with titles on the line": (
        chapters(["CHAPTER I. Down to the Sea", "CHAPTER II. The Pool of Salt", "CHAPTER III. Who Stole the Oars?"]),
        ["CHAPTER I. Down to the Sea", "CHAPTER II. The Pool of Salt", "CHAPTER III. Who Stole the Oars?"],
    ),
    "titles below, in capitals": (
        chapters(
            ["CHAPTER I.\n\nTHE LAMP.", "CHAPTER II.\n\nTHE BOAT\nAND ITS OARS.", "CHAPTER III.\n\nTHE END OF IT."]
        ),
        ["CHAPTER I. THE LAMP.", "CHAPTER II. THE BOAT AND ITS OARS.", "CHAPTER III. THE END OF IT."],
    ),
    "titles below, as sentences, with a wider gap": (
        chapters(
            ["Chapter 1\n\nIn which a lamp goes out, and nobody knows it.", "Chapter 2\n\nIn which a boat comes in."],
            gap=GAP,
        ),
        [
            "Chapter 1. In which a lamp goes out, and nobody knows it.",
            "Chapter 2. In which a boat comes in.",
        ],
    ),
    "number words": (
        chapters(["Chapter Nineteen", "Chapter Twenty", "Chapter Twenty-One"]),
        ["Chapter Nineteen", "Chapter Twenty", "Chapter Twenty-One"],
    ),
    "staves, announced otherwise than they are headed": (
        "CONTENTS\n\n Stave   I: The Lamp\n Stave  II: The Boat\n Stave III: The End of It\n\n\n"
        + chapters(
            ["STAVE ONE.\n\n\nTHE LAMP.", "STAVE TWO.\n\n\nTHE BOAT.", "STAVE THREE.\n\n\nTHE END OF IT."], gap=GAP
        ),
        ["STAVE ONE. THE LAMP.", "STAVE TWO. THE BOAT.", "STAVE THREE. THE END OF IT."],
    ),
    "books and chapters": (
        "BOOK ONE\n\nTHE COMING OF THE SALT\n\n\n"
        + chapters(["I.\n\nTHE EVE.", "II.\n\nTHE LAMP."])
        + "\n\n\nBOOK TWO\n\nUNDER THE SALT\n\n\n"
        + chapters(["I.\n\nUNDER FOOT.", "II.\n\nWHAT WE SAW."]),
        [
            "BOOK ONE. THE COMING OF THE SALT / I. THE EVE.",
            "BOOK ONE. THE COMING OF THE SALT / II. THE LAMP.",
            "BOOK TWO. UNDER THE SALT / I. UNDER FOOT.",
            "BOOK TWO. UNDER THE SALT / II. WHAT WE SAW.",
        ],
    ),
    "bare numerals alone": (chapters(["I", "II", "III"]), ["I", "II", "III"]),
    "steps of a chapter are no chapters": (
        chapters(["CHAPTER ONE\n\n" + told(100) + "\n\nI\n\n" + told(90) + "\n\nII", "CHAPTER TWO"]),
        ["CHAPTER ONE", "CHAPTER TWO"],
    ),
    "numbered stories in capitals": (
        chapters(["ADVENTURE I. A SCANDAL AT SEA", "ADVENTURE II. THE RED LAMP"]),
        ["ADVENTURE I. A SCANDAL AT SEA", "ADVENTURE II. THE RED LAMP"],
    ),
    "letters before chapters": (
        chapters(
            [
                "Letter 1\n\n_To Mrs. Berg, Harbour._\n\n\nSt. Anne, Dec. 11th, 17--.",
                "Letter 2",
                "Chapter 1",
                "Chapter 2",
            ]
        ),
        ["Letter 1", "Letter 2", "Chapter 1", "Chapter 2"],
    ),
    "a prologue and an epilogue": (
        chapters(["PROLOGUE", "CHAPTER 1", "CHAPTER 2", "EPILOGUE"]),
        ["PROLOGUE", "CHAPTER 1", "CHAPTER 2", "EPILOGUE"],
    ),
    "an introduction is left out": (chapters(["INTRODUCTION", "CHAPTER 1", "CHAPTER 2"]), ["CHAPTER 1", "CHAPTER 2"]),
    "a preface is left out": (chapters(["PREFACE", "CHAPTER 1", "CHAPTER 2"]), ["CHAPTER 1", "CHAPTER 2"]),
    "chapters shorter than lines of contents": (
        chapters(["CHAPTER 1", "CHAPTER 2", "CHAPTER 3", "CHAPTER 4"], words=30),
        ["CHAPTER 1", "CHAPTER 2", "CHAPTER 3", "CHAPTER 4"],
    ),
    "German": (
        chapters(
            ["Erstes Kapitel\n\nDie Lampe", "Zweites Kapitel\n\nDas Boot", "Einundzwanzigstes Kapitel\n\nDas Salz"]
        ),
        ["Erstes Kapitel. Die Lampe", "Zweites Kapitel. Das Boot", "Einundzwanzigstes Kapitel. Das Salz"],
    ),
    "French": (
        chapters(["CHAPITRE PREMIER\n\nUN ÉCUEIL FUYANT", "CHAPITRE II\n\nLE POUR ET LE CONTRE"])
        + "\n\n\nFIN\n\n\nTABLE DES MATIÈRES\n\nCHAPITRE PREMIER. UN ÉCUEIL\n\nCHAPITRE II. LE POUR",
        ["CHAPITRE PREMIER. UN ÉCUEIL FUYANT", "CHAPITRE II. LE POUR ET LE CONTRE"],
    ),
    "Chinese": (
        "\n\n".join(
            f"第{number}章　灯塔\n\n" + "她又数了一遍台阶。海上没有人。" * 60 for number in ("一", "二", "十一")
        ),
        ["第一章　灯塔", "第二章　灯塔", "第十一章　灯塔"],
    ),
    "volumes, books and chapters, announced in the contents": (
        LISTED + "\n\n\nPREFACE\n\nSo long as there is salt.\n\n\n"
        "VOLUME I--ADA\n\n\nBOOK FIRST--A JUST MAN\n\n\n"
        + chapters(["CHAPTER I--THE LAMP", "CHAPTER II--THE BOAT"])
        + "\n\n\nVOLUME II--TOM\n\n\nBOOK FIRST--THE SALT\n\n\n"
        + chapters(["CHAPTER I--WHAT IS MET"]),
        [
            "VOLUME I--ADA / BOOK FIRST--A JUST MAN / CHAPTER I--THE LAMP",
            "VOLUME I--ADA / BOOK FIRST--A JUST MAN / CHAPTER II--THE BOAT",
            "VOLUME II--TOM / BOOK FIRST--THE SALT / CHAPTER I--WHAT IS MET",
        ],
    ),
    "stories whose titles only the contents tell": (
        "CONTENTS\n\n The Sisters\n An Encounter ..... 12\n\n\n" + chapters(["THE SISTERS", "AN ENCOUNTER"]),
        ["THE SISTERS", "AN ENCOUNTER"],
    ),
    "front matter under the contents' last line": (
        "CONTENTS\n\nCHAPTER 1. The Lamp.\n\nCHAPTER 2. The Boat.\n\nCHAPTER 3. Salt.\n\nEpilogue\n\n\nEXTRACTS.\n\n"
        + told(200)
        + GAP
        + chapters(["CHAPTER 1. The Lamp.", "CHAPTER 2. The Boat.", "CHAPTER 3. Salt.", "Epilogue"]),
        ["CHAPTER 1. The Lamp.", "CHAPTER 2. The Boat.", "CHAPTER 3. Salt.", "Epilogue"],
    ),
    "a heading that is drawn as a picture": (
        f"[Illustration: SALT\n\n\nChapter I.]\n\n\nIT is a truth. {told(300)}\n\n\n"
        + chapters(["CHAPTER II.", "CHAPTER III."]),
        ["Chapter I.", "CHAPTER II.", "CHAPTER III."],
    ),
    "numbers between dashes": (
        "TOMO I\n\n\n" + chapters(["—I—", "—II—"]) + "\n\n\nTOMO II\n\n\n" + chapters(["—XVI—", "—XVII—"]),
        ["TOMO I / —I—", "TOMO I / —II—", "TOMO II / —XVI—", "TOMO II / —XVII—"],
    ),
    "acts, after a list of persons and scenes": (
        "THE PERSONS IN THE PLAY\n\n\nAda Berg\nTom Hale\n\n\nTHE SCENES OF THE PLAY\n\n\nACT I.  The Lamp Room.\n\n"
        "ACT II.  The Pier.\n\nACT III.  The Lamp Room.\n\n\n\n"
        + chapters(["FIRST ACT\n\n\nSCENE", "SECOND ACT\n\n\nSCENE", "THIRD ACT\n\n\nSCENE"], gap=GAP),
        ["FIRST ACT. SCENE", "SECOND ACT. SCENE", "THIRD ACT. SCENE"],
    ),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_chapters_are_found(case: str) -> None:
    text, expected = CASES[case]
    book = read(text)
    assert titles(book) == expected
    for section in book.sections:
        assert section.text
        assert section.title not in section.text.split("\n\n")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_they_are_found_within_project_gutenbergs_words_too(case: str) -> None:
    text, expected = CASES[case]
    book = read(gutenberg(text).replace("\n", "\r\n"))
    assert titles(book) == expected
    assert "Gutenberg" not in texts(book)
    assert "Produced by" not in texts(book)


QUIJOTE = gutenberg(
    f"""El ingenioso farero don Jacinto de la Sal


TASA

Yo, Juan Gallo, escribano de Cámara, certifico y doy fe. {told(60)}

TESTIMONIO DE LAS ERRATAS

Este libro no tiene cosa digna de notar. {told(40)}

AL DUQUE DE LA SAL,

marqués de la Espuma. {told(60)}

PRÓLOGO

Desocupado lector: sin juramento me podrás creer. {told(300)}

Primera parte del ingenioso farero don Jacinto de la Sal


Capítulo primero. Que trata de la condición y ejercicio del famoso farero
don Jacinto de la Sal


En un lugar de la costa, de cuyo nombre no quiero acordarme. {told(400)}


Capítulo II. Que trata de la primera salida que de su faro hizo el ingenioso
don Jacinto


Hechas, pues, estas prevenciones. {told(400, 2)}


Segunda parte del ingenioso farero don Jacinto de la
Sal


TASA

Yo, Hernando de Vallejo, escribano. {told(60)}

PRÓLOGO AL LECTOR

¡Válame Dios, y con cuánta gana debes de estar esperando! {told(200)}

Capítulo primero. De lo que el cura y el barbero pasaron con don Jacinto
cerca de su enfermedad


Cuenta Cide Hamete. {told(400, 3)}


Fin
""",
    title="Don Jacinto",
    language="Spanish",
    encoding="ISO-8859-1",
)


def test_a_spanish_novel_in_latin_1_loses_licences_and_both_prologues() -> None:
    book = read(QUIJOTE, encoding="iso8859-1")
    first, second = (f"{part} parte del ingenioso farero don Jacinto de la Sal" for part in ("Primera", "Segunda"))
    assert titles(book) == [
        f"{first} / Capítulo primero. Que trata de la condición y ejercicio del famoso farero don Jacinto de la Sal",
        f"{first} / Capítulo II. Que trata de la primera salida que de su faro hizo el ingenioso don Jacinto",
        f"{second} / Capítulo primero. De lo que el cura y el barbero pasaron con don Jacinto cerca de su enfermedad",
    ]
    for lost in ("escribano", "Desocupado", "Válame", "ERRATAS", "condición y ejercicio", "Fin"):
        assert lost not in texts(book)
    assert (book.encoding, book.guessed, book.language) == ("cp1252", False, "es")


@pytest.mark.parametrize(
    "line",
    [
        "Chapter 3 of the manual says that the lamp must be lit before dusk.",
        "Part one of the plan was simple.",
        "Act well your part, there all the honour lies.",
        "I am the keeper of the lamp.",
        "Letter one said nothing of the boat, letter two said less.",
        "A fin broke the water.",
        "The end of the pier was gone.",
        "Book me a room, he said.",
    ],
)
def test_a_sentence_is_no_heading(line: str) -> None:
    text = f"{told(200)}\n\n{line}\n\n{told(200)}\n\n{line}\n\n{told(200)}"
    book = read(text)
    assert titles(book) == [""]
    assert book.sections[0].text.count(line) == 2


def test_a_text_without_headings_is_one_section() -> None:
    book = read("One dollar.\nThat was all.\n\nAnd sixty cents\nof it in pennies.\n")
    assert [(section.title, section.text) for section in book.sections] == [
        ("", "One dollar. That was all.\n\nAnd sixty cents of it in pennies.")
    ]
    assert book.words == 12
    assert book.notes == ()


def test_a_text_that_begins_before_its_first_number_keeps_its_beginning() -> None:
    book = read(told(300) + "\n\nII\n\n" + told(300, 1) + "\n\nIII\n\n" + told(300, 2))
    assert titles(book) == ["", "II", "III"]


def test_numbers_of_printed_pages_are_no_chapters() -> None:
    pages = [f"and so the night went on and nobody came to the door {page}" for page in range(12)]
    text = "\n\n".join(f"{page}\n\n{number}" for number, page in enumerate(pages, 1))
    book = read(f"{text}\n\nand then it was morning.")
    assert titles(book) == [""]
    assert "door 0 and so the night" in book.sections[0].text
    assert "Left out: 12 page numbers." in book.notes


def test_pictures_and_the_transcribers_notes_are_left_out() -> None:
    note = "[Transcriber's Note: spelling\n\nis kept.]"
    picture = "[Illustration: _A boat._\n\n[_Copyright_]]"
    book = read(gutenberg(f"{note}\n\n{told(80)}\n\n{picture}\n\n{told(80)}"))
    assert "Illustration" not in texts(book)
    assert "Transcriber" not in texts(book)
    assert "Copyright" not in texts(book)
    assert "Left out: 2 notes in brackets on pictures and the transcription." in book.notes


def test_paragraphs_by_indent_or_by_line_where_no_line_is_empty() -> None:
    indented = "\n".join(["  The lamp went out, and", "nobody saw it go.", "  She counted the steps", "again."] * 30)
    assert (
        read(indented)
        .sections[0]
        .text.startswith("The lamp went out, and nobody saw it go.\n\nShe counted the steps again.\n\n")
    )
    long = "\n".join(["The lamp went out. " * 12] * 5)
    assert read(long).sections[0].text.count("\n\n") == 4


def test_lines_of_a_script_without_spaces_are_joined_without_one() -> None:
    assert (
        read("彼女は階段を\n数えた。\n\n海には誰もいない。").sections[0].text
        == "彼女は階段を数えた。\n\n海には誰もいない。"
    )

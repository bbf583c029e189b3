"""Every format of a document, read into one form."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.errors import InvalidArtifactError, InvalidTranscriptError
from storyforge.formats import fountain
from storyforge.formats.documents import Document, Section, TimedCue, read_document, supported
from storyforge.formats.documents.words import number_of
from tests.formats.books import told
from tests.formats.documents.made import epub, page, pdf, pdf_lines, saved, screenplay

if TYPE_CHECKING:
    from docx.document import Document as Word


def titles(document: Document) -> list[str]:
    return [section.title for section in document.sections]


def pairs(document: Document) -> list[tuple[str, str]]:
    return [(section.title, section.text) for section in document.sections]


def test_what_can_be_read_is_said() -> None:
    assert {".txt", ".md", ".pdf", ".docx", ".epub", ".fountain", ".fdx", ".srt", ".vtt", ".json"} <= set(supported())


def test_the_package_loads_nothing_heavy() -> None:
    ask = "import sys, storyforge.formats.documents as d; d.supported(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, encoding="utf-8", check=True)
    heavy = {"pypdf", "docx", "lxml", "defusedxml", "charset_normalizer", "pydantic", "ruamel", "numpy"}
    assert heavy.isdisjoint(done.stdout.split())


# Encodings

LETTER = "Querida Inés: «¿Mañana?» — dijo él… “El año que viene”, pensó. Año, niño, corazón, pingüino.\n" * 20
CODECS: list[tuple[str, bytes, str, bool]] = [
    ("UTF-8", LETTER.encode(), "utf-8", False),
    ("UTF-8 with a mark", LETTER.encode("utf-8-sig"), "utf-8", False),
    ("UTF-16 with a mark", LETTER.encode("utf-16"), "utf-16-le", False),
    ("UTF-16 big-endian with a mark", b"\xfe\xff" + LETTER.encode("utf-16-be"), "utf-16-be", False),
    ("UTF-16 without", LETTER.encode("utf-16-le"), "utf-16-le", True),
    ("UTF-16 big-endian without", LETTER.encode("utf-16-be"), "utf-16-be", True),
    ("UTF-32", LETTER.encode("utf-32"), "utf-32-le", False),
    ("cp1252", LETTER.encode("cp1252"), "cp1252", True),
    ("Mac Roman", LETTER.encode("mac-roman"), "mac-roman", True),
]


@pytest.mark.parametrize(("data", "codec", "guessed"), [row[1:] for row in CODECS], ids=[row[0] for row in CODECS])
def test_an_encoding_is_read_and_a_guess_is_told(data: bytes, codec: str, guessed: bool) -> None:
    document = read_document(
        "letter.txt", data.replace(b"\n", b"\r\n") if codec[:5] not in {"utf-1", "utf-3"} else data
    )
    assert document.sections[0].text.startswith("Querida Inés: «¿Mañana?» — dijo él… “El año que viene”")
    assert (document.encoding, document.guessed) == (codec, guessed)
    told_so = [note for note in document.notes if "a guess: check the accents" in note]
    assert len(told_so) == guessed


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Она снова пересчитала ступени, и снова их было на одну больше. Никто не видел лодку. " * 8, "cp1251"),
        ("彼女はもう一度階段を数えた。そしてまた一段多かった。港の誰も船を見ていない。" * 12, "shift_jis"),
        ("她又数了一遍台阶，又多了一级。港口里没有人看见那条船回来。" * 12, "gb18030"),
    ],
)
def test_other_encodings_are_guessed(text: str, codec: str) -> None:
    document = read_document("letter.txt", text.encode(codec))
    assert document.sections[0].text == text.strip()
    assert document.guessed


def test_a_declared_encoding_is_no_guess() -> None:
    head = "Character set encoding: {}\n\n*** START OF THIS PROJECT GUTENBERG EBOOK X ***\n\n"
    plain = read_document("a.txt", (head.format("ISO-8859-1") + "año — café").encode("cp1252"))
    assert (plain.encoding, plain.guessed, plain.sections[0].text) == ("cp1252", False, "año — café")
    # 0x81 has no meaning in cp1252: then ISO-8859-1 is what it says.
    odd = read_document("a.txt", head.format("ISO-8859-1").encode() + b"a\xf1o \x81 x")
    assert (odd.encoding, odd.guessed) == ("iso8859-1", False)
    koi = read_document("a.txt", (head.format("KOI8-R") + "лодка").encode("koi8-r"))
    assert (koi.encoding, koi.sections[0].text) == ("koi8-r", "лодка")


def test_a_few_broken_bytes_in_utf_8_are_told_and_not_guessed_at() -> None:
    document = read_document("a.txt", LETTER.encode() + b"\xff" + LETTER.encode())
    assert (document.encoding, document.guessed) == ("utf-8", False)
    assert document.notes == ("1 place is no UTF-8, and read as \ufffd: search for that sign.",)


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff"), min_size=1)
)
def test_no_letter_of_a_text_in_utf_8_is_lost(text: str) -> None:
    body = f"She said {text} and went."
    document = read_document("a.txt", body.encode())
    assert document.encoding == "utf-8"
    assert "".join(document.sections[0].text.split()) == "".join(body.split())


NUMBERS = {
    "VII": 7,
    "xiv": 14,
    "LXXXIX.": 89,
    "12": 12,
    "twenty-one": 21,
    "Forty Two": 42,
    "vigésimo primero": 21,
    "treinta y uno": 31,
    "Einundzwanzigstes": 21,
    "vingt et un": 21,
    "quatre-vingt-dix": 90,
    "十二": 12,
    "二十一": 21,
    "iiii": 4,
    "IXX": None,
    "mild": None,
    "the": None,
    "": None,
}


@pytest.mark.parametrize("written", NUMBERS, ids=str)
def test_numbers_of_chapters(written: str) -> None:
    assert number_of(written) == NUMBERS[written]


# Markdown

MARKED = """---
title: Salt
author: [M. Ode, A. Berg]
language: en
secret: never in the text
---

A word before.

# Salt, a Novel

## Part One

### 1. The *Lamp*

The lamp went out,
and nobody saw it.

> She
> counted.

- Ada, 60
- Tom, 20

***

<!-- a note to myself -->

```
# no heading
```

The Boat
--------

It came back.
"""


def test_markdown_has_sections_by_headings_and_metadata_by_its_front_matter() -> None:
    document = read_document("salt.md", MARKED.encode())
    assert (document.title, document.author, document.language) == ("Salt", "M. Ode, A. Berg", "en")
    assert pairs(document) == [
        ("", "A word before."),
        (
            "Part One / 1. The Lamp",
            "The lamp went out, and nobody saw it.\n\nShe counted.\n\n- Ada, 60\n\n- Tom, 20\n\n***\n\n# no heading",
        ),
        ("The Boat", "It came back."),
    ]
    assert "never in the text" not in str(document.sections)


def test_notes_keep_their_introduction_and_books_do_not() -> None:
    notes = b"# Introduction\n\nA lamp.\n\n# People\n\nAda.\n\n# Plot\n\nIt goes out.\n"
    assert titles(read_document("a.md", notes)) == ["Introduction", "People", "Plot"]
    book = b"# Introduction\n\nBy an editor.\n\n# Chapter 1\n\nA lamp.\n\n# Chapter 2\n\nA boat.\n"
    document = read_document("a.md", book)
    assert titles(document) == ["Chapter 1", "Chapter 2"]
    assert document.notes == ("Left out: 3 words of contents, copyright and the like.",)


def test_rules_at_the_top_of_a_text_are_no_front_matter() -> None:
    text = "---\n\nThe lamp went out.\n\n---\n\nThe boat came back.\n"
    assert "The lamp went out." in read_document("a.md", text.encode()).sections[0].text


def test_broken_front_matter_is_named_with_its_line() -> None:
    with pytest.raises(InvalidArtifactError) as caught:
        read_document("a.md", b"---\ntitle: Salt\nauthor: [M. Ode\n---\n\nText.\n")
    assert caught.value.path == "a.md"
    assert caught.value.line in {3, 4}


def test_markdown_without_headings_finds_chapters_as_plain_text_does() -> None:
    text = f"---\ntitle: Salt\n---\n\nCHAPTER 1\n\n{told(200)}\n\nCHAPTER 2\n\n{told(200)}"
    document = read_document("a.md", text.encode())
    assert (document.title, titles(document)) == ("Salt", ["CHAPTER 1", "CHAPTER 2"])


# Scripts

SCRIPT = (
    "Title: Salt\nAuthor: M. Ode\n\nINT. LAMP ROOM - NIGHT #1#\n\nThe lamp turns.\n\nADA (V.O.)\n(low)\nForty years.\n"
)


def test_a_fountain_script_stays_what_it_is() -> None:
    document = read_document("salt.fountain", SCRIPT.encode())
    assert (document.kind, document.title, document.author, document.fountain) == ("script", "Salt", "M. Ode", SCRIPT)
    assert pairs(document) == [("INT. LAMP ROOM - NIGHT", "The lamp turns.\n\nADA: (low) Forty years.")]


def test_an_outline_in_fountain_has_its_headings_and_synopses() -> None:
    document = read_document("salt.fountain", b"# Act One\n\n= The lamp goes out.\n\n= Nobody sees it.\n")
    assert pairs(document) == [("", "Act One\n\nThe lamp goes out.\n\nNobody sees it.")]


def test_final_draft_becomes_fountain() -> None:
    from storyforge.formats.fdx import write_fdx

    data = write_fdx(fountain.parse(SCRIPT).screenplay)
    document = read_document("salt.fdx", data if isinstance(data, bytes) else str(data).encode())
    assert document.kind == "script"
    assert "INT. LAMP ROOM - NIGHT #1#\n\nThe lamp turns.\n\nADA (V.O.)\n(low)\nForty years.\n" in document.fountain


# PDF

PROSE = [
    "CHAPTER ONE",
    "The lighthouse keeper went up to the lamp and found the door of the iron gallery standing open in the wind.",
    "Nobody in the harbour had seen the boat come back, and nobody in the harbour had seen it go.",
    told(400, width=10_000).replace("\n\n", " "),
    "CHAPTER TWO",
    "In the morning the salt lay on the window.",
    told(400, 2, width=10_000).replace("\n\n", " "),
]


def test_prose_in_pdf_has_whole_paragraphs_and_no_running_heads() -> None:
    document = read_document("salt.pdf", pdf(PROSE, head="A BOOK OF SALT"))
    assert titles(document) == ["CHAPTER ONE", "CHAPTER TWO"]
    assert document.sections[0].text.split("\n\n") == PROSE[1:4]
    assert document.sections[1].text.split("\n\n") == PROSE[5:]
    assert any(note.endswith("running heads and page numbers.") for note in document.notes)


def test_words_parted_at_line_ends_are_whole_again() -> None:
    lines = [
        "The light-",
        "house stood above the well-",
        "known harbour, and its half-",
        "blind keeper wrote. A well-known",
    ]
    document = read_document("salt.pdf", pdf_lines([*lines, "man, but half a man: he was blind to the half-", "moon."]))
    assert document.sections[0].text == (
        "The lighthouse stood above the well-known harbour, and its half-blind keeper wrote. "
        "A well-known man, but half a man: he was blind to the halfmoon."
    )
    assert document.notes[-1] == "2 words that were parted at line ends are whole again."


PAGES = [
    [("title", "SALT"), ("title", "written by"), ("title", "M. Ode")],
    [
        ("heading", "1 INT. LAMP ROOM - NIGHT"),
        ("action", "The lamp turns. ADA BERG, 60, wipes the glass."),
        ("cue", "ADA"),
        ("aside", "(to herself)"),
        ("speech", "Forty years and never once"),
        ("speech", "did it ask me how I am."),
        ("action", "She sits."),
        ("cue", "TOM (O.S.)"),
        ("speech", "Ada! The boat is loose and"),
        ("more", "(MORE)"),
        ("action", "(CONTINUED)"),
    ],
    [
        ("action", "CONTINUED:"),
        ("cue", "TOM (O.S.) (CONT'D)"),
        ("speech", "nobody knows why."),
        ("transition", "CUT TO:"),
        ("heading", "2A EXT. PIER - CONTINUOUS"),
        ("action", "Rain. TOM, 20, holds a rope."),
        ("cue", "TOM"),
        ("speech", "Here."),
    ],
]


@pytest.mark.parametrize("shift", [0.0, -36.0, 24.0])
def test_a_screenplay_in_pdf_becomes_fountain(shift: float) -> None:
    document = read_document("salt.pdf", screenplay(PAGES, shift=shift))
    assert document.kind == "script"
    assert document.fountain == (
        "Title: SALT\nCredit: written by\nAuthor: M. Ode\n\n"
        "INT. LAMP ROOM - NIGHT #1#\n\n"
        "The lamp turns. ADA BERG, 60, wipes the glass.\n\n"
        "ADA\n(to herself)\nForty years and never once did it ask me how I am.\n\n"
        "She sits.\n\n"
        "TOM (O.S.)\nAda! The boat is loose and nobody knows why.\n\n"
        "CUT TO:\n\n"
        "EXT. PIER - CONTINUOUS #2A#\n\n"
        "Rain. TOM, 20, holds a rope.\n\n"
        "TOM\nHere.\n"
    )
    assert document.notes[0] == "Read as a screenplay by its columns, a guess: look through the Fountain text."
    assert (document.title, document.author) == ("SALT", "M. Ode")


def test_a_name_at_the_top_of_many_pages_is_no_running_head() -> None:
    speech = [("cue", "ADA"), ("speech", "Forty years.")]
    other = [("cue", "TOM"), ("speech", "149.")]
    first = [("heading", "INT. LAMP ROOM - NIGHT"), ("action", "Rain.")]
    pages = [first, *([speech, other, other, other] * 4)]
    document = read_document("salt.pdf", screenplay(pages))
    cues = [e.text for e in fountain.parse(document.fountain).elements if e.kind.value == "character"]
    assert cues == ["ADA", "TOM", "TOM", "TOM"] * 4
    assert document.fountain.count("149.") == 12


TYPED = """
1    INT. LAMP ROOM - NIGHT                                        1

     The lamp turns. ADA BERG, 60, wipes the glass
     with a rag.

                         ADA (V.O.)
                    (low)
               Forty years and never once
               did it ask me.

2    EXT. PIER - DAY                                               2

     Rain.

                         TOM
               Here.
"""


def test_a_script_in_plain_text_is_one_by_its_columns_or_as_fountain() -> None:
    typed = read_document("salt.txt", TYPED.encode())
    assert typed.fountain == (
        "INT. LAMP ROOM - NIGHT #1#\n\nThe lamp turns. ADA BERG, 60, wipes the glass with a rag.\n\n"
        "ADA (V.O.)\n(low)\nForty years and never once did it ask me.\n\n"
        "EXT. PIER - DAY #2#\n\nRain.\n\nTOM\nHere.\n"
    )
    marked = read_document("salt.txt", (SCRIPT + "\nEXT. PIER - DAY\n\nTOM\nHere.\n").encode())
    assert (marked.kind, len(marked.sections)) == ("script", 2)
    assert "a guess" in marked.notes[0]
    novel = read_document("salt.txt", f"{told(900)}\n\nINT. LAMP ROOM - NIGHT\n\nHe laughed at it.\n".encode())
    assert novel.kind == "prose"


# Word


def test_a_novel_in_word_has_sections_by_its_headings() -> None:
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = "Salt", "M. Ode"
    made.add_heading("Salt", 0)
    for number in ("One", "Two"):
        made.add_heading(f"Chapter {number}", 1)
        made.add_paragraph("The lamp went out. ").add_run("Nobody saw it.").italic = True
        made.add_paragraph("She counted.")
    table = made.add_table(1, 1)
    table.cell(0, 0).text = "A letter in a box."
    document = read_document("salt.docx", saved(made))
    assert (document.title, document.author) == ("Salt", "M. Ode")
    assert pairs(document) == [
        ("Chapter One", "The lamp went out. Nobody saw it.\n\nShe counted."),
        ("Chapter Two", "The lamp went out. Nobody saw it.\n\nShe counted.\n\nA letter in a box."),
    ]


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("The lamp ")
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    from docx.oxml import parse_xml

    paragraph._p.append(parse_xml(f"<w:ins {namespace}><w:r><w:t>went out</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {namespace}><w:r><w:delText>burned</w:delText></w:r></w:del>"))
    assert read_document("a.docx", saved(made)).sections[0].text == "The lamp went out"


SCENE = (
    ("Scene Heading", 0, "INT. LAMP ROOM - NIGHT"),
    ("Action", 0, "The lamp turns."),
    ("Character", 144, "ADA (V.O.)"),
    ("Parenthetical", 101, "(low)"),
    ("Dialogue", 72, "Forty years."),
    ("Action", 0, "She sits."),
    ("Character", 144, "TOM"),
    ("Dialogue", 72, "Ada!"),
    ("Transition", 320, "CUT TO:"),
)
PLAYED = """INT. LAMP ROOM - NIGHT

The lamp turns.

ADA (V.O.)
(low)
Forty years.

She sits.

TOM
Ada!

CUT TO:
"""


def styled() -> Word:
    made = docx.Document()
    for name in dict.fromkeys(style for style, _, _ in SCENE):
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for style, _, text in SCENE:
        made.add_paragraph(text, style=style)
    return made


def indented() -> Word:
    made = docx.Document()
    for _, indent, text in SCENE:
        made.add_paragraph(text).paragraph_format.left_indent = Pt(indent)
    return made


def tabbed() -> Word:
    made = docx.Document()
    for _, indent, text in SCENE:
        made.add_paragraph("\t" * (indent // 36) + text)
    return made


@pytest.mark.parametrize("made", [styled, indented, tabbed])
def test_a_screenplay_in_word_becomes_fountain(made: Any) -> None:
    document = read_document("salt.docx", saved(made()))
    assert (document.kind, document.fountain) == ("script", PLAYED)
    assert "a guess" in document.notes[0]


# EPUB

LONG = told(200).replace("\n\n", " ")
BOOK = {
    "cover.xhtml": page("", "A picture", kind="cover"),
    "title.xhtml": page("Salt", "by M. Ode", kind="frontmatter titlepage", rank=1),
    "imprint.xhtml": page("Imprint", "Printed by nobody", kind="frontmatter"),
    "preface.xhtml": page("Preface", "How this came about", kind="preface"),
    "one.xhtml": page("I", "The lamp went out.", "Nobody <em>saw</em> it&#8212;<br/>nobody.", kind="bodymatter"),
    "two.xhtml": page("II", "The boat came back.<a href='n.xhtml#1'><sup>1</sup></a>", kind="bodymatter"),
    "notes.xhtml": page("Endnotes", "1. It did.", kind="backmatter endnotes"),
}
NAV = """<ol><li><a href="title.xhtml">Title page</a></li><li><a href="imprint.xhtml">Imprint</a></li>
<li><a href="one.xhtml">I: The Lamp</a></li><li><a href="two.xhtml">II: The Boat</a></li>
<li><a href="notes.xhtml">Endnotes</a></li></ol>"""


def body(html: str) -> str:
    return f"<html><body>{html}</body></html>"


def link(target: str, words: str) -> str:
    return f'<a href="{target}">{words}</a>'


def line(target: str, words: str) -> str:
    return f"<li>{link(target, words)}</li>"


def test_a_book_has_the_chapters_of_its_spine_and_no_other_matter() -> None:
    document = read_document("salt.epub", epub(BOOK, NAV))
    assert (document.title, document.author, document.language) == ("Salt", "M. Ode", "en-GB")
    assert [section.text.split("\n\n")[0][:18] for section in document.sections] == [
        "The lamp went out.",
        "The boat came back",
    ]
    assert document.sections[0].text == "The lamp went out.\n\nNobody saw it— nobody."
    for lost in ("picture", "Printed", "came about", "It did"):
        assert lost not in str(document.sections)
    assert any("calls no part of its story" in note for note in document.notes)


def test_a_book_without_contents_goes_by_its_headings() -> None:
    pages = {
        "a.xhtml": page("", "SALT, by M. Ode"),
        "b.xhtml": body("<h2>CHAPTER I</h2><h3>The Lamp</h3><p>It went out.</p><h2>CHAPTER II</h2><p>It rained.</p>"),
        "c.xhtml": body("<p>It went on raining.</p><h2>CHAPTER III</h2><p>Salt.</p><p>THE END</p>"),
    }
    assert pairs(read_document("salt.epub", epub(pages))) == [
        ("CHAPTER I. The Lamp", "It went out."),
        ("CHAPTER II", "It rained.\n\nIt went on raining."),
        ("CHAPTER III", "Salt."),
    ]


def test_an_old_book_goes_by_its_ncx_and_its_guide() -> None:
    pages = {
        "t.html": page("", f"Salt {LONG}"),
        "b.html": body('<p id="c1">The Lamp</p><p>It went out.</p><p id="c2">The Boat</p><p>It came.</p>'),
    }
    point = '<navPoint id="{0}"><navLabel><text>{1}</text></navLabel><content src="b.html#{0}"/></navPoint>'
    ncx = point.format("c1", "The Lamp") + point.format("c2", "The Boat")
    guide = '<reference type="title-page" href="t.html"/>'
    assert pairs(read_document("salt.epub", epub(pages, ncx=ncx, guide=guide, version="2.0"))) == [
        ("The Lamp", "It went out."),
        ("The Boat", "It came."),
    ]


def test_parts_of_a_book_go_before_their_chapters_and_steps_stay_within() -> None:
    story = body('<h2>A Scandal</h2><h3 id="s1">I</h3><p>First.</p><h3 id="s2">II</h3><p>Second.</p>')
    pages = {
        "p1.xhtml": page("Part One"),
        "c1.xhtml": page("1", "The lamp.", rank=3),
        "c2.xhtml": page("2", "The boat.", rank=3),
        "s.xhtml": story,
    }
    part = f"<li>{link('p1.xhtml', 'Part One')}<ol>{line('c1.xhtml', '1')}{line('c2.xhtml', '2')}</ol></li>"
    steps = f"<ol>{line('s.xhtml#s1', 'I')}{line('s.xhtml#s2', 'II')}</ol>"
    nav = f"<ol>{part}<li>{link('s.xhtml', 'A Scandal')}{steps}</li></ol>"
    assert pairs(read_document("salt.epub", epub(pages, nav))) == [
        ("Part One / 1", "The lamp."),
        ("Part One / 2", "The boat."),
        ("A Scandal", "First.\n\nSecond."),
    ]


# Captions and transcripts

VTT = """WEBVTT

NOTE nobody hears this

1
00:01.000 --> 00:03.000 align:start
<v.loud Ada Berg>The lamp <i>went</i> out.</v>

00:03.100 --> 00:05.100
<v Ada Berg>Yes?
<v Tom>No.

00:09.000 --> 00:10.000
Nobody &amp; nothing.
"""


def test_voices_of_webvtt_are_speakers() -> None:
    document = read_document("salt.vtt", VTT.encode())
    assert document.kind == "captions"
    assert document.cues == (
        TimedCue(1000, 3000, "The lamp went out.", "Ada Berg"),
        TimedCue(3100, 4242, "Yes?", "Ada Berg"),
        TimedCue(4242, 5100, "No.", "Tom"),
        TimedCue(9000, 10000, "Nobody & nothing."),
    )
    assert document.sections == (Section("", "The lamp went out. Yes?\n\nNo.\n\nNobody & nothing."),)


def test_names_before_a_colon_are_speakers_where_they_are_names() -> None:
    lines = ["ADA: The lamp.", "Tom: Where?", "Tom: There.", "Note: it rained.", "He said: no.", "At 10:30 it rained."]
    srt = "\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n" for n, line in enumerate(lines, 1))
    found = [(cue.speaker, cue.text) for cue in read_document("a.srt", srt.encode()).cues]
    assert found == [
        ("ADA", "The lamp."),
        ("Tom", "Where?"),
        ("Tom", "There."),
        ("", "Note: it rained."),
        ("", "He said: no."),
        ("", "At 10:30 it rained."),
    ]


def test_cues_out_of_order_are_put_in_order_and_told() -> None:
    srt = "1\n00:00:05,000 --> 00:00:06,000\nTwo.\n\n2\n00:00:01,000 --> 00:00:02,000\nOne.\n"
    document = read_document("a.srt", srt.encode())
    assert [cue.text for cue in document.cues] == ["One.", "Two."]
    assert "in the order of their times" in document.notes[0]


def test_a_caption_without_times_is_named_with_its_line() -> None:
    with pytest.raises(InvalidArtifactError) as caught:
        read_document("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\nTwo.\n")
    assert (caught.value.path, caught.value.line) == ("a.srt", 5)


TWO = (TimedCue(500, 1500, "The lamp went out.", ""), TimedCue(2000, 3250, "Nobody saw it.", ""))
ONE, OTHER = "The lamp went out.", "Nobody saw it."
WORDS = (
    ("The", 0.5, 0.7), ("lamp", 0.7, 1), ("went", 1, 1.2), ("out", 1.2, 1.5),
    ("Nobody", 2, 2.5), ("saw", 2.5, 3), ("it", 3, 3.25),
)  # fmt: skip


def item(word: str, start: float, end: float) -> dict[str, Any]:
    return {"start_time": str(start), "end_time": str(end), "alternatives": [{"content": word}]}


MARK: dict[str, Any] = {"alternatives": [{"content": "."}], "type": "punctuation"}
ITEMS = [item(*word) for word in WORDS]
SHAPES: dict[str, Any] = {
    "a recogniser": {
        "segments": [{"start": 0.5, "end": 1.5, "text": f" {ONE}"}, {"start": 2, "end": 3.25, "text": OTHER}],
    },
    "a podcast": {
        "version": "1.0.0",
        "segments": [
            {"startTime": 0.5, "endTime": 1.5, "body": ONE},
            {"startTime": 2, "endTime": 3.25, "body": OTHER},
        ],
    },
    "an aligner": {
        "fragments": [
            {"begin": "0.500", "end": "1.500", "lines": ["The lamp", "went out."], "children": []},
            {"begin": "2.000", "end": "3.250", "lines": [OTHER]},
        ]
    },
    "chunks": {"chunks": [{"timestamp": [0.5, 1.5], "text": ONE}, {"timestamp": [2.0, 3.25], "text": OTHER}]},
    "offsets": {
        "transcription": [
            {"offsets": {"from": 500, "to": 1500}, "text": ONE},
            {"offsets": {"from": 2000, "to": 3250}, "text": OTHER},
        ]
    },
    "events": {
        "events": [
            {"tStartMs": 500, "dDurationMs": 1000, "segs": [{"utf8": "The lamp "}, {"utf8": "went out."}]},
            {"tStartMs": 1600},
            {"tStartMs": 2000, "dDurationMs": 1250, "segs": [{"utf8": OTHER}]},
        ]
    },
    "a bare list": [{"start": "00:00:00.500", "end": "00:01.5", "text": ONE}, {"start": 2, "end": 3.25, "text": OTHER}],
    "words": {"words": [{"word": w + "." * (w in {"out", "it"}), "start": a, "end": b} for w, a, b in WORDS]},
    "words with marks apart": {"results": {"items": [*ITEMS[:4], MARK, *ITEMS[4:], MARK]}},
}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_transcripts_of_every_shape_have_the_same_cues(shape: str) -> None:
    document = read_document("a.json", json.dumps(SHAPES[shape]).encode())
    assert document.cues == TWO
    assert (document.kind, document.words) == ("captions", 7)


def test_words_of_speakers_are_cues_of_their_turns() -> None:
    words = [("Ada", "I"), ("Ada", "am"), ("Ada", "here."), ("Tom", "No")]
    segments = [{"speaker": s, "startTime": n, "endTime": n + 0.9, "body": w} for n, (s, w) in enumerate(words)]
    cues = read_document("a.json", json.dumps({"segments": segments}).encode()).cues
    assert cues == (TimedCue(0, 2900, "I am here.", "Ada"), TimedCue(3000, 3900, "No", "Tom"))


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ('{"segments": [\n{"start": 1,}]}', "it is no JSON", 2),
        ('{"chapters": [{"startTime": 0, "title": "Intro"}]}', "holds no segments", None),
        ('{"segments": [{"start": 2, "end": 1, "text": "x"}]}', "piece 1 ('x') ends before it begins", None),
        ('{"segments": [{"start": NaN, "end": 1, "text": "x"}]}', "has no start", None),
        ("[" * 100_000, "nested too deeply", None),
    ],
)
def test_a_transcript_that_is_none_is_refused(text: str, said: str, line: int | None) -> None:
    with pytest.raises(InvalidTranscriptError) as caught:
        read_document("a.json", text.encode())
    assert said in caught.value.message
    assert (caught.value.path, caught.value.line) == ("a.json", line)


def test_a_table_of_times() -> None:
    assert (
        read_document("a.tsv", b"start\tend\ttext\n500\t1500\tThe lamp went out.\n2000\t3250\tNobody saw it.\n").cues
        == TWO
    )
    assert read_document("a.tsv", b"0.5\t1.5\tThe lamp went out.\n2\t3.25\tNobody saw it.\n").cues == TWO
    with pytest.raises(InvalidTranscriptError, match="no words"):
        read_document("a.tsv", b"0.000\t2.680\tf000001\n2.680\t5.880\tf000002\n")

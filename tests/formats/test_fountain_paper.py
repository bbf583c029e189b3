"""Scripts that come from paper or from other programs: numbers before headings, no empty lines, page furniture."""

from __future__ import annotations

import pytest

from storyforge.formats import fountain
from storyforge.model.furniture import is_furniture
from storyforge.model.screenplay import Action, Kind, Speech

PAPER = """\
1   INT. BOATHOUSE - NIGHT   1

Ropes. OLA, 30s, listens.

OLA
Who's there?

(MORE)

2.

OLA (CONT'D)
Show yourself.

                              (CONTINUED)

CONTINUED: (2)

2A  EXT. JETTY - CONTINUOUS   2A

A rowing boat, empty.

3   OMITTED   3

4   EXT. LAKE - DAWN   4   *

Mist.
"""

TIGHT = """\
INT. MILL - DAY
Flour in the air. BEN, 50, coughs.

BEN
Shut the door!

EXT. MILL - SAME
A cart waits.

EXT. ROAD - LATER
Dust.
"""


def test_numbers_at_both_ends_of_every_heading_become_scene_numbers() -> None:
    script, notes = fountain.mended(fountain.parse(PAPER, "en"))
    assert [(scene.title, scene.number) for scene in script.scenes] == [
        ("INT. BOATHOUSE - NIGHT", "1"),
        ("EXT. JETTY - CONTINUOUS", "2A"),
        ("OMITTED", "3"),
        ("EXT. LAKE - DAWN", "4"),
    ]
    assert [(note.line, note.rule) for note in notes] == [(1, "heading-number")]
    assert "4 scenes" in notes[0].message


def test_headings_that_all_touch_their_text_get_an_empty_line() -> None:
    script, notes = fountain.mended(fountain.parse(TIGHT, "en"))
    assert [scene.title for scene in script.scenes] == ["INT. MILL - DAY", "EXT. MILL - SAME", "EXT. ROAD - LATER"]
    assert [(note.line, note.rule) for note in notes] == [(1, "heading-spacing")]
    assert [line for line in script.source.raw if line] == [line for line in TIGHT.split("\n") if line]
    assert fountain.likely_headings(script) == ()


def test_one_slip_among_headings_is_told_and_not_mended() -> None:
    text = (
        "".join(f"INT. ROOM {n} - DAY\n\nA chair.\n\n" for n in "ABCDE")
        + "INT. HALL - DAY\nA door.\n\n7 EXT. YARD - DAY\n\nHens.\n"
    )
    before = fountain.parse(text, "en")
    script, notes = fountain.mended(before)
    assert script is before
    assert notes == ()
    assert fountain.likely_headings(script) == (21, 24)


@pytest.mark.parametrize(
    "text", ["7 men wait. EXT. is a word.", "24 INT units", "1973 EXTRAS", "INT. 7 ELEVEN - DAY", "3 OMITTED"]
)
def test_text_with_numbers_is_no_numbered_heading(text: str) -> None:
    assert not [d for d in fountain.parse(f"INT. A\n\n{text}\n", "en").diagnostics if d.rule == "heading-number"]


def test_page_furniture_is_in_the_file_and_in_no_scene() -> None:
    script, _ = fountain.mended(fountain.parse(PAPER, "en"))
    blocks = script.scenes[0].blocks()
    assert [block.words if isinstance(block, Speech) else block.text for block in blocks] == [
        "Ropes. OLA, 30s, listens.",
        "Who's there?",
        "Show yourself.",
    ]
    assert "(MORE)" in script.text
    told = [found for found in script.diagnostics if found.rule == "page-furniture"]
    assert len(told) == 1
    assert "4 lines" in told[0].message


def test_continued_over_text_is_nobodys_cue() -> None:
    script = fountain.parse("INT. A\n\nCONTINUED:\nThe lamp goes out.\n\nANNA\nOh.\n(MORE)\n", "en")
    first, second = script.scenes[0].blocks()
    assert isinstance(first, Action)
    assert first.text == "The lamp goes out."
    assert isinstance(second, Speech)
    assert [line.kind for line in second.lines] == [Kind.DIALOGUE]


def test_what_is_forced_is_meant() -> None:
    (block,) = fountain.parse("INT. A\n\n!12.\n", "en").scenes[0].blocks()
    assert isinstance(block, Action)


@pytest.mark.parametrize(
    "text", ["CONTINUED:", "(CONTINUED)", "CONTINUED: (3)", "(MORE)", "12.", "104A.", "Blue Rev. 03/04/12", "*",
             "Double White Revisions 5.6.2019", "PINK PAGES 1/2/98", "                              57"],
)  # fmt: skip
def test_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "3",
        "Continued.",
        "More.",
        "Blue.",
        "Blue 03/04/12",
        "12:30.",
        "1973.",
        "CONTINUED RAIN.",
        "(more rain)",
        "",
    ],
)
def test_no_furniture(text: str) -> None:
    assert not is_furniture(text)


def test_a_doubled_prefix_is_told() -> None:
    assert [d.rule for d in fountain.parse("INT. INT. HALL - DAY\n\nA door.\n", "en").diagnostics] == [
        "heading-doubled"
    ]


SMALL = """\
int. launderette - night

june, 26, feeds coins into a dryer.

june
is that your cat?

old man (o.s.)
he's his own.

the dryer
stops.

june
well.

old man
cold water.
"""


def test_a_script_without_capitals_has_its_cues() -> None:
    script, notes = fountain.mended(fountain.parse(SMALL, "en"))
    speeches = [block for block in script.scenes[0].blocks() if isinstance(block, Speech)]
    assert [speech.name for speech in speeches] == ["june", "old man", "june", "old man"]
    assert [(note.line, note.rule) for note in notes] == [(5, "cue-case")]


def test_one_cue_in_capitals_makes_its_author_the_judge() -> None:
    before = fountain.parse(SMALL + "\nTHEO\nhi.\n", "en")
    assert fountain.mended(before) == (before, ())

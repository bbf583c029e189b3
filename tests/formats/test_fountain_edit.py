"""One element changes, and every other line keeps its bytes."""

from __future__ import annotations

import pytest

from storyforge.errors import ForeignElementError, UnwritableElementError
from storyforge.formats.fountain import (
    Script,
    build,
    insert_after,
    parse,
    remove,
    replace_element,
    set_scene_number,
)
from storyforge.model.screenplay import Diagnostic, Element, Kind
from tests.formats.fountain_soup import changed, seeded, soup

TEXT = """Title: Salt Road

INT. HALL - DAY

Rain.\t
Sun.\x20\x20

BOB
(beat)
Hi. [[softly?]]

CUT TO:

EXT. SEA - DAY #2#

Waves.
"""


def action(text: str) -> Element:
    return Element(Kind.ACTION, text, 0, 0)


def find(script: Script, text: str) -> Element:
    return next(element for element in script.elements if element.text == text)


def changed_lines(old: Script, new: Script) -> list[str]:
    return [line for line in new.source.raw if line not in old.source.raw]


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
def test_a_changed_paragraph_changes_its_own_line_only(eol: str) -> None:
    script = parse(TEXT.replace("\n", eol))
    new = replace_element(script, find(script, "Rain.\nSun."), action("Rain.\nSnow."))
    assert new.text == TEXT.replace("Sun.  ", "Snow.").replace("\n", eol)


def test_a_note_within_the_line_survives_the_change() -> None:
    script = parse(TEXT)
    new = replace_element(script, find(script, "Hi."), Element(Kind.DIALOGUE, "Hello.", 0, 0))
    assert changed_lines(script, new) == ["Hello. [[softly?]]"]


def test_the_indent_of_a_speech_stays() -> None:
    script = parse("\t\tEVE\n\tFine!\n")
    assert replace_element(script, script.elements[1], Element(Kind.DIALOGUE, "No!", 0, 0)).text == "\t\tEVE\n\tNo!\n"


FORCED = {
    "a heading in other words": (Element(Kind.SCENE_HEADING, "ROOFTOP", 0, 0), ".ROOFTOP"),
    "a heading with a number": (Element(Kind.SCENE_HEADING, "INT. SHED", 0, 0, number="4A"), "INT. SHED #4A#"),
    "action that looks like a heading": (action("INT. is a word"), "!INT. is a word"),
    "action that looks like a transition": (action("CUT TO:"), "!CUT TO:"),
    "action that looks like a cue": (action("LIGHTS OUT\nBang."), "!LIGHTS OUT\nBang."),
    "action with marks at its start": (action("#1 is dead"), "!#1 is dead"),
    "action with marks within": (action("Look:\n> here\n= there"), "Look:\n!> here\n!= there"),
    "action that begins with a dot": (action(".22 calibre"), "!.22 calibre"),
    "a transition in other words": (Element(Kind.TRANSITION, "Burn to white.", 0, 0), "> Burn to white."),
    "centred text": (Element(Kind.ACTION, "THE END", 0, 0, centered=True), "> THE END <"),
    "a song": (Element(Kind.LYRIC, "La la", 0, 0), "~La la"),
    "a section": (Element(Kind.SECTION, "Act", 0, 0, depth=2), "## Act"),
    "a synopsis": (Element(Kind.SYNOPSIS, "He waits.", 0, 0), "= He waits."),
    "a note over an empty line": (Element(Kind.NOTE, "one\n\ntwo", 0, 0), "[[one\n  \ntwo]]"),
    "a cue that nobody speaks under": (Element(Kind.CHARACTER, "BOB", 0, 0), "@BOB"),
}


@pytest.mark.parametrize("what", FORCED)
def test_a_new_element_is_marked_where_it_must_be(what: str) -> None:
    element, line = FORCED[what]
    script = parse("Rain.\n\nWaves.\n\nSun.\n")
    assert replace_element(script, script.elements[1], element).text == f"Rain.\n\n{line}\n\nSun.\n"


CUES = {
    "BOB": Element(Kind.CHARACTER, "BOB", 0, 0),
    "BOB (V.O.) (CONT'D)": Element(Kind.CHARACTER, "BOB", 0, 0, extensions=("V.O.", "CONT'D")),
    "@McCLANE": Element(Kind.CHARACTER, "McCLANE", 0, 0),
    "@黒澤": Element(Kind.CHARACTER, "黒澤", 0, 0),
    "@INT. MAN": Element(Kind.CHARACTER, "INT. MAN", 0, 0),
    "@GO TO:": Element(Kind.CHARACTER, "GO TO:", 0, 0),
    "@23": Element(Kind.CHARACTER, "23", 0, 0),
}


@pytest.mark.parametrize("line", CUES)
def test_a_speech_is_put_in_with_its_cue_marked_where_it_must_be(line: str) -> None:
    script = parse("Rain.\n\nSun.\n")
    speech = [CUES[line], Element(Kind.DIALOGUE, "One.\n\nTwo.", 0, 0)]
    assert insert_after(script, script.elements[0], speech).text == f"Rain.\n\n{line}\nOne.\n  \nTwo.\n\nSun.\n"


def test_the_second_of_two_speeches_can_stand_beside_the_first() -> None:
    script = parse("BRICK\nNo.\n")
    twin = [Element(Kind.CHARACTER, "STEEL", 0, 0, dual=True), Element(Kind.DIALOGUE, "No.", 0, 0)]
    assert insert_after(script, script.elements[-1], twin).text == "BRICK\nNo.\n\nSTEEL ^\nNo.\n"


def test_a_line_put_under_a_speech_joins_it() -> None:
    script = parse("BOB\nHi.\n\nRain.\n")
    new = insert_after(script, script.elements[1], Element(Kind.PARENTHETICAL, "(beat)", 0, 0))
    assert new.text == "BOB\nHi.\n(beat)\n\nRain.\n"


def test_an_insertion_at_the_very_start_stands_behind_the_title_page() -> None:
    assert insert_after(parse(TEXT), None, action("Dark.")).text.startswith("Title: Salt Road\n\nDark.\n\nINT. HALL")
    assert insert_after(parse(""), None, action("Dark.")).text == "Dark.\n"


def test_a_file_without_a_last_newline_keeps_none() -> None:
    script = parse("Rain.\r\n\r\nSun.")
    assert insert_after(script, script.elements[-1], action("Snow.")).text == "Rain.\r\n\r\nSun.\r\n\r\nSnow."
    assert replace_element(script, script.elements[-1], action("Snow.")).text == "Rain.\r\n\r\nSnow."


def test_what_is_taken_out_leaves_no_hole() -> None:
    script = parse("Rain.\n\nSun.\n\nSnow.\n")
    assert remove(script, script.elements[1]).text == "Rain.\n\nSnow.\n"
    speech = parse("Rain.\n\nBOB\nHi.\n\nSnow.\n")
    assert remove(speech, speech.elements[1:3]).text == "Rain.\n\nSnow.\n"


def test_a_scene_number_is_written_changed_and_taken_out() -> None:
    script = parse("INT. HALL - DAY  \n\nRain.\n\nEXT. SEA [[red]]\n")
    script = set_scene_number(script, script.elements[0], "3")
    assert script.source.raw[0] == "INT. HALL - DAY #3#  "
    script = set_scene_number(script, script.elements[0], "A4")
    assert script.source.raw[0] == "INT. HALL - DAY #A4#  "
    script = set_scene_number(script, find(script, "EXT. SEA"), "5")
    assert script.source.raw[4] == "EXT. SEA [[red]] #5#"
    assert set_scene_number(script, script.elements[0], None).source.raw[0] == "INT. HALL - DAY  "


IMPOSSIBLE = {
    "a spoken line that begins with a mark": Element(Kind.DIALOGUE, "#1 again.", 0, 0),
    "a note that closes itself": Element(Kind.DIALOGUE, "a [[b]] c", 0, 0),
    "action, which would leave the cue alone": action("Rain."),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_what_would_be_read_differently_is_refused(what: str) -> None:
    script = parse("BOB\nHi.\n")
    with pytest.raises(UnwritableElementError):
        replace_element(script, script.elements[1], IMPOSSIBLE[what])


def test_an_element_of_another_script_is_refused() -> None:
    with pytest.raises(ForeignElementError):
        replace_element(parse("Rain.\n"), action("Sun."), action("Snow."))


def test_any_element_can_change_and_the_lines_around_it_stay() -> None:
    chance = seeded(3)
    edited = 0
    for _ in range(700):
        script = parse(soup(chance))
        own = [element for element in script.elements if not element.inline]
        if not own:
            continue
        element = chance.choice(own)
        new = replace_element(script, element, changed(element))
        assert new.source.lines[: element.line - 1] == script.source.lines[: element.line - 1]
        after = len(script.source.raw) - element.last
        assert new.source.lines[len(new.source.raw) - after :] == script.source.lines[element.last :]
        edited += 1
    assert edited > 500


def test_a_first_line_with_a_colon_does_not_become_a_title_page() -> None:
    assert build([action("Steel: on the phone.")]) == "!Steel: on the phone.\n"


def test_building_says_what_fountain_can_not_say() -> None:
    spoken = [Element(Kind.CHARACTER, "BOB", 4, 4), Element(Kind.DIALOGUE, "#1 again.", 5, 5)]
    with pytest.raises(UnwritableElementError, match="begins with #"):
        build(spoken)
    problems: list[Diagnostic] = []
    assert build(spoken, problems=problems) == "BOB\n#1 again.\n"
    assert [(each.line, each.rule) for each in problems] == [(5, "fountain-unwritable")]

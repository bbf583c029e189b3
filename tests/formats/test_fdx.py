"""Final Draft files: read, written, and changed one paragraph at a time."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

import pytest

from storyforge.errors import InvalidFdxError, UnsafeXmlError
from storyforge.formats.fdx import patch, read_fdx, write_fdx
from storyforge.formats.fountain import build, parse
from storyforge.formats.fountain.write import same
from storyforge.model.screenplay import Diagnostic, Element, Kind, Screenplay
from tests.formats.test_fountain_cases import CASES

FILES = Path(__file__).parent / "files"
PAIRS = sorted(path.stem for path in FILES.glob("*.fdx"))


def fdx(*paragraphs: str, more: str = "", head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    body = "\n".join(f"    {paragraph}" for paragraph in paragraphs)
    return f"{head}\n<FinalDraft>\n  <Content>\n{body}\n  </Content>\n{more}</FinalDraft>\n".encode()


def told(data: bytes) -> list[tuple[str, str]]:
    return [(element.kind.value, element.text) for element in read_fdx(data).elements]


def rules(data: bytes) -> list[str]:
    return [diagnostic.rule for diagnostic in read_fdx(data).diagnostics]


@pytest.mark.parametrize("name", PAIRS)
class TestPair:
    def test_both_files_say_the_same(self, name: str) -> None:
        fountain = parse((FILES / f"{name}.fountain").read_bytes()).elements
        final_draft = read_fdx((FILES / f"{name}.fdx").read_bytes()).elements
        assert len(fountain) == len(final_draft)
        assert [pair for pair in zip(fountain, final_draft, strict=True) if not same(*pair)] == []

    def test_fountain_is_written_from_final_draft(self, name: str) -> None:
        elements = read_fdx((FILES / f"{name}.fdx").read_bytes()).elements
        assert build(elements) == (FILES / f"{name}.fountain").read_text(encoding="utf-8")

    def test_an_unchanged_file_keeps_every_byte(self, name: str) -> None:
        data = (FILES / f"{name}.fdx").read_bytes()
        assert patch(data, read_fdx(data)) == data


def test_final_draft_is_written_from_fountain() -> None:
    script = parse((FILES / "salt-road.fountain").read_bytes())
    assert write_fdx(script.screenplay) == (FILES / "salt-road.fdx").read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_case_goes_to_final_draft_and_back_or_says_what_is_lost(case: dict[str, str]) -> None:
    screenplay = parse(case["input"]).screenplay
    problems: list[Diagnostic] = []
    again = read_fdx(write_fdx(screenplay, problems)).elements
    if not problems:
        assert len(again) == len(screenplay.elements)
        assert all(map(same, again, screenplay.elements))


def test_a_title_page_with_many_authors_is_written_at_once() -> None:
    """Every entry is told from those before it; to ask anew for each would take longer than anybody waits."""
    authors = "".join(f"Author: Anna {number}\n" for number in range(60))
    data = write_fdx(parse(f"Title: The Mill\n{authors}\nINT. MILL - DAY\n\nRain.\n").screenplay)
    assert data.count(b"Anna ") == 60


def test_a_boneyard_is_left_out_and_told() -> None:
    problems: list[Diagnostic] = []
    data = write_fdx(parse("Rain.\n\n/* old */\n\nSun.\n").screenplay, problems)
    assert told(data) == [("action", "Rain."), ("action", "Sun.")]
    assert [problem.line for problem in problems] == [3]


def test_only_paragraphs_of_the_script_count() -> None:
    inner = '<SceneProperties><SceneArcBeats><CharacterArcBeat><Paragraph Type="Action"><Text>no</Text></Paragraph>'
    inner += "</CharacterArcBeat></SceneArcBeats></SceneProperties>"
    data = fdx(f'<Paragraph Number="2" Type="Scene Heading">{inner}<Text>INT. A</Text></Paragraph>')
    assert told(data) == [("scene_heading", "INT. A")]
    assert read_fdx(data).elements[0].number == "2"


def test_every_run_counts_and_so_does_the_space_between() -> None:
    runs = '<Text>He</Text><Text> </Text><Text Style="Bold+Italic">runs</Text><Text> 2*3 = a*b.</Text>'
    data = fdx(f'<Paragraph Type="Action">{runs}</Paragraph>')
    assert told(data) == [("action", r"He ***runs*** 2\*3 = a\*b.")]


def test_two_extensions_and_a_mixed_case_name() -> None:
    cue = '<Paragraph Type="Character"><Text>Dave (V.O.) (CONT\'D)</Text></Paragraph>'
    line = '<Paragraph Type="Dialogue"><Text>Hi.</Text></Paragraph>'
    element = read_fdx(fdx(cue, line)).elements[0]
    assert (element.text, element.extensions, element.forced) == ("Dave", ("V.O.", "CONT'D"), True)
    capitals = '  <ElementSettings Type="Character"><FontSpec Style="AllCaps"/></ElementSettings>\n'
    assert read_fdx(fdx(cue, line, more=capitals)).elements[0].text == "DAVE"
    assert rules(fdx(cue, line, more=capitals)) == ["fdx-capitals"]


def test_dialogue_in_two_paragraphs_is_one_speech() -> None:
    paragraphs = [
        f'<Paragraph Type="{t}"><Text>{x}</Text></Paragraph>'
        for t, x in [("Character", "BOB"), ("Dialogue", "One."), ("Dialogue", "Two.")]
    ]
    data = fdx(*paragraphs)
    assert told(data) == [("character", "BOB"), ("dialogue", "One.\nTwo.")]
    assert patch(data, read_fdx(data)) == data


TAKEN_OVER = {
    "fdx-shot": '<Paragraph Type="Shot"><Text>ANGLE ON DOOR</Text></Paragraph>',
    "fdx-type": '<Paragraph Type="New Act"><Text>ACT TWO</Text></Paragraph>',
    "fdx-style": '<Paragraph Type="Action"><Text Style="Strikeout">gone</Text></Paragraph>',
    "fdx-revision": '<Paragraph Type="Action"><Text RevisionID="2">new</Text></Paragraph>',
    "fdx-orphan": '<Paragraph Type="Dialogue"><Text>Who says?</Text></Paragraph>',
    "fdx-alignment": '<Paragraph Type="Action" Alignment="Right"><Text>right</Text></Paragraph>',
    "fdx-emphasis": '<Paragraph Type="Action"><Text>a</Text><Text Style="Underline">b</Text><Text>c</Text></Paragraph>',
}


@pytest.mark.parametrize("rule", TAKEN_OVER)
def test_what_fountain_can_not_say_becomes_action_and_is_told(rule: str) -> None:
    data = fdx(TAKEN_OVER[rule])
    assert [kind for kind, _ in told(data)] == ["action"]
    assert rules(data) == [rule]
    assert patch(data, read_fdx(data)) == data


def test_forms_of_other_programs() -> None:
    data = fdx(
        '<Paragraph Number="(null)" Type="Scene Heading"><Text>INT. A</Text></Paragraph>',
        '<Paragraph Alignment="Centered" Type="General"><Text>END</Text></Paragraph>',
        '<Paragraph StartsNewPage="Yes" Type="Action"><Text>One.\n\nTwo.</Text></Paragraph>',
        '<Paragraph Type="Action"/>',
    )
    assert told(data) == [
        ("scene_heading", "INT. A"),
        ("action", "END"),
        ("page_break", ""),
        ("action", "One."),
        ("action", "Two."),
    ]
    assert read_fdx(data).elements[0].number is None
    assert read_fdx(data).elements[1].centered


def test_a_summary_is_a_synopsis() -> None:
    summary = "<SceneProperties><Summary><Paragraph><Text>He waits.</Text></Paragraph></Summary></SceneProperties>"
    data = fdx(f'<Paragraph Type="Scene Heading">{summary}<Text>INT. A</Text></Paragraph>')
    assert told(data) == [("scene_heading", "INT. A"), ("synopsis", "He waits.")]


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def test_entities_are_refused() -> None:
    with pytest.raises(UnsafeXmlError):
        read_fdx(fdx('<Paragraph Type="Action"><Text>&b;</Text></Paragraph>', head=BOMB))
    outside = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(UnsafeXmlError):
        read_fdx(fdx(head=outside))


def test_a_bare_document_type_does_no_harm() -> None:
    head = '<?xml version="1.0"?>\n<!DOCTYPE FinalDraft>'
    assert told(fdx('<Paragraph Type="Action"><Text>Rain.</Text></Paragraph>', head=head)) == [("action", "Rain.")]


NO_FINAL_DRAFT = {
    "nothing": b"",
    "plain text": b"INT. HALL",
    "another root": b"<html/>",
    "no content": b"<FinalDraft/>",
    "cut off": b"<FinalDraft><Content>",
    "an encoding that nobody knows": b'<?xml version="1.0" encoding="klingon"?><a/>',
    "nested too deeply": b"<a>" * 5000,
    "half of UTF-16": b"\xff\xfe<\x00a",
    "another encoding than it says": "<FinalDraft>é".encode("latin-1"),
}


@pytest.mark.parametrize("data", NO_FINAL_DRAFT.values(), ids=NO_FINAL_DRAFT)
def test_what_is_no_final_draft_file_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(InvalidFdxError) as caught:
        read_fdx(data, "film.fdx")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("film.fdx")


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_a_file_keeps_its_encoding(codec: str) -> None:
    declared = "utf-8" if codec == "utf-8-sig" else codec
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    data = fdx('<Paragraph Type="Action"><Text>Café.</Text></Paragraph>', head=head).decode().encode(codec)
    assert told(data) == [("action", "Café.")]
    screenplay = read_fdx(data)
    assert patch(data, screenplay) == data
    new = patch(data, Screenplay((replace(screenplay.elements[0], text="Thé."),)))
    assert new.decode(codec) == data.decode(codec).replace("Café", "Thé")


DATA = (FILES / "salt-road.fdx").read_bytes()


def edited(change: dict[str, str], number: str | None = None) -> Screenplay:
    elements = read_fdx(DATA).elements
    return Screenplay(
        tuple(replace(e, text=change[e.text], number=number or e.number) if e.text in change else e for e in elements)
    )


def differences(new: bytes) -> list[str]:
    lines = difflib.unified_diff(DATA.decode().split("\n"), new.decode().split("\n"), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


CHANGES = {
    "a heading": {"EXT. SALT ROAD - DAWN": "EXT. SALT ROAD - DUSK"},
    "a name": {"McCoy": "McKay"},
    "an action": {"MARA RUNS.\nThe dust stays.": "MARA STOPS."},
    "a transition": {"Burn to white.": "Burn to black."},
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_patch_changes_the_paragraph_and_nothing_else(what: str) -> None:
    screenplay = edited(CHANGES[what])
    new = patch(DATA, screenplay)
    changed = [line for line in differences(new) if "ScriptNote" not in line]
    assert 2 <= len(changed) <= 3
    again = read_fdx(new).elements
    assert all(map(same, again, screenplay.elements))


def test_a_patch_keeps_fonts_and_scene_properties() -> None:
    font = 'AdornmentStyle="0" Font="Courier Final Draft"'
    inside = f'<SceneProperties Length="3/8"/><Text {font} Style="Bold">INT. </Text><Text {font} Style="">A</Text>'
    data = fdx(f'<Paragraph Number="1" Type="Scene Heading">{inside}</Paragraph>')
    screenplay = read_fdx(data)
    new = patch(data, Screenplay((replace(screenplay.elements[0], text="INT. B", number="1A"),)))
    assert (
        f'<Paragraph Number="1A" Type="Scene Heading"><SceneProperties Length="3/8"/><Text {font}>INT. B</Text>'
        in new.decode()
    )


def test_a_patch_puts_in_takes_out_and_moves() -> None:
    elements = read_fdx(DATA).elements
    action = Element(Kind.ACTION, "New & old.", 0, 0)
    at = next(row for row, element in enumerate(elements) if element.kind is Kind.SCENE_HEADING)
    for wanted in (
        [*elements[: at + 1], action, *elements[at + 1 :]],
        [*elements[:at], *elements[at + 2 :]],
        [*elements, action, Element(Kind.NOTE, "why?", 0, 0)],
        [element for element in elements if element.kind is not Kind.NOTE],
        [replace(elements[0], text="Other Road"), *elements[1:]],
        list(elements[:at]),
    ):
        again = read_fdx(patch(DATA, Screenplay(tuple(wanted)))).elements
        assert [element.text for element in again] == [element.text for element in wanted]
        assert all(map(same, again, wanted))


def test_notes_follow_the_text_they_stand_at() -> None:
    screenplay = edited({"Act One": "A much longer name for the act", "INT. SALT STORE - NIGHT": "INT. S"})
    again = read_fdx(patch(DATA, screenplay)).elements
    assert all(map(same, again, screenplay.elements))

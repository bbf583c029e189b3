"""Written scenes become a script: whatever the texts are, reading it back gives those scenes, speeches and actions."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storyforge.errors import UnwritableElementError
from storyforge.formats.fountain import parse
from storyforge.formats.fountain.classify import is_parenthetical
from storyforge.formats.headings import parse_heading
from storyforge.formats.languages import language
from storyforge.formats.screenwriting import (
    WrittenBlock,
    WrittenScene,
    acted,
    cue,
    heading,
    repeats_heading,
    said,
    without_notes,
    write_script,
)
from storyforge.model.screenplay import Kind

HARD = (
    "INT. KITCHEN - DAY", "CUT TO:", "FADE OUT.", "FADE IN:", "MARA", "MARA\nshe says", "@mara", "# one", "= two",
    "===", "> three <", "~ four", "!five", ".six", "(quietly)", "(a) b (c", "[[a note]]", "[[[", "/* gone */", "*bold*",
    "under_score_d", "CONTINUED", "12.", "a\n\nb", "a\n> b <\n#c", "  ", "Title: x", "naïve – „Zitat“", "○内",
    "彼\n言う", "MARA ^", "a]", "\\*", "-\t-", "é", "ß", "İi", "# #",
)  # fmt: skip
MARKS = "[]/*!#=~>().@^_\\: \nAb:"
TEXT = st.one_of(
    st.sampled_from(HARD),
    st.text(max_size=24),
    st.text(alphabet=MARKS, max_size=16),
    st.lists(st.sampled_from(HARD), max_size=3).map("\n".join),
)
BLOCKS = st.builds(
    WrittenBlock,
    kind=st.sampled_from(("action", "speech", "transition")),
    text=TEXT,
    character=TEXT,
    extension=st.one_of(st.sampled_from(("", "V.O.", "voice over", "off", "(O.S.)")), TEXT),
    parenthetical=TEXT,
    gap=TEXT,
)
SCENES = st.builds(
    WrittenScene,
    number=st.integers(1, 999).map(str),
    inside=st.sampled_from(("INT.", "EXT.", "INT./EXT.")),
    place=TEXT,
    time=st.one_of(st.sampled_from(("", "NIGHT", "CONTINUOUS")), TEXT),
    blocks=st.lists(BLOCKS, max_size=5).map(tuple),
)
LANGUAGES = st.sampled_from(("en", "de", "fr", "tr", "ru", "ja", "ar"))


@given(st.lists(SCENES, max_size=3), LANGUAGES)
@example(
    [WrittenScene("1", "INT.", "A", "", (WrittenBlock("action", "彼\n言う"), WrittenBlock("action", "彼\n言う")))], "ja"
)
def test_whatever_the_texts_are_the_script_says_them(scenes: list[WrittenScene], code: str) -> None:
    pack = language(code)
    read = parse(write_script({"Title": "Salt: a story", "Draft": "[[one"}, scenes, pack), pack)

    assert [(s.number, s.title) for s in read.scenes] == [(s.number, heading(s, pack)) for s in scenes]
    for wanted, got in zip(scenes, read.scenes, strict=True):
        told = [piece for block in wanted.blocks[repeats_heading(wanted, pack) :] for piece in _said(block, code)]
        assert [
            (e.kind, e.text) for e in got.elements if e.kind in {Kind.ACTION, Kind.CHARACTER, Kind.DIALOGUE}
        ] == told


def _said(block: WrittenBlock, code: str) -> list[tuple[Kind, str]]:
    """What a block has to be read as; a speech of nobody is action."""
    text = without_notes(block.text)[0]
    name, _ = cue(block.character, language(code))
    if block.kind == "transition":
        return []
    if block.kind == "action" or not name:
        return [(Kind.ACTION, paragraph) for paragraph in acted(text)]
    runs: list[list[str]] = [[]]
    for line in said(text):
        if is_parenthetical(line):
            runs.append([])
        else:
            runs[-1].append(line)
    spoken = [(Kind.DIALOGUE, "\n".join(run)) for run in runs if run]
    return [(Kind.CHARACTER, name), *spoken] if said(text) else []


def test_a_scene_as_a_reader_sees_it() -> None:
    blocks = (
        WrittenBlock("action", "The door SLAMS. Mara turns."),
        WrittenBlock("speech", "Who is there?", "Mara", parenthetical="(whispering)"),
        WrittenBlock("speech", "Only the wind.", "Voice", extension="off screen", gap="Whose voice is it?"),
        WrittenBlock("transition", "cut to:"),
    )
    scene = WrittenScene("3", "INT.", "Kitchen", "NIGHT", blocks)

    assert write_script({"Title": "Salt", "Author": ""}, [scene]) == (
        "Title: Salt\n\n"
        "INT. KITCHEN - NIGHT #3#\n\n"
        "The door SLAMS. Mara turns.\n\n"
        "MARA\n(whispering)\nWho is there?\n\n"
        "VOICE (O.S.)\nOnly the wind.\n\n"
        "[[TODO: Whose voice is it?]]\n\n"
        "CUT TO:\n"
    )


@pytest.mark.parametrize(
    "code", ["en", "de", "fr", "es", "it", "pl", "ru", "tr", "el", "ja", "ko", "zh", "ar", "he", "hi", "fi"]
)
@pytest.mark.parametrize(
    ("inside", "interior", "exterior"), [("INT.", True, False), ("EXT.", False, True), ("INT./EXT.", True, True)]
)
def test_headings_speak_the_scripts_language(code: str, inside: str, interior: bool, exterior: bool) -> None:
    text = write_script(
        {}, [WrittenScene("1", inside, "Ada", "NIGHT", ()), WrittenScene("2", inside, "Ada", "CONTINUOUS", ())], code
    )
    first, second = (parse_heading(scene.title, code) for scene in parse(text, code).scenes)

    assert (first.interior, first.exterior, first.places, first.time) == (interior, exterior, ("ADA",), "NIGHT")
    assert second.relative == "CONTINUOUS"


def test_a_name_without_capitals_is_still_a_cue() -> None:
    scene = WrittenScene("1", "INT.", "台所", "NIGHT", (WrittenBlock("speech", "おはよう。", "マラ"),))
    text = write_script({}, [scene], "ja")

    assert "@マラ\nおはよう。" in text
    assert parse(text, "ja").scenes[0].blocks()[0].name == "マラ"  # type: ignore[union-attr]  # a speech


def test_a_heading_that_is_written_once_more_is_left_out() -> None:
    blocks = (WrittenBlock("action", "Int. Kitchen - Night"), WrittenBlock("action", "Mara waits."))
    text = write_script({}, [WrittenScene("1", "INT.", "Kitchen", "NIGHT", blocks)])
    assert text == "INT. KITCHEN - NIGHT #1#\n\nMara waits.\n"
    other = (WrittenBlock("action", "INT. GARDEN"),)
    assert "!INT. GARDEN" in write_script({}, [WrittenScene("1", "INT.", "Kitchen", "NIGHT", other)])


def test_gaps_in_a_text_are_notes_of_their_own() -> None:
    block = WrittenBlock("action", "She hides it. [[TODO: Where does she hide it?]]")
    read = parse(write_script({}, [WrittenScene("1", "INT.", "Attic", "", (block,))]))

    assert [(e.kind, e.text) for e in read.scenes[0].elements] == [
        (Kind.ACTION, "She hides it."),
        (Kind.NOTE, "TODO: Where does she hide it?"),
    ]


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(UnwritableElementError):
        write_script({}, [WrittenScene("the first", "INT.", "Attic", "", ())])

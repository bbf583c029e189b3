"""Passages rewritten by instruction: found as they were copied, and nothing around them changes, not a letter."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storyforge.errors import (
    EmptyPassageError,
    PassageAmbiguousError,
    PassageMissingError,
    PassagesOverlapError,
    StructureChangedError,
)
from storyforge.formats import fountain, markdown
from storyforge.pipeline.writing.passages import Folded, Stretch, replaced, select, with_line_ends
from storyforge.pipeline.writing.scripts import refuse_other_structure
from storyforge.providers import IMAGE
from storyforge.tasks.rewriting import RewriteOutput
from tests.pipeline.scripted_writer import Writer
from tests.providers.openai_server import Say
from tests.room import BODY, PAID

if TYPE_CHECKING:
    from tests.room import Scribe
    from tests.tale import Tale

_ODD = ["\u0301", "\ufeff", "\ud55c", "\u1100", "\u1161"]
LETTERS = st.text(
    st.one_of(st.sampled_from(list("ab \n\r\t“”'\"’é")), st.sampled_from(_ODD), st.characters()), max_size=60
)


# What a text holds


@given(LETTERS, LETTERS, LETTERS)
def test_only_the_selection_changes(before: str, passage: str, after: str) -> None:
    text = f"{before}|{passage}|{after}"
    wanted = f"|{passage}|"
    try:
        (found,) = select("a.md", text, [wanted])
    except PassageAmbiguousError:
        return
    except PassageMissingError:
        # Whatever begins with an accent belongs to the letter before it.
        assert not all(unicodedata.is_normalized("NFC", each) for each in (text, passage, f"|{passage}", f"|{after}"))
        return
    new = replaced(text, [(found, "NEW")])
    assert new == text[: found.start] + "NEW" + text[found.end :]
    assert Folded.of(found.of(text)).text == Folded.of(wanted).text


@given(st.lists(st.text(st.sampled_from("abc \n"), min_size=1, max_size=8), min_size=2, max_size=6), st.data())
def test_several_are_replaced_together_and_all_else_stays(parts: list[str], data: st.DataObject) -> None:
    named = [f"<{n}{part}>" for n, part in enumerate(parts)]
    between = data.draw(st.lists(LETTERS, min_size=len(parts) + 1, max_size=len(parts) + 1))
    between = [each.replace("<", "").replace(">", "") + "." for each in between]
    text = "".join(a + b for a, b in zip(between, [*named, ""], strict=True))
    order = data.draw(st.permutations(named))
    found = select("a.md", text, order)
    new = replaced(text, zip(found, [f"[{each}]" for each in order], strict=True))
    assert new == "".join(a + b for a, b in zip(between, [*(f"[{each}]" for each in named), ""], strict=True))


@given(LETTERS)
def test_every_place_is_mapped_back(text: str) -> None:
    folded = Folded.of(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert "".join(text[a:b] for a, b in dict.fromkeys(zip(folded.starts, folded.ends, strict=True))) == text


def test_white_space_quotes_and_composition_make_no_difference() -> None:
    text = "Er sagte: „Café\r\n  geschlossen“, und\u00a0ging.\n"
    decomposed = unicodedata.normalize("NFD", 'Er sagte: "Café geschlossen", und ging.')
    assert select("a.md", text, [decomposed]) == [Stretch(0, len(text) - 1)]
    apart = unicodedata.normalize("NFD", text)
    assert select("a.md", apart, ["Café"])[0].of(apart) == "Cafe\u0301"


def test_no_letter_is_cut_from_its_accent() -> None:
    with pytest.raises(PassageMissingError):
        select("a.md", "x\u0302y", ["x"])


def test_a_passage_that_is_there_twice_is_asked_about() -> None:
    text = "Mara waits.\nIt rains.\r\nMara waits.\n"
    with pytest.raises(PassageAmbiguousError, match=r"2 times \(line 1, line 3\)"):
        select("a.md", text, ["Mara waits."])
    assert select("a.md", text, ["Mara waits."], nth=2) == [Stretch(23, 34)]
    assert select("a.md", text, ["Mara waits.", "It rains."], nth=2) == [Stretch(23, 34), Stretch(12, 21)]
    with pytest.raises(PassageAmbiguousError, match="no number 3"):
        select("a.md", text, ["Mara waits."], nth=3)
    with pytest.raises(PassageAmbiguousError, match=r"once .*no number 2"):
        select("a.md", text, ["It rains."], nth=2)


def test_what_is_not_there_names_the_nearest() -> None:
    with pytest.raises(PassageMissingError) as error:
        select("treatment.md", BODY, ["the stanger asked her to stop"])
    assert error.value.hint == 'Did you mean "the stranger asks her to stop."?'
    with pytest.raises(PassageMissingError) as error:
        select("treatment.md", BODY, ["zzz"])
    assert error.value.hint == "Copy it from the file: storyforge show treatment.md"


def test_passages_that_overlap_are_refused() -> None:
    with pytest.raises(PassagesOverlapError):
        select("a.md", BODY, ["ferry at dusk", "at dusk. “One"])
    with pytest.raises(EmptyPassageError):
        select("a.md", BODY, [" \n"])


def test_a_new_passage_takes_the_line_ends_of_the_file() -> None:
    assert with_line_ends("a\nb\r\nc\rd", "x\r\ny\r\nz\n") == "a\r\nb\r\nc\r\nd"
    assert with_line_ends("a\r\nb", "x") == "a\nb"


@example("", [], "\r")
@example("", ["---", "title: x", "---"], "a\rb\r")
@given(
    st.sampled_from(["", "\ufeff"]),
    st.lists(st.sampled_from(["---", "--- ", "...", "title: x", "", "Body. ---", " "])),
    LETTERS,
)
def test_the_head_of_a_telling_is_told_from_its_body_as_it_is_read(mark: str, lines: list[str], body: str) -> None:
    for end in ("\n", "\r\n"):
        text = end.join([*lines, body])
        start = markdown.body_start(text)
        assert text[start:].replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") == markdown.split(mark + text)[1]


# What a script holds

SCRIPT = """Title: Crossing

EXT. PIER - NIGHT #1#

Mara unties the ferry. [[check: rope?]]

MARA (V.O.)
(low)
One more,
and then home.

EXT. RIVER - NIGHT #2#

They drift.

CUT TO:

EXT. BANK - DAY #3#

She lands.
"""


def changed(old: str, new: str, script: str = SCRIPT) -> fountain.Script:
    (found,) = select("script.fountain", script, [old])
    text = replaced(script, [(found, new)])
    return refuse_other_structure(fountain.parse(script), fountain.Source.from_text(text), [(found, new)])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("unties", "cuts"),
        ("They drift.", "Rain.\n\nMara cuts the rope.\n\nMARA\nNow."),
        ("One more,\nand then home.", "Never again."),
        ("One more,", "Two more,"),
        ("EXT. RIVER - NIGHT #2#", "EXT. RIVER - DAWN"),
        ("EXT. RIVER - NIGHT", "EXT. LAKE - NIGHT"),
        ("They drift.\n\nCUT TO:", "They sink."),
        ("MARA (V.O.)\n(low)\nOne more,\nand then home.", "She is silent."),
    ],
)
def test_a_passage_of_a_script_leaves_its_surroundings_as_they_are_read(old: str, new: str) -> None:
    made = changed(old, new)
    assert [scene.number for scene in made.scenes] == ["1", "2", "3"]
    head, tail = SCRIPT.split(old, 1)
    assert made.text.startswith(head)
    assert made.text.endswith(tail)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("One more,", "One.\n\nMore", "dialogue would be read as action"),
        ("MARA (V.O.)", "Mara speaks:", "read as action"),
        ("Mara unties", "> Mara unties", "action would be read as transition"),
        ("EXT. RIVER - NIGHT #2#", "They go on.", "other scenes"),
        ("They drift.", "They drift.\n\nINT. CABIN - NIGHT\n\nDark.", "other scenes"),
        ("EXT. RIVER - NIGHT #2#", "EXT. RIVER - NIGHT #9#", "other scenes"),
        ("Mara unties the ferry.", "Mara [[waits.", "read as"),
    ],
)
def test_a_passage_that_would_change_its_surroundings_is_refused(old: str, new: str, why: str) -> None:
    with pytest.raises(StructureChangedError, match=why):
        changed(old, new)


@given(st.sampled_from(["drift", "unties the ferry", "and then home", "She lands."]), LETTERS)
def test_whatever_is_written_into_a_script_stays_within_the_selection(old: str, new: str) -> None:
    new = new.strip() or "x"
    before = fountain.parse(SCRIPT)
    try:
        made = changed(old, new)
    except StructureChangedError:
        return
    head, tail = SCRIPT.split(old, 1)
    assert made.text == head + new + tail
    line = head.count("\n") + 1
    told = [(element.kind, element.text) for element in made.elements]
    above = [(element.kind, element.text) for element in before.elements if element.last < line]
    below = [(element.kind, element.text) for element in before.elements if element.line > line]
    assert told[: len(above)] == above
    assert told[len(told) - len(below) :] == below


# What an author does

CRLF_AND_MARK = b"\xef\xbb\xbf" + SCRIPT.replace("\n", "\r\n").encode()


@pytest.mark.usefixtures("scribe")
def test_a_passage_is_rewritten_and_committed_as_the_authors_own(room: Tale) -> None:
    before = room.read("treatment.md")
    assert room.storyforge("rewrite", "treatment", "--select", 'at dusk. "One more,"', "-m", "darker", *PAID) == 0
    assert room.read("treatment.md") == before.replace("at dusk. “One more,”", "<darker: at dusk. “One more,”>")
    assert room.subjects[0] == "treatment: 1 passage rewritten"
    message = room.git("log", "-1", "--format=%B")
    assert "\n\ndarker\n\nStoryforge-Stage: treatment\n" in message
    assert "Storyforge-With: text=scribe\nStoryforge-Cost: 0.05 EUR\n" in message
    assert room.changed_in() == ["treatment.md"]
    assert room.stand("treatment.md").approval == "edited", "as after a hand edit that was saved"
    assert room.stand("beats.yaml").flags == ("not up to date with treatment.md",)
    assert not room.dirty


def test_surroundings_are_told_and_of_a_script_only_those_of_the_scene(room: Tale, scribe: type[Scribe]) -> None:
    assert room.storyforge("rewrite", "script", "--select", "Here is 2.", "-m", "shorter", *PAID) == 0
    (task, context) = scribe.asked[-1]
    assert (task, context.form, context.passage) == ("rewrite", "screenplay", "Here is 2.")
    assert context.before.startswith("EXT. RIVER - NIGHT #2#")
    assert "EXT. PIER" not in context.before + context.after
    assert "EXT. BANK" not in context.before + context.after
    assert room.storyforge("rewrite", "treatment", "--select", "Mara waits.", "--nth", "1", "-m", "shorter", *PAID) == 0
    (_, context) = scribe.asked[-1]
    assert context.before.endswith("asks her to stop. ")
    assert context.after.startswith("\n\nShe rows on")


@pytest.mark.usefixtures("scribe")
def test_several_passages_are_one_commit(room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ("--select", "at dusk", "--select", "lands alone", "-m", "late")
    capsys.readouterr()
    assert room.storyforge("rewrite", "treatment", *wanted, *PAID, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [passage["after"] for passage in told["passages"]] == ["<late: at dusk>", "<late: lands alone>"]
    assert told["cost"] == {"amount": "0.10", "currency": "EUR"}
    assert len(scribe.asked) == 2
    assert "ferry <late: at dusk>." in room.read("treatment.md")
    assert "and <late: lands alone>." in room.read("treatment.md")


@pytest.mark.usefixtures("scribe")
def test_a_telling_with_other_line_ends_differs_in_the_passage_alone(room: Tale) -> None:
    room.write("treatment.md", room.read("treatment.md").replace("\n", "\r\n"))
    assert room.storyforge("rewrite", "treatment", "--select", "stop. Mara waits.", "-m", "no", *PAID) == 0
    changed = [
        line
        for line in room.git("diff", "-U0", "HEAD~1", "--", "treatment.md").splitlines()
        if line[:2] in ("- ", "+ ") or line[1:4] == "In "
    ]
    assert changed == [
        "-In the middle of the river the stranger asks her to stop. Mara waits.",
        "+In the middle of the river the stranger asks her to <no: stop. Mara waits.>",
    ]


@pytest.mark.usefixtures("scribe")
def test_a_script_keeps_its_mark_and_line_ends_to_the_byte(room: Tale) -> None:
    room.write("script.fountain", CRLF_AND_MARK)
    assert room.storyforge("rewrite", "script", "--select", "One more, and then home.", "-m", "no", *PAID) == 0
    held = (room.root / "script.fountain").read_bytes()
    assert held == CRLF_AND_MARK.replace(b"One more,\r\nand then home.", b"<no: One more, and then home.>")
    assert room.subjects[1] == "script: edited by hand"


@pytest.mark.usefixtures("scribe")
def test_of_beats_and_assets_one_field_changes_and_comments_stay(room: Tale) -> None:
    room.edit("beats.yaml", "- id: b03", "# the turn\n- id: b03")
    before = room.read("beats.yaml")
    assert room.storyforge("rewrite", "beats", "b04", "--select", "listens", "-m", "wary", *PAID) == 0
    assert room.read("beats.yaml") == before.replace(
        "Mara stops, and listens.", "Mara stops, and <wary: listens>.", 1
    ).replace("text: Mara stops, and <wary: listens>.", "text: 'Mara stops, and <wary: listens>.'")
    assert room.stand("treatment.md").flags == ("not up to date with beats.yaml",)
    assert room.stand("script.fountain").flags == ("not up to date with beats.yaml",)


def test_a_beat_is_told_by_its_name_where_a_passage_is_there_twice(
    room: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    assert room.storyforge("rewrite", "beats", "--select", "Mara", "-m", "other") == 2
    assert '"Mara" is in beats.yaml 2 times (b01, b04).' in capsys.readouterr().err


@pytest.mark.usefixtures("scribe")
def test_options_can_be_rewritten_before_one_is_chosen(room: Tale) -> None:
    assert room.storyforge("rewrite", "treatment", "2", "--select", "lands alone", "-m", "sad", *PAID) == 0
    assert "<sad: lands alone>" in room.read("treatment/option-2.md")
    assert "<sad" not in room.read("treatment.md")


def test_a_dry_run_asks_nobody_who_takes_money(
    room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]
) -> None:
    head = room.head
    assert room.storyforge("rewrite", "treatment", "--select", "at dusk", "-m", "late", *PAID, "--dry-run") == 0
    assert "scribe would be asked, for at most 0.05 EUR; nothing was asked or written." in capsys.readouterr().out
    assert not scribe.asked
    assert (room.head, room.dirty) == (head, "")


def test_the_same_question_is_not_bought_twice(room: Tale, scribe: type[Scribe]) -> None:
    asked = ("rewrite", "treatment", "--select", "at dusk", "-m", "late", *PAID)
    assert room.storyforge(*asked) == 0
    room.git("reset", "-q", "--hard", "HEAD~1")
    assert room.storyforge(*asked) == 0
    assert [task for task, _ in scribe.asked] == ["rewrite"]


def _broken(_context: Any) -> RewriteOutput:
    return RewriteOutput(passage="One.\n\nMore of it.")


def _nothing(_context: Any) -> RewriteOutput:
    return RewriteOutput(passage=" \0\n")


def test_an_empty_answer_writes_nothing(room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]) -> None:
    scribe.said["rewrite"] = _nothing
    head = room.head
    assert room.storyforge("rewrite", "beats", "--select", "rows on", "-m", "longer", *PAID) == 1
    assert "the passage is empty." in capsys.readouterr().err
    assert room.head == head


def test_a_passage_that_breaks_the_script_writes_nothing(
    room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]
) -> None:
    scribe.said["rewrite"] = _broken
    head = room.head
    assert room.storyforge("rewrite", "script", "--select", "Here is", "-m", "longer", *PAID, "--nth", "2") == 1
    assert "script.fountain:15: The new passage would change what stands around it" in capsys.readouterr().err
    assert (room.head, room.dirty) == (head, "")


def test_a_language_model_rewrites_over_the_wire_and_is_asked_again_where_it_changed_nothing(
    room: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [Say(json.dumps({"passage": words})) for words in ("Mara unties the ferry at dusk.", "Mara cuts the rope.")]
    with Writer(rewrite=said).at_work(room, monkeypatch) as model:
        asked = ("rewrite", "treatment", "--select", "Mara unties the ferry at dusk.", "-m", "in a hurry")
        assert room.storyforge(*asked, "--max-cost", "5") == 0
        assert model.asked == {"rewrite": 2}, "the same words again are no answer"
    assert "Mara cuts the rope. “One more,”" in room.read("treatment.md")
    assert "Storyforge-With: text=litellm:openai/gpt-4o-mini" in room.git("log", "-1", "--format=%B")


def test_where_repair_costs_money_the_author_is_asked_and_the_answer_is_kept(
    film: Tale, scribe: type[Scribe], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    film.edit("story.yaml", "image: offline", "image: scripted")
    assert film.storyforge("save") == 0
    assert film.storyforge("lock", "story.yaml") == 0
    head = film.head
    asked = ("rewrite", "script", "--select", "Rain.", "-m", "a thunderstorm", *PAID)
    assert film.storyforge(*asked) == 3
    assert "the same command with --accept-impact" in capsys.readouterr().err
    assert (film.head, film.dirty) == (head, "")
    assert film.storyforge(*asked, "--accept-impact") == 0
    assert "<a thunderstorm: Rain.>" in film.read("script.fountain")
    assert [task for task, _ in scribe.asked] == ["rewrite"], "what was bought before the stop is used now"
    assert film.stand("script.fountain").approval == "edited"


MISUSES: dict[str, tuple[tuple[str, ...], int, str]] = {
    "no instruction": (("treatment", "--select", "Mara"), 2, "Nobody knows how the passage should be."),
    "no passage": (("treatment", "-m", "x"), 2, "Nothing is selected."),
    "no such artifact": (("tretment", "--select", "x", "-m", "x"), 2, 'Did you mean "treatment"?'),
    "no text": (("shots", "--select", "x", "-m", "x"), 2, "shots is not rewritten passage by passage."),
    "not made": (("lore", "--select", "x", "-m", "x"), 2, "There is no lore.md yet."),
    "no such beat": (("beats", "b77", "--select", "x", "-m", "x"), 2, "There is no beat b77."),
    "no such option": (("treatment", "x", "--select", "x", "-m", "x"), 2, "x is no option of treatment."),
}


@pytest.mark.parametrize("name", MISUSES)
def test_misuse_is_told_in_a_line_and_changes_nothing(
    room: Tale, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, code, told = MISUSES[name]
    head = room.head
    assert room.storyforge("rewrite", *arguments) == code
    assert told in capsys.readouterr().err
    assert room.head == head

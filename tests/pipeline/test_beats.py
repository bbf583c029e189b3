"""Beats changed one by one: what hangs on a beat stays with it, comments too, and ids are stable once locked."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.errors import BeatsMisusedError, NoRunnersUpError
from storyforge.model.beats import Beat, BeatSheet, RunnerUp, Source, Span
from storyforge.pipeline.session import Session
from storyforge.pipeline.writing import sheet as laws
from storyforge.pipeline.writing.sheet import Place
from storyforge.tasks.beatsheet import OneBeatOutput
from tests.room import PAID

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.room import Scribe
    from tests.tale import Tale

# The laws of a sheet

WORDS = st.sampled_from(["Mara waits.", "It rains.", "She rows.", "He asks.", "They land."])
OF_TELLING = st.builds(Source, file=st.just("treatment.md"), quote=WORDS)
OF_INPUT = st.one_of(st.none(), st.builds(Source, file=st.just("inputs/book.txt"), quote=WORDS))
RUNNERS = st.builds(
    RunnerUp, text=WORDS, source=st.one_of(OF_TELLING, OF_INPUT), people=st.sampled_from([(), ("Mara",)]), place=WORDS
)


@st.composite
def sheets(draw: st.DrawFn) -> BeatSheet:
    count = draw(st.integers(2, 7))
    beats = [
        Beat(
            id=f"b{n:02}",
            text=draw(WORDS),
            source=draw(OF_TELLING),
            origin=draw(OF_INPUT),
            scenes=tuple(draw(st.lists(st.sampled_from("1234"), unique=True, max_size=2))),
            runners_up=tuple(draw(st.lists(RUNNERS, max_size=3))),
        )
        for n in range(1, count + 1)
    ]
    return BeatSheet(beats=tuple(beats))


def ids(sheet: BeatSheet) -> list[str]:
    return [beat.id for beat in sheet.beats]


@given(sheets(), st.data())
def test_a_move_loses_nothing_and_puts_a_beat_where_it_was_said(sheet: BeatSheet, data: st.DataObject) -> None:
    name, other = data.draw(st.permutations(ids(sheet)))[:2]
    behind = laws.moved(sheet, name, Place(after=other))
    before = laws.moved(sheet, name, Place(before=other))
    assert sorted(ids(behind)) == sorted(ids(before)) == ids(sheet)
    assert ids(behind)[ids(behind).index(other) + 1] == name
    assert ids(before)[ids(before).index(other) - 1] == name
    assert ids(laws.moved(sheet, name, Place(first=True)))[0] == name
    rest = [each for each in ids(sheet) if each != name]
    assert [each for each in ids(behind) if each != name] == rest


@given(sheets(), st.data())
def test_a_swap_done_twice_is_none(sheet: BeatSheet, data: st.DataObject) -> None:
    beat = data.draw(st.sampled_from(sheet.beats))
    for nth in range(1, len(beat.runners_up) + 1):
        swapped = laws.swapped(beat, nth)
        assert swapped.text == beat.runners_up[nth - 1].text
        assert swapped.runners_up[nth - 1].text == beat.text
        assert (swapped.id, swapped.scenes, swapped.goal) == (beat.id, beat.scenes, beat.goal)
        assert laws.swapped(swapped, nth) == beat
    with pytest.raises(NoRunnersUpError):
        laws.swapped(beat, len(beat.runners_up) + 1)


@given(sheets(), st.data())
def test_a_merge_keeps_all_that_hangs_on_both(sheet: BeatSheet, data: st.DataObject) -> None:
    one, other = data.draw(st.permutations(ids(sheet)))[:2]
    first, second = sorted((laws.beat_of(sheet, one), laws.beat_of(sheet, other)), key=sheet.beats.index)
    merged = laws.merged(sheet, one, other, Beat(id="b99", text="Both."))
    beat = laws.beat_of(merged, first.id)
    assert ids(merged) == [each for each in ids(sheet) if each != second.id]
    assert set(beat.scenes) == {*first.scenes, *second.scenes}
    assert set(beat.runners_up) == {*first.runners_up, *second.runners_up}
    assert (beat.source, beat.origin) == (first.source or second.source, first.origin or second.origin)


def test_stretches_of_an_audio_are_shared_out_and_joined_without_a_gap() -> None:
    beats = [Beat(id=f"b{n:02}", text="x", span=Span(start=n * 10, end=n * 10 + 10)) for n in range(1, 4)]
    sheet = BeatSheet(beats=tuple(beats))
    told = [Beat(id="b99", text=str(n)) for n in range(3)]
    spans = [beat.span for beat in laws.expanded(sheet, "b02", told).beats]
    assert all(a and b and a.end == b.start for a, b in pairwise(spans))
    joined = laws.merged(sheet, "b01", "b02", told[0]).beats[0].span
    assert joined == Span(start=10, end=30)
    acts: list[Callable[[], BeatSheet]] = [
        lambda: laws.removed(sheet, ["b01"]),
        lambda: laws.moved(sheet, "b01", Place(after="b03")),
        lambda: laws.inserted(sheet, 1, told[0]),
        lambda: laws.merged(sheet, "b01", "b03", told[0]),
    ]
    for act in acts:
        with pytest.raises(BeatsMisusedError):
            act()


# What an author does


def sheet_of(tale: Tale) -> BeatSheet:
    return cast("BeatSheet", Session.open(tale.root).story.model("beats.yaml"))


def texts(tale: Tale) -> dict[str, str]:
    return {beat.id: beat.text for beat in sheet_of(tale).beats}


@pytest.fixture
def commented(room: Tale) -> Tale:
    """The story with a comment above each beat, one at the end, and a key of the author's own."""
    text = room.read("beats.yaml")
    for name in texts(room):
        text = text.replace(f"- id: {name}", f"# about {name}\n- id: {name}")
    room.write("beats.yaml", f"{text}# the end\nx-mood: grey # mine\n")
    assert room.storyforge("save") == 0
    return room


def comments(tale: Tale) -> dict[str, str]:
    """Beat -> the comments right above it; behind the last, those at the end."""
    found: dict[str, str] = {}
    above: list[str] = []
    for line in tale.read("beats.yaml").splitlines():
        if line.startswith("#") and "schema" not in line:
            above.append(line.removeprefix("# about ").removeprefix("# "))
        elif line.startswith("- "):
            name = line.partition("id: ")[2][:3]
            found[name], above = " ".join(above), []
    return found | {"": " ".join(above)}


def test_a_moved_beat_takes_its_comments_along(commented: Tale) -> None:
    assert commented.storyforge("beat", "move", "b05", "--after", "b01", "-m", "she rows first") == 0
    assert list(texts(commented)) == ["b01", "b05", "b02", "b03", "b04", "b06"]
    assert comments(commented) == {name: name for name in texts(commented)} | {"": "the end"}
    assert "x-mood: grey # mine" in commented.read("beats.yaml")
    assert commented.subjects[0] == "beats: b05 moved behind b01"
    assert "\n\nshe rows first\n\n" in commented.git("log", "-1", "--format=%B")
    assert commented.stand("treatment.md").flags == ("not up to date with beats.yaml",)
    assert commented.stand("script.fountain").flags == ("not up to date with beats.yaml",)
    assert commented.stand("beats.yaml").approval == "edited"


@pytest.mark.usefixtures("scribe")
def test_two_beats_become_one_with_the_scenes_and_comments_of_both(commented: Tale) -> None:
    assert commented.storyforge("beat", "merge", "b03", "b02", *PAID) == 0
    beat = laws.beat_of(sheet_of(commented), "b02")
    assert beat.text == "merge 1: A stranger asks for one more crossing and The stranger asks her to stop."
    assert beat.scenes == ("1", "2")
    assert beat.act == "Act two"
    assert beat.goal == "Goal 2. Goal 3."
    assert beat.source == Source(file="treatment.md", quote="“One more,” says a stranger on the pier.")
    assert comments(commented)["b02"] == "b02 b03"
    assert commented.subjects[0] == "beats: b02 merged with b03"


@pytest.mark.usefixtures("scribe")
def test_a_new_beat_has_the_next_free_id_once_the_sheet_was_locked(commented: Tale) -> None:
    assert commented.storyforge("beat", "add", "--after", "b03", "-m", "she finds the letter", *PAID) == 0
    assert list(texts(commented)) == ["b01", "b02", "b03", "b07", "b04", "b05", "b06"]
    assert texts(commented)["b07"] == "add 1: she finds the letter."
    assert laws.beat_of(sheet_of(commented), "b07").act == "Act two"
    assert comments(commented) == {n: n for n in texts(commented) if n != "b07"} | {"b07": "", "": "the end"}
    assert commented.storyforge("unlock", "beats") == 0
    assert commented.storyforge("beat", "add", "--first", "--text", "Dusk.", "--goal", "Calm.") == 0
    assert next(iter(texts(commented))) == "b08", "an unlocked sheet was locked once"


def test_before_the_first_lock_ids_are_counted_anew(commented: Tale) -> None:
    record = commented.root / "locks" / "beats.yaml.json"
    commented.git("checkout", "-q", "--orphan", "fresh")
    record.unlink()
    commented.git("add", "-A")
    commented.git("commit", "-q", "-m", "as if it was never locked")
    assert commented.storyforge("beat", "add", "--before", "b02", "--text", "Dusk.") == 0
    assert list(texts(commented)) == [f"b{n:02}" for n in range(1, 8)]
    assert texts(commented)["b02"] == "Dusk."
    assert texts(commented)["b03"] == "A stranger asks for one more crossing."
    assert comments(commented)["b03"] == "b02", "the comment stays with the beat, whatever it is called"
    assert "beats: added, Dusk." in commented.subjects


def test_scenes_that_no_beat_plays_any_more_are_named(room: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert room.storyforge("beat", "remove", "b03", "b04", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["unplayed"] == ["2"]
    assert [beat["id"] for beat in told["before"]] == ["b03", "b04"]
    assert "b03" not in room.read("beats.yaml")
    assert room.storyforge("beat", "remove", *texts(room)) == 2
    assert "No beat would be left." in capsys.readouterr().err


def test_a_runner_up_takes_the_place_and_back_without_anybody_asked(
    room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]
) -> None:
    before = sheet_of(room)
    assert room.storyforge("beat", "swap", "b04") == 0
    assert "1  Mara sings." in capsys.readouterr().out
    assert room.storyforge("beat", "swap", "b04", "2") == 0
    beat = laws.beat_of(sheet_of(room), "b04")
    assert (beat.text, beat.people, beat.goal) == ("It begins to rain.", ("Mara",), "Goal 4.")
    assert beat.runners_up[1].text == "Mara stops, and listens."
    assert room.storyforge("beat", "swap", "b04", "2") == 0
    assert sheet_of(room) == before
    assert not scribe.asked
    assert room.storyforge("beat", "swap", "b04", "3") == 2
    assert "b04 has 2 runners-up, and no number 3." in capsys.readouterr().err


@pytest.mark.usefixtures("scribe")
def test_alternatives_are_kept_and_disturb_nothing_that_was_agreed(room: Tale, scribe: type[Scribe]) -> None:
    assert room.storyforge("beat", "brainstorm", "b01", "--count", "2", "-m", "by day", *PAID) == 0
    beat = laws.beat_of(sheet_of(room), "b01")
    assert [runner.text for runner in beat.runners_up] == [
        "brainstorm 1: Mara unties the ferry at dusk.",
        "brainstorm 2: Mara unties the ferry at dusk.",
    ]
    assert room.stand("beats.yaml").approval == "locked", "the story is as it was"
    assert not [flag for artifact in room.state.artifacts.values() for flag in artifact.flags]
    (task, context) = scribe.asked[-1]
    assert (task, context.wish, context.count, context.guidance) == ("beat", "brainstorm", 2, "by day")
    assert context.telling == "Mara unties the ferry at dusk."
    assert context.after[0] == "A stranger asks for one more crossing."
    assert room.storyforge("beat", "brainstorm", "b01", "--count", "2", "-m", "by day", *PAID) == 0
    assert len(scribe.asked) == 2, "what is there is told, so that others come"


def _questions(context: Any) -> OneBeatOutput:
    return OneBeatOutput(beats=tuple(Beat(id="b01", text=f"[[TODO: What else {n}?]]") for n in range(context.count)))


def test_questions_are_told_and_are_no_alternatives(
    room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]
) -> None:
    scribe.said["beat"] = _questions
    head = room.head
    assert room.storyforge("beat", "brainstorm", "b01", "--count", "1", *PAID) == 0
    assert "? What else 0?" in capsys.readouterr().out
    assert room.head == head


@pytest.mark.usefixtures("scribe")
def test_one_beat_becomes_several_of_its_scenes_and_its_passage(commented: Tale) -> None:
    assert commented.storyforge("beat", "expand", "b02", "--count", "3", *PAID) == 0
    sheet = sheet_of(commented)
    assert ids(sheet) == ["b01", "b02", "b07", "b08", "b03", "b04", "b05", "b06"]
    told = sheet.beats[1:4]
    assert {beat.scenes for beat in told} == {("1",)}
    assert {beat.source.quote if beat.source else "" for beat in told} == {"“One more,” says a stranger on the pier."}
    assert comments(commented)["b02"] == "b02"


def _too_few(_context: Any) -> OneBeatOutput:
    return OneBeatOutput(beats=(Beat(id="b01", text="One."), Beat(id="b02", text=" ")))


def test_an_answer_with_too_few_beats_changes_nothing(
    room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]
) -> None:
    scribe.said["beat"] = _too_few
    head = room.head
    assert room.storyforge("beat", "expand", "b02", "--count", "2", *PAID) == 1
    assert "there are 1 beats, 2 were wanted." in capsys.readouterr().err
    assert room.head == head


def _made_up(_context: Any) -> OneBeatOutput:
    source = Source(file="treatment.md", quote="This is nowhere.")
    return OneBeatOutput(beats=(Beat(id="b01", text="New.", source=source),))


def test_a_passage_that_is_not_there_is_no_source(room: Tale, scribe: type[Scribe]) -> None:
    scribe.said["beat"] = _made_up
    assert room.storyforge("beat", "add", "--first", "-m", "an opening", *PAID) == 0
    assert sheet_of(room).beats[0].source is None


@pytest.mark.usefixtures("scribe")
def test_a_beat_is_edited_for_nothing_and_rewritten_by_instruction(room: Tale, scribe: type[Scribe]) -> None:
    assert room.storyforge("beat", "edit", "b05", "--goal", "Relief.", "--act", "Act four") == 0
    beat = laws.beat_of(sheet_of(room), "b05")
    assert (beat.goal, beat.act, beat.text) == ("Relief.", "Act four", "She rows on.")
    assert not scribe.asked
    assert comments(room)["b05"] == ""
    assert room.storyforge("beat", "rewrite", "b05", "-m", "against the current", *PAID) == 0
    again = laws.beat_of(sheet_of(room), "b05")
    assert again == beat.model_copy(update={"text": "rewrite 1: She rows on."})
    assert room.subjects[:2] == ["beats: b05 rewritten", "beats: b05 edited, goal, act"]


def test_a_dry_run_says_the_price_or_shows_the_outcome(
    room: Tale, scribe: type[Scribe], capsys: pytest.CaptureFixture[str]
) -> None:
    head = room.head
    assert room.storyforge("beat", "expand", "b02", *PAID, "--dry-run") == 0
    assert "scribe would be asked, for at most 0.05 EUR" in capsys.readouterr().out
    assert room.storyforge("beat", "move", "b02", "--first", "--dry-run") == 0
    assert "Nothing was written." in capsys.readouterr().out
    assert (room.head, room.dirty, scribe.asked) == (head, "", [])


MISUSES = {
    "no place": (("add", "-m", "x"), "A beat has one place."),
    "two places": (("move", "b02", "--first", "--after", "b03"), "A beat has one place."),
    "beside itself": (("move", "b02", "--after", "b02"), "b02 can't be moved beside itself."),
    "no such beat": (("edit", "b77", "--goal", "x"), "There is no beat b77."),
    "no beat": (("remove",), "No beat is named."),
    "no wish": (("rewrite", "b02"), "Nobody knows how it should be."),
    "nothing to add": (("add", "--first"), "Nobody knows what happens in it."),
    "a name for a new one": (("add", "b02", "--first", "--text", "x"), "A new beat gets its id by itself."),
    "one to merge": (("merge", "b02"), "Two beats are to be named."),
    "with itself": (("merge", "b02", "b02"), "b02 can't be merged with itself."),
    "an option of others": (("remove", "b02", "--text", "x"), "beat remove has no --text."),
    "too many": (("expand", "b02", "--count", "9"), "9 beats can't be asked for at once."),
    "too few": (("expand", "b02", "--count", "1"), "1 beats can't be asked for at once."),
    "no text": (("edit", "b02", "--text", " "), "A beat has a text."),
    "nothing to edit": (("edit", "b02"), "Nothing is to be edited."),
    "no runners-up": (("swap", "b02", "1"), "b02 has no runners-up."),
}


@pytest.mark.parametrize("name", MISUSES)
def test_misuse_is_told_in_a_line_and_changes_nothing(
    room: Tale, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, told = MISUSES[name]
    head = room.head
    assert room.storyforge("beat", *arguments) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "hint: " in error
    assert (room.head, room.dirty) == (head, "")

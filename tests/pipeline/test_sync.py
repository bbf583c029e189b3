"""Dialogue edited in the script goes into the shot lists word for word; frames stay, and nothing else is touched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyforge.cli.main import run
from storyforge.exporters.subtitles import subtitles
from storyforge.exporters.timing import Film
from storyforge.formats.languages import language
from storyforge.pipeline.editing.resaid import UnplacedError, resay
from storyforge.pipeline.session import Session
from storyforge.providers import IMAGE, VIDEO
from storyforge.tasks.pieces import pieces
from tests.conftest import _isolate
from tests.pipeline.scripted_media import ScriptedArtist, ScriptedCamera
from tests.tale import Tale

if TYPE_CHECKING:
    from storyforge.model.shots import ShotList
    from storyforge.tasks.pieces import Piece

SCRIPT = "script.fountain"
SHOTS = "scenes/001/shots.yaml"
KITCHEN = "scenes/002/shots.yaml"
BOTH = ("--with", "image=scripted", "--with", "video=scripted", "--max-cost", "100")
LONG = """\
INT. MILL - NIGHT

ADA, 40, grey, sits at the wheel. BEN, 60, stands behind her.

ADA
(quietly)
I had left home at seven with a suitcase and no idea where I was going to sleep. The mill was empty then. Nobody had
asked for the key in years, and nobody had asked for me. So I stayed.
(beat)
The miller came back in the spring. He never said a word about it, and neither did I.

BEN (V.O.)
And the key?

ADA
It is on the nail.

BEN
Nobody has been here since.
"""


def lists(tale: Tale, path: str = SHOTS) -> ShotList:
    return cast("ShotList", Session.open(tale.root).story.model(path))


def lines(tale: Tale, path: str = SHOTS) -> list[tuple[str, str]]:
    return [(shot.id, line.text) for shot in lists(tale, path).shots for line in shot.dialogue]


def stale(tale: Tale) -> set[str]:
    """All items that are not current, as `path#item`."""
    return {
        f"{path}#{item}"
        for path, artifact in tale.state.artifacts.items()
        for item, how in artifact.items.items()
        if how.freshness == "outdated"
    }


@pytest.fixture(scope="session")
def _mill(tmp_path_factory: pytest.TempPathFactory, _shelf: Path) -> Path:
    """A story with one long speech over several shots; made once."""
    folder = tmp_path_factory.mktemp("mill")
    (folder / "mill.fountain").write_text(LONG, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, folder / "home")
        assert run(["new", str(folder / "mill"), "--primary", str(folder / "mill.fountain")]) == 0
        assert Tale(folder / "mill").storyforge("run", "prompts", "--auto") == 0
    return folder / "mill"


@pytest.fixture
def mill(_mill: Path, tmp_path: Path) -> Tale:
    return Tale(Path(shutil.copytree(_mill, tmp_path / "mill")))


def test_one_word_reaches_its_line_and_that_shots_video_prompt(tale: Tale) -> None:
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    before, frames = lines(tale), [shot.frames for shot in lists(tale).shots]
    assert tale.storyforge("sync", "shots") == 0
    assert tale.subjects[:2] == ["shots: synced with the script, 1 scene, 1 line", "script: edited by hand"]
    assert tale.changed_in() == [f"locks/{SHOTS}.json", SHOTS]
    assert lines(tale) == [(shot, text.replace("leaks", "drips")) for shot, text in before]
    assert [shot.frames for shot in lists(tale).shots] == frames
    assert tale.stand(SHOTS).approval == "locked", "the author's own words need no new approval"
    assert tale.stand(SHOTS).freshness == "current"
    [(spoken, _)] = before
    assert stale(tale) == {f"scenes/001/prompts.yaml#{spoken}.video"}
    assert tale.git("log", "-1", "--format=%(trailers:key=Storyforge-Scenes,valueonly)").strip() == "1"


def test_status_says_what_to_type(tale: Tale) -> None:
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    tale.storyforge("save")
    tale.storyforge("lock", "script")
    assert tale.report()["next"] == ["storyforge sync shots"]
    assert tale.storyforge("sync", "shots") == 0
    assert tale.report()["next"] == ["storyforge run prompts --outdated"]
    tale.edit(SCRIPT, "Rain. ADA", "Hail. ADA")
    tale.storyforge("save")
    tale.storyforge("lock", "script")
    assert tale.report()["next"] != ["storyforge sync shots"], "action is not synced"


def test_only_that_clip_is_filmed_again(film: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    film.edit(SCRIPT, "It leaks.", "It drips.")
    film.storyforge("sync", "shots")
    [(spoken, _)] = lines(film)
    assert film.storyforge("run", "prompts", "--outdated", "--auto") == 0
    here = "scenes/001/"
    assert stale(film) == {f"{here}confirmation.yaml#{spoken}", f"{here}clips.yaml#{spoken}"}
    monkeypatch.setattr(ScriptedArtist, "asked", [])
    monkeypatch.setattr(ScriptedCamera, "asked", [])
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    assert film.storyforge("confirm", "1", *BOTH) == 0
    assert film.storyforge("run", "video", "--outdated", "--auto", *BOTH, "--scene", "1") == 0
    assert (ScriptedArtist.asked, ScriptedCamera.asked) == ([], [spoken])
    assert stale(film) == set()


def test_subtitles_say_the_new_words(film: Tale) -> None:
    film.edit(SCRIPT, "It leaks.", "It drips.")
    film.storyforge("sync", "shots")
    story = Session.open(film.root).story
    cut = Film.of(story, tuple(story.scenes))
    cues, _ = subtitles(cut.lines, cut.rate, cut.language)
    assert any("It drips." in cue.text for cue in cues)


def test_comments_and_order_of_the_shot_list_survive(tale: Tale) -> None:
    text = (
        tale.read(SHOTS).replace("shots:\n", "# Mine.\nshots:  # all of them\n").replace("why: on", 'why: "on"  # on')
    )
    tale.write(SHOTS, text)
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    assert tale.storyforge("sync", "shots") == 0
    assert tale.read(SHOTS) == text.replace("It leaks.", "It drips.")


def test_a_long_speech_keeps_its_shots_and_its_borders_move(mill: Tale) -> None:
    before = lines(mill)
    ada = [shot for shot, _ in before][: len(before) - 3]
    assert len(ada) >= 3, "the speech is spread over several shots"
    mill.edit(SCRIPT, "The mill was empty then.", "The mill, as they say, was as empty then as a church on a Monday.")
    mill.edit(SCRIPT, "He never said a word", "He looked at me once. He never said a single word")
    assert mill.storyforge("sync", "shots") == 0
    after = lines(mill)
    assert [shot for shot, _ in after] == [shot for shot, _ in before]
    assert mill.storyforge("check") == 0, "every word is where the script has it"
    ends = [[text.split()[-1] for _, text in said] for said in (before, after)]
    assert ends[1] == ["Monday." if word == "then." else word for word in ends[0]], "each cut is where it was"
    directions = [line.parenthetical for shot in lists(mill).shots for line in shot.dialogue if line.parenthetical]
    assert directions == ["quietly", "beat"]


def test_a_direction_between_the_words_of_one_shot_begins_a_new_line(mill: Tale) -> None:
    mill.edit(SCRIPT, "Nobody has been here since.", "Nobody has\n(a sigh)\nbeen here since.")
    assert mill.storyforge("sync", "shots") == 0
    last = [line for shot in lists(mill).shots for line in shot.dialogue][-2:]
    assert [(line.text, line.parenthetical) for line in last] == [("Nobody has", ""), ("been here since.", "a sigh")]
    mill.edit(SCRIPT, "Nobody has\n(a sigh)\nbeen here since.", "(a sigh)\nNobody has been here since.")
    assert mill.storyforge("sync", "shots") == 0
    said = [(line.text, line.parenthetical) for shot in lists(mill).shots for line in shot.dialogue][-2:]
    assert " ".join(text for text, _ in said) == "Nobody has been here since."
    assert [direction for _, direction in said] == ["a sigh", ""]
    assert mill.stand(SHOTS).freshness == "current"


def test_extensions_and_directions_are_patched(mill: Tale) -> None:
    mill.edit(SCRIPT, "BEN (V.O.)\nAnd the key?", "BEN (O.S.)\n(warily)\nAnd the key?")
    assert mill.storyforge("sync", "shots") == 0
    line = next(line for shot in lists(mill).shots for line in shot.dialogue if line.text == "And the key?")
    assert (line.extension, line.parenthetical) == ("O.S.", "warily")
    assert mill.stand(SHOTS).freshness == "current"


def test_another_name_for_the_same_person_changes_no_shot(mill: Tale) -> None:
    mill.edit("assets/characters/ada.yaml", "aliases: []", "aliases: [ADA HILL]")
    assert mill.storyforge("save") == 0
    text = mill.read(SHOTS)
    mill.edit(SCRIPT, "ADA\nIt is on", "ADA HILL\nIt is on")
    assert mill.storyforge("sync", "shots") == 0
    assert mill.read(SHOTS) == text
    assert mill.changed_in() == [f"locks/{SHOTS}.json"]


def test_lines_broken_elsewhere_are_the_same_words(mill: Tale) -> None:
    text = mill.read(SHOTS)
    mill.edit(SCRIPT, "in years, and nobody", "in years,\nand nobody")
    assert mill.storyforge("sync", "shots") == 0
    assert mill.read(SHOTS) == text
    assert mill.stand(SHOTS).freshness == "current"
    assert stale(mill) == set()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("BEN\nI can mend one", "BEN\nWait.\n\nADA\nNo.\n\nBEN\nI can mend one", "a speech was added"),
        ("ADA\nBoth.\n\n", "", "a speech was taken out: ADA"),
        ("BEN\nI can mend one", "ADA\nI can mend one", "ADA speaks where BEN did"),
        ("She sets the kettle on", "She drops the kettle on", 'the action was changed: "She drops'),
        ("ADA\nBoth.", "ADA ^\nBoth.", "ADA now speaks at the same time as the speech before"),
        ("KITCHEN - CONTINUOUS", "PANTRY - CONTINUOUS", "its heading was changed"),
    ],
)
def test_what_is_more_than_words_is_refused_and_stops_no_other(
    tale: Tale, old: str, new: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tale.edit(SCRIPT, old, new)
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    kitchen = tale.read(KITCHEN)
    assert tale.storyforge("sync", "shots") == 3
    told = capsys.readouterr()
    assert f"Scene 2 needs its shots anew: {why}" in told.err
    assert 'storyforge shots 2 -m "..."' in told.err
    assert "Synced 1 scene, 1 line." in told.out
    assert f"Saved {SCRIPT}\n" in told.out, "edits are recorded by it"
    assert tale.read(KITCHEN) == kitchen
    assert tale.stand(SHOTS).freshness != "outdated", "another file of the story may be waited for"
    assert tale.stand(KITCHEN).freshness == "outdated"
    assert tale.storyforge("sync", "shots", "1") == 0


def test_speeches_that_changed_places_are_refused(mill: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    text = mill.read(SCRIPT)
    key, nail = "BEN (V.O.)\nAnd the key?\n\n", "ADA\nIt is on the nail.\n\n"
    mill.write(SCRIPT, text.replace(key + nail, nail + key))
    assert mill.storyforge("sync", "shots") == 3
    assert "what is said and done is in another order" in capsys.readouterr().err


def test_a_shot_that_would_fall_silent_is_refused(mill: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    text = mill.read(SCRIPT)
    start, end = text.index("I had left home"), text.index("BEN (V.O.)")
    mill.write(SCRIPT, f"{text[:start]}No.\n\n{text[end:]}")
    assert mill.storyforge("sync", "shots") == 3
    assert "ADA says too little now for 1" in capsys.readouterr().err


def test_words_that_take_longer_than_their_shot_are_told(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.edit(
        SCRIPT, "It leaks.", "It leaks, it has leaked since the day we bought it, and it will leak for ever more."
    )
    assert tale.storyforge("sync", "shots") == 0
    assert "its words take" in capsys.readouterr().err


def test_a_dry_run_shows_the_lines_and_writes_nothing(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    head, dirty = tale.head, tale.dirty
    assert tale.storyforge("sync", "shots", "--dry-run") == 0
    told = capsys.readouterr().out
    assert "- ada: Ben! It leaks." in told
    assert "+ ada: Ben! It drips." in told
    assert (tale.head, tale.dirty) == (head, dirty)
    assert tale.storyforge("sync", "shots", "--dry-run", "--json") == 0
    [scene] = json.loads(capsys.readouterr().out)["scenes"]
    assert (scene["scene"], scene["shots"][0]["after"][0]["text"]) == ("1", "Ben! It drips.")


def test_lines_that_their_author_patched_already_are_taken_as_they_are(tale: Tale) -> None:
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    tale.edit(SHOTS, "It leaks.", "It drips.")
    assert tale.storyforge("sync", "shots") == 0
    stand = tale.stand(SHOTS)
    assert (stand.approval, stand.freshness) == ("edited", "current"), "what was edited is the author's to lock"


def test_a_draft_stays_a_draft(tale: Tale) -> None:
    tale.storyforge("unlock", "shots")
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    assert tale.storyforge("sync", "shots") == 0
    assert tale.stand(SHOTS).approval == "draft"


def test_what_costs_money_to_make_again_is_a_gate(tale: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    assert tale.storyforge("run", "frames", "--auto", *BOTH) == 0
    assert tale.storyforge("confirm", *BOTH) == 0
    assert tale.storyforge("run", "video", "--auto", *BOTH) == 0
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    head = tale.head
    assert tale.storyforge("sync", "shots", *BOTH) == 3
    assert tale.head == head
    assert tale.storyforge("sync", "shots", "--accept-impact", *BOTH) == 0


def test_nothing_to_sync_makes_no_commit(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = tale.head
    assert tale.storyforge("sync", "shots") == 0
    assert "Nothing to sync" in capsys.readouterr().out
    assert tale.storyforge("sync", "shots", "9") == 2
    assert tale.head == head


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_words_are_edited_the_shots_say_them_in_order(mill: Tale, data: st.DataObject) -> None:
    story = Session.open(mill.root).story
    was = pieces(story.scenes["1"], str.lower)
    shots = cast("ShotList", story.model(SHOTS))
    now = tuple(reworded(piece, data) for piece in was)
    refusal = ""
    try:
        after, changed = resay(shots, was, now, language("en"))
    except UnplacedError as refused:
        refusal = refused.why
    if refusal:
        assert "says too little now" in refusal
        return
    said = [(line.character, line.text) for shot in after.shots for line in shot.dialogue]
    for piece in (piece for piece in now if piece.kind == "speech"):
        letters = ""
        while letters != "".join(piece.words.split()):
            who, text = said.pop(0)
            assert who == piece.character
            letters += "".join(text.split())
    assert not said
    assert [shot.frames for shot in after.shots] == [shot.frames for shot in shots.shots]
    assert bool(changed) == (after != shots)


def reworded(piece: Piece, data: st.DataObject) -> Piece:
    """A piece with some of its words taken out, doubled, or others put in."""
    if piece.kind != "speech" or data.draw(st.booleans()):
        return piece
    parts = []
    for part in piece.parts:
        words = part.text.split(" ")
        for at in data.draw(st.lists(st.integers(0, len(words) - 1), max_size=4)):
            words[at : at + 1] = data.draw(
                st.sampled_from([[], ["Never."], [words[at % len(words)]] * 2 if words else [], ["and", "then,"]])
            )
            words = words or ["Yes."]
        text = " ".join(words) if part.kind == "words" else part.text
        parts.append(part.model_copy(update={"text": text}))
    return piece.model_copy(update={"parts": tuple(parts)})


@pytest.mark.parametrize(
    ("stage", "path", "other"), [("beats", "beats.yaml", SCRIPT), ("treatment", "treatment.md", "beats.yaml")]
)
def test_a_pair_that_was_read_agrees_again(tale: Tale, stage: str, path: str, other: str) -> None:
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    tale.edit("beats.yaml", "Garden.", "Orchard.")
    tale.storyforge("save")
    assert tale.stand(path).flags == (f"not up to date with {other}",)
    record, content = tale.record(path), tale.read(path)
    assert tale.storyforge("sync", stage, "--dry-run") == 0
    assert tale.stand(path).flags, "nothing was written"
    assert tale.storyforge("sync", stage) == 0
    assert tale.subjects[0] == f"{stage}: up to date with {other}"
    assert tale.stand(path).flags == ()
    after = tale.record(path)
    assert (after.approval, after.digest, after.items) == (record.approval, record.digest, record.items)
    assert tale.read(path) == content
    head = tale.head
    assert tale.storyforge("sync", stage) == 0
    assert tale.head == head


def test_only_what_is_a_pair_can_be_synced(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert tale.storyforge("sync", "frames") == 2
    assert tale.storyforge("sync", "beats", "3") == 2
    assert "Leave the numbers out" in capsys.readouterr().err

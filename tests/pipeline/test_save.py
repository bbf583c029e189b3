"""Hand edits become a commit of their own: artifacts only, whole or not at all, and nothing else is touched."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

import pytest

from storyforge.model.record import Record
from storyforge.pipeline.session import Session

if TYPE_CHECKING:
    from storyforge.model.prompts import Prompts
    from tests.tale import Tale

SCRIPT = "script.fountain"
SHOTS = "scenes/001/shots.yaml"


def test_an_edit_is_saved_in_its_own_words(tale: Tale) -> None:
    tale.edit(SHOTS, "why: on the speaker", "why: on   the speaker  # her face")
    tale.edit(SHOTS, "size: MLS", "size:   CU")
    edited = tale.read(SHOTS)
    assert tale.storyforge("save", "-m", "We must see her face.") == 0
    assert tale.subjects[0] == "shots: edited by hand"
    assert tale.git("log", "-1", "--format=%b").startswith("We must see her face.\n\nStoryforge-Run: ")
    assert tale.changed_in() == [SHOTS]
    assert tale.git("show", f"HEAD:{SHOTS}") == edited.rstrip("\n")
    assert tale.read(SHOTS) == edited
    assert not tale.dirty
    assert tale.stand(SHOTS).approval == "edited", "saving is not approving"


def test_several_stages_are_one_commit(tale: Tale) -> None:
    tale.edit(SHOTS, "size: MLS", "size: CU")
    tale.edit("beats.yaml", "Garden.", "Orchard.")
    tale.edit("assets/characters/ada.yaml", "key: true", "key: true\nrights: CC0")
    assert tale.storyforge("save") == 0
    assert tale.subjects[0] == "assets, beats, shots: edited by hand"
    assert tale.changed_in() == ["assets/characters/ada.yaml", "beats.yaml", SHOTS]


def test_saving_nothing_makes_no_commit(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = tale.head
    assert tale.storyforge("save") == 0
    assert "Nothing to save" in capsys.readouterr().out
    assert tale.storyforge("save", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"saved": [], "commit": None, "impact": None}
    assert tale.head == head


def test_other_files_staged_or_not_are_left_alone(tale: Tale) -> None:
    tale.write("todo.txt", "call the gaffer\n")
    tale.write("notes/staged.txt", "one\n")
    tale.git("add", "notes/staged.txt")
    tale.write("notes/staged.txt", "two\n")
    tale.write(".gitignore", tale.read(".gitignore") + "*.bak\n")
    tale.edit(SHOTS, "size: MLS", "size: CU")
    before = [line for line in tale.dirty.split("\n") if SHOTS not in line]
    assert tale.storyforge("save") == 0
    assert tale.changed_in() == [SHOTS]
    assert tale.dirty.split("\n") == before
    assert tale.git("show", ":notes/staged.txt") == "one"
    assert tale.read("notes/staged.txt") == "two\n"


def test_a_staged_edit_is_saved_as_it_lies_on_disk(tale: Tale) -> None:
    tale.edit(SHOTS, "size: MLS", "size: CU")
    tale.git("add", SHOTS)
    tale.edit(SHOTS, "size: CU", "size: ECU")
    assert tale.storyforge("save") == 0
    assert "size: ECU" in tale.git("show", f"HEAD:{SHOTS}")
    assert not tale.dirty


def test_a_deletion_is_never_saved(tale: Tale) -> None:
    (tale.root / "beats.yaml").unlink()
    tale.git("rm", "-q", "treatment.md")
    tale.edit(SHOTS, "size: MLS", "size: CU")
    assert tale.storyforge("save") == 0
    assert tale.changed_in() == [SHOTS]
    assert {"beats.yaml", "treatment.md"} <= set(tale.git("ls-tree", "--name-only", "HEAD").split())
    assert tale.dirty.split("\n") == [" D beats.yaml", "D  treatment.md"]
    tale.git("restore", "beats.yaml")


def test_status_and_save_say_what_a_deletion_needs(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    (tale.root / "assets/props/kettle.yaml").unlink()
    assert tale.storyforge("status") == 0
    told = capsys.readouterr().out
    assert "Deleted, not recorded yet: assets/props/kettle.yaml (git rm, git commit; or git restore)" in told
    assert "Edited by hand" not in told
    assert tale.storyforge("save") == 0
    assert "git restore assets/props/kettle.yaml" in capsys.readouterr().out


def test_records_are_not_an_authors_to_write(tale: Tale) -> None:
    path = f"locks/{SHOTS}.json"
    tale.write(path, tale.read(path).replace("draft", "locked") + " ")
    head = tale.head
    assert tale.storyforge("save") == 0
    assert tale.head == head


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_conflict_markers_are_refused_at_their_line(tale: Tale, style: str, capsys: pytest.CaptureFixture[str]) -> None:
    base = "||||||| base\nold\n" if style == "diff3" else ""
    tale.write(SCRIPT, tale.read(SCRIPT) + f"\n<<<<<<< ours\nA cat.\n{base}=======\nA dog.\n>>>>>>> theirs\n")
    head, line = tale.head, tale.read(SCRIPT).split("\n").index("<<<<<<< ours") + 1
    tale.edit(SHOTS, "size: MLS", "size: CU")
    assert tale.storyforge("save") == 2
    out = capsys.readouterr().err
    assert out.startswith(f"error: {SCRIPT}:{line}: The file holds conflict markers.\nhint: ")
    assert (tale.head, len(out.split("\n"))) == (head, 3)


def test_a_line_of_equals_signs_is_no_conflict(tale: Tale) -> None:
    tale.write(SCRIPT, tale.read(SCRIPT) + "\n=======\n\nA sign says =======.\n")
    assert tale.storyforge("save") == 0


def test_a_file_that_git_has_not_merged_is_refused(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.git("switch", "-q", "-c", "other")
    tale.edit("beats.yaml", "Garden.", "Orchard.")
    tale.storyforge("save")
    tale.git("switch", "-q", "main")
    tale.edit("beats.yaml", "Garden.", "Meadow.")
    tale.storyforge("save")
    with pytest.raises(AssertionError):
        tale.git("merge", "other")
    head = tale.head
    capsys.readouterr()
    assert tale.storyforge("save") == 2
    assert "Git has not finished merging this file" in capsys.readouterr().err
    assert tale.storyforge("status") == 0, "looking is always allowed"
    assert tale.head == head


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (SHOTS, "size: MLS", "size: XXL", "scenes/001/shots.yaml:{line}:12: "),
        (SHOTS, "size: MLS", "sice: MLS", 'Did you mean "size"?'),
        (SHOTS, "size: MLS", "size: [", "This is not valid YAML"),
        ("beats.yaml", "schema: beats/1", "schema: beats/9", "newer than this program"),
        ("story.yaml", "rate: '24'", "rate: 23.976", "24000/1001"),
        ("treatment.md", "schema: treatment/1", "shema: treatment/1", "schema line is missing"),
        (SCRIPT, "#3#", "#2#", "Scene number 2 is used twice"),
    ],
)
def test_what_is_wrong_stops_all_of_it(
    tale: Tale, path: str, old: str, new: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tale.edit(path, old, new)
    tale.edit("assets/characters/ada.yaml", "key: true", "key: true\nrights: CC0")
    line = tale.read(path)[: tale.read(path).index(new)].count("\n") + 1
    head, dirty = tale.head, tale.dirty
    for command in (["save"], ["run", "prompts", "--auto"], ["lock", "shots"], ["setup", "--title", "Other"]):
        assert tale.storyforge(*command) == 2, command
        out = capsys.readouterr().err
        assert message.format(line=line) in out
        assert out.startswith(f"error: {path}:")
        assert (tale.head, tale.dirty) == (head, dirty)


def test_a_script_that_is_not_utf_8_is_refused_at_its_line(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.write("beats.yaml", b"schema: beats/1\n# caf\xe9\nbeats: []\n")
    assert tale.storyforge("save") == 2
    assert "beats.yaml:2: The file is not UTF-8." in capsys.readouterr().err


def test_a_new_scene_gets_its_number_when_it_is_saved(tale: Tale) -> None:
    tale.edit(SCRIPT, "INT. HOUSE - HALL", "EXT. ROOF - DAY\n\nThe cat sleeps.\n\nINT. HOUSE - HALL")
    tale.write(SCRIPT, tale.read(SCRIPT) + "\nEXT. STREET - DAWN\n\nNobody.\n")
    assert tale.storyforge("save") == 0
    headings = [line for line in tale.read(SCRIPT).split("\n") if line.endswith("#")]
    assert [line.split("#")[1] for line in headings] == ["1", "2", "A3", "3", "4", "5"]
    assert tale.git("show", f"HEAD:{SCRIPT}") == tale.read(SCRIPT).rstrip("\n")
    assert not tale.dirty
    assert tale.stand("scenes/A003/scene.yaml").approval == "missing"
    assert tale.storyforge("run", "scenes", "--auto") == 0, "an edited script passes"
    assert tale.stand("scenes/A003/scene.yaml").approval == "locked"


def test_a_dropped_scene_stays_as_omitted(tale: Tale) -> None:
    text = tale.read(SCRIPT)
    start, end = text.index("INT. HOUSE - HALL"), text.index("INT. HOUSE - KITCHEN - NIGHT")
    tale.write(SCRIPT, text[:start] + text[end:])
    assert tale.storyforge("save") == 0
    assert "OMITTED #3#" in tale.read(SCRIPT)
    assert {scene["id"]: scene["status"] for scene in tale.report()["scenes"]}["3"] == "omitted"
    assert "scenes/003/shots.yaml" not in tale.state.artifacts
    assert (tale.root / "scenes/003/shots.yaml").exists(), "nothing is thrown away"


def test_scenes_that_change_places_keep_their_numbers(tale: Tale) -> None:
    text = tale.read(SCRIPT)
    start, end = text.index("INT. HOUSE - HALL"), text.index("INT. HOUSE - KITCHEN - NIGHT")
    tale.write(SCRIPT, text[:start] + text[end:] + "\n" + text[start:end].rstrip("\n") + "\n")
    assert tale.storyforge("save") == 0
    assert [scene["id"] for scene in tale.report()["scenes"]] == ["1", "2", "4", "3"]


def test_a_number_that_was_lost_comes_back(tale: Tale) -> None:
    tale.edit(SCRIPT, "HALL - LATER #3#", "HALL - LATER")
    tale.edit(SCRIPT, "climbs it", "climbs up")
    assert tale.storyforge("save") == 0
    assert "HALL - LATER #3#" in tale.read(SCRIPT)


def test_line_ends_of_another_system_change_nothing(tale: Tale) -> None:
    text = tale.read(SHOTS).replace("size: MLS", "size: CU").replace("\n", "\r\n")
    tale.write(SHOTS, text)
    assert tale.storyforge("save") == 0
    assert "\r" not in tale.git("show", f"HEAD:{SHOTS}")


def test_other_line_ends_alone_are_no_edit(tale: Tale) -> None:
    tale.write(SHOTS, tale.read(SHOTS).replace("\n", "\r\n"))
    assert tale.report()["edited"] == []
    head = tale.head
    assert tale.storyforge("save") == 0
    assert tale.head == head


def test_a_script_keeps_its_line_ends(tale: Tale) -> None:
    tale.write(SCRIPT, tale.read(SCRIPT).replace("It leaks", "It drips").replace("\n", "\r\n"))
    assert tale.storyforge("save") == 0
    assert tale.git("show", f"HEAD:{SCRIPT}").count("\r\n") > 30
    assert not tale.dirty


def test_new_inputs_are_saved_too(tale: Tale) -> None:
    tale.write("inputs/mood.md", "Grey.\n")
    assert tale.storyforge("save") == 0
    assert tale.subjects[0] == "setup: edited by hand"
    assert tale.changed_in() == ["inputs/mood.md"]


def test_a_link_out_of_the_story_is_not_followed(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    outside = tale.root.parent / "secret.yaml"
    outside.write_text("schema: beats/1\nbeats: []\n", "utf-8")
    (tale.root / "beats.yaml").unlink()
    (tale.root / "beats.yaml").symlink_to(outside)
    head = tale.head
    assert tale.storyforge("save") == 2
    assert "symbolic link" in capsys.readouterr().err
    assert tale.head == head


def test_edits_are_saved_before_a_stage_reads_them(tale: Tale) -> None:
    tale.edit(SHOTS, "size: MLS", "size: CU")
    assert tale.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert tale.subjects[:2] == ["prompts: 1 scene, 2 shots", "shots: edited by hand"]
    assert tale.stand(SHOTS).approval == "edited", "an edited artifact is never made again"
    assert "size: CU" in tale.read(SHOTS)
    assert Record.read(tale.git("show", f"HEAD:locks/{SHOTS}.json")) == tale.record(SHOTS)


def test_prompts_that_their_author_wrote_stay_whatever_is_made_again(tale: Tale) -> None:
    path = "scenes/002/prompts.yaml"
    entry = next(entry for entry in cast("Prompts", Session.open(tale.root).story.model(path)).prompts if entry.video)
    tale.edit(path, entry.video[:40], f"Mine: {entry.video[:40]}")
    tale.edit(path, "side: left", "side: right")
    assert tale.storyforge("lock", "prompts") == 0
    assert not tale.dirty
    saved = {one.id: one for one in cast("Prompts", Session.open(tale.root).story.model(path)).prompts}
    assert "video" in saved[entry.id].edited
    moved = next(one for one in saved.values() if "blocking" in one.edited)
    shots = "scenes/002/shots.yaml"
    tale.write(shots, re.sub(r"size: \w+", "size: CU", tale.read(shots)))
    assert tale.storyforge("lock", "shots") == 0
    assert tale.storyforge("run", "prompts", "--outdated", "--auto") == 0
    after = {one.id: one for one in cast("Prompts", Session.open(tale.root).story.model(path)).prompts}
    assert after[entry.id].video == saved[entry.id].video
    assert after[moved.id].blocking == moved.blocking
    assert not tale.not_current()

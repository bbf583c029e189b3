"""Running stages: gates, drafts, locks, guidance, repairs; one commit a stage, or nothing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import RequestError, StoryforgeError
from storyforge.pipeline.request import Request
from storyforge.pipeline.run import Runner
from storyforge.pipeline.session import Session
from storyforge.pipeline.spending.work import workers_wanted
from storyforge.stages.film import s07_shots

if TYPE_CHECKING:
    from storyforge.stages.base import Made
    from tests.tale import Tale

SCRIPT = "script.fountain"
SHOTS = "scenes/001/shots.yaml"
WALK = ["script", "beats", "treatment", "assets", "scenes", "shots", "visuals", "prompts"]


def test_step_by_step_with_a_lock_after_each(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    """An author reads every stage before the next is made, and does what each message says."""
    locked: list[str] = []
    small = ("--with", "video=offline:128x72")
    while (code := begun.storyforge("run", *small)) == 3:
        error = capsys.readouterr().err
        if asked := re.search(r"Scene (\d): (\w+) left scene \d (\w+)\. Is that still so\?", error):
            scene, who, what = asked.groups()
            place = f"scenes/00{scene}/scene.yaml"
            begun.edit(place, "jump:", f"carry:\n- {{element: {who}, condition: {what}, keep: false}}\njump:")
            continue
        if "hint: See what it costs, and agree: storyforge confirm\n" in error:
            assert begun.report()["next"] in (["storyforge confirm"], ["storyforge lock treatment"])
            assert begun.storyforge("confirm", *small) == 0
            locked.append("confirm")
            continue
        need = re.search(r"hint: Read it, then: storyforge lock (\w+)\n", error)
        assert need is not None, error
        assert {artifact.approval for artifact in begun.state.stages[need.group(1)].artifacts} == {"draft"}
        assert begun.report()["next"] in ([f"storyforge lock {need.group(1)}"], ["storyforge lock treatment"])
        assert begun.storyforge("lock", need.group(1)) == 0
        assert begun.subjects[0].startswith(f"{need.group(1)}: ")
        assert begun.subjects[0].endswith(" locked")
        locked.append(need.group(1))
        capsys.readouterr()
    assert code == 0
    assert locked == ["script", "beats", "assets", "scenes", "shots", "visuals", "prompts", "frames", "confirm"]
    begun.storyforge("lock", "treatment", "scenes", "video")
    assert begun.report()["next"] == ["storyforge export animatic"]
    assert not begun.not_current()
    assert not begun.dirty


def test_a_run_may_end_at_a_stage(begun: Tale) -> None:
    assert begun.storyforge("run", "beats", "--auto") == 0
    assert [subject.split(":")[0] for subject in begun.subjects] == ["beats", "script", "setup"]
    assert begun.state.stages["treatment"].approval == "missing"


def test_a_second_run_makes_no_commit(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = film.head
    for arguments in ((), ("--auto",), ("--auto", "--outdated"), ("shots",), ("--scene", "2", "--auto")):
        assert film.storyforge("run", *arguments) == 0
        assert "Nothing to do" in capsys.readouterr().out
    assert film.head == head
    assert film.report()["next"] == ["storyforge export animatic"]


def test_auto_never_locks_an_older_draft(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    begun.storyforge("run", "script")
    head = begun.head
    capsys.readouterr()
    assert begun.storyforge("run", "prompts", "--auto") == 3
    assert capsys.readouterr().err == (
        "error: beats needs script locked, and script.fountain is a draft.\n"
        "hint: Read it, then: storyforge lock script\n"
    )
    assert begun.head == head
    assert begun.stand(SCRIPT).approval == "draft"


def test_a_stage_on_its_own_names_the_gate(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert begun.storyforge("shots") == 3
    assert "hint: Make it: storyforge run " in capsys.readouterr().err
    begun.storyforge("run", "assets", "--auto")
    capsys.readouterr()
    assert begun.storyforge("shots") == 3
    error = capsys.readouterr().err
    assert "shots needs scenes, and 4 of its files are not made yet." in error
    assert "hint: Make it: storyforge run scenes" in error


def test_a_gate_looks_at_the_scenes_that_are_asked_for(begun: Tale) -> None:
    begun.storyforge("run", "scenes", "--auto")
    assert begun.storyforge("run", "shots", "--scene", "2", "--auto") == 0
    assert begun.changed_in() == ["locks/scenes/002/shots.yaml.json", "scenes/002/shots.yaml"]
    assert "Storyforge-Scenes: 2" in begun.git("log", "-1", "--format=%B").split("\n")
    begun.storyforge("unlock", "scenes", "--scene", "3")
    assert begun.storyforge("shots", "1", "--auto") == 0
    assert begun.storyforge("shots", "3", "--auto") == 3


def test_an_unknown_scene_is_told(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["run", "--scene", "9"], ["shots", "9"], ["run", "shots", "--scene", "A1", "--auto"]):
        assert tale.storyforge(*command) == 2
        assert "The script has no scene" in capsys.readouterr().err


def test_what_is_there_is_made_again_only_with_guidance(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = tale.head
    assert tale.storyforge("shots", "2") == 3
    assert "needs guidance" in capsys.readouterr().err
    assert tale.storyforge("shots", "2", "-m", "  tighter  ") == 3
    assert "at least 10 characters" in capsys.readouterr().err
    assert tale.storyforge("beats") == 3
    assert tale.head == head


def test_guidance_becomes_the_commits_body_and_stays_on_record(tale: Tale) -> None:
    words = "tighter, more close-ups\n\n# on her: ¡más cerca!"
    assert tale.storyforge("shots", "2", "-m", words) == 0
    subject, _, body = tale.git("log", "-1", "--format=%B").partition("\n\n")
    assert re.fullmatch(r"shots: 1 scene, \d+ shots?, \d+ s", subject)
    assert body.startswith(f"{words}\n\nStoryforge-Stage: shots\n")
    assert tale.record("scenes/002/shots.yaml").guidance == words
    assert tale.record(SHOTS).guidance == ""


def test_trailers_say_what_was_done(begun: Tale) -> None:
    begun.storyforge("run", "scenes", "--auto")
    trailers = dict(line.split(": ", 1) for line in begun.git("log", "-1", "--format=%(trailers)").split("\n") if line)
    assert trailers.pop("Storyforge-Run")
    assert trailers.pop("Storyforge-Build").startswith("storyforge ")
    assert trailers == {
        "Storyforge-Stage": "scenes",
        "Storyforge-Scenes": "all",
        "Storyforge-With": "text=offline",
        "Storyforge-Cost": "0 USD",
    }
    assert len(set(begun.git("log", "-4", "--format=%(trailers:key=Storyforge-Run)").split())) == 2, "one run, one id"


def test_a_script_edit_is_repaired_where_it_must_be(tale: Tale) -> None:
    """One spoken word: one shot list is made again, what comes out the same clears what waits on it."""
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    assert tale.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert not tale.not_current()
    assert "It drips." in tale.read(SHOTS)
    assert tale.stand("beats.yaml").flags == ("not up to date with script.fountain",), "a flag is no edge"
    assert [subject.split(":")[0] for subject in tale.subjects[:3]] == ["prompts", "shots", "script"]
    assert tale.changed_in("HEAD~1") == [f"locks/{SHOTS}.json", SHOTS]
    assert tale.changed_in("HEAD") == ["locks/scenes/001/prompts.yaml.json", "scenes/001/prompts.yaml"]


def test_repairing_keeps_the_guidance_it_was_made_with(tale: Tale) -> None:
    tale.storyforge("shots", "1", "-m", "tighter, more close-ups")
    tale.storyforge("lock", "shots")
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    assert tale.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert tale.record(SHOTS).guidance == "tighter, more close-ups"


def test_repairing_never_touches_an_edited_artifact(tale: Tale) -> None:
    tale.edit(SHOTS, "size: MLS", "size: CU")
    tale.edit(SCRIPT, "It leaks.", "It drips.")
    assert tale.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert "It leaks." in tale.read(SHOTS)
    assert (tale.stand(SHOTS).approval, tale.stand(SHOTS).freshness) == ("edited", "outdated")


def test_what_comes_out_the_same_clears_what_waits_on_it(tale: Tale) -> None:
    """A genre may change scenes and shots; here it changes neither, and nothing below is made again."""
    tale.edit("story.yaml", "genres: []", "genres: [drama]")
    assert tale.storyforge("save", "--accept-impact") == 0
    files = tale.git("ls-tree", "-r", "HEAD", "scenes")
    assert tale.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert tale.git("ls-tree", "-r", "HEAD", "scenes") == files
    assert [subject.split(":")[0] for subject in tale.subjects[:3]] == ["shots", "scenes", "setup"]
    assert not tale.not_current()


def test_without_auto_a_repair_that_changes_nothing_needs_no_new_lock(tale: Tale) -> None:
    tale.edit("story.yaml", "genres: []", "genres: [drama]")
    tale.storyforge("save", "--accept-impact")
    code = tale.storyforge("run", "scenes", "--outdated")
    assert code == 0
    assert tale.state.stages["scenes"].approval == "locked"
    assert tale.state.stages["scenes"].freshness == "current"


def test_an_edited_stage_passes_with_a_warning(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.edit("assets/characters/ada.yaml", "key: true", "key: true\nrights: CC0")
    capsys.readouterr()
    assert tale.storyforge("shots", "1", "-m", "tighter, more close-ups") == 0
    assert "warning: assets/characters/ada.yaml is edited.\n" in capsys.readouterr().err


def test_a_dry_run_writes_nothing(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = begun.head
    begun.edit("story.yaml", "tone:", "tone: dry, warm, unhurried #")
    assert begun.storyforge("run", "prompts", "--auto", "--dry-run") == 0
    assert "nothing was written" in capsys.readouterr().out
    assert begun.head == head
    assert begun.dirty == " M story.yaml"


def test_json_lines(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    begun.edit("story.yaml", "tone:", "tone: dry, warm, unhurried #")
    assert begun.storyforge("run", "shots", "--auto", "--json") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    stages = [line for line in lines if line["event"] == "stage"]
    assert [line["stage"] for line in stages if line["scene"] is None] == ["script", "beats", "treatment", "assets"]
    assert [line["scene"] for line in stages if line["stage"] == "shots"] == ["1", "2", "3", "4"]
    assert all(line["cost"] == {"amount": "0", "currency": "USD"} for line in stages)
    assert lines[0]["event"] == "saved"
    summary = lines[-1]
    assert set(summary) == {"event", "made", "skipped", "commits", "cost", "kept", "calls", "seconds"}
    made = [line for line in lines if line["event"] == "made"]
    assert [line["percent"] for line in made] == sorted(line["percent"] for line in made)
    assert all(line["seconds"] >= 0 for line in made)
    assert set(summary["made"]) <= set(begun.git("ls-files").split("\n"))
    assert summary["commits"] == begun.git("rev-list", "--reverse", f"HEAD~{len(summary['commits'])}..").split("\n")


def test_a_gate_in_json_is_one_object_after_the_lines(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert begun.storyforge("run", "--json") == 3
    *lines, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1]["event"] == "summary"
    assert last == {
        "error": "NotLocked",
        "message": "beats needs script locked, and script.fountain is a draft.",
        "hint": "Read it, then: storyforge lock script",
        "path": None,
        "line": None,
        "column": None,
        "exit": 3,
    }


def test_a_condition_at_a_scene_border_is_the_authors_to_decide(
    begun: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    begun.storyforge("run", "shots", "--auto")
    capsys.readouterr()
    assert begun.storyforge("visuals") == 3
    error = capsys.readouterr().err
    assert "Scene 2: ada left scene 1 wet." in error
    assert "storyforge state carry 2 ada.wet --keep" in error
    assert begun.stand("scenes/001/visuals.yaml").approval == "draft", "the scenes that could be made are made"
    assert begun.stand("scenes/002/visuals.yaml").approval == "missing"
    begun.edit("scenes/002/scene.yaml", "jump:", "carry:\n- {element: ada, condition: wet, keep: true}\njump:")
    begun.storyforge("lock", "visuals", "scenes")
    capsys.readouterr()
    assert begun.storyforge("visuals", "2") == 0, capsys.readouterr().err
    assert "{tag: wet" in begun.read("scenes/002/visuals.yaml")
    assert "decided: auto" not in begun.read("scenes/002/visuals.yaml")


def test_one_scene_that_fails_stops_no_other(begun: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    begun.storyforge("run", "scenes", "--auto")
    whole = s07_shots.run

    def fails(job: object) -> Made:
        made = whole(job)  # type: ignore[arg-type]
        artifacts = {path: new for path, new in made.artifacts.items() if "002" not in path}
        return replace(made, artifacts=artifacts, failed={"2": StoryforgeError("The line went dead.", "Try again.")})

    with monkeypatch.context() as patch:
        patch.setattr(s07_shots, "run", fails)
        assert begun.storyforge("run", "shots", "--auto") == 1
    assert "Storyforge-Scenes: 1 3 4" in begun.git("log", "-1", "--format=%B").split("\n")
    assert begun.state.stages["shots"].paths("missing") == ["scenes/002/shots.yaml"]
    assert begun.storyforge("run", "shots", "--auto") == 0
    assert "Storyforge-Scenes: 2" in begun.git("log", "-1", "--format=%B").split("\n")


def test_a_stage_may_write_only_what_it_declares(
    begun: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun.storyforge("run", "scenes", "--auto")
    whole = s07_shots.run
    head = begun.head

    def strays(job: object) -> Made:
        made = whole(job)  # type: ignore[arg-type]
        return replace(made, artifacts={**made.artifacts, "beats.yaml": b"schema: beats/1\n"})

    monkeypatch.setattr(s07_shots, "run", strays)
    assert begun.storyforge("run", "shots", "--auto") == 1
    assert "would write beats.yaml, which it does not declare" in capsys.readouterr().err
    assert begun.head == head
    assert not begun.dirty


def test_somebody_else_commits_while_a_stage_works(begun: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    begun.storyforge("run", "scenes", "--auto")
    whole = s07_shots.run

    def meanwhile(job: object) -> Made:
        begun.git("commit", "-q", "--allow-empty", "-m", "from elsewhere")
        return whole(job)  # type: ignore[arg-type]

    monkeypatch.setattr(s07_shots, "run", meanwhile)
    assert begun.storyforge("run", "shots", "--auto") == 0
    assert begun.subjects[0].startswith("shots: ")
    assert begun.subjects[1] == "from elsewhere"
    assert not begun.dirty


def test_an_edit_made_while_a_stage_works_is_not_lost(tale: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = s07_shots.run

    def meanwhile(job: object) -> Made:
        tale.edit("scenes/002/shots.yaml", "why:", "why: mine,")
        return whole(job)  # type: ignore[arg-type]

    monkeypatch.setattr(s07_shots, "run", meanwhile)
    assert tale.storyforge("shots", "2", "-m", "tighter, more close-ups") == 0
    assert "why: mine," in tale.read("scenes/002/shots.yaml")
    assert tale.dirty == " M scenes/002/shots.yaml"
    assert tale.stand("scenes/002/shots.yaml").approval == "edited"


@pytest.mark.parametrize(
    "command", [["run", "prompts", "--auto"], ["lock", "setup"], ["save"], ["setup", "--title", "Other"]]
)
def test_nothing_is_written_on_a_detached_head(
    begun: Tale, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    begun.git("switch", "-q", "--detach")
    begun.edit("story.yaml", "tone:", "tone: dry, warm, unhurried #")
    head = begun.head
    assert begun.storyforge(*command) == 2
    assert "detached HEAD" in capsys.readouterr().err
    assert begun.head == head
    assert begun.storyforge("status") == 0


@pytest.mark.parametrize("command", [["run", "prompts", "--auto"], ["unlock", "shots"], ["save"]])
def test_nothing_is_written_during_a_merge(tale: Tale, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    tale.git("switch", "-q", "-c", "other")
    tale.write("beats.yaml", tale.read("beats.yaml").replace("Garden.", "Orchard."))
    tale.storyforge("save")
    tale.git("switch", "-q", "main")
    tale.git("merge", "-q", "--no-commit", "--no-ff", "other")
    (tale.root / "scenes/001/shots.yaml").unlink()
    head = tale.head
    capsys.readouterr()
    assert tale.storyforge(*command) == 2
    assert "A merge is in progress" in capsys.readouterr().err
    assert tale.head == head


def test_without_an_identity_nothing_is_begun(
    begun: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        for part in ("NAME", "EMAIL"):
            monkeypatch.delenv(f"GIT_{role}_{part}")
    monkeypatch.setenv("EMAIL", "")
    head = begun.head
    assert begun.storyforge("run", "prompts", "--auto") == 2
    assert "Git does not know who you are" in capsys.readouterr().err
    assert begun.head == head
    assert begun.storyforge("status") == 0, "looking needs no name"


@pytest.mark.parametrize("text", ["0", "257", "four", "-1", "1.5"])
def test_a_wrong_number_of_workers(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYFORGE_WORKERS", text)
    with pytest.raises(RequestError, match="STORYFORGE_WORKERS"):
        workers_wanted()


def test_workers_by_default_are_the_processors_we_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STORYFORGE_WORKERS", raising=False)
    assert workers_wanted() >= 1
    monkeypatch.setenv("STORYFORGE_WORKERS", "3")
    assert workers_wanted() == 3


def test_events_tell_the_whole_way(begun: Tale) -> None:
    events: list[dict[str, object]] = []
    outcome = Runner(Session.open(begun.root), Request("shots", auto=True), events.append).run()
    kinds = [event["event"] for event in events]
    assert kinds.count("begin") == kinds.count("made") == len(outcome.commits)
    progress = [event for event in events if event["event"] == "progress" and event["task"] == "shots"]
    assert [(event["done"], event["total"]) for event in progress] == [(n, 4) for n in (1, 2, 3, 4)]
    assert outcome.stopped is None
    assert not outcome.failed
    assert not outcome.warnings


@pytest.mark.parametrize("staged", [False, True])
def test_a_file_that_was_deleted_is_made_again(tale: Tale, staged: bool) -> None:
    files = tale.git("rev-parse", "HEAD^{tree}")
    if staged:
        tale.git("rm", "-q", SHOTS)
    else:
        (tale.root / SHOTS).unlink()
    assert tale.storyforge("run", "prompts", "--auto") == 0
    assert tale.git("rev-parse", "HEAD^{tree}") == files
    assert tale.dirty == ""
    assert (tale.root / SHOTS).exists()
    assert tale.stand(SHOTS).approval == "locked"


def test_an_edit_that_is_kept_although_outdated_is_told(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.edit(SCRIPT, "It leaks", "It drips")
    tale.edit("scenes/001/shots.yaml", "size: MLS", "size: CU")
    assert tale.storyforge("lock", "script") == 0
    assert tale.storyforge("run", "shots", "--outdated", "--auto") == 0
    said = "scenes/001/shots.yaml is outdated, and kept as it was edited by hand; anew: storyforge shots 1 -m"
    assert said in capsys.readouterr().err


def renamed(tale: Tale) -> Tale:
    """Everything made again after a character was given another name in the script."""
    tale.write(SCRIPT, tale.read(SCRIPT).replace("BEN", "TOM").replace("Ben", "Tom"))
    assert tale.storyforge("lock", "script") == 0
    assert tale.storyforge("run", "prompts", "--outdated", "--auto") == 0
    return tale


def test_whom_the_script_names_no_more_is_told_and_left_to_the_author(
    tale: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    renamed(tale)
    assert "is named nowhere in the script any more: storyforge check\n" in capsys.readouterr().out
    assert tale.storyforge("check") == 0
    assert "warning: Ben is named nowhere in the script any more." in capsys.readouterr().out.replace("BEN", "Ben")
    assert tale.report()["next"] == ["storyforge run frames"], "nothing waits for one whom nobody names"
    tale.git("rm", "-q", "assets/characters/ben.yaml")
    tale.git("commit", "-qm", "Ben is called Tom")
    assert tale.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert tale.report()["next"] == ["storyforge run frames"]


def test_an_asset_that_says_it_is_in_no_scene_is_kept(tale: Tale) -> None:
    renamed(tale)
    path = "assets/characters/ben.yaml"
    tale.write(path, re.sub(r"scenes:\n(- '\d+'\n)+", "scenes: []\n", tale.read(path)))
    assert tale.storyforge("lock", "ben") == 0
    assert tale.stand(path).freshness == "current"
    assert tale.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert tale.report()["next"] == ["storyforge run frames"]

"""Why a thing stands as it does: the chain of causes back to the edit, as an author asks for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.pipeline.session import Session
from storyforge.pipeline.tracing.facet_words import facet_words, is_known, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tale import Tale

BEATS = "beats.yaml"
SHOTS = "scenes/001/shots.yaml"
PROMPTS = "scenes/001/prompts.yaml"
ADA = "assets/characters/ada.yaml"
Said = pytest.CaptureFixture[str]


def asked(tale: Tale, said: Said, *thing: str) -> list[Any]:
    """The answers, as a program reads them."""
    said.readouterr()
    assert tale.storyforge("why", *thing, "--json") == 0
    found: list[Any] = json.loads(said.readouterr().out)["answers"]
    return found


def told(tale: Tale, said: Said, *thing: str) -> str:
    """The answer as people read it."""
    said.readouterr()
    assert tale.storyforge("why", *thing) == 0
    return said.readouterr().out


def chain(causes: list[Any]) -> Iterator[Any]:
    """All links, each before those behind it."""
    for cause in causes:
        yield cause
        yield from chain(cause["because"])


def closer(tale: Tale) -> None:
    """Shot 1B is framed closer, by hand."""
    tale.edit(SHOTS, "size: MLS", "size: CU")


def test_what_is_current_says_so_and_what_it_was_made_from(film: Tale, capsys: Said) -> None:
    [answer] = asked(film, capsys, "1B.start")
    assert (answer["title"], answer["approval"], answer["freshness"]) == ("the start frame of 1B", "locked", "current")
    assert answer["made"]["subject"].startswith("frames: 4 scenes, ")
    assert answer["made"]["author"] == "Ada Quill"
    assert answer["with"].startswith("offline")
    words = [row["words"] for row in answer["made_from"]]
    assert {"the prompt of 1B's start frame", "the blocking at the start of 1B"} <= set(words)
    assert answer["next"] is None
    out = told(film, capsys, "1B.start")
    assert "made and locked by offline from\n" in out
    assert "  in commit " in out


def test_an_edit_that_is_not_saved_yet(film: Tale, capsys: Said) -> None:
    closer(film)
    [answer] = asked(film, capsys, "1B.start")
    assert answer["freshness"] == "outdated"
    [reason] = [cause for cause in answer["causes"] if cause["kind"] == "reason"]
    assert reason["place"] == SHOTS
    assert reason["facet"].startswith(f"{SHOTS}#1B.")
    assert [cause["kind"] for cause in reason["because"]] == ["unsaved"]
    assert answer["next"] == "storyforge run frames --outdated"
    out = told(film, capsys, "1B.start")
    assert "of 1B changed (scenes/001/shots.yaml)\n    <- edited by hand, not saved yet\n" in out


def test_back_to_the_commit_with_its_author_and_its_reason(film: Tale, capsys: Said) -> None:
    closer(film)
    film.storyforge("save", "-m", "I want to see her eyes")
    film.edit(BEATS, "Opening image", "Once more")
    film.storyforge("save", "-m", "nothing to do with it")
    [answer] = asked(film, capsys, "1B.start")
    [reason] = [cause for cause in answer["causes"] if cause["kind"] == "reason"]
    [behind] = reason["because"]
    assert behind["commit"]["id"] == film.git("rev-parse", "HEAD~1")
    assert (behind["commit"]["author"], behind["commit"]["guidance"]) == ("Ada Quill", "I want to see her eyes")
    out = told(film, capsys, "1B.start")
    assert f"    <- commit {film.git('rev-parse', '--short=7', 'HEAD~1')} by Ada Quill, just now: " in out
    assert "shots: edited by hand\n       guidance: I want to see her eyes\n" in out
    assert "nothing to do with it" not in out


def test_through_a_stage_that_was_run_again(film: Tale, capsys: Said) -> None:
    """The prompts were made again: the frame is outdated by them, and they by the edit."""
    closer(film)
    film.storyforge("save", "-m", "I want to see her eyes")
    edit = film.head
    film.storyforge("run", "prompts", "--outdated", "--auto")
    [answer] = asked(film, capsys, "1B.start")
    prompt = next(cause for cause in answer["causes"] if cause["facet"] == f"{PROMPTS}#1B.frame")
    assert prompt["words"] == "the prompt of 1B's start frame changed"
    [run] = prompt["because"]
    assert (run["commit"]["id"], run["commit"]["stage"]) == (film.head, "prompts")
    assert edit in [cause["commit"]["id"] for cause in chain(run["because"]) if cause["commit"]]
    assert all(cause["words"].endswith("had changed") for cause in run["because"])


def test_a_change_that_was_taken_back_is_no_cause(film: Tale, capsys: Said) -> None:
    closer(film)
    film.storyforge("save")
    film.edit(SHOTS, "size: CU", "size: MLS")
    film.storyforge("save")
    film.edit(SHOTS, "size: MLS", "size: ECU")
    film.storyforge("save", "-m", "this one counts")
    [answer] = asked(film, capsys, "1B.clip")
    commits = [cause["commit"]["id"] for cause in chain(answer["causes"]) if cause["commit"]]
    assert set(commits) == {film.head}


def test_what_waits_says_for_what_and_each_cause_once(film: Tale, capsys: Said) -> None:
    closer(film)
    answers = asked(film, capsys, "1B")
    assert [answer["stage"] for answer in answers] == ["shots", "prompts", "frames", "confirm", "video"]
    by_stage = {answer["stage"]: answer for answer in answers}
    assert by_stage["confirm"]["freshness"] == "waiting"
    waits = [cause for cause in by_stage["confirm"]["causes"] if cause["kind"] == "waits"]
    assert [cause["words"] for cause in waits] == [
        "waits for the start frame of 1B, which is outdated",
        "waits for the end frame of 1B, which is outdated",
        "waits for the video prompt of 1B, which is outdated",
    ]
    links = [cause for answer in answers for cause in chain(answer["causes"])]
    full = [cause["facet"] for cause in links if cause["kind"] == "reason"]
    assert len(full) == len(set(full))
    assert {cause["kind"] for cause in links if not cause["because"]} <= {"unsaved", "told", "approval"}
    assert "(told above)" in told(film, capsys, "1B")


def test_a_whole_stage_names_what_each_cause_hits(film: Tale, capsys: Said) -> None:
    film.edit(ADA, "identity_line: ADA, 40, in a grey coat", "identity_line: ADA, 40, in a red coat")
    [answer] = asked(film, capsys, "frames")
    assert (len(answer["paths"]), answer["freshness"]) == (4, "outdated")
    look = next(cause for cause in answer["causes"] if cause["place"] == ADA)
    assert {"1B.start", "2A.start"} <= set(look["items"])
    assert [cause["kind"] for cause in look["because"]] == ["unsaved"]
    assert " more\n" in told(film, capsys, "frames")


def test_what_came_and_went_with_an_edit(film: Tale, capsys: Said) -> None:
    """Ada leaves 1B: some of what it was made from is no longer so, or newly so, and the edit says why."""
    film.edit(SHOTS, "  characters:\n  - {id: ada, prominence: foreground}\n", "  characters: []\n")
    film.storyforge("save", "-m", "we only hear her")
    links = [cause for answer in asked(film, capsys, "1B") for cause in chain(answer["causes"])]
    moved = [c for c in links if c["kind"] == "reason" and c["words"].endswith(("is gone", "is new"))]
    assert moved
    for cause in moved:
        assert [behind["commit"]["guidance"] for behind in cause["because"]] == ["we only hear her"]


def test_what_is_missing_says_what_stands_in_its_way(begun: Tale, capsys: Said) -> None:
    [answer] = asked(begun, capsys, "beats")
    words = [cause["words"] for cause in chain(answer["causes"])]
    assert answer["approval"] == "missing"
    assert "needs script, which is not made yet: storyforge run script" in words
    begun.storyforge("run", "script")
    [answer] = asked(begun, capsys, BEATS)
    words = [cause["words"] for cause in chain(answer["causes"])]
    assert "needs script locked, and script.fountain is a draft: storyforge lock script" in words
    begun.storyforge("lock", "script")
    assert "Next: storyforge run beats" in told(begun, capsys, BEATS)


def test_a_picture_that_is_not_there(film: Tale, capsys: Said) -> None:
    lost = "scenes/001/frames/1B-start.png"
    (film.root / lost).unlink()
    [answer] = asked(film, capsys, "frames", "1")
    assert (answer["approval"], answer["causes"][0]["words"]) == ("missing", f"{lost} is not there")


def test_approvals_are_explained(tale: Tale, capsys: Said) -> None:
    [answer] = asked(tale, capsys, BEATS)
    assert [cause["words"] for cause in answer["causes"]] == ["locked"]
    assert answer["causes"][0]["because"][0]["words"].startswith("beats: ")

    tale.storyforge("unlock", BEATS)
    [answer] = asked(tale, capsys, BEATS)
    assert answer["causes"][0]["words"] == "a draft: it was unlocked"
    assert answer["causes"][0]["because"][0]["commit"]["id"] == tale.head
    assert answer["next"] == "storyforge lock beats"
    tale.storyforge("lock", BEATS)
    tale.edit(BEATS, "Opening image", "Once more")
    [answer] = asked(tale, capsys, BEATS)
    assert answer["causes"][0]["words"] == "edited by hand since it was locked"
    assert answer["causes"][0]["because"][0]["kind"] == "unsaved"
    tale.storyforge("save", "-m", "as it began")
    [answer] = asked(tale, capsys, BEATS)
    assert answer["causes"][0]["because"][0]["commit"]["guidance"] == "as it began"

    [answer] = asked(tale, capsys, "treatment.md")
    flag = next(cause for cause in answer["causes"] if cause["kind"] == "flag")
    assert flag["words"] == "the treatment: not up to date with beats.yaml"
    assert flag["because"][0]["commit"]["id"] == tale.head


def test_a_record_that_was_merged_by_text(tale: Tale, capsys: Said) -> None:
    tale.edit(f"locks/{BEATS}.json", '"guidance": ""', '"guidance": "mine"')
    [answer] = asked(tale, capsys, BEATS)
    assert answer["approval"] == "draft"
    assert "counts as not approved" in answer["causes"][0]["words"]
    assert answer["causes"][0]["place"] == f"locks/{BEATS}.json"


def test_a_file_that_cannot_be_read(film: Tale, capsys: Said) -> None:
    film.write(SHOTS, "schema: shots/1\nscene: [\n")
    [answer] = asked(film, capsys, SHOTS)
    assert answer["approval"] == "invalid"
    assert f"{SHOTS}:" in answer["causes"][0]["words"]
    assert answer["next"] == "storyforge check"
    [answer] = asked(film, capsys, "1B.start")
    assert answer["freshness"] == "waiting"
    assert "waits for the shot list of scene 1, which is invalid" in [c["words"] for c in chain(answer["causes"])]


@pytest.mark.parametrize(
    ("thing", "paths"),
    [
        (("shots", "1"), [SHOTS]),
        ((SHOTS,), [SHOTS]),
        ((f"{SHOTS}#1B",), [SHOTS]),
        ((f"{PROMPTS}#1B",), [PROMPTS]),
        (("1B.video",), [PROMPTS]),
        (("1B.clip",), ["scenes/001/clips.yaml"]),
        (("scenes/001/frames/1B-end.png",), ["scenes/001/frames.yaml"]),
        (("scenes/001/clips/1B.mp4",), ["scenes/001/clips.yaml"]),
        (("ada",), [ADA]),
        (("ADA",), [ADA]),
        (("b01",), [BEATS]),
        (("script",), ["script.fountain"]),
        (("2",), [f"scenes/002/{name}.yaml" for name in ("scene", "shots", "visuals", "prompts")]),
    ],
)
def test_what_may_be_named(film: Tale, capsys: Said, thing: tuple[str, ...], paths: list[str]) -> None:
    found = [path for answer in asked(film, capsys, *thing) for path in answer["paths"]]
    assert found[: len(paths)] == paths
    assert told(film, capsys, *thing)


@pytest.mark.parametrize(
    ("thing", "hint"),
    [
        (("1C.start",), "Name a stage (shots)"),
        (("bts",), 'Did you mean "beats"?'),
        (("shots", "9"), "Its scenes: 1, 2, 3, 4"),
        ((f"{SHOTS}#1Z",), "Did you mean"),
        (("1B.vidio",), 'Did you mean "1B.video"?'),
    ],
)
def test_what_is_not_there(film: Tale, capsys: Said, thing: tuple[str, ...], hint: str) -> None:
    capsys.readouterr()
    assert film.storyforge("why", *thing) == 2
    assert hint in capsys.readouterr().err


def test_a_path_from_where_the_user_stands(film: Tale, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(film.root / "scenes" / "001")
    from storyforge.cli.main import run

    assert run(["why", "shots.yaml#1B"]) == 0
    assert capsys.readouterr().out.startswith("shot 1B  ")


def test_every_facet_of_a_film_has_words(film: Tale) -> None:
    summaries = Session.open(film.root).story.summaries
    facets = {
        facet
        for path in sorted(Path(film.root / "locks").rglob("*.json"))
        for item in json.loads(path.read_text("utf-8"))["items"].values()
        for facet in item["from"]
    }
    assert len(facets) > 100
    assert [facet for facet in sorted(facets) if not is_known(facet)] == []
    assert [facet for facet in sorted(facets) if "#" in facet_words(facet, summaries)] == []
    for facet in sorted(facets):
        assert (film.root / where(facet, summaries).partition(":")[0]).exists(), facet
    assert facet_words("script.fountain#3.dialogue", summaries) == "the dialogue of scene 3"
    assert where("script.fountain#3.dialogue", summaries) == "script.fountain:27"


def test_an_edit_that_came_by_a_merge_is_its_authors(film: Tale, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    film.storyforge("timeline", "new", "closer")
    closer(film)
    with monkeypatch.context() as patch:
        patch.setenv("GIT_AUTHOR_NAME", "Ben Ladder")
        film.storyforge("save", "-m", "her eyes")
    film.storyforge("timeline", "switch", "main")
    film.edit(BEATS, "Opening image", "Once more")
    film.storyforge("save")
    film.git("merge", "-q", "closer", "-m", "the closer version")
    [answer] = asked(film, capsys, "1B.clip")
    commits = [cause["commit"] for cause in chain(answer["causes"]) if cause["commit"]]
    assert {(commit["author"], commit["guidance"]) for commit in commits} == {("Ben Ladder", "her eyes")}


def test_of_a_file_that_both_sides_of_a_merge_changed(film: Tale, capsys: Said) -> None:
    """The merge itself said nothing new of 1B: one of its sides did, however git lists them."""
    film.git("branch", "aside")
    closer(film)
    film.storyforge("save", "-m", "her eyes")
    edit = film.head
    film.storyforge("timeline", "switch", "aside")
    film.edit(SHOTS, "why: establishes the place", "why: the rain before anybody speaks")
    film.storyforge("save", "-m", "a reason")
    other = film.head
    for here, there in ((other, edit), (edit, other)):
        film.git("switch", "-q", "-C", "both", here)
        film.git("merge", "-q", there, "-m", "both")
        [answer] = asked(film, capsys, "1B.clip")
        assert {cause["commit"]["id"] for cause in chain(answer["causes"]) if cause["commit"]} == {edit}

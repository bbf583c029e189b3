"""The verdict cache makes `status` quick and never wrong; deleting it loses nothing."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.status import read_report
from storyforge.pipeline.freshness import verdict
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.session import Session
from storyforge.repo import snapshot
from storyforge.reports.status import status

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tale import Tale

SHOTS = "scenes/001/shots.yaml"


def fresh(tale: Tale) -> dict[str, Any]:
    """The report made anew, from the files alone."""
    session = Session.open(tale.root)
    report = status(session, state_of(session.story.summaries, session.story.records))
    plain: dict[str, Any] = json.loads(json.dumps(report))
    return plain


def recalled(tale: Tale) -> dict[str, Any] | None:
    return verdict.recall(snapshot(tale.root))


def test_a_run_leaves_a_verdict_that_equals_a_fresh_report(tale: Tale) -> None:
    assert recalled(tale) == fresh(tale)


def edit(tale: Tale) -> None:
    tale.edit(SHOTS, "size: MLS", "size: CU")


def stage_edit(tale: Tale) -> None:
    edit(tale)
    tale.git("add", SHOTS)


def delete(tale: Tale) -> None:
    (tale.root / SHOTS).unlink()


def break_file(tale: Tale) -> None:
    tale.edit(SHOTS, "size: MLS", "size: [")


def new_input(tale: Tale) -> None:
    tale.write("inputs/mood.md", "Grey.\n")


def own_template(tale: Tale) -> None:
    tale.write(".storyforge/templates/frame.j2", "{{ view }}")


def unlock(tale: Tale) -> None:
    tale.storyforge("unlock", "beats")


def foreign_commit(tale: Tale) -> None:
    edit(tale)
    tale.git("commit", "-q", "-a", "-m", "by hand")


def lose_record(tale: Tale) -> None:
    (tale.root / f"locks/{SHOTS}.json").unlink()


CHANGES = [edit, stage_edit, delete, break_file, new_input, own_template, unlock, foreign_commit, lose_record]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_changes_the_verdict_is_that_of_a_fresh_look(tale: Tale, change: Any) -> None:
    change(tale)
    first = read_report(tale.root)
    assert json.loads(json.dumps(first)) == fresh(tale)
    assert recalled(tale) == fresh(tale)


def test_an_edit_asks_for_a_new_verdict_and_taking_it_back_finds_the_old(tale: Tale) -> None:
    before = recalled(tale)
    edit(tale)
    assert recalled(tale) is None
    after = read_report(tale.root)
    assert after != before
    assert recalled(tale) == json.loads(json.dumps(after))
    tale.edit(SHOTS, "size: CU", "size: MLS")
    assert recalled(tale) == before


def test_an_edit_while_the_story_is_read_is_not_taken_for_what_was_read(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Session.open
    edit(tale)

    def slow(folder: Path) -> Session:
        session = whole(folder)
        tale.edit(SHOTS, "size: CU", "size: [")
        return session

    monkeypatch.setattr(Session, "open", slow)
    read_report(tale.root)
    monkeypatch.undo()
    assert recalled(tale) in (None, fresh(tale))
    assert json.loads(json.dumps(read_report(tale.root))) == fresh(tale)


def test_two_edits_of_one_file_are_two_verdicts(tale: Tale) -> None:
    edit(tale)
    first = read_report(tale.root)
    tale.edit(SHOTS, "size: CU", "size: [")
    assert recalled(tale) is None
    assert read_report(tale.root) != first


def test_other_files_do_not_matter(tale: Tale) -> None:
    tale.write("todo.txt", "x")
    tale.write(".gitignore", "*.bak\n")
    assert recalled(tale) is not None


def test_the_cache_is_no_place_for_anything(tale: Tale) -> None:
    """Deleting it, and whatever it may come to hold, loses nothing."""
    report = fresh(tale)
    folder = tale.root / ".git" / "storyforge"
    shutil.rmtree(folder)
    assert tale.report() == report
    assert tale.storyforge("run", "prompts", "--auto") == 0
    assert tale.report() == report
    for name in ("verdicts/*", "summaries.json", "base"):
        for rubbish in (b"", b"[]", b"{", b"\xff", b'{"version": 1}', b"null"):
            for file in folder.glob(name):
                file.write_bytes(rubbish)
            assert read_report(tale.root) == report, (name, rubbish)
            assert recalled(tale) == report


def test_a_verdict_that_was_cut_short_is_none(tale: Tale) -> None:
    for file in (tale.root / ".git" / "storyforge" / "verdicts").iterdir():
        lines = file.read_bytes().split(b"\n")
        file.write_bytes(b"\n".join([*lines[:2], lines[-1]]))
    assert recalled(tale) is None
    assert read_report(tale.root)["scenes"] == fresh(tale)["scenes"]


def test_one_scene_is_found_without_the_others(tale: Tale) -> None:
    whole = fresh(tale)
    for scene in whole["scenes"]:
        assert verdict.recall_scene(snapshot(tale.root), scene["id"]) == scene
    assert verdict.recall_scene(snapshot(tale.root), "99") is None
    told = verdict.recall_story(snapshot(tale.root))
    assert told == {name: value for name, value in whole.items() if name != "scenes"}


def test_whoever_reads_a_line_long_report_gets_all_of_it(tale: Tale) -> None:
    """A line end within a report would cut it in two."""
    report = {**fresh(tale), "story": "one\ntwo\u2028three\r", "scenes": []}
    verdict.remember(snapshot(tale.root), report)
    assert recalled(tale) == report


def test_a_cache_that_can_not_be_written_is_no_error(tale: Tale) -> None:
    folder = tale.root / ".git" / "storyforge"
    shutil.rmtree(folder)
    folder.write_text("a file where the folder should be", "utf-8")
    assert tale.program("status").returncode == 0


def test_a_link_is_never_read_for_a_verdict(tale: Tale) -> None:
    (tale.root / "beats.yaml").unlink()
    (tale.root / "beats.yaml").symlink_to("/etc/hostname")
    assert verdict.key_of(snapshot(tale.root)) is None


def test_the_cache_stays_small(tale: Tale) -> None:
    for number in range(8):
        tale.edit(SHOTS, "frames: ", "frames: 1" if number % 2 else "frames:  ")
        read_report(tale.root)
    kept = list((tale.root / ".git" / "storyforge" / "verdicts").iterdir())
    assert len(kept) <= verdict.KEPT


def test_another_work_tree_shares_the_cache_and_has_its_own_branch(tale: Tale) -> None:
    other = tale.root.parent / "beside"
    tale.git("worktree", "add", "-q", "-b", "beside", str(other))
    known = verdict.recall(snapshot(other))
    assert known is not None
    assert known["timeline"] == "beside"
    assert {**known, "timeline": "main"} == recalled(tale)

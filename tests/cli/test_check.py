"""`storyforge check`: what it prints, and what its exit code says to a build server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.small import new_story

if TYPE_CHECKING:
    from pathlib import Path


def test_what_the_rules_make_is_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = new_story(tmp_path / "key", capsys, upto="prompts")
    assert call("check") == (0, "No faults found.\n", "")


@pytest.mark.parametrize("pace", ["brisk", "long"])
def test_what_a_repair_writes_into_old_files_is_in_order(
    pace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = new_story(tmp_path / "key", capsys, upto="prompts")
    assert call("setup", "--pace", pace, "--accept-impact")[0] == 0
    assert call("run", "prompts", "--outdated", "--auto")[0] == 0
    assert call("check") == (0, "No faults found.\n", "")


def test_a_hand_edit_is_checked_before_it_is_saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = new_story(tmp_path / "key", capsys, upto="shots")
    shots = call.folder / "scenes" / "001" / "shots.yaml"
    shots.write_text(shots.read_text("utf-8").replace("Where it always is.", "Where it always was."), "utf-8")
    code, out, _ = call("check")
    assert code == 2
    first, hint, counts = out.splitlines()
    assert first.startswith("scenes/001/shots.yaml:")
    assert 'error: Scene 1: the shots say "Where it always was."' in first
    assert "storyforge shots 1 -m" in hint
    assert counts == "1 error"


def test_a_file_that_cannot_be_read_is_a_finding_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = new_story(tmp_path / "key", capsys, upto="assets")
    (call.folder / "story.yaml").write_text("schema: story/1\ntitle: [\n", encoding="utf-8")
    code, out, err = call("check")
    assert (code, err) == (2, "")
    assert out.startswith("story.yaml:3: error: This is not valid YAML")


def test_warnings_alone_are_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = new_story(tmp_path / "key", capsys, upto="script")
    with (call.folder / "script.fountain").open("a", encoding="utf-8") as script:
        script.write("\nINT. CELLAR - DAY\n\nNobody.\n")
    code, out, _ = call("check")
    assert code == 0
    assert 'script.fountain:17: warning: The scene "INT. CELLAR - DAY" has no number yet.' in out
    assert out.endswith("1 warning\n")
    assert call("status")[0] == 0


def test_json_holds_every_finding_and_the_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = new_story(tmp_path / "key", capsys, upto="shots")
    (call.folder / "scenes" / "002" / "shots.yaml").write_text("schema: shots/9\nscene: '2'\n", encoding="utf-8")
    code, out, _ = call("check", "invalid_artifact", "--json")
    report = json.loads(out)
    assert code == 2
    assert report["counts"] == {"error": 1, "warning": 0, "note": 0}
    (finding,) = report["findings"]
    assert (finding["check"], finding["path"], finding["line"]) == ("invalid_artifact", "scenes/002/shots.yaml", 1)


def test_the_checks_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = new_story(tmp_path / "key", capsys)
    assert "axis_flip" in call("check", "--list")[1]
    code, _, err = call("check", "axisflip")
    assert code == 2
    assert 'hint: Did you mean "axis_flip"?' in err

"""`storyforge doctor`: the machine and the repository, each thing in one line; nothing is changed."""

from __future__ import annotations

import json
import os
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from storyforge.cli.main import run
from tests.cli.small import Caller, new_story

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    return new_story(tmp_path / "key", capsys)


def git(call: Caller, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=call.folder, check=True, capture_output=True)


def lines(call: Caller) -> dict[str, tuple[str, str, str]]:
    """Name -> (state, message, hint)."""
    found = json.loads(call("doctor", "--json")[1])["lines"]
    return {line["name"]: (line["state"], line["message"], line["hint"]) for line in found}


def test_all_is_well_with_a_new_story(call: Caller) -> None:
    """But for what the machine lacks, and for prices that nobody has checked for long."""
    amiss = {name for name, (state, _, _) in lines(call).items() if state != "ok"}
    assert amiss <= {"voices", "catalogue"}
    assert lines(call)["identity"][1] == "Ada Quill <ada@example.com>"


def test_it_works_outside_a_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(tmp_path), "doctor"]) == 0
    out = capsys.readouterr().out
    assert "no story in this folder" in out
    assert "head" not in out


def test_git_is_not_installed(call: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    code, out, _ = call("doctor")
    assert code == 1
    assert "fail  git        The program `git` was not found." in out


def test_git_does_not_know_the_author(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{role}_NAME")
        monkeypatch.delenv(f"GIT_{role}_EMAIL")
    assert call("doctor")[0] == 1
    state, _, hint = lines(call)["identity"]
    assert state == "fail"
    assert "git config --global user.name" in hint


def test_a_lock_file_that_was_left_is_named_and_not_removed(call: Caller) -> None:
    lock = call.folder / ".git" / "index.lock"
    lock.touch()
    hour_ago = time.time() - 3600
    os.utime(lock, (hour_ago, hour_ago))
    state, message, hint = lines(call)["locks"]
    said = "is in the way of staging and committing; left 1 hour ago by a git that was ended"
    assert (state, message) == ("warn", f"{lock} {said}")
    assert hint.endswith("storyforge doctor --fix")
    assert lock.exists()


def test_a_detached_head(call: Caller) -> None:
    git(call, "checkout", "--detach")
    state, message, _ = lines(call)["head"]
    assert state == "warn"
    assert "detached HEAD" in message
    assert call("doctor")[0] == 0


def test_an_unfinished_bisect(call: Caller) -> None:
    (call.folder / ".git" / "BISECT_LOG").write_text("", encoding="utf-8")
    assert lines(call)["head"][2] == "End it: git bisect reset."


def test_an_unfinished_commit_is_reported_and_left_for_the_next_command(call: Caller) -> None:
    pending = call.folder / ".git" / "storyforge" / "pending.json"
    pending.parent.mkdir(exist_ok=True)
    pending.write_text("{}", encoding="utf-8")
    assert lines(call)["pending"][0] == "warn"
    assert pending.exists()


def test_settings_that_get_in_the_way(call: Caller) -> None:
    git(call, "config", "core.autocrlf", "true")
    state, message, hint = lines(call)["settings"]
    assert state == "warn"
    assert message.startswith("core.autocrlf=true: line ends")
    assert hint.endswith("git config --show-origin core.autocrlf")


def test_schemas_of_another_version_are_brought_up_to_date(call: Caller) -> None:
    shots = call.folder / ".storyforge" / "schemas" / "shots.json"
    now = shots.read_bytes()
    shots.write_bytes(b"{}\n")
    git(call, "commit", "-qam", "older schemas")
    assert lines(call)["schemas"][:2] == ("warn", "1 schema for editors of another version")
    assert call("schema", "--write")[1] == "Written: .storyforge/schemas/shots.json\n"
    assert shots.read_bytes() == now
    assert lines(call)["schemas"][0] == "ok"


def test_media_in_lfs_without_git_lfs(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    story = call.folder / "story.yaml"
    story.write_text(story.read_text("utf-8").replace("media: git", "media: lfs"), encoding="utf-8")
    git(call, "commit", "-qam", "media in LFS")
    monkeypatch.setattr("storyforge.reports.doctor.has_lfs", lambda: False)
    assert lines(call)["media"][0] == "fail"


def test_a_repository_that_is_no_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path / "code")], check=True)
    assert run(["-C", str(tmp_path / "code"), "doctor"]) == 0
    assert "is a git repository and no story" in capsys.readouterr().out

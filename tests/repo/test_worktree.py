"""Writing a file whole, and never over one that changed since it was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.repo.worktree import look, put, remove, temporary

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("before", [None, b"old\n"])
def test_a_file_saved_between_look_and_rename_is_kept(tmp_path: Path, before: bytes | None) -> None:
    file = tmp_path / "beats.yaml"
    if before is not None:
        file.write_bytes(before)
    seen = look(file)
    assert seen is not None
    assert seen.content == before
    editor = tmp_path / "saved"
    editor.write_bytes(b"mine")
    editor.replace(file)
    assert put(file, b"new\n", seen) is False
    assert remove(tmp_path, file, seen) is False
    assert file.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    file = tmp_path / "scenes" / "003" / "shots.yaml"
    seen = look(file)
    assert seen is not None
    temporary(tmp_path / "shots.yaml").write_bytes(b"left by a kill")
    assert put(file, b"new\n", seen)
    assert file.read_bytes() == b"new\n"
    file.chmod(0o750)
    seen = look(file)
    assert seen is not None
    assert put(file, b"newer\n", seen)
    assert file.stat().st_mode & 0o777 == 0o750


def test_deleting_keeps_folders_that_hold_something_else(tmp_path: Path) -> None:
    file = tmp_path / "scenes" / "003" / "shots.yaml"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x")
    (tmp_path / "scenes" / "note.md").write_bytes(b"x")
    seen = look(file)
    assert seen is not None
    assert remove(tmp_path, file, seen)
    assert [found.name for found in (tmp_path / "scenes").iterdir()] == ["note.md"]


def test_what_is_no_file_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "folder").mkdir()
    assert look(tmp_path / "link") is None
    assert look(tmp_path / "folder") is None

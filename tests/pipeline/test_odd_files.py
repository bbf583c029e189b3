"""Files of a story that are none any more: links, folders, and what the disk has in their place."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tale import Tale

SHOTS = "scenes/002/shots.yaml"
WRITERS = (("save",), ("run", "--auto"), ("shots", "2", "-m", "tighter, more close-ups"))


def refused(tale: Tale, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The two lines of a refusal; nothing was committed."""
    head = tale.head
    capsys.readouterr()
    assert tale.storyforge(*arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 2, said
    assert "Traceback" not in said
    assert tale.head == head
    return said


def test_a_link_out_of_the_story_is_neither_read_nor_written(
    tale: Tale, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("schema: shots/1\n")
    (tale.root / SHOTS).unlink()
    (tale.root / SHOTS).symlink_to(secret)
    for command in (*WRITERS, ("status",), ("check",)):
        said = refused(tale, capsys, *command)
        assert f'"{SHOTS}" is a symbolic link' in said
        assert "secret" not in said
    assert secret.read_text() == "schema: shots/1\n"
    tale.git("restore", SHOTS)
    assert tale.storyforge("status") == 0


def test_a_folder_that_is_a_link_out_of_the_story(
    tale: Tale, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    shutil.copytree(tale.root / "scenes/002", outside)
    before = {file.name: file.read_bytes() for file in outside.iterdir() if file.is_file()}
    shutil.rmtree(tale.root / "scenes/002")
    (tale.root / "scenes/002").symlink_to(outside)
    for command in (*WRITERS, ("status",)):
        assert '"scenes/002" is a symbolic link' in refused(tale, capsys, *command)
    assert {file.name: file.read_bytes() for file in outside.iterdir() if file.is_file()} == before


def test_a_folder_in_the_place_of_a_file_is_told_before_anything_is_made(
    tale: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    (tale.root / SHOTS).unlink()
    (tale.root / SHOTS).mkdir()
    tale.write(f"{SHOTS}/mine.txt", "mine\n")
    assert tale.storyforge("status") == 0
    assert f"Deleted, not recorded yet: {SHOTS}" in capsys.readouterr().out
    for command in WRITERS[1:]:
        said = refused(tale, capsys, *command)
        assert "a folder stands there" in said
        assert f"git restore '{SHOTS}'" in said
    assert tale.read(f"{SHOTS}/mine.txt") == "mine\n"


@pytest.mark.parametrize("place", ["scenes/002", "locks"])
def test_a_file_in_the_place_of_a_folder(tale: Tale, capsys: pytest.CaptureFixture[str], place: str) -> None:
    shutil.rmtree(tale.root / place)
    tale.write(place, "mine\n")
    said = refused(tale, capsys, "shots", "2", "-m", "tighter, more close-ups")
    assert f'"{place}" is a file' in said
    assert tale.read(place) == "mine\n"

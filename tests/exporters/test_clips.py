"""Copies of clips and frames: names, versions and lists."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import TYPE_CHECKING

from storyforge.pipeline.export import ExportRequest, export
from storyforge.pipeline.session import Session
from tests.exporters.filming import film, shots_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.tale import Tale


def exported(tale: Tale, **options: bool) -> Path:
    return export(Session.open(tale.root), ExportRequest("clips", options=options), lambda _: None).exported.path


def test_every_clip_is_copied_under_its_name(prompted: Tale) -> None:
    film(prompted)
    folder = exported(prompted)
    assert folder == prompted.root / "exports" / "clips"
    shots = shots_of(prompted)
    names = [f"TheKettle_Sc0{shot.id[0]}_Shot{shot.id}_v01.mp4" for shot in shots]
    assert sorted(path.name for path in folder.glob("*.mp4")) == names
    for shot, name in zip(shots, names, strict=True):
        assert (folder / name).read_bytes() == (
            prompted.root / f"scenes/00{shot.id[0]}/clips/{shot.id}.mp4"
        ).read_bytes()
    assert prompted.dirty == ""


def test_the_version_is_how_often_it_was_committed(prompted: Tale) -> None:
    film(prompted)
    clip = "scenes/001/clips/1A.mp4"
    for step in range(2):
        prompted.write(clip, (prompted.root / clip).read_bytes() + bytes([step]))
        prompted.git("commit", "-q", "-am", f"video: take {step}")
    prompted.write(clip, (prompted.root / clip).read_bytes() + b"not committed")
    names = {path.name for path in exported(prompted).glob("*.mp4")}
    assert "TheKettle_Sc01_Shot1A_v04.mp4" in names
    assert "TheKettle_Sc01_Shot1B_v01.mp4" in names


def test_lists_for_people_and_for_programs(prompted: Tale) -> None:
    film(prompted, leave_out=("3A",))
    folder = exported(prompted, frames=True)
    raw = (folder / "TheKettle_clips.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "spreadsheets look for it"
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    data = json.loads((folder / "TheKettle_clips.json").read_text("utf-8"))
    assert [row["file"] for row in rows] == [row["file"] for row in data["files"]]
    assert data["commit"] == prompted.head
    for row in rows:
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    clips = [row for row in rows if row["kind"] == "clip"]
    assert "3A" not in [row["shot"] for row in clips]
    frames = {shot.id: shot.frames for shot in shots_of(prompted)}
    assert all(int(row["frames"]) == frames[row["shot"]] for row in clips)
    assert [row["file"] for row in rows if row["kind"] == "start"][0] == "TheKettle_Sc01_Shot1A_Start_v01.png"  # noqa: RUF015


def test_what_is_copied_already_is_not_copied_again(prompted: Tale) -> None:
    film(prompted)
    folder = exported(prompted)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    exported(prompted)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_pointer_that_was_not_fetched_is_told(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film(prompted)
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 12345\n"
    prompted.write("scenes/001/clips/1A.mp4", pointer)
    prompted.git("commit", "-q", "-am", "video: elsewhere")
    for kind in ("clips", "animatic"):
        assert prompted.storyforge("export", kind) == 2
        first, second, _ = capsys.readouterr().err.split("\n")
        assert first == 'error: "scenes/001/clips/1A.mp4" is a Git LFS pointer: its content was not fetched.'
        assert second == "hint: Run `git lfs pull`."


def test_nothing_to_copy(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("export", "clips") == 3
    assert "Make them: storyforge run video" in capsys.readouterr().err

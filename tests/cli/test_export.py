"""`storyforge export` as a user types it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from storyforge.cli.main import run
from storyforge.exporters import EXPORTERS, HELP, OPTIONS, READS
from storyforge.stages import BY_NAME
from tests.exporters.filming import film
from tests.tale import program
from tests.test_lazy import asked, heavy

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tale import Tale


def test_alone_it_lists_the_kinds_and_loads_nothing_heavy() -> None:
    out, found = asked("export")
    assert found["code"] == 0
    assert [line.split()[2] for line in out.splitlines()] == EXPORTERS.names()
    assert heavy(found) == []
    assert {"ffmpeg", "fpdf"}.isdisjoint(found["modules"])


def test_the_tables_know_each_other() -> None:
    assert set(HELP) == set(READS) == set(EXPORTERS.table)
    assert {stage for stages in READS.values() for stage in stages} <= set(BY_NAME)
    assert {kind for kinds in OPTIONS.values() for kind in kinds} <= set(EXPORTERS.table)


def test_the_last_line_is_the_path_as_one_can_type_it_here(
    prompted: Tale, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    film(prompted)
    capsys.readouterr()
    monkeypatch.chdir(prompted.root)
    assert run(["export", "otio", "--no-voices"]) == 0
    assert capsys.readouterr().out == "exports/TheKettle.otio\n"
    monkeypatch.chdir(prompted.root.parent)
    assert run(["-C", prompted.root.name, "export", "otio", "--no-voices", "--out", "cut/a.otio"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == f"{prompted.root.name}/cut/a.otio"
    assert (prompted.root / "cut" / "a.otio").is_file()


def test_json_is_one_object(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film(prompted, leave_out=("2A",))
    capsys.readouterr()
    assert prompted.storyforge("export", "otio", "--no-voices", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["path"].endswith("exports/TheKettle.otio")
    assert said["files"] == [said["path"]]
    assert said["replaced"] == []
    assert said["seconds"] > 0
    checks = [finding["check"] for finding in said["findings"]]
    assert "clips_missing" in checks
    assert prompted.storyforge("export", "animatic", "--json") == 3
    assert json.loads(capsys.readouterr().out)["error"] == "ClipsMissing"


@pytest.mark.parametrize(
    ("arguments", "code", "message", "hint"),
    [
        (["otoi"], 2, 'There is no export called "otoi".', 'Did you mean "otio"?'),
        (["otio", "--scene", "9"], 2, 'The script has no scene "9".', "Its scenes: 1, 2, 3, 4"),
        (["otio", "--overlay"], 2, "--overlay does nothing for otio.", "storyforge export animatic"),
        (["clips", "--no-voices"], 2, "--no-voices does nothing for clips.", "storyforge export animatic or otio"),
        (["otio", "--out", "cut.mp4"], 2, "otio writes a .otio file.", "a file that ends in .otio, or a folder"),
    ],
)
def test_wrong_requests(
    arguments: list[str], code: int, message: str, hint: str, prompted: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert prompted.storyforge("export", *arguments) == code
    said = capsys.readouterr().err
    assert message in said
    assert hint in said


def test_a_story_without_shots_is_told_what_comes_first(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert begun.storyforge("export", "otio") in (2, 3)
    assert "hint: " in capsys.readouterr().err


def test_nothing_but_exports_is_overwritten(prompted: Tale, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film(prompted)
    theirs = tmp_path / "holiday.otio"
    theirs.write_text("a year's work")

    def export(*arguments: str) -> int:
        capsys.readouterr()
        return prompted.storyforge("export", "otio", "--no-voices", "--out", *arguments)

    assert export(str(theirs)) == 2
    assert "it is not an export of this story" in capsys.readouterr().err
    assert theirs.read_text() == "a year's work"
    assert export(str(theirs), "--overwrite") == 0
    assert f"replaced {theirs}" in capsys.readouterr().out
    assert export(str(theirs)) == 0, "by now it is one of ours"
    theirs.write_text("changed by an editor")
    assert export(str(theirs)) == 2
    assert theirs.read_text() == "changed by an editor"


def test_a_file_of_the_story_is_never_overwritten(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film(prompted)
    clip = prompted.root / "scenes" / "001" / "clips" / "1A.mp4"
    before = clip.read_bytes()
    assert prompted.storyforge("export", "animatic", "--no-voices", "--overwrite", "--out", str(clip)) == 2
    assert "it belongs to the story" in capsys.readouterr().err
    assert clip.read_bytes() == before


def test_edits_are_in_the_export_and_told(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film(prompted)
    prompted.edit("scenes/001/shots.yaml", "action: Rain.", "action: Hail.")
    capsys.readouterr()
    assert prompted.storyforge("export", "otio", "--no-voices") == 0
    assert "Edits of scenes/001/shots.yaml are in the export, and in no commit yet." in capsys.readouterr().out
    assert "Hail." in prompted.read("exports/TheKettle.otio")


def test_the_same_bytes_everywhere(prompted: Tale, tmp_path: Path) -> None:
    film(prompted)
    found = []
    for number, (zone, lang, seed) in enumerate((("UTC", "C", "0"), ("Asia/Tokyo", "de_DE.UTF-8", "77"))):
        out = tmp_path / str(number) / "a.otio"
        done = program(
            *("-C", str(prompted.root), "export", "otio", "--no-voices", "--out", str(out)),
            TZ=zone, LANG=lang, PYTHONHASHSEED=seed,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found.append(out.read_bytes())
    assert found[0] == found[1]

"""`status`: the hub of a story, for people and for programs."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pytest

from storyforge.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tale import Tale

STAGES = ["setup", "treatment", "beats", "script", "assets", "scenes", "shots", "visuals", "prompts"]
STAGES += ["frames", "confirm", "video"]


def test_a_new_story(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert begun.storyforge("status") == 0
    assert capsys.readouterr().out == (
        "The Kettle  (screenplay, en, timeline main)\n"
        "Length  not known before there is a script\n"
        "\n"
        "setup      locked\n"
        "treatment  missing  needs beats\n"
        "beats      missing  needs script\n"
        "script     missing\n"
        "assets     missing  needs script\n"
        "scenes     missing  needs script, assets\n"
        "shots      missing  needs script, assets, scenes\n"
        "visuals    missing  needs assets, scenes, shots\n"
        "prompts    missing  needs assets, scenes, shots, visuals\n"
        "frames     missing  needs assets, scenes, shots, visuals, prompts\n"
        "confirm    missing  needs shots, prompts, frames\n"
        "video      missing  needs shots, prompts, frames, confirm\n"
        "\n"
        "Next: storyforge run script\n"
    )


def test_a_story_in_work(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    film.edit("script.fountain", "It leaks", "It drips")
    film.edit("scenes/002/shots.yaml", "id: 2A", "x-mine: 1\n  id: 2A")
    assert film.storyforge("status") == 0
    lines = capsys.readouterr().out.split("\n")
    assert "beats      locked  not up to date with script.fountain" in lines
    assert "script     edited" in lines
    assert "shots      locked  outdated: script.fountain#1.dialogue changed" in lines
    assert "prompts    locked  waiting" in lines
    assert any(
        line.startswith("1  outdated") and line.endswith("(script.fountain#1.dialogue changed)") for line in lines
    )
    assert "Edited by hand, not recorded yet: scenes/002/shots.yaml, script.fountain (storyforge save)" in lines
    assert "Next: storyforge lock script" in lines


def test_a_scene_number_that_stands_twice_in_a_script_in_the_making(
    tale: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    tale.edit("script.fountain", "#2#", "#1#")
    assert tale.storyforge("status") == 0
    assert "Next: storyforge lock script" in capsys.readouterr().out
    assert tale.storyforge("save") == 2
    assert "Scene number 1 is used twice" in capsys.readouterr().err


def test_in_the_middle_of_a_merge(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    shots = "scenes/001/shots.yaml"
    tale.git("switch", "-qc", "lena")
    tale.edit(shots, "size: MLS", "size: CU")
    assert tale.storyforge("lock", "shots") == 0
    tale.git("switch", "-q", "main")
    tale.edit(shots, "size: MLS", "size: MS")
    assert tale.storyforge("lock", "shots") == 0
    tale.git("merge", "-q", "-s", "ours", "--no-commit", "lena")
    assert tale.storyforge("status") == 0
    told = capsys.readouterr().out
    assert "A merge is in progress: nothing can be written before it is ended (git status)" in told
    assert told.endswith("Next: git merge --continue\n")
    tale.git("commit", "-qm", "merged")
    assert tale.report()["operation"] is None


def test_the_shape_that_programs_rely_on(film: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert film.storyforge("status", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert {"story", "timeline", "head", "stages", "scenes", "next"} <= set(report)
    assert (report["story"], report["timeline"], report["head"]) == ("The Kettle", "main", film.head)
    assert [stage["name"] for stage in report["stages"]] == STAGES
    for stage in report["stages"]:
        assert {"name", "approval", "freshness", "reasons", "flags", "next"} <= set(stage)
        assert (stage["approval"], stage["freshness"], stage["reasons"], stage["flags"], stage["next"]) == (
            "locked",
            "current",
            [],
            [],
            None,
        )
    assert [scene["id"] for scene in report["scenes"]] == ["1", "2", "3", "4"]
    scene = report["scenes"][2]
    assert scene["heading"] == "INT. HOUSE - HALL - LATER"
    assert (scene["status"], scene["reasons"]) == ("video complete", [])
    assert set(scene["stages"]) == {"scenes", "shots", "visuals", "prompts", "frames", "confirm", "video"}
    assert set(scene["stages"]["shots"]) == {"approval", "freshness"}
    assert report["estimate"]["planned"] == 4
    assert report["estimate"]["target"] == [60, 120]
    assert report["estimate"]["fits"] in {"short", "yes", "long"}
    assert report["next"] == ["storyforge export animatic"]


def test_one_scene(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.edit("script.fountain", "It leaks", "It drips")
    assert tale.storyforge("status", "1") == 0
    out = capsys.readouterr().out
    assert out.startswith("Scene 1  EXT. GARDEN - DAY  outdated\n")
    assert "  shots    locked   outdated\n" in out
    assert "  script.fountain#1.dialogue changed\n" in out
    assert tale.storyforge("status", "1", "--json") == 0
    assert json.loads(capsys.readouterr().out)["stages"]["shots"] == {"approval": "locked", "freshness": "outdated"}
    assert tale.storyforge("status", "7") == 2
    assert capsys.readouterr().err == 'error: The script has no scene "7".\nhint: Its scenes: 1, 2, 3, 4\n'


def test_a_detached_head_has_no_timeline(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    tale.git("switch", "-q", "--detach")
    assert tale.storyforge("status") == 0
    assert "timeline detached HEAD" in capsys.readouterr().out
    assert tale.storyforge("status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["timeline"] is None


@pytest.mark.parametrize(
    ("what", "message"),
    [("nothing", "is not in a story"), ("a repository", "This folder is no story"), ("no folder", "is not in a story")],
)
def test_what_is_no_story(
    tmp_path: Path, begun: Tale, what: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "elsewhere"
    if what != "no folder":
        folder.mkdir()
    if what == "a repository":
        begun.git("init", "-q", str(folder))
    for command in (["status"], ["run"], ["save"], ["lock", "beats"], ["show", "shots"], ["setup"], ["shots", "1"]):
        assert run(["-C", str(folder), *command]) == 2
        error = capsys.readouterr().err.split("\n")
        assert message in error[0]
        assert error[1].startswith("hint: ")
        assert "storyforge new" in error[1]
        assert len(error) == 3
    if what != "no folder":
        assert [path.name for path in folder.iterdir()] in ([], [".git"])


def test_a_folder_below_is_the_same_story(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(tale.root / "scenes" / "001"), "status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["story"] == "The Kettle"


RUSSIAN = """\
ИНТ. КУХНЯ - НОЧЬ

АННА, 40 лет, ставит ЧАЙНИК на стол. Дождь стучит по крыше.

АННА
Он течёт.

ПЁТР
Крыша или чайник?
"""
JAPANESE = """\
○台所（夜）

　花子、やかんを持って入って来る。雨の音。

@花子
もれてるの。

@太郎
屋根が？
"""
ARABIC = """\
.داخلي. المطبخ - ليل

تدخل ليلى حاملةً الإبريق، والمطر يضرب السقف.

@ليلى
إنه يقطر.

@سامي
السقف أم الإبريق؟
"""
UNICODE = {
    "ru": ("Чайник", RUSSIAN, ["АННА", "ПЁТР"]),
    "ja": ("やかん", JAPANESE, ["花子", "太郎"]),
    "ar": ("الإبريق", ARABIC, ["ليلى", "سامي"]),
}


@pytest.mark.parametrize("language", UNICODE)
def test_stories_in_other_scripts(language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    title, scene, cues = UNICODE[language]
    script = tmp_path / f"{title}.fountain"
    script.write_text(f"Title: {title}\n\n{scene}", "utf-8")
    folder = tmp_path / f"{title} story"
    assert run(["new", str(folder), "--primary", str(script), "--language", language]) == 0
    assert run(["-C", str(folder), "run", "prompts", "--auto"]) == 0
    capsys.readouterr()
    assert run(["-C", str(folder), "status", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["story"] == title
    assert {stage["name"] for stage in report["stages"] if stage["approval"] == "locked"} == {*STAGES[:9]}
    assert run(["-C", str(folder), "show", "assets", "--json"]) == 0
    assets = json.loads(capsys.readouterr().out)
    names = {unicodedata.normalize("NFC", asset["name"]) for asset in assets.values() if asset["kind"] == "character"}
    assert names == set(cues)
    assert all(path.isascii() for path in assets)
    assert run(["-C", str(folder), "show", "shots", "1"]) == 0
    shown = capsys.readouterr().out
    words = scene.split(cues[0])[-1].strip().split("\n")[0]
    assert words in shown, "dialogue is shown verbatim"

"""A new story, or nothing at all: every failure leaves the disk as it was."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

from storyforge.cli.main import run
from storyforge.formats.yaml import load_data
from tests.tale import KETTLE, Tale

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with scripts of all kinds, as an author may have them."""
    desk = tmp_path / "desk"
    desk.mkdir()
    files: dict[str, bytes] = {
        "kettle.fountain": KETTLE.read_bytes(),
        "binary.fountain": b"\x7fELF\x02\x01\x00\x00\xff\xfe" * 40,
        "photo.fountain": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
        "empty.fountain": b"",
        "blank.fountain": b"\n  \n\t\n",
        "prose.fountain": b"It was a dark and stormy night.\n\nNobody spoke.\n",
        "broken.fdx": b"<FinalDraft><Content>",
        "bomb.fdx": b'<!DOCTYPE a [<!ENTITY b "ccc">]><FinalDraft/>',
        "twice.fountain": b"INT. A - DAY #1#\n\nX.\n\nINT. B - DAY #1#\n\nY.\n",
        "world.md": b"# World\n",
        "cast.yaml": b"schema: definitions/1\ncharacters:\n- name: Ada\n  aliases: [Miss Ada]\n",
        "wrong.yaml": b"schema: definitions/1\ncharacters:\n- naem: Ada\n",
        "inputs.yaml": b"x\n",
    }
    for name, content in files.items():
        (desk / name).write_bytes(content)
    (desk / "taken").mkdir()
    (desk / "taken" / "mine.txt").write_text("mine", "utf-8")
    (desk / "file").write_text("a file", "utf-8")
    (desk / "sub").mkdir()
    shutil.copy(KETTLE, desk / "sub" / "kettle.fountain")
    return desk


def everything(folder: Path) -> dict[str, bytes | None]:
    """Every path below a folder and what it holds."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


PRIMARY = ("--primary", "kettle.fountain")


@pytest.mark.parametrize(
    ("arguments", "code", "message", "hint"),
    [
        (("new", "--primary", "binary.fountain"), 2, "binary.fountain: This is not a text file.", "Fountain"),
        (("new", "--primary", "photo.fountain"), 2, "photo.fountain: This is not a text file.", "Fountain"),
        (("new", "--primary", "empty.fountain"), 2, "empty.fountain: The script is empty.", "INT. KITCHEN"),
        (("new", "--primary", "blank.fountain"), 2, "blank.fountain: The script is empty.", "INT. KITCHEN"),
        (("new", "--primary", "prose.fountain"), 2, "prose.fountain:1: The script has no scene heading.", "INT."),
        (("new", "--primary", "broken.fdx"), 2, "This is no readable Final Draft file", "save it again"),
        (("new", "--primary", "bomb.fdx"), 2, "This file defines XML entities", "save it again"),
        (("new", "--primary", "gone.fountain"), 2, "can't be read: no such file", "Check the path"),
        (("new", "--primary", "sub"), 2, "can't be read: is a directory", "Check the path"),
        (("new",), 2, "exactly one primary input", "--primary script.fountain"),
        (("taken", *PRIMARY), 2, 'The folder "taken" is not empty.', "Choose another name"),
        (("file", *PRIMARY), 2, 'The folder "file" is not empty.', "Choose another name"),
        (("file/new", *PRIMARY), 1, "Can't write", "Make room"),
        (("new", *PRIMARY, "--length", "12:00-8:00"), 2, "\"length\" is '12:00-8:00'", "such as 8:00-12:00"),
        (("new", *PRIMARY, "--length", "long"), 2, "\"length\" is 'long'", "such as 8:00-12:00"),
        (("new", *PRIMARY, "--tone", "dry"), 2, "\"tone\" is 'dry'", "at least 10 characters"),
        (("new", *PRIMARY, "--rating", "X"), 2, "\"rating\" is 'X'", "rating"),
        (("new", *PRIMARY, "--rate", "23.976"), 2, "\"rate\" is '23.976'", "24000/1001"),
        (("new", *PRIMARY, "--pace", "slow"), 2, "\"pace\" is 'slow'", "brisk"),
        (("new", *PRIMARY, "--type", "opera"), 2, "\"type\" is 'opera'", "commercial"),
        (("new", *PRIMARY, "--language", "tlh"), 2, "tlh", 'Did you mean "th"?'),
        (("new", *PRIMARY, "--context", "world.md"), 2, '"world.md" has no tag', "FILE:TAG"),
        (("new", *PRIMARY, "--context", "world.md:"), 2, "has no tag", "FILE:TAG"),
        (("new", *PRIMARY, "--context", "gone.md:world"), 2, '"gone.md" can\'t be read', "Check the path"),
        (
            ("new", *PRIMARY, "--context", "sub/kettle.fountain:old"),
            2,
            'Two inputs are called "kettle.fountain"',
            "Rename",
        ),
        (("new", *PRIMARY, "--context", "inputs.yaml:x"), 2, 'No input can be called "inputs.yaml"', "Rename"),
        (
            ("new", *PRIMARY, "--context", "wrong.yaml:definitions"),
            2,
            "inputs/wrong.yaml:3:3: There is no key",
            '"name"',
        ),
        (("new", *PRIMARY, "--context", "world.md:definitions"), 2, "inputs/world.md:1", ""),
        (("new", *PRIMARY, "--mode", "transformation"), 2, "A transformation needs its twist", "--twist"),
        (("new", *PRIMARY, "--idea", "Two sisters."), 2, "A story has one primary input.", "--primary or --idea"),
        (("new", *PRIMARY, "--type", "audio"), 2, "the primary input is the audio itself", "--primary talk.mp3"),
        (("new", *PRIMARY, "--style", "nior"), 2, 'There is no written style called "nior".', '"noir"'),
        (("new", *PRIMARY, "--mode", "opera"), 2, 'There is no mode "opera".', "Modes: expansion"),
        (("new", *PRIMARY, "--format", "webtoon"), 2, "webtoon is not part of this version yet", "film"),
        (("new", *PRIMARY, "--template", "featur"), 2, 'There is no template called "featur".', '"feature"'),
        (("new", *PRIMARY, "--twist", "all robots"), 2, "--twist belongs to the mode transformation", "Leave it out"),
    ],
)
def test_a_new_story_that_fails_leaves_nothing_behind(
    desk: Path,
    arguments: tuple[str, ...],
    code: int,
    message: str,
    hint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(desk)
    before = everything(desk)
    assert run(["new", *arguments]) == code
    error = capsys.readouterr().err.rstrip("\n").split("\n")
    assert len(error) == 2, error
    assert error[0].startswith("error: ")
    assert message in error[0]
    assert error[1].startswith("hint: ")
    assert hint in error[1]
    assert everything(desk) == before
    assert run(["new", *arguments, "--json"]) == code
    told = json.loads(capsys.readouterr().out)
    assert told["exit"] == code
    assert error[0].endswith(told["message"])
    assert told["hint"] == error[1].removeprefix("hint: ")
    assert everything(desk) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert run(["-C", str(desk), "new", "film", *PRIMARY]) == 1
    finally:
        desk.chmod(stat.S_IRWXU)
    assert "Can't write" in capsys.readouterr().err


def test_without_an_identity_nothing_is_left(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        for part in ("NAME", "EMAIL"):
            monkeypatch.delenv(f"GIT_{role}_{part}")
    before = everything(desk)
    assert run(["-C", str(desk), "new", "film", *PRIMARY]) == 2
    assert "Git does not know who you are" in capsys.readouterr().err
    assert everything(desk) == before


def test_a_disk_that_refuses_in_the_middle(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from storyforge.repo import Repository

    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device", str(desk / "film"))

    monkeypatch.setattr(Repository, "commit", full)
    before = everything(desk)
    assert run(["-C", str(desk), "new", "film", *PRIMARY]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert everything(desk) == before


@pytest.fixture
def film(desk: Path, capsys: pytest.CaptureFixture[str]) -> Tale:
    """A story with everything that `new` takes."""
    context = ["--context", "world.md:world", "--context", "cast.yaml:definitions", "--language", "en"]
    wishes = ["--length", "1:00-90", "--genre", "drama", "--genre", "comedy", "--rating", "PG", "--type", "film"]
    wishes += ["--rate", "25", "--pace", "brisk", "--style", "spare"]
    words = ["--title", "Der Kessel", "--tone", "dry, warm, unhurried"]
    code = run(["-C", str(desk), "new", "film", *PRIMARY, *context, *wishes, *words])
    assert code == 0
    assert capsys.readouterr().out.endswith(f"Next: cd {desk / 'film'} && storyforge run --auto\n")
    return Tale(desk / "film")


def test_a_new_story_is_one_commit_of_clean_files(film: Tale, desk: Path) -> None:
    assert film.subjects == ["setup: Der Kessel (screenplay, en, 1:00-1:30)"]
    assert not film.dirty
    assert film.git("branch", "--show-current") == "main"
    assert film.git("ls-files").split("\n")[:2] == [".gitattributes", ".gitignore"]
    assert (film.root / "inputs/kettle.fountain").read_bytes() == KETTLE.read_bytes()
    assert sorted(path.name for path in desk.iterdir() if path.name.startswith(".")) == []
    assert film.record("story.yaml").approval == "locked"


def test_the_parameters_are_what_was_asked_for(film: Tale) -> None:
    story = load_data(film.read("story.yaml"))
    assert (story["title"], story["mode"], story["language"], story["rate"]) == ("Der Kessel", "screenplay", "en", "25")
    assert story["parameters"] | {"action_scale": "1"} == {
        "length": "1:00-1:30",
        "type": "film",
        "rating": "PG",
        "genres": ["drama", "comedy"],
        "tone": "dry, warm, unhurried",
        "pace": "brisk",
        "action_scale": "1",
    }
    inputs = load_data(film.read("inputs/inputs.yaml"))
    assert inputs["primary"]["path"] == "inputs/kettle.fountain"
    assert [(entry["path"], entry["tag"]) for entry in inputs["context"]] == [
        ("inputs/world.md", "world"),
        ("inputs/cast.yaml", "definitions"),
    ]


def test_what_the_author_defines_wins(film: Tale) -> None:
    assert film.storyforge("run", "assets", "--auto") == 0
    ada = load_data(film.read("assets/characters/ada.yaml"))
    assert (ada["name"], ada["aliases"]) == ("Ada", ["Miss Ada"])
    film.edit("inputs/cast.yaml", "name: Ada", "name: Ada\n  pinned: true")
    assert film.stand("assets/characters/ada.yaml").freshness == "outdated"


def test_schemas_for_editors_are_where_files_point(film: Tale) -> None:
    for path in ("story.yaml", "inputs/inputs.yaml"):
        first = film.read(path).split("\n")[0]
        target = (film.root / path).parent / first.partition("$schema=")[2]
        assert json.loads(target.read_text("utf-8"))["title"]


def test_title_and_language_come_from_the_script(desk: Path) -> None:
    scene = "ИНТ. КУХНЯ - ДЕНЬ\n\nДождь стучит по крыше, и вода капает на стол.\n\nАННА\nТечёт.\n"
    script = f"Title:\n    _**Чайник**_\n\n{scene}"
    (desk / "чайник.fountain").write_text(script, "utf-8")
    assert run(["-C", str(desk), "new", "film", "--primary", "чайник.fountain"]) == 0
    story = load_data((desk / "film" / "story.yaml").read_text("utf-8"))
    assert story["language"] == "ru"
    assert "Чайник" in story["title"]
    assert "*" not in story["title"]


def test_without_a_title_the_folder_gives_one(desk: Path) -> None:
    (desk / "bare.fountain").write_text("INT. KITCHEN - DAY\n\nRain.\n", "utf-8")
    assert run(["-C", str(desk), "new", "big-wet_film", "--primary", "bare.fountain"]) == 0
    assert load_data((desk / "big-wet_film" / "story.yaml").read_text("utf-8"))["title"] == "Big Wet Film"


def test_an_empty_folder_and_an_empty_repository_are_taken(desk: Path) -> None:
    (desk / "empty").mkdir()
    (desk / "cloned").mkdir()
    subprocess.run(["git", "init", "-q", "-b", "trunk"], cwd=desk / "cloned", check=True)
    for name in ("empty", "cloned", "deep/er/new"):
        assert run(["-C", str(desk), "new", name, *PRIMARY]) == 0
        assert not Tale(desk / name).dirty
    assert Tale(desk / "cloned").git("branch", "--show-current") == "trunk"


def test_a_title_is_one_line(desk: Path) -> None:
    assert run(["-C", str(desk), "new", "film", *PRIMARY, "--title", " The\n  Kettle / II 🫖 "]) == 0
    assert load_data((desk / "film" / "story.yaml").read_text("utf-8"))["title"] == "The Kettle / II 🫖"


def test_a_story_in_the_folder_where_one_stands(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "empty").mkdir()
    before = (desk / "empty").stat().st_ino
    monkeypatch.chdir(desk / "empty")
    assert run(["new", ".", "--primary", "../kettle.fountain"]) == 0
    assert capsys.readouterr().out.endswith("\nNext: storyforge run --auto\n")
    assert (desk / "empty").stat().st_ino == before
    assert run(["run", "script"]) == 0
    assert not Tale(desk / "empty").dirty


def test_a_move_that_fails_leaves_the_folder_empty(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "empty").mkdir()
    rename = type(desk).rename

    def refuse(self: Path, to: Path) -> Path:
        if to == desk / "empty" / "inputs":
            raise OSError(28, "No space left on device", str(to))
        return rename(self, to)

    monkeypatch.setattr(type(desk), "rename", refuse)
    assert run(["-C", str(desk), "new", "empty", *PRIMARY]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert list((desk / "empty").iterdir()) == []


def test_the_next_command_can_be_pasted(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk)
    assert run(["new", "a long summer's day", *PRIMARY]) == 0
    step = capsys.readouterr().out.split("Next: ")[1].partition(" && ")[0]
    subprocess.run(["sh", "-c", f"{step} && git status"], cwd=desk, check=True, capture_output=True)


def test_json_names_story_and_commit(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(desk), "new", "film", *PRIMARY, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "story": "The Kettle",
        "path": str(desk / "film"),
        "mode": "screenplay",
        "notes": [],
        "language": "en",
        "commits": [Tale(desk / "film").head],
    }


def test_a_script_with_a_number_twice_says_so_when_it_is_read(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(desk), "new", "film", "--primary", "twice.fountain"]) == 0
    assert run(["-C", str(desk / "film"), "run", "prompts", "--auto"]) == 2
    assert "inputs/twice.fountain:5: Scene number 1 is used twice; the first is on line 1." in capsys.readouterr().err


def test_a_final_draft_file_becomes_a_fountain_script(desk: Path) -> None:
    (desk / "kettle.fdx").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<FinalDraft DocumentType="Script" Version="5"><Content>'
        '<Paragraph Type="Scene Heading"><Text>INT. KITCHEN - DAY</Text></Paragraph>'
        '<Paragraph Type="Action"><Text>Rain. Ada waits.</Text></Paragraph>'
        '<Paragraph Type="Character"><Text>ADA</Text></Paragraph>'
        '<Paragraph Type="Dialogue"><Text>It leaks.</Text></Paragraph>'
        "</Content></FinalDraft>\n",
        "utf-8",
    )
    assert run(["-C", str(desk), "new", "film", "--primary", "kettle.fdx"]) == 0
    film = Tale(desk / "film")
    assert film.storyforge("run", "shots", "--auto") == 0
    assert "INT. KITCHEN - DAY #1#" in film.read("script.fountain")
    assert "It leaks." in film.read("scenes/001/shots.yaml")

"""One cast for many stories: assets put into a library, found there, taken out, and nothing hostile taken with them."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from storyforge.errors import NotInLibraryError, UnsafeLibraryError
from storyforge.pipeline.assets.exchanging import pull, search
from storyforge.pipeline.assets.shelves import Folder, open_library
from storyforge.pipeline.request import Request
from storyforge.pipeline.session import Session
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

ADA = "assets/characters/ada.yaml"
ENTRY = """\
schema: asset/1
id: {slug}
kind: character
name: {name}
description: {look}
rights: own
"""


def picture(colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "PNG")
    return file.getvalue()


def entry(library: Path, slug: str, look: str = "A tall woman.", name: str = "", more: str = "") -> Path:
    """An entry as somebody may have written it by hand."""
    place = library / "characters" / f"{slug}.yaml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(ENTRY.format(slug=slug, name=name or slug, look=look) + more, "utf-8")
    return place


@pytest.fixture
def library(tmp_path: Path) -> Path:
    place = tmp_path / "cast"
    place.mkdir()
    return place


@pytest.fixture
def other(prompted: Tale, tmp_path: Path) -> Tale:
    """Another story, of the same script."""
    return Tale(shutil.copytree(prompted.root, tmp_path / "other"))


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode().strip()


def with_face(tale: Tale, tmp_path: Path) -> None:
    (tmp_path / "face.png").write_bytes(picture())
    face = ("asset", "reference", "ada", str(tmp_path / "face.png"), "--kind", "face", "--rights", "own photograph")
    assert tale.storyforge(*face) == 0


def test_what_one_story_promotes_another_one_pulls(
    prompted: Tale, other: Tale, library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_face(prompted, tmp_path)
    assert prompted.storyforge("asset", "voice", "set", "ada", "--voice", "a dry alto", "--accept-impact") == 0
    assert prompted.storyforge("asset", "rewrite", "ada", "-m", "add a scar across her chin", "--accept-impact") == 0
    assert prompted.storyforge("asset", "promote", "ada", "--library", str(library)) == 0
    kept = (library / "characters/ada.yaml").read_text("utf-8")
    assert "a scar across her chin" in kept
    assert "story: The Kettle" in kept
    assert "mentions" not in kept
    assert (library / "characters/ada/face-1.png").exists()
    assert json.loads((library / "index.json").read_text("utf-8"))["assets"][0]["pictures"] == 1
    capsys.readouterr()
    pull_it = ("asset", "pull", "ada", "--library", str(library))
    assert other.storyforge(*pull_it) == 2, "what is here differs"
    assert 'identity line ("ADA, 40, in a grey coat", there' in capsys.readouterr().err
    assert other.storyforge(*pull_it, "--replace", "--accept-impact") == 0
    text = other.read(ADA)
    assert "a scar across her chin" in text
    assert "voice: a dry alto" in text
    assert "source: cast@" in text
    assert "Ada comes in, dripping." in text, "what the script says of it stays"
    assert "own photograph" in other.read("assets/characters/ada/images.yaml")
    assert other.stand(ADA).approval == "locked"
    other.edit("script.fountain", "Ada comes in, dripping.", "Ada comes in, soaked.")
    assert other.storyforge("run", "assets", "--outdated", "--auto") == 0
    assert "a scar across her chin" in other.read(ADA), "the library's words are not read over"
    assert other.storyforge("asset", "delete", "ada", "--library", str(library)) == 2, "this story has it from there"


def test_somebody_new_comes_without_a_scene_and_goes_again(prompted: Tale, library: Path) -> None:
    entry(library, "inge", "A tall woman with white hair.", "Inge")
    assert prompted.storyforge("asset", "pull", "inge", "--library", str(library)) == 0
    stand = prompted.stand("assets/characters/inge.yaml")
    assert (stand.approval, stand.freshness) == ("locked", "current")
    assert prompted.storyforge("run", "prompts", "--auto") == 0, "nothing waits for her"
    assert prompted.storyforge("asset", "delete", "inge") == 0
    assert not (prompted.root / "assets/characters/inge.yaml").exists()
    assert not (prompted.root / "locks/assets/characters/inge.yaml.json").exists()


def test_what_is_needed_is_not_deleted(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("asset", "delete", "ada") == 2
    said = capsys.readouterr().err
    assert "the script has it in 4 scenes (1, 2, 3, 4)" in said
    assert "storyforge asset show ada" in said


def test_it_is_found_by_what_it_is_in_any_script(library: Path) -> None:
    entry(library, "inge", "Tall, with freckles and a limp.")
    entry(
        library,
        "mei",
        "\u9577\u3044\u9ed2\u9aea\u306e\u5973\u6027\u3001\u8d64\u3044\u5098\u3092\u6301\u3063\u3066\u3044\u308b",
        "\u7f8e\u96ea",
    )
    entry(
        library,
        "ivan",
        "\u0421\u0442\u0430\u0440\u044b\u0439 \u0441 \u0431\u043e\u0440\u043e\u0434\u043e\u0439",
    )
    (library / "characters/broken.yaml").write_text("schema: [", "utf-8")
    shelf = Folder(library)

    def found(text: str) -> list[str]:
        return [near.entry.id for near in search(shelf, text)]

    assert found("freckled woman limping") == ["inge"]
    assert found("\u8d64\u3044\u5098") == ["mei"]
    assert found("\u0431\u043e\u0440\u043e\u0434\u043e\u0439") == ["ivan"]
    assert found("submarine") == []
    assert len(found("")) == 3


def test_a_git_library_has_history_and_is_pulled_at_a_revision(prompted: Tale, library: Path) -> None:
    git(library, "init", "-q", "-b", "main")
    assert prompted.storyforge("asset", "promote", "ada", "--library", str(library)) == 0
    first = git(library, "rev-parse", "HEAD")
    assert git(library, "log", "-1", "--format=%s") == "ada: from The Kettle"
    assert git(library, "status", "--porcelain") == ""
    assert prompted.storyforge("asset", "rewrite", "ada", "-m", "add a scar across her chin", "--accept-impact") == 0
    assert prompted.storyforge("asset", "promote", "ada", "--library", str(library)) == 2, "it is another one there"
    assert prompted.storyforge("asset", "promote", "ada", "--library", str(library), "--replace") == 0
    assert git(library, "rev-list", "--count", "HEAD") == "2"
    at_first = ("asset", "pull", f"ada@{first[:8]}", "--library", str(library), "--replace", "--accept-impact")
    assert prompted.storyforge(*at_first) == 0
    assert "scar" not in prompted.read(ADA).partition("mentions")[0]
    assert prompted.storyforge("asset", "pull", "ada@nowhere", "--library", str(library)) == 2


def test_a_library_behind_an_address_is_cloned_and_pushed(
    prompted: Tale, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = tmp_path / "cast.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(bare))
    prompted.edit("story.yaml", "media: git", f"media: git\nlibrary: {bare.as_uri()}")
    assert prompted.storyforge("asset", "promote", "ada") == 0
    assert "characters/ada.yaml" in git(bare, "ls-tree", "-r", "--name-only", "main")
    work = tmp_path / "work"
    git(tmp_path, "clone", "-q", str(bare), str(work))
    entry(work, "inge", "With freckles.")
    git(work, "add", "-A")
    git(work, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "-m", "by hand")
    git(work, "push", "-q")
    capsys.readouterr()
    assert prompted.storyforge("asset", "search", "freckles", "--json") == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)["assets"]] == ["inge"], "it is fetched each time"
    assert prompted.storyforge("asset", "promote", "ben") == 0
    assert git(bare, "rev-list", "--count", "main") == "3"
    assert prompted.storyforge("asset", "search", "x", "--library", "ext::sh -c 'touch pwned' x.git") == 2
    assert not (tmp_path / "pwned").exists()


def _link(library: Path) -> None:
    (library / "secret").write_text(ENTRY.format(slug="inge", name="Inge", look="secret"), "utf-8")
    (library / "characters").mkdir()
    (library / "characters/inge.yaml").symlink_to(library / "secret")


def _picture_outside(library: Path) -> None:
    entry(library, "inge", more="pictures: [{file: ../../secret.png, kind: face}]\n")


def _picture_of_another(library: Path) -> None:
    entry(library, "inge", more="pictures: [{file: ada/face-1.png, kind: face}]\n")


def _linked_picture(library: Path) -> None:
    entry(library, "inge", more="pictures: [{file: inge/face-1.png, kind: face}]\n")
    (library / "characters/inge").mkdir()
    (library / "key.png").write_bytes(picture())
    (library / "characters/inge/face-1.png").symlink_to(library / "key.png")


def _no_picture(library: Path) -> None:
    entry(library, "inge", more="pictures: [{file: inge/face-1.png, kind: face}]\n")
    (library / "characters/inge").mkdir()
    (library / "characters/inge/face-1.png").write_bytes(b"#!/bin/sh\n")


def _huge(library: Path) -> None:
    entry(library, "inge", look="a" * 300_000)


def _another_name(library: Path) -> None:
    entry(library, "ada").rename(library / "characters/inge.yaml")


def _no_entry(library: Path) -> None:
    (library / "characters").mkdir()
    (library / "characters/inge.yaml").write_text("!!python/object/apply:os.system ['true']\n", "utf-8")


HOSTILE: list[Any] = [
    _link,
    _picture_outside,
    _picture_of_another,
    _linked_picture,
    _no_picture,
    _huge,
    _another_name,
    _no_entry,
]


@pytest.mark.parametrize("made", HOSTILE)
def test_nothing_hostile_is_taken_over(made: Any, prompted: Tale, library: Path) -> None:
    made(library)
    before = prompted.head
    assert prompted.storyforge("asset", "pull", "inge", "--library", str(library)) == 2
    assert prompted.storyforge("asset", "search", "", "--library", str(library)) == 0
    assert prompted.head == before
    assert not (prompted.root / "assets/characters/inge.yaml").exists()


def test_promoting_follows_no_link_out_of_a_library(prompted: Tale, library: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (library / "characters").symlink_to(tmp_path / "elsewhere")
    assert prompted.storyforge("asset", "promote", "ada", "--library", str(library)) == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_which_library_is_said_or_asked_for(prompted: Tale, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry(library, "inge")
    assert prompted.storyforge("asset", "search", "tall") == 2, "none is named"
    assert prompted.storyforge("asset", "search", "tall", "--library", "/no/such/folder") == 2
    assert prompted.storyforge("asset", "search", "tall", "--library", str(prompted.root)) == 2, "that is the story"
    monkeypatch.setenv("STORYFORGE_LIBRARY", str(library))
    assert prompted.storyforge("asset", "search", "tall") == 0
    session = Session.open(prompted.root)
    shelf = open_library(session, None)
    with pytest.raises(NotInLibraryError, match="ingo"):
        shelf.entry("ingo")
    with pytest.raises(UnsafeLibraryError):
        shelf.read("../secret")
    with pytest.raises(NotInLibraryError):
        pull(session, shelf, "inge@123", Request("assets"), replace=False)


def test_a_picture_that_somebody_brought_wants_its_rights(
    prompted: Tale, library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def found() -> list[str]:
        capsys.readouterr()
        prompted.storyforge("check", "rights_said", "--json")
        return [finding["message"] for finding in json.loads(capsys.readouterr().out)["findings"]]

    (tmp_path / "face.png").write_bytes(picture())
    entry(library, "inge", "Tall.", "Inge").write_text(
        ENTRY.format(slug="inge", name="Inge", look="Tall.").replace("rights: own\n", ""), "utf-8"
    )
    assert found() == []
    assert prompted.storyforge("asset", "reference", "ada", str(tmp_path / "face.png"), "--kind", "face") == 0
    assert prompted.storyforge("asset", "pull", "inge", "--library", str(library)) == 0
    hand, pulled = found()
    assert hand == "ada.face-1 was put there by hand, and whose it is is not said."
    assert pulled.startswith("Inge came from cast@")
    assert prompted.storyforge("asset", "rights", "ada", "own photograph") == 0
    assert prompted.storyforge("asset", "rights", "inge", "CC BY 4.0, by A. Painter") == 0
    assert found() == []

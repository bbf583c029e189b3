"""Written styles on the command line: found, heard, searched, added, put to use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.complete import candidates
from storyforge.cli.main import run
from tests.pipeline.test_styles import BUILT_IN, LAMP, TIDE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tale import Tale

Said = pytest.CaptureFixture[str]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Two texts of the author's, outside the story."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "lamp.txt").write_text(LAMP)
    (folder / "tide.txt").write_text(TIDE)
    return folder


def told(tale: Tale, said: Said, *arguments: str) -> Any:
    said.readouterr()
    assert tale.storyforge("style", *arguments, "--json") == 0
    return json.loads(said.readouterr().out)


def test_a_style_is_added_heard_and_put_to_use(begun: Tale, texts: Path, capsys: Said) -> None:
    assert begun.storyforge("style", "add", "harbour", str(texts / "lamp.txt"), str(texts / "tide.txt")) == 0
    out = capsys.readouterr().out
    assert "Added to harbour: lamp.txt, tide.txt (commit " in out
    assert "2 passages, " in out
    assert "Next: storyforge setup --style harbour" in out
    assert begun.subjects[0] == "style: harbour, 2 texts added"
    assert begun.storyforge("setup", "--style", "harbour") == 0
    capsys.readouterr()
    assert begun.storyforge("style") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("*")] == ["harbour"]
    assert begun.storyforge("style", "show", "harbour") == 0
    out = capsys.readouterr().out
    assert "2 passages (2 en)" in out
    assert "Texts: lamp.txt, tide.txt" in out
    assert "styles/written/harbour/lamp.txt, passage 1" in out


def test_the_list_as_json(begun: Tale, capsys: Said) -> None:
    found = told(begun, capsys, "list")
    assert found["in_use"] is None
    assert [row["name"] for row in found["styles"]] == BUILT_IN
    assert all(row["from"] == "built-in" and row["passages"] >= 8 and row["about"] for row in found["styles"])


def test_a_built_in_style_is_shown_with_its_figures(begun: Tale, capsys: Said) -> None:
    found = told(begun, capsys, "show", "lyrical", "--count", "2")
    assert found["sounds"]["avoids"]
    assert found["sentence"] > 15
    assert 0 <= found["dialogue"] < 0.1
    assert len(found["some"]) == 2
    assert {one["language"] for one in found["some"]} == {"en"}
    assert len(found["digest"]) == 32


def test_passages_are_searched_with_scores_and_sources(begun: Tale, capsys: Said) -> None:
    found = told(begun, capsys, "search", "rain", "on", "glass", "--count", "4")
    assert found["query"] == "rain on glass"
    scores = [float(one["score"]) for one in found["passages"]]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0
    assert all("rain" in one["text"].lower() or "glass" in one["text"].lower() for one in found["passages"])
    only = told(begun, capsys, "search", "rain on glass", "--style", "noir", "--style", "lyrical")
    assert {one["style"] for one in only["passages"]} <= {"noir", "lyrical"}
    assert begun.storyforge("style", "search", "rain on glass", "--style", "noir") == 0
    out = capsys.readouterr().out
    assert "built-in: noir, passage 1" in out
    assert "\n  The rain had been at it since noon" in out


def test_a_word_that_is_nowhere(begun: Tale, capsys: Said) -> None:
    assert begun.storyforge("style", "search", "zeppelin", "--style", "noir") == 0
    assert capsys.readouterr().out == 'No passage of noir has a word of "zeppelin".\n'


def test_the_same_text_again_is_nothing(begun: Tale, texts: Path, capsys: Said) -> None:
    assert begun.storyforge("style", "add", "harbour", str(texts / "lamp.txt")) == 0
    head = begun.head
    capsys.readouterr()
    assert begun.storyforge("style", "add", "harbour", str(texts / "lamp.txt")) == 0
    assert capsys.readouterr().out == "lamp.txt is in harbour already.\nNothing to add.\n"
    assert begun.head == head


def test_a_dry_run_writes_nothing(begun: Tale, texts: Path, capsys: Said) -> None:
    head = begun.head
    assert begun.storyforge("style", "add", "harbour", str(texts / "lamp.txt"), "--dry-run") == 0
    assert begun.storyforge("style", "add", "noir", str(texts / "lamp.txt"), "--library", "--dry-run") == 0
    out = capsys.readouterr().out
    assert "Would add to harbour: lamp.txt\n" in out
    assert "It takes the place of the built-in style of that name." in out
    assert (begun.head, begun.dirty) == (head, "")
    assert [row["from"] for row in told(begun, capsys, "list")["styles"]] == ["built-in"] * len(BUILT_IN)


def test_the_library_is_there_for_all_stories_and_without_one(texts: Path, tmp_path: Path, capsys: Said) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    assert run(["-C", str(nowhere), "style", "add", "mine", str(texts / "lamp.txt"), "--library"]) == 0
    assert "Next: storyforge style show mine" in capsys.readouterr().out
    assert run(["-C", str(nowhere), "style", "list"]) == 0
    assert "mine          library" in capsys.readouterr().out
    assert run(["-C", str(nowhere), "style", "search", "pilot", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["passages"][0]["source"] == "library: mine/lamp.txt"
    assert run(["-C", str(nowhere), "style", "remove", "mine", "--library"]) == 0
    assert list(nowhere.iterdir()) == []


def test_a_style_is_removed_and_can_be_had_back(begun: Tale, texts: Path, capsys: Said) -> None:
    assert begun.storyforge("style", "add", "harbour", str(texts / "lamp.txt"), str(texts / "tide.txt")) == 0
    capsys.readouterr()
    assert begun.storyforge("style", "remove", "harbour", "--dry-run") == 0
    assert capsys.readouterr().out == "Would remove from harbour: lamp.txt, tide.txt\n"
    assert begun.storyforge("style", "remove", "harbour", "tide.txt") == 0
    assert begun.storyforge("style", "remove", "harbour") == 0
    out = capsys.readouterr().out
    assert f"back with: git revert {begun.head[:10]}" in out
    begun.git("revert", "--no-edit", "HEAD")
    assert begun.read("styles/written/harbour/lamp.txt") == LAMP


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (["show", "nior"], 'There is no written style called "nior".', 'Did you mean "noir"?'),
        (["show"], "style show needs a name.", "storyforge style show NAME"),
        (["search"], "style search needs words to look for.", 'style search "rain on glass"'),
        (["search", "rain", "--style", "nior"], 'There is no written style called "nior".', "noir"),
        (["add", "mine"], "style add needs texts.", "storyforge style add mine FILES"),
        (["add", "My Style", "x"], 'A style can\'t be called "My Style"', "Call it: my-style"),
        (["add", "mine", "no/such.txt"], "no/such.txt can't be added to a style: no such file", "Nothing was added."),
        (["remove", "noir"], "The story has no written style noir of its own.", "storyforge style list"),
        (["show", "../noir"], 'There is no written style called "../noir".', 'Did you mean "noir"?'),
    ],
)
def test_what_is_wrong_is_said(begun: Tale, capsys: Said, arguments: list[str], error: str, hint: str) -> None:
    assert begun.storyforge("style", *arguments) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert error in lines[0]
    assert hint in lines[1]


def test_a_style_that_the_story_names_and_that_is_not_here(begun: Tale, capsys: Said) -> None:
    begun.edit("story.yaml", "  written:", "  written: gone")
    assert begun.storyforge("style", "list") == 0
    assert "The story's style gone is not here: storyforge style add gone FILES" in capsys.readouterr().out


def test_a_text_that_cannot_be_read_is_told(begun: Tale, capsys: Said) -> None:
    begun.write("styles/written/mine/scan.pdf", b"%PDF-1.7 that is cut off")
    begun.write("styles/written/mine/tide.txt", TIDE)
    assert begun.storyforge("style", "list") == 0
    assert "mine: scan.pdf can't be read: " in capsys.readouterr().out


def test_what_may_come_next(begun: Tale) -> None:
    begun.write("styles/written/harbour/tide.txt", TIDE)
    place = ["-C", str(begun.root), "style"]
    assert list(candidates(place, "")) == ["list", "show", "search", "add", "remove", "preview", "score"]
    assert set(candidates([*place, "show"], "")) == {"harbour", *BUILT_IN}
    assert candidates([*place, "search"], "") == {}
    for option in ([*place, "search", "rain", "--style"], ["-C", str(begun.root), "setup", "--style"]):
        assert "harbour" in candidates(option, "")

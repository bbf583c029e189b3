"""A template may come from anywhere: what it brings is chosen, and nothing of it runs, leads elsewhere or stays."""

from __future__ import annotations

import subprocess
import tempfile
from typing import TYPE_CHECKING

import pytest

from storyforge.repo.objects import Entry, write_tree
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

IDEA = "Nils, nine, finds a key in the snow. On the last night of winter he tries the frozen lake."
FRAME = ".storyforge/templates/prompts/frame.j2"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tale:
    """A folder in which stories are begun; what is temporary lies beside it."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    desk = Tale(tmp_path / "desk")
    desk.root.mkdir()
    return desk


@pytest.fixture
def theirs(desk: Tale) -> Tale:
    """Somebody else's story."""
    assert desk.storyforge("new", "theirs", "--idea", IDEA) == 0
    return Tale(desk.root / "theirs")


def given(tale: Tale, files: dict[str, str]) -> Tale:
    """The same story with some files, committed with git."""
    for path, text in files.items():
        tale.write(path, text)
    tale.git("add", "--all")
    tale.git("commit", "--quiet", "--message", "as it is found")
    return tale


def begun(desk: Tale, address: str) -> Tale:
    """A new story after a template."""
    assert desk.storyforge("new", "mine", "--idea", "Another one.", "--template", address) == 0
    return Tale(desk.root / "mine")


def refused(desk: Tale, address: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said where a template is none; nothing is left, here or in a temporary folder."""
    before = sorted(desk.root.iterdir())
    capsys.readouterr()
    assert desk.storyforge("new", "mine", "--idea", "Another one.", "--template", address) == 1
    assert sorted(desk.root.iterdir()) == before
    assert list((desk.root.parent / "tmp").iterdir()) == []
    return capsys.readouterr().err


def test_styles_and_templates_are_brought_and_nothing_else(desk: Tale, theirs: Tale) -> None:
    brought = {"styles/written/salt/a.md": "The sea was grey. Nobody spoke.\n", FRAME: "{{ framing }}\n"}
    given(theirs, {**brought, "notes/secret.md": "Not yours.\n", "tools/run.sh": "echo no\n"})
    mine = begun(desk, str(theirs.root))
    assert {path: mine.read(path) for path in brought} == brought
    assert not (mine.root / "notes").exists()
    assert not (mine.root / "tools").exists()
    assert mine.read("inputs/idea.md") == "Another one.\n"
    assert len(mine.subjects) == 1
    assert str(theirs.root) not in mine.git("log", "--patch")
    assert list((desk.root.parent / "tmp").iterdir()) == []


def test_whom_a_template_asks_is_not_whom_a_new_story_asks(desk: Tale, theirs: Tale) -> None:
    asked = "  text: litellm:openai/x\n  stages: {all: {api_base: 'https://evil.example/v1'}}"
    theirs.edit("story.yaml", "  text: offline", asked)
    given(theirs, {})
    told = begun(desk, str(theirs.root)).read("story.yaml")
    assert "evil.example" not in told
    assert "litellm" not in told


def test_links_of_a_template_lead_nowhere(desk: Tale, theirs: Tale) -> None:
    secret = desk.root.parent / "secret.md"
    secret.write_text("My own diary. Nobody reads it.\n", encoding="utf-8")
    for path in (FRAME, "styles/written/salt/a.md"):
        (theirs.root / path).parent.mkdir(parents=True)
        (theirs.root / path).symlink_to(secret)
    (theirs.root / "styles" / "all").symlink_to(desk.root.parent)
    mine = begun(desk, str(given(theirs, {}).root))
    assert "diary" not in mine.git("log", "--patch")
    assert not (mine.root / FRAME).exists()
    assert not (mine.root / "styles").exists()


def _object(tale: Tale, kind: str, content: bytes) -> str:
    command = ["git", "hash-object", "-w", "--literally", "--stdin", "-t", kind]
    return (
        subprocess.run(command, cwd=tale.root, input=content, capture_output=True, check=True).stdout.decode().strip()
    )


@pytest.mark.parametrize("step", ["..", ".git", "."])
def test_a_path_that_leads_out_of_a_template_is_refused(desk: Tale, theirs: Tale, step: str) -> None:
    tree = _object(theirs, "tree", write_tree({"a.md": Entry("100644", _object(theirs, "blob", b"Out.\n"))}))
    for name in (step, step, "styles"):
        tree = _object(theirs, "tree", write_tree({name: Entry("40000", tree)}))
    parameters = Entry("100644", theirs.git("rev-parse", "HEAD:story.yaml"))
    root = write_tree({"story.yaml": parameters, "styles": Entry("40000", theirs.git("rev-parse", f"{tree}:styles"))})
    commit = theirs.git("commit-tree", "-m", "out", _object(theirs, "tree", root))
    theirs.git("update-ref", "HEAD", commit)
    assert desk.storyforge("new", "mine", "--idea", "Another one.", "--template", str(theirs.root)) != 0
    assert sorted(path.name for path in desk.root.iterdir()) == ["theirs"]


def test_no_address_runs_a_program(desk: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    owned = desk.root.parent / "owned"
    for address in (
        f"ext::sh -c 'touch {owned}' .git",
        f"ext::touch% {owned}://x",
        f"--upload-pack=touch {owned};.git",
        f"ssh://-oProxyCommand=touch%20{owned}/x.git",
        "fd::17/x.git",
    ):
        assert "is no template: `git clone` failed: " in refused(desk, address, capsys)
    assert not owned.exists()


def test_nothing_of_the_machine_runs_on_what_a_template_holds(desk: Tale, theirs: Tale, machine: Path) -> None:
    owned = desk.root.parent / "owned"
    hooks = machine / "shipped" / "hooks"
    hooks.mkdir(parents=True)
    (hooks / "post-checkout").write_text(f"#!/bin/sh\ntouch {owned}\n", encoding="utf-8")
    (hooks / "post-checkout").chmod(0o755)
    given(theirs, {".gitattributes": "*.md filter=lfs\n*.j2 filter=mine\n", FRAME: "{{ framing }}\n"})
    config = f'[init]\n\ttemplateDir = {hooks.parent}\n[filter "lfs"]\n\tprocess = touch {owned}\n'
    config += f'[filter "mine"]\n\tsmudge = touch {owned}\n'
    (machine / ".gitconfig").write_text(config, encoding="utf-8")
    assert begun(desk, str(theirs.root)).read(FRAME) == "{{ framing }}\n"
    assert not owned.exists()


def test_what_is_no_story_is_said_to_be_none(desk: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("plain", "empty"):
        (desk.root / name).mkdir()
    Tale(desk.root / "empty").git("init", "--quiet")
    assert "plain' does not appear to be a git repository" in refused(desk, str(desk.root / "plain"), capsys)
    said = refused(desk, str(desk.root / "empty"), capsys)
    assert "empty is no template: This folder is no story: story.yaml is missing." in said
    assert "hint: A template is the address or folder of a story in git, or one of: commercial, " in said


def test_a_password_in_an_address_is_told_nobody(desk: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    # Nobody listens on port 1 of this machine.
    said = refused(desk, "https://ada:hunter2@localhost:1/story.git", capsys)
    assert "https://localhost:1/story.git is no template: " in said
    assert "hunter2" not in said

"""`status`, `--help` and a second `run` load nothing heavy; modules are counted, not milliseconds."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.shortcut import answered

if TYPE_CHECKING:
    from tests.tale import Tale

HEAVY = [
    *("litellm", "google.genai", "opentimelineio", "PIL", "av", "jinja2", "pydantic", "pygit2", "ruamel", "numpy"),
    *("scipy", "httpx", "keyring", "docx", "pypdf", "charset_normalizer"),
]
ASK = """
import json, sys
from storyforge.cli.main import run
code = run(sys.argv[1:])
ours = [name for name in sys.modules if name.startswith("storyforge")]
print("\\n" + json.dumps({"code": code, "modules": sorted(sys.modules), "ours": ours}))
"""


PLAINLY = """
import json, sys
from storyforge.__main__ import main
sys.argv = ["storyforge", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    code = end.code
ours = [name for name in sys.modules if name.startswith("storyforge")]
print("\\n" + json.dumps({"code": code, "modules": sorted(sys.modules), "ours": ours}))
"""


def asked(*arguments: str, how: str = ASK) -> tuple[str, dict[str, Any]]:
    """What a command printed in a process of its own, and the modules it had loaded at its end."""
    done = subprocess.run([sys.executable, "-c", how, *arguments], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    out, _, last = done.stdout.rstrip("\n").rpartition("\n")
    return out, json.loads(last)


def heavy(found: dict[str, Any]) -> list[str]:
    return [name for name in HEAVY if name in found["modules"]]


def test_status_of_a_whole_story(tale: Tale) -> None:
    out, found = asked("-C", str(tale.root), "status")
    assert found["code"] == 0
    assert "shot list locked" in out
    assert "INT. HOUSE - HALL - LATER" in out
    assert out.count("shot list locked") == 4
    assert "Next: storyforge run frames" in out
    assert heavy(found) == []


def test_a_second_run(tale: Tale) -> None:
    out, found = asked("-C", str(tale.root), "run", "prompts", "--auto")
    assert found["code"] == 0
    assert "Nothing to do: everything is made, locked and current." in out
    assert "storyforge.stages" in found["modules"], "the stage table was looked at"
    assert heavy(found) == []


def test_status_as_json_after_an_edit_that_was_seen_before(tale: Tale) -> None:
    tale.edit("scenes/001/shots.yaml", "size: MLS", "size: CU")
    assert tale.storyforge("status") == 0
    out, found = asked("-C", str(tale.root), "status", "--json")
    assert json.loads(out)["edited"] == ["scenes/001/shots.yaml"]
    assert heavy(found) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "loaded"),
    [
        ("scenes/001/shots.yaml", "size: MLS", "size: CU", ["ruamel"]),
        ("assets/characters/ada.yaml", "description: ", "description: In a red coat; ", ["ruamel"]),
        ("story.yaml", "  visual:", "  visual: noir", ["ruamel"]),
        ("script.fountain", "It leaks", "It drips", ["ruamel"]),
        ("locks/scenes/001/shots.yaml.json", '"locked"', '"draft"', []),
    ],
)
def test_status_after_an_edit_that_was_never_seen(tale: Tale, path: str, old: str, new: str, loaded: list[str]) -> None:
    """Neither the models nor the library for git: only what reads the edited file."""
    tale.edit(path, old, new)
    out, found = asked("-C", str(tale.root), "status")
    assert "INT. HOUSE - HALL - LATER" in out
    assert heavy(found) == loaded


PLAIN = (
    ["status"],
    ["status", "--json"],
    ["status", "--all"],
    ["status", "2"],
    ["status", "2", "--json"],
    ["run", "prompts"],
    ["run", "prompts", "--auto"],
)


@pytest.mark.parametrize("arguments", PLAIN, ids=" ".join)
def test_a_plain_form_is_answered_past_the_parser_in_the_same_words(tale: Tale, arguments: list[str]) -> None:
    plain, found = asked("-C", str(tale.root), *arguments, how=PLAINLY)
    assert found["code"] == 0
    assert "typer" not in found["modules"]
    parsed, other = asked("-C", str(tale.root), *arguments)
    assert "typer" in other["modules"]
    assert plain == parsed


def test_what_is_not_plain_is_for_the_parser(tale: Tale) -> None:
    for words in ("status 99", "status 1 2", "status --bogus", "run nonsense", "run frames"):
        assert answered(["-C", str(tale.root), *words.split()]) is None, words
    assert answered([]) is None
    assert answered(["-C", str(tale.root)]) is None
    assert answered(["-C", str(tale.root.parent), "status"]) is None


def test_status_of_one_scene(tale: Tale) -> None:
    out, found = asked("-C", str(tale.root), "status", "2")
    assert out.startswith("Scene 2 ")
    assert heavy(found) == []


@pytest.mark.parametrize("arguments", [["status"], ["status", "--json"]], ids=" ".join)
def test_a_story_that_was_written_here(room: Tale, arguments: list[str]) -> None:
    assert room.storyforge("status") == 0
    _, found = asked("-C", str(room.root), *arguments)
    assert found["code"] == 0
    assert heavy(found) == []


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["completion", "bash"]])
def test_help(arguments: list[str]) -> None:
    out, found = asked(*arguments)
    assert found["code"] == 0
    assert "storyforge" in out
    assert heavy(found) == []


def test_the_test_can_fail(tale: Tale) -> None:
    """A command that does load them, so that an empty list above means something."""
    _, found = asked("-C", str(tale.root), "show", "shots", "1")
    assert {"pydantic", "pygit2", "ruamel"} <= set(heavy(found))

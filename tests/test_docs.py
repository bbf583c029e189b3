"""The documents: what they tell a reader to type works, what they show is what comes out, what they link to exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from storyforge.checks import CHECKS
from storyforge.cli import COMMANDS
from storyforge.exporters import EXPORTERS
from storyforge.formats import artifacts
from storyforge.model.kinds import BY_NAME, DEFINITIONS, KINDS
from storyforge.stages import FILM

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("example-project/*.md")])
TYPED = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?storyforge (?:-C \S+ )?(?P<command>[a-z][a-z-]*)", re.MULTILINE)
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = re.findall(
    r"^```yaml\n(schema: .*?)^```$",
    (ROOT / "docs" / "story-format.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
PICTURES = sorted((ROOT / "docs" / "pictures").iterdir())
LINK = re.compile(r"\]\((?!https?:|mailto:|#)(?P<path>[^)#\s]+)")


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / script), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "page", ["README.md", "docs/tutorial.md", "docs/add-a-provider.md", "docs/add-an-exporter.md", "docs/previz.md"]
)
def test_every_command_runs_and_shows_what_the_page_shows(page: str) -> None:
    done = run("run_docs.py", "--check", page)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_reference_is_what_the_program_says() -> None:
    done = run("make_commands.py", "--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_field_reference_is_what_the_models_say() -> None:
    done = run("make_fields.py", "--check")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n", maxsplit=1)[0].removeprefix("schema: "))
def test_every_example_in_the_contract_is_read(example: str) -> None:
    name = example.removeprefix("schema: ").partition("/")[0]
    kind = {**BY_NAME, "definitions": DEFINITIONS}[name]
    found = artifacts.read(kind, f"{name}.yaml", example)
    assert isinstance(found, kind.load())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    missing = [path for path in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / path).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_are_named_exist(page: Path) -> None:
    blocks = FENCED.findall(page.read_text(encoding="utf-8"))
    named = {match["command"] for block in blocks for match in TYPED.finditer(block)}
    assert named <= set(COMMANDS)


def test_the_demo_types_commands_and_exports_that_exist() -> None:
    script = (ROOT / "scripts" / "demo.sh").read_text(encoding="utf-8")
    assert set(re.findall(r"\bstoryforge ([a-z]+)", script)) <= set(COMMANDS)
    exported = re.findall(r"^export_as (\S+)", script, re.MULTILINE)
    assert set(exported) == {"animatic", "boards", "otio"} <= set(EXPORTERS)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_pictures_are_small_enough_to_be_read_on_the_way(picture: Path) -> None:
    assert picture.stat().st_size <= (1_500_000 if picture.suffix == ".gif" else 300_000)


def test_the_contract_names_every_kind_stage_and_check() -> None:
    contract = (ROOT / "docs" / "story-format.md").read_text(encoding="utf-8")
    for name in [*(kind.name for kind in KINDS), *(row.name for row in FILM)]:
        assert f"`{name}`" in contract or f"`{name}/1`" in contract, name
    reference = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in reference for name in CHECKS)

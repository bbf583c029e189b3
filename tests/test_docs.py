"""The documents: what they tell a reader to type works, what they show is what comes out, what they link to exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from storyforge.checks import CHECKS
from storyforge.cli import COMMANDS
from storyforge.cli.app import load
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


STAGES_2_TO_4 = ("treatment", "beats", "script", "lore", "narrative")
WRITING = (*STAGES_2_TO_4, "beat", "choose", "rewrite", "sync", "assist", "style", "trace")
RUN = (
    "README.md",
    *(f"docs/{name}.md" for name in ("tutorial", "writing-room", "production-room", "models")),
    *(f"docs/{name}.md" for name in ("add-a-provider", "add-an-exporter", "previz")),
)


@pytest.mark.parametrize("page", RUN)
def test_every_command_runs_and_shows_what_the_page_shows(page: str) -> None:
    done = run("run_docs.py", "--check", page)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_the_tutorial_replays_is_what_a_model_would_be_asked_today() -> None:
    done = run("record_ferry.py", "--check")
    assert done.returncode == 0, f"Run scripts/record_ferry.py: {done.stdout}{done.stderr}"


def test_every_option_of_the_writing_room_is_in_the_command_reference_and_every_command_on_its_page() -> None:
    reference = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    pages = ("writing-room", "styles", "models")
    page = "".join((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in pages)
    for name in WRITING:
        assert f"storyforge {name}" in page, name
        section = reference.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        for param in load(name).params:
            if param.param_type_name == "option" and not getattr(param, "hidden", False):
                assert f"`{param.opts[-1]}`" in section, f"{name} {param.opts}"
                assert any(re.search(rf"{option}\b", page) for option in param.opts), f"{name} {param.opts}"


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

"""The walls between the rooms: `docs/architecture.md` as contracts in `pyproject.toml`, and who may import what."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from importlinter.cli import lint_imports

import storyforge

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PACKAGE = Path(storyforge.__file__).parent
OWNERS = {
    "pygit2": "repo/",
    "ruamel": "formats/yaml.py",
    "typer": "cli/",
    "jinja2": "formats/templates.py",
    "ffmpeg": "media/ffmpeg",
    "fpdf": "media/page_pdf",
    "uharfbuzz": "media/page_glyphs.py",
    "fontTools": "media/fonts.py",
    "scipy": "providers/offline/condense/vectors.py",
    "opentimelineio": "exporters/otio",
    "pypdf": "formats/documents/pdf.py",
    "docx": "formats/documents/docx.py",
    "charset_normalizer": "formats/documents/encodings.py",
    "defusedxml": "formats/documents/xml.py",
    "litellm": "providers/litellm_door.py",
    "openai": "providers/litellm_door.py",
    "httpx": "providers/litellm_door.py",
    "google": "providers/google_door.py",
    "keyring": "providers/keys.py",
    "opentelemetry": "reports/telemetry.py",
    "sqlite3": "journal/",
}
"""Library -> the only room, or file, that imports it."""


@cache
def users() -> dict[str, set[str]]:
    """Module of others -> the files of ours that import it."""
    found: dict[str, set[str]] = {}
    for file in PACKAGE.rglob("*.py"):
        for name in imports(file):
            found.setdefault(name, set()).add(file.relative_to(PACKAGE).as_posix())
    return found


def imports(file: Path) -> Iterator[str]:
    """Top-level names of all modules that a file imports, wherever it does."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (str(a.value).partition(".")[0] for a in node.args if isinstance(a, ast.Constant))


def test_imports_keep_the_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_has_one_door(library: str) -> None:
    mine = users()[library]
    assert [user for user in sorted(mine) if not user.startswith(OWNERS[library])] == []


def test_the_page_shows_the_layers_of_the_contract() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    shown = page.split("```\n")[1].split("```")[0].splitlines()
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [\n")[1].split("]")[0]
    assert shown == [line.strip().strip('",') for line in contract.splitlines()]

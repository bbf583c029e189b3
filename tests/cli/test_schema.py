"""`storyforge schema`: what editors complete and check a file with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.main import run
from storyforge.model.kinds import SCHEMAS
from tests.cli.small import new_story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def call(*arguments: str) -> str:
        assert run(["schema", *arguments]) == 0
        return capsys.readouterr().out

    return call


def test_every_kind_is_listed_with_its_version(printed: Callable[..., str]) -> None:
    out = printed()
    assert [line.split()[:2] for line in out.splitlines()] == [[k.name, k.load().SCHEMA] for k in SCHEMAS]
    assert list(json.loads(printed("--json"))) == [kind.name for kind in SCHEMAS]


@pytest.mark.parametrize("name", [kind.name for kind in SCHEMAS])
def test_a_schema_says_what_every_field_is(name: str, printed: Callable[..., str]) -> None:
    schema: dict[str, Any] = json.loads(printed(name))
    assert schema["properties"]["schema"]["pattern"].startswith(f"^{name}/")
    for part in (schema, *schema.get("$defs", {}).values()):
        for field, about in part.get("properties", {}).items():
            assert field in {"schema", "kind"} or about.get("description"), f"{name}: {field}"


def test_an_unknown_kind_has_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "shot"]) == 2
    assert 'Did you mean "shots"?' in capsys.readouterr().err


def test_a_schema_edited_by_hand_is_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = new_story(tmp_path / "key", capsys)
    shots = call.folder / ".storyforge" / "schemas" / "shots.json"
    now = shots.read_bytes()
    shots.write_bytes(b"{}\n")
    assert json.loads(call("schema", "--write", "--json")[1]) == {
        "written": [".storyforge/schemas/shots.json"],
        "commits": [],
    }
    assert shots.read_bytes() == now
    assert call("schema", "--write")[1] == "The schemas are up to date.\n"

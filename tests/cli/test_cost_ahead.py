"""What is to come, before anything can be counted: no price is said to be nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.small import new_story

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_before_there_are_shots_nothing_is_said_to_be_free(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = new_story(tmp_path / "key", capsys)
    code, out, _ = call("cost", "compare")
    assert code == 0
    assert "no shots yet" in out
    assert "free" not in out
    assert "no shots yet" in call("cost", "routes")[1]
    assert call("run", "prompts", "--auto")[0] == 0
    out = call("cost", "compare")[1]
    assert "no shots yet" not in out
    assert "reference pictures: storyforge keys --dry-run" in out

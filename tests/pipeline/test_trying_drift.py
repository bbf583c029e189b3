"""Variants of a frame prompt are held against the frame before, too, as any new frame is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storyforge.providers import IMAGE

if TYPE_CHECKING:
    import pytest

    from tests.tale import Tale


def tried(tale: Tale, capsys: Any, shot: str, *more: str) -> Any:
    capsys.readouterr()
    assert tale.storyforge("prompts", "try", shot, "--variants", "2", *more, "--json") == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_each_variant_is_held_against_the_last_frame_before(
    prompted: Tale, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    assert tried(prompted, capsys, "1B")["before"] == "", "there are no frames yet"
    assert prompted.storyforge("run", "frames", "--auto", "--scene", "1", "--offline") == 0
    first = tried(prompted, capsys, "1A")
    assert (first["before"], first["variants"][0]["drift"]) == ("", None), "nothing is before the first shot"
    found = tried(prompted, capsys, "1B")
    assert found["before"].startswith("1A.")
    drawn = [row["drift"] for row in found["variants"]]
    assert len(set(drawn)) == 1, "the offline artist draws the same from other words"
    assert 0 <= drawn[0] <= 20
    assert prompted.storyforge("prompts", "try", "1B", "--variants", "2") == 0
    assert f"drift: from {found['before']}" in capsys.readouterr().out
    monkeypatch.setitem(IMAGE.table, "painter", "tests.pipeline.painting:Painter")
    painted = tried(prompted, capsys, "1B", "--with", "image=painter", "--max-cost", "1")
    assert all(row["drift"] > drawn[0] for row in painted["variants"]), "a plain square is another place"

"""A single frame is asked for: no other one is bought, though the scene lacks some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.providers import IMAGE
from tests.pipeline.scripted_media import ScriptedArtist

if TYPE_CHECKING:
    import pytest

    from tests.tale import Tale

WITH = ("--with", "image=scripted", "--max-cost", "5")
REDO = ("-m", "in the deepest black", *WITH)


class Artist(ScriptedArtist):
    """An artist who is paid."""


def test_where_one_frame_is_made_again_no_other_is_bought(
    prompted: Tale, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.test_frame_alone:Artist")
    monkeypatch.setattr(Artist, "asked", [])
    assert prompted.storyforge("frame", "redo", "1A.start", *REDO) == 2, "there are no frames yet"
    assert prompted.storyforge("frames", "1", "--control", *WITH) == 0
    bought = len(Artist.asked)
    assert prompted.storyforge("frame", "redo", "1B.start", *REDO) == 2, "not this one"
    assert len(Artist.asked) == bought
    capsys.readouterr()
    assert prompted.storyforge("frame", "redo", "1A.start", *REDO) == 0
    assert Artist.asked[bought:] == ["1A.start"]
    assert "1 scene, 1 frame" in capsys.readouterr().out

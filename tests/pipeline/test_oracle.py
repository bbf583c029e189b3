"""Invalidation is exact: what would be bought again after an edit is what an independent oracle says, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.model.framing import FrameSpec
from storyforge.pipeline.session import Session
from storyforge.providers import IMAGE, VIDEO
from storyforge.stages.film.shown import Shown
from tests.pipeline import edits_of_scenes, random_edits
from tests.pipeline.judging import Court, with_media
from tests.pipeline.oracle import Anew, rebuilt, requests

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.edit_tools import Edit


SEEDS = range(150)
TOGETHER = 15


@pytest.fixture(autouse=True)
def _scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")


@pytest.fixture(scope="module")
def court(_shelf: Path) -> Court:
    """A story in memory with all its media, and the requests that brought them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
        patch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
        return Court(with_media(Session.open(_shelf / "made").story))


def test_a_story_made_anew_is_the_story_that_is_there(court: Court) -> None:
    assert requests(rebuilt(court.story, ())) == requests(Anew(court.story, ()))
    assert {stage for stage, _, _ in court.before} == {"frames", "video"}


@pytest.mark.parametrize("first", SEEDS[::TOGETHER])
def test_what_is_bought_again_is_what_is_asked_for_in_other_words(court: Court, first: int) -> None:
    verdicts = [court.judge(seed) for seed in range(first, first + TOGETHER)]
    assert not [str(verdict) for verdict in verdicts if not verdict.agrees]
    assert any(verdict.wanted for verdict in verdicts)


@pytest.mark.parametrize("edit", random_edits.EDITS[-4:], ids=lambda edit: str(edit.__name__))
def test_what_says_nothing_outdates_nothing(court: Court, monkeypatch: pytest.MonkeyPatch, edit: Edit) -> None:
    monkeypatch.setattr(random_edits, "EDITS", (edit,))
    verdict = court.judge(1)
    assert verdict.done
    assert not verdict.wanted
    assert not verdict.bought


def test_an_engine_that_forgets_a_facet_is_found_out(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Shown.picture

    def forgetful(self: Shown, row: list[object], moment: str) -> list[str]:
        return [facet for facet in whole(self, row, moment) if ".blocking." not in facet]  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(Shown, "picture", forgetful)
    forgotten = Court(with_media(court.story))
    monkeypatch.setattr(random_edits, "EDITS", (edits_of_scenes.prompts_file,))
    assert not all(forgotten.judge(seed).agrees for seed in range(12))


def test_an_engine_that_takes_another_length_for_another_picture_is_found_out(
    court: Court, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Shown.picture
    monkeypatch.setattr(
        Shown, "picture", lambda self, row, moment: [*whole(self, row, moment), f"{self.shots}#{row[0]}.time"]
    )
    monkeypatch.setattr(FrameSpec, "seen", lambda self, moment: f"{self.digest()} {moment}")
    longer = Court(with_media(court.story))
    monkeypatch.setattr(random_edits, "EDITS", (edits_of_scenes.shot_field,))
    assert not all(longer.judge(seed).agrees for seed in range(40))

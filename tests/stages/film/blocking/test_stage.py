"""Blocking in a story: written with the prompts, outdated by its sources, kept where an author placed people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from storyforge.pipeline.session import Session
from storyforge.stages.film import s09_prompts

if TYPE_CHECKING:
    import pytest

    from storyforge.model.prompts import Prompts
    from storyforge.model.summary import Summaries
    from tests.tale import Tale

PROMPTS = "scenes/002/prompts.yaml"


def prompts(tale: Tale) -> Prompts:
    """The prompts of the scene in the kitchen."""
    return cast("Prompts", Session.open(tale.root).story.model(PROMPTS))


def summaries(tale: Tale) -> Summaries:
    """What is known of the story's artifacts."""
    return Session.open(tale.root).story.summaries


def test_every_prompt_set_has_its_blocking_short_and_legible(tale: Tale) -> None:
    assert all(entry.blocking is not None for entry in prompts(tale).prompts)
    text = tale.read(PROMPTS)
    assert "    - {id: ben, side: right, faces: 3q-left, pose: stand}\n" in text
    assert "extras" not in text, "defaults are left out"


def test_show_tells_where_everyone_stands(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert tale.storyforge("show", "prompts", "2") == 0
    shown = capsys.readouterr().out
    assert "2A blocking" in shown
    assert re.search(r"ada +off-left walk faces right +-> left walk faces 3q-right", shown)


def test_an_action_outdates_the_blocking_of_its_shot_and_of_those_after_it(tale: Tale) -> None:
    plan = s09_prompts.items(summaries(tale))[PROMPTS]
    shots = "scenes/002/shots.yaml"
    assert f"{shots}#2A.staging" in plan["2A.blocking"]
    assert f"{shots}#2A.staging" not in plan["2B.blocking"]
    before = summaries(tale)
    tale.edit(shots, "Ada comes in, dripping.", "Ada runs in, dripping.")
    after = summaries(tale)
    changed = {facet for facet in plan["2B.blocking"] if before.facet(facet) != after.facet(facet)}
    assert changed == {f"{shots}#2B.before"}


def test_words_that_are_spoken_place_nobody(tale: Tale) -> None:
    plan = s09_prompts.items(summaries(tale))[PROMPTS]
    before = summaries(tale)
    tale.edit("scenes/002/shots.yaml", "The roof or the kettle?", "The kettle or the roof?")
    after = summaries(tale)
    assert all(before.facet(facet) == after.facet(facet) for item in ("2A", "2B") for facet in plan[f"{item}.blocking"])


def test_what_an_author_placed_is_kept_when_the_prompts_are_made_again(tale: Tale) -> None:
    tale.edit(PROMPTS, "    start:\n", "    locked: true\n    start:\n")
    tale.edit(PROMPTS, "side: off-left", "side: far-right")
    assert tale.storyforge("lock", PROMPTS) == 0
    tale.edit("scenes/002/shots.yaml", "Ada comes in, dripping.", "Ada runs in, dripping.")
    assert tale.storyforge("save", "-m", "faster") == 0
    assert tale.storyforge("run", "prompts", "--auto", "--outdated") == 0
    first = prompts(tale).prompts[0]
    assert "runs in" in first.frame
    assert first.blocking is not None
    assert first.blocking.locked
    assert first.blocking.start[0].side == "far-right"

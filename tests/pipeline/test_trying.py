"""Variants of a frame prompt: the same words in another order, pictures within a price, and one taken as one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.formats.prompt_variants import most_variants, variants
from storyforge.media.pictures import open_picture
from storyforge.pipeline.session import Session
from storyforge.providers import IMAGE
from tests.pipeline.scripted_media import ScriptedArtist

if TYPE_CHECKING:
    from storyforge.model.prompts import Prompts, PromptSet
    from tests.tale import Tale

PROMPT = """Ada, 40, lifts the lantern.
Ada in the foreground on the left.
Medium shot, from the waist up; eye level; 40 mm lens.
Interior: Engine Shed, pit. Sooty brick. Night, lamplight.
Ada: a thin woman of 40 with a scar over the left eyebrow; now wet (reference picture 1).
Style: A still from a film.
Leave out: lettering, captions."""
PAID = ("--with", "image=scripted")


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setattr(ScriptedArtist, "asked", [])
    return ScriptedArtist


def entry(tale: Tale, shot: str = "1A") -> PromptSet:
    found = cast("Prompts", Session.open(tale.root).story.model("scenes/001/prompts.yaml"))
    return next(each for each in found.prompts if each.id == shot)


def test_variants_are_other_texts_with_every_line_still_in_them() -> None:
    found = variants(PROMPT, most_variants())
    assert found[0].text == PROMPT
    assert len({one.text for one in found}) == len(found) == most_variants()
    for one in found:
        for line in PROMPT.splitlines():
            assert one.text.count(line) == 1, one.name
    by_name = {one.name: one.text for one in found}
    assert by_name["style first"].startswith("Style: ")
    assert by_name["people first"].startswith("Ada: a thin woman")
    assert by_name["framing first"].startswith("Medium shot, from the waist up; eye level; 40 mm lens. Keep exactly")


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1), max_size=8), st.integers(1, 9))
def test_no_line_of_any_text_is_lost(lines: list[str], count: int) -> None:
    text = "\n".join(lines)
    found = variants(text, count)
    assert found == variants(text, count)
    assert len(found) <= count
    for one in found:
        assert all(line in one.text for line in lines)


def test_variants_are_drawn_for_nothing_and_shown_side_by_side(prompted: Tale, capsys: Any) -> None:
    capsys.readouterr()
    assert prompted.storyforge("prompts", "try", "1A", "--variants", "3", "--json") == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [row["number"] for row in told["variants"]] == [1, 2, 3]
    assert all(0 <= row["score"] <= 100 for row in told["variants"])
    sheet = prompted.root / "exports" / "1A-variants.png"
    assert open_picture(sheet.read_bytes(), "sheet").width > 900
    assert prompted.dirty == ""


def test_pictures_that_cost_money_need_a_word_and_are_bought_once(prompted: Tale, scripted: Any, capsys: Any) -> None:
    asked = ("prompts", "try", "1A", "--variants", "2", *PAID)
    assert prompted.storyforge(*asked) == 3
    assert prompted.storyforge(*asked, "--dry-run") == 0
    assert "0.08 USD" in capsys.readouterr().out
    assert scripted.asked == []
    assert prompted.storyforge(*asked, "--max-cost", "1") == 0
    assert len(scripted.asked) == 2
    assert prompted.storyforge(*asked, "--max-cost", "1") == 0
    assert len(scripted.asked) == 2
    assert prompted.storyforge(*asked[:3], "--variants", "3", *PAID, "--max-cost", "1") == 0
    assert len(scripted.asked) == 3, "only the one that is new"


def test_the_one_that_is_taken_is_its_author_s_own_and_says_where_it_came_from(prompted: Tale, capsys: Any) -> None:
    before = entry(prompted)
    assert prompted.storyforge("prompts", "try", "1A", "--take", "2") == 0
    taken = entry(prompted)
    assert taken.frame == variants(before.frame, 2)[1].text
    assert (taken.edited, taken.came_from) == (("frame",), {"frame": "variant 2, style first"})
    assert (taken.video, taken.end_frame) == (before.video, before.end_frame)
    assert prompted.storyforge("prompts", "1", "-m", "shorter words, please") == 0
    again = entry(prompted)
    assert (again.frame, again.came_from) == (taken.frame, taken.came_from), "kept when the scene is made again"
    capsys.readouterr()
    assert prompted.storyforge("show", "prompts", "1A") == 0
    out = capsys.readouterr().out
    assert "1A frame  feeds frames/1A-start.png, edited by hand" in out
    assert "1A video  feeds clips/1A.mp4" in out


def test_what_can_t_be_tried_is_said(prompted: Tale, capsys: Any) -> None:
    assert prompted.storyforge("prompts", "try") == 2
    assert prompted.storyforge("prompts", "try", "9Z") == 2
    assert prompted.storyforge("prompts", "try", "1A", "--take", "40") == 2
    assert "no variant 40" in capsys.readouterr().err

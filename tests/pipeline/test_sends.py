"""What a clip is made from is its author's to say: it is kept, and changed, it opens the confirmation again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.tale import Tale

PROMPTS = "scenes/001/prompts.yaml"


def sends(tale: Tale, what: str) -> None:
    tale.edit(PROMPTS, "input_contract: {frames: ", f"input_contract: {{sends: {what}, frames: ")


def test_what_a_shot_sends_is_kept_when_its_scene_is_made_again(prompted: Tale) -> None:
    sends(prompted, "text")
    assert prompted.storyforge("save", "-m", "the opening needs no frames") == 0
    assert prompted.storyforge("prompts", "1", "-m", "say the rain in other words", "--auto") == 0
    assert "sends: text" in prompted.read(PROMPTS)


def test_what_is_sent_otherwise_was_not_agreed_to(film: Tale) -> None:
    before = film.not_current()
    sends(film, "text")
    outdated = {path for path, state in film.not_current().items() if state == "outdated"} - before.keys()
    assert outdated == {"scenes/001/confirmation.yaml", "scenes/001/clips.yaml"}
    stand = film.stand("scenes/001/confirmation.yaml")
    assert [reason.facet for item in stand.items.values() for reason in item.reasons] == [f"{PROMPTS}#1A.sends"]
    assert film.storyforge("why", "1A") == 0

"""What becomes of a primary input on its way to the master script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.stages.film.s04_script import read_script

if TYPE_CHECKING:
    from storyforge.model.screenplay import Diagnostic


def test_a_script_whose_headings_all_touch_their_text_has_all_its_scenes() -> None:
    text = "\n".join(f"INT. ROOM {number} - DAY\nA chair.\n" for number in range(1, 13))
    problems: list[Diagnostic] = []
    script = read_script("inputs/rooms.fountain", text.encode(), "en", problems)
    assert len(script.scenes) == 12
    assert [(found.line, found.message.split()[0]) for found in problems] == [(1, "12")]


def test_a_script_in_which_some_do_keeps_its_letter() -> None:
    spaced = "".join(f"INT. ROOM {number} - DAY\n\nA chair.\n\n" for number in range(6))
    text = spaced + "EXT. YARD - DAY\nHens.\n\nEXT. ROAD - DAY\nDust.\n"
    problems: list[Diagnostic] = []
    script = read_script("inputs/rooms.fountain", text.encode(), "en", problems)
    assert len(script.scenes) == 6
    assert script.text == text
    assert problems == []

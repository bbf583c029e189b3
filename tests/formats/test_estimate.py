"""How long a script plays before any shot is planned."""

from __future__ import annotations

import pytest

from storyforge.formats import fountain
from storyforge.formats.estimate import Estimate, estimate, estimate_scene
from storyforge.formats.languages import language


def seconds(text: str, code: str = "en") -> Estimate:
    script = fountain.parse(text.encode(), language=code).screenplay
    return estimate(script.scenes, language(code))


PAGE = "INT. ROOM - DAY\n\n" + "\n\n".join(["She crosses the room, slowly, and looks out of the window once."] * 55)


def test_a_page_of_action_is_about_a_minute() -> None:
    found = seconds(PAGE)
    assert 50 <= found.total <= 75
    assert found.speech == 0


def test_a_hundred_and_fifty_words_are_about_a_minute_of_speech() -> None:
    line = "The river was higher than anyone had seen it before"
    found = seconds("INT. ROOM - DAY\n\n" + "".join(f"ADA\n{line}.\n\n" for _ in range(15)))
    assert 50 <= found.speech <= 75
    assert found.action == 0


def test_headings_transitions_notes_and_omitted_scenes_cost_nothing() -> None:
    base = seconds("INT. ROOM - DAY\n\nRain.\n")
    more = "INT. ROOM - DAY\n\nRain.\n\n[[a note]]\n\n> CUT TO:\n\n# Act\n\n= synopsis\n\n.OMITTED #2#\n\nGone.\n"
    assert seconds(more) == base


def test_a_short_action_takes_a_line() -> None:
    assert seconds("INT. ROOM - DAY\n\nRain.\n") == seconds("INT. ROOM - DAY\n\nShe looks up and waits.\n")


def test_scripts_without_spaces_say_more_in_a_character() -> None:
    japanese = seconds("○部屋（昼）\n\n" + "彼女は窓の外をゆっくりと見ている。" * 5, "ja")
    latin = seconds("INT. ROOM - DAY\n\n" + "x" * len("彼女は窓の外をゆっくりと見ている。" * 5))
    assert japanese.action > 1.5 * latin.action


def test_times_add_up() -> None:
    text = "INT. A - DAY\n\nRain.\n\nADA\nHello there.\n\nINT. B - DAY\n\nSnow falls.\n"
    script = fountain.parse(text.encode(), language="en").screenplay
    parts = [estimate_scene(scene, language("en")) for scene in script.scenes]
    assert estimate(script.scenes, language("en")) == parts[0] + parts[1]
    assert (parts[0] + parts[1]).total == pytest.approx(sum(part.total for part in parts))

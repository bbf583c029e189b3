"""Checks of what is written before the shots: gaps that only the author can fill, beats and scenes that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.checks.conftest import GOOD

if TYPE_CHECKING:
    from tests.checks.conftest import Look

BEATS = """\
schema: beats/1
beats:
  - id: b01
    text: Anna asks for the key.
    scenes: ["1"]
  - id: b02
    text: Tom digs.
    scenes: ["2"]
"""


def test_every_gap_is_a_note_at_its_line_with_its_question(look: Look) -> None:
    treatment = "schema: treatment/1\n---\nOne comes.\n\n[[TODO: Who comes second?]] [[TODO: And third?]]\n"
    script = GOOD["script.fountain"] + "\n[[TODO: What does he find?]]\n"
    beats = BEATS.replace("text: Tom digs.", "text: >-\n      Tom digs. [[TODO: For\n      what?]]")
    found = look("gaps_left", {"treatment.md": f"---\n{treatment}", "script.fountain": script, "beats.yaml": beats})
    assert [(f.severity, f.place, f.message) for f in found] == [
        ("note", "beats.yaml:7", "b02: For what?"),
        ("note", "script.fountain:15", "Scene 2: What does he find?"),
        ("note", "treatment.md:6", "And third?"),
        ("note", "treatment.md:6", "Who comes second?"),
    ]
    assert all("--allow-todo" in f.hint for f in found)


def test_an_empty_gap_is_told_too(look: Look) -> None:
    (found,) = look("gaps_left", {"treatment.md": "A house. [[TODO]]\n"})
    assert (found.place, found.message) == ("treatment.md:1", "A gap without a question.")


def test_beats_and_scenes_that_fit_are_in_order(look: Look) -> None:
    assert look("beat_coverage", {"beats.yaml": BEATS}) == []


def test_a_beat_without_a_scene_and_a_scene_without_a_beat_are_named(look: Look) -> None:
    found = look("beat_coverage", {"beats.yaml": BEATS.replace('["2"]', '["4"]')})
    assert [(f.severity, f.place, f.message) for f in found] == [
        ("warning", "beats.yaml:6", "No scene plays b02 (Tom digs.): the script has no scene 4."),
        ("warning", "script.fountain:11", "No beat has scene 2 (EXT. GARDEN - DAWN)."),
    ]
    (lost,) = look("beat_coverage", {"beats.yaml": BEATS + "  - {id: b03, text: Rain.}\n"})
    assert lost.message == "No scene plays b03 (Rain.)."


def test_derived_beats_are_left_alone(look: Look) -> None:
    derived = BEATS.replace("beats/1\n", "beats/1\nderived: true\n").replace('["2"]', "[]")
    assert look("beat_coverage", {"beats.yaml": derived}) == []


def test_without_a_script_no_beat_is_wanting(look: Look) -> None:
    assert look("beat_coverage", {"beats.yaml": BEATS, "script.fountain": None}) == []

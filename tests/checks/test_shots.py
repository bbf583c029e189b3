"""Checks of shot lists: what an author breaks by editing `shots.yaml`, and where the finding points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.checks.conftest import GOOD, SCRIPT, SHOTS_1

if TYPE_CHECKING:
    from tests.checks.conftest import Look

PATH = "scenes/001/shots.yaml"


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("check", "old", "new", "severity", "message"),
    [
        ("shot_ids", "id: 1C", "id: 1B", "error", "1B is the id of two shots: number 2 and number 3."),
        ("shot_ids", "id: 1C", "id: 2C", "error", "2C is no shot of scene 1."),
        ("shot_ids", 'scene: "1"', 'scene: "3"', "error", 'The folder is that of scene 1, the file says "3".'),
        ("shot_length", "frames: 96", "frames: 193", "error", "1B lasts 8.0 s; a shot is never longer than 8 s."),
        ("speech_fits", "frames: 96", "frames: 24", "warning", "1B lasts 1.0 s, its words take 3.1 s to say."),
        (
            "axis_flip",
            "axis: {left: anna, right: tom, looks: left}",
            "axis: {left: tom, right: anna, looks: left}",
            "warning",
            "1C has tom left and anna right; in 1B it was the other way round.",
        ),
        ("unknown_character", "character: tom", "character: toom", "error", '1C names "toom", which is no asset.'),
        ("unknown_character", "to: tom", "to: tim", "error", '1B names "tim", which is no asset.'),
        ("unknown_character", "subject: anna", "subject: ann", "error", '1B names "ann", which is no asset.'),
        (
            "unknown_character",
            "axis: {left: anna, right: tom, looks: left}",
            "axis: {left: anna, right: tomm, looks: left}",
            "error",
            '1C names "tomm", which is no asset.',
        ),
    ],
)
def test_one_edit_gives_one_finding_at_its_line(
    check: str, old: str, new: str, severity: str, message: str, look: Look
) -> None:
    text = SHOTS_1.replace(old, new, 1)
    assert text != SHOTS_1
    (found,) = look(check, {PATH: text})
    assert (found.severity, found.message) == (severity, message)
    assert (found.path, found.line) == (PATH, line_of(SHOTS_1, old))
    assert found.hint


def test_a_misspelt_name_is_answered_by_the_nearest(look: Look) -> None:
    (found,) = look("unknown_character", {PATH: SHOTS_1.replace("character: tom", "character: toom")})
    assert found.hint == 'Did you mean "tom"?'


def test_the_shot_of_exactly_eight_seconds_is_allowed(look: Look) -> None:
    assert look("shot_length", {PATH: SHOTS_1.replace("frames: 96", "frames: 192")}) == []


def test_sides_may_change_over_a_neutral_shot(look: Look) -> None:
    insert = "  - id: 1B1\n    frames: 48\n    camera: {size: INSERT}\n  - id: 1C"
    text = SHOTS_1.replace("left: anna, right: tom, looks: left", "left: tom, right: anna, looks: left")
    assert look("axis_flip", {PATH: text.replace("  - id: 1C", insert)}) == []


def test_the_first_shot_of_a_scene_continues_nothing(look: Look) -> None:
    text = SHOTS_1.replace("    frames: 72\n", "    frames: 72\n    continues: true\n", 1)
    (found,) = look("first_shot_continues", {PATH: text})
    assert (found.severity, found.line) == ("error", line_of(text, "continues: true"))
    assert found.message == "1A is the first shot of scene 1 and can't continue another."


class TestDialogue:
    """What the shots say against what the script says."""

    def test_a_word_changed_in_a_shot_is_shown_beside_the_script(self, look: Look) -> None:
        text = SHOTS_1.replace("Where it always is.", "Where it always was.")
        (found,) = look("dialogue_verbatim", {PATH: text})
        assert found.message == (
            'Scene 1: the shots say "Where it always was.", the script "Where it always is." (script.fountain:8).'
        )
        assert found.line == line_of(text, "always was")

    def test_a_word_changed_in_the_script_is_the_same_fault(self, look: Look) -> None:
        script = SCRIPT.replace("Where it always is.", "Where it was.")
        (found,) = look("dialogue_verbatim", {"script.fountain": script})
        assert '"Where it always is.", the script "Where it was."' in found.message

    def test_a_line_that_no_shot_says(self, look: Look) -> None:
        text = SHOTS_1.replace("    dialogue:\n      - {character: tom, text: Where it always is.}\n", "")
        (found,) = look("dialogue_verbatim", {PATH: text})
        assert found.message == 'Scene 1: no shot says "Where it always is." (script.fountain:8).'

    def test_a_line_that_the_script_does_not_have(self, look: Look) -> None:
        more = "      - {character: tom, text: Where it always is.}\n      - {character: anna, text: No.}\n"
        text = SHOTS_1.replace("      - {character: tom, text: Where it always is.}\n", more)
        (found,) = look("dialogue_verbatim", {PATH: text})
        assert found.message == 'Scene 1: the script has no line "No.".'

    def test_a_line_given_to_somebody_else(self, look: Look) -> None:
        text = SHOTS_1.replace("{character: tom, text", "{character: kitchen, text")
        (found,) = look("dialogue_verbatim", {PATH: text})
        assert 'kitchen says "Where it always is.", the script gives it to tom' in found.message

    def test_one_speech_may_be_cut_into_shots_between_words(self, look: Look) -> None:
        cut = 'text: Where is the key, to: tom}\n      - {character: anna, text: "to the cellar door?", to: tom}'
        text = SHOTS_1.replace('text: "Where is the key to the cellar door?", to: tom}', cut)
        assert text != SHOTS_1
        assert look("dialogue_verbatim", {PATH: text}) == []

    def test_only_the_first_difference_of_a_scene_is_told(self, look: Look) -> None:
        text = SHOTS_1.replace("cellar", "front").replace("always", "never")
        assert len(look("dialogue_verbatim", {PATH: text})) == 1


def test_dual_dialogue_is_said_at_the_same_time(look: Look) -> None:
    script = SCRIPT.replace("TOM\nWhere it", "TOM ^\nWhere it")
    both = SHOTS_1.replace(
        '{character: anna, text: "Where is the key to the cellar door?", to: tom}',
        '{character: anna, text: "Where is the key to the cellar door?"}\n'
        "      - {character: tom, text: Where it always is.}",
    ).replace("frames: 96", "frames: 76")
    assert look("speech_fits", {"script.fountain": script, PATH: both}) == []
    (found,) = look("speech_fits", {PATH: both})
    assert found.message == "1B lasts 3.2 s, its words take 4.6 s to say."


def test_a_line_of_dialogue_in_a_frame_prompt_would_be_drawn(look: Look) -> None:
    path = "scenes/001/prompts.yaml"
    text = GOOD[path].replace("one lamp.", "one lamp. She asks: where is the key to the  cellar door?")
    (found,) = look("clean_frames", {path: text})
    assert found.message == 'The frame prompt of 1B holds the line "Where is the key to the cellar door?".'
    assert (found.severity, found.line) == ("warning", line_of(text, "frame:"))

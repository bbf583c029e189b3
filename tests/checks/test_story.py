"""Checks of scripts, assets, records and the story as a whole."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from storyforge.model.record import Record
from tests.checks.conftest import GOOD, SCRIPT, STORY, character

if TYPE_CHECKING:
    from tests.checks.conftest import Look


class TestInvalidArtifact:
    """Files that can't be read."""

    def test_a_key_that_is_not_known_has_a_place_and_a_guess(self, look: Look) -> None:
        (found,) = look("invalid_artifact", {"story.yaml": STORY + "langage: en\n"})
        assert (found.place, found.severity) == ("story.yaml:7", "error")
        assert found.message == 'There is no key "langage".'
        assert found.hint == 'Did you mean "language"?'

    def test_one_broken_file_hides_no_other(self, look: Look) -> None:
        found = look(
            "invalid_artifact", {"story.yaml": "a: [\n", "scenes/002/shots.yaml": "schema: shots/3\nscene: x\n"}
        )
        assert [finding.path for finding in found] == ["scenes/002/shots.yaml", "story.yaml"]
        assert "newer than this program" in found[0].message

    def test_conflict_markers_in_the_script(self, look: Look) -> None:
        script = SCRIPT + "\n<<<<<<< HEAD\nTom stops.\n=======\nTom sings.\n>>>>>>> other\n"
        (found,) = look("invalid_artifact", {"script.fountain": script})
        assert (found.message, found.line) == ("The file holds conflict markers.", 15)

    def test_a_definition_sheet_is_read_too(self, look: Look) -> None:
        inputs = (
            "schema: inputs/1\nprimary: {path: inputs/a.fountain}\n"
            "context: [{path: inputs/cast.yaml, tag: definitions}]\n"
        )
        sheet = "schema: definitions/1\ncharacters:\n  - {nam: Anna}\n"
        (found,) = look("invalid_artifact", {"inputs/inputs.yaml": inputs, "inputs/cast.yaml": sheet})
        assert found.path == "inputs/cast.yaml"
        assert found.line == 3


class TestScript:
    """The script's own text."""

    def test_a_heading_that_touches_text(self, look: Look) -> None:
        (found,) = look("script_diagnostics", {"script.fountain": SCRIPT + "INT. HALL - DAY\nTom is gone.\n"})
        assert (found.place, found.severity) == ("script.fountain:14", "warning")

    def test_a_new_scene_has_no_number_until_it_is_saved(self, look: Look) -> None:
        (found,) = look("scene_numbers", {"script.fountain": SCRIPT + "\nINT. HALL - DAY\n\nTom is gone.\n"})
        assert (found.severity, found.line) == ("warning", 15)
        assert found.hint == "Give it one: storyforge save"

    def test_a_number_used_twice(self, look: Look) -> None:
        (found,) = look("scene_numbers", {"script.fountain": SCRIPT.replace("#2#", "#1#")})
        assert (found.severity, found.line) == ("error", 11)
        assert found.message == "Scene number 1 is used twice; the first is on line 1."

    def test_a_number_of_another_form(self, look: Look) -> None:
        (found,) = look("scene_numbers", {"script.fountain": SCRIPT.replace("#2#", "#I-2-A#")})
        assert found.message == '"I-2-A" is no scene number.'

    def test_somebody_speaks_who_is_no_asset(self, look: Look) -> None:
        (found,) = look("unknown_character", {"script.fountain": SCRIPT + "\nTOMM\nHello?\n\nTOMM\nHello!\n"})
        assert (found.place, found.message) == ("script.fountain:15", "TOMM speaks and is no asset.")
        assert found.hint == 'Did you mean "tom"?'

    def test_an_alias_makes_it_known(self, look: Look) -> None:
        changes: dict[str, str | None] = {
            "script.fountain": SCRIPT + "\nOLD TOM\nHello?\n",
            "assets/characters/tom.yaml": character("Tom", '["1", "2"]', "aliases: [Old Tom]\n"),
        }
        assert look("unknown_character", changes) == []

    def test_before_there_are_assets_nobody_is_unknown(self, look: Look) -> None:
        assert look("unknown_character", {path: None for path in GOOD if path.startswith("assets/")}) == []


def test_a_definition_sheet_that_is_not_there(look: Look) -> None:
    inputs = (
        "schema: inputs/1\nprimary: {path: inputs/k.fountain}\ncontext: [{path: inputs/x.yaml, tag: definitions}]\n"
    )
    (found,) = look("invalid_artifact", {"inputs/inputs.yaml": inputs})
    assert (found.path, found.message) == ("inputs/x.yaml", "The definition sheet is not there.")
    assert found.hint == "Put it back, or take it out of inputs/inputs.yaml."


def test_an_asset_whose_scenes_are_gone(look: Look) -> None:
    path = "assets/characters/anna.yaml"
    (found,) = look("orphan_asset", {path: character("Anna", '["7", "8"]')})
    assert found.message == "Anna is in no scene any more: scenes 7, 8 are gone from the script."
    assert found.line == 5


def test_a_scene_folder_whose_scene_is_gone(look: Look) -> None:
    cut = SCRIPT[: SCRIPT.index("EXT. GARDEN")]
    (found,) = look("orphan_scene", {"script.fountain": cut})
    assert (found.path, found.message) == ("scenes/002", "The script has no scene 2.")


def test_the_shots_of_an_omitted_scene_are_not_held_against_the_script(look: Look) -> None:
    omitted = SCRIPT[SCRIPT.index("EXT. GARDEN") :].replace("#2#", "#1A#")
    changes: dict[str, str | None] = {"script.fountain": f".OMITTED #1#\n\n{omitted}"}
    assert look("dialogue_verbatim", changes) == []


def test_a_record_edited_by_hand_has_a_broken_seal(look: Look) -> None:
    text = Record("script.fountain", "script", "d1").write()
    path = "locks/script.fountain.json"
    assert look("unsealed_record", {path: text}) == []
    (found,) = look("unsealed_record", {path: text.replace('"draft"', '"locked"')})
    assert found.message == "The seal of this record is broken; its artifact counts as a draft."
    (found,) = look("unsealed_record", {path: "{}"})
    assert found.message == "This is no record; its artifact counts as a draft."


def test_the_length_is_measured_against_the_target(look: Look) -> None:
    text = STORY.replace("0:10-0:40", "1:00-2:00")
    (found,) = look("length_target", {"story.yaml": text})
    assert found.message == "The story plays 0:12, shorter than the target 1:00-2:00."
    assert (found.severity, found.line) == ("warning", 6)


HEARD = """\
schema: audio/1
file: inputs/talk.wav
sha256: %s
seconds: 529200/44100
segments:
- {id: s001, start: '0.000', end: '9.000', text: Come in.}
- {id: s002, start: '9.000', end: '12.000', text: ''}
"""


def test_shots_are_measured_against_the_audio_that_they_play(look: Look) -> None:
    sound = "not really a sound"
    script = SCRIPT.replace("#1#\n", "#1#\n\n[[audio 0:00.000]]\n").replace("#2#\n", "#2#\n\n[[audio 0:09.000]]\n")
    heard = HEARD % hashlib.sha256(sound.encode()).hexdigest()
    files: dict[str, str | None] = {"script.fountain": script, "audio.yaml": heard, "inputs/talk.wav": sound}
    assert look("audio_length", files) == []
    (found,) = look("audio_length", {**files, "script.fountain": script.replace("0:09.000", "0:08.000")})[:1]
    assert found.message == "The shots of scene 1 have 216 frames, and what they play of the audio has 192."
    late = look("audio_length", {**files, "script.fountain": script.replace("0:09.000", "0:19.000")})
    assert "The note of scene 2 says 0:19.000, and the scene begins at 0:06.000." in [found.message for found in late]
    (found,) = look("audio_length", {**files, "inputs/talk.wav": "another"})
    assert (found.severity, found.path, found.line) == ("error", "audio.yaml", 3)
    (found,) = look("audio_length", {**files, "inputs/talk.wav": None})
    assert found.message == "inputs/talk.wav is not there."


def test_a_question_stays_until_its_author_answers(look: Look) -> None:
    path = "assets/characters/tom.yaml"
    asset = character("Tom", '["2"]', "questions:\n  - ask: Is Tom the MAN of scene 2?\n")
    (found,) = look("open_questions", {path: asset})
    assert (found.severity, found.message, found.line) == ("note", "Is Tom the MAN of scene 2?", 7)

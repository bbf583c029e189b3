"""Beats and a treatment taken backwards from a script: nothing invented, every scene told once."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.formats.fountain import parse
from storyforge.formats.prose import plain_text
from storyforge.model.beats import Beat
from storyforge.providers.offline import OfflineText
from storyforge.providers.offline.outline import beats, treatment
from storyforge.tasks.breakdown import BreakdownScene
from storyforge.tasks.outline import BeatsContext, BeatsOutput, TreatmentContext, TreatmentOutput
from storyforge.tasks.pieces import pieces
from tests.example import FOLDER


def told(script: str) -> tuple[BreakdownScene, ...]:
    scenes = parse(script).screenplay.scenes
    return tuple(
        BreakdownScene(number=str(n), heading=s.title, pieces=pieces(s))
        for n, s in enumerate(scenes, 1)
        if not s.omitted
    )


def derive(script: str, language: str = "en") -> tuple[Beat, ...]:
    return beats(BeatsContext(language=language, script="script.fountain", scenes=told(script))).beats


def prose(made: tuple[Beat, ...], language: str = "en") -> str:
    return treatment(TreatmentContext(language=language, title="The Title", beats=made)).body


@pytest.fixture(scope="module")
def example() -> str:
    return (FOLDER / "script.fountain").read_text(encoding="utf-8")


QUARREL = """INT. BOAT SHED - DAY

MILO BRANDT, 30, planes a plank. He whistles.

MILO
Nice day.

OLD HARRIS, 70, drops a saw. He limps across to the lathe.

HARRIS
I sold the boat. I'm sorry. I never told you because of your father.

Milo throws the plane through the window.

EXT. HARBOUR - NIGHT

A buoy. Waves. Milo rows out alone.
"""


def test_a_beat_says_who_and_where_and_quotes_what_the_script_says() -> None:
    first, second = derive(QUARREL)
    assert first.id == "b01"
    assert first.text.startswith("Milo, Harris – Boat Shed. ")
    assert "Milo throws the plane through the window." in first.text
    assert "Harris: “I sold the boat." in first.text, "the line that decides, not the first one"
    assert first.source is not None
    assert first.source.file == "script.fountain"
    assert first.source.quote.startswith("I sold the boat.")
    assert first.scenes == ("1",)
    assert second.text == "Milo – Harbour. A buoy. Waves. Milo rows out alone."


def test_every_sentence_of_a_beat_is_the_script_s_own(example: str) -> None:
    folded = plain_text(example).casefold()
    for beat in derive(example):
        assert beat.source is not None
        assert beat.source.quote in example
        _, _, rest = beat.text.partition(". ")
        for sentence in re.split(r"(?:(?<=[.!?])|(?<=[.!?][\"”])) ", re.sub(r"\w+: “|”", "", rest)):
            assert sentence.casefold() in folded, sentence


def test_the_example_film_reads_as_a_story(example: str) -> None:
    made = derive(example)
    assert [beat.scenes for beat in made] == [(str(n),) for n in range(1, 7)]
    assert [beat.act for beat in made] == ["Act one", "Act one", "Act two", "Act two", "Act two", "Act three"]
    assert "Inge lifts the umbrella off its nail." in made[2].text
    assert made[0].goal.startswith("Opening image")
    assert made[-1].goal.startswith("Climax")


def test_a_feature_has_fifteen_to_thirty_beats_and_a_short_five_to_fourteen() -> None:
    def film(scenes: int) -> str:
        return "\n\n".join(f"INT. ROOM {n % 7} - DAY\n\nAnna finds clue number {n} and runs." for n in range(scenes))

    counts = {scenes: len(derive(film(scenes))) for scenes in (1, 3, 6, 20, 59, 60, 120, 200, 400)}
    assert counts == {1: 1, 3: 3, 6: 6, 20: 14, 59: 14, 60: 17, 120: 23, 200: 30, 400: 30}


def test_beats_are_cut_where_place_and_people_change_not_where_the_action_goes_on() -> None:
    script = "".join(
        f"INT. {place} - {time}\n\n{who} opens the crate number {n}.\n\n{who}\nHere is number {n}.\n\n"
        for n, (place, time, who) in enumerate(
            [
                *[
                    ("MILL", "DAY", "ANNA"),
                    ("MILL - LOFT", "CONTINUOUS", "ANNA"),
                    ("MILL - ROOF", "CONTINUOUS", "ANNA"),
                ],
                *[("CHURCH", "NIGHT", "BEN"), ("CHURCH - CRYPT", "CONTINUOUS", "BEN")],
                *[("FERRY", "DAWN", "CLEO"), ("FERRY - BRIDGE", "CONTINUOUS", "CLEO"), ("PIER", "DAY", "ANNA")],
                *[("BANK", "DAY", "BEN"), ("BANK - VAULT", "CONTINUOUS", "BEN")],
            ]
        )
    )
    made = [beat.scenes for beat in derive(script)]
    assert len(made) == 8
    starts = {group[0] for group in made}
    assert {"1", "4", "6", "8", "9"} <= starts, "every new place begins a beat"


def test_a_treatment_is_marked_as_derived_and_asks_where_the_script_is_silent(example: str) -> None:
    body = prose(derive(example))
    assert body.startswith("# The Title\n\n*Derived from the script by rule")
    assert [line for line in body.splitlines() if line.startswith("## ")] == [
        "## Act one",
        "## Act two",
        "## Act three",
    ]
    assert "[[TODO: what does Inge want, and what is in the way?]]" in body
    assert body.count("[[TODO: ") == body.count("]]")
    assert 3 <= body.count("[[TODO: ") <= 8
    assert "*Storeroom.* " in body


def test_a_beat_without_anyone_from_the_one_before_leaves_a_gap() -> None:
    made = tuple(
        Beat(id=f"b0{n}", text=text, scenes=(str(n),))
        for n, text in enumerate(["Ada – Mill. Ada leaves.", "Bo – Pier. Bo waits.", "Bo – Pier. Bo goes home."], 1)
    )
    body = prose(made)
    assert "Bo waits. [[TODO: how does this follow? Nobody here was in the beat before (b01).]]" in body


def test_a_beat_written_by_hand_goes_in_as_it_is() -> None:
    assert "Somebody steals the bell." in prose((Beat(id="b01", text="Somebody steals the bell."),))
    assert treatment(TreatmentContext(language="en", title="T", beats=())) == TreatmentOutput()


@pytest.mark.parametrize(
    ("language", "script", "who"),
    [
        (
            "de",
            "INNEN. WERKSTATT - TAG\n\nMARTA feilt. Marta verlässt die Werkstatt.\n\nMARTA\nEs ist vorbei.\n",
            "Marta",
        ),
        ("fi", "SISÄ. PAJA - PÄIVÄ\n\nAINO avaa oven.\n\nAINO\nOletko siellä?\n", "Aino"),
        ("ja", "○台所・夜\n\n@花子\n手紙を読んだの。\n\n花子は窓を開ける。\n", "花子"),
    ],
)
def test_other_languages_have_beats_too(language: str, script: str, who: str) -> None:
    scenes = told(script) if language != "ja" else told(script.replace("○", "."))
    made = beats(BeatsContext(language=language, script="script.fountain", scenes=scenes)).beats
    assert len(made) == 1
    assert who in made[0].text
    assert made[0].source is not None
    assert made[0].source.quote in script


def test_the_provider_answers_both_tasks_by_these_rules(example: str) -> None:
    offline = OfflineText()
    answer = offline.ask("beats", BeatsContext(language="en", script="s", scenes=told(example))).value
    assert isinstance(answer, BeatsOutput)
    made = offline.ask("treatment", TreatmentContext(language="en", title="T", beats=answer.beats)).value
    assert isinstance(made, TreatmentOutput)
    assert made.body


LINES = st.lists(
    st.sampled_from(
        [
            "INT. MILL - DAY",
            "EXT. PIER - NIGHT",
            "INT. MILL - LOFT - CONTINUOUS",
            "ANNA\nStop!",
            "BEN (V.O.)\nWhy?\n(beat)",
            "Rain.",
        ]
    )
    | st.text(max_size=30),
    max_size=40,
)


@settings(max_examples=80, deadline=None)
@given(LINES, st.sampled_from(["en", "de", "th", "zz"]))
def test_any_script_has_every_scene_in_one_beat_in_order(lines: list[str], language: str) -> None:
    scenes = told("\n\n".join(lines))
    context = BeatsContext(language="en" if language == "zz" else language, script="s", scenes=scenes)
    made = beats(context).beats
    assert [n for beat in made for n in beat.scenes] == [scene.number for scene in scenes]
    assert [beat.id for beat in made] == [f"b{n:02}" for n in range(1, len(made) + 1)]
    assert len(made) <= len(scenes)
    assert beats(context).beats == made
    assert prose(made).count("# The Title") == bool(made)


def test_a_play_of_three_acts_has_three_beats() -> None:
    data = os.environ.get("STORYFORGE_TEST_DATA")
    path = Path(data or ".") / "fountain" / "earnest_pd.fountain"
    if not data or not path.is_file():
        pytest.skip("STORYFORGE_TEST_DATA is not set")
    made = derive(path.read_text(encoding="utf-8"))
    assert [beat.act for beat in made] == ["Act one", "Act two", "Act three"]
    assert all(len(beat.text.split()) < 160 for beat in made)


def test_only_the_first_beat_opens_and_only_the_last_one_closes() -> None:
    script = "".join(f"INT. ROOM {n} - DAY\n\nANNA opens door {n}.\n\nANNA\nIs this the room?\n\n" for n in range(9))
    goals = [beat.goal for beat in derive(script)]
    assert goals[0] not in goals[1:]
    assert goals[-1] not in goals[:-1]


def test_a_name_in_full_is_spelt_as_a_name_and_a_list_has_no_dashes() -> None:
    script = (
        "INT. BOAT SHED - DAY\n\nINGE HOLM, thirties, sweeps.\n\n-- Inge breaks the broom.\n\nINGE\nEnough of that.\n"
    )
    (beat,) = derive(script)
    assert beat.text.startswith("Inge – Boat Shed.")
    assert "Inge Holm, thirties" in beat.text
    assert "--" not in beat.text

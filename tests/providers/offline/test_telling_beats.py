"""A telling in beats, and a treatment that follows its beats, without a model."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyforge.providers.offline.telling import beatsheet, revise, treatments
from storyforge.tasks.beatsheet import FEWEST, MOST, BeatSheetContext, BeatSheetOutput
from storyforge.tasks.brief import Brief
from storyforge.tasks.gaps import gap, gaps_in, without_gaps
from storyforge.tasks.options import RevisionContext
from tests.providers.offline.telling import PREMISES, about, asked, premises

QUICK = settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BODY = """## Act one

Mara steers the last ferry. She finds a letter in the hold.

[[TODO: What does Mara want?]]

## Act two

Jonas denies everything; Mara does not believe a word of it. [[TODO: Why does he lie?]] A storm comes.

Mara brings him home."""


def in_beats(telling: str, language: str = "en", **more: str) -> tuple[BeatSheetContext, BeatSheetOutput]:
    brief = Brief(title="", language=language, mode="expansion", **more)
    context = BeatSheetContext(brief=brief, path="treatment.md", telling=telling)
    return context, beatsheet(context)


def revised(body: str, output: BeatSheetOutput, *texts: str, passages: tuple[str, ...] | None = None) -> str:
    beats = texts or tuple(beat.text for beat in output.beats)
    quotes = tuple(beat.source.quote if beat.source else "" for beat in output.beats)
    brief = Brief(title="", language="en", mode="expansion")
    return revise(
        RevisionContext(brief=brief, body=body, beats=beats, passages=quotes if passages is None else passages)
    ).body


@pytest.mark.parametrize("name", PREMISES)
def test_every_option_makes_a_sheet_of_its_own_sentences_and_questions(name: str) -> None:
    language, _ = PREMISES[name]
    for option in treatments(asked(name)).options:
        context, output = in_beats(option.body, language)
        assert output.faults(context) == ()
        assert [beat.id for beat in output.beats] == [f"b{number:02}" for number in range(1, len(output.beats) + 1)]
        for beat in output.beats:
            told = " ".join(without_gaps(beat.text).split())
            assert told in " ".join(option.body.split())
            assert beat.source or gaps_in(beat.text)
            assert beat.goal
            assert beat.act in option.body
        questions = [found.question for beat in output.beats for found in gaps_in(beat.text)]
        assert len(set(questions)) == len(questions), "nothing is asked twice"


def test_headings_are_acts_and_a_question_belongs_to_the_sentence_before_it() -> None:
    _, output = in_beats(BODY)
    beats = {beat.text: beat for beat in output.beats if beat.source}
    assert list(beats) == [
        "Mara steers the last ferry.",
        "She finds a letter in the hold.",
        "[[TODO: What does Mara want?]]",
        "Jonas denies everything; Mara does not believe a word of it. [[TODO: Why does he lie?]]",
        "A storm comes.",
        "Mara brings him home.",
    ]
    assert [beat.act for beat in beats.values()] == ["Act one"] * 3 + ["Act two"] * 3
    assert beats["A storm comes."].source is not None
    assert beats["Mara steers the last ferry."].people == ("Mara",)
    assert {beat.act for beat in output.beats} == {"Act one", "Act two"}


def test_what_the_telling_asks_already_is_not_asked_again_and_has_the_goal_of_its_step() -> None:
    option = treatments(asked("cloud")).options[0]
    _, output = in_beats(option.body)
    goals = [beat.goal for beat in output.beats if not beat.source]
    assert len(goals) == len(set(goals)), "new questions are about different steps"
    last = output.beats[-1]
    assert last.goal.startswith("Final image")
    assert last.source is not None


def test_a_sentence_of_two_halves_is_two_beats_where_there_are_few() -> None:
    _, output = in_beats("Jonas denies everything he was asked; Mara does not believe a word of it.")
    told = [beat.text for beat in output.beats if beat.source]
    assert told == ["Jonas denies everything he was asked;", "Mara does not believe a word of it."]


def test_a_long_telling_has_thirty_beats_and_loses_no_sentence() -> None:
    acts = [
        "\n\n".join(f"Mara meets person {act}-{n}. They part." for n in range(12)) for act in ("one", "two", "three")
    ]
    telling = "# The title\n\n" + "\n\n".join(f"## Act {n}\n\n{text}" for n, text in enumerate(acts, 1))
    context, output = in_beats(telling)
    assert len(output.beats) == MOST
    assert output.faults(context) == ()
    assert "".join(" ".join(beat.text for beat in output.beats)).count("Mara meets") == 36
    assert not any("title" in beat.text for beat in output.beats)
    assert {beat.act for beat in output.beats} == {"Act 1", "Act 2", "Act 3"}


def test_a_hundred_headings_are_no_obstacle() -> None:
    telling = "\n\n".join(f"## Part {n}\n\nMara waits for {n} days." for n in range(100))
    context, output = in_beats(telling)
    assert len(output.beats) == MOST
    assert output.faults(context) == ()


def test_a_commercial_s_beats_have_its_goals() -> None:
    _, output = in_beats("Ben spills coffee. A cup stays up. Ben smiles.", type="commercial", length="0:30")
    assert output.beats[0].goal.startswith("Hook")
    assert len(output.beats) >= FEWEST


@pytest.mark.parametrize(
    "telling", ["", "\n\n", "## Only\n\n## headings", "[[TODO: what?]]", "[[TODO: never closed", "# T"]
)
def test_an_empty_telling_is_fifteen_questions(telling: str) -> None:
    context, output = in_beats(telling)
    assert len(output.beats) == FEWEST
    assert output.faults(context) == ()
    assert all(gaps_in(beat.text) for beat in output.beats)


@QUICK
@given(st.text(alphabet=st.sampled_from("Ab .#[]TODO:\n\r;“”*_"), max_size=120), st.sampled_from(["en", "ja", "xx"]))
def test_no_telling_breaks_it(telling: str, language: str) -> None:
    context, output = in_beats(telling, language)
    assert output.faults(context) == ()


@QUICK
@given(premises())
def test_unchanged_beats_leave_the_treatment_as_it_is(premise: tuple[str, str]) -> None:
    language, text = premise
    for option in treatments(about(text, language)).options:
        _, output = in_beats(option.body, language)
        assert revised(option.body, output) == option.body


def test_an_edited_beat_is_written_in_its_passage_s_place() -> None:
    _, output = in_beats(BODY)
    texts = [beat.text for beat in output.beats]
    texts[texts.index("[[TODO: What does Mara want?]]")] = "Mara wants to sell the ferry."
    assert revised(BODY, output, *texts) == BODY.replace(
        "[[TODO: What does Mara want?]]", "Mara wants to sell the ferry."
    )


def test_a_removed_beat_s_passage_goes_and_nothing_else() -> None:
    _, output = in_beats(BODY)
    kept = [beat for beat in output.beats if beat.text != "A storm comes."]
    assert revised(BODY, BeatSheetOutput(beats=tuple(kept))) == BODY.replace(" A storm comes.", "")
    without_last = [beat for beat in output.beats if beat.text != "Mara brings him home."]
    assert revised(BODY, BeatSheetOutput(beats=tuple(without_last))) == BODY.replace("\n\nMara brings him home.", "")


def test_a_new_beat_is_a_paragraph_behind_the_one_before_it() -> None:
    _, output = in_beats(BODY)
    texts = [beat.text for beat in output.beats]
    quotes = [beat.source.quote if beat.source else "" for beat in output.beats]
    at = texts.index("Mara steers the last ferry.") + 1
    texts.insert(at, "Edda steals the rudder.")
    quotes.insert(at, "")
    expected = BODY.replace("last ferry. She", "last ferry.\n\nEdda steals the rudder.\n\nShe")
    assert revised(BODY, output, *texts, passages=tuple(quotes)) == expected
    at_the_end = revised(BODY, output, *[t for t in texts if "Edda" not in t], "The end.", passages=(*quotes[1:], ""))
    assert at_the_end.endswith("Mara brings him home.\n\nThe end.")


def test_a_moved_beat_takes_its_passage_along() -> None:
    _, output = in_beats(BODY)
    beats = list(output.beats)
    storm = next(beat for beat in beats if beat.text == "A storm comes.")
    beats.remove(storm)
    beats.insert(0, storm)
    body = revised(BODY, BeatSheetOutput(beats=tuple(beats)))
    assert body.replace("A storm comes.\n\n", "", 1) == BODY.replace(" A storm comes.", "")
    assert body.index("A storm comes.") < body.index("Mara steers")
    assert body.startswith("## Act one")


def test_a_model_s_beats_say_it_otherwise_so_nothing_is_taken_out() -> None:
    beats = ("The last crossing begins.", "A storm separates them.", "A new rival appears.")
    quotes = ("Mara steers the last ferry.", "A storm comes.", "")
    context = RevisionContext(
        brief=Brief(title="", language="en", mode="expansion"), body=BODY, beats=beats, passages=quotes
    )
    body = revise(context).body
    assert "A new rival appears." in body
    assert body.replace("\n\nA new rival appears.", "") == BODY
    assert "The last crossing begins." not in body


def test_a_question_that_only_the_beats_ask_is_not_put_into_the_treatment() -> None:
    _, output = in_beats(BODY)
    assert len(output.beats) == FEWEST
    assert len(gaps_in(revised(BODY, output))) == len(gaps_in(BODY))


def test_beats_without_passages_are_found_by_their_words() -> None:
    body = "Mara rows.\nJonas waits."
    context = RevisionContext(
        brief=Brief(title="", language="en", mode="expansion"), body=body, beats=("Mara rows.", "Jonas waits.", "Rain.")
    )
    assert revise(context).body == body + "\n\nRain."
    assert revise(context.model_copy(update={"beats": ()})).body == body
    assert revise(context.model_copy(update={"body": "", "beats": ("Rain.", gap("who?"))})).body == "Rain."


@QUICK
@given(premises(), st.data())
def test_whatever_is_removed_the_rest_stays_word_for_word(premise: tuple[str, str], data: st.DataObject) -> None:
    language, text = premise
    option = treatments(about(text, language)).options[data.draw(st.integers(0, 2))]
    _, output = in_beats(option.body, language)
    kept = [beat for beat in output.beats if data.draw(st.booleans())]
    if not any(beat.source for beat in kept):
        return
    body = revised(option.body, BeatSheetOutput(beats=tuple(kept)))
    words = re.sub(r"^#+ .*$", "", body, flags=re.MULTILINE).split()
    expected = [word for beat in kept if beat.source for word in beat.source.quote.split()]
    assert words == expected

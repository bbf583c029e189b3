"""One beat becomes others with the words that are there; where they do not reach, a question stands."""

from __future__ import annotations

import pytest

from storyforge.errors import NoRuleError
from storyforge.model.beats import Beat, RunnerUp, Source
from storyforge.providers.offline.scripting import beat
from storyforge.tasks.beatsheet import OneBeatContext
from storyforge.tasks.gaps import gaps_in
from tests.providers.offline.scripted import SALT, beats, brief

TOLD = beats(SALT)
RUN = Beat(
    id="b04",
    text="Mara runs to the quay, and Ben follows. The boat is gone; nobody saw it leave.",
    people=("Mara",),
    act="Act one",
)


def _made(wish: str, about: tuple[Beat, ...] = TOLD[3:4], count: int = 1, guidance: str = "") -> tuple[Beat, ...]:
    context = OneBeatContext(
        brief=brief(),
        wish=wish,
        beats=about,
        before=(TOLD[0].text,),
        after=(TOLD[4].text,),
        count=count,
        guidance=guidance,
    )
    answer = beat(context)
    assert answer.faults(context) == ()
    return answer.beats


def test_a_beat_is_added_with_the_authors_words_or_a_question() -> None:
    assert (
        _made("add", (), guidance="Ben follows the light into the cellar.")[0].text
        == "Ben follows the light into the cellar."
    )
    assert _made("add", (), guidance="Ben follows the light into the cellar.")[0].people == ("Ben",)
    assert _made("add", (), guidance="something frightens Ben")[0].text == "[[TODO: something frightens Ben]]"
    (gap,) = gaps_in(_made("add", ())[0].text)
    assert gap.question.startswith("What happens between “Mara, a salt trader,")


def test_a_beat_is_expanded_by_its_sentences_and_clauses() -> None:
    assert [one.text for one in _made("expand", (RUN,), 2)] == [
        "Mara runs to the quay, and Ben follows.",
        "The boat is gone; nobody saw it leave.",
    ]
    four = _made("expand", (RUN,), 4)
    assert [one.text for one in four] == [
        "Mara runs to the quay.",
        "and Ben follows.",
        "The boat is gone.",
        "nobody saw it leave.",
    ]
    assert [one.people for one in four[:2]] == [("Mara",), ("Ben",)]
    assert {one.act for one in four} == {"Act one"}


def test_where_there_are_too_few_words_the_rest_is_asked() -> None:
    made = _made("expand", beats(["Mara waits."]), 3)
    assert made[0].text == "Mara waits."
    assert all(gaps_in(one.text) for one in made[1:])
    assert made[1].text != made[2].text


def test_two_beats_become_one_that_says_both() -> None:
    one = Beat(
        id="b01",
        text="Mara waits.",
        people=("Mara",),
        goal="Debate.",
        source=Source(file="treatment.md", quote="Mara waits."),
    )
    other = Beat(id="b02", text="Ben knocks.", people=("Ben", "Mara"), place="quay", scenes=("2",))
    (made,) = _made("merge", (one, other))
    assert made.text == "Mara waits. Ben knocks."
    assert (made.people, made.place, made.goal, made.scenes) == (("Mara", "Ben"), "quay", "Debate.", ("2",))
    assert made.source == one.source


def test_alternatives_are_the_runners_up_and_then_questions() -> None:
    about = RUN.model_copy(update={"runners_up": (RunnerUp(text="Ben rows alone.", people=("Ben",)),)})
    made = _made("brainstorm", (about,), 3)
    assert (made[0].text, made[0].people) == ("Ben rows alone.", ("Ben",))
    assert gaps_in(made[1].text)[0].question.startswith("What else could happen here instead of “Mara runs to the quay")
    assert len({one.text for one in made}) == 3


def test_a_beat_is_rewritten_only_with_its_own_words() -> None:
    assert _made("rewrite", (RUN,), guidance="capitalise boat")[0].text == RUN.text.replace("boat", "BOAT")
    with pytest.raises(NoRuleError, match="sadder"):
        _made("rewrite", (RUN,), guidance="sadder")


def test_questions_in_another_language() -> None:
    context = OneBeatContext(brief=brief("de"), wish="add", before=("Mara wartet.",), after=("Ben klopft.",))
    assert beat(context).beats[0].text == "[[TODO: Was geschieht zwischen „Mara wartet“ und „Ben klopft“?]]"

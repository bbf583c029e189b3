"""How much of its beats a scene has: all of it, nothing of it, and what is wanting, with sentences that show it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storyforge.model.beats import Beat
from storyforge.providers.offline.scripting import coherence
from storyforge.tasks.scenes import CoherenceContext, CoherenceOutput

SCENE = """\
Mara holds the ledger under the lamp. She decides to burn it.

BEN
(from the stairs)
Who is there?

A gull cries on the roof.
"""


def _judged(
    *beats: Beat, text: str = SCENE, heading: str = "INT. SALT CELLAR - NIGHT", code: str = "en"
) -> CoherenceOutput:
    context = CoherenceContext(language=code, scene="1", heading=heading, text=text, beats=beats)
    found = coherence(context)
    assert found.faults(context) == ()
    return found


def test_a_scene_that_does_all_of_it() -> None:
    beat = Beat(
        id="b01", text="Mara decides to burn the ledger.", goal="Decision.", people=("Mara", "Ben"), place="salt cellar"
    )
    found = _judged(beat)
    assert found.score == 100
    assert found.missing == ""
    assert "She decides to burn it." in found.evidence


def test_a_scene_that_does_nothing_of_it() -> None:
    found = _judged(
        Beat(id="b01", text="The sheriff arrests Juan.", people=("Juan",), place="church"), text="A dog sleeps."
    )
    assert (found.score, found.evidence) == (0, ())
    assert found.missing == "b01: Juan; church; sheriff, arrests, juan."


def test_what_is_wanting_is_named() -> None:
    found = _judged(Beat(id="b01", text="Mara burns the ledger and the letters.", people=("Mara", "Ada")))
    assert 0 < found.score < 100
    assert "Ada" in found.missing
    assert "letters" in found.missing
    assert "ledger" not in found.missing


def test_a_word_counts_in_another_form_and_an_inquit_does_not() -> None:
    assert _judged(Beat(id="b01", text="“Who is there?” asked Ben, holding the lamps.", people=("Ben",))).score == 100


def test_a_gap_is_nothing_that_a_scene_could_do() -> None:
    found = _judged(Beat(id="b07", text="[[TODO: What does she want?]]", goal="Debate."))
    assert found.score == 0
    assert found.missing == "b07 is still a gap: What does she want?"


def test_gaps_of_the_scene_are_no_evidence() -> None:
    found = _judged(Beat(id="b01", text="Mara burns the ledger."), text="[[TODO: Does Mara burn the ledger?]]")
    assert (found.score, found.evidence) == (0, ())


def test_a_scene_for_two_beats_is_the_mean_of_both() -> None:
    there, absent = Beat(id="b01", text="A gull cries."), Beat(id="b02", text="Horses gallop.")
    assert _judged(there).score == 100
    assert _judged(there, absent).score == 50


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(("en", "de", "ja", "ar", "xx")))
def test_whatever_the_texts_are_there_is_a_score(text: str, told: str, code: str) -> None:
    found = _judged(Beat(id="b01", text=told), text=text, code=code)
    assert 0 <= found.score <= 100

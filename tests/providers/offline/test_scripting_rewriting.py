"""What a rule can do to a passage with its own words: shorten, split, capitalise; all else is a plain no."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.errors import NoRuleError
from storyforge.providers.offline.scripting import rewrite
from storyforge.tasks.rewriting import RewriteContext
from tests.providers.offline.scripted import brief

PROSE = (
    "The kettle boils over. Mara reads the ledger a second time. Outside, a gull cries.\n\n"
    "Ben comes in from the rain. He wants the ledger. Mara hides it."
)
SCENE = """\
INT. KITCHEN - DAY #1#

The kettle boils over. A gull cries. Mara hides the ledger.

MARA
Who is there? It is late. Go away.

[[TODO: Who knocks?]]

Ben takes the ledger.
"""


def _rewritten(instruction: str, passage: str = PROSE, form: str = "prose", code: str = "en") -> str:
    context = RewriteContext(
        brief=brief(code),
        artifact="treatment.md",
        form=form,
        passage=passage,
        after="The ledger burns.",
        instruction=instruction,
    )
    answer = rewrite(context)
    assert answer.faults(context) == ()
    return answer.passage


@pytest.mark.parametrize("instruction", ["Make it shorter", "cut this down", "half as long", "Trim it, please."])
def test_shorter_leaves_out_what_tells_least_and_keeps_the_rest_word_for_word(instruction: str) -> None:
    found = _rewritten(instruction)
    assert len(found.split()) < len(PROSE.split()) * 0.7
    assert "gull" not in found
    assert "Mara hides it." in found
    at = 0
    for sentence in found.replace("\n\n", " ").split(". "):
        at = PROSE.replace("\n\n", " ").index(sentence, at)


def test_a_sentence_that_the_next_one_leans_on_stays() -> None:
    assert "Ben comes in from the rain." in _rewritten("shorter")


def test_the_last_sentence_is_cut_where_it_is_named() -> None:
    assert _rewritten("cut the last sentence") == PROSE.removesuffix(" Mara hides it.")
    assert _rewritten("cut the first sentence") == PROSE.removeprefix("The kettle boils over. ")


def test_in_a_script_only_action_is_left_out() -> None:
    found = _rewritten("shorter", SCENE, "screenplay")
    assert "MARA\nWho is there? It is late. Go away." in found
    assert found.startswith("INT. KITCHEN - DAY #1#\n\n")
    assert "[[TODO: Who knocks?]]" in found
    assert "gull" not in found
    assert "ledger" in found
    assert found.endswith("\n")


def test_a_paragraph_is_split_into_its_sentences() -> None:
    assert (
        _rewritten("split it up", "One comes. Two goes.\n\nThree stays.") == "One comes.\n\nTwo goes.\n\nThree stays."
    )


def test_words_are_put_into_capitals_where_they_are_named() -> None:
    assert _rewritten("capitalise the kettle").startswith("The KETTLE boils over.")
    assert "A GULL cries" in _rewritten('put "a gull" in capitals')


@pytest.mark.parametrize(("code", "instruction"), [("de", "Bitte kürzer"), ("fr", "plus court"), ("es", "más corto")])
def test_instructions_are_understood_in_the_storys_language_and_in_english(code: str, instruction: str) -> None:
    text = "Eins kommt. Zwei geht fort. Drei bleibt. Vier schweigt."
    assert _rewritten(instruction, text, code=code) == _rewritten("shorter", text, code=code)


@pytest.mark.parametrize(
    ("instruction", "passage", "why"),
    [
        ("make it sadder", PROSE, "words of its own"),
        ("let Ben win", PROSE, "words of its own"),
        ("shorter", "Mara waits.", "nothing to leave out"),
        ("split", "Mara waits.", "nothing to split"),
        ("capitalise the violin", PROSE, "nothing to put into capitals"),
    ],
)
def test_what_no_rule_can_do_is_said_with_what_to_do_instead(instruction: str, passage: str, why: str) -> None:
    with pytest.raises(NoRuleError, match=why) as error:
        _rewritten(instruction, passage)
    assert error.value.hint == "Edit treatment.md by hand, or ask a model: --with text=PROVIDER:MODEL"
    assert error.value.exit == 1


@given(
    st.lists(
        st.sampled_from(("Mara waits.", "“No. Never.”", "Is it he?", "[[TODO: Who?]]", "\n\n", "!Ben", "MARA\nNo.")),
        min_size=1,
    )
)
def test_shortened_text_has_no_word_that_was_not_there_in_that_order(parts: list[str]) -> None:
    passage = " ".join(parts)
    for form in ("prose", "screenplay"):
        try:
            left = _rewritten("shorter", passage, form).split()
        except NoRuleError:
            continue
        words = iter(passage.split())
        assert all(word in words for word in left)

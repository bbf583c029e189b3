"""Gaps: what only the author can say, found wherever it stands."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from storyforge.tasks.gaps import Gap, gap, gaps_in, stretches, without_gaps


def test_a_gap_is_written_and_found_again() -> None:
    text = f"Mara rows home.\n\nThen {gap('Who waits on the pier?')} it rains."
    assert gaps_in(text) == (Gap(3, 6, "Who waits on the pier?"),)
    assert without_gaps(text) == "Mara rows home.\n\nThen it rains."


def test_lines_count_alike_however_they_end() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = f"\ufeffone{end}{end}two [[TODO: why?]]{end}[[TODO: and then?]]{end}"
        assert gaps_in(text) == (Gap(3, 5, "why?"), Gap(4, 1, "and then?"))


def test_a_question_over_two_lines_is_one() -> None:
    assert gaps_in("[[TODO: what does\r\n  she want?]]") == (Gap(1, 1, "what does she want?"),)


def test_a_gap_that_is_never_closed_ends_with_its_paragraph_or_at_the_next() -> None:
    text = "[[TODO: who is he?\n\nJonas laughs. [[TODO: at whom? [[TODO: why?]] He stops. [[TODO: and"
    assert [found.question for found in gaps_in(text)] == ["who is he?", "at whom?", "why?", "and"]
    assert [text[s.start : s.end] for s in stretches(text)][:2] == ["[[TODO: who is he?", "[[TODO: at whom? "]


def test_other_notes_are_no_gaps_and_neither_is_a_longer_word() -> None:
    assert gaps_in("[[a note]] [[TODOS: many]] [TODO: one bracket] ]] [[") == ()
    assert [found.question for found in gaps_in("[[todo who?]] [[ TODO : where? ]] [[TODO]]")] == ["who?", "where?", ""]


def test_a_question_can_not_end_its_gap_early() -> None:
    for question in ("what of [[this]]?", "a]]]b", "ends so]", "two\nlines", "[[TODO: nested]]"):
        written = gap(question)
        assert len(gaps_in(written)) == 1
        assert stretches(written)[0].end == len(written)
        assert "\n" not in written


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30))))
def test_every_question_that_was_written_is_found_in_order(parts: list[tuple[str, str]]) -> None:
    quiet = [(before.replace("[", "("), question.replace("[", "(").replace("]", ")")) for before, question in parts]
    text = "".join(before + gap(question) for before, question in quiet)
    assert [found.question for found in gaps_in(text)] == [" ".join(question.split()) for _, question in quiet]
    assert not gaps_in(without_gaps(text))


@given(st.text(alphabet="[]TODO: \r\nax", max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    found = stretches(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert all(lines[at.line - 1][at.column - 1 :].startswith("[[") for at in gaps_in(text))

"""The rules of the assistant, over contexts of their own: laws that hold whatever the story is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.providers.offline.assisting import dialogue, holes, intent, plot, twists
from storyforge.tasks.assist import (
    ArcOfChange,
    Chapter,
    CommandTold,
    DialogueContext,
    HolesContext,
    IntentContext,
    IntentOutput,
    Line,
    PlotContext,
    PlotOutput,
    Twist,
    TwistsContext,
    TwistsOutput,
)
from storyforge.tasks.brief import Brief
from storyforge.tasks.facts import Known, Sign, Unit

BRIEF = Brief(title="T", language="en", mode="expansion")
NAMES = ("Ada", "Ben", "Cleo")


def units(count: int, *, goes_on: bool = False) -> tuple[Unit, ...]:
    return tuple(
        Unit(id=f"b{n:02}", text=f"Ada takes step {n}.", people=NAMES[: 1 + n % 3], goes_on=goes_on)
        for n in range(1, count + 1)
    )


def known(here: tuple[Unit, ...]) -> tuple[Known, ...]:
    found = []
    for name in NAMES:
        there = [unit for unit in here if name in unit.people]
        if there:
            ids = tuple(unit.id for unit in there)
            found.append(Known(name=name, units=ids, first=there[0].text, last=there[-1].text))
    return tuple(found)


@given(st.integers(1, 60), st.booleans(), st.sampled_from(["", "1:00-2:00", "90:00-120:00"]))
@settings(max_examples=40)
def test_every_unit_is_in_exactly_one_of_three_chapters_or_more(count: int, goes_on: bool, length: str) -> None:
    here = units(count, goes_on=goes_on)
    brief = BRIEF.model_copy(update={"length": length})
    chapters = plot(PlotContext(brief=brief, units=here)).chapters
    assert len(chapters) >= 3
    assert [name for chapter in chapters for name in chapter.units] == [unit.id for unit in here]
    assert all(chapter.units for chapter in chapters) or count < len(chapters)
    assert all(chapter.title and (chapter.summary or chapter.gap) for chapter in chapters)


@given(st.lists(st.text("abc. ", min_size=1), max_size=12))
def test_no_sentence_of_a_premise_is_lost(texts: list[str]) -> None:
    sentences = [f"Word{row} happens." for row, _ in enumerate(texts)]
    chapters = plot(PlotContext(brief=BRIEF, premise=" ".join(sentences))).chapters
    told = " ".join(chapter.summary for chapter in chapters)
    assert [sentence for sentence in sentences if sentence not in told] == []
    assert all(chapter.gap for chapter in chapters)


@given(st.integers(1, 30), st.integers(1, 12), st.integers(0, 29))
@settings(max_examples=40)
def test_twists_name_beats_that_there_are_and_are_set_up_before(count: int, wanted: int, at: int) -> None:
    here = units(count)
    context = TwistsContext(brief=BRIEF, units=here, people=known(here), count=wanted, at=here[at % count].id)
    found = twists(context).twists
    assert len(found) <= wanted
    short = context.model_copy(update={"count": len(found)}) if found else context
    assert not found or TwistsOutput(twists=found).faults(short) == ()


def test_what_a_model_may_not_say_of_a_plot() -> None:
    here = units(3)
    people = (Known(name="Ada", units=("b01",)),)
    context = PlotContext(brief=BRIEF, units=here, people=people)

    def faults(groups: list[list[str]], *changes: ArcOfChange) -> str:
        chapters = tuple(Chapter(title="T", units=tuple(row), summary="S") for row in groups)
        return " ".join(PlotOutput(chapters=chapters, changes=changes).faults(context))

    good = ArcOfChange(name="Ada", before="shy", after="bold", because="b02")
    whole = [["b01"], ["b02"], ["b03"]]
    assert faults(whole, good) == ""
    assert "give 3 or more" in faults([["b01", "b02", "b03"]], good)
    assert "b03 is in no chapter." in faults([["b01"], ["b02"], []], good)
    assert "b02 is in more than one" in faults([["b01", "b02"], ["b02"], ["b03"]], good)
    assert "b09" in faults([*whole, ["b09"]], good)
    assert "in the order" in faults([["b02"], ["b01"], ["b03"]], good)
    assert "nothing says how they change" in faults(whole)
    assert "after as before" in faults(whole, good.model_copy(update={"after": "Shy"}))
    assert "because of b77" in faults(whole, good.model_copy(update={"because": "b77"}))
    assert "how they are before" in faults(whole, good.model_copy(update={"before": " "}))


def test_what_a_model_may_not_say_of_twists() -> None:
    context = TwistsContext(brief=BRIEF, units=units(4), count=1, at="b02")
    good = Twist(kind="hidden motive", text="She knew.", touches=("b02",), setup="A look.", setup_in="b01")
    assert TwistsOutput(twists=(good,)).faults(context) == ()
    wrong: dict[str, dict[str, Any]] = {
        "does not touch b02": {"touches": ("b03",)},
        "neither a beat nor a scene": {"touches": ("b02", "b44")},
        "behind all that it touches": {"setup_in": "b04"},
        "touches nothing": {"touches": ()},
    }
    for words, change in wrong.items():
        assert words in " ".join(TwistsOutput(twists=(good.model_copy(update=change),)).faults(context))
    assert "the same" in " ".join(TwistsOutput(twists=(good, good)).faults(context))


@pytest.mark.parametrize("between", ["wakes", "returns", "elsewhen", "voice"])
def test_what_explains_a_contradiction_away(between: str) -> None:
    here = (Unit(id="1", text="A"), Unit(id="2", text="B", elsewhen=between == "elsewhen"))
    kind = {"wakes": "dies", "returns": "leaves"}.get(between, "dies")
    where = "1" if kind == "leaves" else "2"
    signs = [Sign(unit="1", at=1, kind=kind, who="Ada", quote="Ada falls.")]
    if between in ("wakes", "returns"):
        signs.append(Sign(unit=where, at=3, kind=between, who="Ada", quote="Ada is back."))
    if between != "voice":
        signs.append(Sign(unit=where, at=5, kind="speaks", who="Ada", quote="Well."))
    context = HolesContext(language="en", units=here, signs=tuple(signs))
    assert holes(context).holes == ()
    bare = tuple(sign for sign in signs if sign.kind in ("dies", "leaves", "speaks"))
    plain = tuple(unit.model_copy(update={"elsewhen": False}) for unit in here)
    found = holes(context.model_copy(update={"signs": bare, "units": plain})).holes
    assert len(found) == (between != "voice")


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text("abc ,.?", min_size=1, max_size=80)), max_size=8))
def test_remarks_quote_what_is_said_word_for_word(said: list[tuple[str, str]]) -> None:
    lines = tuple(
        Line(number=n, name=name, text=text, tenths=99) for n, (name, text) in enumerate(said, 1) if text.strip()
    )
    context = DialogueContext(brief=BRIEF, scene="1", heading="INT. INN", text="", lines=lines)
    assert dialogue(context).faults(context) == ()


@given(st.text(max_size=60))
def test_whatever_is_said_gives_commands_or_a_reason(text: str) -> None:
    context = IntentContext(language="en", text=text, commands=(), beats=units(5), timelines=("main",))
    found = intent(context)
    assert found.steps or found.unclear


def test_a_model_names_commands_that_there_are() -> None:
    command = CommandTold(name="beat", about="", usage="", options=("--after", "-m"))
    context = IntentContext(language="en", text="x", commands=(command,), beats=units(2))
    assert IntentOutput(steps=()).faults(context) == ("Give commands, or say what is unclear.",)
    assert IntentOutput(steps=(), unclear="It can't.").faults(context) == ()

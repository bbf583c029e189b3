"""A model describes what the rules found: it may add what the script says, and take nothing away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.errors import FailedError, UnfitAnswerError
from storyforge.formats.fountain import parse
from storyforge.model.assets import CharacterDefinition, Definitions
from storyforge.providers.offline.breakdown import breakdown
from storyforge.stages.film.describing import described, merged, told_of, worth_asking
from storyforge.tasks.breakdown import BreakdownContext, BreakdownScene
from storyforge.tasks.describe import PARTS, DescribeOutput, Detail, Doubt, is_quoted, is_said
from storyforge.tasks.pieces import pieces
from storyforge.tasks.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.assets import Asset, Character
    from storyforge.tasks.base import Context

SCRIPT = """\
INT. LIGHTHOUSE - NIGHT

INES, 41, a keeper with cropped grey hair, climbs the stairs. Her coat is soaked.

INES
The lamp is out.

BEN (20s) waits below with a LANTERN. He has a scar across his chin.

BEN
Again?

EXT. CLIFF - DAWN

Ines stands at the edge in her yellow oilskin. Ben lifts the lantern.

INES
Home.

INT. KITCHEN - DAY

The keeper's wife, MORA, sets two cups down. Ines never takes the oilskin off.

MORA
Eat.
"""


def script(text: str = SCRIPT, language: str = "en", definitions: Definitions | None = None) -> BreakdownContext:
    """A script as the rules are told it."""
    scenes = enumerate(parse(text, language).scenes, 1)
    told = tuple(BreakdownScene(number=str(n), heading=scene.title, pieces=pieces(scene)) for n, scene in scenes)
    return BreakdownContext(language=language, scenes=told, definitions=definitions or Definitions())


def every(told: BreakdownContext) -> tuple[Asset, ...]:
    found = breakdown(told)
    return (*found.characters, *found.props, *found.settings)


TOLD = script()
FOUND = {asset.id: asset for asset in every(TOLD)}


class Describer:
    """Answers about one asset after the other as it was told to."""

    name, pure = "describer", False

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers
        self.asked: dict[str, Context] = {}

    def ask(self, task: str, context: Context) -> Any:
        raise NotImplementedError

    def ask_each(self, task: str, contexts: Mapping[str, Context]) -> dict[str, Any]:
        assert task == "describe"
        self.asked = dict(contexts)
        return {slug: self.answers.get(slug, DescribeOutput()) for slug in contexts}


def said(part: Any, text: str, scene: str, quote: str, *, lasting: bool = True) -> Detail:
    return Detail(part=part, text=text, lasting=lasting, scene=scene, quote=quote)


def ask(
    answers: Mapping[str, Any], told: BreakdownContext = TOLD
) -> tuple[dict[str, Asset], tuple[str, ...], Describer]:
    found = every(told)
    model = Describer(answers)
    made, notes = described([each for each in found if worth_asking(each)], model, told, found, {})
    return made, notes, model


def test_looks_from_all_over_the_film_become_one_line_each_with_its_passage() -> None:
    answer = DescribeOutput(
        details=(
            said("clothes", "yellow oilskin", "2", "in her yellow oilskin"),
            said("clothes", "soaked coat", "1", "Her coat is soaked", lasting=False),
            said("hair", "cropped grey hair", "1", "a keeper with cropped grey hair"),
        ),
        role="main",
    )
    made, notes, _ = ask({"ines": answer})
    ines: Any = made["ines"]
    assert ines.identity_line == "INES, 41, cropped grey hair, yellow oilskin"
    assert ines.description.startswith(FOUND["ines"].description)
    assert "yellow oilskin" in ines.description
    assert {m.scene for m in ines.mentions if m.describes} == {"1", "2"}
    assert not notes


def test_what_no_passage_says_is_left_out() -> None:
    answer = DescribeOutput(
        details=(
            said("hair", "red hair", "1", "INES, 41, a keeper with red hair"),
            said("face", "green eyes", "1", "INES, 41"),
            said("clothes", "yellow oilskin", "3", "in her yellow oilskin"),
        ),
        questions=(
            Doubt(ask="Is Mora her sister?", about=("MORA",), quote="MORA, her sister"),
            Doubt(ask="Is the keeper Ines?", about=("INES",), quote="a keeper with cropped grey hair"),
        ),
    )
    ines = ask({"ines": answer})[0]["ines"]
    before = FOUND["ines"]
    assert ines.description == before.description
    assert ines.mentions == before.mentions
    assert [question.ask for question in ines.questions] == ["Is the keeper Ines?"]
    told = told_of(before, TOLD, tuple(FOUND.values()))
    assert len(answer.faults(told)) == 4, "and whoever wrote them is told so"


def test_an_answer_that_would_not_do_leaves_what_the_rules_read_and_money_troubles_do_not() -> None:
    made, notes, _ = ask({"ben": UnfitAnswerError("describe", "model", "no quotes")})
    assert "ben" not in made
    assert notes[0].startswith("BEN is described by the rules alone.")
    with pytest.raises(FailedError):
        ask({"ben": FailedError("The service is gone.")})


def test_the_authors_definitions_win_over_a_model() -> None:
    defined = CharacterDefinition(name="Ines", description="Very tall.", identity_line="a tall woman", role="secondary")
    told = script(definitions=Definitions(characters=(defined,)))
    answer = DescribeOutput(details=(said("hair", "cropped grey hair", "1", "cropped grey hair"),), role="main")
    ines: Any = ask({"ines": answer}, told)[0]["ines"]
    assert (ines.description, ines.identity_line, ines.role) == ("Very tall.", "a tall woman", "secondary")


words = st.sampled_from([*SCRIPT.split(), "red", "INES", "BEN", "ines", "赤い", "", "a scar across his chin"])
texts = st.lists(words, max_size=6).map(" ".join)
scenes = st.sampled_from(["1", "2", "3", "9", ""])
details = st.builds(Detail, part=st.sampled_from(PARTS), text=texts, lasting=st.booleans(), scene=scenes, quote=texts)
doubts = st.builds(Doubt, ask=texts, about=st.lists(texts, max_size=2).map(tuple), quote=texts)
answers = st.builds(
    DescribeOutput,
    details=st.lists(details, max_size=6).map(tuple),
    role=st.sampled_from([None, "main", "secondary", "background"]),
    questions=st.lists(doubts, max_size=3).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(answer=answers, slug=st.sampled_from(sorted(FOUND)))
def test_nothing_that_the_rules_found_is_lost_whatever_a_model_says(answer: DescribeOutput, slug: str) -> None:
    before = FOUND[slug]
    told = told_of(before, TOLD, tuple(FOUND.values()))
    after = merged(before, answer, told, None)
    fixed = ("id", "kind", "name", "aliases", "scenes", "key", "pinned", "rights")
    assert all(getattr(after, name) == getattr(before, name) for name in fixed)
    quotes = {(m.scene, m.quote): m.describes for m in after.mentions}
    for mention in before.mentions:
        assert quotes[mention.scene, mention.quote] >= mention.describes
    assert after.questions[: len(before.questions)] == before.questions
    assert after.description.startswith(before.description)
    for mention in after.mentions:
        assert is_quoted(mention.quote, told, mention.scene) or mention in before.mentions
    if before.kind == "character":
        _same_person(before, after)  # type: ignore[arg-type]  # the kind says which


def _same_person(before: Character, after: Character) -> None:
    assert (after.speeches, after.group, after.pronouns) == (before.speeches, before.group, before.pronouns)
    assert after.age == before.age or not before.age
    assert after.identity_line or not before.identity_line


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("cropped grey hair", "a keeper with cropped, grey hair", True),
        ("freckles", "freckled all over", True),
        ("green eyes", "her eyes", False),
        ("41", "INES, 14", False),
        ("黄色いコート", "黄色いコートの女", True),
        ("赤いコート", "黄色いコートの女", False),
        ("", "anything", False),
    ],
)
def test_a_detail_has_the_words_of_its_quote(text: str, quote: str, expected: bool) -> None:
    assert is_said(text, quote) is expected


@pytest.mark.parametrize("count", [3, 120])
def test_what_is_told_of_an_asset_does_not_grow_with_the_film(count: int) -> None:
    more = "\n\n".join(
        f"INT. ROOM {n} - DAY\n\nInes walks past door {n}, slow and grave, and counts its {n} nails one by one.\n\n"
        f"INES\nNumber {n}."
        for n in range(count)
    )
    told = script(f"{SCRIPT}\n\n{more}\n")
    found = {each.id: each for each in every(told)}
    context = told_of(found["ines"], told, tuple(found.values()))
    assert tokens(context.model_dump_json()) < 3500
    assert "cropped grey hair" in context.passages[0].text, "what describes goes first"
    if count > 100:
        assert int(context.passages[-1].scene) > 100, "from the beginning to the end"
        assert len(context.passages) > 30

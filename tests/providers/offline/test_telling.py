"""An idea of a few sentences told in three ways, without a model: the author's own words, and questions."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyforge.model.beats import Telling
from storyforge.providers.offline.telling import lores, narratives, treatments
from storyforge.providers.offline.telling.lexicon import words
from storyforge.providers.offline.telling.tale import read, short
from storyforge.tasks.brief import Brief, PersonTold
from storyforge.tasks.differences import LEAST, differing, like_each_other
from storyforge.tasks.gaps import gaps_in, stretches, without_gaps
from storyforge.tasks.structures import structures
from storyforge.tasks.survey import Section
from tests.providers.offline.telling import PREMISES, about, asked, premises

TWISTS = {
    "bakery": "Old Hask is Nora's dead father.",
    "watches": "Klara ist Antons Tochter.",
    "cloud": "The cloud lives.",
}
QUICK = settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told(text: str) -> str:
    """What a body tells: without headings, questions and line breaks."""
    return " ".join(without_gaps(re.sub(r"^#+ .*$", "", text, flags=re.MULTILINE)).split())


def sentences_of(name: str) -> list[str]:
    language, text = PREMISES[name]
    return [s.text for s in read([text], Brief(title="", language=language, mode="expansion")).told]


@pytest.mark.parametrize("name", PREMISES)
def test_three_options_are_three_stories_of_the_author_s_own_sentences(name: str) -> None:
    output = treatments(asked(name))
    assert output.faults(asked(name)) == ()
    for option in output.options:
        left = told(option.body)
        for sentence in sentences_of(name):
            plain = " ".join(sentence.split())
            assert plain in left
            left = left.replace(plain, "", 1)
        assert not left.strip(), "nothing is told that the author did not write"


@pytest.mark.parametrize("name", PREMISES)
def test_what_an_option_declares_is_true(name: str) -> None:
    language, text = PREMISES[name]
    for option in treatments(asked(name)).options:
        paragraphs = [part for part in option.body.split("\n\n") if not part.startswith("## ")]
        opening, ending = paragraphs[0], paragraphs[-1]
        assert option.starts in (gaps_in(opening)[0].question if gaps_in(opening) else opening)
        assert option.ends in (gaps_in(ending)[-1].question if gaps_in(ending) else ending)
        assert option.logline in " ".join(text.split())
        assert option.structure in {words(language).said(row.title) for row in structures().values()}
        name_of = option.whose.split(" ")[-1].removeprefix("l’")
        assert name_of.casefold() in text.casefold()


@pytest.mark.parametrize("name", PREMISES)
def test_no_question_is_asked_twice_and_none_has_an_empty_slot(name: str) -> None:
    for option in treatments(asked(name)).options:
        questions = [gap.question for gap in gaps_in(option.body)]
        assert len(questions) == len(set(questions))
        assert questions
        assert not [question for question in questions if re.search(r"[{}]|  | ,|“”|„“|«\s*»", question)]


def test_questions_name_the_author_s_people_and_places() -> None:
    first, second, third = treatments(asked("bakery")).options
    assert (first.whose, second.whose, third.whose) == ("Nora", "Tom", "Felix")
    assert "“Nora must decide before the mill bell rings”" in first.body
    assert "We are with Tom: what does Tom know here that Nora does not?" in second.body
    worlds = " ".join(option.body for option in lores(asked("bakery", what="lore")).options)
    assert "What is Mill Street like" in worlds


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("bakery", ("Nora", "Tom", "Felix", "Old Hask", "Dregger", "Lina")),
        ("bottle", ("the lighthouse keeper", "the husband")),
        ("dog", ("the dog",)),
        ("cloud", ("the girl", "the man")),
        ("watches", ("Anton", "Klara")),
        ("shepherd", ("der Schäfer",)),
        ("well", ("Inés", "Bruno")),
        ("bridge", ("Camille", "Matteo")),
        ("lighthouse", ("ユイ",)),
        ("train", ("Giulia", "Marco")),
    ],
)
def test_who_is_in_it(name: str, people: tuple[str, ...]) -> None:
    language, text = PREMISES[name]
    tale = read([text], Brief(title="", language=language, mode="expansion"))
    assert tuple(person.name for person in tale.people) == people


def test_people_that_the_author_has_named_elsewhere_are_known_by_all_their_names() -> None:
    people = (PersonTold(name="Giulia Conti", aliases=("Giulia",)),)
    options = treatments(asked("train", people=people)).options
    assert options[0].whose == "Giulia Conti"
    assert "Giulia Conti" in options[0].body


def test_a_place_is_nobody_and_a_person_is_no_place() -> None:
    text = "Ada travels from Leeds to Vienna. In Vienna Ada meets Rose. Rose, who owns Vienna, hates Leeds."
    tale = read([text], Brief(title="", language="en", mode="expansion"))
    assert [person.name for person in tale.people] == ["Ada", "Rose"]
    assert tale.places == ("Leeds", "Vienna")


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_other_languages_are_asked_in_their_own_words(language: str) -> None:
    english, own = words("en"), words(language)
    assert own.ask.keys() == english.ask.keys()
    assert own.cues.keys() == english.cues.keys()
    assert not {q for listed in own.ask.values() for q in listed} & {
        q for listed in english.ask.values() for q in listed
    }
    acts = {step.act for row in structures().values() for step in row.steps if step.act}
    assert {act for act in acts if own.said(act) == act} <= {"Ki", "Shō", "Ten", "Ketsu", "Problem"}


def test_a_language_without_questions_of_its_own_is_asked_in_english() -> None:
    option = treatments(asked("train")).options[0]
    assert "Giulia" in gaps_in(option.body)[0].question
    assert words("xx").ask == words("en").ask
    assert not words("xx").cues


def test_every_step_of_every_structure_can_be_asked_about_without_any_slot() -> None:
    for code in ("en", "de", "es", "fr"):
        for step in {step.name for row in structures().values() for step in (*row.steps, *row.short, *row.tiny)}:
            assert any("{" not in question for question in words(code).ask[step]), (code, step)


@pytest.mark.parametrize("name", TWISTS)
def test_a_twist_is_told_at_three_places_and_every_sentence_it_touches_is_asked_about(name: str) -> None:
    context = asked(name, twist=TWISTS[name])
    output = treatments(context)
    assert output.faults(context) == ()
    places = []
    for option in output.options:
        text = told(option.body)
        assert text.count(TWISTS[name]) == 1
        places.append(text.index(TWISTS[name]) / len(text))
        assert all(" ".join(sentence.split()) in text for sentence in sentences_of(name))
    assert places[0] == 0
    assert 0.3 < places[1] < 0.7
    assert places[2] > 0.85


def test_a_question_stands_right_behind_the_sentence_that_the_twist_touches_and_behind_no_other() -> None:
    context = about("Mara rows home. The lamps burn. Jonas waits for Maras boat.", "en", twist="Mara is a ghost.")
    body = treatments(context).options[0].body
    expected = {"Mara rows home.": True, "The lamps burn.": False, "Jonas waits for Maras boat.": True}
    for sentence, touched in expected.items():
        behind = body[body.index(sentence) + len(sentence) :].lstrip(" ")
        assert behind.startswith("[[TODO:") is touched, sentence


def test_a_commercial_is_laid_out_as_one_and_a_tiny_one_in_fewer_steps() -> None:
    text = "Every morning Ben spills his coffee. One day a cup stays up. Ben smiles. Steady: the cup that stands."
    spot = treatments(about(text, "en", type="commercial", length="0:30"))
    long = treatments(about(text, "en", type="commercial", length="3:00"))
    assert spot.faults(about(text, "en")) == long.faults(about(text, "en")) == ()
    assert re.findall(r"^## (.*)$", spot.options[0].body, re.MULTILINE) == ["Hook", "Problem", "Product"]
    assert re.findall(r"^## (.*)$", long.options[0].body, re.MULTILINE)[:2] == ["Hook", "Problem"]


def test_guidance_chooses_whose_story_it_is_and_other_options_are_others() -> None:
    assert treatments(asked("bakery", guidance="tell it as Lina's story")).options[0].whose == "Lina"
    first = treatments(asked("bakery")).options
    second = treatments(asked("bakery", before=tuple(option.logline for option in first))).options
    assert second[0].whose != first[0].whose
    assert second[0].structure != first[0].structure


def test_a_fairy_tale_goes_round_and_a_japanese_story_has_four_parts() -> None:
    assert treatments(asked("cloud", genres=("Fairy tale",))).options[0].structure == "circle of eight"
    assert treatments(asked("lighthouse")).options[0].structure == "ki-shō-ten-ketsu"


def test_worlds_have_five_headings_in_orders_of_their_own() -> None:
    context = asked("bakery", what="lore")
    output = lores(context)
    assert output.faults(context) == ()
    for option in output.options:
        assert len(re.findall(r"^## ", option.body, re.MULTILINE)) == 5
        assert all(" ".join(sentence.split()) in told(option.body) for sentence in sentences_of("bakery"))


def test_a_narrative_without_a_source_is_told_of_the_lore() -> None:
    lore = lores(asked("cloud", what="lore")).options[0]
    context = about("", "en", what="narrative", above=lore.body)
    for option in narratives(context).options:
        assert told(option.body)
        assert all(sentence in told(lore.body) for sentence in told(option.body).split(". ")[:1])


def test_a_gap_that_the_author_left_is_kept() -> None:
    text = "Mara sails at dawn. [[TODO: who is with her?]] She comes back alone."
    for option in treatments(about(text, "en")).options:
        assert "[[TODO: who is with her?]]" in option.body


def test_long_sentences_are_quoted_in_short() -> None:
    assert short("A lighthouse keeper finds a letter addressed to her in a bottle, thirty years after.") == (
        "A lighthouse keeper finds a letter addressed …"
    )
    assert short("Old Hask opens his coat: it is full of coins, and they are gold.") == "Old Hask opens his coat"
    assert short("He says “no” and [leaves].") == "He says ‘no’ and (leaves)"


@QUICK
@given(premises())
def test_options_of_any_premise_differ_and_tell_all_of_it(premise: tuple[str, str]) -> None:
    language, text = premise
    context = about(text, language)
    for output in (treatments(context), lores(context)):
        assert like_each_other(output.options, language) == ()
    count = len(re.findall(r"[.!?](?=\s|$)", text))
    for option in treatments(context).options:
        assert len(re.findall(r"[.!?](?=\s|$)", told(option.body))) == count
        assert "[[" not in without_gaps(option.body)


@QUICK
@given(premises())
def test_twisted_options_of_any_premise_differ(premise: tuple[str, str]) -> None:
    language, text = premise
    twist = {"de": "Mara ist tot.", "es": "Inés está muerta."}.get(language, "Mara is dead.")
    options = treatments(about(text, language, twist=twist)).options
    assert like_each_other(options, language) == ()
    assert all(twist in told(option.body) for option in options)


@QUICK
@given(st.text(max_size=200), st.sampled_from(["en", "de", "ja", "ar", "xx"]), st.sampled_from(["", "a twist"]))
def test_no_text_breaks_it_and_nothing_of_it_is_lost(text: str, language: str, twist: str) -> None:
    context = about(text, language, twist=twist)
    for option in (*treatments(context).options, *lores(context).options):
        assert isinstance(option, Telling)
        assert len(stretches(option.body)) == len(gaps_in(option.body))


def test_nothing_at_all_is_a_list_of_questions() -> None:
    context = about("", "en")
    for option in treatments(context).options:
        assert gaps_in(option.body)
        assert not told(option.body)
    empty = treatments(context.model_copy(update={"source": ()}))
    assert len(empty.options) == 3


def test_several_sources_are_one_text() -> None:
    sections = (Section(title="One", text="Mara rows home."), Section(text="Jonas waits. The storm takes the boat."))
    for option in treatments(about("", "en", source=sections)).options:
        body = told(option.body)
        assert {body.count(each) for each in ("Mara rows home", "Jonas waits", "The storm takes the boat")} == {1}


def test_two_answers_are_the_same_answer() -> None:
    assert treatments(asked("bakery")) == treatments(asked("bakery"))
    one, two, _ = treatments(asked("bakery")).options
    assert len(differing(one, two, "en")) >= LEAST

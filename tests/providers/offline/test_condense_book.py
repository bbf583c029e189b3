"""A novel becomes passages, three treatments and beats: every word is the book's, and every part of it is told."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from storyforge.providers.offline.condense import beats_of_book, digest, survey, treatments_of_book
from storyforge.tasks.beatsheet import BeatSheetContext, BeatSheetOutput
from storyforge.tasks.brief import Brief
from storyforge.tasks.differences import differing
from storyforge.tasks.options import OptionsContext, TreatmentsOutput
from storyforge.tasks.survey import DigestContext, Section, SurveyContext, SurveyOutput

if TYPE_CHECKING:
    from storyforge.model.beats import Treatment

PEOPLE = (
    "Ada Thorne",
    "Silas",
    "Captain Lowe",
    "Mrs. Crane",
    "Rufus",
    "Lady Marsh",
    "Tobias",
    "Ines",
    "Dr. Penn",
    "Wren",
)
PLACES = ("Harrow", "Dunmere", "Kestrel House", "Ayle")
THINGS = (
    "lantern",
    "ledger",
    "bridge",
    "orchard",
    "violin",
    "compass",
    "needle",
    "harbour",
    "mirror",
    "anchor",
    "window",
    "saddle",
    "candle",
    "locket",
    "map",
    "bell",
)
KINDS = (
    "broken",
    "silver",
    "hidden",
    "burning",
    "empty",
    "crooked",
    "frozen",
    "borrowed",
    "painted",
    "stolen",
    "rusted",
    "narrow",
)
TOLD = (
    "{a} left {p} with the {k} {t}, and {b} followed without a word to anybody.",
    "In {p} the {k} {t} lay where {b} had hidden it, and {a} wept to find it.",
    "{a} struck the {k} {t} from the hands of {b}, who fell against the {t2}.",
    "At last {b} confessed that {a} had stolen the {t} and the {k} {t2} of {p}.",
    "“You shall not have the {t},” said {a}, “while I live,” and {b} laughed at the {k} {t2}.",
    "The rain went on over the {k} {t}, and the {t2} stood open all night.",
    "When {a} returned to {p}, the {t} was gone, and {b} swore by the {k} {t2} to find it.",
)
BRIEF = Brief(title="The Ledger", language="en", mode="condensation")


def novel(chapters: int = 14, seed: int = 5) -> tuple[Section, ...]:
    """A made-up novel with front matter, a contents, chapter titles, and a chapter that is dedicated to somebody."""
    draw = random.Random(seed)  # noqa: S311 - the same novel every time

    def sentence() -> str:
        return draw.choice(TOLD).format(
            a=draw.choice(PEOPLE),
            b=draw.choice(PEOPLE),
            p=draw.choice(PLACES),
            k=draw.choice(KINDS),
            t=draw.choice(THINGS),
            t2=draw.choice(THINGS),
        )

    told = [
        Section(
            title=f"CHAPTER {number}. Of the {draw.choice(KINDS)} {draw.choice(THINGS)}",
            text="\n\n".join(" ".join(sentence() for _ in range(draw.randint(1, 5))) for _ in range(18)),
        )
        for number in range(1, chapters + 1)
    ]
    contents = "\n".join(section.title for section in told)
    preface = "This preface was written by a friend of the author, who never saw the harbour of which the book tells."
    return (Section(title="PREFACE", text=preface), Section(title="CONTENTS", text=contents), *told)


@cache
def surveyed(chapters: int = 14) -> SurveyOutput:
    return survey(SurveyContext(language="en", sections=novel(chapters)))


def flat(sections: tuple[Section, ...]) -> str:
    return " ".join(" ".join(section.text for section in sections).split())


def told(words: int = 600, **more: object) -> tuple[Treatment, ...]:
    context = OptionsContext(what="treatment", brief=BRIEF, survey=surveyed(), words=words)
    return treatments_of_book(context.model_copy(update=more))


def sheet(telling: str, found: SurveyOutput | None = None) -> BeatSheetOutput:
    context = BeatSheetContext(
        brief=BRIEF, path="treatment.md", telling=telling, source="input/book.txt", survey=found or surveyed()
    )
    output = beats_of_book(context)
    assert output.faults(context) == ()
    return output


def test_passages_are_whole_sentences_of_the_book_in_order_and_none_overlaps() -> None:
    found, book = surveyed(), flat(novel())
    assert len(found.passages) >= 100
    for passage in found.passages:
        assert passage.text in book
        assert passage.text.endswith((".", "!", "?", "”"))
        assert passage.text[0].isupper() or passage.text[0] == "“"
    for one, other in pairwise(found.passages):
        assert other.offset >= one.offset + len(one.text)


def test_offsets_and_shares_say_where_a_passage_stands() -> None:
    sections = novel()
    whole = "".join(section.text for section in sections)
    for passage in surveyed().passages:
        assert whole.startswith(passage.text.split()[0], passage.offset)
        assert abs(float(passage.share) - passage.offset / len(whole)) < 0.001
        before = sum(len(section.text) for section in sections[: passage.section])
        assert before <= passage.offset < before + len(sections[passage.section].text)


def test_front_matter_contents_and_titles_are_nobodys_passage() -> None:
    titles = [section.title for section in novel()]
    for passage in surveyed().passages:
        assert "preface" not in passage.text
        assert not any(title in passage.text for title in titles)


def test_picks_tell_every_tenth_and_meet_the_most_often_named() -> None:
    found = surveyed()
    picked = [found.passages[index] for index in found.picks]
    assert len(picked) == 24
    assert {int(10 * passage.share) for passage in picked} == set(range(10))
    named = {name for passage in picked for name in passage.people}
    assert all(person.name in named for person in found.people[:10])


def test_people_are_counted_exactly() -> None:
    book = flat(novel())
    counts = {person.name: person.count for person in surveyed().people}
    assert {name: book.count(name) for name in PEOPLE} == counts


def test_people_and_places_are_shown_only_where_they_are_named() -> None:
    for passage in surveyed().passages:
        assert all(name in passage.text for name in passage.people)
        assert passage.place in passage.text


def test_a_book_is_read_the_same_whatever_the_seed_of_hashes() -> None:
    code = (
        "from tests.providers.offline.test_condense_book import surveyed, told, sheet;"
        "options = told(); print(surveyed().model_dump_json(), options, sheet(options[0].body))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 10_000


def test_three_treatments_are_other_stories_by_their_texts() -> None:
    options = told()
    assert len(options) == 3
    assert len({option.body for option in options}) == 3
    assert options[0].whose != options[2].whose
    assert len(differing(options[0], options[2], "en")) >= 1
    assert TreatmentsOutput(options=options).options[1].structure == "in-medias-res"


def test_every_paragraph_of_a_treatment_is_the_books_and_it_says_so_at_the_top() -> None:
    book = flat(novel())
    for option in told():
        note, *blocks = option.body.split("\n\n")
        assert "word for word" in note
        assert [block for block in blocks if not block.startswith("## ") and block not in book] == []
        assert len(option.body.split()) <= 600
        for words in (option.logline, option.starts, option.ends):
            assert words in book


def test_the_first_treatment_is_in_the_order_of_the_book_and_the_second_opens_late() -> None:
    book = flat(novel())

    def shares(option: Treatment) -> list[float]:
        return [book.find(block) / len(book) for block in option.body.split("\n\n")[1:] if not block.startswith("#")]

    first, second, third = map(shares, told())
    assert first == sorted(first)
    assert third == sorted(third)
    assert 0.55 < second[0] < 0.9
    assert min(second) < 0.1
    assert second.index(min(second)) > 0


def test_who_asks_again_is_told_something_else() -> None:
    once, again = told(), told(before=("a", "b", "c"))
    assert all(one.body != other.body for one, other in zip(once, again, strict=True))


def test_the_author_may_say_whom_to_follow() -> None:
    assert told(guidance="I would rather follow Wren.")[2].whose == "Wren"


def test_beats_of_an_approved_treatment() -> None:
    output, book = sheet(told()[0].body), flat(novel())
    assert 15 <= len(output.beats) <= 30
    places = [book.find(beat.text) for beat in output.beats]
    assert min(places) >= 0
    assert places == sorted(places)
    assert {10 * place // len(book) for place in places} == set(range(10))
    for beat in output.beats:
        assert beat.origin
        assert (beat.origin.file, beat.origin.quote) == ("input/book.txt", beat.text)
        assert beat.source
        assert beat.source.file == "treatment.md"
        assert beat.goal
        assert beat.act.startswith("Act ")


def test_runners_up_come_from_the_same_tenth_and_are_nobodys_beat() -> None:
    output, book = sheet(told()[0].body), flat(novel())
    beats = {beat.text for beat in output.beats}
    for beat in output.beats:
        assert 3 <= len(beat.runners_up) <= 5
        for runner in beat.runners_up:
            assert runner.text not in beats
            assert abs(book.find(runner.text) - book.find(beat.text)) < len(book) * 0.11


def test_an_edited_paragraph_is_a_beat_without_an_origin_and_a_moved_one_stays_where_it_was_put() -> None:
    blocks = told()[0].body.split("\n\n")
    paragraphs = [block for block in blocks if not block.startswith("#")]
    mine = "Silas never comes back to Harrow, whatever the book says."
    kept = [mine, *reversed(paragraphs[1:])]
    output = sheet("\n\n".join(kept))
    assert [beat.text for beat in output.beats] == kept
    assert output.beats[0].origin is None
    assert output.beats[0].people == ("Silas",)
    assert all(beat.origin for beat in output.beats[1:])


def test_headings_of_the_author_name_the_acts() -> None:
    body = told()[0].body.replace("## Act one", "## The ledger is lost")
    assert sheet(body).beats[0].act == "The ledger is lost"


@pytest.mark.parametrize("kept", [0, 1, 4, 9])
def test_too_few_paragraphs_are_filled_up_from_the_book(kept: int) -> None:
    paragraphs = [block for block in told()[0].body.split("\n\n") if not block.startswith("#")]
    chosen = paragraphs[:: max(1, len(paragraphs) // max(1, kept))][:kept]
    output, book = sheet("\n\n".join(chosen)), flat(novel())
    assert len(output.beats) == 15
    texts = [beat.text for beat in output.beats]
    assert [text for text in texts if text in chosen] == chosen
    places = [book.find(text) for text in texts]
    assert places == sorted(places)
    assert all(beat.source is None for beat in output.beats if beat.text not in chosen)


def test_too_many_paragraphs_are_merged_with_their_neighbours() -> None:
    passages = [passage.text for passage in surveyed().passages[:80:2]]
    output = sheet("\n\n".join(passages))
    assert len(output.beats) == 30
    assert " ".join(beat.text for beat in output.beats) == " ".join(passages)


def test_a_treatment_without_a_survey_is_split() -> None:
    text = " ".join(f"Silas opened door number {number} and looked in." for number in range(20))
    context = BeatSheetContext(brief=BRIEF, path="treatment.md", telling=text)
    output = beats_of_book(context)
    assert output.faults(context) == ()
    assert " ".join(beat.text for beat in output.beats) == text


def test_a_short_story_has_enough_beats_too() -> None:
    sections = novel(2)[2:]
    found = survey(SurveyContext(language="en", sections=sections))
    options = treatments_of_book(OptionsContext(what="treatment", brief=BRIEF, survey=found, words=600))
    output = sheet(options[0].body, found)
    assert 15 <= len(output.beats) <= 30


@pytest.mark.parametrize("text", ["", " \n\n ", "...", "One word.", "THE END"])
def test_a_text_without_a_story_gives_nothing_and_does_not_fail(text: str) -> None:
    found = survey(SurveyContext(language="en", sections=(Section(text=text),)))
    assert found.picks == ()
    assert treatments_of_book(OptionsContext(what="treatment", brief=BRIEF, survey=found, words=600)) == ()


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("de", "„Wo ist denn der Hund geblieben?“ fragte Greta den Alten. „Er lief mir nach bis in das Dorf.“"),
        ("de", "»Wir haben ihn gestern im Hof begraben«, sagte Greta leise zu dem Alten am Tor."),
        ("sv", "”Vi har begravt honom på gården i går”, sade Greta sakta till den gamle mannen."),
        ("fr", "« Nous l’avons enterré hier dans la cour », dit Greta tout bas au vieil homme."),
        ("es", "—Ayer lo enterramos en el patio —dijo Greta en voz baja al viejo de la puerta."),
        ("en", "‘We buried him in the yard yesterday,’ said Greta, ‘and nobody wept for him.’"),
    ],
)
def test_speech_is_never_cut_in_the_middle(language: str, spoken: str) -> None:
    sections = (Section(text=f"{spoken}\n\n“We left him there and he never came"),)
    found = survey(SurveyContext(language=language, sections=sections))
    assert found.passages
    assert all(passage.text in spoken for passage in found.passages)


def test_a_digest_quotes_its_part() -> None:
    section = novel()[4]
    passages = tuple(passage for passage in surveyed().passages if passage.section == 4)
    context = DigestContext(brief=BRIEF, part="Part 5", text=section.text, passages=passages)
    output = digest(context)
    assert output.faults(context) == ()
    assert 1 <= len(output.quotes) <= 5
    assert 0 < len(output.summary.split()) <= 200
    assert set(output.people) <= set(PEOPLE)
    assert digest(context.model_copy(update={"passages": ()})).quotes

"""The rules `survey` and `digest`: what is in a long text, in its own words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from storyforge.formats.prose import sentences as sentences_of
from storyforge.providers.offline.condense.cast import cast
from storyforge.providers.offline.condense.choosing import Chooser
from storyforge.providers.offline.condense.lexicon import length, lexicon, numbers
from storyforge.providers.offline.condense.pool import Pool
from storyforge.providers.offline.condense.reading import read
from storyforge.tasks.survey import DigestOutput, Named, Section, SurveyContext, SurveyOutput

if TYPE_CHECKING:
    from storyforge.providers.offline.condense.cast import Known
    from storyforge.tasks.survey import DigestContext, Passage

QUOTES = 5
_SUMMARY = 3
_SUMMARY_WORDS = 200
MOST_PEOPLE, MOST_PLACES = 80, 60


@lru_cache(maxsize=1)
def survey(context: SurveyContext) -> SurveyOutput:
    """People, places and telling passages of a whole text; 2 MB in a few seconds.

    Passages are one or two whole sentences, word for word, and none shares a sentence with another. Of the ten people
    most often named as many as possible are in the picks, and every tenth of the text has one. The last book is kept:
    stage after stage asks for the same.
    """
    words = lexicon(context.language)
    book = read(context.sections, words)
    named = cast(book.sentences, words)
    people, places = named.of("person"), named.of("place")
    passages: tuple[Passage, ...] = ()
    picks: list[int] = []
    if any(sentence.fits for sentence in book.sentences):
        # numpy and scipy cost a fifth of a second, and are wanted only here.
        from storyforge.providers.offline.condense.weighing import weigh  # noqa: PLC0415

        passages = Pool(book, named, weigh(book.sentences, named, words), words).passages()
        chooser = Chooser(passages, words, book.starts)
        meet = [one.name for one in people[: numbers()["pick"]["people"]]]
        picks = chooser.choose(min(context.beats, len(passages)), _score, meet)
    return SurveyOutput(
        words=book.words,
        people=tuple(map(_named, people[:MOST_PEOPLE])),
        places=tuple(map(_named, places[:MOST_PLACES])),
        passages=passages,
        picks=tuple(picks),
    )


def _score(passage: Passage) -> float:
    return float(passage.score)


def _named(one: Known) -> Named:
    return Named(name=one.name, aliases=one.aliases, count=one.count)


def digest(context: DigestContext) -> DigestOutput:
    """What a part tells, in its own sentences: the most telling three as a summary, five as quotes."""
    passages = (
        context.passages
        or survey(
            SurveyContext(language=context.brief.language, sections=(Section(text=context.text),), beats=QUOTES)
        ).passages
    )
    text = " ".join(context.text.split())
    there = [passage for passage in passages if passage.text in text]
    best = sorted(there, key=lambda passage: (-passage.score, passage.offset))[:QUOTES]
    told = sorted(best[:_SUMMARY], key=lambda passage: passage.offset)
    while len(told) > 1 and sum(length(passage.text) for passage in told) > _SUMMARY_WORDS:
        told.remove(min(told, key=lambda passage: (passage.score, passage.offset)))
    quotes = sorted(best, key=lambda passage: passage.offset)
    summary = " ".join(passage.text for passage in told) or next(iter(sentences_of(text, context.brief.language)), "")
    people = dict.fromkeys(name for passage in there for name in passage.people)
    return DigestOutput(summary=summary, people=tuple(people), quotes=tuple(passage.text for passage in quotes))

"""Stages that offer three options: treatment, lore, narrative. Their author chooses one, which then is the artifact.

A short source is told to whoever writes word for word. A long one is surveyed by rules, digested part by part, and told
from its digests, so that no question grows with the length of a book.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from storyforge.errors import MissingArtifactError, NothingToTellError, StoryforgeError
from storyforge.formats.documents import read_document
from storyforge.model.beats import Lore, Narrative, Telling, Treatment
from storyforge.model.counted import counted
from storyforge.model.kinds import option_path
from storyforge.stages.base import Made
from storyforge.stages.film.briefing import INPUTS, brief_of
from storyforge.tasks.gaps import gaps_in, without_gaps
from storyforge.tasks.options import COUNT, OptionsContext
from storyforge.tasks.survey import DigestContext, Section, SurveyContext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.summary import Summaries
    from storyforge.stages.base import Facets, Job, Library
    from storyforge.tasks.brief import Brief
    from storyforge.tasks.options import OptionsOutput
    from storyforge.tasks.survey import DigestOutput, SurveyOutput

LONG = 6_000
"""Words above which a source is told from digests; below, it fits into any model's context many times over."""
BEATS = 24
_MODELS: dict[str, type[Telling]] = {"treatment": Treatment, "lore": Lore, "narrative": Narrative}
_HEADING = re.compile(r"^#.*$", re.MULTILINE)
_LONGEST = 15
"""Letters between two spaces on average, from which on a text is taken to have no spaces between its words."""
_WORDS_A_MINUTE = 110
"""A treatment has about a page, 300 words, for three minutes of film."""


def facets(summaries: Summaries, *above: str) -> Facets:
    """What a telling is made from: the inputs, the parameters, the language, and what was told before."""
    index = summaries.index(INPUTS)
    primary, context = index.get("primary", ""), index.get("context", ())
    return (
        f"{INPUTS}#primary",
        f"{primary}#content",
        *(f"{path}#content" for path in context),
        "story.yaml#parameters",
        "story.yaml#language",
        *summaries.style,
        *above,
    )


def offer(job: Job, stage: str, task: str, above: str = "") -> Made:
    """Options of a stage; without a word from its author, the first is taken where that was asked for.

    Options that are there, and that nobody asks to be made anew, stay: then only the first is taken.
    """
    path = f"{stage}.md"
    there = options_of(job.library, stage)
    if there and not job.guidance and path not in job.due:
        options: Sequence[Telling] = there
        made = {}
    else:
        options = _asked(job, stage, task, above, there)
        made = {option_path(stage, number): option for number, option in enumerate(options, 1)}
    chosen = {path: options[0]} if job.auto else {}
    taken = ", the first is taken" if chosen else ""
    numbers = " ".join(str(number) for number in range(1, len(options) + 1))
    kept = made and not chosen and path in job.library.summaries
    beside = f"{path} stays until you choose: storyforge show {stage} {numbers}; storyforge choose {stage} 1"
    subject = f"{counted(len(options), 'option')} of {_sizes(options)}{taken}"
    return Made({**made, **chosen}, notes=(beside,) if kept else (), subject=subject)


def _sizes(options: Sequence[Telling]) -> str:
    """`90 to 240 words`, and how many gaps where there are any; where words have no space between them, letters."""
    told = [" ".join(_HEADING.sub("", without_gaps(option.body)).split()) for option in options]
    unspaced = any(len(text) > _LONGEST * (text.count(" ") + 1) for text in told)
    sizes = [len(text.replace(" ", "")) if unspaced else len(text.split()) for text in told]
    gaps = [len(gaps_in(option.body)) for option in options]
    found = _span(sizes, "letter" if unspaced else "word")
    return f"{found} with {_span(gaps, 'gap')}" if any(gaps) else found


def _span(numbers: Sequence[int], noun: str) -> str:
    least, most = min(numbers), max(numbers)
    return counted(most, noun) if least == most else f"{least} to {counted(most, noun)}"


def options_of(library: Library, stage: str) -> list[Telling]:
    """The options that are there, in order."""
    paths = [option_path(stage, number) for number in range(1, 10)]
    found = [library.model(path) for path in paths if path in library.summaries]
    return [cast("Telling", each) for each in found if each is not None]


def _asked(job: Job, stage: str, task: str, above: str, there: Sequence[Telling]) -> list[Telling]:
    sections = source_of(job.library)
    survey = survey_of(job, sections)
    context = OptionsContext(
        what=stage,
        brief=brief_of(job, query=_query(sections), anew="telling"),
        source=() if survey else sections,
        digests=tuple(_digests(job, sections, survey)) if survey else (),
        survey=survey,
        above=above,
        twist=job.library.story.parameters.twist or "",
        words=_words(job),
        before=tuple(f"{option.title}: {option.logline or option.starts}" for option in there),
        guidance=job.guidance_for(f"{stage}.md"),
    )
    output = cast("OptionsOutput", job.text.ask(task, context))
    if not output.options:
        raise NothingToTellError(job.library.summaries.index(INPUTS).get("primary", ""))
    model = _MODELS[stage]
    return [model.model_validate(option.plain()) for option in output.options[:COUNT]]


def source_of(library: Library) -> tuple[Section, ...]:
    """The primary input, read; raises MissingArtifactError and what reading it raises."""
    path = library.summaries.index(INPUTS).get("primary", "")
    data = library.read(path)
    if data is None:
        raise MissingArtifactError(path or INPUTS)
    document = read_document(path, data, library.story.language)
    return tuple(Section(title=section.title, text=section.text) for section in document.sections)


def survey_of(job: Job, sections: Sequence[Section]) -> SurveyOutput | None:
    """What a long source has; None where it is short enough to be told as it is."""
    words = sum(len(section.text.split()) for section in sections)
    letters = sum(len(section.text) for section in sections)
    # Scripts without spaces have few words and many letters.
    if job.library.story.mode != "condensation" and words <= LONG and letters <= LONG * 8:
        return None
    context = SurveyContext(language=job.library.story.language, sections=tuple(sections), beats=BEATS)
    return cast("SurveyOutput", job.rules.ask("survey", context))


def _digests(job: Job, sections: Sequence[Section], survey: SurveyOutput) -> list[DigestOutput]:
    """What each part tells; raises the first failure."""
    brief = brief_of(job, anew="telling")
    names = tuple(person.name for person in survey.people[:20])
    contexts = {str(number): _digest(brief, number, sections, survey, names) for number in range(1, len(sections) + 1)}
    found = job.text.ask_each("digest", contexts)
    for answer in found.values():
        if isinstance(answer, StoryforgeError):
            raise answer
    return [cast("DigestOutput", answer) for answer in found.values()]


def _digest(
    brief: Brief, number: int, sections: Sequence[Section], survey: SurveyOutput, names: tuple[str, ...]
) -> DigestContext:
    section = sections[number - 1]
    title = f": {section.title}" if section.title else ""
    return DigestContext(
        brief=brief,
        part=f"Part {number} of {len(sections)}{title}",
        people=names,
        text=section.text,
        passages=tuple(each for each in survey.passages if each.section == number - 1),
    )


def _query(sections: Sequence[Section]) -> str:
    """What the story is about, for the style: the beginning of its first part."""
    return " ".join(sections[0].text.split()[:60]) if sections else ""


def _words(job: Job) -> int:
    """How long a telling should be for the target length."""
    target = brief_of(job, anew="telling").minutes
    return max(250, min(1500, round(sum(target) / 2 * _WORDS_A_MINUTE)))

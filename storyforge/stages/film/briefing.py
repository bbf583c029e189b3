"""The brief: the one place where the context of writing tasks is put together, measured and trimmed.

Global context only: parameters, summary, beats, people, what the author says of the world, passages of the written
style. No scene's script is ever a part of it; what a task is told of its own scene stands beside it in its context.
How much of everything: `templates/context.toml`.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from storyforge import resources
from storyforge.errors import EmptyDocumentError
from storyforge.formats.documents import read_document
from storyforge.formats.prose import sentences as sentences_of
from storyforge.model.slug import slugify
from storyforge.stages.film.definitions import definitions
from storyforge.tasks.brief import Brief, Note, PersonTold
from storyforge.tasks.tokens import shortened, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from storyforge.model.assets import Definitions
    from storyforge.model.beats import Beat, BeatSheet, Telling
    from storyforge.model.story import Inputs
    from storyforge.stages.base import Job, Library

Anew = Literal["", "telling", "beats"]
INPUTS = "inputs/inputs.yaml"
_NOT_NOTES = ("definitions", "transcript")
ABOUT = 3
"""Sentences of the telling that say who somebody is, where no definition sheet does."""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.read_template("context.toml"))


def brief_of(
    job: Job, query: str = "", names: Collection[str] = (), around: Sequence[Beat] = (), *, anew: Anew = ""
) -> Brief:
    """The brief of a task: `query` is what is being written, for the style; `names` are the people who matter here.

    `around` are beats that the task is told in full, so that the spine leaves them out. What is to be told `anew` is
    left out, with what was made from it: it holds no more, and what was asked before stays the same question.
    """
    library = job.library
    story = library.story
    sheet = definitions(library)
    telling = None if anew == "telling" else _telling(library)
    beats = () if anew else _beats(library)
    told = [*_people(sheet), *_named_in_beats(beats, telling, sheet)]
    near = {slugify(name) for name in names}
    # Where nobody is named yet, everybody may matter.
    full = [person for person in told if not near or near & {slugify(name) for name in (person.name, *person.aliases)}]
    others = [_line(person) for person in told if person not in full]
    limits, counts = _table()["most"], _table()["counts"]
    made = Brief(
        title=story.title,
        language=story.language,
        mode=story.mode,
        type=story.parameters.type,
        length=story.parameters.length or "",
        rating=story.parameters.rating or "",
        genres=story.parameters.genres,
        tone=story.parameters.tone or (telling.tone if telling else ""),
        summary=shortened(_summary(telling), limits["summary"]),
        spine=_spine(beats, around),
        people=tuple(_kept([_short(person, limits["person"]) for person in full], limits["people"])),
        others=tuple(_kept(others[: counts["others"]], limits["others"])),
        notes=_notes(library, limits["notes"]),
        sound=shortened(job.styles.sound(), limits["sound"]),
        passages=tuple(_kept(job.styles.passages(query, counts["passages"]) if query else (), limits["passages"])),
    )
    return _within(made)


def _people(sheet: Definitions) -> list[PersonTold]:
    return [
        PersonTold(
            name=person.name,
            aliases=person.aliases,
            role=person.role or "",
            about=" ".join(part for part in (person.identity_line, person.description) if part),
        )
        for person in sheet.characters
    ]


def _named_in_beats(beats: Sequence[Beat], telling: Telling | None, sheet: Definitions) -> list[PersonTold]:
    """Who is in the beats and in no definition sheet: what the telling says where it names them first."""
    known = {slugify(name) for person in sheet.characters for name in (person.name, *person.aliases)}
    names = dict.fromkeys(name for beat in beats for name in beat.people if slugify(name) not in known)
    sentences = sentences_of(telling.body) if telling and names else []
    return [PersonTold(name=name, about=" ".join([s for s in sentences if name in s][:ABOUT])) for name in names]


def _beats(library: Library) -> tuple[Beat, ...]:
    sheet = cast("BeatSheet | None", library.model("beats.yaml")) if "beats.yaml" in library.summaries else None
    return sheet.beats if sheet else ()


def _telling(library: Library) -> Telling | None:
    for path in ("treatment.md", "narrative.md"):
        if path in library.summaries:
            return cast("Telling | None", library.model(path))
    return None


def _line(person: PersonTold) -> str:
    first = person.about.partition(". ")[0]
    return shortened(f"{person.name}: {first}" if first else person.name, 30)


def _short(person: PersonTold, most: int) -> PersonTold:
    return person.model_copy(update={"about": shortened(person.about, most)})


def _summary(telling: Telling | None) -> str:
    """What happens: the telling's logline, how it starts and ends, or its beginning."""
    if telling is None:
        return ""
    said = dict.fromkeys(part.strip() for part in (telling.logline, telling.starts, telling.ends) if part.strip())
    return "\n".join(said) if telling.logline else telling.body


def _spine(all_beats: Sequence[Beat], around: Sequence[Beat]) -> tuple[str, ...]:
    """Beats at even distances over the whole film, each with its id: as many for a long film as for a short one."""
    near = {beat.id for beat in around}
    beats = [beat for beat in all_beats if beat.id not in near]
    count, words = _table()["counts"]["spine"], _table()["counts"]["beat_words"]
    if len(beats) > count:
        beats = [beats[round(index * (len(beats) - 1) / (count - 1))] for index in range(count)]
    return tuple(f"{beat.id}: {' '.join(beat.text.split()[:words])}" for beat in beats)


# A library never changes, and every scene of a film is told the same notes: books are read for the first one only.
@lru_cache(maxsize=1)
def _notes(library: Library, most: int) -> tuple[Note, ...]:
    """The context files, each with an even share of what there is room for."""
    inputs = cast("Inputs | None", library.model(INPUTS)) if INPUTS in library.summaries else None
    entries = [entry for entry in inputs.context if entry.tag not in _NOT_NOTES] if inputs else []
    share = most // len(entries) if entries else 0
    found = []
    for entry in entries:
        data = library.read(entry.path)
        if data is not None:
            found.append(Note(tag=entry.tag, text=shortened(_text_of(entry.path, data, library), share)))
    return tuple(found)


def _text_of(path: str, data: bytes, library: Library) -> str:
    try:
        document = read_document(path, data, library.story.language)
    except EmptyDocumentError:
        return ""
    return "\n\n".join(section.text for section in document.sections)


def _kept(entries: Sequence[Any], most: int) -> list[Any]:
    """The first entries that fit into so many tokens together."""
    kept: list[Any] = []
    left = most
    for entry in entries:
        left -= size(entry)
        if left < 0:
            break
        kept.append(entry)
    return kept


def size(part: Any) -> int:
    """Tokens of a context or a part of one."""
    return tokens(part if isinstance(part, str) else part.model_dump_json())


def _within(brief: Brief) -> Brief:
    """The brief without what has no room, cut from the end of one part after the other, in their written order."""
    table = _table()
    for part in table["first_to_go"]:
        while size(brief) > table["whole"] and (told := getattr(brief, part)):
            brief = brief.model_copy(update={part: told[:-1] if isinstance(told, tuple) else ""})
    return brief

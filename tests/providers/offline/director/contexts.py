"""Builds what the director is told, from a Fountain text whose title page lists the cast and the props of its scenes.

`Cast: ANNA (she) | GUARDS (they, group) | OLD TOM (absent)`, `Props: LETTER (key, first) | KNIFE`. Who speaks and is
not listed is there too. `Genres:` are the story's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from storyforge.formats.fountain import parse
from storyforge.formats.headings import parse_heading
from storyforge.model.assets import Pronouns
from storyforge.model.slug import slugify
from storyforge.tasks.mode import guess_mode
from storyforge.tasks.pieces import pieces
from storyforge.tasks.shots import CastMember, PropNamed, ShotsContext
from storyforge.tasks.sides import sides_after

if TYPE_CHECKING:
    from collections.abc import Iterator


def contexts(text: str, language: str = "en", **knobs: Any) -> list[ShotsContext]:
    """One context for each scene of a text."""
    script = parse(text, language).screenplay
    title = script.title_page
    genres = tuple(genre.strip() for genre in title.get("genres", "").split(",") if genre.strip())
    made: list[ShotsContext] = []
    places: set[tuple[str, ...]] = set()
    for place, scene in enumerate(script.scenes):
        heading = parse_heading(scene.title, language)
        said = pieces(scene, slugify)
        before = made[-1] if made else None
        setting = slugify(heading.master or "somewhere")
        goes_on = heading.relative == "CONTINUOUS" and before is not None and before.setting == setting
        fields: dict[str, Any] = {
            "mode": guess_mode(scene.title, said, genres, language),
            "interior": bool(heading.interior),
            "exterior": bool(heading.exterior),
            "new_place": heading.places not in places,
            "continuous": goes_on,
            "sides": sides_after(before.pieces, before.cast, before.sides, language) if goes_on and before else (),
            "genres": genres,
        }
        places.add(heading.places)
        made.append(
            ShotsContext(
                language=language,
                rate="24",
                scene=scene.number or str(place + 1),
                heading=scene.title,
                setting=setting,
                pieces=said,
                cast=tuple(_cast(title.get("cast", ""), [p.name for p in said if p.kind == "speech"])),
                props=tuple(_props(title.get("props", ""))),
                **{**fields, **knobs},
            )
        )
    return made


def one(text: str, language: str = "en", **knobs: Any) -> ShotsContext:
    """The context of the only scene of a text."""
    (context,) = contexts(text, language, **knobs)
    return context


def _listed(text: str) -> Iterator[tuple[str, list[str]]]:
    for entry in filter(None, re.split(r"[|\n]", text)):
        name, _, notes = entry.strip().partition(" (")
        yield name.strip(), [note.strip() for note in notes.rstrip(")").split(",") if note.strip()]


def _cast(listed: str, speakers: list[str]) -> Iterator[CastMember]:
    known = dict(_listed(listed))
    for name in dict.fromkeys([*known, *speakers]):
        notes = known.get(name, [])
        yield CastMember(
            id=slugify(name),
            name=name,
            pronouns=next((note for note in notes if note in get_args(Pronouns)), "unknown"),
            group="group" in notes,
            present="absent" not in notes,
            aliases=tuple(note.removeprefix("alias ") for note in notes if note.startswith("alias ")),
        )


def _props(listed: str) -> Iterator[PropNamed]:
    for name, notes in _listed(listed):
        yield PropNamed(id=slugify(name), name=name.lower(), key="key" in notes, first="first" in notes)

"""Builds what the director is told of each scene of a script, with the offline breakdown.

For measuring and for tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.formats.fountain import parse
from storyforge.formats.headings import parse_heading
from storyforge.model.slug import slugify
from storyforge.providers.offline.breakdown import breakdown
from storyforge.stages.film.reading import cast_members, props_named
from storyforge.tasks.breakdown import BreakdownContext, BreakdownOutput, BreakdownScene
from storyforge.tasks.mode import guess_mode
from storyforge.tasks.pieces import pieces
from storyforge.tasks.shots import ShotsContext
from storyforge.tasks.sides import sides_after

if TYPE_CHECKING:
    from storyforge.model.heading import Heading
    from storyforge.tasks.pieces import Piece

_GONE_ON = frozenset({"CONTINUOUS"})


def contexts(text: str, language: str = "en", **knobs: Any) -> list[ShotsContext]:
    """One context a scene, in order; `knobs` are fields of the context, such as `pace`."""
    script = parse(text, language).screenplay
    scenes = [scene for scene in script.scenes if not scene.omitted]
    numbers = [scene.number or str(place + 1) for place, scene in enumerate(scenes)]
    told = [
        BreakdownScene(number=number, heading=scene.title, pieces=pieces(scene))
        for number, scene in zip(numbers, scenes, strict=True)
    ]
    found = breakdown(BreakdownContext(language=language, scenes=tuple(told)))
    ids = {name.casefold(): c.id for c in found.characters for name in (c.name, *c.aliases)}
    made: list[ShotsContext] = []
    places: set[str] = set()
    for number, scene in zip(numbers, scenes, strict=True):
        heading = parse_heading(scene.title, language)
        said = pieces(scene, lambda name: ids.get(name.casefold(), slugify(name)))
        made.append(_context(number, scene.title, heading, said, found, places, made, language, knobs))
    return made


def _context(
    number: str,
    title: str,
    heading: Heading,
    said: tuple[Piece, ...],
    found: BreakdownOutput,
    places: set[str],
    made: list[ShotsContext],
    language: str,
    knobs: dict[str, Any],
) -> ShotsContext:
    setting = slugify(heading.master) if heading.master else ""
    before = made[-1] if made else None
    speakers = {piece.character for piece in said}
    present = [person.id for person in found.characters if number in person.scenes or person.id in speakers]
    seen = [prop.id for prop in found.props if number in prop.scenes]
    gone_on = heading.relative in _GONE_ON and before is not None and before.setting == setting
    context = ShotsContext(
        language=language,
        rate="24",
        scene=number,
        heading=title,
        setting=setting,
        place=" - ".join(heading.places[1:]),
        interior=bool(heading.interior),
        exterior=bool(heading.exterior),
        time=heading.time,
        mode=guess_mode(title, said, (), language),
        pieces=said,
        cast=cast_members({person.id: person for person in found.characters}, present),
        props=props_named({prop.id: prop for prop in found.props}, seen, number),
        new_place=" / ".join(heading.places) not in places,
        continuous=gone_on,
        sides=sides_after(before.pieces, before.cast, before.sides, language) if gone_on and before else (),
    )
    places.add(" / ".join(heading.places))
    return context.model_copy(update=knobs)

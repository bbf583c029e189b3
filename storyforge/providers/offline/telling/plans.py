"""Which three layouts are tried: straight, from its end, from its middle; each whose story it could be."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from storyforge.formats.languages import fold
from storyforge.providers.offline.telling.laying import CLOSINGS, OPENINGS, Layout, start_of
from storyforge.tasks.structures import USUAL, structures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.providers.offline.telling.tale import Tale
    from storyforge.tasks.options import OptionsContext
    from storyforge.tasks.structures import Structure

STRAIGHT = (USUAL, "circle", "four-part")
LATE = ("frame", "in-medias-res")
OPEN = ("in-medias-res", "four-part", "frame", "circle")
OUTSIDE = ("four-part", "circle")
"""Of one or two sentences the third option has none at its beginning."""
COMMERCIAL = "commercial"
SPOTS = (
    (("hook",), ("sign-off",)),
    (("product", "The look"), ("final image",)),
    (("problem", "turn"), ("resolution",)),
)
"""What the three spots ask first and last where their sentences alone do not part them."""
ENDS = 4
MIDDLE = 2
"""The fifths of a text that an option may open with."""


def plans(tale: Tale, context: OptionsContext) -> Iterator[tuple[Layout, Layout, Layout]]:
    """Triples of layouts, the best first; who asks takes the first whose tellings differ."""
    if context.brief.type == COMMERCIAL:
        yield from _commercials(tale, context)
        return
    straight = _straight(context)
    heroes = _heroes(tale, context)
    first = [_layout(tale, context, name, heroes, 0) for name in straight]
    late = [_layout(tale, context, name, heroes, 1) for name in LATE]
    last = [_layout(tale, context, name, heroes, 2) for name in (OPEN if len(tale.told) > 2 else OUTSIDE)]
    triples = [t for t in product(first, late, last) if len({layout.structure.name for layout in t}) == len(t)]
    yield from triples
    for one, two, three in triples:
        yield one, _asking(two), _asking(three)
    for one, two, three in triples:
        yield _asking(one), _asking(two), _asking(three)


def _straight(context: OptionsContext) -> list[str]:
    """Structures that tell from first to last: what guidance names, then what suits the genre and the language."""
    brief, table = context.brief, structures()
    wished = fold(context.guidance)
    genres = {fold(genre) for genre in brief.genres}

    def fits(name: str) -> tuple[bool, bool, bool]:
        row = table[name]
        code = brief.language.partition("-")[0]
        return row.title not in wished, not genres & row.genres, code not in row.languages

    ordered = sorted(STRAIGHT, key=fits)
    turns = len(context.before) // 3 % len(ordered)
    return ordered[turns:] + ordered[:turns]


def _heroes(tale: Tale, context: OptionsContext) -> list[str]:
    """Everybody, whom guidance names first; after other options, the next in line first."""
    names = [person.name for person in tale.people]
    wished = [name for name in names if fold(name) in fold(context.guidance)]
    names = wished + [name for name in names if name not in wished]
    turns = len(context.before) // 3 % len(names) if names else 0
    return names[turns:] + names[:turns]


def _layout(tale: Tale, context: OptionsContext, name: str, heroes: Sequence[str], option: int) -> Layout:
    structure = structures()[name]
    lead = heroes[option] if option < len(heroes) else heroes[0] if heroes else ""
    steps = structure.for_minutes(context.brief.minutes[1])
    lone = (30.0, 0.0, 100.0)[option] if len(tale.told) == 1 else None
    return Layout(structure, steps, start_of(tale, structure.starts_at), tuple(heroes), lone, lead)


def _asking(layout: Layout) -> Layout:
    """The same layout, begun and ended with questions where sentences alone do not part it from the others."""
    name = layout.structure.name
    return replace(layout, opened=OPENINGS[name], closed=CLOSINGS.get(name, ("final image",)))


def _commercials(tale: Tale, context: OptionsContext) -> Iterator[tuple[Layout, Layout, Layout]]:
    """The same steps from three beginnings: a spot is too short for another shape."""
    structure: Structure = structures()[COMMERCIAL]
    steps = structure.for_minutes(context.brief.minutes[1])
    heroes = _heroes(tale, context)
    leads = [heroes[at] if at < len(heroes) else heroes[0] if heroes else "" for at in range(3)]
    lones = (30.0, 0.0, 100.0) if len(tale.told) == 1 else (None, None, None)
    for starts in ((0, ENDS, MIDDLE), (MIDDLE, 0, ENDS)):
        one, two, three = (
            Layout(structure, steps, start_of(tale, at), tuple(heroes), lone, lead)
            for at, lone, lead in zip(starts, lones, leads, strict=True)
        )
        yield one, two, three
        laid = zip((one, two, three), SPOTS, strict=True)
        one, two, three = (replace(layout, opened=first, closed=last) for layout, (first, last) in laid)
        yield one, two, three

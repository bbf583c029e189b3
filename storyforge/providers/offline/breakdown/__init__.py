"""The offline rules of the task `breakdown`: people, places and things of a whole script.

Facts: cues, extensions, scenes, shares of speech, headings, ages. Proposals, each with the sentence it was read from:
looks, key props, and every merge of two names, which is a question to the author and never done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.slug import unique_slug
from storyforge.providers.offline.breakdown import places, roles, things
from storyforge.providers.offline.breakdown.cast import Cast
from storyforge.providers.offline.breakdown.introductions import Introductions
from storyforge.providers.offline.breakdown.lexicon import lexicon
from storyforge.providers.offline.breakdown.mentions import Mentions
from storyforge.providers.offline.breakdown.reading import read
from storyforge.tasks.breakdown import BreakdownOutput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyforge.tasks.breakdown import BreakdownContext


def breakdown(context: BreakdownContext) -> BreakdownOutput:
    """Find everything in a script; what the author defined always wins."""
    words = lexicon(context.language)
    reading = read(context, words)
    cast = Cast(words, context.definitions)
    cast.hear(reading.speeches)
    introductions = Introductions(cast, reading)
    introductions.meet(reading)
    mentions = Mentions(cast, introductions)
    mentions.gather(reading)
    sites = places.Sites(words, context.definitions)
    sites.read(context)
    sites.describe(reading, mentions)
    found = things.Things(words, context.definitions, cast)
    found.read(reading)
    slugs = _slugs(
        ((id(person), person.name) for person in roles.ordered(cast)),
        ((id(site), site.definition.name if site.definition else site.name) for site in places.ordered(sites)),
        ((id(thing), thing.name) for thing in found.listed()),
    )
    return BreakdownOutput(
        characters=roles.characters(cast, reading.scenes, slugs),
        props=things.props(found, slugs),
        settings=places.settings(sites, slugs, cast),
    )


def _slugs(*kinds: Iterable[tuple[int, str]]) -> dict[int, str]:
    """A slug for each, unique over all kinds, since changes of state name an element by its slug alone."""
    taken: set[str] = set()
    found = {}
    for kind in kinds:
        for key, name in kind:
            found[key] = unique_slug(name, taken)
            taken.add(found[key])
    return found

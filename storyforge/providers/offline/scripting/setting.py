"""What each beat says of its own scene: where, when, who, and how it holds to the beat before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.model.cast import name_key
from storyforge.providers.offline.scripting.lexicon import tokens
from storyforge.providers.offline.scripting.places import Place, inside, named_place, place_in
from storyforge.providers.offline.scripting.quotes import blanked
from storyforge.providers.offline.scripting.times import When, when
from storyforge.tasks.gaps import without_gaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.beats import Beat
    from storyforge.providers.offline.scripting.lexicon import Words
    from storyforge.tasks.brief import Brief

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Setting:
    """A beat as it may open a scene, or go on in one.

    `told` is its text without gaps, `leans` whether it leans on what came before, `runs_on` whether no time passes.
    """

    beat: Beat
    told: str
    place: Place | None
    inside: str
    when: When
    people: tuple[str, ...]
    leans: bool
    runs_on: bool


def settings(beats: Sequence[Beat], brief: Brief, words: Words) -> list[Setting]:
    """The setting of each beat."""
    names = known_names(beats, brief)
    lows = {low for name in names for low in _WORD.findall(name.casefold())}
    return [_setting(beat, names, lows, words, excerpt=brief.mode == "condensation") for beat in beats]


def known_names(beats: Sequence[Beat], brief: Brief) -> dict[str, str]:
    """Names as they are compared -> as the story calls who has them; other names of somebody lead to the first."""
    found: dict[str, str] = {}
    for person in brief.people:
        for name in (person.name, *person.aliases):
            found.setdefault(name_key(name), person.name)
    for beat in beats:
        for name in beat.people:
            found.setdefault(name_key(name), name)
    return {key: name for key, name in found.items() if key}


def named_in(text: str, names: dict[str, str]) -> tuple[str, ...]:
    """The people whom a text names, in order; the longest name wins."""
    if not names:
        return ()
    listed = "|".join(re.escape(key) for key in sorted(names, key=lambda key: (-len(key), key)))
    hits = re.findall(rf"(?<!\w)(?:{listed})(?!\w)", name_key(text))
    return tuple(dict.fromkeys(names[hit] for hit in hits))


def _setting(beat: Beat, names: dict[str, str], lows: set[str], words: Words, *, excerpt: bool) -> Setting:
    """One beat. What a book's survey calls a place is only mentioned: of an excerpt, where somebody is goes first."""
    told = " ".join(without_gaps(beat.text).split())
    narrated = blanked(told)
    named = beat.place.strip()
    own = place_in(narrated, words, lows) if excerpt or not named else None
    if excerpt and named in told and named not in narrated:
        named = ""
    place = own or (named_place(named, narrated, words, lows) if named else None)
    read = tokens(narrated, words.code)
    return Setting(
        beat=beat,
        told=told,
        place=place,
        inside=inside(place, narrated, words),
        when=when(narrated, words),
        people=beat.people or named_in(told, names),
        leans=bool(read) and words.leans.at(read, 0) is not None,
        runs_on=bool(read) and words.runs_on.at(read, 0) is not None,
    )

"""States that something makes or ends: falls and washes, what is done to somebody, stuff on a body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.providers.offline.conditions import holders
from storyforge.providers.offline.nouns import THINGS

if TYPE_CHECKING:
    from storyforge.providers.offline.conditions.event import Events
    from storyforge.providers.offline.conditions.sentence import Sentence

_WASHED = 16
"""Letters behind a verb of washing in which what is washed stands."""


def read(events: Events) -> None:
    """Add every state that a verb makes or ends."""
    _subjects(events)
    _objects(events)
    _whom(events)
    _stuff(events)
    _ends(events)
    _but_is(events)


def _subjects(events: Events) -> None:
    sentence = events.sentence
    for tag, pattern in sentence.lexicon.verbs:
        for match in pattern.finditer(sentence.masked):
            events.add(holders.subject(sentence, match.start()), tag, match.start(), "verb")
    for tag, pattern in sentence.lexicon.stuff_had:
        for match in pattern.finditer(sentence.masked):
            events.add(holders.subject(sentence, match.start()), tag, match.start(), "stuff")


def _objects(events: Events) -> None:
    sentence = events.sentence
    for tag, pattern in sentence.lexicon.objects:
        for match in pattern.finditer(sentence.masked):
            events.add(holders.object_of(sentence, match.end()), tag, match.start(), "done to")
    for tag, pattern in sentence.lexicon.object_ends:
        for match in pattern.finditer(sentence.masked):
            events.add(holders.object_of(sentence, match.end()), tag, match.start(), "undone", gains=False)


def _stuff(events: Events) -> None:
    """`Mud on her face`, unless it is being wiped off."""
    sentence = events.sentence
    for tag, pattern in sentence.lexicon.stuff:
        for match in pattern.finditer(sentence.masked):
            removed = sentence.lexicon.rule("stuff_removed").search(sentence.masked[: match.start()])
            if not removed and not _is_of_a_thing(sentence, match.start()):
                holder = holders.owner(sentence, match.start(1), match.end(1))
                events.add(holder, tag, match.start(), "stuff")


def _is_of_a_thing(sentence: Sentence, place: int) -> bool:
    """Whether stuff only says of what kind a thing is: `the oil lamp`."""
    lexicon = sentence.lexicon
    before = sentence.masked[:place].split()[-1:]
    words = re.findall(r"\S+", sentence.masked[place : place + _WASHED * 2])[:2]
    determined = any(lexicon.has("determiners", word) or lexicon.has("possessive", word) for word in before)
    return determined and len(words) == 2 and lexicon.nouns.look(words[1]).kind in THINGS


def _ends(events: Events) -> None:
    sentence = events.sentence
    lexicon = sentence.lexicon
    for tag, pattern in lexicon.ends:
        for match in pattern.finditer(sentence.masked):
            holder = holders.subject(sentence, match.start())
            behind = holders.object_of(sentence, match.end())
            if tag == "asleep" and set(behind.owners) - set(holder.owners):
                continue
            if tag != "wash":
                events.add(holder, tag, match.start(), "ends", gains=False)
                continue
            other = lexicon.rule("off_whom").match(sentence.masked, match.end())
            if other:
                holder = holders.owner(sentence, other.start(1), other.end(1))
            washed = _washed(events, match)
            for ended in washed:
                events.add(holder, ended, match.start(), "ends", gains=False, sure=len(washed) == 1)


def _whom(events: Events) -> None:
    """`Anna pushes Boris into the river`: what is done to somebody who stands within it."""
    sentence = events.sentence
    for tag, pattern in sentence.lexicon.whom:
        for match in pattern.finditer(sentence.masked):
            group = next(index for index, found in enumerate(match.groups(), 1) if found)
            holder = holders.owner(sentence, match.start(group), match.end(group))
            events.add(holder, tag, match.start(), "done to")


def _washed(events: Events, match: re.Match[str]) -> tuple[str, ...]:
    """What washing removes: the stuff that is named, nothing if a thing is washed, else all that can be washed off.

    Of what is not named nobody knows which of it there was.
    """
    lexicon = events.sentence.lexicon
    named: dict[str, str] = lexicon.lists["washed"]
    words = re.findall(r"[a-z]+", events.sentence.masked[match.start() : match.end() + _WASHED].lower())
    for word in words:
        if word in named:
            return (named[word],)
        if word in lexicon.set("objects_of_wash"):
            return ()
    return tuple(dict.fromkeys(named.values()))


def _but_is(events: Events) -> None:
    """`Anna isn't bleeding, but Boris is`."""
    sentence = events.sentence
    for match in sentence.lexicon.rule("but_is").finditer(sentence.masked):
        for tag, pattern in (*sentence.lexicon.states, *sentence.lexicon.verbs):
            if pattern.fullmatch(match.group(1)):
                holder = holders.owner(sentence, match.start(2), match.end(2))
                events.add(holder, tag, len(sentence.masked), "state")

"""States that something makes or ends: falls and washes, what is done to somebody, stuff on a body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.providers.offline.conditions import holders

if TYPE_CHECKING:
    from storyforge.providers.offline.conditions.event import Events

_WASHED = 16
"""Letters behind a verb of washing in which what is washed stands."""


def read(events: Events) -> None:
    """Add every state that a verb makes or ends."""
    _subjects(events)
    _objects(events)
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
            if not sentence.lexicon.rule("stuff_removed").search(sentence.masked[: match.start()]):
                holder = holders.owner(sentence, match.start(1), match.end(1))
                events.add(holder, tag, match.start(), "stuff")


def _ends(events: Events) -> None:
    sentence = events.sentence
    lexicon = sentence.lexicon
    for tag, pattern in lexicon.ends:
        for match in pattern.finditer(sentence.masked):
            holder = holders.subject(sentence, match.start())
            behind = holders.object_of(sentence, match.end())
            if tag == "asleep" and set(behind.owners) - set(holder.owners):
                continue
            for ended in _washed(events, match) if tag == "wash" else (tag,):
                events.add(holder, ended, match.start(), "ends", gains=False)


def _washed(events: Events, match: re.Match[str]) -> tuple[str, ...]:
    """What washing removes: the stuff that is named, nothing if a thing is washed, else all that can be washed off."""
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

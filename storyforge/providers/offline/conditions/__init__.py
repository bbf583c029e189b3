"""The offline rules of the tasks `conditions` and `carry`: what changes in the action, and what lives on.

Precision first: about one change in four that rules like these read in real scripts has the wrong holder, so each one
has its sentence and its rule, and is marked unsure where only a pronoun or one of two people says whose it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.fountain.emphasis import plain
from storyforge.formats.prose import sentences
from storyforge.model.shots import Change
from storyforge.providers.offline.conditions import events, states
from storyforge.providers.offline.conditions.carry import carry
from storyforge.providers.offline.conditions.event import Event, Events
from storyforge.providers.offline.conditions.lexicon import lexicon
from storyforge.providers.offline.conditions.phrases import Props
from storyforge.providers.offline.conditions.sentence import Reader
from storyforge.providers.offline.conditions.things import Things
from storyforge.tasks.conditions import ConditionsOutput, ShotChanges

if TYPE_CHECKING:
    from storyforge.tasks.conditions import ConditionsContext, ShotAction

__all__ = ["carry", "conditions"]

LONGEST = 1500
"""Letters of a sentence; what is longer is no sentence of action."""

SLEEP = ("asleep", "unconscious")


def conditions(context: ConditionsContext) -> ConditionsOutput:
    """The changes of state that a scene's action says, shot by shot; nothing in a language without words for it."""
    words = lexicon(context.language)
    if not words:
        return ConditionsOutput()
    reader = Reader(words, context.cast)
    props = Props(context.props, words.nouns)
    things = Things(words, props)
    in_force: set[tuple[str, str]] = set()
    found = []
    for shot in context.shots:
        changes = [*_awake(shot, in_force)]
        reader.memory.hear(shot.speakers)
        for quote in sentences(shot.action, context.language):
            for event in () if len(quote) > LONGEST else _read(reader, quote, props, things):
                if _news(event, in_force):
                    changes.append(_change(event, quote))
                if event.tag == "asleep" and not event.gains and (event.element, "unconscious") in in_force:
                    in_force.discard((event.element, "unconscious"))
                    changes.append(_change(event._replace(tag="unconscious"), quote))
        reader.memory.hear(shot.speakers)
        if changes:
            found.append(ShotChanges(shot=shot.shot, changes=tuple(changes)))
    return ConditionsOutput(shots=tuple(found))


def _read(reader: Reader, quote: str, props: Props, things: Things) -> list[Event]:
    sentence = reader.read(quote, plain(quote))
    found = Events(sentence)
    about = bool(sentence.mentions) or props.among(sentence.text)
    unreal = sentence.text.rstrip().endswith("?") or sentence.lexicon.pictured.search(sentence.masked)
    if about and not unreal:
        states.read(found, props)
        events.read(found)
        things.read(found)
    reader.memory.remember(sentence.mentions)
    return sorted(found.found, key=lambda event: event.place)


def _news(event: Event, in_force: set[tuple[str, str]]) -> bool:
    """Whether a change says something new; a tag is gained once until it is lost."""
    key = (event.element, event.tag)
    if event.gains:
        new = key not in in_force
        in_force.add(key)
        return new
    in_force.discard(key)
    return True


def _awake(shot: ShotAction, in_force: set[tuple[str, str]]) -> list[Change]:
    """Who speaks is awake."""
    ended = []
    for speaker in shot.speakers:
        lost = tuple(tag for tag in SLEEP if (speaker, tag) in in_force)
        if lost:
            in_force.difference_update((speaker, tag) for tag in lost)
            ended.append(Change(element=speaker, loses=lost, rule="speaks"))
    return ended


def _change(event: Event, quote: str) -> Change:
    gains, loses = ((event.tag,), ()) if event.gains else ((), (event.tag,))
    return Change(element=event.element, gains=gains, loses=loses, quote=quote, rule=event.rule, sure=event.sure)
